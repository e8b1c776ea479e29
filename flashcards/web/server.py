"""Server: listens on 127.0.0.1 until it is stopped. Loads what the extra `web` brings."""

from __future__ import annotations

import importlib
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flashcards.errors import FlashcardsError
from flashcards.review import choice, desk, store
from flashcards.review.desk import Clock, Wish
from flashcards.web.sitting import Sitting

HERE = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Server:
    """One that is ready: its address with the token, the same for one visit, and what runs it."""

    address: str
    address_once: str
    run: Callable[[], None]


@contextmanager
def ready(decks: Path, clock: Clock, wish: Wish, minutes: float | None = None, port: int = 0) -> Iterator[Server]:
    """A server for the cards that are meant; port 0 takes a free one."""
    _check_extra()
    import waitress

    from flashcards.web import app, guard

    _check_cards(decks, clock, wish)
    with _listening(port) as here, store.Store(decks / store.NAME, shared=True) as log:
        mine = guard.Guard(here.getsockname()[1])
        made = app.make(Sitting(decks, log, clock, wish, minutes), mine)
        # One thread: requests come one after the other, and with them the answers.
        # The page asks for its style and script at once, and waitress would warn of the queue.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        server = waitress.create_server(made, sockets=[here], threads=1, ident="", max_request_body_size=guard.LARGEST)
        try:
            yield Server(mine.address, mine.address_once, server.run)
        finally:
            server.close()


def _check_cards(decks: Path, clock: Clock, wish: Wish) -> None:
    """No log is begun where there is no ledger, or where no card fits."""
    found = choice.choose(desk.notes_in(decks), desk.today(clock), wish.call, wish.deck, wish.tags)
    if not found.cards and (wish.deck or wish.tags):
        raise FlashcardsError("none of the cards fits", "`flashcards cards` shows decks and tags")


def _check_extra() -> None:
    try:
        for name in ("flask", "waitress"):
            importlib.import_module(name)
    except ImportError as problem:
        hint = "install them with: pip install 'flashcards[web]'"
        raise FlashcardsError("`flashcards serve` needs the packages flask and waitress", hint) from problem


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    try:
        found = socket.create_server((HERE, port))
    except OSError as problem:
        hint = "another program listens there; leave --port away and a free one is taken"
        raise FlashcardsError(f"cannot listen on port {port}: {problem.strerror or problem}", hint) from problem
    with found:
        yield found
