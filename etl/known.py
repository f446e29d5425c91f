"""Holds what the manifest says in memory, found by path and by report, and writes every change back to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl.manifest import PUBLISHED, SUPERSEDED, Entry, Manifest


class KnownFiles:
    """Every file that an output knows. A report of thousands is found at once, not by looking through all."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._by_path: dict[str, Entry] = {}
        self._by_report: dict[str, set[str]] = {}
        for entry in manifest.entries():
            self._keep(entry)

    def __iter__(self) -> Iterator[Entry]:
        """The files in order of path."""
        return (self._by_path[path] for path in sorted(self._by_path))

    def __contains__(self, path: str) -> bool:
        return path in self._by_path

    def __getitem__(self, path: str) -> Entry:
        return self._by_path[path]

    def get(self, path: str) -> Entry | None:
        """The file at `path`, if it is known."""
        return self._by_path.get(path)

    def sources(self, report_id: str | None) -> list[Entry]:
        """The files that are a source of the report and still stand, in order of path."""
        paths = sorted(self._by_report.get(report_id or "", ()))
        entries = (self._by_path[path] for path in paths)
        return [entry for entry in entries if entry.state in (PUBLISHED, SUPERSEDED) and Path(entry.path).exists()]

    def put(self, *entries: Entry) -> None:
        """Remembers files in one step."""
        with self._manifest.writing():
            for entry in entries:
                self._manifest.put(entry)
        for entry in entries:
            self._keep(entry)

    def hold(self, entry: Entry) -> None:
        """Remembers a file for this run only: a run that is killed before it says more has not read it."""
        self._keep(entry)

    def forget(self, *entries: Entry) -> None:
        """Forgets files in one step."""
        with self._manifest.writing():
            for entry in entries:
                self._manifest.forget(entry.path)
        for entry in entries:
            self._drop(entry.path)

    def _keep(self, entry: Entry) -> None:
        self._drop(entry.path)
        self._by_path[entry.path] = entry
        if entry.report_id is not None:
            self._by_report.setdefault(entry.report_id, set()).add(entry.path)

    def _drop(self, path: str) -> None:
        before = self._by_path.pop(path, None)
        if before is not None and before.report_id is not None:
            self._by_report[before.report_id].discard(path)
