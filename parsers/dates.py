"""Reads Buddhist dates, date ranges, fiscal years and quarters as Thai reports write them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from parsers.numbers import arabic
from schemas.value import DateSpan

Precision = Literal["day", "month"]

BUDDHIST_OFFSET = 543
_CENTURY = 100
_MOST_DAYS = 31
_MONTHS = (
    ("มกราคม", "ม.ค."), ("กุมภาพันธ์", "ก.พ."), ("มีนาคม", "มี.ค."), ("เมษายน", "เม.ย."), ("พฤษภาคม", "พ.ค."),
    ("มิถุนายน", "มิ.ย."), ("กรกฎาคม", "ก.ค."), ("สิงหาคม", "ส.ค."), ("กันยายน", "ก.ย."), ("ตุลาคม", "ต.ค."),
    ("พฤศจิกายน", "พ.ย."), ("ธันวาคม", "ธ.ค."),
)  # fmt: skip
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER_OF_MONTH = {name.replace(".", ""): number for number, names in enumerate(_MONTHS, 1) for name in names}
_FULL = "|".join(full for full, _ in _MONTHS)
# The last point of an abbreviation is often left out ("10 ก.พ 2568"), now and then the one between
# ("15 มีค. 68"). Behind it no other dotted letter may stand: ก.พ. of ก.พ.ร. is no February.
_SHORT = "|".join(re.escape(short[:-1]).replace(r"\.", r"\.?\s?") for _, short in _MONTHS)
_MONTH = re.compile(rf"(?P<full>{_FULL})|(?<![ก-ฮ]\.)(?P<short>{_SHORT})(?:\.(?!(?!พ\.\s?ศ)[ก-ฮ]\.)|(?![.ก-๎]))")
_TO = r"\s{0,3}(?:-|–|—|ถึง)\s{0,3}"
_OF_MONTH = r"\s{0,3}(?:เดือน\s?)?$"
_DAY_BEFORE = re.compile(rf"(?:(?<![\d.,/:])(?P<first>\d{{1,2}}){_TO})?(?<![\d.,/:])(?P<day>\d{{1,2}}){_OF_MONTH}")
_MORE_DAYS_BEFORE = re.compile(rf"วันที่\s?((?:\d{{1,2}}(?:{_TO}\d{{1,2}})?\s?(?:,|และ)\s?){{1,9}})$")
_ONE_OF_DAYS = re.compile(rf"(?P<first>\d{{1,2}})(?:{_TO}(?P<last>\d{{1,2}}))?")
# A count behind a month is no year: "เดือน มิ.ย. 50 คน".
_COUNTED = r"\s?(?:คน|ราย(?!งาน|ละเอียด|ได้|ชื่อ)|ครั้ง(?!ที่)|แห่ง(?!ชาติ)|บาท|ล้าน|แสน|%)"
_YEAR_BEHIND = re.compile(
    rf"\s{{0,3}}(?:พ\.?\s?ศ\.?|พุทธศักราช|ค\.\s?ศ\.|ปี(?:\s?พ\.\s?ศ\.)?)?\s{{0,2}}(?P<year>\d{{4}}|\d{{2}})(?!\d|[.,:/]\d|{_COUNTED})"
)
_BETWEEN = re.compile(rf"{_TO}(?:วันที่|เดือน|สิ้นเดือน)?\s{{0,3}}")
_NAMED_BEFORE = re.compile(r"(?:เดือน|วันที่)\s?$")
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<day>\d{1,2})(?P<by>[/.-])(?P<month>\d{1,2})(?P=by)(?P<year>\d{4}|(?<=/)\d{2})"
    r"|(?P<year_first>\d{4})-(?P<month_next>\d{2})-(?P<day_last>\d{2}))(?![\d/])"
)
_ENGLISH_DATE = re.compile(
    r"(?<![A-Za-z\d])(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s)?(?P<month>" + "|".join(_ENGLISH)
    + r")[a-z]{0,6}\.?\s(?:(?P<next>\d{1,2}),\s?)?(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)  # fmt: skip
_COMMON_ERA = re.compile(r"(?:19|20)\d\d")
_LOOK_BACK = 24
_FIRST_YEAR = 2400  # Buddhist; what lies below is a year of the common era
_LATEST = 2640  # where no fiscal year says more
_YEARS_AHEAD = 40  # a plan may reach as far beyond the report's year, a slip (2658) further
_OLD_OR_NEW = 40  # two digits up to as many years from the fiscal year are a year

_FISCAL_YEAR = re.compile(
    r"(?:ปีงบประมาณ|ปีงบฯ?|(?:งบประมาณ(?:รายจ่าย)?)?ประจำปี|\bFY|\bfiscal\s+year|ปี\s?พ\.\s?ศ\.)\s{0,3}[:：]?\s{0,3}(?:พ\.?\s?ศ\.?)?\s{0,3}"
    r"(?P<year>2[3456]\d\d|20\d\d|\d\d)(?!\d|\s?[-–]\s?(?:พ\.ศ\.\s?)?2[4-6]\d\d)",
    re.IGNORECASE,
)
# A year beside the quarter it has: "ไตรมาส 2/2567", "ไตรมาสที่ 4 ปี 2566", "ปี 2568 ไตรมาส 2".
_YEAR_OF_QUARTER = re.compile(
    r"(?:ไตรมาส(?:ที่)?|(?<![A-Za-z])Q)\s{0,3}[1-4]\s{0,3}(?:/|ปี)\s{0,3}(?:พ\.?ศ\.?)?\s{0,3}(2[56]\d\d)(?!\d)"
    r"|ปี\s{0,3}(?:พ\.?ศ\.?)?\s{0,3}(2[56]\d\d)\s{0,3}(?:ประจำ)?ไตรมาส"
)
_WORDED = {"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4}
_ONE_QUARTER = r"([1-4]|หนึ่ง|สอง|สาม|สี่)(?!\d)"
_QUARTER = re.compile(
    rf"(?:ไตรมาส(?:ที่|ที)?|(?<![A-Za-z])Q(?:uarter)?)\s{{0,3}}[:：]?\s{{0,3}}{_ONE_QUARTER}"
    rf"(?:\s{{0,3}}(?:-|–|ถึง|และ|,)\s{{0,3}}(?:ไตรมาส(?:ที่)?\s?|Q)?{_ONE_QUARTER})?|\b([1-4])(?:st|nd|rd|th)\s+quarter",
    re.IGNORECASE,
)
_MONTHS_OF_YEAR = re.compile(r"รอบ\s?(3|6|9|12)\s?เดือน(หลัง)?|ครึ่งปี(แรก|หลัง)")
_AS_OF = re.compile(
    r"(?P<data>ข้อมูล[ก-๎\s]{0,30}?\s?[:：]?\s?)?(?:(?<![ก-๎])|(?<=ข้อมูล))ณ\s?(?:สิ้น)?(?:วันที่|เดือน)?\s{0,3}(?=[\dก-ฮเ])|\bas\s(?:of|at)\s"
)
_AT_END = re.compile(r"(?:ณ|สิ้น)\s?(?:สิ้น)?(?:วันที่|เดือน)?\s{0,3}$")
_SIGNED = re.compile(r"(?:ประกาศ|ให้ไว้|ลงนาม|ลงชื่อ)\s?$")  # a law's own date
_AS_OF_LENGTH = 40


@dataclass(frozen=True, slots=True)
class _Month:
    """A month with the days in front and the year behind, as they stand at `start:end`."""

    start: int
    end: int
    first: int | None
    last: int | None
    month: int
    year: str | None
    named: bool  # เดือน or วันที่ in front
    february: bool  # ก.พ., also an organisation

    @property
    def sure(self) -> bool:
        """Whether it is a date even without a year."""
        return self.named or (self.last is not None and not self.february)


def find_dates(text: str, fiscal_year: int | None = None) -> tuple[DateSpan, ...]:
    """Every date and range of dates, in order; two-digit years are Buddhist.

    "20 มิ.ย. 68" is 2025-06-20, "ต.ค. 67 - ก.ย. 68" all days from 2024-10-01 to 2025-09-30. A year that is
    left out ("เม.ย.-มิ.ย.") is that of `fiscal_year` (Buddhist), else first and last are `None`. A date that
    no calendar has (31 ก.พ.) is malformed.
    """
    words = arabic(text)
    others = [*_numeric(text, words, fiscal_year), *_english(text, words, fiscal_year)]
    spans = [*_thai(text, words, fiscal_year), *_joined(text, words, sorted(others, key=_start))]
    return tuple(sorted(spans, key=_start))


def _start(span: DateSpan) -> int:
    return span.start


def _thai(text: str, words: str, fiscal_year: int | None) -> Iterator[DateSpan]:
    months: list[_Month] = []
    for found in _MONTH.finditer(words):
        month = _month(words, found, months[-1].end if months else 0, fiscal_year)
        if month is not None:
            months.append(month)
    index = 0
    while index < len(months):
        month, after = months[index], months[index + 1] if index + 1 < len(months) else None
        index += 1
        if after is not None and _BETWEEN.fullmatch(words, month.end, after.start):
            index += 1
            yield _range(text, month, after, fiscal_year)
        elif month.year is not None or month.sure:
            yield _range(text, month, month, fiscal_year)
            if month.last is not None:
                yield from _listed(text, words, month, fiscal_year)


def _month(words: str, found: re.Match[str], begin: int, fiscal_year: int | None) -> _Month | None:
    """The month found, with days (from `begin` on) and year; `None` where nothing makes its letters a month."""
    behind = _YEAR_BEHIND.match(words, found.end())
    year = behind["year"] if behind and _is_year(behind["year"], fiscal_year) else None
    front = words[max(begin, found.start() - _LOOK_BACK) : found.start()]
    day = _DAY_BEFORE.search(front)
    is_range = day is not None and day["first"] is not None and int(day["first"]) <= _MOST_DAYS
    start = found.start() - len(front) + (day.start("first" if is_range else "day") if day else len(front))
    name = "".join(found[0].split())
    if found["short"] and "." not in name[:-1] and (day is None or year is None):
        return None
    return _Month(
        start=start,
        end=behind.end() if behind and year else found.end(),
        first=int(day["first"] if is_range else day["day"]) if day else None,
        last=int(day["day"]) if day else None,
        month=_NUMBER_OF_MONTH[name.replace(".", "")],
        year=year,
        named=_NAMED_BEFORE.search(words, max(0, start - _LOOK_BACK), start) is not None,
        february=name.rstrip(".") == "ก.พ",
    )


def _range(text: str, one: _Month, other: _Month, fiscal_year: int | None) -> DateSpan:
    """The span from the first day of one to the last of the other (which may be the same)."""
    wraps = one is not other and one.month > other.month
    last_year = _common_era(other.year, fiscal_year) if other.year else None
    first_year = _common_era(one.year, fiscal_year) if one.year else None
    if last_year is None:
        last_year = first_year + wraps if first_year else _year_of_month(other.month, fiscal_year)
    if first_year is None and last_year is not None:
        first_year = last_year - wraps
    precision: Precision = "day" if one.first is not None else "month"
    printed = text[one.start : other.end]
    if first_year is None or last_year is None:
        possible = all(day is None or 1 <= day <= monthrange(2000, m.month)[1] for m in (one, other) for day in (m.first, m.last))
        return DateSpan(printed, None, None, one.start, other.end, precision, malformed=not possible)
    first = _day(first_year, one.month, one.first or 1 if one.first != 0 else 0)
    last = _day(last_year, other.month, _last_day(last_year, other.month) if other.last is None else other.last)
    late = last_year > (fiscal_year + _YEARS_AHEAD if fiscal_year else _LATEST) - BUDDHIST_OFFSET
    if first is None or last is None or first > last or late:
        return DateSpan(printed, None, None, one.start, other.end, precision, malformed=True)
    return DateSpan(printed, first, last, one.start, other.end, precision)


def _listed(text: str, words: str, month: _Month, fiscal_year: int | None) -> Iterator[DateSpan]:
    """The days in front of a date's own: "วันที่ 1, 5 และ 8 ก.ย. 68" has two more."""
    begin = max(0, month.start - 2 * _LOOK_BACK)
    more = _MORE_DAYS_BEFORE.search(words, begin, month.start)
    for day in _ONE_OF_DAYS.finditer(words, more.start(1), more.end(1)) if more else ():
        first, last = int(day["first"]), int(day["last"] or day["first"])
        one = _Month(day.start(), day.end(), first, last, month.month, month.year, named=True, february=False)
        yield _range(text, one, one, fiscal_year)


def _joined(text: str, words: str, spans: list[DateSpan]) -> Iterator[DateSpan]:
    """The dates, two with only a dash between as one range: "01/10/2567 - 30/09/2568"."""
    index = 0
    while index < len(spans):
        one, after = spans[index], spans[index + 1] if index + 1 < len(spans) else None
        index += 1
        if after is None or not one.first or not after.last or not _BETWEEN.fullmatch(words, one.end, after.start):
            yield one
            continue
        index += 1
        wrong = one.first > after.last
        first, last = (None, None) if wrong else (one.first, after.last)
        yield DateSpan(text[one.start : after.end], first, last, one.start, after.end, one.precision, wrong)


def _numeric(text: str, words: str, fiscal_year: int | None) -> Iterator[DateSpan]:
    for found in _NUMERIC.finditer(words):
        year = found["year"] or found["year_first"]
        month = int(found["month"] or found["month_next"])
        if not _is_year(year, fiscal_year) or (found["day"] and month > len(_MONTHS)):
            continue  # 10/20/2568 is a running number, not a date
        only = _day(_common_era(year, fiscal_year), month, int(found["day"] or found["day_last"]))
        yield DateSpan(text[found.start() : found.end()], only, only, *found.span(), "day", malformed=only is None)


def _english(text: str, words: str, fiscal_year: int | None) -> Iterator[DateSpan]:
    if _COMMON_ERA.search(words) is None:
        return  # the usual case, told cheaply
    for found in _ENGLISH_DATE.finditer(words):
        if not _is_year(found["year"], fiscal_year):
            continue
        year, month = _common_era(found["year"], fiscal_year), _ENGLISH.index(found["month"].lower()) + 1
        day = found["day"] or found["next"]
        first = _day(year, month, int(day or 1))
        last = first if day else _day(year, month, _last_day(year, month))
        precision: Precision = "day" if day else "month"
        yield DateSpan(text[found.start() : found.end()], first, last, *found.span(), precision, malformed=first is None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _is_year(digits: str, fiscal_year: int | None) -> bool:
    """Whether digits can be a year at all: 2568, 2025, 68; of two digits those near the fiscal year."""
    year = int(digits)
    if len(digits) > 2:  # four digits
        return 1900 <= year < 2100 or _FIRST_YEAR <= year < 2700  # centuries that reports name
    if fiscal_year is None:
        return year >= _OLD_OR_NEW
    return abs(_century(year, fiscal_year) - fiscal_year) <= _OLD_OR_NEW


def _century(year: int, fiscal_year: int | None) -> int:
    """The Buddhist year that two digits mean: the one next to the fiscal year, else of 2500 to 2599."""
    if fiscal_year is None:
        return 2500 + year
    begin = fiscal_year - _CENTURY // 2
    return begin + (year - begin) % _CENTURY


def _common_era(digits: str, fiscal_year: int | None) -> int:
    year = int(digits)
    if len(digits) == 2:  # as printed: 68
        year = _century(year, fiscal_year)
    return year - BUDDHIST_OFFSET if year >= _FIRST_YEAR else year


def _year_of_month(month: int, fiscal_year: int | None) -> int | None:
    """The year of the common era in which the fiscal year has the month."""
    return None if fiscal_year is None else fiscal_year - BUDDHIST_OFFSET - (month >= 10)  # October


def fiscal_year_of(day: date) -> int:
    """The fiscal year (Buddhist era) of a day: 2024-10-01 is in 2568."""
    return day.year + BUDDHIST_OFFSET + (day.month >= 10)  # October


def quarter_of(day: date) -> int:
    """The quarter of the fiscal year: October to December is 1, July to September 4."""
    return (day.month + 2) // 3 % 4 + 1


def fiscal_year_start(fiscal_year: int) -> date:
    """The first day of a fiscal year (Buddhist era): 2568 begins on 2024-10-01."""
    return fiscal_quarter(fiscal_year, 1)[0]


def quarter_end(fiscal_year: int, quarter: int) -> date:
    """The last day of a quarter: (2568, 4) is 2025-09-30."""
    return fiscal_quarter(fiscal_year, quarter)[1]


def fiscal_quarter(fiscal_year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter (1 to 4): (2568, 1) is 2024-10-01 to 2024-12-31."""
    month = (10, 1, 4, 7)[quarter - 1]
    year = fiscal_year - BUDDHIST_OFFSET - (quarter == 1)
    return date(year, month, 1), date(year, month + 2, _last_day(year, month + 2))


def find_fiscal_year(text: str) -> int | None:
    """The fiscal year that the words name: "ปีงบประมาณ พ.ศ. ๒๕๖๘" and "ปีงบประมาณ 68" are 2568.

    A range of years ("2566-2570") is a plan's, and names none. A quarter's year is it too: "ไตรมาส 2/2567".
    """
    words = arabic(text)
    for found in _FISCAL_YEAR.finditer(words):
        year = int(found["year"])
        if year >= _CENTURY:
            return year if year >= _FIRST_YEAR - _CENTURY else year + BUDDHIST_OFFSET
        if "ประจำปี" not in found[0]:  # ประจำปี 68 may be anything
            return 2500 + year if year >= _OLD_OR_NEW else 2000 + year + BUDDHIST_OFFSET
    beside = _YEAR_OF_QUARTER.search(words)
    return int(beside[1] or beside[2]) if beside else None


def find_quarter(text: str) -> int | None:
    """The quarter that the words name; of a range its last: "ไตรมาส 1-4" and "ไตรมาสที่ ๔" are 4.

    "รอบ 6 เดือน" closes the second quarter.
    """
    words = arabic(text)
    found = _QUARTER.search(words)
    if found is not None:
        name = found[2] or found[1] or found[3]
        return _WORDED.get(name) or int(name)
    months = _MONTHS_OF_YEAR.search(words)
    if months is None:
        return None
    if months[2] or months[3]:
        return 4 if "หลัง" in (months[2], months[3]) else 2
    return int(months[1]) // 3


def period_of(text: str) -> tuple[date, date] | None:
    """The first range of more than a day that the words give: first day, last day; "ณ สิ้นเดือน …" is none."""
    for span in find_dates(text):
        if _AT_END.search(text, max(0, span.start - _LOOK_BACK), span.start):
            continue
        if span.first is not None and span.last is not None and span.first < span.last:
            return span.first, span.last
    return None


def as_of(text: str) -> date | None:
    """The date the data is as of: "ข้อมูล ณ วันที่ 30 กันยายน 2568" is 2025-09-30; "ประกาศ ณ วันที่ …" is not."""
    words = arabic(text)
    best: date | None = None
    for found in _AS_OF.finditer(words):
        if _SIGNED.search(words, max(0, found.start() - _LOOK_BACK), found.start()):
            continue
        span = next(iter(find_dates(words[found.end() : found.end() + _AS_OF_LENGTH])), None)
        if span is not None and span.start == 0 and span.last is not None:
            if found["data"]:
                return span.last
            best = best or span.last
    return best
