"""Which dark stretches of a scanned page are ruling lines: hairlines too, and no row of letters."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.pdf.ocr.picture import Picture, without_lines

SCALE = 4.0  # pixels a point
WIDTH, HEIGHT = 300, 200  # points
PAPER = 240


def page(noise: float = 5.0) -> np.ndarray:
    """Paper as a scanner sees it."""
    return np.random.default_rng(7).normal(PAPER, noise, (round(HEIGHT * SCALE), round(WIDTH * SCALE)))


def with_line(pixels: np.ndarray, box: tuple[float, float, float, float], grey: float) -> None:
    """Darkens a stretch (points) to a grey."""
    x0, top, x1, bottom = (round(edge * SCALE) for edge in box)
    pixels[top:bottom, x0:x1] += grey - PAPER


def lines_of(pixels: np.ndarray) -> list[tuple[float, float, float, float]]:
    picture = Picture(np.clip(pixels, 0, 255).astype(np.uint8), SCALE)
    _, lines = without_lines(picture)
    return sorted(
        ((line.x0, line.top, line.x1, line.bottom) for line in lines), key=lambda line: (line[0] == line[2], line[1] + line[0])
    )


@pytest.mark.parametrize("grey", [40, 160, 205], ids=["black", "grey", "hardly darker than the paper"])
def test_a_frame_is_found_where_it_is_drawn(grey: int) -> None:
    """A cell between two lines across and two down, each half a point thick, on a page of dark words."""
    pixels = page()
    with_line(pixels, (40, 10, 44, 18), 20)  # a letter: what ink is like on this page
    for y in (50, 90):
        with_line(pixels, (30, y, 250, y + 0.5), grey)
    for x in (30, 250):
        with_line(pixels, (x, 50, x + 0.5, 90.5), grey)
    found = lines_of(pixels)
    drawn = [(30, 50, 250, 50), (30, 90, 250, 90), (30, 50, 30, 90.5), (250, 50, 250, 90.5)]
    assert len(found) == len(drawn)
    for line, wanted in zip(found, drawn, strict=True):
        assert line == pytest.approx(wanted, abs=1.5)


def test_a_row_of_grey_letters_is_no_line() -> None:
    """Stems a point thick, three points apart, seven high, under strokes that join every other two: the top of Thai letters."""
    pixels = page()
    for x in range(30, 260, 3):
        with_line(pixels, (x, 60, x + 1, 67), 110)
        if x % 4 < 2:
            with_line(pixels, (x, 60, x + 3, 60.75), 150)
    assert lines_of(pixels) == []


def test_the_stem_of_a_letter_over_a_table_is_no_side_of_a_cell() -> None:
    """A ไ of a heading, sixteen points high, ends at the first line of the table below it."""
    pixels = page()
    with_line(pixels, (100, 32, 101, 48), 20)
    with_line(pixels, (30, 50, 250, 51), 20)
    with_line(pixels, (30, 90, 250, 91), 20)
    assert [line for line in lines_of(pixels) if line[0] == line[2]] == []
