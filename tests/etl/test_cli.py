"""The commands as people and cron call them: exit codes, what is printed, and how wide."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from etl import batch
from etl.cli import main
from etl.screen import width
from etl.workers import Limits
from tests.etl.outputs import contents, published, states

Inbox = Callable[..., Path]
RAW = Path(__file__).resolve().parents[2] / "raw"


def call(*arguments: object) -> Result:
    """One call of `raingan`."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def json_lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def refused(folder: Path, name: str = "ว่าง.txt") -> Path:
    """A file with nothing in it."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(b"")
    return path


def with_error(inbox: Inbox) -> Path:
    """The first quarter's report with a plan that is no longer the sum of its quarters."""
    path = inbox("q1")
    text = path.read_text("utf-8")
    lines = text.splitlines(keepends=True)
    row = next(number for number, line in enumerate(lines) if line.startswith("แผนการใช้จ่าย") and line.count("\t") >= 5)
    cells = lines[row].split("\t")
    cells[1] = cells[1].replace("1", "2", 1) if "1" in cells[1] else "9" + cells[1]
    lines[row] = "\t".join(cells)
    path.write_text("".join(lines), "utf-8")
    return path


# Exit codes


def test_ingest_ends_with_0_when_all_is_published_and_1_when_a_file_is_refused(inbox: Inbox, root: Path, tmp_path: Path) -> None:
    inbox("q1")
    assert call("ingest", tmp_path / "in", "--output", root).exit_code == 0
    refused(tmp_path / "in")
    assert call("ingest", tmp_path / "in", "--output", root).exit_code == 1
    assert call("ingest", tmp_path / "in", "--output", root).exit_code == 1  # still refused, though nothing is read
    assert published(root) == ["sample-2568-q1"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ingest", "{in}/missing"), "There is no file or folder"),
        (("ingest", "{in}", "--agency", "../etda"), "is no agency id"),
        (("check", "{in}/missing.txt"), "There is no file"),
        (("inspect", "{in}/missing.txt"), "There is no file"),
        (("check", "{in}"), "is a folder: name the files in it"),
        (("audit", "{in}"), "is a folder: name the files in it"),
        (("check", "/dev/null"), "is a pipe or a device"),
        (("ingest", "/dev/null"), "is a pipe or a device"),
        (("check", "a" * 300), "cannot be read: File name too long"),
        (("audit", "{empty}"), "has no bytes"),
        (("inspect", "{file}", "--pages", "x"), "names no pages"),
        (("inspect", "{file}", "--pages", "1,3-1"), "“3-1” runs backwards and names no pages; write it as 1-3."),
        (("inspect", "{file}", "--pages", "2"), "is a text file, which is one page: there is no page 2 in it."),
        (("inspect", "{pdf}", "--pages", "99-120"), "“sample-2568-q4.pdf” has 26 pages: there is no page 99 in it."),
        (("status", "--output", "{in}"), "run `raingan ingest` first"),
        (("retry", "--output", "{in}"), "run `raingan ingest` first"),
        (("remove", "a-2568-q1", "--output", "{in}"), "nothing to remove"),
        (("remove", "--output", "{in}"), "Name the reports to remove"),
        (("ingest", "{file}", "--output", "{file}"), "cannot be written"),
        (("ingest", "{file}", "--output", ""), "it is empty"),
        (("ingest", "", "--output", "{in}/out"), "it is empty"),
        (("status", "--output", ""), "it is empty"),
        (("check", ""), "it is empty"),
        (("export", "--xlsx", ""), "it is empty"),
        (("ingest", "--jobs", "0"), "--jobs"),
        (("ingest", "--colour"), "No such option"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_what_is_wrong(
    inbox: Inbox, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    names = {
        "in": str(tmp_path / "in"), "file": str(inbox("q1")), "pdf": str(RAW / "sample-2568-q4.pdf"),
        "empty": str(refused(tmp_path / "empty")),
    }  # fmt: skip
    result = call(*(argument.format(**names) for argument in arguments))
    assert (result.exit_code, said in result.stderr) == (2, True), result.output
    assert result.stdout == ""


def test_a_manifest_that_is_no_manifest_ends_with_3_and_the_way_out(inbox: Inbox, root: Path, tmp_path: Path) -> None:
    inbox("q1")
    root.mkdir()
    (root / ".manifest.sqlite").write_bytes(b"no database" * 100)
    result = call("ingest", tmp_path / "in", "--output", root)
    assert result.exit_code == 3
    assert "Delete it and run again" in result.stderr


def test_check_ends_with_0_1_or_2_and_publishes_nothing(inbox: Inbox, tmp_path: Path) -> None:
    clean = inbox("q2")
    assert call("check", clean).exit_code == 0
    wrong = with_error(inbox)
    assert call("check", wrong).exit_code == 1
    assert call("check", refused(tmp_path / "in"), wrong, clean).exit_code == 2
    assert not (tmp_path / "output").exists()


def test_one_is_said_as_one(inbox: Inbox, root: Path, tmp_path: Path) -> None:
    wrong = with_error(inbox)
    table = "รหัส\tชื่อ\n"  # of no known kind, and one row
    letter = tmp_path / "letter.txt"
    letter.write_text(table + "ประกาศ\n" * 9, "utf-8")
    refusal = call("check", letter, "--language", "en").stdout.replace("\n  ", " ")
    assert "No table of a known report stands in it (1 table, first words “รหัส ชื่อ”)" in refusal
    wrong.write_text(wrong.read_text("utf-8") + "\nภาคผนวก\n" + table, "utf-8")
    said = call("check", wrong, "--language", "en").stdout
    assert "(1 row) is of no known kind" in said.replace("\n           ", " ")
    assert said.endswith(", 1 note\n")
    call("ingest", wrong, "--output", root)
    assert "Nothing changed in 1 file.\n" in call("ingest", wrong, "--output", root).stdout


def test_progress_does_not_say_of_a_source_what_is_settled_when_all_are_read(root: Path) -> None:
    result = call("ingest", RAW / "sample-2568-q4.pdf", RAW / "sample-2568-q4.txt", "--jobs", "1", "--output", root)
    assert [" ".join(line.split()[:2]) for line in result.stderr.splitlines()] == ["1/2 published", "2/2 read"]
    settled = [line for line in result.stdout.splitlines() if line.startswith("superseded")]
    assert settled == ["superseded  sample-2568-q4.txt: another source of sample-2568-q4 is published"]


def test_a_name_that_is_no_file_does_not_stop_the_others(inbox: Inbox, tmp_path: Path) -> None:
    names = [tmp_path / "missing.txt", with_error(inbox), tmp_path]
    result = call("check", *names, "--format", "json")
    lines = json_lines(result.stdout)
    assert [(line["file"], line["status"], line["reason"]) for line in lines] == [
        (str(names[0]), "quarantined", "source.no_file"),
        (str(names[1]), "ok", None),
        (str(names[2]), "quarantined", "source.no_file"),
    ]
    assert lines[0]["sentence"] == f"There is no file “{names[0]}”."
    assert (lines[0]["report_id"], lines[0]["findings"]) == (None, [])
    assert lines[0]["sentence_th"].startswith("ชื่อนี้ไม่ใช่ชื่อไฟล์")
    assert (result.exit_code, "There is no file" in result.stderr, "is a folder" in result.stderr) == (2, True, True)
    shown = call("inspect", *names, "--format", "json", "--pages", "1-9")
    assert [line["page"] for line in json_lines(shown.stdout)] == [1]
    assert (shown.exit_code, "There is no file" in shown.stderr) == (2, True)


def test_a_file_without_the_pages_asked_for_does_not_stop_the_others(inbox: Inbox) -> None:
    shown = call("inspect", inbox("q1"), RAW / "sample-2568-q4.pdf", "--format", "json", "--pages", "2")
    assert [line["page"] for line in json_lines(shown.stdout)] == [2]
    assert (shown.exit_code, "is one page" in shown.stderr) == (2, True)


def test_check_says_each_file_in_the_order_given(inbox: Inbox, tmp_path: Path) -> None:
    files = [inbox("q2"), refused(tmp_path / "in"), with_error(inbox)]
    lines = json_lines(call("check", *files, "--format", "json").stdout)
    assert [(line["file"], line["status"]) for line in lines] == [
        (str(files[0]), "ok"),
        (str(files[1]), "quarantined"),
        (str(files[2]), "ok"),
    ]
    wrong = {finding["rule"] for finding in lines[2]["findings"] if finding["severity"] == "error"}
    assert "budget.quarters_sum" in wrong
    assert lines[1]["reason"] == "source.empty"


def test_check_says_a_refusal_in_the_language_asked_for(tmp_path: Path) -> None:
    empty = refused(tmp_path / "in")
    assert call("check", empty).stdout.splitlines() == [
        "ว่าง.txt: อ่านเป็นรายงานไม่ได้ [source.empty]",
        "  “ว่าง.txt” เป็นไฟล์ว่าง ไม่มีข้อมูลแม้แต่ไบต์เดียว",
        "  → ขอไฟล์จากหน่วยงานอีกครั้ง สำเนาที่ได้รับไม่มีเนื้อหา",
    ]
    assert call("check", empty, "--language", "en").stdout.splitlines() == [
        "ว่าง.txt: refused [source.empty]",
        "  “ว่าง.txt” has no bytes.",
        "  → Ask the agency for the file again: the copy that arrived has no",
        "    content.",
    ]


def test_check_says_what_has_no_thai_of_its_own_in_both(tmp_path: Path) -> None:
    """What the engine says of a PDF is English: what its code says stands before it."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + b"words that are no PDF\n" * 200)
    said = call("check", tmp_path / "a.pdf").stdout.splitlines()
    assert said[:2] == [
        "a.pdf: อ่านเป็นรายงานไม่ได้ [pdf.damaged]",
        "  โครงสร้างของ PDF เสียหาย: ไฟล์ขาดตอน อ้างอิงวนซ้ำ หรือเนื้อในไม่ใช่ PDF",
    ]
    assert said[2].startswith("  The PDF cannot be opened")


def test_check_speaks_one_language(inbox: Inbox) -> None:
    wrong = with_error(inbox)
    thai, english = call("check", wrong).stdout.splitlines(), call("check", wrong, "--language", "en").stdout.splitlines()
    assert thai[1].split()[:3] == ["ข้อผิดพลาด", "บรรทัด", english[1].split()[2]]
    assert english[1].split()[:2] == ["error", "line"]
    assert (thai[-1].split()[0], thai[-1].split()[2]) == ("ตรวจ", "สมการ:")
    assert any(line.startswith("  จำนวนสมการที่ตรวจรายกฎ: ") for line in thai)
    assert any(line.startswith("  equations by rule: ") for line in english)


# What a person sees


def vanished(folder: Path, gone: Path, root: Path) -> Result:
    """A run after a source has vanished."""
    gone.unlink()
    return call("ingest", folder, "--output", root)


def test_nothing_printed_is_wider_than_80_columns(inbox: Inbox, root: Path, tmp_path: Path) -> None:
    inbox("q1")
    gone = inbox("q2", name=f"{'รายงานผลการดำเนินงาน' * 3}.txt")
    refused(tmp_path / "in")
    (tmp_path / "in" / "no-report.txt").write_text("ประกาศ เรื่อง วันหยุดราชการ\n" * 40, "utf-8")
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG")
    folder = tmp_path / "in"
    shown = [
        call("ingest", folder, "--output", root).stdout,
        call("status", "--output", root).output,
        vanished(folder, gone, root).stdout,
        call("check", *folder.glob("*.txt")).output,
        call("remove", "sample-2568-q1", "--output", root).output,
        call("--help").output,
        *(call(name, "--help").output for name in main.commands),
    ]
    paths = (str(root), str(tmp_path))
    wide = [line for text in shown for line in text.splitlines() if width(line) > 80 and not any(p in line for p in paths)]
    assert wide == []


def test_the_closing_table_counts_what_was_read(inbox: Inbox, root: Path, tmp_path: Path) -> None:
    inbox("q1")
    inbox("q2")
    lines = call("ingest", tmp_path / "in", "--output", root, "--jobs", "1").stdout.splitlines()
    head, _, first, second, _, total = lines[:6]
    assert head.split() == ["report", "projects", "KPIs", "equations", "errors", "warnings", "notes"]
    assert (first.split()[0], second.split()[0], total.split()[:2]) == ("sample-2568-q1", "sample-2568-q2", ["2", "reports"])
    assert int(total.split()[2]) == int(first.split()[1]) + int(second.split()[1])


def test_a_log_in_json_is_json_and_nothing_else(inbox: Inbox, root: Path, tmp_path: Path) -> None:
    inbox("q1")
    refused(tmp_path / "in")
    result = call("ingest", tmp_path / "in", "--output", root, "--log-format", "json")
    assert result.stdout == ""
    read = {line["file"]: line for line in json_lines(result.stderr) if line["event"] == "read"}
    assert read["sample-2568-q1.txt"]["state"] == "published"
    assert read["ว่าง.txt"]["reason"] == "source.empty"
    last = json_lines(result.stderr)[-1]
    assert (last["event"], last["published"], last["quarantined"], last["refused"]) == ("summary", 1, 1, 1)


# status, retry, remove


def test_make_clean_leaves_nothing_of_an_output(inbox: Inbox, tmp_path: Path) -> None:
    output = tmp_path / "output"
    call("ingest", inbox("q1"), refused(tmp_path / "in"), "--output", output)
    call("compact", "--output", output)
    (output / ".gitkeep").touch()
    subprocess.run(["make", "--file", RAW.parent / "Makefile", "clean"], cwd=tmp_path, check=True, capture_output=True)
    assert [path.name for path in output.iterdir()] == [".gitkeep"]


def test_status_says_what_came_of_every_file_and_what_it_is_now(inbox: Inbox, root: Path, tmp_path: Path) -> None:
    first, second, third = inbox("q1"), inbox("q2"), inbox("q3")
    refused(tmp_path / "in")
    call("ingest", tmp_path / "in", "--output", root)
    second.write_text(second.read_text("utf-8") + "\nหมายเหตุ : แก้ไข\n", "utf-8")
    third.unlink()
    files = {line["file"]: line for line in json_lines(call("status", "--output", root, "--format", "json").stdout)}
    assert {name: (line["state"], line["now"]) for name, line in files.items()} == {
        first.name: ("published", "unchanged"),
        second.name: ("published", "changed"),
        third.name: ("published", "vanished"),
        "ว่าง.txt": ("quarantined", "unchanged"),
    }
    assert files[first.name]["rows"]["reports"] == 1
    assert files[first.name]["rows"]["budgets"] > 0
    assert files["ว่าง.txt"]["reason"] == "source.empty"
    table = call("status", "--output", root).stdout
    assert "1 published and vanished" in table
    assert "source.empty" in table


def test_retry_reads_the_refused_again_and_nothing_else(inbox: Inbox, root: Path, tmp_path: Path) -> None:
    inbox("q1")
    bad = refused(tmp_path / "in", "q2.txt")
    call("ingest", tmp_path / "in", "--output", root)
    bad.write_bytes(inbox("q2", name="other").read_bytes())
    result = call("retry", "--output", root, "--log-format", "json")
    assert result.exit_code == 0
    assert [line["file"] for line in json_lines(result.stderr) if line["event"] == "read"] == ["q2.txt"]
    assert published(root) == ["sample-2568-q1", "sample-2568-q2"]
    again = call("retry", "--output", root)
    assert (again.exit_code, again.stdout) == (0, "Nothing is in quarantine.\n")


def test_limits_given_by_hand_hold_for_each_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[batch.Options] = []

    def remember(_paths: Sequence[Path], _root: Path, options: batch.Options, *, force: bool) -> batch.Summary:
        assert force
        given.append(options)
        return batch.Summary((), (), (), (), ())

    monkeypatch.setattr(batch, "ingest", remember)
    assert call("ingest", tmp_path, "--force", "--timeout", "7", "--memory", "128", "--jobs", "3").exit_code == 0
    (options,) = given
    assert (options.limits, options.jobs) == (Limits(seconds=7, memory=134_217_728), 3)


def test_remove_takes_a_report_out_and_leaves_the_others_as_they_are(inbox: Inbox, root: Path, tmp_path: Path) -> None:
    kept, gone = inbox("q1"), inbox("q2")
    call("ingest", kept, "--output", tmp_path / "never")
    call("ingest", kept, gone, "--output", root)
    gone.unlink()
    result = call("remove", "sample-2568-q2", "--output", root)
    assert (result.exit_code, result.stdout) == (0, "removed     sample-2568-q2\n")
    assert contents(root) == contents(tmp_path / "never")
    assert states(root) == {kept.name: "published"}


def test_remove_says_that_a_source_which_stands_will_be_read_again(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    call("ingest", source, "--output", root)
    assert f"standing    {source.name}" in call("remove", "sample-2568-q1", "--output", root).stdout
    assert published(root) == []
    call("ingest", source, "--output", root)
    assert published(root) == ["sample-2568-q1"]


def test_remove_vanished_takes_out_only_what_has_no_source_left(inbox: Inbox, root: Path) -> None:
    kept, gone = inbox("q1"), inbox("q2")
    call("ingest", kept, gone, "--output", root)
    gone.unlink()
    assert call("remove", "--vanished", "--output", root).stdout == "removed     sample-2568-q2\n"
    assert call("remove", "--vanished", "--output", root).stdout == "Nothing vanished: nothing is removed.\n"
    assert published(root) == ["sample-2568-q1"]


@pytest.mark.parametrize("name", ["sample-2568-q9", "../../etc", "sample-2568-q1/../x", "", "a-b"])
def test_remove_of_what_is_not_there_removes_nothing(inbox: Inbox, root: Path, name: str) -> None:
    call("ingest", inbox("q1"), "--output", root)
    before = contents(root)
    result = call("remove", "sample-2568-q1", name, "--output", root)
    assert result.exit_code == 2
    assert contents(root) == before
