"""What is taken out of a report's words: activities, links, notes, the period and the agency."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.extract import Extraction, extract
from etl.extract.links import find_urls
from etl.pipeline import read_document
from etl.source import make_source
from parsers.sections import outline
from schemas.errors import UnknownAgency, UnknownPeriod

TITLE = (
    "รายงานผลการดำเนินงาน\nสำนักงานพัฒนารัฐบาลดิจิทัล (องค์การมหาชน)\n"
    "ประจำปีงบประมาณ พ.ศ. 2568 ไตรมาสที่ 4\nข้อมูล ณ วันที่ 30 กันยายน 2568\n\n1. โครงการน้ำสะอาด\n\n"
)
KPI = "ตัวชี้วัด (สำนักงบประมาณ)\tเป้าหมาย\tผลการดำเนินงาน\tQ1\tQ2\tQ3\tQ4\n1. ผู้เข้าอบรม\t100 คน\t110 คน\t-\t-\t-\t100\n\n"


def extracted(words: str, title: str = TITLE, agency: str | None = None) -> Extraction:
    data = f"{title}{KPI}{words}\n".encode()
    document = read_document(data, make_source("report.txt", data))
    return extract(document, outline(document), agency)


def activities(words: str) -> list[tuple[str, str | None, Decimal, str | None]]:
    return [(a.title, a.channel, a.count, a.unit) for a in extracted(words).records.activities]


@pytest.mark.parametrize(
    ("words", "expected", "reason"),
    [
        ("- 1) อบรมครู จำนวน 70 คน", [("อบรมครู", None, 70, "person")], "a list item with a count"),
        ("EDC : คลิปสั้น จำนวน 1,200 การเข้าถึง", [("EDC : คลิปสั้น", None, 1200, "access")], "a labelled line"),
        (
            "รายละเอียด ดังนี้ 1. อบรม จำนวน 30 คน 2. สัมมนา จำนวน ๔๐ คน",
            [("อบรม", None, 30, "person"), ("สัมมนา", None, 40, "person")],
            "an enumeration inside a line, Thai digits",
        ),
        (
            "- อบรม Onsite จำนวน 20 คน และ Online จำนวน 25 ราย",
            [("อบรม", "onsite", 20, "person"), ("อบรม", "online", 25, "case")],
            "two counts, two channels by the word next to each",
        ),
        (
            "Online ได้แก่\n- 1) อบรม จำนวน 30 คน",
            [("อบรม", "online", 30, "person")],
            "the channel of the heading above",
        ),
        ("มีผู้เข้าร่วม จำนวน 30 คน", [], "a sentence is no list item"),
        ("- รวมจำนวน 30 คน", [], "a total is no activity"),
        ("- ทั้งหมดจำนวน 30 คน", [], "nor is one called ทั้งหมด"),
        ("- ภาคี จำนวน 3 แห่ง ได้แก่ ก ข ค", [], "a count that announces a list"),
        ("- ผ่านการอบรม จำนวน 110 คน", [], "the KPI's own result again"),
        ("หมายเหตุ : - อบรม จำนวน 30 คน", [], "a note"),
        ("- ประชุม 12 ครั้ง", [], "a number without the word for it"),
    ],
)
def test_counts_of_list_items_are_activities(words: str, expected: list[tuple[str, str | None, int, str]], reason: str) -> None:
    assert activities(words) == expected, reason


def test_a_line_of_its_own_goes_on_with_the_item_above() -> None:
    assert activities("- 1) อบรมผู้บริหาร Onsite จำนวน 20 คน\nOnline จำนวน 52 ราย") == [
        ("อบรมผู้บริหาร", "onsite", 20, "person"),
        ("อบรมผู้บริหาร", "online", 52, "case"),
    ]


def test_a_misspelt_channel_is_used_and_said() -> None:
    found = extracted("- 1) อบรม Onside จำนวน 20 คน")
    assert [a.channel for a in found.records.activities] == ["onsite"]
    assert [(f.rule, f.reported, f.expected) for f in found.findings if f.reported == "Onside"] == [
        ("name.suspected", "Onside", "onsite")
    ]


def narratives(words: str) -> list[tuple[int | None, str, str | None, str]]:
    return [(n.kpi_no, n.kind, n.marker, n.text) for n in extracted(words).records.narratives]


@pytest.mark.parametrize(
    ("words", "expected", "reason"),
    [
        ("ผลการดำเนินงานไตรมาส 4 :", [], "a label alone says nothing"),
        ("ผลการดำเนินงานไตรมาส 4 : แล้วเสร็จ", [(1, "result", None, "ผลการดำเนินงานไตรมาส 4 : แล้วเสร็จ")], "a result"),
        ("- 2) **จัดอบรม**", [(1, "item", "2)", "จัดอบรม")], "an item without its marker and markup"),
        ("หมายเหตุ : ถึงสิ้นปี\nต่อไป", [(1, "note", None, "หมายเหตุ : ถึงสิ้นปี"), (1, "result", None, "ต่อไป")], "a note of one line"),
        ("หมายเหตุ\n- ข้อหนึ่ง\n- ข้อสอง", [(1, "note", "-", "ข้อหนึ่ง"), (1, "note", "-", "ข้อสอง")], "an open note"),
        ("หน่วย : ล้านบาท", [], "a unit that is declared"),
    ],
)
def test_every_line_of_words_has_its_kind(
    words: str, expected: list[tuple[int | None, str, str | None, str]], reason: str
) -> None:
    assert narratives(words) == expected, reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ดู https://a.example/b?c=1.", ["https://a.example/b?c=1"]),
        ("(www.example.or.th/x_(y))", ["www.example.or.th/x_(y)"]),
        ("<https://a.example>ต่อ", ["https://a.example"]),
        ("กฎหมายhttps://a.example/ก", ["https://a.example/"]),
        ("me@www.example.com เขียน awww.x", []),
    ],
)
def test_urls_end_where_the_sentence_goes_on(text: str, expected: list[str]) -> None:
    assert list(find_urls(text)) == expected


def test_the_period_is_the_titles_before_the_words() -> None:
    head = extracted("ผลการดำเนินงานไตรมาส 2 : แล้วเสร็จ").records.head
    assert (head.fiscal_year, head.quarter, head.agency, head.agency_basis) == (2568, 4, "dga", "title")


def test_a_period_of_days_tells_the_quarter() -> None:
    title = TITLE.replace(" ไตรมาสที่ 4", "\n(1 ตุลาคม 2567 – 31 มีนาคม 2568)").replace("30 กันยายน", "5 เมษายน")
    assert extracted("", title).records.head.quarter == 2


@pytest.mark.parametrize("days", ["(1 ตุลาคม 2567 – 28 กุมภาพันธ์ 2568)", "ประจำเดือนมีนาคม 2568"])
def test_a_period_that_closes_no_quarter_tells_none(days: str) -> None:
    title = f"รายงานผลการดำเนินงาน\nสำนักงานพัฒนารัฐบาลดิจิทัล\nปีงบประมาณ พ.ศ. 2568\n{days}\n\n1. โครงการน้ำสะอาด\n\n"
    with pytest.raises(UnknownPeriod, match="No quarter"):
        extracted("", title)


def test_without_year_and_quarter_the_report_is_refused() -> None:
    with pytest.raises(UnknownPeriod, match="fiscal year"):
        extracted("", "รายงานผลการดำเนินงาน\nสำนักงานพัฒนารัฐบาลดิจิทัล\n\n1. โครงการน้ำสะอาด\n\n")


def test_the_refusal_says_which_of_the_two_is_missing() -> None:
    with pytest.raises(UnknownPeriod, match="^No fiscal year stands"):
        extracted("", "รายงานผลการดำเนินงาน ไตรมาสที่ 2\nสำนักงานพัฒนารัฐบาลดิจิทัล\n\n1. โครงการน้ำสะอาด\n\n")


def test_an_agency_that_only_the_words_name_is_inferred_and_said() -> None:
    title = TITLE.replace("สำนักงานพัฒนารัฐบาลดิจิทัล (องค์การมหาชน)\n", "")
    found = extracted("- สพร. ร่วมกับ สพร. และ กสทช.\n- สพร. จัดอบรม", title)
    assert (found.records.head.agency, found.records.head.agency_basis) == ("dga", "text")
    assert "agency.inferred" in [finding.rule for finding in found.findings]


def test_two_agencies_named_as_often_are_not_guessed() -> None:
    title = TITLE.replace("สำนักงานพัฒนารัฐบาลดิจิทัล (องค์การมหาชน)\n", "")
    with pytest.raises(UnknownAgency, match="dga 1 time but nbtc 1 time|nbtc 1 time but dga 1 time"):
        extracted("- สพร. ร่วมกับ กสทช.", title)
    assert extracted("- สพร. ร่วมกับ กสทช.", title, agency="etda").records.head.agency_basis == "given"


@pytest.mark.parametrize(
    "office", ["เทศบาลนครเชียงใหม่\nกรมส่งเสริมการปกครองท้องถิ่น กระทรวงมหาดไทย", "กรมพัฒนาพลังงานลม\nกระทรวงพลังงาน", "สำนักงานจังหวัดน่าน"]
)
def test_an_office_outside_the_list_is_never_taken_for_another(office: str) -> None:
    title = TITLE.replace("สำนักงานพัฒนารัฐบาลดิจิทัล (องค์การมหาชน)", office)
    with pytest.raises(UnknownAgency, match="not in the list"):
        extracted("- กรมชลประทาน ขุดลอก\n- กรมชลประทาน ส่งมอบ", title)
    assert extracted("", title, agency="nan").records.head.agency == "nan"
