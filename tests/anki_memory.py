"""Random histories as Anki's engine and ours remember them; a program of its own, since Anki asks for the zone once.

Prints one line a history: stability and difficulty by Anki, then ours, then the log.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from anki_engine import Engine

from flashcards.review import memory
from flashcards.review.memory import Review

DAY_MS = 86_400_000
GAPS = (0.002, 0.3, 1, 1, 3, 9, 20)
"""Days between two answers, at most."""


def history(dice: random.Random, number: int, now: int) -> list[tuple[int, int]]:
    """Moments and grades, the first one 100 to 300 days before `now`, in seconds; no two logs share a moment."""
    moment = now * 1000 + number - dice.randrange(100, 300) * DAY_MS
    found = []
    for _ in range(dice.randrange(1, 12)):
        found.append((moment, dice.choice((1, 2, 3, 3, 4))))
        moment += 1000 * (1 + int(dice.choice(GAPS) * dice.random() * DAY_MS / 1000))
    return found


def compare(folder: Path, histories: int) -> None:
    """Print both memories of so many histories."""
    dice, now = random.Random(5), int(time.time())
    with Engine(folder) as engine:
        engine.col.set_config("fsrs", True)
        for number in range(histories):
            note = engine.col.new_note(engine.col.models.by_name("Basic"))
            note["Front"] = str(number)
            engine.col.add_note(note, 1)
            card = note.card_ids()[0]
            rows = history(dice, number, now)
            for at, (moment, grade) in enumerate(rows):
                row = (moment, card, -1, grade, 1, 1, 2500, 1000, min(at, 1))
                engine.col.db.execute("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", *row)
            theirs = engine.col._backend.compute_memory_state(card).state
            ours = memory.replay(Review(at, "guid", 0, memory.study_day(at, None), grade) for at, grade in rows)
            assert ours
            print(json.dumps([[theirs.stability, theirs.difficulty], [ours.stability, ours.difficulty], rows]))


if __name__ == "__main__":
    compare(Path(sys.argv[1]), int(sys.argv[2]))
