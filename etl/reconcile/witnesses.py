"""Turns the equations that hold around a failed one into sentences: who agrees with the number reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from etl.reconcile.equations import CellKey
from etl.reconcile.messages import formula, thai_label
from etl.reconcile.suspects import Explanation, Judged

_KINDS = ("sum", "count")
_MOST = 3  # witnesses in one sentence; more of them prove no more


def witnesses(judged: Sequence[Judged], explained: dict[int, Explanation]) -> dict[int, list[tuple[str, str]]]:
    """For each failed equation (by its index), what agrees with its total, in Thai and English.

    A result of 3,907 that the quarters do not give, but the summary and four activities do, has two
    witnesses. A cell that is itself named as wrong has none.
    """
    failed = [index for index, item in enumerate(judged) if item.failed and item.equation.cells]
    reported = {index: judged[index].equation.cells[-1] for index in failed}
    holding = _holding(judged, frozenset(reported.values()))
    said: dict[int, list[tuple[str, str]]] = {}
    for index, cell in reported.items():
        guilty = explained[index].guilty if index in explained else None
        others = holding.get(cell, []) if guilty is None or guilty.cell != cell else []
        agreeing = [words for item in others for words in _words(item, cell)][:_MOST]
        if agreeing:
            said[index] = [_sentence(judged[index], agreeing)]
    return said


def _holding(judged: Sequence[Judged], cells: frozenset[CellKey | None]) -> dict[CellKey | None, list[Judged]]:
    found: dict[CellKey | None, list[Judged]] = {}
    for item in judged:
        if item.verdict.outcome == "pass" and item.equation.kind in _KINDS:
            for cell in item.equation.cells:
                if cell is not None and cell in cells:
                    found.setdefault(cell, []).append(item)
    return found


def _words(item: Judged, cell: CellKey | None) -> Iterator[tuple[str, str]]:
    """How an equation that holds agrees: the other number, or the whole sum."""
    terms = item.equation.terms
    if len(terms) == len(("one", "other")):
        other = terms[0] if item.equation.cells[1] == cell else terms[1]
        yield f"{thai_label(other.label)} {other.printed}", f"{other.label} {other.printed}"
        return
    parts = [term for term in terms if term.role == "part"]
    total = next(term for term in terms if term.role == "total")
    words = f"{formula(item.equation, parts)} = {total.printed}"
    yield words, words


def _sentence(item: Judged, agreeing: Sequence[tuple[str, str]]) -> tuple[str, str]:
    total = item.equation.terms[-1]
    th = " และ ".join(words for words, _ in agreeing)
    en = " and ".join(words for _, words in agreeing)
    return (
        f"{thai_label(total.label)} {total.printed} สอดคล้องกับ {th}",
        f"{total.label} {total.printed} agrees with {en}",
    )
