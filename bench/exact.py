"""How exact reading is, counted: facts of the PDFs beside those of the text, cells of every producer, code points, clean files."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from bench.measure import BESIDE, ROOT, Row

SAMPLES = ROOT / "tests" / "samples" / "reports"
SEED = 9_000  # of the matrix: reports that the reader was not made with
GOALS = {"ruled": Decimal("99.5"), "horizontal": Decimal(99), "none": Decimal(98)}
FACTS = {  # what must be equal of a row with this key
    "projects": ("name",),
    "budgets": ("value", "decimals", "unit", "amount_baht"),
    "scorecard": ("weight", "score", "weighted_score"),
    "kpis": ("target_operator", "target_value", "target_upper", "target_unit", "result_value", "result_unit", "points", "status"),
    "kpi_quarters": ("plan_value", "actual_value", "unit"),
    "kpi_levels": ("points", "threshold_operator", "threshold_value", "threshold_upper", "threshold_unit"),
}
KEYS = ("project_no", "kpi_no", "part", "source_table", "measure", "period", "item_no", "level")
MARK_WITHOUT_BASE = re.compile(r"(?:^|\s)[ัิ-ฺ็-๎]")
NEEDS: dict[str, Callable[[], object]] = {
    "chromium": lambda: shutil.which("chromium"),
    "libreoffice": lambda: shutil.which("soffice"),
    "weasyprint": lambda: find_spec("weasyprint"),
    "typst": lambda: find_spec("typst"),
    "reportlab": lambda: find_spec("reportlab"),
}


def rows(folder: Path) -> Iterator[Row]:
    """Facts and narratives of the exemplar's PDFs, the real PDFs, clean files, and every producer's cells."""
    if BESIDE.exists():
        yield from _exemplar()
        yield from _real()
    yield _clean()
    yield from _cells(sorted(SAMPLES.glob("*.pdf")), "the committed samples")
    yield from _matrix(folder)


@cache
def _report(path: Path) -> object:
    from etl.pipeline import process
    from etl.source import read_source

    return process(*read_source(path))


def _document(path: Path) -> object:
    from etl.source import read_source
    from parsers.pdf.reader import read_pdf

    return read_pdf(*read_source(path))


def _exemplar() -> Iterator[Row]:
    text = _report(BESIDE / "etda-2568-q4.txt").records
    for name in ("slides", "document"):
        read = _report(BESIDE / f"etda-2568-q4-{name}.pdf").records
        equal, all_of = 0, 0
        for dataset in FACTS:
            expected, found = _facts(text, dataset), _facts(read, dataset)
            equal += sum(found.get(key) == values for key, values in expected.items())
            all_of += len(expected.keys() | found.keys())
        yield Row(f"facts of the exemplar's {name} equal to its text's", f"**{equal} of {all_of}**", "all", equal == all_of)
        share = _wrong(_words(text), _words(read))
        yield Row(f"wrong characters in its narratives, {name}", f"**{share:.3f}%**", "< 0.5%", share < 0.5)


def _facts(records: object, dataset: str) -> dict[tuple, tuple]:
    found = getattr(records, dataset)
    return {
        tuple(getattr(row, key, None) for key in KEYS): tuple(_bare(getattr(row, name)) for name in FACTS[dataset])
        for row in found
    }


def _bare(value: object) -> object:
    return "".join(value.split()) if isinstance(value, str) else value


def _words(records: object) -> str:
    return "".join("".join(row.text for row in records.narratives).split())


def _wrong(expected: str, read: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return 100 * Levenshtein.distance(expected, read) / len(expected)


def _real() -> Iterator[Row]:
    out_of_place, characters, totals, verdicts = 0, 0, 0, set()
    for path in sorted((BESIDE / "real").glob("*.pdf")):
        read = _document(path)
        if "scan" in path.stem:
            verdicts = {page.verdict for page in read.pages}
            continue
        texts = [text for page in read.pages if page.verdict in ("clean", "repaired") for text in _texts(page)]
        characters += sum(map(len, texts))
        out_of_place += sum(map(_out_of_place, texts))
        totals += "49,931,550.00" in texts
    yield Row(
        f"code points out of place in the real PDFs ({characters:,} characters)", f"**{out_of_place}**", "0", out_of_place == 0
    )
    yield Row("the total 49,931,550.00 in a cell of its own, municipal files", f"**{totals} of 2**", "2", totals == 2)
    yield Row("verdict of the scan's pages", ", ".join(sorted(verdicts)), "scan", verdicts == {"scan"})


def _texts(page: object) -> list[str]:
    return [line.text for line in page.lines] + [cell.text for table in page.tables for row in table.rows for cell in row]


def _out_of_place(text: str) -> int:
    wrong = sum(character == "\ufffd" or unicodedata.category(character) in ("Co", "Cc", "Cn") for character in text)
    return wrong + len(re.findall(r"\(cid:\d+\)", text)) + len(MARK_WITHOUT_BASE.findall(text))


def _clean() -> Row:
    pages = [page for path in sorted(SAMPLES.glob("reportlab*.pdf")) for page in _document(path).pages]
    clean = sum(page.verdict == "clean" and page.health.repairs == () for page in pages)
    return Row("pages without defects that come out without a repair", f"**{clean} of {len(pages)}**", "all", clean == len(pages))


def _matrix(folder: Path) -> Iterator[Row]:
    from tests.build_samples import matrix, report_files, write

    at_hand = [name for name, found in NEEDS.items() if found()]
    chosen = [one for one in matrix(SEED) if one.producer in at_hand]
    write(folder, report_files(chosen))
    missing = [name for name in NEEDS if name not in at_hand]
    label = f"{len(chosen)} reports of seed {SEED}" + (f" (without {', '.join(missing)}: not installed)" if missing else "")
    yield from _cells(sorted(folder.glob("*.pdf")), label)


def _cells(files: Iterable[Path], label: str) -> Iterator[Row]:
    exact: Counter[tuple[str, bool]] = Counter()
    every: Counter[tuple[str, bool]] = Counter()
    for path in files:
        known = json.loads(path.with_suffix(".json").read_text("utf-8"))
        for text, is_exact in _compared(known["tables"], _tables(path)):
            kind = known["rules"], _is_numeric(text)
            every[kind] += 1
            exact[kind] += is_exact
    for rules, goal in GOALS.items():
        good, count = (sum(counts[rules, numeric] for numeric in (False, True)) for counts in (exact, every))
        if count:
            share = Decimal(100 * good) / count
            yield Row(
                f"cells exact, rules: {rules}, {label}", f"**{share:.2f}%** ({good:,} of {count:,})", f"≥ {goal}%", share >= goal
            )
    good, count = (sum(counts[rules, True] for rules in GOALS) for counts in (exact, every))
    yield Row(f"numeric cells exact, {label}", f"**{good:,} of {count:,}**", "100%", good == count)


def _tables(path: Path) -> list[list[list[str | None]]]:
    """Every table of the flow as a grid, `None` where a span covers the place."""
    from etl.inspect import _grid
    from schemas.document import Table

    return [_grid(block) for block in _document(path).blocks if isinstance(block, Table)]


def _compared(expected: Iterable[dict], found: list[list[list[str | None]]]) -> Iterator[tuple[str, bool]]:
    """Each true cell with whether it stands at its place; where a table is cut otherwise, whether it stands anywhere in it."""
    for number, table in enumerate(expected):
        here = found[number] if number < len(found) else []
        same = [len(row) for row in table["rows"]] == [len(row) for row in here]
        anywhere = Counter(_squeezed(text) for row in here for text in row if text is not None)
        for row_no, row in enumerate(table["rows"]):
            for column_no, text in enumerate(row):
                if text is None:
                    continue
                if same:
                    yield text, _squeezed(here[row_no][column_no] or "") == _squeezed(text)
                else:
                    yield text, anywhere[_squeezed(text)] > 0
                    anywhere[_squeezed(text)] -= 1


def _squeezed(text: str) -> str:
    return "".join(text.replace("**", "").split())


def _is_numeric(text: str) -> bool:
    bare = _squeezed(text)
    return any(c.isdigit() for c in bare) and all(c.isdigit() or c in "().,%-" for c in bare)
