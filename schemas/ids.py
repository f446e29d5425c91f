"""Stable ids: pure functions of what a thing is, never of values, places or the kind of source."""

from __future__ import annotations

import hashlib
import re

from schemas.finding import Subject

_LENGTH = 16  # hex digits: 64 bits, no collision in a history of millions
_BRACKETED_LATIN = re.compile(r"[(（][^()（）ก-๛]*[A-Za-z][^()（）ก-๛]*[)）]")
_CONTINUED = re.compile(r"[(（]\s*ต่อ\s*[)）]")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def project_id(agency: str, name: str) -> str:
    """The id of a project: of its agency and name, white space, bracketed English and (ต่อ) aside.

    "โครงการ ก (AI Standard)" and "โครงการ ก (ต่อ)" of one agency have the same id.
    """
    key = _CONTINUED.sub("", _BRACKETED_LATIN.sub("", name.translate(_THAI_DIGITS)))
    return _hash("project", agency, "".join(key.split()).lower())


def check_id(rule: str, report_id: str, subject: Subject, number: int) -> str:
    """The id of a check: of its rule, report and subject, and a running number among equals."""
    return _hash("check", rule, report_id, *_subject(subject), str(number))


def finding_id(rule: str, report_id: str, subject: Subject, number: int) -> str:
    """The id of a finding: of its rule, report and subject, and a running number among equals."""
    return _hash("finding", rule, report_id, *_subject(subject), str(number))


def subject_key(subject: Subject) -> tuple[str, ...]:
    """What makes two findings of one rule equals; `seq` is left out, it is a running number itself."""
    return _subject(subject)


def _subject(subject: Subject) -> tuple[str, ...]:
    parts = (
        subject.project_no, subject.kpi_no, subject.part, subject.item_no,
        subject.source_table, subject.measure, subject.period,
    )  # fmt: skip
    return tuple("" if part is None else str(part) for part in parts)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:_LENGTH]
