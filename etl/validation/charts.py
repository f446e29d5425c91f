"""Draws a report's figures as SVG: money by quarter and project, results against targets, coverage."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from parsers.units import unit_name
from schemas.record import QUARTERS, BudgetAmount, KpiTarget, Records
from schemas.report import Report

_WIDTH, _BAR, _GAP = 720, 14, 6
_MEASURES = (("planned", "แผน", "plan"), ("spent", "ใช้จ่าย", "spent"), ("disbursed", "เบิกจ่าย", "disbursed"))
_LEFT, _RIGHT = 190, 190  # for labels, and for the numbers behind the bars
_LABEL_LETTERS = 27  # of 11 px, left of the bars
_MOST_OF_TARGET = Decimal(2)  # bars end at twice the target; the number beside them says the rest


def money_by_project(records: Records) -> str:
    """Plan, spending and disbursement of each project to date, as grouped bars (million baht)."""
    totals = _project_totals(records.budgets)
    if not totals:
        return ""
    names = {project.project_no: project.name for project in records.projects}
    most = max((value for values in totals.values() for value in values.values()), default=Decimal(0))
    rows: list[str] = []
    y = 10
    for project_no, values in sorted(totals.items()):
        rows.append(_label(y + _BAR, f"{project_no}. {names.get(project_no, '')}"))
        for index, (measure, _, _) in enumerate(_MEASURES):
            value = values.get(measure)
            if value is not None:
                rows.append(_bar(y + index * _BAR, value, most, measure, f"{value / 1_000_000:,.4f}"))
        y += _BAR * len(_MEASURES) + _GAP * 2
    return _svg(y, rows, "เงินรายโครงการ · money by project")


def money_by_quarter(records: Records) -> str:
    """Plan, spending and disbursement of all projects by quarter, as grouped bars (million baht)."""
    totals: dict[str, dict[str, Decimal]] = {}
    for amount in records.budgets:
        if amount.source_table == "project" and amount.period in QUARTERS and amount.amount_baht is not None:
            of_quarter = totals.setdefault(amount.period, {})
            of_quarter[amount.measure] = of_quarter.get(amount.measure, Decimal(0)) + amount.amount_baht
    if not totals:
        return ""
    most = max(value for values in totals.values() for value in values.values())
    rows: list[str] = []
    y = 10
    for quarter in sorted(totals):
        rows.append(_label(y + _BAR, f"ไตรมาส {quarter[1:]}", f"Q{quarter[1:]}"))
        for index, (measure, _, _) in enumerate(_MEASURES):
            value = totals[quarter].get(measure)
            if value is not None:
                rows.append(_bar(y + index * _BAR, value, most, measure, f"{value / 1_000_000:,.4f}"))
        y += _BAR * len(_MEASURES) + _GAP * 2
    return _svg(y, rows, "เงินรายไตรมาส · money by quarter")


def results_against_targets(records: Records) -> str:
    """Each KPI's result as a share of its target; the line is the target, a bar of more than twice as much is cut."""
    kpis = [kpi for kpi in _one_a_kpi(records.kpis) if _share(kpi) is not None]
    if not kpis:
        return ""
    rows: list[str] = []
    y = 10
    target_x = _LEFT + (_WIDTH - _LEFT - _RIGHT) / 2
    for kpi in kpis:
        share = _share(kpi) or Decimal(0)
        drawn = min(max(share, Decimal(0)), _MOST_OF_TARGET)
        part = f".{kpi.part}" if kpi.part > 1 else ""
        rows.append(_label(y + _BAR - 3, f"{kpi.project_no}.{kpi.kpi_no}{part} {kpi.name}"))
        text = f"{_plain(kpi.result_value)} / {_plain(kpi.target_value)}"
        unit = kpi.target_unit or ""
        rows.append(_bar(y, drawn, _MOST_OF_TARGET, f"kpi {kpi.status}", text, (unit_name(unit, "th"), unit_name(unit, "en"))))
        if share > _MOST_OF_TARGET:
            rows.append(_cut(y))
        y += _BAR + _GAP
    rows.insert(0, f'<line class="target" x1="{target_x:.0f}" x2="{target_x:.0f}" y1="4" y2="{y}"/>')
    return _svg(y, rows, "ผลเทียบเป้าหมาย · results against targets")


def coverage_bar(report: Report) -> str:
    """Published, passed over and unaccounted numbers as one bar."""
    total = len(report.numbers)
    if not total:
        return ""
    rows: list[str] = []
    x = 0.0
    for fate in ("value", "passed_over", "unaccounted"):
        count = sum(number.fate == fate for number in report.numbers)
        width = _WIDTH * count / total
        rows.append(f'<rect class="fate {fate}" x="{x:.1f}" y="4" width="{width:.1f}" height="18"/>')
        if width > 40:
            rows.append(f'<text class="inside" x="{x + 6:.1f}" y="17">{count}</text>')
        x += width
    return _svg(26, rows, "ความครอบคลุม · coverage")


def _project_totals(budgets: Sequence[BudgetAmount]) -> dict[int, dict[str, Decimal]]:
    totals: dict[int, dict[str, Decimal]] = {}
    for amount in budgets:
        whole = amount.source_table == "project" and amount.period == "FY"
        if whole and amount.amount_baht is not None:
            totals.setdefault(amount.project_no, {})[amount.measure] = amount.amount_baht
    return totals


def _one_a_kpi(kpis: Iterable[KpiTarget]) -> list[KpiTarget]:
    """Each target once: as its section gives it, else as the summary does."""
    chosen: dict[tuple[int, int, int], KpiTarget] = {}
    for kpi in kpis:
        key = (kpi.project_no, kpi.kpi_no, kpi.part)
        if key not in chosen or (kpi.source_table == "project" and kpi.result_value is not None):
            chosen[key] = kpi
    return [chosen[key] for key in sorted(chosen)]


def _share(kpi: KpiTarget) -> Decimal | None:
    if kpi.result_value is None or not kpi.target_value or kpi.target_value <= 0:
        return None
    return kpi.result_value / kpi.target_value


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,f}"


def _label(y: float, text: str, english: str = "") -> str:
    """A label left of the bars, whole when pointed at; in both languages where it is our own words."""
    said = _both(text, english) if english else f"{escape(_fitting(text))}<title>{escape(text)}</title>"
    return f'<text class="label" x="0" y="{y:.0f}">{said}</text>'


def _both(thai: str, english: str) -> str:
    return f'<tspan lang="th">{escape(thai)}</tspan><tspan lang="en">{escape(english)}</tspan>'


def _fitting(text: str) -> str:
    """As much of a label as fits beside the bars; marks above and below letters take no room."""
    room = _LABEL_LETTERS
    for position, letter in enumerate(text):
        room -= unicodedata.category(letter) != "Mn"
        if room < 0:
            return text[:position].rstrip() + "…"
    return text


def _bar(y: float, value: Decimal, most: Decimal, kind: str, text: str, unit: tuple[str, str] | None = None) -> str:
    room = _WIDTH - _LEFT - _RIGHT
    width = (max(value, Decimal(0)) / most * room) if most > 0 else Decimal(0)
    return (
        f'<rect class="bar {escape(kind)}" x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR - 3}"/>'
        f'<text class="value" x="{_LEFT + width + 5:.1f}" y="{y + _BAR - 5}">{escape(text)}'
        f"{' ' + _both(*unit) if unit else ''}</text>"
    )


def _cut(y: float) -> str:
    """Two slanting gaps across the end of a bar that would be longer."""
    x, height = _WIDTH - _RIGHT - 16, _BAR - 3
    return f'<path class="cut" d="M{x} {y + height}l5 -{height}m4 0l-5 {height}"/>'


def _svg(height: float, rows: Sequence[str], name: str) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{escape(name)}">'
        + "".join(rows)
        + "</svg>"
    )
