"""Turns budget amounts into equations: row sums, parts, summary against section, shares, totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from etl.reconcile.equations import CellKey, Equation, Kind, budget_cell
from etl.reconcile.terms import Role, amount_term
from etl.reconcile.verdict import decimals, half_unit, verdict
from schemas.finding import CheckTerm, Subject
from schemas.record import QUARTERS, WHOLE_ORGANISATION, BudgetAmount, Records

_ACTUALS = ("spent", "disbursed", "committed")
_MONEY = ("planned", *_ACTUALS)
_BAHT = {"baht": Decimal(1), "million_baht": Decimal(1_000_000)}
_PLAN_IS_ALLOCATION = Decimal("0.75")  # contract: "in at least three quarters of the report's projects"

Key = tuple[int, str, str, str]  # project_no, source_table, measure, period


@dataclass(frozen=True, slots=True)
class BudgetNet:
    """The amounts of a report by key, and what its tables have at all."""

    amounts: Mapping[Key, BudgetAmount]
    quarter: int
    measures: frozenset[tuple[str, str]]  # (source_table, measure) that stand anywhere
    columns: frozenset[tuple[str, str, str]]  # (source_table, measure, period) that stand anywhere
    summary: tuple[int, ...]  # projects with a row in the summary, the whole organisation aside
    sections: tuple[int, ...]  # projects with a budget table of their own

    def reported_quarters(self, measure: str) -> Sequence[str]:
        """The quarters that count: all four of a plan, those up to the report's of what was done."""
        return QUARTERS if measure in ("planned", "allocated") else QUARTERS[: self.quarter]


def budget_net(records: Records) -> BudgetNet:
    """The amounts of a report, ready to be looked up."""
    amounts: dict[Key, BudgetAmount] = {}
    for amount in records.budgets:
        amounts.setdefault((amount.project_no, amount.source_table, amount.measure, amount.period), amount)
    return BudgetNet(
        amounts=amounts,
        quarter=records.head.quarter,
        measures=frozenset((table, measure) for _, table, measure, _ in amounts),
        columns=frozenset((table, measure, period) for _, table, measure, period in amounts),
        summary=_projects(amounts, "summary"),
        sections=_projects(amounts, "project"),
    )


def _projects(amounts: Mapping[Key, BudgetAmount], table: str) -> tuple[int, ...]:
    return tuple(sorted({key[0] for key in amounts if key[1] == table and key[0] != WHOLE_ORGANISATION}))


def budget_equations(net: BudgetNet) -> Iterator[Equation]:
    """Every equation between amounts, project by project.

    แผน 39.1151 with 16.3300, 18.6300, 1.7930, 2.3621 gives budget.quarters_sum of planned; a quarter
    that has no row is a term without a value.
    """
    for project_no in net.sections:
        yield from _quarters_sums(net, project_no)
        yield from _spent_parts(net, project_no, "project", (*QUARTERS[: net.quarter], "FY"))
    for project_no in sorted({*net.summary, *net.sections}):
        yield from _summary_equals_section(net, project_no)
    for project_no in (*net.summary, WHOLE_ORGANISATION):
        yield from _spent_parts(net, project_no, "summary", ("YTD", "FY"))
        yield from _disbursed_pct(net, project_no)
    for project_no in (*sorted({*net.summary, *net.sections}), WHOLE_ORGANISATION):
        yield from _within_allocated(net, project_no)
    yield from _plan_equals_allocated(net)
    yield from _total_row(net)


def _quarters_sums(net: BudgetNet, project_no: int) -> Iterator[Equation]:
    for measure in ("allocated", *_MONEY):
        quarters = net.reported_quarters(measure)
        keys = [(project_no, "project", measure, period) for period in quarters]
        has_total = ("project", measure, "FY") in net.columns
        if has_total and any(key in net.amounts for key in keys):
            total = (project_no, "project", measure, "FY")
            yield _equation(net, "budget.quarters_sum", total, keys)


def _spent_parts(net: BudgetNet, project_no: int, table: str, periods: Sequence[str]) -> Iterator[Equation]:
    if any((table, measure) not in net.measures for measure in _ACTUALS):
        return
    for period in periods:
        keys = [(project_no, table, measure, period) for measure in _ACTUALS]
        if sum(key in net.amounts for key in keys) > 1:
            yield _equation(net, "budget.spent_parts", keys[0], keys[1:])


def _summary_equals_section(net: BudgetNet, project_no: int) -> Iterator[Equation]:
    if not net.sections or not net.summary:
        return
    for measure in ("allocated", *_MONEY):
        if ("project", measure) not in net.measures:
            continue
        for period in ("YTD", "FY"):
            if ("summary", measure, period) in net.columns:
                parts = _section_figure(net, project_no, measure, period)
                yield _equation(net, "budget.summary_equals_section", (project_no, "summary", measure, period), parts)


def _section_figure(net: BudgetNet, project_no: int, measure: str, period: str) -> list[Key]:
    """What the summary's figure is in the section: its total column, or its quarters so far."""
    has_total = ("project", measure, "FY") in net.columns
    if has_total and (period == "FY" or net.quarter == len(QUARTERS)):
        return [(project_no, "project", measure, "FY")]
    so_far = QUARTERS if period == "FY" and measure == "planned" else QUARTERS[: net.quarter]
    return [(project_no, "project", measure, quarter) for quarter in so_far]


def _disbursed_pct(net: BudgetNet, project_no: int) -> Iterator[Equation]:
    total = _first(net, project_no, "summary", "disbursed_pct", ("YTD", "FY"))
    share = _first(net, project_no, "summary", "disbursed", ("YTD", "FY"))
    whole = _allocated(net, project_no)
    if total is not None and share is not None and whole is not None:
        yield _equation(net, "budget.disbursed_pct", total, [share, whole], "percentage")


def _within_allocated(net: BudgetNet, project_no: int) -> Iterator[Equation]:
    spent = _first(net, project_no, "summary", "spent", ("YTD", "FY"))
    spent = spent or _first(net, project_no, "project", "spent", ("FY",))
    allocated = _allocated(net, project_no)
    if spent is not None and allocated is not None:
        yield _equation(net, "budget.within_allocated", spent, [allocated], "at_most")


def _plan_equals_allocated(net: BudgetNet) -> Iterator[Equation]:
    found: list[Equation] = []
    for project_no in sorted({*net.summary, *net.sections}):
        planned = _plan_of_year(net, project_no)
        allocated = _allocated(net, project_no)
        if planned is not None and allocated is not None:
            found.append(_equation(net, "budget.plan_equals_allocated", planned, [allocated]))
    equal = sum(verdict(equation).outcome in ("pass", "rounding") for equation in found)
    if equal >= _PLAN_IS_ALLOCATION * len(found):
        yield from found


def _plan_of_year(net: BudgetNet, project_no: int) -> Key | None:
    of_summary = ("FY", "YTD") if net.quarter == len(QUARTERS) else ("FY",)
    return _first(net, project_no, "project", "planned", ("FY",)) or _first(
        net, project_no, "summary", "planned", of_summary
    )


def _allocated(net: BudgetNet, project_no: int) -> Key | None:
    return _first(net, project_no, "summary", "allocated", ("FY",)) or _first(
        net, project_no, "project", "allocated", ("FY",)
    )


def _first(net: BudgetNet, project_no: int, table: str, measure: str, periods: Sequence[str]) -> Key | None:
    keys = ((project_no, table, measure, period) for period in periods)
    return next((key for key in keys if key in net.amounts), None)


def _total_row(net: BudgetNet) -> Iterator[Equation]:
    for total in net.amounts:
        project_no, table, measure, period = total
        if project_no == WHOLE_ORGANISATION and table == "summary" and measure != "disbursed_pct" and net.summary:
            parts = [(number, table, measure, period) for number in net.summary]
            yield _equation(net, "budget.total_row", total, parts)


def _equation(net: BudgetNet, rule: str, total: Key, parts: Sequence[Key], kind: Kind = "sum") -> Equation:
    project_no, table, measure, period = total
    keys = (*parts, total)
    roles: tuple[Role, ...] = (*("part" for _ in parts), "total")
    terms = tuple(
        amount_term(role, _label(key, rule), net.amounts.get(key)) for role, key in zip(roles, keys, strict=True)
    )
    terms, halves = _in_one_unit(terms, [net.amounts.get(key) for key in keys], kind)
    return Equation(
        rule=rule,
        subject=Subject(project_no=project_no, source_table=table, measure=measure, period=period),
        kind=kind,
        terms=terms,
        cells=tuple(_cell(key) for key in keys),
        halves=halves,
    )


def _cell(key: Key) -> CellKey:
    return budget_cell(*key)


def _label(key: Key, rule: str) -> str:
    project_no, table, measure, period = key
    words = f"{measure} {period}" if table == "project" else f"summary {measure} {period}"
    return f"{words} project {project_no}" if rule == "budget.total_row" and project_no else words


def _in_one_unit(
    terms: tuple[CheckTerm, ...], amounts: Sequence[BudgetAmount | None], kind: Kind
) -> tuple[tuple[CheckTerm, ...], tuple[Decimal, ...] | None]:
    """The terms in the total's unit where tables use several (ล้านบาท here, บาท there), with their halves."""
    units = {amount.unit for amount in amounts if amount is not None and amount.unit in _BAHT}
    if len(units) < 2 or kind == "percentage":
        return terms, None
    total = amounts[-1].unit if amounts[-1] is not None else next(iter(sorted(filter(None, units))))
    scaled: list[CheckTerm] = []
    halves: list[Decimal] = []
    for term, amount in zip(terms, amounts, strict=True):
        scale = _BAHT.get(amount.unit or "", _BAHT[total or ""]) / _BAHT[total or ""] if amount else Decimal(1)
        value = term.value * scale if term.value is not None else None
        halves.append(half_unit(decimals(term.value)) * scale)
        scaled.append(
            CheckTerm(term.role, term.label, term.sign, term.printed, value, term.dataset, term.place, term.source_text)
        )
    return tuple(scaled), tuple(halves)
