"""Tasks in worker processes: what one task may cost, and that no worker outlives the run."""

from __future__ import annotations

import errno
import faulthandler
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.workers import Done, Limits, run
from schemas.errors import LimitExceeded, QuarantineError, RainganError, ReaderCrashed, UsageError


def act(task: str) -> str:
    """Does what the task says, as a reader of a hostile file may."""
    name, _, rest = task.partition(" ")
    if name == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif name == "leave":
        os._exit(7)
    elif name == "sleep":
        time.sleep(float(rest))
    elif name == "abort":
        faulthandler.disable()  # pytest's
        taken = bytearray(b"x") * int(rest or 1)
        os.kill(os.getpid(), signal.SIGABRT)
        return str(len(taken))
    elif name == "lack":
        raise OSError(errno.ENOMEM, "Cannot allocate memory")
    elif name == "fill":
        return str(len(bytearray(int(rest))))
    elif name == "dig":
        return act(task)
    elif name == "refuse":
        raise UsageError(rest)
    elif name == "fail":
        raise ZeroDivisionError(rest)
    return task


def outcomes(*tasks: str, jobs: int = 2, limits: Limits = Limits()) -> dict[str, Done[str, str]]:
    """Every task with what came of it."""
    return {done.task: done for done in run(act, tasks, jobs=jobs, limits=limits)}


@pytest.mark.parametrize(
    ("task", "error", "said"),
    [
        ("kill", ReaderCrashed, "(signal 9), as a machine does that has no memory left"),
        ("leave", ReaderCrashed, "exit code 7"),
        ("sleep 30", LimitExceeded, "more than 1 seconds"),
        ("fill 900000000", LimitExceeded, "more than 256 MB"),
        ("lack", LimitExceeded, "more than 256 MB"),
        ("abort", ReaderCrashed, "died (signal 6)"),
        ("abort 200000000", LimitExceeded, "(signal 6) having taken more than half of the 256 MB"),
        ("abort 40000000", ReaderCrashed, "died (signal 6)"),
        ("dig", LimitExceeded, "nested deeper"),
        ("refuse ไม่มีแฟ้ม", UsageError, "ไม่มีแฟ้ม"),
        ("fail หารด้วยศูนย์", ReaderCrashed, "ZeroDivisionError: หารด้วยศูนย์"),
    ],
)
def test_a_task_that_fails_costs_itself_alone(task: str, error: type[RainganError], said: str) -> None:
    done = outcomes("a", task, "b", "c", jobs=2, limits=Limits(seconds=1, memory=256 << 20))
    assert {name: one.result for name, one in done.items()} == {"a": "a", task: None, "b": "b", "c": "c"}
    failed = done[task].error
    assert type(failed) is error
    assert said in str(failed)
    assert [done[name].error for name in "abc"] == [None, None, None]


@pytest.mark.parametrize(
    ("task", "in_thai"),
    [
        ("sleep 30", "การอ่านใช้เวลาเกิน 1 วินาที"),
        ("fill 900000000", "การอ่านใช้หน่วยความจำเกิน 256 MB"),
        ("abort", "โปรแกรมที่อ่านไฟล์นี้หยุดทำงานกลางคัน (signal 6)"),
        ("abort 200000000", "ตัวอ่านเลิกกลางคัน (signal 6) เมื่อใช้หน่วยความจำไปเกินครึ่งของ 256 MB ที่รายงานหนึ่งฉบับใช้ได้"),
    ],
)
def test_what_stopped_a_task_is_said_in_thai_too(task: str, in_thai: str) -> None:
    failed = outcomes(task, limits=Limits(seconds=1, memory=256 << 20))[task].error
    assert isinstance(failed, QuarantineError)
    assert failed.sentence_th == in_thai


def test_one_worker_reads_on_after_a_crash() -> None:
    assert [outcomes("kill", "a", "leave", "b", jobs=1)[name].result for name in "ab"] == ["a", "b"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process does not forget its peak")
def test_what_a_worker_took_for_one_task_says_nothing_of_the_next() -> None:
    done = outcomes("fill 200000000", "abort", jobs=1, limits=Limits(memory=256 << 20))
    assert done["fill 200000000"].result == "200000000"
    assert type(done["abort"].error) is ReaderCrashed


def test_tasks_are_taken_only_as_workers_are_free() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[str]:
        for number in range(6):
            taken.append(number)
            yield f"task {number}"

    done = run(act, tasks(), jobs=2)
    next(done)
    assert len(taken) <= 4  # two at work, and a new one for each of the two that may have ended
    assert len(list(done)) == 5
    assert len(taken) == 6


def test_a_run_that_is_told_to_stop_gives_up_what_is_at_work_and_leaves_no_process() -> None:
    started = time.monotonic()
    seen = [done.task for done in run(act, ["a", "sleep 30"], jobs=1, stop=lambda: time.monotonic() - started > 1)]
    assert seen == ["a"]
    assert time.monotonic() - started < 10
    assert multiprocessing.active_children() == []


def test_a_caller_that_stops_asking_leaves_no_process() -> None:
    done = run(act, ["a", "b", "sleep 30"], jobs=2)
    next(done)
    done.close()  # type: ignore[attr-defined]  # a generator
    assert multiprocessing.active_children() == []


_PARENT = """
import os, sys, time
from etl.workers import run
def at_work(task):
    os.write(1, b"%d\\n" % os.getpid())  # in one piece: two of them write
    time.sleep(60)
list(run(at_work, [1, 2], jobs=2))
"""


def test_workers_end_with_a_parent_that_is_killed() -> None:
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True, cwd=root) as parent:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        parent.kill()
    deadline = time.monotonic() + 20
    while any(_is_running(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [worker for worker in workers if _is_running(worker)] == []


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
