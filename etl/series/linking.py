"""Turns the projects of an agency's reports into series: which ids are one project under several names.

Ids that ever stand beside each other in one report are two projects. A guess is made by the likeness of
names, never where their numbers differ ("ระยะที่ 2", "ระยะที่ 3"), and never against a person's word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from etl.series.names import name_likeness, numbers_in

Basis = Literal["same", "likeness", "person"]

# Of 20,000 invented pairs two different projects of one agency were 0.85 alike at most and in 99.9% below
# 0.83, all but the rarest below 0.77; names with one word replaced are 0.71 to 0.95 alike.
LEAST_LIKENESS = 0.8
LEAST_MARGIN = 0.1  # over the runner-up: two that are nearly as alike are for a person to tell apart
# Beside the very same plan of money in the same year half of the name is enough.
LEAST_BESIDE_MONEY = 0.5
_MOST_REPORTS_AWAY = 8  # two years: a project that was not reported for longer is no predecessor to guess


@dataclass(frozen=True, slots=True)
class Named:
    """A project as one report names it; `money` is its plan of the year, nothing where that is not known."""

    project_id: str
    name: str
    money: tuple[tuple[str, Decimal], ...] = ()  # by period


@dataclass(frozen=True, slots=True)
class NamedReport:
    """The projects of one report."""

    report_id: str
    fiscal_year: int
    projects: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """An id in its series, and why it is there."""

    series_id: str
    basis: Basis
    score: float


@dataclass(frozen=True, slots=True)
class Guess:
    """A likely predecessor of a project that is new in a report, taken for it or left for a person to decide."""

    report_id: str
    project_id: str
    name: str
    before: str  # the name in the earlier report
    report_before: str
    score: float
    taken: bool
    why: Literal["name", "money", "margin", "numbers"]
    rival: str = ""  # the name that is nearly as alike


@dataclass(frozen=True, slots=True)
class Words:
    """What people decided: ids that are one project, and pairs that are not."""

    same: Mapping[str, str]  # id → the first id of those that are one
    apart: frozenset[frozenset[str]]  # pairs of first ids

    def group(self, project_id: str) -> str:
        """The first of the ids that people made one."""
        return self.same.get(project_id, project_id)


NO_WORDS = Words({}, frozenset())


@dataclass(frozen=True, slots=True)
class Links:
    """For each project id its series, and the guesses on the way."""

    members: Mapping[str, Member]
    guesses: tuple[Guess, ...]


@dataclass(slots=True)
class _Chain:
    """A series as it grows."""

    series_id: str
    groups: set[str]
    stands_in: set[int]
    last: Named
    last_report: int


@dataclass(frozen=True, slots=True)
class _Pair:
    score: float
    new: Named
    chain: _Chain
    is_possible: bool
    why: Literal["name", "money", "margin", "numbers"]


@dataclass(slots=True)
class _Linking:
    """The work on one agency: reports in order of period."""

    reports: Sequence[NamedReport]
    words: Words
    presence: Mapping[str, set[int]]  # group → reports it stands in
    chains: dict[str, _Chain] = field(default_factory=dict)  # by group
    members: dict[str, Member] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)


def link(reports: Sequence[NamedReport], words: Words = NO_WORDS) -> Links:
    """The series of every project id. `reports` stand in order of period, each period once."""
    work = _Linking(reports, words, presence(reports, words))
    for number, report in enumerate(reports):
        new = {p.project_id: p for p in reversed(report.projects) if words.group(p.project_id) not in work.chains}
        _guess(work, number, [new[project_id] for project_id in sorted(new)])
        for project in report.projects:
            _enter(work, number, project)
    return Links(work.members, tuple(work.guesses))


def presence(reports: Sequence[NamedReport], words: Words = NO_WORDS) -> dict[str, set[int]]:
    """In which reports each project stands, ids that people made one together."""
    found: dict[str, set[int]] = {}
    for number, report in enumerate(reports):
        for project in report.projects:
            found.setdefault(words.group(project.project_id), set()).add(number)
    return found


def _enter(work: _Linking, number: int, project: Named) -> None:
    """The project goes on with its series, or begins one."""
    group = work.words.group(project.project_id)
    chain = work.chains.get(group)
    if chain is None:
        chain = _Chain(project.project_id, {group}, set(work.presence[group]), project, number)
        work.chains[group] = chain
        work.members[project.project_id] = Member(project.project_id, "same", 1.0)
    elif project.project_id not in work.members:
        work.members[project.project_id] = Member(chain.series_id, "person", 1.0)
    chain.last, chain.last_report = project, number


def _guess(work: _Linking, number: int, new: list[Named]) -> None:
    """Joins projects that are new in a report to the series they most likely go on: the surest pair first."""
    recent = [chain for chain in _chains(work) if number - chain.last_report <= _MOST_REPORTS_AWAY]
    pairs = [pair for project in new for chain in recent if (pair := _pair(work, number, project, chain, recent, new))]
    pairs.sort(key=lambda pair: (-pair.score, pair.new.project_id, pair.chain.series_id))
    while pairs:
        chosen = next((pair for pair in pairs if _is_sure(pair, pairs)), None)
        if chosen is None:
            break
        _join(work, number, chosen)
        taken = (chosen.new, chosen.chain)
        pairs = [pair for pair in pairs if pair.new is not taken[0] and pair.chain is not taken[1]]
    work.guesses.extend(_left_open(work, number, pairs))


def _chains(work: _Linking) -> list[_Chain]:
    return list({id(chain): chain for chain in work.chains.values()}.values())


def _pair(
    work: _Linking, number: int, new: Named, chain: _Chain, recent: Sequence[_Chain], beside: Sequence[Named]
) -> _Pair | None:
    score = name_likeness(new.name, chain.last.name)
    if score < LEAST_BESIDE_MONEY:
        return None
    group = work.words.group(new.project_id)
    apart = any(frozenset((group, other)) in work.words.apart for other in chain.groups)
    is_possible = not apart and not (chain.stands_in & work.presence[group])
    if numbers_in(new.name) != numbers_in(chain.last.name):
        return _Pair(score, new, chain, is_possible, "numbers")
    same_year = work.reports[chain.last_report].fiscal_year == work.reports[number].fiscal_year
    if same_year and _has_its_money(new, chain, recent, beside):
        return _Pair(score, new, chain, is_possible, "money")
    return _Pair(score, new, chain, is_possible, "name")


def _has_its_money(new: Named, chain: _Chain, recent: Sequence[_Chain], beside: Sequence[Named]) -> bool:
    """Whether the plan of the year is the series' own, and nobody else's."""
    if not new.money or new.money != chain.last.money:
        return False
    others = [other.last.money for other in recent if other is not chain] + [p.money for p in beside if p is not new]
    return new.money not in others


def _is_sure(pair: _Pair, pairs: Sequence[_Pair]) -> bool:
    """Whether the pair is far enough above every other pair of its project and of its series."""
    if not pair.is_possible or pair.why == "numbers":
        return False
    if pair.why == "money":
        return True
    rivals = [other.score for other in _rivals(pair, pairs)]
    runner_up = max(rivals, default=0.0)
    is_clear = pair.score - runner_up >= LEAST_MARGIN or pair.score == 1.0 > runner_up
    return pair.score >= LEAST_LIKENESS and is_clear


def _rivals(pair: _Pair, pairs: Sequence[_Pair]) -> Iterator[_Pair]:
    """The other pairs of the project, of any series, and those of the series with other new projects."""
    for other in pairs:
        if other is not pair and (other.new is pair.new or (other.chain is pair.chain and other.is_possible)):
            yield other


def _join(work: _Linking, number: int, pair: _Pair) -> None:
    group = work.words.group(pair.new.project_id)
    work.chains[group] = pair.chain
    pair.chain.groups.add(group)
    pair.chain.stands_in |= work.presence[group]
    work.members[pair.new.project_id] = Member(pair.chain.series_id, "likeness", round(pair.score, 4))
    work.guesses.append(_guessed(work, number, pair, taken=True))


def _left_open(work: _Linking, number: int, pairs: Sequence[_Pair]) -> Iterator[Guess]:
    """The likeliest predecessor of each project left, where a person could decide that it is one."""
    said: set[str] = set()
    for pair in pairs:  # the most alike first
        if pair.is_possible and pair.score >= LEAST_LIKENESS and pair.new.project_id not in said:
            said.add(pair.new.project_id)
            rivals = sorted(_rivals(pair, pairs), key=lambda other: -other.score)
            rival = next((r.chain.last.name if r.new is pair.new else r.new.name for r in rivals), "")
            yield _guessed(work, number, pair, taken=False, rival=rival)


def _guessed(work: _Linking, number: int, pair: _Pair, *, taken: bool, rival: str = "") -> Guess:
    chain = pair.chain
    why = pair.why if taken or pair.why == "numbers" else "margin"
    return Guess(
        work.reports[number].report_id, pair.new.project_id, pair.new.name, chain.last.name,
        work.reports[chain.last_report].report_id, round(pair.score, 4), taken, why, rival,
    )  # fmt: skip
