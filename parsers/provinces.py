"""Finds the provinces that a text names; short names that are also words need company."""

from __future__ import annotations

import re
from functools import cache

from parsers.organisations import find_organisations
from parsers.phrases import Phrases
from schemas.value import NameMatch
from schemas.vocabulary.lists import provinces

# Also words, or parts of words, of every day: เผยแพร่, ตากแดด, น่านน้ำ, ตราดอก, ระยะลา. They count behind
# จังหวัด or in a list of provinces only.
_ALSO_WORDS = frozenset(("เลย", "ตาก", "แพร่", "น่าน", "ตรัง", "ตราด", "ยะลา", "สตูล"))
_SHORT = 5  # letters; such a name (ระยอง, ลำปาง) begins a word, longer ones stand anywhere
_LEAST_ENGLISH = 6  # letters; Nan, Tak and Loei mean other things in English
_MARKED = re.compile(r"(?:จังหวัด|จ\.)\s?$")
_LINKED = re.compile(r"(?:[^ก-๎]|ใน|ที่|จาก|ณ|ของ|และ|หรือ|กับ|ถึง|เมือง|ภาค|ไป|จังหวัด|^)$")
# A person, a road, a bank or a university that only bears the name.
_BEARER = re.compile(
    r"(?:นาย|นาง|นางสาว|น\.ส\.|ดร\.|คุณ|ถนน|ถ\.|ซอย|ธนาคาร|โรงแรม|มหาวิทยาลัย|ราชภัฏ|ราชมงคล|วิทยาลัย[ก-๎]{0,12}|บริษัท|หมู่เกาะ|ศรี|ราช|ธง)\s?$"
)
_GOES_ON = re.compile(r"[ะ-ฺๅ็-๎]")
_THAI = re.compile(r"[ก-๎]")
# Letters behind that make another name of it: กระบี่ธุช (a flag), นราธิวาสราชนครินทร์ (a university).
_OTHER_NAME = re.compile(r"ราชนครินทร์|ราชครินทร์|นฤนาถ|ธุช|กระบอง|ลีลา|ยุทธ|เจ็ด|ธุรกิจ|นุสรณ์|ดุสิต")
_CAPITAL = "กรุงเทพ"  # also a bank, a newspaper: with no letter behind
_LOOK_BACK = 24
_FREE_LEFT, _FREE_RIGHT = re.compile(r"[\s,(（/、:]"), re.compile(r"[\s,)）/、.]")
_SEPARATORS = re.compile(r"[\s,/、]*(?:และ|กับ|หรือ)?[\s,/、]*(?:[(（][^()（）]{0,12}[)）])?[\s,/、]*")
_STRANGER = 24  # letters of at most one unknown word between two names of a list
_LEAST_LIST = 3  # so many provinces are a list, in which one unknown word may stand


def find_provinces(text: str) -> tuple[NameMatch, ...]:
    """The provinces named, in order; names run together ("นครพนมหนองบัวลำภู") are two.

    A short name that is also a word (เลย, แพร่) counts behind จังหวัด, or beside other provinces.
    """
    candidates = _candidates(text)
    if not candidates:
        return ()
    accepted = [_is_sure(text, name) for name in candidates]
    order = range(len(candidates))
    for indices in (order, reversed(order)):
        for index in indices:
            accepted[index] = accepted[index] or _in_list(text, candidates, accepted, index)
    return tuple(name for name, taken in zip(candidates, accepted, strict=True) if taken)


def province_key(text: str) -> str | None:
    """The province that a text is, whole: "อยุธยา" is พระนครศรีอยุธยา."""
    return names().get(text)


@cache
def names() -> dict[str, str]:
    """Every name of a province, Thai, alias and longer English ones, to its Thai name."""
    found: dict[str, str] = {}
    for province in provinces():
        found.update(dict.fromkeys((province.name_th, *province.aliases), province.name_th))
        if len(province.name_en) >= _LEAST_ENGLISH:
            found[province.name_en] = province.name_th
    return found


@cache
def _phrases() -> Phrases:
    return Phrases(names())


def _candidates(text: str) -> list[NameMatch]:
    """Where a province's letters stand, in no organisation's name and as no part of a word."""
    found = [
        NameMatch(text[start:end], names()[phrase], "province", 1.0, start, end)
        for start, end, phrase in _phrases().find(text)
        if _is_whole(text, start, end)
    ]
    if not found:
        return []
    inside = {place for name in find_organisations(text) for place in range(name.start, name.end)}
    return [name for name in found if name.start not in inside]


def _is_whole(text: str, start: int, end: int) -> bool:
    if text[start].isascii():
        return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
    if _GOES_ON.match(text, end) or (text[start:end] == _CAPITAL and _THAI.match(text, end)):
        return False
    if _OTHER_NAME.match(text, end):
        return False
    return _BEARER.search(text, max(0, start - _LOOK_BACK), start) is None


def _is_sure(text: str, name: NameMatch) -> bool:
    front = text[max(0, name.start - _LOOK_BACK) : name.start]
    if _MARKED.search(front):
        return True
    if name.canonical in _ALSO_WORDS and not name.printed.isascii():
        return False
    return len(name.printed) > _SHORT or _LINKED.search(front) is not None


def _in_list(text: str, candidates: list[NameMatch], accepted: list[bool], index: int) -> bool:
    """Whether the name stands free beside an accepted one, or one word away in a list of several."""
    name = candidates[index]
    neighbours = {candidates[other].end for other in (index - 1,) if other >= 0}
    followers = {candidates[other].start for other in (index + 1,) if other < len(candidates)}
    free_left = name.start == 0 or name.start in neighbours or _FREE_LEFT.match(text, name.start - 1)
    free_right = name.end == len(text) or name.end in followers or _FREE_RIGHT.match(text, name.end)
    if not (free_left and free_right):
        return False
    for other in (index - 1, index + 1):
        if 0 <= other < len(candidates) and accepted[other]:
            one, next_one = sorted((name, candidates[other]), key=lambda match: match.start)
            gap = text[one.end : next_one.start] if next_one.start - one.end <= _STRANGER else None
            if gap is not None and (_SEPARATORS.fullmatch(gap) or (_is_stranger(gap) and _is_list(accepted, index))):
                return True
    return False


def _is_stranger(gap: str) -> bool:
    return len(gap.split()) == 1


def _is_list(accepted: list[bool], index: int) -> bool:
    return sum(accepted[max(0, index - _LEAST_LIST - 1) : index + _LEAST_LIST + 2]) >= _LEAST_LIST
