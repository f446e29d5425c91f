"""Turns a judged equation into a finding, and gives the findings of reading their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.reconcile.messages import explanation_words, figures, sentences
from etl.reconcile.suspects import Explanation, Judged
from etl.reconcile.terms import reprinted
from schemas.document import NOWHERE
from schemas.finding import Check, CheckTerm, Finding, Severity, Subject
from schemas.ids import finding_id
from schemas.rules import RULES


def finding_of(
    report_id: str,
    item: Judged,
    check: Check,
    number: int,
    *,
    explanation: Explanation | None,
    agreeing: Sequence[tuple[str, str]] = (),
) -> Finding | None:
    """The finding of a failed equation, or of an unknown one that its rule calls a finding.

    `None` where nothing needs a look. `agreeing` is what bears the reported number out. The place is the suspect's where there is one, else the total's.
    """
    equation = item.equation
    severity = _severity(item)
    if severity is None:
        return None
    guilty = explanation.guilty if explanation else None
    looked_at = guilty.term if guilty else _total(equation.terms)
    reported, expected, difference = figures(equation, item.verdict)
    th, en = sentences(equation, item.verdict)
    more = [*equation.witnesses, *agreeing, *(explanation_words(explanation) if explanation else ())]
    return Finding(
        finding_id=finding_id(report_id, equation.rule, equation.subject, number),
        check_id=check.check_id,
        rule=equation.rule,
        severity=severity,
        subject=equation.subject,
        reported=reported,
        expected=expected,
        difference=difference,
        message_th=_joined(th, [words[0] for words in more], ""),
        message_en=_joined(en, [words[1] for words in more], "."),
        place=looked_at.place if looked_at and looked_at.place != NOWHERE else equation.place,
        source_text=looked_at.source_text if looked_at and looked_at.source_text else equation.source_text,
        suspect=guilty.term.label if guilty else None,
        suggested=reprinted(guilty.term, guilty.suggested) if guilty and guilty.suggested is not None else None,
    )


def _severity(item: Judged) -> Severity | None:
    if item.verdict.outcome == "unknown":
        return item.equation.unknown_severity
    if not item.failed:
        return None
    if item.verdict.outcome == "rounding":
        return "warning"
    return item.equation.severity or RULES[item.equation.rule].severity


def _total(terms: Sequence[CheckTerm]) -> CheckTerm | None:
    return next((term for term in terms if term.role == "total"), None)


def _joined(sentence: str, more: Sequence[str], stop: str) -> str:
    """One sentence out of the first and what is added to it."""
    return "; ".join((sentence.removesuffix("."), *more)) + stop


def numbered_drafts(report_id: str, drafts: Sequence[Finding], findings: Sequence[Finding]) -> Iterator[Finding]:
    """The drafts with their ids, numbered among equals behind those of the checks."""
    seen = Counter((found.rule, _key(found.subject)) for found in findings)
    for found in drafts:
        key = (found.rule, _key(found.subject))
        seen[key] += 1
        yield replace(found, finding_id=finding_id(report_id, found.rule, found.subject, seen[key]))


def _key(subject: Subject) -> Subject:
    return replace(subject, seq=None) if subject.seq is not None else subject
