"""Cuts a cell that lists several things into its parts: by bullets, by numbers, by letters."""

from __future__ import annotations

import re

_BULLET = re.compile(r"(?:^|(?<=\s))[-–—•●▪■·*](?=\s?[^\s\-–—])")
_TIGHT_BULLET = re.compile(r"[•●▪■·]")
_NUMBERED = re.compile(r"(?:^|(?<=\s))(?:[(（]([\d๐-๙]{1,2})[)）]|([\d๐-๙]{1,2})[.)](?![\d๐-๙]))")
_LETTERED = re.compile(r"(?:^|(?<=\s))([กขคงจฉช])[.)](?=\s)")
_LETTERS = "กขคงจฉช"
_OPENING, _CLOSING = "(（", ")）"


def split_parts(text: str) -> tuple[str, ...]:
    """The parts of a cell, each with its marker; the whole text where no list is marked.

    "- จำนวน 100 ราย - มูลค่า 500 ลบ." and "1) จำนวน 100 ราย 2) มูลค่า 500 ลบ." have two. Words without a
    digit in front of the first marker belong to no part. Empty text has none.
    """
    text = text.strip()
    if not text:
        return ()
    for starts in (_numbered(text), _lettered(text), _bullets(text)):
        if len(starts) > 1 and not any(character.isdigit() for character in text[: starts[0]]):
            return tuple(text[begin:end].strip() for begin, end in zip(starts, [*starts[1:], len(text)], strict=True))
    return (text,)


def without_parentheses(text: str) -> str:
    """The text with what stands in parentheses blanked, of the same length: "2 ฉบับ (ปี 67)" loses 67.

    An opening parenthesis that nothing closes stays.
    """
    if not any(character in text for character in _OPENING):
        return text
    blanked: list[tuple[int, int]] = []
    open_at: list[int] = []
    for position, character in enumerate(text):
        if character in _OPENING:
            open_at.append(position)
        elif character in _CLOSING and open_at:
            begin = open_at.pop()
            while blanked and blanked[-1][0] > begin:
                blanked.pop()
            blanked.append((begin, position + 1))
    pieces, end = [], 0
    for begin, after in blanked:
        pieces += [text[end:begin], "\u0001" * (after - begin)]
        end = after
    return "".join((*pieces, text[end:]))


def _numbered(text: str) -> list[int]:
    """Where 1) 2) 3) stand, in a row from 1."""
    starts: list[int] = []
    for found in _NUMBERED.finditer(text):
        if int(found[1] or found[2]) == len(starts) + 1:
            starts.append(found.start())
    return starts if starts and not text[: starts[0]].strip() else []


def _lettered(text: str) -> list[int]:
    starts: list[int] = []
    for found in _LETTERED.finditer(text):
        if len(starts) < len(_LETTERS) and found[1] == _LETTERS[len(starts)]:
            starts.append(found.start())
    return starts


def _bullets(text: str) -> list[int]:
    words = without_parentheses(text)
    tight = [found.start() for found in _TIGHT_BULLET.finditer(words)]
    return tight if len(tight) > 1 else [found.start() for found in _BULLET.finditer(words)]
