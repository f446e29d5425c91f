"""The facts of a performance report, frozen: what is true before anyone writes, prints or reads it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Operator = Literal[">", ">=", "<", "<=", "between"]
Channel = Literal["onsite", "online"]
Kind = Literal["result", "item", "note"]
MoneyUnit = Literal["million_baht", "baht"]
Wording = Literal["words", "sign", "upwards"]  # ร้อยละ 85, 85%, 100 ราย ขึ้นไป

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Agency:
    """Whose report it is: canonical id, full Thai name as the title writes it, abbreviation."""

    id: str
    name: str
    abbreviation: str


@dataclass(frozen=True, slots=True)
class Budget:
    """A project's money by quarter, exact; `decimals` is how it is printed (each amount rounded)."""

    allocated: Decimal
    planned: tuple[Decimal, ...]  # all four quarters
    disbursed: tuple[Decimal, ...]  # the quarters up to the report's
    committed: tuple[Decimal, ...]
    decimals: int = 4

    @property
    def spent(self) -> tuple[Decimal, ...]:
        """Disbursed and committed, quarter by quarter."""
        return tuple(a + b for a, b in zip(self.disbursed, self.committed, strict=True))

    def rows(self) -> tuple[tuple[str, tuple[Decimal, ...]], ...]:
        """Measures in the order in which a quarterly table prints them."""
        return (
            ("planned", self.planned),
            ("spent", self.spent),
            ("disbursed", self.disbursed),
            ("committed", self.committed),
        )

    def printed(self, value: Decimal) -> Decimal:
        """The amount as it is printed: rounded half up to the report's decimals."""
        return half_up(value, self.decimals)


@dataclass(frozen=True, slots=True)
class Part:
    """One target of a KPI and its result; a Decimal's exponent is how it is printed.

    `label` stands before the number where a KPI has several parts (จำนวน, มูลค่า). `result_unit` is
    a unit code where the result is printed in another unit, "" where it is printed without one.
    """

    value: Decimal
    unit: str
    result: Decimal | None = None
    operator: Operator | None = None
    upper: Decimal | None = None
    label: str = ""
    result_unit: str | None = None
    result_note: str = ""  # words in parentheses behind the result
    tail: str = ""  # words behind the unit, in target and result
    result_lead: str = ""  # words before the result in the project's own section
    wording: Wording = "words"


@dataclass(frozen=True, slots=True)
class Planned:
    """One printed cell of a KPI's quarterly row: words, or a number with its actual behind it."""

    words: str = ""
    number: Decimal | None = None
    actual: Decimal | None = None
    unit: str = ""  # printed behind the number, "" for none
    span: int = 1


@dataclass(frozen=True, slots=True)
class Level:
    """One scoring threshold; `words` stand before the threshold itself."""

    level: Literal["basic", "standard", "advanced"]
    points: int
    value: Decimal
    unit: str
    operator: Operator | None = None
    upper: Decimal | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A count inside a narrative line: what the activities dataset must hold."""

    title: str
    count: Decimal
    unit: str
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a narrative. `lead` puts it behind the label of the quarter's results."""

    text: str
    marker: str = ""
    kind: Kind = "result"
    counted: tuple[Counted, ...] = ()
    links: tuple[str, ...] = ()
    lead: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Other:
    """A table of no known kind that stands below a KPI."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI of a project. `brief` is how the summary names it; `summary` its parts there, if others.

    `awaited` are the words where the result is still to come; parts without result and without such
    words leave the section's cell empty.
    """

    number: int
    name: str
    parts: tuple[Part, ...]
    plan: tuple[Planned, ...]
    frameworks: tuple[str, ...] = ("budget_bureau",)
    brief: str = ""
    summary: tuple[Part, ...] | None = None
    in_summary: bool = True
    awaited: str = ""
    levels: tuple[Level, ...] = ()
    points: int | None = None
    narrative: tuple[Said, ...] = ()
    table: Other | None = None
    new_slide: bool = False
    in_row: bool = False  # the narrative stands in a table row below the KPI, a line a cell


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its money and its KPIs; other names where a table writes it differently."""

    number: int
    name: str
    budget: Budget
    kpis: tuple[Kpi, ...]
    name_in_summary: str = ""  # in the table of all KPIs
    name_in_spending: str = ""  # in the table of all money


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A line of the scorecard; `score_words` stand where there is no score, `score_note` behind one."""

    item_no: str
    name: str
    weight: Decimal
    weighted: Decimal
    score: Decimal | None = None
    score_words: str = ""
    score_note: str = ""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The organisation's evaluation: components and items in order, the total, the grades."""

    lines: tuple[ScoreLine, ...]
    weight: Decimal
    total: Decimal
    grade: str
    grades: tuple[str, ...]  # one printed line a grade
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A whole report."""

    agency: Agency
    fiscal_year: int
    quarter: int
    projects: tuple[Project, ...]
    scorecard: Scorecard | None = None
    asides: tuple[str, ...] = ()  # figures outside any table
    notes: tuple[str, ...] = ()  # below the money's summary
    unit: MoneyUnit = "million_baht"
    total_row: bool = False

    @property
    def report_id(self) -> str:
        """The id under which the report must be published."""
        return f"{self.agency.id}-{self.fiscal_year}-q{self.quarter}"


def half_up(value: Decimal, places: int) -> Decimal:
    """The value rounded half up, as people round: 92.5 is 93."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent_disbursed(budget: Budget) -> Decimal | None:
    """The whole percentage that has been disbursed of the allocation, rounded half up."""
    if not budget.allocated:
        return None
    return half_up(sum(budget.disbursed, ZERO) * 100 / budget.allocated, 0)
