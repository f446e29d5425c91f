"""Publishes every cell of every table and the health of every page, and names unknown tables."""

from __future__ import annotations

from collections.abc import Iterator

from etl.extract.drafts import draft, quote
from parsers.english import counted
from parsers.markup import plain
from schemas.document import Document, Place
from schemas.errors import TableTooLarge
from schemas.finding import Finding, Subject
from schemas.outline import LogicalTable, Outline
from schemas.record import CellRecord, PageRecord, Read

MOST_NUMBERED = 32_767  # tables, rows, columns: the datasets number them in 16 bits


def require_room(outline: Outline) -> None:
    """Raises `TableTooLarge` where the datasets cannot number the tables, or the rows or columns of one.

    A list of 40,000 rows in a report's annex is such a table.
    """
    for table in _tables(outline):
        columns = max((cell.column_no + cell.column_span - 1 for row in table.source_rows for cell in row), default=0)
        for size, what, what_th in ((len(table.source_rows), "rows", "แถว"), (columns, "columns", "คอลัมน์")):
            if size > MOST_NUMBERED:
                begins, begins_th = _begins(table)
                raise TableTooLarge(
                    f"Table {table.table_no:,} ({begins}) has {size:,} {what}; the limit is {MOST_NUMBERED:,}.",
                    th=f"ตารางที่ {table.table_no:,} ({begins_th}) มี {size:,} {what_th} เกินกว่า {MOST_NUMBERED:,} ที่กำหนด",
                )
        if table.table_no > MOST_NUMBERED:
            count = max(other.table_no for other in _tables(outline))
            begins, begins_th = _begins(table)
            raise TableTooLarge(
                f"It has {count:,} tables; the limit is {MOST_NUMBERED:,}, and the first beyond it {begins}.",
                th=f"มี {count:,} ตาราง เกินกว่า {MOST_NUMBERED:,} ที่กำหนด ตารางแรกที่เกิน{begins_th}",
            )


def _tables(outline: Outline) -> Iterator[LogicalTable]:
    return (item for section in outline.sections for item in section.items if isinstance(item, LogicalTable))


def _begins(table: LogicalTable) -> tuple[str, str]:
    """Where a table begins, and with which words, in English and in Thai."""
    line, page = table.place.line, table.place.page
    where, where_th = (f"on line {line:,}", f"บรรทัด {line:,}") if line is not None else (f"on page {page}", f"หน้า {page}")
    words = next((plain(cell.text) for row in table.source_rows for cell in row if cell.text), "")
    return f"begins {where} with “{quote(words)}”", f"เริ่มที่{where_th} ด้วย “{quote(words)}”"


def cells(outline: Outline, document: Document) -> tuple[tuple[CellRecord, ...], tuple[Finding, ...]]:
    """A row a cell, numbered within its table, and a finding for each table of no known kind.

    A table headed "หน่วยงาน | Solutions | สถานะทดสอบ" has no kind: its cells are kept, and that is said.
    """
    rows: list[CellRecord] = []
    findings: list[Finding] = []
    tables = sorted(
        ((item, section.project_no) for section in outline.sections for item in section.items if isinstance(item, LogicalTable)),
        key=lambda pair: pair[0].table_no,
    )
    for table, project_no in tables:
        rows.extend(_cells_of(table, document))
        if table.role is None:
            findings.append(_unrecognised(table, project_no))
    return tuple(rows), tuple(findings)


def _cells_of(table: LogicalTable, document: Document) -> list[CellRecord]:
    return [
        CellRecord(
            reader=document.reader if cell.confidence == 1 else "ocr",
            table_no=table.table_no,
            table_kind=table.role,
            row_no=row_no,
            column_no=cell.column_no,
            row_span=cell.row_span,
            column_span=cell.column_span,
            text=plain(cell.text),
            confidence=cell.confidence,
            read=Read(cell.place, cell.text),
        )
        for row_no, row in enumerate(table.source_rows, start=1)
        for cell in row
    ]


def _unrecognised(table: LogicalTable, project_no: int) -> Finding:
    first = "\t".join(cell.text for cell in table.source_rows[0])
    words = quote(" | ".join(plain(cell.text) for cell in table.source_rows[0] if cell.text))
    count = len(table.source_rows)
    return draft(
        "table.unrecognised",
        "info",
        Subject(project_no=project_no),
        table.place,
        first,
        (
            f"ไม่รู้จักตารางที่ขึ้นต้นด้วย “{words}” ({count} แถว): เก็บไว้ใน cells",
            f"The table that begins with “{words}” ({counted(count, 'row')}) is of no known kind; it is kept in cells.",
        ),
        reported=words,
    )


def pages(document: Document) -> tuple[PageRecord, ...]:
    """A row a page: how far its text can be trusted, and what was repaired on it."""
    is_text = document.reader == "text"
    return tuple(
        PageRecord(
            verdict=page.verdict,
            characters=page.health.characters,
            thai_share=page.health.thai_share,
            unmapped=page.health.unmapped,
            private_use=page.health.private_use,
            stray_marks=page.health.stray_marks,
            image_cover=page.health.image_cover,
            repairs=" ".join(f"{name}={count}" for name, count in page.health.repairs),
            read=Read(Place() if is_text else Place(page=page.number), ""),
        )
        for page in document.pages
    )
