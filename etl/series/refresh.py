"""Brings the series of an output up to date: the agencies whose reports changed, and those reports alone.

An agency is due when its reports, what they were told, or people's decisions are not what they were when
its series were last written: a run that is killed before leaves it due, however far it came.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl.beside import NearestFiles
from etl.known import KnownFiles
from etl.manifest import PUBLISHED, QUARANTINED, Entry, Manifest
from etl.publish import Output, Staged, publish, staged_name
from etl.series.agency import AgencySeries, AgencyTask, series_of
from etl.series.decisions import LEDGER
from etl.series.publication import has_series, publish_series
from etl.series.told import NOTHING, Told
from etl.single import ReadTask, SettleTask, settle
from etl.version import PIPELINE_VERSION
from etl.workers import Limits, never, run
from schemas.errors import MachineError, QuarantineError, UsageError


@dataclass(frozen=True, slots=True)
class Means:
    """How much may be used: agencies and reports at once, limits of each, and when to end."""

    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    stop: Callable[[], bool] = never


@dataclass(frozen=True, slots=True)
class _Agency:
    """An agency that the manifest knows: the files of its reports, and the decisions that hold for them."""

    name: str
    entries: tuple[Entry, ...]
    decisions: tuple[tuple[str, str], ...]  # path and hash

    @property
    def stamp(self) -> str:
        """What its series depend on, in one hash."""
        files = sorted((e.report_id or "", e.sha256, e.state, e.told) for e in self.entries)
        return hashlib.sha256(repr((PIPELINE_VERSION, files, self.decisions)).encode()).hexdigest()


def refresh_series(output: Output, known: KnownFiles, manifest: Manifest, means: Means = Means()) -> tuple[str, ...]:
    """Writes the series of every agency that is due, and reads again the reports that are told something else.

    Gives the ids of these reports.

    Raises `UsageError` where people's decisions cannot be read, and `MachineError`.
    """
    stamps = manifest.series_stamps()
    agencies = {agency.name: agency for agency in _agencies(known)}
    due = [agency for agency in agencies.values() if _is_due(output, agency, stamps.get(agency.name, ""))]
    due += [_Agency(name, (), ()) for name in sorted(stamps.keys() - agencies.keys())]
    published: list[str] = []
    for found in _series(output, due, means):
        publish_series(output, found.agency)
        agency = agencies.get(found.agency)
        if agency is None:
            manifest.put_series_stamp(found.agency, None)
        elif _tell(output, known, agency, dict(found.told), means, published):
            manifest.put_series_stamp(found.agency, f"{found.reports} {_again(known, agency).stamp}")
    return tuple(sorted(published))


def _is_due(output: Output, agency: _Agency, stored: str) -> bool:
    """Whether something changed since its series were written, or someone took them away."""
    reports, _, stamp = stored.partition(" ")
    return stamp != agency.stamp or (reports != "0" and not has_series(output, agency.name))


def _agencies(known: KnownFiles) -> Iterator[_Agency]:
    """The agencies with a report, in order of name. A refused file counts while its report is kept."""
    entries: dict[str, list[Entry]] = {}
    for entry in known:
        if entry.report_id is not None and entry.state in (PUBLISHED, QUARANTINED):
            entries.setdefault(_agency_of(entry.report_id), []).append(entry)
    files = NearestFiles(LEDGER)
    for name in sorted(entries):
        folders = {entry.path.rpartition(os.sep)[0] or os.sep for entry in entries[name]}  # thousands: as texts
        decisions = {(str(path), digest) for path, digest in map(files.of, map(Path, folders)) if path is not None}
        yield _Agency(name, tuple(entries[name]), tuple(sorted(decisions)))


def _agency_of(report_id: str) -> str:
    return report_id.rsplit("-", 2)[0]


def _series(output: Output, due: Sequence[_Agency], means: Means) -> Iterator[AgencySeries]:
    tasks = (AgencyTask(a.name, str(output.root), tuple(path for path, _ in a.decisions)) for a in due)
    for done in run(series_of, tasks, jobs=means.jobs, limits=means.limits, stop=means.stop):
        if isinstance(done.error, UsageError):
            raise done.error
        if done.error is not None:
            raise MachineError(f"The series of “{done.task.agency}” cannot be written: {done.error}") from done.error
        assert done.result is not None  # no error: a result
        yield done.result


def _tell(
    output: Output, known: KnownFiles, agency: _Agency, told: Mapping[str, Told], means: Means, published: list[str]
) -> bool:
    """Reads again, and publishes, the reports that are told something else; whether all of them were.

    Their ids are added to `published`.
    """
    others = [entry for entry in agency.entries if entry.state == PUBLISHED and _digest(entry, told) != entry.told]
    tasks = [_task(output, known, entry, told.get(entry.report_id or "", NOTHING)) for entry in others]
    ready = [task for task in tasks if task is not None]
    done_well = 0
    most = max((1 + len(task.others) for task in ready), default=1)  # sources that one task reads
    limits = replace(means.limits, seconds=means.limits.seconds * most)
    for done in run(settle, ready, jobs=means.jobs, limits=limits, stop=means.stop):
        if isinstance(done.error, QuarantineError):  # its file changed or went meanwhile: the next run reads it
            continue
        if done.error is not None:
            raise done.error
        assert done.result is not None  # no error: a result
        before = known[done.task.winner.path]
        if (done.result.report_id, done.result.sha256) == (before.report_id, before.sha256):
            publish(output, Staged(done.task.report_id, output.staging / staged_name(before.path)))
            known.put(replace(done.result, state=PUBLISHED, seconds=before.seconds))
            published.append(done.task.report_id)
            done_well += 1
    return done_well == len(ready)


def _digest(entry: Entry, told: Mapping[str, Told]) -> str:
    return told.get(entry.report_id or "", NOTHING).digest


def _task(output: Output, known: KnownFiles, entry: Entry, told: Told) -> SettleTask | None:
    """Reading the report's sources again; `None` where the published one is gone: it stays as it is."""
    sources = known.sources(entry.report_id)
    if entry not in sources:
        return None
    others = sorted((other for other in sources if other != entry), key=lambda other: (other.sha256, other.path))
    tasks = [ReadTask(one.path, str(output.root), one.agency_given) for one in (entry, *others)]
    return SettleTask(entry.report_id or "", tasks[0], tuple(tasks[1:]), told)


def _again(known: KnownFiles, agency: _Agency) -> _Agency:
    """The agency with its entries as they are now."""
    return replace(agency, entries=tuple(known[entry.path] for entry in agency.entries))
