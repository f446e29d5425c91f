"""Finds the piece of a table's row that a page break leaves open: below the last line of a page, above the first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.pdf.columns import OpenRow, lines_within
from parsers.pdf.lines import TextLine
from parsers.pdf.stretches import em_of

_MARGIN = 0.09  # of the page's height: where running headers and page numbers stand
_FULL = 0.84  # of its height: a page that ends inside a row is full down to its lower margin
_MOST_LINE_HEIGHT = 2.0  # em between two lines of one cell, and between a cell's line and the row's edge
_MOST_DISTANCE = 4.0  # em between two lines of one table


def ends_page(level: float, height: float) -> bool:
    """Whether a table that ends at a level may go on at the head of the next page."""
    return level >= height * _FULL


def begins_page(lines: Sequence[TextLine], level: float, height: float) -> bool:
    """Whether nothing but a running header stands above a level."""
    return not any(height * _MARGIN < line.baseline <= level for line in lines)


def open_below(lines: Sequence[TextLine], level: float, sides: tuple[float, float], height: float) -> OpenRow | None:
    """The words between a table's last line and the end of the page, where nothing but a footer follows them."""
    below = [line for line in lines if line.baseline > level]
    words, rest = _nearest(below, level)
    if any(line.box.top < height * (1 - _MARGIN) for line in rest):
        return None
    inside = lines_within(words, *sides)
    if not inside or not ends_page(inside[-1].box.bottom, height):
        return None
    return OpenRow(inside, level, max(line.box.bottom for line in inside))


def rest_below(lines: Sequence[TextLine], level: float, sides: tuple[float, float], height: float) -> OpenRow | None:
    """All words between a line and the end of the page, no farther apart than rows are, with nothing beside them."""
    below = [line for line in lines if level < line.baseline and line.box.top < height * (1 - _MARGIN)]
    inside = lines_within(below, *sides)
    if len(inside) != len(below) or not inside or not ends_page(inside[-1].box.bottom, height):
        return None
    steps = pairwise([level, *(line.baseline for line in inside)])
    if any(there - here > _MOST_DISTANCE * em_of(inside) for here, there in steps):
        return None
    return OpenRow(inside, level, inside[-1].box.bottom, open=True)


def open_above(lines: Sequence[TextLine], level: float, sides: tuple[float, float], height: float) -> OpenRow | None:
    """The words between the head of a page and a table's first line, where nothing but a header stands above them."""
    above = [line for line in lines if line.baseline <= level]
    words, rest = _nearest(above[::-1], level)
    if any(line.box.bottom > height * _MARGIN for line in rest):
        return None
    inside = lines_within(words[::-1], *sides)
    return OpenRow(inside, min(line.box.top for line in inside), level) if inside else None


def _nearest(lines: Sequence[TextLine], level: float) -> tuple[Sequence[TextLine], Sequence[TextLine]]:
    """The lines, ordered away from a level, that follow each other as a cell's do; and the others."""
    most = _MOST_LINE_HEIGHT * em_of(lines)
    steps = pairwise([level, *(line.baseline for line in lines)])
    count = next((number for number, (here, there) in enumerate(steps) if abs(there - here) > most), len(lines))
    return lines[:count], lines[count:]
