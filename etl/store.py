"""Files on object storage, by any URL that fsspec knows: what stands there, put, fetched, removed, and one writer's lock.

Putting or removing one object is the only step that a store takes whole; every such step goes through here.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.disk import WATCHED
from schemas.errors import MachineError, UsageError

LOCK = ".lock.json"
_STAMPS = ("ETag", "etag", "md5Hash", "content_md5", "md5")  # what stores call the sum of an object's bytes
_TIMES = ("LastModified", "last_modified", "mtime", "updated", "created")
_RENEWED = 20.0  # seconds between two signs of life of a writer
_STALE = 120.0  # seconds without one, by our own clock: the writer is gone
_LOOK = 2.0  # seconds between two looks at another's lock


def is_url(text: str) -> bool:
    """Whether a path given by a person is a URL: `s3://bucket/raw`."""
    return "://" in text


class Store:
    """A folder on object storage. Names are relative to it, with slashes."""

    def __init__(self, url: str) -> None:
        """Raises `UsageError` where the URL's kind is unknown or what it needs is not installed."""
        try:
            from fsspec.core import url_to_fs
        except ModuleNotFoundError as error:
            raise UsageError(f"“{url}” needs more packages: `pip install 'raingan[s3]'`.") from error
        try:
            self._fs, self._root = url_to_fs(url, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise UsageError(f"“{url}” cannot be opened: {error}. For s3:// it is `pip install 'raingan[s3]'`.") from error
        self._root = self._root.rstrip("/")
        self.url = url.rstrip("/")

    def listing(self) -> dict[str, str]:
        """Every file with a stamp that changes with its bytes. A folder that is not there is empty."""
        with self._reached():
            try:
                found = self._fs.find(self._root, detail=True)
            except FileNotFoundError:
                return {}
            return {name: _stamp(about) for name, about in self._named(found)}

    def times(self) -> dict[str, float]:
        """When each file was last changed, in seconds of the epoch; 0 where the store does not say."""
        with self._reached():
            found = self._fs.find(self._root, detail=True)
            return {name: _seconds(about) for name, about in self._named(found)}

    def _named(self, found: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
        """The objects by their names in this folder; a name that would be a file elsewhere on a disk is none of ours."""
        for path, about in found.items():
            name = path.removeprefix(f"{self._root}/")
            if name != path and not {"", ".", ".."} & set(name.split("/")):
                yield name, about

    def fetch(self, name: str, target: Path) -> None:
        """Copies an object into a file, which has all of it or is not there."""
        target.parent.mkdir(parents=True, exist_ok=True)
        coming = target.with_name(f".{target.name}.coming")
        with self._reached():
            self._fs.get_file(f"{self._root}/{name}", str(coming))
        os.replace(coming, target)

    def put(self, name: str, data: bytes) -> None:
        """Writes an object, whole."""
        WATCHED.watch("put", Path(name))
        with self._reached():
            self._fs.pipe_file(f"{self._root}/{name}", data)

    def remove(self, name: str) -> None:
        """Removes an object, if it stands."""
        WATCHED.watch("take", Path(name))
        with self._reached(), suppress(FileNotFoundError):
            self._fs.rm_file(f"{self._root}/{name}")

    @contextmanager
    def locked(self, waits: Callable[[], None]) -> Iterator[None]:
        """One writer: others wait for it, and take over from one that gives no sign of life for two minutes."""
        self._take(waits)
        done = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(done,), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            done.set()
            renewing.join()
            self.remove(LOCK)

    def _take(self, waits: Callable[[], None]) -> None:
        seen, since = b"", time.monotonic()
        while not self._created():
            sign = self._sign()
            if sign != seen:
                if not seen:
                    waits()
                seen, since = sign, time.monotonic()
            elif time.monotonic() - since > _STALE:
                self.remove(LOCK)
                continue
            time.sleep(_LOOK)

    def _created(self) -> bool:
        """Whether the lock was made by us: a store makes an object for one of two who would at once."""
        path = f"{self._root}/{LOCK}"
        with self._reached():
            try:
                self._fs.pipe_file(path, _sign_of_life(), mode="create")
            except FileExistsError:
                return False
        return True

    def _sign(self) -> bytes:
        with self._reached():
            try:
                return bytes(self._fs.cat_file(f"{self._root}/{LOCK}"))
            except FileNotFoundError:
                return b""

    def _renew(self, done: threading.Event) -> None:
        while not done.wait(_RENEWED):
            with suppress(MachineError), self._reached():
                self._fs.pipe_file(f"{self._root}/{LOCK}", _sign_of_life())

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Says of a refusal or a network without answer where it was. Raises `MachineError`."""
        try:
            yield
        except _failures() as error:
            raise MachineError(f"“{self.url}” cannot be reached: {error or type(error).__name__}.") from error


def _failures() -> tuple[type[Exception], ...]:
    """What goes wrong between us and a store; botocore's errors are no OSErrors."""
    try:
        from botocore.exceptions import BotoCoreError
    except ModuleNotFoundError:
        return (OSError,)
    return (OSError, BotoCoreError)


def _sign_of_life() -> bytes:
    return json.dumps({"host": socket.gethostname(), "process": os.getpid(), "time": time.time()}).encode()


def _stamp(about: dict[str, Any]) -> str:
    named = next((str(about[name]) for name in _STAMPS if about.get(name)), "")
    return named or f"{about.get('size')} {_seconds(about)}"


def _seconds(about: dict[str, Any]) -> float:
    """When an object was last changed, 0 where the store does not say."""
    changed = next((about[name] for name in _TIMES if about.get(name)), 0.0)
    if isinstance(changed, datetime):
        return changed.timestamp()
    return changed if isinstance(changed, int | float) else 0.0
