"""What share of single wrong digits the rules catch: `raingan audit` over numbers drawn from a fixed seed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.measure import ROOT, child, text_report

NUMBERS = 150  # of each report


def sections() -> Iterator[str]:
    """For each report, the audit's table as Markdown."""
    yield (
        "`audit` changes one digit at a time in the numbers published as values and runs the rules. "
        "“In eq.” leaves out numbers that stand in no equation."
    )
    for kind, file in _audited_files(text_report()):
        found = child("audited", str(file), str(NUMBERS))
        yield (
            f"{kind.capitalize()}: {found['shown']} of its {found['numbers']} numbers, drawn from a fixed seed "
            f"({found['seconds']:.0f} s)."
        )
        yield "```text\n" + found["table"].rstrip() + "\n```"


def _audited_files(text: Path) -> list[tuple[str, Path]]:
    sample = ROOT / "raw" / "sample-2568-q4.txt"
    files = [("the sample report", sample)]
    return files if text == sample else [("the real report", text), *files]
