"""The catalogue of rules and the ids made from them."""

from __future__ import annotations

from schemas.finding import Subject
from schemas.ids import check_id, finding_id, project_id
from schemas.rules import RULES

_WARNINGS = {
    "budget.plan_equals_allocated", "budget.within_allocated", "table.incomplete", "series.restated", "series.decreased",
    "kpi.unit_differs", "kpi.names_differ", "kpi.missing_in_summary", "kpi.missing_in_section", "kpi.result_missing",
    "project.name_differs", "project.sequence", "number.malformed", "date.malformed", "source.differs", "waiver.stale",
    "series.decision_stale", "page.unreadable", "cell.doubtful",
}  # fmt: skip
_HINTS = {
    "unit.unknown", "name.suspected", "table.unrecognised", "agency.inferred", "series.plan_changed", "series.linked", "page.ocr",
}  # fmt: skip


def test_every_rule_says_in_both_languages_what_holds_and_why_it_may_not() -> None:
    for name, rule in RULES.items():
        assert rule.name == name
        assert rule.holds_th, name
        assert rule.holds_en, name
        assert len(rule.causes_th) == len(rule.causes_en) >= 1, name


def test_severity_is_error_unless_words_contradict_or_something_was_guessed() -> None:
    for name, rule in RULES.items():
        expected = "warning" if name in _WARNINGS else "info" if name in _HINTS else "error"
        assert rule.severity == expected, name


def test_a_project_keeps_its_id_under_another_spacing_bracket_or_page() -> None:
    known = project_id("etda", "โครงการส่งเสริมการใช้งานปัญญาประดิษฐ์")
    assert project_id("etda", "โครงการส่งเสริม การใช้งานปัญญาประดิษฐ์ (AI Standard & Governance) (ต่อ)") == known
    assert project_id("etda", "โครงการพัฒนากฎหมาย") != known
    assert project_id("sample", "โครงการส่งเสริมการใช้งานปัญญาประดิษฐ์") != known


def test_ids_are_of_what_a_finding_is_about_and_of_nothing_else() -> None:
    subject = Subject(project_no=1, measure="spent", period="Q1")
    known = finding_id("etda-2568-q4", "budget.spent_parts", subject, 1)
    assert (
        finding_id("etda-2568-q4", "budget.spent_parts", Subject(project_no=1, measure="spent", period="Q1", seq=9), 1) == known
    )
    assert finding_id("etda-2568-q4", "budget.spent_parts", subject, 2) != known
    assert finding_id("etda-2568-q3", "budget.spent_parts", subject, 1) != known
    assert finding_id("etda-2568-q4", "budget.quarters_sum", subject, 1) != known
    assert check_id("etda-2568-q4", "budget.spent_parts", subject, 1) != known
