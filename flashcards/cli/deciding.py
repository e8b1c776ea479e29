"""The commands on single notes: skip, restore, match, edit, log."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from flashcards.cli.common import DECKS, EVERY, JSON, NOTES, WHAT, given, main, say, show, tell, with_settings
from flashcards.config import Asked


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
@with_settings
def match(old: str, new: str, notes: tuple[Path, ...], decks: Path, as_json: bool, asked: Asked) -> None:
    """Say that the line NEW is the note OLD: it takes the new text and keeps its history.

    OLD is a guid or the start of one; NEW is the id that `build` shows for an ambiguous line, `path:line`, or the
    guid of the note that began there. That note retires, or takes the line that OLD leaves. Nothing else is built.

    \b
    Example:
      flashcards match 3KPtYERtuaK 1f6a09c2 notes
      flashcards match 3KPt acme.md:12 notes -o decks
    """
    from flashcards import curating, report

    done = curating.match(decks, given(notes, asked), old, new, time.time_ns(), asked)
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
