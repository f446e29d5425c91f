"""Turns values into the words a report prints: grouping, parentheses, dashes, units, Thai digits."""

from __future__ import annotations

import re
from decimal import Decimal

from tests.factory.facts import Kpi, Level, Part, Planned

# The exemplar's words for each unit code; the second, where there is one, is the summary's.
UNIT_WORDS: dict[str, tuple[str, ...]] = {
    "percent": ("ร้อยละ",),
    "times": ("เท่า",),
    "point": ("คะแนน",),
    "baht": ("บาท",),
    "million_baht": ("ล้านบาท", "ลบ."),
    "person": ("คน",),
    "case": ("ราย",),
    "household": ("ครัวเรือน",),
    "agency": ("หน่วยงาน",),
    "company": ("บริษัท",),
    "place": ("แห่ง",),
    "province": ("จังหวัด",),
    "area": ("พื้นที่",),
    "sector": ("Sectors",),
    "service": ("บริการ",),
    "document": ("ฉบับ",),
    "topic": ("เรื่อง",),
    "piece": ("ชิ้นงาน",),
    "course": ("หลักสูตร",),
    "access": ("การเข้าถึง",),
    "view": ("รับชม",),
    "occurrence": ("ครั้ง",),
    "pair": ("คู่",),
    "item": ("รายการ",),
    "project": ("โครงการ",),
    "day": ("วัน",),
    "month": ("เดือน",),
    "year": ("ปี",),
}
OPERATOR_WORDS = {">": "มากกว่า", ">=": "ไม่น้อยกว่า", "<": "น้อยกว่า", "<=": "ไม่เกิน", "between": "ระหว่าง"}
FRAMEWORK_WORDS = {"budget_bureau": "สำนักงบประมาณ", "opdc": "ก.พ.ร."}
LEVEL_WORDS = {"basic": "ขั้นต้น", "standard": "มาตรฐาน", "advanced": "ขั้นสูง"}

_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
# Links keep their digits, and so do Latin names such as Q4.
_LEFT_ALONE = re.compile(r"(?:https?://|www\.)[^\s<>]+|[A-Za-z]+[0-9]+")


def number(value: Decimal) -> str:
    """The number with its thousands grouped: 13,031,074.00."""
    return f"{value:,f}"


def money(value: Decimal) -> str:
    """An amount as a budget table prints it: 39.1070, (4.8284) below zero, a lone dash for nothing."""
    if not value:
        return "-"
    return f"({number(-value)})" if value < 0 else number(value)


def unit_word(code: str, *, short: bool = False) -> str:
    """The unit's printed word; a code outside the list is a word already."""
    words = UNIT_WORDS.get(code, (code,))
    return words[-1] if short else words[0]


def quantity(value: Decimal, unit: str, *, short: bool = False) -> str:
    """ "1,315 บริการ", "ร้อยละ 90.60", or the number alone where no unit is printed."""
    if not unit:
        return number(value)
    word = unit_word(unit, short=short)
    if unit == "sector" and value == 1:
        word = "Sector"
    return f"{word} {number(value)}" if unit == "percent" else f"{number(value)} {word}"


def bounded(part: Part | Level, *, short: bool = False) -> str:
    """A target or threshold with its operator: "มากกว่า 580 บริการ", "ระหว่าง 544 – 580 บริการ"."""
    if part.operator == "between" and part.upper is not None:
        span = f"{number(part.value)} – {number(part.upper)}"
        word = unit_word(part.unit, short=short)
        return f"ระหว่าง{word} {span}" if part.unit == "percent" else f"ระหว่าง {span} {word}"
    wording = part.wording if isinstance(part, Part) else "words"
    said = _worded(part.value, part.unit, wording, short=short)
    if part.operator is None:
        return said
    if wording == "upwards" and part.operator == ">=":
        return f"{said} ขึ้นไป"
    word = OPERATOR_WORDS[part.operator]
    return f"{word}{said}" if said.startswith("ร้อยละ") else f"{word} {said}"


def _worded(value: Decimal, unit: str, wording: str, *, short: bool = False) -> str:
    """The quantity, a percentage with its sign behind where the report writes so."""
    if unit == "percent" and wording == "sign":
        return f"{number(value)}%"
    return quantity(value, unit, short=short)


def targets(parts: tuple[Part, ...], *, short: bool = False) -> str:
    """The target cell's words, parts behind dashes where there are several."""
    said = [" ".join(filter(None, (p.label, bounded(p, short=short), p.tail))) for p in parts]
    return said[0] if len(said) == 1 else " ".join(f"- {words}" for words in said)


def results(kpi: Kpi, parts: tuple[Part, ...], *, summary: bool) -> str:
    """The result cell's words: values, notes in parentheses, points; "" where nothing is printed."""
    if kpi.awaited:
        return kpi.awaited
    said = [_result(part, short=summary) for part in parts if part.result is not None]
    if not said:
        return ""
    words = said[0] if len(parts) == 1 else " ".join(f"- {one}" for one in said)
    if kpi.points is not None:
        words += f" (ก.พ.ร. {kpi.points} คะแนน)" if summary else f" ({kpi.points} คะแนน)"
    return words


def _result(part: Part, *, short: bool) -> str:
    assert part.result is not None
    unit = part.unit if part.result_unit is None else part.result_unit
    said = _worded(part.result, unit, part.wording, short=short)
    note = f"({part.result_note})" if part.result_note else ""
    before = "" if short else part.result_lead
    return " ".join(filter(None, (part.label, before, said, part.tail, note)))


def planned(cell: Planned) -> str:
    """A quarter's cell: words, "100", "1 พื้นที่", "ร้อยละ 85", "100 (634)", "-"."""
    if cell.number is None:
        return cell.words
    said = quantity(cell.number, cell.unit) if cell.number or cell.unit else "-"
    return said if cell.actual is None else f"{said} ({number(cell.actual)})"


def level(one: Level) -> str:
    """A threshold as it stands below a KPI's name."""
    words = f"{one.words} {bounded(one)}".strip()
    return f"เป้าหมาย{LEVEL_WORDS[one.level]} ({one.points} คะแนน) : {words}"


def frameworks(codes: tuple[str, ...]) -> str:
    """The bracket in a KPI header: "(สำนักงบประมาณ และ ก.พ.ร.)"."""
    return f"({' และ '.join(FRAMEWORK_WORDS[code] for code in codes)})" if codes else ""


def thai_digits(text: str) -> str:
    """The text with Thai digits, links and Latin names left as they are."""
    pieces: list[str] = []
    end = 0
    for kept in _LEFT_ALONE.finditer(text):
        pieces += [text[end : kept.start()].translate(_THAI_DIGITS), kept[0]]
        end = kept.end()
    return "".join((*pieces, text[end:].translate(_THAI_DIGITS)))
