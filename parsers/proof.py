"""Proves that a document is a report of its family: it has the tables, says what was done, and is nothing else by its title."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.english import counted
from parsers.headers import role_of_label, squash
from parsers.headings import is_phrase
from parsers.markup import plain
from parsers.rivals import ACTUAL, split_role
from schemas.document import Document, Line, Table
from schemas.errors import UnknownFamily
from schemas.outline import LogicalTable, Outline
from schemas.record import QUARTERS, WHOLE_ORGANISATION
from schemas.reports.family import ReportFamily

_ROLES_DONE = ("result", "spent", "disbursed", "committed", "score", "weighted_score")
_FIRST_LINES = 3  # in which a document says what it is
_DONE, _ABOUT = "ผลการ", "เรื่อง"
_BRACKETS = ("(", "（")  # behind a plan: what was done of it


def require_report(result: Outline, document: Document, family: ReportFamily) -> None:
    """Raises `UnknownFamily` for what has no projects or summary, holds plans alone, or is titled as something else."""
    projects = [section for section in result.sections if section.project_no != WHOLE_ORGANISATION]
    tables = [item.role for section in result.sections for item in section.items if isinstance(item, LogicalTable)]
    if not projects and not any(role in ("kpi_summary", "spending_summary") for role in tables):
        raise no_table(document)
    is_titled = _is_titled(result, family)
    other = next((line.text for line in result.title[:_FIRST_LINES] if squash(line.text).startswith(family.others)), None)
    if other is not None and not is_titled and _DONE not in squash(other):
        raise UnknownFamily(
            f"It says of itself that it is something else: “{plain(other)[:80]}”.",
            th=f"เอกสารบอกเองว่าเป็นอย่างอื่น: “{plain(other)[:80]}”",
        )
    if not is_titled and not says_what_was_done(result, family):
        raise UnknownFamily(
            f"Its tables hold plans and nothing that was done, and no title says it is a report: “{_first_words(document)}”.",
            th=f"ตารางมีแต่แผน ไม่มีผลการดำเนินงาน และไม่มีชื่อที่บอกว่าเป็นรายงาน: “{_first_words(document)}”",
        )


def no_table(document: Document) -> UnknownFamily:
    """What refuses a document without any table of the family."""
    tables = sum(isinstance(block, Table) for block in document.blocks)
    return UnknownFamily(
        f"No table of a known report stands in it ({counted(tables, 'table')}, first words “{_first_words(document)}”): "
        "a quarterly performance report has budget tables (รวมทั้งสิ้น, Q1–Q4) and KPI tables "
        "(ตัวชี้วัด, เป้าหมาย, ผลการดำเนินงาน) under its projects.",
        th=f"ไม่มีตารางของรายงานแบบที่รู้จัก (มี {tables} ตาราง ขึ้นต้นด้วย “{_first_words(document)}”): รายงานผลการดำเนินงาน"
        "รายไตรมาสมีตารางงบประมาณ (รวมทั้งสิ้น, Q1–Q4) และตารางตัวชี้วัด (ตัวชี้วัด, เป้าหมาย, ผลการดำเนินงาน) ใต้แต่ละโครงการ",
    )


def _first_words(document: Document) -> str:
    """The first line, or row of a table, that has words."""
    for block in document.blocks:
        rows = ((block.text,),) if isinstance(block, Line) else ((cell.text for cell in row) for row in block.rows)
        for row in rows:
            words = plain(" ".join(filter(None, row))).strip()
            if words:
                return words[:80]
    return ""


def _is_titled(result: Outline, family: ReportFamily) -> bool:
    """Whether a line outside the projects says that a report begins: below a covering letter it is no title line."""
    whole = (item for item in result.sections[0].items if isinstance(item, Line)) if result.sections else ()
    return any(
        is_phrase(plain(line.text).removeprefix(_ABOUT), family.titles) for line in (*result.title, *result.headings, *whole)
    )


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
            of_row = measure is not None and measure[0] in _ROLES_DONE and (role in QUARTERS or role == "total")
            in_brackets = table.role == "kpi" and role in QUARTERS and any(bracket in text for bracket in _BRACKETS)
            if of_row or in_brackets or split_role(role)[0] in _ROLES_DONE or role.endswith(ACTUAL):
                yield text


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
