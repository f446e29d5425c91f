"""Finds tables without any line: runs of printed lines whose words stand in the same columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.pdf.columns import (
    Columns,
    OpenRow,
    Span,
    anchored,
    column_edges,
    em_of,
    fits,
    gaps_of,
    groups_of,
    least_gap,
    lines_within,
)
from parsers.pdf.lines import TextLine
from schemas.document import Box

_MANY = 3  # groups of words that make a line a table's
_WIDE_GAP = 7.0  # points of a gap that no space fills
_WIDE_GAP_EM = 0.8  # and em, for larger letters
_MOST_DISTANCE = 4.0  # em between two lines of one table
_MOST_LINE_HEIGHT = 1.85  # em between two lines of one cell; rows may be as near, cells are not set wider
_SAME_DISTANCE = 1.1  # of the distance of two lines in a cell: what is farther is the next row
_LONE = 4  # groups that make a single line a table without a neighbour
_NUMBER = re.compile(r"[-–]|\(?[\d๐-๙][\d๐-๙,]*(?:\.[\d๐-๙]+)?\)?%?")
_MARKED = re.compile(r"[\d๐-๙]+(?:\.[\d๐-๙]+)*[.)]?\s|[-•]\s|รวม")
_MARKER = re.compile(r"[\d๐-๙.]+[.)]?|[-•]")
_MARKER_GAP = 14.0  # points between a row's number and its label


@dataclass(slots=True)
class _Printed:
    """A printed line with its groups of words."""

    line: TextLine
    groups: list[Span]

    @property
    def is_row(self) -> bool:
        if len(self.groups) < _MANY:
            return False
        least = max(_WIDE_GAP, _WIDE_GAP_EM * em_of([self.line]))
        return sum(1 for start, end in gaps_of(self.groups) if end - start >= least) >= _MANY - 1


@dataclass(slots=True)
class _Run:
    """Lines of one table so far, and the gaps that all of them leave free."""

    lines: list[_Printed] = field(default_factory=list)
    bounds: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Aligned:
    """A table of aligned words: its rows, its column edges and the lines that it uses."""

    rows: list[OpenRow]
    edges: list[float]
    lines: list[TextLine]


def aligned(lines: Sequence[TextLine], fills: Sequence[Box], known: Columns | None) -> Iterator[Aligned]:
    """The tables without lines, from top to bottom.

    `fills` are shaded boxes, whose sides are columns' edges and whose height is a row's; `known` are the
    columns of the table above, which a row that stands alone may go on with.
    """
    if not lines:
        return
    em = em_of(lines)
    printed = [_Printed(line, _groups(line)) for line in lines]
    for run in _runs(printed, em):
        table = _table(run, fills, known, em)
        if table is not None:
            yield table


def _groups(line: TextLine) -> list[Span]:
    """The line's groups; a row's number and the label behind it are one."""
    groups = groups_of(line.glyphs)
    if len(groups) > 1:
        groups = groups_of(line.glyphs, least_gap(em_of([line])))
    if len(groups) > 1 and groups[1][0] - groups[0][1] < _MARKER_GAP:
        first = line.text.split(" ", 1)[0]
        narrow = groups[0][1] - groups[0][0] < 2 * _MARKER_GAP
        if narrow and _MARKER.fullmatch(first):
            groups[:2] = [(groups[0][0], groups[1][1])]
    return groups


def _runs(printed: Sequence[_Printed], em: float) -> Iterator[list[_Printed]]:
    """Lines that follow each other in the same columns."""
    run, waiting = _Run(), list[_Printed]()
    for here in printed:
        last = (waiting or run.lines)[-1] if run.lines else None
        if last is not None and here.line.baseline - last.line.baseline > _MOST_DISTANCE * em:
            yield run.lines
            run, waiting = _Run(), []
        if here.is_row:
            if run.lines and (_conflicts(run, here) or not all(_may_wait(run, line) for line in waiting)):
                yield run.lines
                run, waiting = _Run(), []
            for line in (*waiting, here):
                _add(run, line)
            waiting = []
        elif run.lines and _goes_on(run, waiting, here, em):
            for line in (*waiting, here):
                _add(run, line)
            waiting = []
        elif run.lines:
            waiting.append(here)
    if run.lines:
        yield run.lines


def _add(run: _Run, here: _Printed) -> None:
    run.lines.append(here)
    for start, end in gaps_of(here.groups):
        shared = [i for i, bound in enumerate(run.bounds) if min(bound[1], end) - max(bound[0], start) > 0.3]
        for i in shared:
            run.bounds[i] = (max(run.bounds[i][0], start), min(run.bounds[i][1], end))
        if not shared:
            run.bounds.append((start, end))


def _conflicts(run: _Run, here: _Printed) -> bool:
    """Whether a line of several groups begins another table: its gaps are not those of the lines above."""
    foreign = sum(
        1
        for start, end in gaps_of(here.groups)
        if not any(min(bound[1], end) - max(bound[0], start) > 0.3 for bound in run.bounds)
    )
    return foreign > 0 and (foreign > 1 or _crossed(run, here) > 0) and len(run.lines) > 1


def _crossed(run: _Run, here: _Printed) -> int:
    return sum(1 for x0, x1 in here.groups if any(x0 < start - 1 and x1 > end + 1 for start, end in run.bounds))


def _stands_in_columns(run: _Run, here: _Printed) -> bool:
    """Whether each group lies between two gaps and begins, ends or has its middle where others do."""
    if _crossed(run, here):
        return False
    anchors = [(x0, x1, (x0 + x1) / 2) for line in run.lines for x0, x1 in line.groups]
    return all(anchored(anchors, group) for group in here.groups)


def _may_wait(run: _Run, here: _Printed) -> bool:
    return _stands_in_columns(run, here)


def _goes_on(run: _Run, waiting: Sequence[_Printed], here: _Printed, em: float) -> bool:
    """Whether a line of few groups is more of the row above: as near as the lines of a cell, and in its columns."""
    last = (waiting or run.lines)[-1]
    near = here.line.baseline - last.line.baseline <= _MOST_LINE_HEIGHT * em
    return near and all(_may_wait(run, line) for line in (*waiting, here))


def _table(run: list[_Printed], fills: Sequence[Box], known: Columns | None, em: float) -> Aligned | None:
    lines = [printed.line for printed in run]
    left, right = min(line.box.x0 for line in lines) - 1, max(line.box.x1 for line in lines) + 1
    shaded = [fill for fill in fills if any(_covers(fill, line) for line in lines)]
    rough = column_edges([printed.groups for printed in run], left, right)
    rows = [
        OpenRow(part, min(g.box.top for g in part), max(g.box.bottom for g in part)) for part in _rows(lines, rough, shaded, em)
    ]
    for row, part in zip(rows, _rows(lines, rough, shaded, em), strict=True):
        if len(part) == 1:
            row.groups = _groups(part[0])
    rich = [row for row in rows if len(row.groups) >= _MANY]
    if known is not None and len(rows) <= 2 and len(known.edges) > max(len(row.groups) for row in rows) and fits(known, rows):
        return Aligned(rows, list(known.edges), lines)
    if len(rich) < 2 and not any(len(row.groups) >= _LONE for row in rich):
        return None
    return Aligned(rows, _edges(rows, shaded, left, right), lines)


def _covers(fill: Box, line: TextLine) -> bool:
    return fill.top <= line.baseline <= fill.bottom and fill.x0 < line.box.x1 and fill.x1 > line.box.x0


def _edges(rows: Sequence[OpenRow], shaded: Sequence[Box], left: float, right: float) -> list[float]:
    from_words = column_edges([row.groups for row in rows], left, right)
    sides = sorted({round(side, 1) for fill in shaded for side in (fill.x0, fill.x1)})
    drawn: list[float] = []
    for side in sides:
        if not drawn or side - drawn[-1] > _WIDE_GAP / 2:
            drawn.append(side)
    if len(drawn) >= len(from_words) and len(drawn) > 2:
        return [min(drawn[0], left), *drawn[1:-1], max(drawn[-1], right)]
    return from_words


def _rows(lines: Sequence[TextLine], edges: Sequence[float], shaded: Sequence[Box], em: float) -> list[list[TextLine]]:
    """Printed lines put together to rows: by shading, by distance, and by what stands in the columns."""
    pitch = _pitch(lines, edges, em)
    rows: list[list[TextLine]] = [[lines[0]]]
    for above, here in pairwise(lines):
        boxes = _shade(above, shaded), _shade(here, shaded)
        if boxes[0] != boxes[1]:
            rows.append([here])
        elif boxes[0] is not None:
            rows[-1].append(here)
        elif here.baseline - above.baseline > pitch * _SAME_DISTANCE or _begins_row(rows[-1], here, edges):
            rows.append([here])
        else:
            rows[-1].append(here)
    return rows


def _shade(line: TextLine, shaded: Sequence[Box]) -> tuple[int, int] | None:
    for fill in shaded:
        if _covers(fill, line):
            return round(fill.top), round(fill.bottom)
    return None


def _pitch(lines: Sequence[TextLine], edges: Sequence[float], em: float) -> float:
    """The distance of two lines in one cell: the least one in any column; 0 where no cell has two lines."""
    least = _MOST_LINE_HEIGHT * em
    found = 0.0
    for left, right in pairwise(edges):
        part = [line.baseline for line in lines_within(lines, left, right)]
        for above, below in pairwise(part):
            if em * 0.7 < below - above <= least:
                least, found = below - above, below - above
    return found


def _begins_row(row: Sequence[TextLine], here: TextLine, edges: Sequence[float]) -> bool:
    """Whether a line as near as a cell's second line is a row of its own: whole numbers stand below
    whole numbers, or a number or bullet opens its first cell beside other cells.
    """
    stacked, filled, label = 0, 0, ""
    for index, (left, right) in enumerate(pairwise(edges)):
        below = lines_within([here], left, right)
        if not below:
            continue
        filled += 1
        label = below[0].text if index == 0 else label
        above = lines_within(row, left, right)
        if above and len(above) == 1 and _is_number(above[0].text) and _is_number(below[0].text):
            stacked += not below[0].text.startswith("(") or above[0].text.startswith("(")
    return stacked > 1 or (filled > 1 and _MARKED.match(label + " ") is not None)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None
