"""A font's own letters: told by their number, or by the box of their outline."""

from __future__ import annotations

import pytest

from parsers.pdf.fonts import Program, program_of, shape_of

LETTERS = {10: "า", 20: "่", 30: "ํ", 40: "ำ"}
SHAPES = {10: (0.1, 0.0, 1.4), 20: (-1.2, 3.0, 4.0), 30: (-0.9, 2.0, 2.9), 40: (-0.8, 0.0, 1.1)}

NUMBERS = [
    (10, "า", "its own number"),
    (21, "่", "a shifted form of the mark before it"),
    (24, "่", "the fourth of them"),
    (25, None, "a fifth is another glyph"),
    (31, "ํ่", "the ring with its first tone mark"),
    (3, None, "a number before all letters"),
    (0, None, "the glyph for what is missing"),
]


@pytest.mark.parametrize(("number", "letters", "reason"), NUMBERS, ids=[case[2] for case in NUMBERS])
def test_a_glyphs_number_tells_its_letters(number: int, letters: str | None, reason: str) -> None:
    assert Program(LETTERS, SHAPES).letter(number) == letters, reason


def test_an_outline_tells_another_letter_only_where_one_fits() -> None:
    program = Program(LETTERS, SHAPES)
    assert program.of_shape("้", (-1.2, 3.0, 4.0)) == "่"
    assert program.of_shape("่", (-1.2, 3.0, 4.0)) == "่"
    assert program.of_shape("้", (9.0, 9.0, 9.0)) == "้"


def test_a_sara_am_with_the_outline_of_sara_aa_is_one_though_other_letters_are_as_wide() -> None:
    program = Program({**LETTERS, 50: "ว"}, {**SHAPES, 50: SHAPES[10]})
    assert program.of_shape("ำ", SHAPES[10]) == "า"
    assert program.of_shape("ำ", SHAPES[40]) == "ำ"


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x00\x00", b"\x00\x01\x00\x00\xff\xff" + bytes(40), b"OTTO" + bytes(200)])
def test_a_damaged_font_has_no_letters(data: bytes) -> None:
    assert program_of(data) is None


def test_an_outline_without_width_has_no_shape() -> None:
    assert shape_of(5.0, 0.0, 5.0, 9.0) is None


def test_a_narrow_mark_is_told_though_its_width_is_measured_with_an_error() -> None:
    """Of ่, eleven times as high above the line as it is wide, a hundredth of the width moves every side."""
    program = Program({7: "่", 8: "ู"}, {7: (-2.16, 9.21, 11.17), 8: (-1.26, -0.9, -0.14)})
    assert program.of_shape("ู", (-2.17, 9.25, 11.22)) == "่"
    assert program.of_shape("ู", (-2.17, 9.8, 11.9)) == "ู"
