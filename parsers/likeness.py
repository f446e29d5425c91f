"""How alike two texts are, by edits, white space aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """The choice most alike, its likeness (0 to 1), and the next best one's."""

    choice: str
    score: float
    runner_up: float


def likeness(one: str, other: str) -> float:
    """0 to 1: twice the letters in common over all letters. "พัฒนากฎหมาย", "พัฒนานโยบาย" give 0.64."""
    from rapidfuzz import fuzz

    return fuzz.ratio("".join(one.split()), "".join(other.split())) / 100


def best_match(text: str, choices: Iterable[str], threshold: float, margin: float) -> Match | None:
    """The choice most alike, `None` below the threshold or where another is nearly as alike."""
    scored = sorted(((likeness(text, choice), choice) for choice in set(choices)), reverse=True)
    if not scored:
        return None
    score, choice = scored[0]
    runner_up = scored[1][0] if len(scored) > 1 else 0.0
    return Match(choice, score, runner_up) if score >= threshold and score - runner_up >= margin else None
