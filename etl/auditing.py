"""Audits the rules on one file: one wrong digit at a time in every published number, and who notices."""

from __future__ import annotations

from pathlib import Path


def audit_file(path: Path, agency: str | None = None) -> str:
    """The audit of one report as a table. Raises subclasses of `QuarantineError`."""
    from etl.extract import extract
    from etl.pipeline import read_document
    from etl.reconcile.audit import audit, table
    from etl.reconcile.narrative import narrative_equations
    from etl.source import read_source
    from parsers.sections import outline

    data, source = read_source(path)
    document = read_document(data, source)
    found = extract(document, outline(document), agency)
    result = audit(found.records, lambda records: narrative_equations(records, found.names))
    return f"{path.name}: {found.records.head.report_id}\n{table(result)}"
