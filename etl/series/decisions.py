"""Reads what people decided about projects over the reports: `series.toml`, found as the waivers are.

    [[decision]]
    agency = "etda"
    projects = ["โครงการพัฒนากฎหมาย", "โครงการพัฒนานโยบาย"]   # names, or ids of project_series
    same = true                                              # false: two projects, however alike
    who = "สมหญิง"
    why = "เปลี่ยนชื่อตามมติคณะกรรมการ"

Every run replays it. A decision that fits no report, says what another has said, or contradicts one or a
report is not followed, and that is said in a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.beside import Ledger, entries
from etl.series.linking import NamedReport, Words, presence
from schemas.errors import DecisionError
from schemas.ids import project_id

LEDGER = Ledger(
    "series.toml", "decision", "decisions", frozenset({"agency", "projects", "same", "who", "why"}), ("agency", "who", "why")
)
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: two projects, by id or name, that are one, or are not."""

    agency: str
    projects: tuple[str, str]
    same: bool
    who: str
    why: str
    number: int  # its place in the file, from 1

    def ids(self) -> tuple[str, str]:
        """The ids of a name written out; an id stays as it is."""
        one, other = (_id(self.agency, text) for text in self.projects)
        return one, other


@dataclass(frozen=True, slots=True)
class Stale:
    """A decision that is not followed, why in both languages, and a project it names that some report has."""

    decision: Decision
    why_th: str
    why_en: str
    project_id: str | None


def load(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file. Raises `DecisionError` that names the one which cannot be."""
    return tuple(_decision(where, number, entry) for where, number, entry in entries(LEDGER, path))


def _decision(where: str, number: int, entry: Mapping[str, Any]) -> Decision:
    if not isinstance(entry.get("same"), bool):
        raise DecisionError(f"{where}: “same” must be true or false.")
    projects = entry.get("projects")
    if not isinstance(projects, list) or len(projects) != _PAIR or not all(isinstance(p, str) and p.strip() for p in projects):
        raise DecisionError(f"{where}: “projects” must be two names or ids.")
    return Decision(entry["agency"], (projects[0], projects[1]), entry["same"], entry["who"], entry["why"], number)


def _id(agency: str, text: str) -> str:
    is_id = len(text) == len(project_id("", "")) and all(letter in "0123456789abcdef" for letter in text)
    return text if is_id else project_id(agency, text)


def weigh(decisions: Sequence[Decision], reports: Sequence[NamedReport]) -> tuple[Words, tuple[Stale, ...]]:
    """What the decisions say together, those first in the file first, and those that are not followed."""
    weighing = _Weighing(reports)
    stale = [found for decision in decisions if (found := weighing.take(decision)) is not None]
    return weighing.words(), tuple(stale)


class _Weighing:
    """Decisions taken one by one: groups of ids that are one project, and pairs of ids that are not."""

    def __init__(self, reports: Sequence[NamedReport]) -> None:
        self._reports = reports
        self._stands_in = presence(reports)
        self._groups: dict[str, set[str]] = {}  # by every id of the group
        self._apart: set[frozenset[str]] = set()

    def take(self, decision: Decision) -> Stale | None:
        """Follows a decision, or says why not."""
        one, other = decision.ids()
        known = [project for project in (one, other) if project in self._stands_in]
        why = self._useless(one, other, known) or self._against(decision, one, other)
        if why is not None:
            return Stale(decision, *why, known[0] if known else None)
        if decision.same:
            both = self._group(one) | self._group(other)
            self._groups.update(dict.fromkeys(both, both))
        else:
            self._apart.add(frozenset((one, other)))
        return None

    def words(self) -> Words:
        """All that is followed, each group named by its first id."""
        same = {project: min(group) for project, group in self._groups.items()}
        apart = {frozenset(same.get(project, project) for project in pair) for pair in self._apart}
        return Words(same, frozenset(apart))

    def _group(self, project: str) -> set[str]:
        return self._groups.get(project, {project})

    def _useless(self, one: str, other: str, known: Sequence[str]) -> tuple[str, str] | None:
        if one == other:
            return "ทั้งสองเป็นโครงการเดียวกันอยู่แล้ว", "both are one project by its name"
        if len(known) < _PAIR:
            return "ไม่มีรายงานใดมีโครงการนี้ครบทั้งสอง", "no report has both projects, or one of them has another name there"
        return None

    def _against(self, decision: Decision, one: str, other: str) -> tuple[str, str] | None:
        """Why an earlier decision or a report speaks against it."""
        is_one = other in self._group(one)
        is_apart = any(frozenset((a, b)) in self._apart for a in self._group(one) for b in self._group(other))
        if (is_one and decision.same) or (frozenset((one, other)) in self._apart and not decision.same):
            return "ซ้ำกับคำตัดสินก่อนหน้า", "an earlier decision says the same"
        if is_one or (is_apart and decision.same):
            return "ขัดกับคำตัดสินก่อนหน้า", "it contradicts an earlier decision"
        if decision.same:
            return self._beside(one, other)
        return None

    def _beside(self, one: str, other: str) -> tuple[str, str] | None:
        both = self._reports_of(one) & self._reports_of(other)
        if not both:
            return None
        report_id = self._reports[min(both)].report_id
        return f"ทั้งสองอยู่ในรายงาน {report_id} ด้วยกัน", f"both stand beside each other in {report_id}"

    def _reports_of(self, project: str) -> set[int]:
        return set[int]().union(*(self._stands_in.get(member, set()) for member in self._group(project)))


def load_all(paths: Sequence[Path], agency: str) -> Iterator[Decision]:
    """The decisions of several files about one agency, file by file."""
    for path in paths:
        yield from (decision for decision in load(path) if decision.agency == agency)
