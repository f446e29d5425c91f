"""Turns the lines and table words of each section into narratives, bound to the KPI above them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from etl.extract.kpi_rows import kpi_rows
from parsers.lists import leading_marker
from parsers.markup import plain
from parsers.numbers import arabic
from parsers.units import declared_unit
from schemas.document import Line, Place
from schemas.outline import LogicalTable, Outline, Section
from schemas.record import Narrative, NarrativeKind, Read
from schemas.reports.family import ReportFamily

_LONGEST_UNIT_LINE = 60
_NOTE_GAP = 2  # a note's lines stand at most one empty line apart; two end it


@dataclass(slots=True)
class _Note:
    """A note that its first line left open ("หมายเหตุ" alone): where its last line stands."""

    place: Place | None = None

    def holds(self, place: Place) -> bool:
        """Whether a line at `place` goes on with the note."""
        if self.place is None:
            return False
        if place.line is not None and self.place.line is not None:
            return place.line - self.place.line <= _NOTE_GAP
        return place.page == self.place.page


def narratives(outline: Outline, family: ReportFamily) -> tuple[Narrative, ...]:
    """Every line of words outside headings, one row a line, in document order.

    "- 2) จัดอบรม" under KPI 3 gives marker "2)", text "จัดอบรม", kind "item". A label alone
    ("ผลการดำเนินงานไตรมาส 4 :") says nothing and gives no row.
    """
    rows: list[Narrative] = []
    for section in outline.sections:
        for kpi_no, kind, text, read in _words(section, family):
            marker = leading_marker(text)
            rows.append(
                Narrative(
                    project_no=section.project_no,
                    kpi_no=kpi_no,
                    seq=len(rows) + 1,
                    kind="item" if marker is not None and kind == "result" else kind,
                    marker=marker.text if marker is not None else None,
                    text=text[marker.end :] if marker is not None else text,
                    read=read,
                )
            )
    return tuple(rows)


def is_result_label(text: str, family: ReportFamily) -> bool:
    """Whether the words are only the label above a result: "ผลการดำเนินงานไตรมาส 4 :"."""
    return _label_pattern(family.result_labels).fullmatch(arabic(text)) is not None


def result_label_end(text: str, family: ReportFamily) -> int:
    """Where the words behind a result's label begin, 0 where no label stands in front."""
    found = _label_pattern(family.result_labels).match(arabic(text))
    return found.end() if found else 0


@lru_cache(maxsize=8)
def _label_pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, labels))
    return re.compile(rf"(?:{words})\s*(?:ของ)?\s*(?:ไตรมาส(?:ที่)?\s*[1-4])?(?:\s*/?\s*(?:25)?\d\d)?\s*(?:[:：]|$)\s*")


def _words(section: Section, family: ReportFamily) -> Iterator[tuple[int | None, NarrativeKind, str, Read]]:
    kpi_no: int | None = None
    note = _Note()
    for item in section.items:
        if isinstance(item, Line):
            text = plain(item.text)
            kind = _kind(text, item.place, note, family)
            if not _says_nothing(text, family):
                yield kpi_no, kind, text, Read(item.place, item.text)
        else:
            note.place = None
            for number, words in _table_words(item, section.project_no, kpi_no):
                kpi_no = number
                if words is not None and not _says_nothing(words[0], family):
                    yield kpi_no, "result", words[0], words[1]


def _says_nothing(text: str, family: ReportFamily) -> bool:
    bare = text.strip(" *:-")
    if not bare or bare in family.note_labels or is_result_label(text, family):
        return True
    return len(text) <= _LONGEST_UNIT_LINE and declared_unit(text) is not None


def _kind(text: str, place: Place, note: _Note, family: ReportFamily) -> NarrativeKind:
    label = next((word for word in family.note_labels if text.startswith(word)), None)
    if label is not None:
        behind = text[len(label) :].lstrip()
        note.place = None if behind[:1] in (":", "：") and behind[1:].strip() else place
        return "note"
    if note.holds(place):
        note.place = place
        return "note"
    note.place = None
    return "result"


def _table_words(
    table: LogicalTable, project_no: int, kpi_no: int | None
) -> Iterator[tuple[int | None, tuple[str, Read] | None]]:
    """KPI numbers as their rows come, and the words of rows below them, a cell a row."""
    if table.role != "kpi":
        return
    for _, number, row in kpi_rows(table, project_no, kpi_no or 0):
        if number is not None:
            kpi_no = number
            yield kpi_no, None
            continue
        for cell in row.all_cells:
            text = plain(cell.text)
            if text:
                yield kpi_no, (text, Read(cell.place, cell.text))
