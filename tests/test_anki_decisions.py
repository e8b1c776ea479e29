"""What the user decides about single cards, as Anki's own engine takes it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki_engine import Engine, Log
from factories import START
from vaults import NAPKIN, write

from flashcards import build, curating, editor, ledger
from flashcards.model import Note

HOUR = 3600


class Desk:
    """Notes, packages and Anki of a user; each step is an hour later."""

    def __init__(self, folder: Path, anki: Engine) -> None:
        self.notes, self.decks, self.anki = folder / "notes", folder / "decks", anki
        self.clock = START

    def build(self, text: str) -> build.Outcome:
        """Write the one document and build."""
        self.clock += HOUR
        write(self.notes, {"napkin.md": text})
        os.utime(self.notes / "napkin.md", (self.clock - 60, self.clock - 60))
        return build.build([self.notes], self.decks, now=self.clock * 10**9)

    def load(self) -> Log:
        """Import the package."""
        return self.anki.load(self.decks / "interview-prep.apkg")

    def note(self, back: str) -> Note:
        """The ledger's note with this answer."""
        (found,) = (note for note in ledger.load(self.decks / build.LEDGER).notes if note.fields.back == back)
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Engine(tmp_path / "anki") as engine:
        made = Desk(tmp_path, engine)
        made.build(NAPKIN)
        made.load()
        yield made


def reword(desk: Desk, guid: str, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """`flashcards edit` with an editor that replaces this text."""

    def edited(path: Path) -> None:
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    monkeypatch.setattr(editor, "open_in_editor", edited)
    desk.clock += HOUR
    assert curating.reword(desk.decks, guid, desk.clock).changes


def test_an_edited_wording_arrives_and_the_card_keeps_its_history(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    note = desk.note("10 ms")
    desk.anki.answer(note.guid, 4)
    before, count = desk.anki.history(), len(desk.anki.guids())
    reword(desk, note.guid, monkeypatch, "Disk seek?", "How slow is <i>a</i> disk?")
    assert desk.load() == Log(updated=1, duplicate=count - 1)
    assert desk.anki.note(note.guid)["Front"] == "How slow is &lt;i&gt;a&lt;/i&gt; disk?"
    assert desk.anki.history() == before
    desk.build(NAPKIN)
    assert desk.load() == Log(duplicate=count)
    moved = NAPKIN.replace("- Disk seek: 10 ms\n", "").replace("## Words", "- Disk seek: 10 ms\n\n## Words")
    desk.build(moved)
    assert desk.load() == Log(duplicate=count)
    assert desk.anki.note(note.guid)["Front"].startswith("How slow")
    told = desk.build(NAPKIN.replace("10 ms", "9 ms"))
    assert "your wording of this card is given up" in told.complaints[0]
    assert desk.load() == Log(updated=1, duplicate=count - 1)
    assert (desk.anki.note(note.guid)["Front"], desk.anki.note(note.guid)["Back"]) == ("Disk seek?", "9 ms")
    assert desk.anki.history() == before
    assert desk.anki.problems() == []


def test_reset_arrives_too_and_an_edit_in_anki_survives_what_is_no_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = desk.note("10 ms")
    reword(desk, note.guid, monkeypatch, "10 ms", "ten ms")
    desk.load()
    desk.anki.edit(note.guid, Extra="mine in Anki")
    reword(desk, desk.note("100 ns").guid, monkeypatch, "100 ns", "a tenth of a µs")
    assert desk.load().updated == 1
    assert desk.anki.note(note.guid)["Extra"] == "mine in Anki"
    desk.clock = max(desk.clock, desk.anki.note(note.guid).mod) + HOUR
    assert curating.reset(desk.decks, note.guid, desk.clock).changes
    assert desk.load().updated == 1
    assert desk.anki.note(note.guid)["Back"] == "10 ms"


def test_a_skipped_note_is_found_deleted_and_stays_away(desk: Desk) -> None:
    note, count = desk.note("10 ms"), len(desk.anki.guids())
    desk.clock += HOUR
    curating.set_status(desk.decks, ["napkin.md:4"], "skipped", desk.clock)
    assert desk.load() == Log(duplicate=count - 1)
    assert note.guid in desk.anki.guids()
    found = desk.anki.find(f"nid:{note.nid}")  # the search that `skip` names
    assert found
    assert [desk.anki.col.get_card(card).nid for card in found] == [desk.anki.note(note.guid).id]
    desk.anki.col.remove_notes([note.nid])
    desk.build(NAPKIN.replace("Main memory", "Memory"))
    desk.load()
    assert note.guid not in desk.anki.guids()
    desk.clock += HOUR
    curating.set_status(desk.decks, [note.guid], "active", desk.clock)
    assert desk.load() == Log(new=1, duplicate=count - 1)


def test_a_matched_note_keeps_its_history_under_the_new_line(desk: Desk) -> None:
    note = desk.note("10 ms")
    desk.anki.answer(note.guid)
    before = desk.anki.history(note.guid)
    told = desk.build(NAPKIN.replace("- Disk seek: 10 ms", "- Time until the arm stands over a track: 8 ms"))
    plan = json.loads(told.as_json)
    assert (plan["counts"]["new"], plan["counts"]["retired"]) == (1, 1)
    desk.load()
    desk.clock += HOUR
    curating.match(desk.decks, [desk.notes], note.guid, "napkin.md:4", desk.clock * 10**9)
    assert desk.load().updated == 2
    assert desk.anki.note(note.guid)["Back"] == "8 ms"
    assert desk.anki.history(note.guid) == before
    fresh = plan["new"][0]["guid"]
    assert desk.anki.find("tag:flashcards::retired") == [card.id for card in desk.anki.cards(fresh)]
    assert desk.anki.problems() == []
