"""The process beside a Dask worker that does its tasks, each in a worker of its own with limits.

A Dask worker has threads, which must not fork, and may not have children; this process has one thread and may.
Run as `python -m etl.attendant`: tasks come in and results go out as pickles.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import IO, Any

from etl.single import preload
from etl.workers import Done, Limits, die_with_parent, run
from schemas.errors import MachineError

_MODULE = "etl.attendant"


class Attendant:
    """A process beside this one, which does one task at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def do(self, function: Callable[[Any], Any], task: object, limits: Limits) -> Done[Any, Any]:
        """What the task gives, or the error that stopped it. Raises `MachineError` where the process goes down."""
        with self._one_at_a_time:
            if self._process is None or self._process.poll() is not None:
                self._process = _started()
            tasks, results = self._process.stdin, self._process.stdout
            assert tasks is not None  # both are pipes
            assert results is not None
            try:
                pickle.dump((function, task, limits), tasks)
                tasks.flush()
                done: Done[Any, Any] = pickle.load(results)  # noqa: S301  # written by the same program beside us
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                self._process.kill()
                self._process.wait()
                raise MachineError("The process beside a Dask worker went down.") from error
            return done


@lru_cache(maxsize=1)
def attendant() -> Attendant:
    """That of this process."""
    return Attendant()


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", _MODULE]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603  # ourselves


def main() -> None:
    """Does tasks until the pipe closes; what is at work when the Dask worker is gone is given up."""
    parent = os.getppid()
    die_with_parent()
    preload()
    tasks, results = sys.stdin.buffer, _own(sys.stdout.buffer)
    while os.getppid() == parent:
        try:
            function, task, limits = pickle.load(tasks)  # noqa: S301  # written by the same program beside us
        except EOFError:
            return
        for done in run(function, [task], jobs=1, limits=limits, stop=lambda: os.getppid() != parent):
            pickle.dump(done, results)
            results.flush()


def _own(stream: IO[bytes]) -> IO[bytes]:
    """The stream under another number: what a library prints must not stand among results."""
    own = os.fdopen(os.dup(stream.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), stream.fileno())
    return own


if __name__ == "__main__":
    main()
