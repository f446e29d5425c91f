"""Dashes and dots in a row are the line that they draw; few of them, or uneven ones, are not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsers.pdf.dashes import with_dashes
from parsers.pdf.paths import Shapes, add_rectangle, add_segment
from schemas.document import Box


def dashes(starts: Sequence[float], length: float, thick: float = 0.5) -> list[Box]:
    return [Box(start, 100.0, start + length, 100.0 + thick) for start in starts]


@pytest.mark.parametrize(
    ("length", "step", "count", "expected", "reason"),
    [
        (0.75, 1.5, 100, 1, "a dotted border: squares as far apart as they are wide"),
        (2.25, 3.7, 100, 1, "a dashed border of a browser"),
        (6.0, 9.0, 20, 1, "long dashes, which are lines by themselves"),
        (0.75, 1.5, 5, 0, "five dots"),
        (0.75, 12.0, 30, 0, "dots far apart: ticks"),
    ],
)
def test_even_dashes_are_one_line(length: float, step: float, count: int, expected: int, reason: str) -> None:
    pieces = dashes([50 + step * number for number in range(count)], length)
    rules = [box for box in pieces if length >= 3]
    found = with_dashes(rules, [box for box in pieces if length < 3])
    assert len(found) == expected, reason
    if found:
        assert (found[0].x0, round(found[0].x1, 2)) == (50.0, round(50 + step * (count - 1) + length, 2))


def test_dots_below_each_other_are_a_line_down() -> None:
    dots = [Box(50.0, 100 + 1.5 * number, 50.75, 100.75 + 1.5 * number) for number in range(40)]
    assert [(box.x0, box.top, round(box.bottom, 2)) for box in with_dashes([], dots)] == [(50.0, 100.0, 159.25)]


def test_uneven_pieces_stay_as_they_are() -> None:
    rules = dashes([50, 58, 71, 80, 99, 104, 130, 141], 4.0)
    assert with_dashes(rules, []) == rules


def test_shapes_keep_what_is_too_short_for_a_line_as_dots() -> None:
    shapes = Shapes()
    add_rectangle(shapes, ((50, 100), (50.75, 100), (50.75, 100.75), (50, 100.75)), filled=True)
    add_segment(shapes, (60, 100), (62, 100))
    assert (shapes.rules, len(shapes.dots)) == ([], 2)


def test_dashes_drawn_twice_over_each_other_are_one_line() -> None:
    starts = [50 + 1.5 * number for number in range(40)]
    assert len(with_dashes([], [*dashes(starts, 0.75), *dashes(starts, 0.75)])) == 1
