"""Collects the projects of a report and every name that each is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers.markup import plain
from parsers.rows import numbered_projects
from schemas.ids import project_id
from schemas.outline import LogicalTable, Outline
from schemas.record import WHOLE_ORGANISATION, Project, Read


@dataclass(frozen=True, slots=True)
class NameGiven:
    """A name given to a project: by its section's heading ("section"), or by a summary table."""

    project_no: int
    by: str
    name: str
    read: Read
    printed_no: int


def names_given(outline: Outline) -> tuple[NameGiven, ...]:
    """Every project name with its place, headings first.

    The spending summary's row "2. โครงการศึกษา" gives (2, "spending_summary", "โครงการศึกษา").
    """
    return (*_of_headings(outline), *_of_tables(outline))


def _of_headings(outline: Outline) -> Iterator[NameGiven]:
    for section in outline.sections:
        for heading in section.headings:
            read = Read(heading.place, heading.source_text)
            yield NameGiven(heading.project_no, "section", heading.name, read, heading.printed_no)


def _of_tables(outline: Outline) -> Iterator[NameGiven]:
    listed: set[tuple[int, str]] = set()  # by tables of KPIs, whose rows name a project again and again
    for section in outline.sections:
        for table in section.items:
            if not isinstance(table, LogicalTable) or table.role not in ("kpi_summary", "spending_summary"):
                continue
            if table.heading is not None:
                cell = table.source_rows[0][0]
                number, name = table.heading
                yield NameGiven(number, table.role, name, Read(cell.place, cell.text), number)
            else:
                yield from _of_rows(table, table.role, listed)


def _of_rows(table: LogicalTable, by: str, listed: set[tuple[int, str]]) -> Iterator[NameGiven]:
    """The names in a column of projects; one that several KPIs have is given once."""
    for row, numbered in zip(table.rows, numbered_projects(table.rows), strict=True):
        named = row.get("project")
        if named is None or numbered is None:
            continue
        if by == "spending_summary" or numbered not in listed:
            yield NameGiven(numbered[0], by, numbered[1], Read(named.place, named.text), numbered[0])
        if by == "kpi_summary":
            listed.add(numbered)


def projects(given: tuple[NameGiven, ...], agency: str) -> tuple[Project, ...]:
    """A row a project, named as its own section names it, else as the first summary does."""
    first: dict[int, NameGiven] = {}
    for name in given:
        if name.project_no != WHOLE_ORGANISATION:
            first.setdefault(name.project_no, name)
    return tuple(
        Project(number, project_id(agency, name.name), plain(name.name), name.read) for number, name in sorted(first.items())
    )
