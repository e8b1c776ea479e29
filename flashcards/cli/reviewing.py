"""The commands of daily review: review, stats, history."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import click

from flashcards.cli.common import DECKS, JSON, main, say, tell

DECK = click.option("--deck", default="", metavar="NAME", help="Only cards of this deck and the decks below it.")
TAG = click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only cards with this tag. May be repeated.")
CALL = click.option(
    "--call",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of the call, as 2026-11-30. Default: the next one among the tags `call::DATE`.",
)


def _check_terminal(plain: bool) -> None:
    """Single keys need a terminal at both ends."""
    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("this is no terminal: give --plain to answer line by line")


def _is_plain(plain: bool) -> bool:
    from flashcards.review import keys

    return plain or not keys.HAS_KEYS or os.environ.get("TERM") == "dumb"


def _moment() -> int:
    return time.time_ns() // 10**6


@main.command()
@click.argument("notes", nargs=-1, type=click.Path(path_type=Path))
@DECKS
@CALL
@DECK
@TAG
@click.option("--minutes", type=click.FloatRange(min=0, min_open=True), help="Stop after so many minutes.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many cards.")
@click.option("--undo", is_flag=True, help="Take back the last answer first, also when nothing is left for today.")
@click.option("--resume", is_flag=True, help="Ask suspended cards again, of those that fit the other options.")
@click.option("--plain", is_flag=True, help="Only lines, each key followed by enter: for screen readers and pipes.")
def review(
    notes: tuple[Path, ...],
    decks: Path,
    minutes: float | None,
    limit: int | None,
    undo: bool,
    resume: bool,
    plain: bool,
    **wish: Any,
) -> None:
    """Learn the cards in the terminal, in the order that helps most before a call.

    Cards you have never seen come first, then what is due, weakest first. On the day before the call and on its day
    you are also asked all you are less than 95 % sure of. Build first: the cards are those of the last build.
    With NOTES (files or folders) only the cards of these documents are asked.

    \b
    Keys:
      space, enter   show the answer
      1 2 3 4        Again, Hard, Good, Easy: how well you knew it. Again comes back in this sitting
      u              undo, as often as you like, earlier sittings too
      e              open the document at the line of the card in $VISUAL or $EDITOR
      s, @           suspend: never ask this card again (u takes it back)
      ?              help
      q, Ctrl-C      stop

    Every answer is saved at once, in DECKS/reviews.sqlite3. Nothing goes to Anki, which keeps a history of its own.

    \b
    Example:
      flashcards build notes && flashcards review
      flashcards review --minutes 20 --call 2026-11-30
      flashcards review notes/acme.md --tag kind::quantity
    """
    from flashcards.errors import FlashcardsError
    from flashcards.review import desk, terminal

    _check_terminal(plain)
    call = wish.pop("call")
    wanted = desk.Wish(call.date() if call else None, paths=notes, **wish)
    with desk.laid(decks, _moment, wanted) as laid:
        if not laid.choice.cards:
            raise FlashcardsError("none of the cards fits", "`flashcards cards` shows decks and tags")
        notice = f"asked again, suspended before: {terminal.resume(laid)}" if resume else ""
        if wanted.call and wanted.call < laid.today:
            notice = f"the call on {wanted.call.isoformat()} is over"
        limits = terminal.Limits(minutes, limit)
        sys.exit(terminal.sit(laid, limits, plain=_is_plain(plain), undo=undo, notice=notice))


@main.command()
@DECKS
@JSON
def stats(decks: Path, as_json: bool) -> None:
    """Show what the log of reviews says: answers a day, what was known by kind, what is due, what will not stick.

    \b
    Example:
      flashcards stats
      flashcards stats --json | jq .retention
    """
    from flashcards.review import desk, statistics, tables

    with desk.laid(decks, _moment, looking=True) as laid:
        found = statistics.count(laid.log.reviews(), laid.choice.cards, laid.entries(), laid.today)
    say([tables.as_json(found)] if as_json else tables.lines(found))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@DECKS
@JSON
def history(file: Path, decks: Path, as_json: bool) -> None:
    """Read the reviews you made in Anki into the log, from an exported FILE (.apkg or .colpkg).

    In Anki: File > Export, a collection, or a deck with "Include scheduling information". Only reviews of cards that
    were built here are taken, each once, however often you run this. The file is not changed.

    \b
    Example:
      flashcards history collection.colpkg
      flashcards history Acme.apkg -o decks
    """
    from flashcards.review import ankilog, desk, store

    found = ankilog.read(file, {note.guid for note in desk.notes_in(decks)})
    with store.Store(decks / store.NAME) as log:
        new = log.add(found.reviews)
    told = {
        "new": new,
        "known": len(found.reviews) - new,
        "foreign": found.foreign,
        "passed_over": found.passed_over,
    }
    if as_json:
        import json

        say([json.dumps(told)])
        return
    say([f"{told['new']} new, {told['known']} known already, {told['foreign']} of other cards"])
    if not found.reviews:
        tell(["nothing was read: export from Anki with scheduling information, after you have reviewed there"])
