"""Every kind of file that cannot be read as a report: refused with its reason, and nothing of it published."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from etl.batch import Options, ingest
from etl.cli import main
from etl.quarantine import note_name
from schemas.errors import refusal
from tests.etl.outputs import contents, published, states

Inbox = Callable[..., Path]
RAW = Path(__file__).resolve().parents[2] / "raw"
REPORT = (RAW / "sample-2568-q1.txt").read_text("utf-8")
PDF = (RAW / "sample-2568-q4.pdf").read_bytes()


def pdf(*, password: str = "", pages: int = 1) -> bytes:
    """A PDF of other words, under a password where one is given."""
    written = io.BytesIO()
    canvas = Canvas(written, encrypt=StandardEncryption(password) if password else None)
    for _ in range(pages):
        canvas.drawString(72, 700, "This is a letter about the canteen and no report of anything at all.")
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def without_pages() -> bytes:
    """A PDF whose page tree is empty."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"xref\n0 3\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + table + b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def section_twice() -> str:
    """The first project's section once more at the end, and no (ต่อ) in its heading."""
    lines = REPORT.splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if line.startswith("1. ") and "\t" not in line)
    second = next(n for n, line in enumerate(lines) if n > first and line.startswith("2. ") and "\t" not in line)
    return REPORT + "".join(lines[first:second])


REFUSED: dict[str, tuple[str, bytes | Callable[[], bytes], str]] = {
    "empty": ("ว่าง.txt", b"", "source.empty"),
    "white space alone": ("ช่องว่าง.txt", b" \n\t\n" * 50, "source.empty"),
    "a picture": ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20, "source.binary"),
    "an archive": ("a.txt", b"PK\x03\x04" + bytes(range(256)) * 20, "source.binary"),
    "NUL in the text": ("a.txt", (REPORT[:2000] + "\x00" + REPORT[2000:]).encode(), "source.binary"),
    "no encoding of Thai": ("a.txt", b"\x81\x8d\x8f\x90\x9d" * 400, "source.undecodable"),
    "another document": ("a.txt", ("ประกาศรับสมัครพนักงาน\n" * 60).encode(), "report.unknown_family"),
    "another document as PDF": ("a.pdf", pdf, "report.unknown_family"),
    "no period": ("a.txt", REPORT.replace("2568", "").replace("2567", "").replace("ไตรมาส", "ช่วง").encode(), "period.unknown"),
    "a section twice": ("a.txt", lambda: section_twice().encode(), "section.twice"),
    "two reports": ("a.txt", (REPORT + "\n" + (RAW / "sample-2568-q2.txt").read_text("utf-8")).encode(), "report.several"),
    "a table without end": ("a.txt", (REPORT + "\nรายชื่อ\n" + "ก\tข\n" * 32_768).encode(), "table.too_large"),
    "a password": ("a.pdf", lambda: pdf(password="ลับ"), "pdf.encrypted"),
    "no pages": ("a.pdf", without_pages, "pdf.no_pages"),
    "the first kilobyte of a PDF": ("a.pdf", PDF[:1024], "pdf.damaged"),
    "a PDF by its first line": ("a.pdf", b"%PDF-1.7\n" + b"words that are no PDF\n" * 200, "pdf.damaged"),
}

# What is said of them in Thai; where "", the engine says it in English, and in Thai what the code says of any file.
IN_THAI = {
    "empty": "“ว่าง.txt” เป็นไฟล์ว่าง ไม่มีข้อมูลแม้แต่ไบต์เดียว",
    "white space alone": "ไฟล์ว่าง ไม่มีตัวอักษร",
    "a picture": "ไบต์ที่ 8 เป็น NUL และไม่มีรหัสอักขระใดอ่านเป็นข้อความได้: ไม่ใช่ไฟล์ข้อความ",
    "an archive": "ไบต์ที่ 4 เป็น NUL และไม่มีรหัสอักขระใดอ่านเป็นข้อความได้: ไม่ใช่ไฟล์ข้อความ",
    "NUL in the text": "บรรทัด 32 มีอักขระควบคุม U+0000 หลัง “ารคลินิกธุรกิจชุมชนเ”: ไม่ใช่ไฟล์ข้อความ",
    "no encoding of Thai": "ไบต์ในไฟล์ไม่ใช่ UTF-8, UTF-16 หรือ CP874 ตัวแรกที่อ่านไม่ได้คือ 0x81 ที่ไบต์ 0",
    "another document": "ไม่มีตารางของรายงานแบบที่รู้จัก (มี 0 ตาราง ขึ้นต้นด้วย “ประกาศรับสมัครพนักงาน”): รายงานผลการดำเนินงานรายไตรมาส"
    "มีตารางงบประมาณ (รวมทั้งสิ้น, Q1–Q4) และตารางตัวชี้วัด (ตัวชี้วัด, เป้าหมาย, ผลการดำเนินงาน) ใต้แต่ละโครงการ",
    "another document as PDF": "ไม่มีตารางของรายงานแบบที่รู้จัก (มี 0 ตาราง ขึ้นต้นด้วย “This is a letter about the canteen and no report of anything at all.”): รายงานผลการดำเนินงานรายไตรมาส"
    "มีตารางงบประมาณ (รวมทั้งสิ้น, Q1–Q4) และตารางตัวชี้วัด (ตัวชี้วัด, เป้าหมาย, ผลการดำเนินงาน) ใต้แต่ละโครงการ",
    "no period": "ชื่อรายงานและหัวข้อไม่บอกทั้งปีงบประมาณและไตรมาส: “รายงานผลการดำเนินงาน / สำนักงานตัวอย่างเพื่อการรายงาน "
    "(องค์การมหาชน) / ประจำปีงบประมาณ พ.ศ. / (รอบการรายงานตั้งแต่ 1 ตุลาคม – 31 ธันวาคม )”",
    "a section twice": "โครงการ 1 มีส่วนของโครงการที่บรรทัด 69 และมีอีกส่วนที่ไม่มีคำว่า (ต่อ) ที่บรรทัด 262: "
    "“1. โครงการพัฒนาทะเบียนกลางเพื่อบริการประชาชน”",
    "two reports": "รายงานฉบับที่สองเริ่มที่บรรทัด 265: “รายงานผลการดำเนินงาน”",
    "a table without end": "ตารางที่ 44 (เริ่มที่บรรทัด 264 ด้วย “ก”) มี 32,768 แถว เกินกว่า 32,767 ที่กำหนด",
    "a password": "",
    "no pages": "",
    "the first kilobyte of a PDF": "",
    "a PDF by its first line": "",
}  # fmt: skip


def refused(name: str) -> tuple[str, bytes, str]:
    file, content, reason = REFUSED[name]
    return file, content() if callable(content) else content, reason


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_report_is_refused_and_the_others_go_on(name: str, inbox: Inbox, root: Path, tmp_path: Path) -> None:
    good = inbox("q2")
    file, content, reason = refused(name)
    bad = good.with_name(file)
    bad.write_bytes(content)
    summary = ingest([bad, good], root, Options(jobs=2))
    (entry,) = summary.refused
    assert (entry.reason, entry.name) == (reason, file)
    assert published(root) == ["sample-2568-q2"]
    assert states(root) == {file: "quarantined", good.name: "published"}
    note = json.loads((root / "quarantine" / note_name(entry)).read_text("utf-8"))
    assert {key: note[key] for key in ("source", "reason", "sha256")} == {
        "source": file,
        "reason": reason,
        "sha256": entry.sha256,
    }
    assert note["sentence"].endswith((".", ")")) and len(note["sentence"]) > 20
    assert note["advice"].endswith(".")
    assert note["sentence_th"] == (IN_THAI[name] or refusal(reason).says_th)
    assert note["advice_th"] == refusal(reason).advice_th
    bad.unlink()
    ingest([good], tmp_path / "alone")
    ingest([good], root)
    assert contents(root) == contents(tmp_path / "alone")


def test_every_reason_has_its_file_and_the_exit_code_is_1(inbox: Inbox, root: Path, tmp_path: Path) -> None:
    inbox("q1")
    for number, name in enumerate(REFUSED):
        file, content, _ = refused(name)
        (tmp_path / "in" / f"{number:02}-{file}").write_bytes(content)
    result = CliRunner().invoke(main, ["ingest", str(tmp_path / "in"), "--output", str(root)])
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert published(root) == ["sample-2568-q1"]
    assert len(list((root / "quarantine").glob("*.json"))) == len(REFUSED)


def test_no_agency_that_can_be_told_is_refused_until_it_is_given(inbox: Inbox, root: Path) -> None:
    source = inbox("q1")
    words = source.read_text("utf-8")
    for name in (
        "สำนักงานตัวอย่างเพื่อการรายงาน (องค์การมหาชน)",
        "สำนักงานตัวอย่างเพื่อการรายงาน",
        "สตร.",
        "Sample Reporting Agency",
        "SRA",
    ):
        words = words.replace(name, "หน่วยงาน")
    source.write_text(words, "utf-8")
    (entry,) = ingest([source], root).refused
    assert entry.reason == "agency.unknown"
    assert "--agency" in (entry.advice or "")
    ingest([source], root, Options(agency="sample"))
    assert published(root) == ["sample-2568-q1"]


@pytest.mark.parametrize("name", ["<b>ชื่อ<b>.txt", "..∕..∕up.txt", "a\nb.txt", "=1+1.txt", "“”'\".txt", "ก" * 80 + ".txt"])
def test_the_note_of_a_file_with_any_name_stands_in_the_folder_of_notes(inbox: Inbox, root: Path, name: str) -> None:
    bad = inbox("q1", name=name)
    bad.write_bytes(b"")
    ingest([bad], root)
    (note,) = (root / "quarantine").iterdir()
    assert json.loads(note.read_text("utf-8"))["source"] == name
    assert "<b>ชื่อ" not in (root / "validation" / "index.html").read_text("utf-8")
