"""Finds the organisations that a text names, by full name and abbreviation, Thai and English."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from parsers.phrases import Phrases
from schemas.value import NameMatch
from schemas.vocabulary.lists import Organisation, organisations

_ID = re.compile(r"[a-z][a-z0-9_]{1,31}")
_OFFICE = "สำนักงาน"
_FULL_NAME = 8  # letters from which on a Thai name is no abbreviation and stands anywhere in a sentence
_SHORT = 2  # letters; such an abbreviation counts only where it stands alone in brackets: (ดศ.)
_THAI = re.compile("[ก-๎]")
_GOES_ON = re.compile("[ะ-ฺๅ็-๎]")  # a vowel or mark that belongs to the letter before
_NEXT_LETTER = re.compile(r"[ก-ฮ]\.")
# Thai writes no spaces: an abbreviation may follow one of these words directly ("และสพร.").
_LINKED = re.compile(r"(?:โดย|และ|หรือ|ของ|กับ|จาก|ให้|ต่อ|แก่|คือ|เช่น|ได้แก่|ที่|ผ่าน|ประกาศ|สำนักงาน|หน่วยงาน|กระทรวง)$")
_LONGEST_LINK = 9
# Without its points such an abbreviation is an ordinary word (to rewind, an anchor, to teach, mass).
_ORDINARY = frozenset(("กรอ", "สมอ", "สอน", "มวล"))
_AMBIGUOUS_ALONE = frozenset(("ก.พ.",))  # also February: counts behind สำนักงาน only
_IN_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
# Behind these words stands who gets the report, not who makes it.
_RECIPIENT = re.compile(r"(?:เสนอ|เสนอต่อ|ต่อ|ถึง|ส่ง|ร่วมกับ)\s?$")


def find_organisations(text: str) -> tuple[NameMatch, ...]:
    """The organisations named, by full name or abbreviation, in order; each with confidence 1.

    "สพธอ. ร่วมกับสำนักงาน กสทช." names etda and nbtc.
    """
    found: list[NameMatch] = []
    addresses: list[tuple[int, int]] | None = None
    for start, end, phrase in _phrases().find(text):
        if not _stands_alone(text, start, end, phrase):
            continue
        if addresses is None:
            addresses = [address.span() for address in _IN_WEB_ADDRESS.finditer(text)]
        if not any(first <= start < last for first, last in addresses):
            found.append(NameMatch(text[start:end], names()[phrase], "organisation", 1.0, start, end))
    return tuple(found)


def outside_brackets(text: str) -> str:
    """The text with what stands in brackets blanked, each letter where it was."""
    return _BRACKETS.sub(lambda found: " " * len(found[0]), text)


def agency_of(text: str) -> str | None:
    """The organisation whose report a title says it is, brackets aside; `None` where it names none.

    A full name goes before an abbreviation, and an agency before the ministry named beside it:
    "กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม สำนักงานสถิติแห่งชาติ" gives nso.
    """
    outside = outside_brackets(text)
    named = [
        name
        for name in find_organisations(outside)
        if not _RECIPIENT.search(outside[max(0, name.start - _LONGEST_LINK) : name.start])
    ]
    ranked = sorted(
        named,
        key=lambda name: (is_ministry(name.canonical), not _is_full(name.printed)),
    )
    return ranked[0].canonical if ranked else None


def organisation_name(organisation_id: str, language: Literal["th", "en"]) -> str | None:
    """The organisation's full name ("etda", "th"), `None` where the id is not in the list."""
    organisation = organisations().get(organisation_id)
    if organisation is None:
        return None
    if language == "th" and organisation.names_th:
        return organisation.names_th[0]
    return organisation.name_en or organisation.names_th[0]


def organisation_abbreviation(organisation_id: str) -> str | None:
    """The organisation's first abbreviation, the Thai one if it has one: "opdc" is ก.พ.ร."""
    organisation = organisations().get(organisation_id)
    if organisation is None:
        return None
    return next(iter((*organisation.abbreviations_th, *organisation.abbreviations_en)), None)


def agency_ids() -> tuple[str, ...]:
    """Every organisation's id, in the list's order."""
    return tuple(organisations())


def is_agency_id(text: str) -> bool:
    """Whether a text can be an agency's id: small letters, digits and underscores, "etda"."""
    return _ID.fullmatch(text) is not None


def is_ministry(organisation_id: str) -> bool:
    """Whether the organisation is a ministry, which a title may name beside its department: "moi"."""
    organisation = organisations().get(organisation_id)
    return organisation is not None and organisation.kind == "ministry"


@cache
def names() -> dict[str, str]:
    """Every name and abbreviation in the forms that reports use, to its organisation's id."""
    ids: dict[str, str] = {}
    for organisation in organisations().values():
        for name in _forms(organisation):
            ids.setdefault(name, organisation.id)
    return ids


def _forms(organisation: Organisation) -> list[str]:
    forms = [*organisation.names_th, *organisation.abbreviations_en]
    if organisation.name_en:
        forms.append(organisation.name_en)
    office = any(name.startswith(_OFFICE) for name in organisation.names_th)
    for abbreviation in organisation.abbreviations_th:
        bare = abbreviation.replace(".", "")
        if abbreviation not in _AMBIGUOUS_ALONE:
            forms.append(abbreviation)
            if len(bare) > _SHORT and bare not in _ORDINARY and abbreviation.count(".") == 1:
                forms.append(abbreviation.rstrip("."))
        if office:
            forms += [f"{_OFFICE} {abbreviation}", f"{_OFFICE} {bare}"]
    return forms


def _is_full(words: str) -> bool:
    return len(words) >= _FULL_NAME and "." not in words


@cache
def _phrases() -> Phrases:
    return Phrases(names())


def _stands_alone(text: str, start: int, end: int, phrase: str) -> bool:
    """Whether the letters are a name here and not part of a word."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if phrase.isascii():
        return not (_is_word(before) or _is_word(behind))
    if phrase.endswith("."):
        if _NEXT_LETTER.match(text, end):
            return False  # ก.พ. of ก.พ.ร.
    elif _GOES_ON.match(behind) or before == "แ":
        return False  # โปรแกรมที่ดิน is no กรมที่ดิน
    if _is_full(phrase.removeprefix(f"{_OFFICE} ")):
        return True
    letters = phrase.replace(".", "")
    if len(letters) <= _SHORT:
        return before in ("(", "（") and behind in (")", "）")
    if phrase.count(".") <= 1 and _THAI.match(before) and not _LINKED.search(text[max(0, start - _LONGEST_LINK) : start]):
        return False
    return phrase.endswith(".") or _THAI.match(behind) is None


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ("@", "_"))
