"""Reads targets, results, quarterly cells and thresholds: operator, number, unit, points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from parsers.numbers import amount, arabic, find_numbers
from parsers.units import find_unit, scale_to_baht
from schemas.record import Operator
from schemas.value import PrintedNumber, Quantity, Unit

# In front of the number, nearest first. Longer phrases stand before those they contain.
_OPERATORS_BEFORE: tuple[tuple[str, Operator], ...] = (
    ("ไม่น้อยกว่าหรือเท่ากับ", ">="), ("มากกว่าหรือเท่ากับ", ">="), ("น้อยกว่าหรือเท่ากับ", "<="),
    ("ไม่น้อยกว่า", ">="), ("ไม่ต่ำกว่า", ">="), ("อย่างน้อย", ">="), ("ตั้งแต่", ">="),
    ("ไม่มากกว่า", "<="), ("ไม่เกินกว่า", "<="), ("ไม่เกิน", "<="), ("ไม่สูงกว่า", "<="), ("ภายใน", "<="),
    ("มากกว่า", ">"), ("เกินกว่า", ">"), ("สูงกว่า", ">"), ("น้อยกว่า", "<"), ("ต่ำกว่า", "<"), ("ระหว่าง", "between"),
    (">=", ">="), ("<=", "<="), ("≥", ">="), ("≤", "<="), (">", ">"), ("<", "<"),
)  # fmt: skip
_OPERATOR_BEFORE = re.compile(
    "(" + "|".join(re.escape(words) for words, _ in _OPERATORS_BEFORE) + r")\s*(?:จำนวน|ร้อยละ|ที่|เป็น)?\s*$"
)
_AND_MORE = re.compile(r"\s*(?:ขึ้นไป|เป็นต้นไป)")
_AND_LESS = re.compile(r"\s*ลงมา")
_RANGE = re.compile(r"\s*(?:%|ร้อยละ)?\s*(?:[-–—]|ถึง|และ|to)\s*(?:ร้อยละ\s*)?$")
_PERCENT_BEFORE = re.compile(r"(?:ร้อยละ|เปอร์เซ็นต์)\s*$")
_POINTS = re.compile(r"[(（]\s*(?:[^()（）\d]{0,30})?(?:เท่ากับ\s*)?(\d{1,3}(?:\.\d{1,4})?)\s*คะแนน\s*[)）]")
_SCALE_WORDS = {"ล้าน": 6, "แสน": 5, "หมื่น": 4, "พัน": 3, "ร้อย": 2}
_SCALE = re.compile(r"\s?(ล้าน|แสน|หมื่น|พัน)(?!บาท|ธ)")
_PARENTHESES = re.compile(r"[(（][^()（）]*[)）]")
_BULLET = re.compile(r"(?:(?<=\s)|^)[-–•●▪](?=\s*[ก-๙A-Za-z])|(?:(?<=\s)|^)\d{1,2}\)\s")
_PENDING = re.compile(
    r"รอผล|รอการประเมิน|รอประเมิน|รอสรุป|รอรายงาน|รอการ|อยู่ระหว่าง[^\d]{0,60}(?:ประเมิน|สรุป|รวบรวม|ตรวจ|พิจารณา|ประมวล|รายงาน|วิเคราะห์|จัดเก็บ|สำรวจ)|"
    r"ยังไม่(?:ทราบผล|ประกาศผล|สิ้นสุด|ได้รับผล)|อยู่ระหว่าง(?:การ)?(?:ดำเนินการ|ดำเนินงาน)"
)
_QUARTER_CELL = re.compile(
    r"(?P<percent>ร้อยละ\s*)?(?P<plan>\d[\d,.]*|[-–—])\s*(?P<unit>[^()（）\d]{0,24}?)\s*"
    r"(?:[(（]\s*(?P<actual_percent>ร้อยละ\s*)?(?P<actual>\d[\d,.]*)\s*(?P<actual_unit>[^()（）\d]{0,24}?)\s*[)）])?"
)
_PERCENT = Unit("percent", "ร้อยละ", known=True)


@dataclass(frozen=True, slots=True)
class QuarterCell:
    """A cell under a quarter: the planned number, the actual in parentheses behind it, the unit."""

    plan: PrintedNumber | None
    actual: PrintedNumber | None
    unit: Unit | None


def targets(text: str) -> tuple[Quantity, ...]:
    """The targets in a cell, in order; an empty cell has none.

    "- จำนวน 100 ราย - มูลค่า ไม่น้อยกว่า 500 ลบ." gives 100 case and >= 500 million_baht.
    """
    parts = _parts(text)
    return tuple(_quantity(part) for part in parts)


def results(text: str, part_count: int) -> tuple[Quantity, ...]:
    """The results in a cell, one for each target; fewer where the words give fewer.

    "1,315 บริการ (ก.พ.ร. 100 คะแนน)" gives 1315 service and 100 points.
    """
    if part_count <= 1:
        return (_quantity(text.strip()),)
    return tuple(_quantity(part) for part in _parts(text)[:part_count])


def threshold(text: str) -> Quantity:
    """What a scoring level asks for: "จำนวนระหว่าง 544 – 580 บริการ" is between 544 and 580 service."""
    return _quantity(text.strip())


def is_pending(text: str) -> bool:
    """Whether the words say that a result is still awaited: "อยู่ระหว่างสำนักงาน ก.พ.ร. ประเมิน"."""
    return _PENDING.search(text) is not None


def quarter_cell(text: str) -> QuarterCell:
    """Plan and actual of a cell that is a number: "10,000 (7,353)"; words and sentences plan none."""
    found = _QUARTER_CELL.fullmatch(arabic(text).strip())
    if found is None:
        return QuarterCell(None, None, None)
    unit = _cell_unit(found["percent"], found["unit"])
    if found["unit"] and unit is None:
        return QuarterCell(None, None, None)  # words behind the number: a sentence, no plan
    plan = amount(found["plan"])
    actual = amount(found["actual"]) if found["actual"] else None
    return QuarterCell(plan, actual, unit or _cell_unit(found["actual_percent"], found["actual_unit"] or ""))


def satisfies(result: Quantity, target: Quantity) -> bool | None:
    """Whether the result reaches the target, at least it where no operator stands; `None` if unknown.

    Units must not contradict: a result in times says nothing of a target in percent.
    """
    if result.number is None or target.number is None or not _comparable(result.unit, target.unit):
        return None
    value, lower = result.number.value, target.number.value
    if value is None or lower is None:
        return None
    return compare(value, target.operator, lower, target.upper.value if target.upper else None)


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


def _comparable(one: Unit | None, other: Unit | None) -> bool:
    if one is None or other is None or one.code == other.code:
        return True
    ratios = {"percent", "times", "point"}
    money = scale_to_baht(one.code) is not None, scale_to_baht(other.code) is not None
    return not (one.code in ratios or other.code in ratios or any(money))


def _parts(text: str) -> tuple[str, ...]:
    """The parts of a cell, each with its bullet: one unless every bulleted part holds a number."""
    stripped = text.strip()
    if not stripped:
        return ()
    starts = [found.start() for found in _BULLET.finditer(stripped)]
    if len(starts) < 2 or stripped[: starts[0]].strip():
        return (stripped,)
    parts = [stripped[begin:end].strip() for begin, end in zip(starts, [*starts[1:], len(stripped)], strict=True)]
    return tuple(parts) if all(_first_number(part) for part in parts) else (stripped,)


def _quantity(text: str) -> Quantity:
    """The first number outside parentheses with operator, unit and the points named in brackets."""
    words = arabic(text)
    points = _POINTS.search(words)
    numbers = _outside(words)
    if not numbers:
        return Quantity(text, points=Decimal(points[1]) if points else None)
    number = numbers[0]
    upper = _upper_end(words, numbers)
    last = upper or number
    scaled, end = _scaled(words, last)
    if upper is None:
        number = scaled
    else:
        number, upper = _scaled_like(number, scaled, last), scaled
    unit = _unit_at(words, numbers[0], end)
    operator = "between" if upper is not None else _operator(words, numbers[0], end, unit)
    return Quantity(text, operator, number, upper, unit, Decimal(points[1]) if points else None)


def _first_number(text: str) -> PrintedNumber | None:
    return next(iter(_outside(arabic(text))), None)


def _outside(words: str) -> tuple[PrintedNumber, ...]:
    """The numbers outside parentheses, list markers in front ("1) ", "2.") aside."""
    masked = words
    while True:
        blanked = _PARENTHESES.sub(lambda found: "\u0001" * len(found[0]), masked)
        if blanked == masked:
            break
        masked = blanked
    marker = re.match(r"\s*\d{1,2}\)\s", masked)
    begin = marker.end() if marker else 0
    return tuple(number for number in find_numbers(masked) if number.start >= begin)


def _upper_end(words: str, numbers: Sequence[PrintedNumber]) -> PrintedNumber | None:
    """The upper end where the first two numbers are a range: "544 – 580", "ระหว่าง 5 ถึง 10"."""
    if len(numbers) < 2:
        return None
    between = words[numbers[0].end : numbers[1].start]
    if not _RANGE.fullmatch(between):
        return None
    if between.strip() == "และ" and not words[: numbers[0].start].rstrip().endswith(("ระหว่าง", "จำนวนระหว่าง")):
        return None
    return numbers[1]


def _scaled(words: str, number: PrintedNumber) -> tuple[PrintedNumber, int]:
    """The number with a scale word applied, and where it ends: "13 ล้านครั้ง" is 13,000,000.

    Money keeps its printed scale: 500 ล้านบาท is 500 million_baht.
    """
    unit = find_unit(words, number.end)
    if unit is not None and unit.known:
        return number, number.end
    scale = _SCALE.match(words, number.end)
    if scale is None or number.value is None:
        return number, number.end
    power = _SCALE_WORDS[scale[1]]
    value = number.value * 10**power
    scaled = replace(number, value=value, decimals=max(number.decimals - power, 0))
    return scaled, scale.end()


def _scaled_like(number: PrintedNumber, scaled: PrintedNumber, printed: PrintedNumber) -> PrintedNumber:
    """The lower end with the scale word that stands behind the upper one: "5 - 10 ล้านครั้ง"."""
    if number.value is None or scaled.value is None or not printed.value:
        return number
    return replace(number, value=number.value * (scaled.value / printed.value)) if scaled != printed else number


def _unit_at(words: str, number: PrintedNumber, end: int) -> Unit | None:
    if _PERCENT_BEFORE.search(words, 0, number.start):
        return _PERCENT
    return find_unit(words, end)


def _operator(words: str, number: PrintedNumber, end: int, unit: Unit | None) -> Operator | None:
    front = _PERCENT_BEFORE.sub("", words[: number.start])
    before = _OPERATOR_BEFORE.search(front)
    operator = dict(_OPERATORS_BEFORE)[before[1]] if before else None
    behind = end + (words[end:].find(unit.printed) + len(unit.printed) if unit and unit.printed in words[end : end + 40] else 0)
    if _AND_MORE.match(words, behind) or _AND_MORE.match(words, end):
        return ">="
    if _AND_LESS.match(words, behind) or _AND_LESS.match(words, end):
        return "<="
    return None if operator == "between" else operator


def _cell_unit(percent: str | None, words: str) -> Unit | None:
    if percent or words.strip() == "%":
        return _PERCENT
    unit = find_unit(words.strip())
    return unit if unit is not None and unit.printed == words.strip() else None
