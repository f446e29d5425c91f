"""What a rule turns records into: equations of printed terms, each term with the cell it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from schemas.document import NOWHERE, Place
from schemas.finding import Check, CheckTerm, Finding, Outcome, Severity, Subject

# How an equation holds. The terms with role "part" give `expected`, the one with role "total" is
# `reported`:
#   sum         Σ sign × part is the total; every term is rounded to its last printed place
#   count       the same, exactly: counts, weights, scores, lengths of lists
#   percentage  100 × first part / second part, rounded half up to the total's places
#   product     first part × second part / 100, rounded half up to the total's places
#   mean        the mean of the parts, rounded half up to the total's places
#   at_most     the total does not exceed Σ sign × part
#   words       the text `reported` is the text `expected`
#   decided     whoever wrote the equation compared; `outcome` says how it came out
Kind = Literal["sum", "count", "percentage", "product", "mean", "at_most", "words", "decided"]

# A cell is the key of a published value: dataset, then the dataset's key columns (without
# report_id), then the column where a row has several numbers. Equations that name the same cell
# share it; that is how a guilty one is found.
CellKey = tuple[str | int | None, ...]

CONSTANT: CellKey = ("constant",)  # a number that the rule gives (weights add up to 100): never guilty


@dataclass(frozen=True, slots=True)
class Equation:
    """One thing that must hold, as data.

    `cells` are aligned with `terms`, `None` for a number that stands in no dataset; without any, no
    cell is ever named for it. `halves` replaces the rounding of the terms (half a unit of the last place each) where
    a rule knows better. A term without a value, or a name in `missing`, makes the outcome unknown;
    `unknown_severity` says whether that is a finding. `outcome` overrides the arithmetic. `reported`
    and `expected` are the words compared; with numbers they replace how the finding writes them.
    `severity` overrides the rule's. `messages` (Thai, English) replace the sentence of the rule, and
    `witnesses` are sentences added to it. `place` and `source_text` are where to look when the
    equation has no total term.
    """

    rule: str
    subject: Subject
    kind: Kind
    terms: tuple[CheckTerm, ...] = ()
    cells: tuple[CellKey | None, ...] = ()
    halves: tuple[Decimal, ...] | None = None
    outcome: Outcome | None = None
    reported: str | None = None
    expected: str | None = None
    severity: Severity | None = None
    unknown_severity: Severity | None = None
    missing: tuple[str, ...] = ()
    messages: tuple[str, str] | None = None
    witnesses: tuple[tuple[str, str], ...] = ()
    place: Place = NOWHERE
    source_text: str = ""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every check in order, every finding, and how many equations each rule of the catalogue bound to."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    bound: tuple[tuple[str, int], ...]


def budget_cell(project_no: int, source_table: str, measure: str, period: str) -> CellKey:
    """The cell of an amount: (2, "project", "disbursed", "Q3")."""
    return ("budgets", project_no, source_table, measure, period)


def kpi_cell(project_no: int, kpi_no: int, part: int, source_table: str, column: str) -> CellKey:
    """The cell of a KPI's "target", "upper", "result" or "points" in one table."""
    return ("kpis", project_no, kpi_no, part, source_table, column)


def quarter_cell(project_no: int, kpi_no: int, part: int, period: str, column: str) -> CellKey:
    """The cell of a KPI's "plan" or "actual" of one quarter."""
    return ("kpi_quarters", project_no, kpi_no, part, period, column)


def level_cell(project_no: int, kpi_no: int, part: int, level: str, column: str) -> CellKey:
    """The cell of the "points" or "threshold" of a scoring level."""
    return ("kpi_levels", project_no, kpi_no, part, level, column)


def score_cell(item_no: str, column: str) -> CellKey:
    """The cell of a scorecard line's "weight", "score" or "weighted_score"."""
    return ("scorecard", item_no, column)


def activity_cell(seq: int) -> CellKey:
    """The cell of an activity's count."""
    return ("activities", seq, "count")


def narrative_cell(seq: int, position: int) -> CellKey:
    """A number inside a narrative, told by where it stands in the text."""
    return ("narratives", seq, position)
