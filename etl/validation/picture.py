"""Draws the place of a finding: the lines of a text file around it, or its region of a PDF page as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from schemas.document import Box, Cell, Document, Line, Page, Place, Table

_LINES_AROUND = 1  # lines of a text file shown above and below
_LONGEST_TEXT = 400
_REGION_ABOVE = 60.0  # points of the page shown above and below the marked cells
_TALLEST_REGION = 320.0
_FONT_SHARE = 0.72  # of a line's height


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text file as the picture shows it: its cells, and whether each is marked."""

    number: int
    cells: tuple[tuple[str, bool], ...]
    marked: bool


class Places:
    """What stands where in a document, ready to be drawn around any place."""

    def __init__(self, document: Document) -> None:
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

    def lines(self, marks: Iterable[tuple[Place, str]]) -> tuple[TextLine, ...]:
        """The lines of a text file that hold the marked words, with those around the first."""
        marked: dict[int, set[str]] = {}
        for place, words in marks:
            if place.line is not None:
                marked.setdefault(place.line, set()).update(words.split("\t"))
        if not marked:
            return ()
        shown = set(marked)
        first = min(marked)
        position = next((i for i, number in enumerate(self._numbers) if number >= first), 0)
        shown.update(self._numbers[max(0, position - _LINES_AROUND) : position + _LINES_AROUND + 1])
        return tuple(
            TextLine(
                number,
                tuple((_short(text), text in marked.get(number, ()) and text != "") for text in self._lines.get(number, ())),
                number in marked,
            )
            for number in sorted(shown)
        )

    def region(self, marks: Sequence[tuple[Place, str]]) -> str | None:
        """An SVG of the page around the first marked cell, the cells of its page marked."""
        first = next((place for place, _ in marks if place.page is not None and place.box is not None), None)
        page = self._pages.get(first.page) if first is not None and first.page is not None else None
        if page is None or first is None:
            return None
        boxes = [place.box for place, _ in marks if place.page == page.number and place.box is not None]
        return _svg(page, boxes)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _svg(page: Page, boxes: Sequence[Box]) -> str:
    top = max(0.0, min(box.top for box in boxes) - _REGION_ABOVE)
    bottom = min(page.height, max(box.bottom for box in boxes) + _REGION_ABOVE, top + _TALLEST_REGION)
    parts = [
        f'<svg class="region" viewBox="0 {top:.1f} {page.width:.1f} {bottom - top:.1f}" role="img" '
        f'aria-label="page {page.number}">'
    ]
    parts.append(f'<rect class="paper" x="0" y="{top:.1f}" width="{page.width:.1f}" height="{bottom - top:.1f}"/>')
    parts.extend(_rectangle(box, "mark") for box in boxes)
    for table in page.tables:
        parts.extend(_cells(table, top, bottom))
    for line in page.lines:
        if line.place.box is not None and line.place.box.bottom > top and line.place.box.top < bottom:
            parts.append(_text(line.text, line.place.box))
    parts.append("</svg>")
    return "".join(parts)


def _cells(table: Table, top: float, bottom: float) -> Iterable[str]:
    for row in table.rows:
        for cell in row:
            box = cell.place.box
            if box is not None and box.bottom > top and box.top < bottom:
                yield _rectangle(box, "cell")
                yield from _cell_text(cell, box)


def _rectangle(box: Box, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{box.x0:.1f}" y="{box.top:.1f}" '
        f'width="{box.x1 - box.x0:.1f}" height="{box.bottom - box.top:.1f}"/>'
    )


def _cell_text(cell: Cell, box: Box) -> Iterable[str]:
    """The cell's words set again inside its box, wrapped by width: a drawing, not the page's own glyphs."""
    width, height = max(box.x1 - box.x0, 1.0), max(box.bottom - box.top, 1.0)
    size = min(9.0, max(4.0, height * 0.7))
    per_line = max(int(width / (size * 0.48)), 1)
    words = _short(cell.text)
    pieces = [words[start : start + per_line] for start in range(0, len(words), per_line)]
    room = max(int(height / (size * 1.25)), 1)
    for number, piece in enumerate(pieces[:room]):
        y = box.top + size * (1.05 + 1.25 * number)
        yield f'<text x="{box.x0 + 2:.1f}" y="{y:.1f}" font-size="{size:.1f}">{escape(piece)}</text>'


def _text(text: str, box: Box) -> str:
    size = min(max((box.bottom - box.top) * _FONT_SHARE, 4.0), 12.0)
    return (
        f'<text x="{box.x0:.1f}" y="{box.bottom - size * 0.25:.1f}" font-size="{size:.1f}" '
        f'textLength="{max(box.x1 - box.x0, 1.0):.1f}" lengthAdjust="spacingAndGlyphs">{escape(_short(text))}</text>'
    )
