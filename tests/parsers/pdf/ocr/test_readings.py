"""What is taken of several readings of one part, and how tesseract's own print is understood."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PIL import Image

from parsers.pdf.ocr import readings as module
from parsers.pdf.ocr.digits import Part
from parsers.pdf.ocr.places import Stance
from parsers.pdf.ocr.readings import Reading, readings
from parsers.pdf.ocr.segments import Chunk
from parsers.pdf.ocr.tesseract import Seen, seen_in
from schemas.document import Box

CHUNK = Chunk(0, 0, 10, 10, 2, 8, (1,))
PICTURE = Image.new("L", (10, 10), 255)


@pytest.mark.parametrize(
    ("shapes", "plain", "latin", "text", "least", "most"),
    [
        # All three see it; two see it; they all see another number; each is what its name says.
        (("7.7719", 0.9), ("7.7719", 0.9), ("7.7719", 0.9), "7.7719", 0.99, 0.99),
        (("7.7719", 0.9), ("1.7719", 0.8), ("7.7719", 0.9), "7.7719", 0.8, 0.85),
        (("7.7719", 0.6), ("1.7719", 0.8), ("7.1719", 0.9), "7.1719", 0.44, 0.46),
        # Tesseract takes a 7 for a 1, twice, and is not sure; where it is, or the shapes are not, its two eyes count.
        (("725", 0.99), ("125", 0.85), ("125", 0.72), "725", 0.84, 0.85),
        (("1,725.00", 0.99), ("1,125.00", 0.85), ("1,125.00", 0.72), "1,725.00", 0.84, 0.85),
        (("725", 0.99), ("125", 0.95), ("125", 0.72), "125", 0.8, 0.85),
        (("725", 0.8), ("125", 0.85), ("125", 0.72), "125", 0.8, 0.85),
        # The point that tesseract leaves out is on the picture.
        (("7.7719", 0.7), ("77719", 0.6), ("17719", 0.8), "7.7719", 0.7, 0.85),
        # Thai words are no number, whatever their letters look like.
        (("25()6", 0.3), ("250 คู่", 0.9), ("250 6", 0.5), "250 คู่", 0.9, 0.9),
        # A quarter's letter is taken for a zero.
        (("", 0.0), ("01", 0.8), ("Q1", 0.7), "Q1", 0.7, 0.8),
        (("", 0.0), ("Qi", 0.9), ("Ql", 0.9), "Q1", 0.9, 0.9),
    ],
)
def test_what_most_eyes_see_is_read_and_the_rest_is_doubted(
    monkeypatch: pytest.MonkeyPatch,
    shapes: tuple[str, float],
    plain: tuple[str, float],
    latin: tuple[str, float],
    text: str,
    least: float,
    most: float,
) -> None:
    def read(pictures: Sequence[Image.Image], spoken: str, _seconds: float) -> list[Seen]:
        return [Seen(*(latin if spoken == "eng" else plain)) for _ in pictures]

    monkeypatch.setattr(module, "read", read)
    [found] = readings([Part(CHUNK, *shapes)], [PICTURE], 1.0)
    assert found.text == text
    assert least <= found.confidence <= most


def test_thai_digits_and_dashes_are_not_asked_of_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def read(pictures: Sequence[Image.Image], _spoken: str, _seconds: float) -> list[Seen]:
        asked.append(len(pictures))
        return [Seen("ราย", 0.9) for _ in pictures]

    monkeypatch.setattr(module, "read", read)
    parts = [Part(CHUNK, "๔๖.๓๕", 0.97), Part(CHUNK, "-", 1.0), Part(CHUNK)]
    assert readings(parts, [PICTURE] * 3, 1.0) == [Reading("๔๖.๓๕", 0.97), Reading("-", 0.99), Reading("ราย", 0.9)]
    assert max(asked) == 1


def test_ink_beside_a_number_that_nobody_can_read_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of "๓๑.๑๘" the last digits are unclear: "๓๑." alone would be another number."""
    monkeypatch.setattr(module, "read", lambda pictures, _spoken, _seconds: [Seen("", 0.0) for _ in pictures])
    parts = [Part(CHUNK, "๓๑.", 0.9, is_stretch=True), Part(CHUNK, is_stretch=True)]
    assert readings(parts, [PICTURE] * 2, 1.0) == [Reading("๓๑.", 0.9), Reading("?", 0.0)]


def test_the_print_of_tesseract_is_told_apart_by_pictures() -> None:
    """A table of pieces with picture, confidence and letters, then the plain text, which has the spaces."""
    row = "5\t{page}\t1\t1\t1\t{word}\t0\t0\t9\t9\t{sure}\t{text}"
    printed = "\n".join(
        (
            "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
            row.format(page=1, word=1, sure=90, text="ราย"),
            row.format(page=1, word=2, sure=60, text="การ"),
            "ราย การ",
            "\f1\t2\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t",
            row.format(page=2, word=1, sure=80, text="12"),
            "12",
        )
    )
    assert seen_in(printed, 3) == [Seen("ราย การ", 0.75), Seen("12", 0.8), Seen("", 0.0)]


@pytest.mark.parametrize(
    ("turn", "box"),
    [
        # A box at the top left of an upright picture of 100 × 200 points, on the page as it lies.
        (0, (10, 20, 30, 25)),
        (90, (20, 70, 25, 90)),
        (180, (70, 175, 90, 180)),
        (270, (175, 10, 180, 30)),
    ],
)
def test_a_box_goes_back_to_where_it_was_before_the_page_was_turned(turn: int, box: tuple[float, ...]) -> None:
    back = Stance(turn, 0.0, 100.0, 200.0).on_page(Box(10, 20, 30, 25))
    assert (back.x0, back.top, back.x1, back.bottom) == pytest.approx(box)
