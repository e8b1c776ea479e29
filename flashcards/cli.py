"""The click commands: parse, call, print. No logic."""

from __future__ import annotations

import os
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
WHAT = click.argument("what", nargs=-1, required=True)
EVERY = click.option("--all", "every", is_flag=True, help="Mean every note that fits, not just one.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")

Command = TypeVar("Command", bound=Callable[..., Any])


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


@main.command()
@NOTES
@DECKS
@JSON
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--yes", is_flag=True, help="Go on even when more than a fifth of the notes would retire.")
@click.option("--watch", is_flag=True, help="Build again after each change, until you press Ctrl-C.")
def build(notes: tuple[Path, ...], decks: Path, as_json: bool, dry_run: bool, yes: bool, watch: bool) -> None:
    """Build or update the Anki packages from NOTES (files or folders; default: the folder `notes`).

    \b
    Example:
      flashcards build notes -o decks
      flashcards build notes --dry-run
      flashcards build notes --watch
    """
    from flashcards import build as work

    if watch and (dry_run or as_json):
        raise click.UsageError("--watch goes with neither --dry-run nor --json")
    outcome = work.build(_given(notes), decks, now=time.time_ns(), dry_run=dry_run, force=yes)
    tell(outcome.complaints)
    say([outcome.as_json]) if as_json else show(outcome.lines)
    if watch:
        from flashcards import watching

        watching.run(_given(notes), decks, say, tell)
    elif outcome.failed:
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


@main.command()
@WHAT
@DECKS
@JSON
@EVERY
def skip(what: tuple[str, ...], decks: Path, as_json: bool, every: bool) -> None:
    """Leave notes out of the packages from now on.

    Each WHAT is a guid or the start of one, a line (`path:line`, as of the last build), or words of front and back
    in quotes. A note you have imported already stays in Anki until you delete it there.

    \b
    Example:
      flashcards skip notes/acme.md:12
      flashcards skip "buoys a day"
    """
    from flashcards import curating, report

    done = curating.set_status(decks, what, "skipped", int(time.time()), every=every)
    _tell_done(done, as_json, "they are skipped already")
    if done.changes:
        search = report.in_anki(change.new for _, change in done.changes)
        tell([f"a note you have imported stays in Anki: delete or suspend what you find there with {search}"])


@main.command()
@WHAT
@DECKS
@JSON
@EVERY
def restore(what: tuple[str, ...], decks: Path, as_json: bool, every: bool) -> None:
    """Take skipped notes into the packages again, with their guids.

    \b
    Example:
      flashcards restore notes/acme.md:12
      flashcards restore "buoys a day"
    """
    from flashcards import curating

    done = curating.set_status(decks, what, "active", int(time.time()), every=every)
    _tell_done(done, as_json, "nothing of this is skipped")
    if done.changes:
        tell(["import the package to have them in Anki; a note whose line is gone retires with the next build"])


@main.command()
@click.argument("old")
@click.argument("new")
@NOTES
@DECKS
@JSON
def match(old: str, new: str, notes: tuple[Path, ...], decks: Path, as_json: bool) -> None:
    """Say that the line NEW is the note OLD: it takes the new text and keeps its history.

    OLD is a guid or the start of one; NEW is the id that `build` shows for an ambiguous line, `path:line`, or the
    guid of the note that began there. That note retires, or takes the line that OLD leaves. Nothing else is built.

    \b
    Example:
      flashcards match 3KPtYERtuaK 1f6a09c2 notes
      flashcards match 3KPt acme.md:12 notes -o decks
    """
    from flashcards import curating, report

    done = curating.match(decks, _given(notes), old, new, time.time_ns())
    tell(report.diagnostic_lines(done.problems))
    _tell_done(done, as_json, "this note has that line already")


@main.command()
@click.argument("what", metavar="GUID")
@DECKS
@JSON
@click.option("--reset", is_flag=True, help="Go back to the wording of your notes.")
def edit(what: str, decks: Path, as_json: bool, reset: bool) -> None:
    """Word one card yourself, in $VISUAL or $EDITOR. Your notes are not changed.

    Your wording is kept until the line of the card changes; the build then says so and takes the line. GUID may be
    the start of one, `path:line`, or words of the card.

    \b
    Example:
      flashcards edit 3KPtYERtuaK
      flashcards edit 3KPtYERtuaK --reset
    """
    from flashcards import curating

    work = curating.reset if reset else curating.reword
    done = work(decks, what, int(time.time()))
    _tell_done(done, as_json, "the card has the wording of your notes" if reset else "nothing was changed")


@main.command()
@click.argument("what", metavar="GUID")
@DECKS
@JSON
def log(what: str, decks: Path, as_json: bool) -> None:
    """Show the life of one card: its wordings, moves, retirements, and what you decided. Writes nothing.

    GUID may be the start of one, `path:line`, or words of the card.

    \b
    Example:
      flashcards log 3KPtYERtuaK
      flashcards log "disk seek" --json
    """
    from flashcards import curating, report

    life = curating.life(decks, what)
    if as_json:
        say([report.life_json(life.note, life.events, edited=life.edited)])
        return
    show(report.life_lines(life.note, life.events, edited=life.edited))
    if life.note.status == "retired":
        tell(["its line is gone: Anki shows all such notes with the search tag:flashcards::retired"])


def _tell_done(done: Any, as_json: bool, otherwise: str) -> None:
    """What a command did to single notes, or why it did nothing."""
    from flashcards import report

    tell(done.complaints)
    if as_json:
        say(report.decided_json(done.changes))
    else:
        show([*report.decided_lines(done.changes), *map(str, done.packages)])
    if not done.changes:
        tell([otherwise])


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
        tell(error.lines())
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
