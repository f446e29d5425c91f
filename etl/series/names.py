"""Turns a project's name into what counts of it from one year to the next."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.headings import name_key, same_name
from parsers.likeness import likeness

_OPENING = re.compile(r"^(?:โครงการ)+")  # stands before every name: alike in all, so that it proves nothing
_YEAR = re.compile(r"(?:ประจำ)?(?:ปีงบประมาณ|ปี)?(?:พ\.?ศ\.?)?(?<!\d)25\d\d(?!\d)|(?:ประจำ)?(?:ปีงบประมาณ|ปี)(?:พ\.?ศ\.?)?\d\d(?!\d)")
_NUMBER = re.compile(r"\d+|(?<![a-z])(?:i{1,3}|iv|vi{0,3}|ix|x)(?![a-z])")
_EMPTY_BRACKETS = re.compile(r"[(（][-–\s]*[)）]")
_CUT_MARK = "ฯ"
_CUT_SHORT = 0.95  # likeness of a name cut short with ฯ to its whole: as sure as a name with a letter wrong


@lru_cache(maxsize=8192)
def bare_name(name: str) -> str:
    """The name without its opening, white space, bracketed English and years.

    "โครงการพัฒนาครู ปีงบประมาณ พ.ศ. ๒๕๖๘" gives "พัฒนาครู": next year's is the same project.
    """
    key = _OPENING.sub("", name_key(name))
    return _EMPTY_BRACKETS.sub("", _YEAR.sub("", key)) or key


def numbers_in(name: str) -> tuple[str, ...]:
    """The numbers that tell projects apart, years aside: ("2",) for "ระยะที่ ๒ ปี 2568"."""
    return tuple(_NUMBER.findall(bare_name(name)))


def name_likeness(one: str, other: str) -> float:
    """How alike two projects' names are, 0 to 1; one cut short with ฯ is nearly the same."""
    found = likeness(bare_name(one), bare_name(other))
    is_cut = _CUT_MARK in one or _CUT_MARK in other
    return max(found, _CUT_SHORT) if is_cut and same_name(one, other) else found
