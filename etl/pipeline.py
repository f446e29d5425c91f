"""One report from bytes to checked records. READ THIS FIRST: each stage is a line of `process`.

The stages hand each other frozen data of `schemas`; what is wrong with the report is a finding, what
stops us an error.
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.series.told import NOTHING, Told
from schemas.document import Document, Source
from schemas.report import Report


def process(data: bytes, source: Source, *, agency: str | None = None, told: Told = NOTHING) -> Report:
    """The report that the bytes of one source are: read, cut into sections, extracted, reconciled.

    `agency` is the id given on the command line, if any; `told` is what the agency's other reports say
    otherwise. Raises subclasses of `QuarantineError`.
    """
    from etl.coverage import account
    from etl.extract import extract
    from etl.reconcile import reconcile
    from etl.reconcile.narrative import narrative_equations
    from etl.series.equations import series_equations
    from etl.series.findings import series_findings
    from parsers.sections import outline

    document = read_document(data, source)
    if document.reader != "text":
        from parsers.pdf.reader import require_text

        require_text(document)
    parts = outline(document)
    found = extract(document, parts, agency)
    stated = tuple(narrative_equations(found.records, found.names))
    drafts = (*found.findings, *series_findings(found.records, told))
    result = reconcile(found.records, drafts, (*stated, *series_equations(found.records, told)))
    numbers = account(document, parts, found.records, result.checks)
    return Report(document, found.records, result.checks, result.findings, result.bound, numbers)


def read_document(data: bytes, source: Source, *, pages: Sequence[int] | None = None) -> Document:
    """What stands on the pages of a source, of any kind. `pages` (from 1) limits a PDF.

    Raises subclasses of `QuarantineError`.
    """
    if source.media_type == "application/pdf":
        from parsers.pdf.reader import read_pdf

        return read_pdf(data, source, pages=pages)
    from parsers.text import read_text

    return read_text(data, source)
