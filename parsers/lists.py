"""Finds list markers at the beginning of a line and enumerations that run inside one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.numbers import arabic

_LEADING = re.compile(r"\s*(?P<bullet>[-–—•●▪■*·➢✓])?\s*(?:(?P<number>\d{1,3})(?P<style>[.)])(?!\d)|\((?P<inner>\d{1,3})\))?\s*")
_LETTERED = re.compile(r"\s*(?:[-–—•●▪■*·➢✓]\s*)?([(（]?[กขคงจฉช][)）])\s+(?=\S)")
_TOKEN = re.compile(r"(?:(?<=[\s*:：,])|(?<=และ)|^)(?:(\d{1,3})([.)])|\((\d{1,3})\))(?![\d.,)])")
_INTRODUCTION = re.compile(r"(ได้แก่|คือ|ดังนี้|ประกอบด้วย|มีรายละเอียดดังนี้)[\s*:：]*$")
_INTRODUCTION_REACH = 240  # characters in front of a list that can introduce it


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker: its text ("1)", "-"), its number if it has one, and where the words begin."""

    text: str
    number: int | None
    end: int


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of an enumeration: its number and words, and where they stand in the line."""

    number: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Items numbered one after the other inside a line; `intro` are the words in front of them."""

    intro: str
    items: tuple[ListItem, ...]

    @property
    def introduced(self) -> bool:
        """Whether ได้แก่, คือ or ดังนี้ stands right in front."""
        return introduces(self.intro)


def introduces(text: str) -> bool:
    """Whether the words end by announcing a list: "มีทั้งสิ้น 2 แห่ง ได้แก่ :" does."""
    return _INTRODUCTION.search(text.rstrip()) is not None


def leading_marker(text: str) -> Marker | None:
    """The marker a line begins with: "- 2) จัดอบรม" has "2)", "ก) จัดอบรม" "ก)", "- จัดอบรม" "-", "2562 …" none."""
    found = _LEADING.match(arabic(text))
    if found is None or found.end() >= len(text):
        return None
    if found["number"]:
        return Marker(f"{found['number']}{found['style']}", int(found["number"]), found.end())
    if found["inner"]:
        return Marker(f"({found['inner']})", int(found["inner"]), found.end())
    lettered = _LETTERED.match(text)
    if lettered is not None and lettered.end() < len(text):
        return Marker(lettered[1], None, lettered.end())
    if found["bullet"] and (found["bullet"] not in "-–—*" or text[found.end("bullet")].isspace()):
        return Marker(found["bullet"], None, found.end())
    return None


def marker_style(marker: str) -> str:
    """What markers of one list have in common: "1)" and "12)" are "0)", "ก)" and "ข)" "ก)", a bullet is itself."""
    return re.sub(r"\d+", "0", re.sub("[กขคงจฉช]", "ก", arabic(marker)))


def enumerations(text: str, first: int = 1) -> tuple[Enumeration, ...]:
    """The numbered enumerations inside a line, each from 1 (or the line's first from `first`) on.

    "3 แห่ง คือ 1. น่าน 2. แพร่ และ 3. ตาก" has one of three items. A single item is none, unless it
    goes on with a list begun above (`first` > 1).
    """
    found: list[tuple[int, list[tuple[int, int, int, str]]]] = []
    for token in _TOKEN.finditer(arabic(text)):
        number = int(token[1] or token[3])
        style = token[2] or "()"
        entry = (number, token.start(), token.end(), style)
        if found and number == found[-1][1][-1][0] + 1 and style == found[-1][1][-1][3]:
            found[-1][1].append(entry)
        elif number == 1 or (number == first and not found):
            found.append((token.start(), [entry]))
    return tuple(
        _enumeration(text, found, index) for index, (_, entries) in enumerate(found) if len(entries) > 1 or entries[0][0] > 1
    )


def _enumeration(text: str, found: list[tuple[int, list[tuple[int, int, int, str]]]], index: int) -> Enumeration:
    start, entries = found[index]
    before = found[index - 1][1][-1][2] if index else 0
    limit = found[index + 1][0] if index + 1 < len(found) else len(text)
    ends = [entry[1] for entry in entries[1:]] + [limit]
    items = tuple(
        ListItem(number, text[begin:end].strip(), begin, end) for (number, _, begin, _), end in zip(entries, ends, strict=True)
    )
    return Enumeration(text[max(before, start - _INTRODUCTION_REACH) : start], items)
