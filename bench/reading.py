"""How fast and how large the reading of one report is, beside pdfium's own time and plain pdfplumber's."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.measure import (
    BESIDE,
    ROOT,
    TIMES,
    Row,
    beyond_imports,
    child,
    median,
    milliseconds,
    program,
    slides_report,
    text_report,
    timed,
)

MIXED_PAGES = 40
LONG, SHORT = 500, 125  # pages
LEAST_GROWTH = 0.5  # kB a page: what peaks of one run and the next differ by
WITHOUT, WITH = "without ActualText", "with ActualText"
UNMAPPED = "whose fonts pdfium cannot map, read by the reference"
ENGINE_LIMITS = {WITHOUT: 6, WITH: 10, UNMAPPED: 0}  # times pdfium's own time; 0 where no goal is set


def rows(folder: Path) -> Iterator[Row]:
    """Pages, a whole PDF report, a text report, start-up, memory."""
    text, slides = text_report(), slides_report()
    yield from _pdf_pages()
    yield from _whole_pdf(slides, folder)
    yield from _text(text, folder)
    yield from _help()
    yield from _memory(slides)


def _pdfs() -> list[Path]:
    beside = sorted(BESIDE.rglob("*.pdf")) if BESIDE.exists() else []
    return [ROOT / "raw" / "sample-2568-q4.pdf", *beside]


def _pdf_pages() -> list[Row]:
    """40 pages drawn in turn from every PDF at hand that has a text layer, those with ActualText apart."""
    kinds: dict[str, list[str]] = {name: [] for name in ENGINE_LIMITS}
    queues = [_readable_pages(file) for file in _pdfs()]
    while any(queues) and sum(map(len, kinds.values())) < MIXED_PAGES:
        for queue in queues:
            if queue and sum(map(len, kinds.values())) < MIXED_PAGES:
                name, kind = queue.pop(0)
                kinds[kind].append(name)
    rows = []
    for kind, chosen in kinds.items():
        if not chosen:
            continue
        took = child("pages", *chosen)
        of_engine, of_plain = took["reader"] / took["pdfium"], took["plain"] / took["reader"]
        most = ENGINE_LIMITS[kind]
        label = f"{len(chosen)} pages {kind}"
        rows.append(
            Row(
                f"reader ÷ pdfium's own parse and text page, {label}",
                f"**{of_engine:.1f} ×** ({milliseconds(took['reader'])} against {milliseconds(took['pdfium'])} a page)",
                f"≤ {most} ×" if most else "",
                of_engine <= most if most else None,
            )
        )
        rows.append(
            Row(
                f"plain pdfplumber ÷ reader, {label}",
                f"**{of_plain:.1f} ×** ({milliseconds(took['plain'])} a page)",
                "≥ 5 ×" if most else "",
                of_plain >= 5 if most else None,
            )
        )
    return rows


def _readable_pages(file: Path) -> list[tuple[str, str]]:
    """Pages with a text layer, in an order that takes them from all over the file."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as raw

    from parsers.pdf import pdfium
    from parsers.pdf.reader import _MOST_LOST

    data = file.read_bytes()
    healths = [(content.number, content.health) for content in pdfium.read_pages(data)]
    lost = {number for number, health in healths if health.unmapped > _MOST_LOST * max(health.characters, 1)}
    document = pypdfium2.PdfDocument(data)
    found = []
    for number in range(len(document)):
        page = document[number]
        if page.get_textpage().count_chars() > 50:
            actual = any(_has_actual_text(raw, ctypes, item) for item in page.get_objects(max_depth=3))
            kind = UNMAPPED if number + 1 in lost else WITH if actual else WITHOUT
            found.append((f"{file}:{number + 1}", kind))
    document.close()
    step = 7
    return [page for first in range(step) for page in found[first::step]]


def _has_actual_text(raw: object, ctypes: object, item: object) -> bool:
    for index in range(max(raw.FPDFPageObj_CountMarks(item.raw), 0)):
        size = ctypes.c_ulong()
        mark = raw.FPDFPageObj_GetMark(item.raw, index)
        if raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, size) and size.value:
            return True
    return False


def _whole_pdf(slides: Path, folder: Path) -> list[Row]:
    ours = beyond_imports("publish", folder, str(slides), str(folder / "whole"))
    plain = beyond_imports("plain", folder, str(slides))
    share = ours["cpu"] / plain["cpu"]
    return [
        Row(
            "a whole PDF report, file to published ÷ plain pdfplumber on it, imports left out on both sides",
            f"**{share:.2f} ×** ({ours['cpu']:.2f} s against {plain['cpu']:.2f} s CPU)",
            "≤ 0.33 ×",
            share <= 1 / 3,
        )
    ]


def _text(text: Path, folder: Path) -> list[Row]:
    ours = beyond_imports("publish", folder, str(text), str(folder / "text"))
    bare = median([timed([sys.executable, "-c", "pass"])[1] for _ in range(TIMES)])
    walls = []
    for number in range(TIMES):
        command = [program(), "ingest", str(text), "--output", str(folder / f"fresh{number}"), "--jobs", "1"]
        walls.append(timed(command)[1])
    wall = median(walls)
    return [
        Row("a text report, CPU beyond imports", f"{ours['cpu']:.2f} s", "< 0.5 s", ours["cpu"] < 0.5),
        Row(
            "a text report, start to published in a fresh process",
            f"{wall:.2f} s wall (bare Python: {bare:.2f} s)",
            "< 1.3 s",
            wall < 1.3,
        ),
    ]


def _help() -> list[Row]:
    ours = median([timed([program(), "--help"])[0] for _ in range(2 * TIMES)])
    bare = median([timed([sys.executable, "-c", "pass"])[0] for _ in range(2 * TIMES)])
    return [
        Row(
            "`raingan --help`, CPU beyond bare Python",
            f"{ours - bare:.3f} s (bare: {bare:.3f} s)",
            "< 0.15 s",
            ours - bare < 0.15,
        )
    ]


def _memory(slides: Path) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        files = [_concatenated(slides, count, Path(folder)) for count in (SHORT, LONG)]
        sizes = [file.stat().st_size for file in files]
        whole, paged, engine = ([child("memory", str(file), kept) for file in files] for kept in ("all", "none", "engine"))
    of_file = (sizes[1] - sizes[0]) / 1024 / (LONG - SHORT)
    document, reader, index = (_grown(peaks) - of_file for peaks in (whole, paged, engine))
    return [
        Row(
            f"peak memory of reading a PDF of {LONG} pages ({sizes[1] / 2**20:.1f} MB) into one document",
            f"{whole[1]['peak_mb']:.0f} MB ({whole[1]['wall']:.1f} s)",
            "< 400 MB",
            whole[1]["peak_mb"] < 400,
        ),
        Row(
            f"what reading grows by from {SHORT} to {LONG} pages, less what pdfium alone grows by on them, each page let go",
            f"**{reader - index:.1f} kB a page** ({reader:.1f}, pdfium's index of the file {index:.1f};"
            f" peaks {paged[0]['peak_mb']:.0f} and {paged[1]['peak_mb']:.0f} MB)",
            f"not growing: < {LEAST_GROWTH} kB",
            reader - index < LEAST_GROWTH,
        ),
        Row("the same when all pages are kept as a document: its lines, cells and places", f"{document:.0f} kB a page", ""),
    ]


def _grown(peaks: Sequence[dict[str, float]]) -> float:
    return 1024 * (peaks[1]["peak_mb"] - peaks[0]["peak_mb"]) / (LONG - SHORT)


def _concatenated(file: Path, count: int, folder: Path) -> Path:
    """A PDF of so many pages, those of the file again and again."""
    import pypdfium2

    source, target = pypdfium2.PdfDocument(file.read_bytes()), pypdfium2.PdfDocument.new()
    while len(target) < count:
        target.import_pages(source, list(range(min(len(source), count - len(target)))))
    written = folder / f"{count}.pdf"
    target.save(written)
    target.close()
    source.close()
    return written
