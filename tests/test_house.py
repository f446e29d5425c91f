"""The house rules, held by the code's own tree."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for top in ("etl", "parsers", "schemas") for path in (ROOT / top).rglob("*.py"))
HEAVY = ("pandas", "pyarrow", "duckdb", "pdfplumber", "pypdfium2", "pythainlp", "rapidfuzz", "rich", "jinja2")
MOST_LINES, MOST_FUNCTION_LINES = 400, 50


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_module_is_longer_than_a_room() -> None:
    long = {named(path): count for path in MODULES if (count := len(path.read_text("utf-8").splitlines())) > MOST_LINES}
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{named(path)}:{node.name}"
        for path in MODULES
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > MOST_FUNCTION_LINES
    ]
    assert long == []


def test_every_module_opens_with_what_it_does() -> None:
    silent = [named(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def test_every_public_function_says_what_it_does() -> None:
    silent = [
        f"{named(path)}:{node.name}"
        for path in MODULES
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_there_is_one_trap_for_any_exception() -> None:
    traps = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception")
            ):
                traps.append(named(path))
    assert traps == ["etl/workers.py"]


def test_no_value_becomes_a_float() -> None:
    calls = [
        f"{named(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]
    geometry = [call for call in calls if call.startswith(("parsers/pdf/", "etl/reconcile/bench"))]
    assert calls == geometry


def test_no_module_is_called_after_nothing() -> None:
    assert [named(path) for path in MODULES if path.stem in ("utils", "util", "helpers", "misc", "common", "base", "core")] == []


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [
        ROOT / name
        for name in listed.stdout.splitlines()
        if name.endswith((".py", ".md", ".toml", ".txt", ".tsv", "Makefile", "run"))
    ]


def test_no_file_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(r"/(?:work|home|root|Users)/\w+|files\.pythonhosted|pypi\.org/simple|--index-url")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path.exists() and path.name != "test_house.py" and path.suffix != ".lock"
        for match in forbidden.finditer(path.read_text("utf-8", "replace"))
    ]
    assert found == []


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; sys.argv = ['raingan', '--help']\n"
        "from etl.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('HEAVY', sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY []"


@pytest.mark.parametrize("command", ["ingest", "check", "inspect", "query", "audit", "diff", "compact"])
def test_every_command_shows_an_example(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "etl.cli", command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Example:" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
