"""Pictures of a page's regions: the right place, the right size, ink where ink is printed."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from etl.source import make_source
from parsers.pdf.photograph import Photographs
from parsers.pdf.reader import read_pdf
from schemas.document import Box, Page

DATA = (Path(__file__).resolve().parents[3] / "raw" / "sample-2568-q4.pdf").read_bytes()
WHITE = 15


@pytest.fixture(scope="module")
def page() -> Page:
    return read_pdf(DATA, make_source("sample-2568-q4.pdf", DATA), pages=[1]).pages[0]


def photograph(page: Page, box: Box) -> bytes | None:
    with Photographs(DATA) as photographs:
        return photographs.of(page, box)


def pixels(png: bytes) -> tuple[int, int, list[int]]:
    """Width, height and the grey of every pixel, from 0 to 15."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    assert png[24:26] == bytes((4, 0))  # bits, kind: grey
    at = png.index(b"IDAT")
    body = zlib.decompress(png[at + 4 : at + 4 + int.from_bytes(png[at - 4 : at], "big")])
    stride = 1 + (width + 1) // 2
    assert len(body) == stride * height
    greys: list[int] = []
    for row in (body[stride * y + 1 : stride * (y + 1)] for y in range(height)):
        greys += [half for both in row for half in (both >> 4, both & 15)][:width]
    return width, height, greys


def test_a_line_of_words_has_ink_and_the_margin_has_none(page: Page) -> None:
    box = next(line.place.box for line in page.lines if line.place.box is not None and len(line.text) > 10)
    words = photograph(page, box)
    margin = photograph(page, Box(0.0, 0.0, 20.0, 20.0))
    assert words is not None
    assert margin is not None
    assert min(pixels(words)[2]) < 6  # ink
    assert set(pixels(margin)[2]) == {WHITE}


@pytest.mark.parametrize(
    ("box", "size", "reason"),
    [
        (Box(0.0, 0.0, 100.0, 50.0), (160, 80), "1.6 pixels a point"),
        (Box(100.0, 200.0, 150.625, 220.0), (81, 32), "a row of an odd number of pixels"),
        (Box(-5.0, -5.0, 50.0, 25.0), (80, 40), "what lies outside the page is left out"),
    ],
)
def test_a_region_has_the_size_of_its_box(page: Page, box: Box, size: tuple[int, int], reason: str) -> None:
    found = photograph(page, box)
    assert found is not None
    width, height, _ = pixels(found)
    assert abs(width - size[0]) <= 1, reason
    assert abs(height - size[1]) <= 1, reason


def test_a_page_of_another_size_is_not_photographed(page: Page) -> None:
    assert photograph(replace(page, width=page.width + 10), Box(0.0, 0.0, 10.0, 10.0)) is None
    assert photograph(replace(page, height=page.height - 10), Box(0.0, 0.0, 10.0, 10.0)) is None


def test_the_same_region_gives_the_same_bytes(page: Page) -> None:
    assert photograph(page, Box(0, 0, 200, 100)) == photograph(page, Box(0, 0, 200, 100))
