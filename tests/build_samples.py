"""Writes the files under `raw/` and `tests/samples/reports/` from the factory: the same bytes each time.

Run from the project's folder: `python -m tests.build_samples raw` needs the development dependencies
only; `reports` also needs Debian's chromium, libreoffice-writer, fonts-thai-tlwg and pango.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.factory.layout import Shape, layout
from tests.factory.look import Look
from tests.factory.sample.report import sample
from tests.factory.text import Dialect, write_text
from tests.factory.typst_pdf import typst_pdf

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "raw"
# What stands in the quarters to come: both ways of the field, so that both are shown.
_FUTURE = {1: "", 2: "-", 3: "", 4: ""}


def raw_files() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each report under `raw/`."""
    for quarter in (1, 2, 3, 4):
        blocks = layout(sample(quarter), Shape(future=_FUTURE[quarter]))
        yield f"sample-2568-q{quarter}.txt", write_text(blocks, Dialect(seed=quarter))
    blocks = layout(sample(4))
    yield "sample-2568-q4.pdf", typst_pdf(blocks, Look(dark_header=True))


def write(folder: Path, files: Iterator[tuple[str, bytes]]) -> None:
    """Writes what differs and says so."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files:
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            print(f"wrote {path.relative_to(ROOT)}, {len(data):,} bytes")


def main(arguments: list[str]) -> int:
    """Builds what is named, or everything."""
    if not arguments or "raw" in arguments:
        write(RAW, raw_files())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
