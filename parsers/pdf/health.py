"""Judges how far a page's text can be trusted, from its repaired glyphs and its images."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil, floor

from parsers.pdf.content import Glyph, PageContent
from parsers.pdf.dashes import with_dashes
from parsers.pdf.lost import name_lost_aa
from parsers.pdf.paths import Shapes
from parsers.thai_text import repair
from schemas.document import Box, PageHealth, Verdict

# A page of which more than this share of characters stands for nothing known is not published as text.
MOST_UNKNOWN = 0.02
# A picture over most of the page with next to no Thai letters on it is a scan, whatever junk text it has.
_SCAN_COVER = 0.6
_SCAN_THAI_LETTERS = 30
# Outlines of so many corners, over so much of a page's width and height: a hundred Thai letters. A seal has fewer, or
# stands in a corner.
_DRAWN_CORNERS = 3_000
_DRAWN_SPAN = 0.25
# Vowels that no Thai syllable has together, or two tone marks: one of them is not what was printed. Of a text in which one
# letter in a hundred begins such, the map of its glyphs is wrong: of 500 pages as they were written none has a single one;
# converters' copies have two in a hundred.
_IMPOSSIBLE = re.compile("[ัิีึืุู](?:(?<=[แโใไ][ก-ฮ].)|(?<=เ[ก-ฮ][ุู])|[่-๋]?[าำะ]|[ัิีึืฺุู็])|็[ัิีึืุู]|่[้-๋]|้[่๊๋]|๊[่้๋]|๋[่-๊]")
_MOST_IMPOSSIBLE, _LEAST_IMPOSSIBLE = 0.01, 5
_THAI = re.compile("[ก-๛]+")
_GRID = 48  # the page is laid out in so many squares a side to measure how much images cover


def page_content(
    number: int, size: tuple[float, float], raw: Sequence[Glyph], shapes: Shapes, lost: int,
    *, lacks: bool = True, are_turned: bool = False,
) -> PageContent:  # fmt: skip
    """The page's content with its health; `lost` counts glyphs that have no letter in their font's map.

    `lacks` tells whether any glyph may be without its letter. Where most of them `are_turned`, lines and tables
    cannot be told: the page lies on its side or head.
    """
    width, height = size
    inside = [
        glyph
        for glyph in raw
        if glyph.x1 > 0 and glyph.x0 < width and glyph.bottom > 0 and glyph.top < height
        if glyph.text or glyph.lost or glyph.unmapped
    ]
    named = name_lost_aa(inside) if lacks else 0
    lost = max(lost - named, 0)
    repaired = repair(inside)
    if named:
        repaired.repairs["sara_aa"] += named
    if lost:
        repaired.repairs["no_letter_in_font"] += lost
    text = "".join([glyph.text for glyph in repaired.glyphs])
    thai, impossible = sum(map(len, _THAI.findall(text))), len(_IMPOSSIBLE.findall(text))
    characters = len("".join(text.split()))
    made = tuple(sorted((name, count) for name, count in repaired.repairs.items() if count))
    health = PageHealth(
        characters=characters,
        thai_share=round(thai / characters, 4) if characters else 0.0,
        unmapped=max(repaired.unmapped, lost),
        private_use=repaired.private_use,
        stray_marks=repaired.stray_marks,
        image_cover=round(_cover(shapes.images, width, height), 4),
        repairs=made,
    )
    verdict: Verdict = "scan" if _is_drawn(health, shapes, width, height) else _verdict(health)
    if (verdict != "scan" and are_turned) or (
        verdict != "scan" and impossible >= max(_LEAST_IMPOSSIBLE, _MOST_IMPOSSIBLE * thai)
    ):
        verdict = "unreadable"
    elif verdict == "clean" and impossible:
        verdict = "repaired"  # a slip of the pen, or a letter that is not what is printed: it is not vouched for
    letters_lost = _letters_lost(inside) if health.unmapped else 0
    rules = with_dashes(shapes.rules, shapes.dots)
    return PageContent(number, width, height, repaired.glyphs, rules, shapes.fills, verdict, health, letters_lost=letters_lost)


def _letters_lost(glyphs: Sequence[Glyph]) -> int:
    """How many glyphs have no letter that stand in a font of Thai letters: no bullets."""
    thai = {glyph.font for glyph in glyphs if "ก" <= glyph.text[:1] <= "๛"}
    return sum(glyph.lost and glyph.font in thai for glyph in glyphs)


def _is_drawn(health: PageHealth, shapes: Shapes, width: float, height: float) -> bool:
    """Whether a page's letters are outlines, as a drawing program exports them: a scan of another kind."""
    if shapes.corners < _DRAWN_CORNERS or health.thai_share * health.characters >= _SCAN_THAI_LETTERS:
        return False
    spanned_x = max(box.x1 for box in shapes.drawn) - min(box.x0 for box in shapes.drawn)
    spanned_y = max(box.bottom for box in shapes.drawn) - min(box.top for box in shapes.drawn)
    return spanned_x >= _DRAWN_SPAN * width and spanned_y >= _DRAWN_SPAN * height


def _cover(images: Sequence[Box], width: float, height: float) -> float:
    """The share of the page that images cover together: strips of one picture count as one."""
    rows = [0] * _GRID  # of each the squares that are covered, as bits
    for box in images:
        first, behind = _squares(box.x0, box.x1, width)
        covered = (1 << behind) - (1 << first)
        for row in range(*_squares(box.top, box.bottom, height)):
            rows[row] |= covered
    return sum(row.bit_count() for row in rows) / _GRID**2


def _squares(start: float, end: float, length: float) -> tuple[int, int]:
    """The first square whose middle lies between two edges of a page's side, and the one behind the last."""
    first = min(max(ceil(start / length * _GRID - 0.5), 0), _GRID)
    return first, min(max(floor(end / length * _GRID + 0.5), first), _GRID)


def _verdict(health: PageHealth) -> Verdict:
    thai_letters = health.thai_share * health.characters
    if health.image_cover >= _SCAN_COVER and thai_letters < _SCAN_THAI_LETTERS:
        return "scan"
    wrong = health.unmapped + health.private_use + health.stray_marks
    if wrong > MOST_UNKNOWN * max(health.characters, 1):
        return "unreadable"
    changed = sum(count for name, count in health.repairs if name not in ("actual_text",))
    return "repaired" if changed or wrong else "clean"
