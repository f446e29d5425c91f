"""Runs one function over many tasks in worker processes, each task within limits of time and memory.

pdfium is not thread-safe and may crash on a hostile file: a worker that dies, or takes too long, costs
its own task and nothing else.
"""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Generic, Protocol, TypeVar

from etl.lean import hide_pandas
from etl.measured import Measured, address_space, begin_anew, resident
from schemas.errors import LimitExceeded, QuarantineError, RainganError, ReaderCrashed

Task = TypeVar("Task")
Result = TypeVar("Result")

MOST_SECONDS = 300.0  # one report: a 500-page PDF takes under 60 s on one slow core
MOST_MEMORY = 4 << 30  # bytes of address space; a 500-page PDF stays below a tenth of it
_NEW_OBJECTS = 50_000  # between two looks for cycles: a report's records hold none, and 700 cost a tenth of its time
_MUCH = 0.5  # of the memory that a task may take: a buffer that grows asks for as much again as it has
_TURN = 0.5  # seconds between looks at the clock
_PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take."""

    seconds: float = MOST_SECONDS
    memory: int = MOST_MEMORY


@dataclass(frozen=True, slots=True)
class Done(Generic[Task, Result]):
    """A task with its result, or the error that stopped it, and the seconds it took."""

    task: Task
    result: Result | None
    error: RainganError | None
    seconds: float


@dataclass(slots=True)
class _Worker(Generic[Task]):
    process: Measured
    channel: Connection
    born_with: int  # bytes in memory: what it shares with its parent
    task: Task | None = None
    started: float = 0.0


class Engine(Protocol):
    """Where tasks are done: `run` is the one of this machine."""

    def __call__(
        self,
        function: Callable[[Task], Result],
        tasks: Iterable[Task],
        *,
        jobs: int,
        limits: Limits = ...,
        stop: Callable[[], bool] = ...,
    ) -> Iterator[Done[Task, Result]]:
        """Results as they come, at most `jobs` tasks at once."""


def never() -> bool:
    """A run that nothing ends before its time."""
    return False


def run(
    function: Callable[[Task], Result],
    tasks: Iterable[Task],
    *,
    jobs: int,
    limits: Limits = Limits(),
    stop: Callable[[], bool] = never,
) -> Iterator[Done[Task, Result]]:
    """Results as they come, at most `jobs` tasks at once; tasks are taken only as workers are free.

    Workers go on with the next tasks while the caller deals with a result.

    A worker that takes too long or too much memory gives `LimitExceeded` for its task, one that dies of something
    else, or of what cannot be told, `ReaderCrashed`; the others go on. `stop` is asked at every turn: once it says
    so, what workers are at is given up.
    """
    waiting = iter(tasks)
    workers: list[_Worker[Task]] = []
    try:
        _hand_out(function, waiting, workers, jobs, limits)
        while any(worker.task is not None for worker in workers) and not stop():
            done: list[Done[Task, Result]] = list(_collect(workers, limits))
            _hand_out(function, waiting, workers, jobs, limits)  # before the caller takes its time with what is done
            yield from done
    finally:
        for worker in workers:
            _stop(worker)


def _hand_out(
    function: Callable[[Task], Result],
    waiting: Iterator[Task],
    workers: list[_Worker[Task]],
    jobs: int,
    limits: Limits,
) -> None:
    for task in _while_free(waiting, workers, jobs):
        worker = next((worker for worker in workers if worker.task is None), None)
        if worker is None:
            worker = _start(function, limits)
            workers.append(worker)
        worker.task = task
        worker.started = time.monotonic()
        worker.channel.send(task)


def _while_free(waiting: Iterator[Task], workers: Sequence[_Worker[Task]], jobs: int) -> Iterator[Task]:
    """Tasks as long as a worker is free or may be started: none is taken before."""
    while sum(worker.task is not None for worker in workers) < jobs:
        try:
            yield next(waiting)
        except StopIteration:
            return


def _start(function: Callable[[Task], Result], limits: Limits) -> _Worker[Task]:
    ours, theirs = multiprocessing.Pipe()
    process = Measured(target=_serve, args=(function, theirs, limits, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours, resident(process.pid))


def _serve(function: Callable[[Task], Result], channel: Connection, limits: Limits, parent: int) -> None:
    """The worker's life: one task after the other until the channel closes or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C reaches all: the parent ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent()
    _limit_memory(limits.memory)
    hide_pandas()
    gc.set_threshold(_NEW_OBJECTS)
    while True:
        try:
            while not channel.poll(_TURN):
                if os.getppid() != parent:  # killed: a copy of its end of the channel lives on in its other workers
                    return
            task = channel.recv()
        except (EOFError, OSError):
            return
        begin_anew()
        channel.send(attempt(function, task, limits))


def attempt(function: Callable[[Task], Result], task: Task, limits: Limits) -> tuple[Result | None, RainganError | None]:
    """What a task gives: its result, or the error that says why it has none."""
    try:
        return function(task), None
    except RainganError as error:
        return None, error
    except MemoryError:
        return None, _too_much_memory(limits)
    except RecursionError:
        return None, LimitExceeded("It is nested deeper than any report is.", th="เนื้อหาซ้อนกันลึกกว่าที่รายงานใดจะเป็น")
    except Exception as error:  # the one trap: a fault of ours costs this document, never the batch
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            return None, _too_much_memory(limits)
        return None, ReaderCrashed(f"The reader failed: {type(error).__name__}: {error}")


def _too_long(limits: Limits) -> LimitExceeded:
    most = f"{limits.seconds:.0f}"
    return LimitExceeded(f"Reading it takes more than {most} seconds.", th=f"การอ่านใช้เวลาเกิน {most} วินาที")


def _too_much_memory(limits: Limits) -> LimitExceeded:
    most = f"{limits.memory >> 20:,} MB"
    return LimitExceeded(f"Reading it takes more than {most} of memory.", th=f"การอ่านใช้หน่วยความจำเกิน {most}")


def die_with_parent() -> None:
    """Linux ends a worker at once when its parent is killed; elsewhere it sees so after its task."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit_memory(most: int) -> None:
    """Lets the worker take so much more address space than it was born with."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = address_space() + most
    resource.setrlimit(resource.RLIMIT_AS, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _collect(workers: list[_Worker[Task]], limits: Limits) -> Iterator[Done[Task, Result]]:
    busy = [worker for worker in workers if worker.task is not None]
    ready = wait([worker.channel for worker in busy], timeout=_TURN)
    for worker in busy:
        if worker.channel in ready:
            yield _received(worker, workers, limits)
        elif time.monotonic() - worker.started > limits.seconds:
            yield _done(worker, _too_long(limits))
            _drop(worker, workers)


def _received(worker: _Worker[Task], workers: list[_Worker[Task]], limits: Limits) -> Done[Task, Result]:
    try:
        result, error = worker.channel.recv()
    except (EOFError, OSError):
        worker.process.join()
        done: Done[Task, Result] = _done(worker, _death(worker, limits))
        _drop(worker, workers)
        return done
    done = _done(worker, error, result)
    worker.task = None
    return done


def _death(worker: _Worker[Task], limits: Limits) -> QuarantineError:
    """Why a worker died, as far as can be told: an engine that gets no memory ends as one that fails does."""
    code = worker.process.exitcode
    if code == -signal.SIGKILL:  # not by us
        return ReaderCrashed(
            "The process that read it was killed (signal 9), as a machine does that has no memory left; "
            "fewer reports at once (`--jobs`) need less.",
            th="โปรแกรมที่อ่านไฟล์นี้ถูกสั่งหยุด (signal 9) อย่างที่เครื่องทำเมื่อหน่วยความจำหมด อ่านพร้อมกันให้น้อยลงด้วย `--jobs`",
        )
    how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    if worker.process.most_resident - worker.born_with >= _MUCH * limits.memory:
        return LimitExceeded(
            f"The engine gave up ({how}) having taken more than half of the {limits.memory >> 20:,} MB of memory that "
            "one report may take.",
            th=f"ตัวอ่านเลิกกลางคัน ({how}) เมื่อใช้หน่วยความจำไปเกินครึ่งของ {limits.memory >> 20:,} MB ที่รายงานหนึ่งฉบับใช้ได้",
        )
    return ReaderCrashed(f"The process that read it died ({how}).", th=f"โปรแกรมที่อ่านไฟล์นี้หยุดทำงานกลางคัน ({how})")


def _done(worker: _Worker[Task], error: RainganError | None, result: Result | None = None) -> Done[Task, Result]:
    assert worker.task is not None  # only workers with a task are asked
    return Done(worker.task, result, error, time.monotonic() - worker.started)


def _drop(worker: _Worker[Task], workers: list[_Worker[Task]]) -> None:
    _stop(worker)
    workers.remove(worker)


def _stop(worker: _Worker[Task]) -> None:
    """Ends a worker: it holds nothing that a kill could leave half done, whatever it stages is redone."""
    worker.channel.close()
    worker.process.kill()
    worker.process.join()
