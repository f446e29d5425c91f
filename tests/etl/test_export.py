"""The workbook as a spreadsheet opens it: typed, in Thai, marked, and no text of a report evaluated."""

from __future__ import annotations

import importlib.util
import os
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from etl.batch import ingest
from etl.cli import main
from etl.export import words
from etl.publish import Output
from schemas.datasets import ALL_DATASETS
from schemas.errors import UsageError

RAW = Path(__file__).resolve().parents[2] / "raw"
MISSING = [name for name in ("xlsxwriter", "openpyxl") if importlib.util.find_spec(name) is None]
needs_xlsx = pytest.mark.skipif(
    bool(MISSING) and not os.environ.get("RAINGAN_CI"), reason=f"{', '.join(MISSING)} is not installed"
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports; one amount of the fourth quarter has 16 digits, one text looks like a formula."""
    output = tmp_path_factory.mktemp("export") / "out"
    ingest([RAW / "sample-2568-q1.txt", RAW / "sample-2568-q4.txt"], output)
    _changed(output, "budgets", "value", Decimal("1234567890.123456"))
    _changed(output, "projects", "name", '=HYPERLINK("http://example.com","x")')
    _changed(output, "links", "url", "http://example.com/")
    return output


def _changed(output: Path, dataset: str, column: str, value: object) -> None:
    """Another value in the first row of a dataset of the first quarter."""
    path = Output(output).dataset_file(dataset, "sample-2568-q1")
    table = pq.read_table(path)
    if not len(table):
        return
    values = table.column(column).to_pylist()
    index = table.schema.get_field_index(column)
    pq.write_table(
        table.set_column(index, table.schema.field(index), pa.array([value, *values[1:]], table.schema.field(index).type)), path
    )


def workbook(root: Path, target: Path, *words_: str) -> Any:
    from openpyxl import load_workbook

    done = CliRunner().invoke(main, ["export", "--xlsx", str(target), "--output", str(root), *words_])
    assert done.exit_code == 0, done.stderr
    return load_workbook(target)


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    head = [cell.value for cell in sheet[1]]
    return [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=2)]


@needs_xlsx
def test_a_sheet_a_dataset_findings_first_and_heads_in_thai(root: Path, tmp_path: Path) -> None:
    book = workbook(root, tmp_path / "a.xlsx")
    assert book.sheetnames[:3] == ["อ่านก่อน", "ข้อสังเกต", "รายงาน"]
    assert len(book.sheetnames) == 1 + len(ALL_DATASETS)
    for name in book.sheetnames[1:]:
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet["A1"].font.bold
    assert book["งบประมาณ"].column_dimensions["A"].width > 10


@needs_xlsx
def test_what_people_read_of_a_finding_is_not_far_to_the_right(root: Path, tmp_path: Path) -> None:
    """Columns that only programs need are folded away, sentences are in as many lines as they take."""
    sheet = workbook(root, tmp_path / "a.xlsx", "--report", "sample-2568-q4")["ข้อสังเกต"]
    groups = [one for one in sheet.column_dimensions.values() if one.hidden and one.outlineLevel == 1]
    folded = [sheet.cell(1, number).value for one in groups for number in range(one.min, one.max + 1)]
    assert folded == ["SHA-256 ของไฟล์", "รหัสข้อสังเกต", "รหัสการตรวจ", "ซ้าย (pt)", "บน (pt)", "ขวา (pt)", "ล่าง (pt)"]
    finding = rows_of(sheet)[0]
    assert finding["คำอธิบาย"].alignment.wrap_text
    assert not finding["กฎ"].alignment.wrap_text


def test_every_dataset_and_column_has_its_thai_name() -> None:
    assert set(words.SHEETS) == {dataset.name for dataset in ALL_DATASETS}
    assert {column.name for dataset in ALL_DATASETS for column in dataset.columns} == set(words.COLUMNS)
    assert len(set(words.SHEETS.values())) == len(words.SHEETS)
    assert all(len(name) <= 31 for name in words.SHEETS.values())


@needs_xlsx
def test_numbers_and_dates_are_typed_and_long_numbers_are_texts_that_are_said(root: Path, tmp_path: Path) -> None:
    book = workbook(root, tmp_path / "a.xlsx", "--report", "sample-2568-q1")
    budgets = rows_of(book["งบประมาณ"])
    (long,) = [row for row in budgets if row["ค่า"].data_type == "s"]
    assert long["ค่า"].value == "1,234,567,890.123456"
    other = next(row for row in budgets if row["ค่า"].data_type == "n")
    places = other["ทศนิยม"].value
    assert other["ค่า"].number_format == "#,##0" + (f".{'0' * places}" if places else "")
    (report,) = rows_of(book["รายงาน"])
    assert report["ปีงบประมาณ"].value == 2568
    assert isinstance(report["ถึงวันที่"].value, datetime)
    notes = {row[0].value: row[2].value for row in book["อ่านก่อน"].iter_rows() if row[1].value is not None}
    assert "1 ค่าเก็บเป็นข้อความ" in notes["งบประมาณ"]


@needs_xlsx
def test_no_text_of_a_report_is_a_formula_or_a_link(root: Path, tmp_path: Path) -> None:
    book = workbook(root, tmp_path / "a.xlsx")
    names = [row["ชื่อ"] for row in rows_of(book["โครงการ"])]
    assert [cell.data_type for cell in names if cell.value.startswith("=HYPERLINK")] == ["s"]
    for name in book.sheetnames[1:]:
        for row in book[name].iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)


@needs_xlsx
def test_findings_and_the_rows_they_are_about_are_coloured(root: Path, tmp_path: Path) -> None:
    book = workbook(root, tmp_path / "a.xlsx", "--report", "sample-2568-q4")
    colours = {"error": "FFF8CBAD", "warning": "FFFFF2CC", "info": "00000000"}
    findings = [row for row in rows_of(book["ข้อสังเกต"]) if row["รหัสรายงาน"].value]
    assert {row["ระดับ"].value for row in findings} >= {"error", "warning"}
    assert all(row["คำอธิบาย"].fill.fgColor.rgb == colours[row["ระดับ"].value] for row in findings)
    kpis = {
        (row["โครงการที่"].value, row["ตัวชี้วัดที่"].value, row["ตาราง"].value): row["ผล"].fill.fgColor.rgb
        for row in rows_of(book["ตัวชี้วัด"])
    }
    assert kpis[5, 1, "project"] == "FFFFF2CC"  # its result is missing
    assert "00000000" in kpis.values()


@needs_xlsx
def test_only_what_is_asked_for(root: Path, tmp_path: Path) -> None:
    book = workbook(root, tmp_path / "a.xlsx", "--report", "sample-2568-q4", "--year", "2568")
    assert {row["รหัสรายงาน"].value for row in rows_of(book["งบประมาณ"])} == {"sample-2568-q4"}


@needs_xlsx
def test_the_same_rows_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    workbook(root, tmp_path / "a.xlsx")
    workbook(root, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@needs_xlsx
def test_what_a_sheet_cannot_hold_is_said(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from etl.export import workbook as module

    monkeypatch.setattr(module, "MOST_ROWS", 3)
    monkeypatch.setattr(module, "MOST_TEXT", 10)
    notes = module.export(root, tmp_path / "a.xlsx", ["sample-2568-q4"])
    assert any(note.startswith("งบประมาณ: แสดง 3 จาก ") for note in notes)
    assert any("ยาวเกิน" in note for note in notes)


@needs_xlsx
@pytest.mark.parametrize("asked", [["nowhere-2568-q1"], ["'; DROP VIEW reports; --"]])
def test_a_report_that_is_not_there_is_said(root: Path, tmp_path: Path, asked: list[str]) -> None:
    from etl.export.workbook import export

    with pytest.raises(UsageError, match="no published report"):
        export(root, tmp_path / "a.xlsx", asked)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_library_is_said(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    done = CliRunner().invoke(main, ["export", "--xlsx", str(tmp_path / "a.xlsx"), "--output", str(root)])
    assert done.exit_code == 2
    assert "pip install 'raingan[xlsx]'" in done.stderr


@needs_xlsx
@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("missing/folder/a.xlsx", "There is no folder"),
        ("folder", "is a folder: name the workbook in it"),
        ("pipe", "is no file that a workbook could replace"),
        ("a" * 250, "cannot be written: File name too long"),  # with what is put before it while it is written
    ],
)
def test_a_workbook_that_cannot_stand_there_is_one_sentence(root: Path, tmp_path: Path, target: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.iterdir())
    done = CliRunner().invoke(main, ["export", "--xlsx", str(tmp_path / target), "--output", str(root)])
    assert (done.exit_code, said in done.stderr) == (2, True), done.output
    assert target[:9] in done.stderr
    assert ".part" not in done.stderr
    assert done.stderr.count("\n") == 2  # the sentence, and the way out
    assert sorted(tmp_path.iterdir()) == before
