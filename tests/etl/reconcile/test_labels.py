"""Labels of terms in Thai: the program's own words are translated, the report's never."""

from __future__ import annotations

import pytest

from etl.reconcile.messages import thai_label


@pytest.mark.parametrize(
    ("label", "thai"),
    [
        ("summary spent YTD", "ตารางสรุป ผลใช้จ่าย สะสม"),
        ("disbursed Q2", "เบิกจ่าย ไตรมาส 2"),
        ("2.1 weighted_score", "2.1 คะแนนถ่วงน้ำหนัก"),
        ("level basic points", "ระดับ ขั้นต้น คะแนน"),
        ("entries listed", "จำนวนรายการที่แจกแจง"),
        ("number stated", "จำนวนที่ระบุ"),
        ("stated mean", "ค่าเฉลี่ยที่ระบุ"),
        ("name in the KPI summary", "ชื่อในตารางสรุปตัวชี้วัด"),
        ("spent Q1 [etda-2568-q1]", "ผลใช้จ่าย ไตรมาส 1 [etda-2568-q1]"),
        ("AI project for public level", "AI project for public level"),
        ("อบรม EDC Trainer", "อบรม EDC Trainer"),
        ("งานเครือข่ายเยาวชน", "งานเครือข่ายเยาวชน"),
    ],
)
def test_a_label_is_said_in_thai(label: str, thai: str) -> None:
    assert thai_label(label) == thai
