"""The real reports that stand beside the repository: their words are not the project's to copy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "reports"


def report(name: str) -> Path:
    """The report's path; without it a test is skipped, and fails where CI says that it must be there."""
    path = FOLDER / name
    if not path.exists():
        sentence = f"The report {name} does not stand in ../shared/reports beside the repository."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return path
