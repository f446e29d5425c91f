"""Reads unit words to the unit codes of the contract; a word outside the list is kept as written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from schemas.value import Unit

_PERSON_LIKE = frozenset(("person", "case", "household"))
_DECLARED = re.compile(r"(?:หน่วยนับ|หน่วย|\bUnit)\s*(?:เงิน)?\s*[:：]\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(（]\s*([^()（）\d]{1,20}?)\s*[)）]")
# A unit outside the list: one short word right behind the number, ended by space, bracket or line end.
_UNKNOWN = re.compile(r"\s?([ก-ฮเ-ไ][ก-๎]{1,13}|[A-Za-z]{2,14})(?=$|[\s(),;/\]）])")
_NO_UNIT = (
    "และ", "หรือ", "ของ", "ถึง", "ใน", "จาก", "ที่", "ให้", "โดย", "เพื่อ", "คือ", "ได้แก่", "ดังนี้", "ขึ้นไป", "ต่อ", "เป็น", "ซึ่ง",
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
    "พฤศจิกายน", "ธันวาคม", "ล้าน", "พัน", "แสน", "หมื่น", "ร้อย", "and", "or", "of", "to", "in", "AI",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _UnitFacts:
    code: str
    name_th: str
    name_en: str
    countable: bool
    baht: Decimal | None


def find_unit(text: str, position: int = 0) -> Unit | None:
    """The unit that begins at `position`, one space aside: "3 ฉบับ" from 1 on is document.

    A word outside the list is kept as written (`known` false); `None` where no unit stands.
    """
    start = position
    while start < len(text) and text[start] in " \u00a0" and start - position < 2:
        start += 1
    found = _words().match(text, start)
    if found is not None:
        return None if _goes_on(text, found.end()) else Unit(_codes()[found[0]], found[0], known=True)
    unknown = _UNKNOWN.match(text, start)
    if unknown is None or unknown[1].startswith(_NO_UNIT):
        return None
    return Unit(unknown[1], unknown[1], known=False)


def declared_unit(text: str) -> Unit | None:
    """The unit that a line or header declares: "หน่วย : ล้านบาท", "งบประมาณ (ล้านบาท)"."""
    declared = _DECLARED.search(text)
    if declared is not None:
        return find_unit(text, declared.end())
    for bracket in _IN_BRACKETS.finditer(text):
        code = _codes().get(bracket[1])
        if code is not None and scale_to_baht(code) is not None:
            return Unit(code, bracket[1], known=True)
    return None


def is_countable(code: str) -> bool:
    """Whether numbers of the unit are exact counts: every unit but percent, times, point and money."""
    facts = _facts().get(code)
    return facts.countable if facts else True


def person_like(code: str) -> bool:
    """Whether the unit counts people: person, case, household."""
    return code in _PERSON_LIKE


def same_unit(one: str, other: str, *, case_is_person: bool = False) -> bool:
    """Whether two unit codes are one; `case_is_person` takes ราย and คน for one."""
    if one == other:
        return True
    return case_is_person and {one, other} == {"case", "person"}


def scale_to_baht(code: str) -> Decimal | None:
    """Baht in one of the unit: 1000000 for million_baht, `None` where it is no money."""
    facts = _facts().get(code)
    return facts.baht if facts else None


def unit_name(code: str, language: Literal["th", "en"]) -> str:
    """The unit's name for people; a unit outside the list is its own name."""
    facts = _facts().get(code)
    if facts is None:
        return code
    return facts.name_th if language == "th" else facts.name_en


def _goes_on(text: str, end: int) -> bool:
    """Whether the word goes on: "ปีงบประมาณ" is no year, "วันที่" no day."""
    here, behind = text[end - 1], text[end : end + 1]
    if here.isascii() and here.isalpha():
        return behind.isascii() and behind.isalpha()
    return text.startswith(("งบประมาณ", "ที่"), end)


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    table = files("schemas.vocabulary").joinpath("units.tsv").read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in table.splitlines()[1:] if line)


@cache
def _facts() -> dict[str, _UnitFacts]:
    return {
        code: _UnitFacts(code, name_th, name_en, countable == "yes", Decimal(baht) if baht else None)
        for code, name_th, name_en, countable, baht, _ in _rows()
    }


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for code, *_, words in _rows():
        for word in words.split("|"):
            codes.setdefault(word, code)
    return codes


@cache
def _words() -> re.Pattern[str]:
    ordered = sorted(_codes(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)))
