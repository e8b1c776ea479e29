"""The note types in Anki: their fields, templates and ids, and since when each has had its present form.

Fields and templates may never be added, removed, renamed or moved: Anki would stop updating every note made
before. Text and CSS may change; add a line to `EDITIONS` when they do (a test tells the digest).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

import genanki

from flashcards import look

FACT = "fact"
CLOZE = "cloze"


@dataclass(frozen=True, slots=True)
class Template:
    """One template: a front, a back and an id that survives renaming."""

    name: str
    id: int
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type as Anki gets it. Field ids let a later name change apply in place."""

    name: str
    id: int
    fields: tuple[tuple[str, int], ...]
    templates: tuple[Template, ...]
    cloze: bool = False
    css: str = look.CSS


@dataclass(frozen=True, slots=True)
class Edition:
    """A form that a note type had, and the moment it first had it."""

    since: str
    digest: str


QUIET_FIELDS = frozenset({"Link", "Options", "Spare1", "Spare2", "Spare3"})
"""Folded away in Anki's editor."""
FACT_TYPE = NoteType(
    name="Flashcards Fact",
    id=1795132817263,
    fields=(
        ("Front", 5204817360291847101),
        ("Back", 5204817360291847102),
        ("Context", 5204817360291847103),
        ("Extra", 5204817360291847104),
        ("Reverse", 5204817360291847105),
        ("ReverseBack", 5204817360291847106),
        ("Source", 5204817360291847107),
        ("Link", 5204817360291847108),
        ("Options", 5204817360291847109),
        ("Spare1", 5204817360291847110),
        ("Spare2", 5204817360291847111),
        ("Spare3", 5204817360291847112),
    ),
    templates=(
        Template("Recall", 6317720945518230401, *look.RECALL),
        Template("Reverse", 6317720945518230402, *look.REVERSE),
        Template("Spare", 6317720945518230403, *look.SPARE),
    ),
)
CLOZE_TYPE = NoteType(
    name="Flashcards Cloze",
    id=1795132817519,
    fields=(
        ("Text", 5204817360291847201),
        ("Context", 5204817360291847202),
        ("Extra", 5204817360291847203),
        ("Source", 5204817360291847204),
        ("Link", 5204817360291847205),
        ("Options", 5204817360291847206),
        ("Spare1", 5204817360291847207),
        ("Spare2", 5204817360291847208),
        ("Spare3", 5204817360291847209),
    ),
    templates=(Template("Cloze", 6317720945518230501, *look.CLOZED),),
    cloze=True,
)
NOTE_TYPES = {FACT: FACT_TYPE, CLOZE: CLOZE_TYPE}

EDITIONS: dict[str, tuple[Edition, ...]] = {
    FACT: (
        Edition("2026-11-20T21:00:00+00:00", "88713be33f093cbc"),
        Edition("2026-11-25T22:45:00+00:00", "041e705bfd088a63"),
        Edition("2026-11-26T09:30:00+00:00", "7a33402c69707e4d"),
    ),
    CLOZE: (
        Edition("2026-11-20T21:00:00+00:00", "b622f0ee55001226"),
        Edition("2026-11-25T22:45:00+00:00", "35345c815d542636"),
        Edition("2026-11-26T09:30:00+00:00", "589d43b09dacddd6"),
    ),
}
"""Oldest first. Anki takes a note type's text when this moment is newer than its own."""


def digest(note_type: NoteType) -> str:
    """A short hash of all that Anki would take over when it changes."""
    texts = [(t.name, t.front, t.back) for t in note_type.templates]
    whole = json.dumps([note_type.name, note_type.fields, texts, note_type.css])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def changed(kind: str) -> int:
    """Epoch seconds of the moment the note type first had its present form."""
    return int(datetime.fromisoformat(EDITIONS[kind][-1].since).timestamp())


class _Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """genanki's model with a time of its own, and no deck."""

    changed = 0

    def to_json(self, timestamp: float, deck_id: int | None) -> dict[str, object]:
        """What goes into the collection; the time of the package does not matter."""
        made: dict[str, object] = super().to_json(self.changed, None)
        return made


def model(kind: str) -> genanki.Model:
    """A fresh genanki model of the note type called `kind`."""
    note_type = NOTE_TYPES[kind]
    made = _Model(
        note_type.id,
        note_type.name,
        [_field(name, number) for name, number in note_type.fields],
        [_template(template) for template in note_type.templates],
        note_type.css,
        genanki.Model.CLOZE if note_type.cloze else genanki.Model.FRONT_BACK,
    )
    made.changed = changed(kind)
    return made


def _field(name: str, number: int) -> dict[str, object]:
    return {"name": name, "id": number, "font": "Arial", "size": 20, "collapsed": name in QUIET_FIELDS}


def _template(template: Template) -> dict[str, object]:
    return {"name": template.name, "id": template.id, "qfmt": template.front, "afmt": template.back}
