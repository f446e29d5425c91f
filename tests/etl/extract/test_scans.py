"""What is said of pages that are pictures, and of numbers that were not read surely."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl.extract.scans import scanned
from parsers.sections import outline
from parsers.text import read_text
from schemas.document import Document, Note, Place, Source, Table

REPORT = "รายงานผลการดำเนินงาน\nประจำปีงบประมาณ พ.ศ. 2568\n\n1. โครงการน้ำ\n\tรวมทั้งสิ้น\tQ1\tQ2\tQ3\tQ4\nแผนการใช้จ่าย\t10\t1\t2\t3\t4\n"


def read(doubted: str = "", notes: tuple[Note, ...] = ()) -> Document:
    """The report as a scan gives it: the cells with these words read with a confidence of 0.4."""
    document = read_text(REPORT.encode(), Source("r.txt", "0" * 64, 1, "text/plain"))
    blocks = tuple(
        replace(
            block,
            rows=tuple(
                tuple(replace(cell, confidence=0.4 if cell.text == doubted else 0.95) for cell in row) for row in block.rows
            ),
        )
        if isinstance(block, Table)
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks, notes=notes)


def findings(document: Document) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message_en) for finding in scanned(document, outline(document))]


def test_pages_that_are_pictures_are_said_together() -> None:
    notes = tuple(Note("page.ocr", sure, Place(page=page)) for page, sure in ((1, "0.90"), (2, "0.96"), (3, "0.93"), (7, "0.93")))
    [(rule, message)] = findings(read(notes=notes))
    assert rule == "page.ocr"
    assert message.startswith("Pages 1–3, 7 are read from their pictures (mean confidence 0.93)")


def test_each_page_that_cannot_be_read_is_said() -> None:
    notes = (Note("page.unreadable", "scan", Place(page=4)), Note("page.unreadable", "unreadable", Place(page=5)))
    assert findings(read(notes=notes)) == [
        ("page.unreadable", "Page 4 cannot be read (scan): nothing of it is published."),
        ("page.unreadable", "Page 5 cannot be read (unreadable): nothing of it is published."),
    ]


@pytest.mark.parametrize(
    ("doubted", "said"),
    [
        ("10", ["“10” is not surely what the picture shows (confidence 0.40); compare it."]),
        ("Q2", []),  # a head's quarter is no number
        ("แผนการใช้จ่าย", []),  # words are told of by page
    ],
)
def test_a_number_that_was_not_read_surely_is_said_with_its_score(doubted: str, said: list[str]) -> None:
    assert [message for _, message in findings(read(doubted))] == said
