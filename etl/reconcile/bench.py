"""Turns records, again and again, into what the rules say of them; what a change leaves alone is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from etl.reconcile.budgets import budget_equations, budget_net
from etl.reconcile.equations import CellKey, Equation
from etl.reconcile.kpis import kpi_equations
from etl.reconcile.messages import figures
from etl.reconcile.scorecard import scorecard_equations
from etl.reconcile.suspects import Judged, explain
from etl.reconcile.trial import judge, numbers
from etl.reconcile.verdict import Verdict, verdict
from schemas.finding import Subject
from schemas.record import Activity, KpiQuarter, KpiTarget, Records

Narrated = Callable[[Records], Iterable[Equation]]
Said = tuple[str | None, ...]  # reported, expected, difference of a finding
FindingKey = tuple[str, Subject, int]  # rule, subject, running number
Claim = tuple[CellKey, Decimal | None]  # the cell named, the value suggested
KpiKey = tuple[int | None, int | None]
_Pairs = list[tuple[Equation, Verdict]]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the rules: what each finding says, which cells are named, the equations judged."""

    findings: dict[FindingKey, Said]
    claims: frozenset[Claim]
    judged: Sequence[Judged]

    def cells(self) -> frozenset[CellKey | None]:
        """Every cell that stands in an equation."""
        return frozenset(cell for item in self.judged for cell in item.equation.cells)

    def in_doubt(self) -> frozenset[CellKey | None]:
        """Every cell that stands in a failed equation."""
        return frozenset(cell for item in self.judged if item.failed for cell in item.equation.cells)


class Bench:
    """The rules set up for one report, to be run on copies of it with a number changed.

    Records are immutable: a dataset that is the same object gives the same equations. `narrated` gives
    the equations of the words; they are taken to speak of one KPI each.
    """

    def __init__(self, records: Records, narrated: Narrated) -> None:
        self._base = records
        self._narrated = narrated
        self._budgets = _with_verdicts(budget_equations(budget_net(records)))
        self._kpis = _with_verdicts(kpi_equations(records))
        self._scorecard = _with_verdicts(scorecard_equations(records))
        self._words = _with_verdicts(narrated(records))

    def run(self, records: Records) -> Run:
        """What the rules say of the report, or of a copy with a number changed."""
        pairs = [*self._of_tables(records), *self._of_words(records)]
        equations = [equation for equation, _ in pairs]
        judged = judge(equations, [found for _, found in pairs])
        said: dict[FindingKey, Said] = {}
        for item, number in zip(judged, numbers(equations), strict=True):
            unknown = item.verdict.outcome == "unknown" and item.equation.unknown_severity is not None
            if item.failed or unknown:
                said[item.equation.rule, item.equation.subject, number] = figures(item.equation, item.verdict)
        claims = (found.guilty for found in explain(judged).values())
        named = frozenset((claim.cell, claim.suggested) for claim in claims if claim is not None)
        return Run(said, named, judged)

    def _of_tables(self, records: Records) -> _Pairs:
        base = self._base
        budgets, kpis, scorecard = self._budgets, self._kpis, self._scorecard
        if records.budgets is not base.budgets:
            budgets = _with_verdicts(budget_equations(budget_net(records)))
        same_kpis = records.kpis is base.kpis and records.kpi_quarters is base.kpi_quarters
        if not same_kpis or records.kpi_levels is not base.kpi_levels or records.scorecard is not base.scorecard:
            kpis = _with_verdicts(kpi_equations(records))
        if records.scorecard is not base.scorecard or records.narratives is not base.narratives:
            scorecard = _with_verdicts(scorecard_equations(records))
        return [*budgets, *kpis, *scorecard]

    def _of_words(self, records: Records) -> _Pairs:
        changed = set(self._changed(records))
        if not changed:
            return self._words
        again = self._narrated(_only(records, changed))
        mine = [equation for equation in again if _about(equation.subject) in changed]
        return [pair for pair in self._words if _about(pair[0].subject) not in changed] + _with_verdicts(mine)

    def _changed(self, records: Records) -> Iterator[KpiKey]:
        """The KPIs whose numbers are not those of the report."""
        base = self._base
        yield from _replaced(base.kpis, records.kpis)
        yield from _replaced(base.kpi_quarters, records.kpi_quarters)
        yield from _replaced(base.activities, records.activities)


def _replaced(
    old: Sequence[KpiTarget | KpiQuarter | Activity], new: Sequence[KpiTarget | KpiQuarter | Activity]
) -> Iterator[KpiKey]:
    if old is not new:
        yield from ((after.project_no, after.kpi_no) for before, after in zip(old, new, strict=True) if before is not after)


def _with_verdicts(equations: Iterable[Equation]) -> _Pairs:
    return [(equation, verdict(equation)) for equation in equations]


def _about(subject: Subject) -> KpiKey:
    return subject.project_no, subject.kpi_no


def _only(records: Records, keys: set[KpiKey]) -> Records:
    """The records of some KPIs alone: all that the equations of their words rest on."""
    return replace(
        records,
        kpis=tuple(row for row in records.kpis if (row.project_no, row.kpi_no) in keys),
        kpi_quarters=tuple(row for row in records.kpi_quarters if (row.project_no, row.kpi_no) in keys),
        narratives=tuple(row for row in records.narratives if (row.project_no, row.kpi_no) in keys),
        activities=tuple(row for row in records.activities if (row.project_no, row.kpi_no) in keys),
        mentions=tuple(row for row in records.mentions if (row.project_no, row.kpi_no) in keys),
    )
