"""Turns a report's blocks into the exemplar's text dialect: tabs, orphan `--` rows, `<p>` and all."""

from __future__ import annotations

import html
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.factory.layout import Block, Cell, Heading, Para, Table

TableStyle = Literal["tabs", "pipes", "html"]
Encoding = Literal["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874"]

# What the Thai code page cannot hold, and what an office program writes instead.
_CP874_SUBSTITUTES = str.maketrans({"■": "*", "…": "...", "×": "x"})


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is written. `quirks` adds the small accidents of a text read off slides.

    `ragged` loses merged quarter cells where only one more cell stands behind them, so that the row is
    shorter than its header. `seed` decides where accidents happen.
    """

    tables: TableStyle = "tabs"
    encoding: Encoding = "utf-8"
    newline: str = "\n"
    quirks: bool = True
    ragged: bool = True
    seed: int = 0


EXEMPLAR = Dialect()


def write_text(blocks: tuple[Block, ...], dialect: Dialect = EXEMPLAR) -> bytes:
    """The report as a text file's bytes."""
    text = dialect.newline.join(_lines(blocks, dialect)) + dialect.newline
    if dialect.encoding == "cp874":
        text = text.translate(_CP874_SUBSTITUTES)
    return text.encode(dialect.encoding)


def _lines(blocks: tuple[Block, ...], dialect: Dialect) -> Iterator[str]:
    chance = random.Random(dialect.seed)
    if dialect.quirks:
        yield from ("", "")
    above: Block | None = None
    for block in blocks:
        if above is not None and _blank_between(above, block, dialect, chance):
            yield ""
        if isinstance(block, Table):
            yield from _table(block, dialect, chance)
        else:
            yield from _words(block, dialect, chance)
        above = block


def _blank_between(above: Block, block: Block, dialect: Dialect, chance: random.Random) -> bool:
    """Blank lines stand between blocks; lines of one list follow each other directly."""
    if isinstance(block, Para) and isinstance(above, Para | Heading):
        return block.apart
    # A table that follows another without a blank line is the exemplar's budget table of project 4.
    touching = isinstance(above, Table) and isinstance(block, Table) and block.headed and above.role == "budget"
    return not (touching and dialect.quirks and dialect.tables == "tabs" and chance.random() < 0.1)


def _words(block: Heading | Para, dialect: Dialect, chance: random.Random) -> Iterator[str]:
    if isinstance(block, Heading):
        if dialect.quirks and block.level and chance.random() < 0.1:
            yield " "
        yield block.text
        return
    yield " " * block.indent + block.text


def _table(table: Table, dialect: Dialect, chance: random.Random) -> Iterator[str]:
    if dialect.tables == "html":
        yield from _html_table(table)
        return
    rows = [_flat(row, dialect, chance) for row in table.grid()]
    if dialect.tables == "pipes":
        yield from _pipe_table(table, rows)
        return
    if dialect.quirks and table.role == "budget" and chance.random() < 0.3:
        yield " "
    extra = "\t" if dialect.quirks and table.role == "budget" and chance.random() < 0.15 else ""
    for row in rows:
        yield "\t".join(row) + extra
        if row is rows[0] and not table.headed:
            yield "\t".join("-" * max(2, len(cell)) if cell else "--" for cell in row)


def _flat(row: list[Cell | None], dialect: Dialect, chance: random.Random) -> list[str]:
    """A row's cells as text; a span leaves empty cells behind it, or nothing where it is lost."""
    lost = dialect.ragged and dialect.tables == "tabs" and _may_be_lost(row) and chance.random() < 0.4
    texts = [_cell_text(cell, dialect, chance) if cell is not None else None for cell in row]
    return [text or "" for text in texts if not (lost and text is None)]


def _may_be_lost(row: list[Cell | None]) -> bool:
    """Only words over Q1 to Q3 with one cell behind: then first is Q1 and last Q4 however it is read."""
    return [cell.span for cell in row[3:] if cell is not None] == [3, 1]


def _cell_text(cell: Cell, dialect: Dialect, chance: random.Random) -> str:
    lines = cell.text.split("\n")
    if len(lines) > 1 and chance.random() < 0.6:
        text = " ".join(f"<p>{line}</p>" for line in lines)
    else:
        text = " ".join(lines)
    if dialect.tables == "pipes":
        text = text.replace("|", "\\|")
    stray = dialect.quirks and dialect.tables == "tabs" and cell.kind == "words" and text and chance.random() < 0.15
    return text + (" " if stray else "")


def _pipe_table(table: Table, rows: list[list[str]]) -> Iterator[str]:
    """Markdown: a table without its header has its first row for one, as the exemplar's source had."""
    for index, row in enumerate(rows):
        full = row + [""] * (table.columns - len(row))
        yield f"| {' | '.join(full)} |"
        if index == 0:
            yield f"|{'|'.join(' --- ' for _ in full)}|"


def _html_table(table: Table) -> Iterator[str]:
    yield "<table>"
    for row in table.rows:
        yield "<tr>" + "".join(_html_cell(cell) for cell in row) + "</tr>"
    yield "</table>"


def _html_cell(cell: Cell) -> str:
    tag = "th" if cell.kind == "head" else "td"
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    span += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    lines = [html.escape(line, quote=False) for line in cell.text.split("\n")]
    body = lines[0] if len(lines) == 1 else "".join(f"<p>{line}</p>" for line in lines)
    return f"<{tag}{span}>{body}</{tag}>"
