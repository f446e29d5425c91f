"""The commands that write an output or say what it holds: ingest, retry, status, remove, compact."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from etl.cli_shared import INTERRUPTED, OUTPUT, PLACE, exits, require_agency
from schemas.errors import UsageError

if TYPE_CHECKING:
    from etl.batch import Options, Summary
    from etl.manifest import Entry
    from etl.mirror import Mirror
    from etl.workers import Engine

_BATCH_OPTIONS = (
    click.option("--agency", help="Id of the agency whose reports these are, e.g. etda; remembered for these files."),
    click.option("--jobs", type=click.IntRange(1, 256), help="Reports read at once; default: one a core."),
    click.option("--timeout", type=click.IntRange(1), help="Seconds that one report may take; default: 300."),
    click.option("--memory", type=click.IntRange(64), help="MB of memory that one report may take; default: 4096."),
    click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="Where to read."),
    click.option("--scheduler", help="Address of the Dask scheduler, e.g. tcp://10.0.0.1:8786."),
    click.option(
        "--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How progress is said."
    ),
)


def _batch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a run, passed on by their names."""
    return reduce(lambda decorated, option: option(decorated), reversed(_BATCH_OPTIONS), command)


@click.command(short_help="Reads new or changed reports and publishes them.")
@click.argument("paths", nargs=-1, type=PLACE)
@OUTPUT
@click.option("--force", is_flag=True, help="Read unchanged files again.")
@_batch_options
@exits
def ingest(paths: tuple[Path, ...], root: Path, force: bool, **options: Any) -> int:  # as _BATCH_OPTIONS declares
    """Reads every new or changed report under PATHS (default raw/) and publishes it.

    \b
    Example:  raingan ingest raw/2568-q4/ --output output/
    """
    from etl.batch import ingest as run
    from etl.discover import discover

    require_agency(options["agency"])
    found = discover(paths or (Path("raw"),), ignore=root)
    nothing = "Nothing to read was found."
    return _in_batch(lambda chosen: run(found.sources, root, chosen, force=force), root, options, nothing, found.skipped)


@click.command()
@OUTPUT
@_batch_options
@exits
def retry(root: Path, **options: Any) -> int:  # as _BATCH_OPTIONS declares
    """Reads the files in quarantine again, after a fix.

    \b
    Example:  raingan retry --output output/
    Exit codes:  0 none is left there   1 some are
    """
    from etl.batch import retry as run

    require_agency(options["agency"])
    return _in_batch(lambda chosen: run(root, chosen), root, options, "Nothing is in quarantine.")


def _in_batch(
    run: Callable[[Options], Summary], root: Path, options: dict[str, Any], nothing: str, skipped: Sequence[Path] = ()
) -> int:
    """A run with its progress, its closing lines and its exit code."""
    from etl.batch import Options
    from etl.interrupts import stop_on_signals
    from etl.progress import Progress
    from etl.screen import closing_lines, say
    from etl.workers import MOST_MEMORY, MOST_SECONDS, Limits

    as_json = options["log_format"] == "json"
    progress = Progress(sys.stderr, as_json=as_json)
    memory = options["memory"] << 20 if options["memory"] else MOST_MEMORY
    limits = Limits(options["timeout"] or MOST_SECONDS, memory)
    jobs = options["jobs"] or _cores()
    mirror: Mirror | None = click.get_current_context().obj

    def told(done: int, total: int, entry: Entry | None) -> None:
        progress(done, total, entry)
        if mirror is not None:
            mirror.checkpoint()

    with _engine(options) as engine, stop_on_signals() as stop:
        summary = run(Options(options["agency"], jobs, limits, told, stop, progress.waits, engine))
    progress.close(summary, skipped)
    if not as_json:
        say(closing_lines(summary, mirror.store.url if mirror else root, skipped, nothing=nothing))
    return INTERRUPTED if summary.is_interrupted else int(bool(summary.refused))


@contextmanager
def _engine(options: dict[str, Any]) -> Iterator[Engine | None]:
    """Where reports are read: on this machine, or on the cluster that is named."""
    if (options["engine"] == "dask") != bool(options["scheduler"]):
        raise UsageError("A Dask cluster is named by both: `--engine dask --scheduler tcp://HOST:PORT`.")
    if options["engine"] == "local":
        yield None
        return
    from etl.cluster import Cluster

    with closing(Cluster(options["scheduler"])) as cluster:
        yield cluster


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command(short_help="Says what came of every file, and whether it changed.")
@OUTPUT
@click.option("--format", "output_format", type=click.Choice(["table", "json"]), default="table", show_default=True)
@exits
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


@click.command(short_help="Takes reports out of the output.")
@click.argument("report_ids", nargs=-1)
@click.option("--vanished", is_flag=True, help="Also every report whose sources are all gone.")
@OUTPUT
@exits
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


@click.command(short_help="Packs the output for queries over years.")
@OUTPUT
@exits
def compact(root: Path) -> int:
    """Packs the output into one file a dataset and year, for queries over years.

    \b
    Example:  raingan compact --output output/
    Queries give the same before and after; run it after each quarter's ingest.
    """
    from etl.compact import compact as pack
    from parsers.english import counted

    reports, years = pack(root)
    click.echo(f"{counted(reports, 'report')} of {counted(years, 'year')} packed under {root / 'compact'}")
    return 0
