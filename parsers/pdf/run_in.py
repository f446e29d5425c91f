"""Keeps numbers whole that are too wide for their columns and run into the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.pdf.content import Glyph
from parsers.pdf.lines import TextLine

JUMP_GAP = 2.0  # points between words that were not drawn one after the other: then they are two cells
MOST_STEP = 4  # glyphs from one word's last to the next word's first, the space and dropped marks between them
NUMBER_GAP = 1.0  # points between two digits, or over each other, that part two numbers: those of one touch
RUN_IN_GAP = 4.5  # points between two numbers that no space parts, and that wider columns would have farther apart
DIGITS = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙")
ENDS_NUMBER, BEGINS_NUMBER = DIGITS | set(")%"), DIGITS | set("(-")
WHOLE = re.compile(r"[-–]|\(?(?:[\d๐-๙]{1,3}(?:,[\d๐-๙]{3})+|[\d๐-๙]+)(?:\.[\d๐-๙]+)?\)?%?")
OF_NUMBERS = DIGITS | set("(),.%-")
_LEAST_DECIMALS = 2  # "1.12.3" may be a section
_THOUSAND = re.compile(r"\(?[1-9๑-๙][\d๐-๙]{0,2}(?:,[\d๐-๙]{3})+\)?")
_THOUSANDS = re.compile(f"(?:{_THOUSAND.pattern})+")
_DECIMALS = re.compile(r"\.([\d๐-๙]+)\)?%?$")


def glyphs_within(line: TextLine, left: float, right: float) -> list[Glyph]:
    """The glyphs whose middles lie between two edges; of a number that reaches over one of them all or none."""
    inside = [glyph for glyph in line.glyphs if left <= (glyph.x0 + glyph.x1) / 2 < right]
    for number in run_in(line):
        start, end = number[0].x0, number[-1].x1
        if start < right < end or start < left < end:
            own = {id(glyph) for glyph in number}
            at = next((n for n, glyph in enumerate(inside) if id(glyph) in own), len(inside) if start < left else 0)
            inside = [glyph for glyph in inside if id(glyph) not in own]
            if left <= (start + end) / 2 < right:
                at = at if start < left or at else next((n for n, g in enumerate(inside) if g.x0 > start), len(inside))
                inside[at:at] = number
    return inside


def begins(line: TextLine, glyph: Glyph) -> bool:
    """Whether a number that another one runs into begins with a glyph of the line."""
    return any(number[0] is glyph for number in run_in(line))


def run_in(line: TextLine) -> Sequence[Sequence[Glyph]]:
    """The numbers of a line that run into the number or label beside them, kept with it."""
    if line.run_in is None:
        line.run_in = list(_run_in(line.glyphs))
    return line.run_in


def _run_in(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Of the digits and signs of numbers that stand side by side, those that are several numbers, or are set on a label."""
    word: list[Glyph] = []
    before: Glyph | None = None  # the glyph in front of the word
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.text in OF_NUMBERS:
            if word and glyph.x0 - word[-1].x1 >= RUN_IN_GAP:
                yield from _numbers(before, word)
                word = []
            if not word:
                before = last
            word.append(glyph)
        elif word:
            apart = glyph.text == " " or glyph.x0 - word[-1].x1 >= RUN_IN_GAP
            yield from _numbers(before, word) if apart else parted_numbers(word)
            word = []
        last = glyph
    yield from _numbers(before, word)


def _numbers(before: Glyph | None, word: list[Glyph]) -> list[list[Glyph]]:
    """The numbers of a word with nothing behind it, also where it is one that is set on the end of a label."""
    if len(word) < 2:
        return []
    parts = parted_numbers(word)
    if parts or before is None or before.text.isspace() or before.text in OF_NUMBERS:
        return parts
    own = before.run != word[0].run == word[-1].run and word[0].x0 - before.x1 < RUN_IN_GAP
    text = _text(word)
    return [word] if own and ("," in text or "." in text) and WHOLE.fullmatch(text) else []


def parted_numbers(word: Sequence[Glyph]) -> list[list[Glyph]]:
    """The numbers that stand side by side as one word, none where it is one number.

    They are told by how they were drawn: not one after the other, each in one go, over each other or a little
    apart; and by their decimals, of which each has as many: "589,786.3851,717,425.34".
    """
    if len(word) < 2 or (word[-1].order - word[0].order == len(word) - 1 and WHOLE.fullmatch(_text(word))):
        return []  # as most are
    cuts = [place for place in range(1, len(word)) if _may_begin(word, place)]
    parts: list[list[Glyph]] = []
    for start, end in pairwise([0, *cuts, len(word)]):
        piece = list(word[start:end])
        if not parts or runs_in(parts[-1][-1], piece[0]) or _are_two(parts[-1], piece):
            parts.append(piece)
        else:
            parts[-1] += piece
    parts = [number for part in parts for number in _by_decimals(part)]
    return parts if len(parts) > 1 else []


def runs_in(last: Glyph, glyph: Glyph) -> bool:
    """Whether a number begins on top of the end of another one, or without a space behind it: they are two columns'."""
    jumps = not 0 < glyph.order - last.order <= MOST_STEP or (last.text == ")" and glyph.text == "(")
    return jumps and glyph.x0 - last.x1 < JUMP_GAP and last.text[-1:] in ENDS_NUMBER and glyph.text[:1] in BEGINS_NUMBER


def _may_begin(word: Sequence[Glyph], place: int) -> bool:
    """Whether a number may begin inside a word: it is drawn otherwise than the rest of one number."""
    last, glyph = word[place - 1], word[place]
    if last.text not in ENDS_NUMBER or glyph.text not in BEGINS_NUMBER:
        return False
    if glyph.run != last.run:  # in a run of its own, which tells nothing where each digit has one
        before, behind = word[max(place - 2, 0)], word[min(place + 1, len(word) - 1)]
        if before.run == last.run or behind.run == glyph.run:
            return True
    return runs_in(last, glyph) or not -NUMBER_GAP < glyph.x0 - last.x1 < NUMBER_GAP


def _are_two(above: Sequence[Glyph], piece: Sequence[Glyph]) -> bool:
    """Whether each is a number and both together are none; "123" and "456" may be one."""
    first, second = _text(above), _text(piece)
    return bool(WHOLE.fullmatch(first) and WHOLE.fullmatch(second)) and WHOLE.fullmatch(first + second) is None


def _by_decimals(word: list[Glyph]) -> list[list[Glyph]]:
    """The numbers of a word, if each has as many decimals as the last, or its thousands apart and no decimals; else the word."""
    text = _text(word)
    if "." not in text and text.count(",") > 1 and len(text) == len(word) and _THOUSANDS.fullmatch(text):
        return [word[found.start() : found.end()] for found in _THOUSAND.finditer(text)]
    decimals = _DECIMALS.search(text)
    if text.count(".") < 2 or decimals is None or len(decimals[1]) < _LEAST_DECIMALS or len(text) != len(word):
        return [word]
    number = rf"\(?(?:[1-9๑-๙][\d๐-๙]{{0,2}}(?:,[\d๐-๙]{{3}})+|[1-9๑-๙][\d๐-๙]*|[0๐])\.[\d๐-๙]{{{len(decimals[1])}}}\)?%?"
    if re.fullmatch(f"(?:{number})+", text) is None:
        return [word]
    return [word[found.start() : found.end()] for found in re.finditer(number, text)]


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join([glyph.text for glyph in glyphs])
