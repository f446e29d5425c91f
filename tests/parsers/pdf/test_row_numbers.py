"""A column of the rows' numbers beside their labels: told by the head, not by the distance alone."""

from __future__ import annotations

import pytest

from parsers.pdf.tables import layout
from tests.parsers.pdf.conftest import Draw, Word

AMOUNTS = (("1.20", "3.40"), ("5.60", "7.80"), ("9.10", "2.30"))


def numbered(head: tuple[tuple[float, str], ...], label: float, dot: str) -> list[Word]:
    words: list[Word] = [(left, 104.0, text) for left, text in head]
    for number, (first, second) in enumerate(AMOUNTS, start=1):
        baseline = 104.0 + 20 * number
        words += [(50, baseline, f"{number}{dot}"), (label, baseline, "กขคงจ"), (200, baseline, first), (300, baseline, second)]
    return words


@pytest.mark.parametrize(
    ("head", "label", "dot", "expected", "reason"),
    [
        (((48, "ท"), (70, "ชื่อ"), (200, "แผน"), (300, "ผล")), 57, "", ["1", "กขคงจ"], "two points behind the number, two heads"),
        (((48, "ท"), (70, "ชื่อ"), (200, "แผน"), (300, "ผล")), 64, "", ["1", "กขคงจ"], "as far off as a tabulator, two heads"),
        (((50, "โครงการ"), (200, "แผน"), (300, "ผล")), 64, ".", ["1. กขคงจ", "1.20"], "one head over number and label"),
    ],
)
def test_the_head_tells_whether_numbers_have_a_column(
    draw: Draw, head: tuple[tuple[float, str], ...], label: float, dot: str, expected: list[str], reason: str
) -> None:
    (table,) = layout(draw(numbered(head, label, dot))).tables
    assert [cell.text for cell in table.rows[1]][:2] == expected, reason
