"""The log of reviews: saved at once, undone to any depth, shared by processes, brought forward from older files."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vaults import environment

from flashcards.errors import FlashcardsError
from flashcards.review import memory, store
from flashcards.review.memory import Review
from flashcards.review.store import State, Store

DAY = date(2026, 5, 10)
NOW = 1_778_400_000_000
A, B = ("guid-a", 0), ("guid-b", 1)
WRITERS, EACH = 4, 25

WRITE = """
import sys, pathlib
from datetime import date
from flashcards.review.store import Store
with Store(pathlib.Path(sys.argv[1])) as log:
    for turn in range(int(sys.argv[3])):
        log.answer(("guid-a", turn % 3), 3, 1_778_400_000_000, date(2026, 5, 10), 1000)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / store.NAME


@pytest.fixture
def log(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


def rows(path: Path, table: str = "review") -> list[tuple[object, ...]]:
    """What stands on the disk for anybody else to read."""
    with closing(sqlite3.connect(path)) as base:
        return base.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()


def test_an_answer_is_on_the_disk_when_the_call_returns(path: Path, log: Store) -> None:
    made = log.answer(A, 3, NOW, DAY, 4200)
    assert made == Review(NOW, *A, DAY, 3, 4200)
    assert rows(path) == [(NOW, "guid-a", 0, "2026-05-10", 3, 4200, "flashcards", 0)]
    assert log.states() == {A: State(memory.after(None, 3, DAY))}
    assert log.reviews() == [made]


def test_the_settings_of_the_file(path: Path, log: Store) -> None:
    settings = {name: log._one(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "user_version")}
    assert settings == {"journal_mode": "wal", "synchronous": 2, "user_version": store.VERSION}


def test_ids_are_unique_and_grow_for_each_card(log: Store) -> None:
    made = [log.answer(key, 3, moment, DAY) for key, moment in [(A, NOW), (B, NOW), (A, NOW), (A, NOW - 9000), (B, 5)]]
    assert [review.id for review in made] == [NOW, NOW + 1, NOW + 2, NOW + 3, NOW + 4]


def test_a_pause_does_not_count_as_time(log: Store) -> None:
    assert [log.answer(A, 3, NOW, DAY, ms).ms for ms in (-5, 0, 59_000, 9_000_000)] == [0, 0, 59_000, 60_000]


def test_everything_is_there_again_after_a_restart(path: Path) -> None:
    with Store(path) as log:
        log.answer(A, 1, NOW, DAY)
        log.suspend(B, NOW + 1, DAY)
        before = log.states()
    with Store(path) as log:
        assert log.states() == before == {A: State(memory.after(None, 1, DAY)), B: State(None, True)}


# Undo


def test_undo_to_any_depth_across_restarts(path: Path) -> None:
    states = []
    for turn in range(6):
        with Store(path) as log:
            states.append(log.states())
            if turn % 3 == 2:
                log.suspend(B, NOW + turn, DAY)
            else:
                log.answer((A, B)[turn % 2], turn % 4 + 1, NOW + turn, DAY + timedelta(days=turn))
    for before in reversed(states):
        with Store(path) as log:
            assert log.undo()
            assert {key: state for key, state in log.states().items() if state != State()} == before
    with Store(path) as log:
        assert log.undo() is None
        assert log.reviews() == []
    assert len(rows(path)) == 6, "a row was taken away"


def test_undo_of_one_that_is_not_the_last(log: Store) -> None:
    first = log.answer(A, 1, NOW, DAY)
    log.answer(A, 4, NOW + 1, DAY + timedelta(days=3))
    assert log.undo(first.id) == first
    assert log.states()[A].memory == memory.after(None, 4, DAY + timedelta(days=3))
    assert log.undo(first.id) is None, "it is undone already"


def test_undo_leaves_what_was_done_in_anki(log: Store) -> None:
    log.add([Review(NOW + 50, *A, DAY, 3, 900, "anki")])
    mine = log.answer(B, 3, NOW, DAY)
    assert log.undo() == mine
    assert log.undo() is None
    assert list(log.states()) == [A, B]


# Suspend


def test_a_word_tells_whether_anything_happened_to_a_card(log: Store) -> None:
    words = [log.steps(A)]
    for grade in (3, 3, 0):
        made = log.answer(A, grade, NOW, DAY) if grade else log.suspend(A, NOW, DAY)
        words.append(log.steps(A))
        log.undo(made.id)
        words.append(log.steps(A))
    assert len(set(words)) == len(words)
    log.answer(B, 3, NOW, DAY)
    assert log.steps(A) == words[-1]


def test_a_question_is_answered_once(path: Path, log: Store) -> None:
    word = log.steps(A)
    made = log.answer_once(A, word, 3, NOW, DAY)
    assert made == Review(NOW, *A, DAY, 3)
    assert log.answer_once(A, word, 1, NOW, DAY) is None
    with Store(path) as other:
        assert other.answer_once(A, log.steps(A), 4, NOW + 1, DAY)
    assert [review.grade for review in log.reviews()] == [3, 4]


def test_the_last_is_what_undo_takes_back(log: Store) -> None:
    assert log.last() == 0
    log.add([Review(NOW + 99, *A, DAY, 3, source="anki")])
    assert log.last() == 0
    made = [log.answer(A, 3, NOW, DAY).id, log.suspend(B, NOW, DAY).id]
    for number in sorted(made, reverse=True):
        assert log.last() == number
        undone = log.undo()
        assert undone
        assert undone.id == number
    assert log.last() == 0


def test_several_threads_may_share_a_log_when_it_says_so(path: Path) -> None:
    with Store(path, shared=True) as shared, ThreadPoolExecutor(1) as pool:
        assert pool.submit(shared.answer, A, 3, NOW, DAY).result().grade == 3
    with Store(path) as own, ThreadPoolExecutor(1) as pool, pytest.raises(FlashcardsError):
        pool.submit(own.last).result()


def test_suspended_until_resumed(log: Store) -> None:
    log.answer(A, 3, NOW, DAY)
    known = log.states()[A].memory
    log.suspend(A, NOW + 1, DAY)
    assert log.states()[A] == State(known, True)
    log.suspend(A, NOW + 2, DAY, off=False)
    assert log.states()[A] == State(known, False)
    log.undo()
    assert log.states()[A] == State(known, True)
    assert len(log.reviews()) == 1, "a decision is no answer"


# Merge


def test_reviews_made_elsewhere_are_added_once(log: Store) -> None:
    ours = log.answer(A, 3, NOW, DAY + timedelta(days=9))
    found = [Review(NOW - 5, *A, DAY, 1, 900, "anki"), Review(NOW - 4, *B, DAY, 4, 800, "anki")]
    assert [log.add(found), log.add(found)] == [2, 0]
    assert log.reviews() == [*found, ours]
    assert log.states()[A].memory == memory.replay([found[0], ours])


def test_what_was_undone_does_not_come_back(log: Store) -> None:
    found = Review(NOW, *A, DAY, 1, 900, "anki")
    log.add([found])
    log.undo(found.id)
    assert log.add([found]) == 0
    assert log.reviews() == []


# The cache


@pytest.mark.parametrize("loss", ["DROP TABLE card", "DELETE FROM card"])
def test_the_cache_is_made_again_from_the_log(path: Path, loss: str) -> None:
    dice = random.Random(3)
    with Store(path) as log:
        for turn in range(60):
            key = (f"guid-{dice.randrange(5)}", 0)
            log.answer(key, dice.randrange(1, 5), NOW + turn, DAY + timedelta(days=turn))
            if dice.random() < 0.2:
                log.undo()
            if dice.random() < 0.1:
                log.suspend(key, NOW + turn, DAY, off=dice.random() < 0.7)
        before = log.states()
    with closing(sqlite3.connect(path)) as base:
        base.executescript(loss)
    with Store(path) as log:
        assert log.states() == before


ACTS = st.lists(st.tuples(st.sampled_from("aaaausr"), st.integers(0, 2), st.integers(1, 4), st.integers(-2, 9)))


@given(acts=ACTS)
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
def test_the_cache_is_always_what_the_log_says(path: Path, acts: list[tuple[str, int, int, int]]) -> None:
    path.unlink(missing_ok=True)
    day, moment = DAY, NOW
    with Store(path) as log:
        for act, card, grade, step in acts:
            day, moment = day + timedelta(days=step), moment + step * 86_400_000
            key = ("guid", card)
            if act == "a":
                log.answer(key, grade, moment, day)
            elif act == "u":
                log.undo()
            else:
                log.suspend(key, moment, day, off=act == "s")
        cached = log.states()
        assert cached == log._replayed(log._log(""))


# Several processes


def test_two_reviewers_see_each_other(path: Path, log: Store) -> None:
    with Store(path) as other:
        assert not log.changed()
        other.answer(A, 3, NOW, DAY)
        assert log.changed()
        assert not log.changed()
        log.answer(A, 4, NOW, DAY + timedelta(days=2))
        assert not log.changed(), "one's own answers are no news"
        assert other.states() == log.states() == {A: State(memory.replay(log.reviews()))}


def test_processes_that_begin_and_answer_at_once_lose_nothing(path: Path) -> None:
    command = [sys.executable, "-c", WRITE, str(path), "", str(EACH)]
    running = [subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE) for _ in range(WRITERS)]
    assert [process.communicate(timeout=60)[1] for process in running] == [b""] * WRITERS
    with Store(path) as log:
        assert [review.id for review in log.reviews()] == list(range(NOW, NOW + WRITERS * EACH))
        assert log.states() == log._replayed(log._log(""))


# Files of other versions, and broken ones


def older(path: Path, version: int) -> None:
    """A file as an earlier version left it."""
    with closing(sqlite3.connect(path)) as base:
        for step in store._STEPS[:version]:
            base.execute(step)
        base.execute(f"PRAGMA user_version = {version}")
        if version:
            base.execute("INSERT INTO review VALUES (?, 'guid-a', 0, '2026-05-10', 3, 900, 'flashcards', 0)", (NOW,))
            base.execute("CREATE TABLE card(guid TEXT, ord INTEGER, memory TEXT, suspended INTEGER)")
            base.execute("INSERT INTO card VALUES ('guid-a', 0, 'a memory of another form', 0)")
        base.commit()


@pytest.mark.parametrize("version", range(store.VERSION))
def test_an_older_file_is_brought_forward(path: Path, version: int) -> None:
    older(path, version)
    with Store(path) as log:
        assert log.states() == ({A: State(memory.after(None, 3, DAY))} if version else {})
        log.answer(A, 3, NOW, DAY)
    with Store(path) as log:
        assert len(log.reviews()) == (2 if version else 1)
        assert log._version() == store.VERSION


def test_a_newer_file_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute(f"PRAGMA user_version = {store.VERSION + 1}")
        base.execute("CREATE TABLE review(what)")
    before = path.read_bytes()
    with pytest.raises(FlashcardsError, match="a newer version of flashcards wrote this file") as caught:
        Store(path)
    assert caught.value.path == str(path)
    assert path.read_bytes() == before


def test_what_is_no_database_is_named(path: Path) -> None:
    path.write_text("not a database, whatever its name says" * 100)
    with pytest.raises(FlashcardsError, match="cannot use the log of reviews: file is not a database") as caught:
        Store(path)
    assert "another program wrote this file" in caught.value.hint


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FlashcardsError, match="unable to open") as caught:
        Store(tmp_path / "nowhere" / store.NAME)
    assert "give it with -o" in caught.value.hint


def test_one_who_waits_too_long_is_told(path: Path, log: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other, Store(path) as late:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FlashcardsError, match="locked") as caught:
            late.answer(A, 3, NOW, DAY)
        other.execute("ROLLBACK")
        assert late.answer(A, 3, NOW, DAY).id == NOW
    assert "another process" in caught.value.hint
