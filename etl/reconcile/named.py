"""The comparison of the organisations that summary and section name for one result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from etl.reconcile.equations import Equation
from parsers.names import find_organisations, organisation_name
from schemas.finding import CheckTerm, Subject
from schemas.record import KpiTarget, Narrative, Read

_PARENTHESES = re.compile(r"[(（]([^()（）]*)[)）]")
_NAMING_UNITS = ("agency", "company", "place")  # results that count organisations
_LEAST_NAMES = 2


def names_equation(summary: KpiTarget, section: KpiTarget, lines: Sequence[Narrative]) -> Equation | None:
    """The organisations in brackets beside the summary's result against those below the KPI.

    "3 หน่วยงาน (คปภ. ก.พ.ร. ธปท.)" and a narrative of สกท. and กสทช. contradict: names of each are
    missing in the other. `None` where one of them names fewer than two.
    """
    if summary.result_unit not in _NAMING_UNITS:
        return None
    given = _named(" ".join(found[1] for found in _PARENTHESES.finditer(summary.result_text)))
    below = [line for line in lines if line.kind != "note"]
    told = {name for line in below for name in _named(line.text)}
    if len(given) < _LEAST_NAMES or len(told) < _LEAST_NAMES:
        return None
    only_given, only_told = given - told, told - given
    reported, expected = _written(given), _written(told)
    return Equation(
        "kpi.names_differ",
        Subject(project_no=section.project_no, kpi_no=section.kpi_no, part=section.part),
        "words",
        terms=tuple(_terms(summary, reported, below, expected)),
        outcome="fail" if only_given and only_told else "pass",
        reported=reported,
        expected=expected,
        messages=(
            f"ตัวชี้วัด {section.project_no}.{section.kpi_no}: ตารางสรุประบุ {reported} แต่ผลการดำเนินงานระบุ {expected}",
            f"KPI {section.project_no}.{section.kpi_no}: the summary names {reported}, the result below it {expected}.",
        ),
    )


def _named(text: str) -> set[str]:
    return {match.canonical for match in find_organisations(text)}


def _written(names: set[str]) -> str:
    return ", ".join(sorted(organisation_name(name, "th") or name for name in names))


def _terms(summary: KpiTarget, reported: str, lines: Sequence[Narrative], expected: str) -> Iterator[CheckTerm]:
    first: Read = lines[0].read
    yield CheckTerm("part", "named in the section", 1, expected, None, "narratives", first.place, first.source_text)
    yield CheckTerm("total", "named in the summary", 1, reported, None, "kpis", summary.read.place, summary.read.source_text)
