"""The glyphs of a page from pdfium's text page, in content order.

Every call into the engine costs as much as ten steps of Python: what can be asked for a page or a run
of characters is not asked for each of its thousands of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, islice, pairwise, repeat
from operator import itemgetter, ne
from typing import Any

from parsers.pdf import calls
from parsers.pdf.content import Glyph
from parsers.pdf.drawn import Outlined, told_by_fonts
from parsers.pdf.fonts import Programs
from parsers.pdf.lost import whole_letters
from parsers.pdf.objects import MOST_OBJECTS, Actual, Frame
from parsers.thai_text import NO_LETTER
from schemas.errors import LimitExceeded

_MOST_CHARACTERS = 400_000  # of one page
_SPACE_WIDTH = 0.25  # of the size, where nothing behind it tells
_SAME_LINE = 0.1  # of the size: a space set by itself stands on its line's own baseline
_MAY_BE_GENERATED = re.compile("[\0- ]")  # pdfium makes spaces and line ends of its own, no other characters
_NO_LETTERS = calls.NONE + NO_LETTER
_LEANS = 0.1  # of what lies below the line: a box that begins so far before its glyph may lean
_WORD, _ENOUGH_WORDS = 3, 60  # glyphs of one object that tell its direction, and objects that tell the page's
_SAMPLE = 64  # characters that tell whether text objects show one or two each, or whole lines
_LETTERS_HEIGHT = 0.6  # of a box above the line

_Mark = tuple[int, str]  # its address, and the ActualText that it gives
_Run = tuple[int, int, int, _Mark | None]  # its place in the content stream, its first glyph, its end, the mark over it
_Span = tuple[int, int, int]  # the first character of a text object, the one behind its last, its address
_by_stream = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Characters:
    """Glyphs in content order, how many have no letter in their font's map, whether most are not read to the right, and whether any may lack its letter."""

    glyphs: list[Glyph]
    lost: int
    are_turned: bool
    lacks: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What pdfium's text page says: which of its characters the PDF shows, their letters, and the text objects that show them."""

    page: calls.Handle
    shown: Sequence[int]
    letters: str
    spans: list[_Span]
    objects: frozenset[int]


NOTHING = Said(None, (), "", [], frozenset())


def read_text(text_page: Any, number: int) -> Said:  # an opaque handle
    """The characters of a page, as letters alone. Raises `LimitExceeded`."""
    page = calls.handle(text_page)
    count = calls.character_count(page)
    if count > _MOST_CHARACTERS:
        raise LimitExceeded(f"Page {number} has {count:,} characters; the limit is {_MOST_CHARACTERS:,}.")
    said = whole_letters(calls.letters(page, count))
    shown, letters = _shown(page, said)
    spans = _spans(page, shown)
    return Said(page, shown, letters, spans, frozenset([item for _, _, item in spans]))


def read_glyphs(said: Said, frame: Frame, actual: Actual, programs: Programs) -> Characters:
    """The characters of a page with their places."""
    page, shown, letters, spans = said.page, said.shown, said.letters, said.spans
    lengths = [end - start for start, end, _ in spans]
    items = [item for _, _, item in spans]
    orders = [actual.order.get(item, MOST_OBJECTS) for item in items]
    fonts = [calls.text_font(item) or 0 if item else 0 for item in items]
    marks = _marks(said, actual)
    runs = [(order, start, end, marks.get(start)) for order, (start, end, _) in zip(orders, spans, strict=True)]
    lacking = calls.map_errors(page, shown)
    places = calls.places(page, shown) if not frame.rotation else _turned(calls.places(page, shown), frame)
    glyphs = _glyphs(letters, places, _for_each(fonts, lengths), _for_each(orders, lengths), frame)
    leaning = {} if frame.rotation else _stood_up(glyphs, spans, places, frame.left, actual)
    said_by_mark = {order: mark[1] for order, _, _, mark in runs if mark is not None}
    lost, lacks = told_by_fonts(Outlined(page, shown, places, frame), glyphs, letters, lacking, said_by_mark, programs)
    are_turned = _are_turned(spans, places)
    unseen = actual.unseen(said.objects)
    programs.look_at({*fonts, *map(calls.text_font, unseen)})
    _add_blanks(glyphs, runs, actual.blanks(unseen, frame))
    if actual.of_object:
        ends = actual.ends(said.objects, frame)
        said_again = _with_actual_text(glyphs, runs, {mark: end - leaning.get(mark, 0.0) for mark, end in ends.items()})
        return Characters(said_again, lost, are_turned, lacks or any(NO_LETTER in mark for mark in said_by_mark.values()))
    return Characters(_in_order(glyphs, runs), lost, are_turned, lacks)


def _marks(said: Said, actual: Actual) -> dict[int, _Mark]:
    """By its first character, the ActualText over a text object."""
    found: dict[int, _Mark] = {}
    for start, end, item in said.spans if actual.of_object else ():
        mark = actual.of_object.get(item)
        if mark is not None and (mark[1] or said.letters[start:end].strip(_NO_LETTERS)):
            found[start] = mark  # else nothing is hidden: a converter that knows no letter for a glyph says so
    return found


def _for_each(values: Iterable[int], lengths: Iterable[int]) -> Iterable[int]:
    """What is known of text objects, for each of their characters."""
    return chain.from_iterable(map(repeat, values, lengths))


def _shown(page: calls.Handle, said: str) -> tuple[Sequence[int], str]:
    """The characters that the PDF shows, less spaces and line ends that pdfium made; and their letters."""
    made = calls.generated(page, [found.start() for found in _MAY_BE_GENERATED.finditer(said)])
    if not made:
        return range(len(said)), said
    is_shown = bytearray(b"\1") * len(said)
    for index in made:
        is_shown[index] = 0
    return list(compress(range(len(said)), is_shown)), "".join(compress(said, is_shown))


def _add_blanks(glyphs: list[Glyph], runs: list[_Run], blanks: Iterable[tuple[int, float, float]]) -> None:
    """Brings the runs in stream order, with the spaces among them that were set by themselves."""
    known = len(glyphs)
    for order, x, y in blanks:
        runs.append((order, len(glyphs), len(glyphs) + 1, None))
        glyphs.append(Glyph(" ", x, y, x, y, y, 0.0))
    runs.sort(key=_by_stream)  # it keeps the order inside a run
    if len(glyphs) > known:
        _measure_blanks(glyphs, runs, known)


def _spans(page: calls.Handle, shown: Sequence[int]) -> list[_Span]:
    """The characters that one text object shows; they stand together."""
    first = list(map(calls.text_object, repeat(page), shown[:_SAMPLE]))
    if 2 * sum(map(ne, first, first[1:])) < len(first):
        return list(_long_spans(page, shown))
    objects = first + list(map(calls.text_object, repeat(page), shown[_SAMPLE:]))
    starts = [0, *compress(range(1, len(objects)), map(ne, objects, objects[1:]))] if objects else []
    return [(start, end, objects[start] or 0) for start, end in pairwise([*starts, len(objects)])]


def _long_spans(page: calls.Handle, shown: Sequence[int]) -> Iterator[_Span]:
    """Spans of many characters, which are walked through in ever longer strides."""
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


def _glyphs(
    letters: str, places: Iterable[calls.Place], fonts: Iterable[int], orders: Iterable[int], frame: Frame
) -> list[Glyph]:
    edge, ceiling = (frame.left, frame.height + frame.bottom) if not frame.rotation else (0.0, frame.height)
    said: Iterable[str] = letters
    if calls.NONE in letters:
        said = ["" if letter == calls.NONE else letter for letter in letters]
    return [
        Glyph(
            text, x - edge, ceiling - top,
            # A mark's ink lies in front of its origin: it has no width of its own.
            (x if x > (left + right) / 2 else right) - edge,
            ceiling - bottom, ceiling - y, top - bottom, 0, font, run,
        )
        for text, (left, top, right, bottom, x, y), font, run in zip(said, places, fonts, orders, strict=True)
    ]  # fmt: skip


def _stood_up(
    glyphs: Sequence[Glyph], spans: Iterable[_Span], places: Sequence[calls.Place], edge: float, actual: Actual
) -> dict[int, float]:  # fmt: skip
    """Gives leaning glyphs the widths of upright ones; by ActualText's mark, how far what lies under it leans over its end."""
    found: dict[int, float] = {}
    for start, end, item in spans:
        left, top, _, bottom, x, y = places[start]
        if x - left > _LEANS * (y - bottom) and (slant := _slant(item)):
            _set_upright(glyphs[start:end], places[start:end], slant, edge)
            if mark := actual.of_object.get(item):
                found[mark[0]] = slant * (top - y) * _LETTERS_HEIGHT
    return found


def _slant(item: int) -> float:
    """How far a text leans to the right by its height, 0 where it does not: an italic that its font does not have."""
    a, b, c, d, _, _ = calls.matrix(item)
    return c / d if b == 0 and a > 0 and d > 0 and c > 0 else 0.0


def _set_upright(glyphs: Iterable[Glyph], places: Iterable[calls.Place], slant: float, edge: float) -> None:
    """Gives leaning glyphs the widths of upright ones: a leaning one's box ends over the next."""
    for glyph, (left, top, right, bottom, x, y) in zip(glyphs, places, strict=True):
        left, right = left + slant * (y - bottom), right - slant * (top - y)
        glyph.x1 = (x if x > (left + right) / 2 else max(right, x)) - edge


def _turned(places: Iterable[calls.Place], frame: Frame) -> list[calls.Place]:
    """The places of a page that is shown turned, as if it were drawn upright."""
    turned: list[calls.Place] = []
    for left, top, right, bottom, x, y in places:
        x0, y0, x1, y1 = frame.upright(left, bottom, right, top)
        across, down = frame.point(x, y)
        turned.append((x0, y1, x1, y0, across, frame.height - down))
    return turned


def _are_turned(spans: Iterable[_Span], places: Sequence[calls.Place]) -> bool:
    """Whether words on the page as it is shown run down, up or to the left: it lies on its side or head."""
    rightwards = others = 0.0
    long = ((start, end) for start, end, _ in spans if end - start >= _WORD)
    for start, end in islice(long, _ENOUGH_WORDS):
        (x0, y0), (x1, y1) = places[start][4:], places[end - 1][4:]
        if x1 - x0 > abs(y1 - y0):
            rightwards += x1 - x0
        else:
            others += max(x0 - x1, abs(y1 - y0))
    return others > rightwards


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


def _in_order(glyphs: list[Glyph], runs: Sequence[_Run]) -> list[Glyph]:
    """The glyphs of runs that were brought in stream order: on most pages they are already."""
    if all(above[2] == below[1] for above, below in pairwise(runs)):
        return glyphs
    return [glyph for _, start, end, _ in runs for glyph in glyphs[start:end]]


def _with_actual_text(glyphs: Sequence[Glyph], runs: Iterable[_Run], ends: Mapping[int, float]) -> list[Glyph]:
    """The glyphs in stream order; those under one ActualText become one, with its text."""
    said: list[Glyph] = []
    last_mark = 0
    for _, start, end, mark in runs:
        if mark is None:
            last_mark = 0
            said += glyphs[start:end]
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
