"""Finds organisations and provinces by name and abbreviation; wrong letters are suggested, never used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from parsers.likeness import likeness
from parsers.phrases import phrase_pattern
from schemas.value import NameMatch

_ID = re.compile(r"[a-z][a-z0-9_]{1,31}")
_THAI = "ก-๎"
_NEXT_LETTER = re.compile(r"[ก-ฮ]\.")
_OFFICE = "สำนักงาน"
_SHORT_NAME = 5  # a province's name up to this length is also a word or part of one
_SHORT_ABBREVIATION = 2  # letters; such an abbreviation counts only where brackets or a ministry name it
_BRACKETED = re.compile(r"[ \u00a0]*(?:[(（]องค์การมหาชน[)）])?[ \u00a0]*[(（]([ก-๎.]{2,12})[)）]")
_DOTTED = re.compile(r"(?<![ก-๎.])(?:[ก-ฮ]\.){3}(?![ก-ฮ]\.)")
_ORDINARY_DOTTED = frozenset(
    "พ.ร.บ. พ.ร.ฎ. พ.ร.ก. พ.ร.ป. อ.บ.ต. อ.บ.จ. ป.ว.ส. ป.ว.ช. ม.ร.ว. ก.ค.ศ. ก.พ.อ. ก.ต.ร. ก.พ.ค. ส.ส.ร. น.ส.พ. ส.ค.ส. "
    "ร.ป.ภ. ช.ม. ก.บ.ศ. ก.จ.จ. ก.ท.ม. ร.ฟ.ท. ร.ส.พ. จ.ป.ร. ม.อ.ก. ม.ป.ท. อ.ส.ม. อ.ส.ค. ก.ม.".split()
)
# A province misspelt stands among others: the right one of a list measured 0.62 and more, the best wrong
# one below 0.5; outside a list no word is compared at all.
_LEAST_PROVINCE_LIKENESS = 0.58
_LEAST_MARGIN = 0.1
_LEAST_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation of the list: id, Thai name, abbreviations, English name."""

    id: str
    name_th: str
    abbreviations_th: tuple[str, ...]
    name_en: str
    abbreviations_en: tuple[str, ...]


def find_organisations(text: str) -> tuple[NameMatch, ...]:
    """The organisations named, by full name or abbreviation, in order; each with confidence 1.

    "สพธอ. ร่วมกับสำนักงาน กสทช." names etda and nbtc.
    """
    found: list[NameMatch] = []
    for match in _organisation_pattern().finditer(text):
        words = match[0]
        canonical = _organisation_ids().get(" ".join(words.split())) or _organisation_ids()["".join(words.split())]
        if _stands_alone(text, match.start(), match.end(), words):
            found.append(NameMatch(words, canonical, "organisation", 1.0, match.start(), match.end()))
    return tuple(found)


def find_provinces(text: str) -> tuple[NameMatch, ...]:
    """The provinces named, in order; names run together ("นครพนมหนองบัวลำภู") are two.

    A short name that is also a word (เลย, แพร่) counts behind จังหวัด, or alone beside other provinces.
    """
    organisations = [(name.start, name.end) for name in find_organisations(text)]
    candidates = [
        match
        for match in _province_pattern().finditer(text)
        if not any(start <= match.start() < end for start, end in organisations)
    ]
    sure = [match for match in candidates if _is_sure_province(text, match)]
    certain = {match.start() for match in sure}
    for match in candidates:
        if match.start() not in certain and sure and _is_free_word(text, match, candidates):
            sure.append(match)
    return tuple(
        NameMatch(match[0], _provinces()[match[0]], "province", 1.0, match.start(), match.end())
        for match in sorted(sure, key=lambda match: match.start())
    )


def suspect_names(text: str) -> tuple[NameMatch, ...]:
    """Names with wrong letters: the likely one with its likeness, for people to decide.

    "น่าน พิชญะโลก แพร่ ลำปาง" suspects พิษณุโลก; "ก.พ.ส." suspects ก.พ.ร.; words that are names or
    abbreviations themselves are never suspected.
    """
    found = [*_suspect_bracketed(text), *_suspect_dotted(text), *_suspect_provinces(text)]
    unique = {(name.start, name.end): name for name in reversed(found)}
    return tuple(unique[key] for key in sorted(unique))


def agency_of(text: str) -> str | None:
    """The organisation that a title names first, brackets aside, `None` where it names none."""
    outside = re.sub(r"[(（][^()（）]*[)）]", lambda found: " " * len(found[0]), text)
    named = find_organisations(outside)
    full = [name for name in named if " " in name.printed or len(name.printed) > 12]
    return (full or list(named))[0].canonical if named else None


def organisation_name(organisation_id: str, language: Literal["th", "en"]) -> str | None:
    """The organisation's full name, `None` where the id is not in the list."""
    organisation = _organisations().get(organisation_id)
    if organisation is None:
        return None
    return organisation.name_th if language == "th" else organisation.name_en


def is_agency_id(text: str) -> bool:
    """Whether a text can be an agency's id: small letters, digits and underscores, "etda"."""
    return _ID.fullmatch(text) is not None


def province_key(text: str) -> str | None:
    """The province that a text is, whole: "อยุธยา" is พระนครศรีอยุธยา."""
    return _provinces().get(text)


def _stands_alone(text: str, start: int, end: int, words: str) -> bool:
    """Whether an abbreviation is a word of its own; full names stand anywhere."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if words.isascii():
        return not (_is_latin(before) or _is_latin(behind))
    if words.endswith(".") and _NEXT_LETTER.match(text, end):
        return False  # ก.พ. of ก.พ.ร.
    letters = words.replace(".", "")
    if len(letters) > 6 or " " in words:
        return True
    if len(letters) <= _SHORT_ABBREVIATION and not words.startswith("กระทรวง"):
        return before in ("(", "（") and behind in (")", "）")
    if words.count(".") <= 1 and re.match(f"[{_THAI}]", before):
        return False
    return words.endswith(".") or not re.match(f"[{_THAI}.]", behind)


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "@_-/.") and character not in "./-"


def _is_sure_province(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 8) : match.start()].rstrip()
    if before.endswith(("จังหวัด", "จ.")):
        return True
    return len(match[0]) > _SHORT_NAME


def _is_free_word(text: str, match: re.Match[str], candidates: list[re.Match[str]]) -> bool:
    edges = {other.start() for other in candidates} | {other.end() for other in candidates}
    before, behind = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    free_before = not before or before in " ,(/、" or match.start() in edges - {match.start()}
    free_behind = not behind or behind in " ,)/.、" or any(
        other.start() == match.end() for other in candidates
    )
    return free_before and free_behind


def _suspect_bracketed(text: str) -> Iterator[NameMatch]:
    """A full name with another abbreviation behind it in brackets than its own."""
    for name in find_organisations(text):
        bracket = _BRACKETED.match(text, name.end)
        own = _organisations()[name.canonical].abbreviations_th
        if bracket is None or not own or len(name.printed) <= max(map(len, own)):
            continue
        printed = bracket[1]
        if printed.rstrip(".") in _organisation_ids() or printed in _organisation_ids():
            continue
        best = max(own, key=lambda choice: likeness(printed, choice))
        yield NameMatch(printed, best, "organisation", likeness(printed, best), bracket.start(1), bracket.end(1))


def _suspect_dotted(text: str) -> Iterator[NameMatch]:
    """An abbreviation of three dotted letters, one letter off exactly one that is known."""
    for match in _DOTTED.finditer(text):
        printed = match[0]
        if printed in _organisation_ids() or printed in _ORDINARY_DOTTED:
            continue
        near = [known for known in _dotted() if sum(a != b for a, b in zip(known, printed, strict=True)) == 1]
        if len(near) == 1:
            score = likeness(printed, near[0])
            yield NameMatch(printed, near[0], "organisation", score, match.start(), match.end())


def _suspect_provinces(text: str) -> Iterator[NameMatch]:
    """An unknown word between provinces in a list of them."""
    provinces = find_provinces(text)
    if len(provinces) < _LEAST_NEIGHBOURS:
        return
    for before, behind in zip(provinces, provinces[1:], strict=False):
        gap = text[before.end : behind.start]
        word = gap.strip(" ,และ")
        if not word or " " in word or len(word) > 20 or not re.fullmatch(f"[{_THAI}]+", word):
            continue
        scored = sorted(((likeness(word, known), known) for known in set(_provinces().values())), reverse=True)
        (score, known), (runner_up, _) = scored[0], scored[1]
        if score >= _LEAST_PROVINCE_LIKENESS and score - runner_up >= _LEAST_MARGIN:
            start = before.end + gap.index(word)
            yield NameMatch(word, known, "province", score, start, start + len(word), runner_up)


def _rows(name: str) -> Iterator[list[str]]:
    text = files("schemas.vocabulary").joinpath(name).read_text("utf-8")
    for line in text.splitlines()[1:]:
        yield line.split("\t")


def _words(field: str) -> tuple[str, ...]:
    return tuple(word for word in field.split("|") if word)


@cache
def _organisations() -> dict[str, Organisation]:
    return {
        row[0]: Organisation(row[0], row[1], _words(row[2]), row[3], _words(row[4]))
        for row in _rows("organisations.tsv")
    }


@cache
def _organisation_ids() -> dict[str, str]:
    """Every name and abbreviation, with and without its spaces and its last point, to its id."""
    ids: dict[str, str] = {}
    for organisation in _organisations().values():
        for name in (organisation.name_th, organisation.name_en, *organisation.abbreviations_en):
            if name:
                ids.setdefault(name, organisation.id)
                ids.setdefault("".join(name.split()), organisation.id)
        for abbreviation in organisation.abbreviations_th:
            ids.setdefault(abbreviation, organisation.id)
            if len(abbreviation.replace(".", "")) > _SHORT_ABBREVIATION and abbreviation.count(".") == 1:
                ids.setdefault(abbreviation.rstrip("."), organisation.id)
            if organisation.name_th.startswith(_OFFICE):
                ids.setdefault(f"{_OFFICE} {abbreviation}", organisation.id)
                ids.setdefault(f"{_OFFICE}{abbreviation}", organisation.id)
    return ids


@cache
def _organisation_pattern() -> re.Pattern[str]:
    # ก.พ. alone is also February: it counts only behind สำนักงาน.
    return re.compile(phrase_pattern(name for name in _organisation_ids() if name != "ก.พ."))


@cache
def _dotted() -> tuple[str, ...]:
    return tuple(sorted(name for name in _organisation_ids() if re.fullmatch(r"(?:[ก-ฮ]\.){3}", name)))


@cache
def _provinces() -> dict[str, str]:
    names: dict[str, str] = {}
    for name, _, aliases in _rows("provinces.tsv"):
        names.update(dict.fromkeys((name, *_words(aliases)), name))
    return names


@cache
def _province_pattern() -> re.Pattern[str]:
    return re.compile(phrase_pattern(_provinces()))
