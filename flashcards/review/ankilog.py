"""Ankilog: the reviews in a package or a collection that Anki exported, read and never changed."""

from __future__ import annotations

import sqlite3
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Set
from contextlib import closing
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from flashcards.errors import FlashcardsError
from flashcards.review import memory
from flashcards.review.memory import AGAIN, EASY, Review
from flashcards.review.store import LONGEST_MS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SOURCE = "anki"
PACKED = "collection.anki21b"
MEMBERS = (PACKED, "collection.anki21", "collection.anki2")
"""The collection in the file, newest form first: an older one beside it only says that Anki is too old."""
LARGEST = 1 << 31
"""Bytes of a collection; a larger one is refused."""
_HINT = "export it from Anki again, with scheduling (or learning progress) included"
_MAGIC, _JOURNAL = b"SQLite format 3\0", 18
"""How a database begins, and where it says in which way it keeps its journal."""
_MANUAL, _FILTERED = 4, 3
"""Types of rows: set by hand; answered in a filtered deck."""
_LAST_MOMENT = 1 << 43
"""Epoch milliseconds in the year 2248: no review is later."""
_QUERY = """
SELECT r.id, n.guid, c.ord, r.ease, r.time, r.type, r.factor
FROM revlog r LEFT JOIN cards c ON c.id = r.cid LEFT JOIN notes n ON n.id = c.nid ORDER BY r.id
"""
_WHOLE = (int, str, int, int, int, int, int)
Row = tuple[int, str, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds."""

    reviews: tuple[Review, ...]
    """Answers to cards of ours."""
    foreign: int
    """Answers to cards of other notes, or to deleted ones."""
    passed_over: int
    """Rows that are no answers: cards set by hand, or looked at without scheduling."""


def read(path: Path, guids: Set[str], zone: tzinfo | None = None) -> Found:
    """The reviews in a file of the cards of these notes. Raises when it holds no collection."""
    try:
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(_collection(path))
            rows = base.execute(_QUERY).fetchall()
    except OSError as problem:
        raise FlashcardsError(f"cannot read this file: {problem.strerror or problem}", "", str(path)) from problem
    except (sqlite3.Error, OverflowError) as problem:
        raise FlashcardsError(f"its collection cannot be read: {problem}", _HINT, str(path)) from problem
    return sorted_out(rows, guids, zone)


def sorted_out(rows: Iterable[tuple[object, ...]], guids: Set[str], zone: tzinfo | None) -> Found:
    """Rows of Anki's log, told apart."""
    answers, passed_over = [], 0
    for row in rows:
        if _is_answer(row):
            answers.append(row)
        else:
            passed_over += 1
    ours = tuple(_reviews(answers, guids, zone))
    return Found(ours, len(answers) - len(ours), passed_over)


def _is_answer(row: tuple[object, ...]) -> bool:
    """FSRS in Anki counts the same rows."""
    moment, _, _, ease, _, kind, factor = row
    graded = isinstance(ease, int) and AGAIN <= ease <= EASY and kind != _MANUAL
    only_looked = kind == _FILTERED and factor == 0
    return graded and not only_looked and isinstance(moment, int) and 0 < moment < _LAST_MOMENT


def _reviews(rows: Iterable[tuple[object, ...]], guids: Set[str], zone: tzinfo | None) -> Iterator[Review]:
    for row in rows:
        if tuple(map(type, row)) == _WHOLE and row[1] in guids:
            moment, guid, number, ease, ms, *_ = row
            day = memory.study_day(moment, zone)  # type: ignore[arg-type]  # checked above
            yield Review(moment, guid, number, day, ease, _capped(ms), SOURCE)  # type: ignore[arg-type]


def _capped(ms: object) -> int:
    return min(max(ms, 0), LONGEST_MS) if isinstance(ms, int) else 0


# The file


def _collection(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            name = next((name for name in MEMBERS if name in archive.namelist()), "")
            if not name:
                raise _no_collection(path)
            if archive.getinfo(name).file_size > LARGEST:
                raise _too_large(path)
            data = archive.read(name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as problem:
        raise _no_collection(path) from problem
    whole = _unpacked(data, path) if name == PACKED else data
    if not whole.startswith(_MAGIC):
        raise FlashcardsError("its collection is no database", _HINT, str(path))
    # A log of its own beside it, which these two bytes ask for, is nothing a base in memory can have.
    return whole[:_JOURNAL] + b"\x01\x01" + whole[_JOURNAL + 2 :]


def _unpacked(data: bytes, path: Path) -> bytes:
    unpacker = zstd.ZstdDecompressor()
    try:
        made = unpacker.decompress(data, LARGEST)
    except zstd.ZstdError as problem:
        raise FlashcardsError(f"its collection cannot be unpacked: {problem}", _HINT, str(path)) from problem
    if not unpacker.eof:
        raise _too_large(path)
    return made


def _no_collection(path: Path) -> FlashcardsError:
    return FlashcardsError("this is no .apkg or .colpkg file: it holds no collection", _HINT, str(path))


def _too_large(path: Path) -> FlashcardsError:
    return FlashcardsError("its collection is cut off or too large", "export only the decks you need", str(path))
