"""Buddhist dates, ranges, fiscal years and quarters."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.dates import (
    as_of,
    find_dates,
    find_fiscal_year,
    find_quarter,
    fiscal_quarter,
    fiscal_year_of,
    fiscal_year_start,
    period_of,
    quarter_end,
    quarter_of,
)

YEAR = 2568


def iso(text: str, fiscal_year: int | None = YEAR) -> list[str]:
    """The dates found: "first/last", one where they are the same, "?" without a year, "!" malformed."""
    found = []
    for span in find_dates(text, fiscal_year):
        if span.malformed:
            found.append("!")
        elif span.first is None:
            found.append("?")
        else:
            found.append(str(span.first) if span.first == span.last else f"{span.first}/{span.last}")
    return found


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("20 มิ.ย. 68", ["2025-06-20"], "two digits are Buddhist"),
        ("10 ก.พ 2568", ["2025-02-10"], "the last point is missing"),
        ("18 ก.ย.68", ["2025-09-18"], "no space"),
        ("30กันยายน2568", ["2025-09-30"], "no spaces at all"),
        ("30 กันยายน พ.ศ. ๒๕๖๘", ["2025-09-30"], "the era named, Thai digits"),
        ("วันที่ 5 เดือน กันยายน พ.ศ. 2568", ["2025-09-05"], "day and month named"),
        ("15 มีค. 68", ["2025-03-15"], "the point between is missing"),
        ("8 ส.ค. 2025", ["2025-08-08"], "a year of the common era"),
        ("30 September 2025", ["2025-09-30"], "in English"),
        ("Sep 30, 2025", ["2025-09-30"], "in American English"),
        ("2025-09-30", ["2025-09-30"], "ISO"),
        ("30/09/2568", ["2025-09-30"], "slashes"),
        ("30/9/68", ["2025-09-30"], "slashes, two digits"),
        ("1 ตุลาคม 2567 – 30 กันยายน 2568", ["2024-10-01/2025-09-30"], "a range with an en dash"),
        ("1 ตุลาคม 2567 ถึงวันที่ 30 กันยายน 2568", ["2024-10-01/2025-09-30"], "a range in words"),
        ("ต.ค. 67 - ก.ย. 68", ["2024-10-01/2025-09-30"], "a range of months has all their days"),
        ("ต.ค.67-ก.ย.68", ["2024-10-01/2025-09-30"], "without spaces"),
        ("01/10/2567 - 30/09/2568", ["2024-10-01/2025-09-30"], "a range with slashes"),
        ("12-14 มี.ค. 68", ["2025-03-12/2025-03-14"], "a range of days"),
        ("12 มี.ค. - 3 เม.ย. 68", ["2025-03-12/2025-04-03"], "one year for both"),
        ("25 ธ.ค. - 5 ม.ค. 68", ["2024-12-25/2025-01-05"], "over the new year"),
        ("31 ธ.ค. 67 - 2 ม.ค. 68", ["2024-12-31/2025-01-02"], "a year is no day of the next date"),
        ("เม.ย.-มิ.ย.", ["2025-04-01/2025-06-30"], "the fiscal year gives the year"),
        ("ต.ค. - ธ.ค.", ["2024-10-01/2024-12-31"], "its first quarter lies in the year before"),
        ("ต.ค. - มี.ค.", ["2024-10-01/2025-03-31"], "over the new year"),
        ("30 กันยายน", ["2025-09-30"], "a day without a year"),
        ("เดือน ก.ค.", ["2025-07-01/2025-07-31"], "a month that says it is one"),
        ("ก.ค. 68", ["2025-07-01/2025-07-31"], "a month with its year"),
        ("29 ก.พ. 2567", ["2024-02-29"], "a leap day"),
        ("วันที่ 1-3 และ 5 ก.ย. 68", ["2025-09-01/2025-09-03", "2025-09-05"], "several days of a month"),
        ("12 มี.ค.68 และ 15 มี.ค.68", ["2025-03-12", "2025-03-15"], "two dates"),
        ("3 คน 4 ม.ค. 68", ["2025-01-04"], "a count in front"),
        ("หน้า 67 - 2 ม.ค. 68", ["2025-01-02"], "a page in front"),
        ("เดือน มิ.ย. 50 คน", ["2025-06-01/2025-06-30"], "a count behind is no year"),
        ("1 ก.ย. 68 10.00 น.", ["2025-09-01"], "a clock time behind"),
    ],
)
def test_a_date_is_read_as_printed(text: str, expected: list[str], reason: str) -> None:
    assert iso(text) == expected, reason


@pytest.mark.parametrize(
    "text",
    ["31 ก.พ. 68", "29 ก.พ. 2568", "31 มิถุนายน 2568", "0 ม.ค. 68", "32 ม.ค. 68", "31/04/2568", "ก.ย. 68 - ต.ค. 67",
     "5 กันยายน 2568 - 1 กันยายน 2568", "30 ก.ย. 2658", "5 - 32 ม.ค. 68"],
)  # fmt: skip
def test_a_date_that_no_calendar_has_is_malformed(text: str) -> None:
    (span,) = find_dates(text, YEAR)
    assert (span.first, span.last, span.malformed) == (None, None, True)
    assert span.printed == text


@pytest.mark.parametrize(
    "text",
    ["ก.พ.ร.", "สำนักงาน ก.พ.", "พ.ศ. 2565", "ปี 2565", "มาตรา 18 (3)", "2/2568", "กันยายน", "1.2.3", "12,000 ราย", "ม.ค.ศ.", ""],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_dates(text, YEAR) == ()


@pytest.mark.parametrize("text", ["เม.ย.-มิ.ย.", "30 กันยายน", "เดือน ก.ค."])
def test_without_any_year_nothing_is_guessed(text: str) -> None:
    assert iso(text, None) == ["?"]


def test_the_fiscal_year_decides_the_century_of_two_digits() -> None:
    assert iso("20 มิ.ย. 05", 2605) == ["2062-06-20"]
    assert iso("20 มิ.ย. 68", 2568) == ["2025-06-20"]


def test_offsets_and_precision_are_those_of_the_printed_words() -> None:
    text = "ระหว่าง ต.ค. ๖๗ – ก.ย. ๖๘ และ ๒๐ มิ.ย. ๖๘"
    months, day = find_dates(text, YEAR)
    assert (text[months.start : months.end], months.precision) == ("ต.ค. ๖๗ – ก.ย. ๖๘", "month")
    assert (text[day.start : day.end], day.precision) == ("๒๐ มิ.ย. ๖๘", "day")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๘", 2568),
        ("ปีงบประมาณ 68", 2568),
        ("ปีงบประมาณ 2568 (แผนเงิน)", 2568),
        ("งบประมาณรายจ่ายประจำปี พ.ศ. 2568", 2568),
        ("FY2568", 2568),
        ("FY 2025", 2568),
        ("ประจำปี 2568", 2568),
        ("ปีงบประมาณ พ.ศ. 2566-2570", None),
        ("ปีงบประมาณ พ.ศ. 2568 – 30 กันยายน", 2568),
        ("ปีงบประมาณ", None),
        ("ปี 2568", None),
        ("ไตรมาส 2/2567", 2567),
        ("ปีงบประมาณ : พ.ศ. 2568 ไตรมาส : 2", 2568),
        ("ไตรมาสที่ ๔ ปี ๒๕๖๖", 2566),
        ("ปี 2568 ไตรมาส 2", 2568),
        ("ไตรมาส 2 ปี 2567 และประจำปีงบประมาณ พ.ศ. 2568", 2568),
    ],
)
def test_a_fiscal_year_is_named(text: str, expected: int | None) -> None:
    assert find_fiscal_year(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ไตรมาสที่ 4", 4),
        ("ไตรมาส ๔", 4),
        ("ไตรมาส4", 4),
        ("Q4", 4),
        ("ไตรมาส 1-4", 4),
        ("ไตรมาสที่ 1 - ไตรมาสที่ 3", 3),
        ("ไตรมาสที่สอง", 2),
        ("ไตรมาส 3/2568", 3),
        ("ปีงบประมาณ : พ.ศ. 2568 ไตรมาส : 2", 2),
        ("รอบ 6 เดือน", 2),
        ("รอบ 12 เดือน", 4),
        ("ไตรมาสที่ 5", None),
        ("ไตรมาส 14", None),
        ("FAQ4", None),
        ("", None),
    ],
)
def test_a_quarter_is_named(text: str, expected: int | None) -> None:
    assert find_quarter(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ข้อมูล ณ วันที่ 30 กันยายน 2568", date(2025, 9, 30)),
        ("(ณ วันที่ 30 กันยายน 2568)", date(2025, 9, 30)),
        ("ข้อมูลผลการเบิกจ่าย ณ 30 กันยายน 68", date(2025, 9, 30)),
        ("ณ สิ้นเดือน กันยายน 2568", date(2025, 9, 30)),
        ("ประกาศ ณ วันที่ 4 กรกฎาคม 2568 ข้อมูล ณ วันที่ 30 กันยายน 2568", date(2025, 9, 30)),
        ("ประกาศ ณ วันที่ 4 กรกฎาคม 2568", None),
        ("คุณ 30 กันยายน 2568", None),
        ("ณ ห้องประชุม", None),
    ],
)
def test_the_date_of_the_data_is_not_the_date_of_a_law(text: str, expected: date | None) -> None:
    assert as_of(text) == expected


def test_a_period_is_the_first_range() -> None:
    assert period_of("ตั้งแต่ 1 ตุลาคม 2567 – 30 กันยายน 2568") == (date(2024, 10, 1), date(2025, 9, 30))
    assert period_of("ณ วันที่ 30 กันยายน 2568") is None
    assert period_of("ข้อมูล ณ สิ้นเดือนมิถุนายน 2567") is None


def test_fiscal_years_begin_in_october() -> None:
    assert fiscal_year_start(2568) == date(2024, 10, 1)
    assert (fiscal_year_of(date(2024, 9, 30)), fiscal_year_of(date(2024, 10, 1))) == (2567, 2568)
    assert [quarter_of(date(2025, month, 1)) for month in (10, 1, 4, 7)] == [1, 2, 3, 4]
    assert fiscal_quarter(2568, 1) == (date(2024, 10, 1), date(2024, 12, 31))
    assert [quarter_end(2567, quarter) for quarter in (1, 2, 3, 4)] == [
        date(2023, 12, 31), date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30),
    ]  # fmt: skip
