"""Planning: what is left to do before each call, and what one would know on its day. Pure.

The days ahead are played with the rule of `rule.py` and the learner of `simulation.py`, several times with seeded
dice; what is told are means. All calls share the minutes of a day, and the nearer call is asked first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from statistics import fmean

from flashcards.review.calls import Call
from flashcards.review.memory import retrievability
from flashcards.review.rule import SURE_TOMORROW, Entry, expected_recall
from flashcards.review.session import Key, key_of, order
from flashcards.review.simulation import NEW_SECONDS, SURE_SECONDS, Ask, Day, course

MOST_RUNS, LEAST_RUNS = 20, 1
ENOUGH = 3_000
"""Cards times runs after which the means hardly move: their error is about half a point."""
MOST_WORK = 80_000
"""Cards times days times runs: about a second."""
SEED = 1
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One day of the plan, as the mean of all runs; cards and minutes are those of one call."""

    day: date
    new: float
    reviews: float
    minutes: float
    known: float
    """What one would know at the call if this were the last session."""


@dataclass(frozen=True, slots=True)
class CallPlan:
    """One call: its cards, the time they need, and what comes of it. Shares are between 0 and 1."""

    call: Call
    days_left: int
    cards: int
    suspended: int
    new: int
    due: int
    """Seen before, and due today."""
    weak: int
    """Seen before, and without a session known with less than 95 % at the call."""
    minutes_once: float
    """To see each card once."""
    minutes_sure: float
    """To arrive at 96 to 97 %."""
    minutes_there: float
    """All sessions before the call, the calls in between not counted."""
    now: float
    """Known at the call if nothing more is done."""
    skipping: float
    """Known at the call if only today's session is left out."""
    rows: tuple[Row, ...]

    @property
    def today(self) -> float:
        """Known at the call if today's session is the last one."""
        return self.rows[0].known

    @property
    def end(self) -> float:
        """Known at the call by this plan."""
        return self.rows[-1].known


def plan(calls: Sequence[Call], deck: Sequence[Entry], today: date, minutes: float) -> list[CallPlan]:
    """A plan for each of these calls; none of them is over. `deck` holds the cards of all active notes."""
    wanted = {note.guid for call in calls for note in call.notes}
    deck = [entry for entry in deck if entry.guid in wanted]
    if not deck:
        return []
    return [_planned(race, deck, minutes) for race in _races(calls, deck, today, minutes)]


@dataclass(frozen=True, slots=True)
class _Race:
    """One call: its cards, and the days before it as each run played them, with today's session and without."""

    call: Call
    keys: Set[Key]
    today: date
    runs: tuple[tuple[Day, ...], ...]
    skipping: tuple[tuple[Day, ...], ...]

    def own(self, deck: Iterable[Entry]) -> list[Entry]:
        """Its cards out of these."""
        return [entry for entry in deck if key_of(entry) in self.keys]

    def known(self, deck: Iterable[Entry]) -> float:
        """What one would know of them on the day of the call."""
        return expected_recall(self.own(deck), self.call.day)


def _races(calls: Sequence[Call], deck: Sequence[Entry], today: date, minutes: float) -> Iterator[_Race]:
    """The runs are played once for all calls; each looks at the days before its own."""
    keys = {call.day: _keys(call, deck) for call in calls}
    ask = _asker(keys)
    days = sessions(max(keys), today)
    runs = _runs(len(deck), len(days))
    played = [tuple(course(deck, ask, days, 60 * minutes, Random(f"{SEED} {run}"))) for run in range(runs)]
    rested = [tuple(course(deck, ask, days[1:], 60 * minutes, Random(f"{SEED} {run}"))) for run in range(runs)]
    for call in calls:
        mine = len(sessions(call.day, today))
        with_today = tuple(run[:mine] for run in played)
        yield _Race(call, keys[call.day], today, with_today, tuple(run[: mine - 1] for run in rested))


def _keys(call: Call, deck: Iterable[Entry]) -> Set[Key]:
    guids = {note.guid for note in call.notes}
    return {key_of(entry) for entry in deck if entry.guid in guids}


def sessions(call: date, today: date) -> list[date]:
    """The days with a session: up to the eve. What is done on the day of the call comes on top, unless it is today."""
    return [today + _DAY * ahead for ahead in range(max(1, (call - today).days))]


def _runs(cards: int, days: int) -> int:
    """As many as the means need, as few as keep the command quick."""
    return max(LEAST_RUNS, min(MOST_RUNS, ENOUGH // cards, MOST_WORK // (cards * days)))


def _asker(keys: Mapping[date, Set[Key]]) -> Ask:
    """What `flashcards review` asks: each card is for the next of its calls."""

    def ask(deck: Sequence[Entry], day: date) -> list[Entry]:
        later = sorted((call for call in keys if call >= day), reverse=True)
        return order(deck, day, {key: call for call in later for key in keys[call]})

    return ask


def _planned(race: _Race, deck: Sequence[Entry], minutes: float) -> CallPlan:
    cards = [entry for entry in race.own(deck) if not entry.suspended]
    new = sum(entry.memory is None for entry in cards)
    weak = sum(_is_weak(entry, race.call.day) for entry in cards)
    now = race.known(deck)
    return CallPlan(
        call=race.call,
        days_left=(race.call.day - race.today).days,
        cards=len(cards),
        suspended=len(race.keys) - len(cards),
        new=new,
        due=sum(_is_due(entry, race.today) for entry in cards),
        weak=weak,
        minutes_once=new * NEW_SECONDS / 60,
        minutes_sure=(new * SURE_SECONDS + weak * (SURE_SECONDS - NEW_SECONDS)) / 60,
        minutes_there=minutes * len(sessions(race.call.day, race.today)),
        now=now,
        skipping=fmean(race.known(run[-1].deck) for run in race.skipping) if race.skipping[0] else now,
        rows=tuple(_row(race, days) for days in zip(*race.runs, strict=True)),
    )


def _is_due(entry: Entry, today: date) -> bool:
    return entry.memory is not None and entry.memory.last < today and entry.memory.due <= today


def _is_weak(entry: Entry, call: date) -> bool:
    return entry.memory is not None and retrievability(entry.memory, call) < SURE_TOMORROW


def _row(race: _Race, days: Sequence[Day]) -> Row:
    """One day over all runs."""
    new = fmean(len(day.fresh & race.keys) for day in days)
    answered = fmean(len(day.took.keys() & race.keys) for day in days)
    seconds = fmean(sum(took for key, took in day.took.items() if key in race.keys) for day in days)
    return Row(days[0].day, new, answered - new, seconds / 60, fmean(race.known(day.deck) for day in days))
