"""Puts two readings of one line together where Thai and Latin words stand in it: each word by the reading that can be one.

Asked for both tongues, tesseract takes ต่อ for "ca" and ใน for "lu" at times; asked for Thai alone it takes
"Governance" for "6๐งลเทลท6อ".
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_LATIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9&'’.,:;/()\- ]*[A-Za-z0-9])?")  # words with what stands between them
_WORD = re.compile("[A-Za-z]+")
_LONG = 4  # letters: so long a word is no Thai one misread, if it can be spoken
_SPOKEN = re.compile("[A-Z]?[a-z]*[aeiouy][a-z]*|[A-Z]+s?")
_THAI_WORD = re.compile(r"[\s(]*(?:[เแโใไ]?[ก-ฮ][ก-ฮะ-ฺๅ-๎]*[\s().,]*)+")
_LETTER_TWINS = re.compile(r"(?<![A-Za-z0-9])Al(?![A-Za-z0-9.])")  # AI: in type without serifs they are one picture


def put_together(both: str, thai: str) -> str:
    """The line as both tongues read it, its Latin words as Thai read them where those are Thai words.

    "การกำกับดูแล Al lu Telemedicine" and "การกำกับดูแล /ป ใน โ@(@กา๑" give "การกำกับดูแล AI ใน Telemedicine".
    """
    matcher = SequenceMatcher(None, both, thai, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    parts: list[str] = []
    end = 0
    for stretch in _LATIN.finditer(both):
        start, stop = stretch.span()
        first = max((block.b + min(block.size, start - block.a) for block in blocks if block.a < start), default=0)
        last = min((block.b + max(stop - block.a, 0) for block in blocks if block.a + block.size > stop), default=len(thai))
        parts += [both[end:start], _chosen(stretch[0], thai[first:last])]
        end = stop
    return _LETTER_TWINS.sub("AI", "".join([*parts, both[end:]]))


def _chosen(latin: str, thai: str) -> str:
    """Of words that stand at one place the Latin ones or the Thai ones, word by word where there are as many."""
    words, others = latin.split(" "), thai.strip().split(" ")
    if len(words) != len(others):
        return thai if _is_thai_instead(latin, thai) else latin
    return " ".join(other if _is_thai_instead(word, other) else word for word, other in zip(words, others, strict=True))


def _is_thai_instead(latin: str, thai: str) -> bool:
    """Whether Thai words stand where Latin ones were read: Thai letters alone, as words have them, and no Latin word that can be spoken."""
    if any(len(word) >= _LONG and _SPOKEN.fullmatch(word) for word in _WORD.findall(latin)):
        return False
    return _THAI_WORD.fullmatch(thai) is not None
