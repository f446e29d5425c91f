"""Measures speed, memory and rules in one run, ratios first, and writes docs/benchmarks.md.

Example:  python -m bench --reports 1000
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ROOT.parent / "shared" / "reports"
TARGET = ROOT / "docs" / "benchmarks.md"
MIXED_PAGES = 40
LONG, SHORT = 500, 125  # pages
TIMES = 5
LEAST_GROWTH = 32  # kB a page; less is the allocator's noise
WITHOUT, WITH = "without ActualText", "with ActualText"
UNMAPPED = "whose fonts pdfium cannot map, read by the reference"
ENGINE_LIMITS = {WITHOUT: 6, WITH: 10, UNMAPPED: 0}  # times pdfium's own time; 0 where no goal is set


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, on what, what came out, and the goal."""

    what: str
    measured: str
    goal: str
    reached: bool | None = None

    def line(self) -> str:
        mark = {True: "yes", False: "**no**", None: ""}[self.reached]
        return f"| {self.what} | {self.measured} | {self.goal} | {mark} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--reports", type=int, default=40, help="text reports of the batch (default 40)")
    parser.add_argument("--audit", type=int, default=150, help="numbers whose digits the audit changes (default 150)")
    options = parser.parse_args()
    text, slides = _text_report(), _slides()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            *_said(_pdf_pages()),
            *_said(_whole_pdf(slides, folder)),
            *_said(_text(text, folder)),
            *_said(_help()),
            *_said(_memory(slides)),
            *_said(_batch(text, options.reports, folder)),
        ]
    audits = [(kind, _child("audited", str(file), str(options.audit))) for kind, file in _audited_files(text)]
    page = _page(rows, audits, text, slides)
    TARGET.write_text(page, "utf-8")
    for _, found in audits:
        print(found["table"])
    print(f"written to {TARGET.relative_to(ROOT)}")


def _said(rows: list[Row]) -> list[Row]:
    for row in rows:
        print(row.line(), flush=True)
    return rows


def _text_report() -> Path:
    beside = BESIDE / "etda-2568-q4.txt"
    return beside if beside.exists() else ROOT / "raw" / "sample-2568-q4.txt"


def _slides() -> Path:
    beside = BESIDE / "etda-2568-q4-slides.pdf"
    return beside if beside.exists() else ROOT / "raw" / "sample-2568-q4.pdf"


def _audited_files(text: Path) -> list[tuple[str, Path]]:
    sample = ROOT / "raw" / "sample-2568-q4.txt"
    files = [("the sample report", sample)]
    return files if text == sample else [("the real report", text), *files]


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
        took = _child("pages", *chosen)
        of_engine, of_plain = took["reader"] / took["pdfium"], took["plain"] / took["reader"]
        most = ENGINE_LIMITS[kind]
        label = f"{len(chosen)} pages {kind}"
        rows.append(
            Row(
                f"reader ÷ pdfium's own parse and text page, {label}",
                f"**{of_engine:.1f} ×** ({_ms(took['reader'])} against {_ms(took['pdfium'])} a page)",
                f"≤ {most} ×" if most else "",
                of_engine <= most if most else None,
            )
        )
        rows.append(
            Row(
                f"plain pdfplumber ÷ reader, {label}",
                f"**{of_plain:.1f} ×** ({_ms(took['plain'])} a page)",
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
    ours = _beyond_imports("publish", folder, str(slides), str(folder / "whole"))
    plain = _beyond_imports("plain", folder, str(slides))
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
    ours = _beyond_imports("publish", folder, str(text), str(folder / "text"))
    bare = _median([_run([sys.executable, "-c", "pass"])[1] for _ in range(TIMES)])
    walls = []
    for number in range(TIMES):
        command = [_program(), "ingest", str(text), "--output", str(folder / f"fresh{number}"), "--jobs", "1"]
        walls.append(_run(command)[1])
    wall = _median(walls)
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
    ours = _median([_run([_program(), "--help"])[0] for _ in range(2 * TIMES)])
    bare = _median([_run([sys.executable, "-c", "pass"])[0] for _ in range(2 * TIMES)])
    return [
        Row(
            "`raingan --help`, CPU beyond bare Python",
            f"{ours - bare:.3f} s (bare: {bare:.3f} s)",
            "< 0.15 s",
            ours - bare < 0.15,
        )
    ]


def _memory(slides: Path) -> list[Row]:
    few, many = (_child("memory", str(slides), str(count)) for count in (SHORT, LONG))
    grown = 1024 * (many["peak_mb"] - few["peak_mb"]) / (LONG - SHORT)
    return [
        Row(
            f"peak memory of reading a PDF of {LONG} pages ({many['file_mb']:.1f} MB)",
            f"{many['peak_mb']:.0f} MB ({many['wall']:.1f} s)",
            "< 400 MB",
            many["peak_mb"] < 400,
        ),
        Row(
            f"the same, growth beyond {SHORT} pages ({few['peak_mb']:.0f} MB)",
            f"{grown:.0f} kB a page: the document that was read is kept whole",
            "none",
            grown < LEAST_GROWTH,
        ),
    ]


def _batch(text: Path, count: int, folder: Path) -> list[Row]:
    """So many reports, each of another year: one worker, two, and again with nothing changed."""
    sources = folder / "many"
    sources.mkdir()
    words = text.read_text("utf-8")
    for number in range(count):
        year = 2400 + number % 200
        quarter = words if number < 200 else words.replace("ไตรมาสที่ 4", f"ไตรมาสที่ {1 + number // 200 % 4}")
        (sources / f"{number:04}.txt").write_text(quarter.replace("2567", str(year - 1)).replace("2568", str(year)), "utf-8")
    took = {}
    for jobs in (1, 2):
        output = folder / f"jobs{jobs}"
        command = [_program(), "ingest", str(sources), "--output", str(output), "--jobs", str(jobs)]
        took[jobs] = _run(command)[1]
    again = _run(command)[1]
    shutil.rmtree(sources)
    return [
        Row(f"{count} text reports, one worker", f"{took[1]:.1f} s, {1000 * took[1] / count:.0f} ms a report", ""),
        Row(f"{count} text reports, two workers ÷ one", f"**{took[2] / took[1]:.2f} ×** ({took[2]:.1f} s)", ""),
        Row("the same again, nothing changed", f"{again:.2f} s", ""),
    ]


def _beyond_imports(name: str, folder: Path, *arguments: str) -> dict[str, float]:
    """The median of several runs that begin with every module loaded that the work needs."""
    first = _child(name, *arguments)
    loaded = folder / f"{name}.json"
    loaded.write_text(json.dumps(first["modules"]), "utf-8")
    runs = [_child(name, *arguments, str(loaded)) for _ in range(3)]
    return {key: _median([run[key] for run in runs]) for key in ("cpu", "wall")}


def _child(name: str, *arguments: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "bench.child", name, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"bench: {name} failed\n{done.stderr}")
    return json.loads(done.stdout)


def _run(command: list[str]) -> tuple[float, float]:
    """CPU and wall seconds of a command, its workers with it."""
    started = time.perf_counter()
    before = os.times()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    wall, after = time.perf_counter() - started, os.times()
    if done.returncode:
        raise SystemExit(f"bench: {command} failed\n{done.stderr.decode()}")
    return after.children_user + after.children_system - before.children_user - before.children_system, wall


def _program() -> str:
    return str(Path(sys.executable).with_name("raingan"))


def _median(values: list[float]) -> float:
    return statistics.median(values)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


def _machine() -> str:
    model = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        named = next((line for line in info.read_text().splitlines() if line.startswith("model name")), ": ")
        words = named.partition(":")[2].split()
        model = next((word.split("(")[0] for word in words), model)
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, {platform.system()}"


def _page(rows: list[Row], audits: list, text: Path, slides: Path) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on a machine with {_machine()}. Only the ratios carry over to another machine.",
        f"Text report: `{text.name}` ({text.stat().st_size // 1024} kB). PDF report: `{slides.name}`. "
        "Pages: drawn in turn from every PDF at hand. Times of pages are CPU, the best of three; others the median.",
        "",
        "| what | measured | goal | reached |",
        "|---|---|---|---|",
        *(row.line() for row in rows),
        "",
        "## Single wrong digits",
        "",
        "`audit` changes one digit at a time in the numbers published as values and runs the rules. "
        "“In eq.” leaves out numbers that stand in no equation.",
    ]
    for kind, found in audits:
        lines += [
            "",
            f"{kind.capitalize()}: {found['shown']} of its {found['numbers']} numbers, drawn from a fixed seed "
            f"({found['seconds']:.0f} s).",
            "",
            "```text",
            found["table"].rstrip(),
            "```",
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
