"""Turns a report into a test of its own rules: one wrong digit at a time, and who notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from etl.reconcile.budgets import budget_equations, budget_net
from etl.reconcile.changes import PublishedNumber, one_digit_changed, published_numbers
from etl.reconcile.equations import CellKey, Equation
from etl.reconcile.kpis import kpi_equations
from etl.reconcile.messages import figures
from etl.reconcile.scorecard import scorecard_equations
from etl.reconcile.suspects import Judged, explain
from etl.reconcile.trial import judge, numbers
from etl.reconcile.verdict import Verdict, verdict
from schemas.finding import Subject
from schemas.record import Records

Narrated = Callable[[Records], Iterable[Equation]]
Said = tuple[str | None, ...]  # reported, expected, difference of a finding
FindingKey = tuple[str, Subject, int]


@dataclass(slots=True)
class Tally:
    """How the changes of one kind of number ended."""

    changes: int = 0
    caught: int = 0
    named: int = 0
    in_no_equation: int = 0
    in_no_equation_caught: int = 0


@dataclass(frozen=True, slots=True)
class WrongClaim:
    """A cell named as guilty, or a value suggested for it, that was not the one changed."""

    changed: CellKey
    printed: Decimal
    instead: Decimal
    named: CellKey
    suggested: Decimal | None


@dataclass(slots=True)
class Audit:
    """What became of every change: by kind of number, by rule that caught it, and every wrong claim."""

    by_kind: dict[str, Tally] = field(default_factory=dict)
    by_rule: Counter[str] = field(default_factory=Counter)
    wrong_claims: list[WrongClaim] = field(default_factory=list)

    @property
    def total(self) -> Tally:
        """All kinds of number together."""
        whole = Tally()
        for tally in self.by_kind.values():
            whole.changes += tally.changes
            whole.caught += tally.caught
            whole.named += tally.named
            whole.in_no_equation += tally.in_no_equation
            whole.in_no_equation_caught += tally.in_no_equation_caught
        return whole


def audit(
    records: Records, narrated: Narrated = lambda _: (), numbers_of: Iterable[PublishedNumber] | None = None
) -> Audit:
    """Changes one digit at a time in every published number, runs the rules, and counts who notices.

    `narrated` gives the equations of the narrative for changed records. A change is caught where,
    against the unchanged report, a finding is new or a standing one says other figures: 5.7611 as
    5.7911 under เบิกจ่าย Q2 breaks two sums, and only that cell explains both. `numbers_of` limits the
    audit to some numbers.
    """
    bench = _Bench(narrated)
    before = bench.run(records)
    cells = before.cells()
    result = Audit()
    for number in published_numbers(records) if numbers_of is None else numbers_of:
        tally = result.by_kind.setdefault(number.kind, Tally())
        for value in one_digit_changed(number.value):
            if value != number.value:
                after = bench.run(number.changed(value))
                _count(number, value, before, after, number.cell in cells, tally, result)
    return result


def _count(
    number: PublishedNumber, value: Decimal, before: _Run, after: _Run, bound: bool, tally: Tally, result: Audit
) -> None:
    rules = {key[0] for key, said in after.findings.items() if before.findings.get(key) != said}
    tally.changes += 1
    tally.caught += bool(rules)
    tally.in_no_equation += not bound
    tally.in_no_equation_caught += not bound and bool(rules)
    result.by_rule.update(rules)
    claims = [claim for claim in after.claims if claim not in before.claims]
    wrong = [claim for claim in claims if not _is_right(claim, number, before)]
    tally.named += bool(claims) and not wrong
    for cell, suggested in wrong:
        result.wrong_claims.append(WrongClaim(number.cell, number.value, value, cell, suggested))


def _is_right(claim: tuple[CellKey, Decimal | None], number: PublishedNumber, before: _Run) -> bool:
    """The cell that was changed, and its value: another one only where the printed one was wrong already."""
    cell, suggested = claim
    return cell == number.cell and (suggested in (None, number.value) or cell in before.in_doubt())


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of the rules: what each finding says, which cells are named, which equations there were."""

    findings: dict[FindingKey, Said]
    claims: frozenset[tuple[CellKey, Decimal | None]]
    judged: Sequence[Judged]

    def cells(self) -> frozenset[CellKey]:
        return frozenset(cell for item in self.judged for cell in item.equation.cells if cell is not None)

    def in_doubt(self) -> frozenset[CellKey | None]:
        return frozenset(cell for item in self.judged if item.failed for cell in item.equation.cells)


class _Bench:
    """Runs the rules again and again; what a change does not touch is computed once.

    Records are immutable, so a dataset that is the same object gives the same equations.
    """

    def __init__(self, narrated: Narrated) -> None:
        self._narrated = narrated
        self._known: dict[str, tuple[tuple[object, ...], list[tuple[Equation, Verdict]]]] = {}

    def run(self, records: Records) -> _Run:
        pairs = [*self._budgets(records), *self._kpis(records), *self._scorecard(records), *self._extra(records)]
        equations = [equation for equation, _ in pairs]
        judged = judge(equations, [found for _, found in pairs])
        said: dict[FindingKey, Said] = {}
        for item, number in zip(judged, numbers(equations), strict=True):
            unknown = item.verdict.outcome == "unknown" and item.equation.unknown_severity is not None
            if item.failed or unknown:
                said[item.equation.rule, item.equation.subject, number] = figures(item.equation, item.verdict)
        return _Run(said, frozenset(_claims(judged)), judged)

    def _budgets(self, records: Records) -> list[tuple[Equation, Verdict]]:
        return self._reuse("budgets", (records.budgets,), lambda: budget_equations(budget_net(records)))

    def _kpis(self, records: Records) -> list[tuple[Equation, Verdict]]:
        rests_on = (records.kpis, records.kpi_quarters, records.kpi_levels, records.scorecard)
        return self._reuse("kpis", rests_on, lambda: kpi_equations(records))

    def _scorecard(self, records: Records) -> list[tuple[Equation, Verdict]]:
        rests_on = (records.scorecard, records.narratives)
        return self._reuse("scorecard", rests_on, lambda: scorecard_equations(records))

    def _extra(self, records: Records) -> list[tuple[Equation, Verdict]]:
        rests_on = (records.kpis, records.kpi_quarters, records.activities, records.narratives)
        return self._reuse("extra", rests_on, lambda: self._narrated(records))

    def _reuse(
        self, name: str, rests_on: tuple[object, ...], build: Callable[[], Iterable[Equation]]
    ) -> list[tuple[Equation, Verdict]]:
        known = self._known.get(name)
        if known is not None and all(one is other for one, other in zip(known[0], rests_on, strict=True)):
            return known[1]
        pairs = [(equation, verdict(equation)) for equation in build()]
        if known is None:  # the unchanged report's
            self._known[name] = (rests_on, pairs)
        return pairs


def _claims(judged: Sequence[Judged]) -> Iterator[tuple[CellKey, Decimal | None]]:
    for found in explain(judged).values():
        if found.guilty is not None:
            yield found.guilty.cell, found.guilty.suggested
