"""Finding: which notes, or which card of the documents, a word on the command line means. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TypeVar

from flashcards.errors import FlashcardsError
from flashcards.model import Candidate, Fields, Note
from flashcards.text import fold, shorten

SHORTEST = 4
"""A guid may be cut to this many letters, as long as it names one note."""
_MOST = 20
"""So many notes are listed when a word fits several."""
_WIDTH = 100
_PLACE = re.compile(r"(?P<path>.+):(?P<line>\d{1,9})", re.DOTALL)
_ID = re.compile(r"[0-9a-f]{8}")

Fact = TypeVar("Fact", Note, Candidate)


def notes(known: Sequence[Note], what: str) -> list[Note]:
    """The notes that `what` means: a guid or the start of one, `path:line`, or words of front and back."""
    if exact := [note for note in known if note.guid == what]:
        return exact
    if there := _at(_with_line(known), what):
        return there
    begin = {note.guid for note in known if len(what) >= SHORTEST and note.guid.startswith(what)}
    words = fold(what).split()
    return [note for note in known if note.guid in begin or (words and _holds(note.fields, words))]


def _with_line(known: Iterable[Note]) -> list[Note]:
    """A retired note has no line any more."""
    return [note for note in known if note.status != "retired"]


def _at(facts: Iterable[Fact], what: str) -> list[Fact]:
    """The facts that begin on a line, else those that it is part of.

    The path may be the document's own, or the one that leads to it from here.
    """
    place = _PLACE.fullmatch(what.replace("\\", "/"))
    if not place:
        return []
    path, line = place["path"].removeprefix("./"), int(place["line"])
    around = [fact for fact in facts if fact.source.line_start <= line <= fact.source.line_end]
    inside = [fact for fact in around if fact.source.path == path]
    inside = inside or [fact for fact in around if path.endswith(f"/{fact.source.path}")]
    return [fact for fact in inside if fact.source.line_start == line] or inside


def _holds(fields: Fields, words: Sequence[str]) -> bool:
    text = fold(f"{fields.front} {fields.back}")
    return all(word in text for word in words)


def one(known: Sequence[Note], what: str) -> Note:
    """The one note that `what` means. Raises when there is none, or more than one."""
    found = notes(known, what)
    if len(found) == 1:
        return found[0]
    raise several(what, found) if found else nothing(what)


def nothing(what: str) -> FlashcardsError:
    """No note fits."""
    return FlashcardsError(
        f"no note fits {what!r}",
        "give a guid, path:line as of the last build, or words of its front and back; `flashcards cards` shows them",
    )


def several(what: str, found: Sequence[Fact], more: str = "give a guid") -> FlashcardsError:
    """More than one fits: they are listed."""
    choices: tuple[str, ...] = tuple(map(described, found[:_MOST]))
    if len(found) > _MOST:
        choices = (*choices, f"… and {len(found) - _MOST} more")
    return FlashcardsError(f"{len(found)} cards fit {what!r}; nothing was changed", more, choices=choices)


def described(fact: Note | Candidate) -> str:
    """`guid  path:line  front → back`, on one line."""
    name = fact.guid if isinstance(fact, Note) else candidate_id(fact)
    text = " ".join(f"{fact.fields.front} → {fact.fields.back}".split())
    return f"{name}  {fact.source.path}:{fact.source.line_start}  {shorten(text, _WIDTH)}"


# Candidates


def candidate_id(candidate: Candidate) -> str:
    """A short name for a card that has no guid yet. It stays while the card and its headings do."""
    fields, source = candidate.fields, candidate.source
    words = (source.path, *source.section, "", candidate.note_type, fields.front, fields.back, candidate.text)
    return blake2b("\x1f".join(words).encode(errors="surrogatepass"), digest_size=4).hexdigest()


def candidate(proposed: Sequence[Candidate], what: str, known: Sequence[Note] = ()) -> Candidate:
    """The one card of the documents that `what` names: the id a build prints, `path:line`, or the guid it has."""
    found = list(_candidates(proposed, what, known))
    if len(found) == 1:
        return found[0]
    if found:
        raise several(what, found, "give the id in front of the one you mean; two with one id need a path:line")
    raise FlashcardsError(
        f"no card of these documents fits {what!r}",
        "give path:line, or the id that `flashcards build` shows for it",
    )


def _candidates(proposed: Sequence[Candidate], what: str, known: Sequence[Note]) -> Iterator[Candidate]:
    if _ID.fullmatch(what) and (named := [entry for entry in proposed if candidate_id(entry) == what]):
        yield from named
    elif there := _at(proposed, what):
        yield from there
    else:
        holders = {fact_key(note) for note in by_guid(known, what)}
        yield from (entry for entry in proposed if fact_key(entry) in holders)


def by_guid(known: Iterable[Note], what: str) -> list[Note]:
    """The notes with this guid, or whose guid begins so."""
    begin = [note for note in known if len(what) >= SHORTEST and note.guid.startswith(what)]
    return [note for note in begin if note.guid == what] or begin


def fact_key(fact: Note | Candidate) -> tuple[object, ...]:
    """A note has this in common with the candidate whose line it follows, and with no other."""
    fields = fact.fields
    return fact.source, fact.text, fact.kind, fact.note_type, fields.front, fields.back
