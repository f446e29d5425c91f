"""Gives a page's glyphs the letters that their fonts draw, where the PDF's map lacks one or may have it wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from parsers.pdf import calls
from parsers.pdf.content import Glyph
from parsers.pdf.fonts import RAISED, Program, Programs, Shape, shape_of
from parsers.pdf.lost import lacks_letter
from parsers.pdf.marks import are_exchanged, zone_of
from parsers.pdf.objects import Frame
from parsers.thai_letters import MARKS
from parsers.thai_text import NO_LETTER, letter_of_number

# What a producer\'s map can have wrong, or no letter for.
_DOUBTED = re.compile(f"[{''.join(sorted(MARKS))}ำ{calls.NONE}{NO_LETTER} ]")
_NEAR_BY = 40  # characters: pdfium gives a raised mark's a line's length away
_BESIDE = 0.25  # of the size: marks of one cluster begin so near each other
_STEPS = 2000  # of a box's height: where a mark's outline begins is measured so exactly
_BLANK = 1e-2  # of the width: pdfium gives what draws nothing hardly a height
_LEAST_HEIGHT = 1e-2  # points
_UNSAID = (" ", NO_LETTER)  # of a glyph that no font tells: the repair takes them for the ring of a ำ, or counts them
_NO_LETTERS = ("", *_UNSAID)  # a space without width is what a producer says of a mark that it has no letter for


@dataclass(frozen=True, slots=True)
class Outlined:
    """A page's characters: their numbers in pdfium's text page, and their places as the page is shown."""

    page: calls.Handle
    shown: Sequence[int]
    places: Sequence[calls.Place]
    frame: Frame

    def inks(self, positions: Sequence[int]) -> list[calls.Sides]:
        """Left, bottom, right and top of the outline of each."""
        found = calls.inks(self.page, [self.shown[n] for n in positions])
        return [self.frame.upright(*ink) for ink in found] if self.frame.rotation else found


def _doubted(letters: str, lacking: Collection[int]) -> list[int]:
    """The characters whose letter may not be the one that is drawn: those that a producer's map can have wrong, and those it has none for."""
    signs = [found.start() for found in _DOUBTED.finditer(letters)]
    return sorted({*signs, *lacking}) if lacking else signs


def told_by_fonts(
    drawn: Outlined, glyphs: Sequence[Glyph], letters: str, lacking: Collection[int],
    said_by_mark: Mapping[int, str], programs: Programs,
) -> tuple[int, bool]:  # fmt: skip
    """Gives doubted and lost glyphs the letters that their fonts draw; says how many stay without one, and whether any may.

    `lacking` are the characters that the PDF's map has no letter for; `said_by_mark` is the ActualText by text object.
    """
    looked_at = [n for n in _doubted(letters, lacking) if letters[n] != " " or n in lacking or glyphs[n].x1 <= glyphs[n].x0]
    inks = dict(zip(looked_at, drawn.inks(looked_at), strict=True))
    places = drawn.places
    here = _Page(drawn, places, glyphs, said_by_mark, inks)
    lost = 0
    for position, ink in inks.items():
        glyph, place = glyphs[position], places[position]
        program = programs.of(glyph.font) if glyph.font and glyph.run not in said_by_mark else None
        lacks = position in lacking or glyph.text in _NO_LETTERS
        if lacks or (program is not None and not program.letters):
            if not lacks and glyph.font in here.taught and program is not None and not program.is_doubted:
                continue  # the font names no letters, and nothing speaks against the map
            number = ord(glyph.text) if position in lacking and glyph.text else -1  # pdfium gives it as a letter
            lost += here.is_lost(position, number, program, programs)
        elif program is not None and not here.is_one_of_several(position, program):  # as most marks
            lost += _give(glyph, program.drawn_at(glyph.text, ink, place[4], place[5]), -1, programs)
    for position, letter in here.exchanged.items():
        glyphs[position].text = letter
    return lost, any(lacks_letter(glyphs[position]) for position in inks)


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page shows: its characters, their places and their glyphs, in pdfium's order."""

    drawn: Outlined
    places: Sequence[calls.Place]
    glyphs: Sequence[Glyph]
    said_by_mark: Mapping[int, str]
    inks: Mapping[int, calls.Sides]  # of the glyphs that are doubted
    named: dict[tuple[int, int], str | None] = field(default_factory=dict)  # a number in one font is always the same glyph
    exchanged: dict[int, str] = field(default_factory=dict)
    taught: set[int] = field(default_factory=set)  # fonts

    def is_lost(self, position: int, number: int, program: Program | None, programs: Programs) -> bool:
        """Gives a glyph that the PDF's map lacks, or of a font that names no letters, its letter; says whether it stays without.

        `number` is the glyph's in its font, or negative where nothing says it.
        """
        glyph = self.glyphs[position]
        key = glyph.font, number
        if program is None or key in self.named:
            lacks = number >= 0 or glyph.text in _NO_LETTERS
            return lacks and _give(glyph, self.named.get(key), number, programs)
        if not program.letters and glyph.font not in self.taught:
            self.taught.add(glyph.font)
            of_font = [(n, self.glyphs[n].text, ink) for n, ink in self.inks.items() if self.glyphs[n].font == glyph.font]
            _teach(program, self.places, of_font)
        lacks = number >= 0 or glyph.text in _NO_LETTERS
        if (not lacks and not program.is_doubted) or (number < 0 and self.is_one_of_several(position, program)):
            return False
        shape = _shape(self.inks[position], self.places[position])
        other = None if program.letters else self._exchanged_with(position, shape)
        if other is not None:
            self.exchanged[position] = other
            return False
        if lacks:
            drawn = _lost_letters(glyph, program, number, shape)
        else:
            drawn = program.of_shape(glyph.text, shape) if shape is not None else glyph.text
        if number >= 0:
            self.named[key] = drawn
        return _give(glyph, drawn, number, programs)

    def is_one_of_several(self, position: int, program: Program) -> bool:
        """Whether a character is one of those that the PDF's map has for one glyph, and the font told which one it draws.

        They have one place and one outline. A producer that splits a cluster's letters among its glyphs writes
        "่า" for the า of ค่า, and with it for every other า.
        """
        places = self.places
        first = last = position
        while first and places[first - 1] == places[position]:
            first -= 1
        while last + 1 < len(places) and places[last + 1] == places[position]:
            last += 1
        inks = self.drawn.inks(range(first, last + 1)) if first < last else []
        if not inks or any(ink != inks[0] for ink in inks):
            return False  # letters of their own: marks may stand at one place
        shape = _shape(inks[0], self.places[position])
        letter = program.of_several("".join(self.glyphs[n].text for n in range(first, last + 1)), shape) if shape else None
        if letter is None:
            return False
        for other in range(first, last + 1):
            self.glyphs[other].text = letter if other == first else ""
        return True

    def _exchanged_with(self, position: int, shape: Shape | None) -> str | None:
        """The letter of a mark whose glyph and the one beside it have each other's; `None` where there is no such glyph.

        pdfium's order is not the stream's: it is looked for among the characters near by.
        """
        glyph = self.glyphs[position]
        zone = zone_of(*shape[1:]) if shape is not None else None
        if glyph.text not in MARKS or zone is None or glyph.text in zone:
            return None
        for beside in range(max(position - _NEAR_BY, 0), min(position + _NEAR_BY + 1, len(self.glyphs))):
            near = self.glyphs[beside]
            said = self.said_by_mark.get(near.run, near.text)
            if said not in zone or abs(near.x0 - glyph.x0) > _BESIDE * glyph.size:
                continue
            other = _shape(self.drawn.inks([beside])[0], self.places[beside])
            if other is not None and are_exchanged(glyph.text, zone, said, zone_of(*other[1:])):
                return near.text if near.run not in self.said_by_mark else glyph.text
        return None


def _lost_letters(glyph: Glyph, program: Program, number: int, shape: Shape | None) -> str | None:
    """The letters of a glyph that the PDF's map has none for, `None` where its font does not tell."""
    letters = program.of_number(number, shape)
    if letters is not None or shape is None:
        return letters
    if shape[2] - shape[1] < _BLANK:
        return " "
    letters = program.of_outline(shape)
    return program.mark("", shape, number) if letters is None and glyph.x1 <= glyph.x0 else letters  # a bullet has a width


def _give(glyph: Glyph, drawn: str | None, number: int, programs: Programs) -> bool:
    """Gives a glyph the letters that it draws, else those that its number has in fonts of its name; says whether it stays lost."""
    if drawn is not None:
        glyph.text = drawn
        return False
    name = programs.name(glyph.font) if number >= 0 else ""
    if name and letter_of_number(name, number):
        glyph.text, glyph.unmapped = "", (name, number)
        return False
    if glyph.text in _UNSAID:
        return False
    glyph.lost = True
    return glyph.x1 > glyph.x0  # one without width may be the ring of a ำ: the repair decides


def _teach(program: Program, places: Sequence[calls.Place], said: Iterable[tuple[int, str, calls.Sides]]) -> None:
    """Shows a font that names no letters how the PDF's map says that its marks are drawn.

    A mark's box begins where its outline does: one that was seen so is not measured again.
    """
    seen = program.seen
    for position, letter, ink in said:
        left, top, _, bottom, x, _ = place = places[position]
        looks = letter, int((x - left) / max(top - bottom, _LEAST_HEIGHT) * _STEPS)
        if looks in seen or letter in _NO_LETTERS:
            continue
        seen.add(looks)
        shape = _shape(ink, place)
        if shape is not None:
            program.teach(letter, shape)


def _shape(ink: calls.Sides, place: calls.Place) -> Shape | None:
    left, bottom, right, top = ink
    _, _, _, _, x, y = place
    return shape_of(left - x, bottom - y, right - x, (top - y) / RAISED)
