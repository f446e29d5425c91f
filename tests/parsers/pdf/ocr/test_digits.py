"""Which digits a shape is that may be two of them, and at how many places it is parted."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.pdf.ocr.digits import _features, _Token
from parsers.pdf.ocr.shapes import SIDE, Shape


def told(thai: str, sure: float) -> Shape:
    return Shape((thai, sure), ("0", 0.0), ("(", 0.0))


@pytest.mark.parametrize(
    ("whole", "halves", "digits", "sure"),
    [
        # ๗๕ of Garuda: the tail of the ๗ lies over the ๕; at the thinnest place the halves are neither.
        (("๘", 0.10), [("๓", 0.08), ("๗", 0.01), ("๓", 1.00), ("๔", 0.01), ("๗", 1.00), ("๕", 0.99)], "๗๕", 0.99),
        # One digit, as sure as no two are.
        (("๒", 0.99), [("๓", 0.50), ("๑", 0.40)], "๒", 0.99),
        # Not wide enough for two.
        (("๙", 0.97), [], "๙", 0.97),
    ],
)
def test_two_digits_that_touch_are_parted_where_both_are_surest(
    whole: tuple[str, float], halves: list[tuple[str, float]], digits: str, sure: float
) -> None:
    token = _Token((1,), 0, 48, shapes=tuple(told(*each) for each in (whole, *halves)))
    assert token.as_digit(thai=True) == (digits, sure)


def test_a_wide_shape_is_parted_at_several_places_and_a_narrow_one_at_none() -> None:
    """Of ink 48 wide and 24 high, letters 24 high: halves in twos, each with its picture and its proportions."""
    ink = np.ones((24, 48), dtype=np.float32)
    features = _features(ink, 24.0)
    assert len(features) > 2 * 3
    assert len(features) % 2 == 1
    assert {each.size for each in features} == {SIDE * SIDE + 2}
    assert len(_features(ink[:, :24], 24.0)) == 1


def test_of_a_half_what_is_left_of_its_neighbour_is_dropped() -> None:
    """A stroke over the second half's corner, which touches nothing of it, is the first one's tail."""
    ink = np.zeros((24, 48), dtype=np.float32)
    ink[8:, :20] = ink[8:, 28:] = 1.0
    ink[8, 20:28] = 1.0  # they touch
    ink[0:3, 30:34] = 1.0  # the tail
    right = _features(ink, 24.0)[-1]
    alone = _features(ink[8:, 28:], 24.0)[0]
    assert right[-1] == pytest.approx(alone[-1], abs=0.1)  # as high as the second digit alone, without the tail
