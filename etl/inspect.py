"""Shows what the reader sees of any document: lines, tables, health of the page, sections recognised."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.workers import run
from parsers.english import counted
from schemas.document import Box, Document, Page, Source, Table
from schemas.errors import QuarantineError, UsageError


def page_range(text: str | None) -> tuple[int, ...] | None:
    """The pages that "1-3,7" names, `None` for all. Raises `UsageError`."""
    if text is None:
        return None
    pages: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if not first.isdigit() or (last and not last.isdigit()) or int(first) < 1:
            raise UsageError(f"“{text}” names no pages; write them as 1-3 or 2,5-7.")
        if last and int(last) < int(first):
            raise UsageError(f"“{part.strip()}” runs backwards and names no pages; write it as {last}-{first}.")
        pages.extend(range(int(first), min(int(last or first), int(first) + 100_000) + 1))
    return tuple(pages)


def as_json(name: str, document: Document) -> Iterator[str]:
    """One JSON object a page, as the contract says."""
    for page in document.pages:
        content = {
            "file": name,
            "page": page.number,
            "verdict": page.verdict,
            "health": _health(page),
            "lines": [{"text": line.text, "bbox": _box(line.place.box)} for line in page.lines],
            "tables": [{"bbox": _box(table.place.box), "kind": table.kind, "rows": _grid(table)} for table in page.tables],
        }
        yield json.dumps(content, ensure_ascii=False)


def as_text(name: str, document: Document) -> Iterator[str]:
    """The same for people: each page with its health, lines and tables; then what was recognised."""
    yield f"{name} ({document.source.media_type}, {document.reader})"
    for page in document.pages:
        yield f"\n— page {page.number}: {page.verdict}, {counted(page.health.characters, 'character')}, " + _repairs(page)
        for line in page.lines:
            yield f"  {line.text}"
        for table in page.tables:
            yield f"  [table, {table.kind}, {counted(len(table.rows), 'row')} × {counted(table.column_count, 'column')}]"
            for row in _grid(table):
                yield "    " + " | ".join("·" if cell is None else cell for cell in row)
    yield from _recognised(document)


def _recognised(document: Document) -> Iterator[str]:
    from parsers.sections import outline
    from schemas.outline import LogicalTable

    try:
        parts = outline(document)
    except QuarantineError as error:
        yield f"\nNot a report of a known family: {error}"
        return
    yield f"\nRecognised as {parts.family}:"
    for section in parts.sections:
        roles = [item.role or "unrecognised" for item in section.items if isinstance(item, LogicalTable)]
        lines = len(section.items) - len(roles)
        yield f"  {section.project_no}. {section.name or 'whole organisation'}: {counted(lines, 'line')}; tables: {', '.join(roles) or 'none'}"


def _repairs(page: Page) -> str:
    made = ", ".join(f"{name} {count}" for name, count in page.health.repairs if count)
    return f"repairs: {made or 'none'}"


def _health(page: Page) -> dict[str, object]:
    health = page.health
    return {
        "characters": health.characters,
        "thai_share": health.thai_share,
        "unmapped": health.unmapped,
        "private_use": health.private_use,
        "stray_marks": health.stray_marks,
        "image_cover": health.image_cover,
        "repairs": dict(health.repairs),
    }


def _box(box: Box | None) -> list[float] | None:
    return [round(edge, 2) for edge in (box.x0, box.top, box.x1, box.bottom)] if box else None


def _grid(table: Table) -> Sequence[list[str | None]]:
    """The table as a grid: `None` where a span from the left or above covers the place."""
    width = max(table.column_count, *(c.column_no + c.column_span - 1 for row in table.rows for c in row), 1)
    rows: list[list[str | None]] = []
    for row in table.rows:
        cells: list[str | None] = [None] * width
        for cell in row:
            cells[cell.column_no - 1] = cell.text
        rows.append(cells)
    return rows


@dataclass(frozen=True, slots=True)
class InspectTask:
    """One file to show."""

    path: str
    pages: tuple[int, ...] | None
    as_json: bool


def inspect_file(task: InspectTask) -> list[str]:
    """The lines that show one file. Raises subclasses of `QuarantineError`, and `UsageError` where no page asked for is there."""
    from etl.pipeline import read_document
    from etl.source import read_source

    data, source = read_source(Path(task.path))
    document = read_document(data, source, pages=_standing(task.pages, data, source))
    return list((as_json if task.as_json else as_text)(task.path, document))


def _standing(pages: tuple[int, ...] | None, data: bytes, source: Source) -> tuple[int, ...] | None:
    """Of the pages asked for those that the file has. Raises `UsageError` where it has none of them."""
    if pages is None:
        return None
    if source.media_type == "application/pdf":
        from parsers.pdf.pdfium import page_count

        count = page_count(data)
        has = f"has {counted(count, 'page')}"
    else:
        count, has = 1, "is a text file, which is one page"
    found = tuple(number for number in pages if number <= count)
    if not found:
        raise UsageError(f"“{source.name}” {has}: there is no page {pages[0]:,} in it.")
    return found


def inspect_files(
    files: Sequence[Path], pages: tuple[int, ...] | None, *, as_json: bool
) -> Iterator[tuple[list[str], QuarantineError | UsageError | None]]:
    """For each file the lines that show it, or the error that refuses it; read in a process beside this one."""
    for done in run(inspect_file, [InspectTask(str(path), pages, as_json) for path in files], jobs=1):
        if done.error is not None and not isinstance(done.error, QuarantineError | UsageError):
            raise done.error
        yield done.result or [], done.error
