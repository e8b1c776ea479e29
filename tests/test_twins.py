"""Twins: what is held back in a build, and that it is never a note that somebody learns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_note
from hypothesis import given, settings
from hypothesis import strategies as st
from vaults import Shell, write

from flashcards import twins
from flashcards.ledger import Ledger
from flashcards.model import Change, Note, Plan


def plan_of(added: tuple[Note, ...], unchanged: tuple[Note, ...] = ()) -> tuple[Plan, Ledger]:
    plan = Plan(added=tuple(map(Change, added)), unchanged=tuple(Change(note, note) for note in unchanged))
    return plan, Ledger((*unchanged, *added))


def twin_of(note: Note, number: int, path: str) -> Note:
    made = make_note(number, path=path)
    return replace(made, fields=note.fields, tags=note.tags)


def test_a_new_twin_in_another_document_is_held_back() -> None:
    kept = make_note(1)
    twin = twin_of(kept, 2, "copy.md")
    plan, ledger, told = twins.hold_back(*plan_of((twin,), (kept,)))
    assert (plan.added, ledger.notes) == ((), (kept,))
    assert [(entry.path, entry.code, entry.severity) for entry in told] == [("copy.md", twins.CODE, "warning")]
    assert "acme.md:1" in told[0].message


def test_of_two_new_ones_the_first_stays() -> None:
    first = make_note(1, path="a.md")
    plan, _, _ = twins.hold_back(*plan_of((first, twin_of(first, 2, "b.md"))))
    assert plan.added == (Change(first),)


def test_what_differs_stays() -> None:
    kept = make_note(1)
    other_answer = replace(twin_of(kept, 2, "b.md"), fields=replace(kept.fields, back="9 GB"))
    other_subject = replace(twin_of(kept, 3, "b.md"), fields=replace(kept.fields, context="Pellow"))
    other_call = replace(twin_of(kept, 4, "b.md"), tags=("kind::quantity", "call::2026-05-20"))
    same_document = twin_of(kept, 5, "acme.md")
    fresh = (other_answer, other_subject, other_call, same_document)
    plan, ledger, told = twins.hold_back(*plan_of(fresh, (kept,)))
    assert (len(plan.added), len(ledger.notes), told) == (4, 5, ())


def test_a_twin_of_a_retired_note_is_new() -> None:
    gone = make_note(1, status="retired")
    plan, _, _ = twins.hold_back(*plan_of((twin_of(gone, 2, "b.md"),), (gone,)))
    assert len(plan.added) == 1


def test_a_twin_of_a_skipped_note_is_held_back_too() -> None:
    gone = make_note(1, status="skipped")
    plan, _, told = twins.hold_back(*plan_of((twin_of(gone, 2, "b.md"),), (gone,)))
    assert plan.added == ()
    assert told[0].message.startswith("the same card was skipped in acme.md:")


def test_a_copied_file_is_one_warning() -> None:
    kept = tuple(make_note(number) for number in range(1, 9))
    copies = tuple(twin_of(note, 10 + at, "copy.md") for at, note in enumerate(kept))
    _, _, told = twins.hold_back(*plan_of(copies, kept))
    assert len(told) == 1
    assert "7 more" in told[0].message


notes = st.builds(
    lambda number, path, front, status: make_note(number, path=path, front=front, status=status),
    st.integers(1, 500),
    st.sampled_from(["a.md", "b.md", "c.md"]),
    st.sampled_from(["Seek?", "Read?", "Scan?"]),
    st.sampled_from(["active", "retired", "skipped"]),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(notes, max_size=12, unique_by=lambda note: note.guid), st.integers(0, 12))
def test_no_known_note_is_ever_lost(every: list[Note], split: int) -> None:
    known, fresh = tuple(every[:split]), tuple(replace(note, status="active") for note in every[split:])
    plan, ledger = plan_of(fresh, known)
    after, kept, _ = twins.hold_back(plan, ledger)
    assert after.unchanged == plan.unchanged
    assert set(known) <= set(kept.notes)
    assert {note.guid for note in kept.notes} == {n.guid for n in known} | {c.new.guid for c in after.added}
    cards = {(n.fields.front, n.fields.back) for n in ledger.notes if n.status != "retired"}
    assert cards == {(n.fields.front, n.fields.back) for n in kept.notes if n.status != "retired"}


def test_the_build_says_so_and_a_second_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(tmp_path, monkeypatch, capfd)
    text = "# Quarry call\n\n- haul ticket on the scales: 70 sec\n"
    write(shell.notes, {"Quarry call.md": text, "Quarry call old.md": text})
    for _ in range(2):
        ran = shell.build()
        assert ran.code == 0
        assert "Quarry call.md:3: duplicate-elsewhere the same card stands in Quarry call old.md:3" in ran.err
    cards = shell.run("cards", "--json", shell.notes)
    assert len(cards.out.splitlines()) == 1
