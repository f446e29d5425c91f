"""Runs over reports of quarters and years: the same bytes, whatever the order and number of runs."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from etl.batch import Options, ingest
from etl.removal import remove
from etl.screen import closing_lines
from schemas.datasets import DATASETS
from schemas.errors import MachineError
from tests.etl.outputs import contents, stamps
from tests.etl.series.years import FOREST, FOREST_NEW, MARKET, findings, rows, year
from tests.factory.history import put


def eventful(raw: Path) -> list[Path]:
    """Quarters in which figures are restated, projects renamed and renumbered, over two years."""
    return [
        put(raw, 2568, 1, FOREST, MARKET),
        put(raw, 2568, 2, FOREST_NEW, MARKET),
        put(raw, 2568, 4, MARKET, replace(FOREST_NEW, people=(11, 21, 33, 44))),
        put(raw, 2569, 1, replace(MARKET, name=MARKET.name + " ปี 2569"), FOREST),
    ]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one run over all reports leaves."""
    folder = tmp_path_factory.mktemp("undisturbed")
    ingest(eventful(folder / "in"), folder / "out", Options(jobs=2))
    assert len(findings(folder / "out", "rule")) == 3
    return contents(folder / "out")


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_one_by_one_in_any_order_ends_in_the_same_bytes(
    raw: Path, root: Path, undisturbed: dict[str, str], order: tuple[int, ...]
) -> None:
    sources = eventful(raw)
    for number in order:
        ingest([sources[number]], root)
    assert contents(root) == undisturbed


def test_a_second_run_touches_nothing(raw: Path, root: Path) -> None:
    sources = eventful(raw)
    ingest(sources, root)
    before = stamps(root)
    assert len(ingest(sources, root).read) == 0
    assert stamps(root) == before


def test_force_ends_in_the_same_bytes(raw: Path, root: Path, undisturbed: dict[str, str]) -> None:
    sources = eventful(raw)
    ingest(sources, root)
    ingest(sources[2:3], root, force=True)
    assert contents(root) == undisturbed


def test_a_changed_report_changes_what_is_said_of_the_later_one(raw: Path, root: Path) -> None:
    first, second = put(raw, 2568, 1, FOREST), put(raw, 2568, 2, FOREST)
    ingest([first, second], root)
    assert findings(root, "rule") == []
    put(raw, 2568, 1, replace(FOREST, people=(10, 22, 33, 44)))
    summary = ingest([first, second], root)
    assert ([entry.name for entry in summary.read], summary.told) == ([first.name], ("sample-2568-q2",))
    assert any("told        sample-2568-q2" in line for line in closing_lines(summary, root, (), nothing=""))
    assert findings(root, "report_id", "reported", "expected") == [("sample-2568-q2", "11", "10")]
    put(raw, 2568, 1, FOREST)
    ingest([first, second], root)
    assert findings(root, "rule") == []


def test_the_last_report_alone_is_read_again(raw: Path, root: Path) -> None:
    sources = year(raw)
    ingest(sources[:3], root)
    before = stamps(root)
    ingest([put(raw, 2568, 4, replace(FOREST, people=(12, 22, 33, 44)), MARKET)], root)
    untouched = [name for name in before if "sample-2568-q" in name]
    assert len(untouched) == 3 * (len(DATASETS) + 2)  # three reports: their datasets, their page and its JSON
    assert {name: before[name] for name in untouched} == {name: stamps(root)[name] for name in untouched}
    assert len(findings(root, "rule")) == 1


def test_a_report_that_is_removed_is_forgotten_by_the_later_ones(raw: Path, root: Path) -> None:
    ingest([put(raw, 2568, 1, FOREST), put(raw, 2568, 2, replace(FOREST, people=(12, 22, 33, 44)))], root)
    assert len(findings(root, "rule")) == 1
    remove(root, ["sample-2568-q1"])
    assert findings(root, "rule") == []
    assert {row["report_first"] for row in rows(root, "series")} == {"sample-2568-q2"}
    remove(root, ["sample-2568-q2"])
    assert [path for path in (root / "datasets").rglob("*.parquet")] == []


def test_two_sources_of_a_later_report_are_settled_and_told(raw: Path, root: Path) -> None:
    first, second = put(raw, 2568, 1, FOREST), put(raw, 2568, 2, replace(FOREST, people=(12, 22, 33, 44)))
    twin = second.with_name("twin.txt")
    twin.write_text(second.read_text("utf-8") + "\nหมายเหตุ : ฉบับที่สอง\n", "utf-8")
    ingest([first, second, twin], root)
    assert findings(root, "rule", "reported") == [("series.restated", "12")]
    path = root / "datasets" / "reports" / "2568" / "q2" / "sample-2568-q2.parquet"
    assert len(pq.read_table(path).to_pylist()[0]["other_sources"]) == 1


@pytest.mark.parametrize(("step", "number"), [("publish_series", 0), ("publish", 0), ("publish", 1)])
def test_a_run_that_fails_at_any_step_is_finished_by_the_next(
    raw: Path, root: Path, undisturbed: dict[str, str], monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    from etl.series import refresh

    sources, honest = eventful(raw), getattr(refresh, step)
    calls = itertools.count()

    def full(*arguments: object) -> None:
        if next(calls) == number:
            raise MachineError("The disk is full.")
        honest(*arguments)

    monkeypatch.setattr(refresh, step, full)
    with pytest.raises(MachineError):
        ingest(sources, root)
    assert (root / "validation" / "index.html").exists()  # what was published is named there
    monkeypatch.setattr(refresh, step, honest)
    assert len(ingest(sources, root).read) == 0
    assert contents(root) == undisturbed


def test_a_run_that_is_stopped_before_the_series_leaves_them_to_the_next(
    raw: Path, root: Path, undisturbed: dict[str, str]
) -> None:
    sources = eventful(raw)
    for source in sources:
        ingest([source], root, Options(stop=first_turns(1)))
    assert not (root / "datasets" / "series").exists()
    ingest(sources, root)
    assert contents(root) == undisturbed


def first_turns(count: int) -> Callable[[], bool]:
    turns = iter([False] * count)
    return lambda: next(turns, True)


def test_a_series_file_that_someone_deleted_is_written_again(raw: Path, root: Path, undisturbed: dict[str, str]) -> None:
    sources = eventful(raw)
    ingest(sources, root)
    (root / "datasets" / "series" / "sample.parquet").unlink()
    ingest(sources, root)
    assert contents(root) == undisturbed
