"""Reads a PDF page's glyphs, rules and fills through pdfplumber: the reference, and the way out.

Slower by far than pdfium, but it knows fonts that pdfium gives no letters for.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from parsers.pdf.content import PageContent
from parsers.pdf.health import page_content
from parsers.pdf.paths import Shapes, add_rectangle, add_segment
from parsers.thai_text import RawGlyph
from schemas.document import Box
from schemas.errors import EncryptedPdf, NoPages, UnreadablePdf

_NUMBER = re.compile(r"\(cid:(\d+)\)")
_LIGHT = 0.98  # of white: what is as light is not seen
# What a broken object makes pdfminer's own code raise: each was met in mutated files.
_BROKEN = (TypeError, ValueError, KeyError, IndexError, AttributeError, AssertionError, OverflowError, struct.error, zlib.error)
_TAG = "raingan_actual_text"


class _WithActualText(PDFPageAggregatorWithMarkedContent):
    """Notes for each glyph the ActualText of the span it stands in, and which span that is."""

    def __init__(self, *args: Any, **options: Any) -> None:  # as the library calls it
        super().__init__(*args, **options)
        self._spans: list[tuple[int, str] | None] = []
        self._count = 0

    def begin_tag(self, tag: Any, props: Any = None) -> None:  # as the library calls it
        """A marked-content span opens."""
        super().begin_tag(tag, props)
        written = props.get("ActualText") if isinstance(props, dict) else None
        self._count += 1
        self._spans.append((self._count, _decoded(written)) if isinstance(written, bytes) else None)

    def end_tag(self) -> None:
        """The last span closes."""
        super().end_tag()
        if self._spans:
            self._spans.pop()

    def render_char(self, *args: Any, **options: Any) -> Any:  # as the library calls it
        """A glyph is shown."""
        advance = super().render_char(*args, **options)
        span = next((span for span in reversed(self._spans) if span is not None), None)
        if span is not None:
            setattr(self.cur_item._objs[-1], _TAG, span)  # noqa: SLF001  # the library gives no other way
        return advance


def _decoded(data: bytes) -> str:
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("latin-1")


def read_pages(data: bytes, pages: Sequence[int] | None = None) -> Iterator[PageContent]:
    """The pages (numbered from 1) one by one, as `parsers.pdf.pdfium.read_pages` gives them.

    Raises `EncryptedPdf`, `UnreadablePdf` and `NoPages`.
    """
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data), pages=list(pages) if pages is not None else None) as pdf:
            if not pdf.pages and pages is None:
                raise NoPages("The PDF has no pages.")
            for page in pdf.pages:
                yield _page(page)
                page.close()
    except PDFPasswordIncorrect as error:
        raise EncryptedPdf("The PDF asks for a password.") from error
    except (PDFException, PSException, PdfminerException, *_BROKEN) as error:
        raise UnreadablePdf(f"The PDF cannot be read: {error}") from error


def _page(page: Any) -> PageContent:  # untyped library
    width, height = page.width, page.height
    shapes = Shapes()
    for line in page.lines:
        if _is_seen(line.get("stroking_color")):
            add_segment(shapes, (line["x0"], line["top"]), (line["x1"], line["bottom"]))
    for rect in page.rects:
        _rectangle(shapes, rect)
    shapes.images.extend(Box(i["x0"], i["top"], i["x1"], i["bottom"]) for i in page.images)
    glyphs = [_glyph(char) for char in page.chars]
    return page_content(page.page_number, (width, height), _merged(page, glyphs), shapes, 0)


def _rectangle(shapes: Shapes, rect: Any) -> None:  # untyped library
    corners = [(rect["x0"], rect["top"]), (rect["x1"], rect["top"]), (rect["x1"], rect["bottom"]), (rect["x0"], rect["bottom"])]
    if rect.get("fill") and _is_seen(rect.get("non_stroking_color")):
        add_rectangle(shapes, corners, filled=True)
    if rect.get("stroke") and _is_seen(rect.get("stroking_color")):
        for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
            add_segment(shapes, start, end)


def _is_seen(color: Any) -> bool:  # untyped library: a number, a tuple of one, three or four, or nothing
    parts = color if isinstance(color, tuple | list) else (color,) if color is not None else ()
    numbers = [part for part in parts if isinstance(part, int | float)]
    if len(numbers) == 4:
        return max(numbers) > 1 - _LIGHT
    return not numbers or min(numbers) < _LIGHT


def _glyph(char: Any) -> RawGlyph:  # untyped library
    number = _NUMBER.fullmatch(char["text"])
    return RawGlyph(
        text="" if number else char["text"],
        x0=char["x0"],
        top=char["top"],
        x1=char["x1"],
        bottom=char["bottom"],
        baseline=char["bottom"],
        size=char["size"],
        font=char["fontname"],
        glyph_no=int(number[1]) if number else None,
    )


def _merged(page: Any, glyphs: list[RawGlyph]) -> list[RawGlyph]:  # untyped library
    """The glyphs, those of one ActualText as one; here each glyph's text is the font's own."""
    del page
    return glyphs
