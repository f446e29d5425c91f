"""Reads the tables of a TrueType font file: which there are, and which code points its glyphs have."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

from parsers.thai_text import PRIVATE_USE

Ranges = tuple[tuple[int, int], ...]  # of code points, the last with them

_CODES: Ranges = ((0x00, 0xFF), (0xF000, 0xF0FF))  # of one byte, as they stand or moved, in a font of symbols
_MOST_SEGMENTS, _MOST_CODES = 40_000, 70_000  # of one table; a damaged one may name any number
_FONT_FILES = (b"\0\1\0\0", b"true", b"OTTO")
_NEEDED = (b"glyf", b"loca", b"hmtx", b"CFF ")


def tables_of(data: bytes) -> dict[bytes, bytes]:
    """The tables of a font file by their names. Raises `struct.error`."""
    count = struct.unpack_from(">H", data, 4)[0]
    found: dict[bytes, bytes] = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        found[tag] = data[offset : offset + length]
    return found


def is_cut(data: bytes) -> bool:
    """Whether a font file ends before the tables do that its glyphs are read from."""
    if data[:4] not in _FONT_FILES:
        return False  # of another kind, which has no list of tables
    try:
        found = [struct.unpack_from(">4sIII", data, 12 + 16 * n) for n in range(struct.unpack_from(">H", data, 4)[0])]
    except struct.error:
        return True
    return any(tag in _NEEDED and offset + length > len(data) for tag, _, offset, length in found)


def letters_of(cmap: bytes, ranges: Ranges) -> dict[int, str]:
    """Letters of some ranges by glyph number; one of Unicode goes before one of private use. Raises `struct.error`."""
    found: dict[int, str] = {}
    for offset, kind in _subtables(cmap):
        pairs = _segments(cmap, offset, ranges) if kind == 4 else _groups(cmap, offset, ranges) if kind == 12 else ()
        for code, number in sorted(islice(pairs, _MOST_CODES)):
            if number:
                found.setdefault(number, PRIVATE_USE.get(code, chr(code)))
    return found


def codes_of(data: bytes) -> dict[int, int]:
    """Glyph numbers by the codes of one byte that a simple font's program has; none where it has none, or is damaged."""
    found: dict[int, int] = {}
    try:
        cmap = tables_of(data)[b"cmap"]
        for offset, kind in _subtables(cmap):
            if kind == 0:
                found.update({code: number for code, number in enumerate(cmap[offset + 6 : offset + 262]) if number})
            elif kind == 4:
                pairs = _segments(cmap, offset, _CODES)
                found.update({code & 0xFF: number for code, number in pairs if number})
            elif kind == 6:
                first, count = struct.unpack_from(">HH", cmap, offset + 6)
                numbers = struct.unpack_from(f">{min(count, 256)}H", cmap, offset + 10)
                found.update({(first + n) & 0xFF: number for n, number in enumerate(numbers) if number})
    except (KeyError, struct.error):
        return {}
    return found


def _subtables(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Where each table of codes begins, and its format."""
    for index in range(struct.unpack_from(">H", cmap, 2)[0]):
        offset = struct.unpack_from(">I", cmap, 4 + 8 * index + 4)[0]
        yield offset, struct.unpack_from(">H", cmap, offset)[0]


def _segments(cmap: bytes, offset: int, ranges: Ranges) -> Iterator[tuple[int, int]]:
    """Codes and glyph numbers of a table of format 4."""
    size = struct.unpack_from(">H", cmap, offset + 6)[0]
    first, count = offset + 16 + size, size // 2  # behind the ends and a word of padding
    ends, starts, deltas, shifts = (
        struct.unpack_from(f">{count}H", cmap, at) for at in (offset + 14, first, first + size, first + 2 * size)
    )
    for index, (start, end, delta, shift) in enumerate(zip(starts, ends, deltas, shifts, strict=True)):
        for code in _asked(start, end, ranges):
            if not shift:
                yield code, (code + delta) & 0xFFFF
                continue
            number = struct.unpack_from(">H", cmap, first + 2 * (size + index) + shift + 2 * (code - start))[0]
            yield code, (number + delta) & 0xFFFF if number else 0


def _groups(cmap: bytes, offset: int, ranges: Ranges) -> Iterator[tuple[int, int]]:
    """Codes and glyph numbers of a table of format 12."""
    count = struct.unpack_from(">I", cmap, offset + 12)[0]
    for index in range(min(count, _MOST_SEGMENTS)):
        start, end, number = struct.unpack_from(">III", cmap, offset + 16 + 12 * index)
        for code in _asked(start, end, ranges):
            yield code, number + code - start


def _asked(start: int, end: int, ranges: Ranges) -> Iterator[int]:
    for low, high in ranges:
        if start <= high and end >= low:
            yield from range(max(start, low), min(end, high) + 1)
