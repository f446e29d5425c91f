"""The glyphs of a page from pdfium's text page, in content order.

Every call into the engine costs as much as ten steps of Python: what can be asked for a page or a run
of characters is not asked for each of its thousands of characters.
"""

from __future__ import annotations

import ctypes
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from parsers.pdf import calls
from parsers.pdf.content import Glyph
from parsers.pdf.fonts import Program, Programs
from parsers.pdf.objects import MOST_OBJECTS, Actual, Frame
from parsers.pdf.outlines import Shape, shape_of
from parsers.thai_text import MARKS, letter_of_number
from schemas.errors import LimitExceeded

_MOST_CHARACTERS = 400_000  # of one page
_SPACE_WIDTH = 0.25  # of the size, where nothing behind it tells
_SAME_LINE = 0.1  # of the size: a space set by itself stands on its line's own baseline
_LAST_GENERATED = " "  # pdfium makes spaces and line ends of its own, no other characters
_DOUBTED = MARKS | {"ำ", ""}  # letters that a producer's map can have wrong, or none
_RAISED = 65 / 64  # pdfium gives the top of an outline so much higher than it is

_Mark = tuple[int, str]  # its address, and the ActualText that it gives
_Run = tuple[int, int, int, _Mark | None]  # its place in the content stream, its first glyph, its end, the mark over it
_Shown = tuple[str, tuple[float, ...], int, int]  # letter, one of `calls.places`, font, place in the content stream
_by_stream = itemgetter(0)


def read_glyphs(
    text_page: Any, frame: Frame, actual: Actual, number: int, programs: Programs
) -> tuple[list[Glyph], int]:  # an opaque handle
    """Glyphs in content order, and how many have no letter in their font's map. Raises `LimitExceeded`."""
    page = ctypes.cast(text_page, ctypes.c_void_p).value or 0
    count = calls.character_count(page)
    if count > _MOST_CHARACTERS:
        raise LimitExceeded(f"Page {number} has {count:,} characters; the limit is {_MOST_CHARACTERS:,}.")
    said = calls.letters(page, count)
    shown = [index for index, letter in enumerate(said) if letter > _LAST_GENERATED or not calls.is_generated(page, index)]
    letters = [said[index] for index in shown]
    runs: list[_Run] = []
    fonts: list[int] = []
    orders: list[int] = []
    seen: set[int] = set()
    for start, end, item in _runs(page, shown):
        seen.add(item)
        order = actual.order.get(item, MOST_OBJECTS)
        font = (calls.text_font(item) or 0) if item else 0
        runs.append((order, start, end, actual.of_object.get(item)))
        fonts += [font] * (end - start)
        orders += [order] * (end - start)
    places = calls.places(page, shown)
    drawn = zip(letters, places, fonts, orders, strict=True)
    glyphs = _turned(drawn, frame) if frame.rotation else _upright(drawn, frame)
    said_by_mark = {order for order, _, _, mark in runs if mark is not None}
    lost = _told_by_fonts(page, shown, places, glyphs, said_by_mark, programs)
    _add_blanks(glyphs, runs, actual.blanks(seen, frame))
    if actual.of_object:
        return _with_actual_text(glyphs, runs, actual.ends(seen, frame)), lost
    return [glyph for _, start, end, _ in runs for glyph in glyphs[start:end] if glyph.text or glyph.lost or glyph.unmapped], lost


def _add_blanks(glyphs: list[Glyph], runs: list[_Run], blanks: Iterable[tuple[int, float, float]]) -> None:
    """Brings the runs in stream order, with the spaces among them that were set by themselves."""
    known = len(glyphs)
    for order, x, y in blanks:
        runs.append((order, len(glyphs), len(glyphs) + 1, None))
        glyphs.append(Glyph(" ", x, y, x, y, y, 0.0))
    runs.sort(key=_by_stream)  # it keeps the order inside a run
    if len(glyphs) > known:
        _measure_blanks(glyphs, runs, known)


def _runs(page: int, shown: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The first, the one behind the last, and the text object, of the characters that one object shows.

    They stand together, so that a long run is walked through in ever longer strides.
    """
    object_of, count, start = calls.text_object, len(shown), 0
    following = object_of(page, shown[0]) if shown else None
    while start < count:
        item, inside, stride = following, start, 1
        while inside + stride < count and (following := object_of(page, shown[inside + stride])) == item:
            inside += stride
            stride *= 2
        outside = inside + stride
        outside = min(outside, count)
        while outside - inside > 1:
            middle = (inside + outside) // 2
            here = object_of(page, shown[middle])
            if here == item:
                inside = middle
            else:
                outside, following = middle, here
        yield start, outside, item or 0
        start = outside


def _upright(shown: Iterable[_Shown], frame: Frame) -> list[Glyph]:
    edge, ceiling = frame.left, frame.height + frame.bottom
    return [
        Glyph(
            text, x - edge, ceiling - top,
            # A mark's ink lies in front of its origin: it has no width of its own.
            (x if x > (left + right) / 2 else right) - edge,
            ceiling - bottom, ceiling - y, top - bottom, 0, font, run,
        )
        for text, (left, top, right, bottom, x, y), font, run in shown
    ]  # fmt: skip


def _turned(shown: Iterable[_Shown], frame: Frame) -> list[Glyph]:
    """The glyphs of a page that is shown turned: their boxes as they stand on it."""
    glyphs: list[Glyph] = []
    for text, (left, top, right, bottom, x, y), font, run in shown:
        box = frame.box(left, bottom, right, top)
        baseline = frame.point(x, y)[1]
        glyphs.append(Glyph(text, box.x0, box.top, box.x1, box.bottom, baseline, box.bottom - box.top, 0, font, run))
    return glyphs


def _told_by_fonts(
    page: int, shown: Sequence[int], places: list[tuple[float, ...]], glyphs: Sequence[Glyph],
    said_by_mark: Container[int], programs: Programs,
) -> int:  # fmt: skip
    """Gives doubted and lost glyphs the letters that their fonts draw; says how many stay without one."""
    lacking = calls.map_errors(page, shown)
    doubted = [n for n, (glyph, lacks) in enumerate(zip(glyphs, lacking, strict=True)) if lacks == 1 or glyph.text in _DOUBTED]
    inks = calls.inks(page, [shown[n] for n in doubted])
    named: dict[tuple[int, int], str | None] = {}  # a glyph's number in one font is always the same glyph
    lost = 0
    for position, ink in zip(doubted, inks, strict=True):
        glyph, place = glyphs[position], places[position]
        lacks = lacking[position] == 1 or not glyph.text
        program = programs.of(glyph.font) if glyph.font and glyph.run not in said_by_mark else None
        if lacks:
            number = ord(glyph.text) if glyph.text else calls.unicode_at(page, shown[position])
            asked = glyph.font, number
            if asked not in named:
                named[asked] = program.of_number(number, _shape(ink, place)) if program is not None else None
            lost += _without_a_letter(glyph, number, named[asked], programs, is_number=lacking[position] == 1)
        elif program is not None:
            shared = (position and places[position - 1] == place) or (
                position + 1 < len(places) and places[position + 1] == place
            )
            if shared and _is_one_of_several(position, program, page, shown, places, glyphs):
                continue
            shape = _shape(ink, place)
            glyph.text = program.of_shape(glyph.text, shape) if shape is not None else glyph.text
    return lost


def _without_a_letter(glyph: Glyph, number: int, drawn: str | None, programs: Programs, *, is_number: bool) -> bool:
    """Gives a glyph that the PDF's map has no letter for the one that its font draws; says whether it stays lost.

    What pdfium gives for its letter is the glyph's number then.
    """
    if drawn is not None:
        glyph.text = drawn
        return False
    name = programs.name(glyph.font)
    if is_number and letter_of_number(name, number):
        glyph.text, glyph.unmapped = "", (name, number)
        return False
    glyph.lost = True
    return glyph.x1 > glyph.x0  # one without width may be the ring of a ำ: the repair decides


def _is_one_of_several(
    position: int, program: Program, page: int, shown: Sequence[int], places: Sequence[tuple[float, ...]], glyphs: Sequence[Glyph]
) -> bool:
    """Whether a character is one of those that the PDF's map has for one glyph, and the font told which one it draws.

    They have one place and one outline. A producer that splits a cluster's letters among its glyphs writes
    "่า" for the า of ค่า, and with it for every other า.
    """
    first = last = position
    while first and places[first - 1] == places[position]:
        first -= 1
    while last + 1 < len(places) and places[last + 1] == places[position]:
        last += 1
    inks = calls.inks(page, [shown[n] for n in range(first, last + 1)])
    if first == last or any(ink != inks[0] for ink in inks):
        return False  # letters of their own: marks may stand at one place
    shape = _shape(inks[0], places[position])
    letter = program.of_several("".join(glyphs[n].text for n in range(first, last + 1)), shape) if shape else None
    if letter is None:
        return False
    for other in range(first, last + 1):
        glyphs[other].text = letter if other == first else ""
    return True


def _shape(ink: tuple[float, float, float, float], place: tuple[float, ...]) -> Shape | None:
    left, bottom, right, top = ink
    _, _, _, _, x, y = place
    return shape_of(left - x, bottom - y, right - x, (top - y) / _RAISED)


def _measure_blanks(glyphs: Sequence[Glyph], runs: Iterable[_Run], known: int) -> None:
    """Gives spaces that were set by themselves, the glyphs from `known` on, the size of their line and their width there.

    One that stands on no line is nothing.
    """
    before: Glyph | None = None
    waiting: list[Glyph] = []
    for _, start, end, _ in runs:
        first = glyphs[start]
        if start >= known:
            first.text = ""
            if before is not None and _is_beside(before, first):
                first.text, first.size, first.x1 = " ", before.size, first.x0 + before.size * _SPACE_WIDTH
            waiting.append(first)
            continue
        for blank in waiting:
            if _is_beside(first, blank) and 0 <= (room := first.x0 - blank.x0) < first.size:
                blank.text, blank.size, blank.x1 = " ", first.size, blank.x0 + min(room, first.size * _SPACE_WIDTH)
        before, waiting = glyphs[end - 1], []


def _is_beside(glyph: Glyph, blank: Glyph) -> bool:
    return glyph.size > 0 and abs(glyph.baseline - blank.baseline) <= _SAME_LINE * glyph.size


def _with_actual_text(glyphs: Sequence[Glyph], runs: Iterable[_Run], ends: Mapping[int, float]) -> list[Glyph]:
    """The glyphs in stream order; those under one ActualText become one, with its text."""
    said: list[Glyph] = []
    last_mark = 0
    for _, start, end, mark in runs:
        if mark is None:
            last_mark = 0
            said += [glyph for glyph in glyphs[start:end] if glyph.text or glyph.lost or glyph.unmapped]
            continue
        if mark[0] != last_mark:
            last_mark = mark[0]
            first = glyphs[start]
            first.text, first.actual = mark[1], True
            first.x1 = max(first.x1, ends.get(last_mark, first.x1))
            said.append(first)
            start += 1
        whole = said[-1]
        for glyph in glyphs[start:end]:
            whole.x0, whole.x1 = min(whole.x0, glyph.x0), max(whole.x1, glyph.x1)
    return said
