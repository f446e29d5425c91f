"""Tells when a title says that a report is of an office that the list of organisations lacks."""

from __future__ import annotations

import re

from parsers.likeness import likeness
from parsers.organisations import find_organisations, outside_brackets
from parsers.organisations import names as organisation_names

_THAI = "ก-๎"
# Bodies of their own that bear a place's name, or a number: two of them must never become one report, that of the
# department or ministry named beside them.
_END = rf"(?=ประจำปี|ปีงบ|ไตรมาส|[^{_THAI}]|$)"
_LOCAL = re.compile(
    rf"(?:^|(?<=[\s:])|(?<=ของ))(?P<name>(?:เทศบาล(?:นคร|เมือง|ตำบล)|องค์การบริหารส่วน(?:จังหวัด|ตำบล)|อบต\.|อบจ\.|ที่ว่าการอำเภอ"
    rf"|ที่ทำการปกครอง|(?<=ของ)จังหวัด|โรงพยาบาล|โรงเรียน|วิทยาลัย|สำนักงาน[{_THAI}]*?(?:จังหวัด|อำเภอ|เขตพื้นที่|สาขา))"
    rf"\s?[{_THAI}]{{2,40}}?{_END}|(?:สำนักงาน|สำนัก|ศูนย์|แขวง)[{_THAI}]+\s?(?:ภาค|เขต)(?:ที่)?\s?[\d๐-๙]{{1,2}})"
)
# What an agency's name begins with, in a line that is nothing but its name.
_HEADS = (
    r"สำนักงาน|สำนัก(?=[ก-ฮเ-ไ])|กรม|สถาบัน|องค์การ|มหาวิทยาลัย|การ(?=ไฟฟ้า|ประปา|รถไฟ|ท่า|ทาง|เคหะ|กีฬา|ยาง)|ธนาคาร|กองทุน|ศูนย์|บริษัท|จังหวัด"
)
_GENERAL = re.compile(rf"(?P<name>(?:{_HEADS})[{_THAI}][{_THAI}\s]{{2,100}})")
_SENTENCE = re.compile(r"สำนักงาน(?:ฯ|ได้|มี|ขอ|จะ|นี้)|ได้ดำเนิน|มีการ|ร่วมกับ|ผู้รับผิดชอบ|เสนอ|ข้อมูล|[:：]")
_ONLY_BESIDE = re.compile(r"(?:ร่วมกับ|เสนอ|เสนอต่อ|ถึง|ส่ง|ผู้รับผิดชอบ\s?[:：]?|ที่อยู่\s?[:：]?|ณ)\s?$")
_LOOK_BACK = 20
# A listed name with letters that a scan has wrong stays above; another office's name is farther off.
_LEAST_LIKENESS = 0.8


def local_office(line: str) -> str | None:
    """The local body that a title names: "สำนักงานเกษตรจังหวัดน่าน กรมส่งเสริมการเกษตร" is of สำนักงานเกษตรจังหวัดน่าน.

    `None` where the body itself is in the list (โรงพยาบาลบ้านแพ้ว), or is only named beside the agency.
    """
    words = outside_brackets(line)
    for found in _LOCAL.finditer(words):
        beside = _ONLY_BESIDE.search(words, max(0, found.start() - _LOOK_BACK), found.start())
        listed = any(name.start <= found.start() and name.end >= found.end("name") for name in find_organisations(words))
        if not beside and not listed:
            return found["name"].strip()
    return None


def unlisted_office(line: str) -> str | None:
    """The agency that a title line is, where the list lacks it: "กรมพัฒนาพลังงานลม"; `None` for a listed or misspelt one."""
    words = " ".join(outside_brackets(line).split())
    found = _GENERAL.fullmatch(words)
    if found is None or _SENTENCE.search(words) or find_organisations(words):
        return None
    squashed = "".join(words.split())
    alike = any(likeness(squashed, "".join(name.split())) >= _LEAST_LIKENESS for name in organisation_names())
    return None if alike else found["name"].strip()
