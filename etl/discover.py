"""Turns paths given by a person into the files to read, and names what is passed over."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import NoFile, UsageError

ENDINGS = (".pdf", ".txt", ".md", ".tsv", ".html", ".htm")
WANTED = (*ENDINGS, ".toml")  # sources, and what people decide beside them
_HIDDEN = (".", "_")
_README = "readme"
_DECISIONS = ".toml"  # what people decide beside the reports: waivers


@dataclass(frozen=True, slots=True)
class Discovery:
    """Files to read in order of path, and those whose ending is none of ours."""

    sources: tuple[Path, ...]
    skipped: tuple[Path, ...]


def pipe_or_device(path: Path) -> NoFile:
    """What is said of a path that is there, and neither a file nor a folder."""
    return NoFile(f"“{path}” is a pipe or a device: save what it gives as a file, and name that.")


def discover(paths: Iterable[Path], *, ignore: Path | None = None) -> Discovery:
    """The sources under the paths; a file that is named is always read, whatever its ending.

    Names that begin with "." or "_" or README or end in .toml are none, nor is what lies under `ignore` (the
    output). "รายงาน Q4.PDF" is one. Raises `UsageError` where a path is missing
    or is a pipe or a device.
    """
    sources: dict[Path, None] = {}
    skipped: dict[Path, None] = {}
    hidden = ignore.resolve() if ignore is not None else None
    for path in paths:
        if path.is_file():
            sources[path] = None
        elif path.is_dir():
            for found in _walk(path, hidden):
                target = sources if found.suffix.lower() in ENDINGS else skipped
                target[found] = None
        elif path.exists():
            raise pipe_or_device(path)
        else:
            raise UsageError(f"There is no file or folder “{path}”.")
    return Discovery(tuple(sorted(sources, key=os.fspath)), tuple(sorted(skipped, key=os.fspath)))


def _walk(folder: Path, hidden: Path | None) -> Iterator[Path]:
    """Files below a folder that are meant to be seen; links to folders are not followed."""
    for directory, folders, names in os.walk(folder, followlinks=False):
        here = Path(directory)
        folders[:] = sorted(name for name in folders if _is_seen(name) and (here / name).resolve() != hidden)
        for name in sorted(names):
            if _is_seen(name) and (here / name).is_file():
                yield here / name


def _is_seen(name: str) -> bool:
    return not name.startswith(_HIDDEN) and not name.lower().startswith(_README) and not name.endswith(_DECISIONS)
