"""Says which pages were read from their pictures or not at all, and which numbers were read there without certainty."""

from __future__ import annotations

from collections.abc import Iterator

from etl.extract.drafts import draft, quote
from parsers.markup import plain
from schemas.document import Cell, Document, Note
from schemas.finding import Finding, Subject
from schemas.outline import LogicalTable, Outline

# Numbers on which the readings agree have 0.9 and more; one on which they differ has half of its surer one.
_SURE_ENOUGH = 0.7


def scanned(document: Document, outline: Outline) -> Iterator[Finding]:
    """A finding for each page that is a picture, and one for each doubtful number in tables of known kinds."""
    for note in document.notes:
        yield _of_page(note)
    for section in outline.sections:
        for table in section.items:
            if isinstance(table, LogicalTable) and table.role is not None:
                for row in table.source_rows:
                    for cell in row:
                        if cell.confidence < _SURE_ENOUGH and any(character.isdigit() for character in cell.text):
                            yield _doubtful(cell, section.project_no)


def _of_page(note: Note) -> Finding:
    page = note.place.page
    if note.code == "page.ocr":
        messages = (
            f"หน้า {page} อ่านจากภาพ (ความเชื่อมั่นเฉลี่ย {note.text}): ตัวเลขมีสมการเป็นผู้ตรวจ ข้อความอาจมีตัวอักษรผิด",
            f"Page {page} is read from its picture (mean confidence {note.text}): equations judge its numbers, "
            "its words may have wrong letters.",
        )
        return draft("page.ocr", "info", Subject(), note.place, "", messages, reported=note.text)
    messages = (
        f"หน้า {page} อ่านไม่ได้ ({note.text}): ข้อมูลในหน้านี้ไม่ได้เผยแพร่",
        f"Page {page} cannot be read ({note.text}): nothing of it is published.",
    )
    return draft("page.unreadable", "warning", Subject(), note.place, "", messages, reported=note.text)


def _doubtful(cell: Cell, project_no: int) -> Finding:
    words, score = quote(plain(cell.text)), f"{cell.confidence:.2f}"
    return draft(
        "cell.doubtful",
        "warning",
        Subject(project_no=project_no),
        cell.place,
        cell.text,
        (
            f"“{words}” อ่านจากภาพได้ไม่แน่ชัด (ความเชื่อมั่น {score}): โปรดเทียบกับภาพ",
            f"“{words}” is not surely what the picture shows (confidence {score}); compare it.",
        ),
        reported=words,
    )
