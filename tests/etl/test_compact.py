"""The packed copy of an output: queries see what is published, once, before and after."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from etl.batch import Options, ingest
from etl.compact import compact
from etl.publish import Output, withdraw
from etl.query import connect
from schemas.errors import UsageError

RAW = Path(__file__).resolve().parents[2] / "raw"


def answer(root: Path, sql: str) -> list[tuple[object, ...]]:
    connection = connect(root)
    try:
        return list(connection.sql(sql).fetchall())
    finally:
        connection.close()


@pytest.fixture
def output(tmp_path: Path) -> Path:
    ingest([RAW / "sample-2568-q1.txt", RAW / "sample-2568-q2.txt"], tmp_path / "output")
    return tmp_path / "output"


ROWS = "SELECT report_id, count(*), sum(value) FROM budgets GROUP BY ALL ORDER BY ALL"


def test_queries_give_the_same_before_and_after(output: Path) -> None:
    before = answer(output, ROWS)
    assert compact(output) == (2, 1)
    assert answer(output, ROWS) == before
    assert sorted(path.name for path in (output / "compact" / "budgets").iterdir()) == ["2568.parquet"]


def test_a_report_published_since_is_seen_and_a_replaced_one_once(output: Path, tmp_path: Path) -> None:
    compact(output)
    ingest([RAW / "sample-2568-q3.txt"], output)
    changed = tmp_path / "sample-2568-q1.txt"
    changed.write_text((RAW / "sample-2568-q1.txt").read_text("utf-8") + "\nหมายเหตุ : ฉบับแก้ไข\n", "utf-8")
    ingest([changed], output)
    counts = dict(answer(output, "SELECT report_id, count(*) FROM reports GROUP BY ALL"))
    assert counts == {"sample-2568-q1": 1, "sample-2568-q2": 1, "sample-2568-q3": 1}
    assert all(
        count == 1
        for count in dict(answer(output, "SELECT report_id, count(DISTINCT source_sha256) FROM budgets GROUP BY ALL")).values()
    )


def test_a_report_withdrawn_since_is_not_seen(output: Path) -> None:
    compact(output)
    withdraw(Output(output), "sample-2568-q2")
    assert answer(output, "SELECT report_id FROM reports") == [("sample-2568-q1",)]
    assert answer(output, "SELECT DISTINCT report_id FROM kpis") == [("sample-2568-q1",)]


SERIES = "SELECT agency, measure, period, series.quarter, value_last, report_last FROM series JOIN project_series USING (agency, series_id) ORDER BY ALL"


def test_series_are_packed_and_what_changed_since_is_seen_once(output: Path) -> None:
    before = answer(output, SERIES)
    compact(output)
    assert answer(output, SERIES) == before
    assert [path.name for path in (output / "compact" / "series").iterdir()] == ["2568.parquet"]
    ingest([RAW / "sample-2568-q3.txt"], output)
    ingest([RAW / "sample-2568-q4.txt"], output, Options(agency="another"))
    packed = answer(output, SERIES)
    assert {row[5] for row in packed} == {"sample-2568-q1", "sample-2568-q2", "sample-2568-q3", "another-2568-q4"}
    (output / "compact").unlink()
    assert answer(output, SERIES) == packed


def test_series_that_changed_alone_are_packed_again(output: Path) -> None:
    compact(output)
    first = (output / "compact").resolve()
    path = output / "datasets" / "series" / "sample.parquet"
    os.utime(path, ns=(1, 1))
    compact(output)
    assert (output / "compact").resolve() != first


def test_packing_again_leaves_one_copy(output: Path) -> None:
    compact(output)
    ingest([RAW / "sample-2568-q3.txt"], output)
    assert compact(output) == (3, 1)
    assert len(list(output.glob(".compact-*"))) == 1


def test_an_output_with_nothing_in_it_cannot_be_packed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nothing is published"):
        compact(tmp_path)


def test_every_view_is_there_before_anything_is_published(tmp_path: Path) -> None:
    (tmp_path / "datasets").mkdir()
    assert answer(tmp_path, "SELECT count(*) FROM findings JOIN reports USING (report_id)") == [(0,)]
