"""Turns the figures of an agency into contradictions: what a later report says otherwise than the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from etl.reconcile.verdict import decimals, half_unit
from etl.series.figures import Figure, Seen, Timeline
from etl.series.told import Contradiction, Print
from parsers.units import is_countable, same_unit, scale_to_baht
from schemas.record import QUARTERS

_CUMULATIVE = ("planned", "spent", "disbursed")
_ZERO = Decimal(0)


def contradictions(figures: Timeline) -> dict[str, tuple[Contradiction, ...]]:
    """For each report what it says otherwise than the report before it, by `report_id`.

    In a Q4 report whose เบิกจ่าย of Q1 is 0.7032 while the Q3 report prints 0.6032: series.restated.
    """
    found: dict[str, list[Contradiction]] = {}
    for one in (*_restated(figures), *_decreased(figures)):
        found.setdefault(one.own.report_id, []).append(one)
    return {report_id: tuple(sorted(said, key=_order)) for report_id, said in found.items()}


def restatements(seen: Sequence[Seen]) -> int:
    """How often a report prints another figure than the one before."""
    return sum(differs(one.printed, other.printed) for one, other in pairwise(seen))


def differs(one: Print, other: Print) -> bool:
    """Whether two prints of one figure contradict: neither is the other one rounded further."""
    if one.value == other.value and one.unit == other.unit:
        return False  # nearly all are: nothing to compute
    values = common(one, other)
    return values is not None and abs(values[0] - values[1]) > slack(one, other)


def common(one: Print, other: Print) -> tuple[Decimal, Decimal] | None:
    """Both values in one unit, in baht where their units are two of money; `None` where there is none."""
    if same_units(one, other):
        return one.value, other.value
    scales = _scales(one, other)
    return None if scales is None else (one.value * scales[0], other.value * scales[1])


def slack(one: Print, other: Print) -> Decimal:
    """How far apart rounding lets two prints of one figure be: the coarser one has been rounded further."""
    scales = (Decimal(1), Decimal(1)) if same_units(one, other) else _scales(one, other)
    if scales is None:
        return _ZERO
    fine, coarse = sorted(half_unit(decimals(p.value)) * scale for p, scale in zip((one, other), scales, strict=True))
    return coarse if coarse > fine else _ZERO


def same_units(one: Print, other: Print) -> bool:
    """Whether both are printed in one unit; person and case are one here."""
    if one.unit is None or other.unit is None:
        return one.unit == other.unit
    return same_unit(one.unit, other.unit, case_is_person=True)


def _scales(one: Print, other: Print) -> tuple[Decimal, Decimal] | None:
    scales = [scale_to_baht(p.unit) if p.unit is not None else None for p in (one, other)]
    return None if scales[0] is None or scales[1] is None else (scales[0], scales[1])


def _restated(figures: Timeline) -> Iterator[Contradiction]:
    """Quarters, and plans of the year, that the next report to print them prints otherwise."""
    for figure, seen in figures.items():
        if figure.period == "YTD":
            continue
        prints = [one.printed for one in seen]
        for number in range(1, len(prints)):
            if differs(prints[number - 1], prints[number]):
                rule = "series.restated" if figure.period in QUARTERS else "series.plan_changed"
                earlier = tuple(prints[: number - 1])
                yield Contradiction(rule, _label(figure), prints[number], prints[number - 1], earlier)  # type: ignore[arg-type]  # one of two


def _decreased(figures: Timeline) -> Iterator[Contradiction]:
    """Cumulative figures that are less than the report before has them."""
    to_date: dict[Figure, list[Seen]] = {}
    counted = {
        (one.facts.report_id, figure.kpi) for figure, seen in figures.items() for one in seen if figure.measure == "actual"
    }
    for figure, seen in figures.items():
        if figure.period == "YTD":
            to_date.setdefault(replace(figure, quarter=0), []).extend(seen)
    for figure, seen in to_date.items():
        in_order = sorted(seen, key=lambda one: one.facts.quarter)
        kept = [one.printed for one in in_order if _is_cumulative(figure, one, (one.facts.report_id, figure.kpi) in counted)]
        for before, own in pairwise(kept):
            values = common(own, before)
            if values is not None and values[1] - values[0] > slack(own, before):
                yield Contradiction("series.decreased", _label(figure, own), own, before)


def _is_cumulative(figure: Figure, seen: Seen, has_quarters: bool) -> bool:
    """Money to date is; a KPI's result is where its quarters are counted one by one."""
    if figure.measure != "result":
        return figure.measure in _CUMULATIVE
    unit = seen.printed.unit
    return has_quarters and unit is not None and (is_countable(unit) or scale_to_baht(unit) is not None)


def _label(figure: Figure, own: Print | None = None) -> str:
    """What the figure is, in the words of a check's terms: "planned Q3", "summary spent YTD"."""
    if figure.kpi is not None:
        return figure.measure if figure.period in ("FY", "YTD") else f"{figure.measure} {figure.period}"
    table = "summary " if own is not None and "summary" in own.cell else ""
    return f"{table}{figure.measure} {figure.period}"


def _order(one: Contradiction) -> tuple[str, tuple[tuple[bool, int, str], ...]]:
    """By rule, then by cell, numbers as numbers."""
    cell = tuple((isinstance(part, int), part if isinstance(part, int) else 0, str(part)) for part in one.own.cell)
    return one.rule, cell
