"""Edits: the user's own wording of a card. The ledger keeps it beside the source's, which pairing needs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from flashcards import clozes
from flashcards.errors import FlashcardsError
from flashcards.model import Change, Diagnostic, Fields, Note, Plan
from flashcards.records import Ledger, Row

KEY = "own"
"""The key in the ledger. Versions that do not know it keep it, and build with the source's wording."""
CODE = "edited-card"
_HEAPS = ("updated", "moved", "unchanged", "retired", "revived", "skipped")


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a card that a user may word: nothing here has to do with pairing."""

    front: str
    back: str
    extra: str = ""


def wording_of(fields: Fields) -> Wording:
    """The texts of these fields that a user may word."""
    return Wording(fields.front, fields.back, fields.extra)


def own(ledger: Ledger, guid: str) -> Wording | None:
    """The user's wording of a note; None when there is none, or when somebody spoilt it."""
    found = ledger.extras.get(guid, {}).get(KEY)
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        return None
    front, back = found.get("front"), found.get("back")
    return Wording(front, back, found.get("extra", "")) if front and back is not None else None


def worded(ledger: Ledger, note: Note) -> Note:
    """The note as the learner sees it."""
    wording = own(ledger, note.guid)
    return replace(note, fields=replace(note.fields, **asdict(wording))) if wording else note


def all_worded(ledger: Ledger) -> tuple[Note, ...]:
    """All notes of the ledger as the learner sees them: what packages are made of."""
    edited = _edited(ledger)
    if not edited:
        return ledger.notes
    return tuple(worded(ledger, note) if note.guid in edited else note for note in ledger.notes)


def _edited(ledger: Ledger) -> frozenset[str]:
    return frozenset(guid for guid in ledger.extras if own(ledger, guid))


def reword(ledger: Ledger, guid: str, wording: Wording | None, now: int) -> tuple[Ledger, Change | None]:
    """The ledger with this wording for a note, None for the source's. No Change when the learner sees none."""
    (note,) = (note for note in ledger.notes if note.guid == guid)
    if wording and not _is_whole(note, wording):
        raise FlashcardsError("a card needs a front and a back", "nothing was changed")
    if wording == wording_of(note.fields):
        wording = None
    before = worded(ledger, note)
    made = replace(ledger, extras=_with_own(ledger.extras, guid, wording))
    if worded(made, note) == before:
        return (ledger if own(ledger, guid) is None else made), None
    later = replace(note, modified=max(now, note.modified + 1))
    made = replace(made, notes=tuple(later if known is note else known for known in made.notes))
    return made, Change(worded(made, later), before)


def _is_whole(note: Note, wording: Wording) -> bool:
    """A cloze keeps its numbers: Anki's history hangs on them."""
    if note.note_type == "cloze":
        return clozes.numbers(wording.front) == clozes.numbers(note.fields.front)
    return bool(wording.front.strip()) and bool(wording.back.strip() or not note.fields.back.strip())


def _with_own(extras: Mapping[str, Row], guid: str, wording: Wording | None) -> dict[str, Row]:
    """Other keys of the note stay."""
    row = {key: value for key, value in extras.get(guid, {}).items() if key != KEY}
    row |= {KEY: asdict(wording)} if wording else {}
    return {**{other: kept for other, kept in extras.items() if other != guid}, **({guid: row} if row else {})}


# After a build has read the documents again


def settle(before: Ledger, plan: Plan, after: Ledger) -> tuple[Plan, Ledger, tuple[Diagnostic, ...]]:
    """Plan and ledger with the users' wordings: kept where the line stayed, given up and told where it changed.

    The plan holds the notes as the learner sees them from here on.
    """
    edited = _edited(after)
    if not edited:
        return plan, after, ()
    if after is before:
        return _worded_plan(plan, before, after, edited), after, ()
    old = {note.guid: note for note in before.notes if note.guid in edited}
    made, told = after, list[Diagnostic]()
    for note in after.notes:
        if note.guid in old and _fell(old[note.guid], note):
            told += _told(after, note)
            made = replace(made, extras=_with_own(made.extras, note.guid, None))
    same = {
        note.guid: _as_before(old[note.guid], note)
        for note in after.notes
        if note is not old.get(note.guid, note) and _looks_same(worded(before, old[note.guid]), worded(made, note))
    }
    made = replace(made, notes=tuple(same.get(note.guid, note) for note in made.notes))
    return _worded_plan(plan, before, made, edited), made, tuple(told)


def _fell(old: Note, new: Note) -> bool:
    """The line or a heading above it changed, and with it what the source says. A new version of the program, which
    may word the same line in another way, is no reason."""
    moved = (old.text, old.source.section) != (new.text, new.source.section)
    return moved and wording_of(old.fields) != wording_of(new.fields)


def _told(ledger: Ledger, note: Note) -> list[Diagnostic]:
    mine, new = own(ledger, note.guid), wording_of(note.fields)
    if mine is None or mine == new:
        return []
    message = f"the line changed, so your wording of this card is given up: it was {_short(mine)}; now {_short(new)}"
    hint = f"`flashcards edit {note.guid}` words it again"
    return [Diagnostic(note.source.path, note.source.line_start, CODE, message, hint)]


def _short(wording: Wording) -> str:
    return " ".join(f"'{wording.front} → {wording.back}'".split())


def _looks_same(old: Note, new: Note) -> bool:
    """Nothing to update in Anki. The foot and the `source::` tag alone are no reason."""
    return old.status == new.status and _shown(old) == _shown(new)


def _shown(note: Note) -> tuple[Fields, list[str]]:
    return replace(note.fields, source=""), [tag for tag in note.tags if not tag.startswith("source::")]


def _as_before(old: Note, new: Note) -> Note:
    """An update that the learner would not see must not push over what he did in Anki."""
    return replace(new, fields=replace(new.fields, source=old.fields.source), tags=old.tags, modified=old.modified)


def _worded_plan(plan: Plan, before: Ledger, after: Ledger, edited: frozenset[str]) -> Plan:
    notes = {note.guid: note for note in after.notes if note.guid in edited}
    heaps: dict[str, Any] = {heap: [] for heap in _HEAPS}
    for heap in _HEAPS:
        for change in getattr(plan, heap):
            if change.new.guid in notes and change.old:
                change = Change(worded(after, notes[change.new.guid]), worded(before, change.old))  # noqa: PLW2901
                heaps[_heap(heap, change)].append(change)
            else:
                heaps[heap].append(change)
    return replace(plan, **{heap: tuple(changes) for heap, changes in heaps.items()})


def _heap(heap: str, change: Change) -> str:
    if heap != "updated" or not change.old or change.old.modified != change.new.modified:
        return heap
    old, new = change.old.source, change.new.source
    return "unchanged" if (old.path, old.section) == (new.path, new.section) else "moved"
