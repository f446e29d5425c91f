"""Reads numbers as Thai reports print them: Thai digits, grouping, parentheses, lone dashes."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from schemas.value import PrintedNumber

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９", "01234567890123456789")
_SPACE = re.compile(r"\s+")
_OTHER_DIGIT = re.compile("[๐-๙０-９]")  # most texts have none, and looking is cheaper than translating

# A run of digits with commas and points as printed. What it means is judged afterwards, so that a broken
# number ("323,8777", "1,,000", ".5") is seen whole instead of being cut into good ones.
_RUN = re.compile(r"(?:(?<![\w.,ก-๙])\.)?\d+(?:[.,]{1,2}\d+)*", re.ASCII)
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_OUTLINE = re.compile(r"\d{1,2}(?:\.\d{1,2}){2,}", re.ASCII)  # 1.2.3
_LIST = re.compile(r"\d{1,2}(?:,\d{1,2})+", re.ASCII)  # ข้อ 1,2,3
_LIST_BEFORE = re.compile(r"(?:ข้อ|ที่|มาตรา|ม\.|หน้า|ลำดับ|ไตรมาส|กลุ่ม|ระดับ|ประเภท|และ)\s*$")
_LONGEST = 100  # characters: no dataset holds a number of half as many, and arithmetic on millions of digits never ends
_LEAST_LIST = 3  # so many numbers, each above the one before, are a list in any place: 1,2,3

# What digits stand in without being numbers: dates, clock times, running numbers of a year (2/2568),
# telephone numbers, addresses on the web.
_NOT_NUMBERS = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4}|\d{1,4}/2[45]\d\d(?!\d)|\d+(?:-\d+){2,}"
    r"|\d{1,2}:\d{2}(?!\d)|\d{1,2}\.\d{2}(?=\s?น\.)|(?:https?://|www\.)[^\s<>\"]+",
    re.ASCII,
)
_HINT_OF_THOSE = re.compile(r"[/:]|\d-\d|น\.|www", re.ASCII)
_LATIN_BEHIND = re.compile(r"[A-Za-z_]")
_LABEL_BEFORE = re.compile(r"[A-Za-z][-.]?$|_$")  # Q4, EP.4, COVID-19
_DASHES = frozenset("-–—−")
_MINUS = frozenset("-−")
_OPENING, _CLOSING = "(（", ")）"
_BEFORE_MINUS = frozenset(" \t\u00a0(（=:")
_AMOUNT = re.compile(r"(?P<sign>[-−+])?\s*(?P<digits>\d[\d.,]*)\s*%?", re.ASCII)
# A cell of these and a digit is meant as a number. The letters are read in place of digits by OCR.
_AMOUNT_CHARACTERS = frozenset("0123456789.,%()（）-–−+*'\"OolI")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def arabic(text: str) -> str:
    """The text with Thai (and full-width) digits as Arabic ones, of the same length: "๒๕๖๘" gives "2568"."""
    return text.translate(_DIGITS) if _OTHER_DIGIT.search(text) else text


def run_together(text: str) -> str:
    """What counts of a heading, label or name: small letters, Arabic digits, no white space: "ผล ปี ๒๕๖๘" gives "ผลปี2568"."""
    return _SPACE.sub("", arabic(text)).lower()


def find_numbers(text: str) -> tuple[PrintedNumber, ...]:
    """Every number of a text in order, with its offsets.

    "มียอด 323,8777 รับชม" gives one number, malformed; "(๘๐)" gives 80, parenthesised; a minus counts
    where it stands directly in front of a digit and behind no word. Digits glued to Latin letters
    (Q4, ISO27001), dotted outlines (1.2.3), dates, clock times, running numbers of a year (2/2568),
    telephone numbers and web addresses are no numbers.
    """
    digits = arabic(text)
    if _RUN.search(digits) is None:
        return ()
    others = _not_numbers(digits)
    numbers: list[PrintedNumber] = []
    for found in _RUN.finditer(digits):
        start, end = found.span()
        while others and others[-1][1] <= start:
            others.pop()
        if (others and others[-1][0] <= start) or _is_label(digits, start, end):
            continue
        if _is_list(digits, start, end):
            numbers.extend(_printed(text, digits, *one.span()) for one in _PLAIN.finditer(digits, start, end))
        else:
            numbers.append(_printed(text, digits, start, end))
    return tuple(numbers)


def amount(text: str) -> PrintedNumber | None:
    """The number that a whole cell is, `None` where it is empty or words.

    "(4.8284)" is −4.8284, a lone "-" is 0, "13,031,074.00" has two decimals, "4 78.9" is malformed: digits
    that something split are never put together.
    """
    printed = text.translate(_INVISIBLE).strip()
    words = arabic(printed)
    inner, negative = _inside(words)
    if inner and set(inner) <= _DASHES:
        return PrintedNumber(printed, Decimal(0), 0, 0, len(text))
    if not _PLAIN.search(inner):
        return None
    found = _AMOUNT.fullmatch(inner)
    value = _value(found["digits"]) if found else None
    if found is None or value is None:
        meant = set("".join(words.split())) <= _AMOUNT_CHARACTERS
        return PrintedNumber(printed, None, 0, 0, len(text), malformed=True) if meant else None
    if negative or found["sign"] in _MINUS:
        value = -value
    return PrintedNumber(printed, value, _places(found["digits"]), 0, len(text), parenthesised=negative)


def _not_numbers(digits: str) -> list[tuple[int, int]]:
    """Where dates, addresses and the like stand, the last one first."""
    if _HINT_OF_THOSE.search(digits) is None:
        return []
    return [found.span() for found in _NOT_NUMBERS.finditer(digits)][::-1]


def _inside(words: str) -> tuple[str, bool]:
    """The words without parentheses around the whole, and whether there were any."""
    if len(words) > 2 and words[0] in _OPENING and words[-1] in _CLOSING:
        return words[1:-1].strip(), True
    return words, False


def _is_label(digits: str, start: int, end: int) -> bool:
    """Whether the digits belong to a word (Q4, 5G) or are an outline number (1.2.3)."""
    if start and _LABEL_BEFORE.search(digits, max(0, start - 2), start):
        return True
    if end < len(digits) and _LATIN_BEHIND.match(digits, end):
        return True
    return _OUTLINE.fullmatch(digits, start, end) is not None


def _is_list(digits: str, start: int, end: int) -> bool:
    """Whether commas part numbers here ("ข้อ 1,2") and do not stand for a point ("90,5")."""
    if _LIST.fullmatch(digits, start, end) is None:
        return False
    parts = [int(part) for part in digits[start:end].split(",")]
    if any(one >= other for one, other in pairwise(parts)):
        return False
    neighbours = parts[-1] - parts[0] == len(parts) - 1
    return neighbours or len(parts) >= _LEAST_LIST or _LIST_BEFORE.search(digits, max(0, start - 12), start) is not None


def _printed(text: str, digits: str, start: int, end: int) -> PrintedNumber:
    """The number at `start:end`, with the minus or the parentheses that stand right around it."""
    value = _value(digits[start:end])
    places = _places(digits[start:end]) if value is not None else 0
    left, right = start, end
    if start and digits[start - 1] in _MINUS and (start == 1 or digits[start - 2] in _BEFORE_MINUS):
        left -= 1
        value = value.copy_negate() if value is not None else None  # whole: a context would round it
    return PrintedNumber(text[left:right], value, places, left, right, value is None, _alone(digits, left, right))


def _alone(digits: str, left: int, right: int) -> bool:
    """Whether parentheses stand right around, spaces aside."""
    while left and digits[left - 1] == " ":
        left -= 1
    while right < len(digits) and digits[right] == " ":
        right += 1
    return left > 0 and right < len(digits) and digits[left - 1] in _OPENING and digits[right] in _CLOSING


def _value(digits: str) -> Decimal | None:
    if len(digits) > _LONGEST:
        return None
    if _PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    return None


def _places(digits: str) -> int:
    return len(digits.partition(".")[2])
