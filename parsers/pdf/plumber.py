"""Reads a PDF page's glyphs, rules and fills through pdfplumber: the reference, and the way out.

Slower by far than pdfium, but it knows fonts that pdfium gives no letters for.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdffont import PDFCIDFont
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from parsers.pdf.content import Glyph, PageContent, actual_text
from parsers.pdf.fonts import Program, program_of
from parsers.pdf.health import page_content
from parsers.pdf.paths import Shapes, add_rectangle, add_segment
from parsers.thai_text import MARKS
from schemas.document import Box
from schemas.errors import EncryptedPdf, NoPages, UnreadablePdf

# It reports every broken object as a warning, with the file's bytes in it; what is wrong is said once, by the error.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

_NUMBER = re.compile(r"\(cid:(\d+)\)")
_LIGHT = 0.98  # of white: what is as light is not seen
# What a broken object makes pdfminer's own code raise: each was met in mutated files.
_BROKEN = (TypeError, ValueError, KeyError, IndexError, AttributeError, AssertionError, OverflowError, struct.error, zlib.error)
_AGREES = 0.8  # of a font's letters at the numbers that the PDF has them at: then its numbers are the font's
_TONES = tuple("่้๊๋")
_DOUBTED = MARKS | {"ำ"}  # letters that a producer's map can have wrong


class _Glyphs(PDFPageAggregatorWithMarkedContent):
    """Takes the glyphs of a page as they are shown, each with the ActualText of the span that it stands in."""

    def __init__(self, page: Any, programs: dict[int, tuple[Any, Program | None]]) -> None:  # the library's page
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
        self.shown: list[tuple[Glyph, tuple[int, str] | None]] = []
        self._programs = programs
        self._properties = resolve1((page.page_obj.resources or {}).get("Properties")) or {}
        self._spans: list[tuple[int, str] | None] = []
        self._count = 0
        self._left, self._top = page.mediabox[0], page.height + page.mediabox[1]

    def begin_tag(self, tag: Any, props: Any = None) -> None:  # as the library calls it
        """A marked-content span opens; its properties may stand among the page's resources."""
        named = resolve1(self._properties.get(props.name)) if isinstance(props, PSLiteral) else props
        super().begin_tag(tag, named)
        written = resolve1(named.get("ActualText")) if isinstance(named, dict) else None
        self._count += 1
        self._spans.append((self._count, actual_text(written)) if isinstance(written, bytes) else None)

    def end_tag(self) -> None:
        """The last span closes."""
        super().end_tag()
        if self._spans:
            self._spans.pop()

    def render_char(self, matrix: Any, font: Any, *args: Any, **options: Any) -> Any:  # as the library calls it
        """A glyph is shown: it is kept here and not in the layout, which would turn it into a dict."""
        advance = super().render_char(matrix, font, *args, **options)
        item = self.cur_item._objs.pop()  # noqa: SLF001  # the library gives no other way
        span = next((span for span in self._spans if span is not None), None)
        number = args[3]  # behind size, scaling and rise
        self.shown.append((self._glyph(item, font, number), span))
        return advance

    def _glyph(self, item: Any, font: Any, number: int) -> Glyph:  # the library's character and font
        text = item.get_text()
        unknown = _NUMBER.fullmatch(text) is not None
        program = self._program(font)
        if program is not None and (unknown or not text or not _DOUBTED.isdisjoint(text)):
            drawn = program.letter(number)
            text, unknown = (drawn, False) if drawn is not None and not _are_tones(text, drawn) else (text, unknown)
        return Glyph(
            text="" if unknown else text,
            x0=item.x0 + self._left,
            top=self._top - item.y1,
            x1=item.x1 + self._left,
            bottom=self._top - item.y0,
            baseline=self._top - item.matrix[5],
            size=item.size,
            font=id(font),
            lost=not text and not unknown,
            unmapped=(str(item.fontname), number) if unknown else None,
        )

    def _program(self, font: Any) -> Program | None:  # the library's font
        """The font's own program, where the PDF's glyph numbers are the program's."""
        if id(font) not in self._programs:
            stream = getattr(font, "fontfile", None)
            program = program_of(stream.get_data()) if isinstance(font, PDFCIDFont) and stream is not None else None
            if program is not None and not _same_numbers(program, font):
                program = None
            self._programs[id(font)] = (font, program)  # the font too, so that its id stays its own
        return self._programs[id(font)][1]


def _are_tones(text: str, drawn: str) -> bool:
    """Whether the map and the font's order of glyphs say two tones: a cluster has one, so the map has not mixed them up."""
    return text in _TONES and drawn in _TONES


def _same_numbers(program: Program, font: Any) -> bool:  # the library's font
    mapped = getattr(font.unicode_map, "cid2unichr", {})
    both = [(letter, mapped[number]) for number, letter in program.letters.items() if mapped.get(number)]
    return len(both) > 0 and sum(one == other for one, other in both) >= _AGREES * len(both)


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
            programs: dict[int, tuple[Any, Program | None]] = {}
            for page in pdf.pages:
                yield _page(page, programs)
                page.close()
    except PDFPasswordIncorrect as error:
        raise EncryptedPdf("The PDF asks for a password.") from error
    except (PDFException, PSException, PdfminerException, *_BROKEN) as error:
        raise UnreadablePdf(f"The PDF cannot be read: {error}") from error


def _page(page: Any, programs: dict[int, tuple[Any, Program | None]]) -> PageContent:  # untyped library
    width, height = page.width, page.height
    device = _Glyphs(page, programs)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()  # noqa: SLF001  # else the library makes one without ActualText
    shapes = Shapes()
    for line in page.lines:
        if _is_seen(line.get("stroking_color")):
            add_segment(shapes, (line["x0"], line["top"]), (line["x1"], line["bottom"]))
    for rect in page.rects:
        _rectangle(shapes, rect)
    shapes.images.extend(Box(i["x0"], i["top"], i["x1"], i["bottom"]) for i in page.images)
    return page_content(page.page_number, (width, height), _merged(device.shown), shapes, 0)


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


def _merged(shown: Sequence[tuple[Glyph, tuple[int, str] | None]]) -> list[Glyph]:
    """The glyphs in stream order; those under one ActualText become one, with its text."""
    glyphs: list[Glyph] = []
    last = 0
    for glyph, span in shown:
        if span is None:
            last = 0
        elif span[0] == last:
            glyphs[-1].x0, glyphs[-1].x1 = min(glyphs[-1].x0, glyph.x0), max(glyphs[-1].x1, glyph.x1)
            continue
        else:
            last = span[0]
            glyph.text, glyph.actual, glyph.unmapped, glyph.lost = span[1], True, None, False
        glyphs.append(glyph)
    return glyphs
