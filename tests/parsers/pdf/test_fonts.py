"""A font's own letters: told by their number, or by the box of their outline."""

from __future__ import annotations

import random
import struct

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


CONTOURS = {  # number: points of each contour, and the box that they fill: left, bottom, right, top
    1: ([4], (-300, 1200, -220, 1540)),  # ่
    2: ([14, 12], (-600, 1200, 0, 1580)),  # ้
    3: ([20, 12], (-400, 1200, -50, 1550)),  # ํ
    4: ([9], (50, 0, 550, 1100)),  # า
    5: ([11], (40, 0, 640, 1400)),  # 7
    8: ([], None),  # a space
}
CODES = {0x0E48: 1, 0x0E49: 2, 0x0E4D: 3, 0x0E32: 4, 0x0037: 5, 0x0020: 8}


def truetype() -> bytes:
    """A font of these glyphs: the tables that are read, and nothing more."""
    glyphs, places = b"", [0]
    for number in range(max(CONTOURS) + 1):
        points, box = CONTOURS.get(number, ([], None))
        if box is not None:
            ends = [sum(points[: n + 1]) - 1 for n in range(len(points))]
            glyphs += struct.pack(f">h4h{len(ends)}H", len(points), *box, *ends)
        places.append(len(glyphs))
    segments = [(code, code, number - code) for code, number in sorted(CODES.items())] + [(0xFFFF, 0xFFFF, 1)]
    columns = [b"".join(struct.pack(">H", value & 0xFFFF) for value in column) for column in zip(*segments, strict=True)]
    count = len(segments)
    table = (
        struct.pack(">7H", 4, 16 + 8 * count, 0, 2 * count, 0, 0, 0)
        + columns[1]
        + b"\0\0"
        + columns[0]
        + columns[2]
        + bytes(2 * count)
    )
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12) + table,
        b"glyf": glyphs,
        b"head": bytes(50) + struct.pack(">h", 1) + bytes(2),
        b"loca": struct.pack(f">{len(places)}I", *places),
    }
    data, offset = struct.pack(">I4H", 0x10000, len(tables), 0, 0, 0), 12 + 16 * len(tables)
    for tag, body in tables.items():
        data += struct.pack(">4sIII", tag, 0, offset, len(body))
        offset += len(body)
    return data + b"".join(tables.values())


def test_a_font_tells_the_letters_of_a_pdf_without_a_map() -> None:
    program = program_of(truetype())
    assert program is not None
    assert program.of_number(1, shape_of(-300, 1200, -220, 1540)) == "่"
    assert program.of_number(5, shape_of(40, 0, 640, 1400)) == "7"
    assert program.of_number(5, shape_of(-300, 1200, -220, 1540)) is None, "another outline: the numbers are not the font's"
    assert program.of_number(8, None) == " ", "a space draws nothing"
    assert program.of_number(8, shape_of(0, 0, 300, 1)) == " ", "or next to nothing"
    assert program.of_number(4, None) is None


def test_a_map_that_names_letters_without_end_is_read_as_far_as_a_font_goes() -> None:
    """Format 12 with thousands of groups, each of which names every code there is."""
    group = struct.pack(">III", 0x20, 0xFFFD, 1)
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIII", 12, 0, 0, 0, 20_000) + group * 20_000
    program = Program({1: "ก"}, {1: (0.0, 0.0, 1.0)}, cmap=cmap)
    assert program.others[1] == " "
    assert len(program.others) < 70_000


@pytest.mark.parametrize("cmap", [b"", b"\0\0", truetype()[:30]], ids=["none", "cut short", "of other bytes"])
def test_a_damaged_map_names_no_letters(cmap: bytes) -> None:
    assert Program({1: "ก"}, {1: (0.0, 0.0, 1.0)}, cmap=cmap).others == {}


def test_damaged_fonts_are_read_or_refused_and_nothing_else() -> None:
    chance = random.Random(5)
    read = 0
    for _ in range(400):
        data = bytearray(truetype())
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        program = program_of(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))]))
        if program is not None:
            read += 1
            for number in range(-1, 12):
                program.letter(number)
                program.of_number(number, (0.1, 0.0, 1.0))
    assert read > 50
