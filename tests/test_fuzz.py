"""Damaged files: whatever bytes arrive, the answer is a document or a refusal, never a crash or a hang."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from etl.pipeline import process
from etl.source import make_source
from etl.workers import Limits, run
from parsers.pdf import scans
from schemas.errors import QuarantineError, ReaderCrashed
from tests.scans import needs_tesseract, scan

ROOT = Path(__file__).resolve().parent.parent
PDFS = [
    ROOT / "tests" / "samples" / "reports" / name
    for name in ("chromium-sarabun-ruled-arabic.pdf", "reportlab-garuda-ruled-arabic.pdf", "libreoffice-norasi-ruled-arabic.pdf")
]
TEXT = ROOT / "raw" / "sample-2568-q4.txt"
LIMITS = Limits(seconds=30, memory=2 << 30)


def mutated(data: bytes, seed: int) -> bytes:
    """The bytes with a few changes of the kinds that transfer, disks and attackers make."""
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(changed))
        kind = chance.randrange(5)
        if kind == 0:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del changed[at : at + chance.randint(1, 400)]
        elif kind == 2:
            changed[at:at] = changed[chance.randrange(len(changed)) :][: chance.randint(1, 400)]
        elif kind == 3:
            changed[at : at + 8] = bytes(chance.randrange(256) for _ in range(4))
        else:
            changed[at : at + 4] = str(chance.randrange(10_000)).encode()
        if not changed:
            return b""
    return bytes(changed)


def outcome(task: tuple[str, bytes]) -> str:
    name, data = task
    try:
        process(data, make_source(name, data))
    except QuarantineError as error:
        return error.reason
    return "read"


def outcomes(name: str, originals: list[bytes], seeds: range) -> Counter[str]:
    tasks = [(name, mutated(originals[seed % len(originals)], seed)) for seed in seeds]
    counts: Counter[str] = Counter()
    for done in run(outcome, tasks, jobs=2, limits=LIMITS):
        assert not isinstance(done.error, ReaderCrashed), f"seed {tasks.index(done.task)}: {done.error}"
        counts[done.result or done.error.__class__.__name__] += 1
    return counts


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that reads no scans: a page whose damage makes it one would take seconds each time."""
    monkeypatch.setattr(scans, "missing", lambda: "tesseract")


@pytest.mark.usefixtures("no_pictures")
@pytest.mark.parametrize("seeds", [range(150), range(150, 300)])
def test_a_damaged_pdf_is_read_or_refused(seeds: range) -> None:
    counts = outcomes("report.pdf", [path.read_bytes() for path in PDFS], seeds)
    assert sum(counts.values()) == len(seeds)
    assert len(counts) > 1, "some are still readable, some are not"


@needs_tesseract
def test_a_damaged_scan_is_read_or_refused() -> None:
    whole = scan(PDFS[0].read_bytes(), dpi=100, pages=1)
    counts = outcomes("scan.pdf", [whole], range(4))
    assert sum(counts.values()) == 4


def test_a_damaged_text_is_read_or_refused() -> None:
    counts = outcomes("report.txt", [TEXT.read_bytes()], range(150))
    assert sum(counts.values()) == 150
    assert counts["read"] > 0


LONG_TEXTS = {
    "digits": "1234567890" * 100_000,
    "commas": "1," * 100_000,
    "points": "1." * 100_000,
    "spaces": " " * 1_000_000 + "x",
    "brackets": "(" * 100_000 + "1" + ")" * 100_000,
    "tabs": "1\t" * 30_000,  # more columns than 32,767 are refused for their number
    "dates": "1 ม.ค. 2568 - " * 5_000,
    "periods": "ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2568 " * 5_000,
    "marks": "ก" + "่" * 500_000,
    "stars": "**" * 200_000,
    "pipes": "|" * 200_000,
    "addresses": "<http://" * 50_000,
    "tables": "<table>" * 5_000,
    "spans": "<table><tr><td colspan=100000000 rowspan=100000000>1</td></tr></table>",
    "rows": "a\tb\tc\n" * 10_000,
    "items": "".join(f"{number}) กิจกรรม {number}\n" for number in range(5_000)),
    "headings": "".join(f"{number}. โครงการที่ {number}\n" for number in range(9, 5_000)),
}


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_a_report_with_a_monstrous_line_takes_time_in_proportion(name: str) -> None:
    """What takes the square of its length would take minutes here."""
    data = TEXT.read_bytes() + b"\n" + LONG_TEXTS[name].encode()
    (done,) = run(outcome, [("report.txt", data)], jobs=1, limits=LIMITS)
    assert (done.error, done.result) == (None, "read")


@pytest.mark.parametrize("digits", ["9" * 99, "9" * 5_000, "9" * 50 + "." + "9" * 45, "1e999999999"])
def test_an_amount_of_many_digits_is_read_and_found(digits: str) -> None:
    data = TEXT.read_text("utf-8").replace("39.1151", digits, 1).encode()
    report = process(data, make_source("report.txt", data))
    assert any(digits[:20] in finding.message_th + str(finding.reported) + finding.source_text for finding in report.findings)
