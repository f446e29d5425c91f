"""The words of the validation page that depend on the report: dates, signs of equations, classes of numbers."""

from __future__ import annotations

from datetime import date

from schemas.finding import Finding

Both = tuple[str, str]  # in Thai and in English

_MONTHS: tuple[Both, ...] = (
    ("มกราคม", "January"), ("กุมภาพันธ์", "February"), ("มีนาคม", "March"), ("เมษายน", "April"),
    ("พฤษภาคม", "May"), ("มิถุนายน", "June"), ("กรกฎาคม", "July"), ("สิงหาคม", "August"),
    ("กันยายน", "September"), ("ตุลาคม", "October"), ("พฤศจิกายน", "November"), ("ธันวาคม", "December"),
)  # fmt: skip
_BUDDHIST_ERA = 543

KIND_WORDS: dict[str, tuple[Both, Both]] = {  # of many, and of one finding
    "error": (("ข้อผิดพลาด", "errors"), ("ข้อผิดพลาด", "error")),
    "warning": (("ควรตรวจสอบ", "warnings"), ("ควรตรวจสอบ", "warning")),
    "info": (("ข้อสังเกต", "notes"), ("ข้อสังเกต", "note")),
    "waived": (("ยกเว้นแล้ว", "waived"), ("ยกเว้นแล้ว", "waived")),
}
OUTCOME_WORDS: dict[str, Both] = {
    "pass": ("ผ่าน", "pass"), "rounding": ("ต่างเพราะปัดเศษ", "rounding"),
    "fail": ("ไม่ผ่าน", "fail"), "unknown": ("ตรวจไม่ได้", "unknown"),
}  # fmt: skip
# What stands before, between and behind the parts of an equation; a plus between those of any other rule.
_PLUS = ("", "+", "")
_SIGNS = {
    "scorecard.weighted_score": ("", "×", "÷ 100"),
    "budget.disbursed_pct": ("", "÷", "× 100"),
    "narrative.mean": ("x̄ (", ",", ")"),
}
_LIMITS = frozenset(("budget.within_allocated",))  # the part is the most that the total may be
_RELATIONS = {"pass": "=", "rounding": "≈", "fail": "≠", "unknown": "?"}
_CLASSES: dict[str, Both] = {
    "date": ("วันที่", "dates"), "earlier_year": ("ค่าของปีก่อน", "an earlier year's"), "header": ("หัวตาราง", "table headers"),
    "law": ("เลขกฎหมายหรือประกาศ", "laws and orders"), "malformed": ("อ่านไม่ได้", "cannot be read"),
    "name": ("ส่วนของชื่อ", "part of a name"),
    "ordinal": ("ลำดับที่", "ordinals"), "outline": ("เลขข้อ", "numbering"), "phone": ("โทรศัพท์", "telephone"),
    "quarter": ("ไตรมาส", "quarters"), "restated": ("กล่าวซ้ำค่าที่มีแล้ว", "said again"),
    "scale": ("เกณฑ์คะแนน", "scales of points"), "url": ("ที่อยู่เว็บ", "web addresses"), "year": ("ปี", "years"),
}  # fmt: skip


def day_in_words(day: date) -> Both:
    """30 September 2025 as "30 กันยายน 2568" and "30 September 2025"."""
    th, en = _MONTHS[day.month - 1]
    return f"{day.day} {th} {day.year + _BUDDHIST_ERA}", f"{day.day} {en} {day.year}"


def signs(rule: str) -> tuple[str, str, str]:
    """What stands before, between and behind the parts of a rule's equations: "×" and "÷ 100" of a product."""
    return _SIGNS.get(rule, _PLUS)


def relation(rule: str, outcome: str) -> str:
    """What stands between parts and total: "≠" of a failed sum, "<" of a limit that the total exceeds."""
    if rule in _LIMITS:
        return "<" if outcome == "fail" else "≥"
    return _RELATIONS[outcome]


def class_words(name: str) -> Both:
    """What a class of numbers passed over is called: law is "เลขกฎหมายหรือประกาศ"."""
    return _CLASSES.get(name, (name, name))


def expected_words(finding: Finding) -> Both:
    """What the expected figure is called: computed ones should be so, words of another place only differ."""
    return ("ควรเป็น", "expected") if finding.difference is not None else ("เทียบกับ", "against")
