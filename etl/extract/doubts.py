"""Says which names in table cells and headers are probably misspelt."""

from __future__ import annotations

from collections.abc import Iterator

from etl.extract.drafts import suspected
from parsers.markup import plain
from parsers.names import suspect_names
from schemas.document import Cell
from schemas.finding import Finding, Subject
from schemas.outline import LogicalTable, Outline
from schemas.record import Read


def doubts_in_tables(outline: Outline) -> Iterator[Finding]:
    """A finding for each name with wrong letters in the cells of recognised tables.

    The header "ตัวชี้วัด (สำนักงบประมาณ และ ก.พ.ส.)" gives one that suggests ก.พ.ร.
    """
    for section in outline.sections:
        for table in section.items:
            if isinstance(table, LogicalTable) and table.role is not None:
                for row in table.source_rows:
                    for cell in row:
                        yield from _of_cell(cell, section.project_no)


def _of_cell(cell: Cell, project_no: int) -> Iterator[Finding]:
    for name in suspect_names(plain(cell.text)):
        yield suspected(name, Subject(project_no=project_no), Read(cell.place, cell.text))
