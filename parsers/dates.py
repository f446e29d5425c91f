"""Reads Buddhist dates, date ranges, fiscal years and quarters as Thai reports write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from parsers.numbers import arabic
from schemas.value import DateSpan

BUDDHIST_OFFSET = 543
_MONTHS = (
    ("มกราคม", "ม.ค."), ("กุมภาพันธ์", "ก.พ."), ("มีนาคม", "มี.ค."), ("เมษายน", "เม.ย."), ("พฤษภาคม", "พ.ค."),
    ("มิถุนายน", "มิ.ย."), ("กรกฎาคม", "ก.ค."), ("สิงหาคม", "ส.ค."), ("กันยายน", "ก.ย."), ("ตุลาคม", "ต.ค."),
    ("พฤศจิกายน", "พ.ย."), ("ธันวาคม", "ธ.ค."),
)  # fmt: skip
# The last point of an abbreviation is often left out ("10 ก.พ 2568"); the one between is not.
_NUMBER_OF_MONTH = {name.rstrip("."): number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "(?:" + "|".join(re.escape(name) for name in sorted(_NUMBER_OF_MONTH, key=len, reverse=True)) + r")\.?(?![ก-ฮ]\.)"
_YEAR = r"(?:พ\.?\s?ศ\.?\s*)?(?:2[45]\d\d|19\d\d|20\d\d|[4-9]\d)(?!\d|[.,]\d|:\d)"
_DASH = r"\s*(?:-|–|—|ถึง(?:วันที่)?)\s*"

_DATE = re.compile(
    rf"(?P<d1>(?<![\d.,/])\d{{1,2}})?\s*(?P<m1>{_MONTH})\s*(?P<y1>{_YEAR})?"
    rf"(?:{_DASH}(?P<d2>\d{{1,2}}(?!\d))?\s*(?P<m2>{_MONTH})\s*(?P<y2>{_YEAR})?)?"
)
_DAYS = re.compile(
    rf"(?P<d1>(?<![\d.,/])\d{{1,2}})(?:{_DASH}|\s*และ\s*)(?P<d2>\d{{1,2}})\s*(?P<m2>{_MONTH})\s*(?P<y2>{_YEAR})?"
)
_NUMERIC = re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}|\d{2})(?![\d/])")
_ISO = re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])")

_FISCAL_YEAR = re.compile(
    r"(?:ปีงบประมาณ|ปีงบ|งบประมาณ(?:รายจ่าย)?ประจำปี|FY|ปี\s*พ\.ศ\.)\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>2[45]\d\d|20\d\d|\d\d(?!\d))",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    r"(?:ไตรมาส(?:ที่|ที)?|(?<![A-Za-z])Q(?:uarter)?)\s*(?P<first>[1-4])(?!\d)(?:\s*(?:-|–|ถึง)\s*(?:ไตรมาส(?:ที่)?\s*|Q)?(?P<last>[1-4])(?!\d))?",
    re.IGNORECASE,
)
_AS_OF = re.compile(r"(?:ข้อมูล\s*)?ณ\s*(?:วันที่|สิ้นวันที่|สิ้นเดือน|เดือน)?\s*")
_FIRST_YEARS, _LAST_YEARS = 2400, 2699  # Buddhist years a report can name


def find_dates(text: str, fiscal_year: int | None = None) -> tuple[DateSpan, ...]:
    """Every date and range of dates, in order; two-digit years are Buddhist.

    "20 มิ.ย. 68" is 2025-06-20, "ต.ค. 67 - ก.ย. 68" all days from 2024-10-01 to 2025-09-30; "เม.ย.-มิ.ย."
    takes its year from `fiscal_year`. A date that no calendar has is malformed.
    """
    words = arabic(text)
    if not any(character.isdigit() for character in words) and "." not in words and "เดือน" not in words:
        return ()
    spans: list[DateSpan] = []
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int | None], _Ends | None]], ...] = (
        (_ISO, _iso), (_NUMERIC, _numeric), (_DAYS, _days), (_DATE, _months),
    )  # fmt: skip
    taken = [False] * (len(words) + 1)
    for pattern, read in readers:
        for found in pattern.finditer(words):
            start = found.start() + (len(found[0]) - len(found[0].lstrip()))
            end = found.start() + len(found[0].rstrip())
            if any(taken[start:end]):
                continue
            ends = read(found, fiscal_year)
            if ends is None:
                continue
            taken[start:end] = [True] * (end - start)
            first, last, precision, malformed = ends
            spans.append(DateSpan(text[start:end], first, last, start, end, precision, malformed))
    return tuple(sorted(spans, key=lambda span: span.start))


_Precision = Literal["day", "month", "year"]
_Ends = tuple["date | None", "date | None", _Precision, bool]
_MALFORMED: _Ends = (None, None, "day", True)


def _iso(found: re.Match[str], _fiscal_year: int | None) -> _Ends | None:
    year = int(found["year"])
    year = year - BUDDHIST_OFFSET if year >= _FIRST_YEARS else year
    return _one_day(year, int(found["month"]), int(found["day"]))


def _numeric(found: re.Match[str], _fiscal_year: int | None) -> _Ends | None:
    if int(found["month"]) > 12:
        return None  # 10/20/2568 is a running number, not a date
    return _one_day(_common_era(found["year"]), int(found["month"]), int(found["day"]))


def _days(found: re.Match[str], fiscal_year: int | None) -> _Ends | None:
    month = _month(found["m2"])
    year = _year(found["y2"], month, fiscal_year)
    if year is None:
        return None
    first, last = _day(year, month, int(found["d1"])), _day(year, month, int(found["d2"]))
    return (first, last, "day", False) if first and last and first <= last else _MALFORMED


def _months(found: re.Match[str], fiscal_year: int | None) -> _Ends | None:
    month = _month(found["m1"])
    if found["m2"] is None:
        return _single(found["d1"], month, _year(found["y1"], month, fiscal_year), found["y1"] is not None)
    last_month = _month(found["m2"])
    last_year = _year(found["y2"], last_month, fiscal_year)
    if last_year is None:
        return None
    first_year = _common_era(found["y1"]) if found["y1"] else last_year - (month > last_month)
    if found["y2"] is None and found["y1"]:
        last_year = first_year + (month > last_month)
    first = _day(first_year, month, int(found["d1"]) if found["d1"] else 1)
    last = _day(last_year, last_month, int(found["d2"])) if found["d2"] else _month_end(last_year, last_month)
    if first is None or last is None or first > last:
        return _MALFORMED
    return first, last, "day" if found["d1"] else "month", False


def _single(day: str | None, month: int, year: int | None, year_printed: bool) -> _Ends | None:
    if year is None:
        return None
    if day is None:
        return (date(year, month, 1), _month_end(year, month), "month", False) if year_printed else None
    return _one_day(year, month, int(day))


def _one_day(year: int, month: int, day: int) -> _Ends:
    only = _day(year, month, day)
    return (only, only, "day", False) if only else _MALFORMED


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    return _NUMBER_OF_MONTH[name.strip().rstrip(".")]


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _year(printed: str | None, month: int, fiscal_year: int | None) -> int | None:
    """The year of the common era: as printed, else the one in which the fiscal year has the month."""
    if printed is not None:
        return _common_era(printed)
    if fiscal_year is None:
        return None
    return fiscal_year - BUDDHIST_OFFSET - (month >= 10)


def _common_era(printed: str) -> int:
    year = int("".join(character for character in printed if character.isdigit()))
    if year < 100:
        year += 2500
    return year - BUDDHIST_OFFSET if year >= _FIRST_YEARS else year


def fiscal_year_of(day: date) -> int:
    """The fiscal year (Buddhist era) of a day: 2024-10-01 is in 2568."""
    return day.year + BUDDHIST_OFFSET + (day.month >= 10)


def quarter_of(day: date) -> int:
    """The quarter of the fiscal year: October to December is 1, July to September 4."""
    return (day.month + 2) // 3 % 4 + 1


def find_fiscal_year(text: str) -> int | None:
    """The fiscal year that the words name: "ปีงบประมาณ พ.ศ. ๒๕๖๘" and "ปีงบประมาณ 68" are 2568."""
    for found in _FISCAL_YEAR.finditer(arabic(text)):
        year = int(found["year"])
        year = year + 2500 if year < 100 else year
        year = year if year >= _FIRST_YEARS else year + BUDDHIST_OFFSET
        if _FIRST_YEARS <= year <= _LAST_YEARS:
            return year
    return None


def find_quarter(text: str) -> int | None:
    """The quarter that the words name; of a range its last: "ไตรมาส 1-4" and "ไตรมาสที่ ๔" are 4."""
    found = _QUARTER.search(arabic(text))
    return int(found["last"] or found["first"]) if found else None


def period_of(text: str) -> tuple[date, date] | None:
    """The first range of more than a day that the words give: first day, last day."""
    for span in find_dates(text):
        if span.first is not None and span.last is not None and span.first < span.last:
            return span.first, span.last
    return None


def as_of(text: str) -> date | None:
    """The date the data is as of: "ข้อมูล ณ วันที่ 30 กันยายน 2568" is 2025-09-30."""
    words = arabic(text)
    for found in _AS_OF.finditer(words):
        for span in find_dates(words[found.end() : found.end() + 40]):
            if span.start == 0 and span.last is not None:
                return span.last
    return None


def fiscal_quarter(fiscal_year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter: (2568, 1) is 2024-10-01 to 2024-12-31."""
    month = (9, 0, 3, 6)[quarter - 1] + 1
    year = fiscal_year - BUDDHIST_OFFSET - (quarter == 1)
    return date(year, month, 1), _month_end(year, month + 2)
