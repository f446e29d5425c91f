"""A run that is interrupted, killed, or meets another one: what it leaves, and what the next run does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.batch import Options, ingest
from etl.interrupts import stop_on_signals
from tests.etl.outputs import contents, published, states

Inbox = Callable[..., Path]
PROJECT = Path(__file__).resolve().parents[2]
QUARTERS = ("q1", "q2", "q3")


def start(folder: Path, root: Path) -> subprocess.Popen[str]:
    """`raingan ingest` with one worker, its log in JSON lines."""
    command = [
        sys.executable,
        "-m",
        "etl.cli",
        "ingest",
        str(folder),
        "--output",
        str(root),
        "--jobs",
        "1",
        "--log-format",
        "json",
    ]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=PROJECT)


def next_event(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stderr is not None
    return dict(json.loads(process.stderr.readline()))


def events(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """The rest of the log, when the process has ended."""
    _, log = process.communicate(timeout=120)
    return [json.loads(line) for line in log.splitlines()]


@pytest.fixture
def undisturbed(inbox: Inbox, tmp_path: Path) -> dict[str, str]:
    """What a run over three reports leaves that nothing disturbs."""
    ingest([inbox(quarter) for quarter in QUARTERS], tmp_path / "undisturbed", Options(jobs=2))
    return contents(tmp_path / "undisturbed")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_with_its_sums_and_the_next_goes_on(
    undisturbed: dict[str, str], tmp_path: Path, root: Path, number: signal.Signals
) -> None:
    process = start(tmp_path / "in", root)
    assert next_event(process)["event"] == "read"
    process.send_signal(number)
    *_, last = events(process)
    assert process.returncode == 130
    assert (last["event"], last["interrupted"], last["published"] + last["left"]) == ("summary", True, 3)
    assert len(published(root)) == last["published"] < 3
    assert "sample-2568" in (root / "validation" / "index.html").read_text("utf-8")  # the index is of what stands
    again = start(tmp_path / "in", root)
    *_, last = events(again)
    assert (again.returncode, last["unchanged"], last["left"]) == (0, len(published(root)) - last["read"], 0)
    assert contents(root) == undisturbed


def test_a_killed_run_is_ended_by_the_next_which_does_not_wait_for_it(
    undisturbed: dict[str, str], tmp_path: Path, root: Path
) -> None:
    process = start(tmp_path / "in", root)
    next_event(process)
    process.kill()
    process.communicate(timeout=60)
    again = start(tmp_path / "in", root)
    assert "waits" not in {event["event"] for event in events(again)}
    assert again.returncode == 0
    assert contents(root) == undisturbed


def test_two_runs_at_once_wait_for_each_other(undisturbed: dict[str, str], tmp_path: Path, root: Path) -> None:
    first = start(tmp_path / "in", root)
    assert next_event(first)["event"] == "read"
    second = start(tmp_path / "in", root)
    assert next_event(second)["event"] == "waits"
    assert events(first)[-1]["read"] == 3
    assert events(second)[-1]["unchanged"] == 3
    assert (first.returncode, second.returncode) == (0, 0)
    assert contents(root) == undisturbed


def test_a_run_killed_before_two_sources_are_settled_settles_them_when_run_again(
    inbox: Inbox, tmp_path: Path, root: Path
) -> None:
    first, second = inbox("q1"), inbox("q1", name="another.txt")
    second.write_text(second.read_text("utf-8") + "\nหมายเหตุ : ฉบับที่สอง\n", "utf-8")
    ingest([first, second], tmp_path / "undisturbed")
    ingest([first], root)
    stopped = ingest([first, second], root, Options(stop=after(1)))  # read, and asked to end before it is settled
    assert stopped.is_interrupted
    ingest([first, second], root)
    assert contents(root) == contents(tmp_path / "undisturbed")
    assert states(root) == states(tmp_path / "undisturbed")


def after(reads: int) -> Callable[[], bool]:
    """Says stop from the turn on after so many files were read."""
    turns = iter([False] * reads)
    return lambda: next(turns, True)


def test_the_first_signal_sets_the_flag_and_the_second_does_not_wait() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stop_on_signals() as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
