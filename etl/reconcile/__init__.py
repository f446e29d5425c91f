"""Turns records into checks and findings: equations, verdicts, and the cells that must be wrong.

Read `reconcile` first: it is the order of the work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from etl.reconcile.budgets import budget_equations, budget_net
from etl.reconcile.equations import Equation, Reconciliation
from etl.reconcile.findings import finding_of, numbered_drafts
from etl.reconcile.incomplete import incomplete_tables
from etl.reconcile.kpis import kpi_equations
from etl.reconcile.scorecard import scorecard_equations
from etl.reconcile.suspects import Judged, explain
from etl.reconcile.verdict import Verdict, verdict
from schemas.finding import Check, Finding, Subject
from schemas.ids import check_id
from schemas.record import Records
from schemas.rules import RULES

__all__ = ["Reconciliation", "reconcile"]

_BUDGET_SUMS = frozenset(
    ("budget.quarters_sum", "budget.spent_parts", "budget.summary_equals_section", "budget.total_row")
)
# Contract: where 90% of at least 20 budget sums of three or more terms close exactly, all should.
_LEAST_SUMS = 20
_EXACT_SHARE = 0.9
_TERMS_OF_A_SUM = 3


def reconcile(
    records: Records, drafts: Sequence[Finding], extra: Sequence[Equation] = ()
) -> Reconciliation:
    """Every check of a report and every finding, those of reading (`drafts`, without ids) included.

    `extra` are the equations of the narrative. In a report whose Q1 + … + Q4 of KPI 7.3 is 3,904 and
    whose result is 3,907 ราย, one check of kpi.quarters_sum fails and one finding says so.
    """
    net = budget_net(records)
    equations = (*budget_equations(net), *kpi_equations(records), *scorecard_equations(records), *extra)
    judged = _judge(equations)
    explained = explain(judged)
    checks: list[Check] = []
    findings: list[Finding] = []
    for index, (number, item) in enumerate(zip(_numbers(equations), judged, strict=True)):
        check = _check(records.head.report_id, item, number)
        checks.append(check)
        found = finding_of(records.head.report_id, item, check, number, explained.get(index))
        if found is not None:
            findings.append(found)
    findings.extend(
        numbered_drafts(records.head.report_id, (*drafts, *incomplete_tables(records, net)), findings)
    )
    return Reconciliation(tuple(checks), tuple(findings), _bound(equations, findings))


def _judge(equations: Sequence[Equation]) -> list[Judged]:
    verdicts = [verdict(equation) for equation in equations]
    exact = _closes_exactly(equations, verdicts)
    judged = []
    for equation, found in zip(equations, verdicts, strict=True):
        strict = exact and equation.kind == "sum" and equation.rule in _BUDGET_SUMS
        failed = found.outcome == "fail" or strict and found.outcome == "rounding"
        judged.append(Judged(equation, found, failed, strict))
    return judged


def _closes_exactly(equations: Sequence[Equation], verdicts: Sequence[Verdict]) -> bool:
    """Whether this report's budget sums close to the last digit, so that one that does not stands out."""
    outcomes = [
        found.outcome
        for equation, found in zip(equations, verdicts, strict=True)
        if equation.rule in _BUDGET_SUMS and len(equation.terms) >= _TERMS_OF_A_SUM and found.outcome != "unknown"
    ]
    return len(outcomes) >= _LEAST_SUMS and outcomes.count("pass") >= _EXACT_SHARE * len(outcomes)


def _numbers(equations: Sequence[Equation]) -> Iterator[int]:
    """The running number of each equation among those with the same rule and subject."""
    seen: Counter[tuple[str, Subject]] = Counter()
    for equation in equations:
        about = equation.subject
        key = (equation.rule, about if about.seq is None else _without_seq(about))
        seen[key] += 1
        yield seen[key]


def _without_seq(subject: Subject) -> Subject:
    return Subject(
        subject.project_no, subject.kpi_no, subject.part, subject.item_no,
        subject.source_table, subject.measure, subject.period,
    )  # fmt: skip


def _check(report_id: str, item: Judged, number: int) -> Check:
    equation, found = item.equation, item.verdict
    return Check(
        check_id=check_id(report_id, equation.rule, equation.subject, number),
        rule=equation.rule,
        subject=equation.subject,
        outcome=found.outcome,
        reported=found.reported,
        expected=found.expected,
        difference=found.difference,
        tolerance=found.tolerance,
        terms=equation.terms,
    )


def _bound(equations: Sequence[Equation], findings: Sequence[Finding]) -> tuple[tuple[str, int], ...]:
    """How many equations each rule bound to; for a rule of reading, how many findings it gave."""
    counts = Counter(equation.rule for equation in equations)
    said = Counter(found.rule for found in findings if found.check_id is None)
    return tuple((name, counts[name] or said[name]) for name in RULES)
