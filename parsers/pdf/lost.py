"""Letters that a converter has lost, told by what stands before them.

Programs that copy a PDF drop its ActualText, and with it the letters of glyphs that the first producer's
map did not name; some cut the second letter of a glyph to its lower byte.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.pdf.content import Glyph
from parsers.thai_text import NO_LETTER, RING, TONES, ZERO_WIDTH, by_number

_HALF = re.compile("(?<=[ก-๛])[\u2400-\u5bff]")  # where two lower bytes of Thai letters are taken for one letter


def name_lost_aa(raw: Sequence[Glyph]) -> int:
    """Names the glyphs without a letter that stand behind the ring of a ำ, and all others like them: each is an า.

    Nothing else follows a ring, its tone aside. Says how many were named.
    """
    lacking = [n for n, glyph in enumerate(raw) if lacks_letter(glyph)]
    lost = [position for position in lacking if _is_lost_letter(raw[position])]
    like_aa = {_lost_as(raw[position]) for position in lost if _follows_ring(raw, position)}
    named = [raw[position] for position in lost if _lost_as(raw[position]) in like_aa]
    for glyph in named:
        glyph.text, glyph.lost, glyph.unmapped = "า", False, None
    return len(named)


def lacks_letter(glyph: Glyph) -> bool:
    """Whether neither the PDF's map nor its font says what a glyph is."""
    return glyph.lost or glyph.unmapped is not None or glyph.text == NO_LETTER


def _is_lost_letter(glyph: Glyph) -> bool:
    return glyph.x1 - glyph.x0 >= ZERO_WIDTH and not by_number(glyph)


def _lost_as(glyph: Glyph) -> tuple[int, str, int]:
    """Which glyph of which font has no letter: by its number, which pdfium gives as a letter."""
    return glyph.font, glyph.text, glyph.unmapped[1] if glyph.unmapped is not None else -1


def _follows_ring(raw: Sequence[Glyph], position: int) -> bool:
    """Whether the ring of a ำ stands before a glyph, as ํ or as all of ำ in no room, a tone mark in between."""
    for before in raw[max(position - 2, 0) : position][::-1]:
        if before.text in (RING, "ำ"):
            return before.font == raw[position].font and before.x1 - before.x0 < ZERO_WIDTH
        if not (before.text in TONES or before.lost) or before.x1 - before.x0 >= ZERO_WIDTH:
            return False
    return False


def whole_letters(letters: str) -> str:
    """The letters of glyphs with second ones made whole: "้" and U+4933 are U+0E49 and U+0E33, cut to a byte each by a converter."""
    return _HALF.sub(_whole, letters)


def _whole(found: re.Match[str]) -> str:
    high, low = divmod(ord(found[0]), 256)
    is_cut = high == ord(found.string[found.start() - 1]) - 0x0E00 and 0 < low <= 0x5B
    return chr(0x0E00 + low) if is_cut else found[0]
