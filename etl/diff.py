"""Compares the findings of two outputs: which are new, which persist, which are resolved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from schemas.errors import UsageError
from schemas.finding import SEVERITIES

Row = dict[str, str | int | None]
State = Literal["new", "persisting", "resolved"]
_COLUMNS = (
    "report_id", "finding_id", "rule", "severity", "project_no", "reported", "expected", "message_th", "message_en", "waived_by",
)  # fmt: skip
_ORDER: tuple[State, ...] = ("new", "persisting", "resolved")


@dataclass(frozen=True, slots=True)
class Compared:
    """A finding and what became of it between two outputs; `changed` where its figures are others now."""

    state: State
    changed: bool
    finding: Row


def compare(old: Path, new: Path) -> list[Compared]:
    """Every finding of two outputs by state; the ids are stable, so that a mended figure resolves its own.

    Raises `UsageError` where one of them is no output.
    """
    before, after = _findings(old), _findings(new)
    compared: list[Compared] = []
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if now is None:
            compared.append(Compared("resolved", False, was or {}))
        else:
            figures = ("reported", "expected")
            changed = was is not None and any(was[name] != now[name] for name in figures)
            compared.append(Compared("persisting" if was else "new", changed, now))
    return sorted(compared, key=_rank)


def _rank(item: Compared) -> tuple[int, int, str, int, str]:
    """By state, the gravest first, then by report and project; the whole organisation and no project come first."""
    finding = item.finding
    severity, project = SEVERITIES.index(str(finding["severity"])), int(finding["project_no"] or 0)
    return _ORDER.index(item.state), severity, str(finding["report_id"]), project, str(finding["finding_id"])


def _findings(root: Path) -> dict[tuple[str | None, str | None], Row]:
    """The findings of the published reports of an output, by report and id."""
    import pyarrow.parquet as pq

    folder = root / "datasets"
    if not folder.is_dir():
        raise UsageError(f"“{root}” is no output: it has no folder “datasets”.")
    findings: dict[tuple[str | None, str | None], Row] = {}
    for published in sorted((folder / "reports").glob("*/*/*.parquet")):
        path = folder / "findings" / published.relative_to(folder / "reports")
        for row in pq.read_table(path, columns=list(_COLUMNS)).to_pylist():
            findings[row["report_id"], row["finding_id"]] = row
    return findings


def as_lines(compared: Sequence[Compared], *, as_json: bool, language: str) -> Iterator[str]:
    """A line a finding, and the counts; or one JSON object a line."""
    if as_json:
        for item in compared:
            yield json.dumps({"state": item.state, "changed": item.changed, **item.finding}, ensure_ascii=False)
        return
    from etl.screen import MESSAGE_COLUMNS, visible, wrapped

    for item in compared:
        finding = item.finding
        mark = " (figures changed)" if item.changed else ""
        yield f"{item.state:10}  {finding['severity']:7}  {finding['report_id']}  {finding['rule']}{mark}"
        message = str(finding["message_th" if language == "th" else "message_en"])
        yield from (f"            {line}" for line in wrapped(visible(message), MESSAGE_COLUMNS))
    counts = [sum(item.state == state for item in compared) for state in _ORDER]
    yield f"{counts[0]} new, {counts[1]} persisting, {counts[2]} resolved"
