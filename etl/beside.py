"""What people decide and keep beside the reports: a TOML file, that of the nearest folder, entry by entry.

[[waiver]]                       # in waivers.toml; [[decision]] in series.toml
who = "สมหญิง"
why = "ยืนยันกับหน่วยงานแล้ว"
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.errors import DecisionError


@dataclass(frozen=True, slots=True)
class Ledger:
    """A kind of such file: its name, what its entries are called there and in a sentence, their fields."""

    file_name: str
    entry_name: str
    title: str
    fields: frozenset[str]
    needed: tuple[str, ...]  # fields that must say something in words


class NearestFiles:
    """The file that holds for a folder: its own, or that of the first folder above with one; each is looked at once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._by_folder: dict[Path, tuple[Path | None, str]] = {}

    def of(self, folder: Path) -> tuple[Path | None, str]:
        """The file and its SHA-256, as it was when the folder was first asked for; `None` and "" without one."""
        if folder not in self._by_folder:
            absolute = folder.absolute()
            here = (place / self._ledger.file_name for place in (absolute, *absolute.parents))
            path = next((path for path in here if path.is_file()), None)
            self._by_folder[folder] = (path, hashlib.sha256(path.read_bytes()).hexdigest() if path else "")
        return self._by_folder[folder]


def entries(ledger: Ledger, path: Path) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Every entry: how to name it in an error, its number from 1, its fields. Raises `DecisionError`."""
    what = f"The {ledger.title} “{path}”"
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DecisionError(f"{what} cannot be read: {error}.") from error
    found = content.get(ledger.entry_name, [])
    if not isinstance(found, list):
        raise DecisionError(f"{what}: write each one under [[{ledger.entry_name}]].")
    for number, entry in enumerate(found, start=1):
        yield _checked(ledger, f"{what}, number {number}", number, entry)


def _checked(ledger: Ledger, where: str, number: int, entry: object) -> tuple[str, int, Mapping[str, Any]]:
    if not isinstance(entry, Mapping):
        raise DecisionError(f"{where}: write each one under [[{ledger.entry_name}]].")
    unknown = sorted(set(entry) - ledger.fields)
    if unknown:
        raise DecisionError(f"{where}: there is no field “{unknown[0]}”; the fields are {', '.join(sorted(ledger.fields))}.")
    for name in ledger.needed:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise DecisionError(f"{where}: “{name}” must say {name}.")
    return where, number, entry
