"""Turns the facts of an agency's reports into figures, each with every report of its year that prints it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from etl.reconcile.equations import CellKey, budget_cell, kpi_cell, quarter_cell
from etl.reconcile.terms import printed_in
from etl.reconcile.verdict import decimals
from etl.series.facts import Facts, Row, at_places, place_of
from etl.series.linking import Links
from etl.series.names import bare_name
from etl.series.told import Print
from parsers.units import scale_to_baht
from schemas.ids import kpi_series_id
from schemas.record import QUARTERS

_PLANS = ("planned", "allocated")  # what a report says of quarters to come too
_TO_DATE = ("spent", "disbursed", "committed")  # a total column of these is what was done so far


@dataclass(frozen=True, slots=True)
class Figure:
    """What a number is about, whatever report prints it. `quarter` is where a cumulative one ends, else 0."""

    series_id: str
    kpi: str | None
    part: int | None
    measure: str
    fiscal_year: int
    period: str
    quarter: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure in one report: how it is printed, and what the project and KPI are called there."""

    facts: Facts
    printed: Print
    project_no: int
    name: str
    kpi_no: int | None = None
    kpi_name: str | None = None


@dataclass(frozen=True, slots=True)
class _Project:
    """A project of one report in its series."""

    project_no: int
    name: str
    series_id: str


@dataclass(frozen=True, slots=True)
class _Kpi:
    """A KPI of one report in its series."""

    project: _Project
    kpi_no: int
    name: str
    series: str


Timeline = Mapping[Figure, Sequence[Seen]]


def timeline(reports: Iterable[Facts], links: Links) -> Timeline:
    """Every figure with the reports that print it, in order of period; of one report a figure counts once.

    The whole organisation (project 0) is no series. A quarter still to come has a plan and nothing done.
    """
    found: dict[Figure, list[Seen]] = {}
    for facts in reports:
        projects = _projects(facts, links)
        own: dict[Figure, Seen] = {}
        for figure, seen in (*_money(facts, projects), *_results(facts, projects)):
            own.setdefault(figure, seen)  # the better place comes first
        for figure, seen in own.items():
            found.setdefault(figure, []).append(seen)
    return found


def _projects(facts: Facts, links: Links) -> dict[int, _Project]:
    """The projects by number; of two with one name only the first."""
    found: dict[int, _Project] = {}
    taken: set[str] = set()
    for row in sorted(facts.projects, key=lambda row: row["project_no"]):
        series_id = links.members[row["project_id"]].series_id
        if series_id not in taken:
            taken.add(series_id)
            found[row["project_no"]] = _Project(row["project_no"], row["name"], series_id)
    return found


def _money(facts: Facts, projects: Mapping[int, _Project]) -> Iterator[tuple[Figure, Seen]]:
    """The amounts: quarters from a project's own table, what is cumulative from the summary first."""
    rows = [row for row in facts.budgets if row["value"] is not None and row["project_no"] in projects]
    for row in sorted(rows, key=lambda row: row["source_table"] != "summary"):
        project = projects[row["project_no"]]
        when = _when(facts, row)
        if when is not None:
            figure = Figure(project.series_id, None, None, row["measure"], facts.fiscal_year, *when)
            yield figure, Seen(facts, _amount(facts, row), project.project_no, project.name)


def _when(facts: Facts, row: Row) -> tuple[str, int] | None:
    """Period and last quarter of an amount; `None` for what says nothing that could be compared."""
    table, measure, period = row["source_table"], row["measure"], row["period"]
    if period in QUARTERS:
        to_come = QUARTERS.index(period) >= facts.quarter
        return None if table == "summary" or (to_come and measure not in _PLANS) else (period, 0)
    if measure in _PLANS and period == "FY":
        return ("FY", 0)
    if period == "YTD" or (table == "project" and measure in _TO_DATE):
        return ("YTD", facts.quarter)
    return None


def _amount(facts: Facts, row: Row) -> Print:
    cell = budget_cell(row["project_no"], row["source_table"], row["measure"], row["period"])
    value = at_places(row["value"], row["decimals"] or 0)
    return _print(facts, row, cell, value, row["unit"], row["source_text"].strip(), row["amount_baht"])


def _print(facts: Facts, row: Row, cell: CellKey, value: Decimal, unit: str | None, printed: str, baht: Decimal | None) -> Print:
    return Print(facts.report_id, facts.source_name, cell, value, unit, baht, printed, place_of(row))


def _results(facts: Facts, projects: Mapping[int, _Project]) -> Iterator[tuple[Figure, Seen]]:
    """Targets and results, from the project's own table first, and the quarters of each KPI."""
    kpis = _kpis(facts, projects)
    for row in sorted(facts.kpis, key=lambda row: row["source_table"] != "project"):
        kpi = kpis.get((row["project_no"], row["kpi_no"]))
        for column, when in (("target", ("FY", 0)), ("result", ("YTD", facts.quarter))):
            value = row[f"{column}_value"]
            if kpi is not None and value is not None:
                cell = kpi_cell(kpi.project.project_no, kpi.kpi_no, row["part"], row["source_table"], column)
                unit, text = row[f"{column}_unit"], row[f"{column}_text"]
                yield _of_kpi(facts, kpi, row, cell, column, when, value, unit, text)
    for row in facts.kpi_quarters:
        kpi = kpis.get((row["project_no"], row["kpi_no"]))
        for column in ("plan", "actual"):
            value = row[f"{column}_value"]
            is_done = column == "plan" or QUARTERS.index(row["period"]) < facts.quarter
            if kpi is not None and value is not None and is_done:
                cell = quarter_cell(kpi.project.project_no, kpi.kpi_no, row["part"], row["period"], column)
                text = own_words(row["cell_text"], column)
                yield _of_kpi(facts, kpi, row, cell, column, (row["period"], 0), value, row["unit"], text)


def own_words(cell_text: str, column: str) -> str:
    """The words of a quarter's cell that belong to its plan, or to the actual in parentheses behind it."""
    cut = cell_text.find("(")
    return cell_text if cut < 0 else cell_text[:cut] if column == "plan" else cell_text[cut:]


def _of_kpi(
    facts: Facts, kpi: _Kpi, row: Row, cell: CellKey, measure: str, when: tuple[str, int],
    value: Decimal, unit: str | None, text: str,
) -> tuple[Figure, Seen]:  # fmt: skip
    figure = Figure(kpi.project.series_id, kpi.series, row["part"], measure, facts.fiscal_year, *when)
    shown = _print(facts, row, cell, *_as_printed(value, unit, text))
    return figure, Seen(facts, shown, kpi.project.project_no, kpi.project.name, kpi.kpi_no, kpi.name)


@lru_cache(maxsize=8192)  # most cells say the same in each report of a year
def _as_printed(value: Decimal, unit: str | None, text: str) -> tuple[Decimal, str | None, str, Decimal | None]:
    """A KPI's number with the decimals it was printed with, its unit, its words, and what it is in baht."""
    bare = at_places(value, decimals(value.normalize()))
    printed = printed_in(bare, text)
    value = at_places(value, max(decimals(bare), len(printed.partition(".")[2])))
    scale = scale_to_baht(unit) if unit is not None else None
    return value, unit, printed, value * scale if scale is not None else None


def _kpis(facts: Facts, projects: Mapping[int, _Project]) -> dict[tuple[int, int], _Kpi]:
    """The KPIs by number. One keeps its series as long as its name does, years and white space aside."""
    names: dict[tuple[int, int], str] = {}
    for row in sorted(facts.kpis, key=lambda row: (row["source_table"] != "project", row["part"])):
        names.setdefault((row["project_no"], row["kpi_no"]), row["name"])
    met: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[int, int], _Kpi] = {}
    for (project_no, kpi_no), name in sorted(names.items()):
        project = projects.get(project_no)
        if project is not None:
            key = (project.series_id, bare_name(name))
            met[key] += 1  # two KPIs of one name are told apart by their order
            found[project_no, kpi_no] = _Kpi(project, kpi_no, name, kpi_series_id(*key, met[key]))
    return found
