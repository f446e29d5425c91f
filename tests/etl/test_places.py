"""Every published value's place: what stands in its box on its page is its words, or their beginning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from etl.pipeline import process
from etl.source import make_source
from parsers.pdf.content import Glyph
from parsers.pdf.lines import text_lines
from parsers.pdf.pdfium import read_pages
from schemas.document import Box, Document, Table
from schemas.record import Read
from tests.reports_beside import report as report_path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "tests" / "samples" / "reports").glob("*.pdf")) + sorted((ROOT / "raw").glob("*.pdf"))
EXEMPLARS = ["etda-2568-q4-slides.pdf", "etda-2568-q4-document.pdf"]
DATASETS = ("projects", "budgets", "kpis", "kpi_quarters", "kpi_levels", "scorecard") + (
    "narratives", "activities", "links", "mentions", "cells",
)  # fmt: skip
NEAR = 0.5  # points


def squeezed(text: str) -> str:
    return "".join(text.replace("**", "").split())


def is_in(box: Box, glyph: Glyph) -> bool:
    """By its middle, a little above its baseline: the boxes of letters are higher than the letters."""
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.baseline - glyph.size * 0.2
    return box.x0 - 0.01 <= x <= box.x1 + 0.01 and box.top - 0.01 <= y <= box.bottom + 0.01


def words(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Letters that were drawn one after the other and touch."""
    word: list[Glyph] = []
    for glyph in glyphs:
        touches = word and glyph.baseline == word[-1].baseline and -1.2 <= glyph.x0 - word[-1].x1 <= 0.4
        if word and (not touches or glyph.text.isspace()):
            yield word
            word = []
        word.append(glyph)
    if word:
        yield word


def read_in(box: Box, glyphs: Sequence[Glyph]) -> str:
    return squeezed("".join(line.text for line in text_lines(glyph for glyph in glyphs if is_in(box, glyph))))


def read_words_in(box: Box, glyphs: Sequence[Glyph]) -> str:
    """The words that begin in a box: a number too long for its cell ends in the next one."""
    begun = [glyph for word in words(glyphs) if is_in(box, word[0]) for glyph in word]
    return squeezed("".join(line.text for line in text_lines(begun)))


def cell_boxes(document: Document, page: int, within: Box) -> list[Box]:
    """The boxes of the cells on a page that lie in a box, in reading order."""
    places = [
        place
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        for place in cell.pieces or (cell.place,)
        if place.page == page
    ]
    boxes = [place.box for place in places if place.box is not None]
    inside = [
        box for box in boxes
        if within.x0 - NEAR <= box.x0 and box.x1 <= within.x1 + NEAR
        and within.top - NEAR <= box.top and box.bottom <= within.bottom + NEAR
    ]  # fmt: skip
    return sorted(inside, key=lambda box: (round(box.top), box.x0))


def stands_there(read: Read, document: Document, glyphs: Sequence[Glyph]) -> bool:
    """Whether the words of a value, or their beginning, are what is read in its box.

    Those of several cells are read cell by cell, in their order.
    """
    assert read.place.box is not None and read.place.page is not None
    parts = [squeezed(part) for part in read.source_text.split("\t")]
    if len(parts) == 1:
        return begins_with(parts[0], read.place.box, glyphs)
    boxes = iter(cell_boxes(document, read.place.page, read.place.box))
    behind = words_behind(document, read.place.page)
    shown = [part for part in parts if part and part not in behind]
    return all(any(begins_with(part, box, glyphs) for box in boxes) for part in shown)


def begins_with(words: str, box: Box, glyphs: Sequence[Glyph]) -> bool:
    for read in (read_in, read_words_in):
        text = read(box, glyphs)
        if (text and words.startswith(text)) or text == words:
            return True
    return False


def words_behind(document: Document, page: int) -> set[str]:
    """The words of cells that stand on the next page alone, in a row that a page break cuts."""
    rows = [row for block in document.blocks if isinstance(block, Table) for row in block.rows]
    cut = [row for row in rows if {cell.place.page for cell in row} == {page, page + 1}]
    return {squeezed(cell.text) for row in cut for cell in row if cell.place.page == page + 1}


def misplaced(path: Path) -> tuple[int, list[str]]:
    """How many values have a box, and those whose words do not stand in it."""
    data = path.read_bytes()
    report = process(data, make_source(path.name, data))
    pages = {page.number: page.glyphs for page in read_pages(data)}
    reads = [
        (name, record.read)
        for name in DATASETS
        for record in getattr(report.records, name)
        if getattr(record, "read", None) is not None and record.read.place.box is not None
    ]
    wrong = [
        f"{name}, page {read.place.page}: {read.source_text[:60]!r}"
        for name, read in reads
        if not stands_there(read, report.document, pages[read.place.page])
    ]
    return len(reads), wrong


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_stands_in_a_values_box_is_its_words(path: Path) -> None:
    count, wrong = misplaced(path)
    assert count > 0
    assert wrong == []


@pytest.mark.parametrize("name", EXEMPLARS)
def test_so_it_is_in_the_exemplar(name: str) -> None:
    count, wrong = misplaced(report_path(name))
    assert count > 1000
    assert wrong == []
