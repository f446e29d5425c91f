"""The equation of a KPI's activities: they add up to the quarter's actual, or to the result."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from etl.reconcile.equations import CellKey, Equation, activity_cell, kpi_cell, quarter_cell
from etl.reconcile.terms import term
from parsers.lists import marker_style
from parsers.units import person_like, same_unit
from schemas.finding import CheckTerm, Subject
from schemas.record import Activity, KpiQuarter, KpiTarget, Narrative

_LEAST_ACTIVITIES = 2


def activities_equation(
    activities: Sequence[Activity],
    lines: Sequence[Narrative],
    result: KpiTarget,
    quarter: KpiQuarter | None,
) -> Equation | None:
    """The activities of the KPI's unit against the quarter's actual or the result, whichever they give.

    Activities of 70 and 30 คน under an actual of 100 hold. They contradict only where every item of
    the list has such a count; `None` where fewer than two have one. Items below items (1) with ก) and ข) under it)
    may be the parts of those above: then the upper ones may hold alone, and neither contradicts.
    """
    counted = [activity for activity in activities if _same(activity.unit, result.result_unit or result.target_unit)]
    if len(counted) < _LEAST_ACTIVITIES:
        return None
    totals = _totals(result, quarter)
    if not totals:
        return None
    upper = _upper(counted, lines)
    nested = len(upper) < len(counted)
    if nested and any(total.value == _sum(upper) for total, _ in totals):
        counted = upper
    given = _sum(counted)
    total, cell = next(((one, key) for one, key in totals if one.value == given), totals[0])
    terms = (*(_part(activity) for activity in counted), total)
    cells: tuple[CellKey, ...] = (*(activity_cell(activity.seq) for activity in counted), cell)
    subject = Subject(project_no=result.project_no, kpi_no=result.kpi_no, part=result.part)
    partial = total.value != given and (nested or not _every_item_counted(counted, lines))
    return Equation(
        "kpi.activities_sum", subject, "count", terms, cells,
        missing=("items without a count",) if partial else (),
    )  # fmt: skip


def _sum(activities: Sequence[Activity]) -> Decimal:
    return sum((activity.count for activity in activities), Decimal(0))


def _upper(counted: Sequence[Activity], lines: Sequence[Narrative]) -> list[Activity]:
    """The activities in items of the first item's style; all of them where a list has one style."""
    styles = {(line.read.place, line.read.source_text): marker_style(line.marker) for line in lines if line.marker}
    first = next(iter(styles.values()), None)
    return [one for one in counted if styles.get((one.read.place, one.read.source_text), first) == first]


def _same(unit: str | None, wanted: str | None) -> bool:
    if unit is None or wanted is None:
        return False
    return same_unit(unit, wanted) or (person_like(unit) and person_like(wanted))


def _totals(result: KpiTarget, quarter: KpiQuarter | None) -> list[tuple[CheckTerm, CellKey]]:
    totals: list[tuple[CheckTerm, CellKey]] = []
    if quarter is not None and quarter.actual_value is not None:
        actual = term("total", f"actual {quarter.period}", quarter.actual_value, quarter.cell_text, "kpi_quarters", quarter.read)
        totals.append((actual, quarter_cell(quarter.project_no, quarter.kpi_no, quarter.part, quarter.period, "actual")))
    if result.result_value is not None:
        whole = term("total", "result", result.result_value, result.result_text, "kpis", result.read)
        totals.append((whole, kpi_cell(result.project_no, result.kpi_no, result.part, "project", "result")))
    return totals


def _part(activity: Activity) -> CheckTerm:
    return term("part", activity.title[:60] or "activity", activity.count, activity.read.source_text, "activities", activity.read)


def _every_item_counted(counted: Sequence[Activity], lines: Sequence[Narrative]) -> bool:
    """Whether each item of the list has a count of the unit: a list that counts only some proves nothing."""
    with_count = {(activity.read.place, activity.read.source_text) for activity in counted}
    return all(
        (line.read.place, line.read.source_text) in with_count for line in lines if line.kind == "item" and line.marker != "-"
    ) and any(line.kind == "item" for line in lines)
