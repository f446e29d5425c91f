"""Turns an equation and one of its terms into the range of values for which it would hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from etl.reconcile.equations import Equation
from etl.reconcile.verdict import ARITHMETIC, HUNDRED, ZERO, decimals, half_unit, half_units, rounded

_NEVER = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class Range:
    """Values from `lowest` to `highest`, both included; `None` is no limit."""

    lowest: Decimal | None = None
    highest: Decimal | None = None

    @property
    def empty(self) -> bool:
        """Whether no value lies in it."""
        return self.lowest is not None and self.highest is not None and self.lowest > self.highest

    def meet(self, other: Range) -> Range:
        """The values in both."""
        lows = [low for low in (self.lowest, other.lowest) if low is not None]
        highs = [high for high in (self.highest, other.highest) if high is not None]
        return Range(max(lows, default=None), min(highs, default=None))


ANY = Range()
NONE = Range(*_NEVER)


def settling(equation: Equation, position: int, strict: bool) -> Range:
    """The values of the term at `position` for which the equation holds, the other terms as they are.

    634 + 644 + x + 762 = 3,907 holds for x = 1,867 alone. `strict` asks sums to close exactly.
    """
    values = [term.value for term in equation.terms if term.value is not None]
    if equation.kind in ("sum", "count", "at_most"):
        return _of_sum(equation, position, values, strict)
    if equation.kind == "percentage":
        return _of_percentage(equation, position, values)
    if equation.kind == "product":
        return _of_product(equation, position, values)
    return _of_mean(equation, position, values) if equation.kind == "mean" else ANY


def _of_sum(equation: Equation, position: int, values: list[Decimal], strict: bool) -> Range:
    excess = ZERO  # total − parts
    for term, value in zip(equation.terms, values, strict=True):
        excess = excess + value if term.role == "total" else excess - value * term.sign
    slack = ZERO if strict and equation.kind == "sum" else sum(half_units(equation), ZERO)
    term, value = equation.terms[position], values[position]
    upward = 1 if (term.role == "part") == (term.sign > 0) else -1
    ends = sorted((value + upward * (excess - slack), value + upward * (excess + slack)))
    if equation.kind != "at_most":
        return Range(*ends)
    return Range(highest=ends[1]) if upward < 0 else Range(lowest=ends[0])


def _of_percentage(equation: Equation, position: int, values: list[Decimal]) -> Range:
    halves = half_units(equation)
    total_at, share_at, whole_at = _roles(equation)
    total, share, whole = values[total_at], values[share_at], values[whole_at]
    of_total, of_share, of_whole = halves[total_at], halves[share_at], halves[whole_at]
    if min(total, share) < 0 or whole <= of_whole:
        return ANY
    least, most = max(total - of_total, ZERO), total + of_total
    if position == share_at:
        return Range(least * (whole - of_whole) / HUNDRED - of_share, most * (whole + of_whole) / HUNDRED + of_share)
    if position == whole_at:
        highest = HUNDRED * (share + of_share) / least + of_whole if least else None
        return Range(max(HUNDRED * (share - of_share) / most - of_whole, of_whole), highest)
    return Range(
        HUNDRED * (share - of_share) / (whole + of_whole) - of_total,
        HUNDRED * (share + of_share) / (whole - of_whole) + of_total,
    )


def _of_product(equation: Equation, position: int, values: list[Decimal]) -> Range:
    total_at, *parts = _roles(equation)
    places = decimals(values[total_at])
    if position == total_at:
        point = rounded(ARITHMETIC.divide(values[parts[0]] * values[parts[1]], HUNDRED), places)
        return Range(point, point)
    other = values[parts[0] if position == parts[1] else parts[1]]
    if not other:
        return ANY if not values[total_at] else NONE
    half = half_unit(places)
    ends = [ARITHMETIC.divide(HUNDRED * end, other) for end in (values[total_at] - half, values[total_at] + half)]
    return Range(*sorted(ends))


def _of_mean(equation: Equation, position: int, values: list[Decimal]) -> Range:
    total_at, *parts = _roles(equation)
    whole = sum((values[part] for part in parts), ZERO)
    places = decimals(values[total_at])
    if position == total_at:
        point = rounded(ARITHMETIC.divide(whole, Decimal(len(parts))), places)
        return Range(point, point)
    half, rest = half_unit(places), whole - values[position]
    return Range(len(parts) * (values[total_at] - half) - rest, len(parts) * (values[total_at] + half) - rest)


def _roles(equation: Equation) -> list[int]:
    """The positions of the total and of each part, in this order."""
    return sorted(range(len(equation.terms)), key=lambda index: equation.terms[index].role != "total")
