"""Reads numbers as Thai reports print them: Thai digits, grouping, parentheses, lone dashes."""

from __future__ import annotations

import re
from decimal import Decimal

from schemas.value import PrintedNumber

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

# A run of digits with commas and points as printed. What it means is judged afterwards, so that a broken
# number is seen whole instead of being cut into two good ones.
_RUN = re.compile(r"\d+(?:[.,]\d+)*")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SHORT_LIST = re.compile(r"\d{1,2}(?:,\d{1,2})+")  # "ข้อ 1,2,3" names three things
_OUTLINE = re.compile(r"\d{1,2}(?:\.\d{1,2}){2,}")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2}(?!\d)")
_LATIN = re.compile(r"[A-Za-z_]")
_LABEL_BEFORE = re.compile(r"[A-Za-z][-.]?$|_$")  # Q4, EP.4, AIS-2
_DASHES = frozenset("-–—−")
_MINUS = frozenset("-−")
_OPENING, _CLOSING = "(（", ")）"
_AMOUNT = re.compile(r"(?P<sign>[-−+])?\s*(?P<digits>\d[\d.,]*)\s*%?")
_AMOUNT_CHARACTERS = frozenset("0123456789.,%()-–−+ \u00a0")


def arabic(text: str) -> str:
    """The text with Thai digits as Arabic ones, of the same length: "๒๕๖๘" gives "2568"."""
    return text.translate(_THAI_DIGITS)


def find_numbers(text: str) -> tuple[PrintedNumber, ...]:
    """Every number of a text in order, with its offsets.

    "มียอด 323,8777 รับชม" gives one number, malformed; "(๘๐)" gives 80, parenthesised; a minus counts
    where it stands directly in front of a digit and behind no word. Digits glued to Latin letters
    (Q4, ISO27001), dotted outlines (1.2.3) and dates with slashes are no numbers.
    """
    digits = arabic(text)
    dates = [found.span() for found in _DATE.finditer(digits)] if "/" in digits or "-" in digits else []
    numbers: list[PrintedNumber] = []
    for found in _RUN.finditer(digits):
        start, end = found.span()
        if _is_label(digits, start, end) or any(first <= start < last for first, last in dates):
            continue
        if _SHORT_LIST.fullmatch(digits, start, end):
            numbers.extend(_printed(text, digits, *one.span()) for one in _PLAIN.finditer(digits, start, end))
        else:
            numbers.append(_printed(text, digits, start, end))
    return tuple(numbers)


def amount(text: str) -> PrintedNumber | None:
    """The number that a whole cell is, `None` where it is empty or words.

    "(4.8284)" is −4.8284, a lone "-" is 0, "13,031,074.00" has two decimals, "4 78.9" is malformed.
    """
    words = arabic(text).strip()
    if not words or not any(character.isdigit() for character in words):
        return PrintedNumber(text.strip(), Decimal(0), 0, 0, len(text)) if words and set(words) <= _DASHES else None
    inner = words
    negative = words[0] in _OPENING and words[-1] in _CLOSING
    if negative:
        inner = words[1:-1].strip()
    found = _AMOUNT.fullmatch(inner)
    if found is None:
        return _broken(text) if set(inner) <= _AMOUNT_CHARACTERS else None
    value = _value(found["digits"])
    if value is None:
        return _broken(text)
    if negative or found["sign"] in _MINUS:
        value = -value
    return PrintedNumber(text.strip(), value, _places(found["digits"]), 0, len(text), parenthesised=negative)


def _broken(text: str) -> PrintedNumber:
    return PrintedNumber(text.strip(), None, 0, 0, len(text), malformed=True)


def _is_label(digits: str, start: int, end: int) -> bool:
    """Whether the digits belong to a word (Q4, 5G) or are an outline number (1.2.3)."""
    if start and _LABEL_BEFORE.search(digits, max(0, start - 2), start):
        return True
    if end < len(digits) and _LATIN.match(digits, end):
        return True
    return _OUTLINE.fullmatch(digits, start, end) is not None


def _printed(text: str, digits: str, start: int, end: int) -> PrintedNumber:
    """The number at `start:end`, with the minus or the parentheses that stand right around it."""
    value = _value(digits[start:end])
    places = _places(digits[start:end]) if value is not None else 0
    left, right = start, end
    if start and digits[start - 1] in _MINUS and (start == 1 or digits[start - 2] in " (（\t"):
        left -= 1
        value = -value if value is not None else None
    return PrintedNumber(text[left:right], value, places, left, right, value is None, _alone(digits, left, right))


def _alone(digits: str, left: int, right: int) -> bool:
    """Whether parentheses stand right around, spaces aside."""
    while left and digits[left - 1] == " ":
        left -= 1
    while right < len(digits) and digits[right] == " ":
        right += 1
    return left > 0 and right < len(digits) and digits[left - 1] in _OPENING and digits[right] in _CLOSING


def _value(digits: str) -> Decimal | None:
    if _PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    return None


def _places(digits: str) -> int:
    return len(digits.partition(".")[2])
