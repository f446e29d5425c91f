"""Turns facts into the report as it stands: slides of headings, paragraphs and tables.

Every writer (text, HTML, Typst, ReportLab, office) draws these same blocks, so the truth of a cell is
known whatever the producer does to it. Headers and labels are the exemplar's domain terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tests.factory import printing
from tests.factory.facts import ZERO, Budget, Facts, Kpi, Project, ScoreLine, percent_disbursed
from tests.factory.truth import whole

Role = Literal["scorecard", "kpi_summary", "spending", "budget", "kpi", "other"]
CellKind = Literal["head", "label", "number", "words"]

CONTINUED = " (ต่อ)"
UNIT_LINES = {"million_baht": "หน่วย:ล้านบาท", "baht": "หน่วย:บาท"}
BUDGET_LABELS = {
    "planned": "แผนการใช้จ่าย",
    "spent": "ผลใช้จ่าย (เบิกจ่าย+ผูกพัน)",
    "disbursed": "- เบิกจ่าย",
    "committed": "- ผูกพัน",
}
SPENDING_HEADER = (
    "โครงการ",
    "งบประมาณที่ได้รับจัดสรร",
    "แผนการใช้จ่าย (สะสม)",
    "ผลการใช้จ่าย (จ่ายจริง+ ผูกพัน) (สะสม)",
    "ผลการเบิกจ่าย (จ่ายจริง) (สะสม)",
    "% (จ่ายจริง)",
)
SCORE_HEADER = ("ตัวชี้วัด", "น้ำหนัก (ร้อยละ)", "คะแนนที่ได้เทียบจากค่าเป้าหมาย 100 คะแนน", "คะแนนถ่วงน้ำหนัก")
_MONTHS = ("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน") + (
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_QUARTER_ENDS = {1: (31, 12, -1), 2: (31, 3, 0), 3: (30, 6, 0), 4: (30, 9, 0)}  # day, month, years after


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; paragraphs inside it are lines of `text`. A span of 1 is a plain cell."""

    text: str
    kind: CellKind = "words"
    span: int = 1
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the cells that begin in them. `headed` is false for KPIs that stand without their header."""

    role: Role
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]  # relative
    headed: bool = True

    @property
    def columns(self) -> int:
        """How many columns the grid has."""
        return len(self.widths)

    @property
    def repeated(self) -> int:
        """Rows that a producer repeats on the next page: none where the first heads one project only."""
        if not self.headed or self.role == "kpi_summary":
            return 0
        return max(cell.row_span for cell in self.rows[0])

    def grid(self) -> list[list[Cell | None]]:
        """Every place of the grid: a cell where it begins, `None` where a span covers it."""
        places: list[list[Cell | None]] = [[None] * self.columns for _ in self.rows]
        free = [[True] * self.columns for _ in self.rows]
        for row_no, row in enumerate(self.rows):
            for cell in row:
                column = free[row_no].index(True)
                places[row_no][column] = cell
                for below in range(row_no, row_no + cell.row_span):
                    free[below][column : column + cell.span] = [False] * cell.span
        return places


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 0 is the report's title. `new_page` begins a slide."""

    text: str
    level: int = 1
    new_page: bool = True


@dataclass(frozen=True, slots=True)
class Para:
    """A line of words outside tables. `apart` is false where it follows the line above directly."""

    text: str
    indent: int = 0
    apart: bool = True


Block = Heading | Para | Table


@dataclass(frozen=True, slots=True)
class Shape:
    """Choices that change how the report stands and not what it says."""

    kpis_per_slide: int = 2
    future: str = ""  # what stands in the cell of a quarter to come: "" or "-"
    header_for_each_kpi: bool = False
    unit_in_sections: bool = False
    thai_digits: bool = False
    two_row_headers: bool = False


PLAIN = Shape()


def layout(facts: Facts, shape: Shape = PLAIN) -> tuple[Block, ...]:
    """The whole report, block by block."""
    blocks = tuple(_blocks(facts, shape))
    return tuple(_in_thai_digits(block) for block in blocks) if shape.thai_digits else blocks


def quarter_end(facts: Facts) -> str:
    """The last day of the report's quarter: "30 กันยายน 2568"."""
    day, month, after = _QUARTER_ENDS[facts.quarter]
    return f"{day} {_MONTHS[month - 1]} {facts.fiscal_year + after}"


def _blocks(facts: Facts, shape: Shape) -> Iterator[Block]:
    yield from _title(facts)
    if facts.scorecard is not None:
        yield from _scorecard(facts)
    for aside in facts.asides:
        yield Para(aside, apart=False)
    yield from _kpi_summary(facts)
    yield from _spending(facts)
    for project in facts.projects:
        yield from _section(facts, project, shape)


def _title(facts: Facts) -> Iterator[Block]:
    first = f"1 ตุลาคม {facts.fiscal_year - 1}"
    yield Heading("รายงานผลการดำเนินงาน", 0)
    yield Para(facts.agency.name, apart=False)
    yield Para(f"ประจำปีงบประมาณ พ.ศ. {facts.fiscal_year}", apart=False)
    yield Para(f"(รอบการรายงานตั้งแต่ {first} – {quarter_end(facts)})", apart=False)
    yield Para(f"ข้อมูล ณ วันที่ {quarter_end(facts)}", apart=False)


def _scorecard(facts: Facts) -> Iterator[Block]:
    card = facts.scorecard
    assert card is not None
    year = facts.fiscal_year
    yield Heading(f"ผลการประเมินองค์กร (ตัวชี้วัด ก.พ.ร.) ประจำปีงบประมาณ พ.ศ. {year} (ณ วันที่ {quarter_end(facts)})")
    rows = [_head(SCORE_HEADER), *(_score_row(line) for line in card.lines)]
    label = "รวม (ค่าประมาณการ)" if card.estimate else "รวม"
    weight, total = printing.number(card.weight), printing.number(card.total)
    said = Cell(f"ผลการประเมินองค์กร ({card.grade})")
    rows.append((Cell(label, "label"), Cell(weight, "number"), said, Cell(total, "number")))
    yield Table("scorecard", tuple(rows), (5.2, 0.8, 2.3, 0.9))
    yield Para("หมายเหตุ เกณฑ์การประเมิน ก.พ.ร.")
    yield Para("ระดับตัวชี้วัด: ขั้นต้น (50 คะแนน) มาตรฐาน (75 คะแนน) ขั้นสูง (100 คะแนน)")
    for grade in card.grades:
        yield Para(grade)


def _score_row(line: ScoreLine) -> tuple[Cell, ...]:
    name = f"{line.item_no} {line.name}" if "." in line.item_no else f"องค์ประกอบที่ {line.item_no} {line.name}"
    score = line.score_words
    if line.score is not None:
        score = f"{printing.number(line.score)} คะแนน" + (f" ({line.score_note})" if line.score_note else "")
    weight, weighted = printing.number(line.weight), printing.number(line.weighted)
    return (Cell(name, "label"), Cell(weight, "number"), Cell(score), Cell(weighted, "number"))


def _kpi_summary(facts: Facts) -> Iterator[Block]:
    yield Heading(f"สรุปผลการดำเนินงาน ไตรมาสที่ {facts.quarter} ปีงบประมาณ พ.ศ. {facts.fiscal_year} (แผนงาน)")
    rows: list[tuple[Cell, ...]] = []
    for project in facts.projects:
        name = f"{project.number}. {project.name_in_summary or project.name}"
        rows.append(_head((name, "เป้าหมาย", "ผลการดำเนินงาน", "สถานะ")))
        rows += [_summary_row(kpi) for kpi in project.kpis if kpi.in_summary]
    yield Table("kpi_summary", tuple(rows), (4.6, 1.8, 3.0, 0.8))
    yield Para("หมายเหตุ ■ สำเร็จตามเป้าหมาย ■ ต่ำกว่าเป้าหมายที่กำหนด")


def _summary_row(kpi: Kpi) -> tuple[Cell, ...]:
    parts = kpi.summary or kpi.parts
    name = f"{kpi.number}. {kpi.brief or kpi.name}"
    target = printing.targets(parts, short=True)
    return (Cell(name, "label"), Cell(target), Cell(printing.results(kpi, parts, summary=True)), Cell(""))


def _spending(facts: Facts) -> Iterator[Block]:
    yield Heading(f"ผลการใช้จ่ายงบประมาณรายโครงการ ประจำปีงบประมาณ {facts.fiscal_year} (แผนเงิน)")
    yield Para(UNIT_LINES[facts.unit])
    rows = [_head(SPENDING_HEADER)]
    for project in facts.projects:
        name = f"{project.number}. {project.name_in_spending or project.name}"
        rows.append(_spending_row(name, project.budget, facts.quarter))
    if facts.total_row:
        rows.append(_spending_row("รวม", whole(facts), facts.quarter))
    yield Table("spending", tuple(rows), (4.2, 1.3, 1.3, 1.5, 1.5, 0.9))
    if facts.notes:
        yield Para("หมายเหตุ")
        for note in facts.notes:
            yield Para(f"- {note}", indent=1, apart=False)


def _spending_row(name: str, budget: Budget, quarter: int) -> tuple[Cell, ...]:
    values = (
        budget.allocated,
        sum(budget.planned[:quarter], ZERO),
        sum(budget.spent, ZERO),
        sum(budget.disbursed, ZERO),
    )
    percent = percent_disbursed(budget)
    printed = [*(printing.money(budget.printed(value)) for value in values), "" if percent is None else f"{percent:f}"]
    return (Cell(name, "label"), *(Cell(text, "number") for text in printed))


def _section(facts: Facts, project: Project, shape: Shape) -> Iterator[Block]:
    heading = f"{project.number}. {project.name}"
    yield Heading(heading)
    if shape.unit_in_sections:
        yield Para(UNIT_LINES[facts.unit])
    yield budget_table(project.budget, facts.quarter, shape)
    above: Kpi | None = None
    pending: Table | None = None  # KPIs without words between them stand in one table
    on_slide = 0
    for kpi in project.kpis:
        turn = kpi.new_slide or on_slide >= shape.kpis_per_slide
        if above is not None and (turn or kpi.frameworks != above.frameworks):
            yield from filter(None, (pending,))
            pending = None
            yield Heading(heading + CONTINUED)
            above, on_slide = None, 0
        table = kpi_table(kpi, shape, headed=above is None or shape.header_for_each_kpi)
        if pending is not None and not table.headed:
            pending = Table("kpi", pending.rows + table.rows, pending.widths, pending.headed)
        else:
            yield from filter(None, (pending,))
            pending = table
        if kpi.in_row:
            pending = _with_words(pending, kpi, facts.quarter)
        elif kpi.narrative or kpi.table is not None:
            yield pending
            yield from _narrative(kpi, facts.quarter)
            pending = None
        above, on_slide = kpi, on_slide + 1
    yield from filter(None, (pending,))


def _with_words(table: Table, kpi: Kpi, quarter: int) -> Table:
    """The table with a row of words below its last KPI: the first two lines, in columns 1 and 3."""
    first, second = (said.text for said in kpi.narrative)
    words = (f"{_result_label(quarter)} {first}", "", second, "", "", "", "")
    return Table("kpi", (*table.rows, tuple(map(Cell, words))), table.widths, table.headed)


def _result_label(quarter: int) -> str:
    return f"ผลการดำเนินงานไตรมาส {quarter} :"


def budget_table(budget: Budget, quarter: int, shape: Shape) -> Table:
    """A project's own quarterly table."""
    rows = [*_quarterly_head(("", "รวมทั้งสิ้น"), "ไตรมาส", shape)]
    for measure, values in budget.rows():
        total = printing.money(budget.printed(sum(values, ZERO)))
        cells = [printing.money(budget.printed(value)) for value in values]
        cells += [shape.future] * (4 - len(cells))
        rows.append((Cell(BUDGET_LABELS[measure], "label"), *(Cell(text, "number") for text in (total, *cells))))
    return Table("budget", tuple(rows), (2.8, 1.4, 1.2, 1.2, 1.2, 1.2))


def kpi_table(kpi: Kpi, shape: Shape, *, headed: bool) -> Table:
    """One KPI's row, under its header or as a piece of the table above."""
    name = "\n".join((f"{kpi.number}. {kpi.name}", *map(printing.level, kpi.levels)))
    row = (
        Cell(name, "label"),
        Cell(printing.targets(kpi.parts)),
        Cell(printing.results(kpi, kpi.parts, summary=False)),
        *(Cell(printing.planned(cell), span=cell.span) for cell in kpi.plan),
    )
    indicator = f"ตัวชี้วัด {printing.frameworks(kpi.frameworks)}".strip()
    head = _quarterly_head((indicator, "เป้าหมาย", "ผลการดำเนินงาน"), "แผนรายไตรมาส", shape)
    return Table("kpi", (*head, row) if headed else (row,), (4.4, 1.5, 2.0, 1.3, 1.3, 1.3, 1.5), headed)


def _narrative(kpi: Kpi, quarter: int) -> Iterator[Block]:
    lead = kpi.narrative[0].text if kpi.narrative and kpi.narrative[0].lead else ""
    if kpi.narrative:
        yield Para(f"{_result_label(quarter)} {lead}".rstrip())
    for index, said in enumerate(kpi.narrative[1 if lead else 0 :]):
        apart = said.kind == "note" or (index == 0 and bool(said.marker))
        yield Para(f"{said.marker} {said.text}".lstrip(), said.indent, apart)
    if kpi.table is not None:
        width = (1.0,) * len(kpi.table.header)
        yield Table("other", (_head(kpi.table.header), *(tuple(map(Cell, row)) for row in kpi.table.rows)), width)


def _quarterly_head(first: tuple[str, ...], over: str, shape: Shape) -> tuple[tuple[Cell, ...], ...]:
    """The header of a table with quarters, in one row or with the quarters under one word."""
    quarters = ("Q1", "Q2", "Q3", "Q4")
    if not shape.two_row_headers:
        return (_head((*first, *quarters)),)
    return ((*(Cell(text, "head", row_span=2) for text in first), Cell(over, "head", span=4)), _head(quarters))


def _head(texts: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(text, "head") for text in texts)


def _in_thai_digits(block: Block) -> Block:
    if isinstance(block, Heading):
        return Heading(printing.thai_digits(block.text), block.level, block.new_page)
    if isinstance(block, Para):
        return Para(printing.thai_digits(block.text), block.indent, block.apart)
    rows = tuple(tuple(replace(cell, text=printing.thai_digits(cell.text)) for cell in row) for row in block.rows)
    return Table(block.role, rows, block.widths, block.headed)
