"""Answers SQL over the published datasets: one statement that reads, within limits of time and memory."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Literal

from etl.views import MOST_MEMORY, connect
from schemas.errors import QueryError, QueryTooLarge

if TYPE_CHECKING:
    import duckdb

Format = Literal["table", "csv", "json", "parquet"]
MOST_SECONDS = 300
_TRIES = 3  # a report replaced, or a copy packed, while the query reads: what it listed is gone, and listed again
_EXPLAIN = re.compile(r"\s*EXPLAIN\s+(?:ANALYZE\s+)?", re.IGNORECASE)
_NODE = re.compile(r'"type":"(\w+_NODE)"')
_READING_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_READS = "Only a statement that reads can be asked: SELECT, FROM, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN"


def query(sql: str, root: Path, output_format: Format = "table", limit: int | None = None, seconds: int = MOST_SECONDS) -> None:
    """Prints the answer to a query. Raises `QueryError`, `QueryTooLarge`, or `UsageError` where nothing is published."""
    import duckdb

    from etl.answers import Printer

    printer = Printer(output_format)
    for tried in range(1, _TRIES + 1):
        connection = connect(root, sql)
        try:
            with _within(connection, seconds):
                answer = _answer(connection, sql, limit)
                printer.print(answer, connection)
        except duckdb.IOException as error:
            if printer.has_printed or tried == _TRIES:
                raise QueryError(_sentence(error)) from error
        except duckdb.OutOfMemoryException as error:
            raise QueryTooLarge(f"The query needs more than {MOST_MEMORY} of memory.") from error
        except duckdb.Error as error:
            raise QueryError(_sentence(error)) from error
        else:
            return
        finally:
            connection.close()


def _answer(connection: duckdb.DuckDBPyConnection, sql: str, limit: int | None) -> duckdb.DuckDBPyRelation:
    """The relation that a statement gives. Raises `QueryError` where it is not one that reads."""
    import duckdb

    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(f"One statement can be asked at a time, and here are {len(statements)}.")
    (statement,) = statements
    kind = statement.type
    if kind == duckdb.StatementType.EXPLAIN:
        asked = connection.extract_statements(_EXPLAIN.sub("", statement.query, count=1))
        kind = asked[0].type if len(asked) == 1 else kind
    if kind != duckdb.StatementType.SELECT or not _only_reads(connection, _EXPLAIN.sub("", statement.query, count=1)):
        way = "; a PIVOT names its values: PIVOT … ON column IN ('a', 'b')" if "PIVOT" in sql.upper() else ""
        raise QueryError(f"{_READS}{way}.")
    answer = connection.sql(statement.query)
    return answer if limit is None else answer.limit(limit)


def _only_reads(connection: duckdb.DuckDBPyConnection, statement: str) -> bool:
    """Whether no part of a statement writes: `WITH x AS (COPY … TO …) FROM x` is a SELECT that does."""
    (tree,) = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [statement]).fetchall()[0]
    nodes = set(_NODE.findall(tree))
    return bool(nodes) and nodes <= _READING_NODES


@contextmanager
def _within(connection: duckdb.DuckDBPyConnection, seconds: int) -> Iterator[None]:
    """Ends the query that runs inside after so many seconds, and on Ctrl-C. Raises `QueryTooLarge`."""
    import duckdb

    expired = threading.Event()

    def expire() -> None:
        expired.set()
        connection.interrupt()

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        with _ended_by_ctrl_c(connection):
            yield
    except (duckdb.InterruptException, RuntimeError) as error:
        if expired.is_set():
            raise QueryTooLarge(f"The query takes more than {seconds} seconds.") from error
        raise KeyboardInterrupt from error
    finally:
        timer.cancel()


@contextmanager
def _ended_by_ctrl_c(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Tells DuckDB of a Ctrl-C.

    It hears one by itself, but then waits for its threads, of which one at a large join goes on for minutes.
    """
    before = signal.getsignal(signal.SIGINT)
    is_main = threading.current_thread() is threading.main_thread()  # the only one that may say what a signal does
    if not is_main or before is not signal.default_int_handler:  # a shell's background job does not hear it
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        connection.interrupt()
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _sentence(error: Exception) -> str:
    """What DuckDB says, in one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not set(line.strip()) <= {"^", " "}]
    said = " ".join(line for line in lines if not line.startswith("LINE "))
    return f"DuckDB cannot answer it: {said}"
