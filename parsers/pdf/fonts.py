"""Reads embedded font programs for the Thai letters of glyphs that a PDF's own map has lost or has wrong.

A producer that splits ำ into its ring and า leaves the ring without a letter and writes ำ for every
า; one that takes a cluster's first letters for its glyphs writes ู for ้. The font's own table knows
better. A glyph is told by its number, or by the box of its outline: both must fit.
"""

from __future__ import annotations

import ctypes
import re
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from parsers.pdf import calls
from parsers.pdf.font_tables import Ranges, is_cut, letters_of, tables_of
from parsers.pdf.marks import FOOT, Marks, zone_of
from parsers.pdf.outlines import box_of, boxes, glyph_count
from parsers.thai_letters import MARKS

Item = TypeVar("Item")
_Asked = tuple[str, int, int, int]  # a letter and its outline, in steps too small to tell outlines apart
Shape = tuple[float, float, float]  # left, lower and upper side of an outline, by its width

_LETTERS: Ranges = ((0x0E01, 0x0E5B), (0xF700, 0xF71A))  # Thai, and the private use of shifted marks
_OTHERS: Ranges = (
    (0x0020, 0x0E00),
    (0x0E5C, 0xD7FF),
    (0xFB00, 0xFFFD),
)  # Latin, digits, signs; no private use, which says nothing
_RING, _TONES = "ํ", "่้๊๋"
_AM, _AA = "ำ", "า"
_VARIANTS = 4  # glyph numbers behind a letter's own that are its shifted forms, or the ring with each tone
_SAME_SHAPE = 0.03  # of the width, and of a side many times as far away
_TOLD = 100  # of the width: outlines that differ by less are one answer
_MOST_BYTES = 24_000_000  # of a font program; the largest Thai font known has 1.2 million
_FLAT = 0.05  # of its width: the height of what pdfium gives as the ink of a space
_SMALLEST, _LARGEST = 0.6, 1.15  # of a letter's width and height: a form of it, not a raised digit or another letter
_LEAST_WIDTH = 1e-3
_NAME_BYTES = 256
_SUBSET = re.compile("[A-Z]{6}[+]")  # what the name of a font begins with of which a PDF holds a part
RAISED = 65 / 64  # pdfium gives the top of an outline so much higher than it is
_MEASURED = 0.002  # of the width: outlines are measured on a page with this error
_AS_NEAR = 2  # times the nearest's distance
_MOST_GLYPHS = 8_000  # of a font of which each mark's form is looked for; a Thai font has a thousand


@dataclass(slots=True)
class Program:
    """A font's letters by glyph number, and the shapes of their outlines."""

    letters: dict[int, str]
    shapes: dict[int, Shape]
    marks: Marks | None = None
    cmap: bytes = b""
    seen: set[tuple[str, int]] = field(default_factory=set)  # what was taught, by a letter and where its outline begins
    ordered: list[int] = field(default_factory=list)
    _drawn: list[tuple[str, float, float, float]] = field(default_factory=list)
    _told: dict[_Asked, str | None] = field(default_factory=dict)
    _outlined: dict[_Asked, str | None] = field(default_factory=dict)
    _taught: set[_Asked] = field(default_factory=set)
    _forms: list[tuple[int, Shape]] | None = None
    _own: dict[int, tuple[str | None, Shape | None]] = field(default_factory=dict)
    _others: dict[int, str] | None = None

    def __post_init__(self) -> None:
        self.ordered = sorted(self.letters)
        self._drawn = [(self.letters[number], *self.shapes[number]) for number in self.ordered if number in self.shapes]

    def of_number(self, number: int, shape: Shape | None) -> str | None:
        """The letters of a glyph that the PDF's map has none for: U+0E49 for the ้ that a font shifts.

        Its outline is the one with that number in the font, or both draw nothing, as a space.
        """
        if number not in self._own:
            letter = self.letters.get(number) or self.others.get(number) or self.letter(number)
            self._own[number] = letter, self._shape_at(number)
        letter, own = self._own[number]
        if shape is None or shape[2] - shape[1] <= _FLAT:
            return letter if letter == " " and (own is None or own[2] - own[1] <= _FLAT) else None
        return letter if _alike(own, shape) else None

    def _shape_at(self, number: int) -> Shape | None:
        if number in self.shapes or self.marks is None:
            return self.shapes.get(number)
        box = box_of(self.marks.tables, number)
        return shape_of(*box) if box is not None else None

    @property
    def others(self) -> dict[int, str]:
        """Letters that are not Thai, by glyph number; looked up only where a PDF has no map at all."""
        if self._others is None:
            try:
                self._others = letters_of(self.cmap, _OTHERS)
            except struct.error:  # damaged, or none
                self._others = {}
        return self._others

    def of_outline(self, shape: Shape) -> str | None:
        """The one letter that is drawn so, `None` where none is or several are."""
        asked = _asked_for("", shape)
        if asked not in self._outlined:
            letters = ((self.letters[number], form) for number, form in self.shapes.items() if number in self.letters)
            fitting = set(_nearest(letters, shape))
            self._outlined[asked] = fitting.pop() if len(fitting) == 1 else None
        return self._outlined[asked]

    def mark(self, said: str, shape: Shape, number: int = 0) -> str | None:
        """The mark that is drawn where the PDF's map says `said`, or "" for none; `None` where it cannot be told.

        Several glyphs may be drawn so: `number` may be that of the one that is meant.
        """
        if self.marks is None:
            return said or None
        drawn = self._drawn_so(shape)
        told = {self.marks.told(each, said) for each in ([number] if number in drawn else drawn)}
        return told.pop() if len(told) == 1 else said or None

    @property
    def is_doubted(self) -> bool:
        """Whether the letters that the PDF's map says are to be held against the font's own, or the map was caught wrong."""
        return bool(self.letters) or self.marks is None or self.marks.is_caught

    def zone(self, number: int) -> frozenset[str] | None:
        """The marks that can be drawn as a glyph is."""
        box = box_of(self.marks.tables, number) if self.marks is not None else None
        return zone_of(box[1], box[3]) if box is not None else None

    def is_blank(self, number: int) -> bool:
        """Whether a glyph of the font draws nothing."""
        return self.marks is not None and number < self.marks.count and box_of(self.marks.tables, number) is None

    def teach(self, letter: str, shape: Shape) -> None:
        """The PDF's map says that a letter is drawn so: of marks that the font does not name."""
        asked = _asked_for(letter, shape)
        if self.marks is None or self.marks.named or asked in self._taught:
            return
        self._taught.add(asked)
        self.marks.teach(self._drawn_so(shape), letter)
        self._told.clear()

    def _drawn_so(self, shape: Shape) -> list[int]:
        """The numbers of the glyphs over or under letters that have an outline."""
        if self._forms is None:
            self._forms = sorted(_forms(self.marks), key=_left_side) if self.marks is not None else []
        reach = _SAME_SHAPE * max(1.0, 2 * abs(shape[0]))  # as `_is_near` for any left side so near
        first = bisect_left(self._forms, shape[0] - reach, key=_left_side)
        return _nearest(self._forms[first : bisect_right(self._forms, shape[0] + reach, key=_left_side)], shape)

    def letter(self, number: int) -> str | None:
        """The letters of the glyph with a number, `None` where the font names none."""
        known = self.letters.get(number)
        if known is not None:
            return known
        position = bisect_right(self.ordered, number) - 1
        if position < 0 or number - self.ordered[position] > _VARIANTS:
            return None
        base = self.ordered[position]
        letter = self.letters[base]
        if self.marks is not None and letter in MARKS:
            told = self.marks.told(number, "" if letter == _RING else letter)
            if letter != _RING or told is not None:
                return told
        if letter == _RING:
            return letter + _TONES[number - base - 1]
        return letter if self._may_be_form(base, number) else None

    def _may_be_form(self, base: int, number: int) -> bool:
        """Whether a glyph is about as large as the letter that it stands behind; digits have no forms but raised ones."""
        if self.letters[base].isdigit():
            return False
        if self.marks is None:
            return True
        own, other = box_of(self.marks.tables, base), box_of(self.marks.tables, number)
        if own is None or other is None:
            return False
        sides = ((other[2] - other[0], own[2] - own[0]), (other[3] - other[1], own[3] - own[1]))
        return all(_SMALLEST * of_letter <= side <= _LARGEST * of_letter for side, of_letter in sides)

    def of_shape(self, text: str, shape: Shape) -> str | None:
        """The letter that is drawn where the PDF's map says `text`: another one only if its outline says so.

        `None` where no `text` can be drawn so, and what is cannot be told: ู over a letter.
        """
        x0, y0, y1 = shape
        asked = text, int(x0 * _TOLD), int(y0 * _TOLD), int(y1 * _TOLD)  # this is asked for every mark of a page
        if asked not in self._told:
            fitting = self._fitting(shape)
            if text == _AM and _AA in fitting and _AM not in fitting:
                fitting = {_AA}  # other letters may be as wide and high; none of them was split off a ำ
            if len(fitting) == 1:
                self._told[asked] = fitting.pop()
            else:
                self._told[asked] = text if text in fitting else self.mark(text, shape)
        return self._told[asked]

    def drawn_at(self, text: str, ink: tuple[float, float, float, float], x: float, y: float) -> str | None:
        """`of_shape` of an outline on a page, from its origin: this is asked for every mark."""
        left, bottom, right, top = ink
        width = right - left
        if width <= _LEAST_WIDTH:
            return text
        side, low, high = (left - x) / width, (bottom - y) / width, (top - y) / width / RAISED
        asked = text, int(side * _TOLD), int(low * _TOLD), int(high * _TOLD)
        return self._told[asked] if asked in self._told else self.of_shape(text, (side, low, high))

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
        self._damaged: set[tuple[str, int]] = set()
        self.has_damaged = False  # among the fonts of this page

    def next_page(self) -> None:
        """Forgets addresses, which stand for other fonts once their page is closed."""
        self._by_address.clear()
        self.has_damaged = False

    def look_at(self, addresses: Iterable[int]) -> None:
        """Notes a page's font whose program was cut short, or could not be opened: pdfium leaves its letters out."""
        self.has_damaged = any(self._is_damaged(address) for address in addresses if address)

    def _is_damaged(self, address: int) -> bool:
        name = self.name(address)
        if calls.font_embedded(address) == 0:
            return _SUBSET.match(name) is not None  # the PDF has a part of the font, and pdfium took another one
        self.of(address)
        size = ctypes.c_size_t()
        calls.font_data(address, None, 0, ctypes.addressof(size))
        return (name, size.value) in self._damaged

    def of(self, address: int) -> Program | None:
        """The program of pdfium's font at an address; `None` where it is not embedded or has no Thai letters."""
        if address in self._by_address:
            return self._by_address[address]
        size = ctypes.c_size_t()
        found = calls.font_data(address, None, 0, ctypes.addressof(size)) and size.value <= _MOST_BYTES
        key = (self.name(address), size.value if found else 0)
        if key not in self._by_font:
            buffer = ctypes.create_string_buffer(key[1])
            read = found and calls.font_data(address, buffer, key[1], ctypes.addressof(size))
            data = buffer.raw if read else b""
            self._by_font[key] = program_of(data) if read else None
            if read and is_cut(data):
                self._damaged.add(key)
        self._by_address[address] = self._by_font[key]
        return self._by_font[key]

    def name(self, address: int) -> str:
        """The name of pdfium's font at an address, "" for none."""
        name = ctypes.create_string_buffer(_NAME_BYTES)
        if address:
            calls.font_name(address, name, _NAME_BYTES)
        return name.value.decode("latin-1")


def program_of(data: bytes) -> Program | None:
    """A TrueType font's Thai letters with their shapes, and its marks; `None` where the font is damaged, or of another kind."""
    try:
        tables = tables_of(data)
        cmap = tables.get(b"cmap", b"")
        letters = letters_of(cmap, _LETTERS) if cmap else {}
        shapes = _shapes(tables, letters)
        marks = None
        count = glyph_count(tables)
        if count <= _MOST_GLYPHS:
            marks = Marks(tables, count, {number: letter for number, letter in letters.items() if letter in MARKS})
    except (KeyError, struct.error):
        return None
    return Program(letters, shapes, marks, cmap)


def _forms(marks: Marks) -> Iterator[tuple[int, Shape]]:
    """The glyphs that stand over or under letters, and what tells their outlines."""
    for number, box in boxes(marks.tables, marks.count):
        shape = shape_of(*box) if box[1] > 0 or box[3] <= FOOT * (box[3] - box[1]) else None
        if shape is not None:
            yield number, shape


def _shapes(tables: dict[bytes, bytes], letters: Iterable[int]) -> dict[int, Shape]:
    """The shapes of the outlines of letters, by glyph number."""
    boxes_of = ((number, box_of(tables, number)) for number in letters)
    shapes = ((number, shape_of(*box)) for number, box in boxes_of if box is not None)
    return {number: shape for number, shape in shapes if shape is not None}


def shape_of(x0: float, y0: float, x1: float, y1: float) -> Shape | None:
    """The shape of a box around an outline, measured from the glyph's origin, y upwards."""
    width = x1 - x0
    return (x0 / width, y0 / width, y1 / width) if width > _LEAST_WIDTH else None


def _asked_for(text: str, shape: Shape) -> _Asked:
    x0, y0, y1 = shape
    return text, int(x0 * _TOLD), int(y0 * _TOLD), int(y1 * _TOLD)


def _alike(known: Sequence[float] | None, shape: Shape) -> bool:
    return known is not None and all(map(_is_near, known, shape))


def _nearest(forms: Iterable[tuple[Item, Shape]], shape: Shape) -> list[Item]:
    """What is drawn as an outline is, as nearly as the nearest: all that fit where letters are alike."""
    near = [(_distance(form, shape), item) for item, form in forms if _alike(form, shape)]
    least = min((distance for distance, _ in near), default=0.0)
    return [item for distance, item in near if distance <= least * _AS_NEAR + _MEASURED]


def _left_side(form: tuple[int, Shape]) -> float:
    return form[1][0]


def _distance(known: Shape, shape: Shape) -> float:
    return max(abs(one - other) / max(1.0, abs(one)) for one, other in zip(known, shape, strict=True))


def _is_near(known: float, side: float) -> bool:
    """Whether a side is the same: of ่, a twelfth as wide as it is high, the width's error counts as often."""
    return abs(known - side) <= _SAME_SHAPE * max(1.0, abs(known))
