"""Turns KPI records into equations: plans and actuals against the year, and points against levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from etl.reconcile.equations import CellKey, Equation, Kind, kpi_cell, level_cell, quarter_cell, score_cell
from etl.reconcile.summary import summary_equations
from etl.reconcile.terms import term
from etl.reconcile.verdict import copies
from parsers.headings import name_key
from parsers.likeness import best_match
from parsers.quantities import compare
from parsers.units import is_countable, same_unit, scale_to_baht
from schemas.finding import CheckTerm, Outcome, Subject
from schemas.record import QUARTERS, KpiLevel, KpiQuarter, KpiTarget, Operator, Records, ScorecardLine

_MEAN_WORD = "เฉลี่ย"
# A KPI's name in its section and in the scorecard: equal or cut short, else nearly all letters.
_LEAST_LIKENESS = 0.9
_LEAST_MARGIN = 0.05
_SHORTEST_CUT = 20  # letters that a name cut short must still have to name one KPI only

Place = tuple[int, int]  # project_no, kpi_no


@dataclass(frozen=True, slots=True)
class _Kpi:
    """One KPI with all that the report says of it."""

    key: Place
    summary: tuple[KpiTarget, ...]
    section: tuple[KpiTarget, ...]
    quarters: tuple[KpiQuarter, ...]
    levels: tuple[KpiLevel, ...]

    def subject(self, part: int | None = 1) -> Subject:
        return Subject(project_no=self.key[0], kpi_no=self.key[1], part=part)


def kpi_equations(records: Records) -> Iterator[Equation]:
    """Every equation of the KPI tables, KPI by KPI.

    "200 (1,864)" under Q3 and its neighbours against "3,907 ราย" give kpi.quarters_sum.
    """
    yield from summary_equations(records)
    scored = {name_key(line.name): line for line in records.scorecard}
    shows_year = any(quarter.period == QUARTERS[-1] for quarter in records.kpi_quarters)
    for kpi in _kpis(records):
        if shows_year:  # tables of the quarters so far do not say what the year's plans add up to
            yield from _plan_sum(kpi)
        yield from _quarters_sum(kpi, QUARTERS[: records.head.quarter])
        yield from _status(kpi)
        yield from _score_differs(kpi, scored)
        yield from _level_points(kpi)


def _kpis(records: Records) -> Iterator[_Kpi]:
    found: dict[Place, tuple[list[KpiTarget], list[KpiTarget], list[KpiQuarter], list[KpiLevel]]] = {}
    for target in records.kpis:
        lists = found.setdefault((target.project_no, target.kpi_no), ([], [], [], []))
        lists[target.source_table == "project"].append(target)  # type: ignore[arg-type]
    for quarter in records.kpi_quarters:
        found.setdefault((quarter.project_no, quarter.kpi_no), ([], [], [], []))[2].append(quarter)
    for level in records.kpi_levels:
        found.setdefault((level.project_no, level.kpi_no), ([], [], [], []))[3].append(level)
    for key, (summary, section, quarters, levels) in sorted(found.items(), key=lambda item: item[0]):
        yield _Kpi(key, tuple(summary), tuple(section), tuple(quarters), tuple(levels))


def quantity_kind(unit: str | None, *words: str) -> Literal["count", "amount", "level", "unknown"]:
    """How numbers of a unit add up: counts exactly, money rounded, percentages and means not at all."""
    if unit is None:
        return "unknown"
    if scale_to_baht(unit) is not None:
        return "amount"
    if not is_countable(unit) or any(_MEAN_WORD in text for text in words):
        return "level"
    return "count"


def _plan_sum(kpi: _Kpi) -> Iterator[Equation]:
    """The quarterly plans against the target; a KPI of several targets does not say whose plans they are."""
    plans = [quarter for quarter in kpi.quarters if quarter.plan_value is not None]
    numbers = [quarter for quarter in plans if any(map(str.isdigit, _own_text(quarter, "plan")))]
    if len(kpi.section) != 1 or not numbers:
        return  # dashes alone plan no count
    target = kpi.section[0]
    sort = quantity_kind(target.target_unit, target.name, target.target_text)
    total = term("total", "target", target.target_value, target.target_text, "kpis", target.read)
    cell = kpi_cell(*kpi.key, target.part, "project", "target")
    counted = sort == "count" or (sort == "unknown" and _adds_up(plans, target.target_value))
    parts = plans if counted or sort == "amount" else numbers[-1:]
    terms = (*(_quarter_term(quarter, "plan") for quarter in parts), total)
    cells: tuple[CellKey, ...] = (*(_quarter_cell(quarter, "plan") for quarter in parts), cell)
    kind: Kind = "count" if counted else "sum"
    halves = None if counted or sort == "amount" else copies(parts[0].plan_value, target.target_value)
    outcome = _inside_range(target, terms)
    equation = Equation("kpi.plan_sum", kpi.subject(target.part), kind, terms, cells, halves, outcome)
    if sort != "unknown" or counted or parts[-1].plan_value == target.target_value:
        yield equation


def _adds_up(plans: Sequence[KpiQuarter], target: Decimal | None) -> bool:
    return sum((plan.plan_value for plan in plans if plan.plan_value is not None), Decimal(0)) == target


def _inside_range(target: KpiTarget, terms: Sequence[CheckTerm]) -> Outcome | None:
    """For a target that is a range ("544 – 580 บริการ"): whether the plans end inside it."""
    if target.target_operator != "between" or target.target_upper is None or target.target_value is None:
        return None
    planned = sum((part.value for part in terms if part.role == "part" and part.value is not None), Decimal(0))
    return "pass" if target.target_value <= planned <= target.target_upper else "fail"


def _quarters_sum(kpi: _Kpi, so_far: Sequence[str]) -> Iterator[Equation]:
    """The quarterly actuals of a countable unit against the result."""
    actuals = {quarter.period: quarter for quarter in kpi.quarters if quarter.actual_value is not None}
    if len(kpi.section) != 1 or not any(period in actuals for period in so_far):
        return
    result = kpi.section[0]
    unit = result.result_unit or result.target_unit
    if quantity_kind(unit, result.name, result.target_text) != "count":
        return
    total = term("total", "result", result.result_value, result.result_text, "kpis", result.read)
    terms: list[CheckTerm] = []
    cells: list[CellKey] = []
    for period in so_far:
        quarter = actuals.get(period)  # type: ignore[call-overload]
        terms.append(_quarter_term(quarter, "actual") if quarter else _missing_actual(period))
        cells.append(quarter_cell(*kpi.key, 1, period, "actual"))
    cells.append(kpi_cell(*kpi.key, result.part, "project", "result"))
    yield Equation("kpi.quarters_sum", kpi.subject(result.part), "count", (*terms, total), tuple(cells))


def _quarter_term(quarter: KpiQuarter, column: Literal["plan", "actual"]) -> CheckTerm:
    value = quarter.plan_value if column == "plan" else quarter.actual_value
    text = _own_text(quarter, column)
    return term("part", f"{column} {quarter.period}", value, text, "kpi_quarters", quarter.read)


def _own_text(quarter: KpiQuarter, column: Literal["plan", "actual"]) -> str:
    """The words of plan or actual, which stand in cells of their own or in one: "10 (12)"."""
    plan, tab, done = quarter.cell_text.partition("\t")
    cut = plan.find("(")
    in_one = plan if cut < 0 else plan[:cut] if column == "plan" else plan[cut:]
    return done if tab and column == "actual" else in_one


def _missing_actual(period: str) -> CheckTerm:
    return term("part", f"actual {period}", None, "", "kpi_quarters", None)


def _quarter_cell(quarter: KpiQuarter, column: str) -> CellKey:
    return quarter_cell(quarter.project_no, quarter.kpi_no, quarter.part, quarter.period, column)


def _status(kpi: _Kpi) -> Iterator[Equation]:
    """The mark that the report gives against the one the numbers give.

    One mark stands for all targets of a KPI: it is below where one of them is.
    """
    for rows in (kpi.summary, kpi.section):
        if any(row.status_reported not in ("met", "below") or row.status not in ("met", "below") for row in rows):
            continue
        reached = [_reaches(row.result_value, row.target_operator, row.target_value, row.target_upper) for row in rows]
        if not rows or any(one is None for one in reached):
            continue
        computed = "met" if all(reached) else "below"
        row = rows[reached.index(False) if computed == "below" else 0]
        yield Equation(
            "kpi.status",
            Subject(kpi.key[0], kpi.key[1], row.part, source_table=row.source_table),
            "decided",
            outcome="pass" if row.status_reported == computed else "fail",
            reported=row.status_reported,
            expected=computed,
            messages=_status_words(kpi, row, computed),
            place=row.read.place,
            source_text=row.read.source_text,
        )


def _status_words(kpi: _Kpi, row: KpiTarget, computed: str) -> tuple[str, str]:
    thai = {"met": "สำเร็จตามเป้าหมาย", "below": "ต่ำกว่าเป้าหมาย"}
    number = f"{kpi.key[0]}.{kpi.key[1]}"
    said, result, target = row.status_reported or computed, row.result_text, row.target_text
    return (
        f"ตัวชี้วัด {number}: สถานะที่รายงานคือ {thai[said]} แต่ผล {result} เทียบเป้าหมาย {target} คือ {thai[computed]}",
        f"KPI {number}: the report marks it {said}, but the result {result} against the target {target} is {computed}.",
    )


def _reaches(value: Decimal | None, operator: Operator | None, lower: Decimal | None, upper: Decimal | None) -> bool | None:
    if value is None or lower is None:
        return None
    return compare(value, operator, lower, upper)


def _score_differs(kpi: _Kpi, scored: Mapping[str, ScorecardLine]) -> Iterator[Equation]:
    """Points named beside a KPI against the score of the scorecard's line of the same name."""
    named = [row for row in (*kpi.summary, *kpi.section) if row.points is not None]
    if not named or not scored:
        return
    names = tuple(dict.fromkeys(name_key(row.name) for row in (*kpi.section, *kpi.summary)))
    line = next((scored[found] for found in (_matching(name, tuple(scored)) for name in names) if found), None)
    if line is None:
        return
    for row in named:
        column = "summary points" if row.source_table == "summary" else "points"
        total = term("total", column, row.points, row.result_text, "kpis", row.read)
        part = term("part", f"scorecard {line.item_no} score", line.score, line.score_text, "scorecard", line.read)
        yield Equation(
            "kpi.score_differs",
            Subject(kpi.key[0], kpi.key[1], row.part, line.item_no, row.source_table),
            "count",
            (part, total),
            (score_cell(line.item_no, "score"), kpi_cell(*kpi.key, row.part, row.source_table, "points")),
        )


@lru_cache(maxsize=1024)
def _matching(name: str, choices: tuple[str, ...]) -> str | None:
    """The scorecard's name for a KPI: the same, one cut short, or one alike and no other nearly so."""
    if name in choices:
        return name
    cut = [
        other
        for other in choices
        if min(len(name), len(other)) >= _SHORTEST_CUT and (name.startswith(other) or other.startswith(name))
    ]
    if len(cut) == 1:
        return cut[0]
    found = best_match(name, choices, _LEAST_LIKENESS, _LEAST_MARGIN)
    return found.choice if found else None


def _level_points(kpi: _Kpi) -> Iterator[Equation]:
    """Points named beside a KPI against those of the highest level that its result reaches."""
    result = next((row for row in (*kpi.section, *kpi.summary) if row.part == 1), None)
    if result is None or result.result_value is None:
        return
    levels = [level for level in kpi.levels if level.points is not None and level.threshold_value is not None]
    if not levels or not all(_same(level.threshold_unit, result.result_unit) for level in levels):
        return
    reached = [level for level in levels if _reaches_level(result.result_value, level)]
    best = max(reached, key=lambda level: level.points or 0, default=None)
    for row in (*kpi.summary, *kpi.section):
        if row.points is not None:
            yield _points_equation(kpi, row, result, best)


def _same(one: str | None, other: str | None) -> bool:
    return one is None or other is None or same_unit(one, other, case_is_person=True)


def _reaches_level(value: Decimal, level: KpiLevel) -> bool:
    """A range is reached from its lower end on: who is above it has reached it too."""
    operator = ">=" if level.threshold_operator == "between" else level.threshold_operator
    return bool(_reaches(value, operator, level.threshold_value, None))


def _points_equation(kpi: _Kpi, row: KpiTarget, result: KpiTarget, best: KpiLevel | None) -> Equation:
    expected = best.points if best is not None and best.points is not None else Decimal(0)
    column = "summary points" if row.source_table == "summary" else "points"
    total = term("total", column, row.points, row.result_text, "kpis", row.read)
    label = f"level {best.level} points" if best else "level none"
    read = best.read if best else None
    part = term("part", label, expected, best.threshold_text if best else "", "kpi_levels", read)
    number = f"{kpi.key[0]}.{kpi.key[1]}"
    return Equation(
        "kpi.level_points",
        Subject(kpi.key[0], kpi.key[1], row.part, source_table=row.source_table),
        "decided",
        (part, total),
        (
            level_cell(*kpi.key, 1, best.level, "points") if best else None,
            kpi_cell(*kpi.key, row.part, row.source_table, "points"),
        ),
        outcome="pass" if row.points == expected else "fail",
        reported=total.printed,
        expected=format(expected, "f"),
        messages=(
            f"ตัวชี้วัด {number}: ระบุ {total.printed} คะแนน แต่ผล {result.result_text} ถึงระดับที่ได้ {expected:f} คะแนน",
            f"KPI {number}: {total.printed} points are named, but {result.result_text} reaches the level worth {expected:f}.",
        ),
    )
