"""What the commands share: exit codes, errors as one line, and options that several of them have."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from schemas.errors import RainganError, UsageError

INTERRUPTED = 130
PATH = click.Path(path_type=Path)
OUTPUT = click.option("--output", "root", type=PATH, default=Path("output"), show_default=True, help="Folder of the output.")

Command = Callable[..., int]


def exits(command: Command) -> Callable[..., None]:
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
            code = INTERRUPTED
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except OSError as error:
            where = f" (“{error.filename}”)" if error.filename else ""
            click.echo(f"raingan: the machine refuses: {error.strerror or error}{where}.", err=True)
            code = 3
        sys.exit(code)

    return wrapped


def require_agency(agency: str | None) -> None:
    """Raises `UsageError` where a text cannot be an agency's id."""
    if agency is None:
        return
    from parsers.names import is_agency_id

    if not is_agency_id(agency):
        raise UsageError(f"“{agency}” is no agency id: small letters, digits and _ such as etda.")


def require_files(files: tuple[Path, ...]) -> None:
    """Raises `UsageError` where one of the files is missing."""
    for path in files:
        if not path.is_file():
            raise UsageError(f"There is no file “{path}”.")
