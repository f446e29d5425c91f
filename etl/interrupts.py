"""Turns the first Ctrl-C, or the system's request to end, into a flag, so that a run ends where nothing is half done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopFlag:
    """Whether the run was asked to end; called, it answers."""

    def __init__(self) -> None:
        self._is_set = False

    def __call__(self) -> bool:
        """Whether to end."""
        return self._is_set

    def ask(self, _signal: int, _frame: FrameType | None) -> None:
        """The handler of the signals: the second one does not wait."""
        if self._is_set:
            raise KeyboardInterrupt
        self._is_set = True


@contextmanager
def stop_on_signals() -> Iterator[StopFlag]:
    """A flag that SIGINT and SIGTERM set while the block runs; elsewhere than in the main thread none sets it."""
    flag = StopFlag()
    if threading.current_thread() is not threading.main_thread():
        yield flag
        return
    before = [(number, signal.signal(number, flag.ask)) for number in _SIGNALS]
    try:
        yield flag
    finally:
        for number, handler in before:
            signal.signal(number, handler)
