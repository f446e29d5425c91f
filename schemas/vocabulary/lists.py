"""Loads the closed lists beside it: organisations, provinces, units; each file once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pkgutil import get_data


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that reports name: its id never changes, its current name stands first."""

    id: str
    kind: str
    names_th: tuple[str, ...]
    abbreviations_th: tuple[str, ...]
    name_en: str
    abbreviations_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 77 provinces, Bangkok included, with other words for it."""

    name_th: str
    name_en: str
    aliases: tuple[str, ...]


def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """What a tab-separated list holds below its header: of "units.tsv" the first row begins with "percent"."""
    text = (get_data("schemas.vocabulary", name) or b"").decode("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines()[1:] if line)


def words(field: str) -> tuple[str, ...]:
    """The words of a field: "ล้านบาท|ลบ." has two, "" none."""
    return tuple(word for word in field.split("|") if word)


@cache
def organisations() -> dict[str, Organisation]:
    """Every organisation by its id, in the file's order."""
    return {
        row[0]: Organisation(row[0], row[1], words(row[2]), words(row[3]), row[4], words(row[5]))
        for row in rows("organisations.tsv")
    }


@cache
def provinces() -> tuple[Province, ...]:
    """The provinces in the order of the Thai alphabet."""
    return tuple(Province(row[0], row[1], words(row[2])) for row in rows("provinces.tsv"))


@cache
def not_suspect(kind: str) -> frozenset[str]:
    """Words that are no misspelt name however near they come: "abbreviation" (ก.พ.อ., พ.ร.บ.), "place" (หัวหิน)."""
    return frozenset(row[1] for row in rows("not_suspect.tsv") if row[0] == kind)


@cache
def lookalikes() -> frozenset[frozenset[str]]:
    """Pairs of Thai letters that eyes and OCR take for one another: ร and ธ."""
    return frozenset(frozenset(row) for row in rows("lookalikes.tsv"))
