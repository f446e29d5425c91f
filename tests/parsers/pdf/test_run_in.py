"""Numbers that touch the number or label beside them, told apart by how they were drawn and by their decimals."""

from __future__ import annotations

import pytest

from parsers.pdf.columns import column_rooms
from parsers.pdf.content import PageContent
from parsers.pdf.lines import text_lines
from parsers.pdf.run_in import run_in
from parsers.pdf.tables import layout
from tests.parsers.pdf.conftest import Draw, Word, across, down, row, texts


def numbers(draw: Draw, *words: str, run: int | None = None) -> list[str]:
    """The numbers found in words that touch, each drawn in a run of its own (or all in one)."""
    drawn: list[Word] = []
    left = 50.0
    for word in words:
        drawn.append((left, 100, word))
        left += 5 * len(word)
    glyphs = draw(drawn).glyphs
    for glyph, number in zip(glyphs, [n for n, word in enumerate(words) for _ in word], strict=True):
        glyph.run = number if run is None else run
    (line,) = text_lines(glyphs)
    return ["".join(glyph.text for glyph in number) for number in run_in(line)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("66.89", "12.345"), ["66.89", "12.345"]),
        (("1,234", "5,678"), ["1,234", "5,678"]),
        (("12.50%", "(3.5)"), ["12.50%", "(3.5)"]),
        (("123", "456"), []),  # may be one number
        (("49,2", "13.50"), []),  # is one
        (("12.50", "1"), []),  # may be 12.501
        (("กก", "1,234.50"), ["1,234.50"]),  # a label that reaches its number
        (("กก", "2568"), []),  # a year belongs to its words
    ],
)
def test_numbers_in_runs_of_their_own_that_are_no_number_together_are_two(
    draw: Draw, words: tuple[str, ...], found: list[str]
) -> None:
    assert numbers(draw, *words) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("589,786.3851,717,425.34", ["589,786.38", "51,717,425.34"]),
        ("1.2345(6.7890)", ["1.2345", "(6.7890)"]),
        ("16,31637,067", ["16,316", "37,067"]),
        ("16,3163,06", []),  # no thousands
        ("3.1.2", []),  # a section
        ("30.09.2568", []),  # a date
        ("1.12.3", []),  # a section, too
        ("12.3456.7", []),  # other decimals
    ],
)
def test_numbers_with_as_many_decimals_are_told_whatever_they_were_drawn_by(draw: Draw, word: str, found: list[str]) -> None:
    assert numbers(draw, word, run=0) == found


def in_runs(page: PageContent, *lengths: int) -> PageContent:
    """The page's last words in runs of so many glyphs, one after the other."""
    runs = [number for number, length in enumerate(lengths, start=1) for _ in range(length)]
    for glyph, run in zip(page.glyphs[-len(runs) :], runs, strict=True):
        glyph.run = run
    return page


LINES = [*across([90, 110, 130]), *down([45, 190, 260, 330, 400], 90, 130)]
HEAD = row(104, (50, "งบ"), (195, "แผน"), (265, "ผล"), (335, "%"))


def test_a_number_that_touches_the_next_cells_number_over_a_line_stays_in_its_own(draw: Draw) -> None:
    words = [*HEAD, *row(124, (50, "ก"), (191, "12,345,678.90"), (256, "9,876,543.21"), (335, "5"))]
    page = in_runs(draw(words, LINES), 13, 12, 1)
    assert texts(layout(page).tables[0])[1] == ["ก", "12,345,678.90", "9,876,543.21", "5"]


def test_a_number_that_an_edge_parts_between_two_of_its_digits_is_one(draw: Draw) -> None:
    words = [*HEAD, *row(124, (50, "ก"), (225, "12,345,678.90"), (335, "5"))]
    page = in_runs(draw(words, LINES), 13, 1)
    assert texts(layout(page).tables[0])[1] == ["ก", "12,345,678.90", "", "5"]


def test_a_label_that_reaches_over_its_edge_up_to_a_number_is_a_cell(draw: Draw) -> None:
    words = [*row(104, (50, "โครงการ"), (150, "รวม"), (250, "Q1")), *row(124, (50, "ก"), (150, "1.50"), (250, "2.50"))]
    words += [*row(144, (50, "งานที่ยาวกว่าคอลัมน์"), (150, "9.75"), (250, "8.75"))]
    assert len("งานที่ยาวกว่าคอลัมน์") * 5 == 100
    page = in_runs(draw(words), 20, 4, 4)
    assert texts(layout(page).tables[0])[2][1:] == ["9.75", "8.75"]


def test_stretches_between_numbers_too_wide_for_their_columns_are_one() -> None:
    """No height has both rooms, and no row has words between them."""
    rows = [[(50.0, 60.0), (100.0, 140.0), (140.8, 180.0)], [(50.0, 60.0), (110.0, 134.0), (134.8, 170.0)]]
    assert len(column_rooms(rows)) == 2
