"""Sets rows as lines for a terminal: columns side by side where they fit, else one under the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_GAP = "  "
_NARROWEST = 12  # cells of a column that was made narrower: less is no column to read
_WIDEST = 60
_WHITE = re.compile(r"[\t\n\r]+")
_SARA_AM = "ำ"  # one cell of its own, never torn from its consonant


def lines(names: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: int) -> Iterator[str]:
    """The lines of a table, none wider than `width` cells."""
    clean = [[visible(cell) for cell in row] for row in rows]
    widths = _widths(names, clean, width)
    if widths is None:
        yield from _records(names, clean, width)
        return
    yield from _row(names, widths, numeric)
    yield _GAP.join("─" * size for size in widths)
    for row in clean:
        yield from _row(row, widths, numeric)


def visible(text: str) -> str:
    """A text on one line, without characters that steer a terminal or turn its direction."""
    text = _WHITE.sub(" ", text)
    return "".join("·" if unicodedata.category(char) in ("Cc", "Cf") and char != "\u200b" else char for char in text)


def cells_of(text: str) -> int:
    """How many cells of a terminal a text takes: Thai vowels and tone marks above and below take none."""
    from rich.cells import cell_len

    return cell_len(text)


def _widths(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """The width of each column, the widest made narrower until all fit; `None` where they cannot."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    widths = [
        max(cells_of(name), min(_WIDEST, max(map(cells_of, column), default=0)))
        for name, column in zip(names, columns, strict=True)
    ]
    least = [min(size, max(_NARROWEST, cells_of(name))) for size, name in zip(widths, names, strict=True)]
    room = width - len(_GAP) * (len(names) - 1)
    if sum(least) > room:
        return None
    while sum(widths) > room:
        _, widest = max((size, -index) for index, size in enumerate(widths) if size > least[index])
        widths[-widest] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> Iterator[str]:
    folded = [list(fold(cell, size)) for cell, size in zip(cells, widths, strict=True)]
    for index in range(max(map(len, folded), default=0)):
        pieces = [column[index] if index < len(column) else "" for column in folded]
        padded = [
            " " * (size - cells_of(piece)) + piece if right else piece + " " * (size - cells_of(piece))
            for piece, size, right in zip(pieces, widths, numeric, strict=True)
        ]
        yield _GAP.join(padded).rstrip()


def _records(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Each row as a block, a column a line; those without a value are left out."""
    widest = max(map(cells_of, names), default=0)
    for number, row in enumerate(rows, start=1):
        yield f"── {number} " + "─" * max(0, width - len(str(number)) - 4)
        for name, cell in zip(names, row, strict=True):
            for index, piece in enumerate(fold(cell, max(_NARROWEST, width - widest - len(_GAP)))) if cell else ():
                label = name if index == 0 else ""
                yield f"{label}{' ' * (widest - cells_of(label))}{_GAP}{piece}"


def fold(text: str, width: int) -> Iterator[str]:
    """Breaks a text into pieces of at most `width` cells, at a space where one is near, never inside a cluster."""
    if cells_of(text) <= width:
        yield text
        return
    line: list[str] = []
    taken = 0
    for cluster in _clusters(text):
        size = cells_of(cluster)
        if taken + size > width and line:
            space = max((index for index, piece in enumerate(line) if piece == " "), default=0)
            cut = space + 1 if space > len(line) // 2 else len(line)
            yield "".join(line[:cut]).rstrip()
            line = line[cut:]
            taken = cells_of("".join(line))
        line.append(cluster)
        taken += size
    yield "".join(line)


def _clusters(text: str) -> Iterator[str]:
    cluster = ""
    for char in text:
        if cluster and (char == _SARA_AM or unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me")):
            cluster += char
            continue
        if cluster:
            yield cluster
        cluster = char
    if cluster:
        yield cluster
