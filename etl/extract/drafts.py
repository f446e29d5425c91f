"""Findings that reading itself gives (malformed, unknown, suspected), before they have their ids."""

from __future__ import annotations

from decimal import Decimal

from schemas.document import Place
from schemas.finding import Finding, Severity, Subject
from schemas.record import Read
from schemas.value import NameMatch, PrintedNumber, Unit

_DIGITS = 24
_MOST_DECIMALS = 6  # decimal128(24,6)
_QUOTED = 120


def draft(
    rule: str,
    severity: Severity,
    subject: Subject,
    place: Place,
    source_text: str,
    messages: tuple[str, str],
    reported: str | None = None,
    expected: str | None = None,
) -> Finding:
    """A finding without id or check; `messages` are (Thai, English)."""
    return Finding(
        finding_id="",
        check_id=None,
        rule=rule,
        severity=severity,
        subject=subject,
        reported=reported,
        expected=expected,
        difference=None,
        message_th=messages[0],
        message_en=messages[1],
        place=place,
        source_text=source_text,
    )


def quote(text: str) -> str:
    """The words shortened for a message."""
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def published(number: PrintedNumber | None) -> Decimal | None:
    """The number's value as a dataset can hold it, `None` where it is missing or has too many digits."""
    if number is None or number.value is None:
        return None
    return number.value if fits(number.value) else None


def fits(value: Decimal, places: int = _MOST_DECIMALS) -> bool:
    """Whether a published column of 24 digits holds the value exactly with that many places."""
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return False
    significant = list(digits)
    while significant and significant[-1] == 0 and exponent < 0:
        significant.pop()
        exponent += 1
    integers = max(len(significant) + exponent, 0)
    return -exponent <= places and integers <= _DIGITS - places


def malformed(text: str, subject: Subject, place: Place, source_text: str) -> Finding:
    """A number that cannot be read: kept as it stands, never repaired silently."""
    return draft(
        "number.malformed",
        "warning",
        subject,
        place,
        source_text,
        (f"อ่านตัวเลข “{quote(text)}” ไม่ได้: รูปแบบผิด", f"“{quote(text)}” cannot be read as a number."),
        reported=text,
    )


def unknown_unit(unit: Unit, subject: Subject, place: Place, source_text: str) -> Finding:
    """A unit outside the list of the contract, kept as written."""
    return draft(
        "unit.unknown",
        "info",
        subject,
        place,
        source_text,
        (
            f"ไม่รู้จักหน่วยนับ “{quote(unit.printed)}”: เก็บไว้ตามที่เขียน",
            f"The unit “{quote(unit.printed)}” is not in the list; it is kept as written.",
        ),
        reported=unit.printed,
    )


def suspected(name: NameMatch, subject: Subject, read: Read) -> Finding:
    """A name with wrong letters: the likely one is suggested with its score, never used."""
    printed, score = quote(name.printed), f"{name.confidence:.2f}"
    return draft(
        "name.suspected",
        "info",
        subject,
        read.place,
        read.source_text,
        (
            f"“{printed}” น่าจะเป็น {name.canonical} (ความคล้าย {score}): ไม่ได้แก้ไขให้",
            f"“{printed}” is probably {name.canonical} (likeness {score}); it is not changed.",
        ),
        reported=name.printed,
        expected=name.canonical,
    )
