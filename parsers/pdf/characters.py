"""The glyphs of a page from pdfium's text page, in content order.

Every call into the engine costs as much as ten steps of Python: what can be asked for a page or a run
of characters is not asked for each of its thousands of characters.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from parsers.pdf import calls
from parsers.pdf.content import Glyph
from parsers.pdf.fonts import Program, Programs, Shape, shape_of
from parsers.pdf.lost import whole_letters
from parsers.pdf.marks import are_exchanged, zone_of
from parsers.pdf.objects import MOST_OBJECTS, Actual, Frame
from parsers.thai_text import MARKS, NO_LETTER
from schemas.errors import LimitExceeded

_MOST_CHARACTERS = 400_000  # of one page
_LAST_GENERATED = " "  # pdfium makes spaces and line ends of its own, no other characters
_DOUBTED = MARKS | {"ำ", "", NO_LETTER}  # letters that a producer's map can have wrong, or none
_LEANS = 0.1  # of what lies below the line: a box that begins so far before its glyph may lean
_LETTERS_HEIGHT = 0.6  # of a box above the line
_NEAR_BY = 40  # characters: pdfium gives a raised mark's a line's length away
_BESIDE = 0.25  # of the size: marks of one cluster begin so near each other
_STEPS = 2000  # of a box's height: where a mark's outline begins is measured so exactly
_BLANK = 1e-2  # of the width: pdfium gives what draws nothing hardly a height
_UNSAID = (" ", NO_LETTER)  # of a glyph that no font tells: the repair takes them for the ring of a ำ, or counts them
_NO_LETTERS = ("", *_UNSAID)  # a space without width is what a producer says of a mark that it has no letter for
_RAISED = 65 / 64  # pdfium gives the top of an outline so much higher than it is

_Mark = tuple[int, str]  # its address, and the ActualText that it gives
_Run = tuple[int, int, int, _Mark | None]  # its place in the content stream, its first glyph, its end, the mark over it
_Shown = tuple[str, tuple[float, ...], int, int]  # letter, `calls.place`, font, place in the content stream
_by_stream = itemgetter(0)


def read_glyphs(
    text_page: Any, frame: Frame, actual: Actual, number: int, programs: Programs
) -> tuple[list[Glyph], int]:  # an opaque handle
    """Glyphs in content order, and how many have no letter in their font's map. Raises `LimitExceeded`."""
    page = ctypes.cast(text_page, ctypes.c_void_p).value or 0
    count = calls.character_count(page)
    if count > _MOST_CHARACTERS:
        raise LimitExceeded(f"Page {number} has {count:,} characters; the limit is {_MOST_CHARACTERS:,}.")
    letters = whole_letters(calls.letters(page, count))
    shown = [index for index, letter in enumerate(letters) if letter > _LAST_GENERATED or not calls.is_generated(page, index)]
    runs: list[_Run] = []
    fonts: list[int] = []
    orders: list[int] = []
    spans: list[tuple[int, int, int]] = []
    for start, end, item in _runs(page, shown):
        order = actual.order.get(item, MOST_OBJECTS)
        spans.append((start, end, item))
        font = (calls.text_font(item) or 0) if item else 0
        mark = actual.of_object.get(item)
        if mark is not None and not mark[1] and all(letters[index] in ("", NO_LETTER) for index in shown[start:end]):
            mark = None  # nothing is hidden: a converter that knows no letter for a glyph says so
        runs.append((order, start, end, mark))
        fonts += [font] * (end - start)
        orders += [order] * (end - start)
    places = calls.places(page, shown)
    said = zip([letters[index] for index in shown], places, fonts, orders, strict=True)
    glyphs = _turned(said, frame) if frame.rotation else _upright(said, frame)
    for start, end, item in spans:
        left, _, _, bottom, x, y = places[start]
        if x - left > _LEANS * (y - bottom) and not frame.rotation and (slant := _slant(item)):
            _set_upright(glyphs[start:end], places[start:end], slant, frame.left)
            if mark := actual.of_object.get(item):
                actual.ends[mark[0]] -= slant * (places[start][1] - y) * _LETTERS_HEIGHT
    said_by_mark = {order: mark[1] for order, _, _, mark in runs if mark is not None}
    lost = _told_by_fonts(page, shown, places, glyphs, said_by_mark, programs)
    runs.sort(key=_by_stream)  # it keeps the order inside a run
    if actual.of_object:
        return _with_actual_text(glyphs, runs, actual.ends), lost
    return [glyph for _, start, end, _ in runs for glyph in glyphs[start:end] if glyph.text or glyph.lost], lost


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


def _slant(item: int) -> float:
    """How far a text leans to the right by its height, 0 where it does not: an italic that its font does not have."""
    a, b, c, d, _, _ = calls.matrix(item)
    return c / d if b == 0 and a > 0 and d > 0 and c > 0 else 0.0


def _set_upright(glyphs: Iterable[Glyph], places: Iterable[tuple[float, ...]], slant: float, edge: float) -> None:
    """Gives leaning glyphs the widths of upright ones: a leaning one's box ends over the next."""
    for glyph, (left, top, right, bottom, x, y) in zip(glyphs, places, strict=True):
        left, right = left + slant * (y - bottom), right - slant * (top - y)
        glyph.x1 = (x if x > (left + right) / 2 else max(right, x)) - edge


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
    said_by_mark: Mapping[int, str], programs: Programs,
) -> int:  # fmt: skip
    """Gives doubted and lost glyphs the letters that their fonts draw; says how many stay without one."""
    lacking = calls.map_errors(page, shown)
    lost = 0
    taught: set[int] = set()
    exchanged: dict[int, str] = {}
    doubted = [
        n
        for n, glyph in enumerate(glyphs)
        if glyph.text in _DOUBTED or lacking[n] == 1 or (glyph.text == " " and glyph.x1 <= glyph.x0)
    ]
    for position in doubted:
        glyph, lacks = glyphs[position], lacking[position] == 1 or glyphs[position].text in _NO_LETTERS
        program = programs.of(glyph.font) if glyph.font and glyph.run not in said_by_mark else None
        if program is not None and not program.letters and glyph.font not in taught:
            taught.add(glyph.font)
            _teach(program, page, shown, places, [(n, glyphs[n].text) for n in doubted if glyphs[n].font == glyph.font])
        if program is not None and not lacks and not program.is_doubted:
            continue
        beside = places[position - 1 : position] + places[position + 1 : position + 2]
        shared = program is not None and places[position] in beside
        if program is not None and shared and _is_one_of_several(position, program, page, shown, places, glyphs):
            continue
        if program is not None:
            shape = _outline(page, shown[position], places[position][4:])
            other = _exchanged(position, shape, page, shown, places, glyphs, said_by_mark) if not program.letters else None
            if other is not None:
                exchanged[position] = glyphs[other].text if glyphs[other].run not in said_by_mark else glyph.text
                continue
            lacks = _as_drawn(glyph, program, page, shown[position], shape, lacks=lacks)
        if lacks and glyph.text not in _UNSAID:
            glyph.lost = True
            lost += glyph.x1 > glyph.x0  # one without width may be the ring of a ำ: the repair decides
    for position, letter in exchanged.items():
        glyphs[position].text = letter
    return lost


def _teach(
    program: Program, page: int, shown: Sequence[int], places: Sequence[tuple[float, ...]], said: Iterable[tuple[int, str]]
) -> None:
    """Shows a font that names no letters how the PDF's map says that its marks are drawn.

    A mark's box begins where its outline does: one that was seen so is not measured again.
    """
    seen = program.seen
    for position, letter in said:
        left, top, _, bottom, x, _ = places[position]
        looks = letter, int((x - left) / max(top - bottom, _BLANK) * _STEPS)
        if looks in seen or letter in _NO_LETTERS:
            continue
        seen.add(looks)
        shape = _outline(page, shown[position], places[position][4:])
        if shape is not None:
            program.teach(letter, shape)


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
    ink = calls.ink(page, shown[position]) if first < last else None
    if ink is None or any(calls.ink(page, shown[other]) != ink for other in range(first, last + 1)):
        return False  # letters of their own: marks may stand at one place
    shape = _shape(ink, places[position][4:])
    letter = program.of_several("".join(glyphs[n].text for n in range(first, last + 1)), shape) if shape else None
    if letter is None:
        return False
    for other in range(first, last + 1):
        glyphs[other].text = letter if other == first else ""
    return True


def _shape(ink: tuple[float, float, float, float], origin: tuple[float, ...]) -> Shape | None:
    left, bottom, right, top = ink
    x, y = origin
    return shape_of(left - x, bottom - y, right - x, (top - y) / _RAISED)


def _exchanged(
    position: int, shape: Shape | None, page: int, shown: Sequence[int], places: Sequence[tuple[float, ...]],
    glyphs: Sequence[Glyph], said_by_mark: Mapping[int, str],
) -> int | None:  # fmt: skip
    """The glyph beside a mark whose letter the mark's is, and the other way round; `None` where there is none.

    pdfium's order is not the stream's: it is looked for among the characters near by.
    """
    glyph = glyphs[position]
    zone = zone_of(*shape[1:]) if shape is not None else None
    if glyph.text not in MARKS or zone is None or glyph.text in zone:
        return None
    for beside in range(max(position - _NEAR_BY, 0), min(position + _NEAR_BY + 1, len(glyphs))):
        said = said_by_mark.get(glyphs[beside].run, glyphs[beside].text)
        if said not in zone or abs(glyphs[beside].x0 - glyph.x0) > _BESIDE * glyph.size:
            continue
        other = _outline(page, shown[beside], places[beside][4:])
        if other is not None and are_exchanged(glyph.text, zone, said, zone_of(*other[1:])):
            return beside
    return None


def _outline(page: int, index: int, origin: tuple[float, ...]) -> Shape | None:
    ink = calls.ink(page, index)
    return _shape(ink, origin) if ink is not None else None


def _as_drawn(glyph: Glyph, program: Program, page: int, index: int, shape: Shape | None, *, lacks: bool) -> bool:
    """Gives a glyph the letters that its font draws; says whether it still has none.

    Where the PDF's map `lacks` its letter, what pdfium gives for one is the glyph's number.
    """
    if shape is None:
        return lacks
    if not lacks:
        letters = program.of_shape(glyph.text, shape)
    elif shape[2] - shape[1] < _BLANK:
        letters = " "
    else:
        number = calls.unicode_at(page, index)
        letters = program.of_number(number, shape) or program.of_outline(shape)
        if letters is None and glyph.x1 <= glyph.x0:  # a mark has no width, a bullet has
            letters = program.mark("", shape, number)
    glyph.text = glyph.text if letters is None else letters
    return letters is None


def _with_actual_text(glyphs: Sequence[Glyph], runs: Iterable[_Run], ends: Mapping[int, float]) -> list[Glyph]:
    """The glyphs in stream order; those under one ActualText become one, with its text."""
    said: list[Glyph] = []
    last_mark = 0
    for _, start, end, mark in runs:
        if mark is None:
            last_mark = 0
            said += [glyph for glyph in glyphs[start:end] if glyph.text or glyph.lost]
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
