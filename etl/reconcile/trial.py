"""Turns equations and verdicts into judgements: which of them a person must look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from etl.reconcile.equations import Equation
from etl.reconcile.suspects import Judged
from etl.reconcile.verdict import Verdict
from schemas.finding import Subject

_BUDGET_SUMS = frozenset(
    (
        "budget.quarters_sum", "budget.spent_parts", "budget.summary_equals_section", "budget.total_row",
        "budget.plan_equals_allocated",
    )
)  # fmt: skip
# Contract: where 90% of at least 20 budget sums of three or more terms close exactly, all should.
_LEAST_SUMS = 20
_EXACT_SHARE = 0.9
_TERMS_OF_A_SUM = 3


def judge(equations: Sequence[Equation], verdicts: Sequence[Verdict]) -> list[Judged]:
    """Each equation with its verdict, and whether it failed.

    In a report whose budget sums close to the last digit, one that only meets inside its interval
    (39.1151 against 39.1152) fails too.
    """
    exact = _closes_exactly(equations, verdicts)
    judged = []
    for equation, found in zip(equations, verdicts, strict=True):
        strict = exact and equation.kind == "sum" and equation.rule in _BUDGET_SUMS
        failed = found.outcome == "fail" or (strict and found.outcome == "rounding")
        judged.append(Judged(equation, found, failed, strict))
    return judged


def _closes_exactly(equations: Sequence[Equation], verdicts: Sequence[Verdict]) -> bool:
    outcomes = [
        found.outcome
        for equation, found in zip(equations, verdicts, strict=True)
        if equation.rule in _BUDGET_SUMS and len(equation.terms) >= _TERMS_OF_A_SUM and found.outcome != "unknown"
    ]
    return len(outcomes) >= _LEAST_SUMS and outcomes.count("pass") >= _EXACT_SHARE * len(outcomes)


def numbers(equations: Sequence[Equation]) -> Iterator[int]:
    """The running number of each equation among those with the same rule and subject, from 1."""
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
