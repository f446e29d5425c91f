"""A page's glyphs as producers leave them, repaired to clusters; strings with their marks in order."""

from __future__ import annotations

from collections import Counter

import pytest

from parsers.pdf.lost import name_lost_aa, whole_letters
from parsers.pdf.content import Glyph
from parsers.thai_text import compose, repair, without_overlapping_spaces

WIDTH = 5.0  # points that a base is wide


def shown(*parts: object) -> list[Glyph]:
    """Glyphs side by side: text 5 points wide; (text, width) as wide as told; (text, width, how) with more told."""
    glyphs: list[Glyph] = []
    x = 10.0
    for run, part in enumerate(parts):
        text, width, more = (*part, {})[:3] if isinstance(part, tuple) else (part, WIDTH, {})  # type: ignore[misc]
        glyphs.append(Glyph(text, x, 90, x + width, 102, 100.0, 12.0, run=run))  # type: ignore[arg-type]
        for name, value in more.items():  # type: ignore[union-attr]
            setattr(glyphs[-1], name, value)
        x += width  # type: ignore[operator]
    return glyphs


def words(glyphs: list[Glyph]) -> list[str]:
    return [glyph.text for glyph in repair(glyphs).glyphs]


ACTUAL = {"actual": True}
NUMBERED = {"unmapped": ("", 201)}
SANS_SERIF = {"unmapped": ("ABCDEF+Microsoft Sans Serif", 917)}
LOST = {"lost": True}

REPAIRS = [
    (["ก", "ข"], ["ก", "ข"], "what is right stays"),
    (["ก", ("่", 0.0), "า"], ["ก่", "า"], "a mark belongs to the base before it"),
    (["น", (" ", 0.0), "า"], ["น", "ำ"], "a space without width and า are ำ"),
    (["น", (" ", 0.0), ("้", 0.0), "า"], ["น้", "ำ"], "with a tone mark in between too"),
    (["น", ("", 0.0, LOST), "า"], ["น", "ำ"], "so is a ring that its font has no letter for"),
    (["น", (" ", 2.5), "า"], ["น", " ", "า"], "a space with width is a space"),
    (["น", ("ํ", 0.0), "า"], ["น", "ำ"], "the ring and า glyph by glyph"),
    (
        [("ซ้ำ", 7.0, {**ACTUAL, "size": 10.0}), ("ซ้ำ", 1.2, {**ACTUAL, "size": 2.4}), ("ซ้ำ", 4.8, {**ACTUAL, "size": 6.8}), "เ"],
        ["ซ้ำ", "เ"],
        "a cluster said three times: for its base, for a tone that is as low as its ink, for its า",
    ),
    ([("นิ", 10.0, {**ACTUAL, "x1": 30.0}), ("น", 10.0)], ["นิ", "น"], "of a font of one width the mark is as wide: the next letter is no echo"),
    ([("ซ้ำ", 11.0, ACTUAL), ("ซ้ำ", 11.0, ACTUAL)], ["ซ้ำ", "ซ้ำ"], "the same syllable twice"),
    (["น", ("ํ", 0.0), "ำ", "ม", "ำ"], ["น", "ำ", "ม", "า"], "a ring before ำ: the font has ำ for every า"),
    (["น", (" ", 0.0), "ำ", "ม", "ำ"], ["น", "ำ", "ม", "า"], "a space without width before ำ tells the same"),
    (["ท", "ำ", "ม", "า"], ["ท", "ำ", "ม", "า"], "a font that has both keeps both"),
    (["ห", ("\uf70b", 0.0), "น"], ["ห้", "น"], "a mark from the private use area"),
    (["\uf70f", "า"], ["ญ", "า"], "ญ without its lower part"),
    (["ก", ("", 0.0, NUMBERED)], ["ก่"], "a glyph number of the accounting system's budgets"),
    (["ก", ("", 0.0, SANS_SERIF)], ["ก่"], "another, of Microsoft Sans Serif"),
    (["1\u00a02"], ["1 2"], "a no-break space is a space"),
    (["ก\u00ad"], ["ก"], "a soft hyphen is nothing"),
    ([("ที่", 5.0, ACTUAL), ("ที่", 0.0, ACTUAL), "น"], ["ที่", "น"], "a mark's own glyph under ActualText repeats its cluster"),
    ([("ชิ้", 4.2, ACTUAL), ("ช", 0.0), ("ิ", 0.0), ("้", 0.0), ("ชิ้", 0.0, ACTUAL)], ["ชิ้"], "twice over"),
    ([("นำ", 5.0, ACTUAL), ("น", 0.0), ("ำ", 0.0), ("นำ", 3.5, ACTUAL), "ร"], ["นำ", "ร"], "base, ring and า one by one"),
    ([("ที่", 5.0, ACTUAL), ("ที่", 5.0, ACTUAL)], ["ที่", "ที่"], "the same cluster twice, each with its width, is two"),
    ([("ทำ", 9.0, ACTUAL), ("ทำ", 9.0, ACTUAL)], ["ทำ", "ทำ"], "and so with ำ"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "expected", "reason"), REPAIRS, ids=[case[2] for case in REPAIRS])
def test_glyphs_become_clusters(parts: list[object], expected: list[str], reason: str) -> None:
    assert words(shown(*parts)) == expected, reason


def test_the_same_letter_at_the_same_place_is_printed_twice_to_look_bold() -> None:
    first, second = shown("ก")[0], Glyph("ก", 10.2, 90, 15.2, 102, 100.0, 12.0, run=7)
    repaired = repair([first, second])
    assert [glyph.text for glyph in repaired.glyphs] == ["ก"]
    assert repaired.repairs == Counter(duplicates=1)


def test_a_mark_on_another_line_is_stray() -> None:
    mark = Glyph("่", 15, 190, 15, 202, 200.0, 12.0)
    repaired = repair([*shown("ก"), mark])
    assert ([glyph.text for glyph in repaired.glyphs], repaired.stray_marks) == (["ก"], 1)


WRONG = [("", {"unmapped": ("", 77)}, 1, 0), ("\ufffd", {}, 1, 0), ("\x05", {}, 1, 0), ("\ue123", {}, 0, 1)]


@pytest.mark.parametrize(("text", "more", "unmapped", "private_use"), WRONG)
def test_what_stands_for_nothing_known_is_counted(text: str, more: dict[str, int], unmapped: int, private_use: int) -> None:
    repaired = repair(shown("ก", (text, 5.0, more)))
    assert (repaired.unmapped, repaired.private_use) == (unmapped, private_use)


def test_a_clean_text_needs_no_repair() -> None:
    repaired = repair(shown("น", ("้", 0.0), "ำ", "ห", "น", ("ั", 0.0), "ก", (" ", 2.5), "1", "2", ".", "5"))
    assert "".join(glyph.text for glyph in repaired.glyphs) == "น้ำหนัก 12.5"
    assert not any(repaired.repairs.values())


STRINGS = [
    ("นํา", "นำ", "the ring and า"),
    ("นํ้า", "น้ำ", "with a tone mark behind the ring"),
    ("น้ํา", "น้ำ", "with a tone mark before it"),
    ("กาํ", "กำ", "the ring behind its า"),
    ("นำ้", "น้ำ", "a tone mark behind ำ"),
    ("น้้า", "น้ำ", "a ring typed as a second ้"),
    ("ำา", "ำ", "both ำ and its า"),
    ("ประจ\ufffdาปี", "ประจำปี", "a lost ring before า"),
    ("ท่ี", "ที่", "a tone mark before its vowel"),
    ("ดีี", "ดี", "a mark twice"),
    ("กก", "กก", "two letters stay"),
    ("น้ำหนัก 12.5", "น้ำหนัก 12.5", "what is right stays"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), STRINGS, ids=[case[2] for case in STRINGS])
def test_marks_are_put_in_their_order(text: str, expected: str, reason: str) -> None:
    assert compose(text) == expected, reason


def test_a_space_on_top_of_a_digit_goes_and_one_beside_it_stays() -> None:
    def glyph(text: str, x0: float, x1: float) -> Glyph:
        return Glyph(text, x0, 90, x1, 102, 100.0, 12.0, 0)

    counts: Counter[str] = Counter()
    line = [glyph("4", 10, 15), glyph(" ", 14, 16.5), glyph("7", 15, 20), glyph(" ", 20, 22.5), glyph("ก", 22.5, 27)]
    assert "".join(each.text for each in without_overlapping_spaces(line, counts)) == "47 ก"
    assert counts == Counter(overlapping_space=1)


def printed(text: str, *, left: float, run: int) -> list[Glyph]:
    """A text object: a letter every six points."""
    return [Glyph(letter, left + 6 * n, 90, left + 6 * n + 5, 102, 100, 12.0, run=run) for n, letter in enumerate(text)]


OVERPRINTS = [
    ("กขค", 10.3, "กขค", "printed twice, a hair apart, to look bold"),
    ("กขค", 12.0, "กขคกขค", "two points apart: both are shown"),
    ("งจฉ", 10.3, "กขคงจฉ", "other letters at the same place are not the same"),
    ("กขค", 100.0, "กขคกขค", "the same word further on"),
]


@pytest.mark.parametrize(("again", "left", "text", "reason"), OVERPRINTS, ids=[case[3] for case in OVERPRINTS])
def test_a_word_that_is_printed_twice_is_read_once(again: str, left: float, text: str, reason: str) -> None:
    between = printed("ดตถ", left=300.0, run=2)  # another cell of the same line, drawn between the two
    repaired = repair([*printed("กขค", left=10.0, run=1), *between, *printed(again, left=left, run=3)])
    assert "".join(glyph.text for glyph in repaired.glyphs).replace("ดตถ", "") == text, reason
    assert repaired.repairs["duplicates"] == len("กขค") + len(again) - len(text)


NUMBER_3, NUMBER_4 = {"unmapped": ("Any", 3)}, {"unmapped": ("Any", 4)}
UNNAMED = [
    (["ท", ("ํ", 0.0), ("", 5.0, NUMBER_3), "ง", ("", 5.0, NUMBER_3), "น"], "ทํางาน", "behind a ring, and all like it"),
    (["น", ("ำ", 0.0), ("้", 0.0), ("", 5.0, NUMBER_3)], "นำ้า", "a ring that the map calls ำ, and a tone over it"),
    (["ท", ("ํ", 0.0), ("\x03", 5.0, LOST), "ง", ("\x04", 5.0, LOST)], "ทําง\x04", "another glyph is another letter"),
    (["ท", ("ํ", 0.0), ("\ufffd", 5.0)], "ทํา", "a glyph that the map has U+FFFD for"),
    (["ท", "ำ", ("", 5.0, NUMBER_3)], "ทำ", "a whole ำ has its า already"),
    (["ท", ("", 5.0, NUMBER_3), ("", 5.0, NUMBER_4)], "ท", "without a ring nothing is known"),
]


@pytest.mark.parametrize(("parts", "expected", "reason"), UNNAMED, ids=[case[2] for case in UNNAMED])
def test_what_stands_behind_a_ring_is_sara_aa(parts: list[object], expected: str, reason: str) -> None:
    glyphs = shown(*parts)
    named = name_lost_aa(glyphs)
    assert "".join(glyph.text for glyph in glyphs) == expected, reason
    assert named == expected.count("า"), reason


CUT = [
    ("น้\u4933า", "น้ำา", "U+0E49 U+0E33, each cut to its lower byte"),
    ("ต่\u4833", "ต่ำ", "U+0E48 U+0E33"),
    ("ฤ\u2445ษี", "ฤๅษี", "U+0E24 U+0E45"),
    ("ก\u4933", "ก\u4933", "the first half is not the letter before it: a letter of its own"),
    ("ที่ ①", "ที่ ①", "a number in a circle"),
    ("\u4933", "\u4933", "no Thai letter before it"),
    ("ญี่ปุ่น日本", "ญี่ปุ่น日本", "Japanese"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CUT, ids=[case[2] for case in CUT])
def test_letters_that_a_converter_cut_to_bytes_are_made_whole(text: str, expected: str, reason: str) -> None:
    assert whole_letters(text) == expected, reason
