"""A forked process that says, once it has ended, how much memory it had taken at most."""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress
from multiprocessing import popen_fork
from multiprocessing.context import ForkProcess
from multiprocessing.process import BaseProcess
from pathlib import Path

_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes in which the system counts what was resident
_RESET_PEAK = "5"  # proc(5): the peak is what is resident now


class Measured(ForkProcess):
    """A process whose end is waited for with an account of its memory."""

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> _Measured:  # noqa: N802  # as multiprocessing calls it
        return _Measured(process_obj)

    @property
    def most_resident(self) -> int:
        """Bytes that it had in memory at most since `begin_anew`; 0 before it has ended, or where nobody can tell."""
        popen = getattr(self, "_popen", None)
        return popen.most_resident if isinstance(popen, _Measured) else 0


class _Measured(popen_fork.Popen):
    most_resident = 0

    def poll(self, flag: int = os.WNOHANG) -> int | None:
        if self.returncode is None:
            try:
                process, status, usage = os.wait4(self.pid, flag)
            except OSError:  # no child, or not yet
                return None
            if process == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)
                self.most_resident = usage.ru_maxrss * _UNIT
        return self.returncode


def begin_anew() -> None:
    """The process that calls it forgets what it had taken before, where the system lets it."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text(_RESET_PEAK, "ascii")


def address_space() -> int:
    """Bytes of address space that this process has; 0 where the system does not tell."""
    return _pages("self", 0)


def resident(process: int | None) -> int:
    """Bytes that a process has in memory; 0 where the system does not tell."""
    return _pages(str(process), 1)


def _pages(process: str, column: int) -> int:
    try:
        pages = int(Path("/proc", process, "statm").read_text("ascii").split()[column])
    except OSError:
        return 0
    return pages * resource.getpagesize()
