"""What the rules must reach, measured on the exemplar and on reports of the factory: mistakes put in, and who notices."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure import Row, child, text_report

SIZES = (5, 20, 40)  # projects of a factory report
DECIMALS = (4, 2, 1)
CAUGHT = {4: 100.0, 2: 94.0, 1: 91.0}
NAMED = 82.0
CAUGHT_OF_KPIS = 95.0


def rows() -> Iterator[Row]:
    """The table: single digits, pairs, whole rows and columns, and reports in which nothing is wrong."""
    for decimals in DECIMALS:
        reports = [child("mistaken", "factory", str(size), str(decimals)) for size in SIZES]
        names = [f"{size} projects" for size in SIZES]
        if decimals == DECIMALS[0]:
            reports.insert(0, child("mistaken", "file", str(text_report())))
            names.insert(0, "real" if "etda" in text_report().name else "sample")
        yield from _rows(decimals, names, reports)


def _rows(decimals: int, names: list[str], reports: list[dict]) -> Iterator[Row]:
    places = f"{decimals} decimal{'s' * (decimals > 1)}"
    changes = sum(one["budget"]["changes"] for one in reports)

    def shares(group: str, part: str, whole: str = "changes") -> list[float | None]:
        return [100 * one[group][part] / one[group][whole] if one[group][whole] else None for one in reports]

    def said(values: list[float | None]) -> str:
        return ", ".join(f"{name} **{value:.1f}%**" for name, value in zip(names, values, strict=True) if value is not None)

    def least(values: list[float | None]) -> float:
        return min((value for value in values if value is not None), default=100.0)

    caught = shares("budget", "caught")
    yield Row(
        f"wrong digit in a budget cell caught, {places} ({changes:,} changes)", said(caught), f"≥ {CAUGHT[decimals]:.0f}%",
        least(caught) >= CAUGHT[decimals],
    )  # fmt: skip
    named, goal = shares("budget", "named"), f"≥ {NAMED:.0f}%" if decimals == DECIMALS[0] else "printed"
    yield Row(f"the guilty cell named, {places}", said(named), goal, least(named) >= NAMED if decimals == DECIMALS[0] else None)
    if decimals == DECIMALS[0]:
        of_namable = shares("budget", "namable_named", "namable")
        yield Row(
            "of the changes that one cell alone explains, its cell named", said(of_namable), "100%", least(of_namable) == 100.0
        )
    kpis = shares("kpis", "caught")
    yield Row(
        f"wrong digit in scorecard, KPI summary, plan or actual, {places}", said(kpis), "≥ 95%", least(kpis) >= CAUGHT_OF_KPIS
    )
    pairs = shares("pairs", "named", "pairs")
    yield Row(
        f"two wrong cells in different projects, each named when alone: both named, {places}", said(pairs), "100%" if decimals == DECIMALS[0] else "",
        least(pairs) == 100.0 if decimals == DECIMALS[0] else None,
    )  # fmt: skip
    structure = shares("structure", "caught")
    tried = sum(one["structure"]["changes"] for one in reports)
    yield Row(
        f"row shifted, rows swapped, row or column missing, {places} ({tried} edits)", said(structure), "100%",
        least(structure) == 100.0,
    )  # fmt: skip
    wrong, alarms = sum(one["wrong_claims"] for one in reports), sum(one["alarms"] for one in reports)
    yield Row(f"wrong claims, {places}", f"**{wrong}**", "0", wrong == 0)
    yield Row(f"errors and warnings on a factory report without mistakes, {places}", f"**{alarms}**", "0", alarms == 0)
