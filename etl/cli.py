"""The command line: arguments in, exit code out. Heavy imports wait until a command needs them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from schemas.errors import RainganError, UsageError

if TYPE_CHECKING:
    from etl.batch import Options, Summary

_INTERRUPTED = 130
_PATH = click.Path(path_type=Path)
_OUTPUT = click.option("--output", "root", type=_PATH, default=Path("output"), show_default=True, help="Folder of the output.")
_AGENCY = click.option("--agency", help="Id of the agency whose reports these are, e.g. etda; remembered for these files.")
_JOBS = click.option("--jobs", type=click.IntRange(1), help="Reports read at once; default: one a core.")
_LOG_FORMAT = click.option(
    "--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How progress is said."
)

Command = Callable[..., int]


def _exits(command: Command) -> Callable[..., None]:
    """Turns a command's number into the exit code, and an error into one line and its code."""

    @wraps(command)
    def wrapped(*args: Any, **options: Any) -> None:  # click passes what the options declare
        try:
            code = command(*args, **options)
        except RainganError as error:
            click.echo(f"raingan: {error}\n  → {error.advice}", err=True)
            code = error.exit_code
        except KeyboardInterrupt:
            click.echo("raingan: interrupted; run the same command again, it resumes.", err=True)
            code = _INTERRUPTED
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except OSError as error:
            where = f" (“{error.filename}”)" if error.filename else ""
            click.echo(f"raingan: the machine refuses: {error.strerror or error}{where}.", err=True)
            code = 3
        sys.exit(code)

    return wrapped


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
                 2 the call is wrong   3 the machine failed   130 interrupted
    """


@main.command()
@click.argument("paths", nargs=-1, type=_PATH)
@_OUTPUT
@_AGENCY
@_JOBS
@click.option("--force", is_flag=True, help="Read unchanged files again.")
@_LOG_FORMAT
@_exits
def ingest(paths: tuple[Path, ...], root: Path, agency: str | None, jobs: int | None, force: bool, log_format: str) -> int:
    """Reads every new or changed report under PATHS (default raw/) and publishes it.

    \b
    Example:  raingan ingest raw/2568-q4/ --output output/
    """
    from etl.batch import ingest as run
    from etl.discover import discover

    _require_agency(agency)
    found = discover(paths or (Path("raw"),), ignore=root)
    return _in_batch(
        lambda options: run(found.sources, root, options, force=force), root, agency, jobs, log_format, found.skipped
    )


@main.command()
@_OUTPUT
@_AGENCY
@_JOBS
@_LOG_FORMAT
@_exits
def retry(root: Path, agency: str | None, jobs: int | None, log_format: str) -> int:
    """Reads the files in quarantine again, after a fix.

    \b
    Example:  raingan retry --output output/
    Exit codes:  0 none is left there   1 some are
    """
    from etl.batch import retry as run

    _require_agency(agency)
    return _in_batch(lambda options: run(root, options), root, agency, jobs, log_format)


def _in_batch(
    run: Callable[[Options], Summary],
    root: Path,
    agency: str | None,
    jobs: int | None,
    log_format: str,
    skipped: Sequence[Path] = (),
) -> int:
    """A run with its progress, its closing lines and its exit code."""
    from etl.batch import Options
    from etl.interrupts import stop_on_signals
    from etl.progress import Progress
    from etl.screen import closing_lines, say

    progress = Progress(sys.stderr, as_json=log_format == "json")
    with stop_on_signals() as stop:
        summary = run(Options(agency, jobs or _cores(), progress=progress, stop=stop, waits=progress.waits))
    progress.close(summary, skipped)
    if log_format == "text":
        say(closing_lines(summary, root, skipped))
    return _INTERRUPTED if summary.is_interrupted else int(bool(summary.refused))


@main.command()
@_OUTPUT
@click.option("--format", "output_format", type=click.Choice(["table", "json"]), default="table", show_default=True)
@_exits
def status(root: Path, output_format: str) -> int:
    """Says of every file that was read what came of it, and whether it changed since.

    \b
    Example:  raingan status --format json
    """
    from etl.screen import say
    from etl.status import as_json, as_table
    from etl.status import status as look

    files = look(root)
    say([as_json(file) for file in files] if output_format == "json" else list(as_table(files)))
    return 0


@main.command()
@click.argument("report_ids", nargs=-1)
@click.option("--vanished", is_flag=True, help="Also every report whose sources are all gone.")
@_OUTPUT
@_exits
def remove(report_ids: tuple[str, ...], vanished: bool, root: Path) -> int:
    """Takes reports out of the output: datasets, validation pages, and what is remembered.

    \b
    Example:  raingan remove etda-2567-q4 --output output/
              raingan remove --vanished
    """
    from etl.removal import remove as take_out
    from etl.screen import removal_lines, say

    if not report_ids and not vanished:
        raise UsageError("Name the reports to remove, or say --vanished.")
    say(removal_lines(take_out(root, report_ids, vanished=vanished)))
    return 0


@main.command()
@click.argument("files", nargs=-1, required=True, type=_PATH)
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--agency", help="Id of the agency whose reports these are.")
@click.option("--language", type=click.Choice(["th", "en"]), default="th", show_default=True)
@_exits
def check(files: tuple[Path, ...], output_format: str, agency: str | None, language: str) -> int:
    """Reads and reconciles FILES and publishes nothing.

    \b
    Example:  raingan check report.pdf --format json
    Exit codes:  0 no error found   1 at least one   2 a file was refused
    """
    from etl.check import CheckTask, as_json, as_text, check_files, exit_code
    from etl.screen import say

    _require_agency(agency)
    _require_files(files)
    results = []
    for result in check_files([CheckTask(str(path), agency) for path in files]):
        say([as_json(result)] if output_format == "json" else list(as_text(result, language)))
        results.append(result)
    return exit_code(results)


@main.command()
@click.argument("files", nargs=-1, required=True, type=_PATH)
@click.option("--pages", help="Pages to show, e.g. 1-3.")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_exits
def inspect(files: tuple[Path, ...], pages: str | None, output_format: str) -> int:
    """Shows what the reader sees of FILES, reports or not.

    \b
    Example:  raingan inspect report.pdf --pages 1-3
    """
    from etl.inspect import inspect_files, page_range
    from etl.screen import say

    _require_files(files)
    refused = 0
    for lines, error in inspect_files(files, page_range(pages), as_json=output_format == "json"):
        say(lines)
        if error is not None:
            click.echo(f"raingan: {error}\n  → {error.advice}", err=True)
            refused += 1
    return 2 if refused else 0


@main.command()
@click.argument("sql")
@_OUTPUT
@click.option(
    "--format", "output_format", type=click.Choice(["table", "csv", "json", "parquet"]), default="table", show_default=True
)
@click.option("--limit", type=click.IntRange(1), help="Print at most so many rows.")
@_exits
def query(sql: str, root: Path, output_format: Literal["table", "csv", "json", "parquet"], limit: int | None) -> int:
    """Answers SQL over the published datasets with DuckDB, one view a dataset.

    \b
    Example:  raingan query "SELECT report_id, error_count FROM reports"
    """
    from etl.query import query as answer

    answer(sql, root, output_format, limit)
    return 0


@main.command()
@_OUTPUT
@_exits
def compact(root: Path) -> int:
    """Packs the output into one file a dataset and year, for queries over years.

    \b
    Example:  raingan compact --output output/
    Queries give the same before and after; run it after each quarter's ingest.
    """
    from etl.compact import compact as pack

    reports, years = pack(root)
    click.echo(f"{reports} reports of {years} years packed under {root / 'compact'}")
    return 0


@main.command()
@click.argument("file", type=_PATH)
@click.option("--agency", help="Id of the agency whose report it is.")
@_exits
def audit(file: Path, agency: str | None) -> int:
    """Changes one digit at a time in FILE's numbers and says which the rules catch.

    \b
    Example:  raingan audit report.txt
    Takes a minute or two for a report of eight projects.
    """
    from etl.auditing import audit_file

    _require_agency(agency)
    _require_files((file,))
    click.echo(audit_file(file, agency))
    return 0


@main.command()
@click.argument("old", type=_PATH)
@click.argument("new", type=_PATH)
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--language", type=click.Choice(["th", "en"]), default="th", show_default=True)
@_exits
def diff(old: Path, new: Path, output_format: str, language: str) -> int:
    """Compares the findings of two outputs: new, persisting, resolved.

    \b
    Example:  raingan diff output-june/ output-july/
    """
    from etl.diff import as_lines, compare
    from etl.screen import say

    say(list(as_lines(compare(old, new), as_json=output_format == "json", language=language)))
    return 0


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _require_agency(agency: str | None) -> None:
    if agency is None:
        return
    from parsers.names import is_agency_id

    if not is_agency_id(agency):
        raise UsageError(f"“{agency}” is no agency id: small letters, digits and _ such as etda.")


def _require_files(files: tuple[Path, ...]) -> None:
    for path in files:
        if not path.is_file():
            raise UsageError(f"There is no file “{path}”.")


if __name__ == "__main__":
    main()
