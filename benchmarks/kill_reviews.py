"""Sittings that end by SIGKILL at any moment: every answer whose next card was shown must be in the log, and no other.

    .venv/bin/python -m benchmarks.kill_reviews --sittings 200

One folder is used for all, so that each sitting starts with what the one before left.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from flashcards import ledger
from flashcards.ledger import Ledger
from flashcards.model import Fields, Note, Source
from flashcards.review import memory, store
from flashcards.review.store import State, Store

ROOT = Path(__file__).parents[1]
CARDS = 3000
"""More than are answered before the last kill."""
LONGEST = 60
_ASKED = b"enter: show the answer"


@dataclass(slots=True)
class Tally:
    """What came of all sittings."""

    sittings: int = 0
    acknowledged: int = 0
    stored: int = 0
    lost: int = 0
    foreign: int = 0
    """Rows in the log that nobody gave."""


def folder_of_cards(folder: Path, count: int) -> Path:
    """A decks folder with a ledger of so many notes."""
    notes = tuple(_note(number) for number in range(count))
    ledger.save(folder / "ledger.jsonl", Ledger(notes))
    return folder


def _note(number: int) -> Note:
    fields = Fields("Acme", f"Fact {number}: how big?", f"{number} GB")
    source = Source("acme.md", number + 1, number + 1)
    moment = 1_790_000_000 + number
    guid = f"guid-{number:06}"
    return Note(
        guid, moment * 1000, "active", "quantity", "fact", "Prep", (), fields, source, "- a fact", moment, moment
    )


def sitting(decks: Path, grades: list[int], end: int, delay: float) -> int:
    """Answer with these grades and kill the process `delay` seconds after answer `end`; says how many were confirmed.

    An answer is confirmed when the next card is asked.
    """
    command = [sys.executable, "-m", "flashcards", "review", "--plain", "-o", str(decks)]
    named = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=named, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        output = process.stdout.fileno()
        seen = _read(output, b"", 1)
        for turn, grade in enumerate(grades[:end], 1):
            process.stdin.write(f"\n{grade}\n".encode())
            process.stdin.flush()
            if turn < end:
                seen = _read(output, seen, turn + 1)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        seen += process.stdout.read()
    return seen.count(_ASKED) - 1


def _read(number: int, seen: bytes, times: int) -> bytes:
    """All output until a card was asked so many times."""
    while seen.count(_ASKED) < times:
        assert select.select([number], [], [], LONGEST)[0], seen
        piece = os.read(number, 65536)
        assert piece, seen
        seen += piece
    return seen


def run(decks: Path, sittings: int, seed: int = 1, most: int = 12) -> Tally:
    """So many sittings that are killed, each checked."""
    dice, tally = random.Random(seed), Tally()
    for _ in range(sittings):
        before = _grades(decks)
        grades = [dice.choice((1, 2, 3, 3, 4)) for _ in range(most)]
        confirmed = sitting(decks, grades, dice.randrange(1, most + 1), dice.random() * 0.02)
        after = _grades(decks)
        new = after[len(before) :]
        tally.sittings += 1
        tally.acknowledged += confirmed
        tally.stored += len(new)
        tally.lost += max(confirmed - len(new), 0) + (after[: len(before)] != before)
        tally.foreign += new != grades[: len(new)]
        check(decks)
    return tally


def _grades(decks: Path) -> list[int]:
    if not (decks / store.NAME).exists():
        return []
    with Store(decks / store.NAME) as log:
        return [review.grade for review in log.reviews()]


def check(decks: Path) -> None:
    """The file is whole, and the cache says what the log says."""
    with closing(sqlite3.connect(decks / store.NAME)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with Store(decks / store.NAME) as log:
        by_card: dict[tuple[str, int], list[memory.Review]] = {}
        for review in log.reviews():
            by_card.setdefault((review.guid, review.ord), []).append(review)
        assert log.states() == {key: State(memory.replay(found)) for key, found in by_card.items()}


def main() -> None:
    """Print what came of it; fail when an answer was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sittings", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(folder_of_cards(Path(folder), CARDS), given.sittings, given.seed)
    print(
        f"{tally.sittings} sittings killed, {tally.acknowledged} answers confirmed, {tally.stored} in the log, "
        f"{tally.lost} lost, {tally.foreign} that nobody gave"
    )
    sys.exit(bool(tally.lost or tally.foreign))


if __name__ == "__main__":
    main()
