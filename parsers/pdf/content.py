"""What a character source gives for one page: repaired glyphs, rules, fills, images.

Both sources (pdfium, the fast one; pdfplumber, the reference) give this, and everything after it
(lines, tables, flow) reads only this.
"""

from __future__ import annotations

import codecs
from collections import Counter
from dataclasses import dataclass, field

from schemas.document import Box, PageHealth, Verdict


@dataclass(slots=True)
class Glyph:
    """A glyph as a source shows it, and once repaired a cluster: a base with its Thai marks, or a space.

    Points from the top left corner. `baseline` is the y of the origin (from the top), which is steady
    along a printed line where the boxes are not. One object is both: a page has thousands of them.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    order: int = 0  # position in the content stream
    font: int = 0  # which font of the page it is in
    run: int = -1  # the text object it was shown by; the letters of one ligature share it
    lost: bool = False  # the font's map has no letter for it
    actual: bool = False  # the text is the producer's own ActualText
    unmapped: tuple[str, int] | None = None  # the font's name and the number of a glyph without a letter


@dataclass(slots=True)
class PageContent:
    """A page's glyphs (in stream order), ruling edges, filled rectangles and its health."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Box]  # thin strokes and thin fills: horizontal or vertical ruling lines
    fills: list[Box]  # larger filled rectangles (cell and header backgrounds)
    verdict: Verdict
    health: PageHealth
    overlaps: Counter[str] = field(default_factory=Counter)  # spaces found on top of letters, once lines are put together
    has_damaged_fonts: bool = False  # which pdfium leaves letters out of, without a word
    letters_lost: int = 0  # glyphs without a letter, of fonts that show Thai letters here


def actual_text(data: bytes) -> str:
    """The text of an ActualText entry: UTF-16 or UTF-8 by its mark, else Latin-1."""
    if data.startswith(codecs.BOM_UTF16_BE):
        return data[2:].decode("utf-16-be", "replace")
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace")
    return data.decode("latin-1")
