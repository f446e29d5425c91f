"""Turns a KPI's row in the summary and its row in the section into equations between the two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from etl.reconcile.equations import Equation, kpi_cell
from etl.reconcile.messages import where
from etl.reconcile.terms import Role, term
from etl.reconcile.verdict import copies, decimals, half_unit
from parsers.units import is_countable, same_unit, scale_to_baht
from schemas.document import NOWHERE
from schemas.finding import CheckTerm, Subject
from schemas.record import QUARTERS, KpiTarget, Records

Column = Literal["target", "result"]
Key = tuple[int, int, int]  # project_no, kpi_no, part

_COLUMN_TH = {"target": "เป้าหมาย", "result": "ผลการดำเนินงาน"}
_TABLE_TH = {"summary": "ตารางสรุป", "project": "ส่วนของโครงการ"}
_TABLE_EN = {"summary": "the summary", "project": "the project's section"}


def summary_equations(records: Records) -> Iterator[Equation]:
    """Each KPI's target and result in the summary against those of its section, and what is missing.

    "3 เท่า" in the summary and "ร้อยละ 3" in the section agree in value and differ in unit.
    """
    summary = {_key(row): row for row in records.kpis if row.source_table == "summary"}
    section = {_key(row): row for row in records.kpis if row.source_table == "project"}
    year_over = records.head.quarter == len(QUARTERS)
    for key in sorted({*summary, *section}):
        above, below = summary.get(key), section.get(key)
        if summary and section:
            yield from _missing_row(above, below)
        if above is not None and below is not None:
            for column in ("target", "result"):
                yield from _compared(above, below, column)
        yield from _result_missing(above, below, year_over)


def _key(row: KpiTarget) -> Key:
    return row.project_no, row.kpi_no, row.part


def _subject(row: KpiTarget, table: str | None = None) -> Subject:
    return Subject(project_no=row.project_no, kpi_no=row.kpi_no, part=row.part, source_table=table)


def _missing_row(above: KpiTarget | None, below: KpiTarget | None) -> Iterator[Equation]:
    """A KPI that stands in one of the tables: each is bound once, to hold in the other."""
    for rule, here, there, table in (
        ("kpi.missing_in_summary", below, above, "summary"),
        ("kpi.missing_in_section", above, below, "project"),
    ):
        if here is None:
            continue
        subject = _subject(here, table)
        opening_th, opening_en = where(subject)
        yield Equation(
            rule,
            subject,
            "decided",
            outcome="pass" if there is not None else "fail",
            expected=here.name,
            messages=(
                f"{opening_th}ไม่มีใน{_TABLE_TH[table]}: {here.name}",
                f"{opening_en}it is missing in {_TABLE_EN[table]}: {here.name}.",
            ),
            place=here.read.place,
            source_text=here.read.source_text,
        )


def _result_missing(above: KpiTarget | None, below: KpiTarget | None, year_over: bool) -> Iterator[Equation]:
    """An empty result faces one that is given; one that nobody gives is missing when the year is over."""
    rows = [row for row in (above, below) if row is not None]
    given = [row for row in rows if row.status != "missing"]
    if not given and not year_over:
        return
    empty = next((row for row in reversed(rows) if row.status == "missing"), None)
    at = empty or rows[-1]
    subject = _subject(at, at.source_table)
    opening_th, opening_en = where(subject)
    other = given[0].result_text if given and empty else None
    against_th = f" ทั้งที่{_TABLE_TH[given[0].source_table]}ระบุ {other}" if other else ""
    against_en = f", while {_TABLE_EN[given[0].source_table]} gives {other}" if other else ""
    yield Equation(
        "kpi.result_missing",
        subject,
        "decided",
        tuple(_words("part", row, _label(row, "result"), row.result_text) for row in given[:1] if empty),
        outcome="fail" if empty else "pass",
        reported="" if empty else at.result_text,
        expected=other,
        messages=(
            f"{opening_th}ช่องผลการดำเนินงานใน{_TABLE_TH[at.source_table]}ว่าง{against_th}",
            f"{opening_en}the result in {_TABLE_EN[at.source_table]} is empty{against_en}.",
        ),
        place=at.read.place,
        source_text=at.read.source_text,
    )


def _compared(above: KpiTarget, below: KpiTarget, column: Column) -> Iterator[Equation]:
    if _unit(above, column) is not None and _unit(below, column) is not None:
        yield _units(above, below, column)
    values = _value(above, column), _value(below, column)
    if any(value is not None for value in values) and "missing" not in _states(above, below, column):
        yield _values(above, below, column)


def _states(above: KpiTarget, below: KpiTarget, column: Column) -> Sequence[str]:
    return (above.status, below.status) if column == "result" else ()


def _values(above: KpiTarget, below: KpiTarget, column: Column) -> Equation:
    """The section's value against the summary's: exactly for counts, within rounding else."""
    terms = (_term("part", below, column), _term("total", above, column))
    cells = tuple(kpi_cell(*_key(row), row.source_table, column) for row in (below, above))
    units = [_unit(row, column) for row in (below, above)]
    counted = all(unit is None or is_countable(unit) for unit in units)
    scales = [scale_to_baht(unit) if unit else None for unit in units]
    if scales[0] != scales[1] and None not in scales:
        return _in_baht(above, terms, [scale for scale in scales if scale is not None])
    if counted:
        return Equation("kpi.value_differs", _subject(above), "count", terms, cells)
    halves = copies(terms[0].value, terms[1].value)
    return Equation("kpi.value_differs", _subject(above), "sum", terms, cells, halves)


def _in_baht(above: KpiTarget, terms: Sequence[CheckTerm], scales: Sequence[Decimal]) -> Equation:
    """500 ลบ. and 500,000,000 บาท are one amount: both are compared in baht."""
    scaled = tuple(
        replace(old, value=None if old.value is None else old.value * scale) for old, scale in zip(terms, scales, strict=True)
    )
    halves = tuple(half_unit(decimals(old.value)) * scale for old, scale in zip(terms, scales, strict=True))
    return Equation("kpi.value_differs", _subject(above), "sum", scaled, halves=halves)


def _term(role: Role, row: KpiTarget, column: Column) -> CheckTerm:
    return term(role, _label(row, column), _value(row, column), _text(row, column), "kpis", row.read)


def _label(row: KpiTarget, column: Column) -> str:
    return f"summary {column}" if row.source_table == "summary" else column


def _units(above: KpiTarget, below: KpiTarget, column: Column) -> Equation:
    mine, others = _unit(above, column) or "", _unit(below, column) or ""
    both_money = scale_to_baht(mine) is not None and scale_to_baht(others) is not None
    subject = _subject(above)
    opening_th, opening_en = where(subject)
    ours, theirs = _text(above, column), _text(below, column)
    return Equation(
        "kpi.unit_differs",
        subject,
        "decided",
        (_words("part", below, _label(below, column), theirs), _words("total", above, _label(above, column), ours)),
        outcome="pass" if both_money or same_unit(mine, others, case_is_person=True) else "fail",
        reported=ours,
        expected=theirs,
        messages=(
            f"{opening_th}หน่วยของ{_COLUMN_TH[column]}ต่างกัน: ตารางสรุปเขียน “{ours}” ส่วนของโครงการเขียน “{theirs}”",
            f"{opening_en}the unit of the {column} differs: “{ours}” in the summary, “{theirs}” in the section.",
        ),
        place=above.read.place if above.read.place != NOWHERE else below.read.place,
        source_text=above.read.source_text,
    )


def _words(role: Role, row: KpiTarget, label: str, text: str) -> CheckTerm:
    """A term that is words: compared by its unit, and shown in its place."""
    return CheckTerm(role, label, 1, text, None, "kpis", row.read.place, row.read.source_text)


def _value(row: KpiTarget, column: Column) -> Decimal | None:
    return row.target_value if column == "target" else row.result_value


def _unit(row: KpiTarget, column: Column) -> str | None:
    return row.target_unit if column == "target" else row.result_unit


def _text(row: KpiTarget, column: Column) -> str:
    return row.target_text if column == "target" else row.result_text
