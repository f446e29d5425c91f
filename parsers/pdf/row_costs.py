"""Puts printed lines together to rows by weighing: the cheapest way to cut a table's lines, all of them looked at together.

A row costs what speaks against its lines being one (numbers below numbers, two row numbers, cells whose lines
stand apart or are set at different heights), a cut what speaks against two (lines as near as a cell's own, a
row without its label). Costs are in units of one strong sign. Which way a table sets its cells (at the top,
half-way up, at the bottom), and how far apart the lines of one, follows from the cheapest cut: one way for all
of its rows, unless that costs much.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import itemgetter

from parsers.pdf.columns import edges_beside, edges_over, lines_within
from parsers.pdf.lines import TextLine, in_other_fonts
from parsers.pdf.run_in import WHOLE

MARKED = re.compile(  # what opens a row's first cell: "1.", "-", "ตัวชี้วัดที่ 2"
    r"(?:(?:ตัวชี้วัด|ตชว\.?|โครงการ|กิจกรรม)(?:ที่)?\s*|(?i:KPI)\s*)?[\d๐-๙]+(?:\.[\d๐-๙]+)*[.):]?\s|[-•]\s|รวม"
)
AMOUNT = re.compile(  # a number with its unit: "2,200 คน", "ร้อยละ 80", "300 (303)"
    r"(?:ร้อยละ\s*)?\(?[\d๐-๙][\d๐-๙,]*(?:\.[\d๐-๙]+)?\)?\s*%?(?:\s?[ก-๎.]{1,14})?(?:\s?\([\d๐-๙][\d๐-๙,.]*\))?"
)
_BEHIND, _DECIMAL = re.compile(r"[\d๐-๙,]+\.[\d๐-๙]{2,}%?"), re.compile(r"[\d๐-๙]\.[\d๐-๙]{2}")
_NOUGHTS = frozenset("0๐")
_MOST_BROKEN = 2  # digits that a number with decimals leaves on the line before or behind its others
_BEFORE_NUMBER = ("ร้อยละ", "ระดับ", "-", "/")  # what a number's own cell begins with
_WAYS = range(4)  # of setting cells: at the top, half-way up, at the bottom, each row its own
_FREE = 3
_EVEN = (0.0, 0.0, 0.0, 0.0)
_BY_COST = itemgetter(0)
_Row = tuple[int, float, Sequence[float]]  # where it ends, what it costs, and what the heights of its cells cost, for each way
_MOST_LINES = 40  # of a row
_MOST_PITCHES = 2  # distances besides the least that may be a cell's
_FREQUENT = 3  # lines as far apart, of which it may be the distance
_NEVER = 1e6
_AS_NEAR = 0.95  # of the distance of a cell's lines: wide letters have a larger em
HALF_A_LINE = 0.85  # em: no two rows are set as near: such lines are cells of one row that are set half-way up
SAME_PITCH = 1.1  # of the distance of a cell's lines: what is farther is the next row
_LEVEL = 0.35  # em: cells of one row may be set at such different heights
_MANY = 3  # filled cells that make a row beyond doubt

_CUT = 0.6  # each cut by itself: without a sign, lines are one row
_TIGHT_CUT = 0.4  # a cut where the lines are as near as a cell's own
_NEARER_CUT = 2.0  # a cut nearer than lines are set
_SHADED_CUT = 4.0  # a cut inside one shaded box, or between two shaded rows of which every other has a shade
_DRAWN_CUT = 1.0  # a cut where lines are drawn between others
_OTHER_FONT = 4.0  # a head and its rows are never one
_STACKED = 2.0  # a whole number below a whole number
_STACKED_AMOUNT = 1.2  # an amount with its unit below another
_HEADED = 0.7  # a whole number below words: below its head
_HEADED_AMOUNT = 0.4  # an amount with its unit, which may be a sentence's end
_BELOW_HEAD = 1.5  # and that in several columns
_SECOND_NUMBER = 3.0  # two rows' numbers in one label
_SECOND_BULLET = 1.0
_REFILLED = 1.5  # a line that has words in the first and many other columns again, or in two and a number below a number
_RUNS_OVER = 4.0  # words over the edge of two columns, in each of which another line has words: a title over all columns
_WIDE_STEP = 3.0  # a cell's line farther off than the others: by this for each line more
_OFF = 1.3  # and for each that is farther off at all, or nearer
_APART = 0.4  # a row of one cell that stands apart from what is above and below it
_ASKEW = 4.0  # cells at different heights: by this for each em
_NO_LABEL = 1.0  # a row without a word in its first column
_LONE = 1.5  # a row of one cell
_UNNUMBERED = 1.0  # a row without a number or bullet below one with
_EACH_ITS_OWN = 3.0  # a table whose rows do not set their cells one way
_BROKEN_OFF = 2.5  # a row that begins with the rest of the number above: "(303)" below "300", "9" below "126,561.4"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a table is set: the size of its letters, the distance of a cell's lines, the farthest that two may stand apart.

    `tight` tells that no lines stand farther apart than a cell's, `drawn` that lines are drawn between
    rows: what no line parts is mostly one then; `nearer` that rows may stand nearer than a cell's lines.
    """

    em: float
    pitch: float
    apart: float
    tight: bool
    drawn: bool = False
    nearer: bool = False


@dataclass(slots=True)
class _Printed:
    """A line by its columns: height, the words of each, and the shaded box that it stands in."""

    level: float
    words: dict[int, str]
    shade: object
    line: TextLine
    over: frozenset[int] = frozenset()  # edges, by the column right of them, that words run over
    beside: frozenset[int] = frozenset()  # edges with words close on both sides


@dataclass(slots=True)
class _Cells:
    """A row while lines are added to it: what its lines cost so far, and where each cell begins and ends."""

    cost: float = 0.0
    first: dict[int, float] = field(default_factory=dict)
    last: dict[int, float] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)  # the lowest of each cell
    over: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()
    marked: bool = False


def cheapest_rows(
    lines: Sequence[TextLine], edges: Sequence[float], shades: Sequence[object], setting: Setting
) -> list[list[int]]:
    """The rows, by the numbers of their lines. `shades` names the shaded box of each line, or `None`."""
    overs = [edges_over(line, edges) for line in lines]
    besides = [edges_beside(line, edges) if any(overs) else frozenset[int]() for line in lines]
    every = zip(lines, shades, overs, besides, strict=True)
    printed = [_Printed(line.baseline, _by_column(line, edges), shade, line, over, beside) for line, shade, over, beside in every]
    found: list[tuple[float, list[list[int]]]] = []
    for pitch in _pitches(printed, setting):
        as_set = replace(setting, pitch=pitch, nearer=True, tight=False) if pitch > setting.pitch else setting
        rows = [list(_rows_from(printed, start, as_set)) for start in range(len(printed))]
        cuts = [_cut_cost(printed, start, as_set) if start else 0.0 for start in range(len(printed))]
        found.extend(_cheapest(rows, cuts, way) for way in (_WAYS if not setting.drawn else (_FREE,)))
    return min(found, key=_BY_COST)[1]


def _pitches(printed: Sequence[_Printed], setting: Setting) -> Iterator[float]:
    """What may be the distance of a cell's lines: the least of all, or another that is frequent, where rows stand nearer."""
    yield setting.pitch
    if not setting.pitch or setting.drawn:
        return
    last: dict[int, float] = {}
    steps: list[float] = []
    for here in printed:
        steps += [here.level - last[column] for column in here.words if column in last]
        last.update(dict.fromkeys(here.words, here.level))
    pitch = setting.pitch
    for _ in range(_MOST_PITCHES):
        steps = [step for step in steps if pitch * SAME_PITCH < step <= setting.apart]
        if not steps:
            return
        pitch = min(steps)
        if sum(step <= pitch * SAME_PITCH for step in steps) >= _FREQUENT:
            yield pitch


def _cheapest(rows: Sequence[Sequence[_Row]], cuts: Sequence[float], way: int) -> tuple[float, list[list[int]]]:
    """The cheapest rows of a table that sets its cells one way, and what they cost."""
    best = [0.0] + [_NEVER] * len(rows)
    begins = [0] * (len(rows) + 1)
    for start, ends in enumerate(rows):
        cut = best[start] + cuts[start]
        for end, cost, askew in ends:
            if cut + cost + askew[way] < best[end]:
                best[end], begins[end] = cut + cost + askew[way], start
    found: list[list[int]] = []
    end = len(rows)
    while end:
        found.append(list(range(begins[end], end)))
        end = begins[end]
    return best[-1] + (_EACH_ITS_OWN if way == _FREE else 0.0), found[::-1]


def are_stacked(lines: Sequence[TextLine], edges: Sequence[float]) -> bool:
    """Whether numbers stand below numbers, or one row's number below another: a head of two levels has neither."""
    row, cost = _Cells(), 0.0
    for line in lines:
        here = _Printed(line.baseline, _by_column(line, edges), None, line)
        cost += _again(row, here, tight=False)
        row.words |= here.words
        row.marked = row.marked or _is_marked(here.words.get(0, ""))
    return cost >= _STACKED


def is_amount(text: str) -> bool:
    """Whether a text is a number, with or without its unit, or the dash for none."""
    return WHOLE.fullmatch(text) is not None or AMOUNT.fullmatch(text) is not None


def is_broken(above: str, below: str) -> bool:
    """Whether a number too long for its column goes on below: "126,561.4" and "9", "44,447," and "228.83".

    Of two numbers in a column, one has decimals where the other has.
    """
    if above[:1] in _NOUGHTS and above.isdigit() and below.isdigit() and len(above) > 1:
        return below[0] not in _NOUGHTS  # a code, such as a telephone number
    if not WHOLE.fullmatch(above):
        return above[:1].isdigit() and WHOLE.fullmatch(above + below) is not None
    if "." in above:
        return _is_rest(below)
    begins = _is_rest(above) and "," in below and "." in below
    return begins and WHOLE.fullmatch(above + below) is not None


def _broken_in(above: Mapping[int, str], here: Mapping[int, str]) -> Collection[int]:
    """The columns in which a number is broken behind its first digits: "1" above "7.9626", where no others stand below others.

    A label beside it goes on as well, and then a number beside the first digits has decimals.
    """
    broken = [column for column, words in here.items() if column and _BEHIND.fullmatch(words) and _is_rest(above.get(column, ""))]
    if not broken or any(WHOLE.fullmatch(words) for column, words in here.items() if column and column not in broken):
        return ()
    label = here.get(0, "")
    if label and (_is_marked(label) or len(here) * 2 > len(above) + 1 or not any(map(_DECIMAL.search, above.values()))):
        return ()
    return broken


def _is_rest(words: str) -> bool:
    """Whether words are the few digits that a broken number leaves on a line of their own."""
    return words.isdigit() and len(words) <= _MOST_BROKEN


def _by_column(line: TextLine, edges: Sequence[float]) -> dict[int, str]:
    words = ((index, lines_within([line], left, right)) for index, (left, right) in enumerate(pairwise(edges)))
    return {index: found[0].text for index, found in words if found}


def _rows_from(printed: Sequence[_Printed], start: int, setting: Setting) -> Iterator[_Row]:
    """The rows that begin with a line: where each ends, and what it costs."""
    row = _Cells()
    for number in range(start, min(start + _MOST_LINES, len(printed))):
        here = printed[number]
        if number > start:
            above = printed[number - 1]
            if here.level - above.level > setting.apart or here.shade != above.shade:
                return
            row.cost += _OTHER_FONT * in_other_fonts(printed[start].line, here.line)
            row.cost += _again(row, here, tight=setting.tight)
            row.cost += _RUNS_OVER * bool(row.over & here.beside or here.over & row.beside)
        _add(row, here, setting)
        cost, askew = _shape_cost(row, setting.em, is_head=start == 0)
        if number == start and cost and _stands_apart(printed, start, setting):
            cost += _APART - _LONE
        yield number + 1, row.cost + cost, askew


def _add(row: _Cells, here: _Printed, setting: Setting) -> None:
    for column, words in here.words.items():
        if column in row.last:
            step = here.level - row.last[column]
            row.cost += _NEVER if step > setting.apart else _step_cost(step, setting)
        row.first.setdefault(column, here.level)
        row.last[column], row.words[column] = here.level, words
    row.over, row.beside = row.over | here.over, row.beside | here.beside
    row.marked = row.marked or _is_marked(here.words.get(0, ""))


def _step_cost(step: float, setting: Setting) -> float:
    """What speaks against two lines being one cell's: they stand farther apart than others, or nearer."""
    wider = step / max(setting.pitch, setting.em) - SAME_PITCH
    off = _OFF * (setting.pitch > 0 and not setting.drawn)
    if wider > 0:
        return _WIDE_STEP * wider + off
    return off if step * SAME_PITCH < setting.pitch else 0.0


def _again(row: _Cells, here: _Printed, *, tight: bool) -> float:
    """What speaks against a line being more of the row: numbers below numbers, a second row number."""
    cost, headed, bracketed = 0.0, 0, 0
    for column, words in here.words.items():
        above = row.words.get(column, "")
        parenthesis = words.startswith("(") or above.count("(") != above.count(")")
        bracketed += parenthesis and WHOLE.fullmatch(words) is not None and WHOLE.fullmatch(above) is not None
        if column and above and not parenthesis and not is_broken(above, words):
            if WHOLE.fullmatch(words) and WHOLE.fullmatch(above):
                cost += 0.0 if column in _broken_in(row.words, here.words) else _STACKED
            elif is_amount(words) and is_amount(above):
                cost += _STACKED_AMOUNT
            elif AMOUNT.fullmatch(words) and not AMOUNT.fullmatch(above) and not _goes_on_below(above):
                cost += _HEADED if WHOLE.fullmatch(words) else _HEADED_AMOUNT
                headed += 1
    if cost >= _STACKED * max(1, bracketed):
        cost += _STACKED * bracketed  # negative numbers: results in brackets stand below all of a row's plans
    cost += _BELOW_HEAD * (headed > 1)
    label = here.words.get(0, "")
    if row.marked and _is_marked(label):
        cost += _SECOND_BULLET if label[0] in "-•" else _SECOND_NUMBER
    filled = len(here.words) >= _MANY or cost >= _STACKED_AMOUNT
    if tight and label and filled and 0 in row.words and (_is_marked(label) or not row.marked):
        cost += _REFILLED
    return cost


def _goes_on_below(words: str) -> bool:
    """Whether words ask for a number behind them, or are digits such as a telephone number's: they are no head."""
    return words.endswith(_BEFORE_NUMBER) or not any(character.isalpha() for character in words)


def _is_marked(label: str) -> bool:
    return MARKED.match(label + " ") is not None


def _stands_apart(printed: Sequence[_Printed], number: int, setting: Setting) -> bool:
    """Whether a line stands farther from the lines above and below it than a cell's lines do from each other."""
    near = setting.pitch * SAME_PITCH
    around = pairwise(printed[max(0, number - 1) : number + 2])
    return setting.pitch > 0 and not setting.drawn and all(below.level - above.level > near for above, below in around)


def _shape_cost(row: _Cells, em: float, *, is_head: bool) -> tuple[float, Sequence[float]]:
    """What speaks against the row as it stands: no label, one cell alone; and, for each way, cells at different heights."""
    if len(row.first) == 1 and not is_head:
        return _LONE + (_NO_LABEL if 0 not in row.first else 0.0), _EVEN
    label = 0.0 if is_head or 0 in row.first else _NO_LABEL
    if len(row.first) == 1:
        return label, _EVEN
    tops, bottoms = row.first.values(), row.last.values()
    middles = [(top + bottom) / 2 for top, bottom in zip(tops, bottoms, strict=True)]
    askew = [_ASKEW * max(0.0, (max(levels) - min(levels)) / em - _LEVEL) for levels in (tops, middles, bottoms)]
    least = min(askew)
    return label, (least, least, least, least) if is_head else (*askew, least)


def _cut_cost(printed: Sequence[_Printed], start: int, setting: Setting) -> float:
    """What speaks against a cut above a line."""
    above, here = printed[start - 1], printed[start]
    if above.shade != here.shade:
        return 0.0
    step = here.level - above.level
    cost = _CUT + _SHADED_CUT * (here.shade is not None) + _DRAWN_CUT * setting.drawn
    if in_other_fonts(above.line, here.line):
        return cost
    if step < min(HALF_A_LINE * setting.em, setting.pitch * _AS_NEAR or setting.em):
        return cost + _NEARER_CUT
    if step <= setting.pitch * SAME_PITCH and not (setting.nearer and step * SAME_PITCH < setting.pitch):
        cost += _TIGHT_CUT
    label = here.words.get(0, "")
    apart = setting.pitch and not setting.drawn and step > setting.pitch * SAME_PITCH  # as rows are, or titles between them
    if label and not apart and not _is_marked(label) and start > 1 and _is_marked(above.words.get(0, "")):
        cost += _UNNUMBERED
    broken = _broken_in(above.words, here.words)
    for column, words in here.words.items():
        over = above.words.get(column, "")
        actual = words.startswith("(") and WHOLE.fullmatch(words) and WHOLE.fullmatch(over) and not over.startswith("(")
        if column and over and (actual or is_broken(over, words) or column in broken):
            cost += _BROKEN_OFF
            break
    return cost
