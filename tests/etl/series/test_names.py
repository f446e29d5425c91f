"""What counts of a project's name from one year to the next."""

from __future__ import annotations

import pytest

from etl.series.names import bare_name, name_likeness, numbers_in


@pytest.mark.parametrize(
    ("name", "bare", "numbers", "why"),
    [
        ("โครงการพัฒนาครู", "พัฒนาครู", (), "the opening stands before every name"),
        ("โครงการ พัฒนา ครู", "พัฒนาครู", (), "white space is the printer's"),
        ("โครงการพัฒนาครู (Smart Teacher)", "พัฒนาครู", (), "bracketed English is no part of the name"),
        ("โครงการพัฒนาครู ประจำปีงบประมาณ พ.ศ. 2568", "พัฒนาครู", (), "next year's is the same project"),
        ("โครงการพัฒนาครู ปี ๒๕๖๘", "พัฒนาครู", (), "Thai digits"),
        ("โครงการพัฒนาครู ปี 68", "พัฒนาครู", (), "a year of two digits"),
        ("โครงการพัฒนาครู (2567-2570)", "พัฒนาครู", (), "a span of years"),
        ("โครงการพัฒนาครู ระยะที่ 2", "พัฒนาครูระยะที่2", ("2",), "a phase is another project"),
        ("โครงการพัฒนาครู ระยะที่ ๓ ปี 2568", "พัฒนาครูระยะที่3", ("3",), "a phase beside a year"),
        ("โครงการพัฒนาครู Phase II", "พัฒนาครูphaseii", (), "letters glued to letters are no number"),
        ("โครงการพัฒนาครู เฟส II", "พัฒนาครูเฟสii", ("ii",), "a Roman number"),
        ("โครงการ 1,500 หมู่บ้าน", "1,500หมู่บ้าน", ("1", "500"), "any number tells"),
        ("โครงการ 2568", "2568", ("2568",), "a name that is nothing but a year stays"),
    ],
)
def test_a_name_less_what_changes_every_year(name: str, bare: str, numbers: tuple[str, ...], why: str) -> None:
    assert (bare_name(name), numbers_in(name)) == (bare, numbers), why


@pytest.mark.parametrize(
    ("one", "other", "likeness", "why"),
    [
        ("โครงการพัฒนาครู ปี 2567", "โครงการพัฒนาครู ปี 2568", 1.0, "only the year is another"),
        ("โครงการศูนย์ให้คำปรึกษาฯ", "โครงการศูนย์ให้คำปรึกษาและพัฒนาผู้ประกอบการ", 0.95, "one is the other cut short"),
        ("โครงการกขคง", "โครงการกขคจ", 0.75, "3 of 4 letters: 2 × 3 / 8"),
    ],
)
def test_how_alike_two_names_are(one: str, other: str, likeness: float, why: str) -> None:
    assert name_likeness(one, other) == pytest.approx(likeness), why
