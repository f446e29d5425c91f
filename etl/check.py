"""Reads and reconciles files and publishes nothing: for officers before a report goes out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.validation.wording import KIND_WORDS
from etl.workers import Limits, run
from parsers.english import counted
from schemas.errors import NoFile, QuarantineError
from schemas.finding import SEVERITIES, Finding

_PLACE = 10  # columns of a page or line


@dataclass(frozen=True, slots=True)
class CheckTask:
    """One file to check."""

    path: str
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check gives: the report's id, its findings, how many equations were evaluated."""

    path: str
    report_id: str | None
    findings: tuple[Finding, ...]
    checks: int
    bound: tuple[tuple[str, int], ...] = ()
    refused: QuarantineError | NoFile | None = None


def check_file(task: CheckTask) -> Checked:
    """The findings of one file. Raises subclasses of `QuarantineError`."""
    from etl.pipeline import process
    from etl.source import read_source
    from etl.waivers import waived

    data, source = read_source(Path(task.path))
    report = waived(process(data, source, agency=task.agency), Path(task.path))
    return Checked(task.path, report.records.head.report_id, report.findings, len(report.checks), report.bound)


def check_files(tasks: Sequence[CheckTask], limits: Limits = Limits()) -> Iterator[Checked]:
    """Every file in the order given, read in a process beside this one."""
    for done in run(check_file, tasks, jobs=1, limits=limits):
        if isinstance(done.error, QuarantineError):
            yield Checked(done.task.path, None, (), 0, refused=done.error)
        elif done.error is not None:
            raise done.error
        else:
            assert done.result is not None  # no error: a result
            yield done.result


def exit_code(results: Sequence[Checked]) -> int:
    """0 without an error-level finding, 1 with one, 2 where a file was refused."""
    if any(result.refused is not None for result in results):
        return 2
    return int(any(f.severity == "error" and f.waived_by is None for r in results for f in r.findings))


def as_json(result: Checked) -> str:
    """One JSON object for a file, as the contract says."""
    refused = result.refused
    content = {
        "file": result.path,
        "report_id": result.report_id,
        "status": "quarantined" if refused is not None else "ok",
        "reason": refused.reason if refused is not None else None,
        "findings": [_finding(finding) for finding in result.findings],
    }
    if refused is not None:
        content |= {"sentence": str(refused), "advice": refused.advice}
        content |= {"sentence_th": refused.sentence_th or refused.says_th, "advice_th": refused.advice_th}
    return json.dumps(content, ensure_ascii=False)


def _finding(finding: Finding) -> dict[str, object]:
    about = finding.subject
    return {
        "finding_id": finding.finding_id, "rule": finding.rule, "severity": finding.severity,
        "project_no": about.project_no, "kpi_no": about.kpi_no, "part": about.part, "item_no": about.item_no,
        "source_table": about.source_table, "measure": about.measure, "period": about.period, "seq": about.seq,
        "reported": finding.reported, "expected": finding.expected, "difference": finding.difference,
        "suspect": finding.suspect, "suggested": finding.suggested,
        "page": finding.place.page, "line": finding.place.line,
        "message_th": finding.message_th, "message_en": finding.message_en,
        "waived_by": finding.waived_by,
    }  # fmt: skip


def as_text(result: Checked, language: str) -> Iterator[str]:
    """The same for people, in Thai ("th") or English: a line a finding, the worst first and the waived last, and a closing line."""
    from etl.screen import MESSAGE_COLUMNS, bound_lines, filled, visible, width, wrapped

    words = _WORDS[language]
    name = visible(Path(result.path).name)
    if result.refused is not None:
        yield f"{name}: {words.refused} [{result.refused.reason}]"
        yield from _refusal(result.refused, language)
        return
    yield f"{name}: {result.report_id}"
    columns = max(width(words.severities[name]) for name in SEVERITIES)
    for finding in sorted(result.findings, key=_gravity):
        message = finding.message_th if language == "th" else finding.message_en
        waived = f" ({words.waived} {finding.waived_by})" if finding.waived_by else ""
        severity, where = filled(words.severities[finding.severity], columns), filled(_where(finding, words), _PLACE)
        yield f"  {severity}  {where} {finding.rule}{waived}"
        yield from (f"           {line}" for line in wrapped(visible(message), MESSAGE_COLUMNS))
    counts = {s: sum(f.severity == s and f.waived_by is None for f in result.findings) for s in SEVERITIES}
    yield from (f"  {line}" for line in bound_lines([dict(result.bound)], by_rule=words.by_rule, silent=words.silent))
    yield f"  {words.closing(result.checks, counts)}"


def _gravity(finding: Finding) -> tuple[bool, int]:
    """The order of findings: the gravest first, those that someone has waived last."""
    return finding.waived_by is not None, SEVERITIES.index(finding.severity)


def _refusal(refused: QuarantineError | NoFile, language: str) -> Iterator[str]:
    """Why a file is refused, and the way out; what has no Thai sentence of its own is said in English too."""
    from etl.screen import MESSAGE_COLUMNS, visible, wrapped

    in_thai = [refused.sentence_th] if refused.sentence_th else [refused.says_th, str(refused)]
    sentences = in_thai if language == "th" else [str(refused)]
    for sentence in sentences:
        yield from (f"  {line}" for line in wrapped(visible(sentence), MESSAGE_COLUMNS))
    first, *rest = wrapped(refused.advice_th if language == "th" else refused.advice, MESSAGE_COLUMNS)
    yield from (f"  → {first}", *(f"    {line}" for line in rest))


def _where(finding: Finding, words: _Words) -> str:
    if finding.place.line is not None:
        return f"{words.line} {finding.place.line}"
    return f"{words.page} {finding.place.page}" if finding.place.page is not None else ""


def _closing_th(checks: int, counts: Mapping[str, int]) -> str:
    return f"ตรวจ {checks} สมการ: " + " ".join(f"{_WORDS['th'].severities[name]} {count}" for name, count in counts.items())


def _closing_en(checks: int, counts: Mapping[str, int]) -> str:
    said = ", ".join(map(counted, counts.values(), ("error", "warning", "note")))
    return f"{counted(checks, 'equation')} checked: {said}"


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands around the findings."""

    refused: str
    waived: str
    page: str
    line: str
    by_rule: str
    silent: str
    severities: Mapping[str, str]
    closing: Callable[[int, Mapping[str, int]], str]


_WORDS = {
    "th": _Words(
        "อ่านเป็นรายงานไม่ได้", "ยกเว้นโดย", "หน้า", "บรรทัด", "จำนวนสมการที่ตรวจรายกฎ", "ไม่มีสิ่งให้ตรวจ",
        {name: one[0] for name, (_, one) in KIND_WORDS.items()}, _closing_th,
    ),
    "en": _Words(
        "refused", "waived by", "page", "line", "equations by rule", "nothing to check for",
        {name: name for name in KIND_WORDS}, _closing_en,
    ),
}  # fmt: skip
