"""Counts with their nouns."""

from __future__ import annotations

import pytest

from parsers.english import counted


@pytest.mark.parametrize(
    ("count", "one", "said"),
    [(0, "row", "0 rows"), (1, "row", "1 row"), (2, "row", "2 rows"), (1000, "waived note", "1000 waived notes")],
)
def test_one_is_said_as_one(count: int, one: str, said: str) -> None:
    assert counted(count, one) == said
