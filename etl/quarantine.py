"""Writes down why a file was refused, and takes it back when the file is read or gone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from etl import disk
from etl.manifest import QUARANTINED, Entry
from etl.publish import Output, write_whole
from schemas.errors import refusal

_LONGEST_NAME = 60  # bytes of Thai letters are three each; file systems take 255


def note_name(entry: Entry) -> str:
    """The note's file name: the source's, made safe, and the first 8 digits of its SHA-256."""
    safe = "".join(c if c.isalnum() or c in " ._-" or "ก" <= c <= "๛" else "_" for c in entry.name)[:_LONGEST_NAME]
    return f"{safe}-{entry.sha256[:8]}.json"


def write_notes(output: Output, entries: Iterable[Entry]) -> None:
    """Makes the folder say what the manifest says: a note for each refused file and no other."""
    wanted = {note_name(entry): entry for entry in entries if entry.state == QUARANTINED}
    for name, entry in sorted(wanted.items()):
        write_whole(output, output.quarantine / name, _note(entry))
    for path in _notes(output.quarantine):
        if path.name not in wanted:
            disk.remove(path)


def _notes(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def _note(entry: Entry) -> str:
    kind = refusal(entry.reason or "")
    content = {
        "source": entry.name,
        "sha256": entry.sha256,
        "reason": entry.reason,
        "sentence": entry.sentence,
        "advice": entry.advice,
        "sentence_th": entry.sentence_th or kind.says_th,
        "advice_th": kind.advice_th,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
