"""Reads a file's bytes once, whole, and says what they are."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from schemas.document import Source
from schemas.errors import ChangedWhileRead, EmptySource, LimitExceeded

_PDF_MAGIC = b"%PDF-"
_PDF_WITHIN = 1024  # a PDF may begin behind this many bytes of something else
_HTML_ENDINGS = (".html", ".htm")
_MARKDOWN_ENDINGS = (".md",)
MOST_BYTES = 512 * 1024 * 1024  # no report is larger; more would only exhaust the machine


def read_source(path: Path) -> tuple[bytes, Source]:
    """The file's bytes and what they are.

    Raises `ChangedWhileRead` where the file changed meanwhile, `EmptySource`, `LimitExceeded`, and
    the operating system's own errors.
    """
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        if before.st_size > MOST_BYTES:
            raise LimitExceeded(
                f"“{path.name}” has {before.st_size:,} bytes; the limit is {MOST_BYTES:,}.",
                th=f"“{path.name}” มีขนาด {before.st_size:,} ไบต์ เกินกว่า {MOST_BYTES:,} ที่กำหนด",
            )
        data = file.read()
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise ChangedWhileRead(f"“{path.name}” changed while it was read.", th=f"“{path.name}” เปลี่ยนไประหว่างที่อ่าน")
    if not data:
        raise EmptySource(f"“{path.name}” has no bytes.", th=f"“{path.name}” เป็นไฟล์ว่าง ไม่มีข้อมูลแม้แต่ไบต์เดียว")
    return data, make_source(path.name, data)


def make_source(name: str, data: bytes) -> Source:
    """What bytes are: the media type is told by the bytes, then by the name's ending.

    `make_source("รายงาน.txt", b"%PDF-1.7 …")` is a PDF.
    """
    safe = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return Source(safe, hashlib.sha256(data).hexdigest(), len(data), _media_type(name, data))


def _media_type(name: str, data: bytes) -> str:
    lowered = name.lower()
    if _PDF_MAGIC in data[:_PDF_WITHIN]:
        return "application/pdf"
    if lowered.endswith(_HTML_ENDINGS):
        return "text/html"
    return "text/markdown" if lowered.endswith(_MARKDOWN_ENDINGS) else "text/plain"
