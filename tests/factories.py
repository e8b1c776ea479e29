"""Notes for tests: a plain one, and whatever differs from it."""

from __future__ import annotations

from dataclasses import fields as names_of
from typing import Any

from flashcards.model import Fields, Note, Source

START = 1_790_000_000
"""The moment the first note was made, epoch seconds."""

_FIELD_NAMES = {field.name for field in names_of(Fields)} - {"source"}


def make_note(number: int = 1, /, **changes: Any) -> Note:
    """A note; `number` sets guid, ids, line and default text.

    `changes` are attributes of Note or of Fields (`front="…"`); `path`, `line` and `section` go to its
    Source, `source_line` to the field at the foot of the card.
    """
    texts = {"context": "Acme › Storage", "front": f"Fact {number}: how big?", "back": f"{number} GB"}
    texts |= {name: changes.pop(name) for name in _FIELD_NAMES & changes.keys()}
    line = changes.pop("line", number)
    source = Source(changes.pop("path", "acme.md"), line, line, changes.pop("section", ("Storage",)))
    defaults: dict[str, Any] = {
        "guid": f"guid-{number:06d}",
        "nid": (START + number) * 1000,
        "status": "active",
        "kind": "quantity",
        "note_type": "fact",
        "deck": "Interview Prep::Acme",
        "tags": ("kind::quantity", "source::acme"),
        "fields": Fields(**texts, source=changes.pop("source_line", "acme.md › Storage")),
        "source": source,
        "text": f"- {texts['front']} {texts['back']}",
        "created": START + number,
        "modified": START + number,
    }
    return Note(**(defaults | changes))


def make_notes(count: int, /, **changes: Any) -> tuple[Note, ...]:
    """Notes 1 to `count`, all with the same changes."""
    return tuple(make_note(number, **changes) for number in range(1, count + 1))
