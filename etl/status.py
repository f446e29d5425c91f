"""Says of every file that an output knows what came of it, and whether it is still as it was read."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.manifest import QUARANTINED, Entry, Manifest
from etl.publish import Output
from etl.screen import filled, visible, wrapped
from etl.version import PIPELINE_VERSION
from etl.waivers import WaiverHashes
from schemas.errors import UsageError

UNCHANGED, CHANGED, OUTDATED, VANISHED = "unchanged", "changed", "outdated", "vanished"
_HASH_SHOWN = 8
_WIDTH = 80


@dataclass(frozen=True, slots=True)
class FileStatus:
    """One file: what came of it, and what it is now (`outdated`: another version of the program read it)."""

    entry: Entry
    now: str


def status(root: Path) -> list[FileStatus]:
    """Every file the output knows, in order of path. Raises `UsageError` where nothing was ever read into it."""
    path = Output(root).manifest
    if not path.is_file():
        raise UsageError(f"No report was ever read into “{root}”: run `raingan ingest` first.")
    manifest, waivers = Manifest(path), WaiverHashes()
    try:
        return [FileStatus(entry, _now(entry, waivers)) for entry in manifest.entries()]
    finally:
        manifest.close()


def _now(entry: Entry, waivers: WaiverHashes) -> str:
    try:
        stat = os.stat(entry.path)
    except OSError:
        return VANISHED
    if (stat.st_size, stat.st_mtime_ns) != (entry.size, entry.mtime_ns) or waivers.of(Path(entry.path)) != entry.waivers:
        return CHANGED
    return UNCHANGED if entry.version == PIPELINE_VERSION else OUTDATED


def as_json(file: FileStatus) -> str:
    """One file as a line of JSON: all that is known of it."""
    entry = file.entry
    content = {
        "file": entry.name,
        "path": visible(entry.path),
        "sha256": entry.sha256,
        "state": entry.state,
        "now": file.now,
        "report_id": entry.report_id,
        "reason": entry.reason,
        "sentence": entry.sentence,
        "advice": entry.advice,
        "rows": json.loads(entry.rows),
        "pages": entry.pages,
        "seconds": entry.seconds,
        "errors": entry.errors,
        "warnings": entry.warnings,
        "version": entry.version,
    }
    return json.dumps(content, ensure_ascii=False)


def as_table(files: Sequence[FileStatus]) -> Iterator[str]:
    """A line a file, at most 80 columns wide; below a refused one its reason. At the end, how many of each."""
    name_width = _WIDTH - 12 - 10 - 10 - 8 - 7 - 5
    yield f"{filled('file', name_width)} {'sha256':8} {'state':11} {'now':9} {'rows':>6} {'pages':>5} {'seconds':>7}"
    for file in files:
        entry = file.entry
        rows = sum(json.loads(entry.rows).values())
        yield (
            f"{filled(visible(entry.name), name_width)} {entry.sha256[:_HASH_SHOWN]} {entry.state:11} {file.now:9} "
            f"{rows:>6} {entry.pages:>5} {entry.seconds:>7.2f}"
        )
        if entry.report_id:
            kept = ": kept as this file gave it before" if entry.state == QUARANTINED else ""
            yield f"  {entry.report_id}{kept}"
        if entry.reason:
            yield f"  {entry.reason}"
            for text in (visible(entry.sentence or ""), f"→ {entry.advice}"):
                yield from (f"    {line}" for line in wrapped(text, _WIDTH - 4))
    counts = Counter((file.entry.state, file.now) for file in files)
    yield ""
    yield ", ".join(f"{count} {state} and {now}" for (state, now), count in sorted(counts.items())) or "no file"
