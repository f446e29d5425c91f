"""Equations of project names and numbers: one project, one name, no number missing or twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from etl.extract.projects import NameGiven
from etl.reconcile.equations import Equation
from parsers.headings import same_name
from parsers.numbers import arabic
from schemas.finding import CheckTerm, Subject
from schemas.record import WHOLE_ORGANISATION

_TWO_LEVELS = re.compile(r"\W*(\d{1,2})\.(\d{1,3})\.?\s")
_BY = {
    "section": ("หัวข้อของโครงการ", "its section"),
    "kpi_summary": ("ตารางสรุปตัวชี้วัด", "the KPI summary"),
    "spending_summary": ("ตารางสรุปการใช้จ่าย", "the spending summary"),
}


def project_equations(names: Sequence[NameGiven]) -> Iterator[Equation]:
    """Each further name of a project against the one of its section, and the run of numbers.

    "โครงการพัฒนากฎหมาย" in the section and "โครงการพัฒนานโยบาย" in the spending summary contradict.
    """
    first: dict[int, NameGiven] = {}
    for name in names:
        if name.project_no == WHOLE_ORGANISATION:
            continue
        own = first.setdefault(name.project_no, name)
        if own is not name:
            yield _same(own, name)
    yield from _sequences(names)


def _term(role: str, name: NameGiven) -> CheckTerm:
    label = f"name in {_BY[name.by][1]}"
    return CheckTerm(
        "total" if role == "total" else "part", label, 1, name.name, None, "projects", name.read.place, name.read.source_text
    )


def _same(own: NameGiven, other: NameGiven) -> Equation:
    by_th, by_en = _BY[other.by]
    return Equation(
        "project.name_differs",
        Subject(project_no=other.project_no, source_table="project" if other.by == "section" else "summary"),
        "words",
        terms=(_term("part", own), _term("total", other)),
        outcome="pass" if same_name(own.name, other.name) else "fail",
        reported=other.name,
        expected=own.name,
        messages=(
            f"โครงการ {other.project_no}: {by_th}เขียนว่า “{other.name}” แต่หัวข้อของโครงการเขียนว่า “{own.name}”",
            f"Project {other.project_no}: {by_en} calls it “{other.name}”, its section “{own.name}”.",
        ),
        place=other.read.place,
        source_text=other.read.source_text,
    )


def _sequences(names: Sequence[NameGiven]) -> Iterator[Equation]:
    """One equation a list of projects: the sections, the KPI summary, the spending summary."""
    for by, (by_th, by_en) in _BY.items():
        seen: dict[int, NameGiven] = {}
        listed = [name for name in names if name.by == by]
        printed = [name.printed_no for name in listed if by != "section" or seen.setdefault(name.printed_no, name) is name]
        if len(printed) < 2 or _of_two_levels(listed):
            continue
        missing = sorted(set(range(1, max(printed) + 1)) - set(printed))
        twice = sorted(number for number, count in Counter(printed).items() if count > 1)
        misprinted = [name for name in listed if name.printed_no != name.project_no]
        wrong = [*(f"-{number}" for number in missing), *(f"{number}×2" for number in twice)]
        others = [f"{name.project_no} ({name.printed_no})" for name in misprinted]
        said_th = _said(("ขาดเลข", missing), ("ซ้ำเลข", twice), ("เลขที่พิมพ์ไม่ตรงลำดับ", others))
        said_en = _said(("missing", missing), ("twice", twice), ("printed otherwise", others))
        place = (misprinted or listed)[0].read
        yield Equation(
            "project.sequence",
            Subject(project_no=WHOLE_ORGANISATION, measure=by),
            "words",
            terms=tuple(
                CheckTerm("part", name.name, 1, str(name.printed_no), None, "projects", name.read.place, name.read.source_text)
                for name in listed
            ),
            outcome="fail" if wrong or misprinted else "pass",
            reported=", ".join(map(str, printed)),
            expected=", ".join(map(str, range(1, max(printed) + 1))),
            messages=(
                f"{by_th}: เลขโครงการไม่ต่อเนื่อง {said_th}".rstrip(),
                f"{by_en[0].upper()}{by_en[1:]}: project numbers do not run from 1 on: {said_en}.",
            ),
            place=place.place,
            source_text=place.source_text,
        )


def _of_two_levels(listed: Sequence[NameGiven]) -> bool:
    """Whether projects are numbered below strategies, each from 1 on: 1.1, 1.2, 2.1."""
    levels = [_TWO_LEVELS.match(arabic(name.read.source_text)) for name in listed]
    pairs = list(dict.fromkeys((int(level[1]), int(level[2])) for level in levels if level is not None))
    runs_on = all(after == (before[0], before[1] + 1) or after == (before[0] + 1, 1) for before, after in pairwise(pairs))
    return all(levels) and pairs[0] == (1, 1) and runs_on


def _said(*things: tuple[str, Sequence[object]]) -> str:
    return "; ".join(f"{word} {', '.join(map(str, listed))}" for word, listed in things if listed)
