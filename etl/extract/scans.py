"""Says which pages were read from their pictures or not at all, and which numbers were read there without certainty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from etl.extract.drafts import draft, quote
from parsers.markup import plain
from schemas.document import Cell, Document, Note
from schemas.finding import Finding, Subject
from schemas.outline import LogicalTable, Outline

# Numbers on which the readings agree have 0.9 and more; one on which they differ has half of its surer one.
_SURE_ENOUGH = 0.7
_DIGIT, _QUARTER = re.compile(r"\d"), re.compile(r"Q\s?[1-4]")


def scanned(document: Document, outline: Outline) -> Iterator[Finding]:
    """A finding for the pages that are pictures, one for each that cannot be read, and one for each doubtful number.

    Numbers in tables of known kinds count; the 2 of a head's "Q2" is none.
    """
    pictures = [note for note in document.notes if note.code == "page.ocr"]
    if pictures:
        yield _of_pictures(pictures)
    for note in document.notes:
        if note.code == "page.unreadable":
            yield _unreadable(note)
    for section in outline.sections:
        for table in section.items:
            if isinstance(table, LogicalTable) and table.role is not None:
                for row in table.source_rows:
                    for cell in row:
                        if cell.confidence < _SURE_ENOUGH and _DIGIT.search(_QUARTER.sub("", cell.text)):
                            yield _doubtful(cell, section.project_no)


def _of_pictures(notes: Sequence[Note]) -> Finding:
    pages = _ranges([note.place.page or 0 for note in notes])
    sure = f"{sum((Decimal(note.text) for note in notes), Decimal(0)) / len(notes):.2f}"
    messages = (
        f"หน้า {pages} อ่านจากภาพ (ความเชื่อมั่นเฉลี่ย {sure}): ตัวเลขมีสมการเป็นผู้ตรวจ ข้อความอาจมีตัวอักษรผิด",
        f"Pages {pages} are read from their pictures (mean confidence {sure}): equations judge the numbers, "
        "words may have wrong letters.",
    )
    return draft("page.ocr", "info", Subject(), notes[0].place, "", messages, reported=sure)


def _ranges(pages: Sequence[int]) -> str:
    """Pages in order, those that follow each other as one: 1–3, 7."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _unreadable(note: Note) -> Finding:
    page = note.place.page
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
