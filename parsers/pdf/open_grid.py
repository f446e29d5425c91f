"""Closes tables whose columns are drawn and whose sides are not: lines down between columns, few lines across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.pdf.grid import Rule

_SAME = 3.0  # points between lines that meet, and between the ends of lines of one table
_COLUMN = 8.0  # points from the end of a line across to the first line down: nearer, it only misses a corner
_LEAST_DOWN = 2  # lines down that make columns; one may be the page's own
_MERGED_ROW = 40.0  # points: a row over all columns interrupts the lines down


def closed(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The lines across and down, and those that an open table leaves out.

    A table is open where two or more lines down cross a line across that runs on beyond them to one side or
    both. What is missing are its sides, its top and bottom, and a line across wherever a line down begins or
    ends inside it.
    """
    across, down = list(horizontal), list(vertical)
    for wide, tall in _open_tables(horizontal, vertical):
        left, right = wide[0].start, wide[0].end
        top = min(rule.start for rule in tall)
        bottom = max(rule.end for rule in tall)
        sides = [Rule(at, top, bottom) for at in (left, right)]
        down.extend(side for side in sides if not any(_meet(side, rule) for rule in vertical))
        for level in _levels(tall):
            through = [rule.at for rule in tall if rule.start < level - _SAME and rule.end > level + _SAME]
            ending = [rule.at for rule in tall if min(abs(rule.start - level), abs(rule.end - level)) <= _SAME]
            bounds = sorted({left, right, *through})
            for start, end in zip(bounds, bounds[1:], strict=False):
                if any(start < at < end for at in ending) and not _is_drawn(level, start, end, horizontal):
                    across.append(Rule(level, start, end))
    return across, down


def _open_tables(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The lines across, and the lines down that cross them, of each table with an open side."""
    found: list[tuple[list[Rule], list[Rule]]] = []
    for rule in horizontal:
        touching = [other for other in vertical if other.start - _SAME <= rule.at <= other.end + _SAME]
        tall = [other for other in touching if rule.start + _COLUMN < other.at < rule.end - _COLUMN]
        sides = [any(abs(other.at - end) <= _COLUMN for other in touching) for end in (rule.start, rule.end)]
        if len(tall) < _LEAST_DOWN or all(sides):
            continue
        same = next(
            (table for table in found if _same_ends(table[0][0], rule) and any(other in table[1] for other in tall)), None
        )
        if same is None:
            found.append(([rule], tall))
        else:
            same[0].append(rule)
            same[1].extend(other for other in tall if other not in same[1])
    taken = {id(rule) for _, tall in found for rule in tall}
    loose = sorted((rule for rule in vertical if id(rule) not in taken), key=lambda rule: rule.start)
    for wide, tall in found:
        for rule in loose:  # pieces below a row over all columns
            if any(abs(rule.at - other.at) <= _SAME and -_SAME <= rule.start - other.end <= _MERGED_ROW for other in tall):
                tall.append(rule)
        yield wide, tall


def _same_ends(one: Rule, other: Rule) -> bool:
    return abs(one.start - other.start) <= _SAME and abs(one.end - other.end) <= _SAME


def _meet(side: Rule, rule: Rule) -> bool:
    """Whether a line is drawn where the side of a table is missing."""
    return abs(side.at - rule.at) <= _SAME and rule.start < side.end and rule.end > side.start


def _levels(tall: Sequence[Rule]) -> list[float]:
    """The heights at which lines down begin or end, from top to bottom."""
    levels: list[float] = []
    for end in sorted(end for rule in tall for end in (rule.start, rule.end)):
        if not levels or end - levels[-1] > _SAME:
            levels.append(end)
    return levels


def _is_drawn(level: float, start: float, end: float, horizontal: Sequence[Rule]) -> bool:
    return any(abs(rule.at - level) <= _SAME and rule.start <= start + _SAME and rule.end >= end - _SAME for rule in horizontal)
