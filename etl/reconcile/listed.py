"""Equations of lists: a list is as long as the result, or the number in front of it, says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from etl.reconcile.equations import CellKey, Equation, kpi_cell, narrative_cell
from etl.reconcile.terms import term
from parsers.lists import Enumeration, enumerations, introduces
from parsers.names import find_provinces, suspect_names
from parsers.numbers import find_numbers
from parsers.units import find_unit, is_countable, person_like
from schemas.finding import CheckTerm, Subject
from schemas.record import KpiTarget, Narrative
from schemas.value import PrintedNumber, Unit

_ANNOUNCES = re.compile(r"[^\d]{0,40}?(?:คือ|ได้แก่|ดังนี้|ประกอบด้วย)[\s*:：]*")
_OCCASIONS = re.compile(r"\s*[(（]\s*(\d{1,3})\s*ครั้ง\s*[)）]")
_BULLETS = "-–—•●▪■*·➢✓"
_NEXT_PROVINCE = 30  # characters between two provinces of one list, a misspelt one between them included
# A list is written out to its last entry only while it is short; a longer result is not expected to be.
_LONGEST_LIST = 60


@dataclass(frozen=True, slots=True)
class KpiList:
    """A list below a KPI: how many entries, whether a word introduces it, the number in front of it."""

    count: int
    introduced: bool
    own_count: tuple[PrintedNumber, Unit] | None
    first: Narrative
    entries: tuple[str, ...]

    def counts(self, unit: str) -> bool:
        """Whether the entries carry counts of the unit: then they add up to a number, they do not make it."""
        counting = sum(any(found is not None and found.code == unit for found in _units_of(text)) for text in self.entries)
        return 2 * counting > len(self.entries)


def list_equations(lines: Sequence[Narrative], result: KpiTarget | None) -> Iterator[Equation]:
    """Every equation that a KPI's lists give: against its result, and against their own counts.

    "จำนวน 3 บริษัท คือ 1. … 2. …" has a count of 3 and a list of two.
    """
    for line in lines:
        yield from _own_counts(line)
    if result is not None and _counts_things(result):
        found = _against_result(tuple(kpi_lists(lines)), result)
        if found is not None:
            yield found


def kpi_lists(lines: Sequence[Narrative]) -> Iterator[KpiList]:
    """The lists below a KPI: inside a line, or running over lines from 1 on, or bulleted."""
    for line in lines:
        for inner in enumerations(line.text):
            if not _goes_on_below(inner, line, lines):
                yield _inner_list(inner, line)
    yield from _lists_of_lines(lines)


def _inner_list(inner: Enumeration, line: Narrative) -> KpiList:
    texts = tuple(item.text for item in inner.items)
    return KpiList(len(inner.items), inner.introduced, _count_in_front(inner.intro), line, texts)


def _units_of(text: str) -> Iterator[Unit | None]:
    return (find_unit(text, number.end) for number in find_numbers(text))


def _lists_of_lines(lines: Sequence[Narrative]) -> Iterator[KpiList]:
    """Numbered or bulleted items on lines of their own; a numbered list may go on inside the lines."""
    run: list[Narrative] = []
    intro = ""
    count = 0
    for line in lines:
        number = _number(line)
        inner = enumerations(line.text, count + 1) if count else enumerations(line.text)
        continued = next((found for found in inner if found.items[0].number == count + 1), None)
        if number is not None and number == count + 1 and line.kind == "item":
            run, count = [*run, line], number
        elif line.kind == "item" and (line.marker or "?") in _BULLETS and (not run or run[-1].marker == line.marker):
            run, count = [*run, line], count + 1
        elif continued is not None and line.kind != "note":
            run, count = [*run, line], continued.items[-1].number
        elif line.kind != "note":
            if len(run) > 1:
                yield _list_of(run, count, intro)
            run, count = [], 0
            intro = line.text if continued is None else ""
    if len(run) > 1:
        yield _list_of(run, count, intro)


def _list_of(run: Sequence[Narrative], count: int, intro: str) -> KpiList:
    own_count = _count_in_front(intro) if introduces(intro) else None
    return KpiList(count, introduces(intro), own_count, run[0], tuple(line.text for line in run))


def _number(line: Narrative) -> int | None:
    digits = "".join(character for character in line.marker or "" if character.isdigit())
    return int(digits) if digits else None


def _goes_on_below(inner: Enumeration, line: Narrative, lines: Sequence[Narrative]) -> bool:
    """Whether a later line goes on with the numbers: then the list is one over lines."""
    following = inner.items[-1].number + 1
    position = next(index for index, other in enumerate(lines) if other is line)
    return any(
        found.items[0].number == following
        for other in lines[position + 1 : position + 2]
        for found in enumerations(other.text, following)
    )


def _count_in_front(intro: str) -> tuple[PrintedNumber, Unit] | None:
    """The last number with a unit in the words that introduce a list: "จำนวน 3 บริษัท คือ"."""
    for number in reversed(find_numbers(intro)):
        unit = find_unit(intro, number.end)
        if unit is not None and number.value is not None:
            behind = intro.index(unit.printed, number.end) + len(unit.printed)
            return (number, unit) if _ANNOUNCES.match(intro, behind) else None
    return None


def _counts_things(result: KpiTarget) -> bool:
    unit = result.result_unit
    return (
        result.result_value is not None
        and unit is not None
        and is_countable(unit)
        and not person_like(unit)
        and result.result_value <= _LONGEST_LIST
    )


def _against_result(lists: Sequence[KpiList], result: KpiTarget) -> Equation | None:
    """The one list that counts what the result counts; one that nothing introduces can only confirm."""
    own = [
        found
        for found in lists
        if (found.own_count is None or found.own_count[1].code == result.result_unit)
        and not found.counts(result.result_unit or "")
    ]
    introduced = [found for found in own if found.introduced]
    value = result.result_value
    matching = next((found for found in own if Decimal(found.count) == value), None)
    if matching is None and len(introduced) != 1:
        return None
    chosen = matching or introduced[0]
    subject = Subject(project_no=result.project_no, kpi_no=result.kpi_no, part=result.part)
    place = chosen.first.read
    counted = CheckTerm("part", "entries listed", 1, str(chosen.count), Decimal(chosen.count), "", place.place, place.source_text)
    total = term("total", "result", value, result.result_text, "kpis", result.read)
    cell: CellKey = kpi_cell(result.project_no, result.kpi_no, result.part, "project", "result")
    return Equation("kpi.list_count", subject, "count", (counted, total), (None, cell))


def _own_counts(line: Narrative) -> Iterator[Equation]:
    for inner in enumerations(line.text):
        found = _count_in_front(inner.intro) if inner.introduced else None
        if found is not None and not _inner_list(inner, line).counts(found[1].code):
            yield _count_equation(line, found[0], len(inner.items), inner.intro)
    yield from _provinces(line)


def _count_equation(line: Narrative, number: PrintedNumber, count: int, within: str) -> Equation:
    subject = Subject(project_no=line.project_no, kpi_no=line.kpi_no, seq=line.seq)
    offset = line.text.find(within) if within else 0
    total = term("total", "number stated", number.value, number.printed, "narratives", line.read)
    counted = CheckTerm("part", "entries listed", 1, str(count), Decimal(count), "", line.read.place, line.read.source_text)
    cell = narrative_cell(line.seq, max(offset, 0) + number.start)
    return Equation("narrative.count_differs", subject, "count", (counted, total), (None, cell))


def _provinces(line: Narrative) -> Iterator[Equation]:
    """The number of provinces claimed against those named behind it, (N ครั้ง) counting N."""
    for number in find_numbers(line.text):
        unit = find_unit(line.text, number.end)
        if unit is None or unit.code != "province" or number.value is None:
            continue
        behind = line.text.index(unit.printed, number.end) + len(unit.printed)
        announced = _ANNOUNCES.match(line.text, behind)
        if announced is None:
            continue
        count = _provinces_listed(line.text, announced.end())
        if count:
            yield _count_equation(line, number, count, "")


def _provinces_listed(text: str, start: int) -> int:
    """How often the list that begins at `start` names a province, a misspelt one included."""
    named = sorted(
        [*find_provinces(text), *(name for name in suspect_names(text) if name.kind == "province")],
        key=lambda name: name.start,
    )
    count, end = 0, start
    for name in named:
        if name.start < start:
            continue
        if name.start - end > _NEXT_PROVINCE:
            break
        occasions = _OCCASIONS.match(text, name.end)
        count += int(occasions[1]) if occasions else 1
        end = occasions.end() if occasions else name.end
    return count
