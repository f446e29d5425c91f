"""Turns what earlier reports print otherwise than one report into its equations: in the worker that reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from etl.extract.drafts import quote
from etl.reconcile.equations import CellKey, Equation, budget_cell, kpi_cell, quarter_cell
from etl.reconcile.messages import thai_label, where
from etl.reconcile.terms import amount_term, term
from etl.series.compare import common, differs, slack
from etl.series.figures import own_words
from etl.series.told import Contradiction, Print, Told
from schemas.document import NOWHERE
from schemas.finding import CheckTerm, Subject
from schemas.record import Records

_ZERO = Decimal(0)


def series_equations(records: Records, told: Told) -> Iterator[Equation]:
    """An equation for each figure that an earlier report prints otherwise; all of them fail.

    The Q4 report's "(4.8284)" of ผูกพัน Q3 against the Q3 report's "(4.8824)".
    """
    own = dict(_own_terms(records, {one.own.cell: one.label for one in told.contradictions}))
    for one in told.contradictions:
        if one.own.cell in own:
            yield _fallen(one, own[one.own.cell]) if one.rule == "series.decreased" else _changed(one, own[one.own.cell])


def _own_terms(records: Records, labels: Mapping[CellKey, str]) -> Iterator[tuple[CellKey, CheckTerm]]:
    """The cells asked for as this report prints them, each with its place."""
    for a in records.budgets:
        cell = budget_cell(a.project_no, a.source_table, a.measure, a.period)
        if cell in labels:
            yield cell, amount_term("total", labels[cell], a)
    for k in records.kpis:
        for column, value, text in (("target", k.target_value, k.target_text), ("result", k.result_value, k.result_text)):
            cell = kpi_cell(k.project_no, k.kpi_no, k.part, k.source_table, column)
            if cell in labels:
                yield cell, term("total", labels[cell], value, text, "kpis", k.read)
    for q in records.kpi_quarters:
        for column, value in (("plan", q.plan_value), ("actual", q.actual_value)):
            cell = quarter_cell(q.project_no, q.kpi_no, q.part, q.period, column)
            if cell in labels:
                yield cell, term("total", labels[cell], value, own_words(q.cell_text, column), "kpi_quarters", q.read)


def _changed(one: Contradiction, own: CheckTerm) -> Equation:
    """Two prints of one figure: equal, or one of them the other rounded further."""
    part, total = _in_one_unit(one, own)
    is_plain = part.value == one.before.value and total.value == one.own.value
    return Equation(
        one.rule,
        _subject(one.own.cell),
        "sum",
        (part, total),
        # In two units no value of a cell can be named for what it should be.
        (("earlier", one.before.report_id, *one.before.cell), one.own.cell) if is_plain else (),
        halves=(_ZERO, slack(one.before, one.own)),
        witnesses=tuple(_witnesses(one)),
    )


def _fallen(one: Contradiction, own: CheckTerm) -> Equation:
    part, total = _in_one_unit(one, own)
    subject = _subject(one.own.cell)
    place_th, place_en = where(subject)
    label, before = one.label, one.before
    return Equation(
        one.rule,
        subject,
        "decided",
        (part, total),
        outcome="fail",
        messages=(
            f"{place_th}{thai_label(label)} รายงานไว้ {own.printed} น้อยกว่า {before.printed} ในรายงาน {before.report_id}",
            f"{place_en}{label} is reported as {own.printed}, less than the {before.printed} of {before.report_id}.",
        ),
        witnesses=(_stands(before),),
    )


def _in_one_unit(one: Contradiction, own: CheckTerm) -> tuple[CheckTerm, CheckTerm]:
    """The earlier print and the own one as terms, in baht where their units are two of money.

    The earlier one has no place: it stands in another report, which its label names.
    """
    before = one.before
    values = common(before, one.own) or (before.value, one.own.value)
    label, words = f"{one.label} [{before.report_id}]", f"{before.printed} ({_place(before)[1]})"
    part = CheckTerm("part", label, 1, before.printed, values[0], own.dataset, NOWHERE, words)
    return part, replace(own, value=values[1])


def _subject(cell: CellKey) -> Subject:
    """What a cell is about: a budget's table, measure and period; a KPI's part, and its column as the measure."""
    kind, project_no, *rest = cell
    assert isinstance(project_no, int)  # the key of every dataset compared begins with it
    if kind == "budgets":
        return Subject(project_no, source_table=str(rest[0]), measure=str(rest[1]), period=str(rest[2]))
    kpi_no, part, third, column = rest
    assert isinstance(kpi_no, int)
    assert isinstance(part, int)
    if kind == "kpi_quarters":
        return Subject(project_no, kpi_no, part, measure=str(column), period=str(third))
    return Subject(project_no, kpi_no, part, source_table=str(third), measure=str(column))


def _witnesses(one: Contradiction) -> Iterator[tuple[str, str]]:
    """Where the earlier print stands, and which of the two still earlier reports agree with."""
    yield _stands(one.before)
    agreeing = [other for other in one.earlier if not differs(other, one.before)]
    if agreeing:
        yield _agrees(agreeing, one.before.printed)
    agreeing = [other for other in one.earlier if not differs(other, one.own)]
    if agreeing:
        yield _agrees(agreeing, one.own.printed)


def _agrees(others: Sequence[Print], printed: str) -> tuple[str, str]:
    names = ", ".join(other.report_id for other in others)
    return f"{printed} ตรงกับ {names}", f"{printed} is what {names} has too"


def _stands(found: Print) -> tuple[str, str]:
    th, en = _place(found)
    return f"{found.printed} อยู่ที่ {th}", f"{found.printed} stands in {en}"


def _place(found: Print) -> tuple[str, str]:
    """File and line or page of a print: "sample-q1.txt line 45"."""
    place, name = found.place, quote(found.source_name)
    if place.line is not None:
        return f"{name} บรรทัด {place.line}", f"{name} line {place.line}"
    if place.page is not None:
        return f"{name} หน้า {place.page}", f"{name} page {place.page}"
    return name, name
