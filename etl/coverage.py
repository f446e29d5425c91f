"""Accounts for every number printed in a report: published, passed over by its class, or neither."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from parsers.dates import find_dates
from parsers.lists import leading_marker
from parsers.markup import plain
from parsers.numbers import arabic, find_numbers
from parsers.units import find_unit
from schemas.document import Document, Line, Place, Table
from schemas.finding import Check
from schemas.outline import LogicalTable, Outline
from schemas.record import Read, Records
from schemas.report import Number
from schemas.value import PrintedNumber

# Classes of numbers that are no values, each told by the words right around it. The first that fits names it.
_CLASSES_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern + r"\s*$"))
    for name, pattern in (
        ("law", r"(?:มาตรา|ม\.|พ\.ร\.บ\.[^\d]{0,60}|ฉบับที่|ข้อ|วรรค|หมวด|ประกาศ[^\d]{0,40}ที่|รพด\.|คำสั่งที่|ที่\s[ก-ฮ.]{2,8}|/)"),
        ("earlier_year", r"ปี\s*\d\d\s*=?"),
        ("year", r"(?:พ\.ศ\.|ค\.ศ\.|ปี|ปีงบประมาณ|ประจำปี|ประจำปีงบประมาณ|FY|ภายในปี|ปี พ\.ศ\.)"),
        ("quarter", r"(?:ไตรมาส|ไตรมาสที่|[Qq]uarter)"),
        (
            "ordinal",
            r"(?:ที่|ครั้งที่|รุ่นที่|รุ่น|ลำดับที่|ระยะที่|องค์ประกอบที่|กลุ่มที่|ตอนที่|Session|Day|Top|Level|ระดับ|EP\.?|No\.?|version|Version|C|G|Phase|เวอร์ชัน|ราชการ|PMQA|Roundtable|เฟส)",
        ),
        ("phone", r"(?:โทร\.?|โทรศัพท์|สายด่วน|ศูนย์|ศูนย์ฯ|บริการ|Hotline|call center)"),
    )
)
_YEAR = re.compile(r"(?:25[0-9]{2}|20[0-9]{2}|19[0-9]{2})")
_HOTLINE = re.compile(r"1[1-9]\d{2}")
_IN_URL = re.compile(r"(?:https?://|www\.)\S+")
_OUTLINE = re.compile(r"\s*[-–•]?\s*(?:องค์ประกอบที่\s*)?(\d{1,3}(?:\.\d{1,3})*)[.)]?(?=\s|[^\d.,])")
_BEGINS_WITH = re.compile(r"\s*\d[\d,.]*(?=\s)")
_INNER_MARKER = re.compile(r"(?:^|[\s*:：]|และ|\()\d{1,3}[.)](?=\s+\S|[^\d.,\s])")  # words follow it
_SCALE = re.compile(r"ระดับ|ขั้นต้น|ขั้นสูง")  # a line that defines scores, and a number of points in it
_POINTS = re.compile(r"\s*(?:คะแนน|[-–—]\s*[\d.]+\s*คะแนน)")
_CONTEXT = 40
_SURE_CLASSES = ("date", "url", "outline", "header")  # never a value, even where one equals it


def account(document: Document, outline: Outline, records: Records, checks: Sequence[Check]) -> tuple[Number, ...]:
    """Every number of the report with its fate, in reading order.

    "มาตรา 18" is passed over as law, the 70 of "จำนวน 70 คน" is a value (as is a term of a check), a
    number that is neither is unaccounted.
    """
    published = _published(records, checks)
    headers = _header_places(outline)
    restated = _restated(records)
    names = _names_with_numbers(records)
    numbers: list[Number] = []
    for text, place, begins in _texts(document):
        found = find_numbers(text)
        if found:
            words = _Words(text, is_header=(place, text) in headers, begins=begins)
            fates = [_fate(words, number, place, published, restated) for number in found]
            numbers += [_unless_named(fate, text, number, names) for fate, number in zip(fates, found, strict=True)]
    return tuple(numbers)


_Named = tuple[tuple[str, str], ...]  # words without white space, and what a number inside them is passed over as


def _names_with_numbers(records: Records) -> _Named:
    """The names of projects and KPIs, and the words of scoring levels, that hold numbers."""
    names = [("name", project.name) for project in records.projects] + [("name", kpi.name) for kpi in records.kpis]
    levels = [("scale", level.threshold_text) for level in records.kpi_levels]
    found = {("".join(words.split()), reason) for reason, words in (*names, *levels) if any(map(str.isdigit, words))}
    return tuple(sorted(found))


def _unless_named(fate: Number, text: str, number: PrintedNumber, named: _Named) -> Number:
    """A number that would be unaccounted, passed over where it is part of a name or of a level's definition."""
    if fate.fate != "unaccounted" or not named:
        return fate
    whole, at = "".join(text.split()), len("".join(text[: number.start].split()))
    for words, reason in named:
        begin = whole.find(words)
        while begin >= 0:
            if begin <= at < begin + len(words):
                return Number(fate.printed, fate.place, "passed_over", reason)
            begin = whole.find(words, begin + 1)
    return fate


class _Words:
    """A text whose numbers are asked for: what stands in it is looked for once, not for each of them."""

    def __init__(self, text: str, *, is_header: bool, begins: bool) -> None:
        self.is_header = is_header
        self.begins = begins
        self.arabic = arabic(text)
        self.is_scale = _SCALE.search(self.arabic) is not None
        self.length = len(self.arabic.rstrip())
        marker = leading_marker(self.arabic)
        self.marker_end = marker.end if marker is not None else 0
        self.outline = _OUTLINE.match(self.arabic)
        self._dates = _Spans((span.start, span.end) for span in find_dates(text))
        self._urls = _Spans((found.start(), found.end()) for found in _IN_URL.finditer(text))
        self._inner_markers = _Spans((found.start(), found.end()) for found in _INNER_MARKER.finditer(self.arabic))

    def is_date(self, position: int) -> bool:
        """Whether a date covers the position."""
        return self._dates.cover(position)

    def is_url(self, position: int) -> bool:
        """Whether an address covers the position."""
        return self._urls.cover(position)

    def is_inner_marker(self, position: int) -> bool:
        """Whether the number of an item within the text covers the position."""
        return self._inner_markers.cover(position)


class _Spans:
    """Stretches of a text that do not overlap, in order."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = list(spans)
        self._starts = [start for start, _ in self._spans]

    def cover(self, position: int) -> bool:
        """Whether one of them holds the position."""
        before = bisect_right(self._starts, position) - 1
        return before >= 0 and position < self._spans[before][1]


def _header_places(outline: Outline) -> frozenset[tuple[Place, str]]:
    """The cells that head the columns of recognised tables."""
    return frozenset(
        (column.place, plain(column.text))
        for section in outline.sections
        for table in section.items
        if isinstance(table, LogicalTable) and not table.inherited
        for column in table.header
    )


def _restated(records: Records) -> dict[Place, frozenset[Decimal]]:
    """For each line of words, the targets, results and points of its KPI, which it may say again."""
    of_kpi: dict[tuple[int, int | None], set[Decimal]] = {}
    for kpi in records.kpis:
        numbers = (kpi.target_value, kpi.target_upper, kpi.result_value, kpi.points)
        of_kpi.setdefault((kpi.project_no, kpi.kpi_no), set()).update(n for n in numbers if n is not None)
    return {line.read.place: frozenset(of_kpi.get((line.project_no, line.kpi_no), ())) for line in records.narratives}


def _texts(document: Document) -> Iterator[tuple[str, Place, bool]]:
    """Each text of the report with its place, and whether a bare number at its beginning numbers its words.

    It does where a row of a table begins, and in a line unless a unit follows.
    """
    for block in document.blocks:
        if isinstance(block, Line):
            text = plain(block.text)
            yield text, block.place, not _counts(text)
        elif isinstance(block, Table):
            for row in block.rows:
                first = next((cell for cell in row if cell.text.strip()), None)
                for cell in row:
                    yield plain(cell.text), cell.place, cell is first


_Key = tuple[int | None, int | None, Decimal]


def _published(records: Records, checks: Sequence[Check]) -> Counter[_Key]:
    """The values of typed columns by page or line: how often each value is published there."""
    values: Counter[_Key] = Counter()
    for place, value in {
        (term.place, abs(term.value))
        for check in checks
        for term in check.terms
        if term.dataset == "narratives" and term.value is not None
    }:
        values[place.page, place.line, value] += 1
    for read, numbers in _values(records):
        for number in numbers:
            if number is not None:
                values[read.place.page, read.place.line, abs(number)] += 1
    return values


def _values(records: Records) -> Iterator[tuple[Read, tuple[Decimal | None, ...]]]:
    for amount in records.budgets:
        yield amount.read, (amount.value,)
    for kpi in records.kpis:
        yield kpi.read, (kpi.target_value, kpi.target_upper, kpi.result_value, kpi.points)
    for cell in records.kpi_quarters:
        yield cell.read, (cell.plan_value, cell.actual_value)
    for level in records.kpi_levels:
        yield level.read, (level.points, level.threshold_value, level.threshold_upper)
    for line in records.scorecard:
        yield line.read, (line.weight, line.score, line.weighted_score)
    for activity in records.activities:
        yield activity.read, (activity.count,)
    for mention in records.mentions:
        if mention.kind == "amount":
            yield mention.read, (Decimal(mention.canonical),)


def _fate(
    words: _Words,
    number: PrintedNumber,
    place: Place,
    published: Counter[_Key],
    restated: dict[Place, frozenset[Decimal]],
) -> Number:
    reason = "header" if words.is_header else _class_of(words, number)
    if reason in _SURE_CLASSES:
        return Number(number.printed, place, "passed_over", reason)
    key = (place.page, place.line, number.value.copy_abs()) if number.value is not None else None
    if key is not None and published[key] > 0:
        published[key] -= 1
        return Number(number.printed, place, "value")
    if reason is None and number.value in restated.get(place, ()):
        reason = "restated"
    if reason is not None:
        return Number(number.printed, place, "passed_over", reason)
    return Number(number.printed, place, "unaccounted")


def _class_of(words: _Words, number: PrintedNumber) -> str | None:
    """The class of numbers that are no values, told by the words around; `None` where none fits."""
    if words.is_date(number.start):
        return "date"
    if words.is_url(number.start):
        return "url"
    if _is_outline(words, number):
        return "outline"
    before = words.arabic[max(0, number.start - _CONTEXT) : number.start]
    for name, pattern in _CLASSES_BEFORE:
        if pattern.search(before):
            return name
    if words.is_scale and _POINTS.match(words.arabic, number.end):
        return "scale"
    digits = words.arabic[number.start : number.end]
    if _YEAR.fullmatch(digits):
        return "year"
    if number.malformed:
        return "malformed"
    return "phone" if _HOTLINE.fullmatch(digits) else None


def _is_outline(words: _Words, number: PrintedNumber) -> bool:
    """Whether the number numbers what follows: "1.", "2)", the 5 of "5 ผู้เข้ารับการอบรม" where a row begins.

    The 20 of "20 หน่วยงาน" inside a row does not.
    """
    if number.end <= words.marker_end:
        return True
    found = words.outline
    if found is not None and found.start(1) == number.start and found.end(1) >= number.end:
        behind = words.arabic[number.end : number.end + _CONTEXT].lstrip()
        numbers_words = number.end < words.length and not behind.startswith(("%", ","))
        return numbers_words and words.begins
    return words.is_inner_marker(number.start)


def _counts(text: str) -> bool:
    """Whether a line begins with a number and its unit: "20 หน่วยงาน", not "1.2 ร้อยละของ…" nor "2. จัดอบรม"."""
    found = _BEGINS_WITH.match(text)
    unit = find_unit(text, found.end()) if found is not None else None
    return unit is not None and unit.known and unit.code != "percent"
