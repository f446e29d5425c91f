"""Tells a report from a plan: a plan has the same tables, and nothing in them that was done."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.headers import role_of_label
from parsers.markup import plain
from parsers.rivals import ACTUAL, split_role
from schemas.outline import LogicalTable, Outline
from schemas.record import QUARTERS
from schemas.reports.family import ReportFamily

_DONE = ("result", "spent", "disbursed", "committed", "score", "weighted_score")
_BRACKETS = ("(", "（")  # behind a plan: what was done of it


def says_what_was_done(outline: Outline, family: ReportFamily) -> bool:
    """Whether any table holds a result, an amount spent, a score, or an actual behind a quarter's plan.

    "แผนการใช้จ่าย | 24.00 | 6.00 | …" alone is a plan.
    """
    tables = (item for section in outline.sections for item in section.items if isinstance(item, LogicalTable))
    return any(_has_digit(text) for table in tables for text in _done_in(table, family))


def _done_in(table: LogicalTable, family: ReportFamily) -> Iterator[str]:
    for row in table.rows:
        label = row.get("label")
        measure = role_of_label(label.text, family.measures) if label is not None else None
        for role, cell in row.cells:
            text = plain(cell.text)
            of_row = measure is not None and measure[0] in _DONE and (role in QUARTERS or role == "total")
            in_brackets = table.role == "kpi" and role in QUARTERS and any(bracket in text for bracket in _BRACKETS)
            if of_row or in_brackets or split_role(role)[0] in _DONE or role.endswith(ACTUAL):
                yield text


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
