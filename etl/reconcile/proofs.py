"""Gives a number that cannot be read the value that an equation around it proves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from etl.reconcile.equations import Equation
from schemas.finding import CheckTerm, Finding


def proved(findings: Sequence[Finding], equations: Sequence[Equation]) -> Iterator[Finding]:
    """The findings; a malformed number that is one part of a stated sum gets the value the sum leaves.

    "323,8777" beside 657,863 under a stated sum of 981,740 can only be 323,877.
    """
    proofs = {
        (term.printed, term.place): (value, equation)
        for equation in equations
        if equation.kind in ("sum", "count")
        for term, value in _solved(equation)
    }
    for finding in findings:
        proof = proofs.get((finding.reported or "", finding.place)) if finding.rule == "number.malformed" else None
        yield finding if proof is None else _with_proof(finding, *proof)


def _solved(equation: Equation) -> Iterator[tuple[CheckTerm, Decimal]]:
    broken = [term for term in equation.terms if term.value is None and term.printed]
    if len(broken) != 1 or broken[0].role == "total" or any(t.value is None for t in equation.terms if t is not broken[0]):
        return
    total = next(term for term in equation.terms if term.role == "total").value or Decimal(0)
    rest = sum((t.sign * t.value for t in equation.terms if t.role == "part" and t.value is not None), Decimal(0))
    yield broken[0], (total - rest) * broken[0].sign


def _with_proof(finding: Finding, value: Decimal, equation: Equation) -> Finding:
    total = next(term for term in equation.terms if term.role == "total")
    others = " + ".join(t.printed for t in equation.terms if t.role == "part" and t.value is not None)
    suggested = f"{value:,f}"
    return replace(
        finding,
        suspect=finding.reported,
        suggested=suggested,
        message_th=f"{finding.message_th}; ยอดรวม {total.printed} − ({others}) แสดงว่าเป็น {suggested}",
        message_en=f"{finding.message_en.removesuffix('.')}; {total.printed} − ({others}) shows that it is {suggested}.",
    )
