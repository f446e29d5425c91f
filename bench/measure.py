"""What every part of the bench shares: a line of the table, commands that are timed, measurements in a process of their own."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ROOT.parent / "shared" / "reports"
TIMES = 5


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, on what, what came out, and the goal."""

    what: str
    measured: str
    goal: str
    reached: bool | None = None

    def line(self) -> str:
        mark = {True: "yes", False: "**no**", None: ""}[self.reached]
        return f"| {self.what} | {self.measured} | {self.goal} | {mark} |"


def text_report() -> Path:
    beside = BESIDE / "etda-2568-q4.txt"
    return beside if beside.exists() else ROOT / "raw" / "sample-2568-q4.txt"


def slides_report() -> Path:
    beside = BESIDE / "etda-2568-q4-slides.pdf"
    return beside if beside.exists() else ROOT / "raw" / "sample-2568-q4.pdf"


def beyond_imports(name: str, folder: Path, *arguments: str) -> dict[str, float]:
    """The median of several runs that begin with every module loaded that the work needs."""
    first = child(name, *arguments)
    loaded = folder / f"{name}.json"
    loaded.write_text(json.dumps(first["modules"]), "utf-8")
    runs = [child(name, *arguments, str(loaded)) for _ in range(3)]
    return {key: median([run[key] for run in runs]) for key in ("cpu", "wall")}


def child(name: str, *arguments: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "bench.child", name, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"bench: {name} failed\n{done.stderr}")
    return json.loads(done.stdout)


def timed(command: list[str], code: int = 0) -> tuple[float, float]:
    """CPU and wall seconds of a command that ends with `code`, its workers with it."""
    started = time.perf_counter()
    before = os.times()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    wall, after = time.perf_counter() - started, os.times()
    if done.returncode != code:
        raise SystemExit(f"bench: {command} failed\n{done.stderr.decode()}")
    return after.children_user + after.children_system - before.children_user - before.children_system, wall


def program() -> str:
    return str(Path(sys.executable).with_name("raingan"))


def median(values: list[float]) -> float:
    return statistics.median(values)


def milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


def machine() -> str:
    model = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        named = next((line for line in info.read_text().splitlines() if line.startswith("model name")), ": ")
        words = named.partition(":")[2].split()
        model = next((word.split("(")[0] for word in words), model)
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, {platform.system()}"
