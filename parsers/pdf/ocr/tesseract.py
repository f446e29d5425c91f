"""Reads pictures of single lines by the program tesseract; the one file that knows it."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from schemas.errors import LimitExceeded

if TYPE_CHECKING:
    from PIL.Image import Image

_NEEDED = ("tha",)
_ASKED_SECONDS = 20.0  # to list the languages, or to say which way up a page is
_DPI = "300"
_FIELDS = 12  # of a row of tesseract's table of boxes
_PIECE = "5"  # the level of such a row that is a piece of a line, not a block or a line
_TURN = re.compile(rb"^Rotate: (\d+)$", re.MULTILINE)
_TURN_CONFIDENCE = re.compile(rb"^Orientation confidence: ([\d.]+)$", re.MULTILINE)
_LEAST_TURN_CONFIDENCE = 1.0  # pages of Thai text have 20 and more; below this it guesses
_ONE_LINE = "7"  # the picture is one line


@dataclass(frozen=True, slots=True)
class Seen:
    """What one picture says, and how sure tesseract is of that, 0 to 1."""

    text: str
    confidence: float


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """The languages that the installed tesseract reads, none where the program is missing."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    try:
        done = _run([program, "--list-langs"], b"", _ASKED_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.decode("utf-8", "replace").split()) if done else frozenset()


def is_installed() -> bool:
    """Whether tesseract with Thai is there."""
    return all(language in languages() for language in _NEEDED)


def turn_of(picture: Image) -> int:
    """How many degrees clockwise (0, 90, 180, 270) bring the picture's text upright; 0 where it cannot be told."""
    if "osd" not in languages():
        return 0
    try:
        said = _run([_program(), "-", "-", "--dpi", _DPI, "--psm", "0"], _tiff([picture]), _ASKED_SECONDS)
    except subprocess.TimeoutExpired:
        return 0
    turn, sure = _TURN.search(said), _TURN_CONFIDENCE.search(said)
    if turn is None or sure is None or float(sure[1]) < _LEAST_TURN_CONFIDENCE:
        return 0
    return int(turn[1]) % 360


def read(pictures: Sequence[Image], spoken: str, seconds: float) -> list[Seen]:
    """What each picture of one line says, all by one run of the program in the languages `spoken` ("tha+eng").

    Raises `LimitExceeded` where that takes longer than `seconds`.
    """
    if not pictures:
        return []
    known = "+".join(language for language in spoken.split("+") if language in languages()) or _NEEDED[0]
    command = [_program(), "-", "-", "-l", known, "--dpi", _DPI, "--psm", _ONE_LINE, "txt", "tsv"]
    try:
        printed = _run(command, _tiff(pictures), seconds)
    except subprocess.TimeoutExpired as late:
        raise LimitExceeded(
            f"Reading the picture of a page took more than {seconds:.0f} s.", th=f"การอ่านภาพของหน้าหนึ่งใช้เวลาเกิน {seconds:.0f} วินาที"
        ) from late
    return seen_in(printed.decode("utf-8", "replace"), len(pictures))


def seen_in(printed: str, count: int) -> list[Seen]:
    """What `count` pictures say, from what tesseract prints: for each a table of its pieces, then its plain text.

    The pieces of Thai are letters and say nothing of spaces; the plain text has them.
    """
    texts: list[list[str]] = [[] for _ in range(count)]
    sure: list[list[tuple[float, int]]] = [[] for _ in range(count)]
    page = 0
    for row in printed.replace("\f", "\n").split("\n"):
        cells = row.split("\t")
        if len(cells) == _FIELDS and cells[1].isdecimal():
            page = int(cells[1]) - 1
            if cells[0] == _PIECE and 0 <= page < count:
                sure[page].append((_confidence(cells[10]), len("".join(cells[11].split()))))
        elif len(cells) < _FIELDS and row.strip() and 0 <= page < count:
            texts[page].append(row)
    return [Seen(" ".join(" ".join(rows).split()), _mean(pieces)) for rows, pieces in zip(texts, sure, strict=True)]


def _confidence(printed: str) -> float:
    try:
        return min(max(float(printed) / 100, 0.0), 1.0)
    except ValueError:
        return 0.0


def _mean(pieces: Sequence[tuple[float, int]]) -> float:
    """The confidence of pieces by their letters."""
    letters = sum(count for _, count in pieces)
    return sum(sure * count for sure, count in pieces) / letters if letters else 0.0


def _program() -> str:
    return shutil.which("tesseract") or "tesseract"


def _run(command: Sequence[str], given: bytes, seconds: float) -> bytes:
    """What the program prints; it has one thread, so that workers side by side do not fight for cores."""
    environment = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    environment |= {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(list(command), input=given, capture_output=True, timeout=seconds, check=False, env=environment)  # noqa: S603  # our own words, no shell
    return done.stdout


def _tiff(pictures: Sequence[Image]) -> bytes:
    """The pictures as the pages of one file: the program starts once for all of them."""
    buffer = io.BytesIO()
    pictures[0].save(buffer, "TIFF", save_all=True, append_images=list(pictures[1:]), dpi=(int(_DPI), int(_DPI)))
    return buffer.getvalue()
