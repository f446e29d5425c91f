"""Old Thai fonts at the places of Latin letters: told by whole fonts, and left alone where words are Latin."""

from __future__ import annotations

import pytest

from parsers.pdf.content import Glyph
from parsers.thai_text import repair

MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"
# Beside each other: Windows' Latin letters, looked up in its table at the places that TIS-620 gives the Thai ones.
LINES = [
    ("ÃÒÂ§Ò¹¼Å¡ÒÃ´Óà¹Ô¹§Ò¹", "รายงานผลการดำเนินงาน"),
    ("§º»ÃÐÁÒ³ 1,234.50 ÅéÒ¹ºÒ·", "งบประมาณ 1,234.50 ล้านบาท"),
    ("¼Ùéà¢éÒÃèÇÁ 300 ¤¹", "ผู้เข้าร่วม 300 คน"),
]
OF_A_MACINTOSH = ("√“¬ß“πº≈", "รายงานผล")  # the same places, called by the Macintosh's letters


def shown(text: str, thai: str, font: int) -> list[Glyph]:
    """One glyph a letter; what is a mark in Thai has no width of its own."""
    glyphs: list[Glyph] = []
    x = 10.0
    for letter, as_thai in zip(text, thai, strict=True):
        width = 0.0 if as_thai in MARKS else 5.0
        glyphs.append(Glyph(letter, x, 90, x + width, 102, 100.0 + 20 * font, 12.0, font=font))
        x += width
    return glyphs


def read(glyphs: list[Glyph]) -> tuple[str, int]:
    repaired = repair(glyphs)
    return "".join(glyph.text for glyph in repaired.glyphs), repaired.repairs["latin_codes"]


def test_thai_at_the_places_of_latin_letters_is_thai() -> None:
    glyphs = [glyph for latin, thai in LINES for glyph in shown(latin, thai, font=1)]
    assert read(glyphs) == ("".join(thai for _, thai in LINES), 48)


def test_what_a_macintosh_calls_them_is_thai_too() -> None:
    latin = LINES[0][0].encode("cp1252").decode("mac_roman")
    assert latin.startswith(OF_A_MACINTOSH[0])
    assert read(shown(latin, LINES[0][1], font=1)) == (LINES[0][1], 20)


def test_a_font_that_shows_a_yamakkan_is_judged_by_it_too() -> None:
    """Every mark of Thai is one here; ๎, which Pali is written with, stands at the place of "î"."""
    assert read(shown("¾îÃÒËÁ ·îÇ", "พ๎ราหม ท๎ว", font=1)) == ("พ๎ราหม ท๎ว", 9)


def test_one_font_may_have_such_places_and_another_none() -> None:
    french = "Résumé à la carte, café crème, déjà vu"
    text, changed = read(shown(*LINES[0], font=1) + shown(french, french, font=2))
    assert (text, changed) == (LINES[0][1] + french, 20)


LATIN = [
    ("éèàùçôîêâëïü", "letters alone, which stand in no Thai order"),
    ("Größe über Übermaß, ähnlich", "German, mostly ASCII"),
    ("±5 °C × 2 ½ µm §3 © ® ¶", "signs"),
]


@pytest.mark.parametrize(("text", "reason"), LATIN, ids=[case[1] for case in LATIN])
def test_what_is_latin_stays_latin(text: str, reason: str) -> None:
    assert read(shown(text, text, font=1)) == (text, 0), reason
