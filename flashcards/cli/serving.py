"""The command for the browser: serve."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from flashcards.cli.common import DECKS, main, say, tell
from flashcards.cli.reviewing import CALL, DECK, TAG, _moment


@main.command()
@DECKS
@CALL
@DECK
@TAG
@click.option("--minutes", type=click.FloatRange(min=0, min_open=True), help="End the review after so many minutes.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="Listen here; 0 takes a free port."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def serve(decks: Path, minutes: float | None, port: int, no_browser: bool, **wish: Any) -> None:
    """Review in the browser, look through all cards, skip and restore them, see plan and brief.

    Only this machine can reach the page, and only with the address that is printed: it holds a token of this run.
    The cards, their order and the log are those of `flashcards review`. Ctrl-C stops; every answer is saved already.
    Needs an extra: pip install 'flashcards[web]'.

    \b
    Keys on the page:
      space, enter   show the answer
      1 2 3 4        Again, Hard, Good, Easy
      u, s, e, ?     undo, suspend, source, help

    \b
    Example:
      flashcards serve
      flashcards serve --minutes 20 --call 2026-11-30
      flashcards serve -o decks --port 8000 --no-browser
    """
    from flashcards.review import desk
    from flashcards.review.desk import Wish
    from flashcards.web import server

    call = wish.pop("call")
    wanted = Wish(call.date() if call else None, **wish)
    with suppress(KeyboardInterrupt), server.ready(decks, _moment, wanted, minutes, port) as served:
        if wanted.call and wanted.call < desk.today(_moment):
            tell([f"the call on {wanted.call} is over"])
        tell(["Ctrl-C stops; every answer is saved at once"])
        say([served.address])
        if not no_browser:
            webbrowser.open(served.address_once)
        served.run()
