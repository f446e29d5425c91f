"""Slips of the hand and the eye, told from the wrong number and the right one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.reconcile.slips import one_digit_apart, slip


@pytest.mark.parametrize(
    ("wrong", "right", "thai", "expected"),
    [
        ("36.2450", "36.4250", False, "two digits swapped"),
        ("5.7911", "5.7611", False, "one digit wrong"),
        ("390", "3907", False, "a digit dropped"),
        ("39077", "3907", False, "a digit added"),
        ("10", "100", False, "a digit dropped"),
        ("5.761", "5.7611", False, "a digit dropped"),
        ("5.76112", "5.7611", False, "a digit added"),
        ("4.8284", "-4.8284", False, "a sign lost or added"),
        ("137.920", "13.792", False, "the decimal point moved"),
        ("39115.1", "39.1151", False, "1,000 times off"),
        ("0.5", "500000", False, "1,000,000 times off"),
        ("3", "8", True, "a Thai digit taken for one that looks like it"),
        ("3", "8", False, "one digit wrong"),
        ("33.1", "37.1", True, "a Thai digit taken for one that looks like it"),
        ("32.1", "37.1", True, "one digit wrong"),
        ("9.40", "12.41", False, None),
        ("1.00", "1", False, None),
        ("-5", "7", False, None),
    ],
)
def test_a_slip_is_named_where_the_two_numbers_show_it(wrong, right, thai, expected) -> None:
    found = slip(Decimal(wrong), Decimal(right), thai)
    assert (found[1] if found else None) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("16.52", "16.82", True),
        ("16.52", "16.53", True),
        ("9.9", "10.9", False),
        ("16.52", "16.83", False),
        ("-0.0", "-0.3", True),
        ("-1", "1", False),
    ],
)
def test_numbers_one_digit_apart_are_told(one, other, expected) -> None:
    assert one_digit_apart(Decimal(one), Decimal(other)) is expected
