"""Turns guesses about a report's projects, and decisions that are not followed, into findings without ids."""

from __future__ import annotations

from collections.abc import Iterator

from etl.extract.drafts import draft, quote
from etl.series.decisions import Stale
from etl.series.linking import Guess
from etl.series.told import Told
from schemas.finding import Finding, Subject
from schemas.record import Read, Records

_Words = tuple[str, str]  # Thai, English


def series_findings(records: Records, told: Told) -> Iterator[Finding]:
    """A draft for each guess about a project's earlier name, and each decision that is not followed."""
    named = {project.project_id: (project.project_no, project.read) for project in reversed(records.projects)}
    of_report = (None, records.head.read)
    for guess in told.guesses:
        yield _guessed(guess, *named.get(guess.project_id, of_report))
    for stale in told.stale:
        yield _not_followed(stale, *named.get(stale.project_id or "", of_report))


def _guessed(guess: Guess, number: int | None, read: Read) -> Finding:
    """The project that was another name in an earlier report, or may have been: with its score."""
    words = _taken(guess) if guess.taken else _open(guess)
    subject = Subject(project_no=number)
    return draft("series.linked", "info", subject, read.place, read.source_text, words, guess.name, guess.before)


def _taken(guess: Guess) -> _Words:
    name, before = quote(guess.name), quote(guess.before)
    th, en = (" และแผนการเงินตรงกัน", " and the same plan of money") if guess.why == "money" else ("", "")
    return (
        f"ถือว่า “{name}” คือ “{before}” ในรายงาน {guess.report_before} (ความคล้าย {guess.score:.2f}{th}) แก้ได้ใน series.toml",
        f"“{name}” is taken for “{before}” of {guess.report_before} (likeness {guess.score:.2f}{en}); series.toml can say otherwise.",
    )


def _open(guess: Guess) -> _Words:
    name, before = quote(guess.name), quote(guess.before)
    if guess.why == "numbers":
        why_th, why_en = "เลขในชื่อต่างกัน", "the numbers in the names differ"
    else:
        rival = quote(guess.rival)
        why_th, why_en = f"“{rival}” ก็คล้ายพอกัน", f"“{rival}” is nearly as alike"
    return (
        f"“{name}” อาจเป็น “{before}” ในรายงาน {guess.report_before} (ความคล้าย {guess.score:.2f}) แต่ไม่ได้เชื่อมเพราะ{why_th} ระบุได้ใน series.toml",
        f"“{name}” may be “{before}” of {guess.report_before} (likeness {guess.score:.2f}), not taken for it because {why_en}; "
        "series.toml can say so.",
    )


def _not_followed(stale: Stale, number: int | None, read: Read) -> Finding:
    decision = stale.decision
    pair = " / ".join(map(quote, decision.projects))
    who = quote(decision.who)
    words = (
        f"คำตัดสินลำดับ {decision.number} ของ {who} เรื่อง {pair} ไม่ได้ใช้: {stale.why_th}",
        f"Decision {decision.number} by {who} on {pair} is not followed: {stale.why_en}.",
    )
    subject = Subject(project_no=number)
    return draft("series.decision_stale", "warning", subject, read.place, read.source_text, words, pair)
