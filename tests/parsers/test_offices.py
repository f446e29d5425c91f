"""Offices that the list lacks: named by a title they are nobody else's."""

from __future__ import annotations

import pytest

from parsers.offices import local_office, unlisted_office


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("สำนักงานเกษตรจังหวัดน่าน กรมส่งเสริมการเกษตร", "สำนักงานเกษตรจังหวัดน่าน", "not the department, which has 76 of them"),
        ("เทศบาลนครเชียงใหม่ อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่", "เทศบาลนครเชียงใหม่", "a municipality"),
        ("รายงานผลการดำเนินงาน อบต.แม่สา ไตรมาส 2", "อบต.แม่สา", "inside a title"),
        ("รายงานผลการดำเนินงานของจังหวัดน่านประจำปีงบประมาณ พ.ศ. 2568", "จังหวัดน่าน", "a province"),
        ("สำนักงานหลักประกันสุขภาพแห่งชาติ เขต 1 เชียงใหม่", "สำนักงานหลักประกันสุขภาพแห่งชาติ เขต 1", "a region"),
        ("โรงพยาบาลน่าน กระทรวงสาธารณสุข", "โรงพยาบาลน่าน", "a hospital"),
        ("โรงพยาบาลบ้านแพ้ว (องค์การมหาชน)", None, "in the list"),
        ("สำนักงานคณะกรรมการอาหารและยา จังหวัดนนทบุรี", None, "where the agency sits"),
        ("เสนอ สำนักงานจังหวัดน่าน", None, "who gets the report"),
        ("กองแผนงาน กรมชลประทาน", None, "a part of the department"),
        ("ประจำปีงบประมาณ พ.ศ. 2568", None, "no office"),
    ],
)
def test_local_bodies(line: str, expected: str | None, reason: str) -> None:
    assert local_office(line) == expected, reason


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("กรมพัฒนาพลังงานลม", "กรมพัฒนาพลังงานลม", "a department that the list lacks"),
        ("สถาบันวิจัยเมฆ (องค์การมหาชน)", "สถาบันวิจัยเมฆ", "brackets aside"),
        ("กรมชลประทาน", None, "in the list"),
        ("สำนักงานพัฒนาธุรกรรมทางอิเล็กทรอนิกต์", None, "a listed name with a wrong letter"),
        ("สำนักงานได้ดำเนินการตามแผน", None, "a sentence"),
        ("รายงานผลการดำเนินงาน", None, "no office"),
    ],
)
def test_lines_that_are_an_agencys_name(line: str, expected: str | None, reason: str) -> None:
    assert unlisted_office(line) == expected, reason
