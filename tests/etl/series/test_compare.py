"""When two prints of one figure contradict: the same precision exactly, another precision by rounding, units in baht."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.series.compare import differs, slack
from etl.series.told import Print
from schemas.document import Place


def shown(value: str, unit: str | None = "million_baht") -> Print:
    return Print("sample-2568-q1", "a.txt", ("budgets", 1, "project", "spent", "Q1"), Decimal(value), unit, None, value, Place())


@pytest.mark.parametrize(
    ("one", "other", "expected", "why"),
    [
        (("24.7285", "million_baht"), ("24.7285", "million_baht"), False, "the same"),
        (("24.7285", "million_baht"), ("24.7286", "million_baht"), True, "one precision: rounded alike, so another figure"),
        (("24.7285", "million_baht"), ("24.73", "million_baht"), False, "rounded further"),
        (("24.7285", "million_baht"), ("24.72", "million_baht"), True, "no rounding gives 24.72"),
        (("24.725", "million_baht"), ("24.73", "million_baht"), False, "half a unit of the coarser is rounded up"),
        (("24.7", "million_baht"), ("25", "million_baht"), False, "rounded to a whole"),
        (("24728500.00", "baht"), ("24.7285", "million_baht"), False, "one amount in two units"),
        (("24728549.99", "baht"), ("24.7285", "million_baht"), False, "within half a unit of 100 baht"),
        (("24728551.00", "baht"), ("24.7285", "million_baht"), True, "not within it"),
        (("634", "person"), ("634", "case"), False, "person and case are one unit"),
        (("634", "person"), ("635", "case"), True, "and count exactly"),
        (("634", "person"), ("12", "place"), False, "two units cannot be compared"),
        (("85", None), ("85", None), False, "no unit at all"),
        (("85", None), ("86", None), True, "no unit at all"),
        (("85", "percent"), ("85", None), False, "a unit and none cannot be compared"),
    ],
)
def test_when_two_prints_contradict(one: tuple[str, str | None], other: tuple[str, str | None], expected: bool, why: str) -> None:
    assert differs(shown(*one), shown(*other)) is expected, why
    assert differs(shown(*other), shown(*one)) is expected, why


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("24.7285", "million_baht"), ("24.7285", "million_baht"), "0"),
        (("24.7285", "million_baht"), ("24.73", "million_baht"), "0.005"),
        (("24728500.00", "baht"), ("24.7285", "million_baht"), "50"),
    ],
)
def test_rounding_lets_two_prints_differ_by_half_a_unit_of_the_coarser(
    one: tuple[str, str], other: tuple[str, str], expected: str
) -> None:
    assert slack(shown(*one), shown(*other)) == Decimal(expected)
