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
# Contract: where 90% of at least 20 budget sums of three or more terms close exactly, all should. Two
# prints of one amount are judged apart by the same measure: they agree to the last digit even in a
# report whose sums do not.
_LEAST_SUMS = 20
_EXACT_SHARE = 0.9
_TERMS_OF_A_SUM = 3


def judge(equations: Sequence[Equation], verdicts: Sequence[Verdict]) -> list[Judged]:
    """Each equation with its verdict, and whether it failed.

    In a report whose budget sums close to the last digit, one that only meets inside its interval
    (39.1151 against 39.1152) fails too.
    """
    sums = [_is_sum(equation) for equation in equations]
    exact = _close_exactly(verdicts, [kind is True for kind in sums])
    copied = exact or _close_exactly(verdicts, [kind is False for kind in sums])
    judged = []
    for equation, found, kind in zip(equations, verdicts, sums, strict=True):
        strict = kind is not None and (exact if kind else copied)
        failed = found.outcome == "fail" or (strict and found.outcome == "rounding")
        judged.append(Judged(equation, found, failed, strict))
    return judged


def _is_sum(equation: Equation) -> bool | None:
    """True for a budget sum, false for two prints of one amount, `None` for any other equation."""
    if equation.rule not in _BUDGET_SUMS or equation.kind != "sum":
        return None
    return len(equation.terms) >= _TERMS_OF_A_SUM


def _close_exactly(verdicts: Sequence[Verdict], chosen: Sequence[bool]) -> bool:
    outcomes = [
        found.outcome for found, is_chosen in zip(verdicts, chosen, strict=True) if is_chosen and found.outcome != "unknown"
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
