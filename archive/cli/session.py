"""What every command of `tinso` shares: the archive, --json, and errors as one line with an exit code."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Callable, Generator
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlite_utils import Database

from archive.cli.terminal import clean, json_safe
from archive.errors import ArchiveError, Damaged, TruncatedWarc, UnknownArticle
from archive.health.thresholds import BadThresholds
from archive.search import BadQuery
from archive.store import reading

Command = TypeVar("Command", bound=Callable[..., Any])


class Exit(IntEnum):
    """The exit codes of `tinso`."""

    OK = 0
    NOTHING_FOUND = 1
    USAGE = 2
    ARCHIVE = 3
    DAMAGE = 4
    WARNINGS = 5
    """`tinso health`: something should be looked at."""
    ALARMS = 6
    """`tinso health`: something is lost every night."""


def exit_code_of(error: ArchiveError) -> Exit:
    """The exit code that an error means."""
    if isinstance(error, BadQuery | BadThresholds):
        return Exit.USAGE
    if isinstance(error, UnknownArticle):
        return Exit.NOTHING_FOUND
    if isinstance(error, Damaged | TruncatedWarc):
        return Exit.DAMAGE
    return Exit.ARCHIVE


@contextlib.contextmanager
def failing_in_one_line() -> Generator[None]:
    """Let no ArchiveError out as a traceback."""
    try:
        yield
    except ArchiveError as error:
        failure = click.ClickException(clean(str(error)))
        failure.exit_code = exit_code_of(error)  # type: ignore[misc]  # click's own manner of setting it
        raise failure from error


@contextlib.contextmanager
def opened(folder: Path) -> Generator[Database]:
    """The archive for reading."""
    with failing_in_one_line(), reading(folder) as db:
        yield db


def with_archive(command: Command) -> Command:
    """Give a command `folder`: from its own --archive, or from the one before its name."""

    def chosen(context: click.Context, _: click.Parameter, value: Path | None) -> Path:
        folder = value or context.find_object(Path)
        return folder or Path("data")

    option = click.option(
        "--archive",
        "folder",
        type=click.Path(path_type=Path),
        callback=chosen,
        metavar="DIR",
        help="Where it lies.",
    )
    return option(command)


def with_json(command: Command) -> Command:
    """Give a command `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def print_json(value: object) -> None:
    """Print a record, or a list of them, as JSON; its text can do a terminal no harm."""
    click.echo(json_safe(json.dumps(value, ensure_ascii=False, indent=2, default=_plain)))


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value)}")
