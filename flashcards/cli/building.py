"""The commands that read the notes: build, cards, explain, check."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from flashcards.cli.common import DECKS, JSON, NOTES, fail_on, given, main, say, show, tell, with_settings
from flashcards.config import Asked


@main.command()
@NOTES
@DECKS
@JSON
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--yes", is_flag=True, help="Go on even when more than a fifth of the notes would retire.")
@click.option("--watch", is_flag=True, help="Build again after each change, until you press Ctrl-C.")
@with_settings
def build(
    notes: tuple[Path, ...], decks: Path, as_json: bool, dry_run: bool, yes: bool, watch: bool, asked: Asked
) -> None:
    """Build or update the Anki packages from NOTES (files or folders; default: the folder `notes`).

    \b
    Example:
      flashcards build notes -o decks
      flashcards build notes --dry-run
      flashcards build notes --watch
      flashcards build notes --exclude drafts --set limits.front=30
    """
    from flashcards import build as work

    if watch and (dry_run or as_json):
        raise click.UsageError("--watch goes with neither --dry-run nor --json")
    paths = given(notes, asked)
    outcome = work.build(paths, decks, now=time.time_ns(), dry_run=dry_run, force=yes, asked=asked)
    tell(outcome.complaints)
    say([outcome.as_json]) if as_json else show(outcome.lines)
    if watch:
        from flashcards import watching

        watching.run(paths, decks, say, tell, asked)
    elif outcome.failed:
        sys.exit(1)


@main.command()
@NOTES
@DECKS
@JSON
@click.option("--html", "as_html", is_flag=True, help="Print one HTML page of all cards beside their lines.")
@with_settings
def cards(notes: tuple[Path, ...], decks: Path, as_json: bool, as_html: bool, asked: Asked) -> None:
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
    found, problems = work.preview(given(notes, asked), decks, now=time.time_ns(), asked=asked)
    tell(report.diagnostic_lines(problems))
    if as_json:
        say(report.card_json(card) for note in found for card in report.cards(note))
    elif as_html:
        click.echo(sheet.page(found).encode("utf-8", "replace"))  # bytes: the page names its encoding
    else:
        say(report.card_lines(found))
    fail_on(problems)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@JSON
@with_settings
def explain(file: Path, as_json: bool, asked: Asked) -> None:
    """Print every line of FILE with the card it made, or the reason it made none.

    \b
    Example:
      flashcards explain notes/acme.md
    """
    from flashcards import build as work
    from flashcards import report

    reading, texts = work.explain(file, asked=asked)
    tell(report.diagnostic_lines(reading.diagnostics))
    say((report.explain_json if as_json else report.explain_lines)(reading, texts))
    fail_on(reading.diagnostics)


@main.command()
@NOTES
@JSON
@with_settings
def check(notes: tuple[Path, ...], as_json: bool, asked: Asked) -> None:
    """Report what is wrong or doubtful in NOTES, as `path:line: CODE message`.

    Broken documents, refused cards, numbers that clash, facts told twice, cards hard to learn, empty templates.

    \b
    Example:
      flashcards check notes
    """
    from flashcards import build as work
    from flashcards import report

    problems = work.check(given(notes, asked), asked=asked)
    say(map(report.diagnostic_json, problems) if as_json else report.diagnostic_lines(problems))
    if not as_json:
        tell([f"{len(problems)} problem{'' if len(problems) == 1 else 's'} found"])
    fail_on(problems)
