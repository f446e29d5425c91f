"""Turns a report into a test of its own rules: one wrong digit at a time, and who notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from etl.reconcile.bench import Bench, Claim, Narrated, Run
from etl.reconcile.changes import PublishedNumber, one_digit_changed, published_numbers
from etl.reconcile.equations import CellKey
from schemas.record import Records

_WIDTHS = (28, 9, 9, 9, 9)


@dataclass(slots=True)
class Tally:
    """How the changes of one kind of number ended; `bound` of them stand in an equation."""

    changes: int = 0
    caught: int = 0
    named: int = 0
    bound: int = 0
    bound_caught: int = 0


@dataclass(frozen=True, slots=True)
class WrongClaim:
    """A cell named as guilty, or a value suggested for it, that was not the one changed."""

    changed: CellKey
    printed: Decimal
    instead: Decimal
    named: CellKey
    suggested: Decimal | None


@dataclass(slots=True)
class Audit:
    """What became of every change: by kind of number, by rule that caught it, and every wrong claim."""

    by_kind: dict[str, Tally] = field(default_factory=dict)
    by_rule: Counter[str] = field(default_factory=Counter)
    wrong_claims: list[WrongClaim] = field(default_factory=list)

    @property
    def total(self) -> Tally:
        """All kinds of number together."""
        whole = Tally()
        for tally in self.by_kind.values():
            whole.changes += tally.changes
            whole.caught += tally.caught
            whole.named += tally.named
            whole.bound += tally.bound
            whole.bound_caught += tally.bound_caught
        return whole


def audit(records: Records, narrated: Narrated = lambda _: (), numbers_of: Iterable[PublishedNumber] | None = None) -> Audit:
    """Changes one digit at a time in every published number, runs the rules, and counts who notices.

    `narrated` gives the equations of the narrative for changed records. A change is caught where,
    against the unchanged report, a finding is new or a standing one says other figures: 5.7611 as
    5.7911 under เบิกจ่าย Q2 breaks two sums, and only that cell explains both. `numbers_of` limits the
    audit to some numbers.
    """
    bench = Bench(records, narrated)
    before = bench.run(records)
    cells = before.cells()
    result = Audit()
    for number in published_numbers(records) if numbers_of is None else numbers_of:
        tally = result.by_kind.setdefault(number.kind, Tally())
        for value in one_digit_changed(number.value):
            if value != number.value:
                after = bench.run(number.changed(value))
                rules = {key[0] for key, said in after.findings.items() if before.findings.get(key) != said}
                result.by_rule.update(rules)
                _count(tally, bool(rules), number.cell in cells)
                _weigh_claims(number, value, before, after, tally=tally, result=result)
    return result


def _count(tally: Tally, caught: bool, bound: bool) -> None:
    tally.changes += 1
    tally.caught += caught
    tally.bound += bound
    tally.bound_caught += bound and caught


def _weigh_claims(number: PublishedNumber, value: Decimal, before: Run, after: Run, *, tally: Tally, result: Audit) -> None:
    claims = after.claims - before.claims
    wrong = [claim for claim in claims if not _is_right(claim, number, before)]
    tally.named += bool(claims) and not wrong
    for cell, suggested in wrong:
        result.wrong_claims.append(WrongClaim(number.cell, number.value, value, cell, suggested))


def _is_right(claim: Claim, number: PublishedNumber, before: Run) -> bool:
    """The cell that was changed, and its value: another one only where the printed one was wrong already."""
    cell, suggested = claim
    return cell == number.cell and (suggested in (None, number.value) or cell in before.in_doubt())


def table(result: Audit) -> str:
    """The audit as text: a line a kind of number, the rules that noticed, and every wrong claim.

    Shares are of all changes, and (in equations) of those whose number stands in an equation.
    """
    lines = [_line("number", "changes", "caught", "in eq.", "named")]
    for kind, tally in (*result.by_kind.items(), ("all", result.total)):
        in_equations = _share(tally.bound_caught, tally.bound)
        caught, named = _share(tally.caught, tally.changes), _share(tally.named, tally.changes)
        lines.append(_line(kind, str(tally.changes), caught, in_equations, named))
    lines += ["", _line("rule", "caught")]
    lines += [_line(rule, str(count)) for rule, count in result.by_rule.most_common()]
    lines += ["", f"wrong claims: {len(result.wrong_claims)}"]
    lines += list(_wrong_lines(result.wrong_claims))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _line(*texts: str) -> str:
    first, *rest = texts
    return first.ljust(_WIDTHS[0]) + "".join(text.rjust(width) for text, width in zip(rest, _WIDTHS[1:], strict=False))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def _wrong_lines(claims: Iterable[WrongClaim]) -> Iterator[str]:
    for claim in claims:
        changed = " ".join(map(str, claim.changed))
        yield f"  {changed}: {claim.printed} → {claim.instead}, named {' '.join(map(str, claim.named))} {claim.suggested}"
