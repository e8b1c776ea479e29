"""Build again whenever a document changes, until the user stops it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from flashcards import build, seeking
from flashcards.config import Asked
from flashcards.errors import FlashcardsError
from flashcards.walk import is_text

QUIET = 300
"""Milliseconds without a change before a build: an editor or a sync tool writes several times."""
PATIENCE = 5000
"""Milliseconds after which a build starts all the same, and looks when nothing was heard: some drives tell nothing."""

Tell = Callable[[Iterable[str]], None]


def run(paths: Sequence[Path], decks: Path, say: Tell, tell: Tell, asked: Asked = build.NOTHING) -> None:
    """Build after each change; one line for each build that found something new. Ends when the user interrupts.

    Raises FlashcardsError when the package that watches is missing. An error of a build is told and the watch goes on.
    """
    told: tuple[str, ...] = ()
    with suppress(KeyboardInterrupt):
        for _ in changes(paths, decks):
            line, complaints = _build(paths, decks, asked)
            if line:
                say([f"{time.strftime('%H:%M:%S')} {line}"])
            if complaints != told:
                tell(complaints)
            told = complaints


def _build(paths: Sequence[Path], decks: Path, asked: Asked) -> tuple[str, tuple[str, ...]]:
    """The summary, empty when there was nothing to do, and what goes to stderr."""
    try:
        outcome = build.build(paths, decks, now=time.time_ns(), asked=asked)
    except FlashcardsError as error:
        return "", tuple(error.lines())
    return outcome.summary if outcome.changed else "", outcome.complaints


def changes(paths: Sequence[Path], decks: Path) -> Iterator[None]:
    """Something for each time to look."""
    try:
        import watchfiles
    except ImportError as problem:
        hint = "install it with: pip install 'flashcards[watch]'"
        raise FlashcardsError("--watch needs the package watchfiles", hint) from problem
    matters = _filter(decks)
    watch = watchfiles.watch(
        *paths,
        watch_filter=lambda _, path: matters(path),
        debounce=PATIENCE,
        step=QUIET,
        rust_timeout=PATIENCE,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    for _ in watch:
        yield


def _filter(decks: Path) -> Callable[[str], bool]:
    """Documents, folders and settings, but nothing that a build itself writes."""
    own = decks.resolve()

    def matters(path: str) -> bool:
        place = Path(path)
        return own not in place.resolve().parents and (
            is_text(place.name) or not place.suffix or place.name == seeking.NAME
        )

    return matters
