"""Turns a report's blocks into a PDF with ReportLab, which neither shapes nor breaks Thai by itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from tests.factory.layout import Block, Cell, Heading, Para, Table
from tests.factory.look import DEFAULT, RUNNING, Look, font_files

# What belongs together on a line: a leading vowel, its consonant with marks, a trailing vowel.
_CLUSTER = re.compile(r"[เแโใไ]?[ก-ฮ][ัิ-ฺ็-๎]*(?:[ะาำๅ][่-๋]?)?[ๆฯ]?|\S|\s")
_PADDING = 4.0
_LEADING = 1.6  # of the size of the words: room for marks above and below


def reportlab_pdf(blocks: tuple[Block, ...], look: Look = DEFAULT) -> bytes:
    """The report as a PDF's bytes; the same bytes every time."""
    from reportlab.platypus import PageBreak, Preformatted, SimpleDocTemplate, Spacer

    register(look)
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=_paper(look), margins=45, leftMargin=45, rightMargin=45, topMargin=45, bottomMargin=45, invariant=1
    )
    story: list[object] = []
    for block in blocks:
        if isinstance(block, Table):
            story += [_table(block, look, document.width), Spacer(1, 6)]
            continue
        if isinstance(block, Heading) and block.level and block.new_page and look.slides:
            story.append(PageBreak())
        style = _style(block, look)
        lines = "\n".join(_wrapped(block.text, style, document.width - 12))
        story.append(Preformatted(lines, style))
    every = {"onFirstPage": _running(look), "onLaterPages": _running(look)} if look.running else {}
    document.build(story, **every)
    return out.getvalue()


def _paper(look: Look) -> tuple[float, float]:
    from reportlab.lib.pagesizes import A4, landscape

    if look.paper == "A4":  # the library's own, to a hundredth of a point
        return landscape(A4) if look.landscape else A4
    return look.size


def _running(look: Look) -> object:
    """Draws the line at the head and the one at the foot of a page."""

    def draw(canvas: object, document: object) -> None:
        canvas.setFont(look.font, look.points)  # type: ignore[attr-defined]
        for text, height in zip(RUNNING, (look.size[1] - 30, 22), strict=True):
            canvas.drawString(45, height, _drawable(text, look.font))  # type: ignore[attr-defined]
        canvas.drawRightString(look.size[0] - 45, 22, str(document.page))  # type: ignore[attr-defined]

    return draw


def register(look: Look) -> None:
    """Makes the font of a look known to ReportLab, by its name."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in zip((look.font, f"{look.font} bold"), font_files(look.font), strict=True):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(file)))


def _style(block: Heading | Para, look: Look) -> object:
    from reportlab.lib.styles import ParagraphStyle

    size = look.points + 3 if isinstance(block, Heading) else look.points
    font = f"{look.font} bold" if isinstance(block, Heading) else look.font
    indent = block.indent * 8 if isinstance(block, Para) else 0
    return ParagraphStyle(
        font + str(indent), fontName=font, fontSize=size, leading=size * _LEADING, leftIndent=indent, spaceAfter=2
    )


def _wrapped(text: str, style: object, width: float) -> Iterator[str]:
    """The text's lines, broken at spaces where there are any, else between clusters, never in one."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    font, size = style.fontName, style.fontSize  # type: ignore[attr-defined]
    line = ""
    for piece in _pieces(_drawable(text, font), lambda word: stringWidth(word, font, size) > width):
        if line and stringWidth(line + piece, font, size) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()


def _drawable(text: str, font: str) -> str:
    """The words without markup and without what the font has no picture of."""
    from reportlab.pdfbase.pdfmetrics import getFont

    drawn = getFont(font).face.charToGlyph
    return "".join(character for character in text.replace("**", "") if ord(character) in drawn)


def _pieces(text: str, too_long: object) -> Iterator[str]:
    for word in re.findall(r"\S+\s*|\s+", text):
        if callable(too_long) and too_long(word):
            yield from _CLUSTER.findall(word)
        else:
            yield word


def _table(table: Table, look: Look, width: float) -> object:
    from reportlab.platypus import Table as Drawn

    whole = sum(table.widths)
    widths = [width * share / whole for share in table.widths]
    rows = [[_cell(cell, look, widths[column:]) for column, cell in enumerate(row)] for row in table.grid()]
    repeats = table.repeated if len(rows) > table.repeated and look.repeats else 0
    return Drawn(rows, colWidths=widths, style=list(_commands(table, look)), repeatRows=repeats)


def _cell(cell: Cell | None, look: Look, widths: list[float]) -> str:
    """The cell's lines, wrapped to the columns that it spans."""
    if cell is None:
        return ""
    style = _style(Heading("") if cell.kind == "head" else Para(""), look)
    style.fontSize = look.points  # type: ignore[attr-defined]
    room = sum(widths[: cell.span]) - 2 * _padding(look)
    return "\n".join(part for line in cell.text.split("\n") for part in _wrapped(line, style, room))


def _padding(look: Look) -> float:
    return _PADDING if look.padding is None else look.padding


def _commands(table: Table, look: Look) -> Iterator[tuple[object, ...]]:
    from reportlab.lib import colors

    every = ((0, 0), (-1, -1))
    yield ("FONT", *every, look.font, look.points, look.points * _LEADING)
    yield ("VALIGN", *every, "MIDDLE" if look.middle else "TOP")
    yield ("LEFTPADDING", *every, _padding(look))
    yield ("RIGHTPADDING", *every, _padding(look))
    if look.zebra:
        for row_no in range(1, len(table.rows), 2):
            yield ("BACKGROUND", (0, row_no), (-1, row_no), colors.HexColor("#e8eef4"))
    if look.rules == "ruled":
        yield ("GRID", *every, 0.5, colors.black)
    elif look.rules == "horizontal":
        yield ("LINEABOVE", *every, 0.5, colors.black)
        yield ("LINEBELOW", *every, 0.5, colors.black)
    for row_no, row in enumerate(table.grid()):
        for column, cell in enumerate(row):
            if cell is not None:
                last = (column + cell.span - 1, row_no + cell.row_span - 1)
                yield from _cell_commands(cell, ((column, row_no), last), look)


def _cell_commands(cell: Cell, at: tuple[tuple[int, int], ...], look: Look) -> Iterator[tuple[object, ...]]:
    from reportlab.lib import colors

    if cell.span > 1 or cell.row_span > 1:
        yield ("SPAN", *at)
    if cell.kind == "number":
        yield ("ALIGN", *at, "CENTER" if look.centred else "RIGHT")
    if cell.kind == "head" and look.centred:
        yield ("ALIGN", *at, "CENTER")
    if cell.kind == "head":
        yield ("FONT", *at, f"{look.font} bold", look.points, look.points * _LEADING)
        if look.dark_header:
            yield ("BACKGROUND", *at, colors.HexColor("#1f4e79"))
            yield ("TEXTCOLOR", *at, colors.white)
