"""Puts what was read on an upright, straight picture back in its place on the page as it is printed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.document import Box, Cell, Line, Place, Table


@dataclass(frozen=True, slots=True)
class Stance:
    """How a page was turned to be read: clockwise by quarters of a circle, then against the clock by `angle` degrees.

    `width` and `height` are those of the upright picture, in points.
    """

    turn: int
    angle: float
    width: float
    height: float

    @property
    def is_upright(self) -> bool:
        """Whether the picture is the page as it stands."""
        return not self.turn and not self.angle

    @property
    def page_size(self) -> tuple[float, float]:
        """The width and height of the page as it is printed."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)

    def on_page(self, box: Box) -> Box:
        """The box around a box of the upright picture, on the page."""
        corners = [self._back(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
        width, height = self.page_size
        across = [min(max(x, 0.0), width) for x, _ in corners]
        down = [min(max(y, 0.0), height) for _, y in corners]
        return Box(min(across), min(down), max(across), max(down))

    def _back(self, x: float, y: float) -> tuple[float, float]:
        slope = math.radians(self.angle)
        away, below = x - self.width / 2, y - self.height / 2
        x = self.width / 2 + away * math.cos(slope) - below * math.sin(slope)
        y = self.height / 2 + away * math.sin(slope) + below * math.cos(slope)
        if self.turn == 90:
            return y, self.width - x
        if self.turn == 180:
            return self.width - x, self.height - y
        return (self.height - y, x) if self.turn == 270 else (x, y)


Stances = Mapping[int, Stance]


def line_on_page(line: Line, stances: Stances) -> Line:
    """A paragraph with its places on the pages."""
    return replace(line, place=_place(line.place, stances), pieces=_places(line.pieces, stances))


def table_on_page(table: Table, stances: Stances) -> Table:
    """A table and its cells with their places on the pages."""
    rows = tuple(tuple(_cell(cell, stances) for cell in row) for row in table.rows)
    return replace(table, rows=rows, place=_place(table.place, stances), pieces=_places(table.pieces, stances))


def _cell(cell: Cell, stances: Stances) -> Cell:
    return replace(cell, place=_place(cell.place, stances), pieces=_places(cell.pieces, stances))


def _places(places: Sequence[Place], stances: Stances) -> tuple[Place, ...]:
    return tuple(_place(place, stances) for place in places)


def _place(place: Place, stances: Stances) -> Place:
    stance = stances.get(place.page or 0)
    return replace(place, box=stance.on_page(place.box)) if stance and place.box else place
