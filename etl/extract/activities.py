"""Turns counts in list items, labelled lines and enumerations ("… จำนวน 70 คน") into activities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from etl.extract.drafts import draft, published, unknown_unit
from etl.extract.narratives import result_label_end
from parsers.likeness import likeness
from parsers.lists import enumerations
from parsers.numbers import arabic, find_numbers
from parsers.units import find_unit, same_unit
from schemas.finding import Finding, Subject
from schemas.record import Activity, KpiTarget, Narrative
from schemas.reports.family import ReportFamily
from schemas.value import Unit

Channel = Literal["onsite", "online"]

_COUNT = re.compile(r"จำนวน\s*(?=[\d(])")
_WHOLE = re.compile(r"(?:รวม|ทั้งหมด|ทั้งสิ้น)\s*(?:เป็น|แล้ว)?\s*$")
_ANNOUNCES = re.compile(r"\s*(?:คือ|ได้แก่|ดังนี้|ประกอบด้วย)")
_LABEL = re.compile(r"([^:：]{1,30}?)\s*[:：]\s+\S")
_CHANNEL_WORD = re.compile(r"on-?\s?(?:site|line)|ออนไลน์|ออนไซต์|ออนไซท์|onsi[a-z]{1,3}|onl[a-z]{1,4}", re.IGNORECASE)
_CHANNELS: Mapping[str, Channel] = {
    "onsite": "onsite", "ออนไซต์": "onsite", "ออนไซท์": "onsite", "online": "online", "ออนไลน์": "online",
}  # fmt: skip
_CHANNEL_REACH = 24  # characters in front of จำนวน in which the channel's word stands next to the count
_LEAST_CHANNEL_LIKENESS = 0.8  # "onside" to "onsite" is 0.83
_LONGEST_CHANNEL_HEADING = 60


@dataclass(slots=True)
class Activities:
    """Activities in document order, and what was guessed or not known among them."""

    rows: list[Activity] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _List:
    """What stands above the line at hand: its KPI, the channel heading, the last item's words."""

    key: tuple[int, int | None] | None = None
    channel: Channel | None = None
    item_title: str | None = None


@dataclass(frozen=True, slots=True)
class _Count:
    start: int  # of จำนวน
    value: Decimal
    unit: Unit | None


def activities(narratives: Sequence[Narrative], targets: Sequence[KpiTarget], family: ReportFamily) -> Activities:
    """One row a count: "- 3) อบรมครู Onsite จำนวน 40 คน และ Online จำนวน 60 คน" gives two.

    Notes, totals (รวม, ทั้งหมด), counts that announce a list (คือ, ได้แก่) and sentences that restate
    the KPI's own result give none.
    """
    results: dict[tuple[int, int | None], list[KpiTarget]] = {}
    for target in targets:
        if target.source_table == "project":
            results.setdefault((target.project_no, target.kpi_no), []).append(target)
    found = Activities()
    above = _List()
    for line in narratives:
        key = (line.project_no, line.kpi_no)
        if above.key != key:
            above = _List(key)
        if line.kind != "note":
            _take(line, above, results.get(key, ()), family, found)
    return found


def _take(line: Narrative, above: _List, results: Sequence[KpiTarget], family: ReportFamily, found: Activities) -> None:
    heading = _channel_heading(line.text)
    if heading is not None:
        above.channel, above.item_title = heading, None
        return
    for begin, end, title in _pieces(line, above, family):
        for count in _counts(line.text, begin, end, results):
            _add(line, count, begin, title, above, found)
    if line.kind == "item":
        above.item_title = _title(line.text, 0, _first_count(line.text))


def _pieces(line: Narrative, above: _List, family: ReportFamily) -> Iterator[tuple[int, int, str | None]]:
    """The stretches of a line that are list items: (begin, end, title where it is another line's)."""
    text = line.text
    inner = [item for found in enumerations(text) for item in found.items]
    if line.kind == "item":
        yield 0, min((item.start for item in inner), default=len(text)), None
    elif above.item_title is not None and _CHANNEL_WORD.match(text):
        yield 0, len(text), above.item_title  # the item's words go on on a line of their own
    elif _is_labelled(text, family):
        yield 0, min((item.start for item in inner), default=len(text)), None
    for item in inner:
        yield item.start, item.end, None


def _is_labelled(text: str, family: ReportFamily) -> bool:
    return result_label_end(text, family) == 0 and _LABEL.match(text) is not None


def _counts(text: str, begin: int, end: int, results: Sequence[KpiTarget]) -> Iterator[_Count]:
    plain_digits = arabic(text)
    for word in _COUNT.finditer(plain_digits, begin, end):
        if _WHOLE.search(text[begin : word.start()]):
            continue
        number = next(iter(find_numbers(text[word.end() : word.end() + 40])), None)
        value = published(number)
        if number is None or value is None or number.start > 1:
            continue
        behind = word.end() + number.end
        unit = find_unit(text, behind)
        after = behind + _unit_length(text, behind, unit)
        if not _ANNOUNCES.match(text, after) and not _restates(value, unit, results):
            yield _Count(word.start(), value, unit)


def _unit_length(text: str, position: int, unit: Unit | None) -> int:
    if unit is None:
        return 0
    start = text.find(unit.printed, position)
    return start + len(unit.printed) - position if start >= 0 else 0


def _restates(value: Decimal, unit: Unit | None, results: Sequence[KpiTarget]) -> bool:
    return unit is not None and any(
        result.result_value == value
        and result.result_unit is not None
        and same_unit(unit.code, result.result_unit, case_is_person=True)
        for result in results
    )


def _add(line: Narrative, count: _Count, begin: int, title: str | None, above: _List, found: Activities) -> None:
    channel, guess = _channel(line.text, count.start)
    subject = Subject(project_no=line.project_no, kpi_no=line.kpi_no, seq=len(found.rows) + 1)
    found.rows.append(
        Activity(
            project_no=line.project_no,
            kpi_no=line.kpi_no,
            seq=len(found.rows) + 1,
            title=title if title is not None else _title(line.text, begin, _first_count(line.text, begin)),
            channel=channel if channel is not None else above.channel,
            count=count.value,
            unit=count.unit.code if count.unit else None,
            read=line.read,
        )
    )
    if guess is not None:
        found.findings.append(_likely_channel(guess, channel or "", subject, line))
    if count.unit is not None and not count.unit.known:
        found.findings.append(unknown_unit(count.unit, subject, line.read.place, line.read.source_text))


def _first_count(text: str, begin: int = 0) -> int:
    found = _COUNT.search(arabic(text), begin)
    return found.start() if found else len(text)


def _title(text: str, begin: int, end: int) -> str:
    words = text[begin:end].strip(" *:-–")
    channel = list(_CHANNEL_WORD.finditer(words))
    if channel and channel[-1].end() == len(words):
        words = words[: channel[-1].start()].rstrip(" *:-–").removesuffix("ผ่าน").rstrip(" *:-–")
    return words


def _channel(text: str, position: int) -> tuple[Channel | None, str | None]:
    """The channel whose word stands next to the count, and that word where it was only alike."""
    near = text[max(0, position - _CHANNEL_REACH) : position].rstrip(" *:")
    words = list(_CHANNEL_WORD.finditer(near))
    if not words or words[-1].end() != len(near):
        return None, None
    return _channel_of(words[-1][0])


def _channel_of(word: str) -> tuple[Channel | None, str | None]:
    squashed = re.sub(r"[-\s]", "", word).lower()
    if squashed in _CHANNELS:
        return _CHANNELS[squashed], None
    scored = sorted(((likeness(squashed, known), known) for known in ("onsite", "online")), reverse=True)
    score, known = scored[0]
    return (_CHANNELS[known], word) if score >= _LEAST_CHANNEL_LIKENESS else (None, None)


def _channel_heading(text: str) -> Channel | None:
    """The channel a line is the heading of: "Onsite ได้แก่" heads what stands below it."""
    if len(text) > _LONGEST_CHANNEL_HEADING or _COUNT.search(arabic(text)):
        return None
    word = _CHANNEL_WORD.match(text.strip(" *-"))
    if word is None:
        return None
    rest = text.strip(" *-:")[word.end() :].strip(" *:")
    return _channel_of(word[0])[0] if rest in ("", "ได้แก่", "ดังนี้", "คือ", "ประกอบด้วย") else None


def _likely_channel(word: str, channel: str, subject: Subject, line: Narrative) -> Finding:
    score = likeness(word.lower(), channel)
    return draft(
        "name.suspected",
        "info",
        subject,
        line.read.place,
        line.read.source_text,
        (
            f"อ่าน “{word}” เป็น {channel} ตามความคล้าย {score:.2f}",
            f"“{word}” is read as {channel} by likeness {score:.2f}.",
        ),
        reported=word,
        expected=channel,
    )
