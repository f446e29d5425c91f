"""Turns a report's blocks into a flat OpenDocument text, which LibreOffice prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from tests.factory.layout import Block, Cell, Heading, Para, Table
from tests.factory.look import DEFAULT, RUNNING, Look

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_NAMES = {
    "office": "office", "style": "style", "text": "text", "table": "table", "fo": "xsl-fo-compatible", "svg": "svg-compatible",
}  # fmt: skip
_RULE = "0.5pt solid #444444"
_BORDERS = {
    "ruled": f'fo:border="{_RULE}"',
    "horizontal": f'fo:border-top="{_RULE}" fo:border-bottom="{_RULE}" fo:border-left="none" fo:border-right="none"',
    "none": 'fo:border="none"',
}
_WIDTHS = {True: 26.5, False: 17.8}  # of the text, in cm, lying and upright A4
_MARGIN = 1.6  # cm
_CM = 72 / 2.54  # points


def flat_document(blocks: tuple[Block, ...], look: Look = DEFAULT) -> str:
    """An .fodt file's text."""
    tables = [block for block in blocks if isinstance(block, Table)]
    columns = "".join(_column_styles(no, table, look) for no, table in enumerate(tables))
    body: list[str] = []
    table_no = 0
    for block in blocks:
        if isinstance(block, Table):
            body += _table(table_no, block, look)
            table_no += 1
        else:
            body.append(_paragraph(block, look))
    names = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in _NAMES.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {names} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">\n'
        f"{_fonts(look)}{_page(look)}"
        f"<office:automatic-styles>{_styles(look)}{columns}{_layout(look)}</office:automatic-styles>\n"
        f"{_master(look)}"
        f"<office:body><office:text>\n{chr(10).join(body)}\n</office:text></office:body></office:document>\n"
    )


def _fonts(look: Look) -> str:
    return (
        f'<office:font-face-decls><style:font-face style:name="F" svg:font-family="\'{look.font}\'"/></office:font-face-decls>\n'
    )


def _page(look: Look) -> str:
    size = f"{look.points}pt"
    fonts = 'style:font-name="F" style:font-name-complex="F" style:font-name-asian="F"'
    sizes = f'fo:font-size="{size}" style:font-size-complex="{size}" style:font-size-asian="{size}"'
    language = 'fo:language="th" fo:country="TH" style:language-complex="th" style:country-complex="TH"'
    return (
        f'<office:styles><style:default-style style:family="paragraph"><style:text-properties {fonts} {sizes} {language}/>'
        "</style:default-style></office:styles>\n"
    )


def _layout(look: Look) -> str:
    width, height = ("29.7cm", "21cm") if look.landscape else ("21cm", "29.7cm")
    if look.paper != "A4":
        width, height = (f"{side / _CM:.2f}cm" for side in look.size)
    room = '<style:header-footer-properties fo:min-height="0.5cm" fo:margin-bottom="0.2cm" fo:margin-top="0.2cm"/>'
    areas = (
        f"<style:header-style>{room}</style:header-style><style:footer-style>{room}</style:footer-style>" if look.running else ""
    )
    return (
        f'<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="{width}" '
        f'fo:page-height="{height}" fo:margin="{_MARGIN}cm"/>{areas}</style:page-layout>'
    )


def _master(look: Look) -> str:
    head, foot = (f"<text:p>{escape(text)}</text:p>" for text in RUNNING)
    page = '<style:master-page style:name="Standard" style:page-layout-name="page"'
    if look.running:
        page += f"><style:header>{head}</style:header><style:footer>{foot}</style:footer></style:master-page>"
    else:
        page += "/>"
    return f"<office:master-styles>{page}</office:master-styles>\n"


def _width(look: Look) -> float:
    return _WIDTHS[look.landscape] if look.paper == "A4" else look.size[0] / _CM - 2 * _MARGIN


def _styles(look: Look) -> str:
    shade = 'fo:background-color="#1f4e79"' if look.dark_header else ""
    white = 'fo:color="#ffffff"' if look.dark_header else ""
    bold = 'fo:font-weight="bold" style:font-weight-complex="bold"'
    size = look.points + 4
    big = f'fo:font-size="{size}pt" style:font-size-complex="{size}pt"'
    padding = "0.1cm" if look.padding is None else f"{look.padding}pt"
    level = ' style:vertical-align="middle"' if look.middle else ""
    cell = f'{_BORDERS[look.rules]} fo:padding="{padding}"{level}'
    pale = 'fo:background-color="#e8eef4"'
    centre = '<style:paragraph-properties fo:text-align="center"/>' if look.centred else ""
    side = "center" if look.centred else "end"
    return "".join(
        (
            f'<style:style style:name="H" style:family="paragraph"><style:paragraph-properties fo:keep-with-next="always"/><style:text-properties {bold} {big}/></style:style>',
            f'<style:style style:name="N" style:family="paragraph"><style:paragraph-properties fo:break-before="page" fo:keep-with-next="always"/><style:text-properties {bold} {big}/></style:style>',
            f'<style:style style:name="T" style:family="paragraph">{centre}<style:text-properties {bold} {white}/></style:style>',
            f'<style:style style:name="R" style:family="paragraph"><style:paragraph-properties fo:text-align="{side}"/></style:style>',
            f'<style:style style:name="B" style:family="text"><style:text-properties {bold}/></style:style>',
            f'<style:style style:name="C" style:family="table-cell"><style:table-cell-properties {cell}/></style:style>',
            f'<style:style style:name="D" style:family="table-cell"><style:table-cell-properties {cell} {shade}/></style:style>',
            f'<style:style style:name="Z" style:family="table-cell"><style:table-cell-properties {cell} {pale}/></style:style>'
            if look.zebra
            else "",
        )
    )


def _column_styles(no: int, table: Table, look: Look) -> str:
    whole = sum(table.widths)
    return "".join(
        f'<style:style style:name="t{no}c{column}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{_width(look) * width / whole:.2f}cm"/></style:style>'
        for column, width in enumerate(table.widths)
    )


def _paragraph(block: Heading | Para, look: Look) -> str:
    if isinstance(block, Heading):
        style = "N" if look.slides and block.level and block.new_page else "H"
        return f'<text:p text:style-name="{style}">{_words(block.text)}</text:p>'
    return f"<text:p>{_words(block.text)}</text:p>"


def _table(no: int, table: Table, look: Look) -> Iterator[str]:
    yield f'<table:table table:name="t{no}">'
    yield "".join(f'<table:table-column table:style-name="t{no}c{column}"/>' for column in range(table.columns))
    plain = ["Z" if look.zebra and number % 2 else "C" for number in range(len(table.rows))]
    rows = [
        "<table:table-row>" + "".join(_cell(cell, style) for cell in row) + "</table:table-row>"
        for row, style in zip(table.grid(), plain, strict=True)
    ]
    repeated = table.repeated if look.repeats else 0
    if repeated:
        yield "\n".join(("<table:table-header-rows>", *rows[:repeated], "</table:table-header-rows>"))
    yield from rows[repeated:]
    yield "</table:table>"
    yield "<text:p/>"  # two tables that touch become one to an office program


def _cell(cell: Cell | None, plain: str) -> str:
    if cell is None:
        return "<table:covered-table-cell/>"
    style, paragraph = ("D", "T") if cell.kind == "head" else (plain, "R" if cell.kind == "number" else "")
    named = f' text:style-name="{paragraph}"' if paragraph else ""
    span = f' table:number-columns-spanned="{cell.span}"' if cell.span > 1 else ""
    span += f' table:number-rows-spanned="{cell.row_span}"' if cell.row_span > 1 else ""
    lines = "".join(f"<text:p{named}>{_words(line)}</text:p>" for line in cell.text.split("\n"))
    return f'<table:table-cell table:style-name="{style}"{span}>{lines}</table:table-cell>'


def _words(text: str) -> str:
    bold = _BOLD.sub(r'<text:span text:style-name="B">\1</text:span>', escape(text))
    return bold.replace("**", "")
