"""Turns the manifest's entries into the index page of the validation reports."""

from __future__ import annotations

from collections.abc import Sequence

from etl.manifest import PUBLISHED, QUARANTINED, Entry
from etl.validation.page import IndexEntry, Refused, render_index


def index_html(entries: Sequence[Entry]) -> str:
    """The index: published reports, and the files that were refused."""
    published = [_entry(entry) for entry in entries if entry.state == PUBLISHED or _is_kept(entry)]
    refused = [
        Refused(entry.name, entry.reason or "", entry.sentence or "", entry.advice or "", entry.sentence_th)
        for entry in entries
        if entry.state == QUARANTINED
    ]
    return render_index(published, refused)


def _is_kept(entry: Entry) -> bool:
    """Whether a file that is refused now has published a report before, which stays."""
    return entry.state == QUARANTINED and entry.report_id is not None


def _entry(entry: Entry) -> IndexEntry:
    agency, year, quarter = (entry.report_id or "--").rsplit("-", 2)
    return IndexEntry(
        report_id=entry.report_id or "",
        agency_name=entry.agency_name or agency,
        fiscal_year=int(year),
        quarter=int(quarter.removeprefix("q")),
        title=entry.title,
        source_name=entry.name,
        projects=entry.projects,
        kpis=entry.kpis,
        checks=entry.checks,
        errors=entry.errors,
        warnings=entry.warnings,
        infos=entry.infos,
        is_kept=_is_kept(entry),
    )
