"""Accepts findings that a person has looked at: `waivers.toml` beside the reports says who and why.

    [[waiver]]
    rule = "kpi.quarters_sum"        # or finding_id = "…"
    report_id = "etda-2568-q4"
    project_no = 7
    kpi_no = 3
    reported = "3,907"               # what it was given for: other figures, and it no longer holds
    expected = "3,904"
    who = "สมหญิง"
    why = "ยืนยันกับหน่วยงานแล้ว"
    until = 2026-03-31

A waived finding stays in the data, and counts in no error count. Whether a waiver has expired is told
against the report's own as-of date, so that the same input gives the same bytes on any day. Of a report the
nearest file counts: in its folder, or else in the first folder above that has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from etl.beside import Ledger, NearestFiles, entries
from schemas.document import Place
from schemas.errors import DecisionError
from schemas.finding import Finding, Subject
from schemas.ids import finding_id
from schemas.report import Report

_SUBJECT_FIELDS = tuple(field.name for field in fields(Subject))
_FIELDS = {"rule", "finding_id", "report_id", "reported", "expected", "who", "why", "until", *_SUBJECT_FIELDS}
LEDGER = Ledger("waivers.toml", "waiver", "waivers", frozenset(_FIELDS), ("who", "why"))
_RULE = "waiver.stale"
_FIGURE_TH = {"reported": "รายงานไว้", "expected": "ควรเป็น"}

Reason = tuple[str, str]  # in Thai and in English
_HOLDS: Reason = ("", "")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver: which finding, for which figures, by whom, why and until when."""

    who: str
    why: str
    until: date | None
    rule: str | None
    finding_id: str | None
    report_id: str | None
    reported: str | None
    expected: str | None
    subject: tuple[tuple[str, object], ...]
    number: int


def waived(report: Report, source: Path) -> Report:
    """The report with the findings marked that a waiver beside its source accepts.

    A waiver for this report that has expired, fits nothing, or was given for other figures is a
    finding of its own. Raises `DecisionError` where the file cannot be read.
    """
    path, _ = NearestFiles(LEDGER).of(source.parent)
    waivers = [waiver for waiver in load(path) if waiver.report_id in (None, report.records.head.report_id)] if path else []
    if not waivers:
        return report
    used: dict[int, Reason] = {}
    findings = tuple(_mark(finding, waivers, report, used) for finding in report.findings)
    stale = tuple(_stale(report, waiver, used.get(waiver.number)) for waiver in waivers if _is_stale(waiver, used))
    return replace(report, findings=(*findings, *stale))


class WaiverHashes:
    """The SHA-256 of the waivers that hold for a source, "" where there are none: when it changes, read again."""

    def __init__(self) -> None:
        self._files = NearestFiles(LEDGER)

    def of(self, source: Path) -> str:
        """What it was when the source's folder was first asked for."""
        return self._files.of(source.parent)[1]


def load(path: Path) -> tuple[Waiver, ...]:
    """The waivers of a file. Raises `DecisionError` that names the one which cannot be."""
    return tuple(_waiver(where, number, entry) for where, number, entry in entries(LEDGER, path))


def _waiver(where: str, number: int, entry: Mapping[str, Any]) -> Waiver:
    if not entry.get("finding_id") and not entry.get("rule"):
        raise DecisionError(f"{where}: it names neither a “finding_id” nor a “rule”.")
    until = entry.get("until")
    if until is not None and (not isinstance(until, date) or isinstance(until, datetime)):
        raise DecisionError(f"{where}: “until” must be a date such as 2026-03-31, not {until!r}.")
    subject = tuple((name, entry[name]) for name in _SUBJECT_FIELDS if name in entry)
    text = {name: _text(entry.get(name)) for name in ("rule", "finding_id", "report_id", "reported", "expected")}
    return Waiver(entry["who"], entry["why"], until, subject=subject, number=number, **text)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _is_stale(waiver: Waiver, used: Mapping[int, Reason]) -> bool:
    """Whether to say that a waiver does not hold: one that names no report may be meant for another."""
    if waiver.number in used:
        return used[waiver.number] != _HOLDS
    return waiver.report_id is not None


def _mark(finding: Finding, waivers: Sequence[Waiver], report: Report, used: dict[int, Reason]) -> Finding:
    for waiver in _fitting(finding, waivers):
        reason = _why_not(waiver, finding, report)
        if used.get(waiver.number) != _HOLDS:
            used[waiver.number] = reason
        if reason == _HOLDS:
            return replace(finding, waived_by=waiver.who, waived_why=waiver.why)
    return finding


def _fitting(finding: Finding, waivers: Sequence[Waiver]) -> Iterator[Waiver]:
    for waiver in waivers:
        by_id = waiver.finding_id is not None and waiver.finding_id == finding.finding_id
        by_rule = waiver.finding_id is None and waiver.rule == finding.rule
        if by_id or (by_rule and all(getattr(finding.subject, name) == value for name, value in waiver.subject)):
            yield waiver


def _why_not(waiver: Waiver, finding: Finding, report: Report) -> Reason:
    """Why a waiver that fits does not hold, in Thai and English."""
    as_of = report.records.head.as_of or report.records.head.period_end
    if waiver.until is not None and as_of is not None and as_of > waiver.until:
        until = waiver.until.isoformat()
        return f"ใช้ได้ถึง {until}", f"it held until {until}"
    for name in ("reported", "expected"):
        given, now = getattr(waiver, name), getattr(finding, name)
        if given is not None and not _is_same(given, now):
            return (
                f"ให้ไว้เมื่อ{_FIGURE_TH[name]} {given} แต่ตอนนี้เป็น {now}",
                f"it was given for {name} {given}, the report now has {now}",
            )
    return _HOLDS


def _is_same(given: str, now: str | None) -> bool:
    """Whether two figures are one: "3,907" and "3907" are."""
    if now is None or given == now:
        return given == now
    from parsers.numbers import find_numbers

    values = [find_numbers(text) for text in (given, now)]
    return all(len(found) == 1 for found in values) and values[0][0].value == values[1][0].value is not None


def _stale(report: Report, waiver: Waiver, reason: Reason | None) -> Finding:
    from etl.extract.drafts import draft

    why_th, why_en = reason or ("ไม่มีข้อใดในรายงานตรงกับคำยกเว้นนี้", "no finding fits it")
    about = waiver.finding_id or waiver.rule or ""
    subject = Subject(**dict(waiver.subject))  # type: ignore[arg-type]  # read from TOML
    finding = draft(
        _RULE,
        "warning",
        subject,
        Place(),
        about,
        (
            f"คำยกเว้นลำดับ {waiver.number} ของ {waiver.who} สำหรับ {about} ใช้ไม่ได้: {why_th}",
            f"Waiver {waiver.number} by {waiver.who} for {about} does not hold: {why_en}.",
        ),
        reported=about,
    )
    return replace(finding, finding_id=finding_id(report.records.head.report_id, _RULE, subject, waiver.number))
