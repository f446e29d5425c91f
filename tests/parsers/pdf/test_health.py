"""The health of a page: counts and verdicts of pages counted by hand."""

from __future__ import annotations

import io
from types import ModuleType

import pytest

from etl.extract.cells import pages as page_rows
from parsers.pdf import pdfium, plumber
from parsers.pdf.content import Glyph, PageContent
from parsers.pdf.health import page_content
from parsers.pdf.paths import Shapes, add_drawing
from schemas.document import Box, Document, Page, Source

SIZE = (600.0, 800.0)


def glyphs(text: str, *, top: float = 100.0) -> list[Glyph]:
    """One glyph a character, ten to the left of the next; a Thai mark has no width and stands on its base."""
    shown: list[Glyph] = []
    x = 20.0
    for character in text:
        width = 0.0 if character in "ัิีึืุู็่้๊๋์ํ" else 5.0
        shown.append(Glyph(character, x, top, x + width, top + 12, top + 10, 12.0))
        x += width
    return shown


def page(raw: list[Glyph], images: list[Box] | None = None, lost: int = 0) -> PageContent:
    return page_content(1, SIZE, raw, Shapes(images=images or []), lost)


THAI = "รายงาน"  # six letters
HUNDRED = "ก" * 100
WHOLE, HALF = Box(0, 0, 600, 800), Box(0, 0, 600, 400)
STRIPS = [Box(0, 80.0 * n, 600, 80.0 * n + 80) for n in range(10)]
JUNK = "f,quwf,tnsuliuTns"

COUNTED = [
    (glyphs(THAI + " 12"), [], {"characters": 8, "thai_share": 0.75, "image_cover": 0.0}, "clean", "letters and digits, no space"),
    (glyphs("น้ำ"), [], {"characters": 3, "thai_share": 1.0}, "clean", "a mark is a character of its own"),
    (glyphs(HUNDRED + "\ue123"), [], {"characters": 100, "private_use": 1}, "repaired", "one unknown in a hundred"),
    (glyphs(HUNDRED + "\ue123" * 3), [], {"private_use": 3}, "unreadable", "three in a hundred: not to be trusted"),
    (glyphs("่" + HUNDRED), [], {"stray_marks": 1}, "repaired", "a mark before any base"),
    (glyphs("ที็่ดิน" + HUNDRED), [], {"stray_marks": 0}, "repaired", "ี and ็ over one letter: one of them is not what is printed"),
    (glyphs("พันธุ์ สิทธิ์ ก๊วน เปี๊ยะ ผู้"), [], {"stray_marks": 0}, "clean", "what letters do bear together"),
    (glyphs("\ufffd" * 4 + HUNDRED), [], {"characters": 104, "unmapped": 4}, "unreadable", "four lost of a hundred and four"),
    (glyphs("ห\uf70bอง"), [], {"private_use": 0, "repairs": (("private_use", 1),)}, "repaired", "a mark known in private use"),
    (glyphs(HUNDRED + "โคู่ ริา ในั ชุั เผู้"), [], {"unmapped": 0}, "unreadable", "vowels that no syllable has together, five times"),
    (glyphs(HUNDRED + "โคู่ ริา ในั ชุั"), [], {"unmapped": 0}, "repaired", "four slips of the pen"),
    (glyphs("เดินเมื่อไปปู่ผู้รู้ใช้น้ำเปี่ยมแข็งไว้โต๊ะเจ็ดเสียแล้วเหตุโลหิตฤๅษีกลัวะเกี๊ยะ" * 9), [], {"thai_share": 1.0}, "clean", "syllables of all kinds"),
    (glyphs(THAI), [WHOLE], {"image_cover": 1.0}, "scan", "a picture over the page and six Thai letters"),
    (glyphs(JUNK), STRIPS, {"image_cover": 1.0, "thai_share": 0.0}, "scan", "strips of a picture, junk for text"),
    (glyphs(HUNDRED), [WHOLE], {"image_cover": 1.0}, "clean", "a background behind a hundred letters"),
    (glyphs(THAI), [HALF], {"image_cover": 0.5}, "clean", "half a page of picture"),
    ([], [], {"characters": 0, "thai_share": 0.0}, "clean", "an empty page"),
    (glyphs(THAI, top=-50) + glyphs("กข"), [], {"characters": 2}, "clean", "what lies off the page does not count"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "images", "expected", "verdict", "reason"), COUNTED, ids=[case[4] for case in COUNTED])
def test_a_page_is_counted_and_judged(
    raw: list[Glyph], images: list[Box], expected: dict[str, object], verdict: str, reason: str
) -> None:
    content = page(raw, images)
    assert {name: getattr(content.health, name) for name in expected} == expected, reason
    assert content.verdict == verdict, reason


def test_glyphs_without_a_letter_in_their_font_count_as_unmapped() -> None:
    content = page(glyphs(HUNDRED), lost=2)
    assert (content.health.unmapped, content.verdict) == (2, "repaired")
    assert page(glyphs(HUNDRED), lost=3).verdict == "unreadable"


def test_the_dataset_has_a_row_a_page_with_the_same_numbers() -> None:
    contents = [page(glyphs(HUNDRED + "\ue123")), page(glyphs("ห\uf70bอง")), page([], [WHOLE])]
    pages = tuple(Page(n, *SIZE, content.verdict, content.health, (), ()) for n, content in enumerate(contents, start=1))
    rows = page_rows(Document(Source("a.pdf", "0", 1, "application/pdf"), "pdf", pages, ()))
    assert [(row.read.place.page, row.verdict, row.characters, row.private_use, row.repairs) for row in rows] == [
        (1, "repaired", 100, 1, ""),
        (2, "repaired", 4, 0, "private_use=1"),
        (3, "scan", 0, 0, ""),
    ]


DRAWN = [
    (
        [],
        [Box(60, 80.0 + 20 * n, 500, 92.0 + 20 * n) for n in range(20)],
        400,
        "scan",
        "a page of lines of letters, each one drawing",
    ),
    (glyphs(THAI), [Box(60, 80, 500, 600)], 5_000, "scan", "one drawing of many corners, a page number's worth of letters"),
    (glyphs(HUNDRED), [Box(60, 80, 500, 600)], 5_000, "clean", "a chart beside a hundred letters"),
    ([], [Box(250, 80, 350, 180)], 9_000, "clean", "a seal on an empty page"),
    ([], [Box(60, 80.0 + 20 * n, 500, 92.0 + 20 * n) for n in range(20)], 14, "clean", "arrows and rounded boxes"),
]


@pytest.mark.parametrize(("raw", "outlines", "corners", "verdict", "reason"), DRAWN, ids=[case[4] for case in DRAWN])
def test_letters_that_are_drawn_are_a_scan(
    raw: list[Glyph], outlines: list[Box], corners: int, verdict: str, reason: str
) -> None:
    shapes = Shapes()
    for outline in outlines:
        add_drawing(shapes, outline, corners)
    assert page_content(1, SIZE, raw, shapes, 0).verdict == verdict, reason


@pytest.mark.parametrize("engine", [pdfium, plumber])
def test_outlines_of_letters_are_counted_on_a_page(engine: ModuleType) -> None:
    """Forty lines of forty outlines of six curves each: no letter stands on the page."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=SIZE)
    for line in range(40):
        path = canvas.beginPath()
        for x in range(60, 460, 10):
            path.moveTo(x, 80 + 16 * line)
            for bend in range(1, 7):
                path.curveTo(x + bend, 92 + 16 * line, x + bend, 84 + 16 * line, x + bend, 80 + 16 * line + bend % 2)
        canvas.drawPath(path, stroke=0, fill=1)
    canvas.save()
    assert [content.verdict for content in engine.read_pages(out.getvalue())] == ["scan"]
