"""Equations of sums and averages that the narrative states of what it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from etl.reconcile.equations import CellKey, Equation, narrative_cell
from etl.reconcile.terms import Role
from parsers.lists import Enumeration, enumerations
from parsers.numbers import arabic, find_numbers
from parsers.units import find_unit, is_countable, same_unit
from schemas.finding import CheckTerm, Subject
from schemas.record import Narrative
from schemas.value import PrintedNumber, Unit

# Words right in front of a number that call it the sum of what stands in the same line.
_SUM_IN_FRONT = re.compile(
    r"(?:ยอดรวม|รวมทั้งหมด|รวมทั้งสิ้น|รวมเป็น|รวมจำนวน|ทั้งหมด|ทั้งสิ้น|รวม)(?:ทั้งหมด|ทั้งสิ้น)?\s*(?:จำนวน|เป็น)?\s*[:：]?\s*$"
)
# At the end of a line only these call it a sum of the numbers before; รวม alone also means "overall".
_SUM_OF_BEFORE = re.compile(r"(?:ยอดรวม|รวมทั้งหมด|รวมทั้งสิ้น|รวมเป็น)(?:ทั้งหมด|ทั้งสิ้น)?\s*(?:จำนวน|เป็น)?\s*[:：]?\s*$")
_REACH = 40
_LEAST_PARTS = 2
_MEAN = re.compile(
    r"(?:ค่าเฉลี่ย|โดยเฉลี่ย|เฉลี่ย)[^\d]{0,120}?(?:(?:ของ\s*)?(\d{1,2})\s*[ก-๎]+[^\d]{0,20}?)?(?:คือ|เท่ากับ|อยู่ที่|เป็น|ร้อยละ)\s*(?:ร้อยละ\s*)?$"
)
_MEAN_WINDOW = 200


def stated_equations(lines: Sequence[Narrative]) -> Iterator[Equation]:
    """Stated sums and averages under one KPI, in the order of its lines.

    "ทั้งหมด 30 คน ดังนี้ 1. อบรม 10 คน 2. สัมมนา 20 คน" gives 10 + 20 = 30.
    """
    for index, line in enumerate(lines):
        if line.kind == "note":
            continue
        yield from _sums(line)
        yield from _means(line, lines[:index])


def _units(text: str) -> list[tuple[PrintedNumber, Unit]]:
    found = ((number, find_unit(text, number.end)) for number in find_numbers(text))
    return [(number, unit) for number, unit in found if unit is not None]


def _sums(line: Narrative) -> Iterator[Equation]:
    measured = _units(line.text)
    lists = enumerations(line.text)
    for total, unit in measured:
        if not _countable(unit):
            continue
        front = line.text[max(0, total.start - _REACH) : total.start].rstrip("* ")
        if _SUM_IN_FRONT.search(front):
            parts = _parts_behind(line.text, total, unit, lists)
            if not parts:
                parts = _parts_in_front(line.text, total, unit, measured, sure=_SUM_OF_BEFORE.search(front) is not None)
            if len(parts) >= _LEAST_PARTS:
                yield _sum(line, parts, total)


def _parts_in_front(
    text: str, total: PrintedNumber, unit: Unit, measured: Sequence[tuple[PrintedNumber, Unit]], *, sure: bool
) -> list[tuple[PrintedNumber, Unit]]:
    """The numbers of the unit before the sum; behind รวม alone only those that และ joins right in front.

    "ชาย 301 คน และหญิง 115 คน รวม 416 คน" has two parts.
    """
    before = [(number, found) for number, found in measured if number.end <= total.start and same_unit(found.code, unit.code)]
    if sure:
        return before
    joined: list[tuple[PrintedNumber, Unit]] = []
    end = total.start
    for number, found in reversed(before):
        if end - number.end > _REACH:
            break
        joined.insert(0, (number, found))
        end = number.start
    between = text[joined[-2][0].end : joined[-1][0].start] if len(joined) >= _LEAST_PARTS else ""
    return joined if "และ" in between else []


def _countable(unit: Unit) -> bool:
    return is_countable(unit.code) or unit.code in ("baht", "million_baht")


def _parts_behind(text: str, total: PrintedNumber, unit: Unit, lists: Sequence[Enumeration]) -> list[tuple[PrintedNumber, Unit]]:
    """One number of the unit in each item of the list that follows, none where an item has another."""
    following = next((found for found in lists if found.items[0].start > total.end and found.introduced), None)
    if following is None:
        return []
    parts: list[tuple[PrintedNumber, Unit]] = []
    for item in following.items:
        inside = [
            (number, found)
            for number, found in _units(text)
            if item.start <= number.start < item.end and same_unit(found.code, unit.code, case_is_person=True)
        ]
        if len(inside) != 1:
            return []
        parts.extend(inside)
    return parts


def _sum(line: Narrative, parts: Sequence[tuple[PrintedNumber, Unit]], total: PrintedNumber) -> Equation:
    subject = Subject(project_no=line.project_no, kpi_no=line.kpi_no, seq=line.seq)
    terms = (*(_term("part", line, number) for number, _ in parts), _term("total", line, total))
    cells: tuple[CellKey, ...] = tuple(narrative_cell(line.seq, number.start) for number in (*(n for n, _ in parts), total))
    broken = [number for number, _ in parts if number.value is None]
    witnesses: tuple[tuple[str, str], ...] = ()
    if len(broken) == 1 and total.value is not None:
        rest = total.value - sum((number.value for number, _ in parts if number.value is not None), Decimal(0))
        witnesses = (
            (
                f"ยอดรวม {total.printed} ให้ {broken[0].printed} เป็น {rest:,f}",
                f"the sum {total.printed} makes {broken[0].printed} {rest:,f}",
            ),
        )
    return Equation("narrative.sum", subject, "count", terms, cells, witnesses=witnesses)


def _term(role: Role, line: Narrative, number: PrintedNumber, stated: str = "stated sum") -> CheckTerm:
    return CheckTerm(
        role, stated if role == "total" else "part", 1, number.printed, number.value, "narratives", line.read.place, line.read.source_text,
    )  # fmt: skip


def _means(line: Narrative, before: Sequence[Narrative]) -> Iterator[Equation]:
    text = arabic(line.text)
    if "เฉลี่ย" not in text:
        return
    for number in find_numbers(line.text):
        stated = _MEAN.search(text[max(0, number.start - _MEAN_WINDOW) : number.start])
        if stated is None or number.value is None:
            continue
        parts = _values_listed(before)
        named = int(stated[1]) if stated[1] else len(parts)
        if len(parts) >= _LEAST_PARTS and named == len(parts):
            yield _mean(line, parts, number)
        return


def _values_listed(before: Sequence[Narrative]) -> list[tuple[Narrative, PrintedNumber]]:
    """The last number of each item of the numbered list right above, from 1 on."""
    parts: list[tuple[Narrative, PrintedNumber]] = []
    for line in reversed(before):
        if line.kind != "item" or not (line.marker or "")[:1].isdigit():
            break
        numbers = find_numbers(line.text)
        if not numbers or numbers[-1].value is None:
            return []
        parts.insert(0, (line, numbers[-1]))
    return parts


def _mean(line: Narrative, parts: Sequence[tuple[Narrative, PrintedNumber]], total: PrintedNumber) -> Equation:
    subject = Subject(project_no=line.project_no, kpi_no=line.kpi_no, seq=line.seq)
    terms = (*(_term("part", item, number) for item, number in parts), _term("total", line, total, "stated mean"))
    cells = (*(narrative_cell(item.seq, number.start) for item, number in parts), narrative_cell(line.seq, total.start))
    return Equation("narrative.mean", subject, "mean", terms, cells)
