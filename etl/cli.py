"""The command line: arguments in, exit code out. Heavy imports wait until a command needs them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from etl import cli_batch, cli_export
from etl.cli_shared import OUTPUT, PATH, complain, exits, require_agency, require_file, standing


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="raingan", prog_name="raingan")
def main() -> None:
    """Turns performance reports of Thai public agencies into data people can trust.

    \b
    Example:  raingan ingest raw/ --output output/
              reads every report under raw/, publishes Parquet datasets and
              validation pages under output/, and says what does not add up.

    \b
    Exit codes:  0 done   1 a file was quarantined, or an error found by check
                 2 the call is wrong, or a file was refused by check, inspect
                 or audit   3 the machine failed   130 interrupted
    """


for _command in (cli_batch.ingest, cli_batch.retry, cli_batch.status, cli_batch.remove, cli_batch.compact, cli_export.export):
    main.add_command(_command)


@main.command()
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--agency", help="Id of the agency whose reports these are.")
@click.option("--language", type=click.Choice(["th", "en"]), default="th", show_default=True)
@exits
def check(files: tuple[Path, ...], output_format: str, agency: str | None, language: str) -> int:
    """Reads and reconciles FILES and publishes nothing.

    \b
    Example:  raingan check report.pdf --format json
    Exit codes:  0 no error found   1 at least one   2 a file was refused
    """
    from etl.check import Checked, CheckTask, as_json, as_text, check_files, exit_code
    from etl.screen import say

    require_agency(agency)
    found, missing = standing(files)
    checked = check_files([CheckTask(str(path), agency) for path in found])
    results = []
    for path in files:
        error = missing.get(path)
        results.append(Checked(str(path), None, (), 0, refused=error) if error is not None else next(checked))
        if output_format == "json":
            say([as_json(results[-1])])
        elif error is None:  # else it is said already
            say(list(as_text(results[-1], language)))
    return exit_code(results)


@main.command()
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--pages", help="Pages to show, e.g. 1-3.")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@exits
def inspect(files: tuple[Path, ...], pages: str | None, output_format: str) -> int:
    """Shows what the reader sees of FILES, reports or not.

    \b
    Example:  raingan inspect report.pdf --pages 1-3
    Exit codes:  0 all are shown   2 a file was refused, or has no such page
    """
    from etl.inspect import inspect_files, page_range
    from etl.screen import say

    wanted = page_range(pages)
    found, missing = standing(files)
    refused = len(missing)
    for lines, error in inspect_files(found, wanted, as_json=output_format == "json"):
        say(lines)
        if error is not None:
            complain(error)
            refused += 1
    return 2 if refused else 0


@main.command(short_help="Answers SQL over the published datasets.")
@click.argument("sql")
@OUTPUT
@click.option(
    "--format", "output_format", type=click.Choice(["table", "csv", "json", "parquet"]), default="table", show_default=True
)
@click.option("--limit", type=click.IntRange(1), help="Print at most so many rows.")
@click.option("--timeout", type=click.IntRange(1), default=300, show_default=True, help="Seconds that it may take.")
@exits
def query(
    sql: str, root: Path, output_format: Literal["table", "csv", "json", "parquet"], limit: int | None, timeout: int
) -> int:
    """Answers SQL over the published datasets with DuckDB, one view a dataset.

    \b
    Example:  raingan query "SELECT report_id, error_count FROM reports"
              raingan query - --format csv < question.sql > answer.csv
    It reads and changes nothing. In CSV, a text that a spreadsheet would take
    for a formula stands behind an apostrophe.
    """
    from etl.query import query as answer

    answer(sys.stdin.read() if sql == "-" else sql, root, output_format, limit, timeout)
    return 0


@main.command(short_help="Tests the rules: changes a digit at a time in FILE.")
@click.argument("file", type=PATH)
@click.option("--agency", help="Id of the agency whose report it is.")
@exits
def audit(file: Path, agency: str | None) -> int:
    """Changes one digit at a time in FILE's numbers and says which the rules catch.

    \b
    Example:  raingan audit report.txt
    Takes a minute or two for a report of eight projects.
    Exit codes:  0 done   2 the file was refused
    """
    from etl.auditing import audit_file

    require_agency(agency)
    require_file(file)
    click.echo(audit_file(file, agency))
    return 0


@main.command()
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--language", type=click.Choice(["th", "en"]), default="th", show_default=True)
@exits
def diff(old: Path, new: Path, output_format: str, language: str) -> int:
    """Compares the findings of two outputs: new, persisting, resolved.

    \b
    Example:  raingan diff output-june/ output-july/
    """
    from etl.diff import as_lines, compare
    from etl.screen import say

    say(list(as_lines(compare(old, new), as_json=output_format == "json", language=language)))
    return 0


if __name__ == "__main__":
    main()
