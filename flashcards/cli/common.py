"""What the commands share: arguments, options, the group, and how results are printed."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from flashcards import __version__, seeking
from flashcards.config import Asked

NOTES = click.argument("notes", nargs=-1, type=click.Path(path_type=Path))
DECKS = click.option(
    "-o",
    "--decks",
    type=click.Path(path_type=Path),
    default=Path("decks"),
    show_default=True,
    help="Folder of the packages and the ledger.",
)
WHAT = click.argument("what", nargs=-1, required=True)
EVERY = click.option("--all", "every", is_flag=True, help="Mean every note that fits, not just one.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")

Command = TypeVar("Command", bound=Callable[..., Any])


_SETTINGS = (
    click.option("--config", default="", metavar="FILE", help="Take the settings from this file, not the one found."),
    click.option("--include", multiple=True, metavar="GLOB", help="Read only what fits; instead of the file's."),
    click.option("--exclude", multiple=True, metavar="GLOB", help="Do not read what fits; instead of the file's."),
    click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Any other setting, as in the file."),
)


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options for settings; it gets them together, as `asked`."""

    @functools.wraps(command)
    def given_all(
        *args: Any,
        config: str,
        include: tuple[str, ...],
        exclude: tuple[str, ...],
        changes: tuple[str, ...],
        **rest: Any,
    ) -> None:
        command(*args, asked=Asked(config, include, exclude, changes), **rest)

    made: Callable[..., None] = given_all
    for option in reversed(_SETTINGS):
        made = option(made)
    return made


def say(lines: Iterable[str]) -> None:
    """Results go to stdout."""
    for line in lines:
        click.echo(line)


def show(lines: Iterable[str]) -> None:
    """Results that tell old from new: in colour on a terminal."""
    from flashcards.diff import painted

    colour = _wants_colour()
    for line in lines:
        click.echo(painted(line) if colour else line, color=colour)


def _wants_colour() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    plain = os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    return bool(os.environ.get("FORCE_COLOR")) or not plain


def tell(lines: Iterable[str]) -> None:
    """Everything else goes to stderr."""
    for line in lines:
        click.echo(line, err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="flashcards")
def main() -> None:
    """Turn loose notes into Anki decks, and keep each card's history when the notes change.

    Your notes are only read, never written to.

    \b
    Example:
      flashcards build notes          build or update the packages in ./decks
      flashcards explain notes/x.md   see for each line which card it made, or why none
    """


def given(notes: tuple[Path, ...], asked: Asked = Asked()) -> list[Path]:  # noqa: B008 - it is frozen
    """The paths on the command line; without any the folders that the settings name, or `notes`."""
    file = "" if notes else asked.file or seeking.above(".")
    if not file:
        return list(notes) or [Path("notes")]
    from flashcards import settings_file

    return [Path(settings_file.shown(str(folder))) for folder in settings_file.folders(file)]


def fail_on(problems: Iterable[Any]) -> None:
    """End with 1 when the user's data has errors."""
    if any(problem.severity == "error" for problem in problems):
        sys.exit(1)
