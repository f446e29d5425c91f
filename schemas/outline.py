"""A report's outline: title, sections, and tables whose columns are known, before values are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schemas.document import Cell, Line, Place

TableRole = Literal["scorecard", "kpi_summary", "spending_summary", "budget", "kpi"]


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """A column whose header is recognised; `score` is below 1 where it was matched by likeness.

    `over` are the words of a head above that spans this column and others.
    """

    role: str
    column_no: int
    column_span: int
    text: str
    place: Place
    score: float = 1.0
    over: str = ""

    @property
    def words(self) -> str:
        """All that the header says of the column, the spanning head's words last."""
        return f"{self.text} {self.over}" if self.over else self.text


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a recognised table: the cell under each role, and those under no known column."""

    cells: tuple[tuple[str, Cell], ...]
    spare: tuple[Cell, ...] = ()

    def get(self, role: str) -> Cell | None:
        """The cell under that role, `None` where the row has none."""
        return next((cell for name, cell in self.cells if name == role), None)

    @property
    def all_cells(self) -> tuple[Cell, ...]:
        """Every cell of the row in order of column."""
        both = (*(cell for _, cell in self.cells), *self.spare)
        return tuple(sorted(both, key=lambda cell: cell.column_no))


@dataclass(frozen=True, slots=True)
class LogicalTable:
    """One table as a reader means it: its header, its rows by role; `role` is `None` if unknown.

    `header` is empty where the rows go on under the header of an earlier table (`inherited` then).
    `source_rows` are all rows as they stand, header included, for the dataset `cells`.
    `heading` is the project a summary table is headed by: (number, name).
    """

    table_no: int
    role: TableRole | None
    header: tuple[HeaderColumn, ...]
    rows: tuple[Row, ...]
    source_rows: tuple[tuple[Cell, ...], ...]
    place: Place
    inherited: bool = False
    heading: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A project's heading: `score` tells how alike it is to the name known for it.

    `project_no` is the number of the project that the name belongs to, `printed_no` the one printed.
    """

    project_no: int
    printed_no: int
    name: str
    continued: bool
    place: Place
    source_text: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Section:
    """A project's section, continuations joined; project 0 is the whole organisation."""

    project_no: int
    headings: tuple[Heading, ...]
    items: tuple[Line | LogicalTable, ...]

    @property
    def name(self) -> str:
        """The project's name as its first heading writes it."""
        return self.headings[0].name if self.headings else ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole report: title lines, headings outside projects, sections in order (0 first)."""

    family: str
    title: tuple[Line, ...]
    headings: tuple[Line, ...]
    sections: tuple[Section, ...]
