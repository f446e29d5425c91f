"""Tells from title and headings which fiscal year and quarter a report closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from parsers.dates import as_of, find_fiscal_year, find_quarter, fiscal_year_of, period_of, quarter_of
from parsers.markup import plain
from schemas.document import Line
from schemas.errors import UnknownPeriod
from schemas.outline import Outline

T = TypeVar("T")
MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """Fiscal year (Buddhist era), quarter (1 to 4), the days reported on, the date of the data."""

    fiscal_year: int
    quarter: int
    first: date | None
    last: date | None
    as_of: date | None


def report_period(outline: Outline) -> ReportPeriod:
    """The period that the title says, else the headings, else the labels of the results.

    "1 ตุลาคม 2567 – 30 กันยายน 2568" closes quarter 4 of 2568. Raises `UnknownPeriod`.
    """
    title = [plain(line.text) for line in outline.title]
    headings = [plain(line.text) for line in outline.headings]
    days = next((span for text in title for span in (period_of(text),) if span), None)
    dated = _first(as_of(text) for text in (*title, *headings))
    last = days[1] if days else None
    fiscal_year = (
        _first(map(find_fiscal_year, title))
        or (fiscal_year_of(last) if last else None)
        or _first(map(find_fiscal_year, headings))
        or (fiscal_year_of(dated) if dated else None)
    )
    quarter = (
        _first(map(find_quarter, title))
        or _closed_by(days)
        or _first(map(find_quarter, headings))
        or _most_named_quarter(outline)
        or (quarter_of(dated) if dated else None)
    )
    if fiscal_year is None or quarter is None:
        raise _unknown(fiscal_year, quarter, title + headings)
    return ReportPeriod(fiscal_year, quarter, days[0] if days else None, last, dated)


def _closed_by(days: tuple[date, date] | None) -> int | None:
    """The quarter that a period closes: one that ends in its last month. A month alone is no quarter's."""
    if days is None or (days[0].year, days[0].month) == (days[1].year, days[1].month):
        return None
    return quarter_of(days[1]) if days[1].month % MONTHS_OF_QUARTER == 0 else None


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _most_named_quarter(outline: Outline) -> int | None:
    lines = (item for section in outline.sections for item in section.items if isinstance(item, Line))
    named = Counter(quarter for line in lines for quarter in (find_quarter(plain(line.text)[:80]),) if quarter)
    return named.most_common(1)[0][0] if named else None


def _unknown(fiscal_year: int | None, quarter: int | None, texts: Sequence[str]) -> UnknownPeriod:
    missing, missing_th = (
        ("No quarter", "ไตรมาส")
        if fiscal_year is not None
        else ("No fiscal year", "ปีงบประมาณ")
        if quarter is not None
        else ("Neither fiscal year nor quarter", "ทั้งปีงบประมาณและไตรมาส")
    )
    looked = " / ".join(text[:60] for text in texts[:4])
    return UnknownPeriod(
        f"{missing} stands in title or headings: “{looked or 'no title at all'}”.",
        th=f"ชื่อรายงานและหัวข้อไม่บอก{missing_th}: “{looked or 'ไม่มีชื่อรายงาน'}”",
    )
