"""Turns a report's blocks into a PDF with Typst: the same bytes every time."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.factory.layout import Block, Cell, Heading, Para, Table
from tests.factory.look import DEFAULT, RUNNING, Look, font_files

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_STROKES = {"ruled": "0.5pt", "horizontal": "(x: none, y: 0.5pt)", "none": "none"}
_DAY_ONE = 1_735_689_600  # 1 January 2025: a fixed date of creation keeps the bytes equal


def typst_pdf(blocks: tuple[Block, ...], look: Look = DEFAULT) -> bytes:
    """The report as a PDF's bytes, in the look asked for."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.typ"
        source.write_text(typst_source(blocks, look), encoding="utf-8")
        fonts = sorted({str(file.parent) for file in font_files(look.font)})
        made: object = typst.compile(str(source), font_paths=fonts, ignore_system_fonts=True, timestamp=_DAY_ONE)
    assert isinstance(made, bytes)
    return made


def typst_source(blocks: tuple[Block, ...], look: Look = DEFAULT) -> str:
    """The report in Typst's language; every word is a string, so that nothing in it is markup."""
    return "\n".join((*_preamble(look), *(line for block in blocks for line in _block(block, look)))) + "\n"


def _preamble(look: Look) -> Iterator[str]:
    paper = {"Letter": "us-letter", "Legal": "us-legal"}.get(look.paper, look.paper.lower())
    head = f", header: [#{_string(RUNNING[0])}]" if look.running else ""
    yield f'#set page(paper: "{paper}", flipped: {json.dumps(look.landscape)}, margin: 1.6cm, numbering: "1"{head})'
    yield f'#set text(font: ({json.dumps(look.font)}, "Libertinus Serif"), lang: "th", size: {look.points}pt)'
    inset = 4 if look.padding is None else look.padding
    fill = ', fill: (_, y) => if calc.odd(y) { rgb("#e8eef4") }' if look.zebra else ""
    yield f"#set table(stroke: {_STROKES[look.rules]}, inset: {inset}pt, align: left + {_level(look)}{fill})"


def _block(block: Block, look: Look) -> Iterator[str]:
    if isinstance(block, Heading):
        if look.slides and block.level and block.new_page:
            yield "#pagebreak(weak: true)"
        size = look.points + (6 if block.level == 0 else 3)
        yield f'#block(below: 1em)[#text(size: {size}pt, weight: "bold", {_string(block.text)})]'
    elif isinstance(block, Para):
        yield f"#block(inset: (left: {block.indent * 8}pt))[{_words(block.text)}]"
    else:
        yield from _table(block, look)


def _table(table: Table, look: Look) -> Iterator[str]:
    columns = ", ".join(f"{width}fr" for width in table.widths)
    yield f"#table(columns: ({columns}),"
    rows = [", ".join(_cell(cell, look) for cell in row) for row in table.rows]
    heads = max(table.repeated, int(table.headed))
    if heads:
        yield f"  table.header(repeat: {json.dumps(table.repeated > 0 and look.repeats)}, {', '.join(rows[:heads])}),"
    yield from (f"  {row}," for row in rows[heads:])
    yield ")"


def _cell(cell: Cell, look: Look) -> str:
    words = " \\ ".join(_words(line) for line in cell.text.split("\n"))
    style = f", align: {'center' if look.centred else 'right'} + {_level(look)}" if cell.kind == "number" else ""
    style += f", align: center + {_level(look)}" if cell.kind == "head" and look.centred else ""
    if cell.kind == "head":
        colour = ", fill: white" if look.dark_header else ""
        style += ', fill: rgb("#1f4e79")' if look.dark_header else ""
        words = f'#text(weight: "bold"{colour})[{words}]'
    return f"table.cell(colspan: {cell.span}, rowspan: {cell.row_span}{style})[{words}]"


def _level(look: Look) -> str:
    return "horizon" if look.middle else "top"


def _words(text: str) -> str:
    """Content of plain strings, the words between ** strong."""
    pieces: list[str] = []
    end = 0
    for bold in _BOLD.finditer(text):
        pieces += [f"#{_string(text[end : bold.start()])}", f"#strong({_string(bold[1])})"]
        end = bold.end()
    return "".join((*pieces, f"#{_string(text[end:])}"))


def _string(text: str) -> str:
    return json.dumps(text.replace("**", ""), ensure_ascii=False)
