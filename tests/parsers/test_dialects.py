"""Headings, header words and labels of other agencies' reports: what each stands for, and what it is not."""

from __future__ import annotations

import pytest

from parsers.headers import role_of_label
from parsers.headings import find_heading, numbered_name
from schemas.document import Place
from schemas.reports.quarterly_performance import FAMILY

KNOWN = {2: "โครงการน้ำสะอาด", 3: "โครงการป่าชายเลน ระยะที่ 1", 4: "โครงการป่าชายเลน ระยะที่ 2", 13: "การพัฒนาเมือง"}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2. โครงการน้ำสะอาด", (2, "โครงการน้ำสะอาด")),
        ("๑๒๐) โครงการน้ำสะอาด", (120, "โครงการน้ำสะอาด")),
        ("2: น้ำสะอาด", (2, "น้ำสะอาด")),
        ("## 2. โครงการน้ำสะอาด", (2, "โครงการน้ำสะอาด")),
        ("โครงการที่ 2 โครงการน้ำสะอาด", (2, "โครงการน้ำสะอาด")),
        ("โครงการที่ ๒ : การจัดหาน้ำ", (2, "การจัดหาน้ำ")),
        ("โครงการ 2. น้ำสะอาด", (2, "น้ำสะอาด")),
        ("ลำดับที่ 2 โครงการน้ำสะอาด", (2, "โครงการน้ำสะอาด")),
        ("2 โครงการน้ำสะอาด", None),  # a count as well as a title
        ("โครงการ 2,500 แห่ง", None),
        ("2.5 ล้านบาท", None),
    ],
)
def test_a_title_is_numbered_in_many_ways(printed: str, expected: tuple[int, str] | None) -> None:
    assert numbered_name(printed) == expected


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("2 โครงการน้ำสะอาด", 2, "the summary names it: a space is enough"),
        ("3. โครงการป่าชายเลน ระยะที่ 1", 3, "names but for a digit alike: this one is the same"),
        ("4. โครงการป่าชายเลน ระยะที่ 2", 4, "and so is this"),
        ("4. โครงการป่าชายเลม ระยะที่ 2", 4, "a wrong letter: the number settles it"),
        ("9. โครงการป่าชายเลน ระยะที่ 2", None, "another number, and too alike to another name"),
        ("13 การพัฒนาเมือง", 13, "no word for a project, but the summary's name"),
        ("โครงการที่ 1 การเลี้ยงปลา", 1, "its number is due, and the label says project"),
        ("1. การเลี้ยงปลา", None, "a list item as well"),
        ("1 โครงการ ได้แก่ โครงการเลี้ยงปลา", None, "a count"),
    ],
)
def test_other_agencies_headings(line: str, expected: int | None, reason: str) -> None:
    heading = find_heading(line, Place(line=1), KNOWN, FAMILY, 0)
    assert (heading.project_no if heading else None) == expected, reason


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("2.1 เบิกจ่าย", "disbursed"),
        ("1. แผนการใช้จ่าย", "planned"),
        ("1.1) ผูกพัน", "committed"),
        ("แผนการเบิกจ่าย", "planned"),  # no disbursement, however alike
        ("แผนเบิกจ่าย", "planned"),
        ("ผลการใช้จ่ายทั้งสิ้น", "spent"),
        ("งบประมาณเบิกจ่าย", "disbursed"),
        ("งบประมาณผูกพัน", "committed"),
        ("แผนงบผูกพัน", None),
        ("คงเหลือ", None),
    ],
)
def test_row_labels_of_budget_tables(label: str, expected: str | None) -> None:
    found = role_of_label(label, FAMILY.measures)
    assert (found[0] if found else None) == expected
