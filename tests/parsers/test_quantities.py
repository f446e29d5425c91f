"""Targets, results, quarterly cells and thresholds in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.quantities import is_pending, quarter_cell, results, satisfies, targets, threshold
from schemas.value import Quantity


def brief(quantity: Quantity) -> tuple[str | None, str | None, str | None, str | None]:
    """Operator, number, upper end and unit."""
    number = quantity.number.value if quantity.number else None
    upper = quantity.upper.value if quantity.upper else None
    return (
        quantity.operator,
        None if number is None else f"{number:f}",
        None if upper is None else f"{upper:f}",
        quantity.unit.code if quantity.unit else None,
    )


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("20,000 ราย", (None, "20000", None, "case"), "a number and its unit"),
        ("มากกว่า 580 บริการ", (">", "580", None, "service"), "more than"),
        ("เกินกว่า 5 แห่ง", (">", "5", None, "place"), "more than"),
        ("ไม่น้อยกว่า 500 ลบ.", (">=", "500", None, "million_baht"), "not less than, never rescaled"),
        ("ไม่น้อยกว่าร้อยละ 85", (">=", "85", None, "percent"), "the operator before ร้อยละ"),
        ("ไม่ต่ำกว่า 4.00 คะแนน", (">=", "4.00", None, "point"), "not below"),
        ("อย่างน้อยปีละ 2 ครั้ง", (">=", "2", None, "occurrence"), "a word between"),
        ("ตั้งแต่ 10 คน ขึ้นไป", (">=", "10", None, "person"), "from … on"),
        ("ร้อยละ 80 ขึ้นไป", (">=", "80", None, "percent"), "and more"),
        ("50 ล้านบาทขึ้นไป", (">=", "50", None, "million_baht"), "and more, without a space"),
        ("น้อยกว่า 5 วัน", ("<", "5", None, "day"), "less than"),
        ("ไม่เกิน 3 วัน", ("<=", "3", None, "day"), "not more than"),
        ("ไม่มากกว่า 3 วัน", ("<=", "3", None, "day"), "not more than, though มากกว่า stands in it"),
        ("ภายใน 30 วัน", ("<=", "30", None, "day"), "within"),
        (">= 85%", (">=", "85", None, "percent"), "a sign"),
        ("≤ 5 เรื่อง", ("<=", "5", None, "topic"), "a sign"),
        ("ระหว่าง 5 ถึง 10 เรื่อง", ("between", "5", "10", "topic"), "between"),
        ("จำนวนระหว่าง 544 – 580 บริการ", ("between", "544", "580", "service"), "between with a dash"),
        ("544 -580 บริการ", ("between", "544", "580", "service"), "the dash on one number is no minus"),
        ("ร้อยละ 80 - 90", ("between", "80", "90", "percent"), "a range of percents"),
        ("5 - 10 ล้านครั้ง", ("between", "5000000", "10000000", "occurrence"), "one scale word for both"),
        ("ระหว่าง 5 และ 10 เรื่อง", ("between", "5", "10", "topic"), "และ is a range behind ระหว่าง"),
        ("5 และ 10 เรื่อง", (None, "5", None, None), "and no range without it"),
        ("13 ล้านครั้ง", (None, "13000000", None, "occurrence"), "a countable unit takes its scale"),
        ("5 แสนครั้ง", (None, "500000", None, "occurrence"), "hundred thousands"),
        ("1.5 ล้านคน", (None, "1500000", None, "person"), "a fraction of a scale"),
        ("500 ล้านบาท", (None, "500", None, "million_baht"), "money keeps its printed scale"),
        ("5 แสนบาท", (None, "5", None, "แสนบาท"), "even where the unit is outside the list"),
        ("20 ชิ้นงาน และเผยแพร่", (None, "20", None, "piece"), "words behind"),
        ("(ร่าง) 2 ฉบับ", (None, "2", None, "document"), "brackets in front"),
        ("จำนวน 20 แห่ง (ปี 2567 จำนวน 10 แห่ง)", (None, "20", None, "place"), "brackets behind"),
        ("ปี 2568 จำนวน 20 แห่ง", (None, "20", None, "place"), "a year is no quantity"),
        ("ไตรมาส 4 ดำเนินการ 30 คน", (None, "30", None, "person"), "nor is a quarter"),
        ("ครั้งที่ 1 จำนวน 30 คน", (None, "30", None, "person"), "nor a running number"),
        ("ภายในวันที่ 30 กันยายน 2568", (None, None, None, None), "nor a date"),
        ("ร้อยละความเชื่อมั่นในการใช้งาน 75.72", (None, "75.72", None, "percent"), "ร้อยละ at some distance"),
        ("323,8777 รับชม", (None, None, None, "view"), "a malformed number has no value"),
        ("ร้อยละ ๙๐.๕", (None, "90.5", None, "percent"), "Thai digits"),
        ("1) 30 คน", (None, "30", None, "person"), "a marker in front"),
        ("-100 ราย", (None, "100", None, "case"), "a bullet without a space is no minus"),
        ("ดำเนินการแล้วเสร็จ", (None, None, None, None), "words alone"),
    ],
)
def test_words_give_operator_number_and_unit(
    text: str, expected: tuple[str | None, str | None, str | None, str | None], reason: str
) -> None:
    assert brief(threshold(text)) == expected, reason


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("- จำนวน 100 ราย - มูลค่า ไม่น้อยกว่า 500 ลบ.", ["- จำนวน 100 ราย", "- มูลค่า ไม่น้อยกว่า 500 ลบ."]),
        ("1) จำนวน 100 ราย 2) มูลค่า 500 ล้านบาท", ["1) จำนวน 100 ราย", "2) มูลค่า 500 ล้านบาท"]),
        ("1. จำนวน 100 ราย 2. มูลค่า 500 ล้านบาท", ["1. จำนวน 100 ราย", "2. มูลค่า 500 ล้านบาท"]),
        ("• 100 ราย • 500 ล้านบาท", ["• 100 ราย", "• 500 ล้านบาท"]),
        ("ก. 100 ราย ข. 500 ลบ.", ["ก. 100 ราย", "ข. 500 ลบ."]),
        ("-100 ราย -500 ลบ.", ["-100 ราย", "-500 ลบ."]),
        ("20,000 ราย", ["20,000 ราย"]),
        ("- 5 - 10 คน", ["- 5 - 10 คน"]),
        ("100 ราย - ตามแผน - ตามเป้า", ["100 ราย - ตามแผน - ตามเป้า"]),
        ("- จัดทำแผน - จำนวน 5 ฉบับ", ["- จัดทำแผน - จำนวน 5 ฉบับ"]),
        ("", []),
    ],
)
def test_a_cell_with_several_targets_is_cut_at_its_markers(cell: str, parts: list[str]) -> None:
    assert [target.text for target in targets(cell)] == parts


def test_each_part_has_its_own_operator_number_and_unit() -> None:
    first, second = targets("- จำนวน 100 ราย - มูลค่า ไม่น้อยกว่า 500 ลบ.")
    assert brief(first) == (None, "100", None, "case")
    assert brief(second) == (">=", "500", None, "million_baht")


@pytest.mark.parametrize(
    ("cell", "count", "expected"),
    [
        ("1,315 บริการ (ก.พ.ร. 100 คะแนน)", 1, [("1315", "service", "100")]),
        ("77.53 (ก.พ.ร. 75 คะแนน) (ปี 67 = 87.80)", 1, [("77.53", None, "75")]),
        ("ร้อยละ 77.53 (75 คะแนน)", 1, [("77.53", "percent", "75")]),
        ("94.13 คะแนน (453.53)", 1, [("94.13", "point", None)]),
        ("มีหน่วยงานขอใช้ข้อมูลแล้ว 12 หน่วยงาน", 1, [("12", "agency", None)]),
        (
            "- จำนวน 175 ราย - มูลค่าผลกระทบ รวม 639 ล้านบาท (100 คะแนน)",
            2,
            [("175", "case", None), ("639", "million_baht", "100")],
        ),
        ("จำนวน 175 ราย มูลค่า 639 ลบ.", 2, [("175", "case", None), ("639", "million_baht", None)]),
        ("175 ราย", 2, [("175", "case", None)]),
        ("อยู่ระหว่างประเมินผล", 1, [(None, None, None)]),
        ("", 1, [(None, None, None)]),
    ],
)
def test_results_are_paired_with_targets_and_points_are_no_value(
    cell: str, count: int, expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    found = [
        (
            None if one.number is None else str(one.number.value),
            one.unit.code if one.unit else None,
            None if one.points is None else str(one.points),
        )
        for one in results(cell, count)
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "pending"),
    [
        ("อยู่ระหว่างสำนักงาน ก.พ.ร. ประเมินผล", True),
        ("รอผลการประเมิน", True),
        ("รอสำนักงาน ก.พ.ร. ประกาศผล", True),
        ("อยู่ระหว่างการดำเนินการ", True),
        ("ยังไม่ประกาศผล", True),
        ("ดำเนินการแล้วเสร็จ", False),
        ("รอบการประเมินที่ 2 แล้วเสร็จ", False),
        ("ร้อยละ 90", False),
        ("", False),
    ],
)
def test_words_say_that_a_result_is_still_awaited(text: str, pending: bool) -> None:
    assert is_pending(text) is pending


@pytest.mark.parametrize(
    ("cell", "plan", "actual", "unit", "reason"),
    [
        ("1", "1", None, None, "a number"),
        ("1 พื้นที่", "1", None, "area", "with a unit"),
        ("ร้อยละ 85", "85", None, "percent", "a percentage"),
        ("20 %", "20", None, "percent", "a percentage"),
        ("-", "0", None, None, "a lone dash plans nothing"),
        ("–", "0", None, None, "an en dash"),
        ("200,000 (256,479)", "200000", "256479", None, "the actual in parentheses"),
        ("10,000(7,353)", "10000", "7353", None, "without a space"),
        ("100 ( 80 )", "100", "80", None, "spaces inside"),
        ("5,000 ราย (5,228 ราย)", "5000", "5228", "case", "units on both"),
        ("ร้อยละ 85 (ร้อยละ 90.60)", "85", "90.60", "percent", "percentages on both"),
        ("1 (อยู่ระหว่างดำเนินการ)", "1", None, None, "words in parentheses are no actual"),
        ("๑๐๐ (๘๐)", "100", "80", None, "Thai digits"),
        ("ทยอยปล่อยลง Social (20)", None, None, None, "words plan no number"),
        ("สรุปข้อมูลเป้าหมายมากกว่า 580 บริการ", None, None, None, "nor does a sentence"),
        ("จัดเก็บข้อมูล เดือน เม.ย.-มิ.ย.", None, None, None, "nor a month"),
        ("(80)", None, None, None, "no plan in front"),
        ("12 3", None, None, None, "two numbers"),
        ("", None, None, None, "an empty cell"),
    ],
)
def test_a_quarterly_cell_plans_only_where_it_is_a_number(
    cell: str, plan: str | None, actual: str | None, unit: str | None, reason: str
) -> None:
    found = quarter_cell(cell)
    assert (None if found.plan is None else str(found.plan.value)) == plan, reason
    assert (None if found.actual is None else str(found.actual.value)) == actual, reason
    assert (found.unit.code if found.unit else None) == unit, reason


@pytest.mark.parametrize(
    ("result", "target", "expected", "reason"),
    [
        ("22 หน่วยงาน", "20 หน่วยงาน", True, "at least, where no operator stands"),
        ("20 หน่วยงาน", "20 หน่วยงาน", True, "exactly"),
        ("19 หน่วยงาน", "20 หน่วยงาน", False, "below"),
        ("580 บริการ", "มากกว่า 580 บริการ", False, "more than is not equal"),
        ("581 บริการ", "มากกว่า 580 บริการ", True, "more than"),
        ("3 วัน", "ไม่เกิน 3 วัน", True, "not more than"),
        ("3 วัน", "น้อยกว่า 3 วัน", False, "less than"),
        ("550 บริการ", "544 – 580 บริการ", True, "inside the range"),
        ("581 บริการ", "544 – 580 บริการ", False, "outside"),
        ("77.53", "ร้อยละ 85", False, "a result without a unit takes the target's"),
        ("52,660 ครัวเรือน", "50,000 คน", True, "countable units do not hinder"),
        ("5.72 เท่า", "ร้อยละ 3", None, "times say nothing of percent"),
        ("639 ล้านบาท", "100 ราย", None, "money says nothing of cases"),
        ("600,000,000 บาท", "500 ล้านบาท", True, "money is compared in baht"),
        ("0.4 พันล้านบาท", "500 ล้านบาท", False, "in any scale"),
        ("323,8777 รับชม", "100 รับชม", None, "a malformed number is unknown"),
        ("รอผล", "100 รับชม", None, "no number"),
    ],
)
def test_a_result_satisfies_its_target(result: str, target: str, expected: bool | None, reason: str) -> None:
    assert satisfies(threshold(result), threshold(target)) is expected, reason


def test_a_cell_of_a_megabyte_of_brackets_is_read_in_time() -> None:
    text = "(" * 100_000 + "5 คน" + ")" * 100_000
    assert threshold(text).number is None
    assert threshold("(" * 100_000 + " 5 คน").number is not None


def test_scaled_numbers_have_no_decimals_left_over() -> None:
    number = threshold("1.25 ล้านครั้ง").number
    assert number is not None
    assert (number.value, number.decimals) == (Decimal(1_250_000), 0)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("-2.50%", "-2.50", "a share below zero"),
        ("-5", "-5", "a number alone has no bullet"),
        ("- 5", "5", "a bullet stands apart"),
        ("-5 คน", "5", "no number of persons is below zero"),
    ],
)
def test_a_minus_before_a_whole_cell_is_no_bullet(text: str, value: str, reason: str) -> None:
    number = threshold(text).number
    assert number is not None
    assert str(number.value) == value, reason
