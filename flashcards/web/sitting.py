"""Sitting: one session in the browser, shared by all its tabs. What was answered is in the log alone.

Each question carries the word that the log had for its card when it was asked. An answer with another word is of a
page that is no longer true (a double click, a second tab, the back button) and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from flashcards import manifest
from flashcards.review import choice, desk, layout, rule, session
from flashcards.review.cards import Card, Key
from flashcards.review.desk import Clock, Desk, Wish
from flashcards.review.memory import Review
from flashcards.review.rule import Entry
from flashcards.review.store import Store

STALE, SUSPENDED, RESUMED, UNDONE, ELSEWHERE, NOTHING = (
    "stale",
    "suspended",
    "resumed",
    "undone",
    "elsewhere",
    "nothing",
)
"""What became of a wish; empty when it simply came true."""


@dataclass(frozen=True, slots=True)
class Question:
    """A card to ask, and what the log had of it then."""

    card: Card
    steps: str
    asked: int
    """Epoch milliseconds."""
    about: str
    """Which card of how many, the time left, the call."""


class Sitting:
    """The session, and what the pages do to it and to the log. One request at a time."""

    def __init__(self, decks: Path, log: Store, clock: Clock, wish: Wish, minutes: float | None = None) -> None:
        self.decks, self.log, self.clock, self.wish = decks, log, clock, wish
        self.until = clock() + minutes * 60_000 if minutes else None
        self._stamp = self._ledger()
        self._lay()
        entries = self.desk.entries()
        self.state = session.start(entries, self.desk.today, self.desk.choice.calls)
        self.before = self._recall(entries)

    # What is on disk

    def refresh(self) -> None:
        """See what a build, a decision or another sitting has changed since, and whether a new day has begun."""
        stamp = self._ledger()
        if stamp != self._stamp or self.desk.today != self.state.today:
            self._stamp = stamp
            self._lay()
            self._begin_again()
        elif self.log.changed():
            self.state = session.refreshed(self.state, self.desk.entries(), self.desk.choice.calls)

    def _ledger(self) -> tuple[int, ...] | None:
        return manifest.stamp(self.decks / desk.LEDGER)

    def _lay(self) -> None:
        """Ledger and log side by side."""
        self.notes = desk.notes_in(self.decks)
        wish = self.wish
        found = choice.choose(self.notes, desk.today(self.clock), wish.call, wish.deck, wish.tags)
        self.desk = Desk(self.decks, self.log, found, self.clock)
        self.cards = self.desk.cards()

    def _begin_again(self) -> None:
        """The cards as they are now; of today's sitting all that was done and failed is kept."""
        old, entries = self.state, {session.key_of(entry): entry for entry in self.desk.entries()}
        begun = session.start(entries.values(), self.desk.today, self.desk.choice.calls)
        if begun.today != old.today:
            self.state, self.before = begun, self._recall(list(entries.values()))
            return
        asked = {session.key_of(entry) for entry in begun.waiting}
        failed = [one for one in old.failed if session.key_of(one.entry) in asked]
        later = {session.key_of(one.entry) for one in failed}
        self.state = replace(
            begun,
            waiting=tuple(entry for entry in begun.waiting if session.key_of(entry) not in later),
            failed=tuple(replace(one, entry=entries[session.key_of(one.entry)]) for one in failed),
            fresh=old.fresh | begun.fresh,
            given=old.given,
            turn=old.turn,
        )

    # What is asked

    @property
    def late(self) -> bool:
        """True when the minutes are up."""
        return self.until is not None and self.clock() >= self.until

    def go_on(self) -> None:
        """Without an end by the clock."""
        self.until = None

    def question(self) -> Question | None:
        """The card to ask now; None when nothing is left or the time is up."""
        entry = session.current(self.state)
        if entry is None or self.late:
            return None
        key = session.key_of(entry)
        about = layout.header(self.state, entry, self.desk.choice.call)
        return Question(self.cards[key], self.log.steps(key), self.clock(), about)

    def known(self) -> tuple[int, int]:
        """How many cards are known in this sitting, and of how many."""
        done = session.known(self.state)
        return done, done + session.left(self.state)

    # What is done

    def answer(self, key: Key, steps: str, grade: int, asked: int) -> str:
        """Log an answer to the question that was asked so."""
        if key not in self.cards:
            return STALE
        now = self.clock()
        review = self.log.answer_once(key, steps, grade, now, self.desk.today, now - asked)
        if review is None:
            return STALE
        self.state = session.answered(self.state, review, self._entry(key))
        return ""

    def suspend(self, key: Key, steps: str) -> str:
        """Ask this card no more."""
        if not self._is_asked(key, steps):
            return STALE
        self.state = session.decided(self.state, self.log.suspend(key, self.clock(), self.desk.today))
        return SUSPENDED

    def resume(self, key: Key, steps: str) -> str:
        """Ask a suspended card again."""
        if not self._is_asked(key, steps) or not self.log.state(key).suspended:
            return STALE
        self.log.suspend(key, self.clock(), self.desk.today, off=False)
        self._begin_again()
        return RESUMED

    def undo(self, number: int) -> str:
        """Take back this answer or decision."""
        review = self.log.undo(number) if number else None
        if review is None:
            return STALE if number else NOTHING
        self._take_back(review)
        return UNDONE if (review.guid, review.ord) in self.cards else ELSEWHERE

    def _take_back(self, review: Review) -> None:
        key = (review.guid, review.ord)
        entry = self._entry(key) if key in self.cards else None
        if entry and entry.suspended:  # a card that was asked again is not asked again now
            self.state = session.decided(self.state, review)
            entry = None
        self.state = session.undone(self.state, review, entry)

    def _is_asked(self, key: Key, steps: str) -> bool:
        return key in self.cards and self.log.steps(key) == steps

    def _entry(self, key: Key) -> Entry:
        return self.desk.entry(self.cards[key])

    # The end

    def ending(self) -> Iterator[str]:
        """What was done, what is left, what one will know at the call."""
        entries = self.desk.entries()
        rest = session.order(entries, self.state.today, self.desk.choice.calls)
        forecast = None
        if call := self.desk.choice.call:
            forecast = layout.Forecast(call, len(self._of_call(entries)), self.before, self._recall(entries))
        return layout.ending(self.state, entries, rest, forecast)

    def _recall(self, entries: Sequence[Entry]) -> float:
        call: date | None = self.desk.choice.call
        return rule.expected_recall(self._of_call(entries), call) if call else 0.0

    def _of_call(self, entries: Sequence[Entry]) -> list[Entry]:
        mine = self.desk.choice.of_call
        return [entry for entry in entries if session.key_of(entry) in mine and not entry.suspended]
