"""Turns recognised tables into findings where a row, a column or a single amount is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from etl.reconcile.budgets import BudgetNet
from etl.reconcile.messages import thai_label
from schemas.finding import Finding, Subject
from schemas.record import QUARTERS, WHOLE_ORGANISATION, Read, Records

# An amount belongs to the kind of table where at least half of the report's other tables print it.
_USUAL_SHARE = 0.5
_ROWS = ("planned", "spent", "disbursed", "committed")

Slot = tuple[str, str]  # measure, period


def incomplete_tables(records: Records, net: BudgetNet) -> Iterator[Finding]:
    """A draft for each missing row (a measure), column (a period), amount, or whole budget table.

    What a table of the kind has is learnt from the other tables of the same report: when seven of
    eight print ผูกพัน and one does not, that row is missing there.
    """
    for table, projects in (("project", net.sections), ("summary", net.summary)):
        printed = {number: _slots(net, number, table) for number in projects}
        usual = Counter(slot for slots in printed.values() for slot in slots)
        for number in sorted({*net.sections, *net.summary}):
            mine = printed.get(number, frozenset())
            others = len(projects) - (number in printed)
            expected = [slot for slot in usual if others and usual[slot] - (slot in mine) >= _USUAL_SHARE * others]
            if not others and table == "project":
                expected = _grid(net, mine)
            gaps = [gap for gap in _gaps(expected, mine) if not _may_be_empty(net, number, table, gap)]
            for measure, period in gaps:
                yield _missing(
                    Subject(number, source_table=table, measure=measure, period=period),
                    _place(records, number, table),
                )


def _slots(net: BudgetNet, project_no: int, table: str) -> frozenset[Slot]:
    return frozenset((key[2], key[3]) for key in net.amounts if key[0] == project_no and key[1] == table)


def _grid(net: BudgetNet, mine: frozenset[Slot]) -> list[Slot]:
    """What the only table of a report should have: each of its rows under each of its columns."""
    columns = ("FY", *QUARTERS[: net.quarter])
    rows = sorted({measure for measure, _ in mine if measure in _ROWS})
    return [(row, column) for row in rows for column in columns if any(period == column for _, period in mine)]


def _may_be_empty(net: BudgetNet, project_no: int, table: str, gap: tuple[str | None, str | None]) -> bool:
    """Whether nothing need stand there: a quarter still to come for which nothing is planned.

    Its dash has no row; that it is no lost amount is seen when the other quarters give the total.
    """
    measure, period = gap
    later = QUARTERS[net.quarter :]
    if table != "project" or period not in later or measure not in (None, "planned"):
        return False
    plan = [net.amounts.get((project_no, table, "planned", quarter)) for quarter in ("FY", *QUARTERS)]
    values = [amount.value or Decimal(0) if amount is not None else Decimal(0) for amount in plan]
    return values[0] == sum(values[1:], Decimal(0))


def _gaps(expected: Sequence[Slot], mine: frozenset[Slot]) -> Iterator[tuple[str | None, str | None]]:
    """What is missing, the largest piece first: (None, None) the table, a row, a column, one amount."""
    missing = [slot for slot in expected if slot not in mine]
    if not missing:
        return
    if len(missing) == len(expected):
        yield None, None
        return
    rows = {m for m, _ in missing if all(slot in missing for slot in expected if slot[0] == m)}
    columns = {p for _, p in missing if all(slot in missing for slot in expected if slot[1] == p)}
    if len({m for m, _ in expected}) > 1 and len({p for _, p in expected}) > 1:
        yield from ((measure, None) for measure in sorted(rows))
        yield from ((None, period) for period in sorted(columns))
    else:
        rows, columns = set(), set()
    for measure, period in missing:
        if measure not in rows and period not in columns:
            yield measure, period


def _place(records: Records, project_no: int, table: str) -> Read | None:
    """Where to look: the table's first amount, else the project's own name."""
    for amount in records.budgets:
        if amount.project_no == project_no and amount.source_table == table:
            return amount.read
    named = (project.read for project in records.projects if project.project_no == project_no)
    return next(named, None)


def _missing(subject: Subject, read: Read | None) -> Finding:
    number = subject.project_no
    whose_th = "ทั้งองค์กร" if number == WHOLE_ORGANISATION else f"โครงการ {number}"
    table_th = "แถวในตารางสรุปงบประมาณ" if subject.source_table == "summary" else "ตารางงบประมาณของโครงการ"
    table_en = "its row of the spending summary" if subject.source_table == "summary" else "its own budget table"
    what = " ".join(filter(None, (subject.measure, subject.period)))
    th = f"{whose_th}: {table_th}ไม่มี {thai_label(what)}" if what else f"{whose_th}: ไม่พบ{table_th}"
    en = f"Project {number}: {what} is missing in {table_en}." if what else f"Project {number}: {table_en} is missing."
    finding = Finding("", None, "table.incomplete", "warning", subject, None, what or None, None, th, en)
    if read is None:
        return finding
    return Finding(
        "", None, "table.incomplete", "warning", subject, None, what or None, None, th, en,
        read.place, read.source_text,
    )  # fmt: skip
