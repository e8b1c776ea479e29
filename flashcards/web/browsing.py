"""Browsing: which notes a filter lets through, page by page, and what is told of one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flashcards import diff, html
from flashcards.history import Event
from flashcards.model import Note
from flashcards.text import fold

PAGE = 25
"""So many notes stand on a page."""
KEYS = ("q", "kind", "deck", "status", "document")
"""What one can filter by."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; an empty text lets all through."""

    q: str = ""
    kind: str = ""
    deck: str = ""
    status: str = ""
    document: str = ""

    @property
    def query(self) -> dict[str, str]:
        """As the end of an address."""
        return {key: value for key in KEYS if (value := getattr(self, key))}


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the notes that fit."""

    notes: tuple[Note, ...]
    number: int
    """From 1."""
    pages: int
    total: int


def read(words: Mapping[str, str]) -> Filter:
    """The filter that an address names."""
    return Filter(*(words.get(key, "").strip() for key in KEYS))


def page(notes: Iterable[Note], wanted: Filter, number: int) -> Page:
    """That page of the notes that fit, by document and line. A number beyond the last page means the last."""
    words = fold(wanted.q).split()
    found = sorted((note for note in notes if _fits(note, wanted, words)), key=_place)
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(number, 1), pages)
    return Page(tuple(found[(number - 1) * PAGE : number * PAGE]), number, pages, len(found))


def _place(note: Note) -> tuple[str, int, str]:
    return note.source.path, note.source.line_start, note.guid


def _fits(note: Note, wanted: Filter, words: Sequence[str]) -> bool:
    own = Filter("", *_values(note))
    named = all(getattr(own, key) == getattr(wanted, key) for key in KEYS[1:] if getattr(wanted, key))
    return named and (not words or _holds(note, words))


def _values(note: Note) -> tuple[str, str, str, str]:
    """What a note is, as it can stand in an address."""
    return html.clean(note.kind), html.clean(note.deck), note.status, html.clean(note.source.path)


def _holds(note: Note, words: Sequence[str]) -> bool:
    fields = note.fields
    text = fold("\n".join((fields.context, fields.front, fields.back, fields.extra, note.text, note.guid, *note.tags)))
    return all(word in text for word in words)


def choices(notes: Sequence[Note]) -> dict[str, list[str]]:
    """What can be chosen from for each key but the words."""
    columns = zip(*map(_values, notes), strict=True) if notes else ((),) * 4
    return {key: sorted({value for value in column if value}) for key, column in zip(KEYS[1:], columns, strict=True)}


# One note


def lines(note: Note) -> list[tuple[int, str]]:
    """The lines it was made from, as of the last build, with their numbers."""
    return list(enumerate(note.text.split("\n"), note.source.line_start))


def place(note: Note) -> str:
    """`acme.md:12`, `acme.md:12-14`."""
    first, last = note.source.line_start, note.source.line_end
    return f"{note.source.path}:{first}" + (f"-{last}" if last > first else "")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened."""

    when: str
    what: str
    lines: tuple[str, ...] = ()


def life(note: Note, events: Iterable[Event]) -> list[Told]:
    """What became of a note, oldest first."""
    told = [Told(moment(note.created), "created")]
    for event in events:
        told.append(Told(moment(event.time), f"{event.event}  {event.path}:{event.line}", tuple(_differences(event))))
    return told


def _differences(event: Event) -> list[str]:
    found: list[str] = []
    for name in event.new:
        old, new = event.old.get(name, ""), event.new[name]
        found += diff.lines(name, _text(old), _text(new))
    return [line.removeprefix("    ") for line in found]


def _text(part: str | list[str]) -> str:
    return part if isinstance(part, str) else "\n".join(map(str, part))


def moment(seconds: int) -> str:
    """A time by the clock of this machine; one that no clock can show is left out."""
    try:
        return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return ""
