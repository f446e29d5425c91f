"""Takes a printed line apart into the stretches of words that stand apart as columns do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from parsers.pdf.content import Glyph
from parsers.pdf.lines import TextLine
from parsers.pdf.run_in import BEGINS_NUMBER, ENDS_NUMBER, JUMP_GAP, MOST_STEP, NUMBER_GAP, RUN_IN_GAP, begins

LEAST_GAP = 4.5  # points between the words of two columns; a space is 2.5 to 4 wide at table sizes
_LEAST_GAP_EM = 0.5  # and em, for larger letters; a space is 0.22 to 0.45 where letters are narrow
_LETTER = 0.56  # em: the middle width of Thai letters
_BETWEEN_NUMBERS = 0.8  # of the least gap: two numbers without a space are two cells sooner
CELL_GAP = 3.6  # points that part two cells where other rows have shown a column to begin
_LABEL_GAP = 1.5  # points between a row's number and its label where an edge is known to be, and no space is
IN_NUMBERS = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙.,()%-–")
_DIGITS_ONLY = 8.0  # em where a line has no letters: it parts words at the least gap
_WIDE_SPACE = 0.65  # em: a wider space moves to the next column
_FAR = 1e9  # points: left of any page
_BESIDE = 0.8  # points between a space and the word that follows it
HAIR = 0.4  # points around the place that two numbers share

Span = tuple[float, float]


def em_of(lines: Iterable[TextLine], default: float = 10.0) -> float:
    """The size of the lines' letters, by their widths: boxes' heights say little, and digits are wide or narrow."""
    widths = [g.x1 - g.x0 for line in lines for g in line.glyphs if len(g.text) == 1 and g.text.isalpha()]
    return median(widths) / _LETTER if widths else default


def line_em(line: TextLine) -> float:
    """The size of a line's letters, kept with it."""
    if not line.em:
        line.em = em_of([line], _DIGITS_ONLY)
    return line.em


def line_groups(line: TextLine, least: float = 0.0) -> list[Span]:
    """The stretches of a printed line that stand apart as columns do: "ก ข    ค" gives two."""
    known = line.stretches.get(least)
    if known is not None:
        return known
    groups = _stretches(line, least or LEAST_GAP)
    if len(groups) > 1 and not least:
        gap = _LEAST_GAP_EM * line_em(line)
        groups = _stretches(line, gap) if gap > LEAST_GAP else groups
    line.stretches[least] = groups
    return groups


def _stretches(line: TextLine, least: float) -> list[Span]:
    groups: list[Span] = []
    start, end = 0.0, -_FAR  # of the group so far
    reach = -_FAR  # where words end, or the one space that the next word touches
    spaced = False
    last = line.glyphs[0]
    near = least == CELL_GAP
    dotted = line.text.count(".") > 1 or line.text.count(",") > 1
    numbers = max(LEAST_GAP, least * _BETWEEN_NUMBERS)
    for glyph in line.glyphs:  # plain comparisons: this runs for every cluster of a page
        x0, x1 = glyph.x0, glyph.x1
        if glyph.text.isspace():
            if not spaced and x0 - reach < _BESIDE and x1 > reach:
                wide = x1 - reach > least and x1 - reach > _WIDE_SPACE * line_em(line)
                reach, spaced = (reach if wide else x1), True
            continue
        spaced = False
        gap = x0 - end
        if (
            gap < RUN_IN_GAP
            and glyph.text in BEGINS_NUMBER
            and (near or last.text in ENDS_NUMBER)
            and (dotted or glyph.run != last.run or glyph.order - last.order != 1 or last.text == ")" or gap >= NUMBER_GAP)
            and end > -_FAR
            and begins(line, glyph)
        ):
            # The edge is anywhere where both stand; the other rows tell.
            groups.append((start, min(end, x0) - HAIR))
            start, end = max(end, x0) + HAIR, x1
        elif (
            gap >= JUMP_GAP
            and (
                (gap >= least and x0 - reach >= _BESIDE)
                or not 0 < glyph.order - last.order <= MOST_STEP
                or (gap >= numbers and x0 - reach >= _BESIDE and glyph.text.isdigit() and last.text.isdigit())
            )
        ) or (near and not -NUMBER_GAP < gap < NUMBER_GAP and _are_two_numbers(last, glyph, x0 - reach)):
            if end > -_FAR:
                groups.append((start, min(end, x0)))
            start, end = x0, x1
        elif x1 > end:
            end = x1
        if x1 > reach:
            reach = x1
        last = glyph
    if end > -_FAR:
        groups.append((start, end))
    return groups


def _are_two_numbers(last: Glyph, glyph: Glyph, room: float) -> bool:
    """Whether a number ends and another, or a label, begins: no space stands between them, and they do not touch."""
    return (
        last.text in IN_NUMBERS
        and (glyph.text in IN_NUMBERS or (room >= _LABEL_GAP and last.text.isdigit()))
        and not 0 <= room < _BESIDE
    )


def merged(spans: Iterable[Span], least: float = 0.0) -> list[Span]:
    """Stretches that overlap, or stand closer than `least`, as one."""
    groups: list[Span] = []
    for x0, x1 in sorted(spans):
        if groups and x0 - groups[-1][1] <= least:
            if x1 > groups[-1][1]:
                groups[-1] = (groups[-1][0], x1)
        else:
            groups.append((x0, x1))
    return groups


def gaps_of(groups: Sequence[Span]) -> list[Span]:
    """The free stretches between groups."""
    return [(left[1], right[0]) for left, right in pairwise(groups)]
