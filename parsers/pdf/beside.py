"""Tells tables apart that stand side by side without a line between them: each has rows at heights of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.pdf.columns import lines_within
from parsers.pdf.lines import TextLine
from parsers.pdf.open_rows import are_amounts
from parsers.pdf.row_costs import is_amount
from parsers.pdf.stretches import em_of, gaps_of, line_groups
from schemas.document import Box

_MANY = 4  # groups of words of a line that two tables may share
_MOST_LINES = 400  # of a page that are looked at: more are not set as tables side by side
_GUTTER = 1.8  # em between two tables at least
_SAME_GUTTER = 6.0  # points between the middles of two gaps that are one
_DISTANCE = 3.0  # em between two lines of tables side by side: each has few as far apart, both together none
_OVER = 1.0  # points by which words must pass the gutter to cross it
_SAME_SIDE = 1.6  # points between labels that begin together
_OWN_ROWS = 2  # heights at which one table alone has numbers, for each of the two
_NUMBER = 3.0  # em that a column of the rows' numbers is wide at most
_LABELS = 3  # words that begin together right of the gutter: labels, and no column of numbers
_SAME_LEVEL = 3.0  # points between the tops of two heads side by side


@dataclass(frozen=True, slots=True)
class _Line:
    """The groups of words of a line, and whether each is an amount."""

    groups: list[tuple[float, float, bool]]
    baseline: float

    def crosses(self, x: float) -> bool:
        return any(x0 < x - _OVER and x1 > x + _OVER for x0, x1, _ in self.groups)


def blocks(lines: list[TextLine], heads: Sequence[Box]) -> Iterator[list[TextLine]]:
    """The lines in parts to look for tables in, from top to bottom: mostly all; of tables side by side, the left one's first.

    `heads` are the boxes of heads that lines or fills frame.
    """
    rest = lines
    while (found := _gutter(rest, heads)) is not None:
        x, first, end = found
        yield rest[:first]
        yield lines_within(rest[first:end], 0.0, x)
        yield lines_within(rest[first:end], x, float("inf"))
        rest = rest[end:]
    yield rest


def _gutter(lines: Sequence[TextLine], heads: Sequence[Box]) -> tuple[float, int, int] | None:
    """Where two tables are parted, and the numbers of the first of their lines and of the one behind the last."""
    many = [line for line in lines if len(line_groups(line)) >= _MANY]
    if not many or len(lines) > _MOST_LINES:
        return None
    em = em_of(many)
    drawn = [(left.x1 + right.x0) / 2 for left, right in _side_by_side(heads)]
    middles = list(drawn)
    for line in many:
        middles += [(start + end) / 2 for start, end in gaps_of(line_groups(line)) if end - start >= _GUTTER * em]
    known: list[float] = []
    printed: list[_Line] = []
    for x in middles:
        if any(abs(x - other) < _SAME_GUTTER for other in known):
            continue
        known.append(x)
        printed = printed or [_line(line) for line in lines]
        for first, end in _stretches(printed, x, _DISTANCE * em):
            if _are_two(printed[first:end], x, em, headed=x in drawn):
                return x, first, end
    return None


def _side_by_side(heads: Sequence[Box]) -> Iterator[tuple[Box, Box]]:
    for left in heads:
        for right in heads:
            if left.x1 < right.x0 and abs(left.top - right.top) < _SAME_LEVEL:
                yield left, right


def _line(line: TextLine) -> _Line:
    groups = line_groups(line)
    amounts = are_amounts([line], groups) if len(groups) > 1 else [is_amount(line.text)]
    return _Line([(*group, is_one) for group, is_one in zip(groups, amounts, strict=True)], line.baseline)


def _stretches(lines: Sequence[_Line], x: float, distance: float) -> Iterator[tuple[int, int]]:
    """Lines that follow each other and leave a height of the page free, from the first to the one behind the last."""
    first = 0
    for number, line in enumerate(lines):
        far = number > first and line.baseline - lines[number - 1].baseline > distance
        if line.crosses(x) or far:
            yield first, number
            first = number if far and not line.crosses(x) else number + 1
    yield first, len(lines)


def _are_two(lines: Sequence[_Line], x: float, em: float, *, headed: bool) -> bool:
    """Whether what stands left and right of a gutter are two tables: each has numbers where the other has none, and labels.

    `headed` tells that their heads are drawn; else both begin with one.
    """
    left = [[group for group in line.groups if group[1] <= x + _OVER] for line in lines]
    right = [[group for group in line.groups if group[0] >= x - _OVER] for line in lines]
    own, both = [0, 0], 0
    for here, there in zip(left, right, strict=True):
        amounts = _amounts(here), _amounts(there)
        own[0] += amounts[0] > 0 and not there
        own[1] += amounts[1] > 0 and not here
        both += min(amounts) > 0
    if min(own) < _OWN_ROWS or both > sum(own) or not (headed or (_have_head(left) and _have_head(right))):
        return False
    ends = max(group[1] for groups in left for group in groups)
    begins = min(group[0] for groups in right for group in groups)
    side = min(group[0] for groups in left for group in groups)
    labelled = _have_labels(left, side + _NUMBER * em) and _have_labels(right, begins + _NUMBER * em)
    return begins - ends >= _GUTTER * em and labelled


def _have_head(lines: Sequence[Sequence[tuple[float, float, bool]]]) -> bool:
    """Whether the first line of several groups has no amounts."""
    first = next((groups for groups in lines if len(groups) > 1), ())
    return bool(first) and not _amounts(first)


def _have_labels(lines: Sequence[Sequence[tuple[float, float, bool]]], most: float) -> bool:
    """Whether words begin together left of most amounts: a table's labels, and no paragraph beside a column of numbers.

    `most` is how far to the right they may begin: behind the rows' numbers.
    """
    sides = [groups[0][0] for groups in lines if groups and not groups[0][2] and groups[0][0] <= most]
    together = {side: sum(abs(side - other) <= _SAME_SIDE for other in sides) for side in sides}
    side = max(together, key=lambda side: together[side], default=0.0)
    amounts = [x0 for groups in lines for x0, _, is_one in groups if is_one]
    return together.get(side, 0) >= _LABELS and sum(x0 > side for x0 in amounts) * 2 > len(amounts)


def _amounts(groups: Sequence[tuple[float, float, bool]]) -> int:
    return sum(is_one for _, _, is_one in groups)
