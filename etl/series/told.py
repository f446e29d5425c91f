"""What an agency's other reports say about one report: handed to the worker that reads it again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from etl.reconcile.equations import CellKey
from etl.series.decisions import Stale
from etl.series.linking import Guess
from schemas.document import Place

Rule = Literal["series.restated", "series.decreased", "series.plan_changed"]


@dataclass(frozen=True, slots=True)
class Print:
    """A figure as one report prints it. `cell` is its cell in that report."""

    report_id: str
    source_name: str
    cell: CellKey
    value: Decimal
    unit: str | None
    amount_baht: Decimal | None
    printed: str
    place: Place


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A figure of this report that is another one in the report before, and what still earlier ones print."""

    rule: Rule
    label: str
    own: Print
    before: Print
    earlier: tuple[Print, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Everything other reports and people's decisions say about one report."""

    contradictions: tuple[Contradiction, ...] = ()
    guesses: tuple[Guess, ...] = ()
    stale: tuple[Stale, ...] = ()

    @property
    def digest(self) -> str:
        """Empty where nothing is said; the same words give the same digest on any machine."""
        return hashlib.sha256(repr(self).encode()).hexdigest() if self != NOTHING else ""


NOTHING = Told()
