"""Finds tables whose rows lie between horizontal lines, where no vertical line shows the columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from parsers.pdf.columns import (
    Columns,
    Cut,
    OpenRow,
    anchored,
    column_edges,
    columns_of,
    edges_over,
    fitted,
    lines_within,
    near_groups,
)
from parsers.pdf.cut import begins_page, ends_page, open_above, open_below, rest_below
from parsers.pdf.grid import Rule
from parsers.pdf.lines import TextLine, font_of, in_other_fonts
from parsers.pdf.open_rows import MOST_LINE_HEIGHT, by_columns, count_amounts, head_parts, parted
from parsers.pdf.printed import leftmost, side_by_side
from parsers.pdf.row_numbers import number_room, parted_at
from parsers.pdf.stretches import Span, em_of, gaps_of, line_groups, merged
from schemas.document import Box

_WIDE_RULE = 60.0  # points: a line as long as this can frame a table's rows
_PART_RULE = 18.0  # points: a line under some columns only is at least one column wide
_SAME_EDGE = 4.0  # points between the ends of horizontal lines of one table
SAME_LEVEL = 3.0  # points between a line and one that is drawn for the next cell
_INSET = 1.6  # points: cells have padding, so prose above and below begins elsewhere than their words
_PADDING = 0.5  # points from a line's end to the words of a cell at least; a heading begins where the line does
_MOST_LABEL_LINES = 3  # lines of a row that has words in its first column only
_SAME_SIZE = 1.3  # times the width of the letters above: bold ones are up to 1.2 as wide, a heading is larger
_FAR_BESIDE = 1.5  # times as far from its numbers, set half-way up, may a label's line stand between two lines
_MOST_HEAD = 2  # rows of a head
_MOST_ASTRAY = 0.1  # of the lines below a head may run over the edges of its columns
_BODY = 2  # times the lines of what stands above and below it: rows that no line parts
_WORD_GAP = 1.5  # points: above a column's edge, a head's words stand apart by a space alone
_FIRST_ROWS = 3  # of a table, whose words tell where its head's stand
_MANY = 3  # groups of words that make a row beyond doubt


@dataclass(slots=True)
class Band:
    """Rows between full-width lines, and the lines that run under some of their columns only.

    `cut` tells whether the page ends with the last row, or inside it.
    """

    left: float
    right: float
    rows: list[OpenRow]
    partial: list[Rule]
    edges: list[float]
    cut: Cut = "no"


@dataclass(frozen=True, slots=True)
class Around:
    """What a page's bands are found with besides its lines: its height, its tables so far, the one of the page before."""

    height: float
    taken: Sequence[Box]
    known: Columns | None


def bands(horizontal: Sequence[Rule], segments: Sequence[Box], lines: Sequence[TextLine], around: Around) -> list[Band]:
    """The tables of horizontal lines: rows of several groups of words, one below the other.

    `segments` are the lines as drawn: where each cell has its own, their ends are the column edges.
    """
    wide = [rule for rule in horizontal if rule.end - rule.start >= _WIDE_RULE and not _is_taken(rule, around.taken)]
    groups = sorted(_same_ends(wide), key=lambda group: group[0].start - group[0].end)
    middles = [middle_of(line) for line in lines]
    found: list[Band] = []
    for group in groups:
        if any(_is_inside(group, band) for band in found):
            continue
        left, right = group[0].start, group[0].end
        cuts = [rule.at for rule in horizontal if _is_partial(rule, left, right, group[0].at, group[-1].at)]
        runs = (list(by_columns(run)) for run in _runs(group, cuts, (lines, middles), around))
        for rows, follows in ((part, number > 0) for parts in runs for number, part in enumerate(parts)):
            top, bottom = rows[0].top, rows[-1].bottom
            first = top + SAME_LEVEL if follows else top - SAME_LEVEL  # the line on top is the table's above
            near = [s for s in segments if first <= s.top <= bottom + SAME_LEVEL]
            partial = [r for r in horizontal if _is_partial(r, left, right, top, bottom)]
            room = number_room([row.groups for row in rows], [leftmost(row.lines) for row in rows])
            edges = _edges([parted_at(room, spans) for spans in _groups(rows, partial)], near, left, right)
            if rows[0].rest and around.known is not None and len(edges) <= len(around.known.edges):
                edges = _edges_of(around.known, rows)
            if len(edges) > 2:
                whole = rows[-1].open or not ends_page(bottom, around.height)
                cut: Cut = "no" if whole else "open" if bottom > group[-1].at else "closed"
                found.append(Band(left, right, rows, partial, edges, cut))
    return sorted(found, key=lambda band: band.rows[0].top)


def _edges_of(known: Columns, rows: Sequence[OpenRow]) -> list[float]:
    """The edges of the page before; where words lie over one, the edges that its rooms leave."""
    over = any(x0 < edge < x1 for row in rows for x0, x1 in row.groups for edge in known.edges[1:-1])
    return (fitted(known, rows) if over else None) or list(known.edges)


def middle_of(line: TextLine) -> float:
    """The height at which a line is looked for: a little above its baseline, whatever its box says."""
    return line.baseline - line.size * 0.2


def _is_taken(rule: Rule, taken: Sequence[Box]) -> bool:
    middle = (rule.start + rule.end) / 2
    return any(
        box.top - _SAME_EDGE <= rule.at <= box.bottom + _SAME_EDGE and box.x0 - _SAME_EDGE <= middle <= box.x1 + _SAME_EDGE
        for box in taken
    )


def _same_ends(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines with the same ends, from top to bottom."""
    groups: list[list[Rule]] = []
    by_start: dict[int, list[list[Rule]]] = {}
    for rule in sorted(rules, key=lambda rule: rule.at):
        key = round(rule.start / _SAME_EDGE)
        near = [group for near in (key - 1, key, key + 1) for group in by_start.get(near, ())]
        same = next(
            (g for g in near if abs(g[0].start - rule.start) <= _SAME_EDGE and abs(g[0].end - rule.end) <= _SAME_EDGE), None
        )
        if same is None:
            groups.append([rule])
            by_start.setdefault(key, []).append(groups[-1])
        else:
            same.append(rule)
    return groups


def _is_inside(group: Sequence[Rule], band: Band) -> bool:
    return (
        band.left - _SAME_EDGE <= group[0].start
        and group[0].end <= band.right + _SAME_EDGE
        and band.rows[0].top - SAME_LEVEL <= group[0].at
        and group[0].at <= band.rows[-1].bottom + SAME_LEVEL
    )


def _is_partial(rule: Rule, left: float, right: float, top: float, bottom: float) -> bool:
    if not (top + SAME_LEVEL < rule.at < bottom - SAME_LEVEL) or rule.end - rule.start < _PART_RULE:
        return False
    if rule.start <= left + _SAME_EDGE and rule.end >= right - _SAME_EDGE:
        return False
    return left - _SAME_EDGE <= rule.start and rule.end <= right + _SAME_EDGE


def _runs(
    group: Sequence[Rule], cuts: Sequence[float], printed: tuple[Sequence[TextLine], Sequence[float]], around: Around
) -> Iterator[list[OpenRow]]:
    """Rows that follow each other without prose or nothing in between, and those that the page's ends leave open.

    `cuts` are the heights of lines under some columns, `printed` the lines with their middles.
    """
    lines, middles = printed
    left, right = group[0].start - _SAME_EDGE, group[0].end + _SAME_EDGE
    rows: list[OpenRow | None] = []
    for above, below in pairwise(group):
        within = lines[bisect_left(middles, above.at) : bisect_right(middles, below.at)]
        inside = lines_within(within, left, right)
        rows.append(OpenRow(inside, above.at, below.at) if inside else None)
    rows = list(_one_by_one(rows, left, right, cuts))
    inset = _inset([row for row in rows if row is not None and len(row.groups) >= _MANY], left)
    sides = left + _SAME_EDGE, inset
    run = list(_rest_of_row(group, rows, lines, around))
    for number, row in enumerate(rows):
        if number == 0 and run and run[-1] is row:
            continue
        following = rows[number + 1] if number + 1 < len(rows) else None
        if row is not None and (_is_row(row, run, sides) or _is_title(row, following, run, sides)):
            if not run:
                floor = max((rule.at for rule in group if rule.at < row.top - SAME_LEVEL), default=0.0)
                within = lines[bisect_left(middles, floor) : bisect_right(middles, row.top)]
                run.extend(_head_above(rows[number : number + _FIRST_ROWS], lines_within(within, left, right), sides))
            run.append(row)
            continue
        yield from _whole(run)
        run = []
    last = open_below(lines, group[-1].at, (left, right), around.height)
    if last is not None and last.groups[0][0] >= inset - _INSET and _goes_on(last, run, (left, right)):
        run += [row for row in _one_by_one([last], left, right) if row is not None]
    elif run and _is_head(run):
        rest = rest_below(lines, group[-1].at, (left, right), around.height)
        if rest is not None and _is_body(rest, run, (left, right)):
            run += [row for row in _one_by_one([rest], left, right) if row is not None]
    yield from _whole(run)


def _one_by_one(
    rows: Sequence[OpenRow | None], left: float, right: float, cuts: Sequence[float] = ()
) -> Iterator[OpenRow | None]:
    """The rows, those taken apart that no line parts: many tables have lines at the head and the foot alone."""
    counts = [0, *(len(row.lines) if row is not None else 0 for row in rows), 0]
    for number, row in enumerate(rows):
        if row is None or len(row.lines) < 2 or any(row.top + SAME_LEVEL < cut < row.bottom - SAME_LEVEL for cut in cuts):
            yield row
            continue
        em = em_of(row.lines)
        edges = column_edges([printed.groups for printed in side_by_side(row.lines, _FAR_BESIDE * em)], left, right)
        drawn = len(row.lines) <= _BODY * max(counts[number], counts[number + 2])
        parts = parted(row.lines, edges, em, drawn=drawn) if len(edges) >= _MANY else []
        if len(parts) == 1 and len(edges) > _MANY and not count_amounts(row.lines, row.groups):
            parts = head_parts(row.lines, edges)
        if len(parts) < 2:
            yield row
            continue
        tops = [row.top, *(min(line.box.top for line in part) for part in parts[1:]), row.bottom]
        for part, (top, bottom) in zip(parts, pairwise(tops), strict=True):
            yield OpenRow(part, top, bottom, parted=True, open=row.open)


def _head_above(rows: Sequence[OpenRow | None], lines: Sequence[TextLine], sides: Span) -> Iterator[OpenRow]:
    """The head above a table's first rows, where each row has a line below it only.

    Its words stand in the columns of the rows, no farther apart than the lines of a cell.
    """
    following = [row for row in takewhile(lambda row: row is not None, rows) if row is not None]
    first, several = following[0], [row for row in following if len(row.groups) > 1]  # others are titles over all columns
    near = merged(span for row in several for span in near_groups(row))
    wide = merged(span for row in several for span in row.groups)  # a label may have wide spaces
    for groups in (near, wide):
        taken = _in_rooms(lines, gaps_of(groups), first, sides)
        head = OpenRow(taken, min(line.box.top for line in taken), first.top) if taken else None
        if head is not None and len(groups) >= _MANY and len(head.groups) > max(1, len(groups) // 2):
            yield head
            return


def _in_rooms(lines: Sequence[TextLine], rooms: Sequence[Span], first: OpenRow, sides: Span) -> list[TextLine]:
    """The lines right above a row that leave its rooms free and begin no further left."""
    em = em_of(first.lines)
    taken: list[TextLine] = []
    for line in reversed(lines):
        nearest = min((other.baseline for other in taken), default=first.top)
        crosses = any(x0 < start + 1 and x1 > end - 1 for x0, x1 in line_groups(line, _WORD_GAP) for start, end in rooms)
        if crosses or nearest - line.baseline > MOST_LINE_HEIGHT * em or _is_left(line.box.x0, len(line_groups(line)), sides):
            break
        taken.insert(0, line)
    return taken


def _inset(rows: Sequence[OpenRow], left: float) -> float:
    """Where the words of most rows begin; a heading of several words between two tables begins elsewhere."""
    sides = Counter(round(row.groups[0][0]) for row in rows)
    usual = max(sides, key=lambda side: (sides[side], -side), default=0)
    return min((row.groups[0][0] for row in rows if round(row.groups[0][0]) == usual), default=left)


def _goes_on(row: OpenRow, run: Sequence[OpenRow], sides: tuple[float, float]) -> bool:
    """Whether words that no line closes stand in the columns of the rows above, or in many of their own."""
    first = line_groups(row.lines[0])
    if not run:
        return len(first) > _MANY
    known = columns_of(run, column_edges([above.groups for above in run], *sides))
    same = not any(in_other_fonts(line, row.lines[0]) for line in row.lines)  # else a heading is among them
    few = len(first) > 1 and all(anchored(known.anchors, group) for group in first)  # the others begin on the next page
    return (few or len(first) >= _MANY) and same and fitted(known, [row]) is not None


def _is_head(run: Sequence[OpenRow]) -> bool:
    """Whether a run is a head alone, of three columns or more."""
    return (
        len(run) <= _MOST_HEAD and len(run[-1].groups) >= _MANY and not any(count_amounts(row.lines, row.groups) for row in run)
    )


def _is_body(rest: OpenRow, run: Sequence[OpenRow], sides: Span) -> bool:
    """Whether words down to the page's end are the rows of a head: in as many columns, which few of their lines run over."""
    printed = list(side_by_side(rest.lines, em_of(rest.lines)))
    heads = [row.groups for row in run]
    edges = column_edges([*heads, *(part.groups for part in printed)], *sides)
    rows = [part for part in printed if len(part.groups) > 1]
    astray = sum(any(edges_over(line, edges) for line in part.lines) for part in rows)
    return len(rows) > 1 and len(edges) == len(column_edges(heads, *sides)) and astray <= _MOST_ASTRAY * len(rows)


def _rest_of_row(
    group: Sequence[Rule], rows: Sequence[OpenRow | None], lines: Sequence[TextLine], around: Around
) -> Iterator[OpenRow]:
    """The rest of a row with which the page before ended: words above the first line here, or below it."""
    if around.known is None or around.known.cut == "no":
        return
    sides = group[0].start - _SAME_EDGE, group[0].end + _SAME_EDGE
    if around.known.cut == "open":
        row = open_above(lines, group[0].at, sides, around.height)
    else:  # one with many groups is a row like any other
        row = rows[0] if rows and begins_page(lines, group[0].at, around.height) else None
        row = row if row is not None and len(row.groups) < _MANY else None
    if row is not None and fitted(around.known, [row]) is not None:
        parts = [part for part in _one_by_one([row], sides[0], sides[1]) if part is not None]
        parts[0].rest = True
        yield from parts


def _is_row(row: OpenRow, run: Sequence[OpenRow], sides: Span) -> bool:
    """Whether words between two lines are a table's row and not prose that stands between two tables.

    `sides` are as in `_is_title`.
    """
    first, inset = row.groups[0], sides[1]
    if _is_left(first[0], len(row.groups), sides):
        return False
    if len(row.groups) >= _MANY or row.parted:
        return True
    if run and _is_larger(row, run) and in_other_fonts(row.lines[0], run[-1].lines[0]):
        return False
    if not run or len(row.lines) > _MOST_LABEL_LINES * 2:
        return len(row.groups) == 2
    if len(row.groups) == 2:
        return True
    if abs(first[0] - inset) > _INSET and first[0] < run[0].groups[0][1]:
        return False
    label_ends = min((r.groups[1][0] for r in run if len(r.groups) > 1), default=first[1])
    return (len(row.lines) <= _MOST_LABEL_LINES or _is_below_head(row, run)) and (
        first[1] <= label_ends or first[0] > run[0].groups[0][1]
    )


def _is_left(side: float, groups: int, sides: Span) -> bool:
    """Whether words begin left of most rows'; a head of many groups may, where these have numbers in the middle of a column."""
    return side < sides[1] - _INSET and (groups < _MANY or side <= sides[0] + _PADDING)


def _is_title(row: OpenRow, below: OpenRow | None, run: Sequence[OpenRow], sides: Span) -> bool:
    """Whether words between two rows begin where their labels do, with amounts in the row below: a title over all columns.

    `sides` are the left end of the lines and the side of most rows; where these begin with a number set in the middle
    of its column, a title begins between the two.
    """
    if not run or below is None or len(row.groups) > 1:
        return False
    if not sides[0] + _PADDING < row.groups[0][0] <= sides[1] + _INSET and abs(row.groups[0][0] - sides[1]) > _INSET:
        return False
    few = len(row.lines) <= _MOST_LABEL_LINES and not _is_larger(row, run)
    return few and count_amounts(below.lines, below.groups[1:]) > 0


def _is_below_head(row: OpenRow, run: Sequence[OpenRow]) -> bool:
    """Whether a row follows a head alone: the rest of a label, cut by a page break, may have many lines."""
    fonts = {font_of(above.lines) for above in run}
    return len(run) <= _MOST_HEAD and len(fonts) == 1 and font_of(row.lines) not in fonts and not _is_larger(row, run)


def _is_larger(row: OpenRow, run: Sequence[OpenRow]) -> bool:
    """Whether a row is set in larger letters than those above: a heading between two tables."""
    return em_of(row.lines) > _SAME_SIZE * em_of(line for above in run for line in above.lines)


def _whole(run: list[OpenRow]) -> Iterator[list[OpenRow]]:
    """The run, if it is more than one row of two groups, which may be chance, or the rest of a row known to be one."""
    if (run and run[0].rest) or any(len(row.groups) >= _MANY for row in run) or len(run) > 1:
        yield run


def _groups(rows: Sequence[OpenRow], partial: Sequence[Rule]) -> Iterator[list[Span]]:
    """The groups of each row; where a line cuts some of its columns, those above and below it apart."""
    for row in rows:
        heights = sorted(rule.at for rule in partial if row.top < rule.at < row.bottom)
        for top, bottom in pairwise([row.top, *heights, row.bottom]):
            part = [line for line in row.lines if top <= middle_of(line) < bottom] if heights else row.lines
            if part:
                yield merged(span for line in part for span in line_groups(line))


def _edges(rows: Sequence[Sequence[Span]], segments: Sequence[Box], left: float, right: float) -> list[float]:
    """Column edges: the ends of lines drawn cell by cell, else the gaps between words."""
    ends = sorted(
        end
        for segment in segments
        if segment.x1 - segment.x0 >= segment.bottom - segment.top
        for end in (segment.x0, segment.x1)
        if left + _SAME_EDGE < end < right - _SAME_EDGE
    )
    drawn: list[float] = []
    for end in ends:
        if not drawn or end - drawn[-1] > _SAME_EDGE:
            drawn.append(end)
    from_words = column_edges(rows, left, right)
    if len(drawn) + 2 >= len(from_words):
        return [left, *drawn, right]
    return from_words
