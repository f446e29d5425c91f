"""Turns a judged equation into figures as the report writes them and one sentence a language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from etl.reconcile.equations import Equation
from etl.reconcile.slips import slip
from etl.reconcile.suspects import Candidate, Explanation
from etl.reconcile.terms import has_thai_digits, in_digits_of, reprinted
from etl.reconcile.verdict import Verdict, decimals, total_of
from schemas.finding import CheckTerm, Subject
from schemas.rules import RULES

_THAI = {
    "summary": "ตารางสรุป", "planned": "แผนการใช้จ่าย", "spent": "ผลใช้จ่าย", "disbursed": "เบิกจ่าย",
    "committed": "ผูกพัน", "allocated": "งบที่ได้รับจัดสรร", "disbursed_pct": "ร้อยละเบิกจ่าย",
    "FY": "รวมทั้งสิ้น", "YTD": "สะสม", "Q1": "ไตรมาส 1", "Q2": "ไตรมาส 2", "Q3": "ไตรมาส 3",
    "Q4": "ไตรมาส 4", "plan": "แผน", "actual": "ผล", "target": "เป้าหมาย", "result": "ผลการดำเนินงาน",
    "weight": "น้ำหนัก", "score": "คะแนน", "weighted_score": "คะแนนถ่วงน้ำหนัก", "points": "คะแนน",
    "project": "โครงการ", "part": "ส่วนที่", "level": "ระดับ", "total": "รวม", "scorecard": "ผลการประเมินองค์กร",
    "basic": "ขั้นต้น", "standard": "มาตรฐาน", "advanced": "ขั้นสูง",
}  # fmt: skip
_THAI_PHRASES = {
    "part": "ส่วนที่แจกแจง", "stated sum": "ผลรวมที่ระบุ", "stated mean": "ค่าเฉลี่ยที่ระบุ",
    "number stated": "จำนวนที่ระบุ", "entries listed": "จำนวนรายการที่แจกแจง",
    "named in the section": "ที่ระบุในส่วนของโครงการ", "named in the summary": "ที่ระบุในตารางสรุป",
    "name in its section": "ชื่อในส่วนของโครงการ", "name in the KPI summary": "ชื่อในตารางสรุปตัวชี้วัด",
    "name in the spending summary": "ชื่อในตารางสรุปงบประมาณ", "total weight": "น้ำหนักรวม",
    "all weights": "น้ำหนักทั้งหมด", "total weighted_score": "คะแนนถ่วงน้ำหนักรวม", "total score": "คะแนนรวม",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_MOST_PARTS_SHOWN = 8
_EXACT = ("count",)  # kinds whose numbers carry no decimals of their own
_LEAST_GROUPED = 1000


def thai_label(label: str) -> str:
    """A term's label in Thai: "summary spent YTD" gives "ตารางสรุป ผลใช้จ่าย สะสม".

    A label that is the report's own words ("AI project") stays as it is, and so does the report named in
    brackets behind a figure of another report.
    """
    words, bracket, behind = label.partition(" [")
    if words in _THAI_PHRASES:
        return _THAI_PHRASES[words] + bracket + behind
    if any(word not in _THAI for word in _WORD.findall(words)):
        return label
    return _WORD.sub(lambda found: _THAI[found[0]], words) + bracket + behind


def figures(equation: Equation, verdict: Verdict) -> tuple[str | None, str | None, str | None]:
    """Reported, expected and difference as the report writes numbers: ("3,907", "3,904", "3")."""
    if equation.reported is not None or equation.expected is not None or not equation.terms:
        return equation.reported, equation.expected, None
    printed = next((term.printed for term in equation.terms if term.role == "total"), "")
    if verdict.expected is None or verdict.difference is None:
        return printed or None, None, None
    places = _places(equation, verdict)
    expected = written(verdict.expected, equation.terms, places)
    return printed.strip(), expected, _signed(verdict.difference, equation.terms, places)


def written(value: Decimal, like: Sequence[CheckTerm], places: int) -> str:
    """A value with grouping, places and minus as the terms print them."""
    grouped = all("," in term.printed for term in like if term.value is not None and abs(term.value) >= _LEAST_GROUPED)
    digits = in_digits_of("".join(term.printed for term in like), f"{abs(value):{',' if grouped else ''}.{places}f}")
    if value >= 0:
        return digits
    in_parentheses = any(term.value is not None and term.value < 0 and term.printed[:1] == "(" for term in like)
    of_budget = bool(like) and like[0].dataset == "budgets"
    return f"({digits})" if in_parentheses or of_budget else f"-{digits}"


def _signed(value: Decimal, like: Sequence[CheckTerm], places: int) -> str:
    digits = written(abs(value), like, places)
    return f"-{digits}" if value < 0 else digits


def _places(equation: Equation, verdict: Verdict) -> int:
    if equation.kind in _EXACT:
        values = (verdict.expected, verdict.difference)
        return max(_needed(value) for value in values if value is not None)
    if equation.kind in ("sum", "at_most"):
        return max(decimals(term.value) for term in equation.terms)
    return decimals(verdict.reported)


def _needed(value: Decimal) -> int:
    """The decimal places that are not zero: none for 389.00."""
    return decimals(value.normalize())


def sentences(equation: Equation, verdict: Verdict) -> tuple[str, str]:
    """One sentence in Thai and one in English, figures as the report writes them."""
    place_th, place_en = where(equation.subject)
    if equation.messages is not None:
        return equation.messages
    if verdict.outcome == "unknown":
        th, en = _unknown(equation)
    elif equation.kind in ("words", "decided"):
        th, en = _words(equation, verdict)
    else:
        th, en = _numbers(equation, verdict)
    return f"{place_th}{th}", f"{place_en}{en}"


def where(subject: Subject) -> tuple[str, str]:
    """What a finding is about, to open its sentence: "ตัวชี้วัด 7.2: ", "KPI 7.2: "."""
    if subject.item_no is not None:
        return f"ผลการประเมินองค์กร ข้อ {thai_label(subject.item_no)}: ", f"Scorecard line {subject.item_no}: "
    if subject.project_no is None:
        return "", ""
    if subject.kpi_no is not None:
        part_th = f" ส่วนที่ {subject.part}" if subject.part is not None and subject.part > 1 else ""
        part_en = f" part {subject.part}" if part_th else ""
        number = f"{subject.project_no}.{subject.kpi_no}"
        return f"ตัวชี้วัด {number}{part_th}: ", f"KPI {number}{part_en}: "
    if subject.project_no == 0:
        return "ทั้งองค์กร: ", "Whole organisation: "
    return f"โครงการ {subject.project_no}: ", f"Project {subject.project_no}: "


def _unknown(equation: Equation) -> tuple[str, str]:
    missing = [term.label for term in equation.terms if term.value is None] + list(equation.missing)
    rule = RULES[equation.rule]
    th = f"ตรวจไม่ได้ว่า{rule.holds_th} เพราะไม่มี {', '.join(map(thai_label, missing))}"
    return th, f"It cannot be checked that {rule.holds_en}: {', '.join(missing)} is missing."


def _words(equation: Equation, verdict: Verdict) -> tuple[str, str]:
    reported, expected, _ = figures(equation, verdict)
    rule = RULES[equation.rule]
    th = f"{rule.holds_th} แต่รายงานระบุ {_quoted(reported)} เทียบกับ {_quoted(expected)}"
    en = f"{rule.holds_en[:1].upper()}{rule.holds_en[1:]}, but the report says {_quoted(reported)} against {_quoted(expected)}."
    return th, en


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else "-"


def _numbers(equation: Equation, verdict: Verdict) -> tuple[str, str]:
    reported, expected, difference = figures(equation, verdict)
    total, parts = total_of(equation).label, [term for term in equation.terms if term.role == "part"]
    said_th, said_en = f"{thai_label(total)} รายงานไว้ {reported}", f"{total} is reported as {reported}"
    apart_th, apart_en = f"ต่างกัน {difference}", f"difference {difference}"
    if equation.kind == "at_most":
        return (
            f"{said_th} เกิน {thai_label(parts[0].label)} {expected} อยู่ {difference}",
            f"{said_en}, which exceeds {parts[0].label} {expected} by {difference}.",
        )
    computed = formula(equation, parts)
    if computed is None:
        labels_th = " + ".join(thai_label(term.label) for term in parts[:1])
        return (
            f"{said_th} แต่ {labels_th} คือ {expected} ({apart_th})",
            f"{said_en}, but {parts[0].label} is {expected} ({apart_en}).",
        )
    return (
        f"{said_th} แต่ {computed} = {expected} ({apart_th})",
        f"{said_en}, but {computed} = {expected} ({apart_en}).",
    )


def formula(equation: Equation, parts: Sequence[CheckTerm]) -> str | None:
    """The computation in figures: 634 + 644 + 1,864 + 762; `None` where one number faces another."""
    printed = [term.printed.strip() for term in parts]
    if equation.kind == "percentage":
        return f"{printed[0]} ÷ {printed[1]} × 100"
    if equation.kind == "product":
        return f"{printed[0]} × {printed[1]} ÷ 100"
    if len(parts) == 1 and parts[0].sign > 0:
        return None
    if len(parts) > _MOST_PARTS_SHOWN:
        printed[_MOST_PARTS_SHOWN - 2 : -1] = ["…"]
    signed = "".join(
        f" {'+' if sign > 0 else '−'} {number}" if index else number
        for index, (number, sign) in enumerate(_with_signs(printed, parts))
    )
    return f"({signed}) ÷ {len(parts)}" if equation.kind == "mean" else signed


def _with_signs(printed: Sequence[str], parts: Sequence[CheckTerm]) -> list[tuple[str, int]]:
    signs = [term.sign for term in parts]
    return [(number, signs[min(index, len(signs) - 1)]) for index, number in enumerate(printed)]


def explanation_words(explanation: Explanation) -> list[tuple[str, str]]:
    """What explains a failure, to be added to its sentence: the one cell, or the candidates."""
    guilty = explanation.guilty
    if guilty is not None:
        said, better = guilty.term.printed.strip(), guilty.suggested
        named_th, named_en = thai_label(guilty.term.label), guilty.term.label
        if better is None:
            return [(f"ช่องเดียวที่อธิบายได้คือ {named_th} {said}", f"only {named_en} {said} can explain it")]
        right = reprinted(guilty.term, better)
        thai = has_thai_digits(said)
        kind = slip(guilty.term.value, better, thai) if guilty.term.value is not None else None
        why_th, why_en = (f" ({kind[0]})", f" ({kind[1]})") if kind else ("", "")
        return [
            (
                f"ช่องเดียวที่อธิบายได้คือ {named_th} {said} ซึ่งควรเป็น {right}{why_th}",
                f"only {named_en} {said} can explain it: it should be {right}{why_en}",
            )
        ]
    likely = [candidate for candidate in explanation.candidates if candidate.likely]
    return [_candidates(likely)] if likely else []


def _candidates(candidates: Sequence[Candidate]) -> tuple[str, str]:
    names = [(candidate.term.label, _would_be(candidate)) for candidate in candidates]
    th = " หรือ ".join(f"{thai_label(label)}{right}" for label, right in names)
    en = " or ".join(f"{label}{right}" for label, right in names)
    return f"ช่องที่อาจผิด: {th}", f"one of these may be wrong: {en}"


def _would_be(candidate: Candidate) -> str:
    """What the cell prints and what it would have to be: " 1,864 → 1,867"."""
    said = f" {candidate.term.printed.strip()}"
    return said if candidate.suggested is None else f"{said} → {reprinted(candidate.term, candidate.suggested)}"
