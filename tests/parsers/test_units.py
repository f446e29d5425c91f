"""Unit words to the codes of the contract."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.units import declared_unit, find_unit, is_countable, person_like, same_unit, scale_to_baht, unit_name

CONTRACT = [
    ("ร้อยละ", "percent"), ("%", "percent"), ("เท่า", "times"), ("คะแนน", "point"), ("บาท", "baht"),
    ("ล้านบาท", "million_baht"), ("ลบ.", "million_baht"), ("คน", "person"), ("ราย", "case"),
    ("ครัวเรือน", "household"), ("หน่วยงาน", "agency"), ("บริษัท", "company"), ("แห่ง", "place"),
    ("จังหวัด", "province"), ("พื้นที่", "area"), ("Sector", "sector"), ("Sectors", "sector"),
    ("บริการ", "service"), ("งานบริการ", "service"), ("ฉบับ", "document"), ("เรื่อง", "topic"),
    ("ชิ้นงาน", "piece"), ("หลักสูตร", "course"), ("การเข้าถึง", "access"), ("รับชม", "view"), ("View", "view"),
    ("ครั้ง", "occurrence"), ("คู่", "pair"), ("รายการ", "item"), ("โครงการ", "project"), ("วัน", "day"),
    ("เดือน", "month"), ("ปี", "year"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "code"), CONTRACT)
def test_every_unit_word_of_the_contract_has_its_code(word: str, code: str) -> None:
    for text in (f"5 {word}", f"5{word}", f"5 {word} (ปี 67)"):
        unit = find_unit(text, 1)
        assert unit is not None
        assert (unit.code, unit.printed, unit.known) == (code, word, True)


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("3 รายการ", "item", "the longest word wins over ราย"),
        ("302 งานบริการ", "service", "the longest word wins"),
        ("5 ล้าน บาท", "million_baht", "split by a line end"),
        ("5 sectors", "sector", "small letters"),
        ("5\nคน", "person", "over a line end"),
        ("5 วันทำการ", "วันทำการ", "working days are no days"),
        ("3 รายงาน", "รายงาน", "reports are no cases"),
        ("2 คู่มือ", "คู่มือ", "manuals are no pairs"),
        ("3 ระบบ", "ระบบ", "a unit outside the list is kept"),
        ("100 Users", "Users", "in Latin too"),
        ("5 ลบ.ม.", "ลบ.ม.", "cubic metres are no million baht"),
        ("5 กม.", "กม.", "an abbreviation"),
        ("5 แสนบาท", "แสนบาท", "money is never rescaled"),
        ("2.5 พันล้านบาท", "พันล้านบาท", "money is never rescaled"),
    ],
)
def test_a_unit_is_read_whole(text: str, code: str, reason: str) -> None:
    unit = find_unit(text, len(text.split()[0]))
    assert unit is not None, reason
    assert unit.code == code, reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5", "nothing behind"),
        ("5 และ 6", "a joining word"),
        ("5 จำนวน 30 คน", "a word that announces a number"),
        ("30 กันยายน 2568", "a month"),
        ("5 เม.ย. 68", "a month"),
        ("3 ปีงบประมาณ", "fiscal years are named, not counted"),
        ("3 วันที่ 5", "a date"),
        ("5 ดำเนินการแล้ว", "a verb"),
        ("1212 ETDA", "a name"),
        ("5\tคน", "the next cell"),
        ("5 (คน)", "in brackets"),
        ("13 ล้านครั้ง", "a scale word comes first"),
        ("5 กลุ่มอุตสาหกรรมขนาดใหญ่ของประเทศ", "more than a short word"),
    ],
)
def test_no_unit_is_made_up(text: str, reason: str) -> None:
    assert find_unit(text, len(text.split()[0])) is None, reason


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("หน่วย : ล้านบาท", "million_baht"),
        ("หน่วย:ล้านบาท", "million_baht"),
        ("(หน่วย:บาท)", "baht"),
        ("หน่วย ล้านบาท", "million_baht"),
        ("หน่วย: ลบ.", "million_baht"),
        ("Unit: Million Baht", "million_baht"),
        ("งบประมาณ (ล้านบาท)", "million_baht"),
        ("หน่วย : พันบาท", "พันบาท"),
        ("หน่วยงาน : สพร.", None),
        ("น้ำหนัก (ร้อยละ)", None),
        ("% (จ่ายจริง)", None),
        ("แผนการใช้จ่าย", None),
    ],
)
def test_a_line_or_header_declares_its_unit(line: str, code: str | None) -> None:
    unit = declared_unit(line)
    assert (unit.code if unit else None) == code


@pytest.mark.parametrize(
    ("code", "countable"),
    [("percent", False), ("times", False), ("point", False), ("baht", False), ("million_baht", False),
     ("person", True), ("view", True), ("year", True), ("ระบบ", True)],
)  # fmt: skip
def test_everything_counts_but_ratios_points_and_money(code: str, countable: bool) -> None:
    assert is_countable(code) is countable


def test_case_and_person_are_one_unit_only_where_that_is_asked() -> None:
    assert same_unit("case", "case")
    assert not same_unit("case", "person")
    assert same_unit("case", "person", case_is_person=True)
    assert not same_unit("household", "person", case_is_person=True)
    assert [code for code in ("person", "case", "household", "agency") if person_like(code)] == ["person", "case", "household"]


def test_money_has_a_scale_and_nothing_else_has() -> None:
    assert scale_to_baht("million_baht") == Decimal(1_000_000)
    assert scale_to_baht("baht") == Decimal(1)
    assert scale_to_baht("พันล้านบาท") == Decimal(1_000_000_000)
    assert scale_to_baht("person") is None
    assert scale_to_baht("percent") is None


def test_units_have_names_and_an_unknown_one_is_its_own() -> None:
    assert unit_name("million_baht", "th") == "ล้านบาท"
    assert unit_name("person", "en") == "persons"
    assert unit_name("ระบบ", "en") == "ระบบ"
