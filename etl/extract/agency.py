"""Tells whose report it is: as given, as its title says, or as its text names most often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from etl.extract.drafts import draft
from parsers.english import counted
from parsers.markup import plain
from parsers.names import agency_of, is_ministry, organisation_name
from parsers.offices import local_office, unlisted_office
from schemas.document import Line, Place
from schemas.errors import UnknownAgency
from schemas.finding import Finding, Subject
from schemas.record import Mention

AgencyBasis = Literal["given", "title", "text"]

_LEAST_LEAD = 2  # the contract: at least twice the runner-up's count


def report_agency(
    given: str | None, title: Sequence[Line], mentions: Iterable[Mention]
) -> tuple[str, str, AgencyBasis, tuple[Finding, ...]]:
    """Agency id, its name, the basis ("given", "title", "text") and findings.

    A title that names "สำนักงานพัฒนาธุรกรรมทางอิเล็กทรอนิกส์" gives ("etda", …, "title", ()). One that names an
    office outside the list (เทศบาลนครเชียงใหม่) is never taken for the ministry beside it, nor for an agency of the
    text. Raises `UnknownAgency`.
    """
    if given is not None:
        return given, organisation_name(given, "th") or given, "given", ()
    lines = [plain(line.text) for line in title]
    named = next((agency for agency in map(agency_of, lines) if agency is not None), None)
    unlisted = next((office for office in map(local_office, lines) if office), None)
    if unlisted is None and (named is None or is_ministry(named)):
        unlisted = next((office for office in map(unlisted_office, lines) if office), None)
    if unlisted is not None:
        raise UnknownAgency(
            f"The title names “{unlisted[:80]}”, which is not in the list of organisations.",
            th=f"ชื่อรายงานระบุ “{unlisted[:80]}” ซึ่งไม่อยู่ในรายการหน่วยงาน",
        )
    if named is not None:
        return named, organisation_name(named, "th") or named, "title", ()
    agency, count, runner_up, other = _most_named(mentions)
    name = organisation_name(agency, "th") or agency
    finding = draft(
        "agency.inferred",
        "info",
        Subject(),
        title[0].place if title else Place(),
        title[0].text if title else "",
        (
            f"ชื่อรายงานไม่ระบุหน่วยงาน: อนุมานเป็น {name} ซึ่งถูกกล่าวถึง {count} ครั้ง (รองลงมา {other} {runner_up} ครั้ง)",
            f"The title names no agency: {agency} is inferred, named {counted(count, 'time')} "
            f"(the runner-up, {other or 'none'}, {counted(runner_up, 'time')}).",
        ),
        expected=agency,
    )
    return agency, name, "text", (finding,)


def _most_named(mentions: Iterable[Mention]) -> tuple[str, int, int, str]:
    counts = Counter(mention.canonical for mention in mentions if mention.kind == "organisation" and mention.confidence == 1)
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    if not ranked:
        raise UnknownAgency(
            "The title names no agency and the text names no known organisation.",
            th="ชื่อรายงานไม่ระบุหน่วยงาน และข้อความไม่กล่าวถึงหน่วยงานที่รู้จัก",
        )
    agency, count = ranked[0]
    other, runner_up = ranked[1] if len(ranked) > 1 else ("", 0)
    if count < _LEAST_LEAD * runner_up:
        raise UnknownAgency(
            f"The title names no agency, and the text names {agency} {counted(count, 'time')} but {other} {counted(runner_up, 'time')}.",
            th=f"ชื่อรายงานไม่ระบุหน่วยงาน และข้อความกล่าวถึง {agency} {count} ครั้ง แต่กล่าวถึง {other} {runner_up} ครั้ง",
        )
    return agency, count, runner_up, other
