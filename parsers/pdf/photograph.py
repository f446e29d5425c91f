"""Turns a region of a PDF page into a small PNG of it as it is printed, in sixteen greys."""

from __future__ import annotations

import struct
import zlib
from types import TracebackType
from typing import Self

import pypdfium2

from schemas.document import Box, Page

_SCALE = 1.6  # pixels a point: ten-point letters are read with ease, a region stays about 10 kB
_GREYS = bytes(value >> 4 for value in range(256))  # two pixels a byte
_WHITE = b"\xff"  # fills up a row of an odd number of pixels
_LEVEL = 4  # of zlib: 6 takes twice the time for a fifteenth of the bytes
_SAME_SIZE = 1.0  # points: a page of another size is not the one whose boxes are asked for


class Photographs:
    """The pages of one PDF, opened when the first picture is asked for; to be used in a `with` statement."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: pypdfium2.PdfDocument | None = None
        self._pages: dict[int, pypdfium2.PdfPage] = {}  # by number: findings come back to the same few

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._document is not None:
            self._document.close()  # and its pages with it

    def of(self, page: Page, box: Box) -> bytes | None:
        """The PNG of a box (points from the top left) of a page; `None` where it cannot be drawn in its place."""
        drawn = self._page(page.number)
        width, height = drawn.get_size()
        if abs(width - page.width) > _SAME_SIZE or abs(height - page.height) > _SAME_SIZE:
            return None
        crop = (max(box.x0, 0.0), max(height - box.bottom, 0.0), max(width - box.x1, 0.0), max(box.top, 0.0))
        bitmap = drawn.render(scale=_SCALE, crop=crop, grayscale=True)
        found = _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        bitmap.close()
        return found

    def _page(self, number: int) -> pypdfium2.PdfPage:
        if self._document is None:
            self._document = pypdfium2.PdfDocument(self._data)
        if number not in self._pages:
            self._pages[number] = self._document[number - 1]
        return self._pages[number]


def _png(grey: bytes, width: int, height: int, stride: int) -> bytes:
    even = width + width % 2
    whole = b"".join(grey[start : start + width].ljust(even, _WHITE) for start in range(0, height * stride, stride))
    shades = whole.translate(_GREYS)
    both = int.from_bytes(shades[0::2], "big") << 4 | int.from_bytes(shades[1::2], "big")
    packed, half = both.to_bytes(even * height // 2, "big"), even // 2
    rows = b"".join(b"\0" + packed[start : start + half] for start in range(0, len(packed), half))
    head = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)  # four bits of grey a pixel
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, _LEVEL)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
