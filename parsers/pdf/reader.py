"""Turns a PDF's bytes into a Document: pages as they stand, and the flow over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from parsers.memory import collected_seldom
from parsers.pdf.columns import Columns
from parsers.pdf.content import PageContent
from parsers.pdf.flow import flow
from parsers.pdf.lines import TextLine
from parsers.pdf.scans import missing, on_pages, read_scan, scan_layout
from parsers.pdf.tables import PageLayout, layout
from schemas.document import Document, Line, Note, Page, Place, Reader, Source
from schemas.errors import NoTextLayer, UnreadablePdf

if TYPE_CHECKING:
    from parsers.pdf.ocr.page import Scan

Engine = Literal["pdfium", "pdfplumber"]

# pdfium gives no letters for glyphs of fonts with a broken map; beyond this share the reference reads the page.
_MOST_LOST = 0.02
_TRIES = 3  # pages one after the other of which the reference knows no better: the next would be read in vain too
_UNTRUSTED = ("unreadable", "scan")


@collected_seldom()
def read_pdf(data: bytes, source: Source, *, pages: Sequence[int] | None = None, engine: Engine = "pdfium") -> Document:
    """The pages of a PDF with lines and tables, and the flow of paragraphs and tables over them.

    A page whose text cannot be trusted is read from its picture where tesseract is installed, and has
    none otherwise; if no page has text, the document has no flow. Raises the errors of `parsers.pdf.pdfium.read_pages`.
    """
    shown: list[Page] = []
    parts: list[tuple[int, float, PageLayout]] = []
    notes: list[Note] = []
    scans: dict[int, Scan] = {}
    columns: Columns | None = None
    for content in _contents(data, pages, engine):
        found = PageLayout([], [])
        if content.verdict not in _UNTRUSTED:
            found = layout(content, columns)
        elif scan := read_scan(data, content):
            content, found = scan.content, scan_layout(scan, columns)
            scans[content.number] = scan
        elif content.health.characters or content.verdict == "scan":
            notes.append(Note("page.unreadable", content.verdict, Place(page=content.number)))
        columns = found.columns
        if found.lines or found.tables:
            parts.append((content.number, content.height, found))
        shown.append(_page(content, found))
    blocks = tuple(flow(parts))
    reader: Reader = "ocr" if scans and all(number in scans for number, _, _ in parts) else "pdf"
    document = Document(source, reader, tuple(shown), blocks, tuple(notes))
    return on_pages(document, scans) if scans else document


def require_text(document: Document) -> None:
    """Refuses a PDF of pictures: no page has a text layer that can be trusted. Raises `NoTextLayer`."""
    if not document.blocks:
        verdicts = sorted({page.verdict for page in document.pages})
        why = f"pictures cannot be read without {missing()}" if missing() else "no words could be read from their pictures"
        pages = len(document.pages)
        none = f"None of its {pages} pages has" if pages > 1 else "Its only page has no"
        why_th = f"อ่านภาพไม่ได้เพราะยังไม่มี {missing()}" if missing() else "อ่านคำจากภาพไม่ได้"
        raise NoTextLayer(
            f"{none} text that can be trusted ({', '.join(verdicts)}), and {why}.",
            th=f"ไม่มีหน้าใดในทั้งหมด {pages} หน้าที่มีข้อความเชื่อถือได้ ({', '.join(verdicts)}) และ{why_th}",
        )


def _contents(data: bytes, pages: Sequence[int] | None, engine: Engine) -> Iterator[PageContent]:
    if engine == "pdfplumber":
        from parsers.pdf import plumber

        yield from plumber.read_pages(data, pages)
        return
    from parsers.pdf import pdfium

    in_vain = 0
    for content in pdfium.read_pages(data, pages):
        if content.has_damaged_fonts or content.health.unmapped > _MOST_LOST * max(content.health.characters, 1):
            yield _by_reference(data, content)
        elif content.letters_lost and in_vain < _TRIES:
            other = _by_reference(data, content)  # it knows the numbers of all glyphs, and so more outlines
            is_better = other.health.unmapped < content.health.unmapped and other.verdict not in _UNTRUSTED
            in_vain = 0 if is_better else in_vain + 1
            yield other if is_better else content
        else:
            yield content


def _by_reference(data: bytes, content: PageContent) -> PageContent:
    """The page as the reference reads it; where that cannot open the file, as it was."""
    from parsers.pdf import plumber

    try:
        return next(plumber.read_pages(data, [content.number]), content)
    except UnreadablePdf:
        return content


def _page(content: PageContent, found: PageLayout) -> Page:
    health, verdict = content.health, content.verdict
    if content.overlaps:
        health = replace(health, repairs=tuple(sorted((*health.repairs, *content.overlaps.items()))))
        verdict = "repaired" if verdict == "clean" else verdict
    return Page(
        content.number,
        content.width,
        content.height,
        verdict,
        health,
        tuple(_line(line, content.number) for line in found.lines),
        tuple(found.tables),
    )


def _line(line: TextLine, page: int) -> Line:
    return Line(line.text, Place(page=page, box=line.box))
