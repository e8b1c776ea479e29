"""Anki's own engine as a test oracle: import a package, look, answer, edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

HARMLESS = ("Added last review time", "Database rebuilt and optimized")
"""What "check database" says that is no fault: it fills in a time when an answer falls on the turn of a second."""
REVIEW = ("id", "nid", "ord", "did", "type", "queue", "due", "ivl", "reps", "lapses", "data")


@dataclass(frozen=True, slots=True)
class Log:
    """How many notes Anki found new, updated, the same, or in conflict."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    conflicting: int = 0


class Engine:
    """A fresh collection in `folder`, closed at the end of a `with`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder.absolute()
        self.col: Any = Collection(str(self.folder / "collection.anki2"))

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.col.close()

    def load(self, package: Path | bytes, **options: Any) -> Log:
        """Import a package as a user with the default boxes does, or with `options` set."""
        if isinstance(package, bytes):
            data, package = package, self.folder / "given.apkg"
            package.write_bytes(data)
        chosen = ImportAnkiPackageOptions(**options)
        request = ImportAnkiPackageRequest(package_path=str(package.absolute()), options=chosen)
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()
        return Log(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))

    def note(self, guid: str) -> Any:
        """The note with this guid."""
        return self.col.get_note(self.col.db.scalar("select id from notes where guid = ?", guid))

    def cards(self, guid: str) -> list[Any]:
        """The cards of the note with this guid, in order of their templates."""
        return [self.col.get_card(card) for card in sorted(self.note(guid).card_ids())]

    def find(self, search: str) -> Sequence[int]:
        """The ids of the cards that a search in Anki's browser finds."""
        found: Sequence[int] = self.col.find_cards(search)
        return found

    def guids(self) -> set[str]:
        """The guids of all notes."""
        return set(self.col.db.list("select guid from notes"))

    def decks(self) -> set[str]:
        """The names of all decks but the default one."""
        return {deck.name for deck in self.col.decks.all_names_and_ids()} - {"Default"}

    def deck_of(self, guid: str) -> str:
        """The deck of the first card of a note."""
        name: str = self.col.decks.name(self.cards(guid)[0].did)
        return name

    def edit(self, guid: str, tags: Sequence[str] = (), **fields: str) -> None:
        """What a user does in Anki's editor: change fields, add tags."""
        note = self.note(guid)
        for name, value in fields.items():
            note[name] = value
        note.tags += tags
        self.col.update_note(note)

    def answer(self, guid: str, rating: int = 3) -> None:
        """Answer the first card of a note in the scheduler (1 again … 4 easy)."""
        card = self.cards(guid)[0]
        card.start_timer()
        states = self.col._backend.get_scheduling_states(card.id)
        self.col.sched.answer_card(self.col.sched.build_answer(card=card, states=states, rating=rating - 1))

    def history(self, guid: str | None = None) -> tuple[list[Any], list[Any]]:
        """Rows of cards (what a review changes) and of the review log."""
        where, args = ("where n.guid = ?", (guid,)) if guid else ("", ())
        columns = ", ".join("c." + name for name in REVIEW)
        cards = self.col.db.all(f"select {columns} from cards c join notes n on n.id = c.nid {where} order by 1", *args)
        log = self.col.db.all(
            f"select r.* from revlog r join cards c on c.id = r.cid join notes n on n.id = c.nid {where} order by 1",
            *args,
        )
        return cards, log

    def problems(self) -> list[str]:
        """What Anki finds wrong: empty cards, then what "check database" reports."""
        empty = [f"empty cards of note {note.note_id}" for note in self.col.get_empty_cards().notes]
        report, fine = self.col.fix_integrity()
        faults = [] if fine else [line for line in report.splitlines() if not line.startswith(HARMLESS)]
        return [*empty, *faults]
