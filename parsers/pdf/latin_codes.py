"""Puts right the text of old Thai fonts that stand at the places of Latin letters: "ÃÒÂ§Ò¹" is รายงาน.

Such a font has no Thai code points; its glyphs lie where TIS-620 has them, and the PDF calls them by the
Latin letters that Windows or the Macintosh has there. Whole fonts are told, never single letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from parsers.pdf.content import Glyph
from parsers.thai_letters import CONSONANTS, MARKS

_LATIN = re.compile("[\u00a1-\u00ff]")
_LEAST = 6  # letters beyond ASCII that a font must show to be judged
_MOST_LEFT = 0.05  # of them that no Thai letter has the place of
_LEAST_SHARE = 0.5  # of a font's letters: French or German has fewer beyond ASCII
_SPELT = 0.9  # of marks stand behind a consonant, of leading vowels in front of one
_LEAST_SPELT = 2
_LEADING = frozenset("เแโใไ")
# Where fonts have forms of marks at other places: the Macintosh's order, which Windows fonts of the time took over.
_SHIFTED = {
    **{0x83 + n: mark for n, mark in enumerate("่้๊๋์")}, **{0x88 + n: mark for n, mark in enumerate("่้๊๋์")},
    **{0x98 + n: mark for n, mark in enumerate("่้๊๋์")}, 0x8F: "ํ", 0x91: "•", 0x92: "ั", 0x93: "็",
    0x94: "ิ", 0x95: "ี", 0x96: "ึ", 0x97: "ื", 0x80: "«", 0x81: "»", 0x82: "…", 0x8D: "“", 0x8E: "”", 0x9D: "‘", 0x9E: "’",
}  # fmt: skip


def _thai_by_letter(encoding: str) -> Mapping[str, str]:
    """For each letter that an encoding has beyond ASCII the Thai one at its place."""
    found: dict[str, str] = {}
    for code in range(0x80, 0x100):
        thai = _SHIFTED.get(code) or bytes([code]).decode("tis-620", "ignore")
        letter = bytes([code]).decode(encoding, "ignore")
        if thai and letter:
            found[letter] = thai
    return found


def with_thai(glyphs: Iterable[Glyph]) -> int:
    """Gives the glyphs of fonts that show Thai at the places of Latin letters their Thai ones; says how many.

    "à§Ô¹" in a font of such words becomes เงิน; "résumé" stays as it is.
    """
    by_font: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if len(glyph.text) == 1 and not glyph.text.isspace() and not glyph.actual:
            by_font.setdefault(glyph.font, []).append(glyph)
    return sum(map(_put_right, by_font.values()))


def may_be_latin(text: str) -> bool:
    """Whether a page has letters at which an old Thai font may stand at all."""
    return _LATIN.search(text) is not None


def _put_right(shown: Sequence[Glyph]) -> int:
    high = [glyph for glyph in shown if not glyph.text.isascii()]
    if len(high) < _LEAST or len(high) < _LEAST_SHARE * sum(1 for glyph in shown if not glyph.text.isdigit()):
        return 0
    for encoding in ("cp1252", "mac_roman"):
        table = _thai_by_letter(encoding)
        known = sum(glyph.text in table for glyph in high)
        if len(high) - known <= _MOST_LEFT * len(high) and _is_spelt([table.get(glyph.text, glyph.text) for glyph in shown]):
            for glyph in high:
                glyph.text = table.get(glyph.text, glyph.text)
            return known
    return 0


def _is_spelt(letters: Sequence[str]) -> bool:
    """Whether marks and leading vowels stand where Thai has them: chance puts them anywhere."""
    right = wrong = 0
    for before, letter, behind in zip(("", *letters), letters, (*letters[1:], ""), strict=False):
        if letter in MARKS:
            fits = before in CONSONANTS or before in MARKS
        elif letter in _LEADING:
            fits = behind in CONSONANTS
        else:
            continue
        right, wrong = right + fits, wrong + (not fits)
    return right >= _LEAST_SPELT and right >= _SPELT * (right + wrong)
