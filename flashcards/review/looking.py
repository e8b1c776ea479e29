"""Looking: the notes of the ledger, and how well their cards are known. Nothing is written, no log is begun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flashcards.model import Note
from flashcards.review import cards, desk, store
from flashcards.review.memory import retrievability
from flashcards.review.rule import Entry


@dataclass(frozen=True, slots=True)
class Look:
    """All notes, and the cards of the active ones as the rule sees them."""

    notes: tuple[Note, ...]
    entries: tuple[Entry, ...]


def look(decks: Path) -> Look:
    """What ledger and log say now. Without a log no card was ever seen."""
    notes, path = desk.notes_in(decks), decks / store.NAME
    states: Mapping[cards.Key, store.State] = {}
    if path.exists():
        with store.Store(path) as log:
            states = log.states()
    return Look(notes, tuple(cards.entries(cards.in_order(notes), states)))


def known(entries: Iterable[Entry], notes: Sequence[Note], on: date) -> dict[str, float | None]:
    """For each note that is asked: how likely its weakest card is known on that day; None where one was never seen."""
    wanted = {note.guid for note in notes}
    found: dict[str, float | None] = {}
    for entry in entries:
        if entry.guid in wanted and not entry.suspended:
            sure = retrievability(entry.memory, on) if entry.memory else None
            before = found.get(entry.guid, 1.0)
            found[entry.guid] = None if sure is None or before is None else min(sure, before)
    return found
