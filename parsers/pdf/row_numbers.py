"""Finds the column of the rows' numbers, which stand so near to their labels that nothing but the head tells the two apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.pdf.lines import TextLine
from parsers.pdf.stretches import CELL_GAP, Span

_IN_MARKER = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙.)")
_TOUCH = 1.5  # points between a number and a label that no space parts
_LEAST = 2  # rows with a number


def number_room(groups: Sequence[Sequence[Span]], lines: Sequence[TextLine]) -> Span | None:
    """The room between numbers and labels, where the head names two columns there ("ที่ | โครงการ"), else `None`.

    `groups` are those of each row, the first a head, `lines` each row's leftmost.
    """
    if len(groups) > _LEAST and groups[0][0][0] > groups[1][0][1]:  # titles over several columns, above the head
        groups, lines = groups[1:], lines[1:]
    head = groups[0]
    if len(head) < 2 or _behind_number(lines[0]) is not None:
        return None
    start, end = head[0][1], head[1][0]
    found = 0
    for line in lines[1:]:
        room = _behind_number(line)
        if room is not None:
            start, end, found = max(start, room[0]), min(end, room[1]), found + 1
    return (start, end) if found >= _LEAST and end > start else None


def room_at(edge: float, lines: Sequence[TextLine]) -> Span | None:
    """The room between numbers and labels of rows without a head, if the table above had an edge there, else `None`."""
    rooms = [room for room in map(_behind_number, lines) if room is not None]
    if len(rooms) < _LEAST or _behind_number(lines[0]) is None:
        return None
    start, end = max(room[0] for room in rooms), min(room[1] for room in rooms)
    return (start, end) if start - _TOUCH <= edge <= end + _TOUCH and end > start else None


def _behind_number(line: TextLine) -> Span | None:
    """The room behind the number that opens a line: wider than a space, or without one."""
    glyphs = line.glyphs
    count = next((number for number, glyph in enumerate(glyphs) if glyph.text not in _IN_MARKER), len(glyphs))
    if not count:
        return None
    behind = next((number for number in range(count, len(glyphs)) if not glyphs[number].text.isspace()), None)
    if behind is None:
        return None
    start, end = glyphs[count - 1].x1, glyphs[behind].x0
    return (start, end) if end - start >= (_TOUCH if behind == count else CELL_GAP) else None


def parted_at(room: Span | None, groups: Iterable[Span]) -> list[Span]:
    """Groups of words, the one that runs over a room parted there."""
    if room is None:
        return list(groups)
    parted: list[Span] = []
    for x0, x1 in groups:
        parted += [(x0, room[0]), (room[1], x1)] if x0 < room[0] and x1 > room[1] else [(x0, x1)]
    return parted
