"""Store: every answer for ever, in one SQLite file beside the ledger.

The log is the truth and only grows: what is undone gets a mark. What it adds up to for each card is a cache.
A card is the guid of its note and a number, so history outlives any change of the text.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from flashcards.errors import FlashcardsError
from flashcards.review import memory
from flashcards.review.memory import Memory, Review

NAME = "reviews.sqlite3"
NOWHERE = Path(":memory:")
"""A log that nobody will see again."""
OURS = "flashcards"
"""The source of answers given here."""
SUSPEND, RESUME = "suspend", "resume"
"""Sources of rows with grade 0: decisions, not answers."""
PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""
LONGEST_MS = 60_000
"""An answer that took longer was a pause; Anki counts the same."""

_STEPS: tuple[str, ...] = (
    """
    CREATE TABLE review(id INTEGER PRIMARY KEY, guid TEXT, ord INTEGER, day TEXT, grade INTEGER, ms INTEGER,
                        source TEXT, undone INTEGER) STRICT;
    """,
    "CREATE INDEX review_of_card ON review(guid, ord);",
)
"""From each version of the file to the next. Version 0 is an empty file."""
_CACHE = """
CREATE TABLE IF NOT EXISTS card(guid TEXT, ord INTEGER, memory TEXT, suspended INTEGER, PRIMARY KEY(guid, ord))
STRICT, WITHOUT ROWID;
"""
VERSION = len(_STEPS)
_COLUMNS = "id, guid, ord, day, grade, ms, source, undone"
_INSERT = f"INSERT OR IGNORE INTO review({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_HERE = (OURS, SUSPEND, RESUME)
_LAST = "SELECT max(id) FROM review WHERE NOT undone AND source IN (?, ?, ?)"
_UPSERT = "INSERT OR REPLACE INTO card VALUES (?, ?, ?, ?)"

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class State:
    """What the log adds up to for a card."""

    memory: Memory | None = None
    suspended: bool = False


class Store:
    """The log on disk. Each call that changes it is one transaction, on the disk when the call returns."""

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        """`shared` when several threads use it, one at a time."""
        self.path = path
        with _told(path):
            self._base = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=not shared)
        try:
            with _told(path):
                self._prepare()
        except BaseException:
            self._base.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    # Open

    def _prepare(self) -> None:
        self._check_version()
        if self._one("PRAGMA journal_mode") != "wal":
            self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        if self._version() < VERSION or not self._is_cached():
            with self._transaction():
                self._check_version()
                self._upgrade()
        self._seen = self._one("PRAGMA data_version")

    def _version(self) -> int:
        return int(self._one("PRAGMA user_version"))

    def _check_version(self) -> None:
        if self._version() > VERSION:
            hint = "update flashcards; nothing was changed"
            raise FlashcardsError("a newer version of flashcards wrote this file", hint, str(self.path))

    def _upgrade(self) -> None:
        """Bring an older file, or an empty one, to the present form, and fill the cache anew."""
        for step in _STEPS[self._version() :]:
            self._base.execute(step)
        self._base.execute(f"PRAGMA user_version = {VERSION}")
        self._base.execute("DROP TABLE IF EXISTS card")
        self._base.execute(_CACHE)
        self._keep(self._replayed(self._log("")))

    def _is_cached(self) -> bool:
        if not self._one("SELECT count(*) FROM sqlite_master WHERE name = 'card'"):
            return False
        return bool(self._one("SELECT EXISTS (SELECT 1 FROM card) OR NOT EXISTS (SELECT 1 FROM review)"))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing; others wait, and what they wrote is seen."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise

    def _one(self, query: str, *values: object) -> Any:
        return self._base.execute(query, values).fetchone()[0]

    # Read

    def states(self) -> dict[Key, State]:
        """What is known of each card that was ever answered or suspended."""
        with _told(self.path):
            rows = self._base.execute("SELECT guid, ord, memory, suspended FROM card").fetchall()
        known = json.loads(f"[{','.join(row[2] or 'null' for row in rows)}]")  # at once: a third of the time
        return {
            (guid, number): State(_memory(values), bool(off))
            for (guid, number, _, off), values in zip(rows, known, strict=True)
        }

    def state(self, key: Key) -> State:
        """What is known of one card."""
        with _told(self.path):
            return self._state(key)

    def reviews(self) -> list[Review]:
        """The answers that count, oldest first."""
        with _told(self.path):
            return list(self._log("WHERE grade > 0 AND NOT undone"))

    def steps(self, key: Key) -> str:
        """A word for all that ever happened to a card: another one after each answer, decision and undo."""
        with _told(self.path):
            return self._steps(key)

    def last(self) -> int:
        """The id of the answer or decision that `undo` would take back; 0 when there is none."""
        with _told(self.path):
            return int(self._one(f"SELECT coalesce(({_LAST}), 0)", *_HERE))

    def changed(self) -> bool:
        """True when another process has written since this was asked last."""
        with _told(self.path):
            now = self._one("PRAGMA data_version")
        before, self._seen = self._seen, now
        return bool(now != before)

    def _steps(self, key: Key) -> str:
        query = "SELECT coalesce(max(id), 0), coalesce(sum(undone), 0) FROM review WHERE guid = ? AND ord = ?"
        last, undone = self._base.execute(query, key).fetchone()
        return f"{last}-{undone}"

    def _log(self, where: str, *values: object) -> Iterator[Review]:
        rows = self._base.execute(f"SELECT {_COLUMNS} FROM review {where} ORDER BY id", values)
        for number, guid, at, day, grade, ms, source, undone in rows:
            yield Review(number, guid, at, date.fromisoformat(day), grade, ms, source, bool(undone))

    def _log_of(self, key: Key) -> Iterator[Review]:
        return self._log("WHERE guid = ? AND ord = ?", *key)

    # Write

    def answer(self, key: Key, grade: int, moment: int, day: date, ms: int = 0) -> Review:
        """Add an answer, given at `moment` (epoch milliseconds) of that study day."""
        with _told(self.path), self._transaction():
            return self._answer(key, grade, moment, day, ms)

    def answer_once(self, key: Key, steps: str, grade: int, moment: int, day: date, ms: int = 0) -> Review | None:
        """The same, unless anything has happened to the card since `steps` was its word: then None."""
        with _told(self.path), self._transaction():
            return self._answer(key, grade, moment, day, ms) if self._steps(key) == steps else None

    def _answer(self, key: Key, grade: int, moment: int, day: date, ms: int) -> Review:
        made = self._add(key, grade, moment, day, min(max(ms, 0), LONGEST_MS), OURS)
        state = self._state(key)
        self._keep({key: replace(state, memory=memory.after(state.memory, grade, day))})
        return made

    def suspend(self, key: Key, moment: int, day: date, *, off: bool = True) -> Review:
        """Ask a card no more, or with `off=False` again."""
        with _told(self.path), self._transaction():
            made = self._add(key, 0, moment, day, 0, SUSPEND if off else RESUME)
            self._keep({key: replace(self._state(key), suspended=off)})
        return made

    def undo(self, number: int | None = None) -> Review | None:
        """Take back one answer or decision, by its id, else the last one given here. None: there is none left."""
        mine, values = ("id = ? AND NOT undone", (number,)) if number else (f"id = ({_LAST})", _HERE)
        with _told(self.path), self._transaction():
            found = next(iter(list(self._log(f"WHERE {mine}", *values))), None)
            if found:
                self._base.execute("UPDATE review SET undone = 1 WHERE id = ?", (found.id,))
                key = (found.guid, found.ord)
                self._keep({key: _state_of(self._log_of(key))})
        return found

    def add(self, reviews: Iterable[Review]) -> int:
        """Merge reviews made elsewhere; says how many were new. An id that is known already is left as it is."""
        with _told(self.path), self._transaction():
            new = [review for review in reviews if self._base.execute(_INSERT, _row(review)).rowcount]
            keys = {(review.guid, review.ord) for review in new}
            self._keep({key: _state_of(self._log_of(key)) for key in keys})
        return len(new)

    def _add(self, key: Key, grade: int, moment: int, day: date, ms: int, source: str) -> Review:
        """Log it under the next free id. A card's ids only grow, also when the clock goes back."""
        last = self._one("SELECT coalesce(max(id), 0) FROM review WHERE guid = ? AND ord = ?", *key)
        number = max(moment, last + 1)
        while self._one("SELECT count(*) FROM review WHERE id = ?", number):
            number += 1
        made = Review(number, *key, day, grade, ms, source)
        self._base.execute(_INSERT, _row(made))
        return made

    def _state(self, key: Key) -> State:
        row = self._base.execute("SELECT memory, suspended FROM card WHERE guid = ? AND ord = ?", key).fetchone()
        return State(_memory(json.loads(row[0] or "null")), bool(row[1])) if row else State()

    def _replayed(self, log: Iterable[Review]) -> dict[Key, State]:
        by_card: defaultdict[Key, list[Review]] = defaultdict(list)
        for review in log:
            by_card[review.guid, review.ord].append(review)
        return {key: _state_of(reviews) for key, reviews in by_card.items()}

    def _keep(self, states: dict[Key, State]) -> None:
        rows = [(*key, _text(state.memory), int(state.suspended)) for key, state in states.items()]
        self._base.executemany(_UPSERT, rows)


def _state_of(reviews: Iterable[Review]) -> State:
    log = list(reviews)
    decisions = [review.source for review in log if not review.grade and not review.undone]
    return State(memory.replay(log), bool(decisions) and decisions[-1] == SUSPEND)


def _row(review: Review) -> Sequence[object]:
    day, undone = review.day.isoformat(), int(review.undone)
    return review.id, review.guid, review.ord, day, review.grade, review.ms, review.source, undone


def _text(known: Memory | None) -> str | None:
    if known is None:
        return None
    dates = known.last.isoformat(), known.due.isoformat()
    return json.dumps([known.stability, known.difficulty, known.reps, known.lapses, known.grade, *dates])


def _memory(values: Any) -> Memory | None:
    if values is None:
        return None
    stability, difficulty, reps, lapses, grade, last, due = values
    return Memory(stability, difficulty, _read(last), reps, lapses, _read(due), grade)


_read: Callable[[str], date] = date.fromisoformat

_HINTS = {
    "locked": "another process has been writing for a long time: end it, then try again",
    "readonly": "check the rights of the file and its folder",
    "unable to open": "check that the folder is there and its rights; give it with -o",
    "full": "make room on the disk; all answers that were saved before are safe",
    "not a database": "another program wrote this file: move it away, or give another folder with -o",
    "malformed": "the file is damaged: restore it from a backup, or save what `sqlite3 FILE .recover` can read",
}
"""What to do, by a piece of what SQLite says."""


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What goes wrong with the file, in words."""
    try:
        yield
    except sqlite3.Error as problem:
        hint = next((hint for piece, hint in _HINTS.items() if piece in str(problem)), "")
        raise FlashcardsError(f"cannot use the log of reviews: {problem}", hint, str(path)) from problem
