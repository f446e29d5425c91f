"""Decisions that people keep beside the reports, replayed by runs over them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from etl.batch import ingest
from schemas.errors import UsageError
from tests.etl.series.years import FOREST, FOREST_NEW, MARKET, findings, rows
from tests.factory.history import Story, put


def decide(folder: Path, *, same: bool, one: Story = FOREST, other: Story = FOREST_NEW) -> None:
    (folder / "series.toml").write_text(
        f'[[decision]]\nagency = "sample"\nprojects = ["{one.name}", "{other.name}"]\n'
        f'same = {str(same).lower()}\nwho = "สมหญิง"\nwhy = "มติ"\n',
        "utf-8",
    )


def bases(root: Path) -> set[tuple[object, object]]:
    return {(row["name"], row["basis"]) for row in rows(root, "project_series")}


def test_a_decision_is_replayed_by_the_next_run_which_reads_only_what_it_concerns(raw: Path, root: Path) -> None:
    sources = [put(raw, 2568, 1, FOREST), put(raw, 2568, 2, replace(FOREST_NEW, people=(12, 22, 33, 44)))]
    ingest(sources, root)
    assert bases(root) == {(FOREST.name, "same"), (FOREST_NEW.name, "likeness")}
    assert sorted(findings(root, "rule")) == [("series.linked",), ("series.restated",)]
    decide(raw, same=False)
    summary = ingest(sources, root)
    assert (summary.read, summary.told) == ((), ("sample-2568-q2",))
    assert bases(root) == {(FOREST.name, "same"), (FOREST_NEW.name, "same")}
    assert findings(root, "rule") == []
    decide(raw, same=True)
    ingest(sources, root)
    assert bases(root) == {(FOREST.name, "same"), (FOREST_NEW.name, "person")}
    assert findings(root, "rule") == [("series.restated",)]
    (raw / "series.toml").unlink()
    ingest(sources, root)
    assert bases(root) == {(FOREST.name, "same"), (FOREST_NEW.name, "likeness")}


def test_a_decision_that_is_not_followed_is_said_in_the_last_report_it_concerns(raw: Path, root: Path) -> None:
    sources = [put(raw, 2568, 1, FOREST, MARKET), put(raw, 2568, 2, MARKET)]
    decide(raw, same=True, one=FOREST, other=MARKET)
    ingest(sources, root)
    ((report_id, rule, severity, number, message),) = findings(root, "report_id", "rule", "severity", "project_no", "message_en")
    assert (report_id, rule, severity, number) == ("sample-2568-q1", "series.decision_stale", "warning", 1)
    assert "both stand beside each other in sample-2568-q1" in str(message)


def test_a_ledger_that_cannot_be_read_is_a_wrong_call(raw: Path, root: Path) -> None:
    source = put(raw, 2568, 1, FOREST)
    (raw / "series.toml").write_text("[[decision]]\n", "utf-8")
    with pytest.raises(UsageError, match="number 1"):
        ingest([source], root)
    (raw / "series.toml").unlink()
    ingest([source], root)
    assert bases(root) == {(FOREST.name, "same")}


def test_names_of_a_report_are_only_words(raw: Path, root: Path) -> None:
    hostile = Story("โครงการ <script>alert(1)</script> '; DROP TABLE series; --")
    ingest([put(raw, 2568, 1, hostile), put(raw, 2568, 2, replace(hostile, name=hostile.name + "ก"))], root)
    page = (root / "validation" / "sample-2568-q2.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert [row["basis"] for row in rows(root, "project_series")].count("likeness") == 1
