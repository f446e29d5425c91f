"""Turns a report's blocks into an HTML page for the producers that print one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from tests.factory.layout import Block, Cell, Heading, Para, Table
from tests.factory.look import DEFAULT, RUNNING, Look, font_files

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_RULES = {
    "ruled": "td, th { border: 0.6pt solid #444; }",
    "horizontal": "td, th { border-top: 0.6pt solid #444; border-bottom: 0.6pt solid #444; }",
    "none": "td, th { border: none; }",
}


def html_page(blocks: tuple[Block, ...], look: Look = DEFAULT) -> str:
    """A whole page with its style sheet; fonts are named by their files, so that nothing is fetched."""
    body = "\n".join(line for block in blocks for line in _block(block, look))
    return (
        '<!DOCTYPE html>\n<html lang="th"><head><meta charset="utf-8"><title>report</title>'
        f"<style>{_style(look)}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _style(look: Look) -> str:
    regular, bold = (file.as_uri() for file in font_files(look.font))
    head = "color: #fff; background: #1f4e79;" if look.dark_header else ""
    page_break = "h2.new { break-before: page; }" if look.slides else ""
    return f"""
@font-face {{ font-family: "{look.font}"; src: url("{regular}"); font-weight: 400; }}
@font-face {{ font-family: "{look.font}"; src: url("{bold}"); font-weight: 700; }}
@page {{ size: {look.paper} {"landscape" if look.landscape else "portrait"}; margin: 1.6cm; {_running(look)}}}
body {{ font: {look.points}pt "{look.font}", sans-serif; line-height: 1.5; margin: 0; }}
h1 {{ font-size: {look.points + 6}pt; }} h2 {{ font-size: {look.points + 3}pt; break-after: avoid; }}
{page_break}
p {{ margin: 0 0 4pt; }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100%; margin: 4pt 0 8pt; }}
td, th {{ padding: {_padding(look)}; vertical-align: {"middle" if look.middle else "top"}; text-align: left; font-weight: 400; overflow-wrap: anywhere; }}
{_RULES[look.rules]}
th {{ font-weight: 700; {head} }} td.number {{ text-align: right; }}
{_variations(look)}"""


def _padding(look: Look) -> str:
    return "3pt 4pt" if look.padding is None else f"{look.padding}pt"


def _running(look: Look) -> str:
    if not look.running:
        return ""
    head, foot = RUNNING
    return (
        f'@top-left {{ content: "{head}"; }} @bottom-left {{ content: "{foot}"; }} @bottom-right {{ content: counter(page); }} '
    )


def _variations(look: Look) -> str:
    """What only some looks have; empty for a plain one."""
    styles = []
    if look.zebra:
        styles.append("tr:nth-child(even) td { background: #e8eef4; }")
    if look.centred:
        styles.append("th, td.number { text-align: center; }")
    if not look.repeats:
        styles.append("thead { display: table-row-group; }")
    return "".join(f"{style}\n" for style in styles)


def _block(block: Block, look: Look) -> Iterator[str]:
    if isinstance(block, Heading):
        tag = "h1" if block.level == 0 else "h2"
        new = ' class="new"' if block.level and block.new_page else ""
        yield f"<{tag}{new}>{words(block.text)}</{tag}>"
    elif isinstance(block, Para):
        indent = f' style="margin-left: {block.indent * 8}pt"' if block.indent else ""
        yield f"<p{indent}>{words(block.text)}</p>"
    else:
        yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    whole = sum(table.widths)
    yield "<table><colgroup>"
    yield "".join(f'<col style="width: {width / whole:.2%}">' for width in table.widths) + "</colgroup>"
    rows = ["<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in table.rows]
    if table.repeated:
        yield "\n".join(("<thead>", *rows[: table.repeated], "</thead>"))
    yield from rows[table.repeated :]
    yield "</table>"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.kind == "head" else "td"
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    span += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    kind = ' class="number"' if cell.kind == "number" else ""
    return f"<{tag}{span}{kind}>{'<br>'.join(words(line) for line in cell.text.split(chr(10)))}</{tag}>"


def words(text: str) -> str:
    """Escaped words, those between ** bold."""
    escaped = _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))
    return escaped.replace("**", "")
