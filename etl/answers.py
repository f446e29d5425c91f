"""Prints the answer to a query as a table, CSV, JSON lines or Parquet; numbers are never rounded on the way."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from parsers.english import counted
from schemas.errors import UsageError

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 5_000  # rows held at a time
_MOST_SHOWN = 10_000  # rows of a table; more than that nobody reads on a screen
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[\d.,]*%?")

Row = Sequence[Any]  # whatever DuckDB gives


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula: `=1+1`, `- ข้อความ`, `@a`; a number or a lone dash is none."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


class Printer:
    """Prints answers in one format. Raises `UsageError` for Parquet on a terminal."""

    def __init__(self, output_format: str) -> None:
        if output_format == "parquet" and sys.stdout.isatty():
            raise UsageError("Parquet is no text for a terminal: send it to a file, … --format parquet > answer.parquet")
        self._format = output_format
        self.has_printed = False

    def print(self, answer: duckdb.DuckDBPyRelation, connection: duckdb.DuckDBPyConnection) -> None:
        """Prints an answer, a piece at a time; nothing is printed before the first piece is there."""
        if self._format == "parquet":
            import pyarrow.parquet as pq

            table = answer.to_arrow_table()
            self.has_printed = True
            pq.write_table(table, sys.stdout.buffer)
        elif self._format == "table":
            rows = answer.limit(_MOST_SHOWN + 1).fetchall()
            self.has_printed = True
            _print_table(answer, rows)
        else:
            self._print_pieces(answer.columns, connection.execute(answer.sql_query()))

    def _print_pieces(self, names: Sequence[str], answer: duckdb.DuckDBPyConnection) -> None:
        rows = answer.fetchmany(_AT_ONCE)
        self.has_printed = True
        if self._format == "csv":
            _write_csv([names])
        while rows:
            if self._format == "csv":
                _write_csv([_as_text(value) for value in row] for row in rows)
            else:
                for row in rows:
                    print(json.dumps(dict(zip(names, map(_as_json, row), strict=True)), ensure_ascii=False))
            rows = answer.fetchmany(_AT_ONCE)


def _write_csv(rows: Any) -> None:  # anything that csv takes
    import csv

    csv.writer(sys.stdout, lineterminator="\n").writerows(rows)


def _as_text(value: Any) -> str:
    """A value in CSV. A text that a spreadsheet would take for a formula stands behind an apostrophe."""
    plain = _plain(value)
    if isinstance(value, str):
        return f"'{value}" if is_formula(value) else value
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _as_json(value: Any) -> Any:
    """A value in JSON: decimals as strings, since readers of JSON would make doubles of them."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(item) for item in value]
    if value is None or isinstance(value, bool | int | str) or (isinstance(value, float) and isfinite(value)):
        return value
    return _plain(value)


def _plain(value: Any) -> Any:
    """A value as text where it has one way to be written; what is nested stays for JSON."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict | list | tuple):
        return _as_json(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _print_table(answer: duckdb.DuckDBPyRelation, rows: Sequence[Row]) -> None:
    from etl.text_table import lines

    kinds = [str(kind) for kind in answer.types]
    numeric = [kind.startswith(("DECIMAL", "DOUBLE", "FLOAT")) or "INT" in kind for kind in kinds]
    cells = [[_shown(value) for value in row] for row in rows[:_MOST_SHOWN]]
    for line in lines(answer.columns, cells, numeric, shutil.get_terminal_size((80, 24)).columns):
        print(line)
    print("".join(_count(len(rows))))


def _shown(value: Any) -> str:
    plain = _plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _count(rows: int) -> Iterator[str]:
    if rows > _MOST_SHOWN:
        yield f"the first {_MOST_SHOWN:,} rows; --format csv gives all"
    else:
        yield counted(rows, "row")
