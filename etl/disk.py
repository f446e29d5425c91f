"""Every change of an output's files: written whole, moved in one step, synced, removed. The one place where the disk
can refuse, the power fail, or a test make them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

Watch = Callable[[str, Path], None]


def _unwatched(_step: str, _path: Path) -> None:
    pass


class _Watched:
    """Who is told of each step before it is taken: nobody but a test, which may fail it or end the process."""

    def __init__(self) -> None:
        self.watch: Watch = _unwatched


WATCHED = _Watched()


def write(path: Path, data: bytes) -> None:
    """Writes a file, synced to the disk."""
    write_by(path, lambda file: file.write(data))


def write_by(path: Path, writer: Callable[[BinaryIO], object]) -> None:
    """Writes a file by what `writer` does with it, synced to the disk."""
    WATCHED.watch("create", path)
    with path.open("wb") as file:
        WATCHED.watch("write", path)
        writer(file)
        file.flush()
        WATCHED.watch("sync", path)
        os.fsync(file.fileno())


def move(source: Path, target: Path) -> None:
    """Puts a file or folder in another's place, in one step that a power cut leaves done or not done."""
    WATCHED.watch("move", target)
    os.replace(source, target)
    sync_folder(target.parent)


def remove(path: Path) -> None:
    """Removes a file or link, if it stands."""
    WATCHED.watch("remove", path)
    path.unlink(missing_ok=True)


def remove_tree(folder: Path) -> None:
    """Removes a folder with all that is in it, if it stands."""
    WATCHED.watch("remove", folder)
    shutil.rmtree(folder, ignore_errors=True)


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it, where they do not stand."""
    if not folder.is_dir():
        WATCHED.watch("make", folder)
        folder.mkdir(parents=True, exist_ok=True)


def link(path: Path, target: str) -> None:
    """Makes a link that points to `target`."""
    WATCHED.watch("link", path)
    path.symlink_to(target, target_is_directory=True)


def same_file(path: Path, target: Path) -> bool:
    """Gives a file that is never written again a second name; whether that could be done."""
    WATCHED.watch("link", target)
    try:
        os.link(path, target)
    except OSError:  # not there, or a disk without second names
        return False
    return True


def sync_file(path: Path) -> None:
    """What was written to a file stays so after a power cut."""
    WATCHED.watch("sync", path)
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """What was moved or removed in a folder stays so after a power cut."""
    WATCHED.watch("sync", folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
