"""Puts one chosen mistake into a report that has none, and says which rules must catch it, and where."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.factory import edits
from tests.factory.edits import At, Blocks
from tests.factory.facts import Facts, Kpi, Project
from tests.factory.layout import PLAIN, Cell, Role, Shape, Table, layout

SUMS = frozenset(("budget.quarters_sum", "budget.spent_parts", "budget.summary_equals_section"))
_INCOMPLETE = frozenset(("table.incomplete",))


@dataclass(frozen=True, slots=True)
class Mistake:
    """A report with one mistake. At least one of `rules` must find it, about `project_no` (0: any)."""

    name: str
    rules: frozenset[str]
    project_no: int
    blocks: Blocks
    kpi_no: int | None = None
    item_no: str | None = None
    before: str = ""
    after: str = ""


Maker = Callable[[Facts, Blocks, random.Random, Shape], Mistake | None]


def mistakes(facts: Facts, seed: int = 0, shape: Shape = PLAIN) -> Iterator[Mistake]:
    """One of each kind that the report has room for, at a place chosen by the seed.

    `facts` hold no mistake. Wrong digits are caught for certain where amounts are printed exactly.
    Headers stand in one row.
    """
    shape = replace(shape, two_row_headers=False)
    blocks = layout(facts, shape)
    for make in MAKERS:
        found = make(facts, blocks, random.Random(f"{seed}/{make.__name__}"), shape)
        if found is not None:
            yield found


def wrong_digit_in_budget(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """One digit of one amount in a project's own table."""
    return _wrong_digit("wrong digit in a budget cell", blocks, "budget", chance, SUMS)


def wrong_digit_in_spending(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """One digit of one amount of the summary, percentages aside."""
    rules = SUMS | {"budget.disbursed_pct", "budget.plan_equals_allocated", "budget.within_allocated"}
    return _wrong_digit("wrong digit in the spending summary", blocks, "spending", chance, rules, columns=(2, 3, 4))


def wrong_percentage(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """A percentage disbursed that is nine points off."""
    _, index, table = edits.tables(blocks, "spending")[0]
    row = chance.randrange(1, len(facts.projects) + 1)
    at = At(index, row, 5)
    if not table.rows[row][5].text:
        return None
    changed = edits.written(blocks, at, f"{Decimal(table.rows[row][5].text) + 9:f}")
    return _mistake("wrong percentage", {"budget.disbursed_pct"}, row, blocks, changed, at)


def row_shifted(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """A budget row's values one column to the right, the last one lost."""
    project, index, table = chance.choice(edits.tables(blocks, "budget"))
    row_no = chance.choice((1, 2, 3, 4))
    label, *values = table.rows[row_no]
    shifted = (label, Cell("", "number"), *values[:-1])
    changed = edits.with_rows(blocks, index, (*table.rows[:row_no], shifted, *table.rows[row_no + 1 :]))
    return _mistake("row shifted by a column", SUMS | _INCOMPLETE, project, blocks, changed, At(index, row_no, 0))


def rows_swapped(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """The values of two budget rows under each other's labels."""
    project, index, table = chance.choice(edits.tables(blocks, "budget"))
    one, other = sorted(chance.sample((1, 2, 3, 4), 2))
    rows = list(table.rows)
    rows[one] = (table.rows[one][0], *table.rows[other][1:])
    rows[other] = (table.rows[other][0], *table.rows[one][1:])
    if [cell.text for cell in table.rows[one][1:]] == [cell.text for cell in table.rows[other][1:]]:
        return None
    rules = SUMS | _INCOMPLETE | {"budget.plan_equals_allocated"}
    return _mistake("rows swapped", rules, project, blocks, edits.with_rows(blocks, index, tuple(rows)), At(index, one, 0))


def row_missing(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """A row of a budget table is not there."""
    project, index, table = chance.choice(edits.tables(blocks, "budget"))
    row_no = chance.choice((1, 2, 3, 4))
    changed = edits.with_rows(blocks, index, (*table.rows[:row_no], *table.rows[row_no + 1 :]))
    return _mistake("budget row missing", _INCOMPLETE, project, blocks, changed, At(index, row_no, 0))


def column_missing(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """A column of a budget table is not there."""
    project, index, _ = chance.choice(edits.tables(blocks, "budget"))
    column = chance.randrange(1, 6)
    changed = edits.without_column(blocks, index, column)
    return _mistake("budget column missing", _INCOMPLETE | SUMS, project, blocks, changed, At(index, 0, column))


def malformed_amount(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """An amount with two decimal points."""
    project, index, table = chance.choice(edits.tables(blocks, "budget"))
    at = At(index, 1, 1)
    changed = edits.written(blocks, at, table.rows[1][1].text + ".5")
    return _mistake("malformed number", {"number.malformed"}, project, blocks, changed, at)


def wrong_actual(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """One digit of a quarter's actual behind its plan."""
    rules = {"kpi.quarters_sum", "kpi.activities_sum"}
    return _in_quarters("wrong quarterly actual", facts, blocks, chance, rules, actual=True)


def wrong_plan(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """One digit of a quarter's plan."""
    return _in_quarters("wrong quarterly plan", facts, blocks, chance, {"kpi.plan_sum"}, actual=False)


def other_result_in_summary(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """The summary gives another result than the section."""

    def change(kpi: Kpi) -> Kpi | None:
        part = kpi.parts[0]
        if part.result is None:
            return None
        return replace(kpi, summary=(replace(part, result=part.result + 1), *kpi.parts[1:]))

    return _in_kpi("other result in the summary", {"kpi.value_differs"}, facts, chance, shape, change)


def other_unit_in_summary(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """The summary gives target and result in another unit."""

    def change(kpi: Kpi) -> Kpi | None:
        part = kpi.parts[0]
        if part.result is None:
            return None
        unit = "document" if part.unit != "document" else "project"
        return replace(kpi, summary=(replace(part, unit=unit), *kpi.parts[1:]))

    return _in_kpi("other unit in the summary", {"kpi.unit_differs"}, facts, chance, shape, change)


def not_in_summary(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """A KPI that the summary does not have."""
    return _in_kpi(
        "KPI missing in the summary", {"kpi.missing_in_summary"}, facts, chance, shape, lambda kpi: replace(kpi, in_summary=False)
    )


def not_in_section(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """The last KPI of the summary has no row in its section."""
    project = chance.choice([one for one in facts.projects if len(one.kpis) > 1])
    gone = project.kpis[-1]
    _, index, table = edits.tables(blocks, "kpi_summary")[0]
    shorter = layout(_with_project(facts, replace(project, kpis=project.kpis[:-1])), shape)
    changed = edits.with_rows(shorter, edits.tables(shorter, "kpi_summary")[0][1], table.rows)
    return Mistake("KPI missing in its section", frozenset(("kpi.missing_in_section",)), project.number, changed, gone.number)


def result_empty(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """The section's result cell is empty while the summary gives a result."""

    def change(kpi: Kpi) -> Kpi | None:
        if kpi.parts[0].result is None or kpi.points is not None:
            return None
        return replace(kpi, summary=kpi.parts, parts=tuple(replace(part, result=None) for part in kpi.parts))

    return _in_kpi("result missing", {"kpi.result_missing"}, facts, chance, shape, change)


def other_points(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """Points that neither the scorecard nor the levels give."""

    def change(kpi: Kpi) -> Kpi | None:
        if kpi.points is None:
            return None
        return replace(kpi, points=50 if kpi.points != 50 else 100)

    return _in_kpi("wrong points", {"kpi.score_differs", "kpi.level_points"}, facts, chance, shape, change)


def entry_missing(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """A list that must be as long as the result loses its last entry."""

    def change(kpi: Kpi) -> Kpi | None:
        listed = [said for said in kpi.narrative if said.kind == "item"]
        if not kpi.narrative or not kpi.narrative[0].text.startswith("ดำเนินการแล้ว") or len(listed) < 3:
            return None
        return replace(kpi, narrative=kpi.narrative[:-1])

    return _in_kpi("list entry missing", {"kpi.list_count"}, facts, chance, shape, change)


def wrong_activity(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """One activity's count is one too many."""

    def change(kpi: Kpi) -> Kpi | None:
        last = kpi.narrative[-1] if kpi.narrative else None
        if last is None or not last.marker or len(last.counted) != 1 or kpi.plan[0].actual is None:
            return None  # lines without a marker are no list: they may confirm, not contradict
        count = last.counted[0].count
        text = last.text.replace(f"{count:,f}", f"{count + 1:,f}")
        return replace(kpi, narrative=(*kpi.narrative[:-1], replace(last, text=text)))

    return _in_kpi("wrong activity", {"kpi.activities_sum"}, facts, chance, shape, change)


def wrong_weighted_score(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """One digit of an item's weighted score."""
    return _in_scorecard("wrong weighted score", {"scorecard.weighted_score"}, facts, blocks, chance, 3)


def wrong_weight(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """One digit of an item's weight."""
    return _in_scorecard("wrong weight", {"scorecard.weights", "scorecard.weighted_score"}, facts, blocks, chance, 1)


def wrong_grade(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """A grade whose range does not hold the total."""
    card = facts.scorecard
    if card is None:
        return None
    other = "ระดับดี" if card.grade != "ระดับดี" else "ระดับดีมาก"
    changed = layout(replace(facts, scorecard=replace(card, grade=other)), shape)
    return Mistake("wrong grade", frozenset(("scorecard.grade",)), 0, changed, item_no="total", before=card.grade, after=other)


def other_project_name(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """The spending summary calls a project otherwise."""
    project = chance.choice(facts.projects)
    other = replace(project, name_in_spending=f"{project.name}และอื่น ๆ")
    changed = layout(_with_project(facts, other), shape)
    rules = frozenset(("project.name_differs",))
    return Mistake("other project name", rules, project.number, changed, before=project.name, after=other.name_in_spending)


def wrong_mean(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """One of two groups' percentages is ten points off its mean."""
    return _in_words("wrong mean", {"narrative.mean"}, blocks, r"^1\. กลุ่มบ้าน\S+ ร้อยละความพึงพอใจ (\d)", _next_digit)


def wrong_sum(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """Views on two channels do not add up to the total named."""
    return _in_words("wrong sum in the words", {"narrative.sum"}, blocks, r"คลิปวิดีโอมียอด (\d)", _next_digit)


def wrong_count(facts: Facts, blocks: Blocks, chance: random.Random, shape: Shape) -> Mistake | None:
    """More provinces are claimed than named."""
    more = r"จำนวน (\d+) จังหวัด คือ"
    return _in_words("wrong number of provinces", {"narrative.count_differs"}, blocks, more, lambda d: str(int(d) + 2))


MAKERS: tuple[Maker, ...] = (
    wrong_digit_in_budget, wrong_digit_in_spending, wrong_percentage, row_shifted, rows_swapped, row_missing,
    column_missing, malformed_amount, wrong_actual, wrong_plan, other_result_in_summary, other_unit_in_summary,
    not_in_summary, not_in_section, result_empty, other_points, entry_missing, wrong_activity,
    wrong_weighted_score, wrong_weight, wrong_grade, other_project_name, wrong_mean, wrong_sum, wrong_count,
)  # fmt: skip


def _mistake(name: str, rules: frozenset[str] | set[str], project: int, blocks: Blocks, changed: Blocks, at: At) -> Mistake:
    table, now = blocks[at.block], changed[at.block]
    assert isinstance(table, Table) and isinstance(now, Table)
    before = table.rows[at.row][at.cell].text
    after = now.rows[at.row][at.cell].text if at.row < len(now.rows) and at.cell < len(now.rows[at.row]) else ""
    return Mistake(name, frozenset(rules), project, changed, before=before, after=after)


def _wrong_digit(
    name: str,
    blocks: Blocks,
    role: Role,
    chance: random.Random,
    rules: frozenset[str],
    columns: tuple[int, ...] = (1, 2, 3, 4, 5),
) -> Mistake | None:
    project, index, table = chance.choice(edits.tables(blocks, role))
    places = [
        At(index, row_no, column)
        for row_no, row in enumerate(table.rows)
        for column in columns
        if row[column].kind == "number" and any(map(str.isdigit, row[column].text))
    ]
    if not places:
        return None
    at = chance.choice(places)
    changed = edits.written(blocks, at, edits.other_digit(edits.text_at(blocks, at), chance))
    return _mistake(name, rules, project or at.row, blocks, changed, at)


def _in_quarters(
    name: str, facts: Facts, blocks: Blocks, chance: random.Random, rules: set[str], *, actual: bool
) -> Mistake | None:
    pattern = re.compile(r"\d[\d,]* \(\d[\d,]*\)") if actual else re.compile(r"\d[\d,]*(?: \(\d[\d,]*\))?")
    places: list[tuple[int, At]] = []
    for project, index, table in edits.tables(blocks, "kpi"):
        for row_no, row in enumerate(table.rows):
            full = [cell_no for cell_no in range(3, len(row)) if pattern.fullmatch(row[cell_no].text)]
            if len(row) == 7 and (len(full) == facts.quarter or not actual):  # a sum with a missing part is not judged
                places += [(project, At(index, row_no, cell_no)) for cell_no in full]
    if not places:
        return None
    project, at = chance.choice(places)
    plan, bracket, rest = edits.text_at(blocks, at).partition(" (")
    text = f"{plan}{bracket}{edits.other_digit(rest, chance)}" if actual else edits.other_digit(plan, chance) + bracket + rest
    return _mistake(name, rules, project, blocks, edits.written(blocks, at, text), at)


def _in_kpi(
    name: str, rules: set[str], facts: Facts, chance: random.Random, shape: Shape, change: Callable[[Kpi], Kpi | None]
) -> Mistake | None:
    places = [
        (project, index, changed)
        for project in facts.projects
        for index, kpi in enumerate(project.kpis)
        for changed in (change(kpi),)
        if changed is not None
    ]
    if not places:
        return None
    project, index, kpi = chance.choice(places)
    other = replace(project, kpis=(*project.kpis[:index], kpi, *project.kpis[index + 1 :]))
    return Mistake(name, frozenset(rules), project.number, layout(_with_project(facts, other), shape), kpi.number)


def _with_project(facts: Facts, project: Project) -> Facts:
    return replace(facts, projects=tuple(project if one.number == project.number else one for one in facts.projects))


def _in_scorecard(name: str, rules: set[str], facts: Facts, blocks: Blocks, chance: random.Random, column: int) -> Mistake | None:
    if facts.scorecard is None:
        return None
    _, index, table = edits.tables(blocks, "scorecard")[0]
    items = [row_no for row_no, row in enumerate(table.rows) if re.match(r"\d+\.\d", row[0].text)]
    at = At(index, chance.choice(items), column)
    changed = edits.written(blocks, at, edits.other_digit(edits.text_at(blocks, at), chance))
    found = _mistake(name, rules, 0, blocks, changed, at)
    return replace(found, item_no=table.rows[at.row][0].text.split(" ")[0])


def _in_words(name: str, rules: set[str], blocks: Blocks, pattern: str, other: Callable[[str], str]) -> Mistake | None:
    def change(text: str) -> str | None:
        found = re.search(pattern, text)
        return None if found is None else text[: found.start(1)] + other(found[1]) + text[found.end(1) :]

    changed = edits.said_otherwise(blocks, change)
    return None if changed is None else Mistake(name, frozenset(rules), 0, changed)


def _next_digit(digit: str) -> str:
    return str(int(digit) % 9 + 1)
