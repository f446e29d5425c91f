"""Finds the organisations, provinces, dates and amounts of money that the text names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from etl.extract.drafts import draft, fits, malformed, published, quote, suspected
from parsers.dates import find_dates
from parsers.names import find_organisations, find_provinces, suspect_names
from parsers.numbers import find_numbers
from parsers.units import find_unit, scale_to_baht
from schemas.finding import Finding, Subject
from schemas.record import Mention, Narrative
from schemas.value import DateSpan


def mentions(narratives: Sequence[Narrative], fiscal_year: int) -> tuple[tuple[Mention, ...], tuple[Finding, ...]]:
    """One row a name, date or amount, and what in the text is malformed or probably misspelt.

    "ร่วมกับ สพร. เมื่อวันที่ 10 ก.พ. 2568" gives organisation "dga" and date "2025-02-10".
    """
    rows: list[Mention] = []
    findings: list[Finding] = []
    for line in narratives:
        for _, kind, text, canonical, confidence in sorted(_named(line, fiscal_year), key=lambda entry: entry[0]):
            rows.append(
                Mention(
                    project_no=line.project_no,
                    kpi_no=line.kpi_no,
                    seq=len(rows) + 1,
                    kind=kind,  # type: ignore[arg-type]  # one of the kinds that _named yields
                    text=text,
                    canonical=canonical,
                    confidence=confidence,
                    read=line.read,
                )
            )
        findings.extend(_doubts(line, fiscal_year))
    return tuple(rows), tuple(findings)


def _named(line: Narrative, fiscal_year: int) -> Iterator[tuple[int, str, str, str, float]]:
    for name in (*find_organisations(line.text), *find_provinces(line.text)):
        yield name.start, name.kind, name.printed, name.canonical, name.confidence
    for span in find_dates(line.text, fiscal_year):
        if span.first is not None:
            yield span.start, "date", span.printed, _iso(span), 1.0
    for number in find_numbers(line.text):
        unit = find_unit(line.text, number.end)
        scale = scale_to_baht(unit.code) if unit else None
        value = published(number)
        if unit is not None and scale is not None and value is not None and fits(value * scale):
            printed = f"{number.printed} {unit.printed}"
            yield number.start, "amount", printed, f"{(value * scale).normalize():f}", 1.0


def _iso(span: DateSpan) -> str:
    """A day as ISO date; a longer span as ISO interval."""
    first = span.first.isoformat() if span.first else ""
    if span.last is None or span.last == span.first:
        return first
    return f"{first}/{span.last.isoformat()}"


def _doubts(line: Narrative, fiscal_year: int) -> Iterator[Finding]:
    subject = Subject(project_no=line.project_no, kpi_no=line.kpi_no, seq=line.seq)
    place, words = line.read.place, line.read.source_text
    for number in find_numbers(line.text):
        if number.malformed:
            yield malformed(number.printed, subject, place, words)
    for span in find_dates(line.text, fiscal_year):
        if span.malformed:
            yield draft(
                "date.malformed",
                "warning",
                subject,
                place,
                words,
                (f"ไม่มีวันที่ “{quote(span.printed)}” ในปฏิทิน", f"There is no such date as “{quote(span.printed)}”."),
                reported=span.printed,
            )
    for name in suspect_names(line.text):
        yield suspected(name, subject, line.read)
