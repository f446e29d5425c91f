"""The table of files: what is put in comes out, in steps that hold or do not, across versions."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from etl.manifest import PUBLISHED, Entry, Manifest
from schemas.errors import MachineError

ENTRY = Entry("/in/a.txt", "a.txt", "00ff", 12, 34, PUBLISHED, "1", report_id="etda-2568-q4", seconds=0.25)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".manifest.sqlite"


@pytest.mark.parametrize("name", ["/in/a.txt", "/in/รายงาน ๔.txt", "/in/two\nlines.txt", "/in/caf\udce9.txt", "/in/'; --.txt"])
def test_an_entry_comes_out_as_it_went_in_whatever_its_path(path: Path, name: str) -> None:
    manifest = Manifest(path)
    manifest.put(replace(ENTRY, path=name))
    manifest.close()
    manifest = Manifest(path)
    assert manifest.entries() == [replace(ENTRY, path=name)]
    manifest.forget(name)
    assert manifest.entries() == []
    manifest.close()


def test_a_step_that_fails_leaves_nothing(path: Path) -> None:
    manifest = Manifest(path)
    with pytest.raises(KeyError), manifest.writing():
        manifest.put(ENTRY)
        raise KeyError
    assert manifest.entries() == []
    manifest.close()


def test_a_table_of_another_version_is_taken_over_and_its_files_are_read_again(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE files (path TEXT PRIMARY KEY, name TEXT, sha256 TEXT, size INTEGER, old TEXT,"
            " mtime_ns INTEGER, state TEXT, version TEXT, report_id TEXT)"
        )
        connection.execute(
            "INSERT INTO files VALUES ('/in/a.txt', 'a.txt', '00ff', 12, 'x', 34, 'published', '1', 'etda-2568-q4')"
        )
    connection.close()
    manifest = Manifest(path)
    assert manifest.entries() == [replace(ENTRY, version="", seconds=0.0)]
    manifest.close()
    with closing(Manifest(path)) as again:
        assert len(again.entries()) == 1


def test_a_file_that_is_no_manifest_says_how_to_go_on(path: Path) -> None:
    path.write_bytes(b"not a database at all, but long enough to be looked at" * 20)
    with pytest.raises(MachineError, match="Delete it and run again"):
        Manifest(path)
