"""Tells the projects of a report without summaries from the numbered lines right above its budget tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.headers import find_header, role_of_label
from parsers.headings import numbered_name, same_name, spaced_name
from schemas.document import Document, Line, Table
from schemas.reports.family import ReportFamily

_LINES_ABOVE = 3  # a heading, a line of whose it is, the unit of the table
_CONTINUED = "ต่อ"


def numbered_above_budgets(document: Document, family: ReportFamily) -> dict[int, str]:
    """Project names by number, from 1 on in the order in which they stand.

    They count where the printed numbers run on without a gap, or begin again at 1 (a strategy each) with
    other names; "1. งบประมาณ" above each table is no project. With a gap they keep their printed numbers, where
    each is called a project: "1. โครงการ…", "3. โครงการ…".
    """
    found = list(_found(document, family))
    if not found or not _runs_on([number for number, _ in found]):
        return _with_gaps(found, family)
    names = [name for _, name in found]
    if any(same_name(one, other) for index, one in enumerate(names) for other in names[:index]):
        return {}
    if any(role_of_label(name, family.measures) or role_of_label(name, family.columns) for name in names):
        return {}
    return dict(enumerate(names, start=1))


def _with_gaps(found: Sequence[tuple[int, str]], family: ReportFamily) -> dict[int, str]:
    rising = all(after > before for (before, _), (after, _) in pairwise(found))
    return dict(found) if rising and all(name.startswith(family.project_words) for _, name in found) else {}


def _runs_on(numbers: Sequence[int]) -> bool:
    return numbers[0] == 1 and all(after in (before + 1, 1) for before, after in pairwise(numbers))


def _found(document: Document, family: ReportFamily) -> Iterator[tuple[int, str]]:
    above: list[str] = []
    for block in document.blocks:
        if isinstance(block, Line):
            above.append(block.text)
            continue
        if _is_budget(block, family):
            lines = [text for text in reversed(above[-_LINES_ABOVE:]) if _CONTINUED not in text]
            numbered = (numbered_name(text) or spaced_name(text) for text in lines)
            first = next((title for title in numbered if title is not None), None)
            if first is not None:
                yield first
        above = []


def _is_budget(table: Table, family: ReportFamily) -> bool:
    headers = (find_header(table.rows, index, family) for index in range(min(2, len(table.rows))))
    return any(header is not None and header.role == "budget" for header in headers)
