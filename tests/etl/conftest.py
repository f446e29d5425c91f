"""An input folder to put reports into, and an output that does not exist yet."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

# Workers are forked from the tests: what is imported here, they need not import again.
import etl.pipeline
import etl.rows
import etl.validation.page  # noqa: F401

RAW = Path(__file__).resolve().parents[2] / "raw"


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
