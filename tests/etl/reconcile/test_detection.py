"""How many single wrong digits the budget rules notice, and whom they name: the project's own goals."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from decimal import Decimal

import pytest

from etl.reconcile import reconcile
from etl.reconcile.audit import Audit, audit
from etl.reconcile.changes import published_numbers
from schemas.record import Records

Build = Callable[[int, int, int], Records]
_SAMPLE = 30  # numbers changed in each report: enough to tell 94% from 90%


def _audited(records: Records) -> Audit:
    numbers = list(published_numbers(records))
    random.Random(7).shuffle(numbers)
    return audit(records, numbers_of=numbers[:_SAMPLE])


def test_the_eight_real_projects_hold_to_the_last_digit(eight_projects: Records) -> None:
    result = reconcile(eight_projects, ())
    bound = dict(result.bound)
    assert result.findings == ()
    assert {check.outcome for check in result.checks} == {"pass"}
    assert bound["budget.quarters_sum"] == 32
    assert bound["budget.spent_parts"] == 40
    assert bound["budget.summary_equals_section"] == 24
    assert bound["budget.plan_equals_allocated"] == 8
    assert bound["budget.disbursed_pct"] == 8
    assert bound["budget.within_allocated"] == 8


def test_every_wrong_digit_is_caught_at_four_decimals_and_nobody_is_named_wrongly(eight_projects: Records) -> None:
    found = _audited(eight_projects)
    assert found.total.caught == found.total.changes
    assert found.wrong_claims == []
    assert found.total.named >= Decimal("0.75") * found.total.changes  # of a sample; all of it gives 0.838


@pytest.mark.parametrize(
    ("places", "least"),
    [(4, Decimal(1)), (2, Decimal("0.94")), (1, Decimal("0.91"))],
)
def test_wrong_digits_are_caught_at_any_precision(invented_report: Build, places: int, least: Decimal) -> None:
    found = _audited(invented_report(5, places, 3))
    assert found.total.caught >= least * found.total.changes
    assert found.wrong_claims == []


@pytest.mark.parametrize("places", [4, 2, 1])
@pytest.mark.parametrize("count", [5, 17, 40])
def test_a_report_without_mistakes_gives_no_finding(invented_report: Build, places: int, count: int) -> None:
    for seed in range(5):
        assert reconcile(invented_report(count, places, seed), ()).findings == ()


def test_forty_projects_are_reconciled_in_well_under_a_tenth_of_a_second(invented_report: Build) -> None:
    records, took = invented_report(40, 4, 1), []
    for _ in range(3):
        started = time.process_time()  # the processor's: others may be at work on the machine
        reconcile(records, ())
        took.append(time.process_time() - started)
    assert min(took) < 0.1
