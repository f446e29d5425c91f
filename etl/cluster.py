"""Reads reports on an existing Dask cluster: the same function, its results one by one, with retries.

Every worker of the cluster sees the files to read and the output under the same paths and has this version
of the program. A report is read by a process of its own beside the Dask worker, so that one that takes too
much costs itself alone, and a Dask worker dies of its machine only: then others try again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from itertools import islice
from pickle import PicklingError
from typing import TYPE_CHECKING, Any, TypeVar

from etl.version import PIPELINE_VERSION
from etl.workers import Done, Limits, never
from schemas.errors import MachineError, ReaderCrashed, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

Task = TypeVar("Task")
Result = TypeVar("Result")

_REACHED_WITHIN = 15  # seconds
_RETRIES = 2  # a machine that goes down under a report: it is tried again on others; the third time it is the report's
_IN_FLIGHT = 2  # tasks a thread of the cluster: one at work, one waiting
_TURN = 0.5  # seconds between looks at whether to stop


class Cluster:
    """An engine: `workers.run` on the machines of a cluster."""

    def __init__(self, scheduler: str) -> None:
        """Reaches the scheduler at an address such as `tcp://10.0.0.1:8786`. Raises `UsageError`."""
        try:
            from distributed import Client
        except ModuleNotFoundError as error:
            raise UsageError("A Dask cluster needs one more package: `pip install 'raingan[dask]'`.") from error
        try:
            self._client: Client = Client(scheduler, timeout=_REACHED_WITHIN)
        except (OSError, ValueError) as error:
            raise UsageError(f"No Dask scheduler answers at “{scheduler}”: {error}") from error
        self._require_this_version()

    def close(self) -> None:
        """Leaves the cluster; it goes on without us."""
        self._client.close()

    def __call__(
        self,
        function: Callable[[Task], Result],
        tasks: Iterable[Task],
        *,
        jobs: int,  # noqa: ARG002  # the cluster has as many as it has threads
        limits: Limits = Limits(),
        stop: Callable[[], bool] = never,
    ) -> Iterator[Done[Task, Result]]:
        """Results as they come, a bounded number of tasks in flight. Raises `MachineError` where the cluster is lost."""
        waiting = iter(tasks)
        flying: dict[Future, Task] = {}
        try:
            while not stop():
                room = max(1, _IN_FLIGHT * sum(self._client.nthreads().values())) - len(flying)
                for task in islice(waiting, max(room, 0)):
                    flying[self._client.submit(_apart, function, task, limits, pure=False, retries=_RETRIES)] = task
                if not flying:
                    return
                for future in self._landed(list(flying)):
                    yield _done(flying.pop(future), future)
        finally:
            self._client.cancel(list(flying), force=True)

    def _landed(self, flying: list[Future]) -> list[Future]:
        """Those that have a result or an error. One whose result went down with its worker is computed again."""
        from distributed import wait

        if self._client.status not in ("running", "connecting"):
            raise MachineError("The Dask scheduler is gone; run again, what is published stays.")
        with suppress(TimeoutError):
            wait(flying, timeout=_TURN, return_when="FIRST_COMPLETED")
        return [future for future in flying if future.status in ("finished", "error", "cancelled")]

    def _require_this_version(self) -> None:
        """The same bytes come of the same program only. Raises `UsageError`."""
        try:
            versions = self._client.run(_version)
        except (ImportError, AttributeError, OSError, PicklingError) as error:
            self.close()
            raise UsageError(f"The cluster's workers cannot run this program: {error}. Install it on each of them.") from error
        others = {worker: version for worker, version in versions.items() if version != PIPELINE_VERSION}
        if others:
            self.close()
            worker, version = next(iter(others.items()))
            raise UsageError(f"The cluster's worker {worker} has version {version}, this machine {PIPELINE_VERSION}.")


def _version() -> str:
    return PIPELINE_VERSION


def _apart(function: Callable[[Any], Any], task: object, limits: Limits) -> Done[Any, Any]:
    """On a Dask worker: has a process beside it do the task."""
    from etl.attendant import attendant

    return attendant().do(function, task, limits)


def _done(task: Task, future: Future) -> Done[Task, Any]:
    if future.status == "error":
        failure = future.exception()
        return Done(task, None, ReaderCrashed(f"The machines of the cluster that read it went down: {failure}"), 0.0)
    try:
        done: Done[Task, Any] = future.result(timeout=_REACHED_WITHIN)
    except (TimeoutError, CancelledError) as error:
        raise MachineError(f"The Dask cluster lost the result of {task}; run again, what is published stays.") from error
    return done
