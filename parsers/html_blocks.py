"""Turns HTML (a whole file, or a table inside a text file) into lines and tables with their spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from schemas.document import Cell, Line, Place, Table

_BREAKS = frozenset(
    [
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "section",
        "article",
        "header",
        "footer",
        "ul",
        "ol",
        "pre",
        "blockquote",
        "caption",
        "title",
        "tr",
    ]
)
_SILENT = frozenset(("script", "style", "template", "noscript"))
_MOST_COLUMNS = 1000  # HTML itself bounds a colspan at 1,000; a report has a dozen columns


@dataclass(slots=True)
class _OpenCell:
    line: int
    row_span: int
    column_span: int
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    line: int
    rows: list[list[_OpenCell]] = field(default_factory=list)
    cell: _OpenCell | None = None


def html_blocks(text: str, first_line: int = 1) -> list[Line | Table]:
    """Lines and tables of HTML in reading order, placed by line number from `first_line` on.

    `<tr><td rowspan=2>แผน</td><td>1</td></tr><tr><td>2</td></tr>` gives two rows, the first of two
    cells, the second of one cell in column 2.
    """
    parser = _Blocks(first_line)
    parser.feed(text)
    parser.close()
    return parser.finish()


class _Blocks(HTMLParser):
    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self._offset = first_line - 1
        self._blocks: list[Line | Table] = []
        self._words: list[str] = []
        self._words_line = first_line
        self._tables: list[_OpenTable] = []
        self._lists: list[int | None] = []
        self._silent = 0

    def finish(self) -> list[Line | Table]:
        """What was read, an open table or line closed."""
        while self._tables:
            self._close_table()
        self._close_line()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a table, row, cell or line."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._close_line()
            self._tables.append(_OpenTable(self._line()))
        elif self._tables and tag in ("tr", "td", "th"):
            self._open_in_table(tag, dict(attrs))
        elif tag in _BREAKS:
            self._open_block(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes what the start tag opened."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._tables:
            self._close_table()
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].cell = None
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag in _BREAKS:
            self._open_block("")

    def handle_data(self, data: str) -> None:
        """Words go to the open cell, else to the open line."""
        if self._silent:
            return
        if self._tables:
            cell = self._tables[-1].cell
            if cell is not None:
                cell.words.append(data)
            elif data.strip():
                self._add_words(data)  # words between cells: a broken table loses nothing
        else:
            self._add_words(data)

    def _line(self) -> int:
        return self.getpos()[0] + self._offset

    def _add_words(self, data: str) -> None:
        for number, piece in enumerate(data.split("\n")):
            if not "".join(self._words).strip():
                self._words_line = self._line() + number
            self._words.append(piece if number == 0 else " " + piece)

    def _open_block(self, tag: str) -> None:
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell.words.append(" ")
            return
        self._close_line()
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li" and self._lists:
            count = self._lists[-1]
            if count is not None:
                self._lists[-1] = count + 1
            self._words = ["- " if count is None else f"{count + 1}) "]

    def _close_line(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words = []
        if text and text != "-":
            self._blocks.append(Line(text, Place(line=self._words_line)))

    def _open_in_table(self, tag: str, attributes: dict[str, str | None]) -> None:
        table = self._tables[-1]
        if tag == "tr" or not table.rows:
            table.rows.append([])
            table.cell = None
        if tag != "tr":
            row_span = _span(attributes.get("rowspan"))
            table.cell = _OpenCell(self._line(), row_span, _span(attributes.get("colspan")))
            table.rows[-1].append(table.cell)

    def _close_table(self) -> None:
        table = self._tables.pop()
        built = _build(table)
        if self._tables and self._tables[-1].cell is not None:
            outer = self._tables[-1].cell  # a table inside a cell: its words belong to that cell
            outer.words.append(" ".join(cell.text for row in built.rows for cell in row))
        elif built.rows:
            self._close_line()
            self._blocks.append(built)


def _span(written: str | None) -> int:
    digits = (written or "").strip()
    return min(max(int(digits), 1), _MOST_COLUMNS) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 1


def _build(table: _OpenTable) -> Table:
    open_rows = [row for row in table.rows if row]
    covered: dict[int, int] = {}  # column → rows that a cell above still covers
    rows: list[tuple[Cell, ...]] = []
    widest = 0
    for row_no, open_row in enumerate(open_rows, start=1):
        column = 1
        cells: list[Cell] = []
        below: dict[int, int] = {c: left - 1 for c, left in covered.items() if left > 1}
        for open_cell in open_row:
            while covered.get(column, 0):
                column += 1
            row_span = min(open_cell.row_span, len(open_rows) - row_no + 1)
            text = " ".join("".join(open_cell.words).split())
            place = Place(line=open_cell.line)
            cells.append(Cell(row_no, column, text, place, row_span, open_cell.column_span))
            if row_span > 1:
                below.update(dict.fromkeys(range(column, column + open_cell.column_span), row_span - 1))
            column += open_cell.column_span
        widest = max(widest, column - 1, *covered, 0) if covered else max(widest, column - 1)
        covered = below
        rows.append(tuple(cells))
    return Table("html", tuple(rows), widest, Place(line=table.line))
