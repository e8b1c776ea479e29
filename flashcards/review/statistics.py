"""Statistics: what the log says of days, kinds of cards, the days ahead and the cards that will not stick. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flashcards.review.cards import Card, Key
from flashcards.review.memory import AGAIN, Review
from flashcards.review.rule import Entry

LEECH = 8
"""A card forgotten so often is a leech, as in Anki."""
AHEAD = 14
"""Days of the forecast."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of study."""

    day: date
    answers: int
    cards: int
    again: int
    ms: int


@dataclass(frozen=True, slots=True)
class Retention:
    """Of the cards asked on a later day than they were seen first: how many were known at once."""

    kind: str
    asked: int
    known: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """All of it."""

    today: date
    cards: int
    seen: int
    suspended: int
    days: tuple[Day, ...]
    retention: tuple[Retention, ...]
    due: tuple[tuple[date, int], ...]
    """For each of the days ahead, the first being today with all that is overdue."""
    later: int
    """Cards due after these days."""
    leeches: tuple[tuple[Card, int], ...]
    """With the times each was forgotten."""


def count(reviews: Sequence[Review], cards: Sequence[Card], entries: Sequence[Entry], today: date) -> Statistics:
    """`reviews` are the answers that count; `cards` and `entries` those of the active notes, in one order."""
    seen = [entry for entry in entries if entry.memory]
    ahead, later = _ahead(seen, today)
    return Statistics(
        today=today,
        cards=len(cards),
        seen=len(seen),
        suspended=sum(entry.suspended for entry in entries),
        days=tuple(_days(reviews)),
        retention=tuple(_retention(reviews, {card.key: card.note.kind for card in cards})),
        due=ahead,
        later=later,
        leeches=_leeches(cards, entries),
    )


def _days(reviews: Iterable[Review]) -> Iterator[Day]:
    by_day: defaultdict[date, list[Review]] = defaultdict(list)
    for review in reviews:
        by_day[review.day].append(review)
    for day, found in sorted(by_day.items()):
        keys = {(review.guid, review.ord) for review in found}
        again = sum(review.grade == AGAIN for review in found)
        yield Day(day, len(found), len(keys), again, sum(review.ms for review in found))


def _retention(reviews: Iterable[Review], kinds: dict[Key, str]) -> Iterator[Retention]:
    """The first answer of each later day counts; cards that are no longer active do not."""
    last: dict[Key, date] = {}
    asked, known = Counter[str](), Counter[str]()
    for review in reviews:
        key = (review.guid, review.ord)
        before = last.get(key)
        if key in kinds and before and review.day > before:
            asked[kinds[key]] += 1
            known[kinds[key]] += review.grade > AGAIN
        last[key] = max(review.day, before or review.day)
    return (Retention(kind, asked[kind], known[kind]) for kind in sorted(asked))


def _ahead(seen: Iterable[Entry], today: date) -> tuple[tuple[tuple[date, int], ...], int]:
    due = Counter(max(entry.memory.due, today) for entry in seen if entry.memory and not entry.suspended)
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD)]
    return tuple((day, due[day]) for day in days), sum(number for day, number in due.items() if day > days[-1])


def _leeches(cards: Sequence[Card], entries: Sequence[Entry]) -> tuple[tuple[Card, int], ...]:
    found = [
        (card, entry.memory.lapses)
        for card, entry in zip(cards, entries, strict=True)
        if entry.memory and entry.memory.lapses >= LEECH
    ]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].place)))
