"""An input folder to put reports into, and an output that does not exist yet."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.pipeline import process
from etl.rows import tables
from etl.series.names import name_likeness
from etl.source import read_source
from etl.validation.page import render_html

RAW = Path(__file__).resolve().parents[2] / "raw"


@pytest.fixture(scope="session", autouse=True)
def warm() -> None:
    """Workers are forked from the tests: what one report needs is imported and built once, not by each of them."""
    report = process(*read_source(RAW / "sample-2568-q1.txt"))
    render_html(report)
    tables(report)
    name_likeness("โครงการวิจัยพืช", "โครงการวิจัยพืชสวน")


@pytest.fixture
def inbox(tmp_path: Path) -> Callable[..., Path]:
    """Copies a sample into the input folder: `inbox("q1")`, `inbox("q4", ".pdf", name="a.pdf")`."""

    def put(quarter: str, ending: str = ".txt", *, name: str | None = None) -> Path:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        source = RAW / f"sample-2568-{quarter}{ending}"
        return Path(shutil.copyfile(source, folder / (name or source.name)))

    return put


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An output that does not exist yet."""
    return tmp_path / "out"
