"""Finds the numbers among a page's chunks by the shapes of their ink, and cuts chunks where Thai digits stand in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from scipy import ndimage

from parsers.pdf.ocr.segments import Chunk, Segments
from parsers.pdf.ocr.shapes import THAI, Grey, Shape, feature, shapes

_WORD_GAP = 0.5  # of the letters' height: between two words
_SMALL = 0.45  # of the letters' height in both directions: a point or a comma
_HIGHEST_COMMA = 0.75  # of the letters' height
_OVER = 0.6  # of the narrower piece's width: pieces that share so much stand over each other
_LOW = 0.4  # of the letters' height: what is lower is no digit
_DASH = 1.5  # times as wide as high
_TWO_DIGITS, _HALF = 1.65, (0.3, 0.7)  # of the letters' height: two digits that touch; where they may be parted
_CUTS = 8  # places at which two digits that touch may be parted
_MARK = 0.25  # of the letters' height into which a mark may reach
_INKED = 0.3  # darkness of ink
_TAIL = 1.4  # times as high as wide: a comma
_HANGS = 0.12  # of the letters' height by which a comma goes below the line
_SURE_ALONE = 0.05  # of each digit where tesseract reads them too, and has to agree
_SURE, _SURE_ON_THE_WHOLE = 0.2, 0.6  # of a digit where all of a word are digits, and of all of them

_SURE_IN_WORDS = 0.9  # of a digit that touches letters
_ENOUGH = 2  # numbers in clearly Thai digits on a page, before any digit is Thai there
_CLEARLY_THAI = re.compile("[๔๖๗๘๙]")  # ๐ ๑ ๒ ๓ ๕ are like letters or like Arabic digits in some font


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk, or a stretch of one; `number` is what the shapes say where all of it is a number, with a confidence."""

    chunk: Chunk
    number: str = ""
    confidence: float = 0.0
    is_stretch: bool = False

    @property
    def is_thai(self) -> bool:
        """Whether its digits are Thai, which nothing else here can read."""
        return any(character in THAI for character in self.number)


@dataclass(frozen=True, slots=True)
class _Token:
    """Ink on the line that is one sign: of punctuation, or a shape that may be a digit; neither is a letter.

    Several pieces that stand over each other are one shape: the bow of a ๖ is apart from it in some fonts.
    """

    pieces: tuple[int, ...]
    x0: int
    x1: int
    sign: str = ""
    shapes: tuple[Shape, ...] = ()  # the shape of it all, then, of one wide enough for two digits, of its two halves

    def as_digit(self, *, thai: bool) -> tuple[str, float]:
        """The sign, digit or two touching digits that it is, and how surely."""
        if self.sign:
            return self.sign, 1.0
        digits = [max(shape.thai if thai else shape.arabic, shape.bracket, key=lambda found: found[1]) for shape in self.shapes]
        halves = zip(digits[1::2], digits[2::2], strict=True)
        first, second = max(halves, key=lambda pair: min(sure for _, sure in pair), default=(digits[0], digits[0]))
        if len(digits) > 1 and min(first[1], second[1]) > digits[0][1]:
            return first[0] + second[0], min(first[1], second[1])
        return digits[0]


@dataclass(frozen=True, slots=True)
class _Row:
    """The tokens of a chunk from left to right, and the height of its letters in pixels."""

    tokens: tuple[_Token, ...]
    height: float

    def words(self) -> Iterator[_Row]:
        """Its words, parted by gaps."""
        start = 0
        for index in range(1, len(self.tokens) + 1):
            if index == len(self.tokens) or self.is_gap(index):
                yield _Row(self.tokens[start:index], self.height)
                start = index

    def is_gap(self, index: int) -> bool:
        """Whether there is a space before a token."""
        return index > 0 and self.tokens[index].x0 - self.tokens[index - 1].x1 > _WORD_GAP * self.height

    def number(self, least: float, *, thai: bool) -> tuple[str, float] | None:
        """The number that it is, spaces kept, and the probability of its least sure digit; `None` where one is a letter."""
        digits = [token.as_digit(thai=thai) for token in self.tokens]
        if not digits or any(not digit or sure < least for digit, sure in digits) or _mean(digits) < _SURE_ON_THE_WHOLE:
            return None
        text = "".join((" " if self.is_gap(index) else "") + digit for index, (digit, _) in enumerate(digits))
        return (text, min(sure for _, sure in digits)) if text == "-" or any(map(str.isdigit, text)) else None


def parts(cut: Segments) -> list[Part]:
    """The chunks of a page with the numbers among them told, each chunk cut where Thai digits stand among words."""
    rows = _rows(cut)
    words = [word.number(_SURE_IN_WORDS, thai=True) for row in rows for word in row.words()]
    thai = sum(bool(number and _CLEARLY_THAI.search(number[0])) for number in words) >= _ENOUGH
    return [part for chunk, row in zip(cut.chunks, rows, strict=True) for part in _parts_of(cut, chunk, row, thai=thai)]


def _parts_of(cut: Segments, chunk: Chunk, row: _Row, *, thai: bool) -> Iterator[Part]:
    numbers = [row.number(_SURE if thai else _SURE_ALONE, thai=script) for script in ((True, False) if thai else (False,))]
    whole = max((number for number in numbers if number), key=lambda number: number[1], default=None)
    if whole is not None:
        yield Part(chunk, *whole)
    else:
        yield from _cut_parts(cut, chunk, row, thai=thai)


def _cut_parts(cut: Segments, chunk: Chunk, row: _Row, *, thai: bool) -> Iterator[Part]:
    """Stretches of words and of numbers in turn: a number alone is read better than among words."""
    numbers = [found for word in row.words() for found in (_numbers_in(word) if thai else _number_of(word))]
    if not numbers:
        yield Part(chunk)
        return
    of_piece = {token.pieces[0]: index for index, (run, _, _) in enumerate(numbers) for token in run}
    for index, grouped in groupby(row.tokens, key=lambda token: of_piece.get(token.pieces[0])):
        run = list(grouped)
        part = cut.part(chunk, [piece for token in run for piece in token.pieces])
        signs = "".join(token.sign for token in run) if all(token.sign for token in run) else ""
        number = numbers[index][1:] if index is not None else (signs, 1.0)
        yield Part(part, *number, is_stretch=True)


def _number_of(word: _Row) -> Iterator[tuple[tuple[_Token, ...], str, float]]:
    """The Arabic number that a word of several digits is."""
    number = word.number(_SURE_ALONE, thai=False)
    if number is not None and sum(map(str.isdigit, number[0])) > 1:
        yield (word.tokens, *number)


def _numbers_in(word: _Row) -> Iterator[tuple[tuple[_Token, ...], str, float]]:
    """The Thai numbers in a word: the word itself, or the stretches of sure digits between its letters."""
    whole = word.number(_SURE, thai=True)
    if whole is not None:
        yield (word.tokens, *whole)
        return
    for sure, run in groupby(word.tokens, key=_is_sure):
        stretch = _Row(tuple(run), word.height)
        number = stretch.number(_SURE_IN_WORDS, thai=True) if sure else None
        if number is not None and any(character in THAI for character in number[0]):
            yield (stretch.tokens, *number)


def _mean(digits: Sequence[tuple[str, float]]) -> float:
    return sum(sure for _, sure in digits) / len(digits)


def _is_sure(token: _Token) -> bool:
    digit, sure = token.as_digit(thai=True)
    return bool(digit) and sure >= _SURE_IN_WORDS


def _rows(cut: Segments) -> list[_Row]:
    """The tokens of each chunk; all shapes of a page are told at once."""
    inks = [(chunk, ink) for chunk in cut.chunks for ink in _inks(cut, chunk)]
    asked = [_features(cut.ink(ink.pieces), _height(chunk)) if not ink.sign else [] for chunk, ink in inks]
    told = iter(shapes([each for features in asked for each in features]))
    tokens: dict[Chunk, list[_Token]] = {chunk: [] for chunk in cut.chunks}
    for (chunk, ink), features in zip(inks, asked, strict=True):
        tokens[chunk].append(replace(ink, shapes=tuple(next(told) for _ in features)))
    return [_Row(tuple(tokens[chunk]), _height(chunk)) for chunk in cut.chunks]


def _features(ink: Grey, letters: float) -> list[Grey]:
    """The feature of a shape, and those of its halves where it is as wide as two digits that touch, parted at several places.

    The tail of a ๗ reaches over the digit behind it: no height of the page is free between them.
    """
    wide = ink.shape[1]
    if wide < _TWO_DIGITS * letters:
        return [feature(ink, letters)]
    first, last = round(_HALF[0] * wide), round(_HALF[1] * wide)
    thinnest = first + int(np.argmin(ink[:, first:last].sum(axis=0)))
    cuts = dict.fromkeys([thinnest, *(round(first + (last - first) * part / _CUTS) for part in range(1, _CUTS))])
    halves = [_largest(half) for cut in cuts for half in (ink[:, :cut], ink[:, cut:])]
    return [feature(each, letters) for each in (ink, *halves)]


def _largest(ink: Grey) -> Grey:
    """The largest piece of ink, cut to its own box."""
    labels, count = ndimage.label(ink > _INKED, structure=np.ones((3, 3)))
    if not count:
        return ink
    sizes = ndimage.sum_labels(ink > _INKED, labels, range(1, count + 1))
    number = int(np.argmax(sizes)) + 1
    window = ndimage.find_objects(labels)[number - 1]
    own: Grey = np.where(labels[window] == number, ink[window], 0).astype(np.float32)
    return own


def _inks(cut: Segments, chunk: Chunk) -> Iterator[_Token]:
    """The signs of a chunk from left to right, those that are no punctuation without their shape yet."""
    waiting: list[list[int]] = []  # pieces that stand over each other: number, left, top, right, bottom
    for box in sorted(cut.boxes(chunk), key=lambda box: (box[1], box[0])):
        over = min(box[3], max(each[3] for each in waiting)) - box[1] if waiting else 0
        narrower = min(box[3] - box[1], max(each[3] for each in waiting) - waiting[0][1]) if waiting else 0
        apart = over < _OVER * narrower and not _is_mark(chunk, box)
        if waiting and (apart or (_sign(chunk, box) and not _is_bow(waiting, box))):
            yield _token(chunk, waiting)
            waiting = []
        waiting.append(box)
    if waiting:
        yield _token(chunk, waiting)


def _is_mark(chunk: Chunk, box: Sequence[int]) -> bool:
    """Whether a piece stands above or below the letters, as tone marks and vowels do."""
    _, _, top, _, bottom = box
    return bottom < chunk.ceiling + _MARK * _height(chunk) or top > chunk.baseline - _MARK * _height(chunk) / 2


def _is_bow(waiting: Sequence[Sequence[int]], box: Sequence[int]) -> bool:
    """Whether a small piece stands inside what is before it, as the bow of a ๖; a point only begins under a 7."""
    return box[3] <= max(each[3] for each in waiting)


def _token(chunk: Chunk, boxes: Sequence[Sequence[int]]) -> _Token:
    sign = _sign(chunk, boxes[0]) if len(boxes) == 1 else ""
    return _Token(tuple(box[0] for box in boxes), boxes[0][1], max(box[3] for box in boxes), sign)


def _height(chunk: Chunk) -> float:
    return float(max(chunk.baseline - chunk.ceiling, 1))


def _sign(chunk: Chunk, box: Sequence[int]) -> str:
    """The sign of punctuation that a small piece is by its size and place; "" for what may be a digit or a letter."""
    _, x0, top, x1, bottom = box
    height = _height(chunk)
    wide, tall = (x1 - x0) / height, (bottom - top) / height
    if tall <= _LOW and wide >= _DASH * tall and top > chunk.ceiling and bottom < chunk.baseline:
        return "-"
    if wide > _SMALL or tall > _HIGHEST_COMMA or top < chunk.ceiling + height / 2:
        return ""
    return "," if bottom - chunk.baseline > _HANGS * height or tall > _TAIL * wide else "."
