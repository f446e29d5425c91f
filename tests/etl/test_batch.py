"""What a run reads again, what it leaves alone, and what it takes out of the output."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import batch
from etl.batch import Options, Summary, ingest
from etl.removal import remove
from etl.status import as_table, status
from schemas.errors import UsageError
from tests.etl.outputs import contents, published, row, rules, stamps, states

Inbox = Callable[..., Path]


def edit(path: Path, old: str, new: str) -> None:
    """Replaces words that must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def add_note(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "\nหมายเหตุ : ฉบับแก้ไข\n", "utf-8")


def read_names(summary: Summary) -> list[str]:
    return [entry.name for entry in summary.read]


# What is read again


def test_a_first_run_reads_all_and_a_second_touches_nothing(inbox: Inbox, root: Path) -> None:
    sources = [inbox("q1"), inbox("q2")]
    assert len(ingest(sources, root).read) == 2
    before = stamps(root)
    second = ingest(sources, root)
    assert (len(second.read), len(second.unchanged)) == (0, 2)
    assert {name: stamp for name, stamp in stamps(root).items() if stamp != before.get(name)} == {}


def test_a_changed_file_alone_is_read_again_and_replaces_what_it_published(inbox: Inbox, root: Path) -> None:
    first, second = inbox("q1"), inbox("q2")
    ingest([first, second], root)
    old = row(root, "sample-2568-q1")["source_sha256"]
    add_note(first)
    assert read_names(ingest([first, second], root)) == [first.name]
    assert row(root, "sample-2568-q1")["source_sha256"] != old


def test_a_file_with_a_new_time_and_the_same_bytes_is_not_read_again(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    ingest([source], root)
    before = contents(root)
    os.utime(source, ns=(1, 1))  # a clock that jumped back to 1970
    assert read_names(ingest([source], root)) == []
    assert contents(root) == before
    assert read_names(ingest([source], root)) == []


def test_another_version_of_the_program_reads_all_again(inbox: Inbox, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = inbox("q1")
    ingest([source], root)
    monkeypatch.setattr(batch, "PIPELINE_VERSION", "another")
    assert read_names(ingest([source], root)) == [source.name]


def test_force_reads_all_again_and_gives_the_same_bytes(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    ingest([source], root)
    before = contents(root)
    assert read_names(ingest([source], root, force=True)) == [source.name]
    assert contents(root) == before


def test_a_published_row_that_someone_deleted_is_published_again(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    ingest([source], root)
    before = contents(root)
    next((root / "datasets" / "reports").rglob("*.parquet")).unlink()
    ingest([source], root)
    assert contents(root) == before


def test_a_lost_manifest_is_built_again_by_reading_all(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    ingest([source], root)
    before = contents(root)
    (root / ".manifest.sqlite").unlink()
    assert read_names(ingest([source], root)) == [source.name]
    assert contents(root) == before


def test_an_agency_given_by_hand_is_published_under_its_id(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    ingest([source], root)
    ingest([source], root, Options(agency="another"))
    assert published(root) == ["another-2568-q1"]
    assert row(root, "another-2568-q1")["agency_basis"] == "given"


# What a changed source does to what it published


def test_a_source_that_is_now_another_report_withdraws_its_old_one(inbox: Inbox, root: Path) -> None:
    source = inbox("q1", name="report.txt")
    ingest([source], root)
    inbox("q2", name="report.txt")
    ingest([source], root)
    assert published(root) == ["sample-2568-q2"]
    assert [name for name in contents(root) if "q1" in name] == []


def test_a_source_that_is_now_refused_leaves_what_it_published(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    ingest([source], root)
    source.write_bytes(b"")
    summary = ingest([source], root)
    assert summary.kept == ("sample-2568-q1",)
    assert published(root) == ["sample-2568-q1"]
    assert states(root) == {source.name: "quarantined"}


def test_a_report_that_is_kept_stays_known_with_its_figures(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    ingest([source], root)
    (before,) = status(root)
    source.write_bytes(b"")
    for again in ("refused", "and refused once more"):
        assert ingest([source], root, force=True).kept == ("sample-2568-q1",), again
        (now,) = status(root)
        assert (now.entry.state, now.entry.report_id) == ("quarantined", "sample-2568-q1"), again
        assert (now.entry.rows, now.entry.projects) == (before.entry.rows, 8), again
        assert now.entry.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of no bytes
    table = list(as_table(status(root)))
    assert "  sample-2568-q1: kept as this file gave it before" in table
    assert table[1].split()[4] == str(sum(json.loads(before.entry.rows).values()))
    index = (root / "validation" / "index.html").read_text("utf-8")
    assert 'href="sample-2568-q1.html"' in index
    assert "the file as it is now is refused" in index


def test_a_kept_report_is_no_more_its_file_s_once_another_source_publishes_it(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    ingest([source], root)
    other = inbox("q1", name="again.txt")
    source.write_bytes(b"")
    ingest([source, other], root)
    assert published(root) == ["sample-2568-q1"]
    known = {file.entry.name: file.entry for file in status(root)}
    assert (known["again.txt"].state, known["again.txt"].report_id) == ("published", "sample-2568-q1")
    assert (known[source.name].state, known[source.name].report_id, known[source.name].rows) == ("quarantined", None, "{}")
    assert "the file as it is now is refused" not in (root / "validation" / "index.html").read_text("utf-8")


def test_a_kept_report_that_is_removed_leaves_its_file_refused_and_without_rows(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    ingest([source], root)
    source.write_bytes(b"")
    ingest([source], root)
    remove(root, ["sample-2568-q1"])
    (file,) = status(root)
    assert (file.entry.state, file.entry.report_id, file.entry.rows) == ("quarantined", None, "{}")
    assert published(root) == []


def test_a_refused_source_that_is_mended_is_published_and_its_note_is_gone(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    good = source.read_bytes()
    source.write_bytes(b"\x00\x01")
    ingest([source], root)
    (note,) = (root / "quarantine").iterdir()
    assert '"reason": "source.binary"' in note.read_text("utf-8")
    source.write_bytes(good)
    ingest([source], root)
    assert list((root / "quarantine").iterdir()) == []
    assert published(root) == ["sample-2568-q1"]


def test_a_source_that_vanished_is_said_and_its_report_stays(inbox: Inbox, root: Path) -> None:
    first, second = inbox("q1"), inbox("q2")
    ingest([first, second], root)
    first.unlink()
    summary = ingest([second], root)
    assert [entry.name for entry in summary.vanished] == [first.name]
    assert published(root) == ["sample-2568-q1", "sample-2568-q2"]


def test_the_note_of_a_refused_file_that_vanished_is_gone(inbox: Inbox, root: Path) -> None:
    bad, good = inbox("q1"), inbox("q2")
    bad.write_bytes(b"")
    ingest([bad, good], root)
    assert len(list((root / "quarantine").iterdir())) == 1
    bad.unlink()
    ingest([good], root)
    assert list((root / "quarantine").iterdir()) == []
    assert states(root) == {good.name: "published"}


# Several sources of one report


def test_the_text_layer_of_a_pdf_is_published_before_a_text(inbox: Inbox, root: Path) -> None:
    ingest([inbox("q4", ".txt"), inbox("q4", ".pdf")], root)
    found = row(root, "sample-2568-q4")
    assert (found["source_name"], found["other_sources"]) == ("sample-2568-q4.pdf", ["sample-2568-q4.txt"])
    assert states(root) == {"sample-2568-q4.pdf": "published", "sample-2568-q4.txt": "superseded"}


@pytest.mark.parametrize(
    ("changes", "winner", "why"),
    [
        (("31 ธันวาคม 2567\n", "15 มกราคม 2568\n"), "changed.txt", "the later as-of date"),
        (("9,322 ราย", "ตามแผน"), "sample-2568-q1.txt", "more values"),
    ],
)
def test_of_two_texts_the_better_is_published(inbox: Inbox, root: Path, changes: tuple[str, str], winner: str, why: str) -> None:
    original, changed = inbox("q1"), inbox("q1", name="changed.txt")
    old, new = changes
    edit(changed, f"ข้อมูล ณ วันที่ {old}" if "\n" in old else old, f"ข้อมูล ณ วันที่ {new}" if "\n" in old else new)
    ingest([original, changed], root)
    assert row(root, "sample-2568-q1")["source_name"] == winner, why


def test_of_two_equal_texts_the_smaller_hash_is_published_whatever_the_order(inbox: Inbox, tmp_path: Path) -> None:
    one, two = inbox("q1"), inbox("q1", name="noted.txt")
    add_note(two)
    ingest([one, two], tmp_path / "a")
    ingest([two], tmp_path / "b")
    ingest([one], tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    smaller = min(hashlib.sha256(path.read_bytes()).hexdigest() for path in (one, two))
    assert row(tmp_path / "a", "sample-2568-q1")["source_sha256"] == smaller


def test_facts_that_two_sources_give_otherwise_are_findings(inbox: Inbox, root: Path) -> None:
    original, changed = inbox("q1"), inbox("q1", name="changed.txt")
    edit(changed, "9,322 ราย", "9,323 ราย")  # the result, in the summary and in the section
    ingest([original, changed], root)
    assert rules(root, "sample-2568-q1").count("source.differs") == 2


def test_when_the_better_source_vanishes_and_the_other_changes_the_other_is_published(inbox: Inbox, root: Path) -> None:
    pdf, text = inbox("q4", ".pdf"), inbox("q4", ".txt")
    ingest([pdf, text], root)
    pdf.unlink()
    add_note(text)
    ingest([text], root)
    assert row(root, "sample-2568-q4")["source_name"] == text.name


def test_a_source_that_leaves_its_report_gives_it_to_the_other(inbox: Inbox, root: Path) -> None:
    winner, other = inbox("q4", ".pdf", name="a.pdf"), inbox("q4", ".txt")
    ingest([winner, other], root)
    winner.write_bytes((inbox("q1")).read_bytes())  # the bytes of a text under the name of a PDF
    ingest([winner, other], root)
    assert published(root) == ["sample-2568-q1", "sample-2568-q4"]
    found = row(root, "sample-2568-q4")
    assert (found["source_name"], found["other_sources"]) == (other.name, [])


# One bad file never stops the others; paths


def test_a_bad_file_never_stops_the_others(inbox: Inbox, root: Path) -> None:
    good = inbox("q1")
    empty = good.with_name("empty.pdf")
    empty.write_bytes(b"")
    letter = good.with_name("letter.txt")
    letter.write_text("เรียน ผู้อำนวยการ ขอเชิญประชุม\n", "utf-8")
    summary = ingest([empty, good, letter], root)
    assert published(root) == ["sample-2568-q1"]
    assert {entry.name: entry.reason for entry in summary.refused} == {
        "empty.pdf": "source.empty",
        "letter.txt": "report.unknown_family",
    }


@pytest.mark.parametrize("name", ["รายงาน ไตรมาส 1.txt", "two\nlines.txt", "-dash.txt", 'it\'s "quoted" $(x).txt'])
def test_any_name_is_read(inbox: Inbox, root: Path, name: str) -> None:
    ingest([inbox("q1", name=name)], root)
    assert row(root, "sample-2568-q1")["source_name"] == name
    assert ingest([inbox("q1", name=name)], root).refused == ()


def test_a_name_that_is_no_text_is_read(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    odd = Path(os.fsdecode(os.fsencode(source.parent) + b"/caf\xe9.txt"))
    source.rename(odd)
    ingest([odd], root)
    assert row(root, "sample-2568-q1")["source_name"] == "caf\ufffd.txt"


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_run(
    inbox: Inbox, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import etl.source
    from schemas.errors import ChangedWhileRead

    source = inbox("q1")
    honest = etl.source.read_source

    def changing(path: Path) -> object:
        raise ChangedWhileRead(f"“{path.name}” changed while it was read.")

    monkeypatch.setattr(etl.source, "read_source", changing)  # workers are forked with it
    summary = ingest([source], root)
    assert [name for name, _ in summary.unread] == [source.name]
    assert (published(root), list((root / "quarantine").iterdir())) == ([], [])
    monkeypatch.setattr(etl.source, "read_source", honest)
    ingest([source], root)
    assert published(root) == ["sample-2568-q1"]


def test_an_output_that_is_a_file_is_a_wrong_call(inbox: Inbox, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", "utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        ingest([inbox("q1")], blocked / "out")


def test_jobs_and_order_give_the_same_bytes(inbox: Inbox, tmp_path: Path) -> None:
    sources = [inbox("q1"), inbox("q2"), inbox("q4"), inbox("q4", ".pdf")]
    ingest(sources, tmp_path / "a", Options(jobs=1))
    ingest(sources[::-1], tmp_path / "b", Options(jobs=3))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_nothing_is_left_in_staging(inbox: Inbox, root: Path) -> None:
    (root / ".staging" / "old").mkdir(parents=True)
    (root / ".staging" / "old" / "budgets.staged").write_bytes(b"half")
    ingest([inbox("q1")], root)
    assert list((root / ".staging").iterdir()) == []
