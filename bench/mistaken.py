"""Puts every kind of mistake into one report, sampled from a fixed seed, and counts what the rules notice: for `bench.goals`."""

from __future__ import annotations

import random
from pathlib import Path

from tests import single_cell
from tests.factory import edits
from tests.factory.invent import invent
from tests.factory.edits import Blocks
from tests.factory.layout import layout
from tests.factory.text import write_text

NUMBERS = {5: 40, 20: 16, 40: 10}  # budget numbers changed, digit by digit
NUMBERS_OF_A_FILE = 60
KPI_NUMBERS = 24
PAIRS = 60
EDITS = {5: 95, 20: 24, 40: 16}  # of 19 a project: 4 shifts, 6 swaps, 4 rows, 5 columns
KINDS = ("scorecard.", "kpi_quarters.", "kpis.summary result", "kpis.summary target")


def goals_of(kind: str, what: str, decimals: str = "") -> dict[str, object]:
    """The figures of a file, or of a factory report of so many projects and decimals."""
    if kind == "file":
        data, blocks, size = Path(what).read_bytes(), None, 0
    else:
        size = int(what)
        blocks = layout(invent(100 + size + int(decimals), projects=size, decimals=int(decimals)))
        data = write_text(blocks)
    found = _found(data)
    figures = {**_digits(found, size), "pairs": _pairs(found), "alarms": 0, "structure": {"changes": 0, "caught": 0}}
    if blocks is not None:
        figures["alarms"] = sum(one[0] != "info" for one in _findings(data))
        figures["structure"] = _structure(blocks, size)
    return figures


def _found(data: bytes):
    from etl.extract import extract
    from etl.pipeline import read_document
    from etl.source import make_source
    from parsers.sections import outline

    document = read_document(data, make_source("report.txt", data))
    return extract(document, outline(document), None)


def _findings(data: bytes) -> set[tuple[str, ...]]:
    """What each finding says, the severity first."""
    from etl.pipeline import process
    from etl.source import make_source

    report = process(data, make_source("report.txt", data))
    return {(one.severity, one.finding_id, *map(str, (one.reported, one.expected, one.difference))) for one in report.findings}


def _digits(found, size: int) -> dict[str, object]:
    from etl.reconcile.audit import audit
    from etl.reconcile.changes import published_numbers
    from etl.reconcile.narrative import narrative_equations

    def narrated(records):
        return narrative_equations(records, found.names)

    records, chance = found.records, random.Random(7)
    numbers = list(published_numbers(records))
    budgets = [number for number in numbers if number.kind.startswith("budgets.")]
    others = [number for number in numbers if number.kind.startswith(KINDS) and _repeated(number, records)]
    chosen = chance.sample(budgets, min(len(budgets), NUMBERS.get(size, NUMBERS_OF_A_FILE)))
    money, kpis = audit(records, narrated, chosen), audit(records, narrated, chance.sample(others, min(KPI_NUMBERS, len(others))))
    namable, namable_named = _namable(records, chosen)
    return {
        "budget": {
            "changes": money.total.changes, "caught": money.total.caught, "named": money.total.named,
            "namable": namable, "namable_named": namable_named,
        },
        "kpis": {"changes": kpis.total.changes, "caught": kpis.total.caught},
        "wrong_claims": len(money.wrong_claims) + len(kpis.wrong_claims),
    }  # fmt: skip


def _repeated(number, records) -> bool:
    """A summary value counts where the section states one too; any other number always."""
    if number.cell[0] != "kpis":
        return True
    _, project_no, kpi_no, part, _, column = number.cell
    field = f"{column}_value"
    return any(
        (kpi.project_no, kpi.kpi_no, kpi.part, kpi.source_table) == (project_no, kpi_no, part, "project")
        and getattr(kpi, field) is not None
        for kpi in records.kpis
    )


def _namable(records, chosen) -> tuple[int, int]:
    """Changes that some value of the changed cell alone explains, and those of them in which it is named."""
    from etl.reconcile.bench import Bench
    from etl.reconcile.changes import one_digit_changed

    bench = Bench(records, lambda _: ())
    before = bench.run(records).claims
    amounts = {(row.project_no, row.source_table, row.measure, row.period): row.value for row in records.budgets}
    namable = named = 0
    for number in chosen:
        key = tuple(number.cell[1:])
        mine = {cell: value for cell, value in amounts.items() if cell[0] == key[0]}
        for value in one_digit_changed(number.value):
            if value == number.value or single_cell.explaining({**mine, key: value}) != {key}:
                continue
            namable += 1
            claims = bench.run(number.changed(value)).claims - before
            named += (number.cell, number.value) in claims and len(claims) == 1
    return namable, named


def _pairs(found) -> dict[str, int]:
    """Two digits wrong in cells of different projects, each of which would be named alone."""
    from etl.reconcile.bench import Bench
    from etl.reconcile.changes import one_digit_changed, published_numbers

    records, chance = found.records, random.Random(11)
    bench = Bench(records, lambda _: ())
    before = bench.run(records).claims
    budgets = [number for number in published_numbers(records) if number.kind.startswith("budgets.")]
    pairs = named = 0
    for _ in range(PAIRS * 3):
        one, other = chance.sample(budgets, 2)
        if one.cell[1] == other.cell[1] or pairs == PAIRS:
            continue
        left, right = (chance.choice([v for v in one_digit_changed(n.value) if v != n.value]) for n in (one, other))
        alone = [bench.run(changed).claims - before for changed in (one.changed(left), other.changed(right))]
        if [{(n.cell, n.value)} for n in (one, other)] != alone:
            continue
        changed = one.changed(left)
        again = next(n for n in published_numbers(changed) if n.cell == other.cell).changed(right)
        pairs += 1
        named += bench.run(again).claims - before == {(n.cell, n.value) for n in (one, other)}
    return {"pairs": pairs, "named": named}


def _structure(blocks: Blocks, size: int) -> dict[str, int]:
    clean = _findings(write_text(blocks))
    changed = [edited for _, edited in edits.edited_budget_tables(blocks)]
    chosen = random.Random(13).sample(changed, min(len(changed), EDITS[size]))
    caught = sum(bool(_findings(write_text(one)) - clean) for one in chosen)
    return {"changes": len(chosen), "caught": caught}
