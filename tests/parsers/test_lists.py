"""List markers at the beginning of a line, and enumerations inside one."""

from __future__ import annotations

import pytest

from parsers.lists import enumerations, introduces, leading_marker, marker_style


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("- 2) จัดอบรม", ("2)", 2, "จัดอบรม"), "a bullet in front of a number is the same item"),
        ("- จัดอบรม", ("-", None, "จัดอบรม"), "a bullet"),
        ("12. จัดอบรม", ("12.", 12, "จัดอบรม"), "a number with a point"),
        ("(3) จัดอบรม", ("(3)", 3, "จัดอบรม"), "a number in brackets"),
        ("๒) จัดอบรม", ("2)", 2, "จัดอบรม"), "Thai digits"),
        ("• จัดอบรม", ("•", None, "จัดอบรม"), "a round bullet"),
    ],
)
def test_a_marker_is_told_from_the_words(line: str, expected: tuple[str, int | None, str], reason: str) -> None:
    marker = leading_marker(line)
    assert marker is not None, reason
    assert (marker.text, marker.number, line[marker.end :]) == expected, reason


@pytest.mark.parametrize("line", ["จัดอบรม 3 ครั้ง", "2568 เป็นปี", "1.5 ล้านบาท", "-5 องศา", "-", "1)"])
def test_a_line_without_a_marker_has_none(line: str) -> None:
    assert leading_marker(line) is None


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("3 แห่ง คือ 1. น่าน 2. แพร่ และ 3. ตาก", [["น่าน", "แพร่ และ", "ตาก"]], "points"),
        ("1) อบรม 10 คน 2) สัมมนา 20 คน", [["อบรม 10 คน", "สัมมนา 20 คน"]], "from the start of the line"),
        ("คือ 1. ก 2. ข และอีก ดังนี้ 1. ค 2. ง 3. จ", [["ก", "ข และอีก ดังนี้"], ["ค", "ง", "จ"]], "two lists"),
        ("เมื่อ 23 ก.ย. 68 2. บริษัท", [], "a date's end in front of a number begins no list"),
        ("ตามมาตรา 18 (3) และ 21", [], "a paragraph of a law is no list"),
        ("รุ่นที่ 1. จัดแล้ว", [], "one item alone is no list"),
        ("เพิ่มขึ้น 1.5 และ 2.5", [], "decimals are no markers"),
    ],
)
def test_items_inside_a_line_are_found(line: str, expected: list[list[str]], reason: str) -> None:
    assert [[item.text for item in found.items] for found in enumerations(line)] == expected, reason


def test_a_list_that_goes_on_from_the_line_above_is_found_by_its_next_number() -> None:
    (found,) = enumerations("กลุ่มที่สอง : 9) สสว. 10) กรม", first=9)
    assert [item.number for item in found.items] == [9, 10]
    assert enumerations("กลุ่มที่สอง : 9) สสว. 10) กรม", first=5) == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [("มี 2 แห่ง ได้แก่ :", True), ("ดังนี้", True), ("แล้วเสร็จ คือ", True), ("คือหัวใจของงาน", False), ("", False)],
)
def test_only_words_at_the_end_announce_a_list(words: str, expected: bool) -> None:
    assert introduces(words) is expected


@pytest.mark.parametrize(
    ("text", "marker", "style"),
    [
        ("ก) ยะลา", "ก)", "ก)"),
        ("(ข) เชียงใหม่", "(ข)", "(ก)"),
        ("- ค) น่าน", "ค)", "ก)"),
        ("๑๒) น่าน", "12)", "0)"),
        ("• น่าน", "•", "•"),
        ("ก.พ.ร. ประเมิน", None, ""),
        ("ก)", None, ""),
    ],
)
def test_letters_are_markers_and_markers_have_styles(text: str, marker: str | None, style: str) -> None:
    found = leading_marker(text)
    assert (found.text if found else None) == marker
    assert (marker_style(found.text) if found else "") == style
