"""Finds names with wrong letters: the likely name is suggested with its likeness, never used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from parsers.likeness import likeness
from parsers.organisations import find_organisations
from parsers.organisations import names as organisation_names
from parsers.provinces import find_provinces
from parsers.provinces import names as province_names
from schemas.value import NameMatch
from schemas.vocabulary.lists import lookalikes, not_suspect, organisations

_THAI = "ก-๎"
_BRACKETED = re.compile(r"\s{0,2}(?:[(（]องค์การมหาชน[)）])?\s{0,2}[(（]([ก-ฮ.]{2,10})[)）]")
_DOTTED = re.compile(r"(?<![ก-๎.])(?:[ก-ฮ]\.){3}(?![ก-ฮ]\.)")
_PLAIN = re.compile(r"(?<![ก-๎.])[ก-ฮ]{3,5}\.(?![ก-๎])")
_BEFORE_OFFICE = re.compile(r"(?:สำนักงาน|คณะกรรมการ|เลขาธิการ)\s?$")
_LIST_GAP = re.compile(r"\s?(?:,|/|และ|หรือ|กับ|\s)\s?(?:สำนักงาน\s?)?")

# A province misspelt stands in a list of others: of the exemplar's kind the right one measured 0.62 and the
# best wrong one below 0.5; outside lists and behind จังหวัด a name must be much nearer.
_LEAST_IN_LIST, _LEAST_ALONE = 0.6, 0.8
_LEAST_MARGIN = 0.12
_LEAST_LIST = 3
_LONGEST_PROVINCE = 20
_MARKED_PROVINCE = re.compile(rf"จังหวัด\s?([{_THAI}]{{4,{_LONGEST_PROVINCE}}})(?=[\s,)）]|$)")
_WORD = re.compile(rf"[{_THAI}]+")
_PROVINCE_HINT = re.compile("นคร|บุรี|เชียง|ธานี|สมุทร|ลำปาง|ขอนแก่น|ภูเก็ต")  # few lists of three lack all of these
_FIRST_WORD_BEHIND = re.compile(rf"\s?(?:,|และ)?\s?([{_THAI}]+)")
_LAST_WORD_BEFORE = re.compile(rf"(?:^|[\s,(])([{_THAI}]+)[\s,]+$")
_HEADS = re.compile(r"สำนักงาน|สำนัก|กรม|กระทรวง|ธนาคาร|สถาบัน|มหาวิทยาลัย|การไฟฟ้า|การประปา|องค์การ|กองทุน|ศูนย์|สภา|สมาคม")
# Letters from which on a name two letters off is still that name: shorter ones that far apart are two names
# (กรมการขนส่งทางบก and ทหารบก). Of 290,000 titles of the Thai Wikipedia 20 are suspected, each a misspelling.
_LONG_NAME = 30
_SHORTEST_NAME = 11
_LONGEST_NAME = 100
_TELLING = 4  # letters behind the head by which a name is looked up
_CLEARLY_NEARER = 2  # edits by which the runner-up must be farther


def suspect_names(text: str) -> tuple[NameMatch, ...]:
    """Names with wrong letters, in order; `canonical` is the likely name as it should be printed.

    "น่าน พิชญะโลก แพร่ ลำปาง" suspects พิษณุโลก, "ก.พ.ส." ก.พ.ร., "ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร
    (ร.ก.ส.)" ธ.ก.ส. A name or abbreviation that is itself known, or as near to another, is none.
    """
    named = find_organisations(text)
    found = [
        *_bracketed(text, named),
        *_dotted(text),
        *_among_abbreviations(text, named),
        *_full_names(text, named),
        *_provinces(text),
    ]
    unique = {name.start: name for name in reversed(found)}
    return tuple(unique[start] for start in sorted(unique))


def _bracketed(text: str, named: Iterable[NameMatch]) -> Iterator[NameMatch]:
    """Behind a full name in brackets, its abbreviation one letter off."""
    for name in named:
        own = organisations()[name.canonical].abbreviations_th
        bracket = _BRACKETED.match(text, name.end)
        if bracket is None or name.printed in own or bracket[1] in organisation_names():
            continue
        near = [known for known in own if _one_letter_off(bracket[1].rstrip("."), known.rstrip("."))]
        if near and f"{bracket[1]}." not in organisation_names():
            yield _suspect(bracket[1], near[0], bracket.start(1), _next_best(bracket[1], near[0], own))


def _dotted(text: str) -> Iterator[NameMatch]:
    """An abbreviation of three dotted letters, one off exactly one that is known: ก.พ.ส."""
    for match in _DOTTED.finditer(text):
        printed = match[0]
        if printed in organisation_names() or printed in not_suspect("abbreviation"):
            continue
        near = [known for known in _dotted_names() if _one_letter_off(printed, known)]
        if len(near) == 1 and (
            _alike(printed, near[0]) or _BEFORE_OFFICE.search(text, max(0, match.start() - 12), match.start())
        ):
            yield _suspect(printed, near[0], match.start(), _next_best(printed, near[0], _dotted_names()))


def _among_abbreviations(text: str, named: tuple[NameMatch, ...]) -> Iterator[NameMatch]:
    """Between two organisations in a list, an unknown abbreviation that a look-alike letter makes known."""
    if len(named) < 2:  # one on each side
        return
    ends, starts = {name.end for name in named}, {name.start for name in named}
    listed = {name.canonical for name in named}
    for match in _PLAIN.finditer(text):
        printed = match[0]
        left, right = _reaches(text, match.start(), ends), _reaches_on(text, match.end(), starts)
        if printed in organisation_names() or not (left and right):
            continue
        near = [known for known in _plain_names().get(len(printed), ()) if _alike(printed, known)]
        if len(near) == 1 and organisation_names()[near[0]] not in listed:
            others = _plain_names()[len(printed)]
            yield _suspect(printed, near[0], match.start(), _next_best(printed, near[0], others))


def _reaches(text: str, start: int, ends: set[int]) -> bool:
    """Whether only a separator stands between a known name's end and `start`."""
    return any(end in ends and _LIST_GAP.fullmatch(text, end, start) for end in range(max(0, start - 12), start))


def _reaches_on(text: str, end: int, starts: set[int]) -> bool:
    return any(start in starts and _LIST_GAP.fullmatch(text, end, start) for start in range(end + 1, end + 13))


def _full_names(text: str, named: tuple[NameMatch, ...]) -> Iterator[NameMatch]:
    """A long name one or two letters off: "สำนักงานสถติแห่งชาติ"."""
    known = {name.start for name in named}
    end = 0
    for head in _HEADS.finditer(text):
        if head.start() in known or head.start() < end:
            continue
        match = _nearest_full(text, head)
        if match is not None:
            end = match.end
            yield match


def _nearest_full(text: str, head: re.Match[str]) -> NameMatch | None:
    from rapidfuzz.distance import Levenshtein

    scored: list[tuple[int, str, str]] = []
    for name in _candidates(text, head):
        run = text[head.start() : head.start() + len(name) + 2]
        most = 2 if len(name) >= _LONG_NAME else 1
        for length in (len(name), len(name) - 1, len(name) + 1):
            printed = run[:length]
            distance = Levenshtein.distance(printed, name, score_cutoff=most)
            if distance <= most and "\n" not in printed:
                scored.append((distance, name, printed))
    scored.sort(key=lambda entry: (entry[0], -len(entry[2]), entry[1]))
    if not scored or _cuts_word(text, head.start() + len(scored[0][2])):
        return None
    distance, name, printed = scored[0]
    others = [entry[0] for entry in scored if entry[1] != name]
    if (
        printed.replace("ํา", "ำ") == name
        or not distance
        or (others and min(others) < distance + _CLEARLY_NEARER)
        or printed[-1].isspace()
    ):
        return None
    return _suspect(printed, name, head.start(), 0.0)


def _candidates(text: str, head: re.Match[str]) -> set[str]:
    """The names with that head of which the first or the last letters behind it stand there."""
    starts, ends = _names_by_letters()
    run = text[head.end() : head.end() + _LONGEST_NAME]
    found = set(starts.get((head[0], run[:_TELLING]), ()))
    for place in range(len(run) - _TELLING + 1):
        found.update(ends.get((head[0], run[place : place + _TELLING]), ()))
    return found


def _cuts_word(text: str, end: int) -> bool:
    return re.match("[ะ-ฺๅ็-๎]", text[end : end + 1]) is not None


def _provinces(text: str) -> Iterator[NameMatch]:
    """An unknown word in a list of provinces or behind จังหวัด that is nearly one's name."""
    named = find_provinces(text) if "จังหวัด" in text or _PROVINCE_HINT.search(text) else ()
    for match in _MARKED_PROVINCE.finditer(text):
        yield from _nearest_province(match[1], match.start(1), _LEAST_ALONE)
    if len(named) < _LEAST_LIST:
        return
    for before, behind in pairwise(named):
        gap = text[before.end : behind.start] if behind.start - before.end <= 2 * _LONGEST_PROVINCE else ""
        unknown = [word for word in _WORD.finditer(gap) if word[0] not in ("และ", "กับ", "หรือ")]
        if len(unknown) == 1:
            yield from _nearest_province(unknown[0][0], before.end + unknown[0].start(), _LEAST_IN_LIST)
    first = _LAST_WORD_BEFORE.search(text, max(0, named[0].start - 2 * _LONGEST_PROVINCE), named[0].start)
    last = _FIRST_WORD_BEHIND.match(text, named[-1].end)
    for word in (first, last):
        if word is not None:
            yield from _nearest_province(word[1], word.start(1), _LEAST_ALONE)


def _nearest_province(word: str, start: int, least: float) -> Iterator[NameMatch]:
    if word.replace("ํา", "ำ") in province_names() or word in not_suspect("place") or len(word) > _LONGEST_PROVINCE:
        return
    near = [name for name in set(province_names().values()) if abs(len(name) - len(word)) <= 1 and name[0] == word[0]]
    scored = sorted(((likeness(word, name), name) for name in near), reverse=True)
    if not scored:
        return
    (score, name), runner_up = scored[0], scored[1][0] if len(scored) > 1 else 0.0
    if score >= least and score - runner_up >= _LEAST_MARGIN and (name[:2] == word[:2] or name[-3:] == word[-3:]):
        yield NameMatch(word, name, "province", score, start, start + len(word), runner_up)


def _suspect(printed: str, likely: str, start: int, runner_up: float) -> NameMatch:
    return NameMatch(printed, likely, "organisation", likeness(printed, likely), start, start + len(printed), runner_up)


def _next_best(printed: str, best: str, choices: Iterable[str]) -> float:
    return max((likeness(printed, choice) for choice in choices if choice != best), default=0.0)


def _one_letter_off(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _alike(one: str, other: str) -> bool:
    """Whether one letter differs and looks like the other's."""
    differing = [frozenset(pair) for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    return len(one) == len(other) and len(differing) == 1 and differing[0] in lookalikes()


@cache
def _dotted_names() -> tuple[str, ...]:
    return tuple(sorted(name for name in organisation_names() if _DOTTED.fullmatch(name)))


@cache
def _plain_names() -> dict[int, tuple[str, ...]]:
    """The undotted abbreviations with their last point, by length."""
    by_length: dict[int, list[str]] = {}
    for organisation in organisations().values():
        for name in organisation.abbreviations_th:
            if _PLAIN.fullmatch(name):
                by_length.setdefault(len(name), []).append(name)
    return {length: tuple(names) for length, names in by_length.items()}


@cache
def _names_by_letters() -> tuple[dict[tuple[str, str], list[str]], dict[tuple[str, str], list[str]]]:
    """Long names by their head and the first, and the last, letters of the rest."""
    starts: dict[tuple[str, str], list[str]] = {}
    ends: dict[tuple[str, str], list[str]] = {}
    for organisation in organisations().values():
        for name in organisation.names_th:
            head = _HEADS.match(name)
            if head is not None and len(name) >= _SHORTEST_NAME:
                rest = name[head.end() :]
                starts.setdefault((head[0], rest[:_TELLING]), []).append(name)
                ends.setdefault((head[0], rest[-_TELLING:]), []).append(name)
    return starts, ends
