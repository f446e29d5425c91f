"""What a person at a terminal sees of a run that has ended: a closing table, and what to know beside it."""

from __future__ import annotations

import json
import sys
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from etl.batch import Summary
from etl.manifest import PUBLISHED, QUARANTINED, SUPERSEDED, Entry
from etl.removal import Removal
from parsers.english import counted
from schemas.rules import RULES_OF_READING

_WIDTH = 80
MESSAGE_COLUMNS = 68  # of these, less the indent of a finding
_LABEL = 12  # columns of the word that says what came of a file
_MOST_ROWS = 40  # reports in the closing table: of more, those with most errors


def closing_lines(summary: Summary, output: Path | str, skipped: Sequence[Path], *, nothing: str) -> list[str]:
    """The closing table and what a person should know beside it, at most 80 columns wide.

    A published report is a row: projects, KPIs, equations checked, findings by severity. `nothing` is what to
    say where there was no file, `output` the folder or URL that was asked for.
    """
    shown = [*summary.read, *summary.unchanged]
    published = [entry for entry in shown if entry.state == PUBLISHED]
    lines = [*_table(published), *_other_lines(summary, shown)]
    for path in skipped:
        lines += _labelled("skipped", f"{visible(path.name)}: its ending is none of {', '.join(_endings())}")
    if summary.is_interrupted:
        lines.append(f"Interrupted with {counted(summary.left, 'file')} left; the same command goes on.")
    elif not shown:
        lines.append(nothing)
    elif not summary.read:
        lines.append(f"Nothing changed in {counted(len(shown), 'file')}.")
    if published:
        lines += ["", *bound_lines(json.loads(entry.bound) for entry in published)]
        lines += ["", f"datasets    {output}/datasets", f"validation  {output}/validation/index.html"]
    return lines


def _other_lines(summary: Summary, shown: Sequence[Entry]) -> Iterator[str]:
    """The files that gave no row of the table, and why."""
    for entry in shown:
        if entry.state == SUPERSEDED:
            yield from _labelled("superseded", f"{visible(entry.name)}: another source of {entry.report_id} is published")
    for entry in shown:
        if entry.state == QUARANTINED:
            yield from _labelled("quarantined", f"{visible(entry.name)} [{entry.reason}]")
            yield from _labelled("", visible(entry.sentence or ""))
            yield from _labelled("", f"→ {entry.advice}")
    read = {entry.report_id for entry in summary.read}
    for report in summary.told:
        if report not in read:
            yield from _labelled("told", f"{report}: other reports of its agency say something else now, and it says so")
    for report in summary.kept:
        yield from _labelled("kept", f"{report}: its source was refused this time, what it published stays")
    for name, sentence in summary.unread:
        yield from _labelled("left", f"{visible(name)}: {sentence} The next run reads it.")
    for entry in summary.vanished:
        if entry.report_id and entry.state == PUBLISHED:
            what = f"{visible(entry.name)}: {entry.report_id} is kept until `raingan remove {entry.report_id}`"
            yield from _labelled("vanished", what)


def _labelled(label: str, text: str) -> list[str]:
    """The text beside its label, in as many lines as it takes."""
    first, *rest = wrapped(text, _WIDTH - _LABEL) or [""]
    return [f"{label:{_LABEL}}{first}", *(" " * _LABEL + line for line in rest)]


def removal_lines(removal: Removal) -> list[str]:
    """What was removed, and what the next run will bring back."""
    lines = [f"removed     {report_id}" for report_id in removal.report_ids] or ["Nothing vanished: nothing is removed."]
    for entry in removal.standing:
        lines += _labelled("standing", f"{visible(entry.name)}: the next `raingan ingest` over its folder reads it again")
    return lines


def bound_lines(
    bounds: Iterable[Mapping[str, int]], *, by_rule: str = "equations by rule", silent: str = "nothing to check for"
) -> list[str]:
    """How many equations each rule bound to, and the rules that bound to none: these checked nothing."""
    counts: Counter[str] = Counter()
    for bound in bounds:
        counts.update(bound)
    equations = [name for name in counts if name not in RULES_OF_READING]
    said = ", ".join(f"{name} {counts[name]}" for name in equations if counts[name])
    unbound = ", ".join(name for name in equations if not counts[name])
    lines = textwrap.wrap(f"{by_rule}: {said or '–'}", _WIDTH, subsequent_indent="  ")
    if unbound:
        lines += textwrap.wrap(f"{silent}: {unbound}", _WIDTH, subsequent_indent="  ")
    return lines


def _endings() -> tuple[str, ...]:
    from etl.discover import ENDINGS

    return ENDINGS


def _table(entries: Sequence[Entry]) -> list[str]:
    if not entries:
        return []
    head = ("report", "projects", "KPIs", "equations", "errors", "warnings", "notes")
    rows = [
        (e.report_id or "", str(e.projects), str(e.kpis), str(e.checks), str(e.errors), str(e.warnings), str(e.infos))
        for e in sorted(entries, key=lambda e: e.report_id or "")
    ]
    sums = _sum_row(rows)
    widths = [max(len(row[column]) for row in (head, *rows, sums)) for column in range(len(head))]
    widths[0] = min(widths[0], _WIDTH - sum(widths[1:]) - 2 * len(head))
    rule = "  ".join("─" * size for size in widths)
    shown = sorted(rows, key=lambda row: -int(row[4]))[:_MOST_ROWS]  # a stable sort: equals in order of their id
    lines = [_row(head, widths), rule, *(_row(row, widths) for row in (rows if len(rows) <= _MOST_ROWS else shown))]
    if len(rows) > _MOST_ROWS:
        lines.append(f"… and {len(rows) - _MOST_ROWS} with no more errors: `raingan status` names them")
    return [*lines, rule, _row(sums, widths)]


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    first = filled(row[0], widths[0])
    return "  ".join((first, *(text.rjust(size) for text, size in zip(row[1:], widths[1:], strict=True))))


def _sum_row(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    sums = (str(sum(int(row[column]) for row in rows)) for column in range(1, len(rows[0])))
    return (counted(len(rows), "report"), *sums)


def visible(text: str) -> str:
    """The text without characters that would move a terminal: a name's line end is shown as ␤."""
    return "".join("␤" if c == "\n" else "�" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)


def width(text: str) -> int:
    """Columns on a terminal: Thai marks above and below take none."""
    return sum(0 if unicodedata.category(c) in ("Mn", "Me") else 1 for c in text)


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of so many columns, broken at spaces, a longer stretch of Thai anywhere."""
    lines, line = [], ""
    for word in text.split(" "):
        rest = word
        while width(rest) > columns:
            room = columns - width(line) - bool(line)
            if room < columns // 3:
                lines.append(line)
                line, room = "", columns
            head = _head(rest, room)
            line = f"{line} {head}" if line else head
            rest = rest[len(head) :]
        if line and width(line) + 1 + width(rest) > columns:
            lines.append(line)
            line = rest
        else:
            line = f"{line} {rest}" if line else rest
    return [*lines, line] if line else lines


def _head(text: str, columns: int) -> str:
    """The longest beginning of the text that takes so many columns, its last letter with its marks."""
    taken = 0
    for position, character in enumerate(text):
        taken += width(character)
        if taken > columns:
            return text[:position]
    return text


def clip(text: str, columns: int) -> str:
    """The text cut to so many columns, with … where something is gone."""
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept + character) >= columns:
            break
        kept += character
    return kept + "…"


def filled(text: str, columns: int) -> str:
    """The text in exactly so many columns: cut, or with spaces behind it."""
    clipped = clip(text, columns)
    return clipped + " " * (columns - width(clipped))


def say(lines: Sequence[str]) -> None:
    """Prints lines; a terminal that lacks a character gets a question mark instead of a crash."""
    for line in lines:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()
