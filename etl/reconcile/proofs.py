"""Gives a number that cannot be read the value that the equations around it prove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from etl.reconcile.equations import Equation
from etl.reconcile.suspects import Judged
from etl.reconcile.terms import reprinted
from schemas.document import Place
from schemas.finding import CheckTerm, Finding

_MOST_PROOFS = 2  # said in one sentence; a row's and a column's sum is all that a table has

Key = tuple[str, Place]  # what is printed, and where


@dataclass(frozen=True, slots=True)
class _Proof:
    """What one equation leaves for its only number that cannot be read, and the computation."""

    term: CheckTerm
    value: Decimal
    computed: str


def proved(findings: Sequence[Finding], judged: Sequence[Judged]) -> Iterator[Finding]:
    """The findings; a malformed number that is alone so in a sum gets the value the sum leaves.

    "323,8777" beside 657,863 under a stated sum of 981,740 can only be 323,877. Where two sums leave
    two values, nothing is claimed.
    """
    malformed = {(finding.reported or "", finding.place) for finding in findings if finding.rule == "number.malformed"}
    proofs: dict[Key, list[_Proof]] = {}
    for item in judged if malformed else ():
        if _proves(item):
            for proof in _solved(item.equation):
                proofs.setdefault((proof.term.printed, proof.term.place), []).append(proof)
    for finding in findings:
        found = proofs.get((finding.reported or "", finding.place), []) if finding.rule == "number.malformed" else []
        yield _with_proof(finding, found) if len({proof.value for proof in found}) == 1 else finding


def _proves(item: Judged) -> bool:
    """Whether the sum must hold to the last digit: rounded amounts leave a range, another report its own figure."""
    equation = item.equation
    rounded = any(term.dataset == "budgets" for term in equation.terms) and not item.strict
    return equation.kind in ("sum", "count") and not rounded and not equation.rule.startswith("series.")


def _solved(equation: Equation) -> Iterator[_Proof]:
    broken = [term for term in equation.terms if term.value is None]
    if len(broken) != 1 or not broken[0].printed or equation.missing:
        return
    unread, total = broken[0], next(term for term in equation.terms if term.role == "total")
    others = [term for term in equation.terms if term.role == "part" and term is not unread]
    rest = sum((term.sign * term.value for term in others if term.value is not None), Decimal(0))
    sums = " + ".join(term.printed for term in others)
    if unread is total:
        yield _Proof(unread, rest, sums)
    elif total.value is not None:
        computed = f"{total.printed} − ({sums})" if others else total.printed
        yield _Proof(unread, (total.value - rest) * unread.sign, computed)


def _with_proof(finding: Finding, proofs: Sequence[_Proof]) -> Finding:
    suggested = reprinted(proofs[0].term, proofs[0].value)
    computed = list(dict.fromkeys(proof.computed for proof in proofs))[:_MOST_PROOFS]
    shows = "shows" if len(computed) == 1 else "show"
    return replace(
        finding,
        suspect=finding.reported,
        suggested=suggested,
        message_th=f"{finding.message_th}; {' และ '.join(computed)} แสดงว่าเป็น {suggested}",
        message_en=f"{finding.message_en.removesuffix('.')}; {' and '.join(computed)} {shows} that it is {suggested}.",
    )
