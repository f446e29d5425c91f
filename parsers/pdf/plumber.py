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
from pdfminer.pdffont import PDFCIDFont, PDFTrueTypeFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from parsers.pdf.content import Glyph, PageContent, actual_text
from parsers.pdf.font_tables import codes_of
from parsers.pdf.fonts import Program, program_of
from parsers.pdf.health import page_content
from parsers.pdf.lost import whole_letters
from parsers.pdf.marks import are_exchanged
from parsers.pdf.paths import Shapes, add_drawing, add_rectangle, add_segment
from parsers.thai_letters import MARKS
from parsers.thai_text import NO_LETTER
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
_CURVE = 3  # points of a curve as pdfium counts them, of which pdfplumber gives the last
_LEAST_WIDTH = 0.05  # points: a mark has none
_DOUBTED = MARKS | {"ำ"}  # letters that a producer's map can have wrong


class _Fonts(PDFResourceManager):
    """Makes a document's fonts, with what the library leaves out: the numbers that their programs have for glyphs."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[int, bytes] = {}
        self._codes: dict[int, dict[int, int]] = {}  # of simple fonts: by code
        self._programs: dict[int, tuple[Any, Program | None]] = {}  # the font too, so that its id stays its own

    def get_font(self, objid: Any, spec: Any) -> Any:  # as the library calls it
        """The font of a specification, made once."""
        font = super().get_font(objid, spec)
        numbers = resolve1(spec.get("CIDToGIDMap"))
        if isinstance(numbers, PDFStream):
            self._numbers[id(font)] = numbers.get_data()
        return font

    def number(self, font: Any, character: int) -> int:  # the library's font
        """The number that a font's program has for the glyph of a character."""
        codes = self._codes.get(id(font))
        if codes is not None:
            return codes.get(character, 0)
        numbers = self._numbers.get(id(font))
        return character if numbers is None else int.from_bytes(numbers[2 * character : 2 * character + 2], "big")

    def program(self, font: Any) -> Program | None:  # the library's font
        """The font's own program, where the PDF's glyph numbers are the program's."""
        if id(font) not in self._programs:
            data = self._program_data(font)
            program = program_of(data) if data is not None else None
            self._programs[id(font)] = (font, program if program is not None and self._fits(program, font) else None)
        return self._programs[id(font)][1]

    def _program_data(self, font: Any) -> bytes | None:  # the library's font
        if isinstance(font, PDFCIDFont):
            stream = getattr(font, "fontfile", None)
            return stream.get_data() if stream is not None else None
        stream = resolve1(font.descriptor.get("FontFile2")) if isinstance(font, PDFTrueTypeFont) else None
        if not isinstance(stream, PDFStream):
            return None
        data: bytes = stream.get_data()
        self._codes[id(font)] = codes_of(data)
        return data

    def _fits(self, program: Program, font: Any) -> bool:  # the library's font
        mapped = {
            self.number(font, character): letter
            for character, letter in getattr(font.unicode_map, "cid2unichr", {}).items()
            if isinstance(letter, str)
        }
        if not program.letters and program.marks is not None:
            for number, letter in sorted(mapped.items()):
                if letter in _DOUBTED:
                    program.marks.teach([number], letter)
            program.marks.teach_exchanged(mapped)
            return True
        both = [(letter, mapped[number]) for number, letter in program.letters.items() if mapped.get(number)]
        agreeing = sum(drawn == said or (drawn == "ํ" and said == "ำ") for drawn, said in both)
        return len(both) > 0 and agreeing >= _AGREES * len(both)


class _Glyphs(PDFPageAggregatorWithMarkedContent):
    """Takes the glyphs of a page as they are shown, each with the ActualText of the span that it stands in."""

    def __init__(self, page: Any, fonts: _Fonts) -> None:  # the library's page
        super().__init__(fonts, pageno=page.page_number, laparams=None)
        self.shown: list[tuple[Glyph, tuple[int, str] | None]] = []
        self._fonts = fonts
        self._properties = resolve1((page.page_obj.resources or {}).get("Properties")) or {}
        self._spans: list[tuple[int, str] | None] = []
        self._count = 0
        self.turned = 0  # letters that are not read to the right, less those that are
        self._last: tuple[int, str, frozenset[str] | None] = (-1, "", None)  # the last doubted glyph: see `are_exchanged`
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
        item: Any = self.cur_item._objs.pop()  # noqa: SLF001  # the library gives no other way
        span = next((span for span in self._spans if span is not None), None)
        number = args[3]  # behind size, scaling and rise
        if span is not None and not span[1] and _is_unknown(item.get_text()):
            span = None  # nothing is hidden: a converter that knows no letter for a glyph says so
        self.shown.append((self._glyph(item, font, number, span[1] if span is not None else None), span))
        return advance

    def _glyph(self, item: Any, font: Any, number: int, actual: str | None) -> Glyph:  # the library's character and font
        text = whole_letters(item.get_text())
        a, b, c, d, _, y = item.matrix
        self.turned += 1 if a <= abs(b) else -1
        slant = c / d if b == 0 and c > 0 and d > 0 else 0.0  # an italic that its font does not have: boxes end over the next
        before_origin, behind_end = slant * (y - item.y0), slant * (item.y1 - y)
        unknown = text != "" and _is_unknown(text)
        is_mark = text == " " and item.x1 - item.x0 - before_origin - behind_end < _LEAST_WIDTH
        program = self._fonts.program(font)
        lost = not text and not unknown
        if program is not None and (unknown or is_mark or not text or not _DOUBTED.isdisjoint(text)):
            has_width = item.x1 - item.x0 - before_origin - behind_end >= _LEAST_WIDTH
            own, said = self._fonts.number(font, number), "" if unknown or is_mark else text
            before, self._last = self._last, (len(self.shown), said if actual is None else actual, program.zone(own))
            drawn = _drawn(program, own, said, has_width=has_width)
            if not program.letters and before[0] == self._last[0] - 1 and are_exchanged(*before[1:], *self._last[1:]):
                first, span = self.shown[-1]
                is_said = actual is not None or span is not None  # for one of them: then the other's map is as it should be
                first.text, first.lost = before[1] if is_said else said, False
                drawn = said if is_said else before[1]
            lost = lost if drawn is None and not text else drawn is None and not unknown
            text, unknown = (drawn, False) if drawn is not None else (" " if is_mark else "", unknown)
        return Glyph(
            text="" if unknown else text,
            x0=item.x0 + before_origin + self._left,
            top=self._top - item.y1,
            x1=item.x1 - behind_end + self._left,
            bottom=self._top - item.y0,
            baseline=self._top - item.matrix[5],
            size=item.size,
            font=id(font),
            lost=lost,
            unmapped=(str(item.fontname), number) if unknown else None,
        )


def _is_unknown(text: str) -> bool:
    return text in ("", "\0", NO_LETTER) or _NUMBER.fullmatch(text) is not None


def _drawn(program: Program, number: int, text: str, *, has_width: bool) -> str | None:
    """The letters of a glyph that the PDF's map says is `text`, "" where it says nothing; `None` where it cannot be told."""
    letter = program.letter(number)
    if letter is not None:
        return text if _are_tones(text, letter) else letter
    if not text and has_width and program.is_blank(number):
        return " "
    if program.marks is None or (has_width and not text) or len(text) > 1:
        return text or None
    return program.marks.told(number, text)


def _are_tones(text: str, drawn: str) -> bool:
    """Whether the map and the font's order of glyphs say two tones: a cluster has one, so the map has not mixed them up."""
    return text in _TONES and drawn in _TONES


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
            fonts = _Fonts()
            for page in pdf.pages:
                yield _page(page, fonts)
                page.close()
    except PDFPasswordIncorrect as error:
        raise EncryptedPdf("The PDF asks for a password.") from error
    except (PDFException, PSException, PdfminerException, *_BROKEN) as error:
        raise UnreadablePdf(f"The PDF cannot be read: {error}") from error


def _page(page: Any, fonts: _Fonts) -> PageContent:  # untyped library
    width, height = page.width, page.height
    device = _Glyphs(page, fonts)
    PDFPageInterpreter(fonts, device).process_page(page.page_obj)
    page._layout = device.get_result()  # noqa: SLF001  # else the library makes one without ActualText
    shapes = Shapes()
    for line in page.lines:
        if _is_seen(line.get("stroking_color")):
            add_segment(shapes, (line["x0"], line["top"]), (line["x1"], line["bottom"]))
    for rect in page.rects:
        _rectangle(shapes, rect)
    for curve in page.curves:
        if curve.get("fill") and _is_seen(curve.get("non_stroking_color")):
            box = Box(curve["x0"], curve["top"], curve["x1"], curve["bottom"])
            add_drawing(shapes, box, len(curve["pts"]) * _CURVE)
    shapes.images.extend(Box(i["x0"], i["top"], i["x1"], i["bottom"]) for i in page.images)
    return page_content(page.page_number, (width, height), _merged(device.shown), shapes, 0, are_turned=device.turned > 0)


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
