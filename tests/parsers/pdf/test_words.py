"""Words in every font, printed by a producer whose maps of glyphs to letters go wrong: they come out as they were."""

from __future__ import annotations

import hashlib
from typing import Literal

import pytest

from parsers.pdf.reader import read_pdf
from schemas.document import Document, Source
from tests.build_samples import FIRST_WORDS, FONTS, OTHER_WORDS, WORDS

NAMES = [(font.lower().replace(" ", "-"), order) for font in FONTS for order in FIRST_WORDS]


def printed(font: str, order: str, engine: Literal["pdfium", "pdfplumber"]) -> Document:
    data = (WORDS / f"{font}-{order}.pdf").read_bytes()
    source = Source("words.pdf", hashlib.sha256(data).hexdigest(), len(data), "application/pdf")
    return read_pdf(data, source, engine=engine)


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(("font", "order"), NAMES)
def test_every_line_is_exact(font: str, order: str, engine: Literal["pdfium", "pdfplumber"]) -> None:
    (page,) = printed(font, order, engine).pages
    assert [line.text for line in page.lines] == [FIRST_WORDS[order], *OTHER_WORDS]
    assert page.verdict == "repaired"
