"""Reads targets, results, quarterly cells and thresholds: operator, number, unit, points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, pairwise

from parsers.dates import find_dates
from parsers.numbers import amount, arabic, find_numbers
from parsers.operators import operator_around
from parsers.parts import split_parts, without_parentheses
from parsers.units import find_unit, scale_to_baht
from schemas.record import Operator
from schemas.value import PrintedNumber, Quantity, Unit

_RANGE = re.compile(r"\s?(?:-|–|—|~|ถึง|และ|to)\s?(?:ร้อยละ\s?)?")
_PERCENT_BEFORE = re.compile(r"(?:ร้อยละ|เปอร์เซ็นต์)\s{0,3}$")
_POINTS = re.compile(r"[(（]\s?[^()（）\d]{0,40}(\d{1,3}(?:\.\d{1,4})?)\s?คะแนน\s?[)）]")
_SCALE = re.compile(r"\s?(ล้าน|แสน|หมื่น|พัน)(?!บาท|\s?บาท|ล้าน|ธ)")  # พันธ… is another word
_POWERS = {"ล้าน": 6, "แสน": 5, "หมื่น": 4, "พัน": 3}
# A number that only names something: the year, the quarter, the running number.
_LABEL = re.compile(r"(?:ปี|ปีงบประมาณ|พ\.ศ\.|ไตรมาส|ไตรมาสที่|(?:ครั้ง|ระยะ|รุ่น|กลุ่ม|ข้อ|ฉบับ|ลำดับ|งวด|เฟส|ตัวชี้วัด|วัน)ที่|ข้อ|มาตรา|ม\.)\s?$")
_MARKER = re.compile(r"\s*(?:\d{1,2}\)(?=[\s\d])|\d{1,2}\.(?=\s)|[-–—•●▪■·*](?=[\s\d])|[กขคงจฉช]\.(?=\s))")
_NEGATIVE = re.compile(r"[-−]\d[\d,]*(?:\.\d+)?\s?%?")  # a whole cell: no bullet before a number without a unit
_LOOK_BACK = 40  # letters in front of a number that can say what it is
_PENDING = re.compile(
    r"(?<![ก-ฮ])รอ(?:ผล|การ|ประเมิน|ประกาศ|สรุป|ราย|แจ้ง|รับ|ข้อมูล|สำนัก|หน่วยงาน|คณะ|ตรวจ|อนุมัติ|พิจารณา|\s)|รอผล|รอการประเมิน|"
    r"อยู่(?:ใน)?ระหว่าง|ยังไม่(?:ทราบผล|ประกาศผล|สิ้นสุด|ได้รับ|แล้วเสร็จ|มีผล)|(?i:\bpending\b|\bawaiting\b|in progress)"
)
_LONGEST_CELL = 2000  # letters; a longer text is no list of results
_LONGEST_QUARTER_CELL = 120  # a cell with more words is a sentence, not a plan
_QUARTER_CELL = re.compile(
    r"(?P<percent>ร้อยละ\s?)?(?P<plan>\d[\d,.]*|[-–—])\s?(?P<unit>[^()（）\d]{0,24})(?P<bracket>[(（][^()（）]{0,60}[)）])?"
)
_ACTUAL = re.compile(r"[(（]\s?(?P<percent>ร้อยละ\s?)?(?P<number>\d[\d,.]*)\s?(?P<unit>[^()（）\d]{0,24})[)）]")
_PERCENT = Unit("percent", "ร้อยละ", known=True)


@dataclass(frozen=True, slots=True)
class QuarterCell:
    """A cell under a quarter: the planned number, the actual in parentheses behind it, the unit."""

    plan: PrintedNumber | None
    actual: PrintedNumber | None
    unit: Unit | None


_WORDS = QuarterCell(None, None, None)


def targets(text: str) -> tuple[Quantity, ...]:
    """The targets in a cell, in order; an empty cell has none.

    "- จำนวน 100 ราย - มูลค่า ไม่น้อยกว่า 500 ลบ." gives 100 case and >= 500 million_baht.
    """
    parts = split_parts(text)
    if len(parts) > 1 and not all(_is_quantity(part) for part in parts):
        parts = (text.strip(),)
    return tuple(threshold(part) for part in parts)


def results(text: str, part_count: int) -> tuple[Quantity, ...]:
    """The results in a cell, one for each target; fewer where the words give fewer.

    "1,315 บริการ (ก.พ.ร. 100 คะแนน)" gives 1315 service and 100 points; "175 ราย มูลค่า 639 ลบ." gives
    two where two are asked for.
    """
    if part_count <= 1:
        return (threshold(text),)
    marked = targets(text)
    if len(marked) > 1:
        return marked[:part_count]
    parts = _by_units(text) if len(text) <= _LONGEST_CELL else ()
    return tuple(threshold(part) for part in parts) if len(parts) == part_count else marked


def threshold(text: str) -> Quantity:
    """The quantity that words give: operator, first number outside parentheses, unit, points.

    "จำนวนระหว่าง 544 – 580 บริการ" is between 544 and 580 service; "13 ล้านครั้ง" is 13000000 occurrence.
    """
    text = text.strip()
    digits = arabic(text)
    named = _POINTS.search(digits)
    points = Decimal(named[1]) if named else None
    words = _masked(digits)
    numbers = tuple(islice(_numbers(words), 2))  # the number and the upper end of a range
    if not numbers:
        return Quantity(text, points=points)
    lower, upper = numbers[0], _upper_end(words, numbers)
    last = upper or lower
    scaled, end = _scaled(words, last)
    unit = _unit_at(words, lower, end)
    if upper is not None:
        return Quantity(text, "between", _scaled_alike(lower, scaled, last), scaled, unit, points)
    operator = operator_around(words[max(0, lower.start - _LOOK_BACK) : lower.start], words[_behind(words, end, unit) :])
    return Quantity(text, operator, scaled, None, unit, points)


def is_pending(text: str) -> bool:
    """Whether the words say that a result is still awaited: "อยู่ระหว่างสำนักงาน ก.พ.ร. ประเมิน"."""
    return _PENDING.search(text) is not None


def quarter_cell(text: str) -> QuarterCell:
    """Plan and actual of a cell that is a number: "10,000 (7,353)"; words and sentences plan none."""
    words = " ".join(arabic(text).split())
    found = _QUARTER_CELL.fullmatch(words) if len(words) <= _LONGEST_QUARTER_CELL else None
    if found is None:
        return _WORDS
    unit = _cell_unit(found["percent"], found["unit"])
    if found["unit"].strip() and unit is None:
        return _WORDS  # words behind the number: a sentence, no plan
    done = _ACTUAL.fullmatch(found["bracket"] or "")
    done_unit = _cell_unit(done["percent"], done["unit"]) if done else None
    if done is None or (done["unit"].strip() and done_unit is None):
        return QuarterCell(amount(found["plan"]), None, unit)
    return QuarterCell(amount(found["plan"]), amount(done["number"]), unit or done_unit)


def satisfies(result: Quantity, target: Quantity) -> bool | None:
    """Whether the result reaches the target, at least it where no operator stands; `None` if unknown.

    Units must not contradict: a result in times says nothing of a target in percent; 0.6 พันล้านบาท
    reaches 500 ล้านบาท.
    """
    if result.number is None or target.number is None:
        return None
    value, lower = result.number.value, target.number.value
    ratio = _ratio(result.unit, target.unit)
    if value is None or lower is None or ratio is None:
        return None
    return compare(value * ratio, target.operator, lower, target.upper.value if target.upper else None)


def compare(value: Decimal, operator: Operator | None, lower: Decimal, upper: Decimal | None) -> bool | None:
    """Whether a value satisfies an operator and its bounds; no operator means at least."""
    if operator == ">":
        return value > lower
    if operator == "<":
        return value < lower
    if operator == "<=":
        return value <= lower
    if operator == "between":
        return None if upper is None else lower <= value <= upper
    return value >= lower


def _ratio(one: Unit | None, other: Unit | None) -> Decimal | None:
    """What one of the first unit is in the second; `None` where they measure different things."""
    if one is None or other is None or one.code == other.code:
        return Decimal(1)
    baht, other_baht = scale_to_baht(one.code), scale_to_baht(other.code)
    if baht is not None and other_baht is not None:
        return baht / other_baht
    measures = {"percent", "times", "point"}
    different = baht is not None or other_baht is not None or one.code in measures or other.code in measures
    return None if different else Decimal(1)


def _is_quantity(part: str) -> bool:
    """Whether a part says how much; behind a bare hyphen a unit must stand too ("- 5 - 10 คน" is one)."""
    quantity = threshold(part)
    if quantity.number is None:
        return False
    return quantity.unit is not None or re.match(r"[-–—]\s*[\d๐-๙]", part) is None


def _by_units(text: str) -> tuple[str, ...]:
    """The text cut behind each number with a known unit: "175 ราย และ 639 ล้านบาท" is two parts."""
    words = _masked(arabic(text))
    ends = []
    for number in _numbers(words):
        unit = _unit_at(words, number, number.end)
        if unit is not None and unit.known:
            ends.append(_behind(words, number.end, unit))
    cuts = [0, *ends[:-1], len(text)]
    return tuple(text[begin:end].strip(" ,") for begin, end in pairwise(cuts)) if ends else ()


def _masked(digits: str) -> str:
    """The words with parentheses and the marker in front ("1) ", "- ") blanked, of the same length."""
    words = without_parentheses(digits)
    marker = _MARKER.match(words) if _NEGATIVE.fullmatch(words.strip()) is None else None
    return " " * marker.end() + words[marker.end() :] if marker else words


def _numbers(words: str) -> Iterator[PrintedNumber]:
    """The numbers that say how much, without dates, years and running numbers."""
    pieces, end = [], 0
    for span in find_dates(words):
        pieces += [words[end : span.start], "\u0001" * (span.end - span.start)]
        end = max(end, span.end)
    words = "".join((*pieces, words[end:]))
    return (number for number in find_numbers(words) if not _is_label(words, number))


def _is_label(words: str, number: PrintedNumber) -> bool:
    if _LABEL.search(words, max(0, number.start - _LOOK_BACK), number.start) is None:
        return False
    unit = find_unit(words, number.end)
    return unit is None or not unit.known


def _upper_end(words: str, numbers: Sequence[PrintedNumber]) -> PrintedNumber | None:
    """The upper end where the first two numbers are a range: "544 – 580", "ระหว่าง 5 ถึง 10"."""
    if len(numbers) < 2 or numbers[0].value is None or numbers[1].value is None:  # a range has two
        return None
    lower, upper = numbers[0], numbers[1]
    if upper.value is not None and upper.value < 0 and not words[lower.end : upper.start].strip():
        upper = replace(upper, printed=upper.printed[1:], value=-upper.value, start=upper.start + 1)  # "544 -580"
    begin = lower.end
    unit = find_unit(words, begin)
    if unit is not None and unit == find_unit(words, upper.end):
        begin = _behind(words, begin, unit)
    between = _RANGE.fullmatch(words, begin, upper.start)
    if between is None or lower.value is None or upper.value is None or upper.value <= lower.value:
        return None
    if "และ" in between[0] and "ระหว่าง" not in words[max(0, lower.start - _LOOK_BACK) : lower.start]:
        return None
    return upper


def _scaled(words: str, number: PrintedNumber) -> tuple[PrintedNumber, int]:
    """The number with a scale word applied, and where it ends: "13 ล้านครั้ง" is 13,000,000.

    Money keeps its printed scale: 500 ล้านบาท is 500 million_baht.
    """
    scale = _SCALE.match(words, number.end)
    unit = find_unit(words, number.end)
    if scale is None or number.value is None or unit is not None:
        return number, number.end
    return _times_ten(number, _POWERS[scale[1]]), scale.end()


def _times_ten(number: PrintedNumber, power: int) -> PrintedNumber:
    decimals = max(number.decimals - power, 0)
    value = ((number.value or Decimal(0)) * 10**power).quantize(Decimal(1).scaleb(-decimals))
    return replace(number, value=value, decimals=decimals)


def _scaled_alike(lower: PrintedNumber, scaled: PrintedNumber, printed: PrintedNumber) -> PrintedNumber:
    """The lower end with the scale word that stands behind the upper one: "5 - 10 ล้านครั้ง"."""
    if scaled.value == printed.value or not scaled.value or not printed.value:
        return lower
    return _times_ten(lower, (scaled.value / printed.value).adjusted())


def _unit_at(words: str, number: PrintedNumber, end: int) -> Unit | None:
    if _PERCENT_BEFORE.search(words, max(0, number.start - _LOOK_BACK), number.start):
        return _PERCENT
    unit = find_unit(words, end)
    if unit is None and "ร้อยละ" in words[: number.start]:
        return _PERCENT  # "ร้อยละความเชื่อมั่น 75.72"
    return unit


def _behind(words: str, end: int, unit: Unit | None) -> int:
    """Where the words go on behind a number and its unit."""
    at = words.find(unit.printed, end, end + _LOOK_BACK) if unit is not None else -1
    return at + len(unit.printed) if unit is not None and at >= 0 else end


def _cell_unit(percent: str | None, words: str) -> Unit | None:
    if percent:
        return _PERCENT
    unit = find_unit(words.strip())
    return unit if unit is not None and unit.printed == words.strip() else None
