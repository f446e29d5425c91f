"""What stands on the page: a source's lines and tables, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Reader = Literal["text", "pdf", "ocr"]
Verdict = Literal["clean", "repaired", "unreadable", "scan"]
TableKind = Literal["ruled", "horizontal", "filled", "aligned", "tabs", "pipes", "html"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in PDF points, measured from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: `page` (from 1) and `box` in a PDF, `line` (from 1) in a text file."""

    page: int | None = None
    line: int | None = None
    box: Box | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it came: its name (not its path), its bytes' SHA-256 and size, its media type."""

    name: str
    sha256: str
    size: int
    media_type: str  # text/plain, text/markdown, text/html, application/pdf


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text file, or a paragraph of a PDF (its wrapped lines joined).

    `text` is repaired and keeps markup such as ``**``; `place` is that of its first piece, `pieces`
    are all of them (a paragraph may go over a page break).
    """

    text: str
    place: Place
    pieces: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. Rows and columns count from 1; a span of 1 is a plain cell.

    `place` is the cell's box on the page where it begins, `pieces` all its places when a page break
    cuts it. `text` is "" for an empty cell; lines inside a cell are joined (see `parsers`).
    `confidence` is below 1 only where OCR read it.
    """

    row_no: int
    column_no: int
    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1
    pieces: tuple[Place, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as they stand, before anyone knows what they mean.

    A row holds only the cells that begin in it (a cell covered by a span from above or from the left
    is absent), in order of column. In a text file a row may have fewer cells than its header: a merge
    that the text has lost.
    """

    kind: TableKind
    rows: tuple[tuple[Cell, ...], ...]
    column_count: int
    place: Place
    pieces: tuple[Place, ...] = ()  # one place a page, when the table goes over pages


@dataclass(frozen=True, slots=True)
class PageHealth:
    """How far a page's text can be trusted: counts of characters and of each repair made.

    `thai_share`, `unmapped_share` and `image_cover` are 0 to 1; `repairs` maps the name of a repair
    (``overlapping_space``, ``sara_am``, ``private_use`` …) to how often it was made.
    """

    characters: int
    thai_share: float
    unmapped: int
    private_use: int
    stray_marks: int
    image_cover: float
    repairs: tuple[tuple[str, int], ...] = ()

    @property
    def unmapped_share(self) -> float:
        """The share of characters that stand for nothing known."""
        return self.unmapped / self.characters if self.characters else 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page as `raingan inspect` shows it: its printed lines, and its tables as they stand there."""

    number: int
    width: float
    height: float
    verdict: Verdict
    health: PageHealth
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A source read: `pages` as they stand, and `blocks`, the flow over all pages in reading order.

    In `blocks` a table that goes on over pages is one table, a row or a paragraph that a page break
    cuts is one again, running headers and page numbers are gone, and a line inside a table stands
    nowhere else.
    """

    source: Source
    reader: Reader
    pages: tuple[Page, ...]
    blocks: tuple[Line | Table, ...]
    notes: tuple[Note, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader wants a person to know of a place: `code` is a rule's name, text is evidence.

    ``page.unreadable`` has the page's verdict for text, ``page.ocr`` the mean confidence of its words.
    """

    code: str
    text: str
    place: Place
