"""What the commands share: exit codes, errors as one line, and options that several of them have."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from schemas.errors import NoFile, RainganError, UsageError

INTERRUPTED = 130
_WRITERS = ("ingest", "retry", "remove")  # commands that change what is published


class Written(click.Path):
    """A path of this machine. An empty one, of a variable that is not set, is no name for the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # as click declares
        """A `Path`."""
        if value == "":
            self.fail("it is empty: is the variable set that should name it? Write “.” for the current folder.", param, ctx)
        return super().convert(value, param, ctx)


class Place(Written):
    """A path of this machine, or the URL of a folder on object storage, as it was written."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # as click declares
        """A `Path`; a URL stays a text until `exits` has it at hand."""
        return value if _is_url(value) else super().convert(value, param, ctx)


PATH = Written(path_type=Path)
PLACE = Place(path_type=Path)
OUTPUT = click.option(
    "--output", "root", type=PLACE, default=Path("output"), show_default=True, help="Folder of the output, or its URL (s3://…)."
)

Command = Callable[..., int]


def exits(command: Command) -> Callable[..., None]:
    """Turns a command's number into the exit code, and an error into one line and its code."""

    @wraps(command)
    def wrapped(*args: Any, **options: Any) -> None:  # click passes what the options declare
        try:
            with _at_hand(command.__name__, options) as given:
                code = command(*args, **given)
        except RainganError as error:
            complain(error)
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


@contextmanager
def _at_hand(name: str, options: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The options with a copy on this disk for each URL: of sources, and of the output, which is sent back."""
    if not any(map(_is_url, _places(options))):
        yield options
        return
    from etl.discover import WANTED
    from etl.mirror import fetched, mirrored
    from parsers.english import counted

    if options.get("engine") == "dask":
        raise UsageError("A Dask cluster reads folders that all its machines see; give it paths, not URLs.")
    given = dict(options)
    if isinstance(given.get("paths"), tuple):
        given["paths"] = tuple(fetched(path, WANTED) if isinstance(path, str) else path for path in given["paths"])
    if not isinstance(given.get("root"), str):
        yield given
        return
    with mirrored(given["root"], writes=name in _WRITERS, says=_say) as mirror:
        click.get_current_context().obj = mirror
        yield {**given, "root": mirror.root}
    if mirror.sent:
        click.echo(f"{counted(mirror.sent, 'object')} sent to {mirror.store.url}", err=True)


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and "://" in value


def _places(options: dict[str, Any]) -> Iterator[Any]:
    yield options.get("root")
    paths = options.get("paths")
    yield from paths if isinstance(paths, tuple) else ()


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def require_agency(agency: str | None) -> None:
    """Raises `UsageError` where a text cannot be an agency's id."""
    if agency is None:
        return
    from parsers.names import is_agency_id

    if not is_agency_id(agency):
        raise UsageError(f"“{agency}” is no agency id: small letters, digits and _ such as etda.")


def require_file(path: Path) -> None:
    """Raises `NoFile` where a name is not that of a file."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoFile(f"There is no file “{path}”.") from error
    except OSError as error:
        raise NoFile(f"“{path}” cannot be read: {error.strerror}.") from error
    if stat.S_ISDIR(mode):
        raise NoFile(f"“{path}” is a folder: name the files in it, such as {path}/*.pdf; `raingan ingest` reads folders.")
    if not stat.S_ISREG(mode):
        from etl.discover import pipe_or_device

        raise pipe_or_device(path)


def standing(files: tuple[Path, ...]) -> tuple[list[Path], dict[Path, NoFile]]:
    """The names that are files', in the order given; of each other it is said, and given, why it is none."""
    found, missing = [], {}
    for path in files:
        try:
            require_file(path)
        except NoFile as error:
            complain(error)
            missing[path] = error
        else:
            found.append(path)
    return found, missing


def complain(error: RainganError) -> None:
    """Says an error and its way out."""
    click.echo(f"raingan: {error}\n  → {error.advice}", err=True)
