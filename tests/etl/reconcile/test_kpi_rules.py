"""KPI rules: plans, actuals, summary against section, points against levels and scorecard."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.reconcile import reconcile
from schemas.record import KpiLevel

from collections.abc import Callable


def _outcomes(records, rule: str) -> list[str]:
    return [check.outcome for check in reconcile(records, ()).checks if check.rule == rule]


def _findings(records, rule: str):
    return [found for found in reconcile(records, ()).findings if found.rule == rule]


@pytest.mark.parametrize(
    ("target", "unit", "cells", "outcomes", "reason"),
    [
        ("1,000", "case", ("100", "100", "200", "600"), ["pass"], "counts add up"),
        ("1,000", "case", ("100", "100", "200", "500"), ["fail"], "counts fall short"),
        ("2", "area", ("-", "1", "1", "-"), ["pass"], "a dash plans nothing"),
        ("4", "topic", ("จัดเก็บข้อมูล", "", "", "4"), ["pass"], "words plan nothing"),
        ("4", "topic", ("จัดเก็บข้อมูล", "", "", "สรุปผล"), [], "no number at all"),
        ("5", "topic", ("-", "-", "-", "-"), [], "dashes alone plan no count either"),
        ("85", "percent", ("-", "85", "-", "-"), ["pass"], "of a percentage the last number is the target, no dash"),
        ("85", "percent", ("40", "60", "80", "85"), ["pass"], "of a percentage the last is the target"),
        ("85", "percent", ("40", "60", "80", "86"), ["fail"], "85 and 86 are two percentages"),
        ("3", "times", ("", "", "", "3"), ["pass"], "so of a ratio"),
        ("10", None, ("2", "3", "5", "-"), ["pass"], "without a unit a sum may confirm"),
        ("10", None, ("2", "3", "4", "-"), [], "but not contradict"),
        ("1.5", "million_baht", ("0.5", "0.5", "0.5", "-"), ["pass"], "money adds up"),
    ],
)  # fmt: skip
def test_quarterly_plans_add_up_to_the_target(kpi, quarters, report, target, unit, cells, outcomes, reason) -> None:
    records = report(kpis=(kpi(target, unit, None),), kpi_quarters=quarters(*cells, unit=unit))
    assert _outcomes(records, "kpi.plan_sum") == outcomes, reason


def test_quarters_so_far_do_not_add_up_to_the_year(kpi, quarters, report) -> None:
    records = report(2, kpis=(kpi("800", "case", "440"),), kpi_quarters=quarters("200 (180)", "200 (260)"))
    assert _outcomes(records, "kpi.plan_sum") == []
    assert _outcomes(records, "kpi.quarters_sum") == ["pass"]


@pytest.mark.parametrize(
    ("result", "cells", "quarter", "outcomes", "reason"),
    [
        ("3,904", ("100 (634)", "100 (644)", "200 (1,864)", "600 (762)"), 4, ["pass"], "all four"),
        ("3,907", ("100 (634)", "100 (644)", "200 (1,864)", "600 (762)"), 4, ["fail"], "three too few"),
        ("1,278", ("100 (634)", "100 (644)", "200", "600"), 2, ["pass"], "up to the report's quarter"),
        ("1,278", ("100 (634)", "100 (644)", "200", "600"), 3, ["unknown"], "a missing quarter is not zero"),
        ("3,907", ("100", "100", "200", "600"), 4, [], "no actuals at all"),
    ],
)  # fmt: skip
def test_quarterly_actuals_add_up_to_the_result(kpi, quarters, report, result, cells, quarter, outcomes, reason) -> None:
    records = report(quarter, kpis=(kpi("1,000", "case", result),), kpi_quarters=quarters(*cells))
    assert _outcomes(records, "kpi.quarters_sum") == outcomes, reason


def test_a_sum_of_quarters_that_misses_the_result_lists_the_quarters_and_hears_the_summary(kpi, quarters, report) -> None:
    rows = (kpi("1,000", "case", "3,907", "summary"), kpi("1,000", "case", "3,907"))
    records = report(kpis=rows, kpi_quarters=quarters("100 (634)", "100 (644)", "200 (1,864)", "600 (762)"))
    (found,) = _findings(records, "kpi.quarters_sum")
    assert (found.severity, found.reported, found.expected, found.difference) == ("error", "3,907", "3,904", "3")
    assert found.suspect is None
    assert "agrees with summary result 3,907" in found.message_en
    assert "actual Q3 1,864 → 1,867" in found.message_en
    assert found.message_th.startswith("ตัวชี้วัด 1.1: ")


@pytest.mark.parametrize(
    ("above", "below", "rules", "reason"),
    [
        (("5", "course", "7"), ("5", "course", "7"), set(), "they agree"),
        (("5", "course", "7"), ("5", "course", "8"), {"kpi.value_differs"}, "two results"),
        (("5", "course", "7"), ("6", "course", "7"), {"kpi.value_differs"}, "two targets"),
        (("5", "course", "7"), ("5", "course", "7.00"), set(), "7.00 courses are 7"),
        (("85", "percent", "90.6"), ("85", "percent", "90.60"), set(), "more places"),
        (("85", "percent", "90.6"), ("85", "percent", "90.63"), set(), "one is rounded further"),
        (("85", "percent", "90.6"), ("85", "percent", "90.7"), {"kpi.value_differs"}, "two percentages"),
        (("3", "times", "5.72"), ("3", "percent", "5.72"), {"kpi.unit_differs"}, "two units, twice"),
        (("50", "case", "60"), ("50", "person", "60"), set(), "ราย and คน count alike"),
        (("50", "person", "60"), ("50", "household", "60"), {"kpi.unit_differs"}, "people are no households"),
        (("4", "topic", "4"), ("4", "topic", None), {"kpi.result_missing"}, "an empty result beside a given one"),
        (("500", "million_baht", "639"), ("500000000", "baht", "639000000"), set(), "one amount in two units"),
    ],
)  # fmt: skip
def test_summary_and_section_state_the_same(kpi, report, above, below, rules, reason) -> None:
    rows = (kpi(*above, "summary"), kpi(*below, "project"))
    assert {found.rule for found in reconcile(report(kpis=rows), ()).findings} == rules, reason


def test_a_unit_that_differs_in_target_and_result_gives_two_findings_with_two_ids(kpi, report) -> None:
    rows = (kpi("3", "times", "5.72", "summary"), kpi("3", "percent", "5.72"))
    found = _findings(report(kpis=rows), "kpi.unit_differs")
    assert [item.severity for item in found] == ["warning", "warning"]
    assert len({item.finding_id for item in found}) == 2


def test_a_kpi_that_one_table_lacks_is_said(kpi, report) -> None:
    both = (kpi("5", "course", "7", "summary"), kpi("5", "course", "7"))
    below = kpi("1", "topic", "1", kpi_no=2)
    above = kpi("1", "topic", "1", "summary", kpi_no=3)
    found = {(item.rule, item.subject.kpi_no) for item in reconcile(report(kpis=(*both, below, above)), ()).findings}
    assert found == {("kpi.missing_in_summary", 2), ("kpi.missing_in_section", 3)}


def test_a_report_without_a_summary_misses_nothing_in_it(kpi, report) -> None:
    assert reconcile(report(kpis=(kpi("5", "course", "7"),)), ()).findings == ()


@pytest.mark.parametrize(
    ("quarter", "count", "reason"),
    [(4, 1, "the year is over"), (2, 0, "a result may still come")],
)
def test_a_result_that_nobody_gives_is_missing_when_the_year_is_over(kpi, report, quarter, count, reason) -> None:
    rows = (kpi("5", "course", None, "summary"), kpi("5", "course", None))
    assert len(_findings(report(quarter, kpis=rows), "kpi.result_missing")) == count, reason


def test_an_awaited_result_is_not_missing(kpi, report) -> None:
    waiting = {"status": "pending", "result_text": "อยู่ระหว่างการประเมินผล"}
    rows = (kpi("100", "percent", None, "summary", **waiting), kpi("100", "percent", None, **waiting))
    assert reconcile(report(kpis=rows), ()).findings == ()


@pytest.mark.parametrize(
    ("mark", "computed", "result", "outcomes", "reason"),
    [
        ("met", "met", "90", ["pass"], "reached and marked so"),
        ("met", "below", "77.53", ["fail"], "marked as reached, but below"),
        ("below", "met", "90", ["fail"], "the other way round"),
        (None, "met", "90", [], "no mark can be read"),
        ("กำลังดำเนินการ", "met", "90", [], "a mark that says neither"),
    ],
)
def test_the_mark_is_the_one_the_numbers_give(kpi, report, mark, computed, result, outcomes, reason) -> None:
    row = kpi("85", "percent", result, "summary", status=computed, status_reported=mark)
    assert _outcomes(report(kpis=(row,)), "kpi.status") == outcomes, reason


@pytest.mark.parametrize(
    ("mark", "outcomes", "reason"),
    [("below", ["pass"], "one of two targets is missed"), ("met", ["fail"], "not both are reached")],
)
def test_one_mark_stands_for_all_targets_of_a_kpi(kpi, report, mark, outcomes, reason) -> None:
    one = kpi("150", "case", "162", "summary", status="met", status_reported=mark)
    two = kpi("40", "case", "38", "summary", part=2, status="below", status_reported=mark)
    records = report(kpis=(one, two))
    assert _outcomes(records, "kpi.status") == outcomes, reason
    assert [found.subject.part for found in _findings(records, "kpi.status")] == [2] * (mark == "met")


@pytest.fixture
def levels() -> Callable[..., tuple[KpiLevel, ...]]:
    def build(read, *thresholds: tuple[str, str | None, str, str | None]) -> tuple[KpiLevel, ...]:
        names = ("basic", "standard", "advanced")
        return tuple(
            KpiLevel(
                1, 1, 1, name, Decimal(points), "", operator, Decimal(lower), Decimal(upper) if upper else None, "service", read
            )
            for name, (points, operator, lower, upper) in zip(names, thresholds)
        )

    return build


@pytest.mark.parametrize(
    ("result", "points", "outcomes", "reason"),
    [
        ("1,315", "100", ["pass"], "above the highest level"),
        ("580", "75", ["pass"], "the highest level asks for more than 580"),
        ("580", "100", ["fail"], "points of a level not reached"),
        ("544", "75", ["pass"], "a range is reached at its lower end"),
        ("500", "0", ["pass"], "no level reached"),
    ],
)
def test_points_are_those_of_the_highest_level_reached(kpi, report, levels, result, points, outcomes, reason) -> None:
    row = kpi("580", "service", result, points=Decimal(points))
    asked = levels(row.read, ("50", None, "544", None), ("75", "between", "544", "580"), ("100", ">", "580", None))
    assert _outcomes(report(kpis=(row,), kpi_levels=asked), "kpi.level_points") == outcomes, reason


@pytest.mark.parametrize(
    ("name", "outcomes", "reason"),
    [
        ("ความสำเร็จของการส่งเสริม Digital ID", ["fail"], "the same name"),
        ("ความสำเร็จของการส่งเสริม Digital ID (ต่อ)", ["fail"], "continued"),
        ("ความสำเร็จของการส่งเสริม Digital ID ของประเทศ", ["fail"], "cut short in the scorecard"),
        ("ความสำเร็จของการพัฒนากฎหมาย", [], "another KPI"),
    ],
)
def test_points_beside_a_kpi_are_those_of_the_scorecard(kpi, report, line, name, outcomes, reason) -> None:
    row = kpi("85", "percent", "77.53", name=name, points=Decimal(100))
    scored = line("1.1", "15", "75", "11.25", name="ความสำเร็จของการส่งเสริม Digital ID")
    assert _outcomes(report(kpis=(row,), scorecard=(scored,)), "kpi.score_differs") == outcomes, reason


def test_plans_of_a_kpi_with_several_targets_are_not_added_up(kpi, quarters, report) -> None:
    rows = (kpi("100", "case", "175"), kpi("500", "million_baht", "639", part=2))
    assert _outcomes(report(kpis=rows, kpi_quarters=quarters("10", "20", "30", "30")), "kpi.plan_sum") == []
