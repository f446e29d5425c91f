"""Reads the words around a number that compare: "ไม่น้อยกว่า", "ไม่เกิน", "ขึ้นไป"."""

from __future__ import annotations

import re

from schemas.record import Operator

# Longer phrases stand before those they contain or end with.
_BEFORE: tuple[tuple[str, Operator], ...] = (
    ("ไม่น้อยกว่าหรือเท่ากับ", ">="), ("มากกว่าหรือเท่ากับ", ">="), ("สูงกว่าหรือเท่ากับ", ">="), ("น้อยกว่าหรือเท่ากับ", "<="),
    ("ต่ำกว่าหรือเท่ากับ", "<="), ("ไม่น้อยกว่า", ">="), ("ไม่ต่ำกว่า", ">="), ("ไม่ตํ่ากว่า", ">="), ("อย่างน้อย", ">="),
    ("ตั้งแต่", ">="), ("ขั้นต่ำ", ">="), ("ไม่มากกว่า", "<="), ("ไม่เกินกว่า", "<="), ("ไม่เกิน", "<="), ("ไม่สูงกว่า", "<="),
    ("ภายใน", "<="), ("มากกว่า", ">"), ("เกินกว่า", ">"), ("สูงกว่า", ">"), ("เกิน", ">"), ("น้อยกว่า", "<"), ("ต่ำกว่า", "<"),
    ("ไม่ถึง", "<"), ("at least", ">="), ("no less than", ">="), ("not less than", ">="), ("more than", ">"),
    ("at most", "<="), ("not more than", "<="), ("no more than", "<="), ("up to", "<="), ("less than", "<"),
    (">=", ">="), ("<=", "<="), ("=>", ">="), ("=<", "<="), ("≥", ">="), ("≤", "<="), ("≧", ">="), ("≦", "<="),
    (">", ">"), ("<", "<"), ("＞", ">"), ("＜", "<"),
)  # fmt: skip
_MEANING = dict(_BEFORE)
_OPERATOR = re.compile("|".join(re.escape(words) for words, _ in sorted(_BEFORE, key=lambda pair: -len(pair[0]))))
# What may stand between the operator and its number: "ไม่น้อยกว่าร้อยละ 85", "อย่างน้อยปีละ 2 ครั้ง".
_FILLER = re.compile(
    r"(?:\s|จำนวน|ร้อยละ|เปอร์เซ็นต์|ที่|เป็น|ปีละ|เดือนละ|ไตรมาสละ|วันละ|ครั้งละ|แห่งละ|ระดับ|คะแนน|มูลค่า|รวม|ทั้งสิ้น|เฉลี่ย|ค่า|อยู่|:)*"
)
_AND_MORE = re.compile(r"\s?(?:ขึ้นไป|เป็นต้นไป|หรือมากกว่า|หรือสูงกว่า|(?:or|and) more)")
_AND_LESS = re.compile(r"\s?(?:ลงมา|หรือน้อยกว่า|หรือต่ำกว่า|(?:or|and) less)")


def operator_around(front: str, behind: str) -> Operator | None:
    """The operator that the words right in front of a number, or right behind its unit, name.

    ("มูลค่าไม่น้อยกว่า", "") gives ">=", ("", "ขึ้นไป") too; `None` where no word compares.
    """
    if _AND_MORE.match(behind):
        return ">="
    if _AND_LESS.match(behind):
        return "<="
    found = list(_OPERATOR.finditer(front.lower()))
    if not found or _FILLER.fullmatch(front, found[-1].end()) is None:
        return None
    return _MEANING[found[-1][0]]
