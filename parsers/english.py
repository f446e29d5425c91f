"""Says in English how many of a thing there are."""

from __future__ import annotations


def counted(count: int, one: str) -> str:
    """A number with its noun: "1 table", "2 tables", "0 tables". The noun takes an s, as all of ours do."""
    return f"{count} {one}" if count == 1 else f"{count} {one}s"
