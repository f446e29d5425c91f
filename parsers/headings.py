"""Recognises project headings by number and name, with a tolerance for wrong letters."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from parsers.headers import squash
from parsers.likeness import likeness
from parsers.markup import plain
from parsers.numbers import arabic, run_together
from schemas.document import Place
from schemas.ids import BRACKETED_LATIN
from schemas.outline import Heading
from schemas.reports.family import ReportFamily

# What agencies set before a project's number ("โครงการที่ 1 …", "ลำดับที่ 1 …") and behind it. Without a word
# in front, a number and its point, bracket or colon prove a title, a bare space ("3 โครงการ…") does not.
_LABELLED = re.compile(
    r"(?:โครงการ(?:ที่|\s|(?=\d))|ลำดับ(?:ที่)?|แผนงานที่|กิจกรรมที่)\s*(\d{1,3})(?![\d,]|\.\d)\s*[.):：\-–—]{0,2}\s*(\S.*)"
)
# What may head projects (แผนงานที่ 1) or stand below them (กิจกรรมที่ 1): the higher rank among a report's titles counts.
_LEVELS = ("โครงการ", "แผนงาน", "กิจกรรม")
_NUMBERED = re.compile(r"(\d{1,3})\s*(?:[.)](?!\d)|[:：])\s*(\S.*)")
_SPACED = re.compile(r"(?:\d{1,2}\.)?(\d{1,3})\.?\s+([^\s\d].*)")  # "2 โครงการ…", "1.2 โครงการ…"
_NAME_OF = re.compile(r"^ชื่อ(?:โครงการ|แผนงาน)\s*[:：]\s*(?=(?:โครงการที่\s*)?\d)")  # "ชื่อโครงการ : 1. …"
_CONTINUED = re.compile(r"\s*[(（]\s*ต่อ\s*[)）]\s*")
_SPACE = re.compile(r"\s+")

_LONGEST_HEADING = 300
# The same name with a few wrong letters stays above; two projects of one agency measured below 0.62.
_LEAST_LIKENESS = 0.72
_LEAST_LIKENESS_ELSEWHERE = 0.95  # under another number only the very name counts
_LEAST_MARGIN = 0.1
_CUT_MARK = "ฯ"
_LEAST_LIKENESS_OF_PHRASES = 0.85  # of a title or heading phrase: two wrong letters in twenty
_LONGEST_TITLE = 200
_PLAN = "แผน"  # one letter from ผล, and the opposite of it


def clean_name(text: str) -> str:
    """A project's name without markup and "(ต่อ)", white space collapsed."""
    return _SPACE.sub(" ", _CONTINUED.sub(" ", plain(text))).strip()


def name_key(name: str) -> str:
    """What counts of a project's name: bracketed English, "(ต่อ)" and white space aside."""
    return BRACKETED_LATIN.sub("", run_together(clean_name(name)))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one project's: equal, or one of them cut short with ฯ.

    "โครงการศูนย์ให้คำปรึกษาฯ" is the same as "โครงการศูนย์ให้คำปรึกษาและพัฒนา"; so is "น้ำสะอาด" behind "โครงการที่ 1"
    as "โครงการน้ำสะอาด".
    """
    left, right = (name_key(name).removeprefix(_LEVELS[0]) for name in (one, other))
    if left == right:
        return True
    for short, whole in ((left, right), (right, left)):
        if short.endswith(_CUT_MARK) and whole.startswith(short.rstrip(_CUT_MARK)):
            return True
    return False


def numbered_name(text: str) -> tuple[int, str] | None:
    """Number and name of a numbered title: "๒. โครงการศึกษา" gives (2, "โครงการศึกษา").

    "โครงการที่ 2 โครงการศึกษา" and "โครงการที่ 2 : การศึกษา" are numbered too.
    """
    words = _heading_words(text)
    found = _NUMBERED.fullmatch(words) or _LABELLED.fullmatch(words)
    return (int(found[1]), clean_name(found[2])) if found else None


def is_labelled(text: str) -> bool:
    """Whether a word for a project stands before the number: "โครงการที่ 2 การศึกษา"."""
    return _LABELLED.fullmatch(_heading_words(text)) is not None


def level_of(text: str) -> str | None:
    """What a numbered title calls itself: "กิจกรรมที่ 2 อบรม" is a กิจกรรม, "2. โครงการน้ำ" a โครงการ, "2. กิจกรรมกีฬา" nothing."""
    words = _heading_words(text)
    if _LABELLED.fullmatch(words) is not None:
        return next((level for level in _LEVELS if words.startswith(level)), None)
    numbered = _NUMBERED.fullmatch(words)
    return _LEVELS[0] if numbered is not None and numbered[2].startswith(_LEVELS[0]) else None


def outranked(levels: Collection[str | None]) -> frozenset[str]:
    """The levels that are no projects where others are: beside โครงการที่ 1, แผนงานที่ 1 and กิจกรรมที่ 1 are none."""
    first = next((rank for rank, level in enumerate(_LEVELS) if level in levels), len(_LEVELS))
    return frozenset(_LEVELS[first + 1 :])


def spaced_name(text: str) -> tuple[int, str] | None:
    """Number and name with nothing but a space between: "2 โครงการศึกษา" may be a title, or a count.

    Of two levels the last counts: "1.2 โครงการศึกษา" gives (2, "โครงการศึกษา").
    """
    found = _SPACED.fullmatch(_heading_words(text))
    return (int(found[1]), clean_name(found[2])) if found else None


def _heading_words(text: str) -> str:
    return _NAME_OF.sub("", arabic(plain(text)).lstrip("#").strip())


def find_heading(
    text: str,
    place: Place,
    known: Mapping[int, str],
    family: ReportFamily,
    last_no: int,
    below: frozenset[str] = frozenset(),
) -> Heading | None:
    """The project heading that a line is, `None` where it is something else.

    `known` are the names that the summaries give by number; without any, a line counts when it begins
    with the number that is due and the family's word for a project ("3. โครงการ…"), less levels `below` a project.
    """
    if len(text) > _LONGEST_HEADING:
        return None
    numbered = numbered_name(text) or spaced_name(text)
    if numbered is None or not numbered[1]:
        return None
    printed, name = numbered
    continued = _CONTINUED.search(plain(text)) is not None
    number, score = _identify(printed, name, known)
    if not score and level_of(text) not in below and _is_due(text, printed, name, known, family, last_no):
        number, score = printed, 1.0
    return Heading(number, printed, name, continued, place, text, score) if score else None


def is_phrase(text: str, phrases: Sequence[str]) -> bool:
    """Whether the line begins with one of the phrases, wrong letters allowed, and is no sentence."""
    words = squash(text)
    if not words or len(text) > _LONGEST_TITLE:
        return False
    return any(
        words.startswith(phrase) or likeness(words[: len(phrase)], phrase) >= _LEAST_LIKENESS_OF_PHRASES
        for phrase in phrases
        if len(phrase) <= len(words) + 1 and words.startswith(_PLAN) == phrase.startswith(_PLAN)
    )


def _identify(printed: int, name: str, known: Mapping[int, str]) -> tuple[int, float]:
    """The project that a numbered name belongs to and how surely, (…, 0) where it is none that is known.

    The name is trusted before the number: one wrong digit makes another number, but no other name. Where
    names are too alike to tell apart (ระยะที่ 1, ระยะที่ 2), the number does.
    """
    if not known:
        return printed, 0.0
    if printed in known and same_name(name, known[printed]):
        return printed, 1.0
    scored = sorted(((_likeness(name, other), -no) for no, other in known.items()), reverse=True)
    score, negative = scored[0]
    margin = score - (scored[1][0] if len(scored) > 1 else 0.0)
    least = _LEAST_LIKENESS if -negative == printed else _LEAST_LIKENESS_ELSEWHERE
    if score >= least and margin >= _LEAST_MARGIN:
        return -negative, score
    mine = next((one for one, no in scored if -no == printed), 0.0)
    is_close = mine >= _LEAST_LIKENESS_ELSEWHERE and score - mine < _LEAST_MARGIN
    return (printed, mine) if is_close else (printed, 0.0)


def _is_due(text: str, printed: int, name: str, known: Mapping[int, str], family: ReportFamily, last_no: int) -> bool:
    """Whether a title that no summary names opens the next project: its number is due and a word says project."""
    if printed in known or printed != last_no + 1 or numbered_name(text) is None:
        return False
    return name.startswith(family.project_words) or is_labelled(text)


def _likeness(name: str, other: str) -> float:
    return 1.0 if same_name(name, other) else likeness(name_key(name), name_key(other))
