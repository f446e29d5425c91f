"""Turns the organisation's scorecard into equations: products, sums of components, weights, the grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from etl.reconcile.equations import CONSTANT, CellKey, Equation, score_cell
from etl.reconcile.grades import grade_equations
from etl.reconcile.terms import term
from etl.reconcile.verdict import ZERO, decimals, half_unit
from schemas.finding import CheckTerm, Severity, Subject
from schemas.record import Records, ScorecardLine

TOTAL = "total"
_ESTIMATE = "ประมาณการ"
_ALL_WEIGHTS = Decimal(100)


def scorecard_equations(records: Records) -> Iterator[Equation]:
    """Every equation of the scorecard, line by line.

    "15 | 75 คะแนน | 11.25" holds, 10 × 94.13 / 100 against 9.40 does not.
    """
    lines = {line.item_no: line for line in records.scorecard}
    children = _children(lines)
    total = lines.get(TOTAL)
    estimated = total is not None and _ESTIMATE in total.name
    for line in lines.values():
        if line.item_no != TOTAL and line.item_no not in children:
            yield from _weighted_score(line, "info" if estimated else "warning")
    for parent_no, below in children.items():
        parent = lines.get(parent_no)
        if parent is not None:
            yield from _component_sum(parent, below, lines, children)
        if parent is not None or parent_no == TOTAL:
            yield from _weights(parent, below)
    if total is not None:
        yield from grade_equations(records, total)


def _children(lines: Mapping[str, ScorecardLine]) -> dict[str, list[ScorecardLine]]:
    """The lines below each line; those of the first level are the total's."""
    found: dict[str, list[ScorecardLine]] = {}
    for line in lines.values():
        if line.item_no != TOTAL:
            parent, _, _ = line.item_no.rpartition(".")
            found.setdefault(parent or TOTAL, []).append(line)
    return found


def _weighted_score(line: ScorecardLine, unknown: Severity) -> Iterator[Equation]:
    columns = ("weight", "score", "weighted_score")
    if line.weight is None and line.score is None:
        return
    terms = tuple(_term(line, column, "total" if column == "weighted_score" else "part") for column in columns)
    yield Equation(
        "scorecard.weighted_score",
        Subject(item_no=line.item_no),
        "product",
        terms,
        tuple(score_cell(line.item_no, column) for column in columns),
        unknown_severity=unknown,
    )


def _component_sum(
    parent: ScorecardLine,
    below: Sequence[ScorecardLine],
    lines: Mapping[str, ScorecardLine],
    children: Mapping[str, Sequence[ScorecardLine]],
) -> Iterator[Equation]:
    if all(line.weighted_score is None for line in below):
        return
    finest = max(decimals(line.weighted_score) for line in lines.values())
    exact = [_is_exact(line, children) for line in below]
    halves = [ZERO if sure else half_unit(finest) for sure in exact]
    yield Equation(
        "scorecard.component_sum",
        Subject(item_no=parent.item_no),
        "sum",
        (*(_term(line, "weighted_score", "part") for line in below), _term(parent, "weighted_score", "total")),
        tuple(score_cell(line.item_no, "weighted_score") for line in (*below, parent)),
        halves=(*halves, ZERO if all(exact) else half_unit(finest)),
    )


def _is_exact(line: ScorecardLine, children: Mapping[str, Sequence[ScorecardLine]]) -> bool:
    """Whether a weighted score needed no rounding: weight × score / 100 is just what is printed.

    The column's finest number says how all of it is rounded: 15 beside 11.25 is no 15 ± 0.5.
    """
    below = children.get(line.item_no)
    if below:
        return all(_is_exact(child, children) for child in below)
    if line.weight is None or line.score is None or line.weighted_score is None:
        return False
    return line.weight * line.score == 100 * line.weighted_score


def _weights(parent: ScorecardLine | None, below: Sequence[ScorecardLine]) -> Iterator[Equation]:
    if all(line.weight is None for line in below):
        return
    cell: CellKey = score_cell(parent.item_no, "weight") if parent else CONSTANT
    if parent is not None and (parent.weight is not None or parent.item_no != TOTAL):
        total = _term(parent, "weight", "total")
    else:
        total = CheckTerm("total", "total weight", 1, "100", _ALL_WEIGHTS, "")
        cell = CONSTANT
    yield Equation(
        "scorecard.weights",
        Subject(item_no=parent.item_no if parent else TOTAL),
        "count",
        (*(_term(line, "weight", "part") for line in below), total),
        (*(score_cell(line.item_no, "weight") for line in below), cell),
    )
    if parent is not None and parent.item_no == TOTAL and parent.weight is not None:
        yield _hundred(parent)


def _hundred(total: ScorecardLine) -> Equation:
    """The total's own weight is 100."""
    whole = CheckTerm("part", "all weights", 1, "100", _ALL_WEIGHTS, "")
    return Equation(
        "scorecard.weights",
        Subject(item_no=TOTAL),
        "count",
        (whole, _term(total, "weight", "total")),
        (CONSTANT, score_cell(TOTAL, "weight")),
    )


def _term(line: ScorecardLine, column: str, role: str) -> CheckTerm:
    value, text = {
        "weight": (line.weight, line.read.source_text),
        "score": (line.score, line.score_text),
        "weighted_score": (line.weighted_score, line.read.source_text.rpartition("\t")[2]),
    }[column]
    label = f"{line.item_no} {column}"
    return term("total" if role == "total" else "part", label, value, text, "scorecard", line.read)
