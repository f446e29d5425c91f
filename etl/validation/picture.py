"""Draws the place of a finding: the lines of a text file around it, or its regions of PDF pages as SVG."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from etl.validation.marks import Mark, Pieces, holds, pieces, shortened
from schemas.document import Box, Cell, Document, Line, Page, Place

_LINES_AROUND = 1  # lines of a text file shown above and below
_REGION_AROUND = 60.0  # points of the page shown above and below the marked cells
_TALLEST_REGION = 320.0
_MOST_REGIONS = 3  # a total and its rows may stand on many pages; more pictures prove no more
_LEAST_SHOWN = 8.0  # points of a cell cut by the picture's edge; less is a slice of letters
_LEAST_WIDTH = 0.7  # of the page: a short line alone is not blown up
_MARGIN = 8.0  # points left and right of what stands in the region
_AIR, _RULE = 3.0, 0.6  # points above and below it: of free paper, and of a line between rows
_FONT_SHARE = 0.72  # of a line's height
_LARGEST, _SMALLEST = 9.0, 4.0  # points of the letters in a cell
_LETTER, _LEADING = 0.56, 1.3  # a letter's width and a line's height, in font sizes
_PADDING = 3.0  # left and right of a cell's words together
_MOST_PHOTOGRAPHS = 80  # in one report: about a megabyte; what follows is drawn from what was read

Photograph = Callable[[Page, Box], bytes | None]  # the PNG of a box of a page


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text file as the picture shows it: its cells in pieces, each marked or not."""

    number: int
    cells: tuple[Pieces, ...]
    marked: bool


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a PDF page as an SVG."""

    page: int
    svg: str


class Places:
    """What stands where in a document, ready to be drawn around any place.

    With `photograph`, a region of a PDF is the page as it is printed; without, what was read of it.
    """

    def __init__(self, document: Document, photograph: Photograph | None = None) -> None:
        self._photograph = photograph
        self._photographs_left = _MOST_PHOTOGRAPHS
        self._pages = {page.number: page for page in document.pages}
        self._lines: dict[int, tuple[str, ...]] = {}
        if document.reader == "text":
            for block in document.blocks:
                if isinstance(block, Line):
                    self._add(block.place, (block.text,))
                else:
                    for row in block.rows:
                        for cell in row:
                            self._add(cell.place, (cell.text,))
        self._numbers = sorted(self._lines)

    def _add(self, place: Place, texts: tuple[str, ...]) -> None:
        if place.line is not None:
            self._lines[place.line] = (*self._lines.get(place.line, ()), *texts)

    def lines(self, marks: Iterable[Mark]) -> tuple[TextLine, ...]:
        """The lines of a text file where the marks stand, with those around the first."""
        marked: dict[int, list[Mark]] = {}
        for mark in marks:
            if mark.place.line is not None:
                marked.setdefault(mark.place.line, []).append(mark)
        if not marked:
            return ()
        shown = set(marked)
        first = next(iter(marked))
        position = next((i for i, number in enumerate(self._numbers) if number >= first), 0)
        shown.update(self._numbers[max(0, position - _LINES_AROUND) : position + _LINES_AROUND + 1])
        return tuple(self._line(number, marked.get(number, [])) for number in sorted(shown))

    def _line(self, number: int, marks: Sequence[Mark]) -> TextLine:
        texts = self._lines.get(number, ())
        printed = [mark.printed for mark in marks if mark.printed and any(holds(text, mark.printed) for text in texts)]
        if not printed:  # no number to point at: the words themselves
            printed = [word for mark in marks for word in mark.words.split("\t") if word]
        return TextLine(number, tuple(pieces(text, printed) for text in texts), bool(marks))

    def regions(self, marks: Sequence[Mark], *, as_printed: bool = True) -> tuple[Region, ...]:
        """SVGs of the pages around the marked cells, the first mark's first.

        Not `as_printed`: drawn from what was read, for findings that hardly anyone opens.
        """
        drawn: list[Region] = []
        waiting = [mark for mark in marks if mark.place.box is not None and mark.place.page in self._pages]
        while waiting and len(drawn) < _MOST_REGIONS:
            page = self._pages[waiting[0].place.page or 0]
            near, waiting = _near_the_first(waiting)
            boxes = [box for mark in near for box in _marked(page, mark)]
            drawn.append(Region(page.number, self._svg(page, boxes, as_printed=as_printed)))
        return tuple(drawn)

    def _svg(self, page: Page, boxes: Sequence[Box], *, as_printed: bool) -> str:
        view = _view(page, boxes)
        png = None
        if as_printed and self._photograph is not None and self._photographs_left:
            self._photographs_left -= 1
            png = self._photograph(page, view)
        return _printed(page, boxes, view, png) if png is not None else _redrawn(page, boxes, view)


def _near_the_first(marks: Sequence[Mark]) -> tuple[list[Mark], list[Mark]]:
    """The marks that one picture can show with the first of them, and the others."""
    first = marks[0].place
    assert first.box is not None  # only marks with a box are drawn
    near: list[Mark] = []
    others: list[Mark] = []
    for mark in marks:
        box = mark.place.box
        fits = (
            mark.place.page == first.page
            and box is not None
            and box.union(first.box).bottom - box.union(first.box).top < _TALLEST_REGION / 2
        )
        (near if fits else others).append(mark)
    return (near, others) if near else ([marks[0]], list(marks[1:]))


def _marked(page: Page, mark: Mark) -> list[Box]:
    """The cells inside a mark's place that hold its number; the whole place where none does."""
    box = mark.place.box
    assert box is not None  # only marks with a box are drawn
    cells = [cell for cell in _cells(page) if cell.place.box is not None and _inside(cell.place.box, box)]
    found = [cell.place.box for cell in cells if cell.place.box is not None and mark.printed and holds(cell.text, mark.printed)]
    return found or [box]


def _inside(box: Box, other: Box) -> bool:
    """Whether the middle of a box lies in another."""
    across, down = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return other.x0 <= across <= other.x1 and other.top <= down <= other.bottom


def _cells(page: Page) -> Iterator[Cell]:
    return (cell for table in page.tables for row in table.rows for cell in row)


def _opened(page: Page, view: Box, kind: str) -> str:
    return (
        f'<svg class="region {kind}" viewBox="{view.x0:.1f} {view.top:.1f} {view.x1 - view.x0:.1f} {view.bottom - view.top:.1f}" '
        f'role="img" aria-label="หน้า {page.number} · page {page.number}">'
    )


def _printed(page: Page, boxes: Sequence[Box], view: Box, png: bytes) -> str:
    """The page as it is printed, the marks over it."""
    shown = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    size = f'width="{view.x1 - view.x0:.1f}" height="{view.bottom - view.top:.1f}"'
    image = f'<image x="{view.x0:.1f}" y="{view.top:.1f}" {size} preserveAspectRatio="none" href="{shown}"/>'
    marks = (_rectangle(box, "mark") for box in dict.fromkeys(boxes))
    return "".join((_opened(page, view, "printed"), image, *marks, "</svg>"))


def _redrawn(page: Page, boxes: Sequence[Box], view: Box) -> str:
    """The page as it was read."""
    cells = [(cell, cell.place.box) for cell in _cells(page) if cell.place.box is not None]
    lines = [(line, line.place.box) for line in page.lines if line.place.box is not None]
    parts = [_opened(page, view, "redrawn"), _rectangle(view, "paper")]
    parts.extend(_rectangle(box, "mark") for box in dict.fromkeys(boxes))
    for cell, box in cells:
        if box.bottom > view.top and box.top < view.bottom:
            parts.append(_rectangle(box, "cell"))
            if cell.text and min(box.bottom, view.bottom) - max(box.top, view.top) >= _LEAST_SHOWN:
                parts.append(_cell_text(cell, box))
    for line, box in lines:
        if box.top >= view.top - 1 and box.bottom <= view.bottom + 1:
            parts.append(_text(line.text, box))
    parts.append("</svg>")
    return "".join(parts)


def _view(page: Page, boxes: Sequence[Box]) -> Box:
    """What is shown of a page: whole rows and lines around the marks, no margins."""
    standing = [cell.place.box for cell in _cells(page) if cell.place.box is not None]
    standing += [line.place.box for line in page.lines if line.place.box is not None]
    first, last = min(box.top for box in boxes), max(box.bottom for box in boxes)
    top, bottom = max(0.0, first - _REGION_AROUND), min(page.height, last + _REGION_AROUND)
    top = min((box.top for box in standing if top <= box.top <= first), default=first)
    bottom = max((box.bottom for box in standing if last <= box.bottom <= bottom), default=last)
    bottom = min(bottom, top + _TALLEST_REGION)
    shown = [box for box in (*standing, *boxes) if box.bottom > top and box.top < bottom]
    left = max(0.0, min(box.x0 for box in shown) - _MARGIN)
    right = max(min(page.width, max(box.x1 for box in shown) + _MARGIN), left + page.width * _LEAST_WIDTH)
    right = min(page.width, right)
    left = max(0.0, min(left, right - page.width * _LEAST_WIDTH))
    return Box(left, max(0.0, top - _air(standing, top - _AIR)), right, min(page.height, bottom + _air(standing, bottom + _AIR)))


def _air(standing: Sequence[Box], edge: float) -> float:
    """What is left free above or below: only a ruling line's width where the edge would cut through words."""
    return _RULE if any(box.top < edge < box.bottom for box in standing) else _AIR


def _rectangle(box: Box, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{box.x0:.1f}" y="{box.top:.1f}" '
        f'width="{max(box.x1 - box.x0, 0.0):.1f}" height="{max(box.bottom - box.top, 0.0):.1f}"/>'
    )


def _cell_text(cell: Cell, box: Box) -> str:
    """The cell's words set again inside its box, broken by the browser: a drawing, not the page's own glyphs."""
    width, height = max(box.x1 - box.x0, 1.0), max(box.bottom - box.top, 1.0)
    words = shortened(cell.text)
    return (
        f'<foreignObject x="{box.x0:.1f}" y="{box.top:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'font-size="{_size(words, width, height):.1f}"><div>{escape(words)}</div></foreignObject>'
    )


def _size(words: str, width: float, height: float) -> float:
    """The largest letters with which the words fit their cell."""
    letters = sum(unicodedata.category(letter) != "Mn" for letter in words)
    longest = max((len(word) for word in words.split() if word[:1].isdigit() or word[:1] == "("), default=0)
    size = _LARGEST
    while size > _SMALLEST:
        per_line = max((width - _PADDING) / (size * _LETTER), 1.0)
        if longest <= per_line and -(-letters // per_line) * size * _LEADING <= height + 1.0:
            break
        size -= 0.5
    return size


def _text(text: str, box: Box) -> str:
    size = min(max((box.bottom - box.top) * _FONT_SHARE, _SMALLEST), 12.0)
    return (
        f'<text x="{box.x0:.1f}" y="{box.bottom - size * 0.25:.1f}" font-size="{size:.1f}" '
        f'textLength="{max(box.x1 - box.x0, 1.0):.1f}" lengthAdjust="spacingAndGlyphs">{escape(shortened(text))}</text>'
    )
