"""Desk: the cards of the ledger and the log of reviews, laid side by side; the clock is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flashcards import edits, ledger
from flashcards.collecting import no_collector
from flashcards.errors import FlashcardsError
from flashcards.model import Note
from flashcards.review import cards, choice, memory, places, store
from flashcards.review.cards import Card, Key
from flashcards.review.choice import Choice
from flashcards.review.rule import Entry
from flashcards.review.store import Store

LEDGER = "ledger.jsonl"
Clock = Callable[[], int]
"""Tells the epoch milliseconds."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All a sitting works with."""

    decks: Path
    log: Store
    choice: Choice
    clock: Clock

    @property
    def today(self) -> date:
        """The study day it is now."""
        return today(self.clock)

    def entries(self) -> list[Entry]:
        """The cards as the rule sees them, with what the log says now."""
        with no_collector():
            return cards.entries(self.choice.cards, self.log.states())

    def entry(self, card: Card) -> Entry:
        """One card as the rule sees it."""
        return cards.entry(card, self.log.state(card.key))

    def cards(self) -> dict[Key, Card]:
        """The cards by what the log knows them by."""
        return {card.key: card for card in self.choice.cards}


def today(clock: Clock) -> date:
    """The study day, by the clock of this machine."""
    return memory.study_day(clock(), None)


def notes_in(decks: Path) -> tuple[Note, ...]:
    """All notes of the ledger as the learner sees them. Raises when there is none."""
    path = decks / LEDGER
    found = ledger.load(path)
    if not found.notes:
        hint = "`flashcards build` makes one; give the folder of the decks with -o"
        raise FlashcardsError("there is no ledger here, or it holds no note", hint, str(path))
    return edits.all_worded(found)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which cards are meant, and what for."""

    call: date | None = None
    deck: str = ""
    tags: Sequence[str] = ()
    paths: Sequence[Path] = ()
    """Only cards of documents here; none means all."""


@contextmanager
def laid(decks: Path, clock: Clock, wish: Wish = Wish(), *, looking: bool = False) -> Iterator[Desk]:
    """The desk with the cards that are meant, until the sitting ends. `looking` makes no log where there is none."""
    notes = notes_in(decks)
    if wish.paths:
        notes = tuple(places.below(notes, wish.paths))
    found = choice.choose(notes, today(clock), wish.call, wish.deck, wish.tags)
    path = decks / store.NAME
    with Store(path if path.exists() or not looking else store.NOWHERE) as log:
        yield Desk(decks, log, found, clock)
