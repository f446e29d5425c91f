"""Turns a text file's bytes into its text, the encoding told by decoding and by what comes out."""

from __future__ import annotations

import codecs
import unicodedata

from parsers.thai_letters import CONSONANTS, MARKS
from schemas.errors import BinarySource, EmptySource, UndecodableSource

_CAN_CARRY_MARK = CONSONANTS | MARKS | {"ำ"}

# Thai text in a wrong encoding scatters marks behind spaces, Latin letters and vowels: measured on
# Latin-1 and UTF-8 bytes read as CP874 more than half stand wrong; typing errors stay under 2%.
_MOST_STRAY_MARKS = 0.1
# UTF-16 without a mark: Thai and ASCII letters make up nearly all of a report.
_LEAST_EXPECTED_SHARE = 0.9
_LEAST_MARKED_SHARE = 0.5  # with a mark: chance bytes that look like one give letters of other scripts
_ALLOWED_CONTROLS = "\t\n\r\f\v\x85\u2028\u2029"


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 with or without a byte-order mark, else CP874 (TIS-620).

    `decode("รายงาน".encode("cp874"))` is "รายงาน". Raises `EmptySource`, `BinarySource` (NUL or other
    control characters in the text) and `UndecodableSource`.
    """
    if not data.strip():
        raise EmptySource("The file is empty: it holds no characters.", th="ไฟล์ว่าง ไม่มีตัวอักษร")
    text = _decode_marked(data) or _decode_utf8(data) or _decode_utf16(data) or _decode_cp874(data)
    if text is None and b"\0" in data:
        raise BinarySource(
            f"Byte {data.index(0)} is NUL, and no encoding makes text of it: this is not a text file.",
            th=f"ไบต์ที่ {data.index(0)} เป็น NUL และไม่มีรหัสอักขระใดอ่านเป็นข้อความได้: ไม่ใช่ไฟล์ข้อความ",
        )
    if text is None:
        bad, bad_th = _first_bad(data)
        raise UndecodableSource(
            f"The bytes are neither UTF-8, UTF-16 nor CP874; the first that fails is {bad}.",
            th=f"ไบต์ในไฟล์ไม่ใช่ UTF-8, UTF-16 หรือ CP874 ตัวแรกที่อ่านไม่ได้คือ {bad_th}",
        )
    _refuse_controls(text)
    if not text.strip():
        raise EmptySource("The file is empty: it holds white space only.", th="ไฟล์ว่าง มีแต่ช่องว่าง")
    return text


def _decode_marked(data: bytes) -> str | None:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            text = _strict(data, name)
            return text if text is not None and _expected_share(text) >= _LEAST_MARKED_SHARE else None
    return None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_utf8(data: bytes) -> str | None:
    text = _strict(data, "utf-8")
    if text is not None and "\0" in text and _decode_utf16(data) is not None:
        return None  # ASCII in UTF-16 is also valid UTF-8, with a NUL behind each letter
    return text


def _decode_utf16(data: bytes) -> str | None:
    if len(data) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strict(data, encoding)
        if text is not None and _expected_share(text) >= _LEAST_EXPECTED_SHARE:
            return text
    return None


def _expected_share(text: str) -> float:
    if not text:
        return 0.0
    expected = sum(1 for c in text if " " <= c <= "~" or c in "\t\r\n" or "ก" <= c <= "๛")
    return expected / len(text)


def _decode_cp874(data: bytes) -> str | None:
    text = _strict(data, "cp874")
    if text is None or not any("ก" <= c <= "ฮ" for c in text):
        return None
    marks = stray = 0
    for before, here in zip("\n" + text, text, strict=False):
        if here in MARKS:
            marks += 1
            stray += before not in _CAN_CARRY_MARK
    return None if stray > marks * _MOST_STRAY_MARKS else text


def _refuse_controls(text: str) -> None:
    for position, character in enumerate(text):
        if unicodedata.category(character) == "Cc" and character not in _ALLOWED_CONTROLS:
            line = text.count("\n", 0, position) + 1
            near = text[max(0, position - 20) : position].strip()
            raise BinarySource(
                f"Line {line} holds the control character U+{ord(character):04X} behind “{near}”: this is not a text file.",
                th=f"บรรทัด {line} มีอักขระควบคุม U+{ord(character):04X} หลัง “{near}”: ไม่ใช่ไฟล์ข้อความ",
            )


def _first_bad(data: bytes) -> tuple[str, str]:
    """The first byte that UTF-8 does not have, in English and in Thai."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = f"0x{data[error.start]:02X}"
        return f"{bad} at byte {error.start}", f"{bad} ที่ไบต์ {error.start}"
    return "none, but what comes out is not Thai text", "ไม่มี แต่สิ่งที่อ่านได้ไม่ใช่ข้อความไทย"
