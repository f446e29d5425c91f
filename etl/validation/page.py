"""Renders the validation report: one static page a report and an index, nothing from the network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from etl.reconcile.messages import thai_label
from etl.validation import charts
from etl.validation.data import coverage, summary
from etl.validation.marks import marks_of
from etl.validation.picture import Places, Region, TextLine
from etl.validation.wording import (
    KIND_WORDS,
    OUTCOME_WORDS,
    class_words,
    day_in_words,
    expected_words,
    relation,
    signs,
)
from schemas.datasets import CONTRACT_VERSION
from schemas.errors import refusal
from schemas.finding import SEVERITIES, Check, CheckTerm, Finding, Subject
from schemas.report import Number, Report
from schemas.rules import RULES

if TYPE_CHECKING:
    from jinja2 import Environment

_KINDS = (*SEVERITIES, "waived")


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as the page shows it: said clause by clause, with its equation, its picture, its search text."""

    finding: Finding
    check: Check | None
    said_th: tuple[str, ...]
    said_en: tuple[str, ...]
    lines: tuple[TextLine, ...]
    regions: tuple[Region, ...]
    key: str
    project: str
    kind: str

    @property
    def parts(self) -> tuple[CheckTerm, ...]:
        """The equation's parts, none where the finding has no figures."""
        return tuple(term for term in self.check.terms if term.role == "part") if self.check else ()

    @property
    def total(self) -> CheckTerm | None:
        """The equation's total."""
        return next((term for term in self.check.terms if term.role == "total"), None) if self.check else None


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A published report as the index lists it."""

    report_id: str
    agency_name: str
    fiscal_year: int
    quarter: int
    title: str
    source_name: str
    projects: int
    kpis: int
    checks: int
    errors: int
    warnings: int
    infos: int
    is_kept: bool = False  # its file is refused now; this is what it gave before


@dataclass(frozen=True, slots=True)
class Refused:
    """A source in quarantine as the index lists it: why in the words of this file, and the way out."""

    source_name: str
    reason: str
    sentence: str
    advice: str
    sentence_th: str = ""

    @property
    def said_th(self) -> tuple[str, str]:
        """The sentence in Thai; where there is none, what its reason says of any file, and the English one."""
        return (self.sentence_th, "") if self.sentence_th else (refusal(self.reason).says_th, self.sentence)

    @property
    def advice_th(self) -> str:
        """The way out in Thai."""
        return refusal(self.reason).advice_th


def render_html(report: Report, data: bytes = b"") -> str:
    """The report's page: findings with equation and picture, charts, what passed; in Thai and English.

    With the bytes of its PDF, the places of findings are shown as they are printed, else as they were
    read. Whatever the report's text holds is shown as text: a title "<script>" is those eight letters.
    """
    if not data or report.document.source.media_type != "application/pdf" or not report.findings:
        return _rendered(report, _views(report, Places(report.document)))
    from parsers.pdf.photograph import Photographs

    with Photographs(data) as photographs:
        return _rendered(report, _views(report, Places(report.document, photographs.of)))


def _rendered(report: Report, views: Sequence[FindingView]) -> str:
    page = _environment().get_template("report.html.j2")
    return page.render(
        head=report.records.head,
        source=report.document.source,
        summary=summary(report),
        views=views,
        severities=SEVERITIES,
        named_cells=sum(view.kind != "waived" and view.finding.suspect is not None for view in views),
        by_kind=_by_kind(views),
        rules_found=dict(sorted(Counter(view.finding.rule for view in views).items())),
        projects_found=_projects_found(report, views),
        rules=RULES,
        bound=report.bound,
        coverage=coverage(report),
        unaccounted=[number for number in report.numbers if number.fate == "unaccounted"],
        pages=report.records.pages if report.document.reader != "text" else (),
        charts={
            "project": charts.money_by_project(report.records),
            "quarter": charts.money_by_quarter(report.records),
            "kpi": charts.results_against_targets(report.records),
            "coverage": charts.coverage_bar(report),
        },
        checks_json=_data_block({**_equations(report.checks), **_numbers(report.numbers)}),
        thai=thai_label,
        kind_words=KIND_WORDS,
        outcome_words=OUTCOME_WORDS,
        class_words=class_words,
        day_in_words=day_in_words,
        expected_words=expected_words,
        relation=relation,
        signs=signs,
        contract_version=CONTRACT_VERSION,
        **_assets(),
    )


def render_index(entries: Sequence[IndexEntry], refused: Sequence[Refused] = ()) -> str:
    """The list of published reports, newest first within an agency, and of what was refused."""
    ordered = sorted(entries, key=lambda entry: (entry.agency_name, -entry.fiscal_year, -entry.quarter))
    page = _environment().get_template("index.html.j2")
    return page.render(
        entries=ordered,
        refused=refused,
        errors=sum(entry.errors for entry in entries),
        warnings=sum(entry.warnings for entry in entries),
        worst=_worst,
        by_worst=Counter(_worst(entry) for entry in entries),
        contract_version=CONTRACT_VERSION,
        **_assets(),
    )


def _worst(entry: IndexEntry) -> str:
    """The gravest severity that a report's open findings have; notes alone, or nothing, are "info"."""
    return "error" if entry.errors else "warning" if entry.warnings else "info"


def _views(report: Report, places: Places) -> list[FindingView]:
    """The gravest first; those that someone has waived last."""
    checks = {check.check_id: check for check in report.checks}
    ordered = sorted(report.findings, key=lambda finding: _KINDS.index(_kind(finding)))
    return [_view(finding, checks.get(finding.check_id or ""), places) for finding in ordered]


def _kind(finding: Finding) -> str:
    return finding.severity if finding.waived_by is None else "waived"


def _view(finding: Finding, check: Check | None, places: Places) -> FindingView:
    marks = marks_of(finding, check)
    words = (finding.rule, finding.message_th, finding.message_en, finding.source_text, finding.reported or "")
    project = finding.subject.project_no
    return FindingView(
        finding,
        check,
        _clauses(finding.message_th),
        _clauses(finding.message_en),
        places.lines(marks),
        places.regions(marks, as_printed=finding.severity != "info" and finding.waived_by is None),
        " ".join(words).lower(),
        "" if project is None else str(project),
        _kind(finding),
    )


def _by_kind(views: Sequence[FindingView]) -> dict[str, int]:
    """How many findings of each severity, and how many are waived where some are."""
    counts = Counter(view.kind for view in views)
    return {name: counts[name] for name in _KINDS if name in SEVERITIES or counts[name]}


def _projects_found(report: Report, views: Sequence[FindingView]) -> dict[str, str]:
    """The projects that findings are about: number and name, none for the whole organisation."""
    names = {project.project_no: f"{project.project_no}. {project.name}" for project in report.records.projects}
    found = sorted({int(view.project) for view in views if view.project})
    return {str(number): names.get(number, str(number) if number else "") for number in found}


def _clauses(message: str) -> tuple[str, ...]:
    """The sentence and what is added to it behind "; ", quoted words left whole."""
    clauses = [""]
    quoted = 0
    for piece in re.split("(; |[“”])", message):
        quoted = max(0, quoted + (piece == "“") - (piece == "”"))
        if piece == "; " and not quoted:
            clauses.append("")
        else:
            clauses[-1] += piece
    return tuple(clauses)


def _equations(checks: Sequence[Check]) -> dict[str, object]:
    """Every equation as short as the page's table needs it, and each label's Thai once."""
    labels = {term.label for check in checks for term in check.terms}
    return {
        "labels": {label: thai_label(label) for label in sorted(labels)},
        "signs": {rule: signs(rule) for rule in sorted({check.rule for check in checks})},
        "outcomes": OUTCOME_WORDS,
        "checks": [
            [
                check.rule,
                _about(check.subject),
                check.outcome,
                [[t.role, t.sign, t.printed, t.label] for t in check.terms],
                relation(check.rule, check.outcome),
            ]
            for check in checks
        ],
    }


def _numbers(numbers: Sequence[Number]) -> dict[str, object]:
    """Every number as short as the page needs it: what is printed, page, line, its fate and its class."""
    reasons = sorted({number.reason for number in numbers if number.reason})
    return {
        "classes": {reason: class_words(reason) for reason in reasons},
        "numbers": [
            [number.printed, number.place.page, number.place.line, number.fate, *([number.reason] if number.reason else [])]
            for number in numbers
        ],
    }


def _about(subject: Subject) -> tuple[str, str]:
    """What an equation is about, in Thai and English: "1 · เบิกจ่าย · ไตรมาส 1", "1 · disbursed · Q1"."""
    number = "" if subject.project_no is None else str(subject.project_no)
    if subject.kpi_no is not None:
        number += f".{subject.kpi_no}"
    own = [word for word in (subject.measure, subject.period, subject.source_table) if word]
    begin = [word for word in (subject.item_no, number) if word]
    return " · ".join((*begin, *map(thai_label, own))), " · ".join((*begin, *own))


def _data_block(content: object) -> str:
    """JSON that can stand inside a script element: no `<`, `>` or `&` is left in it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def _assets() -> dict[str, str]:
    """Style and script, and the policy that lets these two run and nothing else."""
    folder = files("etl.validation").joinpath("assets")
    style = folder.joinpath("style.css").read_text("utf-8")
    script = folder.joinpath("report.js").read_text("utf-8")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return {"style": style, "script": script, "policy": policy}


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("etl.validation", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,  # it costs a fifth of the compiling, and a page is drawn in no time
    )
