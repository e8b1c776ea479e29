"""Which cards a note has, which are meant, for which call, and where their documents lie."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from anki_engine import Engine
from factories import make_note, make_notes
from vaults import write

from flashcards import apkg
from flashcards.model import Note
from flashcards.review import cards, choice, places
from flashcards.review.cards import Card
from flashcards.review.store import State

TODAY = date(2026, 5, 10)
CLOZE = "{{c2::Raft}} elects a {{c1::leader::who?}} by {{c2::votes}}"


def sides(note: Note) -> list[tuple[int, str, str]]:
    return [(card.ord, card.front, card.back) for card in cards.cards_of(note)]


def names(found: list[Card] | tuple[Card, ...]) -> list[str]:
    return [card.front for card in found]


def test_a_fact_has_one_card_or_two() -> None:
    assert sides(make_note(front="f", back="b")) == [(0, "f", "b")]
    both = make_note(front="f", back="b", reverse="r", reverse_back="rb")
    assert sides(both) == [(0, "f", "b"), (1, "r", "rb")]
    assert [card.late for card in cards.cards_of(both)] == [False, True]


def test_a_cloze_has_a_card_for_each_number() -> None:
    told = "Raft elects a leader by votes"
    note = make_note(front=CLOZE, note_type="cloze", kind="cloze")
    assert sides(note) == [(0, "Raft elects a [who?] by votes", told), (1, "[...] elects a leader by [...]", told)]
    assert sides(make_note(front="no mark", note_type="cloze")) == []


def test_the_numbers_are_those_of_anki(tmp_path: Path) -> None:
    notes = [make_note(1), make_note(2, reverse="which?", reverse_back="this")]
    with Engine(tmp_path) as engine:
        engine.load(apkg.render(notes))
        for note in notes:
            assert [card.ord for card in engine.cards(note.guid)] == [card.ord for card in cards.cards_of(note)]


def test_the_order_of_study_is_that_of_the_document_with_second_cards_behind() -> None:
    notes = [
        make_note(1, front="b2", path="b.md", line=2),
        make_note(2, front="a9", path="a.md", line=9, reverse="a9 back", reverse_back="x"),
        make_note(3, front="a1", path="a.md", line=1),
        make_note(4, status="retired"),
        make_note(5, status="skipped"),
    ]
    found = cards.in_order(notes)
    assert names(found) == ["a1", "a9", "b2", "a9 back"]
    assert [card.place for card in found] == [0, 1, 2, 3]


def test_entries_know_what_the_log_says() -> None:
    found = cards.in_order(make_notes(2))
    entries = cards.entries(found, {found[1].key: State(None, True)})
    assert [(entry.guid, entry.place, entry.suspended) for entry in entries] == [
        ("guid-000001", 0, False),
        ("guid-000002", 1, True),
    ]


# Which cards


NOTES = (
    make_note(1, front="acme", deck="Prep::Acme", tags=("call::2026-05-12", "kind::quantity")),
    make_note(2, front="both", deck="Prep::Acme::Ops", tags=("call::2026-05-12", "call::2026-06-01")),
    make_note(3, front="over", deck="Prep::Acmeville", tags=("call::2026-05-09", "x::y")),
    make_note(4, front="none", deck="Other", tags=("call::soon", "X::Y::z")),
)


@pytest.mark.parametrize(
    ("deck", "tags", "fronts"),
    [
        ("", [], ["acme", "both", "over", "none"]),
        ("prep::acme", [], ["acme", "both"]),
        ("Prep::Acme::Ops", [], ["both"]),
        ("", ["x::y"], ["over", "none"]),
        ("", ["call"], ["acme", "both", "over", "none"]),
        ("", ["call::2026-05-12", "kind::quantity"], ["acme"]),
        ("Prep", ["x"], ["over"]),
        ("nowhere", [], []),
    ],
)
def test_deck_and_tags_choose(deck: str, tags: list[str], fronts: list[str]) -> None:
    assert names(choice.choose(NOTES, TODAY, None, deck, tags).cards) == fronts


@pytest.mark.parametrize(
    ("today", "call"),
    [("2026-05-10", "2026-05-12"), ("2026-05-12", "2026-05-12"), ("2026-05-13", "2026-06-01"), ("2026-06-02", None)],
)
def test_the_nearest_call_to_come(today: str, call: str | None) -> None:
    found = choice.choose(NOTES, date.fromisoformat(today))
    assert found.call == (date.fromisoformat(call) if call else None)


def test_a_call_on_the_command_line_is_for_the_notes_with_its_tag() -> None:
    found = choice.choose(NOTES, TODAY, date(2026, 6, 1))
    assert found.calls[NOTES[1].guid, 0] == date(2026, 6, 1)
    assert found.calls[NOTES[0].guid, 0] == found.call == date(2026, 5, 12)


def test_a_call_no_note_is_tagged_with_is_for_all() -> None:
    found = choice.choose(NOTES, TODAY, date(2026, 5, 11))
    assert set(found.calls.values()) == {date(2026, 5, 11)}
    assert len(found.of_call) == 4


def test_a_call_that_is_over_is_ignored() -> None:
    assert choice.choose(NOTES, TODAY, date(2026, 5, 9)) == choice.choose(NOTES, TODAY)


# Where documents lie


def test_documents_are_found_from_any_folder_above_or_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"notes/calls/acme.md": "", "notes/napkin.md": "", "elsewhere/napkin.md": ""})
    acme, napkin = make_note(1, path="calls/acme.md"), make_note(2, path="napkin.md")
    monkeypatch.chdir(tmp_path)
    both, notes = [acme, napkin], Path("notes")
    assert places.find(acme, [notes]) == tmp_path / "notes" / "calls" / "acme.md"
    assert places.find(acme, [Path("nowhere")]) is None
    assert places.below(both, [notes]) == both
    assert places.below(both, [notes / "calls"]) == [acme]
    assert places.below(both, [notes / "napkin.md"]) == [napkin]
    assert places.below(both, [notes / "napkin.md", notes / "calls" / "acme.md"]) == both
    assert places.below(both, [Path("nowhere")]) == []
    os.chdir(notes / "calls")
    assert places.find(acme, [Path()]) == tmp_path / "notes" / "calls" / "acme.md"
    assert places.find(acme, [Path("..")]) == tmp_path / "notes" / "calls" / "acme.md"
