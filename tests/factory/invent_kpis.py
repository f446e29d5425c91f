"""Invents KPIs of every kind the reports have, each consistent with its own narrative."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.factory import words
from tests.factory.facts import ZERO, Counted, Kpi, Level, Part, Planned, Said, half_up
from tests.factory.printing import number, quantity, unit_word

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
    narrative = _activities(chance, int(actual[-1]), unit) if chance.random() < 0.7 else _prose(chance)
    if quarter == 1 or actual[-1] == part.result:
        narrative = _prose(chance)  # a single count that is the result only restates it
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
    narrative = _list(chance, names) if chance.random() < 0.75 else _prose(chance)
    part = Part(Decimal(target), unit, Decimal(result))
    return Kpi(0, f"{stem}{thing}", (part,), plan, narrative=narrative)


def percentage(chance: random.Random, thing: str, quarter: int) -> Kpi:
    """A percentage, sometimes the mean of two groups that the narrative names."""
    target = Decimal(chance.choice((70, 75, 80, 85, 90)))
    first, second = (Decimal(chance.randint(6000, 9900)) / 100 for _ in range(2))
    mean = half_up((first + second) / 2, 2)
    last = Planned(number=target, unit=_PERCENT) if chance.random() < 0.6 else Planned(chance.choice(words.CLOSING_WORDS))
    plan = (Planned(chance.choice(words.WAITING_WORDS), span=3), last)
    narrative = chance.choice((_mean, _sexes, _places, _prose_of))(chance, (first, second, mean))
    name = f"ความพึงพอใจต่อ{thing}" if chance.random() < 0.6 else f"ร้อยละของผู้พอใจต่อ{thing}"
    return Kpi(0, name, (Part(target, _PERCENT, mean),), plan, narrative=narrative)


def parts(chance: random.Random, thing: str, quarter: int) -> Kpi:
    """Two targets in one cell: a number of cases, and a value in million baht."""
    cases, value = Decimal(chance.randint(5, 40) * 10), Decimal(chance.randint(5, 90) * 10)
    found = (
        Part(cases, "case", Decimal(chance.randint(20, 900)), label="จำนวน"),
        Part(value, "million_baht", Decimal(chance.randint(20, 1900)), ">=", label="มูลค่า"),
    )
    plan = (Planned(chance.choice(words.WAITING_WORDS), span=3), Planned(chance.choice(words.CLOSING_WORDS)))
    return Kpi(0, f"ผู้ประกอบการที่ได้ประโยชน์จาก{thing}", found, plan, narrative=_prose(chance))


def bounded(chance: random.Random, thing: str, quarter: int) -> Kpi:
    """A target with an operator: more than, at least, at most, between, fewer than."""
    operator = chance.choice((">", ">=", "<=", "<", "between"))
    unit = "day" if operator in ("<=", "<") else chance.choice(("person", "service", "place"))
    value = Decimal(chance.randint(10, 700))
    upper = value + chance.randint(5, 300) if operator == "between" else None
    part = Part(value, unit, Decimal(chance.randint(5, 1400)), operator, upper)  # type: ignore[arg-type]
    plan = (Planned(chance.choice(words.WAITING_WORDS), span=2), Planned(chance.choice(words.CLOSING_WORDS), span=2))
    name = f"ระยะเวลาให้บริการ{thing}" if unit == "day" else f"การขยายผล{thing}"
    return Kpi(0, name, (part,), plan, narrative=_prose(chance))


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
    result = reached + Decimal(chance.randint(0, 99)) / 100 * (step - 1) if unit == _PERCENT else reached + chance.randint(0, step - 1)
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
        narrative=_prose(chance),
    )


def _dashes(chance: random.Random, target: int) -> tuple[Planned, ...]:
    early = chance.randint(1, target - 1) if target > 1 else 0
    numbers = [0, 0, 0, 0]
    numbers[chance.randrange(2)] = early
    numbers[2 + chance.randrange(2)] = target - early
    return tuple(Planned(number=Decimal(value)) for value in numbers)


def _activities(chance: random.Random, total: int, unit: str) -> tuple[Said, ...]:
    """List items whose counts add up to the quarter's actual."""
    pieces = _split(chance, total)
    lead = Said("จัดกิจกรรมในไตรมาสนี้หลายครั้ง", lead=True)
    found: list[Said] = [lead]
    numbered = chance.random() < 0.5
    for no, count in enumerate(pieces, start=1):
        title = f"{chance.choice(words.GATHERINGS)}ที่บ้าน{chance.choice(words.VILLAGES)}"
        said = f"{title} จำนวน **{quantity(Decimal(count), unit)}**"
        found.append(Said(said, f"- {no})" if numbered else "-", "item", (Counted(title, Decimal(count), unit),)))
    return tuple(found)


def _split(chance: random.Random, total: int) -> list[int]:
    count = min(chance.randint(2, 6), total)
    cuts = sorted(chance.sample(range(1, total), count - 1)) if total > 1 else []
    return [after - before for before, after in zip([0, *cuts], [*cuts, total], strict=True)]


def _list(chance: random.Random, names: list[str]) -> tuple[Said, ...]:
    """The things counted, as a numbered list, a bulleted one, or inside the line."""
    style = chance.randrange(3)
    if style == 0:
        inside = " ".join(f"{no}) {name}" for no, name in enumerate(names, start=1))
        return (Said(f"ดำเนินการแล้ว ได้แก่ {inside}", lead=True),)
    marker = "- {})" if style == 1 else "-"
    items = (Said(name, marker.format(no), "item") for no, name in enumerate(names, start=1))
    return (Said("ดำเนินการแล้ว ได้แก่", lead=True), *items)


def _mean(chance: random.Random, groups: tuple[Decimal, Decimal, Decimal]) -> tuple[Said, ...]:
    first, second, mean = groups
    village, other = chance.sample(words.VILLAGES, 2)
    return (
        Said("สอบถามสองกลุ่ม พบว่า"),
        Said(f"1. กลุ่มบ้าน{village} ร้อยละความพึงพอใจ {number(first)}"),
        Said(f"2. กลุ่มบ้าน{other} ร้อยละความพึงพอใจ {number(second)}"),
        Said(f"ค่าเฉลี่ยร้อยละความพึงพอใจของ 2 กลุ่ม คือ {number(mean)}"),
    )


def _sexes(chance: random.Random, groups: tuple[Decimal, Decimal, Decimal]) -> tuple[Said, ...]:
    men, women = chance.randint(10, 900), chance.randint(10, 900)
    said = f"ผู้ตอบแบบสอบถามชาย {men} คน และหญิง {women} คน รวม {number(Decimal(men + women))} คน"
    return (Said(said, lead=True), *_prose(chance)[1:])


def _places(chance: random.Random, groups: tuple[Decimal, Decimal, Decimal]) -> tuple[Said, ...]:
    chosen = chance.sample(words.PROVINCES, chance.randint(2, 6))
    return (Said(f"ลงพื้นที่จัดกิจกรรม จำนวน {len(chosen)} จังหวัด คือ {' '.join(chosen)}", lead=True),)


def _prose_of(chance: random.Random, groups: tuple[Decimal, Decimal, Decimal]) -> tuple[Said, ...]:
    return (Said(f"ผลที่วัดได้ {unit_word(_PERCENT)} {number(groups[2])}", lead=True), *_prose(chance)[1:])


def _prose(chance: random.Random) -> tuple[Said, ...]:
    """Sentences without anything to count; sometimes none, a link, or a note."""
    if chance.random() < 0.2:
        return ()
    found = [Said(_sentence(chance), lead=True)]
    found += [Said(_sentence(chance), "-", "item") for _ in range(chance.randint(0, 3))]
    if chance.random() < 0.25:
        url = chance.choice(words.LINKS).format(chance.randint(100, 99_999))
        found.append(Said(url if chance.random() < 0.5 else f"อ่านต่อที่<{url}>", links=(url,)))
    return tuple(found)


def _sentence(chance: random.Random) -> str:
    return chance.choice(words.SENTENCES).format(
        village=chance.choice(words.VILLAGES),
        people=chance.choice(words.PEOPLE),
        province=chance.choice(words.PROVINCES),
        organisation=chance.choice(words.ORGANISATIONS),
        date=chance.choice(words.DATES),
    )
