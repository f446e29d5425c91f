"""Tables that the datasets cannot number: refused alike by every command, with the table named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from etl.cli import main

REPORT = (Path(__file__).resolve().parents[3] / "raw" / "sample-2568-q1.txt").read_text("utf-8").rstrip("\n") + "\n"
LINES = REPORT.count("\n")

TOO_LARGE = [
    # what stands behind the report, what is said of it
    ("รายชื่อ\n" + "ก\tข\n" * 32_768, f"begins on line {LINES + 2:,} with “ก”) has 32,768 rows; the limit is 32,767."),
    ("รายชื่อ\n" + "ก\t" * 39_999 + "ข\n", f"begins on line {LINES + 2:,} with “ก”) has 40,000 columns; the limit is 32,767."),
    ("ก\tข\n\nรายชื่อ\n" * 32_768, "tables; the limit is 32,767, and the first beyond it begins on line"),
]


@pytest.mark.parametrize(("behind", "said"), TOO_LARGE, ids=["rows", "columns", "tables"])
def test_check_and_ingest_refuse_alike_what_cannot_be_numbered(tmp_path: Path, behind: str, said: str) -> None:
    source = tmp_path / "report.txt"
    source.write_text(REPORT + behind, "utf-8")
    checked = CliRunner().invoke(main, ["check", str(source), "--format", "json"])
    assert (checked.exit_code, json.loads(checked.stdout)["reason"]) == (2, "table.too_large")
    ingested = CliRunner().invoke(main, ["ingest", str(source), "--output", str(tmp_path / "out")])
    assert ingested.exit_code == 1
    (note,) = (tmp_path / "out" / "quarantine").iterdir()
    refused = json.loads(note.read_text("utf-8"))
    assert refused["reason"] == "table.too_large"
    assert said in refused["sentence"]
    assert "--timeout" not in refused["advice"]


def test_a_table_of_as_many_rows_as_can_be_numbered_is_published(tmp_path: Path) -> None:
    source = tmp_path / "report.txt"
    source.write_text(REPORT + "รายชื่อ\n" + "ก\tข\n" * 32_767, "utf-8")
    assert CliRunner().invoke(main, ["ingest", str(source), "--output", str(tmp_path / "out")]).exit_code == 0
