"""What a report family declares: its titles, headings, tables and labels, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.outline import TableRole


@dataclass(frozen=True, slots=True)
class TableShape:
    """A kind of table: the roles that prove it, those it may have, and where it may stand.

    `inside` is true for tables of a project's section, false for those of the whole organisation.
    """

    role: TableRole
    needs: tuple[frozenset[str], ...]  # of each set at least one role
    excludes: frozenset[str]
    inside: bool


@dataclass(frozen=True, slots=True, eq=False)  # itself a key of caches: comparing all its phrases would cost more
class ReportFamily:
    """One kind of report. Phrases are written without white space, brackets aside.

    `columns` maps a role to the header phrases that stand for it, `measures` a budget measure to its
    row labels, `headings` are headings of the parts outside the projects, `levels` scoring levels.
    `others` are titles of documents that may hold such tables and are no such report.
    """

    name: str
    titles: tuple[str, ...]
    others: tuple[str, ...]
    headings: tuple[str, ...]
    project_words: tuple[str, ...]
    tables: tuple[TableShape, ...]
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    measures: tuple[tuple[str, tuple[str, ...]], ...]
    total_labels: tuple[str, ...]
    frameworks: tuple[tuple[str, tuple[str, ...]], ...]
    levels: tuple[tuple[str, tuple[str, ...]], ...]
    result_labels: tuple[str, ...]
    note_labels: tuple[str, ...]
