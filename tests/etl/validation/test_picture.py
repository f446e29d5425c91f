"""The picture of a finding's place: the equation's own numbers are marked and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from etl.validation import charts
from etl.validation.marks import Mark, holds, marks_of, pieces
from etl.validation.picture import Places
from schemas.document import Box, Cell, Document, Place
from schemas.finding import Check, Finding
from schemas.report import Report

ROW = "3. ครูชุมชน\t1,000 ราย\t3,907 ราย\t100 (634)\t100 (644)"


@pytest.mark.parametrize(
    ("text", "printed", "held", "reason"),
    [
        ("100 (634)", "634", True, "inside parentheses"),
        ("1,634", "634", False, "the end of a longer number"),
        ("634,000", "634", False, "the beginning of a longer number"),
        ("634.5", "634", False, "a number with decimals"),
        ("2. การเข้าถึง", "2", False, "an ordinal before a name"),
        ("2 ฉบับ", "2", True, "a count with its unit"),
        ("(4.8284)", "(4.8284)", True, "a whole cell in parentheses"),
        ("-", "-", True, "a dash alone is the cell"),
        ("ตุลาคม - ธันวาคม", "-", False, "a dash between words is none"),
        ("ร้อยละ 5.72", "5.72", True, "a percentage"),
        ("๖๓๔ คน", "๖๓๔", True, "Thai digits as printed"),
    ],
)
def test_a_number_is_found_where_it_stands_alone(text: str, printed: str, held: bool, reason: str) -> None:
    assert holds(text, printed) is held, reason


def test_a_cell_is_cut_at_its_numbers() -> None:
    assert pieces("100 (634)", ["634"]) == (("100 (", False), ("634", True), (")", False))
    assert pieces("ไม่มี", ["634"]) == (("ไม่มี", False),)
    assert pieces("", ["634"]) == ()


def test_a_long_text_is_cut_around_its_mark() -> None:
    cut = pieces("ก" * 1000 + " 323,8777 " + "ข" * 1000, ["323,8777"])
    assert ("323,8777", True) in cut
    assert cut[0] == ("…", False)
    assert sum(len(text) for text, _ in cut) < 420


def test_every_word_of_a_short_text_is_kept() -> None:
    text = "634 + 644 = 1,278 ราย"
    assert "".join(piece for piece, _ in pieces(text, ["634", "644", "1,278"])) == text


def test_only_the_numbers_of_the_equation_are_marked_in_a_line(
    text_report: Callable[..., Report], made_check: Callable[..., Check], made_finding: Callable[..., Finding]
) -> None:
    report = text_report()
    marks = marks_of(made_finding(1, place=Place(line=2), source_text=ROW), made_check(3, Place(line=2), ROW))
    shown = {line.number: line for line in Places(report.document).lines(marks)}
    assert sorted(shown) == [1, 2, 3]
    marked = [text for cell in shown[2].cells for text, is_marked in cell if is_marked]
    assert marked == ["3,907", "634", "644"]
    assert [line.marked for line in shown.values()] == [False, True, False]


def test_words_without_a_number_are_marked_whole(text_report: Callable[..., Report]) -> None:
    lines = Places(text_report(words="พิศณุโลก").document).lines([Mark(Place(line=1), "พิศณุโลก")])
    assert lines[0].cells == ((("พิศณุโลก", True),),)


def _svg(document: Document, *marks: Mark) -> ElementTree.Element:
    regions = Places(document).regions(marks)
    assert len(regions) == 1
    return ElementTree.fromstring(regions[0].svg)


def _boxes(svg: ElementTree.Element, kind: str) -> list[tuple[float, float]]:
    return [(float(rect.get("x", 0)), float(rect.get("width", 0))) for rect in svg.iter("rect") if rect.get("class") == kind]


def test_only_the_cells_of_the_equation_are_marked_on_a_page(pdf_document: Callable[..., Document]) -> None:
    row = Place(1, None, Box(50, 100, 450, 120))
    svg = _svg(pdf_document(("3. ครูชุมชน", "3,907 ราย", "100 (634)", "100 (644)")), Mark(row, ROW, "3,907"), Mark(row, ROW, "644"))
    assert _boxes(svg, "mark") == [(150.0, 100.0), (350.0, 100.0)]
    assert len(_boxes(svg, "cell")) == 4


def test_a_place_whose_number_stands_in_no_cell_is_marked_whole(pdf_document: Callable[..., Document]) -> None:
    row = Place(1, None, Box(50, 100, 450, 120))
    assert _boxes(_svg(pdf_document(("ก", "ข", "ค", "ง")), Mark(row, ROW, "9")), "mark") == [(50.0, 400.0)]


def test_what_is_marked_lies_inside_the_picture(pdf_document: Callable[..., Document]) -> None:
    svg = _svg(pdf_document(("ก", "634")), Mark(Place(1, None, Box(50, 100, 250, 120)), "", "634"))
    x, y, width, height = map(float, svg.get("viewBox", "").split())
    for shape in (*svg.iter("rect"), *svg.iter("foreignObject")):
        assert x <= float(shape.get("x", 0)) <= float(shape.get("x", 0)) + float(shape.get("width", 0)) <= x + width
        assert y <= float(shape.get("y", 0)) <= float(shape.get("y", 0)) + float(shape.get("height", 0)) <= y + height


def test_no_slice_of_the_words_of_a_tall_row_is_shown_below(pdf_document: Callable[..., Document]) -> None:
    """The row at 100 to 120, a line of text at 70 to 84; the tall row below it, from 120 to 400, begins with its words."""
    document = pdf_document(("ก", "634"))
    (page,) = document.pages
    (table,) = page.tables
    mark = Mark(Place(1, None, Box(50, 100, 250, 120)), "", "634")
    tall = Cell(2, 1, "ข", Place(1, None, Box(50, 120, 250, 400)))
    for rows, height in ((table.rows, 56.0), ((*table.rows, (tall,)), 53.6)):
        shown = replace(document, pages=(replace(page, tables=(replace(table, rows=rows),)),))
        _, y, _, drawn = map(float, _svg(shown, mark).get("viewBox", "").split())
        assert (y, drawn) == (67.0, height)


def test_hostile_words_of_a_page_are_text(pdf_document: Callable[..., Document]) -> None:
    words = '</div></foreignObject></svg><script>alert(1)</script>"'
    svg = _svg(pdf_document((words, "1"), words), Mark(Place(1, None, Box(50, 100, 150, 120)), words))
    assert [div.text for div in svg.iter("div")] == [words, "1"]
    assert [text.text for text in svg.iter("text")] == [words]


def test_words_of_a_small_cell_are_set_small_enough(pdf_document: Callable[..., Document]) -> None:
    svg = _svg(pdf_document(("13,031,074.00 การเข้าถึงสื่อสังคมออนไลน์ทั้งปี", "1")), Mark(Place(1, None, Box(50, 100, 150, 120)), ""))
    sizes = [float(item.get("font-size", 0)) for item in svg.iter("foreignObject")]
    assert 4.0 <= sizes[0] < sizes[1] == 9.0


def test_places_far_apart_have_a_picture_each(pdf_document: Callable[..., Document]) -> None:
    document = pdf_document(("ก", "634"))
    far = Mark(Place(1, None, Box(50, 500, 150, 520)), "")
    assert len(Places(document).regions([Mark(Place(1, None, Box(50, 100, 250, 120)), "", "634"), far])) == 2


def test_a_place_on_no_page_has_no_picture(pdf_document: Callable[..., Document]) -> None:
    document = pdf_document(("ก",))
    assert Places(document).regions([Mark(Place(9, None, Box(0, 0, 1, 1)), ""), Mark(Place(), "")]) == ()


def test_charts_of_the_sample_are_well_formed(sample: Report) -> None:
    for svg in (
        charts.money_by_project(sample.records),
        charts.money_by_quarter(sample.records),
        charts.results_against_targets(sample.records),
        charts.coverage_bar(sample),
    ):
        drawn = ElementTree.fromstring(svg)
        assert list(drawn.iter("rect"))


def test_every_project_has_its_bars(sample: Report) -> None:
    drawn = ElementTree.fromstring(charts.money_by_project(sample.records))
    bars = [rect.get("class") for rect in drawn.iter("rect")]
    assert [bars.count(f"bar {measure}") for measure in ("planned", "spent", "disbursed")] == [8, 8, 8]


def test_a_bar_of_more_than_twice_its_target_is_marked_as_cut(sample: Report) -> None:
    kpi = next(kpi for kpi in sample.records.kpis if kpi.result_value is not None and kpi.target_value)
    for result, cut in (("2", 0), ("2.01", 1), ("40", 1)):
        changed = replace(kpi, target_value=Decimal(1), result_value=Decimal(result))
        drawn = ElementTree.fromstring(charts.results_against_targets(replace(sample.records, kpis=(changed,))))
        assert [path.get("class") for path in drawn.iter("path")] == ["cut"] * cut
        (bar,) = drawn.iter("rect")
        assert bar.get("width") == "340.0"  # all of the room beside 190 for labels and 190 for numbers


def test_a_report_without_figures_has_no_charts(text_report: Callable[..., Report]) -> None:
    records = text_report().records
    assert charts.money_by_project(records) == charts.money_by_quarter(records) == charts.results_against_targets(records) == ""
