"""What the ledger keeps beside a marked note: the id of another tool, and the numbers of clozes that are gone. Pure."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace

from flashcards import clozes, numbering
from flashcards.model import Candidate, Note
from flashcards.records import Row

FOREIGN = "foreign_id"
"""The key of the id that another tool wrote into the notes. It is that of an Anki note or a line, never a guid."""


def born(candidate: Candidate) -> Row:
    """The keys of a new note."""
    return {FOREIGN: candidate.foreign_id} if candidate.foreign_id else {}


def follow(note: Note, candidate: Candidate, row: Row) -> tuple[Candidate, Row]:
    """The candidate with the cloze numbers that the note has, and the keys of the note from now on."""
    if not candidate.dialect:
        return candidate, row
    made = row | born(candidate)
    if candidate.note_type != "cloze" or note.note_type != "cloze":
        return candidate, made
    text, gone = _numbered(note, candidate, made)
    made = {key: value for key, value in made.items() if key != numbering.GONE}
    if gone:
        made[numbering.GONE] = gone
    return replace(candidate, fields=replace(candidate.fields, front=text)), made


def _numbered(note: Note, candidate: Candidate, row: Row) -> tuple[str, dict[str, str]]:
    """Text and numbers that are gone. Where the user numbers, there is nothing to decide."""
    if candidate.numbered:
        return candidate.fields.front, {}
    known = row.get(numbering.GONE)
    gone = {str(n): str(text) for n, text in known.items() if str(n).isdigit()} if isinstance(known, dict) else {}
    if clozes.parse(note.fields.front) == clozes.parse(candidate.fields.front) and not gone:
        return note.fields.front, {}
    return numbering.renumbered(note.fields.front, candidate.fields.front, gone)


def put(extras: MutableMapping[str, Row], guid: str, row: Row) -> None:
    """Keep the keys of a note; one without any takes no room."""
    if row:
        extras[guid] = row
    else:
        extras.pop(guid, None)
