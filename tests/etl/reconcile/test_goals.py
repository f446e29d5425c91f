"""What the rules must notice, whom they must name and whom never: mistakes put into reports, the product's own table."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache

import pytest

from etl.pipeline import process
from etl.reconcile.audit import audit
from etl.reconcile.bench import Bench
from etl.reconcile.changes import PublishedNumber, one_digit_changed, published_numbers
from etl.source import make_source
from schemas.record import Records
from tests import single_cell
from tests.factory.edits import edited_budget_tables
from tests.factory.invent import invent
from tests.factory.layout import layout
from tests.factory.text import write_text

_NAMED = Decimal("0.82")
_CAUGHT_OF_KPIS = Decimal("0.95")
_KPI_KINDS = ("scorecard.", "kpi_quarters.", "kpis.summary result", "kpis.summary target")


def _wrong(number: PublishedNumber, chance: random.Random) -> Decimal:
    return chance.choice([value for value in one_digit_changed(number.value) if value != number.value])


def test_whoever_alone_explains_a_wrong_digit_is_named_and_nobody_else(eight_projects: Records) -> None:
    """Every cell once; who explains it is worked out by exhaustion, with no code of the product."""
    chance, bench = random.Random(3), Bench(eight_projects, lambda _: ())
    amounts = {(row.project_no, row.source_table, row.measure, row.period): row.value for row in eight_projects.budgets}
    named = 0
    numbers = list(published_numbers(eight_projects))
    for number in numbers:
        value, key = _wrong(number, chance), number.cell[1:]
        mine = {cell: amount for cell, amount in amounts.items() if cell[0] == key[0]}
        alone = single_cell.explaining({**mine, key: value})
        claims = bench.run(number.changed(value)).claims
        assert key in alone
        assert claims == ({(number.cell, number.value)} if alone == {key} else frozenset()), (key, value)
        named += alone == {key}
    assert named >= _NAMED * len(numbers)


def test_two_wrong_cells_in_different_projects_are_both_named(eight_projects: Records) -> None:
    chance, bench = random.Random(5), Bench(eight_projects, lambda _: ())
    # A quarter's plan stands in one equation only: which of the four is wrong, nothing says.
    sure = [one for one in published_numbers(eight_projects) if one.cell[3] != "planned" or one.cell[4] in ("FY", "YTD")]
    pairs = 0
    while pairs < 40:
        one, other = chance.sample(sure, 2)
        if one.cell[1] == other.cell[1]:
            continue
        once = one.changed(_wrong(one, chance))
        again = next(number for number in published_numbers(once) if number.cell == other.cell)
        claims = bench.run(again.changed(_wrong(again, chance))).claims
        assert claims == {(one.cell, one.value), (other.cell, other.value)}
        pairs += 1


@cache
def _said(blocks) -> frozenset[tuple[str | None, ...]]:
    data = write_text(blocks)
    findings = process(data, make_source("report.txt", data)).findings
    return frozenset((one.finding_id, one.reported, one.expected, one.difference) for one in findings)


_TABLES = [
    pytest.param(blocks, edited, id=f"{decimals} decimals, project {name}")
    for decimals in (4, 1)
    for blocks in (layout(invent(20 + decimals, projects=5, decimals=decimals)),)
    for name, edited in edited_budget_tables(blocks, frozenset((1 + decimals % 4,)))
]


@pytest.mark.parametrize(("clean", "edited"), _TABLES)
def test_a_table_shifted_swapped_or_incomplete_is_noticed(clean, edited) -> None:
    assert _said(clean) == frozenset()
    assert _said(edited)


def test_wrong_digits_in_the_scorecard_the_kpi_summary_plans_and_actuals_are_caught() -> None:
    data = write_text(layout(invent(104, projects=5)))
    records = process(data, make_source("report.txt", data)).records
    numbers = [number for number in published_numbers(records) if number.kind.startswith(_KPI_KINDS)]
    found = audit(records, numbers_of=random.Random(7).sample(numbers, 20))
    assert found.total.caught >= _CAUGHT_OF_KPIS * found.total.changes
    assert found.wrong_claims == []
