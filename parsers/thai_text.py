"""Repairs a page's Thai: private-use and lost code points, sara am, marks attached in stream order.

The order is the one that measured best: code points by glyph, zero-width spaces, marks to the glyph
before them in the content stream, and last, on whole strings, the composing of sara am and the order
of marks. A text without defects comes out as it went in.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass

from parsers.pdf.content import Glyph
from parsers.pdf.latin_codes import may_be_latin, with_thai
from parsers.pdf.overprint import SAME_PLACE, Overprint
from parsers.thai_letters import MARKS

PRIVATE_USE = {
    0xF700: "ฐ", 0xF70F: "ญ", 0xF701: "ิ", 0xF702: "ี", 0xF703: "ึ", 0xF704: "ื", 0xF710: "ั", 0xF711: "ํ", 0xF712: "็",
    0xF718: "ุ", 0xF719: "ู", 0xF71A: "ฺ", 0xF04F: "•", 0xF050: "•", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓",
    **{start + offset: mark for start in (0xF705, 0xF70A, 0xF713) for offset, mark in enumerate("่้๊๋์")},
}  # fmt: skip
_PLAIN = {
    0x00A0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x202F: " ", 0x3000: " ",
    0x00AD: "", 0x200B: "", 0x200C: "", 0x200D: "", 0x2060: "", 0xFEFF: "",
    0x0002: "-", 0xFF08: "(", 0xFF09: ")", 0xFD3E: "(", 0xFD3F: ")", 0xFF0C: ",", 0xFF05: "%",
}  # fmt: skip
# Glyph numbers that a font's own map leaves without a letter, by a word of the font's name.
_GLYPH_NUMBERS = {
    "microsoftsansserif": {
        917: "่", 999: "่", 918: "้", 1000: "้", 919: "๊", 1001: "๊", 920: "๋", 921: "์", 1003: "์", 998: "็", 997: "ๆ",
        1004: "ํ",
    },
    "": {201: "่", 202: "้", 205: "์"},
}  # fmt: skip
NO_LETTER = "\ufffd"  # what a producer's map gives for a glyph that it knows no letter for
_AS_PRINTED = frozenset(chr(code) for code in (*range(0x20, 0x7F), *range(0x0E01, 0x0E5C)) if chr(code).isprintable())
TONES = "่้๊๋"
_ORDINARY = _AS_PRINTED - MARKS - {" ", "า", "ำ"}  # letters that stand for themselves
_NO_BASE = ("", " ")
RING = "ํ"  # the part of ำ over its base
ZERO_WIDTH = 0.05  # points: a real space is wider by far, a lost nikhahit has no width at all
_OVERLAP = 0.3  # of a space's width over a visible glyph: padding, not a space
_MOST_SARA_AA = 0.05  # of the ำ on a page: another font's heading may have its own
_ALREADY_SAID = 0.6  # of a cluster's width: a glyph that begins in front of this is part of the cluster
_AT_BASE = 0.3  # of a cluster's width: its base shown again begins in front of this
_MARK_WIDTH = 0.3  # of its cluster's width: a mark's own glyph is as narrow as this
_LOW = 0.4  # of a cluster's height: a mark under an ActualText is as high as its ink, and no letter is so low
_NO_WIDTH = 0.02  # of the size: a mark's outline may end so far behind its origin
_MARK_BEHIND = 0.15  # of the size: how far behind its base a mark's origin can stand
_SAME_LINE = 0.5  # of the size: a mark stands on its base's line


@dataclass(slots=True)
class Repaired:
    """Clusters in stream order, what was repaired how often, and what stayed wrong."""

    glyphs: list[Glyph]
    repairs: Counter[str]
    unmapped: int
    private_use: int
    stray_marks: int
    twice: Overprint
    actual: tuple[Glyph, float] | None = None  # the last cluster with ActualText, and its middle
    apart: bool = False  # that cluster's mark has just been shown on its own, so that its า may be too
    repeated: float | None = None  # where a mark's glyph has just said its cluster's base again


def repair(raw: Sequence[Glyph]) -> Repaired:
    """Clusters of one base with its marks, in stream order, each text repaired.

    The glyphs น, a zero-width space, า give "นำ"; U+F70B behind ห is the tone mark of หน่.
    """
    twice = Overprint(raw)
    overlapping, state = twice.runs, Repaired([], Counter(), 0, 0, 0, twice)
    clusters, repairs = state.glyphs, state.repairs
    swapped = _told_by_fonts(raw, repairs)
    awaiting_am = False
    last = ""  # the first letter of the last cluster
    is_plain = True  # no ActualText has been said, and no base again
    for order, glyph in enumerate(raw):
        text = glyph.text
        glyph.order = order
        if (
            text != last
            and not (glyph.lost or glyph.actual)
            and (is_plain or (state.repeated is None and (state.actual is None or _is_behind(state, glyph, state.actual[1]))))
        ):
            # Most of a page is what it says, and is done with in a few steps.
            if text in _ORDINARY or (text == " " and glyph.x1 - glyph.x0 >= ZERO_WIDTH):
                if glyph.run in overlapping and text != " " and twice.repeats(glyph, text):
                    repairs["duplicates"] += 1
                    continue
                clusters.append(glyph)
                last = text
                continue
            if text in MARKS and last not in _NO_BASE and _stands_on(clusters[-1], glyph):
                clusters[-1].text += text
                continue
        if not text and glyph.unmapped is None and not glyph.lost:
            continue
        if glyph.x1 - glyph.x0 < ZERO_WIDTH and _is_lost_nikhahit(glyph) and _am_follows(raw, order):
            awaiting_am = not (glyph.lost and clusters and RING in clusters[-1].text)
            if awaiting_am:  # else it is the tone over a ring that is there
                continue
        if text not in _AS_PRINTED or glyph.lost:
            text = _letters(glyph, state)
        if text == "ำ" and not awaiting_am and glyph.font in swapped:
            text = "า"
            repairs["sara_aa"] += 1
        if awaiting_am and text in ("า", "ำ"):
            text, awaiting_am = "ำ", False
            repairs["sara_am"] += 1
        if text:
            _add(state, glyph, text)
            last = clusters[-1].text[0] if clusters else ""
            is_plain = state.repeated is None and state.actual is None
    return state


def _is_behind(state: Repaired, glyph: Glyph, middle: float) -> bool:
    """Whether a glyph with a width of its own stands behind what the last ActualText has said."""
    return not state.apart and glyph.x0 >= middle and glyph.x1 - glyph.x0 >= ZERO_WIDTH


def _stands_on(base: Glyph, mark: Glyph) -> bool:
    """Whether a mark stands where the font puts it, over its base."""
    return base.baseline == mark.baseline and mark.x1 <= base.x1


def compose(text: str) -> str:
    """The string with sara am composed and marks in their order: "นํ้า" gives "น้ำ", "กาํ" "กำ"."""
    if not text or text.isascii():
        return text
    if _SUSPICIOUS.search(text) is None:
        return text
    composed = _DOUBLED_TONE_AM.sub(r"\1ำ", text)
    composed = _AM_BEHIND_TONE.sub(r"\1ำ", composed)
    composed = _AM.sub(r"\1ำ", composed)
    composed = _AM_SWAPPED.sub("ำ", composed)
    composed = _AM_TWICE.sub(r"\1ำ", composed.replace("ำา", "ำ").replace("\ufffdา", "ำ"))
    composed = _TONE_BEFORE_VOWEL.sub(r"\2\1", composed)
    composed = _AM_BEFORE_TONE.sub(r"\1ำ", composed)
    return _DOUBLED.sub(r"\1", composed)


_SUSPICIOUS = re.compile(r"[ํ\ufffd]|ำ[าำ่-๋]|[่-๋์][ัิ-ู็]|([ัิ-ฺ็-๎])\1")
_AM_BEHIND_TONE = re.compile(rf"([{TONES}])ํา")
_AM = re.compile(rf"ํ([{TONES}]?)า")
_AM_TWICE = re.compile(rf"ำ([{TONES}]?)ำ")  # its ring and its า, each mapped to all of it
_AM_SWAPPED = re.compile("าํ")
_DOUBLED_TONE_AM = re.compile("(้)้า")
_TONE_BEFORE_VOWEL = re.compile(rf"([{TONES}์])([ัิ-ู็])")
_AM_BEFORE_TONE = re.compile(rf"ำ([{TONES}])")
_DOUBLED = re.compile("([ัิ-ฺ็-๎])\\1+")


def _is_lost_nikhahit(glyph: Glyph) -> bool:
    """Whether a glyph without width can be the ring of a ำ: a space, or one that its font has no letter for."""
    if glyph.x1 - glyph.x0 >= ZERO_WIDTH:
        return False
    return glyph.lost or glyph.text in (" ", "\u00a0", "\u200b", NO_LETTER)


def _is_ring(glyph: Glyph) -> bool:
    return glyph.text == RING or _is_lost_nikhahit(glyph)


def _told_by_fonts(raw: Sequence[Glyph], repairs: Counter[str]) -> Container[int]:
    """Puts fonts right that show Thai at other letters' places; the fonts that map า to ำ."""
    text = "".join([glyph.text for glyph in raw])
    if may_be_latin(text) and (changed := with_thai(raw)):
        repairs["latin_codes"] += changed
    return _fonts_without_sara_aa(raw) if "ำ" in text else ()


def _fonts_without_sara_aa(raw: Sequence[Glyph]) -> set[int]:
    """The fonts that map า to ำ: a true ำ is a lost ring and ำ there, and hardly an า stands."""
    paired = {here.font for before, here in zip(raw, raw[1:], strict=False) if here.text == "ำ" and _is_ring(before)}
    if not paired:
        return paired
    written = Counter((glyph.font, glyph.text) for glyph in raw if glyph.text in ("ำ", "า"))
    return {font for font in paired if written[font, "า"] <= written[font, "ำ"] * _MOST_SARA_AA}


def _am_follows(raw: Sequence[Glyph], position: int) -> bool:
    """Whether า (or a ำ that stands for it) follows a zero-width space, tone marks in between aside."""
    for glyph in raw[position + 1 : position + 4]:
        if glyph.text in ("า", "ำ"):
            return True
        if not glyph.text or glyph.text not in TONES:
            if glyph.unmapped is not None and by_number(glyph) in TONES:
                continue
            return False
    return False


def _letters(glyph: Glyph, state: Repaired) -> str:
    """The glyph's text with its code points repaired; what stands for nothing known is dropped and counted."""
    if glyph.lost and glyph.x1 - glyph.x0 < ZERO_WIDTH:
        state.unmapped += 1
        return ""
    if not glyph.text:
        known = by_number(glyph)
        if known:
            state.repairs["glyph_number"] += 1
        else:
            state.unmapped += 1
        return known
    if glyph.text.isprintable() and ("ก" <= glyph.text <= "๛" or glyph.text.isascii()):
        return glyph.text
    letters: list[str] = []
    for character in glyph.text:
        code = ord(character)
        if code in PRIVATE_USE:
            state.repairs["private_use"] += 1
            letters.append(PRIVATE_USE[code])
        elif code in _PLAIN:
            letters.append(_PLAIN[code])
        elif unicodedata.category(character) == "Co":
            state.private_use += 1
        elif code < 0x20 or code == 0x7F or 0x80 <= code < 0xA0:
            state.unmapped += character not in "\r\n\t"
        elif character == "\ufffd":
            state.unmapped += 1
            letters.append(character)
        else:
            letters.append(character)
    return "".join(letters)


def by_number(glyph: Glyph) -> str:
    """The letter of a glyph that a font's own map leaves without one, "" where its number is not known."""
    return letter_of_number(*glyph.unmapped) if glyph.unmapped is not None else ""


def letter_of_number(name: str, number: int) -> str:
    """The letter of a glyph that neither the PDF nor its font names, by the font's name: "" where it is not known.

    Number 999 of Microsoft Sans Serif is ่.
    """
    font = "".join(name.lower().split())
    for word, table in _GLYPH_NUMBERS.items():
        if word in font and number in table:
            return table[number]
    return ""


def _add(state: Repaired, glyph: Glyph, text: str) -> None:
    """Appends a cluster, or attaches a mark to the cluster before it in the stream."""
    last = state.glyphs[-1] if state.glyphs else None
    if (state.actual is not None and _repeats_actual(state, glyph, text)) or (
        last is not None and (state.repeated is not None or last.text[0] == text[0]) and _repeats_base(state, last, glyph, text)
    ):
        state.repairs["duplicates"] += 1
        return
    if text[0] in MARKS:
        if (
            last is not None
            and last.text != " "
            and abs(last.baseline - glyph.baseline) <= _SAME_LINE * max(glyph.size, last.size)
        ):
            last.text += text
            if len(text) > 1 or glyph.x1 > last.x1 + last.size * _SAME_LINE:
                last.x1 = max(last.x1, glyph.x1)
            state.repairs["marks_attached"] += glyph.x0 > last.x1 + ZERO_WIDTH  # nearer is where its base ends, rounded
            return
        state.stray_marks += 1
        return
    if text in ("า", "ำ") and last is not None and RING in last.text:
        last.text, text = last.text.replace(RING, ""), "ำ"
        state.repairs["sara_am"] += 1
    if text != " " and glyph.run in state.twice.runs and state.twice.repeats(glyph, text):
        state.repairs["duplicates"] += 1
        return
    glyph.text = text
    state.glyphs.append(glyph)
    if glyph.actual:
        state.repairs["actual_text"] += 1
        state.actual = (glyph, glyph.x0 + (glyph.x1 - glyph.x0) * _ALREADY_SAID)


def _repeats_actual(state: Repaired, glyph: Glyph, text: str) -> bool:
    """Whether a glyph drawn on its own says again what the ActualText before it has said for both."""
    if state.actual is None:
        return False
    cluster, edge = state.actual
    reach = max(max(cluster.size, glyph.size) * _MARK_BEHIND, (cluster.x1 - cluster.x0) * _MARK_WIDTH)
    is_low = glyph.actual and glyph.size < _LOW * cluster.size
    is_mark, ends_cluster = (
        is_low or glyph.x1 - glyph.x0 < max(ZERO_WIDTH, _NO_WIDTH * cluster.size),
        state.apart and text[-1] == "ำ",
    )
    state.apart = False
    if is_mark or ends_cluster:  # a mark's glyph begins where its base ends, and so does the า behind it
        edge = cluster.x1 + reach
    elif glyph.actual:
        return False
    elif "ก" <= text <= "ฮ":  # a letter with room of its own: the cluster's base once more only where the base is
        edge = cluster.x0 + (cluster.x1 - cluster.x0) * _AT_BASE
    is_said = text in cluster.text or (text == RING and "ำ" in cluster.text)
    inside = cluster.x0 - SAME_PLACE <= glyph.x0 < edge and is_said
    if not inside or abs(cluster.baseline - glyph.baseline) > _SAME_LINE * cluster.size:
        return False
    state.apart = is_mark
    cluster.x1 = max(cluster.x1, glyph.x1)
    return True


def _repeats_base(state: Repaired, last: Glyph, glyph: Glyph, text: str) -> bool:
    """Whether a mark's own glyph says its cluster again: "ช้" next to no room behind "ช้" is its ้."""
    if text[0] in MARKS:
        return state.repeated is not None and abs(glyph.x0 - state.repeated) < SAME_PLACE and text in last.text
    state.repeated = None
    if not ("ก" <= text[0] <= "ฮ" and last.text.startswith(text)):
        return False
    reach = max(last.size, glyph.size) * _MARK_BEHIND
    narrow = glyph.x1 - glyph.x0 < _MARK_WIDTH * (last.x1 - last.x0)
    near = last.x0 <= glyph.x0 <= last.x1 + reach and abs(last.baseline - glyph.baseline) <= _SAME_LINE * last.size
    if narrow and near:
        state.repeated = glyph.x0
    return narrow and near


def without_overlapping_spaces(clusters: list[Glyph], repairs: Counter[str] | None = None) -> list[Glyph]:
    """The clusters of one line, ordered by x, less the spaces that lie on top of a visible glyph, which `repairs` counts."""
    spaces = [index for index, cluster in enumerate(clusters) if cluster.text == " "]
    covered = {index for index in spaces if _is_covered(clusters, index)}
    if not covered:
        return clusters
    if repairs is not None:
        repairs["overlapping_space"] += len(covered)
    return [cluster for index, cluster in enumerate(clusters) if index not in covered]


def _is_covered(clusters: Sequence[Glyph], index: int) -> bool:
    """Whether a space lies under one of the two visible glyphs on each side of it."""
    space = clusters[index]
    left, right = space.x0, space.x1
    room = max(right - left, ZERO_WIDTH) * _OVERLAP
    if right - left <= room:
        return False
    for near in (*clusters[max(0, index - 2) : index], *clusters[index + 1 : index + 3]):
        # As min(near.x1, right) - max(near.x0, left) > room, in fewer steps for what stands beside it.
        if near.x1 - left > room and right - near.x0 > room and near.x1 - near.x0 > room and near.text != " ":
            return True
    return False
