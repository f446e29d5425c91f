"""Turns records into the same records with one digit of one published number changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from etl.reconcile.equations import (
    CellKey,
    activity_cell,
    budget_cell,
    kpi_cell,
    level_cell,
    quarter_cell,
    score_cell,
)
from etl.reconcile.terms import printed_in
from schemas.record import Read, Records

_BASE = 10


@dataclass(frozen=True, slots=True)
class PublishedNumber:
    """A number published as a value: its cell, what kind of number it is, and how to put another there.

    `kind` is dataset and column ("budgets.project", "kpis.summary result", "scorecard.weight").
    """

    cell: CellKey
    kind: str
    value: Decimal
    changed: Callable[[Decimal], Records]


@dataclass(frozen=True, slots=True)
class _Column:
    """A numeric column: its dataset and field, the field with its words, its kind and cell."""

    dataset: str
    field: str
    words: str | None
    kind: Callable[[Any], str]
    cell: Callable[[Any], CellKey]


def published_numbers(records: Records) -> Iterator[PublishedNumber]:
    """Every number that a typed column of a dataset holds, in the order of the datasets.

    เบิกจ่าย Q2 "5.7611" of project 1 is one number of kind budgets.project.
    """
    for column in _COLUMNS:
        for index, row in enumerate(getattr(records, column.dataset)):
            value: Decimal | None = getattr(row, column.field)
            if value is not None:
                yield PublishedNumber(column.cell(row), column.kind(row), value, _change(records, column, index))


def one_digit_changed(value: Decimal) -> Iterator[Decimal]:
    """The value with each digit in turn replaced by each other one: nine values a digit.

    12.5 gives 02.5, 22.5 … 12.4; the sign and the places stay.
    """
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return
    if len(digits) <= -exponent:  # 0.6032 is printed with its leading zero
        digits = (0,) * (1 - exponent - len(digits)) + digits
    for position, digit in enumerate(digits):
        for other in range(_BASE):
            if other != digit:
                yield Decimal((sign, (*digits[:position], other, *digits[position + 1 :]), exponent))


def _change(records: Records, column: _Column, index: int) -> Callable[[Decimal], Records]:
    """What puts another value into one row, in the words that print it too."""

    def changed(value: Decimal) -> Records:
        rows = getattr(records, column.dataset)
        row = rows[index]
        old: Decimal = getattr(row, column.field)
        fields: dict[str, Any] = {column.field: value, "read": _reread(row.read, old, value)}
        if column.words is not None:
            fields[column.words] = _rewritten(getattr(row, column.words), old, value)
        if column.dataset == "budgets" and row.amount_baht is not None and old:
            fields["amount_baht"] = row.amount_baht / old * value
        one_changed = (*rows[:index], replace(row, **fields), *rows[index + 1 :])
        changed_dataset: dict[str, Any] = {column.dataset: one_changed}
        return replace(records, **changed_dataset)

    return changed


def _reread(read: Read, old: Decimal, value: Decimal) -> Read:
    return replace(read, source_text=_rewritten(read.source_text, old, value))


def _rewritten(text: str, old: Decimal, value: Decimal) -> str:
    """The words with the old number replaced, where it stands in them."""
    printed = printed_in(old, text)
    return text.replace(printed, format(abs(value), ",f" if "," in printed else "f"), 1)


def _kpi(column: str) -> tuple[Callable[[Any], str], Callable[[Any], CellKey]]:
    return (
        lambda row: f"kpis.{row.source_table} {column}",
        lambda row: kpi_cell(row.project_no, row.kpi_no, row.part, row.source_table, column),
    )


def _quarter(column: str) -> tuple[Callable[[Any], str], Callable[[Any], CellKey]]:
    return (
        lambda _: f"kpi_quarters.{column}",
        lambda row: quarter_cell(row.project_no, row.kpi_no, row.part, row.period, column),
    )


def _level(column: str) -> tuple[Callable[[Any], str], Callable[[Any], CellKey]]:
    return (
        lambda _: f"kpi_levels.{column}",
        lambda row: level_cell(row.project_no, row.kpi_no, row.part, row.level, column),
    )


def _score(column: str) -> tuple[Callable[[Any], str], Callable[[Any], CellKey]]:
    return lambda _: f"scorecard.{column}", lambda row: score_cell(row.item_no, column)


_COLUMNS = (
    _Column(
        "budgets", "value", None,
        lambda row: f"budgets.{row.source_table}",
        lambda row: budget_cell(row.project_no, row.source_table, row.measure, row.period),
    ),
    _Column("kpis", "target_value", "target_text", *_kpi("target")),
    _Column("kpis", "target_upper", "target_text", *_kpi("upper")),
    _Column("kpis", "result_value", "result_text", *_kpi("result")),
    _Column("kpis", "points", "result_text", *_kpi("points")),
    _Column("kpi_quarters", "plan_value", "cell_text", *_quarter("plan")),
    _Column("kpi_quarters", "actual_value", "cell_text", *_quarter("actual")),
    _Column("kpi_levels", "points", None, *_level("points")),
    _Column("kpi_levels", "threshold_value", "threshold_text", *_level("threshold")),
    _Column("kpi_levels", "threshold_upper", "threshold_text", *_level("upper")),
    _Column("scorecard", "weight", None, *_score("weight")),
    _Column("scorecard", "score", "score_text", *_score("score")),
    _Column("scorecard", "weighted_score", None, *_score("weighted_score")),
    _Column("activities", "count", None, lambda _: "activities.count", lambda row: activity_cell(row.seq)),
)  # fmt: skip
