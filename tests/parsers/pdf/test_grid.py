"""Edges of columns and lines without a page around them: the fewest that part all words, one for each drawn twice, and drawings refused."""

from __future__ import annotations

import pytest

from parsers.pdf.columns import column_edges
from parsers.pdf.grid import grids, joined_rules
from schemas.document import Box
from schemas.errors import LimitExceeded

GAPS = [
    ([[(0, 10), (20, 30), (40, 50)], [(0, 12), (22, 30), (41, 50)]], 3, "equal rows"),
    ([[(0, 10), (20, 30), (40, 50)], [(0, 10), (40, 50)]], 3, "an empty cell"),
    ([[(0, 10), (20, 30), (40, 50)], [(0, 10), (22, 48)]], 3, "a cell that spans two columns"),
    ([[(20, 25), (40, 45)], [(0, 5), (30, 36), (50, 56)]], 3, "heads left, numbers right, the first without a head"),
]


@pytest.mark.parametrize(("rows", "columns", "reason"), GAPS, ids=[case[2] for case in GAPS])
def test_the_fewest_edges_part_all_words(rows: list[list[tuple[float, float]]], columns: int, reason: str) -> None:
    assert len(column_edges(rows, 0, 60)) - 1 == columns, reason


def test_a_line_drawn_for_each_of_two_cells_is_one() -> None:
    horizontal, _ = joined_rules([Box(0, 10, 50, 10), Box(50, 10.5, 100, 10.5), Box(0, 11, 100, 11)])
    assert [(rule.start, rule.end) for rule in horizontal] == [(0, 100)]


def test_a_drawing_of_thousands_of_lines_is_refused() -> None:
    with pytest.raises(LimitExceeded, match="ruling lines"):
        joined_rules([Box(0, y * 3, 100, y * 3) for y in range(5000)])


def test_lines_that_cross_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.pdf.grid._MOST_STEPS", 100)
    horizontal, vertical = joined_rules(
        [Box(0, y * 10, 200, y * 10) for y in range(20)] + [Box(x * 10, 0, x * 10, 200) for x in range(20)]
    )
    with pytest.raises(LimitExceeded, match="cross"):
        grids(horizontal, vertical)
