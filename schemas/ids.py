"""Turns what a thing is about into its stable id: pure hashes, the same today and tomorrow."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from schemas.finding import Subject

_LENGTH = 16  # hex digits: 64 bits, no two of a million equal ids to be expected
_SEPARATOR = "\x1f"  # stands in no name, so that two parts can never run together
_CONTINUED = re.compile(r"[(（]\s*ต่อ\s*[)）]")
BRACKETED_LATIN = re.compile(r"[(（][^()（）ก-๛]*[A-Za-z][^()（）ก-๛]*[)）]")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def project_id(agency: str, name: str) -> str:
    """The id of a project: white space, bracketed English and (ต่อ) aside, another name is another id.

    "โครงการส่งเสริม AI (AI Governance) (ต่อ)" and "โครงการส่งเสริม AI" are one project of an agency.
    """
    whole = unicodedata.normalize("NFC", name).translate(_INVISIBLE)
    bare = BRACKETED_LATIN.sub("", _CONTINUED.sub("", whole))
    return _hash("project", agency, "".join(bare.split()).lower())


def kpi_series_id(series_id: str, name: str, number: int) -> str:
    """The id of a KPI over the reports: its project's series, its name, and its number among equals (from 1)."""
    return _hash("kpi", series_id, name, str(number))


def check_id(report_id: str, rule: str, subject: Subject, number: int) -> str:
    """The id of a check: its rule, report and subject, and its running number among equals (from 1)."""
    return _hash("check", rule, report_id, *_about(subject), str(number))


def finding_id(report_id: str, rule: str, subject: Subject, number: int) -> str:
    """The id of a finding: rule, report, subject (not its `seq`) and the running number among equals.

    Neither values nor places nor the kind of source are in it: a mended figure keeps its finding's id.
    """
    return _hash("finding", rule, report_id, *_about(subject), str(number))


def _about(subject: Subject) -> tuple[str, ...]:
    parts = (
        subject.project_no,
        subject.kpi_no,
        subject.part,
        subject.item_no,
        subject.source_table,
        subject.measure,
        subject.period,
    )
    return tuple("" if part is None else str(part) for part in parts)


def _hash(*parts: str) -> str:
    return hashlib.sha256(_SEPARATOR.join(parts).encode()).hexdigest()[:_LENGTH]
