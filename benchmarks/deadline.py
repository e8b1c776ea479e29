"""The rule before a call beside Anki's ways: what one would know on the day, by simulation.

Each cell is a deck of new cards, so many minutes on each of the D days before the call, and the mean over seeded runs
of the part that is known on its day. All policies share the learner, the costs and the dice of
`flashcards/review/simulation.py`; the rule is the one that ships. The policies of Anki:

* default: at most 20 new cards a day, mixed with what is due at 0.90, earliest due first;
* the same with a desired retention of 0.97;
* default, but on the last day all that was seen, weakest first, and then new cards without a limit.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from math import sqrt
from random import Random
from statistics import fmean, stdev

from flashcards.review.memory import Memory, retrievability
from flashcards.review.rule import Entry, expected_recall, queue
from flashcards.review.simulation import course

SIZES = ((60, 10), (150, 20), (400, 30))
"""Cards, and minutes a day."""
DAYS = (1, 2, 3, 5, 7, 10, 14)
RUNS, QUICK = 200, 10
CALL = date(2026, 11, 30)
NEW_A_DAY = 20
"""Anki's limit of new cards."""
RAISED = 0.97
DEFAULT, RULE = "Anki's default", "**the rule**"
GOAL = (150, 20, 5)
"""The cell where the rule must gain `GAIN` points on the default."""
GAIN = 20.0

Policy = Callable[[Sequence[Entry], date], list[Entry]]


# Policies


def by_default(deck: Sequence[Entry], day: date, desired: float = 0.90) -> list[Entry]:
    """Anki's default; `desired` is its desired retention."""
    fresh = [entry for entry in deck if entry.memory is None][:NEW_A_DAY]
    due = [(on, entry.place, entry) for entry in deck if entry.memory and (on := due_on(entry.memory, desired)) <= day]
    return list(mixed([entry for *_, entry in sorted(due, key=lambda found: found[:2])], fresh))


def due_on(memory: Memory, desired: float) -> date:
    """The first day on which one is no surer of it than that; one day later at least, rounded as Anki does."""
    if desired == 0.90:
        return memory.due
    below = next(days for days in range(1, 36500) if retrievability(memory, memory.last + timedelta(days)) < desired)
    return memory.last + timedelta(max(1, below - 1))


def mixed(some: Sequence[Entry], others: Sequence[Entry]) -> Iterator[Entry]:
    """Both spread evenly among each other, each in its order."""
    places = [((at + 0.5) / len(heap), entry) for heap in (some, others) for at, entry in enumerate(heap)]
    return (entry for _, entry in sorted(places, key=lambda found: found[0]))


def crammed(deck: Sequence[Entry], day: date) -> list[Entry]:
    """The default and a last-day cram."""
    if day < CALL - timedelta(1):
        return by_default(deck, day)
    seen = [(retrievability(entry.memory, CALL), entry.place, entry) for entry in deck if entry.memory]
    weakest = [entry for *_, entry in sorted(seen, key=lambda found: found[:2])]
    return [*weakest, *(entry for entry in deck if entry.memory is None)]


def by_the_rule(deck: Sequence[Entry], day: date) -> list[Entry]:
    """What `flashcards review` asks."""
    return queue(deck, day, CALL)


POLICIES: Mapping[str, Policy] = {
    DEFAULT: by_default,
    "desired retention raised to 0.97": partial(by_default, desired=RAISED),
    "default and a last-day cram": crammed,
    RULE: by_the_rule,
}


# Cells


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known at the call, in percent, run by run; and the minutes that were used, on average."""

    known: tuple[float, ...]
    minutes: float

    @property
    def mean(self) -> float:
        """The mean of all runs."""
        return fmean(self.known)

    def gain(self, other: Cell) -> tuple[float, float]:
        """Points above the other cell, and their standard error; the runs of both have the same dice."""
        points = [mine - its for mine, its in zip(self.known, other.known, strict=True)]
        return fmean(points), stdev(points) / sqrt(len(points)) if len(points) > 1 else 0.0


def cell(policy: Policy, cards: int, minutes: float, days: int, runs: int) -> Cell:
    """One policy, one deck, so many days."""
    deck = [Entry(f"card-{place}", 0, None, place) for place in range(cards)]
    dates = [CALL - timedelta(left) for left in range(days, 0, -1)]
    dice = (Random(f"{cards} cards, {days} days, run {run}") for run in range(runs))
    done = [course(deck, policy, dates, 60 * minutes, each) for each in dice]
    known = tuple(100 * expected_recall(one[-1].deck, CALL) for one in done)
    return Cell(known, fmean(sum(day.seconds for day in one) for one in done) / 60)


Table = Mapping[tuple[int, int, int], Mapping[str, Cell]]


def table(runs: int) -> Table:
    """All cells: by cards, minutes and days, then by policy."""
    return {
        (cards, minutes, days): {name: cell(policy, cards, minutes, days, runs) for name, policy in POLICIES.items()}
        for cards, minutes in SIZES
        for days in DAYS
    }


# What is printed


def rows(cells: Table) -> Iterator[str]:
    """The table in Markdown."""
    yield f"| cards, minutes a day | policy | D=1 | {' | '.join(map(str, DAYS[1:]))} |"
    yield f"|---|---|{'--:|' * len(DAYS)}"
    for cards, minutes in SIZES:
        for name in POLICIES:
            shown = " | ".join(f"{cells[cards, minutes, days][name].mean:.1f}" for days in DAYS)
            yield f"| {f'{cards}, {minutes}' if name == DEFAULT else ''} | {name} | {shown} |"
        spent = " | ".join(f"{60 * cells[cards, minutes, days][RULE].minutes / cards:.0f}" for days in DAYS)
        yield f"| | *seconds a card, the rule* | {spent} |"


def verdict(cells: Table, runs: int) -> Iterator[str]:
    """Where the rule wins and where it loses, against each other policy, and whether the goal is reached."""
    for name in POLICIES:
        if name != RULE:
            gains = {place: cells[place][RULE].gain(cells[place][name]) for place in cells}
            yield from against(name, gains)
    gain, error = cells[GOAL][RULE].gain(cells[GOAL][DEFAULT])
    reached = "reached" if gain >= GAIN else "NOT reached"
    place = f"at {GOAL[0]} cards, {GOAL[1]} minutes, {GOAL[2]} days"
    yield f"{place}: {gain:+.1f} ± {error:.1f} points, {runs} runs; {reached}"


def against(name: str, gains: Mapping[tuple[int, int, int], tuple[float, float]]) -> Iterator[str]:
    """The gains of the rule on one policy: the largest, and every loss."""
    top = max(gains, key=lambda place: gains[place][0])
    losses = [f"{placed(place)} {gain:+.2f} ± {error:.2f}" for place, (gain, error) in gains.items() if gain < 0]
    lost = "; ".join(losses) or "in no cell"
    yield f"against {name}: best {placed(top)} {gains[top][0]:+.1f}; loses {lost}"


def placed(place: tuple[int, int, int]) -> str:
    """`150/20, D=5`."""
    return f"{place[0]}/{place[1]}, D={place[2]}"


def main() -> None:
    """Print the table and the verdict."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"seeded runs a cell (default: {RUNS})")
    parser.add_argument("--quick", action="store_const", const=QUICK, dest="runs", help=f"the same as --runs {QUICK}")
    runs = parser.parse_args().runs
    begun = time.perf_counter()
    cells = table(runs)
    print("\n".join([*rows(cells), "", *verdict(cells, runs)]))
    print(f"{runs} runs a cell, {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
