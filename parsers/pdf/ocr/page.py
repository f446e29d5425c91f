"""Reads a page that is a picture: upright, straight, its lines found, its words read, as glyphs for the finder of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.pdf.content import Glyph, PageContent
from parsers.pdf.ocr.digits import parts
from parsers.pdf.ocr.picture import drawn, evened, ink, reaching, straightened, turned, without_lines
from parsers.pdf.ocr.places import Stance
from parsers.pdf.ocr.readings import Reading, readings
from parsers.pdf.ocr.segments import Chunk, segments
from parsers.pdf.ocr.tesseract import turn_of
from parsers.thai_text import compose
from schemas.document import Box, PageHealth

_MOST_SECONDS = 120.0  # a page of small type takes ten
_CLUSTER = re.compile(r"\S[ัิ-ฺ็-๎]*|\s+")
_NOT_THAI = re.compile("[^ก-๛]+")
_NARROW = 0.5  # of a letter's width: a space, a point, a comma
_ABOVE, _BELOW = 0.75, 0.35  # of the letters' height: the room of marks in a font's box
_LEAST_HEIGHT = 4.0  # points of a chunk that is only a dash
_LEVEL, _WIDEST_SPACE = 0.5, 1.0  # of the letters' height: how far baselines of one line differ, and words stand apart
_FULL = 0.9  # of the width of a line of running text has ink
_DIRT = 0.0005  # of a page: a line of text is ten times as much
_UNREAD = 0.02  # confidence of a chunk of which nothing could be read


@dataclass(frozen=True, slots=True)
class Scan:
    """A page read from its picture: its content, and where it was read how surely."""

    content: PageContent
    stance: Stance
    sure: tuple[tuple[Box, float], ...]
    ink: float  # the share of the page that is dark

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed on it, dirt aside."""
        return not self.sure and self.ink < _DIRT

    def confidences(self, box: Box) -> list[float]:
        """Those of the words whose middle lies in a box."""
        return [
            sure
            for at, sure in self.sure
            if box.x0 <= (at.x0 + at.x1) / 2 <= box.x1 and box.top <= (at.top + at.bottom) / 2 <= box.bottom
        ]

    @property
    def mean_confidence(self) -> float:
        """How sure the page was read on the whole, 0 to 1."""
        return sum(sure for _, sure in self.sure) / len(self.sure) if self.sure else 0.0


def read_page(data: bytes, content: PageContent) -> Scan:
    """A page by its picture; `content` is what its text layer gave. Raises `LimitExceeded`."""
    picture = drawn(data, content.number)
    turn = turn_of(picture.image())
    picture, angle = straightened(turned(picture, turn))
    stance = Stance(turn, angle, *picture.size)
    picture, shaded = evened(picture)
    bare, rules = without_lines(picture, shaded)
    dark = ink(bare)
    rules = [*rules, *reaching(rules, shaded, dark, bare.scale)]
    cut = segments(bare, dark, rules)
    found = parts(cut)
    read = readings(found, [cut.image(part.chunk) for part in found], _MOST_SECONDS)
    said = list(zip((part.chunk for part in found), read, strict=True))
    glyphs = list(_spaced(said, picture.scale))
    for order, glyph in enumerate(glyphs):
        glyph.order = order
    sure = tuple((_box(chunk, picture.scale), words.confidence if words.text else _UNREAD) for chunk, words in said)
    health = _health(content.health, glyphs)
    return Scan(
        PageContent(content.number, *picture.size, glyphs, rules, shaded, content.verdict, health),
        stance,
        sure,
        float(dark.mean()),
    )


def _box(chunk: Chunk, scale: float) -> Box:
    return Box(chunk.x0 / scale, chunk.ceiling / scale, chunk.x1 / scale, chunk.baseline / scale)


def _spaced(said: Sequence[tuple[Chunk, Reading]], scale: float) -> Iterator[Glyph]:
    """The clusters of all chunks, and spaces between those of running text: its lines are full of words, a table's rows are not."""
    for line in _lines(said):
        width = line[-1][0].x1 - line[0][0].x0
        is_full = sum(chunk.x1 - chunk.x0 for chunk, _ in line) >= _FULL * width
        before: Chunk | None = None
        for chunk, words in line:
            if before is not None and is_full and chunk.x0 - before.x1 <= _WIDEST_SPACE * _height(before, chunk):
                box, end = _box(chunk, scale), _box(before, scale).x1
                yield Glyph(" ", end, box.top, max(box.x0, end), box.bottom, box.bottom, box.bottom - box.top)
            yield from _glyphs(chunk, words, scale)
            before = chunk


def _lines(said: Sequence[tuple[Chunk, Reading]]) -> Iterator[list[tuple[Chunk, Reading]]]:
    """The chunks line by line, as they come."""
    line: list[tuple[Chunk, Reading]] = []
    for chunk, words in said:
        if line and (chunk.x0 < line[-1][0].x0 or _is_below(line[-1][0], chunk)):
            yield line
            line = []
        line.append((chunk, words))
    if line:
        yield line


def _is_below(before: Chunk, chunk: Chunk) -> bool:
    return abs(chunk.baseline - before.baseline) >= _LEVEL * _height(before, chunk)


def _height(before: Chunk, chunk: Chunk) -> int:
    """The letters' height of two chunks."""
    return max(chunk.baseline - chunk.ceiling, before.baseline - before.ceiling)


def _glyphs(chunk: Chunk, said: Reading, scale: float) -> Iterator[Glyph]:
    """The clusters of a reading, spread over the width of their chunk."""
    box = _box(chunk, scale)
    height = max(box.bottom - box.top, _LEAST_HEIGHT)
    clusters: list[str] = _CLUSTER.findall(compose(said.text))
    widths = [_NARROW if cluster.isspace() or cluster in ".,:'" else 1.0 for cluster in clusters]
    each = (box.x1 - box.x0) / sum(widths) if widths else 0.0
    x = box.x0
    top, bottom = box.bottom - height * (1 + _ABOVE), box.bottom + height * _BELOW
    for cluster, width in zip(clusters, widths, strict=True):
        yield Glyph(cluster, x, top, x + width * each, bottom, box.bottom, bottom - top, 0)
        x += width * each


def _health(health: PageHealth, glyphs: Sequence[Glyph]) -> PageHealth:
    """The health of the page, with the characters that were read and how many of them are Thai."""
    text = "".join("".join(glyph.text for glyph in glyphs).split())
    share = round(len(_NOT_THAI.sub("", text)) / len(text), 4) if text else 0.0
    return PageHealth(len(text), share, 0, 0, 0, health.image_cover, (("ocr", len(text)),))
