"""Any decisions between any edits and builds: no guid is lost, nothing that is for ever changes, packages fit."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from edits import edited
from factories import START
from vaults import ROOT, write

from flashcards import apkg, build, curating, editor, edits, finding, history, ledger
from flashcards.errors import FlashcardsError
from flashcards.ledger import Ledger
from flashcards.model import Note, Status

DOINGS = [*["write_notes", "set_status", "reword"] * 6, *["reset", "match"] * 4]
SEEDS = sorted((ROOT / "seeds").glob("*.md"))


class Chance:
    """A user who decides by dice."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice, self.clock = random.Random(seed), START
        self.notes, self.decks = folder / "notes", folder / "decks"
        names = self.dice.sample(SEEDS, 3)
        self.files = {path.name: path.read_text(encoding="utf-8") for path in names}
        self.done: set[str] = set()
        self.refused: list[FlashcardsError] = []

    def ledger(self) -> Ledger:
        """The ledger as it stands on disk."""
        return ledger.load(self.decks / build.LEDGER)

    def some(self) -> Note:
        """Any note."""
        return self.dice.choice(self.ledger().notes)

    def build(self) -> None:
        """Build what stands in the documents; a second build finds nothing new."""
        for path in [*self.notes.glob("*.md")]:
            path.unlink()
        write(self.notes, self.files)
        build.build([self.notes], self.decks, now=self.clock * 10**9, force=True)
        before = (self.decks / build.LEDGER).read_bytes()
        again = build.build([self.notes], self.decks, now=(self.clock + 60) * 10**9)
        assert any(line.startswith("0 new, 0 changed, ") for line in again.lines)
        assert (self.decks / build.LEDGER).read_bytes() == before

    def write_notes(self) -> None:
        """Edit the documents and build."""
        for _ in range(self.dice.randrange(1, 4)):
            self.files = edited(self.dice, self.files)
        self.build()

    def set_status(self) -> None:
        """Skip or restore a note, by its guid or its line."""
        statuses: list[Status] = ["active", "skipped"]
        note, status = self.some(), self.dice.choice(statuses)
        place = f"{note.source.path}:{note.source.line_start}"
        curating.set_status(self.decks, [self.dice.choice([note.guid, place])], status, self.clock)

    def reword(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Word a card."""
        text = f"=== front ===\nmine {self.clock}?\n=== back ===\n{self.dice.choice('ab')}\n"
        monkeypatch.setattr(editor, "open_in_editor", lambda path: path.write_text(text, encoding="utf-8"))
        curating.reword(self.decks, self.some().guid, self.clock)

    def reset(self) -> None:
        """Back to the words of the source."""
        curating.reset(self.decks, self.some().guid, self.clock)

    def match(self) -> None:
        """Give any note any card of the documents."""
        _, read = build.foresee([self.notes], self.decks, now=self.clock * 10**9)
        new = finding.candidate_id(self.dice.choice(read.candidates))
        curating.match(self.decks, [self.notes], self.some().guid, new, self.clock * 10**9)

    def step(self, doing: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """One thing that users do; what can't be done says so."""
        self.clock += self.dice.choice([0, 1, 3600])
        try:
            getattr(self, doing)(*([monkeypatch] if doing == "reword" else []))
            self.done.add(doing)
        except FlashcardsError as error:
            self.refused.append(error)


def check_step(before: Ledger, after: Ledger) -> None:
    """What holds for every note whatever was done."""
    later = {note.guid: note for note in after.notes}
    assert len(later) == len(after.notes)
    old, new = ({note.guid: note for note in edits.all_worded(made)} for made in (before, after))
    for guid, note in old.items():
        now = new[guid]
        assert (now.nid, now.note_type, now.deck, now.created) == (note.nid, note.note_type, note.deck, note.created)
        assert now.modified >= note.modified
        shown = (note.fields, note.tags) == (now.fields, now.tags)
        assert shown or now.modified > note.modified


@pytest.mark.parametrize("seed", range(6))
def test_any_decisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    user = Chance(tmp_path, seed)
    user.build()
    for doing in user.dice.sample(DOINGS, len(DOINGS)):
        before = user.ledger()
        user.step(doing, monkeypatch)
        after = user.ledger()
        check_step(before, after)
        packages = dict(apkg.packages(edits.all_worded(after), user.decks))
        assert {path: path.read_bytes() for path in user.decks.glob("*.apkg")} == packages
    assert {"write_notes", "set_status", "reword", "match"} <= user.done
    assert all(error.hint for error in user.refused)
    for note in user.ledger().notes:
        told = history.read(user.decks, note.guid)
        assert [entry.time for entry in told] == sorted(entry.time for entry in told)
        assert note.modified == note.created or told
