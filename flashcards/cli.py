"""The click commands: parse, call, print. No logic."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from flashcards import __version__
from flashcards.errors import FlashcardsError

NOTES = click.argument("notes", nargs=-1, type=click.Path(path_type=Path))
DECKS = click.option(
    "-o",
    "--decks",
    type=click.Path(path_type=Path),
    default=Path("decks"),
    show_default=True,
    help="Folder of the packages and the ledger.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")

Command = TypeVar("Command", bound=Callable[..., Any])


def say(lines: Iterable[str]) -> None:
    """Results go to stdout."""
    for line in lines:
        click.echo(line)


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


@main.command()
@NOTES
@DECKS
@JSON
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--yes", is_flag=True, help="Go on even when more than a fifth of the notes would retire.")
def build(notes: tuple[Path, ...], decks: Path, as_json: bool, dry_run: bool, yes: bool) -> None:
    """Build or update the Anki packages from NOTES (files or folders; default: the folder `notes`).

    \b
    Example:
      flashcards build notes -o decks
      flashcards build notes --dry-run
    """
    from flashcards import build as work

    outcome = work.build(_given(notes), decks, now=time.time_ns(), dry_run=dry_run, force=yes)
    tell(outcome.complaints)
    say([outcome.as_json] if as_json else outcome.lines)
    if outcome.failed:
        sys.exit(1)


@main.command()
@NOTES
@DECKS
@JSON
@click.option("--html", "as_html", is_flag=True, help="Print one HTML page of all cards beside their lines.")
def cards(notes: tuple[Path, ...], decks: Path, as_json: bool, as_html: bool) -> None:
    """Print the cards that NOTES make. Writes nothing.

    \b
    Example:
      flashcards cards notes
      flashcards cards --json notes | head -1
      flashcards cards --html notes > sheet.html
    """
    from flashcards import build as work
    from flashcards import report, sheet

    if as_json and as_html:
        raise click.UsageError("--html and --json do not go together")
    found, problems = work.preview(_given(notes), decks, now=time.time_ns())
    tell(report.diagnostic_lines(problems))
    if as_json:
        say(report.card_json(card) for note in found for card in report.cards(note))
    elif as_html:
        click.echo(sheet.page(found).encode("utf-8", "replace"))  # bytes: the page names its encoding
    else:
        say(report.card_lines(found))
    _fail_on(problems)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@JSON
def explain(file: Path, as_json: bool) -> None:
    """Print every line of FILE with the card it made, or the reason it made none.

    \b
    Example:
      flashcards explain notes/acme.md
    """
    from flashcards import build as work
    from flashcards import report

    reading, texts = work.explain(file)
    tell(report.diagnostic_lines(reading.diagnostics))
    say((report.explain_json if as_json else report.explain_lines)(reading, texts))
    _fail_on(reading.diagnostics)


@main.command()
@NOTES
@JSON
def check(notes: tuple[Path, ...], as_json: bool) -> None:
    """Report what is wrong or doubtful in NOTES, as `path:line: CODE message`.

    Broken documents, refused cards, numbers that clash, facts told twice, cards hard to learn, empty templates.

    \b
    Example:
      flashcards check notes
    """
    from flashcards import build as work
    from flashcards import report

    problems = work.check(_given(notes))
    say(map(report.diagnostic_json, problems) if as_json else report.diagnostic_lines(problems))
    if not as_json:
        tell([f"{len(problems)} problem{'' if len(problems) == 1 else 's'} found"])
    _fail_on(problems)


def _given(notes: tuple[Path, ...]) -> list[Path]:
    return list(notes) or [Path("notes")]


def _fail_on(problems: Iterable[Any]) -> None:
    if any(problem.severity == "error" for problem in problems):
        sys.exit(1)


def run() -> None:
    """Run the command line; the one place that turns an error into a message and a hint."""
    try:
        main(prog_name="flashcards")
    except FlashcardsError as error:
        tell([f"error: {error}", *([f"hint: {error.hint}"] if error.hint else [])])
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
