"""Writes the reports of one agency over quarters and years from what happened: each says what was so by then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tests.factory.facts import ZERO, Agency, Budget, Facts, Kpi, MoneyUnit, Part, Planned, Project
from tests.factory.layout import layout
from tests.factory.text import Dialect, write_text

AGENCY = Agency("sample", "สำนักงานตัวอย่างเพื่อการรายงาน (องค์การมหาชน)", "สตร.")
OTHER_AGENCY = Agency("dga", "สำนักงานพัฒนารัฐบาลดิจิทัล (องค์การมหาชน)", "สพร.")
PLAIN = Dialect(quirks=False, ragged=False)

Four = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Story:
    """What happens to a project in a year: its money by quarter, and people counted by quarter."""

    name: str
    planned: Four = ("1.0000", "2.0000", "3.0000", "4.0000")
    disbursed: Four = ("0.5000", "1.5000", "2.5000", "3.5000")
    committed: Four = ("0.1000", "0.2000", "-0.1000", "0.3000")
    people: tuple[int, int, int, int] = (11, 22, 33, 44)
    wanted: tuple[int, int, int, int] = (10, 20, 30, 40)
    kpi: str = "จำนวนผู้เข้าร่วมกิจกรรม"
    allocated: str = ""  # the plan of the year where nothing else is said

    def project(self, number: int, quarter: int, decimals: int) -> Project:
        """The project as a report at the end of a quarter knows it."""
        planned = tuple(map(Decimal, self.planned))
        done = (tuple(map(Decimal, amounts[:quarter])) for amounts in (self.disbursed, self.committed))
        allocated = Decimal(self.allocated) if self.allocated else sum(planned, ZERO)
        actuals = [*map(Decimal, self.people[:quarter]), *[None] * (4 - quarter)]
        cells = tuple(Planned(number=Decimal(p), actual=a) for p, a in zip(self.wanted, actuals, strict=True))
        part = Part(Decimal(sum(self.wanted)), "person", Decimal(sum(self.people[:quarter])))
        return Project(number, self.name, Budget(allocated, planned, *done, decimals), (Kpi(1, self.kpi, (part,), cells),))


def report(
    year: int,
    quarter: int,
    *stories: Story,
    agency: Agency = AGENCY,
    decimals: int = 4,
    unit: MoneyUnit = "million_baht",
) -> bytes:
    """The report of a quarter as a text file, its projects numbered in the order given."""
    projects = tuple(story.project(number, quarter, decimals) for number, story in enumerate(stories, start=1))
    if unit == "baht":
        projects = tuple(replace(p, budget=_in_baht(p.budget)) for p in projects)
    return write_text(layout(Facts(agency, year, quarter, projects, unit=unit)), PLAIN)


def _in_baht(money: Budget) -> Budget:
    def scaled(amounts: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        return tuple(amount * 1_000_000 for amount in amounts)

    return Budget(
        money.allocated * 1_000_000, scaled(money.planned), scaled(money.disbursed), scaled(money.committed), decimals=2
    )


def put(folder: Path, year: int, quarter: int, *stories: Story, **how: object) -> Path:
    """Writes a report into a folder and gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{year}-q{quarter}.txt"
    path.write_bytes(report(year, quarter, *stories, **how))  # type: ignore[arg-type]
    return path


def by_quarter(whole: Facts) -> tuple[Facts, ...]:
    """The four reports of a year whose fourth is `whole`: each knows what was so by then, numbered anew each time."""
    return tuple(_until(whole, quarter) for quarter in (1, 2, 3, 4))


def _until(whole: Facts, quarter: int) -> Facts:
    projects = [replace(p, budget=_spent_until(p.budget, quarter), kpis=_known(p.kpis, quarter)) for p in whole.projects]
    if quarter % 2 == 0:
        projects.reverse()
    numbered = tuple(replace(p, number=number) for number, p in enumerate(projects, start=1))
    return replace(whole, quarter=quarter, projects=numbered, scorecard=None)


def _spent_until(money: Budget, quarter: int) -> Budget:
    return replace(money, disbursed=money.disbursed[:quarter], committed=money.committed[:quarter])


def _known(kpis: tuple[Kpi, ...], quarter: int) -> tuple[Kpi, ...]:
    """KPIs whose quarters are counted one by one have a result to date; the others stand as they are."""
    found = []
    for kpi in kpis:
        if any(cell.actual is not None for cell in kpi.plan):
            plan = tuple(replace(cell, actual=cell.actual if n < quarter else None) for n, cell in enumerate(kpi.plan))
            so_far = sum((cell.actual for cell in plan if cell.actual is not None), ZERO)
            kpi = replace(kpi, plan=plan, parts=(replace(kpi.parts[0], result=so_far),), narrative=())
        found.append(kpi)
    return tuple(found)
