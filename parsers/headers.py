"""Tells what kind of table a header row opens, and which role each of its columns plays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from parsers.likeness import likeness
from parsers.markup import plain
from parsers.numbers import arabic
from schemas.document import Cell
from schemas.outline import HeaderColumn, TableRole
from schemas.reports.family import ReportFamily

_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_SPACE = re.compile(r"\s+")
_QUARTER = re.compile(r"(?:q|ไตรมาส(?:ที่)?|ไตร\.?|ต\.)([1-4])(?!\d)")
_PROJECT_CELL = re.compile(r"\d{1,3}[.)]")
_OUTLINE_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?(?=[^\d.)])")  # "2.1 เบิกจ่าย"

# One wrong letter in a header word of eight letters gives 0.94, two give 0.88; different header words
# of the families stay below 0.75.
_LEAST_LIKENESS = 0.85
# Likeness is asked only where the row already looks like a header.
_LEAST_SURE_COLUMNS = 2
_PLAN = "แผน"
_LONG_PHRASE = 8  # a phrase this long proves the column even when more words follow it


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: the kind of table, its columns, how many rows it takes."""

    role: TableRole
    columns: tuple[HeaderColumn, ...]
    row_count: int
    cells: tuple[Cell, ...]

    @property
    def width(self) -> int:
        """Columns from the first to the last that is recognised."""
        return max(column.column_no + column.column_span - 1 for column in self.columns)


def squash(text: str) -> str:
    """The words of a heading or label for comparison: no markup, brackets, white space; digits Arabic.

    "ผลใช้จ่าย (เบิกจ่าย+ผูกพัน)" gives "ผลใช้จ่าย".
    """
    words = _BRACKETS.sub("", arabic(plain(text))).lower()
    return _SPACE.sub("", words).strip(":：*.-–—")


def find_header(rows: Sequence[tuple[Cell, ...]], index: int, family: ReportFamily) -> Header | None:
    """The header that begins at `rows[index]`, of one row or of two, `None` where none does.

    The row "ตัวชี้วัด | เป้าหมาย | ผลการดำเนินงาน | Q1 | Q2 | Q3 | Q4" opens a table of role "kpi".
    """
    single = _match(rows[index], family, 1)
    if index + 1 >= len(rows):
        return single
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in rows[index]) or _lacks_second_row(rows, index, family):
        double = _match(_composed(rows[index], rows[index + 1]), family, 2)
        better = double is not None and (single is None or len(double.columns) > len(single.columns))
        return double if better else single
    if single is not None or _match(rows[index + 1], family, 1) is not None:
        return single  # the next row, if anything, is a header of its own
    return _match(_composed(rows[index], rows[index + 1]), family, 2)


def _lacks_second_row(rows: Sequence[tuple[Cell, ...]], index: int, family: ReportFamily) -> bool:
    """Whether a header of a flat text goes on below: header words, then a row that begins with nothing."""
    below = rows[index + 1]
    words = sum(_sure_role(cell.text, family) is not None for cell in rows[index])
    return words >= _LEAST_SURE_COLUMNS and len(below) > 1 and not below[0].text and not below[1].text


def role_of_label(text: str, phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, float] | None:
    """The role whose phrase the label is, with its likeness: "- เบิกจ่าย" is ("disbursed", 1.0)."""
    words = squash(text)
    return _role(words, phrases) or _role(_OUTLINE_NUMBER.sub("", words, count=1).strip(":：*.-–—"), phrases)


@lru_cache(maxsize=2048)
def _role(words: str, phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, float] | None:
    if not words:
        return None
    for role, choices in phrases:
        if words in choices:
            return role, 1.0
    if len(words) > 3 * max(len(choice) for _, choices in phrases for choice in choices):
        return None
    scored = sorted(((max(_alike(words, choice) for choice in choices), role) for role, choices in phrases), reverse=True)
    score, role = scored[0]
    return (role, score) if score >= _LEAST_LIKENESS else None


def _alike(words: str, phrase: str) -> float:
    """How alike a label and a phrase are; a plan (แผน…) is never what was done (ผล…), however alike."""
    if words.startswith(_PLAN) != phrase.startswith(_PLAN):
        return 0.0
    return likeness(words, phrase)


def _match(cells: Sequence[Cell], family: ReportFamily, row_count: int) -> Header | None:
    filled = [cell for cell in cells if cell.text]
    if len(filled) < _LEAST_SURE_COLUMNS:
        return None
    sure = [(cell, _sure_role(cell.text, family)) for cell in cells]
    if sum(1 for _, role in sure if role) < _LEAST_SURE_COLUMNS:
        return None
    columns: list[HeaderColumn] = []
    for cell, role in sure:
        score = 1.0
        if role is None and cell.text:
            guess = _role(squash(cell.text), family.columns)
            role, score = guess if guess else (None, 0.0)
        if role is not None and all(column.role != role for column in columns):
            columns.append(HeaderColumn(role, cell.column_no, cell.column_span, cell.text, cell.place, score))
    table_role = _table_role({column.role for column in columns}, family)
    if table_role is None:
        return None
    return Header(table_role, _with_first_column(table_role, columns, cells), row_count, tuple(cells))


def _sure_role(text: str, family: ReportFamily) -> str | None:
    words = squash(text)
    if not words:
        return None
    quarter = _QUARTER.fullmatch(words) or _QUARTER.match(words)
    if quarter:
        return f"Q{quarter[1]}"
    for role, phrases in family.columns:
        if words in phrases:
            return role
    for role, phrases in family.columns:
        if words.startswith(_long(phrases)):
            return role
    number = _PROJECT_CELL.match(words)
    if number and words[number.end() :].startswith(family.project_words):
        return "project_heading"
    return None


@cache
def _long(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases long enough to be told by what begins with them."""
    return tuple(phrase for phrase in phrases if len(phrase) >= _LONG_PHRASE)


def _table_role(roles: set[str], family: ReportFamily) -> TableRole | None:
    for shape in family.tables:
        if all(roles & one_of for one_of in shape.needs) and not roles & shape.excludes:
            return shape.role
    return None


def _with_first_column(role: TableRole, columns: list[HeaderColumn], cells: Sequence[Cell]) -> tuple[HeaderColumn, ...]:
    """The columns with the one that names each row: it stands first, with or without a header word."""
    wanted = {"budget": "label", "spending_summary": "project"}.get(role, "name")
    first = cells[0]
    rest = [column for column in columns if column.column_no != first.column_no and column.role != wanted]
    named = HeaderColumn(wanted, first.column_no, first.column_span, first.text, first.place)
    return (named, *rest)


def _composed(upper: Sequence[Cell], lower: Sequence[Cell]) -> tuple[Cell, ...]:
    """A header of two rows as one: under a cell that spans columns, the cells below stand for it."""
    taken = {cell.column_no for cell in lower if cell.text}
    cells = [cell for cell in lower if cell.text]
    for cell in upper:
        covered = range(cell.column_no, cell.column_no + cell.column_span)
        if not any(column in taken for column in covered):
            cells.append(cell)
    return tuple(sorted(cells, key=lambda cell: cell.column_no))
