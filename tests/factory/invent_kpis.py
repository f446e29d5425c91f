"""Invents KPIs of every kind the reports have, each consistent with its own narrative."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.factory import invent_words as told
from tests.factory import words
from tests.factory.facts import ZERO, Kpi, Level, Part, Planned, Wording, half_up
from tests.factory.printing import number, unit_word

_PERCENT = "percent"


def invent_kpi(chance: random.Random, project_thing: str, no: int, quarter: int) -> Kpi:
    """One KPI of a project about `project_thing`, as it stands at the end of the quarter."""
    makers: tuple[Callable[[random.Random, str, int], Kpi], ...] = (flow, things, percentage, parts, bounded)
    maker = chance.choices(makers, (4, 4, 3, 1, 2))[0]
    if chance.random() < 0.12:
        return awaited(chance, project_thing, quarter, no)
    return replace(maker(chance, project_thing, quarter), number=no)


def flow(chance: random.Random, thing: str, quarter: int) -> Kpi:
    """Numbers planned for each quarter with actuals behind them, the result their sum."""
    unit, stem = chance.choice(words.FLOWS)
    scale = chance.choice((10, 100, 1000, 100_000))
    plan = [Decimal(chance.randint(1, 9) * scale) for _ in range(4)]
    actual = [Decimal(chance.randint(scale // 2 + 2, 12 * scale)) for _ in range(quarter)]
    cells = tuple(Planned(number=p, actual=a) for p, a in zip(plan, [*actual, *[None] * (4 - quarter)], strict=True))
    part = Part(sum(plan, ZERO), unit, sum(actual, ZERO))
    narrative = told.activities(chance, int(actual[-1]), unit) if chance.random() < 0.7 else told.prose(chance)
    if quarter == 1 or actual[-1] == part.result:
        narrative = told.prose(chance)  # a single count that is the result only restates it
    return Kpi(0, f"{stem}{thing}", (part,), cells, narrative=narrative)


def things(chance: random.Random, thing: str, quarter: int) -> Kpi:
    """A number of things that the narrative lists one by one."""
    unit, stem, entry = chance.choice(words.COUNTABLE)
    target = chance.randint(2, 12)
    result = chance.randint(2, 14)
    if chance.random() < 0.5:
        plan = _dashes(chance, target)
    else:
        plan = (Planned(chance.choice(words.WAITING_WORDS), span=3), Planned(number=Decimal(target)))
    names = [f"{entry}{village}" for village in chance.sample(words.VILLAGES, result)]
    narrative = told.listed(chance, names) if chance.random() < 0.75 else told.prose(chance)
    said = f"ร่วมกันทำจนได้{unit_word(unit)}ที่พร้อมใช้แล้ว" if chance.random() < 0.15 else ""
    part = Part(Decimal(target), unit, Decimal(result), result_lead=said)
    return Kpi(0, f"{stem}{thing}", (part,), plan, narrative=narrative)


def percentage(chance: random.Random, thing: str, quarter: int) -> Kpi:
    """A percentage, sometimes the mean of two groups that the narrative names."""
    target = Decimal(chance.choice((70, 75, 80, 85, 90)))
    first, second = (Decimal(chance.randint(6000, 9900)) / 100 for _ in range(2))
    mean = half_up((first + second) / 2, 2)
    last = Planned(number=target, unit=_PERCENT) if chance.random() < 0.6 else Planned(chance.choice(words.CLOSING_WORDS))
    plan = (Planned(chance.choice(words.WAITING_WORDS), span=3), last)
    narrative = chance.choice((told.mean, told.sexes, told.views, told.places, told.measured))(chance, (first, second, mean))
    name = f"ความพึงพอใจต่อ{thing}" if chance.random() < 0.6 else f"ร้อยละของผู้พอใจต่อ{thing}"
    wording: Wording = "sign" if chance.random() < 0.2 else "words"
    before = f"ปี 67 = {number(first)}" if chance.random() < 0.2 else ""
    operator = chance.choice((None, None, None, ">="))
    part = Part(target, _PERCENT, mean, operator, result_note=before, wording=wording)  # type: ignore[arg-type]
    return Kpi(0, name, (part,), plan, narrative=narrative)


def parts(chance: random.Random, thing: str, quarter: int) -> Kpi:
    """Two targets in one cell: a number of cases, and a value in million baht."""
    cases, value = Decimal(chance.randint(5, 40) * 10), Decimal(chance.randint(5, 90) * 10)
    found = (
        Part(cases, "case", Decimal(chance.randint(20, 900)), label="จำนวน"),
        Part(value, "million_baht", Decimal(chance.randint(20, 1900)), ">=", label="มูลค่า"),
    )
    plan = (Planned(chance.choice(words.WAITING_WORDS), span=3), Planned(chance.choice(words.CLOSING_WORDS)))
    return Kpi(0, f"ผู้ประกอบการที่ได้ประโยชน์จาก{thing}", found, plan, narrative=told.prose(chance))


def bounded(chance: random.Random, thing: str, quarter: int) -> Kpi:
    """A target with an operator: more than, at least, at most, between, fewer than."""
    operator = chance.choice((">", ">=", "<=", "<", "between"))
    unit = "day" if operator in ("<=", "<") else chance.choice(("person", "service", "place"))
    value = Decimal(chance.randint(10, 700))
    upper = value + chance.randint(5, 300) if operator == "between" else None
    wording: Wording = "upwards" if chance.random() < 0.3 else "words"
    part = Part(value, unit, Decimal(chance.randint(5, 1400)), operator, upper, wording=wording)  # type: ignore[arg-type]
    plan = (Planned(chance.choice(words.WAITING_WORDS), span=2), Planned(chance.choice(words.CLOSING_WORDS), span=2))
    name = f"ระยะเวลาให้บริการ{thing}" if unit == "day" else f"การขยายผล{thing}"
    return Kpi(0, name, (part,), plan, narrative=told.prose(chance))


def awaited(chance: random.Random, thing: str, quarter: int, no: int) -> Kpi:
    """A KPI whose result is still to come."""
    target = Decimal(chance.choice((60, 80, 100)))
    plan = (Planned(chance.choice(words.WAITING_WORDS), span=3), Planned(number=target, unit=_PERCENT))
    words_said = chance.choice(words.AWAITED_WORDS)
    return Kpi(no, f"ร้อยละความสำเร็จของ{thing}", (Part(target, _PERCENT),), plan, awaited=words_said)


def levelled(chance: random.Random, thing: str, no: int) -> Kpi:
    """A KPI with three thresholds and the points that its result earns."""
    unit = chance.choice((_PERCENT, "agency", "case"))
    base, step = (chance.randint(5, 8) * 10, 10) if unit == _PERCENT else (chance.randint(1, 9) * 10, chance.randint(5, 60))
    steps = [Decimal(base + step * index) for index in range(3)]
    points = chance.choice((50, 75, 100))
    reached = {50: steps[0], 75: steps[1], 100: steps[2]}[points]
    result = (
        reached + Decimal(chance.randint(0, 99)) / 100 * (step - 1) if unit == _PERCENT else reached + chance.randint(0, step - 1)
    )
    result = half_up(result, 2 if unit == _PERCENT else 0)
    names = ("basic", "standard", "advanced")
    levels = tuple(
        Level(name, score, value, unit, words=f"{thing}ที่ผ่านเกณฑ์")  # type: ignore[arg-type]
        for name, score, value in zip(names, (50, 75, 100), steps, strict=True)
    )
    plan = (Planned(chance.choice(words.WAITING_WORDS), span=3), Planned(chance.choice(words.CLOSING_WORDS)))
    return Kpi(
        no,
        f"ความสำเร็จของงาน{thing}",
        (Part(steps[2], unit, result),),
        plan,
        frameworks=("budget_bureau", "opdc"),
        levels=levels,
        points=points,
        narrative=told.prose(chance),
    )


def _dashes(chance: random.Random, target: int) -> tuple[Planned, ...]:
    early = chance.randint(1, target - 1) if target > 1 else 0
    numbers = [0, 0, 0, 0]
    numbers[chance.randrange(2)] = early
    numbers[2 + chance.randrange(2)] = target - early
    return tuple(Planned(number=Decimal(value)) for value in numbers)
