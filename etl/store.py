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
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

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


@dataclass(slots=True)
class Held:
    """A lock that a run holds in a store, until another takes it over."""

    url: str
    token: str
    is_lost: bool = False

    def sign_of_life(self) -> bytes:
        """What the lock says: who holds it, and a time that changes."""
        told = {"host": socket.gethostname(), "process": os.getpid(), "time": time.time(), "token": self.token}
        return json.dumps(told).encode()

    def require(self) -> None:
        """Raises `MachineError` where another run has taken over."""
        if self.is_lost:
            raise MachineError(f"Another run took over “{self.url}” while this one gave no sign of life; run again.")


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
    def locked(self, says: Callable[[str], None]) -> Iterator[Held]:
        """One writer: others wait for it, and take over from one that gives no sign of life for two minutes."""
        held = Held(self.url, uuid4().hex)
        self._take(held, says)
        done = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(held, done), daemon=True)
        renewing.start()
        try:
            yield held
        finally:
            done.set()
            renewing.join()
            if self._is_ours(held):
                self.remove(LOCK)

    def _take(self, held: Held, says: Callable[[str], None]) -> None:
        seen, since = b"", time.monotonic()
        while not self._created(held):
            sign = self._sign()
            if sign != seen:
                if not seen:
                    says(f"Another run writes to {self.url} ({_owner(sign)}); waiting for its end.")
                seen, since = sign, time.monotonic()
            elif time.monotonic() - since > _STALE:
                says(f"That run gives no sign of life for {_STALE:.0f} s: its lock {self.url}/{LOCK} is taken over.")
                if self._sign() == seen:
                    self.remove(LOCK)
                seen, since = b"", time.monotonic()
                continue
            time.sleep(_LOOK)

    def _created(self, held: Held) -> bool:
        """Whether the lock was made by us: a store makes an object for one of two who would at once."""
        path = f"{self._root}/{LOCK}"
        with self._reached():
            try:
                self._fs.pipe_file(path, held.sign_of_life(), mode="create")
            except FileExistsError:
                return False
        return True

    def _sign(self) -> bytes:
        with self._reached():
            try:
                return bytes(self._fs.cat_file(f"{self._root}/{LOCK}"))
            except FileNotFoundError:
                return b""

    def _is_ours(self, held: Held) -> bool:
        return held.token.encode() in self._sign()

    def _renew(self, held: Held, done: threading.Event) -> None:
        """Gives signs of life as long as the lock is ours; one that another run has taken over is lost."""
        while not done.wait(_RENEWED):
            with suppress(MachineError), self._reached():
                if not self._is_ours(held):
                    held.is_lost = True
                    return
                self._fs.pipe_file(f"{self._root}/{LOCK}", held.sign_of_life())

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


def _owner(sign: bytes) -> str:
    """Who holds a lock, as it says of itself."""
    try:
        told = json.loads(sign)
        return f"process {told['process']} on {told['host']}"
    except (ValueError, TypeError, KeyError):
        return "it does not say who it is"


def _stamp(about: dict[str, Any]) -> str:
    named = next((str(about[name]) for name in _STAMPS if about.get(name)), "")
    return named or f"{about.get('size')} {_seconds(about)}"


def _seconds(about: dict[str, Any]) -> float:
    """When an object was last changed, 0 where the store does not say."""
    changed = next((about[name] for name in _TIMES if about.get(name)), 0.0)
    if isinstance(changed, datetime):
        return changed.timestamp()
    return changed if isinstance(changed, int | float) else 0.0
