"""Questions in SQL: what they see, how the answer is written, and what they cannot reach."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from etl.answers import is_formula
from etl.batch import ingest
from etl.cli import main
from etl.compact import compact
from etl.publish import Output
from etl.query import query
from etl.text_table import cells_of, fold, lines
from etl.views import connect
from schemas.errors import QueryError, QueryTooLarge, UsageError

RAW = Path(__file__).resolve().parents[2] / "raw"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output of two reports, one of them packed."""
    output = tmp_path_factory.mktemp("query") / "it's output"
    ingest([RAW / "sample-2568-q1.txt"], output)
    compact(output)
    ingest([RAW / "sample-2568-q2.txt"], output)
    return output


def ask(root: Path, *words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["query", *words, "--output", str(root)], input=stdin)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


HOSTILE = {
    "a file of the machine": "SELECT * FROM read_csv('/etc/passwd')",
    "the same by its name": "FROM '/etc/passwd.csv'",
    "its text": "SELECT * FROM read_text('/etc/passwd')",
    "its bytes": "SELECT * FROM read_blob('/etc/passwd')",
    "its JSON": "SELECT * FROM read_json_auto('/etc/os-release')",
    "what Parquet says of it": "SELECT * FROM parquet_metadata('/etc/passwd')",
    "its dialect": "SELECT * FROM sniff_csv('/etc/passwd')",
    "names of files": "SELECT * FROM glob('/etc/*')",
    "the manifest": "SELECT * FROM read_text('{root}/.manifest.sqlite')",
    "the manifest beside the datasets": "SELECT * FROM read_text('{root}/datasets/../.manifest.sqlite')",
    "the manifest as a database": "SELECT * FROM sqlite_scan('{root}/.manifest.sqlite', 'files')",
    "the network": "SELECT * FROM read_csv('https://example.com/a.csv')",
    "an object store": "SELECT * FROM read_parquet('s3://bucket/a.parquet')",
    "the environment": "SELECT getenv('HOME')",
    "secrets": "SELECT * FROM duckdb_secrets()",
    "a file written": "COPY (SELECT 1) TO '{root}/datasets/x.parquet'",
    "a published file written over": "COPY (SELECT 1) TO '{root}/datasets/reports/2568/q2/sample-2568-q2.parquet'",
    "a file written by a plan": "EXPLAIN ANALYZE COPY (SELECT 1) TO '{root}/datasets/x.parquet'",
    "the same behind a comment": "EXPLAIN ANALYZE /* only a plan */ COPY (SELECT 1) TO '{root}/datasets/x.parquet'",
    "a file written by a part of a SELECT": "WITH x AS (COPY (SELECT 1) TO '{root}/datasets/x.parquet') FROM x",
    "the same in a plan": "EXPLAIN ANALYZE WITH x AS (COPY (SELECT 1) TO '{root}/datasets/x.parquet') FROM x",
    "a file written by a text": "SELECT * FROM query('WITH x AS (COPY (SELECT 1) TO ''{root}/datasets/x.parquet'') FROM x')",
    "a row changed by a part of a SELECT": "WITH x AS (DELETE FROM reports RETURNING *) FROM x",
    "another database": "ATTACH '{root}/x.db'",
    "an extension fetched": "INSTALL httpfs",
    "an extension loaded": "LOAD httpfs",
    "a setting": "SET enable_external_access = true",
    "a setting reset": "RESET lock_configuration",
    "a pragma": "PRAGMA enable_logging",
    "a call": "CALL pragma_version()",
    "a table": "CREATE TABLE x AS SELECT 1",
    "a view in the place of one": "CREATE OR REPLACE VIEW reports AS SELECT 1",
    "a macro": "CREATE MACRO f() AS 1",
    "rows": "INSERT INTO reports SELECT * FROM reports",
    "rows gone": "DELETE FROM reports",
    "a view gone": "DROP VIEW reports",
    "all of it": "EXPORT DATABASE '{root}/datasets/x'",
    "a database's script": "IMPORT DATABASE '/etc'",
    "a transaction": "BEGIN",
    "a statement kept": "PREPARE p AS SELECT 1",
    "a variable of the program": "SELECT * FROM root",
    "a second statement": "SELECT 1; COPY (SELECT 1) TO '{root}/datasets/x.parquet'",
}


@pytest.mark.parametrize("sql", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_but_the_views_is_in_reach(root: Path, sql: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(root)
    with pytest.raises(QueryError) as refused:
        query(sql.replace("{root}", str(root).replace("'", "''")), root)
    assert "\n" not in str(refused.value)
    assert "SHOW TABLES" in refused.value.advice
    assert capsys.readouterr().out == ""
    assert contents(root) == before


READ = {
    "SELECT count(*) AS n FROM reports": [{"n": 2}],
    "FROM reports SELECT report_id ORDER BY 1": [{"report_id": "sample-2568-q1"}, {"report_id": "sample-2568-q2"}],
    "VALUES (1);": [{"col0": 1}],
    "/* a remark */ SELECT 1 AS a -- another": [{"a": 1}],
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT max(n) AS n FROM t": [{"n": 3}],
    "SELECT 'COPY (SELECT 1) TO x' AS words": [{"words": "COPY (SELECT 1) TO x"}],
    'SELECT 1 AS "copy"': [{"copy": 1}],
    "PIVOT (SELECT quarter FROM reports) ON quarter IN (1, 2) USING count(*)": [{"1": 1, "2": 1}],
    "SELECT count(*) AS n FROM (SHOW TABLES)": [{"n": 18}],
}


@pytest.mark.parametrize(("sql", "expected"), READ.items(), ids=READ.keys())
def test_statements_that_read_are_answered(root: Path, sql: str, expected: list[dict[str, object]]) -> None:
    answer = ask(root, sql, "--format", "json")
    assert [json.loads(line) for line in answer.stdout.splitlines()] == expected
    assert answer.exit_code == 0


@pytest.mark.parametrize("sql", ["SHOW TABLES", "DESCRIBE budgets", "SUMMARIZE reports", "EXPLAIN FROM reports"])
def test_views_and_plans_can_be_looked_at(root: Path, sql: str) -> None:
    assert ask(root, sql).exit_code == 0


FORMATS = "SELECT 1.500000::DECIMAL(24,6) AS d, 0::DECIMAL(24,9) AS z, NULL AS n, '=1+1' AS f, DATE '2025-09-30' AS t, ['a'] AS l, 0.5::DOUBLE AS x, true AS b, -1 AS m"


def test_csv_is_exact_and_no_text_in_it_becomes_a_formula(root: Path) -> None:
    rows = list(csv.reader(io.StringIO(ask(root, FORMATS, "--format", "csv").stdout)))
    assert rows == [list("dznftlxbm"), ["1.500000", "0.000000000", "", "'=1+1", "2025-09-30", '["a"]', "0.5", "true", "-1"]]


def test_json_keeps_decimals_as_texts(root: Path) -> None:
    assert json.loads(ask(root, FORMATS, "--format", "json").stdout) == {
        "d": "1.500000", "z": "0.000000000", "n": None, "f": "=1+1", "t": "2025-09-30", "l": ["a"], "x": 0.5, "b": True, "m": -1,
    }  # fmt: skip


def test_parquet_keeps_the_types(root: Path) -> None:
    data = ask(root, "SELECT value, amount_baht FROM budgets LIMIT 1", "--format", "parquet").stdout_bytes
    table = pq.read_table(io.BytesIO(data))
    assert [str(field.type) for field in table.schema] == ["decimal128(24, 6)", "decimal128(24, 2)"]
    assert len(table) == 1


def test_parquet_is_not_written_to_a_terminal(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with pytest.raises(UsageError, match="terminal"):
        query("SELECT 1", root, "parquet")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("=1+1", True), ("- ข้อความ", True), ("+66 2", True), ("@a", True), ("\t=1", True), ("-12.50", False), ("+5%", False),
     ("-", False), ("ก=1", False), ("", False), ("-1+1", True)],
)  # fmt: skip
def test_texts_that_a_spreadsheet_takes_for_a_formula(text: str, expected: bool) -> None:
    assert is_formula(text) is expected


def test_the_limit_holds_and_sql_is_read_from_standard_input(root: Path) -> None:
    answer = ask(root, "-", "--limit", "2", "--format", "csv", stdin="SELECT unnest(range(9)) AS n\n")
    assert answer.stdout == "n\n0\n1\n"


WRONG = {
    "SELEC 1": "syntax error",
    "SELECT nothing FROM reports": "nothing",
    "SELECT * FROM nowhere": "nowhere",
    "": "here are 0",
    " -- nothing": "here are 0",
    "SELECT 1; SELECT 2": "here are 2",
    "PIVOT reports ON quarter USING count(*)": "PIVOT names its values",
    "SELECT 'a'::INTEGER FROM reports": "Could not convert",
}


@pytest.mark.parametrize(("sql", "said"), WRONG.items(), ids=WRONG.keys())
def test_what_is_wrong_is_said_in_a_sentence_with_the_way_out(root: Path, sql: str, said: str) -> None:
    answer = ask(root, sql)
    assert answer.exit_code == 2
    sentence, way = answer.stderr.splitlines()
    assert said in sentence
    assert "SHOW TABLES" in way


def test_a_query_that_takes_too_long_ends(root: Path) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTooLarge, match="1 seconds"):
        query("SELECT sum(a.range * b.range) FROM range(10_000_000) a, range(10_000_000) b", root, seconds=1)
    assert time.monotonic() - started < 30


def test_a_query_that_takes_too_much_memory_ends(root: Path) -> None:
    with pytest.raises(QueryTooLarge, match="memory"):
        query("SELECT list(range) FROM range(900_000_000)", root)


def test_ctrl_c_ends_a_query(root: Path) -> None:
    sql = "SELECT sum(a.range * b.range) FROM range(10_000_000) a, range(10_000_000) b"
    command = [sys.executable, "-m", "etl.cli", "query", sql, "--output", str(root)]
    project = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, text=True, preexec_fn=_hear_ctrl_c) as process:
        deadline = time.monotonic() + 60
        while _cpu_seconds(process.pid) < 4 and time.monotonic() < deadline:  # its imports take less than one
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        try:
            _, said = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, "interrupted" in said) == (130, True)


def _hear_ctrl_c() -> None:
    """A shell's background job, as these tests may be, does not hear it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_report_half_replaced_is_not_seen(tmp_path: Path) -> None:
    ingest([RAW / "sample-2568-q1.txt", RAW / "sample-2568-q2.txt"], tmp_path)
    output = Output(tmp_path)
    output.dataset_file("reports", "sample-2568-q1").unlink()  # as while it is replaced
    rest = output.dataset_file("budgets", "sample-2568-q2")
    table = pq.read_table(rest)
    changed = table.set_column(4, table.schema.field(4), [["0" * 64] * len(table)])
    pq.write_table(changed, rest)  # of another source than its row
    connection = connect(tmp_path)
    assert connection.sql("SELECT report_id FROM reports").fetchall() == [("sample-2568-q2",)]
    assert connection.sql("SELECT count(*) FROM budgets").fetchall() == [(0,)]
    assert connection.sql("SELECT DISTINCT report_id FROM kpis").fetchall() == [("sample-2568-q2",)]
    connection.close()


def test_numbers_in_a_view_are_exact(root: Path) -> None:
    connection = connect(root, "FROM budgets")
    (value,) = connection.sql("SELECT value FROM budgets WHERE value IS NOT NULL LIMIT 1").fetchall()[0]
    connection.close()
    assert isinstance(value, Decimal)
    assert value.as_tuple().exponent == -6


@pytest.mark.parametrize("sql", ["FROM findings", "FROM budgets", "FROM reports", "SELECT report_id, name FROM kpis"])
def test_no_line_of_a_table_is_wider_than_the_terminal(root: Path, sql: str) -> None:
    for line in ask(root, sql, "--limit", "5").stdout.splitlines():
        assert cells_of(line) <= 80


def test_thai_columns_stand_under_each_other() -> None:
    rows = [["ที่นี่", "1.50"], ["น้ำ", "10.25"], ["abc", "-"]]
    assert list(lines(["ชื่อ", "ค่า"], rows, [False, True], 80)) == [
        "ชื่อ      ค่า",
        "───  ─────",
        "ที่นี่    1.50",
        "น้ำ   10.25",
        "abc      -",
    ]  # fmt: skip


def test_a_cell_is_folded_between_clusters_and_holds_no_control_characters() -> None:
    assert list(fold("ที่นี่ที่นี่", 3)) == ["ที่นี่ที่", "นี่"]
    assert list(fold("กำลัง น้ำ", 4)) == ["กำล", "ัง น้ำ"] or all(cells_of(piece) <= 4 for piece in fold("กำลัง น้ำ", 4))
    assert list(lines(["a"], [["x\x1b[31m\u202ey\tz"]], [False], 80))[-1] == "x·[31m·y z"
