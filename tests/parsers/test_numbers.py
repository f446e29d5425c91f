"""Numbers as printed: what they are worth, and what is never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.numbers import amount, arabic, find_numbers, run_together

MALFORMED = None


@pytest.mark.parametrize(
    ("printed", "expected", "reason"),
    [
        ("๒๕๖๘", "2568", "Thai digits"),
        ("๒๕๖6", "2566", "mixed digits"),
        ("５คน", "5คน", "full-width digits"),
        ("คน", "คน", "nothing to do"),
    ],
)
def test_thai_digits_become_arabic_ones_of_the_same_length(printed: str, expected: str, reason: str) -> None:
    assert arabic(printed) == expected, reason
    assert len(arabic(printed)) == len(printed)


@pytest.mark.parametrize(
    ("printed", "expected", "reason"),
    [
        ("ผลการเบิกจ่าย  ปี ๒๕๖๘", "ผลการเบิกจ่ายปี2568", "white space and Thai digits"),
        ("โครงการ AI\tGovernance (Phase ๒)", "โครงการaigovernance(phase2)", "small letters; brackets stay"),
    ],
)
def test_words_are_compared_run_together(printed: str, expected: str, reason: str) -> None:
    assert run_together(printed) == expected, reason


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("จำนวน 70 คน", ["70"], "a plain number"),
        ("70คน", ["70"], "glued to a Thai word"),
        ("๑,๒๓๔,๕๖๗.๘๙ บาท", ["1234567.89"], "Thai digits, grouped"),
        ("13,031,074.00", ["13031074.00"], "the decimals stay"),
        ("323,8777 รับชม", [MALFORMED], "four digits in a group"),
        ("1,23,456", [MALFORMED], "two digits in a group"),
        ("12,345,67", [MALFORMED], "two digits at the end"),
        ("1,,000", [MALFORMED], "two commas are one broken number, not 1 and 0"),
        ("1.000.00", [MALFORMED], "points as grouping"),
        ("1.234.567,89", [MALFORMED], "continental grouping"),
        ("ร้อยละ 90,5", [MALFORMED], "a comma for a point is not read as 90"),
        (" .5", [MALFORMED], "the whole is missing, not 5"),
        ("ข้อ 1,2,3", ["1", "2", "3"], "a list of three"),
        ("มาตรา 18,20", ["18", "20"], "a list of articles"),
        ("1,2", ["1", "2"], "neighbours are a list"),
        ("(80)", ["80"], "parentheses are for the context to judge"),
        ("-5", ["-5"], "a minus"),
        ("−5.0", ["-5.0"], "a typographic minus"),
        ("- 5 ราย", ["5"], "a bullet is no minus"),
        ("5-10 คน", ["5", "10"], "a range"),
        ("พ.ศ.2568", ["2568"], "behind an abbreviation"),
        ("1) ก", ["1"], "an outline marker is a number; callers decide"),
        ("1.1 ข", ["1.1"], "so is its second level"),
        ("1,000.", ["1000"], "the end of a sentence"),
        ("1,000,", ["1000"], "a comma of the sentence"),
        ("Q4", [], "glued to Latin letters"),
        ("ISO27001", [], "glued to Latin letters"),
        ("1212ETDA", [], "glued to Latin letters"),
        ("EP.4", [], "numbered in Latin"),
        ("COVID-19", [], "numbered in Latin"),
        ("12.5.3", [], "a dotted outline"),
        ("01/02/2568", [], "a date"),
        ("2025-09-30", [], "a date"),
        ("2/2568", [], "the running number of a year"),
        ("02-123-4567", [], "a telephone number"),
        ("10:30 น.", [], "a clock time"),
        ("08.30 น.", [], "a clock time"),
        ("https://example.or.th/9680000055916", [], "inside an address"),
        ("², ½, ①", [], "no digits of a number"),
        ("", [], "nothing"),
    ],
)
def test_numbers_are_found_whole_or_malformed(text: str, expected: list[str | None], reason: str) -> None:
    found = find_numbers(text)
    assert [None if one.value is None else str(one.value) for one in found] == expected, reason
    assert all(one.malformed == (one.value is None) for one in found)


def test_offsets_point_at_the_printed_number() -> None:
    text = "แผน ๒๐๐,๐๐๐ (256,479)"
    found = find_numbers(text)
    assert [text[one.start : one.end] for one in found] == ["๒๐๐,๐๐๐", "256,479"]
    assert [one.printed for one in found] == ["๒๐๐,๐๐๐", "256,479"]
    assert [one.parenthesised for one in found] == [False, True]


def test_spaces_inside_parentheses_do_not_hide_them() -> None:
    assert find_numbers("( 80 )")[0].parenthesised


@pytest.mark.parametrize(
    ("cell", "value", "decimals", "reason"),
    [
        ("39.1151", "39.1151", 4, "an amount"),
        ("13,031,074.00", "13031074.00", 2, "printed decimals count"),
        ("(4.8284)", "-4.8284", 4, "parentheses are a minus in a budget"),
        ("( 4.8284 )", "-4.8284", 4, "spaces inside them"),
        ("-4.8284", "-4.8284", 4, "a minus"),
        ("−4.8284", "-4.8284", 4, "a typographic minus"),
        ("-", "0", 0, "a lone dash is nothing spent"),
        ("–", "0", 0, "an en dash"),
        ("—", "0", 0, "an em dash"),
        ("(-)", "0", 0, "a dash in parentheses"),
        ("93%", "93", 0, "a percent sign"),
        ("93 %", "93", 0, "a percent sign apart"),
        ("๑๒.๕๐", "12.50", 2, "Thai digits"),
        ("\u00a05\u200b", "5", 0, "invisible characters around"),
        ("0.0000", "0.0000", 4, "zero is a value"),
    ],
)
def test_a_cell_that_is_a_number(cell: str, value: str, decimals: int, reason: str) -> None:
    number = amount(cell)
    assert number is not None, reason
    assert (number.value, number.decimals, number.malformed) == (Decimal(value), decimals, False), reason


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("4 78.9665", "a digit split off is not put back"),
        ("1 234", "nor are groups"),
        ("1\n234", "nor lines"),
        ("323,8777", "broken grouping"),
        ("1.234.5", "two points"),
        ("(5", "one parenthesis"),
        ("5)", "the other"),
        ("1O0.00", "a letter for a zero"),
        ("39.1151*", "a footnote mark"),
        ("5.", "a point without decimals"),
        (".5", "decimals without a whole"),
        ("5-", "a minus behind"),
    ],
)
def test_a_cell_meant_as_a_number_but_broken_is_malformed(cell: str, reason: str) -> None:
    number = amount(cell)
    assert number is not None, reason
    assert (number.value, number.malformed) == (None, True), reason


@pytest.mark.parametrize("cell", ["", "  ", "ไม่มี", "N/A", "1,315 บริการ", "100 คะแนน", "%", "()", "+"])
def test_words_and_empty_cells_are_no_amount(cell: str) -> None:
    assert amount(cell) is None


def test_more_digits_than_a_float_holds_are_kept() -> None:
    number = amount("123,456,789,012,345,678.123456")
    assert number is not None
    assert number.value == Decimal("123456789012345678.123456")


@given(
    st.decimals(min_value=0, max_value=10**15, allow_nan=False, allow_infinity=False, places=4),
    st.sampled_from([0, 1, 2, 4]),
    st.booleans(),
)
def test_any_number_printed_with_grouping_is_read_back(value: Decimal, places: int, thai: bool) -> None:
    printed = f"{value:,.{places}f}"
    text = printed.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) if thai else printed
    cell, (found,) = amount(text), find_numbers(f"รวม {text} บาท")
    assert cell is not None
    assert cell.value == found.value == Decimal(printed.replace(",", ""))
    assert (cell.decimals, found.decimals, found.printed) == (places, places, text)


@given(st.text(alphabet="0123456789๐๑๒.,()-–% \u00a0กข", max_size=30))
def test_no_text_of_digits_and_signs_breaks_the_reading(text: str) -> None:
    amount(text)
    for number in find_numbers(text):
        assert text[number.start : number.end] == number.printed
        assert number.malformed == (number.value is None)
