"""Organisations and provinces by name; wrong letters suggested, ordinary words left alone."""

from __future__ import annotations

import pytest

from parsers.names import (
    agency_ids,
    agency_of,
    find_organisations,
    find_provinces,
    is_agency_id,
    organisation_abbreviation,
    organisation_name,
    province_key,
    suspect_names,
)
from schemas.vocabulary.lists import organisations, provinces


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("สพธอ. ร่วมกับ กสทช.", ["etda", "nbtc"], "Thai abbreviations"),
        ("โดย สพรอ. และ ETDA", ["etda", "etda"], "an older abbreviation and the English one"),
        ("สำนักงาน ก.พ.ร. สดช. สพร.", ["opdc", "onde", "dga"], "a list"),
        ("สำนักงาน กพร.", ["opdc"], "without points behind สำนักงาน"),
        ("(คปภ ก.พ.ร. BOT)", ["oic", "opdc", "bot"], "the point left out"),
        ("สำนักงานสถิติแห่งชาติ", ["nso"], "a full name"),
        ("สำนักงานสถิติ แห่งชาติ", ["nso"], "a full name cut by a line end"),
        ("สำนักงานคณะกรรมการกิจการกระจายเสียง กิจการโทรทัศน์และกิจการโทรคมนาคมแห่งชาติ", ["nbtc"], "spaces differ"),
        ("เจ้าหน้าที่การไฟฟ้าส่วนภูมิภาค", ["pea"], "inside a sentence without spaces"),
        ("และสพร.", ["dga"], "glued to a joining word"),
        ("กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม (ดศ.)", ["mdes", "mdes"], "two letters, in brackets"),
        ("Bank of Thailand", ["bot"], "an English name"),
        ("สำนักงาน ก.พ.", ["ocsc"], "ก.พ. behind สำนักงาน"),
        ("กรมการขนส่งทางบก กรมการขนส่งทางราง", ["dlt", "rail"], "the longest name at its place"),
        ("10 ก.พ. 2568", [], "ก.พ. is February"),
        ("ทั้งมวล", [], "letters inside a word"),
        ("โปรแกรมที่ดินแดง", [], "letters inside a word"),
        ("1212ETDA", [], "glued to digits"),
        ("BOTTOM", [], "inside an English word"),
        ("https://example.com/ETDA", [], "inside an address"),
        ("คค. ข้อ 3", [], "two letters without brackets"),
        ("", [], "nothing"),
    ],
)
def test_organisations_are_found_by_name_and_abbreviation(text: str, expected: list[str], reason: str) -> None:
    assert [name.canonical for name in find_organisations(text)] == expected, reason


def test_offsets_point_at_the_printed_name() -> None:
    text = "ร่วมกับ สดช. และสำนักงานสถิติ แห่งชาติ"
    assert [text[name.start : name.end] for name in find_organisations(text)] == ["สดช.", "สำนักงานสถิติ แห่งชาติ"]


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("ขอนแก่น นครปฐม", ["ขอนแก่น", "นครปฐม"], "a list"),
        ("นครพนมหนองบัวลำภู", ["นครพนม", "หนองบัวลำภู"], "run together"),
        ("ภาคกลาง (นครปฐม และอยุธยา)", ["นครปฐม", "พระนครศรีอยุธยา"], "a short form"),
        ("จังหวัดเลย จ.ตาก", ["เลย", "ตาก"], "short names behind จังหวัด"),
        ("น่าน แพร่ ลำปาง", ["น่าน", "แพร่", "ลำปาง"], "short names in a list"),
        ("ขอนแก่น เลย อุดรธานี", ["ขอนแก่น", "เลย", "อุดรธานี"], "a short name between long ones"),
        ("จัดที่ระยอง", ["ระยอง"], "five letters begin a word"),
        ("กรุงเทพฯ", ["กรุงเทพมหานคร"], "the capital"),
        ("เผยแพร่ผลงานไม่ได้เลย", [], "ordinary words"),
        ("ตากแดดในน่านน้ำ", [], "ordinary words"),
        ("ไปเที่ยวไหนก็ได้ เลย", [], "a free word without company"),
        ("จัดที่ขอนแก่น แล้วเผยแพร่", ["ขอนแก่น"], "a province beside an ordinary word"),
        ("มหาวิทยาลัยเชียงใหม่", [], "part of an organisation's name"),
        ("นายสุรินทร์ ใจดี", [], "a person"),
        ("กรุงเทพธุรกิจ", [], "a newspaper"),
        ("ธนาคารกรุงศรีอยุธยา", [], "a bank"),
        ("นราธิวาสราชนครินทร์", [], "a university"),
    ],
)
def test_provinces_are_found_and_ordinary_words_are_none(text: str, expected: list[str], reason: str) -> None:
    assert [name.canonical for name in find_provinces(text)] == expected, reason


@pytest.mark.parametrize(
    ("text", "printed", "likely", "reason"),
    [
        ("น่าน พิชญะโลก แพร่ ลำปาง พะเยา ขอนแก่น", "พิชญะโลก", "พิษณุโลก", "in a list of provinces"),
        ("จังหวัดเชียงไหม่", "เชียงไหม่", "เชียงใหม่", "behind จังหวัด"),
        ("(สำนักงบประมาณ และ ก.พ.ส.)", "ก.พ.ส.", "ก.พ.ร.", "a look-alike letter"),
        ("ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร (ร.ก.ส.)", "ร.ก.ส.", "ธ.ก.ส.", "behind its full name"),
        ("สำนักงานคณะกรรมการกำกับและส่งเสริมการประกอบธุรกิจประกันภัย (คปท.)", "คปท.", "คปภ.", "behind its full name"),
        ("สำนักงาน ก.พ.ร. สดช. สพส. และ สพรอ.", "สพส.", "สพร.", "between organisations"),
        ("สำนักงานสถิติแห่งชาต", "สำนักงานสถิติแห่งชาต", "สำนักงานสถิติแห่งชาติ", "a full name less a mark"),
        ("โดยกระทรวงพานิชย์", "กระทรวงพานิชย์", "กระทรวงพาณิชย์", "a full name with another letter"),
    ],
)
def test_wrong_letters_are_suggested(text: str, printed: str, likely: str, reason: str) -> None:
    (name,) = suspect_names(text)
    assert (name.printed, name.canonical) == (printed, likely), reason
    assert 0 < name.confidence < 1
    assert text[name.start : name.end] == printed


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("สศช. สสว. สดช. สสช. สพว. DBD", "known abbreviations"),
        ("คทง. และ สพน. และ กวจ.", "unknown ones outside a list of organisations"),
        ("สดช. สพน. สพร.", "an unknown one that no look-alike letter makes known"),
        ("สพร. สพส. สดช.", "the likely one stands in the list itself"),
        ("พ.ร.บ. พ.ร.ฎ. ก.พ.อ. ก.ต.ร. ร.ต.ท.", "laws, committees and ranks"),
        ("กรมการขนส่งทหารบก", "another body, two letters off"),
        ("กรมการปกครอง (ส่วนกลาง)", "words in brackets"),
        ("กระทรวงมหาดไทย (กรม)", "a word of consonants in brackets"),
        ("ขอนแก่น พัทยา ภูเก็ต นครปฐม", "a town among provinces"),
        ("ตาก แม่สอด ลำปาง เชียงใหม่ ลำพูน", "a town among provinces"),
        ("จังหวัดที่เข้าร่วม จังหวัดละ 1 คน จังหวัดชายแดนภาคใต้", "words behind จังหวัด"),
        ("สำนักงานที่เกี่ยวข้องและกรมต่าง ๆ ที่กระทรวงกำหนด", "ordinary words"),
        ("เผยแพร่ประชาสัมพันธ์การพัฒนาทักษะด้านดิจิทัลให้แก่ประชาชนในพื้นที่", "an ordinary sentence"),
        ("", "nothing"),
    ],
)
def test_nothing_ordinary_is_suspected(text: str, reason: str) -> None:
    assert suspect_names(text) == (), reason


@pytest.mark.parametrize(
    ("title", "expected", "reason"),
    [
        ("รายงานผลการดำเนินงาน สำนักงานพัฒนาธุรกรรมทางอิเล็กทรอนิกส์", "etda", "a full name"),
        ("สำนักงานตัวอย่างเพื่อการรายงาน (องค์การมหาชน)", "sample", "the samples' agency"),
        ("กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม สำนักงานสถิติแห่งชาติ", "nso", "the agency, not its ministry"),
        ("กระทรวงการคลัง", "mof", "a ministry alone"),
        ("ผลการประเมินองค์กร (ตัวชี้วัด ก.พ.ร.)", None, "brackets aside"),
        ("รายงานผลเสนอต่อสำนักงบประมาณ", None, "who gets the report"),
        ("รายงานผลการดำเนินงาน", None, "no name"),
    ],
)
def test_a_title_says_whose_report_it_is(title: str, expected: str | None, reason: str) -> None:
    assert agency_of(title) == expected, reason


def test_organisations_have_names_and_abbreviations() -> None:
    assert organisation_name("etda", "th") == "สำนักงานพัฒนาธุรกรรมทางอิเล็กทรอนิกส์"
    assert organisation_name("etda", "en") == "Electronic Transactions Development Agency"
    assert organisation_name("sample", "th") == "สำนักงานตัวอย่างเพื่อการรายงาน (องค์การมหาชน)"
    assert organisation_name("nobody", "th") is None
    assert (organisation_abbreviation("opdc"), organisation_abbreviation("nobody")) == ("ก.พ.ร.", None)


def test_an_agency_id_is_small_letters_digits_and_underscores() -> None:
    assert is_agency_id("etda")
    assert not any(is_agency_id(text) for text in ("", "ETDA", "../etda", "สพธอ", "a" * 40, "1etda"))
    assert all(is_agency_id(one) for one in agency_ids())


def test_the_lists_are_complete_and_without_doubles() -> None:
    assert len(provinces()) == 77
    assert len({province.name_th for province in provinces()}) == 77
    assert len(organisations()) >= 150
    names = [name for one in organisations().values() for name in (*one.names_th, *one.abbreviations_th)]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_a_province_is_known_by_its_short_forms() -> None:
    assert (province_key("อยุธยา"), province_key("กทม."), province_key("พัทยา")) == ("พระนครศรีอยุธยา", "กรุงเทพมหานคร", None)
