"""The factory itself: its facts fit together, its reports stand as the dialect does, its files are current."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from tests.build_samples import RAW, SAMPLES, committed, raw_files
from tests.factory.facts import ZERO, Facts, Part, Planned
from tests.factory.invent import invent
from tests.factory.layout import Shape, Table, layout
from tests.factory.mistakes import MAKERS, mistakes
from tests.factory.printing import bounded, money, planned, targets, thai_digits
from tests.factory.sample.report import sample
from tests.factory.strategies import reports
from tests.factory.text import Dialect, write_text
from tests.factory.truth import truth

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_the_sample_holds_the_exemplars_numbers_of_things() -> None:
    rows = truth(sample(4))
    counted = {name: len(found) for name, found in rows.items()}
    assert counted["projects"] == 8
    assert counted["budgets"] == 200
    assert counted["scorecard"] == 12
    assert Counter(row["source_table"] for row in rows["kpis"]) == {"summary": 28, "project": 30}
    assert sum((row["project_no"], row["kpi_no"]) in ((4, 1), (7, 2), (7, 3), (7, 4)) for row in rows["activities"]) == 43
    assert counted["activities"] == 47


@pytest.mark.parametrize(
    ("project", "measure", "period", "value"),
    [
        (1, "planned", "FY", "39.1151"),
        (1, "committed", "Q4", "-18.4571"),
        (4, "spent", "Q3", "25.0415"),
        (7, "committed", "FY", "0"),
        (8, "disbursed", "Q1", "0"),
        (8, "disbursed", "FY", "78.6866"),
    ],
)
def test_the_samples_money_is_the_exemplars(project: int, measure: str, period: str, value: str) -> None:
    found = [
        row["value"]
        for row in truth(sample(4))["budgets"]
        if (row["project_no"], row["source_table"], row["measure"], row["period"]) == (project, "project", measure, period)
    ]
    assert found == [Decimal(value)]


def test_earlier_quarters_say_what_the_fourth_repeats() -> None:
    def by_key(quarter: int, dataset: str, column: str) -> dict[tuple[object, ...], object]:
        return {
            (row["project_no"], row.get("kpi_no"), row.get("measure"), row["period"]): row[column]
            for row in truth(sample(quarter))[dataset]
            if row.get("source_table") != "summary" and row["period"] != "FY" and row[column] is not None
        }

    for dataset, column in (("budgets", "value"), ("kpi_quarters", "actual_value")):
        last = by_key(4, dataset, column)
        for quarter in (1, 2, 3):
            earlier = by_key(quarter, dataset, column)
            assert earlier and earlier.items() <= last.items()


@FEW
@given(reports())
def test_invented_money_adds_up_before_it_is_rounded(facts: Facts) -> None:
    for project in facts.projects:
        budget = project.budget
        assert sum(budget.planned, ZERO) == budget.allocated
        assert ZERO <= sum(budget.disbursed, ZERO) <= sum(budget.spent, ZERO) <= budget.allocated
        assert all(amount >= 0 for amount in (*budget.planned, *budget.disbursed))
        assert len(budget.disbursed) == len(budget.committed) == facts.quarter


@FEW
@given(reports())
def test_invented_activities_add_up_to_the_quarter(facts: Facts) -> None:
    for project in facts.projects:
        for kpi in project.kpis:
            counts = [one.count for said in kpi.narrative for one in said.counted]
            if counts:
                assert sum(counts, ZERO) == kpi.plan[facts.quarter - 1].actual


@FEW
@given(reports())
def test_an_invented_scorecard_adds_up(facts: Facts) -> None:
    card = facts.scorecard
    if card is None:
        return
    items = [line for line in card.lines if "." in line.item_no]
    components = [line for line in card.lines if "." not in line.item_no]
    assert sum((line.weight for line in items), ZERO) == card.weight == 100
    assert sum((line.weighted for line in components), ZERO) == card.total == sum((line.weighted for line in items), ZERO)


def test_the_same_seed_gives_the_same_report() -> None:
    assert invent(3) == invent(3)
    assert invent(3) != invent(4)


@pytest.mark.parametrize("style", ["tabs", "pipes", "html"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874"])
def test_a_text_can_be_written_in_every_encoding(style: str, encoding: str) -> None:
    data = write_text(layout(invent(1, projects=2)), Dialect(tables=style, encoding=encoding))  # type: ignore[arg-type]
    assert "รวมทั้งสิ้น" in data.decode(encoding)


def test_the_text_stands_as_the_exemplar_does() -> None:
    lines = write_text(layout(sample(4)), Dialect(seed=4)).decode().split("\n")
    assert lines[:3] == ["", "", "รายงานผลการดำเนินงาน"]
    assert lines.count("\tรวมทั้งสิ้น\tQ1\tQ2\tQ3\tQ4") + lines.count("\tรวมทั้งสิ้น\tQ1\tQ2\tQ3\tQ4\t") == 8
    assert any(re.fullmatch(r"-{2,}(\t-{2,})+", line) for line in lines)
    assert any(line.endswith("(ต่อ)") for line in lines)
    assert "- ผูกพัน\t2.6820\t24.7285\t1.2390\t(4.8284)\t(18.4571)" in lines


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (money(Decimal("-4.8284")), "(4.8284)"),
        (money(Decimal("0.0000")), "-"),
        (bounded(Part(Decimal(580), "service", operator=">")), "มากกว่า 580 บริการ"),
        (bounded(Part(Decimal(80), "percent", operator=">=")), "ไม่น้อยกว่าร้อยละ 80"),
        (bounded(Part(Decimal(544), "service", operator="between", upper=Decimal(580))), "ระหว่าง 544 – 580 บริการ"),
        (bounded(Part(Decimal(9), "case", operator=">=", wording="upwards")), "9 ราย ขึ้นไป"),
        (
            targets(
                (Part(Decimal(100), "case", label="จำนวน"), Part(Decimal(500), "million_baht", operator=">=", label="มูลค่า")),
                short=True,
            ),
            "- จำนวน 100 ราย - มูลค่า ไม่น้อยกว่า 500 ลบ.",
        ),
        (planned(Planned(number=Decimal(100), actual=Decimal(1864))), "100 (1,864)"),
        (planned(Planned(number=ZERO)), "-"),
        (thai_digits("ปี 2568 ใน Q4 ที่ https://a.example/12 มี 3"), "ปี ๒๕๖๘ ใน Q4 ที่ https://a.example/12 มี ๓"),
    ],
)
def test_values_are_printed_as_reports_print_them(printed: str, expected: str) -> None:
    assert printed == expected


def test_a_merged_cell_fills_the_grid() -> None:
    for shape in (Shape(), Shape(two_row_headers=True)):
        for block in layout(sample(4), shape):
            if isinstance(block, Table):
                filled = sum(cell.span * cell.row_span for row in block.rows for cell in row)
                assert filled == block.columns * len(block.rows)
                assert sum(cell is not None for row in block.grid() for cell in row) == sum(map(len, block.rows))


def test_every_mistake_changes_the_report() -> None:
    facts = [invent(seed, projects=8) for seed in range(8)]
    found = [(one, layout(source)) for seed, source in enumerate(facts) for one in mistakes(source, seed)]
    assert all(one.blocks != clean for one, clean in found)
    assert len({one.name for one, _ in found}) == len(MAKERS)


def test_the_sample_texts_are_what_the_factory_writes() -> None:
    """PDFs depend on their producer's version; texts do not."""
    for name, data in raw_files():
        if name.endswith(".txt"):
            assert (RAW / name).read_bytes() == data, f"{name}: run python -m tests.build_samples raw"
        else:
            assert (RAW / name).read_bytes().startswith(b"%PDF-")


def test_every_printed_sample_stands_beside_its_truth() -> None:
    wanted = {f"{one.name}{ending}" for one in committed() for ending in (".pdf", ".json")}
    assert {path.name for path in SAMPLES.iterdir()} == wanted | {"README.md"}
    for one in committed():
        known = json.loads((SAMPLES / f"{one.name}.json").read_text(encoding="utf-8"))
        assert known["report_id"] == one.facts.report_id, f"{one.name}: run python -m tests.build_samples reports"
        assert len(known["datasets"]["budgets"]) == len(truth(one.facts)["budgets"])
