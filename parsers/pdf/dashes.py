"""Puts dashes and dots that stand evenly in a row together to the one line that they draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from schemas.document import Box

_LONGEST = 9.0  # points of a dash
_LEAST = 6  # dashes that make a line; a few beside each other are anything
_MOST_GAP = 2.0  # of a dash: the gap behind it
_GAP = 2.0  # points that it may have besides: dots stand farther apart than they are long
_UNEVEN = 0.5  # points that the gaps of one line may differ by

Piece = tuple[float, float, float, Box]  # where it stands across, from where to where it runs


def with_dashes(rules: list[Box], dots: Sequence[Box]) -> list[Box]:
    """The rules, with one for each row of dashes; `dots` are shapes too short to be a rule by themselves."""
    short = [rule for rule in rules if rule.x1 - rule.x0 <= _LONGEST and rule.bottom - rule.top <= _LONGEST]
    if len(dots) + len(short) < _LEAST:
        return rules
    pieces = [*dots, *short]
    across = [(round(box.top, 1), box.x0, box.x1, box) for box in pieces if box.x1 - box.x0 >= box.bottom - box.top - _UNEVEN]
    down = [(round(box.x0, 1), box.top, box.bottom, box) for box in pieces if box.bottom - box.top >= box.x1 - box.x0 - _UNEVEN]
    runs = [*_runs(across), *_runs(down)]
    used = {id(box) for run in runs for box in run}
    lines = [Box(run[0].x0, run[0].top, run[-1].x1, run[-1].bottom) for run in runs]
    return [rule for rule in rules if id(rule) not in used] + lines


def _runs(pieces: Iterable[Piece]) -> Iterator[list[Box]]:
    """Pieces on one line, with even gaps between them; two lines of dashes may lie over each other."""
    run: list[Box] = []
    at = end = widest = 0.0  # the gap of the run's first pieces, as wide as can be until one is seen
    for level, start, stop, box in sorted(pieces, key=lambda piece: piece[:3]):
        gap = start - end
        if run and level == at and gap <= min(widest + _UNEVEN, _MOST_GAP * (stop - start) + _GAP):
            widest = gap if widest == _LONGEST and gap > 0 else widest
            run.append(box)
            end = max(end, stop)
            continue
        if len(run) >= _LEAST:
            yield run
        run, at, end, widest = [box], level, stop, _LONGEST
    if len(run) >= _LEAST:
        yield run
