"""Scorecard rules: products, sums of components, weights, grades."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.reconcile import reconcile
from schemas.document import Place
from schemas.record import Narrative, Read

GRADES = (
    "ระดับองค์กร: ระดับพอใช้ (คะแนนรวม < 80.00 คะแนน)",
    "ระดับดี คะแนนรวม 80.00 – 94.99 คะแนน",
    "ระดับดีมาก คะแนนรวมตั้งแต่ 95.00 คะแนนขึ้นไป",
)


def _notes(*texts: str) -> tuple[Narrative, ...]:
    return tuple(
        Narrative(0, None, number, "note", None, text, Read(Place(line=number), text))
        for number, text in enumerate(texts, start=1)
    )


def _card(line, **changed: tuple[str, str, str]):
    rows = {
        "1": ("70", "", "66.25"), "1.1": ("15", "100", "15"), "1.2": ("15", "75", "11.25"), "1.3": ("40", "100", "40"),
        "2": ("30", "", "26.91"), "2.1": ("10", "75", "7.50"), "2.2": ("10", "94.13", "9.41"), "2.3": ("10", "100", "10"),
        "total": ("100", "", "93.16"),
    }  # fmt: skip
    rows.update({key.replace("_", "."): value for key, value in changed.items()})
    return tuple(
        line(item, *values, name="รวม" if item == "total" else item, words="ผลการประเมิน (ระดับดี)" if item == "total" else "")
        for item, values in rows.items()
    )


def test_a_scorecard_that_adds_up_gives_no_finding(line, report) -> None:
    result = reconcile(report(scorecard=_card(line), narratives=_notes(*GRADES)), ())
    assert result.findings == ()
    bound = dict(result.bound)
    assert bound["scorecard.weighted_score"] == 6
    assert bound["scorecard.component_sum"] == 3
    assert bound["scorecard.grade"] == 2


@pytest.mark.parametrize(
    ("changed", "rules", "suspects", "reason"),
    [
        ({"1_2": ("15", "75", "11.52")}, {"scorecard.weighted_score", "scorecard.component_sum"},
         {"1.2 weighted_score"}, "two digits swapped"),
        ({"1_2": ("15", "57", "11.25")}, {"scorecard.weighted_score"}, {"1.2 score"}, "a score"),
        ({"1_1": ("51", "100", "15")}, {"scorecard.weighted_score", "scorecard.weights"}, {"1.1 weight"}, "a weight"),
        ({"1": ("70", "", "67.25")}, {"scorecard.component_sum"}, {"1 weighted_score"}, "a component's own line"),
        ({"total": ("100", "", "94.16")}, {"scorecard.component_sum"}, {"total weighted_score"}, "the total"),
        ({"2": ("20", "", "26.91")}, {"scorecard.weights"}, {"2 weight"}, "a component's weight"),
        ({"2_1": ("10", "", "7.50")}, {"scorecard.weighted_score"}, {None}, "a score that is missing"),
    ],
)  # fmt: skip
def test_a_wrong_number_of_the_scorecard_is_noticed(line, report, changed, rules, suspects, reason) -> None:
    findings = reconcile(report(scorecard=_card(line, **changed)), ()).findings
    assert {found.rule for found in findings} == rules, reason
    assert {found.suspect for found in findings} == suspects, reason


def test_a_line_without_a_score_is_a_warning_and_only_a_hint_where_the_total_is_an_estimate(line, report) -> None:
    card = _card(line, **{"2_1": ("10", "", "7.50")})
    (found,) = reconcile(report(scorecard=card), ()).findings
    assert found.severity == "warning"
    assert "2.1 score" in found.message_en
    total = line("total", "100", "", "93.16", name="รวม (ค่าประมาณการ)")
    (found,) = reconcile(report(scorecard=(*card[:-1], total)), ()).findings
    assert found.severity == "info"


@pytest.mark.parametrize(
    ("grades", "word", "severities", "reason"),
    [
        (GRADES, "ระดับดี", [], "80.00 – 94.99 holds 93.16"),
        (GRADES, "ระดับดีมาก", ["error"], "95.00 and more does not"),
        (GRADES[1:], "ระดับพอใช้", [], "no range is known for the grade named: nothing is claimed"),
        (("ระดับพอใช้ (คะแนนรวม > 80.00 คะแนน)", *GRADES[1:]), "ระดับดี", ["warning"], "ranges that overlap"),
        (GRADES[:1], "ระดับดี", [], "one range alone"),
        (("คะแนนรวม 93.16 คะแนน", *GRADES), "ระดับดี", [], "a line that speaks of points and names no grade"),
    ],
)
def test_the_grade_named_is_the_one_whose_range_holds_the_total(line, report, grades, word, severities, reason) -> None:
    card = (*_card(line)[:-1], line("total", "100", "", "93.16", name="รวม", words=f"ผลการประเมิน ({word})"))
    findings = reconcile(report(scorecard=card, narratives=_notes(*grades)), ()).findings
    assert {found.rule for found in findings} <= {"scorecard.grade"}
    assert [found.severity for found in findings] == severities, reason


def test_weights_of_the_first_level_add_up_to_a_hundred_even_without_a_total_line(line, report) -> None:
    rows = (line("1", "70", "100", "70"), line("2", "20", "100", "20"))
    (found,) = reconcile(report(scorecard=rows), ()).findings
    assert (found.rule, found.reported, found.expected) == ("scorecard.weights", "100", "90")


def test_a_whole_number_beside_decimals_is_not_half_a_point_wide(line, report) -> None:
    findings = reconcile(report(scorecard=_card(line, **{"1": ("70", "", "66.55")})), ()).findings
    assert [found.difference for found in findings if found.subject.item_no == "1"] == ["0.30"]


def test_ids_do_not_depend_on_values(line, report) -> None:
    one = reconcile(report(scorecard=_card(line, **{"1_2": ("15", "75", "11.52")})), ()).findings
    other = reconcile(report(scorecard=_card(line, **{"1_2": ("15", "75", "12.25")})), ()).findings
    assert [found.finding_id for found in one] == [found.finding_id for found in other]
    assert Decimal(one[0].reported or 0) != Decimal(other[0].reported or 0)
