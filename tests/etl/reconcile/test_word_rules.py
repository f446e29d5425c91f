"""The rules of words: lists against counts, stated sums and averages, names against names."""

from __future__ import annotations

import pytest

from etl.pipeline import process
from etl.source import make_source

HEAD = (
    "รายงานผลการดำเนินงาน\nสำนักงานพัฒนารัฐบาลดิจิทัล (องค์การมหาชน)\nประจำปีงบประมาณ พ.ศ. 2568 ไตรมาสที่ 4\n\n"
    "1. โครงการน้ำสะอาด\tเป้าหมาย\tผลการดำเนินงาน\tสถานะ\n1. {name}\t1 แห่ง\t{summary}\t\n\n1. โครงการน้ำสะอาด\n\n"
    "ตัวชี้วัด (สำนักงบประมาณ)\tเป้าหมาย\tผลการดำเนินงาน\tQ1\tQ2\tQ3\tQ4\n1. {name}\t1 แห่ง\t{result}\t-\t-\t-\t1\n\n{words}\n"
)


def outcomes(words: str, result: str = "3 แห่ง", summary: str | None = None) -> dict[str, list[str]]:
    """The outcomes of the rules of words, by rule."""
    text = HEAD.format(name="ภาคีเครือข่าย", result=result, summary=summary or result, words=words)
    report = process(text.encode(), make_source("r.txt", text.encode()))
    found: dict[str, list[str]] = {}
    for check in report.checks:
        if check.rule.startswith("narrative.") or check.rule in ("kpi.list_count", "kpi.names_differ", "kpi.activities_sum"):
            found.setdefault(check.rule, []).append(check.outcome)
    return found


LISTS = [
    ("ได้แก่\n- 1) ก\n- 2) ข\n- 3) ค", {"kpi.list_count": ["pass"]}, "as long as the result"),
    ("ได้แก่\n- 1) ก\n- 2) ข", {"kpi.list_count": ["fail"]}, "one entry short"),
    ("ดังนี้\n- ก\n- ข\n- ค", {"kpi.list_count": ["pass"]}, "bullets count too"),
    ("\n- 1) ก\n- 2) ข", {}, "a list that no word introduces never contradicts"),
    ("\n- 1) ก\n- 2) ข\n- 3) ค", {"kpi.list_count": ["pass"]}, "but may confirm"),
    ("ได้แก่ :\nกลุ่มหนึ่ง : 1) ก 2) ข\nกลุ่มสอง : 3) ค", {"kpi.list_count": ["pass"]}, "a list that runs on over lines"),
    ("ผ่าน 2 ช่องทาง ได้แก่ 1) ก 2) ข", {"narrative.count_differs": ["pass"]}, "a list with its own count is not the result's"),
    ("จำนวน 3 บริษัท คือ 1. ก 2. ข และ 3. ค", {"narrative.count_differs": ["pass"]}, "a stated number of things listed"),
    ("จำนวน 4 บริษัท คือ 1. ก 2. ข และ 3. ค", {"narrative.count_differs": ["fail"]}, "one too many stated"),
    (
        "จำนวน 4 จังหวัด คือ น่าน แพร่ ลำปาง (2 ครั้ง)",
        {"narrative.count_differs": ["pass"]},
        "an entry with (2 ครั้ง) counts two",
    ),
    ("จำนวน 5 จังหวัด คือ น่าน แพร่ ลำปาง ขอนแก่น", {"narrative.count_differs": ["fail"]}, "a province is missing"),
    (
        "จำนวน 5 จังหวัด คือ น่าน พิชญะโลก แพร่ นครพนมหนองบัวลำภู",
        {"narrative.count_differs": ["pass"]},
        "one misspelt, two run together",
    ),
]


@pytest.mark.parametrize(("words", "expected", "reason"), LISTS)
def test_lists_are_as_long_as_they_say(words: str, expected: dict[str, list[str]], reason: str) -> None:
    assert outcomes(f"ผลการดำเนินงานไตรมาส 4 : {words}") == expected, reason


SUMS = [
    ("ทั้งหมด 30 ฉบับ ดังนี้ 1. ก จำนวน 10 ฉบับ 2. ข จำนวน 20 ฉบับ", {"narrative.sum": ["pass"]}, "parts behind the sum"),
    ("ทั้งหมด 31 ฉบับ ดังนี้ 1. ก จำนวน 10 ฉบับ 2. ข จำนวน 20 ฉบับ", {"narrative.sum": ["fail"]}, "one off"),
    ("ชม 100 ครั้ง และแชร์ 50 ครั้ง ยอดรวม 150 ครั้ง", {"narrative.sum": ["pass"]}, "parts in front"),
    ("ชาย 301 คน และหญิง 115 คน รวม 415 คน", {"narrative.sum": ["fail"]}, "joined by และ, and one off"),
    ("ชม 10,00 ครั้ง และแชร์ 50 ครั้ง ยอดรวม 150 ครั้ง", {"narrative.sum": ["unknown"]}, "a part that cannot be read"),
    ("มีผู้เข้าร่วมรวม 2,709 คน และสอบผ่านทั้งสิ้น 2,549 คน", {}, "two totals are not each other's parts"),
    (
        "พบว่า\n1. ตลาด ร้อยละ 75.72\n2. สื่อสาร ร้อยละ 79.33\nทั้งนี้ ค่าเฉลี่ยของ 2 ประเภท คือ 77.53",
        {"narrative.mean": ["pass"]},
        "77.525 is printed 77.53",
    ),
    (
        "พบว่า\n1. ตลาด ร้อยละ 75.72\n2. สื่อสาร ร้อยละ 79.33\nทั้งนี้ ค่าเฉลี่ยของ 2 ประเภท คือ 77.63",
        {"narrative.mean": ["fail"]},
        "a wrong digit",
    ),
]


@pytest.mark.parametrize(("words", "expected", "reason"), SUMS)
def test_stated_sums_and_averages_are_what_their_parts_give(words: str, expected: dict[str, list[str]], reason: str) -> None:
    found = outcomes(f"ผลการดำเนินงานไตรมาส 4 : {words}", result="ร้อยละ 90")
    assert {rule: said for rule, said in found.items() if rule.startswith("narrative.")} == expected, reason


@pytest.mark.parametrize(
    ("items", "result", "expected", "reason"),
    [
        ("- 1) ก จำนวน 30 คน\n- 2) ข จำนวน 70 ราย", "100 คน", ["pass"], "persons and cases count as one"),
        ("- 1) ก จำนวน 30 คน\n- 2) ข จำนวน 71 คน", "100 คน", ["fail"], "every item is counted, and it is one off"),
        ("- 1) ก จำนวน 30 คน\n- 2) ข จำนวน 60 คน\n- 3) ค", "100 คน", ["unknown"], "an item has no count"),
        ("- 1) ก จำนวน 30 คน", "100 คน", [], "one activity is no list"),
        (
            "1) ก จำนวน 30 คน\n2) ข จำนวน 70 คน\nก) ค จำนวน 50 คน\nข) ง จำนวน 20 คน",
            "100 คน",
            ["pass"],
            "the parts of 2) stand below it",
        ),
        ("1) ก จำนวน 30 คน\n- ข จำนวน 70 คน", "100 คน", ["pass"], "two lists, or one in two styles"),
        ("1) ก จำนวน 30 คน\n2) ข จำนวน 60 คน\n- ค จำนวน 50 คน", "100 คน", ["unknown"], "who knows which of them are parts"),
    ],
)
def test_activities_add_up_to_the_result(items: str, result: str, expected: list[str], reason: str) -> None:
    assert outcomes(items, result).get("kpi.activities_sum", []) == expected, reason


@pytest.mark.parametrize(
    ("summary", "words", "expected", "reason"),
    [
        ("2 หน่วยงาน (สพร. สดช.)", "1) สพร. ใช้แล้ว 2) สดช. ใช้แล้ว", ["pass"], "the same two"),
        ("2 หน่วยงาน (สพร. สดช.)", "1) กสทช. ใช้แล้ว 2) สคบ. ใช้แล้ว", ["fail"], "two others"),
        ("2 หน่วยงาน", "1) กสทช. ใช้แล้ว 2) สคบ. ใช้แล้ว", [], "the summary names none"),
    ],
)
def test_the_organisations_of_one_result_are_the_same(summary: str, words: str, expected: list[str], reason: str) -> None:
    found = outcomes(f"ผลการดำเนินงานไตรมาส 4 : {words}", "2 หน่วยงาน", summary)
    assert found.get("kpi.names_differ", []) == expected, reason
