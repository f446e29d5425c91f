"""Takes reports out of an output because a person says so: datasets, validation pages and the manifest's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.batch import locked
from etl.known import KnownFiles
from etl.manifest import QUARANTINED, Entry, Manifest
from etl.overviews import write_overviews
from etl.publish import Output, is_published, withdraw
from etl.series.refresh import refresh_series
from schemas.errors import UsageError


@dataclass(frozen=True, slots=True)
class Removal:
    """What was taken out, and the sources that still stand where they were: the next run reads these again."""

    report_ids: tuple[str, ...]
    standing: tuple[Entry, ...]


def remove(root: Path, report_ids: Sequence[str], *, vanished: bool = False) -> Removal:
    """Removes the reports named, with `vanished` all whose every source is gone.

    Raises `UsageError` where a report is not known, and then removes none.
    """
    output = Output(root)
    if not output.manifest.is_file():
        raise UsageError(f"No report was ever read into “{root}”: there is nothing to remove.")
    with locked(output):
        manifest = Manifest(output.manifest)
        try:
            entries = manifest.entries()
            wanted = _wanted(output, entries, report_ids, vanished=vanished)
            for report_id in wanted:
                _remove(output, manifest, report_id, [entry for entry in entries if entry.report_id == report_id])
            refresh_series(output, KnownFiles(manifest), manifest)
            write_overviews(output, manifest)
        finally:
            manifest.close()
    standing = tuple(entry for entry in entries if entry.report_id in wanted and Path(entry.path).exists())
    return Removal(wanted, standing)


def _wanted(output: Output, entries: Sequence[Entry], report_ids: Sequence[str], *, vanished: bool) -> tuple[str, ...]:
    sources: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.report_id is not None:
            sources.setdefault(entry.report_id, []).append(entry)
    for report_id in report_ids:
        if report_id not in sources and not (_is_id(report_id) and is_published(output, report_id)):
            raise UsageError(f"There is no report “{report_id}” in “{output.root}”; `raingan status` names those there are.")
    gone = [report_id for report_id, found in sources.items() if not any(Path(entry.path).exists() for entry in found)]
    return tuple(dict.fromkeys([*report_ids, *(gone if vanished else ())]))


def _is_id(text: str) -> bool:
    """Whether a text may be part of a path: an id and nothing else."""
    agency, *period = text.rsplit("-", 2)
    return len(period) == 2 and f"{agency}{''.join(period)}".replace("_", "").isalnum()


def _remove(output: Output, manifest: Manifest, report_id: str, sources: Sequence[Entry]) -> None:
    """The report's rows first, then what is remembered of its sources: a run killed between removes it again."""
    withdraw(output, report_id)
    with manifest.writing():
        for entry in sources:
            if entry.state == QUARANTINED and Path(entry.path).exists():
                manifest.put(entry.without_report())
            else:
                manifest.forget(entry.path)
