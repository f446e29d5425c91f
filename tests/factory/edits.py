"""Finds cells of a laid-out report and writes other words into them, leaving all else as it stands."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.factory.layout import Block, Cell, Heading, Para, Role, Table

Blocks = tuple[Block, ...]
_PROJECT = re.compile(r"(\d+)\. ")


@dataclass(frozen=True, slots=True)
class At:
    """A cell: the block it stands in, its row and its place in the row, all from 0."""

    block: int
    row: int
    cell: int


def tables(blocks: Blocks, role: Role) -> list[tuple[int, int, Table]]:
    """(project, index of the block, table) of every table of a kind; project 0 outside the sections."""
    found: list[tuple[int, int, Table]] = []
    project = 0
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            named = _PROJECT.match(block.text)
            project = int(named[1]) if named else 0
        elif isinstance(block, Table) and block.role == role:
            found.append((project, index, block))
    return found


def text_at(blocks: Blocks, at: At) -> str:
    """The words of a cell."""
    table = blocks[at.block]
    assert isinstance(table, Table)
    return table.rows[at.row][at.cell].text


def written(blocks: Blocks, at: At, text: str) -> Blocks:
    """The report with other words in one cell."""
    table = blocks[at.block]
    assert isinstance(table, Table)
    row = list(table.rows[at.row])
    row[at.cell] = replace(row[at.cell], text=text)
    return with_rows(blocks, at.block, (*table.rows[: at.row], tuple(row), *table.rows[at.row + 1 :]))


def with_rows(blocks: Blocks, index: int, rows: tuple[tuple[Cell, ...], ...]) -> Blocks:
    """The report with other rows in one table."""
    table = blocks[index]
    assert isinstance(table, Table)
    return (*blocks[:index], replace(table, rows=rows), *blocks[index + 1 :])


def without_column(blocks: Blocks, index: int, column: int) -> Blocks:
    """The report with a column of one table gone, header and all. The table has no spans."""
    table = blocks[index]
    assert isinstance(table, Table)
    rows = tuple((*row[:column], *row[column + 1 :]) for row in table.rows)
    widths = (*table.widths[:column], *table.widths[column + 1 :])
    return (*blocks[:index], replace(table, rows=rows, widths=widths), *blocks[index + 1 :])


def said_otherwise(blocks: Blocks, changed: Callable[[str], str | None]) -> Blocks | None:
    """The report with the first line changed for which `changed` gives other words, else `None`."""
    for index, block in enumerate(blocks):
        if isinstance(block, Para):
            text = changed(block.text)
            if text is not None:
                return (*blocks[:index], replace(block, text=text), *blocks[index + 1 :])
    return None


def other_digit(text: str, chance: random.Random) -> str:
    """The text with one digit of its first number changed to another; it must hold a digit."""
    places = [index for index, character in enumerate(text) if character.isdigit()]
    first = places[0]
    places = [index for index in places if re.fullmatch(r"[\d,.]*", text[first : index + 1])]
    index = chance.choice(places)
    return text[:index] + chance.choice("0123456789".replace(text[index], "")) + text[index + 1 :]


def edited_budget_tables(blocks: Blocks, projects: frozenset[int] | None = None) -> Iterator[tuple[str, Blocks]]:
    """Every row shifted by a column, every two rows swapped that differ, every row or column missing, one at a time."""
    for project, index, table in tables(blocks, "budget"):
        if projects is not None and project not in projects:
            continue
        rows = table.rows
        for row_no in range(1, len(rows)):
            label, *values = rows[row_no]
            shifted = (label, Cell("", "number"), *values[:-1])
            yield f"{project}: row {row_no} shifted", with_rows(blocks, index, (*rows[:row_no], shifted, *rows[row_no + 1 :]))
            yield f"{project}: row {row_no} missing", with_rows(blocks, index, (*rows[:row_no], *rows[row_no + 1 :]))
            for other in range(row_no + 1, len(rows)):
                if [cell.text for cell in rows[row_no][1:]] != [cell.text for cell in rows[other][1:]]:
                    both = list(rows)
                    both[row_no], both[other] = (rows[row_no][0], *rows[other][1:]), (rows[other][0], *rows[row_no][1:])
                    yield f"{project}: rows {row_no} and {other} swapped", with_rows(blocks, index, tuple(both))
        for column in range(1, table.columns):
            yield f"{project}: column {column} missing", without_column(blocks, index, column)
