"""Turns failed equations, against those that hold, into the cells that alone can explain them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from etl.reconcile.equations import CONSTANT, CellKey, Equation
from etl.reconcile.ranges import ANY, Range, settling
from etl.reconcile.slips import one_digit_apart
from etl.reconcile.verdict import Verdict, decimals, holds
from schemas.finding import CheckTerm

_ARITHMETIC = ("sum", "count", "percentage", "product", "mean", "at_most")
_MOST_VALUES = 200  # values tried one by one; a wider range settles nothing


@dataclass(frozen=True, slots=True)
class Judged:
    """An equation with its verdict; `failed` where a finding follows, `strict` where it must close exactly."""

    equation: Equation
    verdict: Verdict
    failed: bool
    strict: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cell that alone explains every failure it stands in, and the value that settles them.

    Not `likely` where that would be a count below zero: such a cell is no explanation to offer, but
    nobody is named because of it.
    """

    cell: CellKey
    term: CheckTerm
    suggested: Decimal | None
    likely: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """The cells that can explain a failure; with exactly one, that one must be wrong."""

    candidates: tuple[Candidate, ...] = ()

    @property
    def guilty(self) -> Candidate | None:
        """The one cell that explains all, `None` where there are several or none."""
        return self.candidates[0] if len(self.candidates) == 1 else None


@dataclass(frozen=True, slots=True)
class _Net:
    judged: Sequence[Judged]
    stands_in: Mapping[CellKey, Sequence[tuple[int, int]]]  # cell → (equation, term) where it stands


def explain(judged: Sequence[Judged]) -> dict[int, Explanation]:
    """For each failed equation (by its index) what explains it.

    Failures that share a cell are explained together; those that share none are told apart.
    """
    failed = [index for index, item in enumerate(judged) if item.failed and _takes_part(item)]
    if not failed:
        return {}
    net = _net(judged, failed)
    explained: dict[int, Explanation] = {}
    for group in _groups(net, failed):
        explained.update(_explain_group(net, group))
    return explained


def _takes_part(item: Judged) -> bool:
    """Whether arithmetic decided the equation, so that a cell's value could settle it."""
    equation = item.equation
    known = equation.outcome is None and item.verdict.outcome != "unknown"
    return known and bool(equation.cells) and equation.kind in _ARITHMETIC


def _net(judged: Sequence[Judged], failed: Iterable[int]) -> _Net:
    """Where each cell of a failed equation stands, among the equations that arithmetic decides."""
    stands_in: dict[CellKey, list[tuple[int, int]]] = {
        cell: [] for index in failed for cell in _cells(judged[index].equation, index)
    }
    for index, item in enumerate(judged):
        if not _takes_part(item):
            continue
        for position, cell in enumerate(_cells(item.equation, index)):
            if cell in stands_in:
                stands_in[cell].append((index, position))
    return _Net(judged, stands_in)


def _cells(equation: Equation, index: int) -> Iterator[CellKey]:
    """The cell of each term; a number that stands in no dataset gets one of its own."""
    for position in range(len(equation.terms)):
        cell = equation.cells[position]
        yield cell if cell is not None else ("", index, position)


def _groups(net: _Net, failed: Sequence[int]) -> list[list[int]]:
    """The failed equations, those together that are tied by shared cells."""
    groups: list[tuple[set[CellKey], list[int]]] = []
    for index in failed:
        cells = {cell for cell in _cells(net.judged[index].equation, index) if cell != CONSTANT}
        members = [index]
        apart = []
        for known, others in groups:
            if known & cells:
                cells |= known
                members = others + members
            else:
                apart.append((known, others))
        groups = [*apart, (cells, members)]
    return [members for _, members in groups]


def _explain_group(net: _Net, group: Sequence[int]) -> dict[int, Explanation]:
    alone = tuple(_candidates(net, group))
    return dict.fromkeys(group, Explanation(alone))


def _candidates(net: _Net, group: Sequence[int]) -> Iterator[Candidate]:
    first = list(_cells(net.judged[group[0]].equation, group[0]))
    shared = set(first)
    for index in group[1:]:
        shared &= set(_cells(net.judged[index].equation, index))
    for position, cell in enumerate(first):
        if cell in shared and cell != CONSTANT:
            candidate = _candidate(net, cell, net.judged[group[0]].equation.terms[position])
            if candidate is not None:
                yield candidate


def _candidate(net: _Net, cell: CellKey, term: CheckTerm) -> Candidate | None:
    """The cell as an explanation: some value of it makes all its equations hold."""
    found = ANY
    finest = 0
    counts = False
    for index, position in net.stands_in[cell]:
        item = net.judged[index]
        found = found.meet(settling(item.equation, position, item.strict))
        finest = max(finest, *(decimals(other.value) for other in item.equation.terms))
        counts = counts or item.equation.kind == "count"
    if found.empty:
        return None
    likely = not counts or found.highest is None or found.highest >= 0
    values = _values(found, decimals(term.value)) or _values(found, finest)
    if values is None:
        return Candidate(cell, term, None, likely)
    possible = [value for value in values if _settles(net, cell, value)]
    if not possible:
        return None
    return Candidate(cell, term, _choose(possible, term.value), likely)


def _values(found: Range, places: int) -> list[Decimal] | None:
    """The numbers with so many places in the range; `None` where they are too many to list."""
    if found.lowest is None or found.highest is None:
        return None
    lowest = int(found.lowest.scaleb(places).to_integral_value(ROUND_CEILING))
    highest = int(found.highest.scaleb(places).to_integral_value(ROUND_FLOOR))
    if highest - lowest >= _MOST_VALUES:
        return None
    return [Decimal(value).scaleb(-places) for value in range(lowest, highest + 1)]


def _settles(net: _Net, cell: CellKey, value: Decimal) -> bool:
    for index, position in net.stands_in[cell]:
        item = net.judged[index]
        values = [term.value for term in item.equation.terms if term.value is not None]
        values[position] = value
        if not item.strict and not holds(item.equation, values):
            return False
    return True


def _choose(possible: Sequence[Decimal], printed: Decimal | None) -> Decimal | None:
    """The only value possible, else the only one that a single wrong digit turns into the printed one."""
    if len(possible) == 1:
        return possible[0]
    near = [value for value in possible if printed is not None and one_digit_apart(value, printed)]
    return near[0] if len(near) == 1 else None
