"""Choice: which cards a sitting is about, and the call each is for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flashcards.model import Note
from flashcards.review import cards as all_cards
from flashcards.review.cards import CALL, Card, Key


@dataclass(frozen=True, slots=True)
class Choice:
    """The cards, in the order of study, and the days of their calls."""

    cards: tuple[Card, ...]
    calls: dict[Key, date | None]
    call: date | None
    """The call that comes first."""

    @property
    def of_call(self) -> frozenset[Key]:
        """The cards of the first call; without one, all."""
        return frozenset(key for key, day in self.calls.items() if day == self.call)


def choose(
    notes: Iterable[Note], today: date, call: date | None = None, deck: str = "", tags: Sequence[str] = ()
) -> Choice:
    """The cards of active notes in this deck and with all these tags.

    `call` is for the notes tagged with its day, or for all when none is. Other notes are for their own next call.
    """
    found = all_cards.in_order(notes)
    if deck:
        found = all_cards.in_deck(found, deck)
    for tag in tags:
        found = all_cards.tagged(found, tag)
    calls = {card.key: all_cards.call_of(card.note, today) for card in found}
    if call and call >= today:
        meant = all_cards.tagged(found, f"{CALL}{call.isoformat()}") or found
        calls |= {card.key: call for card in meant}
    return Choice(tuple(found), calls, min((day for day in calls.values() if day), default=None))
