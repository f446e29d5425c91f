"""Walks a page's objects in content order: paths become rules and fills, marks give ActualText."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import compress, pairwise, repeat
from itertools import count as count_from
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf import calls
from parsers.pdf.content import actual_text
from parsers.pdf.paths import Shapes, add_bar, add_drawing, add_rectangle, add_segment
from schemas.document import Box
from schemas.errors import LimitExceeded

# As pdfium's own names, which are looked up for every object.
_TEXT, _PATH, _FORM = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM
_IMAGE = pdfium.FPDF_PAGEOBJ_IMAGE
_NO_FILL, _MOVE = pdfium.FPDF_FILLMODE_NONE, pdfium.FPDF_SEGMENT_MOVETO
_ACTUAL_TEXT = b"ActualText"
_MOST_DEPTH = 12  # forms inside forms; a report nests two or three
MOST_OBJECTS = 400_000  # objects of one page: more is a drawing, or an attack
_RECTANGLE = 5  # segments of a path with one rectangle
_FAR = 1e9  # points: left of any page
_NOTHING = 0.01  # points: the width and height of what is not drawn
_BAR = 1.2  # points: so thin that every corner of an outline lies at a side of its box
_LONG_PATH = 4096  # segments of one path beyond which only its box counts


_Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Frame:
    """How pdfium's page coordinates become points from the top left corner of the shown page."""

    left: float
    bottom: float
    width: float
    height: float
    rotation: int
    matrix: _Matrix = field(init=False)  # what `point` does

    def __post_init__(self) -> None:
        e, f = self.point(0.0, 0.0)
        (a, b), (c, d) = self.point(1.0, 0.0), self.point(0.0, 1.0)
        self.matrix = round(a - e), round(b - f), round(c - e), round(d - f), e, f

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of pdfium's page as one of the shown page."""
        u, v = x - self.left, y - self.bottom
        if self.rotation == 1:
            return v, u
        if self.rotation == 2:
            return self.width - u, v
        if self.rotation == 3:
            return self.width - v, self.height - u
        return u, self.height - v

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of pdfium's page as one of the shown page."""
        if not self.rotation:
            ceiling = self.height + self.bottom
            return Box(left - self.left, ceiling - top, right - self.left, ceiling - bottom)
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def upright(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A rectangle of pdfium's page as one of the shown page, measured upwards from its foot: left, bottom, right, top."""
        box = self.box(left, bottom, right, top)
        return box.x0, self.height - box.bottom, box.x1, self.height - box.top


@dataclass(slots=True)
class Actual:
    """By the address of a text object: its place in the content stream, and the ActualText over it.

    pdfium's text page orders characters by where they stand; marks need the stream's own order.
    """

    order: dict[int, int] = field(default_factory=dict)
    of_object: dict[int, tuple[int, str]] = field(default_factory=dict)
    inside: dict[int, _Matrix] = field(default_factory=dict)  # of objects in forms: how their points become the page's

    def ends(self, shown: AbstractSet[int], frame: Frame) -> dict[int, float]:
        """By mark, where those of its objects end that pdfium's text page has no characters for: all but the first."""
        found: dict[int, float] = {}
        for item in self.of_object.keys() - shown:
            mark, _ = self.of_object[item]
            end = _right_edge(item, frame, self.inside.get(item))
            if end is not None and end > found.get(mark, -_FAR):
                found[mark] = end
        return found

    def unseen(self, shown: AbstractSet[int]) -> AbstractSet[int]:
        """The text objects that pdfium's text page has no characters for, and no ActualText says."""
        return self.order.keys() - shown - self.of_object.keys()

    def blanks(self, unseen: Iterable[int], frame: Frame) -> Iterator[tuple[int, float, float]]:
        """Place in the stream, x and baseline of those `unseen` objects that draw nothing: a space that a producer set by itself."""
        for item in unseen:
            box = _bounds(item, frame, self.inside.get(item))
            if box is not None and box.x1 - box.x0 <= _NOTHING and box.bottom - box.top <= _NOTHING:
                yield self.order[item], box.x0, box.bottom


def read_objects(page: Any, frame: Frame, number: int, texts: Container[int] = ()) -> tuple[Shapes, Actual]:  # an opaque handle
    """The rules, fills and images of a page, and the ActualText over its text objects, of which `texts` are known. Raises `LimitExceeded`."""
    shapes, actual = Shapes(), Actual()
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MOST_OBJECTS:
        raise LimitExceeded(f"Page {number} has {count:,} objects; the limit is {MOST_OBJECTS:,}.")
    items = map(calls.page_object, repeat(calls.handle(page)), range(count))
    _objects(items, count, frame, None, shapes, actual, texts, {}, 0, [MOST_OBJECTS])
    return shapes, actual


def _objects(
    items: Iterable[int], count: int, frame: Frame, matrix: _Matrix | None, shapes: Shapes, actual: Actual,
    known: Container[int], texts: dict[int, str], depth: int, budget: list[int],
) -> None:  # fmt: skip
    budget[0] -= max(count, 0)
    if budget[0] < 0 or depth > _MOST_DEPTH:
        raise LimitExceeded(f"A page has more than {MOST_OBJECTS:,} objects, or forms nested deeper than {_MOST_DEPTH}.")
    onto = frame.matrix if matrix is None else _product(matrix, frame.matrix)
    waiting: list[int] = []  # text objects, which are looked at together: a page has a thousand
    for item in items:
        kind = _TEXT if item in known else calls.object_type(item)
        if kind == _TEXT:
            waiting.append(item)
        elif kind == _PATH:
            _path(item, frame, matrix, onto, shapes)
        elif kind == _IMAGE:
            box = _bounds(item, frame, matrix)
            if box is not None:
                shapes.images.append(box)
        elif kind == _FORM:
            _texts(waiting, matrix, actual, texts)
            waiting = []
            inner, held = _product(calls.matrix(item), matrix), calls.form_count(item)
            inside = map(calls.form_object, repeat(item), range(held))
            _objects(inside, held, frame, inner, shapes, actual, known, texts, depth + 1, budget)
    _texts(waiting, matrix, actual, texts)


def _texts(items: Sequence[int], matrix: _Matrix | None, actual: Actual, texts: dict[int, str]) -> None:
    """Notes text objects in the stream's order, with the ActualText over them; `texts` are the marks that were asked already."""
    actual.order.update(zip(items, count_from(len(actual.order))))
    if matrix is not None:
        actual.inside.update(dict.fromkeys(items, matrix))
    counts = list(map(calls.mark_count, items))
    marked = list(compress(items, counts))
    # Most objects of a tagged page have one mark, and it says nothing.
    for item, count, first in zip(marked, filter(None, counts), map(calls.mark_at, marked, repeat(0)), strict=True):
        mark = first
        for index in range(1, count + 1):
            text = texts.get(mark)
            if text is None:
                text = texts[mark] = _actual_text(mark)
            if text != _NO_ACTUAL_TEXT:
                actual.of_object[item] = mark, text
                break
            if index < count:
                mark = calls.mark_at(item, index)


_NO_ACTUAL_TEXT = "\0"  # told from an empty ActualText, which hides its glyphs


def _actual_text(mark: int) -> str:
    # pdfium's string call takes UTF-16 apart into single bytes; the blob call gives them as they stand.
    data = calls.blob(mark, _ACTUAL_TEXT)
    if data is None:
        return _NO_ACTUAL_TEXT
    return actual_text(data)


def _product(inner: _Matrix, outer: _Matrix | None) -> _Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    a2, b2, c2, d2, e2, f2 = outer
    return (
        a * a2 + b * c2, a * b2 + b * d2, c * a2 + d * c2, c * b2 + d * d2,
        e * a2 + f * c2 + e2, e * b2 + f * d2 + f2,
    )  # fmt: skip


def _right_edge(item: int, frame: Frame, matrix: _Matrix | None) -> float | None:
    if matrix is None and not frame.rotation:  # as on nearly every page: no need for the whole box
        edges = calls.bounds(item)
        return edges if edges is None else edges[2] - frame.left
    box = _bounds(item, frame, matrix)
    return box.x1 if box is not None else None


def _bounds(item: int, frame: Frame, matrix: _Matrix | None) -> Box | None:
    edges = calls.bounds(item)
    if edges is None:
        return None
    left, bottom, right, top = edges
    if matrix is not None:
        corners = [_moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    return frame.box(left, bottom, right, top)


def _moved(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _path(item: int, frame: Frame, matrix: _Matrix | None, onto: _Matrix, shapes: Shapes) -> None:
    mode = calls.draw_mode(item)
    if mode is None:
        return
    filled = mode[0] != _NO_FILL and calls.is_seen(calls.fill_color, item)
    stroked = mode[1] != 0 and calls.is_seen(calls.stroke_color, item)
    if not filled and not stroked:
        return
    count = calls.path_length(item)
    if filled and count > _RECTANGLE and (box := _bounds(item, frame, matrix)) is not None:
        add_drawing(shapes, box, count)
    if count > _LONG_PATH:
        return
    if not stroked and count <= _RECTANGLE and _is_bar(item, frame, matrix, shapes):
        return
    onto_page = _product(calls.matrix(item), onto)
    if count == 2:  # a line, as most paths of a table: nothing to ask of its two ends
        if stroked:
            start, end = (_moved(onto_page, *calls.corner(calls.path_segment(item, index))) for index in (0, 1))
            add_segment(shapes, start, end)
        return
    for points in _subpaths(item, count, onto_page):
        if filled:
            add_rectangle(shapes, points, filled=True)
        if stroked:
            for start, end in pairwise(points):
                add_segment(shapes, start, end)


def _is_bar(item: int, frame: Frame, matrix: _Matrix | None, shapes: Shapes) -> bool:
    """Files the fill of one thin bar, told by its box alone: most borders of an office program are such."""
    box = _bounds(item, frame, matrix)
    if box is None or (box.x1 - box.x0 > _BAR and box.bottom - box.top > _BAR):
        return False
    add_bar(shapes, box)
    return True


def _subpaths(item: int, count: int, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = calls.path_segment(item, index)
        point = _moved(matrix, *calls.corner(segment))
        if calls.segment_type(segment) == _MOVE:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if calls.segment_closes(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points
