"""Twins: new notes that would be a second copy of a card in another document. They are held back. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from flashcards.model import Change, Diagnostic, Note, Plan
from flashcards.records import Ledger
from flashcards.text import fold, shorten

CODE = "duplicate-elsewhere"
HINT = "keep one of the two lines; should the other go, this one takes over its note with all history"


def hold_back(plan: Plan, ledger: Ledger) -> tuple[Plan, Ledger, tuple[Diagnostic, ...]]:
    """The plan and the ledger without new notes that repeat one of another document, and who they are.

    That one may be active, or skipped: who said no to a card said no to its copy.

    Only notes that are new in this plan can go, so nothing that somebody learns is ever lost. Whatever is held
    back is read again at the next build; when its twin's line is gone, reconcile pairs the two.
    """
    if not plan.added:
        return plan, ledger, ()
    fresh = {change.new.guid for change in plan.added}
    kinds = {change.new.kind for change in plan.added}
    words = {_first_word(change.new) for change in plan.added}
    near = (note for note in ledger.notes if note.kind in kinds and _first_word(note) in words)
    known = _first_by_card(note for note in near if note.status != "retired" and note.guid not in fresh)
    held: dict[str, Note] = {}
    for change in plan.added:
        note = change.new
        first = known.setdefault(_card(note), note)
        if first.source.path != note.source.path:
            held[note.guid] = first
    if not held:
        return plan, ledger, ()
    added = tuple(change for change in plan.added if change.new.guid not in held)
    notes = tuple(note for note in ledger.notes if note.guid not in held)
    told = _told(held, (change for change in plan.added if change.new.guid in held))
    return replace(plan, added=added), replace(ledger, notes=notes), told


def _first_word(note: Note) -> str:
    """Of the answer: two copies of a card share it, and most others do not, so few cards are compared as a whole."""
    return fold("".join(note.fields.back.split(None, 1)[:1]))


def _first_by_card(notes: Iterable[Note]) -> dict[Hashable, Note]:
    """For each card the first of its notes; those of the ledger stand in the order of their sources."""
    first: dict[Hashable, Note] = {}
    for note in notes:
        first.setdefault(_card(note), note)
    return first


def _card(note: Note) -> Hashable:
    """All that a learner sees, but for case, blanks and the foot; for another call it is another card."""
    fields = note.fields
    shown = (fields.context, fields.front, fields.back, fields.extra, fields.reverse, fields.reverse_back)
    own = tuple(tag for tag in note.tags if not tag.startswith("source::"))
    return note.kind, note.note_type, own, *map(fold, shown)


def _told(held: Mapping[str, Note], changes: Iterable[Change]) -> tuple[Diagnostic, ...]:
    """One warning for each pair of documents: a copied file would give one for every line."""
    pairs: dict[tuple[str, str], list[tuple[Note, Note]]] = {}
    for change in changes:
        first = held[change.new.guid]
        pairs.setdefault((change.new.source.path, first.source.path), []).append((change.new, first))
    return tuple(_warning(*found[0], len(found)) for found in pairs.values())


def _warning(note: Note, first: Note, count: int) -> Diagnostic:
    place = f"{first.source.path}:{first.source.line_start}"
    front = shorten(" ".join(note.fields.front.split()), 80)
    more = f", and so do {count - 1} more" if count > 1 else ""
    known = "was skipped" if first.status == "skipped" else "stands"
    message = f"the same card {known} in {place}{more}; no second note is made: {front}"
    return Diagnostic(note.source.path, note.source.line_start, CODE, message, HINT)
