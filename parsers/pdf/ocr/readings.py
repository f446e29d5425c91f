"""Reads the parts of a page, numbers by up to three eyes, and says how sure each reading is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from PIL.Image import Image

from parsers.pdf.ocr.digits import Part
from parsers.pdf.ocr.tesseract import Seen, read
from parsers.pdf.ocr.tongues import put_together

UNREAD = "?"  # stands for ink beside a number that nobody can read: a digit lost there would be a wrong number
SURE = 0.99  # nothing that was read from a picture is certain
_DOUBTED = 0.5  # of the confidence of a number of which all eyes say different things
_OUTVOTED = 0.85  # of the confidence of a number of which one eye says another thing
_SURE_SHAPES, _NOT_SURE = 0.95, 0.88  # the least sure digit of a number by its shapes; what tesseract reads no surer is doubted
_NUMBER = re.compile(r"\(?[-–]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\)?\s?%?")
_THAI_LETTER = re.compile("[ก-ฮ]")
_LATIN_LETTER = re.compile("[A-Za-z]")
_SHORT = 12  # characters of a text that may be a number misread
_SECOND_LOOK = 0.85  # confidence below which a short text is looked at again
_DIGITS_SHARE = 0.5  # of a text that may be a number
_QUARTER = re.compile(r"[QO0]\s?[1-4Iil]")
_FIRST_QUARTER = re.compile("Q[Iil]")  # letters that its 1 is taken for


@dataclass(frozen=True, slots=True)
class Reading:
    """What a part says, and how sure that is, 0 to `SURE`."""

    text: str
    confidence: float


def readings(parts: Sequence[Part], images: Sequence[Image], seconds: float) -> list[Reading]:
    """What each part says. Raises `LimitExceeded` where that takes longer."""
    asked = [index for index, part in enumerate(parts) if not (part.is_thai or _is_sign(part))]
    plain = dict(zip(asked, read([images[index] for index in asked], "tha+eng", seconds), strict=True))
    foreign = [index for index in asked if _LATIN_LETTER.search(plain[index].text)]
    for index, thai in zip(foreign, read([images[index] for index in foreign], "tha", seconds), strict=True):
        plain[index] = Seen(put_together(plain[index].text, thai.text), plain[index].confidence)
    again = [index for index in asked if parts[index].number or _may_be_number(plain[index])]
    latin = dict(zip(again, read([images[index] for index in again], "eng", seconds), strict=True))
    return [_settled(part, plain.get(index), latin.get(index)) for index, part in enumerate(parts)]


def _is_sign(part: Part) -> bool:
    """Whether it is punctuation alone, which tesseract leaves out or takes for letters."""
    return bool(part.number) and not any(map(str.isdigit, part.number))


def _may_be_number(seen: Seen) -> bool:
    text = _bare(seen.text)
    if not text:
        return True
    digits = sum(character.isdigit() or character in ".,()%-" for character in text)
    return digits >= _DIGITS_SHARE * len(text) or (len(text) <= _SHORT and seen.confidence < _SECOND_LOOK)


def _settled(part: Part, plain: Seen | None, latin: Seen | None) -> Reading:
    """One reading of all: the number that most eyes see, else the words of the surer one."""
    if plain is None:
        return _as(part.number, part.confidence)
    if part.is_stretch and not plain.text and not (latin and latin.text):
        return Reading(UNREAD, 0.0)
    if latin is None:
        return _as(plain.text, plain.confidence)
    if _QUARTER.fullmatch(latin.text) and "Q" in (latin.text[0], plain.text[:1]):
        return _as("Q" + latin.text[-1], max(latin.confidence, plain.confidence))
    shapes = part.number if _THAI_LETTER.search(plain.text) is None else ""
    eyes = [latin, plain, *([Seen(shapes, part.confidence)] if shapes else [])]
    numbers = [eye for eye in eyes if _is_number(eye.text)]
    if len(numbers) > 1:
        return _overruled(_voted(numbers), shapes, part.confidence, [latin, plain])
    if _bare(plain.text) == _bare(latin.text):
        return _as(plain.text, 1 - (1 - plain.confidence) * (1 - latin.confidence))
    if numbers and (shapes or latin.confidence > plain.confidence * _DOUBTED):
        return _as(numbers[0].text, numbers[0].confidence * (_DOUBTED if shapes else 1))
    return _as(plain.text, plain.confidence)


def _overruled(voted: Reading, shapes: str, sure: float, others: Sequence[Seen]) -> Reading:
    """The digits of the shapes where these are sure and tesseract is not: both of its eyes take many a 7 for a 1.

    "725" by its shapes goes before "125", read twice at 0.85 and 0.72; the signs stay as they were read.
    """
    digits, read_digits = ("".join(filter(str.isdigit, text)) for text in (shapes, voted.text))
    if digits == read_digits or len(digits) != len(read_digits) or sure < _SURE_SHAPES:
        return voted
    if max(seen.confidence for seen in others) > _NOT_SURE:
        return voted
    own = iter(digits)
    return _as("".join(next(own) if sign.isdigit() else sign for sign in voted.text), sure * _OUTVOTED)


def _voted(numbers: Sequence[Seen]) -> Reading:
    """The number on whose digits most eyes agree, the surer of two camps; all apart, the surest one is doubted.

    Its signs are those that most of the camp see, then those of its last eye, the shapes, which miss no point.
    """
    camps: dict[str, list[Seen]] = {}
    for seen in numbers:
        camps.setdefault("".join(filter(str.isdigit, seen.text)), []).append(seen)
    best = max(camps.values(), key=lambda camp: (len(camp), max(seen.confidence for seen in camp)))
    sure = 1 - prod(1 - seen.confidence for seen in best)
    if len(best) == 1:
        sure *= _DOUBTED
    elif len(best) < len(numbers):
        sure *= _OUTVOTED
    signs = Counter(_bare(seen.text) for seen in best)
    return _as(max(reversed(best), key=lambda seen: signs[_bare(seen.text)]).text, sure)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text.strip()) is not None


def _bare(text: str) -> str:
    return "".join(text.split())


def _as(text: str, confidence: float) -> Reading:
    words = " ".join(text.split())
    return Reading("Q1" if _FIRST_QUARTER.fullmatch(words) else words, round(min(confidence, SURE), 2))
