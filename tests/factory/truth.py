"""Turns facts into the rows that the datasets must hold, as plain Python values.

Written from the data contract alone; nothing of the program under test is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.factory.facts import QUARTERS, ZERO, Budget, Facts, Kpi, Part, Planned, half_up, percent_disbursed

Row = dict[str, object]
_BAHT = {"million_baht": Decimal(1_000_000), "baht": Decimal(1)}


def truth(facts: Facts) -> dict[str, list[Row]]:
    """Dataset → rows, in the order in which the report prints them.

    Columns that a dataset has and a row here has not are not asserted. `value` of a budget is what is
    printed, so rounded to the report's decimals.
    """
    return {
        "projects": [{"project_no": p.number, "name": p.name} for p in facts.projects],
        "budgets": [*_summary_budgets(facts), *_section_budgets(facts)],
        "kpis": [*_summary_kpis(facts), *_section_kpis(facts)],
        "kpi_quarters": list(_quarters(facts)),
        "kpi_levels": list(_levels(facts)),
        "scorecard": list(_scorecard(facts)),
        "activities": list(_activities(facts)),
        "links": list(_links(facts)),
    }


def _amount(facts: Facts, key: tuple[int, str, str, str], value: Decimal, decimals: int) -> Row:
    project_no, table, measure, period = key
    percent = measure == "disbursed_pct"
    return {
        "project_no": project_no,
        "source_table": table,
        "measure": measure,
        "period": period,
        "value": value,
        "decimals": decimals if value else 0,  # nothing is printed as a lone dash
        "unit": "percent" if percent else facts.unit,
        "amount_baht": None if percent else half_up(value * _BAHT[facts.unit], 2),
    }


def _to_date(facts: Facts, budget: Budget) -> list[tuple[str, str, Decimal]]:
    return [
        ("allocated", "FY", budget.allocated),
        ("planned", "YTD", sum(budget.planned[: facts.quarter], ZERO)),
        ("spent", "YTD", sum(budget.spent, ZERO)),
        ("disbursed", "YTD", sum(budget.disbursed, ZERO)),
    ]


def _summary_budgets(facts: Facts) -> Iterator[Row]:
    for project in facts.projects:
        yield from _summary_row(facts, project.number, project.budget)
    if facts.total_row:
        yield from _summary_row(facts, 0, whole(facts))


def _summary_row(facts: Facts, project_no: int, budget: Budget) -> Iterator[Row]:
    for measure, period, value in _to_date(facts, budget):
        key = (project_no, "summary", measure, period)
        yield _amount(facts, key, budget.printed(value), budget.decimals)
    percent = percent_disbursed(budget)
    if percent is not None:
        yield _amount(facts, (project_no, "summary", "disbursed_pct", "YTD"), percent, 0)


def whole(facts: Facts) -> Budget:
    """All projects together, as a total row prints them."""
    budgets = [project.budget for project in facts.projects]
    return Budget(
        allocated=sum((b.allocated for b in budgets), ZERO),
        planned=_added([b.planned for b in budgets]),
        disbursed=_added([b.disbursed for b in budgets]),
        committed=_added([b.committed for b in budgets]),
        decimals=budgets[0].decimals,
    )


def _added(rows: list[tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
    return tuple(sum(column, ZERO) for column in zip(*rows, strict=True))


def _section_budgets(facts: Facts) -> Iterator[Row]:
    for project in facts.projects:
        budget = project.budget
        for measure, values in budget.rows():
            key = (project.number, "project", measure, "FY")
            yield _amount(facts, key, budget.printed(sum(values, ZERO)), budget.decimals)
            for period, value in zip(QUARTERS, values, strict=False):
                key = (project.number, "project", measure, period)
                yield _amount(facts, key, budget.printed(value), budget.decimals)


def _summary_kpis(facts: Facts) -> Iterator[Row]:
    for project in facts.projects:
        for kpi in project.kpis:
            if kpi.in_summary:
                yield from _kpi(project.number, kpi, kpi.summary or kpi.parts, "summary")


def _section_kpis(facts: Facts) -> Iterator[Row]:
    for project in facts.projects:
        for kpi in project.kpis:
            yield from _kpi(project.number, kpi, kpi.parts, "project")


def _kpi(project_no: int, kpi: Kpi, parts: tuple[Part, ...], table: str) -> Iterator[Row]:
    for part_no, part in enumerate(parts, start=1):
        result = None if kpi.awaited else part.result
        yield {
            "project_no": project_no,
            "kpi_no": kpi.number,
            "part": part_no,
            "source_table": table,
            "name": (kpi.brief or kpi.name) if table == "summary" else kpi.name,
            "frameworks": list(kpi.frameworks) if table == "project" else [],
            "target_operator": part.operator,
            "target_value": part.value,
            "target_upper": part.upper,
            "target_unit": part.unit,
            "result_value": result,
            "result_unit": None if result is None else part.result_unit or part.unit,
            "points": _points(kpi, part_no, parts),
            "status": _status(kpi, part, result),
        }


def _points(kpi: Kpi, part_no: int, parts: tuple[Part, ...]) -> Decimal | None:
    """Points stand behind the last part, and belong to it."""
    if kpi.points is None or kpi.awaited or part_no != len(parts) or parts[-1].result is None:
        return None
    return Decimal(kpi.points)


def _status(kpi: Kpi, part: Part, result: Decimal | None) -> str:
    if kpi.awaited:
        return "pending"
    if result is None:
        return "missing"
    return "met" if satisfies(part, result) else "below"


def satisfies(part: Part, result: Decimal) -> bool:
    """Whether the result is what the target asks for; at least it where no operator stands."""
    if part.operator == "between":
        return part.value <= result <= (part.upper or part.value)
    if part.operator == ">":
        return result > part.value
    if part.operator == "<":
        return result < part.value
    return result <= part.value if part.operator == "<=" else result >= part.value


def _quarters(facts: Facts) -> Iterator[Row]:
    for project in facts.projects:
        for kpi in project.kpis:
            start = 0
            for cell in kpi.plan:
                if cell.words or cell.number is not None:
                    yield _quarter(project.number, kpi, cell, QUARTERS[start])
                start += cell.span


def _quarter(project_no: int, kpi: Kpi, cell: Planned, period: str) -> Row:
    return {
        "project_no": project_no,
        "kpi_no": kpi.number,
        "part": 1,
        "period": period,
        "plan_value": cell.number,
        "actual_value": cell.actual,
        "unit": cell.unit or kpi.parts[0].unit,
    }


def _levels(facts: Facts) -> Iterator[Row]:
    for project in facts.projects:
        for kpi in project.kpis:
            for one in kpi.levels:
                yield {
                    "project_no": project.number,
                    "kpi_no": kpi.number,
                    "part": 1,
                    "level": one.level,
                    "points": Decimal(one.points),
                    "threshold_operator": one.operator,
                    "threshold_value": one.value,
                    "threshold_upper": one.upper,
                    "threshold_unit": one.unit,
                }


def _scorecard(facts: Facts) -> Iterator[Row]:
    card = facts.scorecard
    if card is None:
        return
    for line in card.lines:
        yield _score(line.item_no, line.weight, line.score, line.weighted) | {"name": line.name}
    yield _score("total", card.weight, None, card.total)


def _score(item_no: str, weight: Decimal, score: Decimal | None, weighted: Decimal) -> Row:
    return {"item_no": item_no, "weight": weight, "score": score, "weighted_score": weighted}


def _activities(facts: Facts) -> Iterator[Row]:
    for project in facts.projects:
        for kpi in project.kpis:
            for said in kpi.narrative:
                for counted in said.counted:
                    yield {
                        "project_no": project.number,
                        "kpi_no": kpi.number,
                        "title": counted.title.replace("**", ""),
                        "channel": counted.channel,
                        "count": counted.count,
                        "unit": counted.unit,
                    }


def _links(facts: Facts) -> Iterator[Row]:
    for project in facts.projects:
        for kpi in project.kpis:
            for said in kpi.narrative:
                for url in said.links:
                    yield {"project_no": project.number, "kpi_no": kpi.number, "url": url}
