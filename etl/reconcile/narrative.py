"""All equations that need the words of a report: lists, stated sums, activities, names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from etl.extract.projects import NameGiven
from etl.reconcile.activities import activities_equation
from etl.reconcile.equations import Equation
from etl.reconcile.listed import list_equations
from etl.reconcile.named import names_equation
from etl.reconcile.projects import project_equations
from etl.reconcile.stated import stated_equations
from schemas.record import Activity, KpiTarget, Narrative, Records

_Key = tuple[int, int | None]


def narrative_equations(records: Records, names: Sequence[NameGiven]) -> Iterator[Equation]:
    """Every equation of the words, KPI by KPI in the order of their lines; project names first.

    Lines outside any KPI give their stated sums too.
    """
    yield from project_equations(names)
    lines: dict[_Key, list[Narrative]] = {}
    for line in records.narratives:
        lines.setdefault((line.project_no, line.kpi_no), []).append(line)
    activities: dict[_Key, list[Activity]] = {}
    for activity in records.activities:
        activities.setdefault((activity.project_no, activity.kpi_no), []).append(activity)
    targets: dict[tuple[str, int, int], KpiTarget] = {
        (t.source_table, t.project_no, t.kpi_no): t for t in reversed(records.kpis) if t.part == 1
    }
    for key, below in lines.items():
        result = targets.get(("project", key[0], key[1] or 0))
        yield from list_equations(below, result)
        yield from stated_equations(below)
        if result is not None:
            yield from _of_result(records, result, targets, below, activities.get(key, []))


def _of_result(
    records: Records,
    result: KpiTarget,
    targets: dict[tuple[str, int, int], KpiTarget],
    lines: Sequence[Narrative],
    activities: Sequence[Activity],
) -> Iterator[Equation]:
    period = f"Q{records.head.quarter}"
    quarter = next(
        (
            row
            for row in records.kpi_quarters
            if (row.project_no, row.kpi_no, row.period) == (result.project_no, result.kpi_no, period)
        ),
        None,
    )
    counted = activities_equation(activities, lines, result, quarter)
    if counted is not None:
        yield counted
    summary = targets.get(("summary", result.project_no, result.kpi_no))
    named = names_equation(summary, result, lines) if summary is not None else None
    if named is not None:
        yield named
