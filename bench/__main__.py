"""Measures speed, memory, batches and rules, ratios first, and writes docs/benchmarks.md.

Example:  python -m bench                 all parts
          python -m bench reading rules   these parts; the others stay in the file as they were
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import batch, exact, goals, history, hostile, kills, reading, rules
from bench.measure import ROOT, Row, machine, slides_report, text_report

TARGET = ROOT / "docs" / "benchmarks.md"
_PART = re.compile(r"<!-- part (\w+) -->\n(.*?)\n<!-- end of part \1 -->", re.DOTALL)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; default: all")
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    written = dict(_PART.findall(TARGET.read_text("utf-8"))) if TARGET.exists() else {}
    for name in chosen:
        with tempfile.TemporaryDirectory() as folder:
            written[name] = "\n".join(_said(PARTS[name](Path(folder))))
        _write(written)
    print(f"written to {TARGET.relative_to(ROOT)}")


def _said(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        print(line, flush=True)
        yield line


def _table(rows: Callable[[Path], Iterator[Row]]) -> Callable[[Path], Iterator[str]]:
    def lines(folder: Path) -> Iterator[str]:
        yield from ("| what | measured | goal | reached |", "|---|---|---|---|")
        yield from (row.line() for row in rows(folder))

    return lines


def _rules(_folder: Path) -> Iterator[str]:
    for section in rules.sections():
        yield from (section, "")


PARTS: dict[str, Callable[[Path], Iterator[str]]] = {
    "exact": _table(exact.rows),
    "reading": _table(reading.rows),
    "batch": _table(batch.rows),
    "history": _table(history.rows),
    "kills": _table(kills.rows),
    "hostile": _table(hostile.rows),
    "goals": _table(lambda _folder: goals.rows()),
    "rules": _rules,
}
TITLES = {
    "exact": "How exact reading is",
    "reading": "Reading one report",
    "batch": "Batches",
    "history": "Questions over years",
    "kills": "Runs that are killed",
    "hostile": "Hostile files among good ones",
    "goals": "Mistakes put in, and who notices",
    "rules": "Single wrong digits",
}


def _write(written: dict[str, str]) -> None:
    text, slides = text_report(), slides_report()
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on a machine with {machine()}. Only the ratios carry over to another machine.",
        f"Text report: `{text.name}` ({text.stat().st_size // 1024} kB). PDF report: `{slides.name}`. "
        "Pages: drawn in turn from every PDF at hand. Times of pages are CPU, the best of nine (plain pdfplumber: of three); others the median.",
    ]
    for name in PARTS:
        if name in written:
            lines += [
                "",
                f"## {TITLES[name]}",
                "",
                f"<!-- part {name} -->",
                written[name].rstrip(),
                f"<!-- end of part {name} -->",
            ]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
