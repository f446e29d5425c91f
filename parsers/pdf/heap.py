"""A page's glyphs, from which tables take theirs one after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from parsers.pdf.content import Glyph
from schemas.document import Box

RAISED = 0.2  # of the size: a glyph's middle above its baseline, whatever its box says


class Heap:
    """The glyphs that no table has taken yet; a page has many tables, and each looks at its own height only."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        self._glyphs = glyphs
        self._across: list[float] = []
        self._by_height: list[int] = []
        self._heights: list[float] = []
        self._taken: set[int] = set()

    def _sort(self) -> None:
        """Puts the glyphs in order of height, once a table asks: where each is looked for is `middle`."""
        self._across = [(glyph.x0 + glyph.x1) * 0.5 for glyph in self._glyphs]
        down = [glyph.baseline - glyph.size * RAISED for glyph in self._glyphs]
        self._by_height = sorted(range(len(down)), key=down.__getitem__)
        self._heights = [down[number] for number in self._by_height]

    def take(self, box: Box) -> list[Glyph]:
        """The glyphs whose middle lies inside the box, in the order of their stream: nobody else gets them."""
        if not self._across:
            self._sort()
        across, taken, left, right = self._across, self._taken, box.x0, box.x1
        within = self._by_height[bisect_left(self._heights, box.top) : bisect_right(self._heights, box.bottom)]
        inside = sorted([n for n in within if left <= across[n] <= right and n not in taken])
        self._taken.update(inside)
        return [self._glyphs[number] for number in inside]

    def give_back(self, glyphs: Iterable[Glyph]) -> None:
        """Glyphs that were taken for a table that is none."""
        returned = {id(glyph) for glyph in glyphs}
        self._taken = {number for number in self._taken if id(self._glyphs[number]) not in returned}

    def left(self) -> list[Glyph]:
        """The glyphs that no table has taken."""
        return [glyph for number, glyph in enumerate(self._glyphs) if number not in self._taken]
