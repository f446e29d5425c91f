"""Groups a page's clusters into printed lines and chunks, and joins clusters into text."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from statistics import median

from parsers.pdf.content import Glyph
from parsers.thai_text import compose, without_overlapping_spaces
from schemas.document import Box

_SAME_LINE = 0.26  # of the size: baselines this near are one line
# A gap this wide (em) between two clusters is a space that the producer did not write: inside a Thai
# phrase letters touch, and the narrowest space glyph measured is 0.22 em.
_SPACE = 0.17
_LETTER = 0.56  # em: the middle width of Thai letters
_DOUBT = 0.5  # of a space by the boxes' heights, which may say half or twice the size: such a gap is looked at
_BOX_EM = 0.65  # of the highest box: Thai fonts' boxes are 1.3 to 1.7 em high, a tight one is lower
_ENOUGH_LETTERS = 3  # plain ones, of whose widths the em is told; fewer may all be wide or narrow
_ENOUGH_GAPS = 6  # between Thai letters, of which most are inside words
_SET_APART = 0.02  # em: a middle gap as wide is no measuring error, letters are set apart
_OPENING = "([{“‘\"'"  # punctuation that stays with the word behind it
_WORD_GAP = 0.15  # of the size: a gap that parts two words
_RUNS_INTO = 0.5  # points that two words may lie over each other
_BY_LINE, _BY_X, _BY_ORDER = attrgetter("baseline"), attrgetter("x0"), attrgetter("order")
_BY_PLACE = attrgetter("x0", "order")
_THAI_LETTERS = frozenset(chr(code) for code in range(0x0E01, 0x0E5C)) - frozenset("๐๑๒๓๔๕๖๗๘๙")
_THAI_LETTER = re.compile("[ก-๏๚๛]")
_THAI_WORD = 4.2  # of the size: the longest ordinary Thai word between two breaks


@dataclass(slots=True)
class TextLine:
    """One printed line: its clusters from left to right, its text, its box and baseline."""

    glyphs: list[Glyph]
    text: str
    box: Box
    baseline: float
    size: float
    ends_with_space: bool = False
    first_word: float = 0.0  # the width of its first unbreakable stretch, once it is settled
    fonts: frozenset[int] = frozenset()  # of its Thai letters on its page, once it is settled
    em: float = 0.0  # the size of its letters, once asked for
    stretches: dict[float, list[tuple[float, float]]] = field(default_factory=dict)  # by gap, once asked for
    run_in: list[list[Glyph]] | None = None  # numbers that run into those beside them, once asked for


def settled(lines: Iterable[TextLine]) -> list[TextLine]:
    """The lines without their clusters, of which a long document has too many to keep."""
    return [
        TextLine(
            [], line.text, line.box, line.baseline, line.size, line.ends_with_space, first_word_width(line),
            frozenset(thai_fonts(line)), line.em,
        )
        for line in lines
    ]  # fmt: skip


def first_word_width(line: TextLine) -> float:
    """How wide the first unbreakable stretch of a line is: on a full line it had no room.

    Thai breaks between words that no space shows: a word of ordinary length is taken.
    """
    start = line.glyphs[0].x0
    opening = next((i for i, glyph in enumerate(line.glyphs) if glyph.text not in _OPENING), 0)
    last = line.glyphs[opening]
    kind = _kind(last.text)
    for glyph in line.glyphs[opening:]:
        if glyph.text.isspace() or glyph.x0 - last.x1 > _WORD_GAP * line.size or _kind(glyph.text) != kind:
            return last.x1 - start
        if kind == "thai" and glyph.x1 - start > _THAI_WORD * line.size:
            return _THAI_WORD * line.size
        last = glyph
    return line.box.x1 - start


def _kind(text: str) -> str:
    """What breaks between: Thai words from others; a number with its commas is one stretch with Thai digits too."""
    if text[:1].isdigit() or text in ".,":
        return "other"
    return "thai" if is_thai(text) else "other"


def is_thai(text: str) -> bool:
    """Whether a text begins with a Thai character."""
    return "ก" <= text[:1] <= "๛"


def text_lines(glyphs: Iterable[Glyph], repairs: Counter[str] | None = None) -> list[TextLine]:
    """The printed lines from top to bottom; blank ones are dropped.

    Clusters whose baselines differ by less than a third of their size stand on one line. `repairs` counts spaces
    that lie on top of a letter, which are none.
    """
    lines = (sub_line(clusters) for clusters in _rows(glyphs, repairs))
    return [line for line in lines if line is not None]


def words_of(glyphs: Iterable[Glyph], repairs: Counter[str] | None = None) -> str:
    """The words of a cell, its lines joined as Thai wraps: as `text_lines` and `join_wrapped`, without the lines' places."""
    lines = ((joined(clusters), clusters[-1].text.isspace()) for clusters in _rows(glyphs, repairs))
    return _put_together([line for line in lines if line[0]])


def _rows(glyphs: Iterable[Glyph], repairs: Counter[str] | None) -> Iterator[list[Glyph]]:
    """The clusters of each printed line, from left to right, less spaces that lie on top of a letter."""
    rows: list[list[Glyph]] = []
    level: float | None = None
    for glyph in sorted(glyphs, key=_BY_LINE):  # one number to compare: what stands beside what is told row by row
        if glyph.baseline == level or (
            level is not None and glyph.baseline - level <= _SAME_LINE * min(glyph.size, rows[-1][0].size)
        ):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            level = glyph.baseline
    for row in rows:
        row.sort(key=_BY_X if row[0].baseline == row[-1].baseline else _BY_PLACE)
        yield _word_by_word(without_overlapping_spaces(row, repairs))


def _start(word: Sequence[Glyph]) -> float:
    return word[0].x0


def _word_by_word(clusters: list[Glyph]) -> list[Glyph]:
    """The clusters of a line from left to right; of two words that run into each other each stays whole.

    "(1,174,815)" too wide for its column reaches into "(799,764)": what was drawn in one go is one word.
    """
    orders = list(map(_BY_ORDER, clusters))
    if orders == sorted(orders):
        return clusters  # drawn from left to right, as nearly all are
    last = clusters[0]
    for glyph in clusters:
        if glyph.x0 < last.x1 - _RUNS_INTO and glyph.order < last.order and last.text != " " != glyph.text:
            break
        last = glyph
    else:
        return clusters
    words: list[list[Glyph]] = []
    for glyph in sorted(clusters, key=_BY_ORDER):
        before = words[-1][-1] if words else None
        if before is not None and glyph.order == before.order + 1 and abs(glyph.x0 - before.x1) < _WORD_GAP * glyph.size:
            words[-1].append(glyph)
        else:
            words.append([glyph])
    return [glyph for word in sorted(words, key=_start) for glyph in word]


def sub_line(clusters: Sequence[Glyph]) -> TextLine | None:
    """A part of a printed line as a line of its own, `None` where nothing is visible in it."""
    first: Glyph | None = None
    x0 = top = math.inf
    x1 = bottom = size = -math.inf
    for glyph in clusters:  # plain comparisons: this runs for every cluster of a page
        if glyph.text == " " or glyph.text.isspace():
            continue
        if first is None:
            first = glyph
        if glyph.x0 < x0:
            x0 = glyph.x0
        if glyph.x1 > x1:
            x1 = glyph.x1
        if glyph.top < top:
            top = glyph.top
        if glyph.bottom > bottom:
            bottom = glyph.bottom
        if glyph.size > size:
            size = glyph.size
    if first is None:
        return None
    ends = clusters[-1].text.isspace()
    return TextLine(list(clusters), joined(clusters), Box(x0, top, x1, bottom), first.baseline, size, ends)


def joined(clusters: Sequence[Glyph]) -> str:
    """The text of clusters on one line, with a space where the producer wrote one or left a gap."""
    # The smallest gap that may be a space: few lines have one that is not written, and are done with here.
    least = _SPACE * _DOUBT * min([glyph.size for glyph in clusters], default=0.0)
    end = math.inf  # of the glyph before, where it is no space
    for glyph in clusters:
        if glyph.text == " ":
            end = math.inf
        elif glyph.x0 - end > least:
            return _with_gaps(clusters)
        else:
            end = glyph.x1
    return compose(" ".join("".join([glyph.text for glyph in clusters]).split()))


def _with_gaps(clusters: Sequence[Glyph]) -> str:
    parts: list[str] = []
    last: Glyph | None = None
    least = 0.0  # points that are a space, once a gap asks for it
    for glyph in clusters:
        # Compared by hand: this runs for every letter of the line.
        if last is not None and glyph.x0 - last.x1 > _SPACE * (glyph.size if glyph.size < last.size else last.size) * _DOUBT:
            least = least or _least_space(clusters)
            if glyph.x0 - last.x1 > least and not parts[-1].endswith(" ") and not glyph.text.startswith(" "):
                parts.append(" ")
        parts.append(glyph.text)
        if glyph.text != " ":
            last = glyph
    return compose(" ".join("".join(parts).split()))


def _least_space(clusters: Sequence[Glyph]) -> float:
    """The narrowest gap that is a space, in points: letters that are set apart have gaps of their own."""
    em = letters_em(clusters) or _BOX_EM * max(each.size for each in clusters)
    gaps = [
        right.x0 - left.x1
        for left, right in pairwise(clusters)
        if left.text[:1] in _THAI_LETTERS and right.text[:1] in _THAI_LETTERS
    ]
    apart = median(gaps) if len(gaps) >= _ENOUGH_GAPS else 0.0
    return _SPACE * em + (apart if _SET_APART * em < apart < em else 0.0)


def letters_em(clusters: Iterable[Glyph]) -> float:
    """The size of letters by their widths, 0 where they are too few: boxes' heights differ from glyph to glyph.

    Digits and letters with marks are as wide; they count where there are few plain letters. What an ActualText
    says is as wide as its ink, which is less.
    """
    named = [glyph for glyph in clusters if glyph.text[:1].isalnum() and not glyph.actual]
    plain = [glyph.x1 - glyph.x0 for glyph in named if len(glyph.text) == 1 and glyph.text.isalpha()]
    widths = plain if len(plain) >= _ENOUGH_LETTERS else [glyph.x1 - glyph.x0 for glyph in named]
    return median(widths) / _LETTER if widths else 0.0


def font_of(lines: Iterable[TextLine]) -> int:
    """The font that most letters and digits of lines are in: a head's is another than its rows'."""
    fonts = Counter(glyph.font for line in lines for glyph in line.glyphs if glyph.text[:1].isalnum())
    return max(fonts, key=lambda font: fonts[font], default=0)


def in_other_fonts(one: TextLine, other: TextLine) -> bool:
    """Whether two lines' Thai letters share no font; what a font lacks is shown in another, so that only these tell."""
    first, second = thai_fonts(one), thai_fonts(other)
    return bool(first and second) and first.isdisjoint(second)


def thai_fonts(line: TextLine) -> set[int]:
    """The fonts that a line's Thai letters are in, digits aside."""
    fonts = {glyph.font for glyph in line.glyphs}
    if len(fonts) == 1:
        return fonts if _THAI_LETTER.search(line.text) else set()
    return {glyph.font for glyph in line.glyphs if glyph.text[:1] in _THAI_LETTERS}


def join_wrapped(pieces: Sequence[TextLine]) -> str:
    """The text of lines that are one paragraph or cell, put together again.

    Thai words break without a space: "โครง" and "การ" give "โครงการ"; a space written at the end of a
    line stays, and one stands between two Latin words. "16.330" and "0" give "16.3300".
    """
    return _put_together([(piece.text, piece.ends_with_space) for piece in pieces])


def _put_together(pieces: Sequence[tuple[str, bool]]) -> str:
    """Texts of lines, each with whether a space ends it, as one."""
    if len(pieces) == 1:
        return pieces[0][0]  # composed already
    text, spaced = "", False
    for piece, ends in pieces:
        glue = " " if text and (spaced or _needs_space(text, piece)) else ""
        text, spaced = f"{text}{glue}{piece}", ends
    return compose(text)


def _needs_space(left: str, right: str) -> bool:
    """Whether a wrap between two texts was at a space that the producer dropped."""
    before, behind = left[-1:], right[:1]
    if before.isdigit() and behind.isdigit():
        return False
    if is_thai(before) and is_thai(behind) and before.isdigit() == behind.isdigit():
        return False
    if before in ".,/-" and behind.isdigit():
        return False
    return not (before == "/" or behind in ".,;:)”/%" or before in "(“")
