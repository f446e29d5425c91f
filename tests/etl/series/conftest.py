"""A folder for the reports of a test."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "in"
