"""The same input gives the same bytes: whatever the locale, the time zone, the order, the number of workers, the day."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.etl.outputs import contents

Inbox = Callable[..., Path]
PROJECT = Path(__file__).resolve().parents[2]


def ingested(files: list[Path], root: Path, jobs: str, **environment: str) -> dict[str, str]:
    """What a run of its own process leaves."""
    command = [sys.executable, "-m", "etl.cli", "ingest", *map(str, files), "--output", str(root), "--jobs", jobs]
    subprocess.run(command, check=True, cwd=PROJECT, capture_output=True, env={**os.environ, **environment})
    return contents(root)


def test_two_machines_give_the_same_bytes(inbox: Inbox, tmp_path: Path) -> None:
    files = [inbox("q1"), inbox("q4", ".pdf"), inbox("q2")]
    one = ingested(files, tmp_path / "one", "1", LC_ALL="C", TZ="UTC", PYTHONHASHSEED="1", COLUMNS="40")
    for file in files:
        os.utime(file, (1, 1))
    two = ingested(files[::-1], tmp_path / "two", "2", LC_ALL="C.UTF-8", TZ="Asia/Bangkok", PYTHONHASHSEED="2", HOME="/")
    assert one == two
    assert len(one) > 3 * 15  # datasets of three reports, and their pages


def test_where_a_file_stands_is_not_in_the_data(inbox: Inbox, tmp_path: Path) -> None:
    source = inbox("q1")
    moved = tmp_path / "another folder" / source.name
    moved.parent.mkdir()
    moved.write_bytes(source.read_bytes())
    assert ingested([source], tmp_path / "one", "1") == ingested([moved], tmp_path / "two", "1")
