"""The ledger of decisions: what can be read, what is followed, what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.beside import NearestFiles
from etl.series.decisions import LEDGER, Decision, load, load_all, weigh
from etl.series.linking import Named, NamedReport
from schemas.errors import UsageError
from schemas.ids import project_id

A, B, C = (project_id("sample", name) for name in ("โครงการ ก", "โครงการ ข", "โครงการ ค"))
GOOD = """
[[decision]]
agency = "sample"
projects = ["โครงการ ก", "โครงการ ข"]
same = true
who = "สมหญิง"
why = "เปลี่ยนชื่อ"
"""


def test_a_decision_names_projects_by_name_or_id(tmp_path: Path) -> None:
    path = tmp_path / "series.toml"
    path.write_text(GOOD + GOOD.replace('"โครงการ ก"', f'"{C}"').replace("true", "false"), "utf-8")
    first, second = load(path)
    assert (first.ids(), first.same, first.number) == ((A, B), True, 1)
    assert (second.ids(), second.same, second.number) == ((C, B), False, 2)
    assert [found.number for found in load_all([path], "sample")] == [1, 2]
    assert list(load_all([path], "etda")) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[decision]", "cannot be read"),
        ("decision = 3", r"under \[\[decision\]\]"),
        ("decision = [3]", r"under \[\[decision\]\]"),
        (GOOD + "until = 2026-01-01", "there is no field “until”"),
        (GOOD.replace('who = "สมหญิง"', ""), "“who” must say who"),
        (GOOD.replace("เปลี่ยนชื่อ", "  "), "“why” must say why"),
        (GOOD.replace('"sample"', "7"), "“agency” must say agency"),
        (GOOD.replace("true", '"yes"'), "“same” must be true or false"),
        (GOOD.replace(', "โครงการ ข"', ""), "“projects” must be two"),
        (GOOD.replace('"โครงการ ข"', "3"), "“projects” must be two"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "series.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=says):
        load(path)


def test_bytes_that_are_no_text_are_said(tmp_path: Path) -> None:
    (tmp_path / "series.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "series.toml")


def test_the_nearest_file_holds(tmp_path: Path) -> None:
    inner = tmp_path / "raw" / "2568"
    inner.mkdir(parents=True)
    assert NearestFiles(LEDGER).of(inner) == (None, "")
    (tmp_path / "raw" / "series.toml").write_text(GOOD, "utf-8")
    found, digest = NearestFiles(LEDGER).of(inner)
    assert found == tmp_path / "raw" / "series.toml"
    assert len(digest) == 64
    (inner / "series.toml").write_text("", "utf-8")
    assert NearestFiles(LEDGER).of(inner)[0] == inner / "series.toml"


# A and B in turn, B and C beside each other in r3
REPORTS = [
    NamedReport("r1", 2568, (Named(A, "ก"),)),
    NamedReport("r2", 2568, (Named(B, "ข"),)),
    NamedReport("r3", 2568, (Named(B, "ข"), Named(C, "ค"))),
]
UNKNOWN = "0123456789abcdef"


@pytest.mark.parametrize(
    ("decisions", "stale", "why"),
    [
        ([(A, B, True)], {}, "it is followed"),
        ([(A, UNKNOWN, True)], {1: "no report has both"}, "nobody knows the project"),
        ([(UNKNOWN, "fedcba9876543210", False)], {1: "no report has both"}, "nobody knows either"),
        ([(A, A, False)], {1: "one project by its name"}, "a project and itself"),
        ([(B, C, True)], {1: "beside each other in r3"}, "a report has both"),
        ([(A, B, True), (B, A, True)], {2: "says the same"}, "twice"),
        ([(A, B, False), (A, B, False)], {2: "says the same"}, "twice apart"),
        ([(A, B, True), (A, B, False)], {2: "contradicts"}, "one, then two"),
        ([(A, B, False), (A, B, True)], {2: "contradicts"}, "two, then one"),
        ([(A, B, True), (A, C, True)], {2: "beside each other in r3"}, "what is one with B cannot be one with C"),
        ([(A, C, True), (B, C, False), (A, B, True)], {3: "contradicts"}, "over a third"),
    ],
)
def test_what_is_followed_and_what_is_not(decisions: list[tuple[str, str, bool]], stale: dict[int, str], why: str) -> None:
    taken = [Decision("sample", (one, other), same, "ส", "ต", n) for n, (one, other, same) in enumerate(decisions, start=1)]
    _, found = weigh(taken, REPORTS)
    assert {one.decision.number for one in found} == set(stale), why
    for one in found:
        assert stale[one.decision.number] in one.why_en
        assert one.why_th
