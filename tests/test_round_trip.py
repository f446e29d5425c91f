"""Facts → a report → what the program reads in it → the same facts, and no finding on a report without mistakes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from etl.pipeline import process
from schemas.document import Source
from schemas.report import Report
from tests.factory.facts import Facts
from tests.factory.invent import invent
from tests.factory.layout import Shape, layout
from tests.factory.mistakes import Mistake, mistakes
from tests.factory.sample.report import sample
from tests.factory.strategies import dialects, reports, shapes
from tests.factory.text import Dialect, write_text
from tests.factory.truth import truth

KEYS = {
    "projects": ("project_no",),
    "budgets": ("project_no", "source_table", "measure", "period"),
    "kpis": ("project_no", "kpi_no", "part", "source_table"),
    "kpi_quarters": ("project_no", "kpi_no", "part", "period"),
    "kpi_levels": ("project_no", "kpi_no", "part", "level"),
    "scorecard": ("item_no",),
    "activities": (),  # compared in the order in which they stand
    "links": (),
}


def read(data: bytes) -> Report:
    return process(data, Source("report.txt", hashlib.sha256(data).hexdigest(), len(data), "text/plain"))


def differences(report: Report, facts: Facts) -> list[str]:
    """Every place at which what was read is not what is true; columns the truth has not are left out."""
    found: list[str] = []
    for dataset, rows in truth(facts).items():
        read_rows = _keyed(getattr(report.records, dataset), KEYS[dataset], getattr)
        true_rows = _keyed(rows, KEYS[dataset], dict.__getitem__)
        if read_rows.keys() != true_rows.keys():
            found.append(f"{dataset}: {sorted(map(str, read_rows.keys() ^ true_rows.keys()))} only read or only true")
        for at in read_rows.keys() & true_rows.keys():
            for column, value in true_rows[at].items():
                seen = getattr(read_rows[at], column)
                if (list(seen) if isinstance(seen, tuple) else seen) != value:
                    found.append(f"{dataset} {at} {column}: read {seen!r}, true {value!r}")
    return found


def _keyed(rows: Iterable[Any], key: tuple[str, ...], get: Callable[[Any, str], Any]) -> dict[tuple[object, ...], Any]:
    return {tuple(get(row, name) for name in key) or (place,): row for place, row in enumerate(rows)}


def grave(report: Report) -> list[str]:
    return [f"{one.severity} {one.rule}: {one.message_en}" for one in report.findings if one.severity != "info"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports(), shapes(), dialects())
def test_a_report_without_mistakes_is_read_as_it_is_and_blamed_for_nothing(facts: Facts, shape: Shape, dialect: Dialect) -> None:
    if dialect.tables != "html":  # only there is it still said which cells are merged
        shape = replace(shape, two_row_headers=False)
    report = read(write_text(layout(facts, shape), dialect))
    assert report.records.head.report_id == facts.report_id
    assert differences(report, facts) == []
    assert grave(report) == []


@pytest.mark.parametrize(("projects", "decimals"), [(5, 4), (20, 2), (40, 1), (40, 4)])
def test_large_reports_too(projects: int, decimals: int) -> None:
    facts = invent(projects + decimals, projects=projects, decimals=decimals)
    report = read(write_text(layout(facts)))
    assert differences(report, facts) == []
    assert grave(report) == []


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_the_samples_are_read_as_they_are(quarter: int) -> None:
    facts = sample(quarter)
    report = read(write_text(layout(facts, Shape(future="-")), Dialect(seed=quarter)))
    assert report.records.head.agency_basis == "title"
    assert differences(report, facts) == []
    if quarter < 4:
        assert grave(report) == []


def _cases() -> list[Mistake]:
    return [one for seed in (1, 2, 3) for one in mistakes(invent(seed, projects=6), seed)]


@pytest.mark.parametrize("mistake", _cases(), ids=lambda one: one.name)
def test_a_chosen_mistake_is_found_by_its_rule(mistake: Mistake) -> None:
    found = [
        one
        for one in read(write_text(mistake.blocks)).findings
        if one.rule in mistake.rules and mistake.project_no in (0, one.subject.project_no)
    ]
    assert found, f"{mistake.name} in project {mistake.project_no}, KPI {mistake.kpi_no}: {mistake.before!r} → {mistake.after!r}"
