"""Chooses among several sources of one report, and says where their facts differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from etl.extract.drafts import draft
from etl.manifest import Entry
from schemas.document import Document, Place
from schemas.finding import Finding, Subject
from schemas.ids import finding_id
from schemas.record import Read, Records
from schemas.report import Report

_RANK_PDF, _RANK_TEXT, _RANK_OCR = 2, 1, 0

_Fact = tuple[Subject, str]


def rank(document: Document) -> int:
    """How a source ranks: a PDF's text layer before a text file, that before OCR."""
    if document.source.media_type != "application/pdf":
        return _RANK_TEXT
    readable = document.reader == "pdf" and all(page.verdict in ("clean", "repaired") for page in document.pages)
    return _RANK_PDF if readable else _RANK_OCR


def best(entries: Sequence[Entry]) -> Entry:
    """The source to publish: by rank, then the later as-of date, more values, the smaller SHA-256."""
    smallest = sorted(entries, key=lambda entry: (entry.sha256, entry.path))
    return max(smallest, key=lambda entry: (entry.rank, entry.as_of or "", entry.value_count))


def value_count(records: Records) -> int:
    """How many values the typed columns of a report hold."""
    return sum(1 for _ in _facts(records))


def with_differences(report: Report, others: Sequence[Report]) -> Report:
    """The report with a finding `source.differs` for each fact that another source gives otherwise."""
    own = dict(_facts(report.records))
    findings: list[Finding] = []
    seen: dict[Subject, int] = {}
    for other in others:
        theirs = dict(_facts(other.records))
        for fact in sorted({*own, *theirs}, key=repr):
            if _value(own.get(fact)) == _value(theirs.get(fact)):
                continue
            seen[fact[0]] = seen.get(fact[0], 0) + 1
            findings.append(_difference(report, other, fact, own.get(fact), theirs.get(fact), seen[fact[0]]))
    bound = tuple((name, len(findings) if name == "source.differs" else count) for name, count in report.bound)
    return replace(report, findings=(*report.findings, *findings), bound=bound) if others else report


def _value(fact: tuple[Decimal, Read] | None) -> Decimal | None:
    return fact[0] if fact else None


def _facts(records: Records) -> Iterator[tuple[_Fact, tuple[Decimal, Read]]]:
    """Every typed value by what it is about: two sources of one report give the same."""
    for a in records.budgets:
        if a.value is not None:
            about = Subject(project_no=a.project_no, source_table=a.source_table, measure=a.measure, period=a.period)
            yield (about, "value"), (a.value, a.read)
    for k in records.kpis:
        about = Subject(project_no=k.project_no, kpi_no=k.kpi_no, part=k.part, source_table=k.source_table)
        for name, value in (("target", k.target_value), ("result", k.result_value), ("points", k.points)):
            if value is not None:
                yield (replace(about, measure=name), name), (value, k.read)
    for q in records.kpi_quarters:
        about = Subject(project_no=q.project_no, kpi_no=q.kpi_no, part=q.part, period=q.period)
        for name, value in (("plan", q.plan_value), ("actual", q.actual_value)):
            if value is not None:
                yield (replace(about, measure=name), name), (value, q.read)
    for s in records.scorecard:
        for name, value in (("weight", s.weight), ("score", s.score), ("weighted_score", s.weighted_score)):
            if value is not None:
                yield (Subject(item_no=s.item_no, measure=name), name), (value, s.read)


def _difference(
    report: Report,
    other: Report,
    fact: _Fact,
    own: tuple[Decimal, Read] | None,
    theirs: tuple[Decimal, Read] | None,
    number: int,
) -> Finding:
    about, name = fact
    reported = f"{own[0]:f}" if own else None
    expected = f"{theirs[0]:f}" if theirs else None
    this, that = report.document.source.name, other.document.source.name
    finding = draft(
        "source.differs",
        "warning",
        about,
        own[1].place if own else Place(),
        own[1].source_text if own else "",
        (
            f"{this} ให้ {name} เป็น {reported or 'ไม่มี'} แต่ {that} ให้ {expected or 'ไม่มี'}",
            f"{this} gives {name} {reported or 'nothing'}, {that} gives {expected or 'nothing'}.",
        ),
        reported=reported,
        expected=expected,
    )
    return replace(finding, finding_id=finding_id(report.records.head.report_id, "source.differs", about, number))
