"""What reports of quarters and years are found to say otherwise than earlier ones, and the series that are written."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from etl.batch import Options, ingest
from etl.query import connect
from schemas.datasets import SERIES_DATASETS
from schemas.ids import project_id
from tests.etl.outputs import published
from tests.etl.series.years import (
    FOREST,
    FOREST_NEW,
    LIKENESS,
    MARKET,
    Said,
    findings,
    rows,
    year,
)
from tests.factory.history import AGENCY, OTHER_AGENCY, Story, by_quarter, put
from tests.factory.invent import invent
from tests.factory.layout import layout
from tests.factory.text import Dialect, write_text

# What is said


def test_a_year_that_is_consistent_says_nothing(raw: Path, root: Path) -> None:
    ingest(year(raw), root)
    assert findings(root, "report_id", "rule") == []


def test_the_shipped_samples_say_nothing(tmp_path: Path) -> None:
    from tests.etl.conftest import RAW

    ingest(sorted(RAW.glob("*.txt")), tmp_path / "out")
    assert published(tmp_path / "out") == [f"sample-2568-q{quarter}" for quarter in (1, 2, 3, 4)]
    assert findings(tmp_path / "out", "report_id", "rule") == []


def test_invented_years_without_a_mistake_say_nothing(raw: Path, root: Path) -> None:
    sources = []
    for seed, (decimals, unit) in enumerate(((4, "million_baht"), (1, "million_baht"), (2, "baht"))):
        whole = invent(seed, projects=4, decimals=decimals, unit=unit, agency=AGENCY)  # type: ignore[arg-type]
        for facts in by_quarter(replace(whole, fiscal_year=2566 + seed)):
            sources.append(raw / f"{facts.report_id}.txt")
            raw.mkdir(exist_ok=True)
            sources[-1].write_bytes(write_text(layout(facts), Dialect(seed=seed)))
    ingest(sources, root, Options(jobs=2))
    assert len(published(root)) == 12
    assert findings(root, "report_id", "rule") == []
    assert {row["basis"] for row in rows(root, "project_series")} == {"same"}


# The fourth quarter's report prints something else: (what, rule, subject, reported, expected)
CHANGES = [
    (
        replace(FOREST, disbursed=("0.7000", "1.5000", "2.5000", "3.5000")),
        [
            ("series.restated", 1, None, "spent", "Q1", "0.8000", "0.6000"),
            ("series.restated", 1, None, "disbursed", "Q1", "0.7000", "0.5000"),
        ],
        "money of the first quarter, and what it adds up to",
    ),
    (
        replace(FOREST, planned=("1.0000", "2.0000", "2.5000", "4.5000")),
        [
            ("series.restated", 1, None, "planned", "Q3", "2.5000", "3.0000"),
            ("series.restated", 1, None, "planned", "Q4", "4.5000", "4.0000"),
        ],
        "the plan moved from one quarter to the next: the year's stays",
    ),
    (
        replace(FOREST, planned=("1.0000", "2.0000", "3.0000", "5.0000")),
        [
            ("series.plan_changed", 1, None, "planned", "FY", "11.0000", "10.0000"),
            ("series.plan_changed", 1, None, "allocated", "FY", "11.0000", "10.0000"),
            ("series.restated", 1, None, "planned", "Q4", "5.0000", "4.0000"),
        ],
        "more money: the plan of the year, the allocation, and the quarter that gets it",
    ),
    (
        replace(FOREST, people=(11, 23, 33, 44)),
        [("series.restated", 1, 1, "actual", "Q2", "23", "22")],
        "people counted anew",
    ),
    (
        replace(FOREST, wanted=(10, 20, 30, 50)),
        [
            ("series.plan_changed", 1, 1, "target", None, "110", "100"),
            ("series.restated", 1, 1, "plan", "Q4", "50", "40"),
        ],
        "another target",
    ),
    (
        replace(FOREST, disbursed=("0.5000", "1.5000", "2.5000", "-3.0000")),
        [
            ("series.decreased", 1, None, "spent", "YTD", "2.0000", "4.7000"),
            ("series.decreased", 1, None, "disbursed", "YTD", "1.5000", "4.5000"),
        ],
        "money given back: less than three quarters had",
    ),
    (
        replace(FOREST, people=(11, 22, 33, 0), committed=("0.1000", "0.2000", "-0.1000", "-0.2000")),
        [],
        "nobody came, and a commitment was paid: nothing falls",
    ),
    (FOREST_NEW, [("series.linked", 1, None, None, None, FOREST_NEW.name, FOREST.name)], "another name"),
]


@pytest.mark.parametrize(("story", "expected", "why"), CHANGES, ids=[why for _, _, why in CHANGES])
def test_what_a_later_report_says_otherwise(raw: Path, root: Path, story: Story, expected: Said, why: str) -> None:
    sources = [put(raw, 2568, 3, FOREST, MARKET), put(raw, 2568, 4, MARKET, story)]  # renumbered too
    ingest(sources, root)
    columns = ("report_id", "rule", "project_no", "kpi_no", "measure", "period", "reported", "expected")
    own = [("sample-2568-q4", rule, 2, *rest) for rule, _, *rest in expected]
    assert sorted(findings(root, *columns), key=repr) == sorted(own, key=repr), why


def test_severities_are_those_of_the_contract(raw: Path, root: Path) -> None:
    ingest(year(raw, q4=(replace(FOREST, planned=("1.0000", "2.0000", "3.0000", "5.0000")), MARKET)), root)
    assert set(findings(root, "rule", "severity")) == {("series.restated", "warning"), ("series.plan_changed", "info")}


def test_a_change_is_said_by_the_report_that_makes_it_and_no_later_one(raw: Path, root: Path) -> None:
    revised = replace(FOREST, people=(12, 22, 33, 44))
    reports = [(1, FOREST), (2, revised), (3, revised), (4, revised)]
    ingest([put(raw, 2568, quarter, story) for quarter, story in reports], root)
    assert findings(root, "report_id", "reported", "expected") == [("sample-2568-q2", "12", "11")]


def test_a_change_that_is_taken_back_is_said_with_who_agrees(raw: Path, root: Path) -> None:
    reports = [(1, FOREST), (2, replace(FOREST, people=(12, 22, 33, 44))), (3, FOREST)]
    ingest([put(raw, 2568, quarter, story) for quarter, story in reports], root)
    ((_, first), (report_id, second)) = findings(root, "report_id", "message_en")
    assert report_id == "sample-2568-q3"
    assert "[sample-2568-q1] is 11" in str(first)
    assert "[sample-2568-q2] is 12" in str(second)
    assert "11 is what sample-2568-q1 has too" in str(second)


def test_the_earlier_print_is_a_term_with_its_file_and_line(raw: Path, root: Path) -> None:
    ingest([put(raw, 2568, 1, FOREST), put(raw, 2568, 2, replace(FOREST, people=(12, 22, 33, 44)))], root)
    path = root / "datasets" / "check_terms" / "2568" / "q2" / "sample-2568-q2.parquet"
    terms = [row for row in pq.read_table(path).to_pylist() if "sample-2568-q1" in row["label"]]
    assert [(row["label"], row["printed"], row["value"], row["line"]) for row in terms] == [
        ("actual Q1 [sample-2568-q1]", "11", Decimal(11), None)
    ]
    (line,) = (n for n, text in enumerate((raw / "2568-q1.txt").read_text("utf-8").splitlines(), 1) if "10 (11)" in text)
    assert terms[0]["source_text"] == f"11 (2568-q1.txt line {line})"


def test_a_wrong_digit_that_a_sum_and_an_earlier_report_speak_against_is_named(raw: Path, root: Path) -> None:
    good = put(raw, 2568, 1, FOREST)
    bad = put(raw, 2568, 2, FOREST)
    text = bad.read_text("utf-8")
    assert text.count("3.0000\t4.0000") == 1  # the plan of the third and fourth quarters
    bad.write_text(text.replace("3.0000\t4.0000", "3.0000\t4.9000"), "utf-8")
    ingest([good, bad], root)
    path = root / "datasets" / "findings" / "2568" / "q2" / "sample-2568-q2.parquet"
    named = {(row["rule"], row["suspect"], row["suggested"]) for row in pq.read_table(path).to_pylist()}
    assert named == {("budget.quarters_sum", "planned Q4", "4.0000"), ("series.restated", "planned Q4", "4.0000")}


def test_a_figure_revised_everywhere_names_no_cell(raw: Path, root: Path) -> None:
    ingest([put(raw, 2568, 1, FOREST), put(raw, 2568, 2, replace(FOREST, people=(12, 22, 33, 44)))], root)
    assert findings(root, "rule", "suspect", "suggested") == [("series.restated", None, None)]


def test_another_precision_and_another_unit_are_no_change(raw: Path, root: Path) -> None:
    ingest(
        [put(raw, 2568, 1, FOREST, decimals=4), put(raw, 2568, 2, FOREST, decimals=2), put(raw, 2568, 3, FOREST, unit="baht")],
        root,
    )
    assert findings(root, "rule") == []


def test_another_year_is_another_plan(raw: Path, root: Path) -> None:
    ingest(
        [put(raw, 2568, 4, FOREST), put(raw, 2569, 1, replace(FOREST, planned=("9.0000", "1.0000", "1.0000", "1.0000")))], root
    )
    assert findings(root, "rule") == []


def test_another_agency_is_another_story(raw: Path, root: Path) -> None:
    first = put(raw, 2568, 1, FOREST)
    second = put(raw / "other", 2568, 2, replace(FOREST, people=(99, 99, 99, 99)), agency=OTHER_AGENCY)
    ingest([first, second], root)
    assert findings(root, "rule") == []
    assert sorted(path.name for path in (root / "datasets" / "series").iterdir()) == ["dga.parquet", "sample.parquet"]


# What is written


def test_a_row_of_series_is_a_figure_as_first_and_last_published(raw: Path, root: Path) -> None:
    ingest(
        [
            put(raw, 2568, q, story)
            for q, story in ((1, FOREST), (2, FOREST), (3, replace(FOREST_NEW, planned=("1.5000", "2.0000", "3.0000", "4.0000"))))
        ],
        root,
    )
    forest = project_id("sample", FOREST.name)
    (row,) = (row for row in rows(root, "series") if (row["measure"], row["period"]) == ("planned", "Q1"))
    assert row | {"source_sha256": ""} == {
        "report_id": "sample-2568-q3", "agency": "sample", "fiscal_year": 2568, "quarter": 3, "source_sha256": "",
        "series_id": forest, "name": FOREST_NEW.name, "project_no": 1, "kpi_series": None, "kpi_no": None, "part": None,
        "kpi_name": None, "measure": "planned", "period": "Q1",
        "value_first": Decimal("1.000000"), "unit_first": "million_baht", "report_first": "sample-2568-q1",
        "value_last": Decimal("1.500000"), "unit": "million_baht", "report_last": "sample-2568-q3",
        "restatements": 1, "amount_baht_first": Decimal("1000000.00"), "amount_baht": Decimal("1500000.00"),
    }  # fmt: skip


def test_every_figure_of_a_year_has_its_row(raw: Path, root: Path) -> None:
    ingest([put(raw, 2568, quarter, FOREST) for quarter in (1, 2)], root)
    found = {(row["measure"], row["period"], row["quarter"]): str(row["value_last"]) for row in rows(root, "series")}
    quarters = {
        "planned": ("1", "2", "3", "4"), "disbursed": ("0.5", "1.5"), "committed": ("0.1", "0.2"), "spent": ("0.6", "1.7"),
        "plan": ("10", "20", "30", "40"), "actual": ("11", "22"),
    }  # fmt: skip
    expected = {(measure, f"Q{n}", 2): Decimal(v) for measure, values in quarters.items() for n, v in enumerate(values, 1)}
    expected |= {("allocated", "FY", 2): Decimal(10), ("planned", "FY", 2): Decimal(10), ("target", "FY", 2): Decimal(100)}
    to_date = {"planned": ("1", "3"), "spent": ("0.6", "2.3"), "disbursed": ("0.5", "2"), "committed": ("0.1", "0.3")}
    to_date |= {"disbursed_pct": ("5", "20"), "result": ("11", "33")}
    expected |= {(measure, "YTD", n): Decimal(v) for measure, values in to_date.items() for n, v in enumerate(values, 1)}
    assert {key: Decimal(value) for key, value in found.items()} == expected


def test_a_row_of_project_series_is_an_id_and_its_series(raw: Path, root: Path) -> None:
    ingest([put(raw, 2568, 1, FOREST), put(raw, 2568, 2, FOREST_NEW, MARKET)], root)
    columns = ("project_id", "series_id", "basis", "score", "name", "first_report", "last_report", "report_id")
    found = {tuple(row[name] for name in columns) for row in rows(root, "project_series")}
    old, new, market = (project_id("sample", story.name) for story in (FOREST, FOREST_NEW, MARKET))
    assert found == {
        (old, old, "same", 1.0, FOREST.name, "sample-2568-q1", "sample-2568-q1", "sample-2568-q1"),
        (new, old, "likeness", LIKENESS, FOREST_NEW.name, "sample-2568-q2", "sample-2568-q2", "sample-2568-q2"),
        (market, market, "same", 1.0, MARKET.name, "sample-2568-q2", "sample-2568-q2", "sample-2568-q2"),
    }


def test_keys_are_unique_and_every_file_has_one_schema(raw: Path, root: Path) -> None:
    ingest([*year(raw), put(raw / "other", 2569, 1, FOREST_NEW, agency=OTHER_AGENCY)], root)
    for dataset in SERIES_DATASETS:
        schemas = {str(pq.read_schema(path)) for path in (root / "datasets" / dataset.name).iterdir()}
        assert len(schemas) == 1, dataset.name
        found = rows(root, dataset.name)
        keys = [tuple(row[name] for name in dataset.key) for row in found]
        assert len(keys) == len(set(keys)) > 0, dataset.name


def test_the_views_of_a_query_have_them(raw: Path, root: Path) -> None:
    ingest(year(raw, q4=(FOREST_NEW, MARKET)), root)
    connection = connect(root)
    answer = connection.sql(
        "SELECT s.period, s.amount_baht FROM series s JOIN project_series p USING (agency, series_id) "
        f"WHERE p.project_id = '{project_id('sample', FOREST_NEW.name)}' AND measure = 'disbursed' AND s.period LIKE 'Q%' ORDER BY 1"
    ).fetchall()
    connection.close()
    assert answer == [
        ("Q1", Decimal("500000.00")),
        ("Q2", Decimal("1500000.00")),
        ("Q3", Decimal("2500000.00")),
        ("Q4", Decimal("3500000.00")),
    ]


def test_the_views_are_there_before_anything_is_published(tmp_path: Path) -> None:
    (tmp_path / "datasets").mkdir()
    connection = connect(tmp_path)
    assert connection.sql("SELECT count(*) FROM series JOIN project_series USING (series_id)").fetchall() == [(0,)]
    connection.close()
