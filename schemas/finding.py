"""What was checked and what does not add up: equations with their terms, verdicts, findings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args

from schemas.document import NOWHERE, Place

Severity = Literal["error", "warning", "info"]
SEVERITIES: Final[tuple[str, ...]] = get_args(Severity)  # the gravest first
Outcome = Literal["pass", "rounding", "fail", "unknown"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue: what holds when it holds, in both languages, and how bad it is."""

    name: str
    severity: Severity
    holds_th: str
    holds_en: str
    causes_th: tuple[str, ...] = ()
    causes_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check or finding is about; whatever does not apply is `None`."""

    project_no: int | None = None
    kpi_no: int | None = None
    part: int | None = None
    item_no: str | None = None
    source_table: str | None = None
    measure: str | None = None
    period: str | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class CheckTerm:
    """One term of an equation: a printed value with its place and the dataset it was published in.

    `value` is `None` where the part is missing. `dataset` is "" for a number counted or computed
    (the length of a list).
    """

    role: Literal["part", "total"]
    label: str
    sign: int
    printed: str
    value: Decimal | None
    dataset: str
    place: Place = NOWHERE
    source_text: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One equation or comparison evaluated. `difference` is reported − expected."""

    check_id: str
    rule: str
    subject: Subject
    outcome: Outcome
    reported: Decimal | None
    expected: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    terms: tuple[CheckTerm, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person should look at, said in one sentence in each language.

    `reported`, `expected` and `difference` are strings as the report writes numbers. `suspect` names
    the one term that must be wrong, `suggested` the value that would settle it; both are `None`
    unless exactly one cell explains everything.
    """

    finding_id: str
    check_id: str | None
    rule: str
    severity: Severity
    subject: Subject
    reported: str | None
    expected: str | None
    difference: str | None
    message_th: str
    message_en: str
    place: Place = NOWHERE
    source_text: str = ""
    suspect: str | None = None
    suggested: str | None = None
    waived_by: str | None = None
    waived_why: str | None = None
