"""Reads embedded font programs for the Thai letters of glyphs that a PDF's own map has lost or has wrong.

A producer that splits ำ into its ring and า leaves the ring without a letter and writes ำ for every
า; one that takes a cluster's first letters for its glyphs writes ู for ้. The font's own table knows
better. A glyph is told by its number, or by the box of its outline: both must fit.
"""

from __future__ import annotations

import ctypes
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from parsers.pdf import calls
from parsers.pdf.outlines import Outlines, Shape, shape_of
from parsers.thai_text import PRIVATE_USE

_Ranges = tuple[tuple[int, int], ...]
_LETTERS: _Ranges = ((0x0E01, 0x0E5B), (0xF700, 0xF71A))  # Thai, and the private use of shifted marks
_OTHERS: _Ranges = ((0x0020, 0x0E00), (0x0E5C, 0xD7FF), (0xF000, 0xF6FF), (0xFB00, 0xFFFD))  # Latin, digits, signs, bullets
_RING, _TONES = "ํ", "่้๊๋"
_AM, _AA = "ำ", "า"
_CUT = frozenset("ญฐ")  # letters that lose the part below their line where a mark takes its place
# A letter's own forms mostly stand right behind it. Of 612 forms in 80 Thai fonts all that are so near, of as many
# contours and about as large, are the letter's but for raised digits; without that, every seventh is another's.
_VARIANTS = 4  # glyph numbers behind a letter's own that may be its shifted forms, or the ring with each tone
_SAME_SIZE = 0.02  # by which the same contours at another place may differ
_FLAT = 0.05  # of its width: the height of what pdfium gives as the ink of a space
_LEAST_WIDTH, _MOST_WIDTH = 0.7, 1.15  # of the letter's own
_LEAST_HEIGHT, _MOST_HEIGHT = 0.6, 1.15
_SAME_SHAPE = 0.03  # of the width, and of a side many times as far away
_TOLD = 100  # of the width: outlines that differ by less are one answer
_MOST_BYTES = 24_000_000  # of a font program; the largest Thai font known has 1.2 million
_MOST_SEGMENTS, _MOST_CODES = 40_000, 70_000  # of one table; a damaged one may name any number
_LEAST_WIDTH = 1e-3
_NAME_BYTES = 256


@dataclass(slots=True)
class Program:
    """A font's letters by glyph number, and the shapes of their outlines.

    `letters` are the Thai ones, `others` all that the font has a code point for.
    """

    letters: dict[int, str]
    shapes: dict[int, Shape]
    outlines: Outlines | None = None
    cmap: bytes = b""
    ordered: list[int] = field(default_factory=list)
    _drawn: list[tuple[str, float, float, float]] = field(default_factory=list)
    _told: dict[tuple[str, int, int, int], str] = field(default_factory=dict)
    _own: dict[int, tuple[str | None, Shape | None]] = field(default_factory=dict)
    _others: dict[int, str] | None = None
    _forms: dict[tuple[int, ...], list[tuple[str, int, int]]] | None = None

    def __post_init__(self) -> None:
        self.ordered = sorted(self.letters)
        self._drawn = [(self.letters[number], *self.shapes[number]) for number in self.ordered if number in self.shapes]

    def of_number(self, number: int, shape: Shape | None) -> str | None:
        """The letters of a glyph that the PDF's map has none for: U+0E49 for the ้ that a font shifts.

        Its outline is the one with that number in the font, or both draw nothing, as a space.
        """
        if number not in self._own:
            self._own[number] = self._letter_and_shape(number)
        letter, own = self._own[number]
        if letter is None:
            return None
        flat = shape is None or shape[2] - shape[1] <= _FLAT
        if own is None or shape is None or flat:
            return letter if flat and own is None and letter == " " else None
        return letter if _alike(own, shape) else None

    def _letter_and_shape(self, number: int) -> tuple[str | None, Shape | None]:
        letter = self.letters.get(number) or self.others.get(number) or self.letter(number)
        if self.outlines is None or number in self.shapes:
            return letter, self.shapes.get(number)
        box = self.outlines.box(number)
        return letter, None if box is None or self.outlines.is_blank(number) else shape_of(*box)

    @property
    def others(self) -> dict[int, str]:
        """Letters that are not Thai, by glyph number; looked up only where a PDF has no map at all."""
        if self._others is None:
            try:
                self._others = _letters(self.cmap, _OTHERS)
            except struct.error:  # damaged, or none
                self._others = {}
        return self._others

    def letter(self, number: int) -> str | None:
        """The Thai letters of the glyph with a number, `None` where the font does not tell.

        A glyph without a code point is the letter of which it is the very form at another place, or the ring
        of a ำ with a tone mark, else the one that it stands right behind if it is about the same: the ่ of ป่.
        """
        known = self.letters.get(number)
        if known is not None:
            return known
        if self.outlines is not None and (twin := self._twin(self.outlines, number)) is not None:
            return twin
        position = bisect_right(self.ordered, number) - 1
        if position < 0 or number - self.ordered[position] > _VARIANTS:
            return None
        base = self.ordered[position]
        letter = self.letters[base]
        if self._is_like(base, number) and not letter.isdigit():
            return letter
        return self._ring_and_tone(base, number) if letter == _RING else None

    def _ring_and_tone(self, base: int, number: int) -> str | None:
        """The ring with the tone mark of its turn behind the ring: where none of the others tells another order."""
        for behind, tone in enumerate(_TONES, start=1):
            twin = self._twin(self.outlines, base + behind) if self.outlines is not None else None
            if twin is not None and twin != _RING + tone:
                return None
        return _RING + _TONES[number - base - 1]

    def _twin(self, outlines: Outlines, number: int) -> str | None:
        """The one letter whose contours a glyph has, as large as its own, or the ring and the one tone mark that it has."""
        form = outlines.form(number)
        if form is None:
            return None
        points, width, height = form
        own = {
            letter
            for letter, wide, high in self.forms.get(points, ())
            if abs(wide - width) <= _SAME_SIZE * wide and abs(high - height) <= _SAME_SIZE * high
        }
        if not own:
            own = {_RING + letter for letter in _TONES if tuple(sorted(points)) in self._with_ring(letter)}
        return own.pop() if len(own) == 1 else None

    def _with_ring(self, tone: str) -> set[tuple[int, ...]]:
        rings, tones = (
            [points for points, told in self.forms.items() if any(letter == one for letter, *_ in told)] for one in (_RING, tone)
        )
        return {tuple(sorted(ring + mark)) for ring in rings for mark in tones}

    @property
    def forms(self) -> dict[tuple[int, ...], list[tuple[str, int, int]]]:
        """Letters with the width and height of their outlines, by the points of their contours."""
        if self._forms is None:
            self._forms = {}
            told = [(self.letters[n], self.outlines.form(n)) for n in self.ordered] if self.outlines is not None else []
            for letter, form in told:
                if form is not None:
                    self._forms.setdefault(form[0], []).append((letter, *form[1:]))
        return self._forms

    def _is_like(self, base: int, number: int) -> bool:
        """Whether a glyph may be another form of a letter: as many contours, about as wide and high."""
        if self.outlines is None:
            return self.letters[base] != _RING
        own, other = self.outlines.form(base), self.outlines.form(number)
        if own is None or other is None:
            return False
        contours = len(own[0]) == len(other[0]) or self.letters[base] in _CUT
        wide = _LEAST_WIDTH * own[1] <= other[1] <= _MOST_WIDTH * own[1]
        return contours and wide and _LEAST_HEIGHT * own[2] <= other[2] <= _MOST_HEIGHT * own[2]

    def of_shape(self, text: str, shape: Shape) -> str:
        """The letter that is drawn where the PDF's map says `text`: another one only if its outline says so."""
        x0, y0, y1 = shape
        asked = text, int(x0 * _TOLD), int(y0 * _TOLD), int(y1 * _TOLD)
        if asked not in self._told:
            fitting = self._fitting(shape)
            if text == _AM and _AA in fitting and _AM not in fitting:
                fitting = {_AA}  # other letters may be as wide and high; none of them was split off a ำ
            self._told[asked] = fitting.pop() if len(fitting) == 1 and text not in fitting else text
        return self._told[asked]

    def of_several(self, text: str, shape: Shape) -> str | None:
        """The one letter of `text` that is drawn where the PDF's map has all of it for a glyph: า of "่ำ".

        `None` where the outline is none of them, as of a glyph that really draws several, or of more than one.
        """
        fitting = self._fitting(shape) & (set(text) | ({_AA, _RING} if _AM in text else set()))
        return fitting.pop() if len(fitting) == 1 else None

    def _fitting(self, shape: Shape) -> set[str]:
        x0, y0, y1 = shape
        return {
            letter for letter, left, low, high in self._drawn if _is_near(left, x0) and _is_near(low, y0) and _is_near(high, y1)
        }


class Programs:
    """The programs of a document's fonts, each read once."""

    def __init__(self) -> None:
        self._by_font: dict[tuple[str, int], Program | None] = {}
        self._by_address: dict[int, Program | None] = {}

    def next_page(self) -> None:
        """Forgets addresses, which stand for other fonts once their page is closed."""
        self._by_address.clear()

    def of(self, address: int) -> Program | None:
        """The program of pdfium's font at an address; `None` where it is not embedded or has no Thai letters."""
        if address in self._by_address:
            return self._by_address[address]
        size = ctypes.c_size_t()
        found = calls.font_data(address, None, 0, ctypes.addressof(size)) and size.value <= _MOST_BYTES
        key = (self.name(address), size.value if found else 0)
        if key not in self._by_font:
            data = ctypes.create_string_buffer(key[1])
            read = found and calls.font_data(address, data, key[1], ctypes.addressof(size))
            self._by_font[key] = program_of(data.raw) if read else None
        self._by_address[address] = self._by_font[key]
        return self._by_font[key]

    def name(self, address: int) -> str:
        """The name of pdfium's font at an address, "" for none."""
        name = ctypes.create_string_buffer(_NAME_BYTES)
        if address:
            calls.font_name(address, name, _NAME_BYTES)
        return name.value.decode("latin-1")


def program_of(data: bytes) -> Program | None:
    """A TrueType font's Thai letters with their shapes; `None` where there are none, or the font is damaged."""
    try:
        tables = _tables(data)
        cmap = tables[b"cmap"]
        letters = _letters(cmap, _LETTERS)
        if not letters:
            return None
        wide = struct.unpack_from(">h", tables[b"head"], 50)[0] == 1
        outlines = Outlines(tables[b"glyf"], tables[b"loca"], wide=wide)
    except (KeyError, struct.error):
        return None
    shapes = _shapes(outlines, letters)
    return Program(letters, shapes, outlines, cmap) if shapes else None


def _tables(data: bytes) -> dict[bytes, bytes]:
    count = struct.unpack_from(">H", data, 4)[0]
    found: dict[bytes, bytes] = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        found[tag] = data[offset : offset + length]
    return found


def _letters(cmap: bytes, ranges: _Ranges) -> dict[int, str]:
    """Letters of some ranges by glyph number; one of Unicode goes before one of private use. Raises `struct.error`."""
    found: dict[int, str] = {}
    for index in range(struct.unpack_from(">H", cmap, 2)[0]):
        offset = struct.unpack_from(">I", cmap, 4 + 8 * index + 4)[0]
        kind = struct.unpack_from(">H", cmap, offset)[0]
        pairs = _segments(cmap, offset, ranges) if kind == 4 else _groups(cmap, offset, ranges) if kind == 12 else ()
        for code, number in sorted(islice(pairs, _MOST_CODES)):
            if number:
                found.setdefault(number, PRIVATE_USE.get(code, chr(code)))
    return found


def _segments(cmap: bytes, offset: int, ranges: _Ranges) -> Iterator[tuple[int, int]]:
    """Codes and glyph numbers of a table of format 4."""
    size = struct.unpack_from(">H", cmap, offset + 6)[0]
    ends, starts = offset + 14, offset + 16 + size
    for at in range(0, size, 2):
        end, start = struct.unpack_from(">H", cmap, ends + at)[0], struct.unpack_from(">H", cmap, starts + at)[0]
        delta, shift = (struct.unpack_from(">H", cmap, starts + part * size + at)[0] for part in (1, 2))
        for code in _asked(start, end, ranges):
            if not shift:
                yield code, (code + delta) & 0xFFFF
                continue
            number = struct.unpack_from(">H", cmap, starts + 2 * size + at + shift + 2 * (code - start))[0]
            yield code, (number + delta) & 0xFFFF if number else 0


def _groups(cmap: bytes, offset: int, ranges: _Ranges) -> Iterator[tuple[int, int]]:
    """Codes and glyph numbers of a table of format 12."""
    count = struct.unpack_from(">I", cmap, offset + 12)[0]
    for index in range(min(count, _MOST_SEGMENTS)):
        start, end, number = struct.unpack_from(">III", cmap, offset + 16 + 12 * index)
        for code in _asked(start, end, ranges):
            yield code, number + code - start


def _asked(start: int, end: int, ranges: _Ranges) -> Iterator[int]:
    for low, high in ranges:
        yield from range(max(start, low), min(end, high) + 1)


def _shapes(outlines: Outlines, letters: Iterable[int]) -> dict[int, Shape]:
    """The shapes of the outlines of letters, by glyph number."""
    boxes = ((number, outlines.box(number)) for number in letters)
    shapes = ((number, shape_of(*box)) for number, box in boxes if box is not None)
    return {number: shape for number, shape in shapes if shape is not None}


def _alike(known: Sequence[float] | None, shape: Shape) -> bool:
    return known is not None and all(map(_is_near, known, shape))


def _is_near(known: float, side: float) -> bool:
    """Whether a side is the same: of ่, a twelfth as wide as it is high, the width's error counts as often."""
    return abs(known - side) <= _SAME_SHAPE * max(1.0, abs(known))
