"""Finds in a cell's words the numbers that an equation is made of, to be marked there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from schemas.document import NOWHERE, Place
from schemas.finding import Check, Finding

Pieces = tuple[tuple[str, bool], ...]

_LONGEST_TEXT = 400  # letters of one cell shown
_BEFORE_MARK = 160  # of them before the first mark, where the cell has to be cut


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to be shown: `words` stand there, and `printed` is the number meant ("" for all words)."""

    place: Place
    words: str
    printed: str = ""


def marks_of(finding: Finding, check: Check | None) -> tuple[Mark, ...]:
    """Where a finding stands and, behind it, where each term of its equation stands."""
    terms = [term for term in check.terms if term.place != NOWHERE] if check is not None else []
    found = [Mark(term.place, term.source_text, term.printed.strip()) for term in terms]
    if finding.place not in [mark.place for mark in found]:
        found.append(Mark(finding.place, finding.source_text, (finding.reported or "").strip()))
    first = [mark for mark in found if mark.place == finding.place]
    return tuple(first + [mark for mark in found if mark.place != finding.place])


def holds(text: str, printed: str) -> bool:
    """Whether a printed number stands in a cell's words: 634 in "100 (634)", not in "1,634"."""
    return text.strip() == printed or _number(printed).search(text) is not None


def pieces(text: str, printed: Iterable[str]) -> Pieces:
    """A cell's words cut at the numbers to be marked: "100 (634)" gives "100 (", 634 marked, ")"."""
    spans = sorted({found.span() for number in printed if number for found in _number(number).finditer(text)})
    if text.strip() in printed and text.strip():
        spans = [(0, len(text))]
    start = max(0, spans[0][0] - _BEFORE_MARK) if spans and len(text) > _LONGEST_TEXT else 0
    end = min(len(text), start + _LONGEST_TEXT)
    cut: list[tuple[str, bool]] = [("…", False)] if start else []
    for first, last in spans:
        if first >= start and last <= end:
            cut += [(text[start:first], False), (text[first:last], True)]
            start = last
    cut.append((text[start:end] + ("…" if end < len(text) else ""), False))
    return tuple(piece for piece in cut if piece[0])


def shortened(text: str) -> str:
    """The beginning of a long text, an ellipsis behind it."""
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


@lru_cache(maxsize=4096)
def _number(printed: str) -> re.Pattern[str]:
    """The number itself, neither a part of a longer one nor the ordinal before a name ("2. …")."""
    if not any(letter.isdigit() for letter in printed):
        return re.compile(r"(?!)")  # a dash stands alone in its cell, never inside words
    return re.compile(rf"(?<![\d.,]){re.escape(printed)}(?!\d|[.,]\d|\.\s)")
