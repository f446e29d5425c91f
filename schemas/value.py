"""What a printed number, quantity, date or name means, the printed words kept beside the meaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from schemas.record import Operator


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as printed at `text[start:end]`.

    `value` is `None` where it cannot be read (``323,8777``): then `malformed` is true. `decimals` are
    the places printed. `parenthesised` tells that it stands alone in parentheses; whether that is a
    minus or an actual is for the context to say.
    """

    printed: str
    value: Decimal | None
    decimals: int
    start: int
    end: int
    malformed: bool = False
    parenthesised: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its code of the contract, or (`known` false) the words as written."""

    code: str
    printed: str
    known: bool


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or range with operator and unit: "ไม่น้อยกว่า 500 ลบ." is >= 500 million_baht.

    `text` are the part's own words. Where no number stands in them, `number` is `None`.
    """

    text: str
    operator: Operator | None = None
    number: PrintedNumber | None = None
    upper: PrintedNumber | None = None
    unit: Unit | None = None
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date, or a range of dates, as printed at `text[start:end]`; a month alone is all its days."""

    printed: str
    first: date | None
    last: date | None
    start: int
    end: int
    precision: Literal["day", "month", "year"] = "day"
    malformed: bool = False


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name found at `text[start:end]`: its canonical id or name and how sure that is (0 to 1).

    Below 1 it is a likeness: suggested, never used. `runner_up` is the next best score.
    """

    printed: str
    canonical: str
    kind: Literal["organisation", "province"]
    confidence: float
    start: int
    end: int
    runner_up: float = 0.0
