"""One agency from its published reports to its series: the work of a worker. READ THIS FIRST: `series_of`.

Everything is built anew from what the reports have published, in order of period: the order in which
they were read leaves no trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from etl.publish import Output
from etl.series.compare import contradictions
from etl.series.decisions import Stale, load_all, weigh
from etl.series.facts import Facts, facts_of, published_reports
from etl.series.figures import timeline
from etl.series.linking import Guess, Links, Named, NamedReport, link
from etl.series.publication import stage_series
from etl.series.rows import series_tables
from etl.series.told import Contradiction, Told


@dataclass(frozen=True, slots=True)
class AgencyTask:
    """An agency to do, and the files with people's decisions about its projects."""

    agency: str
    output: str
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgencySeries:
    """What was found: the datasets staged where they changed, and what each report must be told."""

    agency: str
    reports: int
    told: tuple[tuple[str, Told], ...]


def series_of(task: AgencyTask) -> AgencySeries:
    """Stages the datasets of an agency, and says what its reports are told. Raises `UsageError`."""
    output = Output(Path(task.output))
    standing = (facts_of(output, report_id) for report_id in published_reports(output, task.agency))
    reports = [facts for facts in standing if facts is not None]
    named = [_named(facts) for facts in reports]
    words, stale = weigh(tuple(load_all([Path(path) for path in task.decisions], task.agency)), named)
    links = link(named, words)
    figures = timeline(reports, links)
    stage_series(output, task.agency, series_tables(task.agency, reports, links, figures) if reports else {})
    return AgencySeries(task.agency, len(reports), tuple(_told(reports, links, contradictions(figures), stale)))


def _named(facts: Facts) -> NamedReport:
    """The report's projects with their names and their plan of the year."""
    plans: dict[int, dict[str, Decimal]] = {}
    for row in facts.budgets:
        if row["measure"] == "planned" and row["source_table"] == "project" and row["amount_baht"]:
            plans.setdefault(row["project_no"], {})[row["period"]] = row["amount_baht"]
    projects = (
        Named(row["project_id"], row["name"], tuple(sorted(plans.get(row["project_no"], {}).items()))) for row in facts.projects
    )
    return NamedReport(facts.report_id, facts.fiscal_year, tuple(projects))


def _told(
    reports: Sequence[Facts], links: Links, said: Mapping[str, tuple[Contradiction, ...]], stale: Sequence[Stale]
) -> list[tuple[str, Told]]:
    """What each report is told. A decision is said in the last report with one of its projects, else in the last."""
    guesses: dict[str, list[Guess]] = {}
    for guess in links.guesses:
        guesses.setdefault(guess.report_id, []).append(guess)
    unfollowed: dict[str, list[Stale]] = {}
    for found in stale:
        having = (f.report_id for f in reversed(reports) if any(row["project_id"] == found.project_id for row in f.projects))
        if reports:
            unfollowed.setdefault(next(having, reports[-1].report_id), []).append(found)
    return [
        (report_id, Told(said.get(report_id, ()), tuple(guesses.get(report_id, ())), tuple(unfollowed.get(report_id, ()))))
        for report_id in (facts.report_id for facts in reports)
        if report_id in said or report_id in guesses or report_id in unfollowed
    ]
