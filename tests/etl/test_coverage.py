"""What becomes of every number that is printed: published, passed over by its class, or neither."""

from __future__ import annotations

from collections import Counter

import pytest

from etl.pipeline import process
from etl.source import make_source
from schemas.report import Number, Report

REPORT = """รายงานผลการดำเนินงาน สำนักงานพัฒนาธุรกรรมทางอิเล็กทรอนิกส์ (องค์การมหาชน)
ประจำปีงบประมาณ พ.ศ. 2568 ไตรมาส 4 ข้อมูล ณ วันที่ 30 กันยายน 2568

1. โครงการส่งเสริมข้อมูล

	รวมทั้งสิ้น	Q1	Q2	Q3	Q4
แผนการใช้จ่าย	10.00	1.00	2.00	3.00	4.00
ผลใช้จ่าย (เบิกจ่าย+ผูกพัน)	10.00	1.00	2.00	3.00	4.00
- เบิกจ่าย	10.00	1.00	2.00	3.00	4.00
- ผูกพัน	-	-	-	-	-

ตัวชี้วัด (สำนักงบประมาณ)	เป้าหมาย	ผลการดำเนินงาน	Q1	Q2	Q3	Q4
1. หลักสูตรเข้มข้น 9 ภาคสำหรับชุมชน	20 หลักสูตร	22 หลักสูตร	5 (5)	5 (6)	5 (5)	5 (6)
2 ผู้เข้ารับการอบรม	100 คน	101 คน	25 (25)	25 (25)	25 (25)	25 (26)

ผลการดำเนินงานไตรมาส 4 : จัดตามมาตรา 18 และสำรวจอีก 44 แห่ง
"""


@pytest.fixture(scope="module")
def report() -> Report:
    data = REPORT.encode()
    return process(data, make_source("report.txt", data))


def of_line(report: Report, words: str) -> list[Number]:
    line = next(number for number, text in enumerate(REPORT.split("\n"), 1) if text.startswith(words))
    return [number for number in report.numbers if number.place.line == line]


@pytest.mark.parametrize(
    ("words", "fates", "reason"),
    [
        ("1. หลักสูตร", [("1", "outline"), ("9", "name"), *[(n, "value") for n in ("20", "22", *("5", "5", "5", "6") * 2)]],
         "cells that begin with a count and its unit are values; the 9 is part of a name"),
        ("2 ผู้เข้า", [("2", "outline"), ("100", "value"), ("101", "value"), *[("25", "value")] * 7, ("26", "value")],
         "a bare number numbers the words where a row begins"),
        ("แผนการใช้จ่าย", [(n, "value") for n in ("10.00", "1.00", "2.00", "3.00", "4.00")], "amounts"),
        ("ผลการดำเนินงานไตรมาส 4", [("4", "quarter"), ("18", "law"), ("44", "unaccounted")], "words"),
        ("1. โครงการ", [("1", "outline")], "the heading's number"),
    ],
)  # fmt: skip
def test_each_number_has_its_fate(report: Report, words: str, fates: list[tuple[str, str]], reason: str) -> None:
    found = [(number.printed, number.reason or number.fate) for number in of_line(report, words)]
    assert Counter(found) == Counter(fates), reason


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("20 หน่วยงาน เข้าร่วมประชุม", "unaccounted"),
        ("1.2 ร้อยละของงานบริการ", "outline"),
        ("7. ประชุมใหญ่", "outline"),
        ("7 ประชุมใหญ่", "outline"),
    ],
)
def test_a_line_that_begins_with_a_count_is_not_numbered_by_it(text: str, fate: str) -> None:
    data = f"{REPORT}\n{text}\n".encode()
    number = process(data, make_source("report.txt", data)).numbers[-1]
    assert (number.reason or number.fate) == fate
