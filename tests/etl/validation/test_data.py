"""The validation report as JSON: every number a string as printed, keys sorted, places beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from etl.validation.data import check_json, summary, validation_json
from schemas.document import Place
from schemas.finding import Check, Finding
from schemas.report import Report

# Whole numbers that count or point; shares and points of geometry, which are no value of the report.
COUNTS = {
    "checks", "kpis", "projects", "waived", "bound", "numbers", "passed_over", "unaccounted", "value", "error", "warning",
    "info", "pass", "rounding", "fail", "unknown", "page", "line", "seq", "project_no", "kpi_no", "part", "sign",
    "fiscal_year", "quarter", "characters", "unmapped", "private_use", "stray_marks",
}  # fmt: skip
GEOMETRY = {"box", "thai_share", "image_cover"}


def numbers(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from numbers(inner, key if key == "classes" else name)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner, key)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield key, value


def test_every_value_of_the_report_is_a_string(sample: Report) -> None:
    found = list(numbers(json.loads(validation_json(sample))))
    assert {key for key, value in found if isinstance(value, float)} <= GEOMETRY
    assert {key for key, value in found if isinstance(value, int)} <= COUNTS | GEOMETRY | {"classes"}


def test_a_long_decimal_is_written_in_full(made_check: Callable[..., Check]) -> None:
    check = made_check(1, Place(line=2), "")
    written = check_json(
        type(check)(
            check.check_id,
            check.rule,
            check.subject,
            check.outcome,
            Decimal("13031074.00"),
            Decimal("1E+7"),
            Decimal("-0.0001"),
            None,
            check.terms,
        )  # fmt: skip
    )
    assert (written["reported"], written["expected"], written["difference"]) == ("13031074.00", "10000000", "-0.0001")
    assert written["tolerance"] is None


def test_keys_are_sorted_and_every_check_has_a_line_of_its_own(sample: Report) -> None:
    names: list[list[str]] = []

    def remember(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names.append([name for name, _ in pairs])
        return dict(pairs)

    text = validation_json(sample)
    json.loads(text, object_pairs_hook=remember)
    assert [keys for keys in names if keys != sorted(keys)] == []
    assert text.endswith("}\n")
    lines = [json.loads(line.rstrip(",")) for line in text.splitlines() if line.startswith('{"check_id"')]
    assert [line["check_id"] for line in lines] == [check.check_id for check in sample.checks]


@pytest.mark.parametrize("words", ["<script>", '"quoted"', "a\u2028b", "line\nline", "\\", "\u0000"])
def test_words_come_back_as_they_went_in(
    text_report: Callable[..., Report], made_finding: Callable[..., Finding], words: str
) -> None:
    report = text_report(words=words, findings=(made_finding(1, message_th=words, source_text=words),))
    read = json.loads(validation_json(report))
    assert read["report"]["title"] == words
    assert read["findings"][0]["message_th"] == words
    assert read["findings"][0]["source_text"] == words


def test_a_waived_finding_stays_and_does_not_count(
    text_report: Callable[..., Report], made_finding: Callable[..., Finding]
) -> None:
    report = text_report(findings=(made_finding(1), made_finding(2, waived_by="somsri", waived_why="ตรวจแล้ว")))
    assert summary(report)["findings"] == {"error": 1, "warning": 0, "info": 0}
    assert summary(report)["waived"] == 1
    assert [item["waived_by"] for item in json.loads(validation_json(report))["findings"]] == [None, "somsri"]


def test_rules_that_bound_to_nothing_are_listed(sample: Report) -> None:
    bound = {rule["rule"]: rule["bound"] for rule in json.loads(validation_json(sample))["rules"]}
    assert bound["budget.quarters_sum"] == 32
    assert 0 in bound.values()
