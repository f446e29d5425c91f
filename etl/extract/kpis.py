"""Turns KPI tables into targets with results, quarterly plans and actuals, and scoring levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, cast

from etl.extract.drafts import draft, malformed, published, quote, unknown_unit
from etl.extract.kpi_rows import kpi_rows
from etl.extract.places import read_of
from parsers.markup import plain
from parsers.numbers import arabic
from parsers.quantities import QuarterCell, is_pending, quarter_cell, results, satisfies, targets, threshold
from parsers.rivals import ACTUAL
from parsers.rows import ROW_LABEL
from parsers.units import find_unit
from schemas.document import Cell
from schemas.finding import Finding, Subject
from schemas.outline import LogicalTable, Outline, Row
from schemas.record import (
    QUARTERS,
    KpiLevel,
    KpiQuarter,
    KpiStatus,
    KpiTarget,
    Read,
    SourceTable,
)
from schemas.reports.family import ReportFamily
from schemas.value import Quantity

_LEVEL = re.compile(r"(?:ค่า)?เป้าหมาย\s*(?:ระดับ)?\s*([ก-๙]{2,12}?)\s*[(（]\s*(\d{1,3}(?:\.\d{1,4})?)\s*คะแนน\s*[)）]\s*[:：]?")
_LEADING_NUMBER = re.compile(ROW_LABEL + r"\d{1,3}(?:\.\d{1,3})?(?:\s*[.):：]+\s*|\s+)")
_MET = ("สำเร็จตามเป้าหมาย", "บรรลุ", "เป็นไปตามเป้าหมาย", "ผ่าน", "สำเร็จ")
_BELOW = ("ต่ำกว่าเป้าหมาย", "ไม่บรรลุ", "ไม่เป็นไปตามเป้าหมาย", "ไม่ผ่าน", "ไม่สำเร็จ")

LevelName = Literal["basic", "standard", "advanced"]


@dataclass(slots=True)
class Kpis:
    """Records of all KPI tables in the order they stand, and what could not be read in them."""

    targets: list[KpiTarget] = field(default_factory=list)
    quarters: list[KpiQuarter] = field(default_factory=list)
    levels: list[KpiLevel] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _KpiRow:
    project_no: int
    kpi_no: int
    source_table: SourceTable
    frameworks: tuple[str, ...]
    row: Row

    def subject(self, part: int | None = None, period: str | None = None) -> Subject:
        return Subject(
            project_no=self.project_no,
            kpi_no=self.kpi_no,
            part=part,
            source_table=self.source_table if period is None else None,
            period=period,
        )


def kpis(outline: Outline, family: ReportFamily) -> Kpis:
    """Every KPI of the summary and of the sections, in document order.

    "3. จำนวน SME | - จำนวน 100 ราย - มูลค่า ไม่น้อยกว่า 500 ลบ. | …" gives two targets, parts 1 and 2.
    """
    found = Kpis()
    seen: set[tuple[int, int, str]] = set()
    for kpi in _rows(outline, family):
        key = (kpi.project_no, kpi.kpi_no, kpi.source_table)
        if key in seen:
            found.findings.append(_twice(kpi))
            continue
        seen.add(key)
        parts = _targets(kpi, found)
        if kpi.source_table == "project":
            _quarters(kpi, parts, found)
            _levels(kpi, family, found)
    return found


def _rows(outline: Outline, family: ReportFamily) -> Iterator[_KpiRow]:
    for section in outline.sections:
        frameworks: tuple[str, ...] = ()
        last: dict[int, int] = {}
        for table in section.items:
            if not isinstance(table, LogicalTable) or table.role not in ("kpi", "kpi_summary"):
                continue
            if table.role == "kpi" and not table.inherited:
                frameworks = _frameworks(table, family)
            for project_no, number, row in kpi_rows(table, section.project_no, last.get(section.project_no, 0)):
                if number is None:
                    continue
                if table.role == "kpi":
                    last[project_no] = number
                    yield _KpiRow(project_no, number, "project", frameworks, row)
                else:
                    yield _KpiRow(project_no, number, "summary", (), row)


def _frameworks(table: LogicalTable, family: ReportFamily) -> tuple[str, ...]:
    words = "".join(plain(column.text) for column in table.header if column.role == "name").replace(" ", "")
    return tuple(code for code, names in family.frameworks if any(name.replace(" ", "") in words for name in names))


def _targets(kpi: _KpiRow, found: Kpis) -> tuple[Quantity, ...]:
    target_cell, result_cell = kpi.row.get("target"), kpi.row.get("result")
    target_text = plain(target_cell.text) if target_cell else ""
    result_text = plain(result_cell.text) if result_cell else ""
    parts = _with_unit(targets(target_text) or (Quantity(target_text),), kpi.row)
    reached = _paired(results(result_text, len(parts)), len(parts), result_text)
    name = kpi_name(kpi.row)
    read = read_of(kpi.row.all_cells)
    for part, (target, result) in enumerate(zip(parts, reached, strict=True), start=1):
        unit = target.unit.code if target.unit else None
        found.targets.append(
            KpiTarget(
                project_no=kpi.project_no,
                kpi_no=kpi.kpi_no,
                part=part,
                source_table=kpi.source_table,
                name=name,
                frameworks=kpi.frameworks,
                target_operator=target.operator,
                target_value=published(target.number),
                target_upper=published(target.upper),
                target_unit=unit,
                target_text=target.text,
                result_value=published(result.number),
                result_unit=(result.unit.code if result.unit else unit) if result.number else None,
                result_text=result.text,
                points=result.points,
                status=_status(target, result, result_text),
                status_reported=_mark(kpi.row.get("status")),
                read=read,
            )
        )
        _say_unread(kpi, part, target, target_cell, found)
        _say_unread(kpi, part, result, result_cell, found)
    return parts


def _with_unit(parts: tuple[Quantity, ...], row: Row) -> tuple[Quantity, ...]:
    """The targets in the unit that a column of its own names (หน่วยนับ), where they name none."""
    cell = row.get("unit")
    unit = find_unit(plain(cell.text)) if cell is not None else None
    if unit is None:
        return parts
    return tuple(replace(part, unit=unit) if part.unit is None and part.number is not None else part for part in parts)


def _paired(reached: Sequence[Quantity], count: int, text: str) -> tuple[Quantity, ...]:
    """As many results as targets: what the words do not give is a result without a number."""
    padded = (*reached, *(Quantity(text) for _ in range(count - len(reached))))
    return padded[:count]


def kpi_name(row: Row) -> str:
    """The KPI's name without its number and levels, white space collapsed."""
    named = row.get("name")
    text = plain(named.text) if named is not None else ""
    level = _LEVEL.search(arabic(text))
    whole = text[: level.start()] if level else text
    leading = _LEADING_NUMBER.match(arabic(whole))
    return whole[leading.end() if leading else 0 :].strip()


def _status(target: Quantity, result: Quantity, result_text: str) -> KpiStatus:
    if not result_text:
        return "missing"
    if result.number is None and is_pending(result_text):
        return "pending"
    reached = satisfies(result, target)
    if reached is None:
        return "unknown"
    return "met" if reached else "below"


def _mark(cell: Cell | None) -> str | None:
    """The report's own mark as "met" or "below", its words where they are neither, else `None`."""
    text = plain(cell.text) if cell is not None else ""
    if not text.strip("■●▪○□ -"):
        return None
    if any(word in text for word in _BELOW):
        return "below"
    return "met" if any(word in text for word in _MET) else text


def _say_unread(kpi: _KpiRow, part: int, quantity: Quantity, cell: Cell | None, found: Kpis) -> None:
    if cell is None:
        return
    subject = kpi.subject(part)
    number = quantity.number
    if number is not None and published(number) is None:
        found.findings.append(malformed(number.printed, subject, cell.place, cell.text))
    if quantity.unit is not None and not quantity.unit.known:
        found.findings.append(unknown_unit(quantity.unit, subject, cell.place, cell.text))


def _quarters(kpi: _KpiRow, parts: Sequence[Quantity], found: Kpis) -> None:
    unit = parts[0].unit.code if parts[0].unit else None
    for role in QUARTERS:
        cells = [cell for cell in (kpi.row.get(role), kpi.row.get(f"{role} {ACTUAL}")) if cell is not None and plain(cell.text)]
        if not cells:
            continue
        printed = _printed(kpi.row, role)
        found.quarters.append(
            KpiQuarter(
                project_no=kpi.project_no,
                kpi_no=kpi.kpi_no,
                part=1,
                period=role,
                plan_value=published(printed.plan),
                actual_value=published(printed.actual),
                unit=printed.unit.code if printed.unit else unit,
                cell_text="\t".join(plain(cell.text) for cell in cells),
                read=read_of(cells),
            )
        )
        for number in (printed.plan, printed.actual):
            if number is not None and published(number) is None:
                found.findings.append(malformed(number.printed, kpi.subject(1, role), cells[0].place, cells[0].text))


def _printed(row: Row, quarter: str) -> QuarterCell:
    """Plan and actual of a quarter: both in one cell, "10 (12)", or each in its own; a dash is no actual."""
    plan, done = row.get(quarter), row.get(f"{quarter} {ACTUAL}")
    printed = quarter_cell(plain(plan.text) if plan is not None else "")
    reached = quarter_cell(plain(done.text)) if done is not None else None
    if reached is None or reached.plan is None or not any(character.isdigit() for character in reached.plan.printed):
        return printed
    return QuarterCell(printed.plan, reached.plan, printed.unit or reached.unit)


def _levels(kpi: _KpiRow, family: ReportFamily, found: Kpis) -> None:
    named = kpi.row.get("name")
    text = plain(named.text) if named is not None else ""
    marks = list(_LEVEL.finditer(arabic(text)))
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        level = next((code for code, words in family.levels if mark[1] in words), None)
        if level is None or named is None:
            continue
        words = text[mark.end() : end].strip()
        quantity = threshold(words)
        found.levels.append(
            KpiLevel(
                project_no=kpi.project_no,
                kpi_no=kpi.kpi_no,
                part=1,
                level=cast("LevelName", level),
                points=Decimal(mark[2]),
                threshold_text=words,
                threshold_operator=quantity.operator,
                threshold_value=published(quantity.number),
                threshold_upper=published(quantity.upper),
                threshold_unit=quantity.unit.code if quantity.unit else None,
                read=Read(named.place, named.text),
            )
        )


def _twice(kpi: _KpiRow) -> Finding:
    cell = kpi.row.all_cells[0]
    return draft(
        "table.unrecognised",
        "info",
        kpi.subject(),
        cell.place,
        cell.text,
        (
            f"ตัวชี้วัดที่ {kpi.kpi_no} ปรากฏซ้ำ: “{quote(cell.text)}” ใช้แถวแรก",
            f"KPI {kpi.kpi_no} stands twice; the first row is kept, this one is in cells only: “{quote(cell.text)}”.",
        ),
        reported=cell.text,
    )
