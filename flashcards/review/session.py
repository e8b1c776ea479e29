"""Session: one sitting, from the first card to the last. Pure: each answer gives a new session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flashcards.review import rule
from flashcards.review.memory import AGAIN, Review
from flashcards.review.rule import Entry

Key = tuple[str, int]
GAP = 4
"""So many other answers stand between a failed card and its return, while there are others."""
NEW_MS = 38_000
"""What it takes to learn a card never seen, all its answers together: an average over many learners."""
SEEN_MS = 12_000
"""The same for a card one has seen."""
_WEIGHT = 3
"""So many cards of one's own count as much as the averages."""
_LAST = date.max


@dataclass(frozen=True, slots=True)
class Failed:
    """A card answered with Again, and the turn in which it was."""

    entry: Entry
    turn: int


@dataclass(frozen=True, slots=True)
class Session:
    """What is still to ask, and what was answered in this sitting."""

    today: date
    waiting: tuple[Entry, ...] = ()
    failed: tuple[Failed, ...] = ()
    fresh: frozenset[Key] = frozenset()
    """The cards never seen before this sitting."""
    given: tuple[Review, ...] = ()
    """Answers and decisions of this sitting that were not taken back."""
    turn: int = 0


def start(entries: Iterable[Entry], today: date, calls: Mapping[Key, date | None], limit: int | None = None) -> Session:
    """A sitting by the rule, at most `limit` cards. `calls` names the call of each card: the next one goes first."""
    found = order(entries, today, calls)[:limit]
    return Session(today, tuple(found), fresh=frozenset(key_of(entry) for entry in found if entry.memory is None))


def order(entries: Iterable[Entry], today: date, calls: Mapping[Key, date | None]) -> list[Entry]:
    """All cards to ask today. The rule holds for the cards of each call, then for those of none."""
    groups: dict[date | None, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(rule.ahead(calls.get(key_of(entry)), today), []).append(entry)
    return [entry for call in sorted(groups, key=_when) for entry in rule.queue(groups[call], today, call)]


def _when(call: date | None) -> date:
    return call or _LAST


def key_of(entry: Entry) -> Key:
    """What the log knows the card by."""
    return entry.guid, entry.ord


# What is next


def current(session: Session) -> Entry | None:
    """The card to ask now. A failed one comes back after some others, at the latest when there are no others."""
    if session.failed:
        first = session.failed[0]
        if not session.waiting or session.turn - first.turn >= GAP:
            return first.entry
    return session.waiting[0] if session.waiting else None


def left(session: Session) -> int:
    """How many cards are still to be known."""
    return len(session.waiting) + len(session.failed)


def known(session: Session) -> int:
    """How many cards were known in this sitting."""
    return len({(review.guid, review.ord) for review in session.given if review.grade > AGAIN})


def answers(session: Session) -> tuple[Review, ...]:
    """The answers of this sitting, without what was decided."""
    return tuple(review for review in session.given if review.grade)


# What happens


def answered(session: Session, review: Review, entry: Entry) -> Session:
    """After an answer to a card; `entry` is the card with its new memory."""
    rest = _without(session, key_of(entry))
    failed = (*rest.failed, Failed(entry, session.turn + 1)) if review.grade == AGAIN else rest.failed
    return replace(rest, failed=failed, given=(*session.given, review), turn=session.turn + 1)


def decided(session: Session, review: Review) -> Session:
    """After a card was suspended: it is asked no more."""
    return replace(_without(session, (review.guid, review.ord)), given=(*session.given, review))


def undone(session: Session, review: Review, entry: Entry | None) -> Session:
    """After an answer was taken back: its card is asked now. None: it is not among the cards of this sitting."""
    given = tuple(one for one in session.given if one.id != review.id)
    rest = replace(session, given=given)
    if entry is None:
        return rest
    rest = _without(rest, key_of(entry))
    # A failed card whose turn has come would go first.
    failed = tuple(replace(one, turn=max(one.turn, session.turn - GAP + 1)) for one in rest.failed)
    fresh = rest.fresh | {key_of(entry)} if entry.memory is None else rest.fresh
    return replace(rest, waiting=(entry, *rest.waiting), failed=failed, fresh=fresh)


def refreshed(session: Session, entries: Sequence[Entry], calls: Mapping[Key, date | None]) -> Session:
    """After another process has written: what it answered is asked no more, what it failed is."""
    now = {key_of(entry): entry for entry in order(entries, session.today, calls)}
    waiting = tuple(now[key] for key in map(key_of, session.waiting) if key in now)
    failed = tuple(replace(one, entry=now[key_of(one.entry)]) for one in session.failed if key_of(one.entry) in now)
    return replace(session, waiting=waiting, failed=failed)


def _without(session: Session, key: Key) -> Session:
    waiting = session.waiting
    if waiting and key_of(waiting[0]) == key:  # as nearly always
        waiting = waiting[1:]
    else:
        waiting = tuple(entry for entry in waiting if key_of(entry) != key)
    return replace(session, waiting=waiting, failed=tuple(one for one in session.failed if key_of(one.entry) != key))


# Time


def time_left(session: Session) -> float:
    """Milliseconds until all of this sitting is known."""
    return time_for(session, [*session.waiting, *(one.entry for one in session.failed)])


def time_for(session: Session, entries: Sequence[Entry]) -> float:
    """Milliseconds for these cards: at the learner's own pace, as far as it is known, else at the average."""
    new = sum(entry.memory is None for entry in entries)
    return new * _pace(session, NEW_MS, fresh=True) + (len(entries) - new) * _pace(session, SEEN_MS, fresh=False)


def _pace(session: Session, usual: int, *, fresh: bool) -> float:
    """Milliseconds for a card, never seen before or seen."""
    mine = [review for review in answers(session) if ((review.guid, review.ord) in session.fresh) == fresh]
    cards = len({(review.guid, review.ord) for review in mine if review.grade > AGAIN})
    return (usual * _WEIGHT + sum(review.ms for review in mine)) / (_WEIGHT + cards)
