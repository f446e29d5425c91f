"""Finds the cells that ruling lines enclose: edges, their joins and crossings, the smallest rectangles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from schemas.document import Box
from schemas.errors import LimitExceeded

_SNAP = 2.4  # points: lines this near are one line (a border drawn twice, once for each cell)
_JOIN = 2.4  # points between the ends of two pieces of one line
_TOUCH = 3.0  # points that a crossing may miss
_OPEN = 3  # lines that end together where a table is open: two columns or rows
_LEAST_LINE = 8.0  # points: shorter ones frame nothing
_MOST_LINES = 4_000  # of a page, joined: more is a drawing, and the crossings would not end
_MOST_STEPS = 4_000_000  # looks for the corners of cells; a page of small type full of cells takes 50,000
_BY_PLACE, _BY_START = attrgetter("at"), attrgetter("start")
_MOST_TABLES = 300  # of a page: more are the parts of a drawing


@dataclass(slots=True)
class Rule:
    """A ruling line: where it stands across, and from where to where it runs. A page has a thousand, and frozen ones cost three times as much."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table as boxes, and its column and row edges."""

    cells: tuple[Box, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]

    @property
    def box(self) -> Box:
        """The box around all cells."""
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])


def joined_rules(boxes: Iterable[Box]) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical lines, pieces joined. Raises `LimitExceeded`."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for box in boxes:
        if box.x1 - box.x0 >= box.bottom - box.top:
            horizontal.append(Rule((box.top + box.bottom) / 2, box.x0, box.x1))
        else:
            vertical.append(Rule((box.x0 + box.x1) / 2, box.top, box.bottom))
    joined = _join(horizontal), _join(vertical)
    if len(joined[0]) + len(joined[1]) > _MOST_LINES:
        raise LimitExceeded(f"A page has more than {_MOST_LINES:,} ruling lines: it is a drawing.")
    return joined


def grids(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[Grid]:
    """The tables that lines enclose, from top to bottom: cells that share a corner are one table.

    A side that a page break or the design leaves open is closed where the lines end together.
    """
    if not vertical or not horizontal:
        return []
    across = _join([*horizontal, *_closing(vertical, horizontal)])
    cells = _cells(across, _join([*vertical, *_closing(across, vertical)]))
    tables = [_grid(group) for group in _groups(cells) if len(group) > 1]
    if len(tables) > _MOST_TABLES:
        raise LimitExceeded(f"A page has more than {_MOST_TABLES:,} frames of cells: it is a drawing.")
    return sorted(tables, key=lambda grid: (grid.box.top, grid.box.x0))


def _join(rules: list[Rule]) -> list[Rule]:
    """Lines at one place are one; pieces that touch are one piece."""
    levels: list[tuple[float, list[Rule]]] = []
    for rule in sorted(rules, key=_BY_PLACE):
        if levels and rule.at - levels[-1][1][-1].at <= _SNAP and rule.at - levels[-1][0] <= 2 * _SNAP:
            levels[-1][1].append(rule)
        else:
            levels.append((rule.at, [rule]))
    joined: list[Rule] = []
    for _, level in levels:
        at = sum(rule.at for rule in level) / len(level)
        pieces: list[list[float]] = []
        for rule in sorted(level, key=_BY_START):
            if pieces and rule.start <= pieces[-1][1] + _JOIN:
                pieces[-1][1] = max(pieces[-1][1], rule.end)
            else:
                pieces.append([rule.start, rule.end])
        joined.extend(Rule(at, start, end) for start, end in pieces if end - start >= _LEAST_LINE)
    return joined


def _closing(rules: Sequence[Rule], others: Sequence[Rule]) -> Iterator[Rule]:
    """The lines that are missing where three or more `rules` begin, or end, at one level.

    Only where one of `others` crosses them, so that they are a table's and not underlines.
    """
    for ends in ([rule.start for rule in rules], [rule.end for rule in rules]):
        order = sorted(range(len(rules)), key=lambda index: ends[index])
        first = 0
        for position in range(1, len(order) + 1):
            if position < len(order) and ends[order[position]] - ends[order[position - 1]] <= _SNAP:
                continue
            if position - first >= _OPEN:
                level = sum(ends[index] for index in order[first:position]) / (position - first)
                for group in _undivided([rules[index] for index in order[first:position]], rules, level):
                    low, high = group[0].at, group[-1].at
                    if len(group) >= _OPEN and any(_ties(other, group, low, high) for other in others):
                        yield Rule(level, low, high)
            first = position


def _undivided(group: Sequence[Rule], rules: Sequence[Rule], level: float) -> Iterator[list[Rule]]:
    """The lines that end at one level, taken apart where another line runs on between them: a wider table's."""
    through = sorted(rule.at for rule in rules if rule.start < level - _TOUCH and rule.end > level + _TOUCH)
    part: list[Rule] = []
    for rule in sorted(group, key=lambda rule: rule.at):
        if part and bisect_left(through, rule.at) > bisect_right(through, part[-1].at):
            yield part
            part = []
        part.append(rule)
    yield part


def _ties(other: Rule, group: Sequence[Rule], low: float, high: float) -> bool:
    """Whether a line runs across several of the lines of a group, all along."""
    if other.start > low + _TOUCH or other.end < high - _TOUCH:
        return False
    return all(rule.start - _TOUCH <= other.at <= rule.end + _TOUCH for rule in group)


def _cells(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[Box]:
    """The smallest rectangles whose four corners are crossings tied by lines."""
    crossing: dict[tuple[int, int], tuple[int, int]] = {}  # (level of y, level of x) → (line across, line down)
    ys, xs = sorted({rule.at for rule in horizontal}), sorted({rule.at for rule in vertical})
    for row_no, row in enumerate(horizontal):
        for column_no, column in enumerate(vertical):
            across = row.start - _TOUCH <= column.at <= row.end + _TOUCH
            if across and column.start - _TOUCH <= row.at <= column.end + _TOUCH:
                crossing[bisect_left(ys, row.at), bisect_left(xs, column.at)] = (row_no, column_no)
    rows_at: dict[int, list[int]] = {}
    columns_at: dict[int, list[int]] = {}
    for y, x in sorted(crossing):
        rows_at.setdefault(y, []).append(x)
        columns_at.setdefault(x, []).append(y)
    cells: list[Box] = []
    steps = 0
    for (y, x), (row_no, column_no) in sorted(crossing.items()):
        found, looks = _smallest(crossing, rows_at[y], columns_at[x], y, x, row_no, column_no)
        steps += looks
        if steps > _MOST_STEPS:
            raise LimitExceeded(f"A page's ruling lines cross in more than {_MOST_STEPS:,} ways: it is a drawing.")
        if found is not None:
            cells.append(Box(xs[x], ys[y], xs[found[1]], ys[found[0]]))
    return cells


def _smallest(
    crossing: dict[tuple[int, int], tuple[int, int]],
    across: Sequence[int], down: Sequence[int], y: int, x: int, row_no: int, column_no: int,
) -> tuple[tuple[int, int] | None, int]:  # fmt: skip
    """The far corner of the smallest cell at a crossing, and how many crossings were looked at."""
    looks = 0
    for below in down[bisect_right(down, y) :]:
        looks += 1
        if crossing[below, x][1] != column_no:
            continue
        for right in across[bisect_right(across, x) :]:
            looks += 1
            if crossing[y, right][0] != row_no:
                continue
            corner = crossing.get((below, right))
            if corner is not None and corner[0] == crossing[below, x][0] and corner[1] == crossing[y, right][1]:
                return (below, right), looks
    return None, looks


def _groups(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share a corner belong together."""
    owner: dict[tuple[float, float], int] = {}
    parent = list(range(len(cells)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, cell in enumerate(cells):
        for corner in ((cell.x0, cell.top), (cell.x1, cell.top), (cell.x0, cell.bottom), (cell.x1, cell.bottom)):
            if corner in owner:
                parent[root(index)] = root(owner[corner])
            else:
                owner[corner] = index
    groups: dict[int, list[Box]] = {}
    for index, cell in enumerate(cells):
        groups.setdefault(root(index), []).append(cell)
    return list(groups.values())


def _grid(cells: Sequence[Box]) -> Grid:
    columns = sorted({cell.x0 for cell in cells} | {cell.x1 for cell in cells})
    rows = sorted({cell.top for cell in cells} | {cell.bottom for cell in cells})
    ordered = tuple(sorted(cells, key=lambda cell: (cell.top, cell.x0)))
    return Grid(ordered, tuple(columns), tuple(rows))
