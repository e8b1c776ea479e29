"""Cards: the one or more questions of each note, in the order of study. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from flashcards import clozes
from flashcards.model import Note
from flashcards.review.rule import Entry
from flashcards.review.store import State

Key = tuple[str, int]
"""A card: the guid of its note, and Anki's number of the card in it."""
CALL = "call::"
"""Begins the tag that names the day of a call."""
_NEVER = State()


@dataclass(frozen=True, slots=True)
class Card:
    """One card as the learner sees it."""

    guid: str
    ord: int
    front: str
    back: str
    note: Note
    place: int = 0
    """Its place in the study order."""
    late: bool = False
    """True when the breadcrumb could give the answer away: it is shown with the answer only."""

    @property
    def key(self) -> Key:
        """What the log knows the card by."""
        return self.guid, self.ord


def cards_of(note: Note) -> Iterator[Card]:
    """The cards that Anki makes of a note, with Anki's numbers."""
    fields = note.fields
    if note.note_type == "cloze":
        told = clozes.shown(fields.front)
        for number in clozes.numbers(fields.front):
            yield Card(note.guid, number - 1, clozes.front(fields.front, number), told, note)
        return
    yield Card(note.guid, 0, fields.front, fields.back, note)
    if fields.reverse:
        yield Card(note.guid, 1, fields.reverse, fields.reverse_back, note, late=True)


def in_order(notes: Iterable[Note]) -> list[Card]:
    """The cards of all active notes in the order of study.

    As in a package: by document and line; the second card of a note stands behind all first ones, so that
    it does not follow its own answer.
    """
    active = sorted((note for note in notes if note.status == "active"), key=_study_order)
    found = [card for note in active for card in cards_of(note)]
    found.sort(key=lambda card: card.ord)
    return [replace(card, place=place) for place, card in enumerate(found)]


def _study_order(note: Note) -> tuple[str, int, int, str]:
    return note.source.path, note.source.line_start, note.nid, note.guid


def entries(cards: Iterable[Card], states: Mapping[Key, State]) -> list[Entry]:
    """The cards as the rule sees them."""
    return [entry(card, states.get(card.key, _NEVER)) for card in cards]


def entry(card: Card, state: State) -> Entry:
    """One card as the rule sees it."""
    return Entry(card.guid, card.ord, state.memory, card.place, state.suspended)


# Which cards


def tagged(cards: Iterable[Card], tag: str) -> list[Card]:
    """The cards with this tag or one below it."""
    return [card for card in cards if any(_is_below(own, tag) for own in card.note.tags)]


def in_deck(cards: Iterable[Card], deck: str) -> list[Card]:
    """The cards of this deck and the decks below it."""
    return [card for card in cards if _is_below(card.note.deck, deck)]


def _is_below(name: str, top: str) -> bool:
    name, top = name.casefold(), top.casefold()
    return name == top or name.startswith(f"{top}::")


def call_of(note: Note, today: date) -> date | None:
    """The day of the next call that a note is for; None when there is none to come."""
    return min((day for day in map(_day, note.tags) if day and day >= today), default=None)


def _day(tag: str) -> date | None:
    if not tag.casefold().startswith(CALL):
        return None
    try:
        return date.fromisoformat(tag[len(CALL) :])
    except ValueError:
        return None
