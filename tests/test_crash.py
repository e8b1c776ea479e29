"""Killed while saving: the ledger is always whole, and the next save clears what was left."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from factories import make_notes

from flashcards import ledger
from flashcards.ledger import Ledger

KILLS = 30
NOTES = 400

SAVE = """
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path
from flashcards import ledger
path = Path(sys.argv[1])
start = ledger.load(path)
for turn in count(1):
    notes = tuple(replace(note, modified=note.modified + turn) for note in start.notes)
    ledger.save(path, ledger.Ledger(notes))
    if turn == 1:
        print("saving", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_kill_at_any_moment_leaves_a_whole_ledger(tmp_path: Path) -> None:
    path, chance = tmp_path / "ledger.jsonl", random.Random(4)
    ledger.save(path, Ledger(make_notes(NOTES)))
    for _ in range(KILLS):
        with subprocess.Popen([sys.executable, "-c", SAVE, str(path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"saving\n"
            time.sleep(chance.random() * 0.03)
            process.send_signal(signal.SIGKILL)
        notes = ledger.load(path).notes
        assert len(notes) == NOTES
        assert len({note.modified - note.created for note in notes}) == 1
    ledger.save(path, Ledger(make_notes(1)))
    assert [left.name for left in tmp_path.iterdir()] == ["ledger.jsonl"]
