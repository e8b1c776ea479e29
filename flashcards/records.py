"""The ledger as text: JSON Lines, one note a line. Read, checked, merged, written. Pure."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import chain, count, repeat
from json.encoder import encode_basestring as _quote
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, TypeVar, get_args

from flashcards.collecting import no_collector
from flashcards.errors import FlashcardsError
from flashcards.model import Fields, Note, Source, Status

T = TypeVar("T", Fields, Source, Note)
Row = dict[str, Any]
"""One line of the file. Its values are checked before they are used."""
Columns = dict[str, Sequence[Any]]
"""All lines, key by key."""

NID_STEP = 10
"""Note ids are at least this far apart: the card ids lie between them."""

_TYPES: dict[str, type] = {
    "guid": str,
    "nid": int,
    "status": str,
    "kind": str,
    "note_type": str,
    "deck": str,
    "tags": list,
    "context": str,
    "front": str,
    "back": str,
    "extra": str,
    "reverse": str,
    "reverse_back": str,
    "foot": str,
    "link": str,
    "path": str,
    "line": int,
    "line_end": int,
    "section": list,
    "text": str,
    "created": int,
    "modified": int,
}
"""The keys of a line, in the order they are written. `foot` is the source as the card shows it."""
_DEFAULTS: Row = {"tags": [], "context": "", "extra": "", "reverse": "", "reverse_back": "", "foot": "", "link": ""}
"""What a line may leave out."""
TOP = 10**15
"""No number of a line is as large: SQLite and Anki could not hold some that JSON can."""
_STATUSES = frozenset(get_args(Status))
_LISTS = tuple(name for name, kind in _TYPES.items() if kind is list)
_SHARED = ("status", "kind", "note_type", "deck", "tags", "context", "foot", "path", "section")
"""Keys whose values many notes have in common."""
_pick = itemgetter(*_TYPES)
_FIELDS = ("context", "front", "back", "extra", "reverse", "reverse_back", "foot", "link")
_SOURCE = ("path", "line", "line_end", "section")
_LINE = ", ".join(f'"{name}": %{"d" if kind is int else "s"}' for name, kind in _TYPES.items())

_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
"""What git writes into a file that two sides changed."""
_SETTLE = "keep the lines of both sides, delete those that begin with <<<<<<<, |||||||, ======= or >>>>>>>"
_RESTORE = "mend the line, or take the last good file from git or a backup; until then nothing is written"
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of characters: JSON can name them, UTF-8 cannot hold them."""

by_source = attrgetter("source.path", "source.line_start", "guid")
"""The order of the lines."""
_by_age = attrgetter("nid", "created", "guid")


@dataclass(frozen=True, slots=True)
class Ledger:
    """All notes, sorted by source. `extras` are keys a newer version wrote, by guid; they are kept."""

    notes: tuple[Note, ...] = ()
    extras: Mapping[str, Row] = field(default_factory=dict)


# Read


def parse(data: bytes, path: Path) -> Ledger:
    """The ledger in these bytes. A damaged line raises and is named."""
    with no_collector():
        return _parse(data, path)


def _parse(data: bytes, path: Path) -> Ledger:
    rows, numbers = _rows(data, path)
    if not rows:
        return Ledger()
    notes = _notes(rows, numbers, path)
    if len({note.guid for note in notes}) < len(notes):
        notes, rows = _merged(notes, rows)
    extras = {row["guid"]: _unknown(row) for row in rows if len(row) > len(_TYPES)}
    return Ledger(tuple(sorted(_spread(notes), key=by_source)), extras)


def _rows(data: bytes, path: Path) -> tuple[list[Row], Sequence[int]]:
    """The rows, and the number of the line of each. Only a line feed ends a line; an empty one counts for nothing."""
    if rows := _at_once(data):
        return rows, range(1, len(rows) + 1)
    lines = [(at, line) for at, line in enumerate(_text(data, path).split("\n"), 1) if line and not line.isspace()]
    return [_row(at, line, path) for at, line in lines], [at for at, _ in lines]


def _at_once(data: bytes) -> list[Row]:
    """All lines as one JSON array: they share their keys, which is twice as fast as one by one. Empty when in doubt."""
    count = data.removesuffix(b"\n").count(b"\n") + 1
    try:
        rows: list[Row] = json.loads(_array(data).decode("utf-8"))
    except (ValueError, RecursionError):
        return []
    return rows if len(rows) == count and not set(map(type, rows)) - {dict} else []


def _array(data: bytes) -> bytes:
    return b"[%b]" % data.removeprefix(b"\xef\xbb\xbf").removesuffix(b"\n").replace(b"\n", b",")


def _text(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise _damaged(path, line, "it is not UTF-8") from problem


def _row(number: int, line: str, path: Path) -> Row:
    if line.startswith(_MARKS):
        raise FlashcardsError("git left a conflict in the ledger", _SETTLE, str(path), number)
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise _damaged(path, number, str(problem)) from problem
    if not isinstance(row, dict):
        raise _damaged(path, number, "it is not a JSON object")
    return row


def _damaged(path: Path, line: int, why: str) -> FlashcardsError:
    return FlashcardsError(f"this line of the ledger is damaged: {why}", _RESTORE, str(path), line)


def _notes(rows: list[Row], numbers: Sequence[int], path: Path) -> list[Note]:
    """Column by column: a note costs a microsecond or two, its checks almost nothing."""
    try:
        values = list(map(_pick, rows))
    except KeyError:
        rows[:] = [{**_DEFAULTS, **row} for row in rows]
        values = [_pick(row) if _TYPES.keys() <= row.keys() else () for row in rows]
    columns = _columns(values) if all(values) else {}
    if not _is_sound(columns):
        at = next(at for at, row in enumerate(values) if not row or not _is_sound(_columns([row])))
        raise _damaged(path, numbers[at], _fault(rows[at]))
    for name in _LISTS:
        columns[name] = list(map(tuple, columns[name]))
    for name in _SHARED:
        columns[name] = _shared(columns[name])
    columns["fields"] = _build(Fields, [columns[name] for name in _FIELDS])
    columns["source"] = _build(Source, [columns[name] for name in _SOURCE])
    return _build(Note, [columns[name] for name in Note.__slots__])


def _shared(column: Sequence[Any]) -> list[Any]:
    """The same values, equal ones as one object: a sixth less memory."""
    known: dict[Any, Any] = {}
    return [known.setdefault(value, value) for value in column]


def _build(kind: type[T], columns: Sequence[Sequence[Any]]) -> list[T]:
    """One object a row, slot by slot: a third of the time of as many calls of a frozen class."""
    made = list(map(object.__new__, repeat(kind, len(columns[0]))))
    for name, column in zip(kind.__slots__, columns, strict=True):
        deque(map(getattr(kind, name).__set__, made, column), maxlen=0)
    return made


def _columns(values: Sequence[tuple[Any, ...]]) -> Columns:
    return dict(zip(_TYPES, zip(*values, strict=True), strict=True))


def _is_sound(columns: Columns) -> bool:
    """True when all columns are there, every value has its type and can be, and every status is known."""
    for name, kind in _TYPES.items():
        column = columns.get(name, (None,))
        if set(map(type, column)) != {kind}:
            return False
        if kind is int and not 0 <= min(column) <= max(column) < TOP:
            return False
        if kind is list and set(map(type, chain.from_iterable(column))) - {str}:
            return False
    return not set(columns["status"]) - _STATUSES


def _fault(row: Row) -> str:
    for name, kind in _TYPES.items():
        if name not in row:
            return f"it has no {name!r}"
        if type(row[name]) is not kind or (kind is list and set(map(type, row[name])) - {str}):
            return f"{name!r} holds {row[name]!r}"
        if kind is int and not 0 <= row[name] < TOP:
            return f"{name!r} is no number that can be: {row[name]}"
    return f"the status {row['status']!r} is not known to this version"


def _unknown(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _TYPES}


def _merged(notes: Sequence[Note], rows: Sequence[Row]) -> tuple[list[Note], list[Row]]:
    """Two machines wrote one note: the later entry counts, and of two equally late ones a no of the user."""
    best: dict[str, tuple[Note, Row]] = {}
    for note, row in sorted(zip(notes, rows, strict=True), key=_merge_order):
        best[note.guid] = note, row
    return [note for note, _ in best.values()], [row for _, row in best.values()]


def _merge_order(entry: tuple[Note, Row]) -> tuple[int, bool, str]:
    note, row = entry
    return note.modified, note.status == "skipped", json.dumps(row, sort_keys=True)


def _spread(notes: Sequence[Note]) -> list[Note]:
    """Note ids that are too close to an older note's are given anew."""
    kept: list[Note] = []
    clashing: list[Note] = []
    last = -NID_STEP
    for note in sorted(notes, key=_by_age):
        fits = note.nid - last >= NID_STEP
        (kept if fits else clashing).append(note)
        last = note.nid if fits else last
    if not clashing:
        return kept
    fresh = free_nids(kept, clashing[0].nid)
    return kept + [replace(note, nid=nid) for note, nid in zip(clashing, fresh, strict=False)]


def free_nids(notes: Iterable[Note], start: int) -> Iterator[int]:
    """Note ids from `start` on that keep their distance from all these notes and from each other."""
    nids = [note.nid for note in notes]
    taken = {nid // NID_STEP for nid in nids} | {-(-nid // NID_STEP) for nid in nids}
    return (NID_STEP * step for step in count(-(-start // NID_STEP)) if step not in taken)


# Write


def dump(ledger: Ledger) -> str:
    """The ledger as text: one line a note, sorted by source."""
    return dump_bytes(ledger).decode()


def dump_bytes(ledger: Ledger) -> bytes:
    """The same as bytes: line by line, since the whole text may take twice the room of its bytes."""
    return b"".join(line.encode() for line in _written(ledger, sorted(ledger.notes, key=by_source)))


def dump_again(ledger: Ledger, old: Ledger, data: bytes) -> bytes:
    """The same as bytes. `data` is what `dump` made of `old`: lines of notes that did not change are taken from it."""
    same = untouched(ledger, old)
    found = data.splitlines(keepends=True)
    del data  # a copy of everything is enough
    lines = {note.guid: line for note, line in zip(old.notes, found, strict=True) if note.guid in same}
    fresh = [note for note in ledger.notes if note.guid not in same]
    lines |= zip((note.guid for note in fresh), (line.encode() for line in _written(ledger, fresh)), strict=True)
    return b"".join([lines[note.guid] for note in sorted(ledger.notes, key=by_source)])


def untouched(ledger: Ledger, old: Ledger) -> Set[str]:
    """The guids of the very notes of an older ledger, those aside whose other keys differ."""
    known = set(map(id, old.notes))
    every = ledger.extras.keys() | old.extras.keys()
    others = {guid for guid in every if ledger.extras.get(guid) != old.extras.get(guid)}
    return {note.guid for note in ledger.notes if id(note) in known}.difference(others)


def _written(ledger: Ledger, notes: Iterable[Note]) -> Iterator[str]:
    for note in notes:
        line = _line(note, ledger.extras.get(note.guid))
        yield line if line.isascii() else _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", line)


def _line(note: Note, extra: Row | None) -> str:
    source, fields = note.source, note.fields
    line = _LINE % (
        _quote(note.guid),
        note.nid,
        _quote(note.status),
        _quote(note.kind),
        _quote(note.note_type),
        _quote(note.deck),
        _list(note.tags),
        _quote(fields.context),
        _quote(fields.front),
        _quote(fields.back),
        _quote(fields.extra),
        _quote(fields.reverse),
        _quote(fields.reverse_back),
        _quote(fields.source),
        _quote(fields.link),
        _quote(source.path),
        source.line_start,
        source.line_end,
        _list(source.section),
        _quote(note.text),
        note.created,
        note.modified,
    )
    more = json.dumps(extra, ensure_ascii=False, sort_keys=True)[1:-1] if extra else ""
    return f"{{{line}, {more}}}\n" if more else f"{{{line}}}\n"


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_quote, texts))}]"
