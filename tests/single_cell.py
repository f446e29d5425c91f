"""Says by exhaustion which budget cells could alone explain what a changed report contradicts: the audit's own judge.

It knows the rules of budgets as the contract words them, shares no code with the product, and takes amounts
that close to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

Key = tuple[int, str, str, str]  # project_no, source_table, measure, period
Amounts = Mapping[Key, Decimal]
_QUARTERS = ("Q1", "Q2", "Q3", "Q4")


class _Equation:
    """Cells, whether they hold together, and the only value of a cell for which they do, if it is one."""

    def __init__(
        self, cells: tuple[Key, ...], holds: Callable[..., bool], solved: Callable[[int, list[Decimal]], Decimal | None]
    ):
        self.cells = cells
        self._holds = holds
        self._solved = solved

    def holds(self, amounts: Amounts) -> bool:
        return self._holds(*[amounts[cell] for cell in self.cells])

    def value_of(self, cell: Key, amounts: Amounts) -> Decimal | None:
        return self._solved(self.cells.index(cell), [amounts[key] for key in self.cells])


def explaining(amounts: Amounts) -> set[Key]:
    """The cells of which some value settles every equation that fails, and breaks none that holds."""
    equations = [one for one in _equations(amounts) if all(cell in amounts for cell in one.cells)]
    failed = [one for one in equations if not one.holds(amounts)]
    if not failed:
        return set()
    shared = set.intersection(*(set(one.cells) for one in failed))
    return {cell for cell in shared if _settles(cell, [one for one in equations if cell in one.cells], failed, amounts)}


def _settles(cell: Key, mine: list[_Equation], failed: list[_Equation], amounts: Amounts) -> bool:
    """Tries the values that each failed equation allows; a percentage allows its own value only."""
    tried = {value for one in failed if (value := one.value_of(cell, amounts)) is not None}
    tried |= {value for one in mine if (value := one.value_of(cell, amounts)) is not None}
    return any(all(one.holds({**amounts, cell: value}) for one in mine) for value in tried)


def _equations(amounts: Amounts) -> Iterator[_Equation]:
    projects = sorted({key[0] for key in amounts})
    for number in projects:
        for measure in ("planned", "spent", "disbursed", "committed"):
            total = (number, "project", measure, "FY")
            yield _sum(total, *((number, "project", measure, quarter) for quarter in _QUARTERS))
            if measure != "committed":
                yield _sum((number, "summary", measure, "YTD"), total)
        for period in ("FY", *_QUARTERS):
            yield _sum(*((number, "project", measure, period) for measure in ("spent", "disbursed", "committed")))
        allocated = (number, "summary", "allocated", "FY")
        yield _sum((number, "project", "planned", "FY"), allocated)
        yield _share((number, "summary", "disbursed_pct", "YTD"), (number, "summary", "disbursed", "YTD"), allocated)
        yield _Equation(((number, "summary", "spent", "YTD"), allocated), lambda spent, limit: spent <= limit, _no_value)


def _sum(total: Key, *parts: Key) -> _Equation:
    def solved(index: int, values: list[Decimal]) -> Decimal:
        rest = sum(values[1:], Decimal(0))
        return rest if index == 0 else values[0] - rest + values[index]

    return _Equation((total, *parts), lambda whole, *others: whole == sum(others, Decimal(0)), solved)


def _share(percentage: Key, part: Key, whole: Key) -> _Equation:
    def printed(value: Decimal, of: Decimal) -> Decimal:
        return (100 * value / of).quantize(Decimal(1), ROUND_HALF_UP)

    def solved(index: int, values: list[Decimal]) -> Decimal | None:
        return printed(values[1], values[2]) if index == 0 and values[2] else None

    return _Equation((percentage, part, whole), lambda p, d, a: bool(a) and p == printed(d, a), solved)


def _no_value(_index: int, _values: list[Decimal]) -> None:
    return None
