"""Turns a processed report into the validation report's JSON: numbers as strings, keys sorted."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from math import floor

from schemas.datasets import CONTRACT_VERSION
from schemas.document import Place
from schemas.finding import Check, CheckTerm, Finding, Subject
from schemas.record import PageRecord
from schemas.report import Report
from schemas.rules import RULES

Json = dict[str, object]


def validation_json(report: Report) -> str:
    """The report's findings and checks as one JSON object, a line for each finding, check and number.

    `findings[].message_th` is a sentence such as "ตัวชี้วัด 7.3: …"; values are strings as printed.
    """
    head = report.records.head
    content: Json = {
        "contract_version": CONTRACT_VERSION,
        "report": {
            "report_id": head.report_id,
            "agency": head.agency,
            "agency_name": head.agency_name,
            "agency_basis": head.agency_basis,
            "fiscal_year": head.fiscal_year,
            "quarter": head.quarter,
            "title": head.title,
            "as_of": head.as_of.isoformat() if head.as_of else None,
            "source_name": report.document.source.name,
            "source_sha256": report.document.source.sha256,
        },
        "summary": summary(report),
        "findings": [finding_json(finding) for finding in report.findings],
        "checks": [check_json(check) for check in report.checks],
        "rules": [_rule(name, bound) for name, bound in report.bound],
        "coverage": coverage(report),
        "pages": [_page(page) for page in report.records.pages],
    }
    return "{\n" + ",\n".join(f"{_text(name)}: {_lines(content[name])}" for name in sorted(content)) + "\n}\n"


def _lines(value: object) -> str:
    """A list with one item a line, so that two reports are compared line by line; anything else on one line."""
    if not isinstance(value, list):
        return _text(value)
    return "[\n" + ",\n".join(map(_text, value)) + "\n]" if value else "[]"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def summary(report: Report) -> Json:
    """Counts for the head of a page: projects, KPIs, equations by outcome, findings by severity."""
    severities = Counter(finding.severity for finding in report.findings if finding.waived_by is None)
    outcomes = Counter(check.outcome for check in report.checks)
    return {
        "projects": len(report.records.projects),
        "kpis": len({(kpi.project_no, kpi.kpi_no) for kpi in report.records.kpis}),
        "checks": len(report.checks),
        "outcomes": {name: outcomes[name] for name in ("pass", "rounding", "fail", "unknown")},
        "findings": {name: severities[name] for name in ("error", "warning", "info")},
        "waived": sum(finding.waived_by is not None for finding in report.findings),
    }


def finding_json(finding: Finding) -> Json:
    """One finding with its place."""
    return {
        "finding_id": finding.finding_id,
        "check_id": finding.check_id,
        "rule": finding.rule,
        "severity": finding.severity,
        **_subject(finding.subject),
        "reported": finding.reported,
        "expected": finding.expected,
        "difference": finding.difference,
        "suspect": finding.suspect,
        "suggested": finding.suggested,
        "message_th": finding.message_th,
        "message_en": finding.message_en,
        "waived_by": finding.waived_by,
        "waived_why": finding.waived_why,
        "source_text": finding.source_text,
        **_place(finding.place),
    }


def check_json(check: Check) -> Json:
    """One equation with its terms."""
    return {
        "check_id": check.check_id,
        "rule": check.rule,
        **_subject(check.subject),
        "outcome": check.outcome,
        "reported": _number(check.reported),
        "expected": _number(check.expected),
        "difference": _number(check.difference),
        "tolerance": _number(check.tolerance),
        "terms": [_term(term) for term in check.terms],
    }


def coverage(report: Report) -> Json:
    """What became of every number printed: fates, classes passed over, those unaccounted for."""
    fates = Counter(number.fate for number in report.numbers)
    classes = Counter(number.reason for number in report.numbers if number.fate == "passed_over")
    return {
        "numbers": len(report.numbers),
        "value": fates["value"],
        "passed_over": fates["passed_over"],
        "unaccounted": fates["unaccounted"],
        "classes": dict(sorted(classes.items())),
        "unaccounted_numbers": [
            {"printed": number.printed, **_place(number.place)} for number in report.numbers if number.fate == "unaccounted"
        ],
    }


def _rule(name: str, bound: int) -> Json:
    rule = RULES[name]
    return {
        "rule": name,
        "bound": bound,
        "severity": rule.severity,
        "holds_th": rule.holds_th,
        "holds_en": rule.holds_en,
        "causes_th": list(rule.causes_th),
        "causes_en": list(rule.causes_en),
    }


def _page(page: PageRecord) -> Json:
    return {
        "page": page.read.place.page,
        "verdict": page.verdict,
        "characters": page.characters,
        "thai_share": page.thai_share,
        "unmapped": page.unmapped,
        "private_use": page.private_use,
        "stray_marks": page.stray_marks,
        "image_cover": page.image_cover,
        "repairs": page.repairs,
    }


def _term(term: CheckTerm) -> Json:
    return {
        "role": term.role,
        "label": term.label,
        "sign": term.sign,
        "printed": term.printed,
        "value": _number(term.value),
        "dataset": term.dataset,
        "source_text": term.source_text,
        **_place(term.place),
    }


def _subject(subject: Subject) -> Json:
    names = ("project_no", "kpi_no", "part", "item_no", "source_table", "measure", "period", "seq")
    return {name: getattr(subject, name) for name in names}


def _place(place: Place) -> Json:
    box = place.box
    return {
        "page": place.page,
        "line": place.line,
        # By hand: `round` takes ten times as long for a float of so many digits.
        "box": [floor(edge * 100 + 0.5) / 100 for edge in (box.x0, box.top, box.x1, box.bottom)] if box else None,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
