"""Turns failed equations, against those that hold, into the cells that alone can explain them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from etl.reconcile.equations import CONSTANT, CellKey, Equation
from etl.reconcile.ranges import ANY, Range, settling
from etl.reconcile.slips import one_digit_apart
from etl.reconcile.verdict import Verdict, decimals, verdict_with
from schemas.finding import CheckTerm

_ARITHMETIC = ("sum", "count", "percentage", "product", "mean", "at_most")
_MOST_VALUES = 200  # values tried one by one; a wider range settles nothing
_LEAST_PARTS = 2  # numbers that make a breakdown

KpiKey = tuple[int | None, int | None]  # project_no, kpi_no


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
    """The cells that can explain a failure; `guilty` is the one that must be wrong, if one is."""

    candidates: tuple[Candidate, ...] = ()
    guilty: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Net:
    """The equations that arithmetic decides, and where each cell of a failed one stands in them."""

    judged: Sequence[Judged]
    stands_in: Mapping[CellKey, Sequence[tuple[int, int]]]  # cell → (equation, term)
    supposed: Mapping[int, Judged] = field(default_factory=dict)  # equations as if a cell were mended

    def item(self, index: int) -> Judged:
        """The equation, as if what is supposed held."""
        return self.supposed.get(index) or self.judged[index]

    def cells(self, index: int) -> list[CellKey]:
        """The cell of each term; a number that stands in no dataset gets one of its own."""
        cells = self.judged[index].equation.cells
        return [("", index, at) if cell is None else cell for at, cell in enumerate(cells)]


def explain(judged: Sequence[Judged]) -> dict[int, Explanation]:
    """For each failed equation (by its index) what explains it.

    Failures that share a cell are explained together, by one cell or by two; those that share none
    are told apart. เบิกจ่าย Q2 alone stands in both the row's sum and the column's that fail.
    """
    from etl.reconcile.pairs import explain_by_two

    failed = [index for index, item in enumerate(judged) if item.failed and _takes_part(item)]
    if not failed:
        return {}
    net = _net(judged, failed)
    groups = _groups(net, failed)
    shared = [set.intersection(*(set(net.cells(index)) for index in group)) - {CONSTANT} for group in groups]
    in_doubt = set().union(*shared)
    breakdowns = _breakdowns(judged)
    explained: dict[int, Explanation] = {}
    for group, cells in zip(groups, shared, strict=True):
        alone = tuple(_candidates(net, group, cells, in_doubt))
        if not alone and len(group) > 1:
            explained.update(explain_by_two(net, group))
            continue
        guilty = alone[0] if len(alone) == 1 and not _defended(net, alone[0], breakdowns) else None
        explained.update(dict.fromkeys(group, Explanation(alone, guilty)))
    return explained


def _takes_part(item: Judged) -> bool:
    """Whether arithmetic decided the equation, so that a cell's value could settle it."""
    equation = item.equation
    known = equation.outcome is None and item.verdict.outcome != "unknown"
    return known and bool(equation.cells) and equation.kind in _ARITHMETIC


def _net(judged: Sequence[Judged], failed: Iterable[int]) -> Net:
    net = Net(judged, {})
    stands_in: dict[CellKey, list[tuple[int, int]]] = {cell: [] for index in failed for cell in net.cells(index)}
    for index, item in enumerate(judged):
        if not _takes_part(item) or not _testifies(item):
            continue
        for position, cell in enumerate(net.cells(index)):
            if cell in stands_in:
                stands_in[cell].append((index, position))
    return Net(judged, stands_in)


def _testifies(item: Judged) -> bool:
    """Whether an equation says something of its cells: a list chosen because it fits says nothing."""
    return item.failed or None not in item.equation.cells


def _groups(net: Net, failed: Sequence[int]) -> list[list[int]]:
    """The failed equations, those together that are tied by shared cells."""
    group_of: dict[int, list[int]] = {}
    first_in: dict[CellKey, int] = {}
    for index in failed:
        mine = [index]
        for cell in net.cells(index):
            other = group_of.get(first_in.setdefault(cell, index)) if cell != CONSTANT else None
            if other is not None and other is not mine:
                small, large = sorted((mine, other), key=len)
                large.extend(small)
                group_of.update(dict.fromkeys(small, large))
                mine = large
        group_of[index] = mine
    return [sorted(group) for group in {id(group): group for group in group_of.values()}.values()]


def _defended(net: Net, candidate: Candidate, breakdowns: Mapping[KpiKey, Sequence[tuple[Decimal, Equation]]]) -> bool:
    """Whether a breakdown of the same KPI adds up to the number that the cell prints.

    Activities of 3,907 คน in all speak for a result of 3,907, whatever the quarters add up to.
    """
    about = net.judged[net.stands_in[candidate.cell][0][0]].equation.subject
    return any(
        given == candidate.term.value and candidate.cell not in equation.cells
        for given, equation in breakdowns.get((about.project_no, about.kpi_no), ())
    )


def _breakdowns(judged: Sequence[Judged]) -> dict[KpiKey, list[tuple[Decimal, Equation]]]:
    """What two or more parts of a sum give, for the sums of each KPI."""
    found: dict[KpiKey, list[tuple[Decimal, Equation]]] = {}
    for equation in (item.equation for item in judged):
        if equation.subject.kpi_no is None or equation.kind not in ("sum", "count"):
            continue
        parts = [term for term in equation.terms if term.role == "part"]
        values = [term.sign * term.value for term in parts if term.value is not None]
        if len(values) == len(parts) >= _LEAST_PARTS:
            key = (equation.subject.project_no, equation.subject.kpi_no)
            found.setdefault(key, []).append((sum(values, Decimal(0)), equation))
    return found


def _candidates(
    net: Net, group: Sequence[int], shared: Collection[CellKey], in_doubt: Collection[CellKey]
) -> Iterator[Candidate]:
    for position, cell in enumerate(net.cells(group[0])):
        if cell in shared:
            term = net.judged[group[0]].equation.terms[position]
            candidate = candidate_of(net, cell, term, _witnesses(net, cell, in_doubt, shared))
            if candidate is not None:
                yield candidate


def _witnesses(net: Net, cell: CellKey, in_doubt: Collection[CellKey], shared: Collection[CellKey]) -> list[tuple[int, int]]:
    """Where the cell stands, less what holds by rounding only beside a number that is itself in doubt."""
    return [
        (index, position)
        for index, position in net.stands_in[cell]
        if net.judged[index].verdict.outcome != "rounding"
        or net.judged[index].failed
        or not any(other in in_doubt and other not in shared for other in net.cells(index))
    ]


def candidate_of(net: Net, cell: CellKey, term: CheckTerm, stands_in: Sequence[tuple[int, int]]) -> Candidate | None:
    """The cell as an explanation: some value of it makes all these equations hold; else `None`."""
    found = ANY
    finest = 0
    kinds = set()
    for index, position in stands_in:
        item = net.item(index)
        found = found.meet(settling(item.equation, position, item.strict))
        finest = max(finest, *(decimals(other.value) for other in item.equation.terms))
        kinds.add(item.equation.kind)
    if found.empty:
        return None
    likely = "count" not in kinds or found.highest is None or found.highest >= 0
    values = _values(found, decimals(term.value)) or _values(found, finest)
    if values is None:
        return Candidate(cell, term, None, likely)
    possible = [value for value in values if _settles(net, stands_in, value)]
    if not possible:
        return None
    return Candidate(cell, term, _choose(possible, term.value, guess="product" not in kinds), likely)


def _values(found: Range, places: int) -> list[Decimal] | None:
    """The numbers with so many places in the range; `None` where they are too many to list."""
    if found.lowest is None or found.highest is None:
        return None
    lowest = int(found.lowest.scaleb(places).to_integral_value(ROUND_CEILING))
    highest = int(found.highest.scaleb(places).to_integral_value(ROUND_FLOOR))
    if highest - lowest >= _MOST_VALUES:
        return None
    return [Decimal(value).scaleb(-places) for value in range(lowest, highest + 1)]


def _settles(net: Net, stands_in: Sequence[tuple[int, int]], value: Decimal) -> bool:
    for index, position in stands_in:
        item = net.item(index)
        values = [term.value for term in item.equation.terms if term.value is not None]
        values[position] = value
        if not item.strict and verdict_with(item.equation, values).outcome not in ("pass", "rounding"):
            return False
    return True


def _choose(possible: Sequence[Decimal], printed: Decimal | None, guess: bool) -> Decimal | None:
    """The only value possible, else the only one that a single wrong digit turns into the printed one."""
    if len(possible) == 1:
        return possible[0]
    near = [value for value in possible if printed is not None and one_digit_apart(value, printed)]
    return near[0] if guess and len(near) == 1 else None
