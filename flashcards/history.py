"""What became of each card: `history.jsonl` beside the ledger, one event a line, only ever added to.

No build needs it; it is safe to delete. A crash can leave half a last line: it is passed over, then cut off.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from flashcards.model import Change, Note, Plan

NAME = "history.jsonl"
_TOLD = (("updated", "changed"), ("moved", "moved"), ("retired", "retired"), ("revived", "revived"))
"""What of a plan goes into the history. New notes do not: the ledger knows when they were made."""
_PIECE = 1 << 16
Part = str | list[str]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a note. `old` and `new` hold the parts that differ, by their names."""

    time: int
    guid: str
    event: str
    path: str
    line: int
    old: dict[str, Part] = field(default_factory=dict)
    new: dict[str, Part] = field(default_factory=dict)


def event(word: str, change: Change, now: int) -> Event:
    """A change as an event. `now` is in epoch seconds; two changes within one have times that differ."""
    new = _parts(change.new)
    old = _parts(change.old) if change.old else new
    names = [name for name in new if old[name] != new[name]]
    source = change.new.source
    parts = ({name: old[name] for name in names}, {name: new[name] for name in names})
    return Event(max(now, change.new.modified), change.new.guid, word, source.path, source.line_start, *parts)


def of_plan(plan: Plan, now: int) -> list[Event]:
    """The events of a build."""
    return [event(word, change, now) for heap, word in _TOLD for change in getattr(plan, heap)]


def _parts(note: Note) -> dict[str, Part]:
    fields = note.fields
    texts: dict[str, Part] = {
        name: getattr(fields, name) for name in ("context", "front", "back", "extra", "reverse", "reverse_back")
    }
    tags = [tag for tag in note.tags if not tag.startswith("source::")]
    return texts | {"tags": tags, "path": note.source.path, "section": list(note.source.section)}


# On disk


def record(folder: Path, events: Sequence[Event]) -> tuple[str, ...]:
    """Add events to the history, under the lock of the folder. Gives a complaint when the disk does not take them."""
    if not events:
        return ()
    path = folder / NAME
    try:
        with path.open("r+b" if path.exists() else "w+b") as file:
            _mend(file)
            file.write(b"".join(map(_row, events)))
    except OSError as problem:
        why = problem.strerror or problem
        return (f"{path}: cannot write the history: {why}; ledger and packages are whole",)
    return ()


def _row(entry: Event) -> bytes:
    names = ("time", "guid", "event", "path", "line", "old", "new")
    row = {name: getattr(entry, name) for name in names}
    text = json.dumps(row, ensure_ascii=False)
    return f"{text}\n".encode(errors="replace")


def _mend(file: BinaryIO) -> None:
    """Go to the end. Half a line that a crash left there is cut off; a whole one only lacks its end."""
    rest, start = b"", file.seek(0, 2)
    while start and b"\n" not in rest:
        piece = min(_PIECE, start)
        start = file.seek(start - piece)
        rest = file.read(piece) + rest
    last = rest.rpartition(b"\n")[2]
    end = file.seek(0, 2)
    if last and _event(last):
        file.write(b"\n")
    elif last:
        file.truncate(end - len(last))
        file.seek(0, 2)


def read(folder: Path, guid: str) -> list[Event]:
    """All events of a note, oldest first. Lines that hold none are passed over."""
    return sorted(_read(folder / NAME, guid), key=lambda entry: entry.time)


def _read(path: Path, guid: str) -> Iterator[Event]:
    key = guid.encode(errors="replace")
    try:
        with path.open("rb") as file:
            found: Iterable[Event | None] = [_event(line) for line in file if key in line]
    except OSError:
        return
    yield from (entry for entry in found if entry and entry.guid == guid)


def _event(line: bytes) -> Event | None:
    try:
        row = json.loads(line)
        entry = Event(*(row[name] for name in ("time", "guid", "event", "path", "line", "old", "new")))
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    return entry if _is_sound(entry) else None


def _is_sound(entry: Event) -> bool:
    kinds = (int, str, str, str, int, dict, dict)
    values: tuple[Any, ...] = (entry.time, entry.guid, entry.event, entry.path, entry.line, entry.old, entry.new)
    return all(type(value) is kind for value, kind in zip(values, kinds, strict=True)) and all(
        isinstance(part, str | list) for part in (*entry.old.values(), *entry.new.values())
    )
