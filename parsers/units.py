"""Reads unit words to the unit codes of the contract; a word outside the list is kept as written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from schemas.value import Unit
from schemas.vocabulary.lists import rows, words

_PERSON_LIKE = frozenset(("person", "case", "household"))
_GAP = 3  # spaces and line ends between a number and its unit, a tab (the next cell) never
_DECLARED = re.compile(r"(?:หน่วยนับ|หน่วย|\bUnit)\s{0,3}(?:เงิน)?\s{0,3}(?P<colon>[:：])?\s{0,3}", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(（]\s{0,3}([^()（）\d]{1,20}?)\s{0,3}[)）]")
_SCALED_MONEY = re.compile(r"(?:ร้อย|พัน|หมื่น|แสน|ล้าน){1,2}\s?บาท")
_SCALES = {"ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000}

# A unit outside the list: one short word right behind the number, ended by space, bracket or line end.
_UNKNOWN_THAI = re.compile(r"(?:กม|กก|ซม|ชม|มก|ตร\.ม|ตร\.กม|ลบ\.ม)\.|[ก-ฮเ-ไ][ก-๎]{1,13}(?=$|[\s(),;/\])（）])")
_UNKNOWN_LATIN = re.compile(r"[A-Za-z]{2,14}(?![A-Za-z])(?=\s?(?:$|[(),;/\])（）])|\s[ก-๎])")
# Words that follow a number without being its unit.
_NO_UNIT = (
    "และ", "หรือ", "ของ", "ถึง", "ใน", "จาก", "ที่", "ให้", "โดย", "เพื่อ", "คือ", "ได้", "ดังนี้", "ขึ้น",
    "ต่อ", "เป็น", "ซึ่ง", "จำนวน", "ดำเนิน", "แล้ว", "มี", "ทั้ง", "รวม", "เฉลี่ย", "จะ", "จัด", "ไม่", "อยู่",
    "เพิ่ม", "ลด", "พร้อม", "ภายใน", "ระหว่าง", "ตาม", "กับ", "แต่", "ส่วน", "เมื่อ", "เดิม", "กว่า", "สำหรับ", "ติดตาม",
    "สรุป", "วิเคราะห์", "ประชุม", "สำรวจ", "รับฟัง", "ศึกษา", "ทบทวน", "ผ่าน", "เช่น", "ร่วม", "พบ", "ร้อย", "พัน", "หมื่น",
    "แสน", "ล้าน", "เดือน", "ปี", "วันที่", "ครั้ง", "ไตรมาส", "นี้", "นั้น", "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม",
    "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
# Where a unit's letters begin another word: "3 รายงาน" are no cases, "2 คู่มือ" no pairs.
_GOES_ON = {
    "ราย": ("งาน", "วิชา", "ชื่อ", "ไตรมาส", "เดือน", "ปี", "วัน", "ละเอียด", "จ่าย"),
    "คู่": ("มือ", "สัญญา", "ค้า", "ขนาน"),
    "ปี": ("งบ", "การศึกษา", "ปฏิทิน", "ที่"),
    "วัน": ("ที่", "ทำการ", "หยุด"),
    "ครั้ง": ("ที่",),
    "ฉบับ": ("ที่",),
    "เรื่อง": ("ที่", "ราว"),
    "เท่า": ("กับ", "ที่", "เทียม", "ทัน"),
    "แห่ง": ("ชาติ", "ประเทศ"),
    "ชิ้น": ("ส่วน",),
    "ลบ.": ("ม.",),  # cubic metres
    "ลบ": (".ม", "ออก"),
}


@dataclass(frozen=True, slots=True)
class _UnitFacts:
    code: str
    name_th: str
    name_en: str
    countable: bool
    baht: Decimal | None


def find_unit(text: str, position: int = 0) -> Unit | None:
    """The unit that begins at `position`, a few spaces aside: "3 ฉบับ" from 1 on is document.

    A word outside the list is kept as written (`known` false), "5 แสนบาท" too: money is never rescaled.
    `None` where no unit stands.
    """
    start = position
    while start < len(text) and start - position < _GAP and text[start] in " \u00a0\n":
        start += 1
    found = _words().match(text, start)
    if found is not None and not _goes_on(text, found):
        return Unit(_codes()[found[0].lower()], found[0], known=True)
    money = _SCALED_MONEY.match(text, start)
    if money is not None:
        return Unit("".join(money[0].split()), money[0], known=False)
    return _unknown(text, start)


def declared_unit(text: str) -> Unit | None:
    """The unit that a line or header declares: "หน่วย : ล้านบาท", "งบประมาณ (ล้านบาท)"."""
    for declared in _DECLARED.finditer(text):
        unit = find_unit(text, declared.end())
        if unit is not None and (declared["colon"] or scale_to_baht(unit.code) is not None):
            return unit
    for bracket in _IN_BRACKETS.finditer(text):
        unit = find_unit(bracket[1])
        if unit is not None and unit.printed == bracket[1] and scale_to_baht(unit.code) is not None:
            return unit
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
    """Baht in one of the unit: 1000000 for million_baht, 1000 for พันบาท, `None` where it is no money."""
    facts = _facts().get(code)
    if facts is not None:
        return facts.baht
    if _SCALED_MONEY.fullmatch(code) is None:
        return None
    scale = Decimal(1)
    for word in re.findall("|".join(_SCALES), code):
        scale *= _SCALES[word]
    return scale


def unit_name(code: str, language: Literal["th", "en"]) -> str:
    """The unit's name for people; a unit outside the list is its own name."""
    facts = _facts().get(code)
    if facts is None:
        return code
    return facts.name_th if language == "th" else facts.name_en


def _unknown(text: str, start: int) -> Unit | None:
    word = _UNKNOWN_THAI.match(text, start)
    if word is None:
        word = _UNKNOWN_LATIN.match(text, start)
        if word is None or word[0].isupper():  # capitals alone are a name: 1212 ETDA
            return None
    elif word[0].startswith(_NO_UNIT) and not word[0].endswith("."):
        return None
    return Unit(word[0], word[0], known=False)


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """Whether the letters go on to another word."""
    word, end = found[0], found.end()
    if word[-1].isascii() and word[-1].isalpha():
        return text[end : end + 1].isascii() and text[end : end + 1].isalpha()
    return text.startswith(_GOES_ON.get(word, ()), end)


@cache
def _facts() -> dict[str, _UnitFacts]:
    return {
        code: _UnitFacts(code, name_th, name_en, countable == "yes", Decimal(baht) if baht else None)
        for code, name_th, name_en, countable, baht, _ in rows("units.tsv")
    }


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for code, *_, listed in rows("units.tsv"):
        for word in words(listed):
            codes.setdefault(word.lower(), code)
    return codes


@cache
def _words() -> re.Pattern[str]:
    ordered = sorted(_codes(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE)
