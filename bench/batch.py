"""How long many reports take: one worker and two, nothing changed, one changed, and how that grows with their number."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from bench.measure import ROOT, Row, program, text_report, timed

READ_SIZES = (100, 1000)  # reports that are really read
KNOWN_SIZES = (100, 1000, 10000)  # reports that an output knows, all but one unchanged
_TITLE = "รายงานผลการดำเนินงาน"  # the agency stands under it
LEAST_SPEEDUP = 1.8
MOST_PARENT_MB = 300
Measured = dict[int, dict[str, float]]  # by size: seconds by what was done
MOST_UNCHANGED = 0.02  # of the first run's time
MOST_ONE_CHANGED = 5.0  # seconds


def rows(folder: Path) -> Iterator[Row]:
    """Batches of real reads, then outputs that know many reports."""
    read: Measured = {}
    known: Measured = {}
    for count in READ_SIZES:
        yield from _read(count, folder / f"read{count}", read)
    for count in KNOWN_SIZES:
        yield from _known(count, folder / f"known{count}", known)
    yield from growth("reports read", read)
    yield from growth("known reports", known)


def growth(of: str, measured: Measured) -> Iterator[Row]:
    """How much longer each size takes than the one before it."""
    for smaller, larger in pairwise(measured):
        said = ", ".join(
            f"{name} {took / measured[smaller][name]:.1f} ×" for name, took in measured[larger].items() if measured[smaller][name]
        )
        yield Row(f"growth from {smaller:,} to {larger:,} {of}", said, "")


def _read(count: int, folder: Path, measured: Measured) -> Iterator[Row]:
    sources = text_reports(count, folder)
    took = {}
    for jobs in (1, 2):
        output = folder / f"jobs{jobs}"
        took[jobs] = _ingest(sources, output, jobs)
    again = _ingest(sources, output, 2)
    measured[count] = {"one worker": took[1], "two workers": took[2], "nothing changed": again}
    speedup, share = took[1] / took[2], again / took[2]
    large = count == READ_SIZES[-1]
    each = 1000 * took[1] / count
    yield Row(f"{count:,} text reports, one worker", f"{took[1]:.1f} s, {each:.0f} ms a report", "")
    yield Row(
        f"{count:,} text reports, one worker ÷ two",
        f"**{speedup:.2f} ×** ({took[2]:.1f} s)",
        f"≥ {LEAST_SPEEDUP} ×" if large else "",
        speedup >= LEAST_SPEEDUP if large else None,
    )
    yield Row(
        f"{count:,} text reports again, nothing changed ÷ the first run",
        f"**{share:.2%}** ({again:.2f} s)",
        f"< {MOST_UNCHANGED:.0%}" if large else "",
        share < MOST_UNCHANGED if large else None,
    )
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
    yield Row(f"{count:,} text reports, their output on the disk", f"{size / count / 1024:.0f} kB a report", "")
    shutil.rmtree(output)
    peak = _parent_peak(sources, output)
    yield Row(
        f"{count:,} text reports, peak memory of the parent",
        f"{peak:.0f} MB",
        f"< {MOST_PARENT_MB} MB" if large else "",
        peak < MOST_PARENT_MB if large else None,
    )
    shutil.rmtree(folder)


def _known(count: int, folder: Path, measured: Measured) -> Iterator[Row]:
    """One report is really read; the manifest and the rows of the others are written as its own were."""
    sources, output = folder / "in", folder / "out"
    sources.mkdir(parents=True)
    first = sources / "first.txt"
    words = text_report().read_text("utf-8")
    first.write_text(words, "utf-8")
    _ingest(sources, output, 1)
    _add_known(count - 1, words, sources, output)
    _ingest(sources, output, 1)  # the index page is written with all of them
    unchanged = _ingest(sources, output, 1)
    first.write_text(words + "\nหมายเหตุ : แก้ไข\n", "utf-8")
    changed = _ingest(sources, output, 1)
    measured[count] = {"nothing changed": unchanged, "one changed": changed}
    large = count == KNOWN_SIZES[-1]
    yield Row(f"nothing changed among {count:,} known reports", f"{unchanged:.2f} s", "")
    yield Row(
        f"one changed among {count:,} known reports",
        f"{changed:.2f} s",
        f"< {MOST_ONE_CHANGED:.0f} s" if large else "",
        changed < MOST_ONE_CHANGED if large else None,
    )
    shutil.rmtree(folder)


def text_reports(count: int, folder: Path) -> Path:
    """So many reports, each of another agency or year: a hundred years of each agency."""
    sources = folder / "in"
    sources.mkdir(parents=True)
    words = text_report().read_text("utf-8")
    agencies = _agencies()
    for number in range(count):
        year = 2450 + number % 100
        text = words.replace("2567", str(year - 1)).replace("2568", str(year))
        text = text.replace(_TITLE, f"{_TITLE}\n{agencies[number // 100]}", 1)
        (sources / f"{number:05}.txt").write_text(text, "utf-8")
    return sources


def _agencies() -> list[str]:
    """The full names of public bodies."""
    table = (ROOT / "schemas" / "vocabulary" / "organisations.tsv").read_text("utf-8").splitlines()
    return [row.split("\t")[2].split("|")[0] for row in table[1:] if row.split("\t")[1] == "public_organisation"]


def _add_known(count: int, words: str, sources: Path, output: Path) -> None:
    from etl.manifest import Manifest
    from etl.publish import Output

    target = Output(output)
    manifest = Manifest(target.manifest)
    (entry,) = manifest.entries()
    with manifest.writing():
        for number in range(count):
            path = sources / f"{number:05}.txt"
            data = f"{words}\n{number}\n".encode()
            path.write_bytes(data)
            stat = path.stat()
            report_id = f"agency{number // 100:03}-{2501 + number % 25}-q{1 + number // 25 % 4}"
            row = target.dataset_file("reports", report_id)
            row.parent.mkdir(parents=True, exist_ok=True)
            row.write_bytes(b"")  # that it stands is all that is asked of it
            digest = hashlib.sha256(data).hexdigest()
            manifest.put(
                replace(
                    entry, path=str(path), name=path.name, sha256=digest, size=stat.st_size, mtime_ns=stat.st_mtime_ns,
                    report_id=report_id,
                )
            )  # fmt: skip
    manifest.close()


def _ingest(sources: Path, output: Path, jobs: int) -> float:
    return timed([program(), "ingest", str(sources), "--output", str(output), "--jobs", str(jobs)])[1]


def _parent_peak(sources: Path, output: Path) -> float:
    """MB of the process that hands out the work, its workers aside."""
    from bench.measure import child

    return float(child("parent", str(sources), str(output))["peak_mb"])
