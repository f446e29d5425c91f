"""Verdicts: intervals for what is rounded, equality for what is counted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.reconcile.equations import Equation
from etl.reconcile.verdict import verdict
from schemas.finding import CheckTerm, Subject


def _equation(kind: str, parts: list[str | None], total: str | None, signs: list[int] | None = None, **more) -> Equation:
    def term(role: str, text: str | None, sign: int) -> CheckTerm:
        value = None if text is None else Decimal(0) if text == "-" else Decimal(text.replace(",", ""))
        return CheckTerm(role, role, sign, text or "", value, "budgets")

    terms = [term("part", text, sign) for text, sign in zip(parts, signs or [1] * len(parts))]
    return Equation("budget.quarters_sum", Subject(), kind, (*terms, term("total", total, 1)), **more)


@pytest.mark.parametrize(
    ("kind", "parts", "total", "outcome", "reason"),
    [
        ("sum", ["16.3300", "18.6300", "1.7930", "2.3621"], "39.1151", "pass", "closes to the last digit"),
        ("sum", ["16.3300", "18.6300", "1.7930", "2.3621"], "39.1152", "rounding", "five halves of 0.0001 meet"),
        ("sum", ["16.3300", "18.6300", "1.7930", "2.3621"], "39.1154", "fail", "0.0003 is more than 0.00025"),
        ("sum", ["24.7285", "1.2390", "-4.8284", "-18.4571"], "2.6820", "pass", "negatives count as they are"),
        ("sum", ["1.5", "1.5"], "3", "pass", "places may differ"),
        ("sum", ["1.4", "1.3"], "3", "rounding", "a whole number stands for 2.5 to 3.5"),
        ("sum", ["12.3915", "27.4410", "-9.2694", "-30.5631"], "-", "pass", "a lone dash is zero"),
        ("sum", ["0.2000", "0.3000"], "-", "fail", "a dash is as precise as the numbers beside it"),
        ("count", ["634", "644", "1864", "762"], "3907", "fail", "counts are exact: three people are missing"),
        ("count", ["634", "644", "1864", "765"], "3907", "pass", "counts that add up"),
        ("count", ["5", "5"], "10.00", "pass", "decimals of a count mean nothing"),
        ("percentage", ["36.4250", "39.1151"], "93", "pass", "93.12 rounds to 93"),
        ("percentage", ["36.4250", "39.1151"], "94", "fail", "93.12 is no 94"),
        ("percentage", ["4.65", "10.00"], "47", "pass", "46.5 rounds half up"),
        ("percentage", ["0.9", "2.0"], "46", "rounding", "0.95 of 1.95 would be 48: the amounts are coarse"),
        ("percentage", ["1", "0"], "10", "unknown", "nothing is a share of nothing"),
        ("product", ["15", "75"], "11.25", "pass", "weight and score are exact"),
        ("product", ["10", "94.13"], "9.40", "fail", "9.413 rounds to 9.41"),
        ("product", ["10", "94.13"], "9.41", "pass", "9.413 rounds to 9.41"),
        ("product", ["10", "94.15"], "9.42", "pass", "9.415 rounds half up"),
        ("mean", ["75.72", "79.33"], "77.53", "pass", "77.525 rounds half up"),
        ("mean", ["75.72", "79.33"], "77.52", "fail", "half up, not half even"),
        ("at_most", ["39.1151"], "39.1070", "pass", "less was spent than allocated"),
        ("at_most", ["39.1151"], "39.1152", "rounding", "the intervals touch"),
        ("at_most", ["39.1151"], "39.2151", "fail", "more was spent than allocated"),
        ("sum", ["1.0", None], "1.0", "unknown", "a missing part is not zero"),
        ("sum", ["1.0", "2.0"], None, "unknown", "nor is a missing total"),
    ],
)  # fmt: skip
def test_an_equation_comes_out_as_its_printed_precision_says(kind, parts, total, outcome, reason) -> None:
    assert verdict(_equation(kind, parts, total)).outcome == outcome, reason


def test_a_verdict_says_how_far_apart_and_how_far_would_be_allowed() -> None:
    found = verdict(_equation("sum", ["7,896,220", "5,134,854"], "13,031,000"))
    assert (found.reported, found.expected, found.difference) == (13031000, 13031074, -74)
    assert found.tolerance == Decimal("1.5")


def test_what_is_taken_away_has_a_sign() -> None:
    assert verdict(_equation("sum", ["100", "40"], "60", signs=[1, -1])).outcome == "pass"


def test_words_are_equal_or_not_and_missing_words_decide_nothing() -> None:
    same = Equation("kpi.names_differ", Subject(), "words", reported="BOT", expected="BOT")
    assert verdict(same).outcome == "pass"
    assert verdict(Equation("kpi.names_differ", Subject(), "words", reported="BOT", expected="สดช.")).outcome == "fail"
    assert verdict(Equation("kpi.names_differ", Subject(), "words", reported="BOT")).outcome == "unknown"


def test_who_writes_an_equation_may_decide_it() -> None:
    assert verdict(_equation("sum", ["1"], "2", outcome="pass")).outcome == "pass"
    assert verdict(_equation("decided", ["1"], "2", outcome="fail")).outcome == "fail"


def test_a_named_missing_part_leaves_an_equation_open() -> None:
    assert verdict(_equation("count", ["1", "2"], "9", missing=("items without a count",))).outcome == "unknown"
