"""Reads the chunks of a page, numbers by more than one eye, and says how sure each reading is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PIL.Image import Image

from parsers.pdf.ocr.tesseract import Seen, read

SURE = 0.99  # nothing that was read from a picture is certain
_DOUBTED = 0.5  # of the confidence of a number of which the eyes say different things
_NUMBER = re.compile(r"\(?[-–]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\)?\s?%?")
_SHORT = 12  # characters of a text that may be a number misread
_SECOND_LOOK = 0.85  # confidence below which a short text is looked at again
_DIGITS_SHARE = 0.5  # of a text that may be a number
_QUARTER = re.compile(r"[QO0]\s?[1-4Iil]")
_LETTERS = {"I": "1", "i": "1", "l": "1", "O": "Q", "0": "Q"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a chunk says, and how sure that is, 0 to `SURE`."""

    text: str
    confidence: float


def readings(images: Sequence[Image], seconds: float) -> list[Reading]:
    """What each picture of a chunk says. Raises `LimitExceeded` where that takes longer."""
    plain = read(images, "tha+eng", seconds)
    again = [index for index, seen in enumerate(plain) if _may_be_number(seen)]
    latin = dict(zip(again, read([images[index] for index in again], "eng", seconds), strict=True))
    return [_settled(seen, latin.get(index)) for index, seen in enumerate(plain)]


def _may_be_number(seen: Seen) -> bool:
    text = "".join(seen.text.split())
    if not text:
        return True
    digits = sum(character.isdigit() or character in ".,()%-" for character in text)
    return digits >= _DIGITS_SHARE * len(text) or (len(text) <= _SHORT and seen.confidence < _SECOND_LOOK)


def _settled(plain: Seen, latin: Seen | None) -> Reading:
    """One reading of two: what both say is the surer, of two numbers the surer one is doubted."""
    if latin is None:
        return _as(plain.text, plain.confidence)
    if _bare(plain.text) == _bare(latin.text):
        return _as(plain.text, 1 - (1 - plain.confidence) * (1 - latin.confidence))
    first, second = (_is_number(seen.text) for seen in (plain, latin))
    if first and second:
        better = max(plain, latin, key=lambda seen: seen.confidence)
        return _as(better.text, better.confidence * _DOUBTED)
    if _QUARTER.fullmatch(latin.text) and "Q" in (latin.text[0], plain.text[:1]):
        return _as("Q" + _LETTERS.get(latin.text[-1], latin.text[-1]), max(latin.confidence, plain.confidence))
    better = latin if second and latin.confidence > plain.confidence * _DOUBTED else plain
    return _as(better.text, better.confidence)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text.strip()) is not None


def _bare(text: str) -> str:
    return "".join(text.split())


def _as(text: str, confidence: float) -> Reading:
    return Reading(" ".join(text.split()), round(min(confidence, SURE), 2))
