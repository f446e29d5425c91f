"""The audit: what counts as a change, as caught, and as a wrong claim."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.reconcile.audit import audit, table
from etl.reconcile.changes import one_digit_changed, published_numbers
from schemas.record import Records


@pytest.mark.parametrize(
    ("value", "count", "some", "reason"),
    [
        ("12.5", 27, "12.9", "nine other digits in each of three places"),
        ("0.6032", 45, "7.6032", "the zero before the point is a digit too"),
        ("-4.8", 18, "-4.0", "the sign stays"),
        ("7", 9, "0", "a single digit"),
    ],
)
def test_each_digit_becomes_each_other_one(value, count, some, reason) -> None:
    changed = list(one_digit_changed(Decimal(value)))
    assert len(changed) == len(set(changed)) == count, reason
    assert Decimal(some) in changed


def test_every_number_of_a_typed_column_is_audited(kpi, quarters, line, report) -> None:
    records = report(
        kpis=(kpi("1,000", "case", "3,904", points=Decimal(100)),),
        kpi_quarters=quarters("100 (634)", "100 (644)", "200 (1,864)", "600 (762)"),
        scorecard=(line("1", "100", "75", "75.00"),),
    )
    kinds = [number.kind for number in published_numbers(records)]
    assert kinds == [
        "kpis.project target", "kpis.project result", "kpis.project points",
        *["kpi_quarters.plan"] * 4, *["kpi_quarters.actual"] * 4,
        "scorecard.weight", "scorecard.score", "scorecard.weighted_score",
    ]  # fmt: skip


def test_a_changed_number_is_changed_in_its_words_too(kpi, quarters, report) -> None:
    records = report(
        kpis=(kpi("1,000", "case", "3,904"),), kpi_quarters=quarters("100 (634)", "100 (644)", "200 (1,864)", "600 (762)")
    )
    actual = next(number for number in published_numbers(records) if number.value == 1864)
    assert actual.changed(Decimal(1964)).kpi_quarters[2].cell_text == "200 (1,964)"


def test_an_audit_counts_what_is_caught_and_named_by_kind_and_rule(kpi, quarters, report) -> None:
    rows = (kpi("1,000", "case", "3,904", "summary"), kpi("1,000", "case", "3,904"))
    records = report(kpis=rows, kpi_quarters=quarters("100 (634)", "100 (644)", "200 (1,864)", "600 (762)"))
    found = audit(records)
    assert found.total.changes == found.total.caught == found.total.bound
    assert found.wrong_claims == []
    summary = found.by_kind["kpis.summary result"]
    assert (summary.changes, summary.named) == (36, 36)  # the section's own result is borne out by its quarters
    assert found.by_kind["kpi_quarters.actual"].named == 0  # any of the four could be wrong
    assert set(found.by_rule) == {"kpi.value_differs", "kpi.plan_sum", "kpi.quarters_sum"}


def test_a_number_in_no_equation_is_counted_apart(kpi, report) -> None:
    found = audit(report(kpis=(kpi("5", "course", "7"),)))
    assert (found.total.changes, found.total.caught, found.total.bound) == (18, 0, 0)


def test_the_table_shows_every_kind_the_rules_and_the_wrong_claims(kpi, report) -> None:
    text = table(audit(report(kpis=(kpi("5", "course", "7", "summary"), kpi("5", "course", "7")))))
    assert "kpis.summary target" in text
    assert "kpi.value_differs" in text
    assert "wrong claims: 0" in text


def test_words_are_asked_again_only_of_the_kpi_that_changed(kpi, report) -> None:
    asked: list[Records] = []

    def narrated(records: Records):
        asked.append(records)
        return ()

    audit(report(kpis=(kpi("5", "course", "7"), kpi("6", "course", "8", kpi_no=2))), narrated)
    assert {len(records.kpis) for records in asked[1:]} == {1}
