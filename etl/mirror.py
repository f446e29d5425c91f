"""An output on object storage: a copy on this disk that commands work on, and the order in which changes are sent.

The store is the truth. A run brings its copy up to date, works on it as on any output, and sends what changed:
of each report its row in `reports` goes first and comes last, so that a reader that joins with it never sees
half a report. What a killed run has not sent, the next one reads again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from etl.store import LOCK, Held, Store
from schemas.errors import UsageError

_ROWS = "datasets/reports/"
_MANIFEST = ".manifest.sqlite"
_REPORT = re.compile(r".+-\d{4}-q[1-4]")
_KEPT_HERE = (".lock", ".staging", ".compact", "compact", f"{_MANIFEST}-")  # of this machine alone
_EACH = 60.0  # seconds of a long run between two sendings


@dataclass(slots=True)
class Mirror:
    """The copy of an output, and what stands in the store as far as we know."""

    store: Store
    root: Path
    known: dict[str, str] = field(default_factory=dict)  # name: the store's stamp
    here: dict[str, str] = field(default_factory=dict)  # name: size and time of our copy when both were the same
    held: Held | None = None
    sent: int = 0
    _last: float = field(default_factory=time.monotonic)

    def pull(self) -> None:
        """Makes the copy the same as the store."""
        standing = {name: stamp for name, stamp in self.store.listing().items() if name != LOCK}
        self.known, self.here = _remembered(self._notes)
        for name in set(_files(self.root)) - set(standing):
            (self.root / name).unlink()
        for unfinished in self.root.glob(f"{_MANIFEST}-*"):  # of a killed run: another manifest comes
            unfinished.unlink()
        for name, stamp in standing.items():
            path = self.root / name
            if self.known.get(name) != stamp or self.here.get(name) != _look(path):
                self.store.fetch(name, path)
        self.known = standing
        self.here = {name: _look(self.root / name) for name in standing}
        self._remember()

    def push(self) -> None:
        """Sends what changed in the copy, in the order that readers rely on."""
        now = _files(self.root)
        changed = {name for name, look in now.items() if self.here.get(name) != look}
        if not changed and now.keys() == self.known.keys():
            return
        gone = set(self.known) - set(now)
        if self.held is not None:
            self.held.require()
        for report_id, names in sorted(_by_report(changed | gone).items()):
            self._send_report(report_id, names, now)
        rest = sorted(name for name in changed | gone if _report_of(name) is None)
        for name in sorted(rest, key=lambda name: name == _MANIFEST):
            self._send(name, now)
        self.known = {name: stamp for name, stamp in self.store.listing().items() if name != LOCK}
        self.here = {name: now.get(name, "") for name in self.known}
        self._remember()
        self._last = time.monotonic()

    def checkpoint(self) -> None:
        """Sends what a long run has published so far, once a minute."""
        if time.monotonic() - self._last > _EACH:
            self.push()

    def _send_report(self, report_id: str, names: Iterable[str], now: dict[str, str]) -> None:
        year, quarter = report_id.rsplit("-", 2)[1:]
        row = f"{_ROWS}{year}/{quarter}/{report_id}.parquet"
        if row in self.known:
            self.store.remove(row)
        for name in sorted(set(names) - {row}):
            self._send(name, now)
        if row in now:
            self._send(row, now)

    def _send(self, name: str, now: dict[str, str]) -> None:
        if name not in now:
            self.store.remove(name)
            return
        data = _settled_copy(self.root / name) if name == _MANIFEST else (self.root / name).read_bytes()
        self.store.put(name, data)
        self.sent += 1

    @property
    def _notes(self) -> Path:
        return self.root.with_name("known.json")

    def _remember(self) -> None:
        coming = self._notes.with_suffix(".coming")
        coming.write_text(json.dumps({"known": self.known, "here": self.here}), encoding="utf-8")
        os.replace(coming, self._notes)


@contextmanager
def mirrored(url: str, *, writes: bool, says: Callable[[str], None]) -> Iterator[Mirror]:
    """The copy of an output, up to date; what a writer changes is sent, also when it ends by an error.

    While a run of this machine writes, its copy is what others of this machine read: as whole as any output.
    Raises `UsageError`, and `MachineError` where the store does not answer.
    """
    mirror = Mirror(Store(url), _place_of(url) / "output")
    mirror.root.mkdir(parents=True, exist_ok=True)
    with mirror.root.with_name("lock").open("wb") as lock:
        if not writes:
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                mirror.pull()
                fcntl.flock(lock, fcntl.LOCK_UN)
            yield mirror
            return
        _take(lock, url, says)
        with mirror.store.locked(says) as mirror.held:
            mirror.pull()
            try:
                yield mirror
            finally:
                mirror.push()


def _take(lock: IO[bytes], url: str, says: Callable[[str], None]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        says(f"Another run of this machine writes to {url}; waiting for its end.")
        fcntl.flock(lock, fcntl.LOCK_EX)


def fetched(url: str, endings: tuple[str, ...]) -> Path:
    """A folder of sources as it stands in the store, or one of its files, copied here; what did not change is not fetched.

    Raises `UsageError` where a file that is named is not there.
    """
    parent, _, name = url.rstrip("/").rpartition("/")
    if name.lower().endswith(endings):
        path = _copied(parent, (name,)) / name
        if not path.is_file():
            raise UsageError(f"There is no file “{url}”.")
        return path
    return _copied(url, endings)


def _copied(url: str, endings: tuple[str, ...]) -> Path:
    """A copy of the objects whose names end so; others that were copied before and still stand are kept."""
    store = Store(url)
    folder = _place_of(url) / "raw"
    notes = folder.with_name("raw.json")
    known: dict[str, str] = json.loads(notes.read_text(encoding="utf-8")) if notes.is_file() else {}
    standing = store.listing()
    times = store.times() if standing else {}
    folder.mkdir(parents=True, exist_ok=True)
    for name in set(_files(folder)) - set(standing):
        (folder / name).unlink()
        known.pop(name, None)
    for name, stamp in standing.items():
        wanted = name.lower().endswith(tuple(ending.lower() for ending in endings))
        if wanted and (known.get(name) != stamp or not (folder / name).is_file()):
            store.fetch(name, folder / name)
            os.utime(folder / name, (times.get(name, 0.0),) * 2)
            known[name] = stamp
    notes.write_text(json.dumps(known), encoding="utf-8")
    return folder


def _place_of(url: str) -> Path:
    """Where the copy of a URL stands on this machine."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "raingan" / hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:16]


def _files(root: Path) -> dict[str, str]:
    """The files of a copy that belong in the store, each with its size and time."""
    found: dict[str, str] = {}
    for directory, folders, names in os.walk(root, followlinks=False):
        here = Path(directory)
        folders[:] = [name for name in folders if not (here == root and name.startswith(_KEPT_HERE))]
        for name in names:
            relative = (here / name).relative_to(root).as_posix()
            if not relative.startswith(_KEPT_HERE):
                found[relative] = _look(here / name)
    return found


def _look(path: Path) -> str:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return ""
    return f"{stat.st_size} {stat.st_mtime_ns}"


def _remembered(notes: Path) -> tuple[dict[str, str], dict[str, str]]:
    try:
        told = json.loads(notes.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}, {}
    return told["known"], told["here"]


def _report_of(name: str) -> str | None:
    """The report that a file is of: by its place `datasets/budgets/2568/q4/etda-2568-q4.parquet` or its page."""
    path = Path(name)
    quarterly = path.parts[0] == "datasets" and len(path.parts) == 5
    page = path.parts[0] == "validation" and _REPORT.fullmatch(path.stem) is not None
    return path.stem if quarterly or page else None


def _by_report(names: Iterable[str]) -> dict[str, list[str]]:
    reports: dict[str, list[str]] = {}
    for name in names:
        report_id = _report_of(name)
        if report_id is not None:
            reports.setdefault(report_id, []).append(name)
    return reports


def _settled_copy(path: Path) -> bytes:
    """The bytes of a database, all its transactions in it."""
    copy = path.with_name(f"{_MANIFEST}-copy")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    data = copy.read_bytes()
    copy.unlink()
    return data
