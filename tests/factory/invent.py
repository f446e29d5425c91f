"""Invents whole reports without a mistake in them, from a seed: the same facts for the same seed."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from tests.factory import words
from tests.factory.facts import ZERO, Agency, Facts, Kpi, MoneyUnit, Project, Scorecard, ScoreLine, half_up
from tests.factory.invent_kpis import invent_kpi, levelled
from tests.factory.invent_money import invent_budgets

_GRADES = (
    "ระดับองค์กร: ระดับพอใช้ (ผลคะแนนรวมน้อยกว่า 80.00 คะแนน)",
    "ระดับดี ผลคะแนนรวมตั้งแต่ 80.00 – 94.99 คะแนน",
    "ระดับดีมาก ผลคะแนนรวมตั้งแต่ 95.00 คะแนนขึ้นไป",
)
_COMPONENTS = ("ประสิทธิผลของการดำเนินงาน", "ศักยภาพขององค์กร")
_OWN_ITEMS = ("ความพร้อมด้านข้อมูล", "การกำกับดูแลที่ดี", "คุณธรรมและความโปร่งใส", "การบริหารกำลังคน")


def invent(
    seed: int,
    *,
    projects: int = 8,
    quarter: int = 4,
    decimals: int = 4,
    unit: MoneyUnit = "million_baht",
    agency: Agency | None = None,
    total_row: bool = False,
) -> Facts:
    """A report of so many projects whose every number fits; amounts printed with so many decimals.

    Amounts in baht have two decimals whatever is asked.
    """
    chance = random.Random(f"{seed}/{projects}/{quarter}/{decimals}/{unit}")
    places = 2 if unit == "baht" else decimals
    budgets = invent_budgets(chance, projects, quarter, places, baht=unit == "baht")
    subjects = chance.sample(words.THINGS, projects)
    scored: list[Kpi] = []
    found: list[Project] = []
    for index, (subject, budget) in enumerate(zip(subjects, budgets, strict=True), start=1):
        kpis = _kpis(chance, subject, quarter)
        if quarter == 4 and chance.random() < 0.5 and len(scored) < 6:
            kpis = (*kpis, levelled(chance, subject, len(kpis) + 1))
            scored.append(kpis[-1])
        name = _name(chance, subject)
        brief = name.split(" (")[0] if chance.random() < 0.5 else ""
        found.append(Project(index, name, budget, _as_slides(chance, kpis), brief))
    card = _scorecard(chance, scored) if scored else None
    return Facts(
        agency or chance.choice(words.AGENCIES),
        chance.choice((2566, 2567, 2568, 2569)),
        quarter,
        tuple(found),
        card,
        notes=("ตัวเลขการเบิกจ่ายเป็นข้อมูลเบื้องต้น",) if chance.random() < 0.5 else (),
        unit=unit,
        total_row=total_row,
    )


def _name(chance: random.Random, subject: str) -> str:
    name = f"โครงการ{chance.choice(words.ACTIONS)}{subject}"
    if chance.random() < 0.4:
        name += chance.choice(words.FOR_WHOM)
    return f"{name} {chance.choice(words.ENGLISH)}" if chance.random() < 0.2 else name


def _kpis(chance: random.Random, subject: str, quarter: int) -> tuple[Kpi, ...]:
    """KPIs with names of their own: two of one name in a project would be one to any reader."""
    kpis: dict[str, Kpi] = {}
    wanted = chance.randint(2, 5)
    while len(kpis) < wanted:
        kpi = invent_kpi(chance, subject, len(kpis) + 1, quarter)
        kpis.setdefault(kpi.name, kpi)
    return tuple(kpis.values())


def _as_slides(chance: random.Random, kpis: tuple[Kpi, ...]) -> tuple[Kpi, ...]:
    return tuple(replace(kpi, new_slide=chance.random() < 0.2) for kpi in kpis)


def _scorecard(chance: random.Random, scored: list[Kpi]) -> Scorecard:
    own = chance.sample(_OWN_ITEMS, chance.randint(1, 3))
    weights = _weights(chance, len(scored) + len(own))
    first = [
        _line(f"1.{no}", kpi.name, weight, Decimal(kpi.points or 0))
        for no, (kpi, weight) in enumerate(zip(scored, weights, strict=False), start=1)
    ]
    second = [
        _line(f"2.{no}", name, weight, Decimal(chance.randint(6000, 10_000)) / 100)
        for no, (name, weight) in enumerate(zip(own, weights[len(scored) :], strict=True), start=1)
    ]
    lines: list[ScoreLine] = []
    for no, items in enumerate((first, second), start=1):
        lines += [_component(str(no), items), *items]
    total = sum((line.weighted for line in (*first, *second)), ZERO)
    grade = "ระดับพอใช้" if total < 80 else "ระดับดี" if total < 95 else "ระดับดีมาก"
    return Scorecard(tuple(lines), Decimal(100), total, grade, _GRADES)


def _line(item_no: str, name: str, weight: Decimal, score: Decimal) -> ScoreLine:
    return ScoreLine(item_no, name, weight, half_up(weight * score / 100, 2), score)


def _component(item_no: str, items: list[ScoreLine]) -> ScoreLine:
    weight, weighted = (sum((getattr(item, field) for item in items), ZERO) for field in ("weight", "weighted"))
    return ScoreLine(item_no, f"การประเมิน{_COMPONENTS[int(item_no) - 1]}", weight, weighted)


def _weights(chance: random.Random, count: int) -> list[Decimal]:
    cuts = sorted(chance.sample(range(1, 20), count - 1))
    return [Decimal((after - before) * 5) for before, after in zip([0, *cuts], [*cuts, 20], strict=True)]
