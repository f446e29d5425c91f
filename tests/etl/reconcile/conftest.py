"""Records built by hand for the rules: budgets from figures, KPIs and scorecards from a few words."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

import pytest

from schemas.document import Place
from schemas.record import (
    QUARTERS,
    BudgetAmount,
    KpiQuarter,
    KpiTarget,
    Read,
    Records,
    ReportHead,
    ScorecardLine,
)

Rows = Mapping[str, Sequence[str | None]]  # measure → total, Q1 … Q4 as printed

# The quarterly tables of the eight projects of a real report: total, Q1, Q2, Q3, Q4.
EIGHT_PROJECTS: tuple[Rows, ...] = (
    {
        "planned": ("39.1151", "16.3300", "18.6300", "1.7930", "2.3621"),
        "spent": ("39.1070", "25.3317", "7.0001", "5.0211", "1.7541"),
        "disbursed": ("36.4250", "0.6032", "5.7611", "9.8495", "20.2112"),
        "committed": ("2.6820", "24.7285", "1.2390", "(4.8284)", "(18.4571)"),
    },
    {
        "planned": ("64.7122", "53.2040", "10.5100", "0.9460", "0.0522"),
        "spent": ("64.4963", "31.9478", "28.5205", "2.8087", "1.2193"),
        "disbursed": ("59.3263", "4.0864", "16.4996", "19.5639", "19.1764"),
        "committed": ("5.1700", "27.8614", "12.0209", "(16.7552)", "(17.9571)"),
    },
    {
        "planned": ("57.4885", "19.7000", "22.4300", "6.7280", "8.6305"),
        "spent": ("57.2277", "4.6492", "24.6258", "12.6133", "15.3394"),
        "disbursed": ("55.6947", "2.2292", "5.5700", "12.4111", "35.4844"),
        "committed": ("1.5330", "2.4200", "19.0558", "0.2022", "(20.1450)"),
    },
    {
        "planned": ("55.4554", "15.0500", "17.1400", "6.4400", "16.8254"),
        "spent": ("55.1104", "2.3369", "17.0917", "25.0415", "10.6403"),
        "disbursed": ("55.0344", "0.3743", "3.2660", "7.6613", "43.7328"),
        "committed": ("0.0760", "1.9626", "13.8257", "17.3802", "(33.0925)"),
    },
    {
        "planned": ("37.6200", "12.5400", "14.3100", "5.3720", "5.3980"),
        "spent": ("37.6162", "13.7126", "10.2926", "10.2473", "3.3637"),
        "disbursed": ("34.7315", "0.5469", "4.3892", "6.8447", "22.9507"),
        "committed": ("2.8847", "13.1657", "5.9034", "3.4026", "(19.5870)"),
    },
    {
        "planned": ("46.4922", "17.5700", "19.9900", "5.5130", "3.4192"),
        "spent": ("46.3295", "23.2447", "13.8269", "8.1012", "1.1567"),
        "disbursed": ("44.0042", "1.2567", "9.0646", "10.9483", "22.7346"),
        "committed": ("2.3253", "21.9880", "4.7623", "(2.8471)", "(21.5779)"),
    },
    {
        "planned": ("48.7650", "17.0800", "19.4900", "7.3140", "4.8810"),
        "spent": ("48.7631", "12.9379", "35.4534", "0.1265", "0.2453"),
        "disbursed": ("48.7631", "0.5464", "8.0124", "9.3959", "30.8084"),
        "committed": ("-", "12.3915", "27.4410", "(9.2694)", "(30.5631)"),
    },
    {
        "planned": ("96.8800", "34.2300", "39.0700", "13.7920", "9.7880"),
        "spent": ("96.8799", "84.1800", "0.0286", "12.5024", "0.1689"),
        "disbursed": ("78.6866", "-", "15.0453", "19.0874", "44.5539"),
        "committed": ("18.1933", "84.1800", "(15.0167)", "(6.5850)", "(44.3850)"),
    },
)
EIGHT_PERCENTAGES = ("93", "92", "97", "99", "92", "95", "100", "81")
_PERIODS = ("FY", *QUARTERS)


def number(printed: str) -> Decimal:
    """What a printed amount means: parentheses negative, a dash zero."""
    if printed == "-":
        return Decimal(0)
    bare = printed.strip("()").replace(",", "")
    return -Decimal(bare) if printed.startswith("(") else Decimal(bare)


def printed(value: Decimal) -> str:
    """How a budget table prints an amount."""
    return f"({abs(value):,f})" if value < 0 else f"{value:,f}"


def read(text: str, line: int = 1) -> Read:
    return Read(Place(line=line), text)


def head(quarter: int = 4) -> ReportHead:
    return ReportHead(
        f"sample-2568-q{quarter}", "sample", "สำนักงานตัวอย่างเพื่อการรายงาน (องค์การมหาชน)", "given", 2568, quarter,
        "", None, None, None, read(""),
    )  # fmt: skip


def amount(project_no: int, table: str, measure: str, period: str, text: str, unit: str = "million_baht") -> BudgetAmount:
    value = number(text)
    exponent = value.as_tuple().exponent
    return BudgetAmount(
        project_no, table, measure, period, value, -int(exponent), unit, "declared",  # type: ignore[arg-type]
        value * 1_000_000, read(text, project_no),
    )  # fmt: skip


def section(project_no: int, rows: Rows) -> list[BudgetAmount]:
    return [
        amount(project_no, "project", measure, period, text)
        for measure, texts in rows.items()
        for period, text in zip(_PERIODS, texts, strict=True)
        if text is not None
    ]


def summary(project_no: int, rows: Rows, percentage: str) -> list[BudgetAmount]:
    figures = [("allocated", "FY", rows["planned"][0]), ("disbursed_pct", "YTD", percentage)]
    figures += [(measure, "YTD", rows[measure][0]) for measure in ("planned", "spent", "disbursed")]
    return [
        amount(project_no, "summary", measure, period, text, "percent" if measure == "disbursed_pct" else "million_baht")
        for measure, period, text in figures
        if text is not None
    ]


def budgets(projects: Sequence[Rows], percentages: Sequence[str]) -> tuple[BudgetAmount, ...]:
    rows: list[BudgetAmount] = []
    for project_no, (project, percentage) in enumerate(zip(projects, percentages, strict=True), start=1):
        rows += [*section(project_no, project), *summary(project_no, project, percentage)]
    return tuple(rows)


def rounded_to(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def invented(count: int, places: int, seed: int) -> tuple[BudgetAmount, ...]:
    """Budgets of so many projects that close at four decimals, each cell then rounded on its own."""
    chance = random.Random(seed)
    projects: list[Rows] = []
    percentages: list[str] = []
    for _ in range(count):
        planned = [Decimal(chance.randrange(0, 400_000)).scaleb(-4) for _ in QUARTERS]
        disbursed = [Decimal(chance.randrange(0, 200_000)).scaleb(-4) for _ in QUARTERS]
        committed = [Decimal(chance.randrange(-50_000, 60_000)).scaleb(-4) for _ in QUARTERS]
        room = sum(disbursed) + sum(committed) - sum(planned)
        planned[3] += max(room, Decimal(0))
        spent = [one + other for one, other in zip(disbursed, committed, strict=True)]
        rows = {"planned": planned, "spent": spent, "disbursed": disbursed, "committed": committed}
        texts = {
            measure: tuple(printed(rounded_to(value, places)) for value in (sum(values, Decimal(0)), *values))
            for measure, values in rows.items()
        }
        projects.append(texts)
        share = 100 * number(texts["disbursed"][0]) / number(texts["planned"][0])
        percentages.append(str(rounded_to(share, 0)))
    return budgets(projects, percentages)


@pytest.fixture
def eight_projects() -> Records:
    return Records(head(), budgets=budgets(EIGHT_PROJECTS, EIGHT_PERCENTAGES))


@pytest.fixture
def invented_report() -> Callable[[int, int, int], Records]:
    def build(count: int, places: int, seed: int = 1) -> Records:
        return Records(head(), budgets=invented(count, places, seed))

    return build


@pytest.fixture
def eight_without() -> Callable[..., Records]:
    """The eight projects less the amounts that a predicate names."""

    def build(dropped: Callable[[BudgetAmount], bool]) -> Records:
        rows = budgets(EIGHT_PROJECTS, EIGHT_PERCENTAGES)
        return Records(head(), budgets=tuple(row for row in rows if not dropped(row)))

    return build


@pytest.fixture
def with_figure() -> Callable[..., Records]:
    """Records with one amount printed otherwise."""

    def change(records: Records, key: tuple[int, str, str, str], text: str) -> Records:
        rows = tuple(
            amount(*key, text, row.unit or "") if (row.project_no, row.source_table, row.measure, row.period) == key else row
            for row in records.budgets
        )
        return Records(records.head, budgets=rows)

    return change


@pytest.fixture
def kpi() -> Callable[..., KpiTarget]:
    """One target of KPI 1.1 in one table; words give the printed forms."""

    def build(target: str, unit: str | None, result: str | None, table: str = "project", **fields: object) -> KpiTarget:
        values: dict[str, object] = {
            "project_no": 1, "kpi_no": 1, "part": 1, "source_table": table, "name": "ตัวชี้วัดตัวอย่าง",
            "frameworks": (), "target_operator": None, "target_value": Decimal(target.replace(",", "")),
            "target_upper": None, "target_unit": unit, "target_text": target,
            "result_value": None if result is None else Decimal(result.replace(",", "")),
            "result_unit": unit, "result_text": result or "", "points": None,
            "status": "missing" if result is None else "met", "status_reported": None,
            "read": read(f"{target}\t{result or ''}", 10 if table == "summary" else 20),
        }  # fmt: skip
        return KpiTarget(**{**values, **fields})  # type: ignore[arg-type]

    return build


@pytest.fixture
def quarters() -> Callable[..., tuple[KpiQuarter, ...]]:
    """Quarterly cells of KPI 1.1: "100 (634)" is a plan with its actual, words plan nothing."""

    def build(*texts: str, unit: str = "case") -> tuple[KpiQuarter, ...]:
        cells = []
        for period, text in zip(QUARTERS, texts, strict=False):
            plan, _, actual = text.partition(" (")
            is_number = plan.replace(",", "").replace(".", "").isdigit()
            value = Decimal(0) if plan == "-" else Decimal(plan.replace(",", "")) if is_number else None
            done = Decimal(actual.rstrip(")").replace(",", "")) if actual and is_number else None
            if text:
                cells.append(KpiQuarter(1, 1, 1, period, value, done, unit, text, read(text, 20)))
        return tuple(cells)

    return build


@pytest.fixture
def line() -> Callable[..., ScorecardLine]:
    """A line of the scorecard as printed: item, weight, score, weighted score ("" for none)."""

    def build(item_no: str, weight: str, score: str, weighted: str, name: str = "", words: str = "") -> ScorecardLine:
        values = [Decimal(text) if text else None for text in (weight, score, weighted)]
        text = words or (f"{score} คะแนน" if score else "")
        return ScorecardLine(item_no, name, *values, text, read(f"{weight}\t{text}\t{weighted}", 5))

    return build


@pytest.fixture
def report() -> Callable[..., Records]:
    def build(quarter: int = 4, **datasets: object) -> Records:
        return Records(head(quarter), **datasets)  # type: ignore[arg-type]

    return build
