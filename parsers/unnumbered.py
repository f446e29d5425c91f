"""Tells the titles of projects that bear no number: a name right above tables of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from parsers.headers import find_header
from parsers.headings import clean_name, level_of, numbered_name, same_name, spaced_name
from parsers.numbers import arabic
from schemas.document import Document, Line, Place, Table
from schemas.reports.family import ReportFamily

_LINES_ABOVE = 3  # a title, a line of whose it is, the unit of the table
_LABELLED = re.compile(r"(?:ชื่อ(?:โครงการ|แผนงาน)|(?:โครงการ|แผนงาน)(?=\s*[:：]))\s*[:：]?\s*(\S.*)")
# A sentence, a count or the head of a list, and no name: "โครงการทั้งหมด 8 โครงการ", "โครงการที่ได้รับจัดสรร".
_NO_NAME = re.compile(r"(?:โครงการ|แผนงาน)(?:ที่|และ|ทั้งหมด|ตาม|สำคัญ|ดังกล่าว|นี้|/|ของ|ใน)|\d\s*โครงการ|ได้แก่|ดังนี้|จำนวน")
_SHORTEST, _LONGEST = 12, 200  # letters
_TABLES = ("budget", "kpi", "kpi_summary")
_SEVERAL = 2  # one such line may be any words above a table; so many are how a report heads its projects


def unnumbered_title(text: str, family: ReportFamily) -> tuple[str, bool] | None:
    """The name that a line without a number gives a project, and whether a label says that it is one.

    "ชื่อโครงการ : การเลี้ยงปลา" gives ("การเลี้ยงปลา", True), "โครงการเลี้ยงปลาน้ำจืด" itself and False.
    """
    words = clean_name(text).lstrip("#").strip()
    labelled = _LABELLED.fullmatch(words)
    name = labelled[1] if labelled else words
    if numbered_name(words) or spaced_name(words) or numbered_name(name) or _NO_NAME.search(arabic(name)):
        return None
    if labelled is None and not (words.startswith(family.project_words) and len(words) >= _SHORTEST):
        return None
    return (name, labelled is not None) if len(words) <= _LONGEST else None


def titles_above_tables(document: Document, family: ReportFamily) -> Mapping[Place, str]:
    """The names that stand right above tables of budgets and KPIs, by the place of their line."""
    return {line.place: name for line, name, _ in _found(document, family)}


def unnumbered_projects(document: Document, family: ReportFamily) -> dict[int, str]:
    """Project names by their order, where the report numbers none and heads tables with their names."""
    if any(isinstance(block, Line) and level_of(block.text) is not None for block in document.blocks):
        return {}
    names: list[str] = []
    found = list(_found(document, family))
    for _, name, _ in found:
        if not any(same_name(name, other) for other in names):
            names.append(name)
    is_labelled = any(labelled for _, _, labelled in found)
    return dict(enumerate(names, start=1)) if is_labelled or len(names) >= _SEVERAL else {}


def _found(document: Document, family: ReportFamily) -> Iterator[tuple[Line, str, bool]]:
    above: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Line):
            above.append(block)
            continue
        if _is_of_a_project(block, family):
            for line in above[-_LINES_ABOVE:]:
                title = unnumbered_title(line.text, family)
                if title is not None:
                    yield line, *title
                    break
        above = []


def _is_of_a_project(table: Table, family: ReportFamily) -> bool:
    header = next((found for index in range(min(2, len(table.rows))) if (found := find_header(table.rows, index, family))), None)
    return header is not None and header.role in _TABLES and all(column.role != "project" for column in header.columns)
