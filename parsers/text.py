"""Turns a text file (tabs, Markdown pipes, HTML tables, plain lines) into a Document, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.encoding import decode
from parsers.html_blocks import html_blocks
from parsers.thai_text import compose
from schemas.document import Cell, Document, Line, Page, PageHealth, Place, Source, Table, TableKind

_SEPARATOR_CELL = re.compile(r"\s*(?::?-{2,}:?|:-+:?|-+:)\s*")  # a lone dash is a value
_RULE_LINE = re.compile(r"\s*(?:-{3,}|={3,}|_{3,}|\*{3,})\s*")
_HTML_FILE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|body|table)\b", re.I | re.S)
_LINE_END = re.compile(r"\r\n|\r|\n")  # what an editor counts as a line, and nothing more
# What no reader sees and no word needs: zero-width spaces and joiners, soft hyphens, marks of byte order.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


def read_text(data: bytes, source: Source) -> Document:
    """The lines and tables of a text file, one page, each placed by its line number.

    The line "แผน<tab>39.1151" is a table's row of two cells. Raises what `decode` raises.
    """
    raw = decode(data)
    text = compose(raw.translate(_INVISIBLE))
    if source.media_type == "text/html" or _HTML_FILE.match(text[:2000]):
        blocks = html_blocks(text)
    else:
        blocks = list(_blocks(_LINE_END.split(text)))
    return Document(source, "text", (_page(text, blocks),), tuple(blocks))


def _page(text: str, blocks: Sequence[Line | Table]) -> Page:
    letters = sum(1 for c in text if not c.isspace())
    thai = sum(1 for c in text if "ก" <= c <= "๛")
    health = PageHealth(
        characters=letters,
        thai_share=round(thai / letters, 4) if letters else 0.0,
        unmapped=text.count("\ufffd"),
        private_use=len(_PRIVATE_USE.findall(text)),
        stray_marks=0,
        image_cover=0.0,
    )
    lines = tuple(block for block in blocks if isinstance(block, Line))
    tables = tuple(block for block in blocks if isinstance(block, Table))
    return Page(1, 0.0, 0.0, "clean", health, lines, tables)


def _blocks(lines: Sequence[str]) -> Iterator[Line | Table]:
    position = 0
    while position < len(lines):
        kind = _table_kind(lines, position)
        if kind == "html":
            end = _html_end(lines, position)
            yield from html_blocks("\n".join(lines[position:end]), position + 1)
        elif kind is not None:
            end = position + 1
            while end < len(lines) and _is_row(lines[end], kind):
                end += 1
            yield from _rows_to_blocks(lines, position, end, kind)
        else:
            end = position + 1
            if lines[position].strip() and not _RULE_LINE.fullmatch(lines[position]):
                yield Line(lines[position].strip(), Place(line=position + 1))
        position = end


def _table_kind(lines: Sequence[str], position: int) -> TableKind | None:
    line = lines[position]
    if "<table" in line.lower():
        return "html"
    if "\t" in line.strip(" ") and line.strip():
        return "tabs"
    if _is_row(line, "pipes"):
        return "pipes"
    return None


def _is_row(line: str, kind: TableKind) -> bool:
    if kind == "tabs":
        return "\t" in line.strip(" ") and bool(line.strip())
    stripped = line.strip()
    return len(stripped) > 1 and stripped[0] == "|" and stripped[-1] == "|"


def _html_end(lines: Sequence[str], position: int) -> int:
    depth = 0
    for end in range(position, len(lines)):
        lowered = lines[end].lower()
        depth += lowered.count("<table") - lowered.count("</table")
        if depth <= 0:
            return end + 1
    return len(lines)


def _rows_to_blocks(lines: Sequence[str], start: int, end: int, kind: TableKind) -> Iterator[Line | Table]:
    rows: list[tuple[Cell, ...]] = []
    for number in range(start, end):
        texts = _split(lines[number], kind)
        if all(not text or _SEPARATOR_CELL.fullmatch(text) for text in texts):
            continue  # a separator row of the Markdown that the text once was: it holds no words
        place = Place(line=number + 1)
        row_no = len(rows) + 1
        rows.append(tuple(Cell(row_no, column, text, place) for column, text in enumerate(texts, start=1)))
    if rows and max(sum(1 for cell in row if cell.text) for row in rows) > 1:
        yield Table(kind, tuple(rows), max(map(len, rows)), rows[0][0].place)
        return
    for row in rows:  # indented lines, not a table
        yield Line(" ".join(cell.text for cell in row if cell.text), row[0].place)


def _split(line: str, kind: TableKind) -> list[str]:
    if kind == "tabs":
        return [text.strip() for text in line.split("\t")]
    inner = line.strip()[1:-1]
    return [text.replace(r"\|", "|").strip() for text in re.split(r"(?<!\\)\|", inner)]
