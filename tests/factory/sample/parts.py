"""Short hands for writing a sample's KPIs down: targets, plans, narrative lines with their counts."""

from __future__ import annotations

from decimal import Decimal

from tests.factory.facts import Channel, Counted, Level, Operator, Part, Planned, Said
from tests.factory.printing import number, unit_word

BOTH = ("budget_bureau", "opdc")
WHOLE_YEAR = "หมายเหตุ : รอบการรายงาน 1 ตุลาคม 2567 – 30 กันยายน 2568"


def part(value: str, unit: str, result: str | None = None, operator: Operator | None = None, **more: str | None) -> Part:
    """A target and its result, numbers as they are printed without their commas."""
    fields = {key: word for key, word in more.items() if word is not None}
    reached = None if result is None else Decimal(result)
    return Part(Decimal(value), unit, reached, operator, **fields)  # type: ignore[arg-type]


def words(first: str, last: str = "") -> tuple[Planned, ...]:
    """Words over three quarters, then words in the fourth."""
    return (Planned(first, span=3), Planned(last))


def words_then(first: str, last: str, unit: str = "") -> tuple[Planned, ...]:
    """Words over three quarters, then a number in the fourth."""
    return (Planned(first, span=3), Planned(number=Decimal(last), unit=unit))


def counts(*pairs: tuple[str, str | None], unit: str = "") -> tuple[Planned, ...]:
    """Four numbers, each with its actual or without; "0" is printed as a dash."""
    return tuple(
        Planned(
            number=Decimal(plan),
            actual=None if actual is None else Decimal(actual),
            unit=unit if Decimal(plan) else "",
        )
        for plan, actual in pairs
    )


def lead(text: str, *links: str) -> Said:
    """The words behind the label of the quarter's results."""
    return Said(text, links=links, lead=True)


def line(text: str, *links: str) -> Said:
    """A line of its own."""
    return Said(text, links=links)


def note(text: str = WHOLE_YEAR) -> Said:
    """A note below a KPI."""
    return Said(text, kind="note")


def items(*texts: str, marker: str = "- {}) ") -> tuple[Said, ...]:
    """A list, numbered from 1 where the marker has a place for the number."""
    return tuple(Said(text, marker.format(n).strip(), "item") for n, text in enumerate(texts, start=1))


def linked(marker: str, text: str, url: str) -> Said:
    """A list item that ends in an angle-bracketed link."""
    return Said(f"{text}<{url}>", marker, "item", links=(url,))


def held(marker: str, title: str, count: int, unit: str, channel: Channel | None = None, tail: str = "") -> Said:
    """A list item with one count: "- 3) อบรมครู จำนวน **40 คน**"."""
    text = f"{title} จำนวน **{number(Decimal(count))} {unit_word(unit)}**{tail}"
    return Said(text, marker, "item", (Counted(title, Decimal(count), unit, channel),))


def held_both(marker: str, title: str, onsite: int, online: int) -> Said:
    """A list item with two counts, on site and online."""
    text = f"{title} Onsite จำนวน **{number(Decimal(onsite))} คน** และ Online จำนวน **{number(Decimal(online))} ราย**"
    counted = (
        Counted(title, Decimal(onsite), "person", "onsite"),
        Counted(title, Decimal(online), "case", "online"),
    )
    return Said(text, marker, "item", counted)


def labelled(label: str, title: str, count: int, unit: str) -> Said:
    """A labelled line with an online count: "สื่อสั้น : … Online จำนวน **7,896,220 การเข้าถึง**"."""
    said = f"{label} : {title}"
    text = f"{said} Online จำนวน **{number(Decimal(count))} {unit_word(unit)}**"
    return Said(text, counted=(Counted(said, Decimal(count), unit, "online"),))


def inline(before: str, unit: str, *listed: tuple[str, int], lead: bool = False) -> Said:
    """A line with an enumeration inside, a count an entry."""
    word = unit_word(unit)
    entries = [f"{n}. {title} จำนวน {number(Decimal(c))} {word}" for n, (title, c) in enumerate(listed, start=1)]
    counted = tuple(Counted(title, Decimal(count), unit) for title, count in listed)
    return Said(f"{before} {' '.join(entries)}", counted=counted, lead=lead)


def levels(unit: str, *values: str, prefix: str = "", operators: tuple[Operator | None, ...] = ()) -> tuple[Level, ...]:
    """The three thresholds at 50, 75 and 100 points; "544-580" is a range."""
    found: list[Level] = []
    operators = operators or (None, None, None)
    for name, points, value, operator in zip(("basic", "standard", "advanced"), (50, 75, 100), values, operators, strict=True):
        low, _, high = value.partition("-")
        upper = Decimal(high) if high else None
        found.append(Level(name, points, Decimal(low), unit, "between" if high else operator, upper, prefix))  # type: ignore[arg-type]
    return tuple(found)
