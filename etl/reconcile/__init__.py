"""Turns records into checks and findings: equations, verdicts, and the cells that must be wrong.

Read `reconcile` first: it is the order of the work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from etl.reconcile.budgets import budget_equations, budget_net
from etl.reconcile.equations import Equation, Reconciliation
from etl.reconcile.findings import finding_of, numbered_drafts
from etl.reconcile.incomplete import incomplete_tables
from etl.reconcile.kpis import kpi_equations
from etl.reconcile.proofs import proved
from etl.reconcile.scorecard import scorecard_equations
from etl.reconcile.suspects import Explanation, Judged, explain
from etl.reconcile.trial import judge, numbers
from etl.reconcile.verdict import verdict
from etl.reconcile.witnesses import witnesses
from schemas.finding import Check, Finding
from schemas.ids import check_id
from schemas.record import Records
from schemas.rules import RULES

__all__ = ["Reconciliation", "reconcile"]


def reconcile(records: Records, drafts: Sequence[Finding], extra: Sequence[Equation] = ()) -> Reconciliation:
    """Every check of a report and every finding, those of reading (`drafts`, without ids) included.

    `extra` are the equations of the narrative. In a report whose Q1 + … + Q4 of KPI 7.3 is 3,904 and
    whose result is 3,907 ราย, one check of kpi.quarters_sum fails and one finding says so.
    """
    net = budget_net(records)
    equations = (*budget_equations(net), *kpi_equations(records), *scorecard_equations(records), *extra)
    judged = judge(equations, [verdict(equation) for equation in equations])
    explained = _fair(judged, explain(judged))
    agreeing = witnesses(judged, explained)
    checks: list[Check] = []
    findings: list[Finding] = []
    for index, (number, item) in enumerate(zip(numbers(equations), judged, strict=True)):
        check = _check(records.head.report_id, item, number)
        checks.append(check)
        found = finding_of(
            records.head.report_id, item, check, number, explanation=explained.get(index), agreeing=agreeing.get(index, ())
        )
        if found is not None:
            findings.append(found)
    read = (*proved(drafts, judged), *incomplete_tables(records, net))
    findings.extend(numbered_drafts(records.head.report_id, read, findings))
    return Reconciliation(tuple(checks), tuple(findings), _bound(equations, findings))


def _fair(judged: Sequence[Judged], explained: Mapping[int, Explanation]) -> dict[int, Explanation]:
    """The explanations, less those that rest on another report alone: it may be the wrong one, or a figure revised.

    A cell that this report's own sums speak against too is named, with the earlier report as the proof.
    """
    return {
        index: found
        for index, found in explained.items()
        if not judged[index].equation.rule.startswith("series.")
        or (found.guilty is not None and found.guilty.cell == judged[index].equation.cells[-1])
    }


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
