"""Numbers that cannot be read, and the value that the sums around them leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from etl.reconcile import reconcile
from schemas.finding import Finding, Subject
from schemas.record import Records

Key = tuple[int, str, str, str]
DISBURSED_Q2: Key = (1, "project", "disbursed", "Q2")


def unreadable(records: Records, key: Key, printed: str) -> tuple[Records, Finding]:
    """The report with one amount printed so that it has no value, and what its reader says."""
    rows = tuple(
        replace(row, value=None, amount_baht=None, read=replace(row.read, source_text=printed))
        if (row.project_no, row.source_table, row.measure, row.period) == key
        else row
        for row in records.budgets
    )
    place = next(row.read.place for row in rows if row.value is None)
    words = (f"อ่านตัวเลข “{printed}” ไม่ได้", f"“{printed}” cannot be read.")
    said = Finding("", None, "number.malformed", "warning", Subject(key[0]), printed, None, None, *words, place, printed)
    return replace(records, budgets=rows), said


def told(records: Records, draft: Finding) -> Finding:
    return next(found for found in reconcile(records, (draft,)).findings if found.rule == "number.malformed")


@pytest.mark.parametrize(
    ("key", "printed", "suggested", "computed"),
    [
        (DISBURSED_Q2, "5.76.11", "5.7611", "36.4250 − (0.6032 + 9.8495 + 20.2112) and 7.0001 − (1.2390) show"),
        ((1, "project", "planned", "Q3"), "1.79.30", "1.7930", "39.1151 − (16.3300 + 18.6300 + 2.3621) shows"),
        ((1, "project", "committed", "Q3"), "(4.82.84)", "(4.8284)", "2.6820 − (24.7285 + 1.2390 + (18.4571))"),
        ((1, "project", "committed", "FY"), "2..6820", "2.6820", "24.7285 + 1.2390 + (4.8284) + (18.4571)"),
        (DISBURSED_Q2, "๕.๗๖.๑๑", "๕.๗๖๑๑", "show that it is ๕.๗๖๑๑."),
    ],
)
def test_the_sums_around_it_give_its_value(eight_projects, key, printed, suggested, computed) -> None:
    found = told(*unreadable(eight_projects, key, printed))
    assert (found.suspect, found.suggested) == (printed, suggested)
    assert computed in found.message_en


def test_sums_that_leave_two_values_prove_neither(
    eight_projects: Records, with_figure: Callable[..., Records]
) -> None:  # the row leaves 5.7611, the column 7.0011 − 1.2390 = 5.7621
    contradicted = with_figure(eight_projects, (1, "project", "spent", "Q2"), "7.0011")
    found = told(*unreadable(contradicted, DISBURSED_Q2, "5.76.11"))
    assert (found.suspect, found.suggested) == (None, None)


def test_rounded_amounts_prove_nothing(invented_report: Callable[..., Records]) -> None:
    records = invented_report(20, 1, 2)
    assert {check.outcome for check in reconcile(records, ()).checks} == {"pass", "rounding"}
    found = told(*unreadable(records, DISBURSED_Q2, "5.7.6"))
    assert found.suggested is None


def test_two_unreadable_numbers_in_one_sum_are_left_alone(eight_projects: Records) -> None:
    first, _ = unreadable(eight_projects, (1, "project", "planned", "Q1"), "16.33.00")
    both = replace(first, budgets=tuple(_without(row, Decimal("18.6300")) for row in first.budgets))
    draft = unreadable(eight_projects, (1, "project", "planned", "Q1"), "16.33.00")[1]
    assert told(both, draft).suggested is None


def _without(row, value: Decimal):
    return replace(row, value=None) if row.value == value else row
