"""Marks told by their pictures: forms that no table names, and letters that a PDF's map has wrong or not at all."""

from __future__ import annotations

import struct
from pathlib import Path

import fontpkg_noto_sans_thai
import fontpkg_sarabun
import pytest

from parsers.pdf.font_tables import codes_of
from parsers.pdf.fonts import Program, program_of
from parsers.pdf.reader import Engine, read_pdf
from schemas.document import Source

SARABUN = Path(fontpkg_sarabun.__file__).parent / "files" / "Sarabun-Regular.ttf"
NOTO = Path(fontpkg_noto_sans_thai.__file__).parent / "files" / "NotoSansThai[wdth,wght].ttf"

# Numbers and names of forms as the fonts' own tables of glyph names have them: uni0E49.small is a ้.
FORMS = [
    (SARABUN, {736: "่", 739: "้", 740: "้", 742: "๊", 745: "๋", 747: "์", 750: "็", 734: "ั", 770: "ู", 772: "ํ"}),
    (SARABUN, {753: "ิ", 755: "ี", 757: "ึ", 759: "ื", 762: "ํ้", 763: "ํ๊", 773: "ํ่"}),
    (NOTO, {43: "่", 44: "่", 48: "้", 49: "้", 51: "๊", 52: "๊", 40: "๋", 41: "๋", 113: "์", 114: "์", 54: "็"}),
    (NOTO, {46: "ั", 60: "ํ", 93: "ิ", 95: "ี", 100: "ึ", 102: "ื", 98: "ุ", 104: "ู"}),
]


def _program(font: Path) -> Program:
    program = program_of(font.read_bytes())
    assert program is not None
    return program


@pytest.mark.parametrize(("font", "forms"), FORMS)
def test_a_form_that_no_table_names_is_told_by_its_picture(font: Path, forms: dict[int, str]) -> None:
    marks = _program(font).marks
    assert marks is not None
    assert {number: marks.told(number, "") for number in forms} == forms


@pytest.mark.parametrize(
    ("number", "said", "drawn", "reason"),
    [
        (739, "ู", "้", "what stands over letters is no ู"),
        (772, "่", "ํ", "the ring is nothing like a ่"),
        (739, "้", "้", "the map is right"),
        (772, "ำ", "ํ", "all of a ำ stands on the line"),
        (489, "ำ", "ำ", "and here it does"),
        (432, "้", "้", "a ก is no mark: the map is all that there is"),
        (3, "", None, "nothing is drawn"),
    ],
)
def test_the_map_is_believed_where_the_picture_does_not_speak_against_it(
    number: int, said: str, drawn: str | None, reason: str
) -> None:
    marks = _program(SARABUN).marks
    assert marks is not None
    assert marks.told(number, said) == drawn, reason


def test_a_form_of_a_mark_that_the_font_does_not_have_is_not_taken_for_another() -> None:
    marks = _program(SARABUN).marks
    assert marks is not None
    marks.named = {number: letter for number, letter in marks.named.items() if letter != "ี"}
    assert marks.told(755, "") is None, "a ี is nearest to ื, its twin"


# As the producers write them: glyphs by number, what the PDF's map says of each, and what is printed.
# ก 432, น 462, ผ 465, ร 474 is ฤ's short form and not used, า 488, ่ 735, small 736, ้ 738, small 739, ู 769, ring 760.
PRINTED = [
    ([465, 739, 769, 462, 738], {465: "ผ", 739: "ู", 769: "ู", 462: "น", 738: "้"}, "ผู้น้", "letters of a cluster in their order"),
    ([465, 739, 769, 462, 738], {465: "ผ", 769: "ู", 462: "น", 738: "้"}, "ผู้น้", "a form without a letter"),
    ([465, 739, 769], {465: "ผ", 739: "ู", 769: "้"}, "ผู้", "each has the other's letter"),
    ([462, 760, 738, 488], {462: "น", 760: "ำ", 738: "้", 488: "ำ"}, "น้ำ", "the ring and the า of a ำ, each mapped to all of it"),
    ([462, 762, 488, 432, 738, 760], {462: "น", 488: "า", 432: "ก", 738: "้", 760: "ํ"}, "น้ำก้ํ", "ring and tone in one glyph"),
    ([462, 739, 462, 738], {462: "น", 739: " ", 738: "้"}, "น้น้", "a space without room that draws a mark"),
    ([432, 3, 462], {432: "ก", 462: "น"}, "ก น", "a glyph that draws nothing is a space"),
]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(("glyphs", "said", "printed", "reason"), PRINTED, ids=[case[3] for case in PRINTED])
def test_what_is_drawn_is_read(glyphs: list[int], said: dict[int, str], printed: str, reason: str, engine: Engine) -> None:
    lines = _lines(_pdf(_without_names(SARABUN), glyphs, said), engine)
    assert lines == [printed], reason


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_a_mark_where_none_of_its_kind_can_stand_is_not_published(engine: Engine) -> None:
    """The ้ is mapped to ู, and no other ้ shows what one looks like."""
    data = _pdf(_without_names(SARABUN), [465, 739, 488], {465: "ผ", 739: "ู", 488: "า"})
    assert "ู" not in "".join(_lines(data, engine))


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_numbers_of_the_pdfs_own_are_the_fonts_by_the_fonts_map(engine: Engine) -> None:
    """A producer numbers its characters as it meets them, and says which glyph each is."""
    data = _pdf(SARABUN.read_bytes(), [1, 2, 3], {1: "น", 2: "ำ"}, glyph_of={1: 462, 2: 760, 3: 488})
    assert _lines(data, engine) == ["นำ"]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_an_empty_actual_text_over_a_glyph_without_a_letter_hides_nothing(engine: Engine) -> None:
    """A converter that knows no letter for a glyph says so: U+FFFD in its map, and an ActualText without text."""
    content = "<01ce02f8> Tj /Span << /ActualText <feff> >> BDC <01e8> Tj EMC <01b002e201ce> Tj"
    content += " /Span << /ActualText <feff> >> BDC <02e3> Tj EMC"
    letters = {462: "น", 760: "ํ", 488: "\ufffd", 432: "ก", 738: "้", 739: "\ufffd"}
    data = _pdf(_without_names(SARABUN), list(letters), letters, shown=content)
    assert _lines(data, engine) == ["นำก้น้"]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_an_empty_actual_text_over_a_letter_hides_the_copy_that_makes_it_bold(engine: Engine) -> None:
    content = "<01b001e8> Tj /Span << /ActualText <feff> >> BDC 0.6 0 Td <01b001e8> Tj EMC"
    data = _pdf(_without_names(SARABUN), [432, 488], {432: "ก", 488: "า"}, shown=content)
    assert _lines(data, engine) == ["กา"]


def test_two_glyphs_in_a_row_with_each_others_letters_are_taught_so() -> None:
    """765 stands below letters, and 764 over them: their letters were taken in the order in which they are typed."""
    marks = _program(SARABUN).marks
    assert marks is not None
    marks.named = {}
    marks.teach_exchanged({734: "ั", 735: "่", 764: "ฺ", 765: "๋", 766: "ฺ", 767: "ุ"})
    assert marks.taught == {764: "๋", 765: "ฺ"}


def test_a_wide_mark_below_is_u_where_only_the_narrow_one_is_known() -> None:
    marks = _program(SARABUN).marks
    assert marks is not None
    marks.named = {number: letter for number, letter in marks.named.items() if letter not in "ฺู"}
    assert marks.told(769, "") == "ู"
    assert marks.told(768, "") is None, "a small ุ is as narrow as the ุ that is known"


def test_a_simple_font_gives_its_glyphs_by_codes_of_one_byte() -> None:
    codes = codes_of(SARABUN.read_bytes())
    assert codes[0x20] == 3
    assert codes_of(b"OTTO") == {}


def _lines(data: bytes, engine: Engine) -> list[str]:
    document = read_pdf(data, Source("marks.pdf", "0" * 64, len(data), "application/pdf"), engine=engine)
    return [line.text for page in document.pages for line in page.lines]


def _without_names(font: Path) -> bytes:
    """The font without its table of letters, as subsets are embedded."""
    data = font.read_bytes()
    return data.replace(b"cmap", b"\0\0\0\0", 1)


def _pdf(font: bytes, glyphs: list[int], said: dict[int, str], glyph_of: dict[int, int] | None = None, shown: str = "") -> bytes:
    """One line of glyphs, and after it a line's worth of letters that are plain, so that few are lost."""
    numbers = glyph_of or {number: number for number in glyphs}
    widths = " ".join(f"{number} [{_width(font, numbers[number])}]" for number in sorted(set(glyphs)))
    shown = shown or "<" + "".join(f"{number:04x}" for number in glyphs) + "> Tj"
    letters = "\n".join(f"<{number:04x}> <{text.encode('utf-16-be').hex()}>" for number, text in said.items())
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(said)} beginbfchar\n{letters}\nendbfchar endcmap end end"
    )
    table = bytearray(2 * (max(numbers) + 1))
    for number, glyph in numbers.items():
        struct.pack_into(">H", table, 2 * number, glyph)
    bodies: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        _stream(f"BT /F 16 Tf 50 100 Td {shown} ET".encode()),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /FontDescriptor 7 0 R /CIDToGIDMap 10 0 R /DW 600 /W [" + widths.encode() + b"] >>",
        b"<< /Type /FontDescriptor /FontName /Own /Flags 4 /FontBBox [0 -300 1000 1100] /ItalicAngle 0 /Ascent 1100"
        b" /Descent -300 /CapHeight 700 /StemV 80 /FontFile2 9 0 R >>",
        _stream(unicode_map.encode()),
        _stream(font),
        _stream(bytes(table)),
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return bytes(out) + f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


def _stream(data: bytes) -> bytes:
    return f"<< /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _width(font: bytes, glyph: int) -> int:
    """A glyph's width in thousandths of the size."""
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * font[5], 16)}
    count = struct.unpack_from(">H", font, tables[b"hhea"] + 34)[0]
    units = struct.unpack_from(">H", font, tables[b"head"] + 18)[0]
    return int(struct.unpack_from(">H", font, tables[b"hmtx"] + 4 * min(glyph, count - 1))[0] * 1000 / units)
