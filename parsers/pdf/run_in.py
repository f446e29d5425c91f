"""Keeps numbers whole that are too wide for their columns and run into the number beside them."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.pdf.content import Glyph
from parsers.pdf.lines import TextLine

JUMP_GAP = 2.0  # points between words that were not drawn one after the other: then they are two cells
MOST_STEP = 4  # glyphs from one word's last to the next word's first, the space and dropped marks between them
_DIGITS = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙")
_ENDS_NUMBER, _BEGINS_NUMBER, _OF_NUMBERS = _DIGITS | set(")%"), _DIGITS | set("(-"), _DIGITS | set("(),.%-")


def glyphs_within(line: TextLine, left: float, right: float) -> list[Glyph]:
    """The glyphs whose middles lie between two edges; of a number that reaches over one of them all or none."""
    inside = [glyph for glyph in line.glyphs if left <= (glyph.x0 + glyph.x1) / 2 < right]
    if line.run_in is None:
        line.run_in = _run_in(line.glyphs)
    for number in line.run_in:
        start, end = number[0].x0, number[-1].x1
        if start < right < end or start < left < end:
            own = {id(glyph) for glyph in number}
            at = next((n for n, glyph in enumerate(inside) if id(glyph) in own), len(inside) if start < left else 0)
            inside = [glyph for glyph in inside if id(glyph) not in own]
            if left <= (start + end) / 2 < right:
                at = at if start < left or at else next((n for n, g in enumerate(inside) if g.x0 > start), len(inside))
                inside[at:at] = number
    return inside


def _run_in(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The numbers of a line that run into the number beside them, each drawn in one go."""
    found: list[list[Glyph]] = []
    for position in range(1, len(glyphs)):
        if runs_in(glyphs[position - 1], glyphs[position]):
            first, last = position - 1, position
            while first and _is_drawn_on(glyphs[first - 1], glyphs[first]):
                first -= 1
            while last + 1 < len(glyphs) and _is_drawn_on(glyphs[last], glyphs[last + 1]):
                last += 1
            found += [list(glyphs[first:position]), list(glyphs[position : last + 1])]
    return found


def runs_in(last: Glyph, glyph: Glyph) -> bool:
    """Whether a number begins on top of the end of another one, or without a space behind it: they are two columns'."""
    jumps = not 0 < glyph.order - last.order <= MOST_STEP or (last.text == ")" and glyph.text == "(")
    return jumps and glyph.x0 - last.x1 < JUMP_GAP and last.text[-1:] in _ENDS_NUMBER and glyph.text[:1] in _BEGINS_NUMBER


def _is_drawn_on(last: Glyph, glyph: Glyph) -> bool:
    follows = 0 < glyph.order - last.order <= MOST_STEP and glyph.x0 - last.x1 < JUMP_GAP
    return follows and glyph.text[:1] in _OF_NUMBERS and last.text[:1] in _OF_NUMBERS and not runs_in(last, glyph)
