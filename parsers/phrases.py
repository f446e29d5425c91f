"""Finds the phrases of a closed list in a text; the cost does not grow with the list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

_END = ""  # under this key a node holds the phrase that ends there
_HEAD = 3  # letters by which the places worth a look are found; two-letter phrases are their own head
_TIGHT = 6  # letters a phrase must have run before spaces in it are passed over: "ส พ ร." is no name
_SPACES = " \u00a0"
_MOST_SPACES = 3

_Node = dict[str, Any]


class Phrases:
    """A list of phrases as a tree of letters, whose branches grow where a text first leads into them."""

    def __init__(self, phrases: Iterable[str]) -> None:
        known = list(phrases)
        self._root = _node(known, 0)
        self._heads = re.compile(_alternatives({phrase[:_HEAD] for phrase in known}))

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Each phrase found, the longest at its place: (start, end, phrase), none inside another.

        "สำนักงานสถิติ แห่งชาติ" finds "สำนักงานสถิติแห่งชาติ": spaces are passed over, in the text and in the
        phrase.
        """
        position = 0
        while (head := self._heads.search(text, position)) is not None:
            found = self._longest(text, head.start())
            if found is None:
                position = head.start() + 1
            else:
                yield head.start(), *found
                position = found[0]

    def _longest(self, text: str, start: int) -> tuple[int, str] | None:
        node, position, longest = self._root, start, None
        depth = 0  # letters of the phrase so far
        while True:
            if _END in node:
                longest = (position, node[_END])
            character = text[position : position + 1]
            if character and character in node:
                depth += 1
                node, position = _branch(node, character, depth), position + 1
            elif " " in node:
                depth += 1
                node = _branch(node, " ", depth)
            elif character and character in _SPACES and position - start >= _TIGHT:
                behind = _behind_spaces(text, position)
                if text[behind : behind + 1] not in node or not text[behind : behind + 1] or text[position - 1].isascii():
                    return longest
                position = behind
            else:
                return longest


def _node(phrases: Iterable[str], depth: int) -> _Node:
    """A node of the tree: by the next letter, the phrases that go on with it."""
    node: _Node = {}
    for phrase in phrases:
        if len(phrase) == depth:
            node[_END] = phrase
        else:
            node.setdefault(phrase[depth], []).append(phrase)
    return node


def _branch(node: _Node, character: str, depth: int) -> _Node:
    if isinstance(node[character], list):
        node[character] = _node(node[character], depth)
    found: _Node = node[character]
    return found


def _behind_spaces(text: str, position: int) -> int:
    end = position
    while end - position < _MOST_SPACES and text[end : end + 1] in (" ", "\u00a0"):
        end += 1
    return end


def _alternatives(heads: Iterable[str]) -> str:
    """One pattern for all heads, shared beginnings written once."""
    followers: dict[str, set[str]] = {}
    for head in heads:
        followers.setdefault(head[0], set()).add(head[1:])
    return "|".join(
        f"{re.escape(first)}(?:{'|'.join(map(re.escape, sorted(rest, key=lambda tail: (-len(tail), tail))))})"
        for first, rest in sorted(followers.items())
    )
