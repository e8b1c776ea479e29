"""Killed while saving or building: the ledger is always whole, and the next run clears what was left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from edits import edited
from factories import START, make_notes
from vaults import ROOT, write

from flashcards import apkg, build, ledger
from flashcards.ledger import Ledger

KILLS = 30
BUILDS = 200
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


def killed_build(notes: Path, decks: Path, now: int, delay: float) -> bool:
    """Start a build in a process of its own and kill it after `delay` seconds; True when it had not ended by then."""
    pid = os.fork()
    if pid == 0:  # the child: nothing but the build may happen here
        try:
            build.build([notes], decks, now=now * 10**9, force=True)
        finally:
            os._exit(0)
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def guids_of(decks: Path) -> set[str]:
    """The guids of the ledger, which must be whole."""
    return {note.guid for note in ledger.load(decks / build.LEDGER).notes}


def packed(decks: Path) -> set[str]:
    """The guids in the packages, which must be whole."""
    for path in decks.glob("*.apkg"):
        assert zipfile.ZipFile(path).testzip() is None
    every = guids_of(decks)
    return set(apkg.stored(sorted(decks.glob("*.apkg")), every))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_kill_two_hundred_builds(tmp_path: Path) -> None:
    notes, decks, dice = tmp_path / "notes", tmp_path / "decks", random.Random(9)
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.md"))[:3]}
    write(notes, files)
    build.build([notes], decks, now=START * 10**9)
    write(notes, {"new.md": "# New\n\n- Tape read: 3 days\n"})
    start = time.perf_counter()
    build.build([notes], decks, now=START * 10**9)
    usual = time.perf_counter() - start
    known, shown, killed = guids_of(decks), packed(decks), 0
    for turn in range(1, BUILDS + 1):
        for path in notes.iterdir():
            path.unlink()
        files = edited(dice, files)
        write(notes, files)
        killed += killed_build(notes, decks, START + 60 * turn, dice.random() * 1.2 * usual)
        assert known <= guids_of(decks), "a guid was lost"
        assert shown <= packed(decks), "a package lost a note"
        known, shown = guids_of(decks), packed(decks)
        if turn % 20 == 0:
            build.build([notes], decks, now=(START + 60 * turn + 1) * 10**9, force=True)
            whole = ledger.load(decks / build.LEDGER)
            assert {path: path.read_bytes() for path in decks.glob("*.apkg")} == dict(apkg.packages(whole.notes, decks))
            assert not list(decks.glob("*.tmp"))
            assert not list(decks.glob(".*.tmp"))
    assert killed > BUILDS // 4
