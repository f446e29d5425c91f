"""Puts lines that stand beside each other together, and tells which of them are a table's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.pdf.columns import lines_within
from parsers.pdf.lines import TextLine, in_other_fonts, join_wrapped
from parsers.pdf.open_rows import BESIDE
from parsers.pdf.row_costs import is_amount
from parsers.pdf.stretches import Span, gaps_of, line_em, line_groups, merged

MANY = 3  # groups of words that make a line a table's
WIDE_GAP = 7.0  # points of a gap that no space fills
_WIDE_GAP_EM = 0.8  # and em, for larger letters
_PAIR_GAP_EM = 2.0  # em between a label and its amount
_MARKER = re.compile(r"[\d๐-๙.]+[.)]?|[-•]")
MARKER_GAP = 14.0  # points between a row's number and its label


@dataclass(slots=True)
class Printed:
    """Lines that stand beside each other, where cells are set half-way up their row; mostly one line.

    `groups` are the words of all of them.
    """

    lines: list[TextLine]
    groups: list[Span]

    @property
    def line(self) -> TextLine:
        """The first line."""
        return self.lines[0]

    @property
    def last(self) -> TextLine:
        """The last line."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """The words from left to right."""
        return leftmost(self.lines).text

    @property
    def is_numbered(self) -> bool:
        """Whether the first group is a row's number and, apart from it, its label."""
        own = line_groups(self.line)
        return len(own) > 1 and own[0][0] == self.groups[0][0] and own[1][1] <= self.groups[0][1]

    @property
    def is_row(self) -> bool:
        """Whether so many groups stand so far apart that the line must be a table's, or it is a label with its amount."""
        if len(self.groups) < MANY:
            return self.is_pair
        least = max(WIDE_GAP, _WIDE_GAP_EM * line_em(self.line))
        return sum(1 for start, end in gaps_of(self.groups) if end - start >= least) >= MANY - 1

    @property
    def is_pair(self) -> bool:
        """Whether the line is a label and, far from it, an amount: a row of a table of two columns."""
        if len(self.groups) != MANY - 1:
            return False
        (_, end), (start, _) = self.groups
        return start - end >= _PAIR_GAP_EM * line_em(self.line) and is_amount(text_of(self, self.groups[1]))


def leftmost(lines: Sequence[TextLine]) -> TextLine:
    """The line that begins farthest to the left: a row's number or label."""
    return min(lines, key=lambda line: line.box.x0)


def side_by_side(lines: Sequence[TextLine], em: float) -> Iterator[Printed]:
    """Lines nearer than a cell's, with no words one above the other, are the parts of one row."""
    found: Printed | None = None
    for line in lines:
        groups = groups_of(line)
        if found is not None and _is_beside(found.last, line, em):
            found.lines.append(line)
            found.groups = merged([*found.groups, *groups])
            continue
        if found is not None:
            yield found
        found = Printed([line], groups)
    if found is not None:
        yield found


def _is_beside(above: TextLine, here: TextLine, em: float) -> bool:
    if here.baseline - above.baseline >= BESIDE * em or in_other_fonts(here, above):
        return False
    return not any(x0 < end and x1 > start for x0, x1 in groups_of(here) for start, end in groups_of(above))


def groups_of(line: TextLine) -> list[Span]:
    """The line's groups; a row's number and the label behind it are one."""
    groups = list(line_groups(line))
    if len(groups) > 1 and groups[1][0] - groups[0][1] < MARKER_GAP:
        first = line.text.split(" ", 1)[0]
        narrow = groups[0][1] - groups[0][0] < 2 * MARKER_GAP
        if narrow and _MARKER.fullmatch(first):
            groups[:2] = [(groups[0][0], groups[1][1])]
    return groups


def text_of(printed: Printed, span: Span) -> str:
    """The words of one group."""
    part = lines_within(printed.lines, span[0] - 1, span[1] + 1)
    return join_wrapped(part) if part else ""
