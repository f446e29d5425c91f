"""Two outputs compared: which findings are new, persist, or are resolved."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.batch import ingest
from etl.diff import as_lines, compare
from etl.screen import width
from schemas.errors import UsageError

RAW = Path(__file__).resolve().parents[2] / "raw" / "sample-2568-q4.txt"


def published(folder: Path, text: str) -> Path:
    source = folder / "report.txt"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(text, "utf-8")
    ingest([source], folder / "output")
    return folder / "output"


def test_a_mended_sum_is_resolved_and_a_new_mistake_is_new(tmp_path: Path) -> None:
    text = RAW.read_text("utf-8")
    old = published(tmp_path / "old", text)
    # 634 + 644 + 1,864 + 762 is 3 short of the result: mended; project 1's plan of Q1 gets a wrong digit.
    mended = text.replace("600 (762)", "600 (765)").replace("16.3300", "16.3400")
    assert mended.count("600 (765)") == 1
    compared = compare(old, published(tmp_path / "new", mended))
    states = {(item.state, item.finding["rule"]) for item in compared if item.finding["severity"] == "error"}
    assert ("resolved", "kpi.quarters_sum") in states
    assert ("new", "budget.quarters_sum") in states
    assert ("persisting", "scorecard.weighted_score") in states
    assert list(as_lines(compared, as_json=False, language="en"))[-1].endswith("resolved")


def test_an_output_against_itself_has_nothing_new(tmp_path: Path) -> None:
    output = published(tmp_path, RAW.read_text("utf-8"))
    assert {(item.state, item.changed) for item in compare(output, output)} == {("persisting", False)}


def test_findings_stand_in_the_order_of_their_gravity_and_their_lines_fit_a_terminal(tmp_path: Path) -> None:
    output = published(tmp_path, RAW.read_text("utf-8"))
    compared = compare(output, output)
    order = ["error", "warning", "info"]
    stands = [(order.index(str(item.finding["severity"])), int(item.finding["project_no"] or 0)) for item in compared]
    assert stands == sorted(stands)
    for language in ("th", "en"):
        assert all(width(line) <= 80 for line in as_lines(compared, as_json=False, language=language))


def test_a_folder_that_is_no_output_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no output"):
        compare(tmp_path, tmp_path)
