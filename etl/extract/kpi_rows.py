"""Turns the rows of a KPI table into KPIs: which project each is of, and which number it bears."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.headers import squash
from parsers.headings import numbered_name
from parsers.markup import plain
from parsers.quantities import threshold
from parsers.rows import numbered_text, row_number_of
from schemas.outline import LogicalTable, Row

KpiRow = tuple[int, int | None, Row]
_TOTALS = ("รวม", "หมายเหตุ")


def kpi_rows(table: LogicalTable, section_no: int, last: int = 0) -> Iterator[KpiRow]:
    """Project, KPI number and row, in order; the number is `None` for a row of words below a KPI.

    "4. ขยายหน่วยงาน | 5 หน่วยงาน" opens KPI 4, "4.2 …" in project 4 KPI 2. A table that numbers none of its
    KPIs has them counted from `last` on; a column of projects says whose each row is, down to the next.
    """
    project_no = table.heading[0] if table.heading else section_no
    counted = _none_is_numbered(table)
    two_levels = _levels_differ(table)
    for row in table.rows:
        named = _project_of(row)
        if named is not None and named != project_no:
            project_no, last = named, 0
        number = _number(row, project_no, table)
        if (counted and _is_kpi(row)) or (two_levels and number is not None):
            number = last + 1
        last = number or last
        yield project_no, number, row


def _number(row: Row, project_no: int, table: LogicalTable) -> int | None:
    printed = row_number_of(numbered_text(row, "name"))
    if printed is None or not any(cell.text for role, cell in row.cells if role in ("target", "result")):
        return None
    whole, _, fraction = printed.partition(".")
    if fraction and (int(whole) == project_no or len(_fractions(table)) > 1):
        return int(fraction)
    return int(whole)


def _fractions(table: LogicalTable) -> list[tuple[str, str]]:
    """Both levels of the numbers where every numbered row of the table has two: 2.1, 2.2."""
    printed = [number for row in table.rows if (number := row_number_of(numbered_text(row, "name"))) is not None]
    parted = [number.partition(".") for number in printed]
    return [(whole, fraction) for whole, _, fraction in parted] if all(fraction for *_, fraction in parted) else []


def _levels_differ(table: LogicalTable) -> bool:
    """Whether KPIs stand under several outcomes (1.1, 1.2, 2.1): then their order numbers them."""
    wholes = {whole for whole, _ in _fractions(table)}
    return len(wholes) > 1 and all(row.get("project") is None for row in table.rows)


def _project_of(row: Row) -> int | None:
    if row.get("project") is None:
        return None
    numbered = numbered_name(numbered_text(row, "project"))
    return numbered[0] if numbered else None


def _none_is_numbered(table: LogicalTable) -> bool:
    return not table.inherited and all(row_number_of(numbered_text(row, "name")) is None for row in table.rows)


def _is_kpi(row: Row) -> bool:
    """Whether a row without a number is a KPI: it has a name and its target a number."""
    named, target = row.get("name"), row.get("target")
    if named is None or target is None or squash(named.text).startswith(_TOTALS):
        return False
    return bool(plain(named.text)) and threshold(plain(target.text)).number is not None
