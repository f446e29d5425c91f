"""Turns budget tables, the all-projects one and each project's own, into one amount a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, cast

from etl.extract.drafts import draft, fits, malformed, published, quote
from parsers.headers import role_of_label, squash
from parsers.markup import plain
from parsers.numbers import amount
from parsers.rivals import CUMULATIVE, split_role
from parsers.rows import numbered_projects
from parsers.units import declared_unit, scale_to_baht
from schemas.document import Cell, Line, Place
from schemas.finding import Finding, Subject
from schemas.outline import HeaderColumn, LogicalTable, Outline, Row
from schemas.record import QUARTERS, WHOLE_ORGANISATION, BudgetAmount, Measure, Period, Read, SourceTable
from schemas.reports.family import ReportFamily

_CUMULATIVE = "สะสม"
_SUMMARY_MEASURES = ("allocated", "planned", "spent", "disbursed", "committed", "disbursed_pct")
_BAHT_PLACES = 2

UnitBasis = Literal["declared", "inherited"]


@dataclass(frozen=True, slots=True)
class _TableUnit:
    code: str | None
    basis: UnitBasis | None


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where an amount belongs: its key in the dataset."""

    project_no: int
    source_table: SourceTable
    measure: Measure
    period: Period

    def subject(self) -> Subject:
        return Subject(project_no=self.project_no, source_table=self.source_table, measure=self.measure, period=self.period)


@dataclass(frozen=True, slots=True)
class Budgets:
    """The amounts, and what could not be read among them."""

    amounts: tuple[BudgetAmount, ...]
    findings: tuple[Finding, ...]


def budgets(outline: Outline, family: ReportFamily, quarter: int) -> Budgets:
    """Every amount of the budget tables, in the order they stand.

    The row "แผนการใช้จ่าย | 39.1151 | 16.3300 | …" in หน่วย : ล้านบาท gives planned FY 39.1151
    million_baht, planned Q1 16.3300 and so on.
    """
    amounts: dict[tuple[int, str, str, str], BudgetAmount] = {}
    findings: list[Finding] = []
    for slot, cell, unit in _cells(outline, family, findings, quarter):
        if _not_yet(slot, cell, quarter):
            continue
        key = (slot.project_no, slot.source_table, slot.measure, slot.period)
        if key in amounts:
            findings.append(_twice(slot, cell))
            continue
        record = _amount(slot, cell, unit)
        if record is None:
            continue
        amounts[key] = record
        if record.value is None:
            findings.append(malformed(cell.text, slot.subject(), cell.place, cell.text))
    return Budgets(tuple(amounts.values()), tuple(findings))


def _cells(
    outline: Outline, family: ReportFamily, findings: list[Finding], quarter: int
) -> Iterator[tuple[_Slot, Cell, _TableUnit]]:
    last: str | None = None
    headed = _heading_units(outline)
    for section in outline.sections:
        declared: str | None = None
        since = _Order(0, 0, 0)
        for item in section.items:
            if isinstance(item, Line):
                unit = declared_unit(plain(item.text))
                declared = unit.code if unit else declared
            elif item.role in ("budget", "spending_summary"):
                here = _order(item.place)
                above = next((code for at, code in reversed(headed) if since < at < here), None)
                declared = _header_unit(item) or declared or above
                table_unit = _TableUnit(declared or last, "declared" if declared else "inherited" if last else None)
                last, declared, since = declared or last, None, here
                if item.role == "budget":
                    yield from _quarterly(section.project_no, item, table_unit, family, findings, quarter)
                else:
                    yield from _summary(item, table_unit, family, findings)


class _Order(NamedTuple):
    """Where something stands among all that the report holds."""

    page: int
    line: int
    top: float


def _order(place: Place) -> _Order:
    return _Order(place.page or 0, place.line or 0, place.box.top if place.box is not None else 0)


def _heading_units(outline: Outline) -> list[tuple[_Order, str]]:
    """The units of money that the title and the headings declare, in order: "ผลการเบิกจ่าย (หน่วย : ล้านบาท)"."""
    lines = [(line.place, line.text) for line in (*outline.title, *outline.headings)]
    lines += [(heading.place, heading.source_text) for section in outline.sections for heading in section.headings]
    units = ((place, declared_unit(plain(text))) for place, text in lines)
    return sorted(
        (_order(place), unit.code) for place, unit in units if unit is not None and scale_to_baht(unit.code) is not None
    )


def _header_unit(table: LogicalTable) -> str | None:
    """The unit of money that a table's head, a row's label or a row of one cell (หน่วย : บาท) declares."""
    labels = (cell.text for row in table.rows for cell in (row.get("label"),) if cell is not None)
    alone = (row.all_cells[0].text for row in table.rows if sum(bool(cell.text) for cell in row.all_cells) == 1)
    for text in (*(column.words for column in table.header), *labels, *alone):
        unit = declared_unit(plain(text))
        if unit is not None and scale_to_baht(unit.code) is not None:
            return unit.code
    return None


def _quarterly(
    project_no: int, table: LogicalTable, unit: _TableUnit, family: ReportFamily, findings: list[Finding], quarter: int
) -> Iterator[tuple[_Slot, Cell, _TableUnit]]:
    seen: set[tuple[str, bool]] = set()
    labels = [(row, row.get("label")) for row in table.rows]
    cumulative = [label is not None and CUMULATIVE.search(plain(label.text)) is not None for _, label in labels]
    for (row, label), to_date in sorted(zip(labels, cumulative, strict=True), key=lambda pair: pair[1]):
        measure = role_of_label(CUMULATIVE.sub("", plain(label.text)), family.measures) if label else None
        if measure is None or (measure[0], to_date) in seen:
            if label is not None and any(cell.text for _, cell in row.cells):
                findings.append(_unknown_row(project_no, label))
            continue
        seen.add((measure[0], to_date))
        if measure[1] < 1 and label is not None:
            findings.append(_likely_label(project_no, label, measure))
        for role, cell in row.cells:
            period = _period(role, quarter, to_date, (measure[0], False) in seen)
            if period is not None:
                yield _Slot(project_no, "project", cast("Measure", measure[0]), period), cell, unit


def _period(role: str, quarter: int, to_date: bool, has_own: bool) -> Period | None:
    """The period of a column; a row that runs up (สะสม) is YTD in the report's quarter, and never under a quarter's name.

    Its total column says what the row of the same measure says, where there is one.
    """
    if role == "total":
        return None if to_date and has_own else "FY"
    if role not in QUARTERS:
        return None
    if to_date:
        return "YTD" if role == QUARTERS[quarter - 1] else None
    return role


def _summary(
    table: LogicalTable, unit: _TableUnit, family: ReportFamily, findings: list[Finding]
) -> Iterator[tuple[_Slot, Cell, _TableUnit]]:
    columns = {column.role: column for column in table.header if split_role(column.role)[0] in _SUMMARY_MEASURES}
    units = {role: _column_unit(column, unit) for role, column in columns.items()}
    for row, numbered in zip(table.rows, numbered_projects(table.rows), strict=True):
        project_no = numbered[0] if numbered is not None else _of_all(row, family)
        if project_no is None:
            findings.extend(_unknown_summary_row(row, columns))
            continue
        for role, cell in row.cells:
            if role in columns:
                measure, quarter = split_role(role)
                period = cast("Period", quarter) if quarter else _summary_period(role, columns)
                yield _Slot(project_no, "summary", cast("Measure", measure), period), cell, units[role]


def _column_unit(column: HeaderColumn, of_table: _TableUnit) -> _TableUnit:
    """The unit that a column's own head declares, else the table's: "งบประมาณ (ล้านบาท) | เบิกจ่าย (บาท)"."""
    unit = declared_unit(plain(column.words))
    return _TableUnit(unit.code, "declared") if unit is not None and scale_to_baht(unit.code) is not None else of_table


def _of_all(row: Row, family: ReportFamily) -> int | None:
    """The whole organisation for a total row, `None` for another one without a project's number.

    รวม stands under the projects, or in a column before them where theirs is empty.
    """
    own = row.get("project")
    named = own if own is not None and own.text else next((cell for cell in row.all_cells if cell.text), None)
    return WHOLE_ORGANISATION if named is not None and squash(named.text).startswith(family.total_labels) else None


def _unknown_summary_row(row: Row, columns: Mapping[str, HeaderColumn]) -> Iterator[Finding]:
    """A group of projects, or a part of one: said where it holds amounts."""
    label = row.get("project")
    amounts = (amount(plain(cell.text)) for role, cell in row.cells if role in columns)
    if label is not None and label.text and any(number is not None for number in amounts):
        yield _unknown_row(WHOLE_ORGANISATION, label, "summary")


def _summary_period(role: str, columns: Mapping[str, HeaderColumn]) -> Period:
    cumulative = role == "disbursed_pct" or _CUMULATIVE in plain(columns[role].words)
    return "YTD" if cumulative and role != "allocated" else "FY"


def _not_yet(slot: _Slot, cell: Cell, quarter: int) -> bool:
    """Whether nothing stands there: an empty cell, or a dash in a quarter that is still to come."""
    text = plain(cell.text)
    if not text:
        return True
    later = slot.period in QUARTERS and QUARTERS.index(slot.period) >= quarter
    return later and not any(character.isdigit() for character in text)


def _amount(slot: _Slot, cell: Cell, unit: _TableUnit) -> BudgetAmount | None:
    text = plain(cell.text)
    number = amount(text)
    value = published(number)
    is_percent = slot.measure == "disbursed_pct"
    code = "percent" if is_percent else unit.code
    return BudgetAmount(
        project_no=slot.project_no,
        source_table=slot.source_table,
        measure=slot.measure,
        period=slot.period,
        value=value,
        decimals=number.decimals if number is not None and value is not None else None,
        unit=code,
        unit_basis="declared" if is_percent else unit.basis,
        amount_baht=_in_baht(value, code),
        read=Read(cell.place, cell.text),
    )


def _in_baht(value: Decimal | None, unit: str | None) -> Decimal | None:
    scale = scale_to_baht(unit) if unit else None
    if value is None or scale is None:
        return None
    baht = value * scale
    return baht if fits(baht, _BAHT_PLACES) else None


def _twice(slot: _Slot, cell: Cell) -> Finding:
    return draft(
        "table.unrecognised",
        "info",
        slot.subject(),
        cell.place,
        cell.text,
        (
            f"พบ “{quote(cell.text)}” ซ้ำสำหรับรายการและงวดเดียวกัน: ใช้ค่าแรก",
            f"“{quote(cell.text)}” stands for an item and period already read; the first one is kept.",
        ),
        reported=cell.text,
    )


def _unknown_row(project_no: int, label: Cell, table: SourceTable = "project") -> Finding:
    return draft(
        "table.unrecognised",
        "info",
        Subject(project_no=project_no, source_table=table),
        label.place,
        label.text,
        (
            f"ไม่รู้จักแถว “{quote(label.text)}” ในตารางงบประมาณ: เก็บไว้ใน cells เท่านั้น",
            f"The budget row “{quote(label.text)}” is not known; it stands in cells only.",
        ),
        reported=label.text,
    )


def _likely_label(project_no: int, label: Cell, measure: tuple[str, float]) -> Finding:
    return draft(
        "name.suspected",
        "info",
        Subject(project_no=project_no, source_table="project", measure=measure[0]),
        label.place,
        label.text,
        (
            f"อ่านแถว “{quote(label.text)}” เป็น {measure[0]} ตามความคล้าย {measure[1]:.2f}",
            f"The row “{quote(label.text)}” is read as {measure[0]} by likeness {measure[1]:.2f}.",
        ),
        reported=label.text,
        expected=measure[0],
    )
