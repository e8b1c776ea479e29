"""What a large log costs: the start of a sitting and one answer, beside an empty log and a bare commit of SQLite.

.venv/bin/python -m benchmarks.reviews --reviews 100000 --cards 10000
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from benchmarks.kill_reviews import folder_of_cards
from flashcards.review import desk, keys, layout, store, terminal
from flashcards.review.keys import Act
from flashcards.review.memory import Review
from flashcards.review.store import Store

ROOT = Path(__file__).parents[1]
START = date(2025, 11, 1)
DAYS = 365
MOMENT = 1_762_000_000_000
ANSWERS = 300
RUNS = 7


def fill(decks: Path, reviews: int, cards: int) -> float:
    """Merge so many reviews into the log; gives the seconds."""
    dice = random.Random(1)
    days = sorted(dice.randrange(DAYS) for _ in range(reviews))
    rows = [
        Review(
            MOMENT + at * 250_000,
            f"guid-{dice.randrange(cards):06}",
            0,
            START + timedelta(days=day),
            dice.choice((1, 2, 3, 3, 3, 4)),
            5000,
        )
        for at, day in enumerate(days)
    ]
    begun = time.perf_counter()
    with Store(decks / store.NAME) as log:
        log.add(rows)
    return time.perf_counter() - begun


def start(decks: Path) -> float:
    """Seconds from the start of the program until the first card is asked."""
    command = [sys.executable, "-m", "flashcards", "review", "--plain", "-o", str(decks)]
    named = os.environ | {"PYTHONPATH": str(ROOT)}
    begun = time.perf_counter()
    with subprocess.Popen(command, env=named, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        while b"show the answer" not in process.stdout.readline():
            assert process.poll() is None
        took = time.perf_counter() - begun
        process.stdin.close()
        process.stdout.read()
    return took


class Script(keys.Lines):
    """Shows and answers so many cards, then stops."""

    def __init__(self, count: int) -> None:
        self.acts = iter([Act.SHOW, Act.GOOD] * count)

    def read(self) -> Act:
        """The next act."""
        return next(self.acts, Act.QUIT)


class Silent(terminal.Face):
    """Lays all out and prints nothing."""

    def say(self, lines: Iterable[str], style: str = "") -> None:
        """All lines, to nobody."""
        for text in lines:
            list(layout.wrapped(text, self.width))

    def clear(self) -> None:
        """Nothing."""


def answers(decks: Path, count: int) -> list[float]:
    """Seconds for each of so many answers: key to saved, as in a sitting."""
    took: list[float] = []
    with desk.laid(decks, lambda: time.time_ns() // 10**6) as laid:
        sitting = terminal.Sitting(laid, Silent(plain=True), Script(count), terminal.Limits())
        grade: Callable[..., None] = sitting._grade

        def timed(*given: object) -> None:
            begun = time.perf_counter()
            grade(*given)
            took.append(time.perf_counter() - begun)

        sitting._grade = timed  # type: ignore[method-assign, assignment]
        begun = time.perf_counter()
        sitting.run()
        print(f"a whole turn, with both sides laid out: {(time.perf_counter() - begun) / count * 1000:.2f} ms")
    return took


def bare(folder: Path, count: int) -> list[float]:
    """Seconds for each of so many commits of one row, in the same mode, without anything of ours."""
    took = []
    with closing(sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("CREATE TABLE row(id INTEGER PRIMARY KEY, guid TEXT, grade INTEGER)")
        for at in range(count):
            begun = time.perf_counter()
            base.execute("BEGIN IMMEDIATE")
            base.execute("INSERT INTO row VALUES (?, 'guid', 3)", (at,))
            base.execute("COMMIT")
            took.append(time.perf_counter() - begun)
    return took


def main() -> None:
    """Print all figures of one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--cards", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        full = folder_of_cards(Path(folder) / "full", given.cards)
        empty = folder_of_cards(Path(folder) / "empty", given.cards)
        seconds = fill(full, given.reviews, given.cards)
        print(f"{given.reviews} reviews of {given.cards} cards merged in {seconds:.1f} s")
        times = [(start(full), start(empty)) for _ in range(RUNS)]
        loaded, fresh = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"start: {loaded:.2f} s, with an empty log {fresh:.2f} s: {loaded - fresh:+.2f} s")
        ours, theirs = answers(full, ANSWERS), bare(Path(folder), ANSWERS)
        one, commit = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
        worst = statistics.quantiles(ours, n=20)[-1] * 1000
        print(f"one answer: {one:.2f} ms (19 of 20 under {worst:.2f})")
        print(f"a bare commit: {commit:.2f} ms; one answer is {one / commit:.1f} times that")


if __name__ == "__main__":
    main()
