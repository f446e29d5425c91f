"""What a worker does with one file: read it, process it, and stage what it publishes."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from etl.manifest import PUBLISHED, Entry
from etl.series.told import NOTHING, Told
from etl.version import PIPELINE_VERSION
from parsers.memory import collected_seldom
from schemas.errors import LimitExceeded

if TYPE_CHECKING:
    from schemas.report import Report


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One file to read and stage."""

    path: str
    output: str
    agency: str | None


@dataclass(frozen=True, slots=True)
class SettleTask:
    """The sources of one report, the one to publish and the others, and what other reports say about it."""

    report_id: str
    winner: ReadTask
    others: tuple[ReadTask, ...]
    told: Told = NOTHING


def preload() -> None:
    """Imports what reading a report needs, so that workers born afterwards need not."""
    from etl.lean import import_pyarrow

    import_pyarrow()
    import etl.pipeline
    import etl.rows
    import etl.validation.page  # noqa: F401


@collected_seldom()
def read_and_stage(task: ReadTask) -> Entry:
    """Reads one file and stages its report. Raises subclasses of `QuarantineError`."""
    from etl.pipeline import process
    from etl.source import read_source

    path = Path(task.path)
    before = os.stat(path)
    data, source = read_source(path)
    report = process(data, source, agency=task.agency)
    return _stage(task, before, report, (), data)


@collected_seldom()
def settle(task: SettleTask) -> Entry:
    """Reads all sources of one report and stages the one to publish, the others named in it."""
    from etl.choice import with_differences
    from etl.pipeline import process
    from etl.source import read_source

    reports, shown = [], b""
    for one in (task.winner, *task.others):
        data, source = read_source(Path(one.path))
        shown = shown or data
        reports.append(process(data, source, agency=one.agency, told=task.told if one is task.winner else NOTHING))
    report = with_differences(reports[0], reports[1:])
    names = tuple(sorted(other.document.source.name for other in reports[1:]))
    entry = _stage(task.winner, os.stat(task.winner.path), report, names, shown)
    return replace(entry, told=task.told.digest)


def _stage(task: ReadTask, stat: os.stat_result, report: Report, other_sources: Sequence[str], data: bytes) -> Entry:
    import pyarrow as pa

    from etl.choice import rank, value_count
    from etl.publish import Output, stage, staged_name
    from etl.rows import tables
    from etl.validation.data import validation_json
    from etl.validation.page import render_html
    from etl.waivers import WaiverHashes, waived

    output = Output(Path(task.output))
    report = waived(report, Path(task.path))
    source, head = report.document.source, report.records.head
    try:
        arrow = tables(report, other_sources)
    except (pa.ArrowInvalid, OverflowError) as error:
        raise LimitExceeded(f"A table or number is larger than the datasets hold: {error}") from error
    stage(output, staged_name(task.path), head.report_id, arrow, render_html(report, data), validation_json(report))
    open_findings = [finding.severity for finding in report.findings if finding.waived_by is None]
    return Entry(
        path=task.path,
        name=source.name,
        sha256=source.sha256,
        size=stat.st_size,
        mtime_ns=stat.st_mtime_ns,
        state=PUBLISHED,
        version=PIPELINE_VERSION,
        agency_given=task.agency,
        waivers=WaiverHashes().of(Path(task.path)),
        report_id=head.report_id,
        rank=rank(report.document),
        as_of=head.as_of.isoformat() if head.as_of else None,
        value_count=value_count(report.records),
        agency_name=head.agency_name,
        title=head.title,
        projects=len(report.records.projects),
        kpis=len({(kpi.project_no, kpi.kpi_no) for kpi in report.records.kpis}),
        checks=len(report.checks),
        errors=open_findings.count("error"),
        warnings=open_findings.count("warning"),
        infos=open_findings.count("info"),
        waived=len(report.findings) - len(open_findings),
        pages=len(report.document.pages),
        bound=json.dumps(dict(report.bound), sort_keys=True),
        rows=json.dumps({name: table.num_rows for name, table in arrow.items()}),
    )
