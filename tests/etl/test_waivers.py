"""Findings that a person has accepted: what a waiver marks, and when it no longer holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from etl.batch import ingest
from etl.cli import main
from etl.beside import NearestFiles
from etl.waivers import LEDGER, WaiverHashes, load, waived
from schemas.document import Document, Place, Source
from schemas.errors import UsageError
from schemas.finding import Finding, Subject
from schemas.record import Read, Records, ReportHead
from schemas.report import Report
from tests.etl.outputs import row

Inbox = Callable[..., Path]

BY_RULE = """
[[waiver]]
rule = "kpi.quarters_sum"
report_id = "sample-2568-q4"
project_no = 7
kpi_no = 3
reported = "3,907"
expected = "3,904"
who = "สมหญิง"
why = "ยืนยันกับหน่วยงานแล้ว"
until = 2026-03-31
"""


def found(finding_id: str, kpi_no: int, reported: str = "3,907", expected: str = "3,904") -> Finding:
    return Finding(
        finding_id=finding_id, check_id=None, rule="kpi.quarters_sum", severity="error",
        subject=Subject(project_no=7, kpi_no=kpi_no), reported=reported, expected=expected, difference="3",
        message_th="ไม่ตรง", message_en="differs", place=Place(line=1), source_text="",
    )  # fmt: skip


@pytest.fixture
def judged(tmp_path: Path) -> Callable[..., Report]:
    """The report of two findings (ids a and b, KPIs 3 and 4) after the waivers beside it."""

    def judge(waivers: str, *findings: Finding, as_of: date | None = date(2025, 9, 30)) -> Report:
        (tmp_path / "waivers.toml").write_text(waivers, "utf-8")
        read = Read(Place(line=1), "รายงาน")
        head = ReportHead("sample-2568-q4", "sample", "สตร.", "given", 2568, 4, "รายงาน", None, None, as_of, read)
        document = Document(Source("r.txt", "00", 1, "text/plain"), (), (), "text")
        report = Report(document, Records(head), (), findings or (found("a", 3), found("b", 4)), (), ())
        return waived(report, tmp_path / "r.txt")

    return judge


def accepted(report: Report) -> dict[str, tuple[str | None, str | None]]:
    """What the waivers marked: finding id → by whom and why."""
    return {f.finding_id: (f.waived_by, f.waived_why) for f in report.findings if f.waived_by is not None}


def stale(report: Report) -> list[str]:
    """What is said of waivers that do not hold."""
    return [f.message_en for f in report.findings if f.rule == "waiver.stale"]


Judge = Callable[..., Report]


@pytest.mark.parametrize(
    ("waiver", "ids"),
    [
        (BY_RULE, ["a"]),
        ('[[waiver]]\nfinding_id = "b"\nwho = "ก"\nwhy = "ข"\n', ["b"]),
        ('[[waiver]]\nrule = "kpi.quarters_sum"\nwho = "ก"\nwhy = "ข"\n', ["a", "b"]),
        ('[[waiver]]\nrule = "kpi.quarters_sum"\nkpi_no = 4\nwho = "ก"\nwhy = "ข"\nreported = "3907"\n', ["b"]),
        ('[[waiver]]\nrule = "kpi.quarters_sum"\nreport_id = "sample-2568-q3"\nwho = "ก"\nwhy = "ข"\n', []),
        ('[[waiver]]\nrule = "kpi.plan_sum"\nwho = "ก"\nwhy = "ข"\n', []),
    ],
    ids=["rule and place", "id", "rule alone", "a figure without its comma", "another report", "another rule"],
)
def test_a_waiver_marks_what_it_names_and_nothing_else(judged: Judge, waiver: str, ids: list[str]) -> None:
    report = judged(waiver)
    assert sorted(accepted(report)) == ids
    assert stale(report) == []
    assert [f.finding_id for f in report.findings] == ["a", "b"]  # what is waived stays in the data


def test_a_waived_finding_says_by_whom_and_why(judged: Judge) -> None:
    assert accepted(judged(BY_RULE)) == {"a": ("สมหญิง", "ยืนยันกับหน่วยงานแล้ว")}


@pytest.mark.parametrize(
    ("findings", "as_of", "said"),
    [
        ((found("a", 3, reported="3,908"),), date(2025, 9, 30), "given for reported 3,907, the report now has 3,908"),
        ((found("a", 3, expected="3,900"),), date(2025, 9, 30), "given for expected 3,904, the report now has 3,900"),
        ((found("a", 3),), date(2026, 4, 1), "it held until 2026-03-31"),
        ((found("a", 5),), date(2025, 9, 30), "no finding fits it"),
    ],
    ids=["the report's figure changed", "the expected figure changed", "expired", "useless"],
)
def test_a_waiver_that_does_not_hold_is_a_finding_of_its_own(
    judged: Judge, findings: tuple[Finding, ...], as_of: date, said: str
) -> None:
    report = judged(BY_RULE, *findings, as_of=as_of)
    assert accepted(report) == {}
    (sentence,) = stale(report)
    assert said in sentence
    assert "สมหญิง" in sentence
    assert report.findings[-1].severity == "warning"


def test_why_a_waiver_does_not_hold_is_said_in_thai_too(judged: Judge) -> None:
    cases = {
        "ให้ไว้เมื่อรายงานไว้ 3,907 แต่ตอนนี้เป็น 3,908": judged(BY_RULE, found("a", 3, reported="3,908")),
        "ใช้ได้ถึง 2026-03-31": judged(BY_RULE, as_of=date(2026, 4, 1)),
        "ไม่มีข้อใดในรายงานตรงกับคำยกเว้นนี้": judged(BY_RULE, found("a", 5)),
    }
    for said, report in cases.items():
        assert report.findings[-1].message_th.endswith(said)


def test_a_waiver_holds_to_the_end_of_its_last_day(judged: Judge) -> None:
    assert list(accepted(judged(BY_RULE, as_of=date(2026, 3, 31)))) == ["a"]


def test_two_waivers_that_do_not_hold_are_two_findings(judged: Judge) -> None:
    report = judged(BY_RULE + BY_RULE.replace('"3,907"', '"1"'), found("a", 5))
    assert len({f.finding_id for f in report.findings if f.rule == "waiver.stale"}) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[waiver]\n", "cannot be read"),
        ("waiver = 3\n", "under [[waiver]]"),
        ("waiver = [1]\n", "under [[waiver]]"),
        ('[[waiver]]\nrule = "x"\nwho = "ก"\n', "“why” must say why"),
        ('[[waiver]]\nrule = "x"\nwho = " "\nwhy = "ข"\n', "“who” must say who"),
        ('[[waiver]]\nwho = "ก"\nwhy = "ข"\n', "neither a “finding_id” nor a “rule”"),
        ('[[waiver]]\nrule = "x"\nproject = 7\nwho = "ก"\nwhy = "ข"\n', "no field “project”"),
        ('[[waiver]]\nrule = "x"\nwho = "ก"\nwhy = "ข"\nuntil = "31 มี.ค. 69"\n', "must be a date"),
        ('[[waiver]]\nrule = "x"\nwho = "ก"\nwhy = "ข"\nuntil = 2026-03-31T00:00:00\n', "must be a date"),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_the_place_and_the_way_out(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        load(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert caught.value.advice.startswith("Mend that file")  # the command is right


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    above, own = tmp_path / "waivers.toml", tmp_path / "raw" / "2568" / "waivers.toml"
    own.parent.mkdir(parents=True)
    assert WaiverHashes().of(own.parent / "r.txt") == ""
    above.write_text("# beside raw/\n")
    assert NearestFiles(LEDGER).of(own.parent)[0] == above
    own.write_text("# beside the report\n")
    assert NearestFiles(LEDGER).of(own.parent)[0] == own
    assert NearestFiles(LEDGER).of(tmp_path)[0] == above
    assert WaiverHashes().of(own.parent / "r.txt") != WaiverHashes().of(tmp_path / "r.txt") != ""


# From a file on the disk to exit code and dataset


@pytest.fixture
def wrong(inbox: Inbox) -> Path:
    """A report whose first project planned 10 more than its quarters add up to."""
    path = inbox("q1")
    head, row_begin, rest = path.read_text("utf-8").partition("แผนการใช้จ่าย\t")
    total, tab, tail = rest.partition("\t")
    whole, point, decimals = total.partition(".")
    changed = f"{int(whole.replace(',', '')) + 10:,}{point}{decimals}"
    path.write_text(head + row_begin + changed + tab + tail, "utf-8")
    return path


def check(path: Path) -> tuple[int, list[dict[str, Any]]]:
    result = CliRunner().invoke(main, ["check", str(path), "--format", "json"])
    return result.exit_code, json.loads(result.stdout)["findings"]


def test_check_says_what_is_waived_last(wrong: Path) -> None:
    _, findings = check(wrong)
    waived = next(finding for finding in findings if finding["severity"] == "error")
    assert len(findings) > 1
    words = f'[[waiver]]\nfinding_id = "{waived["finding_id"]}"\nwho = "สมชาย"\nwhy = "ตรวจแล้ว"\n'
    wrong.with_name("waivers.toml").write_text(words, "utf-8")
    said = CliRunner().invoke(main, ["check", str(wrong), "--language", "en"]).stdout.splitlines()
    heads = [line.split() for line in said if line.startswith(("  error ", "  warning ", "  info "))]
    assert heads[-1][3:] == [waived["rule"], "(waived", "by", "สมชาย)"]
    assert all(len(head) == len(heads[-1]) - 3 for head in heads[:-1])  # no word of a waiver in the others


def test_a_waived_error_counts_in_no_exit_code_and_no_error_count_and_stays_in_the_data(wrong: Path, root: Path) -> None:
    code, findings = check(wrong)
    errors = [finding for finding in findings if finding["severity"] == "error"]
    assert (code, len(errors) > 0) == (1, True)
    ingest([wrong], root)
    assert row(root, "sample-2568-q1")["error_count"] == len(errors)
    waivers = wrong.with_name("waivers.toml")
    waivers.write_text(
        "".join(f'[[waiver]]\nfinding_id = "{e["finding_id"]}"\nwho = "สมชาย"\nwhy = "ตรวจแล้ว"\n' for e in errors), "utf-8"
    )
    code, findings = check(wrong)
    assert code == 0
    assert {f["waived_by"] for f in findings if f["severity"] == "error"} == {"สมชาย"}
    assert [entry.name for entry in ingest([wrong], root).read] == [wrong.name]  # the waivers are part of the input
    assert row(root, "sample-2568-q1")["error_count"] == 0
    table = pq.read_table(root / "datasets" / "findings" / "2568" / "q1" / "sample-2568-q1.parquet")
    assert table.column("waived_why").to_pylist().count("ตรวจแล้ว") == len(errors)
    waivers.unlink()
    ingest([wrong], root)
    assert row(root, "sample-2568-q1")["error_count"] == len(errors)
