"""Turns path segments and rectangles into ruling lines and fills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.document import Box
from schemas.errors import LimitExceeded

_THIN = 2.6  # points: a filled rectangle as thin as this is drawn as a line
_STRAIGHT = 0.6  # points that a line may lean
_MOST_SHAPES = 200_000  # lines and fills of one page: more is a drawing, or an attack
_LEAST_LENGTH = 3.0  # shorter lines are parts of letters and ticks, or dots of a line
_MOST_DOTS = 40_000  # of one page: more are a drawing, whose dots are none of a table's
_MANY_CORNERS = 12  # of an outline: a bar, an arrow and a rounded box have fewer, a Thai letter has thirty


@dataclass(slots=True)
class Shapes:
    """Ruling lines (thin boxes), larger fills, and images of a page; `dots` are too short for a line by themselves."""

    rules: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    drawn: list[Box] = field(default_factory=list)  # filled outlines of many corners: letters as a drawing, or a picture
    corners: int = 0  # of them all


def add_rectangle(shapes: Shapes, points: Sequence[tuple[float, float]], *, filled: bool) -> None:
    """Files a filled outline: a thin one is a rule, a larger one a fill; anything but a rectangle is dropped.

    Raises `LimitExceeded`.
    """
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    if any(min(x - box.x0, box.x1 - x) > _STRAIGHT and min(y - box.top, box.bottom - y) > _STRAIGHT for x, y in points):
        return
    if min(box.x1 - box.x0, box.bottom - box.top) <= _THIN:
        add_bar(shapes, box)
    elif filled:
        _check(shapes)
        shapes.fills.append(box)


def add_bar(shapes: Shapes, box: Box) -> None:
    """Files a line, or a filled rectangle so thin that it is drawn as one. Raises `LimitExceeded`."""
    if max(box.x1 - box.x0, box.bottom - box.top) >= _LEAST_LENGTH:
        _check(shapes)
        shapes.rules.append(box)
    elif len(shapes.dots) < _MOST_DOTS:
        shapes.dots.append(box)


def add_drawing(shapes: Shapes, box: Box, corners: int) -> None:
    """Files a filled outline that is no rule and no fill. Raises `LimitExceeded`."""
    if corners >= _MANY_CORNERS:
        _check(shapes)
        shapes.drawn.append(box)
        shapes.corners += corners


def add_segment(shapes: Shapes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Files a stroke that runs along the page's edges; one that leans is part of a drawing. Raises `LimitExceeded`."""
    (x0, y0), (x1, y1) = start, end
    if x0 > x1:
        x0, x1 = x1, x0
    if y0 > y1:
        y0, y1 = y1, y0
    width, height = x1 - x0, y1 - y0
    if width <= _STRAIGHT or height <= _STRAIGHT:
        add_bar(shapes, Box(x0, y0, x1, y1))


def _check(shapes: Shapes) -> None:
    if len(shapes.rules) + len(shapes.fills) + len(shapes.drawn) > _MOST_SHAPES:
        raise LimitExceeded(f"A page has more than {_MOST_SHAPES:,} lines and fills.")
