"""Draws pages of glyphs, lines and fills by hand, so that a test sees the very geometry it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pytest

from parsers.pdf.content import Glyph, PageContent
from schemas.document import Box, PageHealth, Table

LETTER = 5.0  # points that a character of a drawn word is wide; 9-point type
SIZE = 9.0
Word = tuple[float, float, str]  # left edge, baseline, text
Line = tuple[float, float, float, float]
Draw = Callable[..., PageContent]


def glyphs_of(words: Sequence[Word]) -> list[Glyph]:
    """One glyph a character; spaces are glyphs of half the width."""
    glyphs: list[Glyph] = []
    for left, baseline, text in words:
        x = left
        for character in text:
            width = LETTER / 2 if character == " " else LETTER
            glyphs.append(Glyph(character, x, baseline - 8, x + width, baseline + 2, baseline, SIZE, len(glyphs)))
            x += width
    return glyphs


@pytest.fixture
def draw() -> Draw:
    """A page with words (left, baseline, text), lines and fills (x0, top, x1, bottom)."""

    def page(words: Sequence[Word], lines: Sequence[Line] = (), fills: Sequence[Line] = (), number: int = 1) -> PageContent:
        health = PageHealth(len(words), 1.0, 0, 0, 0, 0.0)
        rules = [Box(*line) for line in lines]
        return PageContent(number, 595.0, 842.0, glyphs_of(words), rules, [Box(*fill) for fill in fills], "clean", health)

    return page


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def spans(table: Table) -> list[list[tuple[int, int, int]]]:
    """Column number, column span, row span of each cell."""
    return [[(cell.column_no, cell.column_span, cell.row_span) for cell in row] for row in table.rows]


def row(baseline: float, *words: tuple[float, str]) -> list[Word]:
    return [(left, baseline, text) for left, text in words]


def across(levels: Iterable[float], left: float = 45.0, right: float = 400.0) -> list[Line]:
    return [(left, y, right, y) for y in levels]


def down(edges: Iterable[float], top: float, bottom: float) -> list[Line]:
    return [(x, top, x, bottom) for x in edges]
