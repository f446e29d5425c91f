"""Chooses among header columns of one role the one that is meant: of this year, to date, after transfers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from parsers.markup import plain
from parsers.numbers import run_together
from schemas.outline import HeaderColumn
from schemas.record import QUARTERS

CUMULATIVE = re.compile("สะสม|cumulative")
# "ผลการดำเนินงาน ปี 2567", "(พ.ศ. 67)", "งบประมาณ 2567"; a range of years is a plan's, months have the calendar's.
_YEAR = re.compile(
    r"(?:(?:ปี(?:งบประมาณ|งบฯ?)?(?:พ\.?ศ\.?)?|พ\.?ศ\.?)(?P<year>25\d\d|\d\d)"
    r"|(?:(?<![ก-๎.])ผล|เป้าหมาย|งาน|งบประมาณ|จ่าย)(?P<bare>25\d\d))(?!\d|[-–]|ถึง)"
)
# A quarter alone; up to one ("ณ สิ้นไตรมาส 2", "ถึงไตรมาส 2") or several are none.
_QUARTER = re.compile(
    r"(?<!ณ)(?<!สิ้น)(?<!ถึง)(?<!-)(?<!–)(?:(?<![a-z])q|ไตรมาส(?:ที่)?)([1-4])(?!\d|(?:-|–|ถึง|และ|\+|,)(?:q|ไตรมาส(?:ที่)?)?[1-4](?!\d))"
)
_MONTH_ALONE = re.compile(r"เดือน(?:นี้|ที่รายงาน)|ประจำเดือน|รายเดือน|ในเดือน")
_BEFORE_TRANSFERS = re.compile(r"พ\.ร\.บ|พรบ|ก่อนโอน|เดิม|คำขอ|ที่ขอ|เสนอขอ|ต้นปี")
_AFTER_TRANSFERS = re.compile(r"หลังโอน|หลังปรับ|ปรับปรุง|ปัจจุบัน|สุทธิ|ปรับแผน|ใหม่")
_WHOLE_YEAR = re.compile(r"ทั้งปี|ประจำปี|รวม|ทั้งสิ้น|ตลอดปี")

_DONE = ("result", "spent", "disbursed", "committed", "disbursed_pct")  # of the past, never of a year to come
_MEANT = ("target", "planned", "allocated")
ACTUAL = "actual"  # "Q1 actual": what was done in a quarter, where it has a column beside the plan
MONEY = ("allocated", "planned", "spent", "disbursed", "committed")


def meant(columns: Sequence[HeaderColumn]) -> list[HeaderColumn]:
    """The columns with one a role: of rivals the one that is meant, money of one quarter under a role of its own.

    "ผลการเบิกจ่าย ปี 2566 | ผลการเบิกจ่าย ปี 2567" keeps the second, "ผล ไตรมาส 2 | ผลสะสม" too; of
    "งบประมาณตาม พ.ร.บ. | งบประมาณหลังโอนเปลี่ยนแปลง" the allocation is what is left after transfers; "แผน ไตรมาส 1"
    of a table of money is "planned Q1", and no plan of the year.
    """
    columns = _of_the_year(columns)
    is_money = any(column.role in MONEY for column in columns) and all(column.role != "target" for column in columns)
    if is_money:
        columns = [_in_its_quarter(column) for column in columns]
    kept: dict[str, HeaderColumn] = {}
    for column in columns:
        rival = kept.get(column.role)
        if rival is None or _rank(column) < _rank(rival):
            kept[column.role] = column
    return [column for column in columns if kept[column.role] is column]


def of_kpi_quarters(columns: list[HeaderColumn]) -> list[HeaderColumn]:
    """The columns of a table with targets: what stands below or names a quarter is its plan "Q1" or its "Q1 actual"."""
    roles = {column.role for column in columns}
    if "target" not in roles or "allocated" in roles:
        return columns
    columns = _of_named_quarters(columns)
    if any(column.role == "planned" for column in columns):
        return columns
    return [replace(column, role=_of_kpi_quarter(column.role)) for column in columns]


def _of_named_quarters(columns: list[HeaderColumn]) -> list[HeaderColumn]:
    """Beside a target "แผน Q1 | แผน Q2" are plans of quarters; one target or result of a quarter may be all there is."""
    named = [(column, quarter_said(column.text)) for column in columns]
    several = {
        role
        for role in ("planned", "target", "result")
        if len({quarter for column, quarter in named if column.role == role and quarter}) > (role != "planned")
    }
    return [
        replace(column, role=f"{column.role} {quarter}") if quarter and column.role in several else column
        for column, quarter in named
    ]


def _of_kpi_quarter(role: str) -> str:
    """What a column below a quarter is in a table of KPIs: its plan is "Q1", what was done "Q1 actual"."""
    bare, quarter = split_role(role)
    if quarter is None:
        return role
    return quarter if bare in ("planned", "target") else f"{quarter} {ACTUAL}"


def split_role(role: str) -> tuple[str, str | None]:
    """A role and its quarter: "planned Q1" is ("planned", "Q1"), "planned" is ("planned", `None`)."""
    bare, _, quarter = role.partition(" ")
    return (bare, quarter) if quarter in QUARTERS else (role, None)


def quarter_said(words: str) -> str | None:
    """The one quarter that a column's words are about: "แผนการเบิกจ่าย ไตรมาส 1" is Q1, "ณ สิ้นไตรมาส 1" is none."""
    found = _QUARTER.search(_said(words))
    return f"Q{found[1]}" if found and not CUMULATIVE.search(_said(words)) else None


@lru_cache(maxsize=2048)
def _said(words: str) -> str:
    return run_together(plain(words))


def _year(column: HeaderColumn) -> int | None:
    if column.role not in (*_DONE, *_MEANT):
        return None
    found = _YEAR.search(_said(column.words))
    return int(found["year"] or found["bare"]) % 100 if found else None


def _of_the_year(columns: Sequence[HeaderColumn]) -> list[HeaderColumn]:
    """The columns less those of another year: the last one of what was done, else the first one of what is meant."""
    years = {column.column_no: year for column in columns if (year := _year(column)) is not None}
    if not years:
        return list(columns)
    done = _years(columns, _DONE, years)
    planned = _years(columns, _MEANT, years)
    year = min(planned) if planned and (not done or min(planned) > max(done)) else max(done)
    return [column for column in columns if years.get(column.column_no, year) == year]


def _years(columns: Iterable[HeaderColumn], roles: Sequence[str], years: dict[int, int]) -> list[int]:
    return [years[column.column_no] for column in columns if column.role in roles and column.column_no in years]


def _in_its_quarter(column: HeaderColumn) -> HeaderColumn:
    quarter = quarter_said(column.words)
    if quarter is None:
        return column
    if column.role in MONEY:
        return replace(column, role=f"{column.role} {quarter}")
    return replace(column, role="other_pct") if column.role == "disbursed_pct" else column


def _rank(column: HeaderColumn) -> int:
    """How far a column is from what its role means; the least wins, the first among equals."""
    words = _said(column.words)
    alone = _MONTH_ALONE.search(words) is not None or quarter_said(column.words) is not None
    if column.role == "allocated":
        return 0 if _AFTER_TRANSFERS.search(words) else 2 if _BEFORE_TRANSFERS.search(words) else 1
    if column.role in ("target", "planned"):
        return 3 if alone else 0 if _WHOLE_YEAR.search(words) else 2 if CUMULATIVE.search(words) else 1
    if column.role in _DONE:
        return 3 if alone else 0 if CUMULATIVE.search(words) or _WHOLE_YEAR.search(words) else 1
    return 0
