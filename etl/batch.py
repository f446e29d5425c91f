"""Reads many files into an output: what changed is read, each in a worker; what did not is left alone."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl.known import KnownFiles
from etl.manifest import PUBLISHED, QUARANTINED, SUPERSEDED, Entry, Manifest
from etl.overviews import write_overviews
from etl.publish import Output, Staged, is_published, publish, staged_name, withdraw
from etl.series.refresh import Means, refresh_series
from etl.single import ReadTask, SettleTask, preload, read_and_stage, settle
from etl.version import PIPELINE_VERSION
from etl.waivers import WaiverHashes
from etl.workers import MOST_MEMORY, MOST_SECONDS, Engine, Limits, never, run
from schemas.errors import ChangedWhileRead, MachineError, QuarantineError, UsageError

Progress = Callable[[int, int, Entry | None], None]  # done, of how many, the file just read


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: the files by state, those left alone, what vanished, what was said."""

    read: tuple[Entry, ...]
    unchanged: tuple[Entry, ...]
    vanished: tuple[Entry, ...]
    unread: tuple[tuple[str, str], ...]  # (name, sentence) of files that changed while they were read
    kept: tuple[str, ...]  # reports whose source was refused this time and that stay as they were
    left: int = 0  # files that an interrupted run did not come to
    is_interrupted: bool = False
    told: tuple[str, ...] = ()  # reports published again because others of their agency say something else now

    @property
    def refused(self) -> tuple[Entry, ...]:
        """The files of this run that are in quarantine."""
        return tuple(entry for entry in (*self.read, *self.unchanged) if entry.state == QUARANTINED)


@dataclass(frozen=True, slots=True)
class Options:
    """How a run goes: the agency given by hand, reports read at once, limits of each, who is told, when to end."""

    agency: str | None = None
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    progress: Progress | None = None
    stop: Callable[[], bool] = never
    waits: Callable[[], None] | None = None  # told when another run holds the output
    engine: Engine | None = None  # where reports are read; on this machine, where none is given


def ingest(paths: Sequence[Path], root: Path, options: Options = Options(), *, force: bool = False) -> Summary:
    """Reads every new or changed file, publishes the reports, and says what became of each file.

    Two runs on one output wait for each other. Raises `UsageError` and `MachineError`.
    """
    with _running(root, options) as batch:
        return batch.all(paths, force=force)


def retry(root: Path, options: Options = Options()) -> Summary:
    """Reads the files in quarantine again, after whatever kept them there is mended.

    Raises `UsageError` where nothing was ever read into the output, and `MachineError`.
    """
    if not Output(root).manifest.is_file():
        raise UsageError(f"No report was ever read into “{root}”: run `raingan ingest` first.")
    with _running(root, options) as batch:
        return batch.all(batch.refused_files(), force=True)


@contextmanager
def _running(root: Path, options: Options) -> Iterator[_Run]:
    """A run under the output's lock."""
    output = Output(root.absolute())  # workers on other machines begin in other folders
    with locked(output, options.waits):
        manifest = Manifest(output.manifest)
        try:
            yield _Run(output, manifest, options)
        finally:
            manifest.close()


@contextmanager
def locked(output: Output, waits: Callable[[], None] | None = None) -> Iterator[None]:
    """One writer an output; what a killed run left in staging is cleared under the lock.

    The lock is held until the last worker has ended too: none still stages when the next run begins.
    """
    try:
        output.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(output.root / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise UsageError(f"The output “{output.root}” cannot be written: {error.strerror}.") from error
    try:
        _take(handle, waits)
        output.prepare()
        yield
        output.prepare()  # what was staged and not published is gone
    finally:
        os.close(handle)


def _take(handle: int, waits: Callable[[], None] | None) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if waits is not None:
            waits()
        fcntl.flock(handle, fcntl.LOCK_EX)


class _Run:
    """One run over an output: its folders, the files it knows, and what the caller asked for."""

    def __init__(self, output: Output, manifest: Manifest, options: Options) -> None:
        self._output, self._manifest, self._options = output, manifest, options
        self._known = KnownFiles(manifest)
        self._waivers = WaiverHashes()
        self._unread: list[tuple[str, str]] = []
        self._kept: list[str] = []

    def refused_files(self) -> list[Path]:
        """The files in quarantine that still stand where they were."""
        refused = (Path(entry.path) for entry in self._known if entry.state == QUARANTINED)
        return [path for path in refused if path.exists()]

    def all(self, paths: Sequence[Path], *, force: bool) -> Summary:
        """The whole run."""
        keys = list(dict.fromkeys(map(_key, paths)))
        changed = [key for key in keys if force or not self._is_unchanged(key)]
        read = tuple(self._read(changed))
        self._settle({entry.report_id for entry in read if entry.report_id})
        self._give_up_kept()
        vanished = tuple(entry for entry in self._known if not Path(entry.path).exists())
        self._drop_vanished_notes(vanished)
        try:
            told = self._refresh_series()
        finally:
            write_overviews(self._output, self._manifest)
        unchanged = tuple(self._known[key] for key in sorted(set(keys) - set(changed)))
        done = tuple(self._known[entry.path] for entry in read if entry.path in self._known)
        left = len(changed) - len(read) - len(self._unread)
        kept = tuple(dict.fromkeys(self._kept))
        return Summary(done, unchanged, vanished, tuple(self._unread), kept, left, self._options.stop(), told)

    def _refresh_series(self) -> tuple[str, ...]:
        """What the reports say together, where they changed. A run that is to end leaves it to the next."""
        if self._options.stop():
            return ()
        given = self._options.limits  # of one report: lower ones than ours would stop an agency of many
        limits = Limits(max(given.seconds, MOST_SECONDS), max(given.memory, MOST_MEMORY))
        means = Means(self._options.jobs, limits, self._options.stop)
        return refresh_series(self._output, self._known, self._manifest, means)

    def _is_unchanged(self, key: str) -> bool:
        """Whether the file is as it was read, by this version, and its report still stands."""
        entry = self._known.get(key)
        if entry is None or entry.version != PIPELINE_VERSION or entry.agency_given != self._agency_of(key):
            return False
        if self._waivers.of(Path(key)) != entry.waivers or not self._has_same_bytes(entry):
            return False
        return entry.state != PUBLISHED or (entry.report_id is not None and is_published(self._output, entry.report_id))

    def _agency_of(self, key: str) -> str | None:
        """The agency given by hand, now or when the file was last read."""
        before = self._known.get(key)
        return self._options.agency or (before.agency_given if before is not None else None)

    def _has_same_bytes(self, entry: Entry) -> bool:
        """By size and time; where only the time is another, by the bytes, and the new time is remembered."""
        stat = os.stat(entry.path)
        if stat.st_size != entry.size:
            return False
        if stat.st_mtime_ns != entry.mtime_ns:
            if _sha256(Path(entry.path)) != entry.sha256:
                return False
            self._known.put(replace(entry, mtime_ns=stat.st_mtime_ns))
        return True

    def _read(self, keys: Sequence[str]) -> Iterator[Entry]:
        if keys:
            preload()
        options = self._options
        tasks = [ReadTask(key, str(self._output.root), self._agency_of(key)) for key in keys]
        engine = options.engine or run
        results = engine(read_and_stage, tasks, jobs=options.jobs, limits=options.limits, stop=options.stop)
        for number, done in enumerate(results, start=1):
            entry: Entry | None
            if isinstance(done.error, QuarantineError):
                entry = self._refuse(done.task, done.error, done.seconds)
            elif done.error is not None:
                raise done.error
            else:
                assert done.result is not None  # no error: a result
                entry = self._accept(replace(done.result, seconds=round(done.seconds, 3)))
            if options.progress is not None:
                options.progress(number, len(tasks), entry)
            if entry is not None:
                yield entry

    def _accept(self, entry: Entry) -> Entry:
        """Publishes a source that stands alone; one of several waits to be settled.

        Until then the manifest does not know it: a run killed before reads it again and settles.
        """
        report_id = entry.report_id
        assert report_id is not None  # an accepted source has one
        before = self._known.get(entry.path)
        if before is not None and before.report_id not in (None, report_id) and before.state != SUPERSEDED:
            self._give_up(before)
        if self._others(entry):
            entry = replace(entry, state=SUPERSEDED)
            self._known.hold(entry)
        else:
            publish(self._output, Staged(report_id, self._output.staging / staged_name(entry.path)))
            self._known.put(entry)
        return entry

    def _give_up(self, entry: Entry) -> None:
        """The source is now another report: its old one is withdrawn, or published from another source."""
        assert entry.report_id is not None  # published
        others = self._others(entry)
        if others:
            self._settle_one(entry.report_id, others)
        else:
            withdraw(self._output, entry.report_id)

    def _others(self, entry: Entry) -> list[Entry]:
        return [other for other in self._known.sources(entry.report_id) if other.path != entry.path]

    def _refuse(self, task: ReadTask, error: QuarantineError, seconds: float) -> Entry | None:
        path = Path(task.path)
        if isinstance(error, ChangedWhileRead):
            self._unread.append((path.name, str(error)))
            return None
        entry = replace(
            self._as_it_is(path, task.agency),
            state=QUARANTINED,
            reason=error.reason,
            sentence=str(error),
            advice=error.advice,
            sentence_th=error.sentence_th,
            seconds=round(seconds, 3),
        )
        if entry.report_id is not None:
            self._kept.append(entry.report_id)
        self._known.put(entry)
        return entry

    def _as_it_is(self, path: Path, agency: str | None) -> Entry:
        """A file that gave no report this time, with the report that it published before and that stays."""
        bare = _bare_entry(path, agency, self._waivers.of(path))
        before = self._known.get(bare.path)
        if before is None or before.report_id is None or before.state == SUPERSEDED:
            return bare
        return replace(
            before,
            sha256=bare.sha256,
            size=bare.size,
            mtime_ns=bare.mtime_ns,
            version=bare.version,
            agency_given=agency,
            waivers=bare.waivers,
        )

    def _give_up_kept(self) -> None:
        """A report that a refused file published before is its no more where another source has published it."""
        published = {entry.report_id for entry in self._known if entry.state == PUBLISHED}
        replaced = [e for e in self._known if e.state == QUARANTINED and e.report_id is not None and e.report_id in published]
        self._known.put(*(entry.without_report() for entry in replaced))

    def _settle(self, report_ids: set[str]) -> None:
        for report_id in sorted(report_ids):
            sources = self._known.sources(report_id)
            if len(sources) > 1 and not self._options.stop():
                self._settle_one(report_id, sources)

    def _settle_one(self, report_id: str, sources: Sequence[Entry]) -> None:
        """Publishes the best of several sources, read again beside the others."""
        from etl.choice import best

        chosen = best(sources)
        others = sorted((e for e in sources if e.path != chosen.path), key=lambda e: (e.sha256, e.path))
        task = SettleTask(report_id, self._task(chosen), tuple(map(self._task, others)))
        limits = replace(self._options.limits, seconds=self._options.limits.seconds * len(sources))
        for done in run(settle, [task], jobs=1, limits=limits):
            if done.error is not None:
                raise MachineError(f"“{report_id}” cannot be settled among its sources: {done.error}") from done.error
            assert done.result is not None  # no error: a result
            publish(self._output, Staged(report_id, self._output.staging / staged_name(chosen.path)))
            published = replace(done.result, state=PUBLISHED, seconds=chosen.seconds)
            self._known.put(published, *(replace(other, state=SUPERSEDED) for other in others))

    def _task(self, entry: Entry) -> ReadTask:
        return ReadTask(entry.path, str(self._output.root), entry.agency_given)

    def _drop_vanished_notes(self, vanished: Sequence[Entry]) -> None:
        """A refused file that is gone needs no note any more."""
        self._known.forget(*(entry for entry in vanished if entry.state == QUARANTINED and entry.report_id is None))


def _key(path: Path) -> str:
    return os.path.abspath(path)


def _bare_entry(path: Path, agency: str | None, waivers: str) -> Entry:
    """What is known of a file that gave no report."""
    try:
        digest = _sha256(path)
        stat = path.stat()
    except OSError as error:
        raise UsageError(f"“{path}” cannot be read: {error.strerror}.") from error
    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return Entry(
        path=_key(path),
        name=name,
        sha256=digest,
        size=stat.st_size,
        mtime_ns=stat.st_mtime_ns,
        state=QUARANTINED,
        version=PIPELINE_VERSION,
        agency_given=agency,
        waivers=waivers,
    )


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
