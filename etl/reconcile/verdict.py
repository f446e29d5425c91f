"""Turns an equation into a verdict by interval arithmetic in Decimal: no float, no fixed tolerance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from etl.reconcile.equations import Equation
from schemas.finding import CheckTerm, Outcome

# A published number has at most 24 digits: products of two and sums of thousands stay exact.
ARITHMETIC = Context(prec=60, rounding=ROUND_HALF_UP)
ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an equation came out; numbers are `None` where they could not be computed."""

    outcome: Outcome
    reported: Decimal | None = None
    expected: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None


def verdict(equation: Equation) -> Verdict:
    """The outcome of an equation: pass, rounding, fail, or unknown where a part is missing.

    16.3300 + 18.6300 + 1.7930 + 2.3621 against 39.1151 passes; against 39.1152 it is rounding (the
    intervals meet); 634 + 644 + 1,864 + 762 against 3,907 คน fails.
    """
    if equation.kind in ("words", "decided"):
        return _compared(equation)
    if equation.missing or any(term.value is None for term in equation.terms):
        return Verdict(equation.outcome or "unknown", reported=total_of(equation).value)
    found = _computed(equation, tuple(_value(term) for term in equation.terms))
    return (
        found
        if equation.outcome is None
        else Verdict(equation.outcome, found.reported, found.expected, found.difference, found.tolerance)
    )


def verdict_with(equation: Equation, values: Sequence[Decimal]) -> Verdict:
    """The verdict if these were the values of its terms."""
    return _computed(equation, values)


def total_of(equation: Equation) -> CheckTerm:
    """The term that the report states: the one with role "total"."""
    return next(term for term in equation.terms if term.role == "total")


def half_units(equation: Equation) -> tuple[Decimal, ...]:
    """For each term, half a unit of its last printed place; 0 where the number is exact.

    A lone dash is a zero with the precision of the finest number beside it.
    """
    if equation.halves is not None:
        return equation.halves
    if equation.kind in ("count", "product", "mean"):
        return (ZERO,) * len(equation.terms)
    places = [decimals(term.value) if _has_digit(term.printed) else None for term in equation.terms]
    finest = max((place for place in places if place is not None), default=0)
    return tuple(half_unit(finest if place is None else place) for place in places)


@lru_cache(maxsize=64)
def half_unit(places: int) -> Decimal:
    """Half a unit of the last of so many decimal places: 0.00005 for four."""
    return Decimal((0, (5,), -places - 1))


def decimals(value: Decimal | None) -> int:
    """The decimal places a value was printed with: 4 for 39.1070."""
    exponent = value.as_tuple().exponent if value is not None else 0
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def copies(one: Decimal | None, other: Decimal | None) -> tuple[Decimal, Decimal]:
    """The halves of two numbers that print one quantity: only the coarser one has been rounded further.

    ร้อยละ 85 and ร้อยละ 86 are never one; 77.5 and 77.53 are.
    """
    coarse, fine = sorted((decimals(one), decimals(other)))
    return ZERO, half_unit(coarse) if coarse < fine else ZERO


def rounded(value: Decimal, places: int) -> Decimal:
    """The value rounded half up to so many decimal places."""
    return value.quantize(Decimal((0, (1,), -places)), context=ARITHMETIC)


def _compared(equation: Equation) -> Verdict:
    numbers = {term.role: term.value for term in equation.terms}
    reported, expected = numbers.get("total"), numbers.get("part")
    outcome = equation.outcome
    if outcome is None:
        missing = equation.missing or equation.reported is None or equation.expected is None
        outcome = "unknown" if missing else "pass" if equation.reported == equation.expected else "fail"
    if equation.kind == "words" or reported is None or expected is None:
        return Verdict(outcome, reported, expected)
    return Verdict(outcome, reported, expected, ARITHMETIC.subtract(reported, expected), ZERO)


def _computed(equation: Equation, values: Sequence[Decimal]) -> Verdict:
    if equation.kind in ("sum", "count"):
        return _sum(equation, values)
    if equation.kind == "at_most":
        return _at_most(equation, values)
    if equation.kind == "percentage":
        return _percentage(equation, values)
    return _rounded(equation, values)


def _sum(equation: Equation, values: Sequence[Decimal]) -> Verdict:
    reported, expected = _sides(equation, values)
    difference = ARITHMETIC.subtract(reported, expected)
    if not difference:
        return Verdict("pass", reported, expected, difference, _tolerance(equation))
    tolerance = _tolerance(equation)
    outcome: Outcome = "rounding" if abs(difference) <= tolerance else "fail"
    return Verdict(outcome, reported, expected, difference, tolerance)


def _at_most(equation: Equation, values: Sequence[Decimal]) -> Verdict:
    reported, expected = _sides(equation, values)
    difference, tolerance = ARITHMETIC.subtract(reported, expected), _tolerance(equation)
    outcome: Outcome = "pass" if difference <= 0 else "rounding" if difference <= tolerance else "fail"
    return Verdict(outcome, reported, expected, difference, tolerance)


def _sides(equation: Equation, values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    reported, expected = ZERO, ZERO
    for term, value in zip(equation.terms, values, strict=True):
        if term.role == "total":
            reported = value
        elif term.sign > 0:
            expected = ARITHMETIC.add(expected, value)
        else:
            expected = ARITHMETIC.subtract(expected, value)
    return reported, expected


def _tolerance(equation: Equation) -> Decimal:
    tolerance = ZERO
    for half in half_units(equation):
        tolerance += half
    return tolerance


def _percentage(equation: Equation, values: Sequence[Decimal]) -> Verdict:
    """Equal after rounding half up, else rounding where the rounded amounts allow the percentage."""
    reported = _total(equation, values)
    share, whole = _parts(equation, values)
    if not whole:
        return Verdict("unknown", reported)
    exact = ARITHMETIC.divide(ARITHMETIC.multiply(share, HUNDRED), whole)
    expected = rounded(exact, decimals(reported))
    half = half_unit(decimals(reported))
    found = (reported, expected, ARITHMETIC.subtract(reported, expected), half)
    if expected == reported:
        return Verdict("pass", *found)
    halves = half_units(equation)
    total_at = next(index for index, term in enumerate(equation.terms) if term.role == "total")
    of_share, of_whole = (half for index, half in enumerate(halves) if index != total_at)
    if share < 0 or whole <= of_whole:
        return Verdict("fail", *found)
    lowest = HUNDRED * (share - of_share) / (whole + of_whole)
    highest = HUNDRED * (share + of_share) / (whole - of_whole)
    meets = lowest <= reported + halves[total_at] and highest >= reported - halves[total_at]
    return Verdict("rounding" if meets else "fail", *found)


def _rounded(equation: Equation, values: Sequence[Decimal]) -> Verdict:
    reported = _total(equation, values)
    parts = _parts(equation, values)
    if equation.kind == "product":
        exact = ARITHMETIC.divide(ARITHMETIC.multiply(parts[0], parts[1]), HUNDRED)
    else:
        exact = ARITHMETIC.divide(sum(parts, ZERO), Decimal(len(parts)))
    expected = rounded(exact, decimals(reported))
    outcome: Outcome = "pass" if expected == reported else "fail"
    return Verdict(outcome, reported, expected, ARITHMETIC.subtract(reported, expected), half_unit(decimals(reported)))


def _total(equation: Equation, values: Sequence[Decimal]) -> Decimal:
    return next(value for term, value in zip(equation.terms, values, strict=True) if term.role == "total")


def _parts(equation: Equation, values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    return tuple(value for term, value in zip(equation.terms, values, strict=True) if term.role == "part")


def _value(term: CheckTerm) -> Decimal:
    assert term.value is not None  # the caller has looked
    return term.value


def _has_digit(printed: str) -> bool:
    return any(character.isdigit() for character in printed)
