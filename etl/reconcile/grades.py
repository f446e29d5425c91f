"""Turns the notes' grades ("ระดับดี … 80.00 – 94.99 คะแนน") and the grade named into equations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from etl.reconcile.equations import Equation
from etl.reconcile.terms import term
from parsers.quantities import compare, threshold
from schemas.document import NOWHERE, Place
from schemas.finding import Subject
from schemas.record import WHOLE_ORGANISATION, Operator, Records, ScorecardLine

_GRADE = re.compile(r"ระดับ\s?([ก-๙]{1,20}|[A-Z][+-]?)(?![ก-๙A-Za-z])")
_POINTS = "คะแนน"
_BRACKETS = re.compile(r"[()（）]")
_LEAST_GRADES = 2  # one range alone cannot be read wrong against another


@dataclass(frozen=True, slots=True)
class GradeRange:
    """The range of total scores that earn a grade, as the notes write it."""

    grade: str
    text: str
    operator: Operator | None
    lower: Decimal
    upper: Decimal | None
    place: Place

    def holds(self, score: Decimal) -> bool:
        """Whether a total score lies in the range."""
        return bool(compare(score, self.operator, self.lower, self.upper))

    def ends(self) -> tuple[Decimal | None, Decimal | None]:
        """Lower and upper end; `None` is open."""
        if self.operator in ("<", "<="):
            return None, self.lower
        return self.lower, self.upper

    def overlaps(self, other: GradeRange) -> bool:
        """Whether the ranges share more than one score."""
        lows = [end for end in (self.ends()[0], other.ends()[0]) if end is not None]
        highs = [end for end in (self.ends()[1], other.ends()[1]) if end is not None]
        return not lows or not highs or max(lows) < min(highs)


def grade_equations(records: Records, total: ScorecardLine) -> Iterator[Equation]:
    """The grade named in the total line against its range, and the ranges against one another.

    Total 93.15 "ระดับดี" lies in 80.00 – 94.99; "ระดับพอใช้ > 80.00" overlaps it.
    """
    ranges = tuple(_ranges(records))
    if len(ranges) < _LEAST_GRADES:
        return
    yield from _named(total, ranges)
    yield _overlaps(ranges)


def _ranges(records: Records) -> Iterator[GradeRange]:
    seen: set[str] = set()
    for line in records.narratives:
        if line.project_no != WHOLE_ORGANISATION or _POINTS not in line.text:
            continue
        for found in _in_line(line.text, line.read.place):
            if found.grade not in seen:
                seen.add(found.grade)
                yield found


def _in_line(text: str, place: Place) -> Iterator[GradeRange]:
    marks = list(_GRADE.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):  # a line without a mark has one end and no range
        words = _BRACKETS.sub(" ", text[mark.end() : end]).strip()
        asked = threshold(words)
        number = asked.number.value if asked.number else None
        if number is not None and asked.operator is not None and _POINTS in words:
            upper = asked.upper.value if asked.upper else None
            yield GradeRange(mark[1], words, asked.operator, number, upper, place)


def _named(total: ScorecardLine, ranges: Sequence[GradeRange]) -> Iterator[Equation]:
    named = _GRADE.search(total.score_text) or _GRADE.search(total.name)
    if named is None or total.weighted_score is None:
        return
    grade, score = named[1], total.weighted_score
    earned = [found.grade for found in ranges if found.holds(score)]
    mine = next((found for found in ranges if found.grade == grade), None)
    printed = term("total", "total weighted_score", score, total.read.source_text, "scorecard", total.read)
    given = " / ".join(f"ระดับ{name}" for name in earned) or None
    yield Equation(
        "scorecard.grade",
        Subject(item_no=total.item_no),
        "decided",
        (printed,),
        outcome="unknown" if mine is None else "pass" if mine.holds(score) else "fail",
        reported=f"ระดับ{grade}",
        expected=given,
        missing=() if mine else (f"ระดับ{grade}",),
        messages=(
            f"ผลการประเมินองค์กร: ระบุระดับ{grade} แต่คะแนนรวม {printed.printed} อยู่ในช่วงของ {given or 'ไม่มีระดับใด'}",
            f"The scorecard names the grade {grade}, but {printed.printed} in all lies in the range of {given or 'no grade'}.",
        ),
    )


def _overlaps(ranges: Sequence[GradeRange]) -> Equation:
    pairs = [(one, other) for one, other in combinations(ranges, 2) if one.overlaps(other)]
    th = ", ".join(f"ระดับ{one.grade} ({one.text}) กับระดับ{other.grade} ({other.text})" for one, other in pairs)
    en = ", ".join(f"{one.grade} ({one.text}) and {other.grade} ({other.text})" for one, other in pairs)
    place = pairs[0][0].place if pairs else NOWHERE
    return Equation(
        "scorecard.grade",
        Subject(item_no="total"),
        "decided",
        outcome="fail" if pairs else "pass",
        severity="warning",
        reported=th if pairs else None,
        messages=(f"ช่วงคะแนนของระดับทับกัน: {th}", f"Ranges of grades overlap: {en}."),
        place=place,
        source_text=pairs[0][0].text if pairs else "",
    )
