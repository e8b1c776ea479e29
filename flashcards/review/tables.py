"""Tables: the statistics as text and as JSON, fit for a terminal. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from flashcards.review import layout
from flashcards.review.cards import Card
from flashcards.review.statistics import LEECH, Day, Statistics
from flashcards.terminal import shown

_MOST = 14
"""So many days of study are listed."""


def lines(found: Statistics) -> Iterator[str]:
    """What the learner wants to know, in words."""
    answers = sum(day.answers for day in found.days)
    fresh = found.cards - found.seen
    told = f"{found.seen} seen, {fresh} never seen, {found.suspended} suspended"
    yield f"{layout.count(found.cards, 'card')}: {told}"
    yield f"{layout.count(answers, 'answer')} on {layout.count(len(found.days), 'day')}"
    yield from _block("answers a day", [_day(day) for day in found.days[-_MOST:]])
    kinds = [f"{row.kind:<20} {row.known / row.asked:>4.0%} of {row.asked}" for row in found.retention]
    yield from _block("known at once, of what was seen on an earlier day", kinds)
    yield from _block("due", list(_due(found)) if found.seen else [])
    yield from _block(
        f"leeches: forgotten {LEECH} times or more; word them anew, or split them",
        [shown(_leech(card, lapses)) for card, lapses in found.leeches],
    )


def _block(title: str, rows: list[str]) -> Iterator[str]:
    if rows:
        yield from ("", title, *(f"  {row}" for row in rows))


def _day(day: Day) -> str:
    return f"{day.day.isoformat()} {day.answers:>6} ({day.again} Again) {layout.minutes(day.ms):>16}"


def _due(found: Statistics) -> Iterator[str]:
    for day, number in found.due:
        word = "today" if day == found.today else day.isoformat()
        if number or day == found.today:
            yield f"{word:<10} {number:>6}"
    if found.later:
        yield f"{'later':<10} {found.later:>6}"


def _leech(card: Card, lapses: int) -> str:
    return f"{lapses} times  [{card.guid}] {layout.place(card)} {' '.join(card.front.split())}"


def as_json(found: Statistics) -> str:
    """The same, and every day, as one JSON object on one line."""
    value = {name: getattr(found, name) for name in ("today", "cards", "seen", "suspended", "later")} | {
        "days": [asdict(day) for day in found.days],
        "retention": [asdict(row) for row in found.retention],
        "due": [{"day": day, "cards": number} for day, number in found.due],
        "leeches": [_leech_row(card, lapses) for card, lapses in found.leeches],
    }
    return shown(json.dumps(value, ensure_ascii=False, default=str))


def _leech_row(card: Card, lapses: int) -> dict[str, object]:
    source = card.note.source
    place = {"path": source.path, "line_start": source.line_start}
    return {"guid": card.guid, "ord": card.ord, "front": card.front, "lapses": lapses, "source": place}
