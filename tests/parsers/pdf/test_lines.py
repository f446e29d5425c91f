"""Clusters to printed lines, and wrapped lines to one text."""

from __future__ import annotations

import pytest

from parsers.pdf.content import Glyph
from parsers.pdf.lines import join_wrapped, text_lines


def glyph(text: str, x0: float, baseline: float, width: float = 5.0) -> Glyph:
    return Glyph(text, x0, baseline - 8, x0 + width, baseline + 2, baseline, 9.0, 0)


def word(text: str, x0: float, baseline: float) -> list[Glyph]:
    return [glyph(character, x0 + 5 * index, baseline) for index, character in enumerate(text)]


def test_baselines_a_little_apart_are_one_line() -> None:
    lines = text_lines([*word("รวม", 10, 100.0), *word("12", 60, 101.5)])
    assert [line.text for line in lines] == ["รวม 12"]


def test_baselines_far_apart_are_two_lines_from_top_to_bottom() -> None:
    lines = text_lines([*word("ล่าง", 10, 114.0), *word("บน", 10, 100.0)])
    assert [line.text for line in lines] == ["บน", "ล่าง"]


def test_a_gap_without_a_space_glyph_is_a_space() -> None:
    assert text_lines([*word("ก", 10, 100), *word("ข", 20, 100)])[0].text == "ก ข"


def test_what_an_actual_text_says_does_not_tell_how_large_letters_are() -> None:
    """Three า of 4.6 points of ink, and 1.45 points of room behind each, among letters of 8 points with marks."""
    glyphs, x = [], 50.0
    for letter in ["ค่", "า", "ง้", "า", "จ้", "า"]:
        ink = 4.6 if letter == "า" else 8.0
        glyphs.append(glyph(letter, x, 100, ink))
        glyphs[-1].size, glyphs[-1].actual = 15.0, letter == "า"
        x += 6.05 if letter == "า" else 8.0
    assert text_lines(glyphs)[0].text == "ค่าง้าจ้า"


@pytest.mark.parametrize("apart", [0.3, 1.2, 2.4])
def test_letters_that_are_set_apart_are_words_still(apart: float) -> None:
    """A heading's letters stand 1.2 points from each other, its words three more; a number in it is one."""
    x, glyphs = 50.0, []
    for letter in "รายงานผล ปี ๒๕๖๘":
        if letter == " ":
            x += 3.0
        else:
            glyphs.append(glyph(letter, x, 100))
            x += 5.0 + apart
    assert [line.text for line in text_lines(glyphs)] == ["รายงานผล ปี ๒๕๖๘"]


def test_few_letters_far_from_each_other_are_apart() -> None:
    assert text_lines([glyph("ก", 50, 100), glyph("ข", 60, 100), glyph("ค", 70, 100)])[0].text == "ก ข ค"


def test_a_padding_space_on_top_of_a_digit_is_no_space() -> None:
    glyphs = [*word("478", 10, 100), glyph(" ", 15.5, 100, 3.0)]
    assert text_lines(glyphs)[0].text == "478"


def test_a_line_of_spaces_only_is_no_line() -> None:
    assert text_lines([glyph(" ", 10, 100), glyph(" ", 15, 100)]) == []


JOINS = [
    (["โครง", "การ"], "โครงการ", "Thai wraps inside a phrase without a space"),
    (["16.330", "0"], "16.3300", "a number wrapped in a narrow column goes on"),
    (["1,234,", "567"], "1,234,567", "a number wrapped behind its comma goes on"),
    (["จำนวน", "๑,๒๓๔ คน"], "จำนวน ๑,๒๓๔ คน", "words and a number, in Thai digits too, wrapped at a space"),
    (["๑,๒๓๔", "คน"], "๑,๒๓๔ คน", "a number and its unit too"),
    (["๑๖.๓๓๐", "๐"], "๑๖.๓๓๐๐", "a wrapped number in Thai digits goes on"),
    (["Digital", "Workforce"], "Digital Workforce", "Latin words wrap at a space"),
    (["โครงการ", "(ต่อ)"], "โครงการ (ต่อ)", "an opening parenthesis had a space before it"),
    (["(เบิกจ่าย", ")"], "(เบิกจ่าย)", "a closing one had none"),
    (["2,000", "(1,560)"], "2,000 (1,560)", "an actual below its plan stands apart"),
]


@pytest.mark.parametrize(("printed", "expected", "reason"), JOINS, ids=[case[2] for case in JOINS])
def test_wrapped_lines_are_put_together_again(printed: list[str], expected: str, reason: str) -> None:
    glyphs = [g for number, text in enumerate(printed) for g in word(text, 10, 100 + 14 * number)]
    assert join_wrapped(text_lines(glyphs)) == expected, reason


def test_a_mark_behind_a_narrow_box_is_no_space() -> None:
    """The boxes of ActualText are as low as the mark: three tenths of the letters beside them."""
    line = [Glyph("ถึ", 10.0, 90, 14.4, 95, 100.0, 5.2, 0), Glyph("ง", 15.3, 88, 19.3, 103, 100.0, 15.3, 1)]
    assert text_lines(line)[0].text == "ถึง"


def test_a_space_written_at_the_end_of_a_line_stays() -> None:
    glyphs = [*word("ร้อยละ", 10, 100), glyph(" ", 45, 100, 2.5), *word("ของ", 10, 114)]
    assert join_wrapped(text_lines(glyphs)) == "ร้อยละ ของ"
