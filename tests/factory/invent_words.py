"""Invents the words below a KPI: lists, activities, sums and means that agree with its numbers."""

from __future__ import annotations

import random
from decimal import Decimal

from tests.factory import words
from tests.factory.facts import Channel, Counted, Said
from tests.factory.printing import number, quantity, unit_word

Groups = tuple[Decimal, Decimal, Decimal]  # two percentages and their mean


def activities(chance: random.Random, total: int, unit: str) -> tuple[Said, ...]:
    """Counts that add up to the quarter's actual: items, labelled lines, or an enumeration in a line."""
    counts = split(chance, total, 6)
    style = chance.choice((_items, _items, _channels, _labelled, _enumerated))
    if style is _channels and unit not in ("person", "case"):
        style = _items
    return style(chance, counts, unit)


def split(chance: random.Random, total: int, most: int) -> list[int]:
    """Two or more whole numbers that add up to the total, which is at least 2."""
    count = min(chance.randint(2, most), total)
    cuts = sorted(chance.sample(range(1, total), count - 1))
    return [after - before for before, after in zip([0, *cuts], [*cuts, total], strict=True)]


def _title(chance: random.Random) -> str:
    return f"{chance.choice(words.GATHERINGS)}ที่บ้าน{chance.choice(words.VILLAGES)}"


def _held(marker: str, title: str, count: int, unit: str, channel: Channel | None = None) -> Said:
    text = f"{title} จำนวน **{quantity(Decimal(count), unit)}**"
    return Said(text, marker, "item", (Counted(title, Decimal(count), unit, channel),))


def _items(chance: random.Random, counts: list[int], unit: str) -> tuple[Said, ...]:
    marker = chance.choice(("- {})", "-", "{}."))
    # Behind ดังนี้ a list must be as long as a result that counts things, so only people stand there.
    people = unit in ("person", "case", "household")
    lead = "มีผู้สนใจมากกว่าที่คาด ดังนี้" if people and chance.random() < 0.5 else "จัดกิจกรรมในไตรมาสนี้หลายครั้ง"
    return (
        Said(lead, lead=True),
        *(_held(marker.format(no), _title(chance), count, unit) for no, count in enumerate(counts, start=1)),
    )


def _channels(chance: random.Random, counts: list[int], unit: str) -> tuple[Said, ...]:
    """Items under a heading on site, items under a heading online, and one item with both."""
    half = max(1, len(counts) // 2)
    found = [Said("สื่อสารทั้งในสถานที่และทางไกล", lead=True), Said("Onsite ได้แก่")]
    for no, count in enumerate(counts[:half], start=1):
        found.append(_held(f"- {no})", _title(chance), count, unit, "onsite"))
    found.append(Said("Online ได้แก่"))
    for no, count in enumerate(counts[half:], start=half + 1):
        there = count // 3
        if there and chance.random() < 0.3:
            found.append(_both(f"- {no})", _title(chance), there, count - there))
        else:
            found.append(_held(f"- {no})", _title(chance), count, unit, "online"))
    return tuple(found)


def _both(marker: str, title: str, there: int, afar: int) -> Said:
    text = f"{title} Onsite จำนวน **{number(Decimal(there))} คน** และ Online จำนวน **{number(Decimal(afar))} ราย**"
    counted = (Counted(title, Decimal(there), "person", "onsite"), Counted(title, Decimal(afar), "case", "online"))
    return Said(text, marker, "item", counted)


def _labelled(chance: random.Random, counts: list[int], unit: str) -> tuple[Said, ...]:
    found = [Said("ทำงานร่วมกันหลายทีม", lead=True)]
    for count, village in zip(counts, chance.sample(words.VILLAGES, len(counts)), strict=True):
        found.append(_held("", f"ทีม{village} : {chance.choice(words.GATHERINGS)}", count, unit))
    return tuple(found)


def _enumerated(chance: random.Random, counts: list[int], unit: str) -> tuple[Said, ...]:
    titles = [_title(chance) for _ in counts]
    inside = " ".join(
        f"{no}. {title} จำนวน {quantity(Decimal(count), unit)}"
        for no, (title, count) in enumerate(zip(titles, counts, strict=True), start=1)
    )
    counted = tuple(Counted(title, Decimal(count), unit) for title, count in zip(titles, counts, strict=True))
    return (Said(f"จัดกิจกรรมหลายครั้ง {inside}", counted=counted, lead=True),)


def listed(chance: random.Random, names: list[str]) -> tuple[Said, ...]:
    """The things counted, as a numbered list, a bulleted one, or inside the line."""
    style = chance.randrange(3)
    word = chance.choice(("ได้แก่", "ดังนี้", "คือ"))
    if style == 0:
        inside = " ".join(f"{no}) {name}" for no, name in enumerate(names, start=1))
        return (Said(f"ดำเนินการแล้ว {word} {inside}", lead=True),)
    marker = "- {})" if style == 1 else "-"
    items = (Said(name, marker.format(no), "item") for no, name in enumerate(names, start=1))
    return (Said(f"ดำเนินการแล้ว {word}", lead=True), *items)


def mean(chance: random.Random, groups: Groups) -> tuple[Said, ...]:
    """Two groups' percentages and their mean."""
    village, other = chance.sample(words.VILLAGES, 2)
    return (
        Said("สอบถามสองกลุ่ม พบว่า"),
        Said(f"1. กลุ่มบ้าน{village} ร้อยละความพึงพอใจ {number(groups[0])}"),
        Said(f"2. กลุ่มบ้าน{other} ร้อยละความพึงพอใจ {number(groups[1])}"),
        Said(f"ค่าเฉลี่ยร้อยละความพึงพอใจของ 2 กลุ่ม คือ {number(groups[2])}"),
    )


def sexes(chance: random.Random, groups: Groups) -> tuple[Said, ...]:
    """Men and women, and how many they are together."""
    men, women = chance.randint(10, 900), chance.randint(10, 900)
    said = f"ผู้ตอบแบบสอบถามชาย {men} คน และหญิง {women} คน รวม {number(Decimal(men + women))} คน"
    return (Said(said, lead=True), *prose(chance)[1:])


def views(chance: random.Random, groups: Groups) -> tuple[Said, ...]:
    """Views on two channels, and their sum."""
    clips, posts = Decimal(chance.randint(900, 400_000)), Decimal(chance.randint(900, 900_000))
    said = (
        f"คลิปวิดีโอมียอด {number(clips)} รับชม (View) และหน้าเพจมียอด {number(posts)} รับชม (View) "
        f"ดังนั้น ยอดรวม {number(clips + posts)} รับชม (View)"
    )
    return (Said(said, lead=True),)


def places(chance: random.Random, groups: Groups) -> tuple[Said, ...]:
    """Provinces, one of them perhaps visited twice, and how many they are."""
    chosen = chance.sample(words.PROVINCES, chance.randint(2, 6))
    twice = chance.random() < 0.3
    names = " ".join((f"{chosen[0]} (2 ครั้ง)" if twice else chosen[0], *chosen[1:]))
    return (Said(f"ลงพื้นที่จัดกิจกรรม จำนวน {len(chosen) + twice} จังหวัด คือ {names}", lead=True),)


def measured(chance: random.Random, groups: Groups) -> tuple[Said, ...]:
    """The percentage said again."""
    return (Said(f"ผลที่วัดได้ {unit_word('percent')} {number(groups[2])}", lead=True), *prose(chance)[1:])


def prose(chance: random.Random) -> tuple[Said, ...]:
    """Sentences without anything to count; sometimes none, a link, a note."""
    if chance.random() < 0.2:
        return ()
    found = [Said(_sentence(chance), lead=True)]
    found += [Said(_sentence(chance), "-", "item") for _ in range(chance.randint(0, 3))]
    if chance.random() < 0.25:
        url = chance.choice(words.LINKS).format(chance.randint(100, 99_999))
        found.append(Said(url if chance.random() < 0.5 else f"อ่านต่อที่<{url}>", links=(url,)))
    if chance.random() < 0.2:
        found.append(Said("หมายเหตุ : ข้อมูลเบื้องต้น ฐานที่ใช้นับคือรายการ ปี 2565 จำนวน 725 รายการ", kind="note"))
    return tuple(found)


def _sentence(chance: random.Random) -> str:
    return chance.choice(words.SENTENCES).format(
        village=chance.choice(words.VILLAGES),
        people=chance.choice(words.PEOPLE),
        province=chance.choice(words.PROVINCES),
        organisation=chance.choice(words.ORGANISATIONS),
        date=chance.choice(words.DATES),
    )
