"""Likeness by edits, with a threshold and a margin."""

from __future__ import annotations

import pytest

from parsers.likeness import best_match, likeness


def test_white_space_does_not_count() -> None:
    assert likeness("สำนักงาน ก.พ.ร.", "สำนักงานก.พ.ร.") == 1.0


def test_thai_marks_count() -> None:
    assert likeness("ก่อ", "กอ") < 1.0


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("พิชญะโลก", "พิษณุโลก", "the nearest one"),
        ("เชียง", None, "as near to two"),
        ("กขคง", None, "near to none"),
    ],
)
def test_a_match_needs_threshold_and_margin(text: str, expected: str | None, reason: str) -> None:
    found = best_match(text, ["พิษณุโลก", "เชียงใหม่", "เชียงราย"], threshold=0.6, margin=0.1)
    assert (found.choice if found else None) == expected, reason


def test_of_no_choices_none_matches() -> None:
    assert best_match("ก", [], threshold=0.5, margin=0.1) is None
