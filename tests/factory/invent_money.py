"""Invents budgets whose arithmetic holds, exactly or rounded amount by amount."""

from __future__ import annotations

import random
from decimal import Decimal

from tests.factory.facts import ZERO, Budget, half_up

_FINEST = 4  # the decimals of the exact amounts, in million baht
_CLOSE = Decimal("0.85")  # below the 90% at which a report counts as one whose sums close exactly


def invent_budgets(chance: random.Random, count: int, quarter: int, decimals: int, *, baht: bool) -> tuple[Budget, ...]:
    """Money for so many projects. Fewer decimals than four print each amount rounded on its own.

    Drawn again while nearly all rounded sums happen to close: a reader may take such a report for one
    that is exact, and the few sums that do not close for mistakes.
    """
    while True:
        drawn = tuple(_budget(chance, quarter, decimals, baht=baht) for _ in range(count))
        if not _looks_exact(drawn):
            return drawn


def _budget(chance: random.Random, quarter: int, decimals: int, *, baht: bool) -> Budget:
    places = 2 if baht else _FINEST
    allocated = half_up(Decimal(chance.randint(20_000, 1_500_000)) / 10_000, _FINEST)
    if baht:
        allocated *= 1_000_000
    shares = sorted(chance.sample(range(1, 10), 3))  # tenths apart: no quarter's plan is printed as nothing
    cuts = [ZERO, *(half_up(allocated * share / 10, places) for share in shares), allocated]
    planned = tuple(after - before for before, after in zip(cuts, cuts[1:], strict=False))
    spent = _rising(chance, allocated, places)
    paid = [half_up(total * chance.randint(0, 1000) / 1000, places) for total in spent]
    paid = [max(paid[: index + 1]) for index in range(4)]  # what is paid stays paid
    if chance.random() < 0.15:
        paid[0] = ZERO
    if chance.random() < 0.15:
        paid[3] = spent[3]
    owed = [total - done for total, done in zip(spent, paid, strict=True)]
    return Budget(allocated, planned, _steps(paid)[:quarter], _steps(owed)[:quarter], decimals)


def _rising(chance: random.Random, allocated: Decimal, places: int) -> list[Decimal]:
    last = chance.randint(850, 1000)
    shares = sorted(chance.randint(0, last) for _ in range(3))
    return [half_up(allocated * share / 1000, places) for share in (*shares, last)]


def _steps(totals: list[Decimal]) -> tuple[Decimal, ...]:
    return tuple(after - before for before, after in zip([ZERO, *totals], totals, strict=False))


def _looks_exact(budgets: tuple[Budget, ...]) -> bool:
    """Whether most printed sums close and some do not, by the strictest and the widest count."""
    rows = [_closes(b, values) for b in budgets for _, values in b.rows() if len(values) > 1]
    pairs = [_spent_closes(b, index) for b in budgets for index in range(len(b.disbursed))]
    return any(sums and not all(sums) and sum(sums) >= _CLOSE * len(sums) for sums in (rows, rows + pairs))


def _closes(budget: Budget, values: tuple[Decimal, ...]) -> bool:
    return sum(map(budget.printed, values), ZERO) == budget.printed(sum(values, ZERO))


def _spent_closes(budget: Budget, index: int) -> bool:
    parts = budget.printed(budget.disbursed[index]) + budget.printed(budget.committed[index])
    return parts == budget.printed(budget.spent[index])
