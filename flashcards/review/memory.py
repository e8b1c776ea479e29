"""Memory: how well one knows a card, by FSRS with its default parameters. Pure; the only user of `fsrs`.

FSRS counts blocks of 24 hours, but one studies by days: 21:00 and 08:00 are two days. So every review is stamped
with its study day, as noon UTC of that day. The states are then those that Anki computes from the same log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from fsrs import Card, Rating, Scheduler, State

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
ROLLOVER = 4
"""The hour at which the next study day begins, as in Anki."""
SURE = 0.90
"""A card is due when its retrievability falls to this."""
# Without steps every answer goes to the formulas at once; fuzz would use the global dice.
_SCHEDULER = Scheduler(desired_retention=SURE, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_UTC: timezone = UTC
_NOON = time(12)
_CARD = 1
"""An id for the cards that FSRS sees: it waits a millisecond for each that has none."""


@dataclass(frozen=True, slots=True)
class Review:
    """One answer, as it stands in the log."""

    id: int
    """Epoch milliseconds, unique: the id that Anki's review log would have."""
    guid: str
    ord: int
    day: date
    """The study day."""
    grade: int
    """1 Again, 2 Hard, 3 Good, 4 Easy; 0 is no answer but a decision, which `source` names."""
    ms: int = 0
    """How long the answer took."""
    source: str = "flashcards"
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """What all answers to a card add up to."""

    stability: float
    """Days until retrievability has fallen to 0.90."""
    difficulty: float
    last: date
    """The study day of the last answer."""
    reps: int
    lapses: int
    """How often it was forgotten on a later day than it was known."""
    due: date
    grade: int = GOOD
    """The last answer. A card with Again is to be asked once more on the same day."""


def study_day(moment_ms: int, zone: tzinfo | None, rollover: int = ROLLOVER) -> date:
    """The day one studies on, which begins at the hour `rollover` of the clock. Without a zone: that of the machine."""
    clock = datetime.fromtimestamp(moment_ms / 1000, zone).replace(tzinfo=None)
    return (clock - timedelta(hours=rollover)).date()


def after(memory: Memory | None, grade: int, day: date) -> Memory:
    """The memory after one more answer. A clock that went back does not take a card's days back."""
    day = max(day, memory.last) if memory else day
    card, _ = _SCHEDULER.review_card(_card(memory, day), Rating(grade), _stamp(day))
    assert card.stability is not None
    assert card.difficulty is not None
    return Memory(
        stability=card.stability,
        difficulty=card.difficulty,
        last=day,
        reps=memory.reps + 1 if memory else 1,
        lapses=(memory.lapses if memory else 0) + _is_lapse(memory, grade, day),
        due=card.due.date(),
        grade=grade,
    )


def _is_lapse(memory: Memory | None, grade: int, day: date) -> bool:
    return memory is not None and grade == AGAIN and memory.grade != AGAIN and day > memory.last


def replay(reviews: Iterable[Review]) -> Memory | None:
    """The memory that a card's log adds up to; what was undone or is no answer does not count. None: never seen."""
    memory = None
    for review in sorted(reviews, key=lambda review: review.id):
        if review.grade and not review.undone:
            memory = after(memory, review.grade, review.day)
    return memory


def retrievability(memory: Memory, day: date) -> float:
    """The chance to know it on that day: 1 on the day of the last answer."""
    return float(_SCHEDULER.get_card_retrievability(_card(memory, day), _stamp(day)))


def _card(memory: Memory | None, day: date) -> Card:
    if memory is None:
        return Card(card_id=_CARD, due=_stamp(day))
    last = _stamp(memory.last)
    return Card(_CARD, State.Review, None, memory.stability, memory.difficulty, last, last)


def _stamp(day: date) -> datetime:
    return datetime.combine(day, _NOON, _UTC)
