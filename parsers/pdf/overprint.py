"""Finds letters that a producer prints twice, a hair apart, to look bold."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from parsers.pdf.content import Glyph

SAME_PLACE = 0.35  # points between the copies of a letter
_ONE_WORD = 30.0  # points between the beginnings of two letters: what is farther off is another cell's
_SQUARES = 1 / 16  # a point: the squares in which letters already shown are looked up
_EDGE = SAME_PLACE * _SQUARES

_Stretch = tuple[float, float, int, int]  # first and last letter from the left, first and last object


class Overprint:
    """The text objects of a page that may be printed over each other, and the letters that they have shown."""

    def __init__(self, raw: Sequence[Glyph]) -> None:
        self.runs = _overlapping(raw)
        self._shown: dict[tuple[str, int, int], list[Glyph]] = {}

    def repeats(self, glyph: Glyph, text: str) -> bool:
        """Whether another text object has shown the same letter at the same place; asked for each letter in turn."""
        x, y = glyph.x0, glyph.baseline
        across, down = x * _SQUARES, y * _SQUARES
        column, row = int(across), int(down)
        here = (text, column, row)
        shown = self._shown.get(here)
        if shown is not None and _is_among(shown, glyph):
            return True
        if across - column < _EDGE or down - row < _EDGE:  # the square before may hold the copy
            for near in ((text, column - 1, row), (text, column, row - 1), (text, column - 1, row - 1)):
                if near in self._shown and _is_among(self._shown[near], glyph):
                    return True
        if shown is None:
            self._shown[here] = [glyph]
        else:
            shown.append(glyph)
        return False


def _is_among(shown: Sequence[Glyph], glyph: Glyph) -> bool:
    return any(
        other.run != glyph.run and abs(other.x0 - glyph.x0) < SAME_PLACE and abs(other.baseline - glyph.baseline) < SAME_PLACE
        for other in shown
    )


def _overlapping(raw: Sequence[Glyph]) -> set[int]:
    """The text objects whose letters begin where those of another one on their line do: most pages have none.

    Objects that are shown one behind the other on a line are one stretch, and cannot overlap each other.
    """
    stretches: list[tuple[float, _Stretch]] = []  # by baseline
    level, start, reach, first, run = math.nan, 0.0, 0.0, -1, -1
    for glyph in raw:
        x = glyph.x0
        if glyph.x1 <= x:
            continue  # a mark stands where its letter ends
        if glyph.run != run:
            if glyph.baseline != level or not SAME_PLACE <= x - reach < _ONE_WORD:
                stretches.append((level, (start, reach, first, run)))
                level, start, reach, first = glyph.baseline, x, x, glyph.run
            run = glyph.run
        if x > reach:
            reach = x
    stretches.append((level, (start, reach, first, run)))
    found: set[int] = set()
    line: list[_Stretch] = []
    before = -math.inf
    for baseline, stretch in sorted(stretches[1:]):
        if baseline - before >= SAME_PLACE:
            found.update(_over_each_other(line))
            line = []
        before = baseline
        line.append(stretch)
    found.update(_over_each_other(line))
    return found


def _over_each_other(line: list[_Stretch]) -> Iterator[int]:
    """The objects of one line whose stretches share a place."""
    line.sort()
    reach, farthest = -math.inf, range(0)
    for start, end, first, last in line:
        if start < reach + SAME_PLACE:
            yield from farthest
            yield from range(first, last + 1)
        if end > reach:
            reach, farthest = end, range(first, last + 1)
