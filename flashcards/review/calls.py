"""Calls: the conversations one prepares for, by the tags of the notes, and which of them a word means. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flashcards.errors import FlashcardsError
from flashcards.model import Note
from flashcards.review.cards import CALL
from flashcards.text import fold

WRITE = "write `call: 2026-11-30` into the header of a document (between two lines of ---) and build"


@dataclass(frozen=True, slots=True)
class Call:
    """One date, and the active notes that are for it."""

    day: date
    notes: tuple[Note, ...]
    tagged: bool = True
    """False when it was only given on the command line, and all notes count for it."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents its notes come from."""
        return tuple(sorted({note.source.path for note in self.notes}))


def read(notes: Iterable[Note], more: Iterable[date] = ()) -> list[Call]:
    """All calls, the earliest first. For a date in `more` that no note carries, all active notes count."""
    active = [note for note in notes if note.status == "active"]
    found: defaultdict[date, list[Note]] = defaultdict(list)
    for note in active:
        for day in _days(note):
            found[day].append(note)
    calls = [Call(day, tuple(mine)) for day, mine in found.items()]
    calls += [Call(day, tuple(active), tagged=False) for day in set(more) - found.keys()]
    return sorted(calls, key=lambda call: call.day)


def _days(note: Note) -> set[date]:
    """The dates of a note's calls. A tag that is no date was written by the user and is none."""
    return {day for tag in note.tags if tag.casefold().startswith(CALL) and (day := as_date(tag[len(CALL) :]))}


def as_date(text: str) -> date | None:
    """The date that is written `2026-11-30`; None for all else."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def split(calls: Iterable[Call], today: date) -> tuple[list[Call], list[Call]]:
    """Those ahead, that of today among them, and those that are over."""
    ahead: list[Call] = []
    over: list[Call] = []
    for call in calls:
        (ahead if call.day >= today else over).append(call)
    return ahead, over


def one(calls: Sequence[Call], what: str, today: date) -> Call:
    """The call that `what` means: its date, or words of its documents, headings, decks or companies.

    Without any word the next one. Among several that fit, one that lies ahead wins over those that are over.
    """
    if not calls:
        raise FlashcardsError("no note belongs to a call", WRITE)
    fit = [call for call in calls if _fits(call, what)]
    ahead, over = split(fit, today)
    if not what.strip():
        return ahead[0] if ahead else over[-1]
    choice = ahead or over
    if len(choice) == 1:
        return choice[0]
    message = f"{len(choice)} calls fit {what!r}" if choice else f"no call fits {what!r}"
    raise FlashcardsError(
        message, "give its date, or a word of its document", choices=tuple(map(_told, choice or calls))
    )


def meant(notes: Iterable[Note], what: str, today: date) -> Call:
    """The call that `what` means; where no header names one, the documents it names, or all, as for a call today.

    A date that no note carries means all active notes. Raises when nothing fits.
    """
    active = [note for note in notes if note.status == "active"]
    calls = read(active)
    if (day := as_date(what.strip())) and not any(call.day == day for call in calls):
        return Call(day, tuple(_some(active, what)), tagged=False)
    if any(_fits(call, what) for call in calls) or (calls and not what.strip()):
        return one(calls, what, today)
    words = fold(what).split()
    documents = {note.source.path for note in active if all(word in _names(note) for word in words)}
    mine = [note for note in active if note.source.path in documents]
    if not mine and calls:
        return one(calls, what, today)
    return Call(today, tuple(_some(mine, what)), tagged=False)


def _some(notes: list[Note], what: str) -> list[Note]:
    if not notes:
        said = f"no document fits {what!r}" if what.strip() else "there are no cards yet"
        raise FlashcardsError(said, f"build first, or {WRITE}")
    return notes


def _fits(call: Call, what: str) -> bool:
    """A date means its day; words must all stand in what one note says of itself."""
    if day := as_date(what.strip()):
        return call.day == day
    words = fold(what).split()
    return any(all(word in named for word in words) for named in set(map(_names, call.notes)))


def _names(note: Note) -> str:
    own = (tag for tag in note.tags if not tag.casefold().startswith(CALL))
    return fold(" ".join((note.source.path, note.deck, note.fields.context, note.fields.source, *own)))


def _told(call: Call) -> str:
    return f"{call.day}  {', '.join(call.documents)}"
