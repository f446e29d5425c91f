"""Turns the published datasets into one workbook: typed, headed in Thai, findings marked, nothing evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.export import words
from etl.views import connect, literal
from schemas.datasets import BY_NAME, Column, Dataset
from schemas.errors import UsageError

if TYPE_CHECKING:
    import duckdb
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575  # of a sheet, its header aside
MOST_TEXT = 32_767  # characters of a cell
EXACT_DIGITS = 15  # a spreadsheet's numbers are doubles: any decimal of 15 digits comes back as it was
_AT_ONCE = 2_000
_WRAPPED = "wrapped"  # no number format: a text in as many lines as it takes
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same rows, the same bytes
_WIDTHS = {"string": 18, "list<string>": 18, "date32": 12, "decimal128(24,2)": 20, "decimal128(24,6)": 16}
_WIDE = {"name": 48, "message_th": 70, "message_en": 70, "text": 60, "source_text": 48, "title": 48, "url": 40}
_FOR_PROGRAMS = frozenset(("source_sha256", "finding_id", "check_id", "x0", "top", "x1", "bottom"))  # folded away
_SENTENCES = frozenset(("message_th", "message_en"))
_COLOURS = {"error": "#F8CBAD", "warning": "#FFF2CC"}
_SUBJECT = ("project_no", "kpi_no", "part", "item_no", "source_table", "measure", "period", "seq")
_MARKED = ("budgets", "kpis", "kpi_quarters", "scorecard", "activities")
Row = dict[str, Any]  # whatever DuckDB gives


@dataclass
class _Told:
    """What the first sheet says of a sheet."""

    name: str
    rows: int = 0
    shown: int = 0
    as_text: int = 0
    cut: int = 0

    def notes(self) -> Iterator[str]:
        if self.as_text:
            yield words.AS_TEXT.format(count=self.as_text)
        if self.cut:
            yield words.CUT_TEXT.format(count=self.cut)
        if self.shown < self.rows:
            yield words.CUT_ROWS.format(shown=self.shown, rows=self.rows)


def export(root: Path, target: Path, reports: Sequence[str] = (), year: int | None = None) -> list[str]:
    """Writes a workbook of all reports, or of those named; returns what it could not hold, a sentence a sheet.

    Raises `UsageError` where nothing is published that was asked for, the workbook cannot stand there, or
    XlsxWriter is not installed; `OSError` where the disk is full.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise UsageError("Workbooks need XlsxWriter: pip install 'raingan[xlsx]'") from error
    _require_place(target)
    connection = connect(root)
    chosen = _where(reports, year)
    try:
        _require(connection, reports, chosen)
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with _written_whole(target) as temporary, xlsxwriter.Workbook(temporary, options) as book:
            book.set_properties({"title": "raingan", "created": _CREATED})
            told = _Book(book, connection, chosen).write()
    finally:
        connection.close()
    return [f"{one.name}: {note}" for one in told for note in one.notes()]


def _require_place(target: Path) -> None:
    if target.is_dir():
        raise UsageError(f"“{target}” is a folder: name the workbook in it, such as --xlsx {target / 'reports.xlsx'}.")
    if target.exists() and not target.is_file():
        raise UsageError(f"“{target}” is no file that a workbook could replace: name another.")
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder “{target.parent}” for the workbook “{target.name}”: make it, or name another.")


@contextmanager
def _written_whole(target: Path) -> Iterator[Path]:
    """A name beside the target to write under; it becomes the target when all is written, and never stays."""
    from xlsxwriter.exceptions import FileCreateError

    temporary = target.with_name(f".{target.name}.part")
    try:
        temporary.touch()
    except OSError as error:
        raise UsageError(f"The workbook “{target}” cannot be written: {error.strerror}.") from error
    try:
        yield temporary
        temporary.replace(target)
    except FileCreateError as error:  # it could be written before: the disk is full now, or failed
        raise OSError(*error.args[0].args) from error
    finally:
        temporary.unlink(missing_ok=True)


def _where(reports: Sequence[str], year: int | None) -> str:
    """The condition for the rows asked for; ids are quoted, never trusted."""
    parts = [f"report_id IN ({', '.join(map(literal, reports))})"] if reports else []
    parts += [f"fiscal_year = {int(year)}"] if year is not None else []
    return " WHERE " + " AND ".join(parts) if parts else ""


def _require(connection: duckdb.DuckDBPyConnection, reports: Sequence[str], chosen: str) -> None:
    found = {row[0] for row in connection.execute(f"SELECT report_id FROM reports{chosen}").fetchall()}
    missing = sorted(set(reports) - found)
    if missing or not found:
        raise UsageError(f"There is no published report {', '.join(missing)}." if missing else "No published report is meant.")


@dataclass
class _Book:
    book: xlsxwriter.Workbook
    connection: duckdb.DuckDBPyConnection
    chosen: str
    formats: dict[tuple[str, str], Any] = field(default_factory=dict)  # by number format and colour

    def write(self) -> list[_Told]:
        """The first sheet is made first and filled last: it says how the others came out."""
        about = self.book.add_worksheet(words.ABOUT)
        guilty = self._guilty()
        told = []
        for name, title in words.SHEETS.items():
            told.append(self._sheet(BY_NAME[name], title, guilty))
        self._about(about, told)
        return told

    def _guilty(self) -> dict[str, list[Row]]:
        """Open errors and warnings by report."""
        names = ("report_id", "severity", *_SUBJECT)
        asked = f"SELECT {', '.join(names)} FROM findings{self.chosen}{' AND' if self.chosen else ' WHERE'} "
        rows = self.connection.execute(asked + "severity <> 'info' AND waived_by IS NULL ORDER BY severity").fetchall()
        found: dict[str, list[Row]] = {}
        for row in rows:
            one = dict(zip(names, row, strict=True))
            found.setdefault(one["report_id"], []).append(one)
        return found

    def _sheet(self, dataset: Dataset, title: str, guilty: dict[str, list[Row]]) -> _Told:
        told = _Told(title)
        (told.rows,) = self.connection.execute(f"SELECT count(*) FROM {dataset.name}{self.chosen}").fetchall()[0]
        sheet, columns = self.book.add_worksheet(title), dataset.columns
        self._head(sheet, columns, min(told.rows, MOST_ROWS))
        names = [column.name for column in columns]
        order = ", ".join(dict.fromkeys(("report_id", *dataset.key)))
        if dataset.name == "findings":
            order = f"report_id, CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, {order}"
        asked = f"SELECT {', '.join(names)} FROM {dataset.name}{self.chosen} ORDER BY {order} LIMIT {MOST_ROWS}"
        answer = self.connection.execute(asked)
        while rows := answer.fetchmany(_AT_ONCE):
            for values in rows:
                told.shown += 1
                row = dict(zip(names, values, strict=True))
                self._row(sheet, told, columns, row, _colour(dataset, row, guilty))
        return told

    def _head(self, sheet: Worksheet, columns: Sequence[Column], rows: int) -> None:
        head = self.book.add_format({"bold": True, "bg_color": "#D9E1F2", "text_wrap": True, "valign": "top"})
        folded = [column.name in _FOR_PROGRAMS for column in columns]
        for index, column in enumerate(columns):
            fold = {"hidden": True, "level": 1} if folded[index] else {"collapsed": True} if index and folded[index - 1] else {}
            sheet.set_column(index, index, _WIDE.get(column.name, _WIDTHS.get(column.type, 11)), None, fold)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
        for index, column in enumerate(columns):
            sheet.write_string(0, index, words.COLUMNS[column.name], head)

    def _row(self, sheet: Worksheet, told: _Told, columns: Sequence[Column], row: Row, colour: str) -> None:
        for index, column in enumerate(columns):
            value = row[column.name]
            if value is None:
                if colour:
                    sheet.write_blank(told.shown, index, None, self._format("", colour))
            elif isinstance(value, Decimal):
                self._number(sheet, told, index, value, _places(row, column, value), colour)
            elif isinstance(value, date):
                sheet.write_datetime(told.shown, index, value, self._format("yyyy-mm-dd", colour))
            elif isinstance(value, int | float):
                sheet.write_number(told.shown, index, value, self._format("", colour))
            else:
                text = "; ".join(value) if isinstance(value, list) else str(value)
                told.cut += len(text) > MOST_TEXT
                shape = _WRAPPED if column.name in _SENTENCES else ""
                sheet.write_string(told.shown, index, text[:MOST_TEXT], self._format(shape, colour))

    def _number(self, sheet: Worksheet, told: _Told, index: int, value: Decimal, places: int, colour: str) -> None:
        digits = value.normalize().as_tuple().digits
        if len(digits) > EXACT_DIGITS:
            told.as_text += 1
            every = max(places, -int(value.normalize().as_tuple().exponent))  # as a text nothing is rounded
            sheet.write_string(told.shown, index, f"{value:,.{every}f}", self._format("@", colour))
            return
        shape = "#,##0" + (f".{'0' * places}" if places else "")
        sheet.write_number(told.shown, index, value, self._format(shape, colour))

    def _format(self, shape: str, colour: str) -> Any:
        """A format of the book, each made once."""
        if (shape, colour) not in self.formats:
            wanted: dict[str, Any] = {"valign": "top"} | ({"bg_color": colour} if colour else {})
            wanted |= {"text_wrap": True} if shape == _WRAPPED else {"num_format": shape} if shape else {}
            self.formats[shape, colour] = self.book.add_format(wanted)
        return self.formats[shape, colour]

    def _about(self, sheet: Worksheet, told: Sequence[_Told]) -> None:
        bold = self.book.add_format({"bold": True})
        colours = {2: _COLOURS["error"], 3: _COLOURS["warning"]}
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 14)
        sheet.set_column(2, 2, 80)
        for index, line in enumerate(words.EXPLAINED):
            sheet.write_string(index, 0, line, self._format("", colours.get(index, "")))
        first = len(words.EXPLAINED) + 1
        for column, name in enumerate((words.SHEET, words.ROWS, words.NOTE)):
            sheet.write_string(first, column, name, bold)
        for index, one in enumerate(told, start=first + 1):
            sheet.write_url(index, 0, f"internal:'{one.name}'!A1", string=one.name)
            sheet.write_number(index, 1, one.rows, self._format("#,##0", ""))
            sheet.write_string(index, 2, "; ".join(one.notes()))


def _places(row: Row, column: Column, value: Decimal) -> int:
    """The decimals to show: as printed where the row knows, else those that the value has."""
    if column.name == "value" and row.get("decimals") is not None:
        return int(row["decimals"])
    exponent = value.normalize().as_tuple().exponent
    return max(2 if column.type == "decimal128(24,2)" else 0, -int(exponent))


def _colour(dataset: Dataset, row: Row, guilty: dict[str, list[Row]]) -> str:
    """The colour of a finding, or of the row that an open finding is about."""
    if dataset.name == "findings":
        return "" if row["waived_by"] else _COLOURS.get(row["severity"], "")
    if dataset.name not in _MARKED:
        return ""
    for finding in guilty.get(row["report_id"], ()):
        if _is_about(dataset, row, finding):
            return _COLOURS[finding["severity"]]
    return ""


def _is_about(dataset: Dataset, row: Row, finding: Row) -> bool:
    """Whether a finding names a row: what both of them say is the same, and it names what the row alone is told by."""
    told_by = {"budgets": "measure", "kpis": "kpi_no", "kpi_quarters": "kpi_no", "scorecard": "item_no", "activities": "seq"}
    if finding[told_by[dataset.name]] is None or (dataset.name == "kpi_quarters" and finding["period"] is None):
        return False
    return all(finding[name] is None or row[name] == finding[name] for name in _SUBJECT if name in row)
