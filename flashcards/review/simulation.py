"""Simulation: what a learner of average memory would answer, and how long it would take. Seeded; nothing real is asked.

Memory is FSRS with its default parameters, as in `memory.py`. How long an answer takes and how the first ones turn out
are the means over all users of Anki that `fsrs-rs` simulates with (its default `SimulatorConfig`): a new card costs
38 seconds and 2.5 answers until it is let go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate
from random import Random

from flashcards.review import memory as fsrs
from flashcards.review.memory import AGAIN, EASY, GOOD, HARD, Memory
from flashcards.review.rule import Entry
from flashcards.review.session import Key, key_of

Row = tuple[float, ...]
FIRST: Row = (0.24, 0.094, 0.495, 0.171)
"""How often a card that was never seen is answered with Again, Hard, Good, Easy."""
KNOWN: Row = (0.224, 0.631, 0.145)
"""How often one that is known gets Hard, Good, Easy."""
LEARNING: tuple[Row, ...] = (
    (0.3686, 0.0628, 0.5108, 0.0577),
    (0.0442, 0.4553, 0.4457, 0.0549),
    (0.0519, 0.047, 0.8462, 0.055),
)
"""The next answer on the same day to a new card, by the one before: a row for Again, Hard, Good."""
RELEARNING: tuple[Row, ...] = (
    (0.2157, 0.0643, 0.6595, 0.0604),
    (0.05, 0.4638, 0.4475, 0.0387),
    (0.1057, 0.1434, 0.7266, 0.0244),
)
"""The same for a card that was forgotten."""
LEARNING_SECONDS: Row = (19.58, 18.79, 13.78, 10.71)
REVIEW_SECONDS: Row = (19.38, 17.59, 12.38, 8.94)
RELEARNING_SECONDS: Row = (16.44, 15.25, 12.32, 8.03)
"""What an answer takes, by its grade."""
MOST_STEPS = 5
"""A card is let go for today after so many more answers, however they turn out."""
NEW_SECONDS = 38.0
"""What it takes to see a card for the first time: the mean of the tables above, which a test computes."""
SURE_SECONDS = 75.0
"""What a card takes in all until one arrives at 96 to 97 %, measured in `benchmarks/deadline.py`."""

Ask = Callable[[Sequence[Entry], date], Iterable[Entry]]
"""A policy: the cards to ask on a day, in order."""

_after = lru_cache(maxsize=1 << 16)(fsrs.after)
"""Cards with one history have one memory: most answers of a simulation were given before."""


@dataclass(frozen=True, slots=True)
class Day:
    """One session: the seconds each card took, which of them were new, and the deck behind it."""

    day: date
    took: Mapping[Key, float]
    fresh: frozenset[Key]
    deck: tuple[Entry, ...]

    @property
    def seconds(self) -> float:
        """What the session took."""
        return sum(self.took.values())


@dataclass(frozen=True, slots=True)
class _Steps:
    """The answers that follow on the same day until a card is let go."""

    chances: tuple[tuple[float, ...], ...]
    seconds: Row
    needed: int
    """So many times in a row it must be known."""


def _sums(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(tuple(accumulate(row)) for row in rows)


_FIRST, _KNOWN = _sums((FIRST, KNOWN))
_NEW_STEPS = _Steps(_sums(LEARNING), LEARNING_SECONDS, 2)
_FORGOTTEN_STEPS = _Steps(_sums(RELEARNING), RELEARNING_SECONDS, 1)


def _drawn(sums: Row, dice: Random) -> int:
    """The place of a row, each as often as the row says."""
    point = dice.random() * sums[-1]
    return next((place for place, top in enumerate(sums) if point < top), len(sums) - 1)


def first_sight(day: date, dice: Random) -> tuple[Memory, float]:
    """A card seen for the first time: what is kept of it, and the seconds it took."""
    grade = 1 + _drawn(_FIRST, dice)
    needed = _NEW_STEPS.needed - (grade > HARD)
    return _stepped(_after(None, grade, day), grade, needed, _NEW_STEPS, dice, LEARNING_SECONDS[grade - 1])


def seen_again(known: Memory, day: date, dice: Random) -> tuple[Memory, float]:
    """A card asked again: known as often as its memory says, else forgotten and repeated until it is known."""
    if dice.random() < fsrs.retrievability(known, day):
        grade = HARD + _drawn(_KNOWN, dice)
        return _after(known, grade, day), REVIEW_SECONDS[grade - 1]
    needed, seconds = _FORGOTTEN_STEPS.needed, REVIEW_SECONDS[0]
    return _stepped(_after(known, AGAIN, day), AGAIN, needed, _FORGOTTEN_STEPS, dice, seconds)


def _stepped(
    kept: Memory, grade: int, needed: int, steps: _Steps, dice: Random, seconds: float
) -> tuple[Memory, float]:
    known = 0
    for _ in range(MOST_STEPS):
        if known >= needed or grade == EASY:
            break
        grade = 1 + _drawn(steps.chances[grade - 1], dice)
        kept = _after(kept, grade, kept.last)
        seconds += steps.seconds[grade - 1]
        known = known + 1 if grade >= GOOD else 0 if grade == AGAIN else known
    return kept, seconds


def session(deck: Sequence[Entry], asked: Iterable[Entry], day: date, seconds: float, dice: Random) -> Day:
    """The cards asked one after the other until the time is used up. The last one may take longer."""
    learnt: dict[Key, Memory] = {}
    took: dict[Key, float] = {}
    fresh: set[Key] = set()
    left = seconds
    for entry in asked:
        if left <= 0:
            break
        key = key_of(entry)
        fresh.update({key} if entry.memory is None else ())
        learnt[key], took[key] = seen_again(entry.memory, day, dice) if entry.memory else first_sight(day, dice)
        left -= took[key]
    return Day(day, took, frozenset(fresh), _with(deck, learnt))


def _with(deck: Sequence[Entry], learnt: Mapping[Key, Memory]) -> tuple[Entry, ...]:
    found = ((entry, learnt.get(key_of(entry))) for entry in deck)
    return tuple(replace(entry, memory=kept) if kept else entry for entry, kept in found)


def course(deck: Sequence[Entry], ask: Ask, days: Iterable[date], seconds: float, dice: Random) -> list[Day]:
    """A session on each of these days, by one policy."""
    done: list[Day] = []
    for day in days:
        known = done[-1].deck if done else deck
        done.append(session(known, ask(known, day), day, seconds, dice))
    return done
