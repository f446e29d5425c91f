"""Joins the pages' lines and tables into one flow: paragraphs, and tables that go on over pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.lists import leading_marker
from parsers.pdf.lines import TextLine, join_wrapped
from parsers.pdf.over_pages import goes_on, joined
from parsers.pdf.tables import PageLayout
from parsers.units import declared_unit
from schemas.document import Box, Line, Place, Table

_MARGIN = 0.09  # of the page's height: where running headers and page numbers stand
_TWO = 2  # pages, of which the second alone can repeat a line
_LEAST_SIZE = 0.5  # points: a damaged font has letters without height
_LEAST_MARGIN = 64.0  # points: a line below a usual margin, on a small page too
_LEAST_REPEATS = 3  # pages that must show a line before it counts as running
_PAGE_NUMBER = re.compile(r"(?:หน้า(?:ที่)?\s*)?[-–(]?\s*\d{1,4}\s*(?:(?:/|จาก|of)\s*\d{1,4})?\s*[-–)]?")
_LOOSE = 1.1  # of the usual distance of lines
_HEADING_DISTANCE = 2.4  # of the size
_FEW_PASS = 0.98  # of the lines end before the right edge; some headings run over it
_LEAST_REACH = 0.42  # of the page's height: where only shorter lines stand, none of them is full
_NEAR_RIGHT = 60.0  # points from the right edge within which a full line ends
_FULL_LINES = 3  # so many lines do not end at one place by chance
_SAME_LEFT = 12.0  # points: a table's edge stands a cell's padding before the text
_MOST_PITCH = 60.0  # points: no text is set wider
_SLACK = 0.6  # of the size: room that a wrapped line may leave beside its next word
_LABEL = re.compile(r"[A-Z]{2,8}\s?[:：]\s")  # "ELDC : …" opens a line of its own
_TITLE = re.compile(  # the title of a section
    r"(?:(?:โครงการ|แผนงาน|ลำดับ)ที่\s*\d{1,3}(?!\d)[.):：]?|(?:โครงการ|แผนงาน)\s*\d{1,3}[.):：])\s*\S"
)
_SPACED_TITLE = re.compile(  # one that has no mark behind its number: below a page break nothing else tells it from "2 โครงการที่"
    r"[\d๐-๙]{1,3}\s(?:โครงการ|แผนงาน)(?!ที่|และ|ได้|ซึ่ง|โดย|จาก|ใน|ต่อ|นี้|หลัก|ย่อย|เพื่อ)[ก-๎]{4}"
)
_OPENS_LINE = ("หมายเหตุ", "http://", "https://", "www.", "<http")  # words that open a paragraph of their own
_BULLETS = "-•●▪"
_SAME_PITCH = 1.06  # of the distance of a paragraph's lines
_ENOUGH_OPENINGS = 4  # paragraphs that a marker opens, to tell how far apart they are set
_MOST_NEAR = 0.1  # of them may be as near as a paragraph's own lines: a line may begin with an inner item
_DECLARATION = 40  # characters of a line that declares a unit and says nothing else
_OTHER_SIDE = 0.5  # of the line above: what begins behind its middle is set to the right
_OFF_CENTRE = 0.1  # of its width: the middles of two centred lines
_RESIZED = 0.08  # of the size: boxes of one size in two fonts differ by less
_LINE_DISTANCE = 1.75  # of the size: lines farther apart are two paragraphs


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line or a table on its page, in reading order."""

    page: int
    height: float
    top: float
    line: TextLine | None
    table: Table | None


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a document's words are set: where full lines end, and the distance of a paragraph's lines.

    `apart` tells that paragraphs stand farther from each other than that.
    """

    right: float
    pitch: float
    apart: bool


def flow(pages: Sequence[tuple[int, float, PageLayout]]) -> Iterator[Line | Table]:
    """Paragraphs and tables of pages (number, height, layout) in reading order, less running headers.

    A table whose columns go on at the head of the next page is one table, a row cut in two is one row.
    """
    pieces = _without_running([_pieces(*page) for page in pages])
    setting = _setting(pieces)
    waiting: list[_Piece] = []
    table: tuple[Table, _Piece] | None = None
    for piece in pieces:
        if piece.table is not None:
            yield from _paragraph(waiting)
            waiting = []
            if table is not None and _goes_on(table, piece):
                table = (joined(table[0], piece.table), piece)
                continue
            if table is not None:
                yield table[0]
            table = (piece.table, piece)
            continue
        if table is not None:
            yield table[0]
            table = None
        if waiting and not _same_paragraph(waiting, piece, setting):
            yield from _paragraph(waiting)
            waiting = []
        waiting.append(piece)
    if table is not None:
        yield table[0]
    yield from _paragraph(waiting)


def _pieces(page: int, height: float, found: PageLayout) -> list[_Piece]:
    pieces = [_Piece(page, height, line.box.top, line, None) for line in found.lines]
    pieces += [_Piece(page, height, table.place.box.top, None, table) for table in found.tables if table.place.box is not None]
    return sorted(pieces, key=lambda piece: piece.top)


def _without_running(pages: Sequence[list[_Piece]]) -> list[_Piece]:
    """All pieces in order, less what stands at the same place of most pages, digits aside.

    Of two pages the first keeps it: it may be the report's title.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_running_key(piece) for piece in page if _in_margin(piece)})
    least = [max(_LEAST_REPEATS, len(pages) // 3) for _ in pages]
    if len(pages) == _TWO:
        least[-1] = len(pages)
    return [
        piece
        for page, repeats in zip(pages, least, strict=True)
        for piece in page
        if not (_in_margin(piece) and (seen[_running_key(piece)] >= repeats or _is_page_number(piece)))
    ]


def _in_margin(piece: _Piece) -> bool:
    if piece.line is None or _is_heading(piece.line.text):
        return False
    margin = max(piece.height * _MARGIN, _LEAST_MARGIN)
    return piece.line.box.bottom <= margin or piece.line.box.top >= piece.height - margin


def _is_heading(text: str) -> bool:
    """Whether a line heads a numbered section, or one that goes on: such a line may stand on every page."""
    marker = leading_marker(text)
    numbered = marker is not None and marker.number is not None and _PAGE_NUMBER.fullmatch(text) is None
    return numbered or "(ต่อ)" in text


def _running_key(piece: _Piece) -> tuple[str, int]:
    text = piece.line.text if piece.line else ""
    return re.sub(r"[\d๐-๙]+", "#", text), int(piece.top / 4)


def _is_page_number(piece: _Piece) -> bool:
    text = piece.line.text if piece.line else ""
    return _PAGE_NUMBER.fullmatch(text) is not None and piece.line is not None and piece.line.box.top > piece.height / 2


def _right_edge(pieces: Sequence[_Piece]) -> float:
    """Where full lines end: the right edge that few lines pass, on a page that has full lines at all.

    One or two lines there are only the longest; in a document of tables as wide as its text, lines are full where those end.
    """
    edges = sorted(piece.line.box.x1 for piece in pieces if piece.line is not None)
    if not edges:
        return 0.0
    right = max(edges[int(len(edges) * _FEW_PASS)], _LEAST_REACH * max(piece.height for piece in pieces))
    if sum(edge > right - _NEAR_RIGHT for edge in edges) >= _FULL_LINES:
        return right
    left = min(piece.line.box.x0 for piece in pieces if piece.line is not None)
    boxes = [piece.table.place.box for piece in pieces if piece.table is not None]
    return max(
        (box.x1 for box in boxes if box is not None and abs(box.x0 - left) <= _SAME_LEFT and box.x1 > right), default=right
    )


def _setting(pieces: Sequence[_Piece]) -> _Setting:
    right = _right_edge(pieces)
    pitch = _pitch(pieces, right)
    near = far = 0
    for last, here in _neighbours(pieces):
        marker = leading_marker(here.text)
        if marker is not None and (marker.number is not None or marker.text in _BULLETS):
            near += _distance(last, here) <= pitch * _SAME_PITCH
            far += _distance(last, here) > pitch * _SAME_PITCH
    return _Setting(right, pitch, apart=pitch > 0 and far >= _ENOUGH_OPENINGS and near <= far * _MOST_NEAR)


def _neighbours(pieces: Sequence[_Piece]) -> Iterator[tuple[TextLine, TextLine]]:
    """Lines with nothing between them on one page."""
    for above, below in pairwise(pieces):
        if above.line is not None and below.line is not None and above.page == below.page:
            yield above.line, below.line


def _distance(last: TextLine, here: TextLine) -> float:
    return here.baseline - last.baseline


def _same_paragraph(above: Sequence[_Piece], piece: _Piece, setting: _Setting) -> bool:
    """Whether a line goes on with the paragraph above it: that one ends near the right edge."""
    last, here = above[-1].line, piece.line
    if last is None or here is None:
        return False
    right, pitch = setting.right, setting.pitch
    if abs(last.size - here.size) > 0.35 * max(last.size, here.size):
        return False
    if above[-1].page == piece.page and _is_set_off(last, here, pitch):
        return False
    if setting.apart and above[-1].page == piece.page and _distance(last, here) <= pitch * _SAME_PITCH:
        return not _stands_apart(last, here)
    if last.box.x1 + here.first_word < right - _SLACK * last.size:
        return False
    if above[-1].page != piece.page and _SPACED_TITLE.match(here.text):
        return False
    marker = leading_marker(here.text)
    if marker is not None and (marker.number is not None or marker.text in _BULLETS) and here.box.x0 <= above[0].line.box.x0 + 40:  # type: ignore[union-attr]  # a line, as above
        return _wraps_into_number(last, here)
    if _LABEL.match(here.text) or _TITLE.match(here.text) or here.text.startswith(_OPENS_LINE) or _stands_apart(last, here):
        return False
    if above[-1].page == piece.page:
        allowed = max(
            _LINE_DISTANCE * max(last.size, here.size), pitch * _LOOSE * max(1.0, here.size / max(last.size, _LEAST_SIZE))
        )
        return here.baseline - last.baseline <= allowed or _is_large(last, here, pitch)
    return above[-1].page + 1 == piece.page


def _is_set_off(last: TextLine, here: TextLine, pitch: float) -> bool:
    """Whether a line is in another font than the one above, and larger or smaller, or farther off than lines are: a heading."""
    if not last.fonts or not here.fonts or not last.fonts.isdisjoint(here.fonts):
        return False
    resized = abs(last.size - here.size) > _RESIZED * max(last.size, here.size)
    usual = min(pitch * _SAME_PITCH or _MOST_PITCH, _LINE_DISTANCE * last.size)  # a pitch of few lines may be a heading's
    return resized or _distance(last, here) > usual


def _stands_apart(last: TextLine, here: TextLine) -> bool:
    """Whether a short line declares a unit, or begins so far right that it is set at the other side."""
    if len(here.text) <= _DECLARATION and declared_unit(here.text) is not None:
        return True
    width = last.box.x1 - last.box.x0
    centred = abs(last.box.x0 + last.box.x1 - here.box.x0 - here.box.x1) <= width * _OFF_CENTRE
    return here.box.x0 > last.box.x0 + width * _OTHER_SIDE and not centred


def _is_large(last: TextLine, here: TextLine, pitch: float) -> bool:
    """Whether two lines of one heading stand as far apart as their size asks for."""
    same = abs(last.size - here.size) < 0.5
    return same and here.baseline - last.baseline <= _HEADING_DISTANCE * here.size and here.size > pitch * 0.7


def _pitch(pieces: Sequence[_Piece], right: float) -> float:
    """The distance of two lines of one paragraph: the most common one below a full line."""
    distances: Counter[int] = Counter()
    for last, here in _neighbours(pieces):
        if last.box.x1 > right - _NEAR_RIGHT and 0 < _distance(last, here) < _MOST_PITCH:
            distances[round(_distance(last, here))] += 1
    return float(max(distances, key=lambda distance: (distances[distance], -distance))) if distances else 0.0


def _wraps_into_number(last: TextLine, here: TextLine) -> bool:
    """A number at the beginning of a line is a marker unless it is further in than the line above."""
    return here.box.x0 > last.box.x0 + 20


def _goes_on(before: tuple[Table, _Piece], piece: _Piece) -> bool:
    """Whether a table at the head of a page is the one that ended the page before."""
    table, last = before
    if piece.page != last.page + 1 or piece.table is None:
        return False
    return goes_on(table, last.table or table, piece.table, (last.height, piece.height))


def _paragraph(pieces: Sequence[_Piece]) -> Iterator[Line]:
    lines = [piece.line for piece in pieces if piece.line is not None]
    if not lines:
        return
    places: list[Place] = []
    for page in dict.fromkeys(piece.page for piece in pieces):
        boxes = [piece.line.box for piece in pieces if piece.page == page and piece.line is not None]
        places.append(Place(page=page, box=_around(boxes)))
    yield Line(join_wrapped(lines), places[0], tuple(places) if len(places) > 1 else ())


def _around(boxes: Sequence[Box]) -> Box:
    box = boxes[0]
    for other in boxes[1:]:
        box = box.union(other)
    return box
