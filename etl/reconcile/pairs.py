"""Turns failures that no single cell explains into the two cells that do, where the net allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from etl.reconcile.equations import CONSTANT, CellKey, Equation
from etl.reconcile.suspects import Candidate, Explanation, Net, candidate_of
from schemas.finding import CheckTerm

# More than that is no pair of mistakes but a table misread: nothing would be proved, slowly.
_MOST_FAILURES = 16
_MOST_TERMS = 60

Pair = tuple[Candidate, Candidate]


def explain_by_two(net: Net, group: Sequence[int]) -> dict[int, Explanation]:
    """For each failed equation of a group the mistake that explains it, out of two.

    Q1 and Q3 of เบิกจ่าย both wrong: each is settled by its own column, and the row's sum proves
    both. A cell is named only where every pair that explains the group has it, with one value.
    """
    many = len(group) > _MOST_FAILURES or max(len(net.cells(index)) for index in group) > _MOST_TERMS
    pairs = [] if many else list(_pairs(net, group))
    if not pairs:
        return dict.fromkeys(group, Explanation())
    sure = {candidate.cell: candidate for candidate in pairs[0] if candidate.suggested is not None}
    for pair in pairs[1:]:
        found = {candidate.cell: candidate.suggested for candidate in pair}
        sure = {cell: known for cell, known in sure.items() if found.get(cell) == known.suggested}
    return {index: _explanation(net, index, pairs, sure) for index in group}


def _explanation(net: Net, index: int, pairs: Sequence[Pair], sure: dict[CellKey, Candidate]) -> Explanation:
    cells = set(net.cells(index))
    offered = {c.cell: c for pair in pairs for c in pair if c.cell in cells and c.cell not in sure}
    if offered:
        return Explanation(tuple(offered.values()))
    named = tuple(candidate for cell, candidate in sure.items() if cell in cells)
    return Explanation(named, named[0] if named else None)


def _pairs(net: Net, group: Sequence[int]) -> Iterator[Pair]:
    """Every two cells that together make all failures hold, one settled first, the other with it."""
    seen: set[frozenset[CellKey]] = set()
    for one in net.cells(group[0]):
        left = [index for index in group if one not in net.cells(index)]
        others = net.cells(left[0]) if left else [cell for index in group for cell in net.cells(index)]
        for other in others:
            both = frozenset((one, other))
            if CONSTANT in both or len(both) == 1 or both in seen:
                continue
            seen.add(both)
            if all(both & set(net.cells(index)) for index in group):
                pair = _settled(net, group, one, other) or _settled(net, group, other, one)
                if pair is not None:
                    yield pair


def _settled(net: Net, group: Sequence[int], first: CellKey, second: CellKey) -> Pair | None:
    """`first` by the equations without `second` (a failed one among them), then `second` by all of its own."""
    apart = [(index, at) for index, at in net.stands_in[first] if second not in net.cells(index)]
    mine = [(index, at) for index, at in apart if index in group]
    if not mine:
        return None
    one = candidate_of(net, first, _term(net, mine[0]), apart)
    if one is None:
        return None
    known = net if one.suggested is None else _with_value(net, first, one.suggested)
    places = net.stands_in[second]
    if one.suggested is None:  # then only what does not rest on it can be asked
        places = [(index, at) for index, at in places if first not in net.cells(index)]
    other = candidate_of(known, second, _term(net, net.stands_in[second][0]), places)
    return (one, other) if other is not None else None


def _term(net: Net, place: tuple[int, int]) -> CheckTerm:
    return net.judged[place[0]].equation.terms[place[1]]


def _with_value(net: Net, cell: CellKey, value: Decimal) -> Net:
    """The net as if the cell had that value."""
    supposed = {
        index: replace(net.judged[index], equation=_patched(net.judged[index].equation, position, value))
        for index, position in net.stands_in[cell]
    }
    return Net(net.judged, net.stands_in, supposed)


def _patched(equation: Equation, position: int, value: Decimal) -> Equation:
    terms = list(equation.terms)
    terms[position] = replace(terms[position], value=value)
    return replace(equation, terms=tuple(terms))
