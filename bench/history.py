"""How long questions over years take, on outputs of many published reports, single and packed."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from bench.batch import Measured, growth
from bench.measure import Row, median, program, timed
from bench.published import publish_many

SIZES = (100, 1000, 10000)
RUNS = 11
MOST_SECONDS = 0.1

QUESTIONS = {
    "disbursed share by agency and quarter": """
        SELECT agency, fiscal_year, quarter, sum(value) FILTER (measure = 'disbursed') / nullif(sum(value) FILTER (measure = 'allocated'), 0)
        FROM budgets WHERE source_table = 'summary' AND project_no > 0 AND measure IN ('disbursed', 'allocated')
        GROUP BY ALL ORDER BY ALL""",
    "a year's KPIs below target, with their place": """
        SELECT report_id, project_no, kpi_no, name, target_text, result_text, page, line
        FROM kpis WHERE fiscal_year = 2544 AND status = 'below' ORDER BY ALL""",
    "one project's budget over all years": """
        SELECT b.fiscal_year, b.quarter, b.source_table, b.measure, b.period, b.value, b.unit
        FROM budgets b JOIN projects p USING (report_id, project_no)
        WHERE p.agency = 'agency007' AND b.agency = 'agency007'
          AND p.project_id = (SELECT min(project_id) FROM projects WHERE agency = 'agency007' AND project_no = 3)
        ORDER BY ALL""",
}


def rows(folder: Path) -> Iterator[Row]:
    """Each size: packing it, and each question in an open connection and as a command."""
    seconds: Measured = {}
    for size in SIZES:
        root = folder / f"history{size}"
        publish_many(size, root)
        yield from measured(size, root, seconds)
        shutil.rmtree(root)
    yield from growth("reports packed", seconds)


def measured(size: int, root: Path, seconds: Measured) -> Iterator[Row]:
    """The rows of one output; it is packed here."""
    from etl.views import connect

    cpu, wall = timed([program(), "compact", "--output", str(root)])
    of_size = seconds.setdefault(size, {"packing": wall})
    yield Row(f"{size:,} reports packed", f"{wall:.1f} s ({cpu:.1f} s CPU, {1000 * cpu / size:.1f} ms a report)", "")
    again = timed([program(), "compact", "--output", str(root)])[1]
    yield Row(f"{size:,} reports packed again, nothing changed", f"{again:.2f} s", "")
    packed = sum(path.stat().st_size for path in (root / "compact").resolve().rglob("*.parquet"))
    single = sum(path.stat().st_size for path in (root / "datasets").rglob("*.parquet"))
    yield Row(
        f"{size:,} reports on the disk: packed ÷ single files",
        f"{packed / size / 1024:.0f} kB ÷ {single / size / 1024:.0f} kB a report",
        "",
    )
    large = size == SIZES[-1]
    for name, sql in QUESTIONS.items():
        opening = [_seconds(lambda: connect(root, sql).close()) for _ in range(RUNS)]
        connection = connect(root, sql)
        took = [_seconds(lambda: connection.execute(sql).fetchall()) for _ in range(RUNS)]
        connection.close()
        of_size[name] = median(took)
        command = [timed([program(), "query", sql, "--format", "csv", "--output", str(root)])[1] for _ in range(3)]
        yield Row(
            f"{size:,} reports packed: {name}",
            f"**{1000 * median(took):.0f} ms**, at most {1000 * max(took):.0f} ms; opening {1000 * median(opening):.0f} ms; "
            f"the whole command {1000 * median(command):.0f} ms",
            "< 100 ms in an open connection" if large else "",
            median(took) < MOST_SECONDS if large else None,
        )


def _seconds(work: object) -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started
