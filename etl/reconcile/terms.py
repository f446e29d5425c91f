"""Turns a record's number into a term of an equation: the number as printed, beside its value."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from schemas.finding import CheckTerm
from schemas.record import BudgetAmount, Read

Role = Literal["part", "total"]

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LONG_RUN = re.compile(r"[^\d.]*\d{4}")  # a number past 999 without grouping
_THAI_DIGITS = {ord("๐") + digit: str(digit) for digit in range(10)}
_TO_THAI = {ord(str(digit)): chr(ord("๐") + digit) for digit in range(10)}


def term(role: Role, label: str, value: Decimal | None, text: str, dataset: str, read: Read | None, sign: int = 1) -> CheckTerm:
    """A term whose number stands somewhere in `text`: 1315 in "1,315 บริการ" is printed 1,315.

    Without `read` the number stands nowhere (it is missing, or counted).
    """
    printed = "" if value is None else printed_in(value, text)
    if read is None:
        return CheckTerm(role, label, sign, printed, value, dataset)
    return CheckTerm(role, label, sign, printed, value, dataset, read.place, read.source_text)


def amount_term(role: Role, label: str, amount: BudgetAmount | None, sign: int = 1) -> CheckTerm:
    """A term for an amount of a budget table; `None` is a missing one."""
    if amount is None:
        return CheckTerm(role, label, sign, "", None, "budgets")
    text, place = amount.read.source_text, amount.read.place
    return CheckTerm(role, label, sign, text.strip(), amount.value, "budgets", place, text)


def printed_in(value: Decimal, text: str) -> str:
    """The number as `text` writes it, else as it is: 7353 in "10,000 (7,353)" gives "7,353"."""
    size = abs(value)
    for printed, number in _numbers(text):
        if number == size:
            return printed
    return format(value, "f")


def reprinted(like: CheckTerm, value: Decimal) -> str:
    """A value written the way a term is printed: -4.8284 in a budget table gives "(4.8284)"."""
    grouped = "," in like.printed or _LONG_RUN.match(like.printed) is None
    digits = in_digits_of(like.printed, format(abs(value), ",f" if grouped else "f"))
    if value >= 0:
        return digits
    return f"({digits})" if like.dataset == "budgets" else f"-{digits}"


def has_thai_digits(printed: str) -> bool:
    """Whether a number is printed in Thai digits: "๑๐.๑๖๒๓" is."""
    return any("๐" <= character <= "๙" for character in printed)


def in_digits_of(printed: str, number: str) -> str:
    """A number in the digits of a printed one: 10.1623 beside "๗๐.๑๖๒๓" is ๑๐.๑๖๒๓."""
    return number.translate(_TO_THAI) if has_thai_digits(printed) else number


@lru_cache(maxsize=4096)
def _numbers(text: str) -> tuple[tuple[str, Decimal], ...]:
    plain = text.translate(_THAI_DIGITS)
    return tuple(
        (text[found.start() : found.end()].rstrip(","), Decimal(found[0].replace(",", ""))) for found in _NUMBER.finditer(plain)
    )
