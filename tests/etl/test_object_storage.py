"""Outputs and sources on object storage: the same bytes as on a disk, whole reports at every step, one writer."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from etl import store as module
from etl.cli import main
from etl.disk import WATCHED
from etl.mirror import mirrored
from etl.store import LOCK, Store
from schemas.errors import MachineError
from tests.etl.outputs import contents
from tests.factory.history import Story, put

# The libraries below warn of themselves, not of us.
pytestmark = pytest.mark.filterwarnings("default")

FOREST = Story("โครงการฟื้นฟูป่าชายเลนฝั่งอ่าว")


class PowerCut(BaseException):
    """Ends a run as SIGKILL does: nothing catches it."""


@pytest.fixture(autouse=True)
def a_cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def url() -> str:
    """A folder in a store that lives in this process."""
    return f"memory://{uuid4().hex}/output"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Two quarters, and a file that is refused."""
    for quarter in (1, 2):
        put(tmp_path / "in", 2568, quarter, FOREST)
    (tmp_path / "in" / "ว่าง.txt").write_bytes(b"")
    return tmp_path / "in"


def raingan(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def objects(url: str) -> dict[str, bytes]:
    """What stands in the store, less the manifest, whose times differ."""
    store = Store(url)
    names = sorted(name for name in store.listing() if not name.endswith(".sqlite"))
    return {name: store._fs.cat_file(f"{store._root}/{name}") for name in names}


def sums(url: str) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in objects(url).items()}


def readable(url: str) -> set[tuple[str, str]]:
    """The reports that a reader sees who joins with `reports`; each must be whole and of one version."""
    found = objects(url)
    seen: set[tuple[str, str]] = set()
    for name, data in found.items():
        if name.startswith("datasets/reports/"):
            [row] = pq.read_table(io.BytesIO(data)).select(["report_id", "source_sha256"]).to_pylist()
            report, sha = row["report_id"], row["source_sha256"]
            for dataset in ("budgets", "projects", "findings"):
                table = pq.read_table(io.BytesIO(found[name.replace("/reports/", f"/{dataset}/")]))
                assert set(table["source_sha256"].to_pylist()) <= {sha}, (report, dataset)
            seen.add((report, sha))
    return seen


def test_an_output_in_a_store_has_the_bytes_of_one_on_a_disk(inbox: Path, url: str, tmp_path: Path) -> None:
    here = raingan("ingest", inbox, "--output", tmp_path / "out")
    there = raingan("ingest", inbox, "--output", url)
    assert (here.exit_code, there.exit_code) == (1, 1)  # one file is refused
    assert sums(url) == contents(tmp_path / "out")
    assert LOCK not in objects(url)
    assert f"objects sent to {url}" in there.stderr


def test_an_unchanged_batch_sends_nothing(inbox: Path, url: str) -> None:
    raingan("ingest", inbox, "--output", url)
    sent: list[str] = []
    WATCHED.watch = lambda step, path: sent.append(path.name) if step in ("put", "take") else None
    again = raingan("ingest", inbox, "--output", url)
    WATCHED.__init__()  # type: ignore[misc]
    assert again.exit_code == 1
    assert sent == [LOCK]  # given back
    assert "sent" not in again.stderr


def test_another_machine_goes_on_where_the_first_left(inbox: Path, url: str, a_cache_of_its_own: Path) -> None:
    raingan("ingest", inbox, "--output", url)
    shutil.rmtree(a_cache_of_its_own)
    again = raingan("ingest", inbox, "--output", url)
    assert "Nothing changed" in again.output
    answer = raingan("query", "SELECT report_id FROM reports ORDER BY 1", "--output", url, "--format", "csv")
    assert answer.output.split() == ["report_id", "sample-2568-q1", "sample-2568-q2"]
    assert raingan("status", "--output", url).exit_code == 0


def test_a_run_cut_off_at_any_step_is_made_good_by_the_next(inbox: Path, tmp_path: Path) -> None:
    """A report is replaced and one is new; at each step a reader sees whole reports of one version only."""
    first, second = tmp_path / "first", tmp_path / "second"
    shutil.copytree(inbox, first)
    (first / "sample-2568-q2.txt").unlink(missing_ok=True)
    shutil.copytree(inbox, second)
    changed = next(second.glob("*q1*"))
    changed.write_bytes(changed.read_bytes() + "\nหมายเหตุ แก้ไขแล้ว\n".encode())
    whole = f"memory://{uuid4().hex}/output"
    for folder in (first, second):
        shutil.rmtree(inbox)
        shutil.copytree(folder, inbox)
        raingan("ingest", inbox, "--output", whole)
    wanted = objects(whole)
    for step in range(1, 200, 7):
        url = f"memory://{uuid4().hex}/output"
        _replace(first, inbox)
        raingan("ingest", inbox, "--output", url)
        _replace(second, inbox)
        if not _cut_at(step, inbox, url):
            return
        readable(url)
        Store(url).remove(LOCK)  # the killed run's, which the next would wait two minutes for
        raingan("ingest", inbox, "--output", url)
        assert objects(url) == wanted, step
    pytest.fail("the run has more steps than were tried")


def _replace(source: Path, target: Path) -> None:
    shutil.rmtree(target)
    shutil.copytree(source, target)


def _cut_at(step: int, inbox: Path, url: str) -> bool:
    """Whether the run came to that step of sending; it ends there, and what it cleans up is not sent either."""
    count = 0

    def cut(kind: str, _path: Path) -> None:
        nonlocal count
        if kind in ("put", "take"):
            count += 1
            if count >= step:
                raise PowerCut

    WATCHED.watch = cut
    try:
        raingan("ingest", inbox, "--output", url)
    except PowerCut:
        return True
    finally:
        WATCHED.__init__()  # type: ignore[misc]
    return count >= step


def test_two_writers_wait_for_each_other_and_one_that_is_gone_is_not_waited_for(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOK", 0.02)
    monkeypatch.setattr(module, "_STALE", 0.2)
    monkeypatch.setattr(module, "_RENEWED", 0.05)
    order: list[str] = []
    begun, waited = threading.Event(), threading.Event()

    def first() -> None:
        with Store(url).locked(lambda _: None):
            begun.set()
            waited.wait(10)
            order.append("first")

    writer = threading.Thread(target=first)
    writer.start()
    begun.wait(10)
    with Store(url).locked(lambda _: waited.set()):
        order.append("second")
    writer.join()
    assert order == ["first", "second"]
    Store(url).put(LOCK, b"a run that was killed")
    with Store(url).locked(order.append):
        order.append("third")
    assert [said.split()[0] for said in order[2:]] == ["Another", "That", "third"]


def test_a_lock_that_was_taken_over_is_not_given_back_and_nothing_more_is_sent(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RENEWED", 0.02)
    store = Store(url)
    with store.locked(lambda _: None) as held:
        store.put(LOCK, b"another run")
        for _ in range(200):
            if held.is_lost:
                break
            time.sleep(0.02)
        with pytest.raises(MachineError, match="took over"):
            held.require()
    assert store._sign() == b"another run"


def test_a_reader_beside_a_writer_of_this_machine_leaves_its_work_alone(inbox: Path, url: str) -> None:
    raingan("ingest", inbox, "--output", url)
    with mirrored(url, writes=True, says=lambda _: None) as writer:
        (writer.root / "validation" / "new.json").write_text("{}", encoding="utf-8")
        answer = raingan("query", "SELECT count(*) AS n FROM reports", "--output", url, "--format", "csv")
        assert answer.output.split() == ["n", "2"]
    assert "validation/new.json" in objects(url)


def test_names_in_a_store_are_never_paths_elsewhere(url: str) -> None:
    store = Store(url)
    store.put("datasets/a.parquet", b"1")
    store._fs.store[f"{store._root}/../../etc/cron.d/x"] = store._fs.store[f"{store._root}/datasets/a.parquet"]
    assert set(store.listing()) == {"datasets/a.parquet"}


def test_a_store_that_cannot_be_reached_is_the_machine_s_failure(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    store = Store(url)
    monkeypatch.setattr(type(store._fs), "find", _refused)
    with pytest.raises(MachineError, match="cannot be reached: denied"):
        store.listing()


def _refused(*_: object, **__: object) -> None:
    raise PermissionError("denied")


def test_one_source_may_be_named(inbox: Path, url: str, tmp_path: Path) -> None:
    raw = url.replace("/output", "/raw")
    for path in sorted(inbox.iterdir()):
        Store(raw).put(f"2568/{path.name}", path.read_bytes())
    name = next(inbox.glob("*q1*")).name
    done = raingan("ingest", f"{raw}/2568/{name}", "--output", tmp_path / "out")
    assert (done.exit_code, sorted(contents(tmp_path / "out"))[-1][:11]) == (0, "validation/")
    gone = raingan("ingest", f"{raw}/2569/{name}", "--output", tmp_path / "out")
    assert (gone.exit_code, f"{raw}/2569/{name}" in gone.stderr) == (2, True)


@pytest.mark.parametrize("kind", ["nosuchkind://bucket/raw", "abfs://bucket/raw"])
def test_a_kind_of_store_that_is_not_there_is_a_wrong_call(kind: str) -> None:
    result = raingan("status", "--output", kind)
    assert (result.exit_code, kind in result.stderr) == (2, True)


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket of an S3 server on loopback."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    given = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    boto3.client("s3").create_bucket(Bucket="reports")
    yield "reports"
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})
    server.stop()


def test_sources_and_output_on_s3(bucket: str, inbox: Path, tmp_path: Path) -> None:
    raw, output = f"s3://{bucket}/{uuid4().hex}/raw", f"s3://{bucket}/{uuid4().hex}/output"
    for path in sorted(inbox.iterdir()):
        Store(raw).put(path.name, path.read_bytes())
    raingan("ingest", inbox, "--output", tmp_path / "out")
    first = raingan("ingest", raw, "--output", output)
    assert first.exit_code == 1, first.output
    assert sums(output) == contents(tmp_path / "out")
    assert "Nothing changed" in raingan("ingest", raw, "--output", output).output
    Store(raw).remove("ว่าง.txt")
    raingan("ingest", raw, "--output", output)
    assert not [name for name in objects(output) if name.startswith("quarantine/")]


@pytest.mark.parametrize("least", [1, 12, 30])
def test_a_run_killed_while_it_sends_to_s3_is_made_good_by_the_next(
    bucket: str, inbox: Path, tmp_path: Path, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGKILL once the bucket has so many objects: a reader sees whole reports, the next run ends in the same objects."""
    output = f"s3://{bucket}/{uuid4().hex}/output"
    raingan("ingest", inbox, "--output", tmp_path / "out")
    program = [sys.executable, "-c", "from etl.cli import main; main()", "ingest", str(inbox), "--output", output]
    run = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while run.poll() is None and len(Store(output).listing()) <= least:
        time.sleep(0.01)
    run.kill()
    run.wait()
    readable(output)
    monkeypatch.setattr(module, "_LOOK", 0.05)
    monkeypatch.setattr(module, "_STALE", 0.2)
    raingan("ingest", inbox, "--output", output)
    assert sums(output) == contents(tmp_path / "out")


def test_a_bucket_that_is_not_there_is_said(bucket: str, inbox: Path) -> None:
    result = raingan("ingest", inbox, "--output", "s3://no-such-bucket/output")
    assert result.exit_code == 3
    assert "no-such-bucket" in result.stderr
