"""Reports read on a Dask cluster: the same bytes as on one machine, also when a worker is killed in the middle."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from etl.batch import Options, ingest
from etl.cli import main
from etl.cluster import Cluster
from etl.manifest import Entry
from etl.workers import Limits
from schemas.errors import LimitExceeded, ReaderCrashed, UsageError
from tests.etl.outputs import contents, published
from tests.factory.history import Story, put

if TYPE_CHECKING:
    from distributed import LocalCluster

# The libraries below warn of themselves, not of us.
pytestmark = pytest.mark.filterwarnings("default")

FOREST = Story("โครงการฟื้นฟูป่าชายเลนฝั่งอ่าว")


@pytest.fixture(scope="module")
def two_workers() -> Iterator[LocalCluster]:
    """A cluster of two processes of one thread each."""
    import dask
    from distributed import LocalCluster

    few_deaths = dask.config.set({"distributed.scheduler.allowed-failures": 1})
    with few_deaths, LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster


@pytest.fixture
def engine(two_workers: LocalCluster) -> Iterator[Cluster]:
    cluster = Cluster(two_workers.scheduler_address)
    yield cluster
    cluster.close()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Four quarters, and a file that is refused."""
    reports = [put(tmp_path / "in", 2568, quarter, FOREST) for quarter in (1, 2, 3, 4)]
    (tmp_path / "in" / "ว่าง.txt").write_bytes(b"")
    return [*reports, tmp_path / "in" / "ว่าง.txt"]


def test_a_cluster_gives_the_bytes_of_one_machine(engine: Cluster, files: list[Path], tmp_path: Path) -> None:
    ingest(files, tmp_path / "here")
    summary = ingest(files, tmp_path / "there", Options(engine=engine))
    assert [entry.reason for entry in summary.refused] == ["source.empty"]
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    assert len(published(tmp_path / "there")) == 4


def test_a_worker_killed_in_the_middle_costs_nothing(two_workers: LocalCluster, files: list[Path], tmp_path: Path) -> None:
    cluster = Cluster(two_workers.scheduler_address)
    killed: list[int] = []

    def kill_one(_done: int, _total: int, _entry: Entry | None) -> None:
        if not killed:
            killed.extend(cluster._client.run(os.getpid).values())
            os.kill(killed[0], signal.SIGKILL)

    ingest(files, tmp_path / "here")
    with closing(cluster):
        ingest(files, tmp_path / "there", Options(engine=cluster, progress=kill_one))
    assert len(killed) == 2
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def act(task: str) -> str:
    """Does what the task says, as a reader of a hostile file may."""
    if task == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif task == "sleep":
        time.sleep(60)
    elif task == "fail":
        raise ZeroDivisionError(task)
    elif task == "fill":
        raise MemoryError
    return task


@pytest.mark.parametrize(
    ("task", "error"), [("kill", ReaderCrashed), ("sleep", LimitExceeded), ("fail", ReaderCrashed), ("fill", LimitExceeded)]
)
def test_a_task_that_fails_costs_itself_alone(engine: Cluster, task: str, error: type[Exception]) -> None:
    done = {one.task: one for one in engine(act, ["a", task, "b"], jobs=1, limits=Limits(seconds=1))}
    assert {name: one.result for name, one in done.items()} == {"a": "a", task: None, "b": "b"}
    assert type(done[task].error) is error


def test_a_run_that_is_told_to_stop_leaves_the_cluster_free(engine: Cluster) -> None:
    assert list(engine(act, ["sleep"], jobs=1, stop=lambda: True)) == []
    assert [one.result for one in engine(act, ["a"], jobs=1)] == ["a"]


def test_a_scheduler_that_does_not_answer_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.cluster._REACHED_WITHIN", 0.5)
    with pytest.raises(UsageError, match="tcp://127.0.0.1:9"):
        Cluster("tcp://127.0.0.1:9")


@pytest.mark.parametrize("options", [("--engine", "dask"), ("--scheduler", "tcp://127.0.0.1:9")])
def test_an_engine_without_its_address_is_a_wrong_call(tmp_path: Path, options: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, ["ingest", str(tmp_path), "--output", str(tmp_path / "out"), *options])
    assert (result.exit_code, "--engine dask --scheduler" in result.stderr) == (2, True)


def test_the_command_reads_on_a_cluster(two_workers: LocalCluster, files: list[Path], tmp_path: Path) -> None:
    arguments = ["--output", str(tmp_path / "out"), "--engine", "dask", "--scheduler", two_workers.scheduler_address]
    result = CliRunner().invoke(main, ["ingest", str(files[0]), *arguments])
    assert result.exit_code == 0, result.output
    assert published(tmp_path / "out") == ["sample-2568-q1"]
