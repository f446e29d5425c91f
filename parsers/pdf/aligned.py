"""Finds tables without any line: runs of printed lines whose words stand in the same columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from parsers.pdf.columns import Columns, OpenRow, anchored, column_edges, column_rooms, columns_of, edges_in, fitted
from parsers.pdf.lines import TextLine, font_of
from parsers.pdf.open_rows import MOST_LINE_HEIGHT, by_columns, count_amounts, covers, is_number, rows_of
from parsers.pdf.printed import MANY, MARKER_GAP, WIDE_GAP, Printed, groups_of, leftmost, side_by_side, text_of
from parsers.pdf.row_costs import MARKED, SAME_PITCH
from parsers.pdf.row_numbers import number_room, parted_at, room_at
from parsers.pdf.stretches import Span, em_of, line_em, line_groups, merged
from schemas.document import Box

_PAIRS = 3  # labels with amounts, in the same two columns, that make a table
_MOST_DISTANCE = 4.0  # em between two lines of one table
_OUTSIDE = 1.5  # points left of a table's words: padding keeps them further in than the words around it
_FARTHER = 1.12  # of the distance of a table's rows: the next table
_RECENT = 24  # lines from either end of a long table that its next line is compared with
_MOST_WAITING = 8  # lines of few groups between two rows of one table
_SAME_SIZE = 1.2  # times the letters of the row below: a heading is larger
_ENOUGH_LETTERS = 8  # to tell a line's size by
_SAME_SIDE = 2.0  # points between words that begin together in two rows of a head
_HEADLESS = 2  # rows of a table that may go on with the columns of the one above
_LONE = 4  # groups that make a single line a table without a neighbour
_CLEAR = 1.2  # times a step that is a cell's line: the next row
_EVEN = 2.0  # times the least distance of a head, the title below it and the first row: a heading stands farther off


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
    printed = list(side_by_side(lines, em))
    for run in chain.from_iterable(map(by_columns, _runs(printed, fills, em))):
        table = _table(run, fills, known, em)
        if table is not None:
            known = columns_of(table.rows, table.edges)
            yield table


def _runs(printed: Sequence[Printed], fills: Sequence[Box], em: float) -> Iterator[list[Printed]]:
    """Lines that follow each other in the same columns."""
    run: list[Printed] = []
    waiting: list[Printed] = []  # lines of few groups that belong to the table if a row follows them
    above: list[Printed] = []  # the same in front of the first row: a head's upper line
    height = MOST_LINE_HEIGHT * em  # of a cell's lines
    for here in printed:
        last = (waiting or run or above or [here])[-1]
        if here.line.baseline - last.last.baseline > _MOST_DISTANCE * em or (run and _is_outside(run, here)):
            yield run
            run, waiting, above = [], [], []
        if here.is_row:
            if run and (
                _begins_table(run, [*waiting, here], fills)
                or not (
                    all(_in_columns(_recent(run), line) for line in waiting)
                    or _are_titles(run, waiting, here)
                    or _is_lower_head(run, waiting, here)
                )
            ):
                head = [run.pop()] if not waiting and _is_head_of(run, here) else []
                yield run
                above, run, waiting = waiting, head, []
            height = max(height, _line_height(run, waiting, here))
            run.extend(waiting if run else _head_of(above, here))
            run.append(here)
            waiting, above = [], []
        elif run:
            waiting.append(here)
            if len(waiting) > _MOST_WAITING:
                yield run
                run, waiting, above = [], [], [here]
                continue
            near = here.line.baseline - last.last.baseline <= height
            if (near or (len(run) == 1 and _is_below_shade(last.last, here.line, fills, em))) and all(
                _in_columns(_recent(run), line) for line in waiting
            ):
                run.extend(waiting)
                waiting = []
        else:
            above = [here]
    yield run


def _line_height(run: Sequence[Printed], waiting: Sequence[Printed], here: Printed) -> float:
    """How far lines of few groups stand from the row above them, where the row below is clearly farther off, else 0."""
    if not run or not waiting:
        return 0.0
    step = waiting[0].line.baseline - run[-1].last.baseline
    return step * SAME_PITCH if step * _CLEAR < here.line.baseline - waiting[-1].last.baseline else 0.0


def _is_below_shade(head: TextLine, line: TextLine, fills: Sequence[Box], em: float) -> bool:
    """Whether a line follows the shaded box of a head as a cell's line does: a row that the page before began."""
    floor = max((fill.bottom for fill in fills if covers(fill, head)), default=head.baseline)
    return 0 < line.baseline - floor <= MOST_LINE_HEIGHT * em


def _are_titles(run: Sequence[Printed], waiting: Sequence[Printed], here: Printed) -> bool:
    """Whether lines between two rows are a title over all columns: set as the rows' labels are, with amounts below it."""
    firsts = [min(printed.groups[0][0] for printed in run if printed.is_row)]
    steps = [below.line.baseline - above.last.baseline for above, below in pairwise([run[-1], *waiting, here])]
    usual = max((below.line.baseline - above.last.baseline for above, below in pairwise(_recent(run))), default=0.0)
    if len(run) == 1 and not count_amounts(run[0].lines, run[0].groups):  # a head, set as it may be
        firsts.append(here.groups[0][0])  # that of the rows' numbers may be elsewhere, set in the middle of a column
        usual = _EVEN * min(steps)
    begins = (min(abs(line.groups[0][0] - first) for first in firsts) for line in waiting)
    inside = all(len(line.groups) == 1 for line in waiting) and all(apart < _SAME_SIDE for apart in begins)
    return inside and max(steps) <= usual * SAME_PITCH and count_amounts(here.lines, here.groups[1:]) > 0


def _is_lower_head(run: Sequence[Printed], waiting: Sequence[Printed], here: Printed) -> bool:
    """Whether a line of few groups names columns below a head's title: one over each column of amounts in the row below."""
    if len(run) != 1 or len(waiting) != 1 or font_of(run[0].lines) != font_of(waiting[0].lines):
        return False
    lower = waiting[0]
    amounts = [count_amounts(printed.lines, printed.groups) for printed in (run[0], lower)]
    beside = len(lower.groups) > 1 and lower.groups[0][0] > run[0].groups[0][1]
    rooms = _rooms_of([here])
    return beside and not any(amounts) and not _crossing(lower, rooms) and count_amounts(here.lines, here.groups[1:]) > 1


def _is_outside(run: Sequence[Printed], here: Printed) -> bool:
    """Whether words below a table are a heading, or begin left of all of its words."""
    if here.is_row:
        return False
    rows = [printed for printed in run if printed.is_row]
    inset = min(printed.groups[0][0] for printed in run)
    letters = sum(1 for glyph in here.line.glyphs if glyph.text.isalpha())
    if letters >= _ENOUGH_LETTERS and here.groups[0][0] < inset + _SAME_SIDE:
        lines = [line for printed in _recent(run) for line in printed.lines]
        # Of few letters all may be wide or narrow: a larger line is higher, too.
        if line_em(here.line) > _SAME_SIZE * em_of(lines) and here.line.size > max(line.size for line in lines):
            return True
    return len(rows) > 1 and here.groups[0][0] < inset - _OUTSIDE


def _recent(run: Sequence[Printed]) -> Sequence[Printed]:
    """The first lines and the last ones, which tell a long table's columns as well as all of them."""
    return run if len(run) <= 2 * _RECENT else [*run[:_RECENT], *run[-_RECENT:]]


def _head_of(above: Sequence[Printed], here: Printed) -> list[Printed]:
    """The line above a table's first row, where it is its head's: further in than prose.

    The upper line of a head of two rows names fewer columns than the lower.
    """
    if not above or line_em(above[-1].line) > _SAME_SIZE * line_em(here.line):
        return []
    groups = above[-1].groups
    if len(groups) == 1 and _is_label_of(above[-1], here):
        return [above[-1]]
    if len(groups) == 1:
        same_font = font_of(above[-1].lines) == font_of(here.lines)
        return [above[-1]] if same_font and _is_over(groups[0], here.groups) else []
    if len(groups) > len(here.groups):
        return []
    stands = here.is_pair or any(abs(x0 - other[0]) < _SAME_SIDE for x0, _ in groups for other in here.groups)
    return [above[-1]] if stands and len(_rooms_of([above[-1], here])) < len(here.groups) + len(groups) else []


def _is_label_of(above: Printed, here: Printed) -> bool:
    """Whether a line is the beginning of a row's label, which a page begins with: its numbers stand half-way down.

    A number opens it and not the line of the numbers; a heading begins left of a table's words.
    """
    numbers = sum(1 for group in here.groups if is_number(text_of(here, group)))
    begins = abs(above.groups[0][0] - min(line.box.x0 for line in here.lines)) < _SAME_SIDE
    near = here.line.baseline - above.last.baseline < MOST_LINE_HEIGHT * line_em(above.line)
    opens = MARKED.match(above.text) is not None and MARKED.match(here.text) is None
    return numbers > 1 and opens and begins and near and above.groups[0][1] < here.groups[1][0]


def _is_head_of(run: Sequence[Printed], here: Printed) -> bool:
    """Whether a table's last line heads the next one: its words begin where the next line's do, not where its own's do."""
    if len(run) < 2 or not run[-1].is_row:
        return False
    sides = [x0 for x0, _ in run[-1].groups]
    below, above = (
        sum(1 for side in sides if any(abs(side - x0) < _SAME_SIDE for x0, _ in other.groups)) for other in (here, run[-2])
    )
    return below > above and below * 2 > len(sides)


def _is_over(title: Span, groups: Sequence[Span]) -> bool:
    """Whether a title stands over several of the groups below it, behind the first."""
    first, *others = groups
    return title[0] > first[1] and sum(1 for x0, _ in others if x0 > title[0] - MARKER_GAP) >= MANY - 1


def _begins_table(run: Sequence[Printed], lines: Sequence[Printed], fills: Sequence[Box]) -> bool:
    """Whether a line of several groups begins another table: shaded otherwise, in other columns, or farther off.

    `lines` are that line and those of few groups between it and the table.
    """
    here, recent = lines[-1], _recent(run)
    shaded = _shading(here.line, fills)
    if shaded and not _shading(run[-1].line, fills):
        known = {side for printed in recent for side in _shading(printed.line, fills)}
        if known and not (shaded <= known or known <= shaded):
            return True
    if sum(1 for printed in recent if printed.is_row) < MANY - 1:
        return False
    before, both = _rooms_of(recent), _rooms_of([*recent, here])
    crossing = _crossing(here, before)
    if crossing and (len(both) > len(before) or _heads_numbers(run[-1], here)):
        return True
    distance = lines[0].line.baseline - run[-1].last.baseline
    usual = max(below.line.baseline - above.last.baseline for above, below in pairwise(recent))
    head_again = font_of(here.lines) == font_of(run[0].lines) != font_of(run[-1].lines)
    if head_again and (distance > _FARTHER * usual or crossing or len(both) != len(before)):
        return True
    return crossing > 1 and distance > SAME_PITCH * usual


def _heads_numbers(above: Printed, here: Printed) -> bool:
    """Whether words without a row's number stand below numbers: another table's head, set directly below."""
    if MARKED.match(here.text):
        return False
    numbers = [span for span in above.groups if is_number(text_of(above, span))]
    words = [span for span in here.groups if any(span[0] < x1 and span[1] > x0 for x0, x1 in numbers)]
    return len(words) > 1 and not any(is_number(text_of(here, span)) for span in words)


def _shading(line: TextLine, fills: Sequence[Box]) -> set[int]:
    """The sides of all shaded boxes of the row that a line stands in, of which it may have words in a few only."""
    rows = {(round(fill.top), round(fill.bottom)) for fill in fills if covers(fill, line)}
    return {round(side) for fill in fills if (round(fill.top), round(fill.bottom)) in rows for side in (fill.x0, fill.x1)}


def _rooms_of(lines: Sequence[Printed]) -> list[Span]:
    return column_rooms([printed.groups for printed in lines])


def _crossing(here: Printed, rooms: Sequence[Span]) -> int:
    """How many of a line's groups run through the room between two columns."""
    sides = [(start + min(1.0, (end - start) / 2), end - min(1.0, (end - start) / 2)) for start, end in rooms]
    return sum(1 for x0, x1 in here.groups if any(x0 < start and x1 > end for start, end in sides))


def _in_columns(run: Sequence[Printed], here: Printed) -> bool:
    """Whether each group lies in one column and begins, ends or has its middle where others do."""
    first = min(x0 for line in run for x0, _ in line.groups)
    if len(here.groups) > 1 and here.groups[0][1] < first:  # a label below a head that has no word over the labels
        here = Printed(here.lines, here.groups[1:])
    rooms = _rooms_of([*run, here])
    if len(rooms) != len(_rooms_of(run)) or _crossing(here, rooms):
        return False
    known = [group for line in run for group in line.groups]
    known += [group for line in run if line.is_numbered for group in line_groups(line.line)[:2]]
    anchors = [(x0, x1, (x0 + x1) / 2) for x0, x1 in known]
    return all(anchored(anchors, group) or _is_below(known, group) or _is_actual(run[-1], here, group) for group in here.groups)


def _is_actual(above: Printed, here: Printed, group: Span) -> bool:
    """Whether a number stands below a number, as "(634)" does below its plan: wider than it, or after a space."""
    over = next((span for span in above.groups if span[0] < group[1] and span[1] > group[0]), None)
    return over is not None and is_number(text_of(here, group)) and is_number(text_of(above, over))


def _is_below(known: Sequence[Span], group: Span) -> bool:
    """Whether a group stands inside the width of words above, behind the first column: prose begins there."""
    first = min(x0 for x0, _ in known)
    return group[0] > first + MARKER_GAP and any(x0 <= group[0] and group[1] <= x1 for x0, x1 in known)


def _table(run: list[Printed], fills: Sequence[Box], known: Columns | None, em: float) -> Aligned | None:
    lines = [line for printed in run for line in printed.lines]
    room = _room_behind_numbers(run, known)
    for printed in run if room is not None else ():
        printed.groups = merged(span for line in printed.lines for span in parted_at(room, groups_of(line)))
    shaded = [fill for fill in fills if any(covers(fill, line) for line in lines)]
    rows: list[OpenRow] = []
    left, right = min(line.box.x0 for line in lines) - 1, max(line.box.x1 for line in lines) + 1
    for part in rows_of(lines, edges_in(_rooms_of(run), left, right), shaded, em):
        rows.append(OpenRow(part, min(line.box.top for line in part), max(line.box.bottom for line in part), open=True))
        rows[-1].groups = merged(span for line in part for span in parted_at(room, groups_of(line)))
    rich = [row for row in rows if len(row.groups) >= MANY]
    most = max(len(row.groups) for row in rows)
    if known is not None and len(rows) <= _HEADLESS and len(known.edges) > most:
        edges = fitted(known, rows)
        if edges is not None:
            return Aligned(rows, edges, lines)
    if len(rich) < 2 and most < _LONE and not _are_pairs(run):
        return None
    return Aligned(rows, _edges(rows, shaded, left, right), lines)


def _room_behind_numbers(run: Sequence[Printed], known: Columns | None) -> Span | None:
    """The room between the rows' numbers and their labels: the head tells, or the table above with one column more."""
    lefts = [leftmost(printed.lines) for printed in run]
    room = number_room([printed.groups for printed in run], lefts)
    if room is None and known is not None:
        room = room_at(known.edges[1], lefts)
        return room if room is not None and len(_rooms_of(run)) + 3 == len(known.edges) else None
    return room


def _are_pairs(run: Sequence[Printed]) -> bool:
    """Whether labels with amounts follow each other in the same two columns."""
    pairs = [printed for printed in run if printed.is_pair]
    return len(pairs) >= _PAIRS and len(_rooms_of(pairs)) == 1


def _edges(rows: Sequence[OpenRow], shaded: Sequence[Box], left: float, right: float) -> list[float]:
    from_words = column_edges([row.groups for row in rows], left, right)
    sides = sorted({round(side, 1) for fill in shaded for side in (fill.x0, fill.x1)})
    drawn: list[float] = []
    for side in sides:
        if not drawn or side - drawn[-1] > WIDE_GAP / 2:
            drawn.append(side)
    if len(drawn) >= len(from_words) and len(drawn) > 2:
        return [min(drawn[0], left), *drawn[1:-1], max(drawn[-1], right)]
    return from_words
