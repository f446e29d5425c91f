"""Turns the organisation's scorecard into a line an item."""

from __future__ import annotations

import re
from decimal import Decimal

from etl.extract.drafts import malformed, published
from etl.extract.places import read_of
from parsers.headers import squash
from parsers.markup import plain
from parsers.numbers import amount, arabic, find_numbers
from parsers.rows import numbered_text
from schemas.document import Cell
from schemas.finding import Finding, Subject
from schemas.outline import LogicalTable, Outline, Row
from schemas.record import ScorecardLine
from schemas.reports.family import ReportFamily

_ITEM = re.compile(r"(?:องค์ประกอบที่|องค์ประกอบ|ด้านที่|มิติที่|ประเด็นที่|ตัวชี้วัดที่|ตัวชี้วัด)?\s*(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(\S.*)")
TOTAL = "total"


def scorecard(outline: Outline, family: ReportFamily) -> tuple[tuple[ScorecardLine, ...], tuple[Finding, ...]]:
    """The lines of the evaluation and what could not be read in them.

    "1.2 ร้อยละความเชื่อมั่น | 15 | 75 คะแนน | 11.25" gives item "1.2", weight 15, score 75, 11.25.
    """
    lines: dict[str, ScorecardLine] = {}
    findings: list[Finding] = []
    for section in outline.sections:
        for table in section.items:
            if isinstance(table, LogicalTable) and table.role == "scorecard":
                for row in table.rows:
                    line = _line(row, family, findings)
                    if line is not None:
                        lines.setdefault(line.item_no, line)
    return tuple(lines.values()), tuple(findings)


def _line(row: Row, family: ReportFamily, findings: list[Finding]) -> ScorecardLine | None:
    named = row.get("name")
    item = _item(numbered_text(row, "name"), family) if named is not None else None
    if item is None:
        return None
    item_no, name = item
    subject = Subject(item_no=item_no)
    score = row.get("score")
    return ScorecardLine(
        item_no=item_no,
        name=name,
        weight=_whole(row.get("weight"), subject, findings),
        score=None if score is None else _first(score, subject, findings),
        weighted_score=_whole(row.get("weighted_score"), subject, findings),
        score_text=plain(score.text) if score is not None else "",
        read=read_of(row.all_cells),
    )


def _item(text: str, family: ReportFamily) -> tuple[str, str] | None:
    found = _ITEM.fullmatch(arabic(text))
    if found is not None:
        return found[1], text[found.start(2) :]
    return (TOTAL, text) if squash(text).startswith(family.total_labels) else None


def _whole(cell: Cell | None, subject: Subject, findings: list[Finding]) -> Decimal | None:
    text = plain(cell.text) if cell is not None else ""
    if cell is None or not text:
        return None
    value = published(amount(text))
    if value is None:
        return _first(cell, subject, findings)
    return value


def _first(cell: Cell, subject: Subject, findings: list[Finding]) -> Decimal | None:
    """The first number outside parentheses, `None` where words stand instead of one."""
    for number in find_numbers(plain(cell.text)):
        if number.parenthesised:
            continue
        value = published(number)
        if value is None:
            findings.append(malformed(number.printed, subject, cell.place, cell.text))
        return value
    return None
