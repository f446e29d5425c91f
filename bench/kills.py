"""What runs that are killed at random instants leave: a reader looks all the while, and the next run is compared byte by byte."""

from __future__ import annotations

import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.measure import ROOT, Row, program
from tests.etl import crashes
from tests.etl.outputs import contents

KILLS = 300


def rows(folder: Path) -> Iterator[Row]:
    """`raingan ingest --jobs 2` over an output of which one report is replaced, one joins a second source, two are new."""
    from etl.batch import ingest

    ingest(crashes.before(folder / "in"), folder / "old")
    files = crashes.after(folder / "in")
    new = crashes.copied(folder / "old", folder / "new")
    started = time.perf_counter()
    _run(files, new).wait()
    full = time.perf_counter() - started
    with pytest.MonkeyPatch.context() as patch:
        untold = crashes.untold(files, folder / "untold", patch)
    versions = [crashes.view(root) for root in (folder / "old", new, untold)]
    good, chance = contents(new), random.Random(1)
    same = killed = 0
    looks = torn = 0
    for _ in range(KILLS):
        root = crashes.copied(folder / "old", folder / "out")
        reader = _Reader(root, versions)
        process = _run(files, root)
        time.sleep(chance.uniform(0.1 * full, full))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        _run(files, root).wait()
        reader.stop()
        looks, torn = looks + reader.looks, torn + reader.torn
        same += contents(root) == good
    yield Row(
        f"{KILLS} runs killed at random instants ({killed} before they had ended), then run again: identical bytes",
        f"**{same} of {KILLS}**",
        f"{KILLS}",
        same == KILLS,
    )
    yield Row(f"half or mixed reports that a reader saw meanwhile, in {looks:,} looks", f"**{torn}**", "0", torn == 0)


def _run(files: list[Path], root: Path) -> subprocess.Popen[bytes]:
    command = [program(), "ingest", *map(str, files), "--output", str(root), "--jobs", "2"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class _Reader:
    """Looks at an output again and again, as a reader that joins with `reports` does."""

    def __init__(self, root: Path, versions: list[crashes.View]) -> None:
        self.looks = self.torn = 0
        self._root, self._versions, self._is_over = root, versions, threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self) -> None:
        while not self._is_over.wait(0.02):
            seen = crashes.view(self._root)
            self.looks += 1
            self.torn += sum(all(seen.of(name) != known.of(name) for known in self._versions) for name in seen.sources)

    def stop(self) -> None:
        """Ends it."""
        self._is_over.set()
        self._thread.join()
