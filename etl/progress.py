"""Says how a run goes while it goes: a bar on a terminal, a line a file elsewhere, JSON lines for machines."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from etl.batch import Summary
from etl.manifest import QUARANTINED, SUPERSEDED, Entry
from etl.screen import clip, visible, width
from parsers.english import counted

_BAR = 24
_WIDTH = 80


class Progress:
    """Progress of a run: a bar with rate and time left on a terminal, a line a file elsewhere."""

    def __init__(self, stream: TextIO, *, as_json: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._as_json, self._clock = stream, as_json, clock
        self._started = clock()
        self._is_terminal = stream.isatty() and not as_json
        self._said: dict[str, str] = {}  # path of a file: the state it was said to have

    def waits(self) -> None:
        """Another run holds the output."""
        if self._as_json:
            self._line(json.dumps({"event": "waits"}))
        else:
            self._line("Another run is writing this output: waiting until it ends.")

    def __call__(self, done: int, total: int, entry: Entry | None) -> None:
        """One more file is read."""
        if self._as_json:
            if entry is not None:
                self._said[entry.path] = entry.state
            self._line(_as_json("read", entry, done=done, total=total))
        elif self._is_terminal:
            self._draw(done, total, entry)
        else:
            self._line(f"{done}/{total} {_one_line(entry)}")

    def close(self, summary: Summary, skipped: Sequence[Path] = ()) -> None:
        """Leaves the bar's line; in JSON, the files whose state is another now, and the sums of the run."""
        if self._is_terminal:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
        if self._as_json:
            for entry in summary.read:
                if self._said.get(entry.path, entry.state) != entry.state:
                    self._line(_as_json("settled", entry))
            self._line(json.dumps(_sums(summary, skipped, self._clock() - self._started), ensure_ascii=False))

    def _line(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()

    def _draw(self, done: int, total: int, entry: Entry | None) -> None:
        seconds = max(self._clock() - self._started, 1e-6)
        rate = done / seconds
        left = (total - done) / rate
        filled = _BAR * done // total
        bar = "█" * filled + "░" * (_BAR - filled)
        text = f"{bar} {done}/{total}  {rate:.1f}/s  {left:.0f} s left  "
        name = clip(visible(entry.name), _WIDTH - width(text) - 1) if entry is not None else ""
        self._stream.write(f"\r\x1b[K{text}{name}")
        self._stream.flush()


def _one_line(entry: Entry | None) -> str:
    if entry is None:
        return "left for the next run"
    if entry.state == QUARANTINED:
        return f"quarantined {visible(entry.name)} [{entry.reason}]"
    # Which of several sources is published is settled when all are read: the closing table says it.
    state = "read" if entry.state == SUPERSEDED else entry.state
    return f"{state} {entry.report_id} from {visible(entry.name)}: {counted(entry.errors, 'error')}, {counted(entry.warnings, 'warning')}"


def _as_json(event: str, entry: Entry | None, **numbers: int) -> str:
    content: dict[str, object] = {"event": event, **numbers}
    if entry is not None:
        content |= {
            "file": entry.name, "state": entry.state, "report_id": entry.report_id, "reason": entry.reason,
            "sentence": entry.sentence, "errors": entry.errors, "warnings": entry.warnings, "seconds": entry.seconds,
        }  # fmt: skip
    return json.dumps(content, ensure_ascii=False)


def _sums(summary: Summary, skipped: Sequence[Path], seconds: float) -> dict[str, object]:
    states = Counter(entry.state for entry in summary.read)
    return {
        "event": "summary",
        "read": len(summary.read),
        **{state: states[state] for state in sorted(states)},
        "unchanged": len(summary.unchanged),
        "refused": len(summary.refused),
        "vanished": [entry.name for entry in summary.vanished],
        "told": list(summary.told),
        "kept": list(summary.kept),
        "unread": [name for name, _ in summary.unread],
        "skipped": [path.name for path in skipped],
        "left": summary.left,
        "interrupted": summary.is_interrupted,
        "seconds": round(seconds, 3),
    }
