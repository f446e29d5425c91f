"""One report after all stages: what it says, what was checked, what a person should look at."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.document import Document, Place
from schemas.finding import Check, Finding
from schemas.record import Records


@dataclass(frozen=True, slots=True)
class Number:
    """A number printed in the report and what became of it (coverage).

    `fate` is "value" (it is the value of a typed column), "passed_over" (`reason` says which class:
    ordinal, year, law number …) or "unaccounted".
    """

    printed: str
    place: Place
    fate: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report read, extracted and reconciled; `document` is what stood on its pages.

    `bound` says how many equations each rule bound to, every rule of the catalogue named.
    """

    document: Document
    records: Records
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    bound: tuple[tuple[str, int], ...]
    numbers: tuple[Number, ...] = ()
