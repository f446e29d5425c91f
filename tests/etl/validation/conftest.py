"""Reports to be shown: small ones built by hand, and the sample as the pipeline reads it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from etl.pipeline import process
from etl.source import make_source
from schemas.document import Box, Cell, Document, Line, Page, PageHealth, Place, Source, Table
from schemas.finding import Check, CheckTerm, Finding, Subject
from schemas.record import Project, Read, Records, ReportHead
from schemas.report import Number, Report

ROOT = Path(__file__).resolve().parents[3]


def term(role: str, label: str, printed: str, place: Place, words: str) -> CheckTerm:
    return CheckTerm(role, label, 1, printed, Decimal(printed.replace(",", "")), "kpis", place, words)  # type: ignore[arg-type]


def quarters_check(number: int, place: Place, words: str, outcome: str = "fail") -> Check:
    """634 + 644 against 3,907."""
    terms = (
        term("part", "actual Q1", "634", place, words),
        term("part", "actual Q2", "644", place, words),
        term("total", "result", "3,907", place, words),
    )
    return Check(
        f"check{number}", "kpi.quarters_sum", Subject(project_no=7, kpi_no=number), outcome,  # type: ignore[arg-type]
        Decimal(3907), Decimal(1278), Decimal(2629), Decimal(0), terms,
    )  # fmt: skip


def finding(number: int, severity: str = "error", **fields: object) -> Finding:
    values: dict[str, object] = {
        "finding_id": f"id{number}", "check_id": None, "rule": "number.malformed", "severity": severity,
        "subject": Subject(project_no=number), "reported": "1", "expected": None, "difference": None,
        "message_th": f"ประโยคที่ {number}", "message_en": f"sentence {number}", "place": Place(line=1),
        "source_text": "",
    }  # fmt: skip
    return Finding(**{**values, **fields})  # type: ignore[arg-type]


@pytest.fixture
def text_report() -> Callable[..., Report]:
    """A text report of one table row and what is found in it; words may be given."""

    def build(
        *, words: str = "รายงาน", name: str = "report.txt", findings: tuple[Finding, ...] = (), checks: tuple[Check, ...] = ()
    ) -> Report:
        row = "3. ครูชุมชน\t1,000 ราย\t3,907 ราย\t100 (634)\t100 (644)"
        cells = tuple(Cell(1, column, text, Place(line=2)) for column, text in enumerate(row.split("\t"), 1))
        blocks = (Line(words, Place(line=1)), Table("tabs", (cells,), 5, Place(line=2)), Line("ท้าย", Place(line=3)))
        read = Read(Place(line=1), words)
        head = ReportHead("sample-2568-q4", "sample", words, "given", 2568, 4, words, None, None, None, read)
        records = Records(head, projects=(Project(1, "p", words, read),))
        document = Document(Source(name, "0" * 64, 9, "text/plain"), "text", (), blocks)
        numbers = (Number(words, Place(line=1), "unaccounted"), Number("2568", Place(line=1), "passed_over", words))
        return Report(document, records, checks, findings, (("kpi.quarters_sum", len(checks)),), numbers)

    return build


@pytest.fixture
def pdf_document() -> Callable[..., Document]:
    """A PDF page of one ruled row, cells of 100 by 20 points from (50, 100) on."""

    def build(texts: tuple[str, ...], words: str = "บรรทัดเหนือตาราง") -> Document:
        cells = tuple(
            Cell(1, column, text, Place(1, None, Box(50 + 100 * (column - 1), 100, 50 + 100 * column, 120)))
            for column, text in enumerate(texts, 1)
        )
        whole = Place(1, None, Box(50, 100, 50 + 100 * len(texts), 120))
        table = Table("ruled", (cells,), len(texts), whole)
        line = Line(words, Place(1, None, Box(50, 70, 300, 84)))
        page = Page(1, 842.0, 595.0, "clean", PageHealth(10, 1.0, 0, 0, 0, 0.0), (line,), (table,))
        return Document(Source("report.pdf", "0" * 64, 9, "application/pdf"), "pdf", (page,), (line, table))

    return build


@pytest.fixture(scope="session")
def sample() -> Report:
    data = (ROOT / "raw" / "sample-2568-q4.txt").read_bytes()
    return process(data, make_source("sample-2568-q4.txt", data))


@pytest.fixture
def ten_thousand(text_report: Callable[..., Report]) -> Report:
    words = "3. ครูชุมชน\t1,000 ราย\t3,907 ราย\t100 (634)\t100 (644)"
    checks = tuple(quarters_check(number, Place(line=2), words, "pass") for number in range(10_000))
    return text_report(checks=checks, findings=(finding(1),))


@pytest.fixture
def made_finding() -> Callable[..., Finding]:
    return finding


@pytest.fixture
def made_check() -> Callable[..., Check]:
    return quarters_check
