"""Compiles a closed list of phrases to one pattern whose cost does not grow with the list."""

from __future__ import annotations

import re
from collections.abc import Iterable

_Node = dict[str, "_Node"]
_END = ""


def phrase_pattern(phrases: Iterable[str]) -> str:
    """A pattern that matches the longest of the phrases; a space in a phrase matches any number.

    ["สดช.", "สดช. เดิม"] gives a pattern that finds "สดช.เดิม" whole.
    """
    root: _Node = {}
    for phrase in phrases:
        node = root
        for character in phrase:
            node = node.setdefault(character, {})
        node[_END] = {}
    return _pattern(root)


def _pattern(node: _Node) -> str:
    branches = [
        ((" *" if character == " " else re.escape(character)) + _pattern(below))
        for character, below in sorted(node.items())
        if character != _END
    ]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    if _END not in node:
        return joined
    return f"(?:{joined})?"
