"""A batch of good reports with hostile files among them: all of these in quarantine with their reasons, all others published."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.batch import text_reports
from bench.measure import Row, program, timed
from tests.etl.test_hostile_pdfs import HOSTILE

GOOD, BAD = 1000, 50
_LIMITS = ("--timeout", "20", "--memory", "2048")  # of one report; a good one takes one second and 300 MB
_TEXTS = (
    b"", b"\x00\x01\x02" * 900, "จดหมายฉบับหนึ่ง".encode(), b"\xff\xfe\x00", b"<table>" * 20_000, b"\t" * 1_000_000,
    "รวมทั้งสิ้น\tQ1\tQ2\tQ3\tQ4\n".encode() * 3, b"=cmd|' /C calc'!A0\n",
)  # fmt: skip


def rows(folder: Path, good: int = GOOD, bad: int = BAD) -> Iterator[Row]:
    """One batch of `good` reports and `bad` files made to hurt."""
    inbox, output = text_reports(good, folder), folder / "out"
    for number in range(bad):
        name, data = _hostile(number)
        (inbox / name).write_bytes(data)
    seconds = timed([program(), "ingest", str(inbox), "--output", str(output), "--jobs", "2", *_LIMITS], code=1)[1]
    published = sum(1 for _ in (output / "datasets" / "reports").rglob("*.parquet"))
    notes = [json.loads(path.read_text("utf-8")) for path in (output / "quarantine").glob("*.json")]
    reasons = Counter(note["reason"] for note in notes if note["sentence"] and note["advice"])
    reached = (published, sum(reasons.values())) == (good, bad)
    yield Row(
        f"{bad} hostile files among {good:,} good reports",
        f"**{published:,} published, {sum(reasons.values())} quarantined** in {seconds:.0f} s: "
        + ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items())),
        f"{good:,} published, {bad} quarantined, each with its reason",
        reached,
    )


def _hostile(number: int) -> tuple[str, bytes]:
    """A PDF or a text in turn, no two with the same bytes or name."""
    if number % 2:
        text = _TEXTS[number // 2 % len(_TEXTS)]
        return f"hostile{number:02}.txt", text + b" " * (number // 2 // len(_TEXTS)) if text else text
    make, _ = HOSTILE[number // 2 % len(HOSTILE)]
    return f"hostile{number:02}.pdf", make() + b"\n%% %d" % number
