"""Finds tables without any line: runs of printed lines whose words stand in the same columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.pdf.columns import (
    Columns,
    OpenRow,
    Span,
    anchored,
    column_edges,
    column_rooms,
    columns_of,
    edges_in,
    em_of,
    filled_columns,
    fitted,
    gaps_of,
    line_em,
    line_groups,
    lines_within,
    merged,
)
from parsers.pdf.lines import TextLine
from schemas.document import Box

_MANY = 3  # groups of words that make a line a table's
_WIDE_GAP = 7.0  # points of a gap that no space fills
_WIDE_GAP_EM = 0.8  # and em, for larger letters
_MOST_DISTANCE = 4.0  # em between two lines of one table
_MOST_LINE_HEIGHT = 2.0  # em between two lines of one cell; rows may be as near, cells are not set wider
_LEAST_LINE_HEIGHT = 0.7
_SAME_DISTANCE = 1.1  # of the distance of two lines in a cell: what is farther is the next row
_RECENT = 24  # lines from either end of a long table that its next line is compared with
_MOST_WAITING = 8  # lines of few groups between two rows of one table
_SAME_SIZE = 1.2  # times the letters of the row below: a heading is larger
_SAME_SIDE = 2.0  # points between words that begin together in two rows of a head
_HEADLESS = 2  # rows of a table that may go on with the columns of the one above
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
        least = max(_WIDE_GAP, _WIDE_GAP_EM * line_em(self.line))
        return sum(1 for start, end in gaps_of(self.groups) if end - start >= least) >= _MANY - 1


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
    for run in _runs(printed, fills, em):
        table = _table(run, fills, known, em) if run else None
        if table is not None:
            known = columns_of(table.rows, table.edges)
            yield table


def _groups(line: TextLine) -> list[Span]:
    """The line's groups; a row's number and the label behind it are one."""
    groups = list(line_groups(line))
    if len(groups) > 1 and groups[1][0] - groups[0][1] < _MARKER_GAP:
        first = line.text.split(" ", 1)[0]
        narrow = groups[0][1] - groups[0][0] < 2 * _MARKER_GAP
        if narrow and _MARKER.fullmatch(first):
            groups[:2] = [(groups[0][0], groups[1][1])]
    return groups


def _runs(printed: Sequence[_Printed], fills: Sequence[Box], em: float) -> Iterator[list[_Printed]]:
    """Lines that follow each other in the same columns."""
    run: list[_Printed] = []
    waiting: list[_Printed] = []  # lines of few groups that belong to the table if a row follows them
    above: list[_Printed] = []  # the same in front of the first row: a head's upper line
    for here in printed:
        last = (waiting or run or above or [here])[-1]
        if here.line.baseline - last.line.baseline > _MOST_DISTANCE * em:
            yield run
            run, waiting, above = [], [], []
        if here.is_row:
            if run and (_begins_table(_recent(run), here, fills) or not all(_in_columns(_recent(run), line) for line in waiting)):
                yield run
                above, run, waiting = waiting, [], []
            run.extend(waiting if run else _head_of(above, here))
            run.append(here)
            waiting, above = [], []
        elif run:
            waiting.append(here)
            if len(waiting) > _MOST_WAITING:
                yield run
                run, waiting, above = [], [], [here]
                continue
            near = here.line.baseline - last.line.baseline <= _MOST_LINE_HEIGHT * em
            if near and all(_in_columns(_recent(run), line) for line in waiting):
                run.extend(waiting)
                waiting = []
        else:
            above = [here]
    yield run


def _recent(run: list[_Printed]) -> list[_Printed]:
    """The first lines and the last ones, which tell a long table's columns as well as all of them."""
    return run if len(run) <= 2 * _RECENT else [*run[:_RECENT], *run[-_RECENT:]]


def _head_of(above: Sequence[_Printed], here: _Printed) -> list[_Printed]:
    """The line above a table's first row, where it is its head's: two groups or more, further in than prose.

    The upper line of a head of two rows names fewer columns than the lower.
    """
    if not above or len(above[-1].groups) < _MANY - 1:
        return []
    groups = above[-1].groups
    if len(groups) > len(here.groups) or line_em(above[-1].line) > _SAME_SIZE * line_em(here.line):
        return []
    stands = any(abs(x0 - other[0]) < _SAME_SIDE for x0, _ in groups for other in here.groups)
    return [above[-1]] if stands and len(_rooms_of([above[-1], here])) < len(here.groups) + len(groups) else []


def _begins_table(run: Sequence[_Printed], here: _Printed, fills: Sequence[Box]) -> bool:
    """Whether a line of several groups begins another table: shaded otherwise, or in other columns."""
    shaded = _shading(here.line, fills)
    if shaded and not _shading(run[-1].line, fills):
        known = {side for line in run for side in _shading(line.line, fills)}
        if known and shaded != known:
            return True
    if sum(1 for line in run if line.is_row) < _MANY - 1:
        return False
    before, both = _rooms_of(run), _rooms_of([*run, here])
    crossing = _crossing(here, before)
    if crossing and (len(both) > len(before) or _heads_numbers(run[-1], here)):
        return True
    distance = here.line.baseline - run[-1].line.baseline
    usual = max(below.line.baseline - above.line.baseline for above, below in pairwise(run))
    return crossing > 1 and distance > _SAME_DISTANCE * usual


def _heads_numbers(above: _Printed, here: _Printed) -> bool:
    """Whether words without a row's number stand below numbers: another table's head, set directly below."""
    if _MARKED.match(here.line.text):
        return False
    numbers = [span for span in above.groups if _is_number(_text_of(above, span))]
    words = [span for span in here.groups if any(span[0] < x1 and span[1] > x0 for x0, x1 in numbers)]
    return len(words) > 1 and not any(_is_number(_text_of(here, span)) for span in words)


def _text_of(printed: _Printed, span: Span) -> str:
    part = lines_within([printed.line], span[0] - 1, span[1] + 1)
    return part[0].text if part else ""


def _shading(line: TextLine, fills: Sequence[Box]) -> set[int]:
    """The sides of the shaded boxes that a line stands in."""
    return {round(side) for fill in fills if _covers(fill, line) for side in (fill.x0, fill.x1)}


def _rooms_of(lines: Sequence[_Printed]) -> list[Span]:
    return column_rooms([line.groups for line in lines])


def _crossing(here: _Printed, rooms: Sequence[Span]) -> int:
    """How many of a line's groups run through the room between two columns."""
    return sum(1 for x0, x1 in here.groups if any(x0 < start + 1 and x1 > end - 1 for start, end in rooms))


def _in_columns(run: Sequence[_Printed], here: _Printed) -> bool:
    """Whether each group lies in one column and begins, ends or has its middle where others do."""
    rooms = _rooms_of([*run, here])
    if len(rooms) != len(_rooms_of(run)) or _crossing(here, rooms):
        return False
    known = [group for line in run for group in line.groups]
    anchors = [(x0, x1, (x0 + x1) / 2) for x0, x1 in known]
    return all(anchored(anchors, group) or _is_below(known, group) for group in here.groups)


def _is_below(known: Sequence[Span], group: Span) -> bool:
    """Whether a group stands inside the width of words above, behind the first column: prose begins there."""
    first = min(x0 for x0, _ in known)
    return group[0] > first + _MARKER_GAP and any(x0 <= group[0] and group[1] <= x1 for x0, x1 in known)


def _table(run: list[_Printed], fills: Sequence[Box], known: Columns | None, em: float) -> Aligned | None:
    lines = [printed.line for printed in run]
    shaded = [fill for fill in fills if any(_covers(fill, line) for line in lines)]
    rows: list[OpenRow] = []
    left, right = min(line.box.x0 for line in lines) - 1, max(line.box.x1 for line in lines) + 1
    for part in _rows(lines, edges_in(_rooms_of(run), left, right), shaded, em):
        rows.append(OpenRow(part, min(line.box.top for line in part), max(line.box.bottom for line in part)))
        rows[-1].groups = merged(span for line in part for span in _groups(line))
    rich = [row for row in rows if len(row.groups) >= _MANY]
    most = max(len(row.groups) for row in rows)
    if known is not None and len(rows) <= _HEADLESS and len(known.edges) > most:
        edges = fitted(known, rows)
        if edges is not None:
            return Aligned(rows, edges, lines)
    if len(rich) < 2 and most < _LONE:
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
    filled = [filled_columns(line, edges) for line in lines]
    pitch = _pitch(lines, filled, em) * _SAME_DISTANCE
    tight = all(below.baseline - above.baseline <= pitch for above, below in pairwise(lines))
    rows: list[list[TextLine]] = [[lines[0]]]
    last = dict.fromkeys(filled[0], lines[0].baseline)  # by column, where the row's words stand lowest
    for number, (above, here) in enumerate(pairwise(lines), start=1):
        boxes = (_shade(above, shaded), _shade(here, shaded)) if shaded else (None, None)
        lowest = max((last[column] for column in filled[number] if column in last), default=above.baseline)
        near = here.baseline - lowest <= pitch and not _begins_row(rows[-1], here, edges, tight=tight)
        if boxes[0] == boxes[1] and (boxes[0] is not None or near):
            rows[-1].append(here)
        else:
            rows.append([here])
            last = {}
        last.update(dict.fromkeys(filled[number], here.baseline))
    return rows


def _shade(line: TextLine, shaded: Sequence[Box]) -> tuple[int, int] | None:
    for fill in shaded:
        if _covers(fill, line):
            return round(fill.top), round(fill.bottom)
    return None


def _pitch(lines: Sequence[TextLine], filled: Sequence[set[int]], em: float) -> float:
    """The distance of two lines in one cell: the least one in any column; 0 where no cell has two lines."""
    least = _MOST_LINE_HEIGHT * em
    found = 0.0
    last: dict[int, float] = {}
    for line, columns in zip(lines, filled, strict=True):
        for column in columns:
            distance = line.baseline - last.get(column, -least)
            if em * _LEAST_LINE_HEIGHT < distance <= least:
                least, found = distance, distance
            last[column] = line.baseline
    return found


def _begins_row(row: Sequence[TextLine], here: TextLine, edges: Sequence[float], *, tight: bool) -> bool:
    """Whether a line as near as a cell's second line is a row of its own.

    Whole numbers stand below whole numbers, or a number or bullet opens its first cell beside other
    cells; in a table whose rows all are as near, any words in the first cell beside several others do.
    """
    stacked, filled, label = 0, 0, ""
    for index, (left, right) in enumerate(pairwise(edges)):
        below = lines_within([here], left, right)
        if not below:
            continue
        filled += 1
        label = below[0].text if index == 0 else label
        if _is_number(below[0].text):
            above = lines_within(row, left, right)
            whole = len(above) == 1 and _is_number(above[0].text)
            stacked += whole and (not below[0].text.startswith("(") or above[0].text.startswith("("))
    if tight and label and filled >= _MANY:
        first = lines_within(row[:1], edges[0], edges[1])
        return not (first and _MARKED.match(first[0].text)) or _MARKED.match(label + " ") is not None
    return stacked > 1 or (filled > 1 and _MARKED.match(label + " ") is not None)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None
