"""Which files are read, and which are passed over with a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.discover import discover
from schemas.errors import UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports, and what lies beside them in a folder that people use."""
    for name in (
        "b.txt", "a.pdf", "รายงาน ไตรมาส 4.PDF", "2568/q1/c.HTML", "2568/q1/d.md", "2568/e.tsv",
        "README.md", "readme.txt", ".hidden.txt", "_draft.txt", ".git/x.txt", "_old/y.txt",
        "table.xlsx", "2568/photo.jpg", "waivers.toml", "out/validation/z.html",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")
    return tmp_path


def names(paths: tuple[Path, ...], folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in paths]


def test_sources_are_those_with_an_ending_of_ours_in_order_of_path(folder: Path) -> None:
    found = discover([folder], ignore=folder / "out")
    assert names(found.sources, folder) == [
        "2568/e.tsv", "2568/q1/c.HTML", "2568/q1/d.md", "a.pdf", "b.txt", "รายงาน ไตรมาส 4.PDF",
    ]  # fmt: skip
    assert names(found.skipped, folder) == ["2568/photo.jpg", "table.xlsx"]


def test_a_file_that_is_named_is_read_whatever_its_name(folder: Path) -> None:
    named = [folder / "table.xlsx", folder / ".hidden.txt", folder / "README.md"]
    assert discover(named).sources == tuple(sorted(named))


def test_a_file_given_twice_is_read_once(folder: Path) -> None:
    assert names(discover([folder / "b.txt", folder / "b.txt"]).sources, folder) == ["b.txt"]


def test_a_folder_that_links_to_itself_ends(folder: Path) -> None:
    (folder / "2568" / "again").symlink_to(folder, target_is_directory=True)
    assert len(discover([folder / "2568"]).sources) == 3


def test_a_path_that_is_missing_is_a_wrong_call(folder: Path) -> None:
    with pytest.raises(UsageError, match="ไม่มี"):
        discover([folder, folder / "ไม่มี"])


def test_a_pipe_is_no_file_to_read(folder: Path) -> None:
    import os

    os.mkfifo(folder / "2568" / "pipe.txt")
    assert "2568/pipe.txt" not in names(discover([folder]).sources, folder)
