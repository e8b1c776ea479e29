"""The user's own wording: it wins while the line stays, and is given up, and told, when the line changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from factories import make_note, make_notes
from facts import candidate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_reconcile_properties import loose_lists

from flashcards import apkg, edits, ledger, records
from flashcards.edits import Wording
from flashcards.errors import FlashcardsError
from flashcards.ledger import Ledger
from flashcards.model import Candidate, Diagnostic, Plan

MINE = Wording("How slow is a disk?", "about 10 ms", "remember: a blink is 100")
MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DISK = candidate()


def edited(*found: Candidate, wording: Wording = MINE) -> Ledger:
    """A ledger of these cards, the first of them in the user's own words."""
    start = ledger.reconcile(Ledger(), found or [DISK], 100)[1]
    return edits.reword(start, start.notes[0].guid, wording, 150)[0]


def built(start: Ledger, *found: Candidate) -> tuple[Plan, Ledger, tuple[Diagnostic, ...]]:
    return edits.settle(start, *ledger.reconcile(start, found, 200))


def changed(**texts: Any) -> Candidate:
    return replace(DISK, fields=replace(DISK.fields, **texts), text="- Disk seek: how long, these days? 10 ms")


# Keeping it


def test_a_wording_is_kept_beside_the_source() -> None:
    start = ledger.reconcile(Ledger(), [DISK], 100)[1]
    made, change = edits.reword(start, start.notes[0].guid, MINE, 150)
    (note,) = made.notes
    assert note == replace(start.notes[0], modified=150)
    assert edits.own(made, note.guid) == MINE
    assert change
    assert change.new == edits.worded(made, note) == edits.all_worded(made)[0]
    assert (change.new.fields.front, change.new.fields.context) == (MINE.front, note.fields.context)
    assert change.old == start.notes[0]


def test_it_comes_back_from_the_file_and_other_keys_stay() -> None:
    start = Ledger(make_notes(2), {"guid-000001": {"mood": "good"}})
    made, _ = edits.reword(start, "guid-000001", MINE, 1)
    again = records.parse(ledger.dump(made).encode(), Path("ledger.jsonl"))
    assert again == made
    assert again.extras["guid-000001"].keys() == {"mood", edits.KEY}
    back, change = edits.reword(again, "guid-000001", None, 1)
    assert back.extras == start.extras
    assert change
    assert change.new.fields == start.notes[0].fields


def test_the_time_goes_forward_only_when_the_learner_sees_a_change() -> None:
    made = edited()
    guid = made.notes[0].guid
    assert edits.reword(made, guid, MINE, 900) == (made, None)
    assert edits.reword(made, guid, replace(MINE, back="x"), 1)[0].notes[0].modified == 151
    start = ledger.reconcile(Ledger(), [DISK], 100)[1]
    assert edits.reword(start, guid, None, 900) == (start, None)
    assert edits.reword(start, guid, edits.wording_of(start.notes[0].fields), 900) == (start, None)


@pytest.mark.parametrize("wording", [Wording("", "x"), Wording("x", " \n")])
def test_a_card_needs_both_sides(wording: Wording) -> None:
    start = edited()
    with pytest.raises(FlashcardsError, match="a front and a back"):
        edits.reword(start, start.notes[0].guid, wording, 1)


@pytest.mark.parametrize("spoilt", [17, {}, {"front": "x"}, {"front": 1, "back": "x"}, {"front": "", "back": "x"}, []])
def test_a_spoilt_wording_is_none(spoilt: object) -> None:
    start = Ledger(make_notes(1), {"guid-000001": {edits.KEY: spoilt}})
    assert edits.own(start, "guid-000001") is None
    assert edits.all_worded(start) == start.notes


def test_packages_hold_it() -> None:
    made = edited()
    assert apkg.render(edits.all_worded(made)) != apkg.render(made.notes)


# The next builds


def test_it_wins_while_the_line_stays() -> None:
    start = edited()
    plan, made, told = built(start, DISK)
    assert (made, told) == (start, ())
    assert [change.new.fields.front for change in plan.unchanged] == [MINE.front]


@pytest.mark.parametrize(
    "later",
    [
        replace(DISK, source=replace(DISK.source, path="b.md", line_start=40)),
        replace(DISK, text="* Disk  seek: how long 10 ms"),
        replace(DISK, source=replace(DISK.source, section=("Latency", "Disks"))),
    ],
    ids=["renamed", "other marks", "other heading"],
)
def test_what_changes_no_word_of_the_source_keeps_it(later: Candidate) -> None:
    start = edited()
    _, made, told = built(start, later)
    assert (edits.own(made, start.notes[0].guid), told) == (MINE, ())
    assert made.notes[0].modified == start.notes[0].modified


def test_a_new_breadcrumb_or_tag_arrives_and_keeps_it() -> None:
    start = edited()
    for later in (replace(DISK, fields=replace(DISK.fields, context="New")), replace(DISK, tags=("more",))):
        plan, made, told = built(start, later)
        assert (edits.own(made, start.notes[0].guid), told) == (MINE, ())
        assert made.notes[0].modified == 200
        assert [change.new.fields.front for change in plan.updated] == [MINE.front]


def test_a_new_version_that_words_the_same_line_in_another_way_keeps_it_and_pushes_nothing() -> None:
    start = edited()
    plan, made, told = built(start, replace(DISK, fields=replace(DISK.fields, front="Disk seek: how many ms?")))
    assert (edits.own(made, start.notes[0].guid), told) == (MINE, ())
    assert made.notes[0].fields.front == "Disk seek: how many ms?"
    assert made.notes[0].modified == start.notes[0].modified
    assert (len(plan.updated), len(plan.unchanged)) == (0, 1)


def test_when_the_line_changes_the_line_wins_and_it_is_told() -> None:
    start = edited()
    plan, made, told = built(start, changed(back="11 ms"))
    guid = start.notes[0].guid
    assert edits.own(made, guid) is None
    assert guid not in made.extras
    (change,) = plan.updated
    assert change.old
    assert (change.old.fields.back, change.new.fields.back) == (MINE.back, "11 ms")
    assert change.new.modified == 200
    (problem,) = told
    assert (problem.path, problem.line, problem.code) == ("napkin.md", 3, edits.CODE)
    assert "'How slow is a disk? → about 10 ms'" in problem.message
    assert "'Disk seek: how long? → 11 ms'" in problem.message
    assert f"flashcards edit {guid}" in problem.hint
    assert built(made, changed(back="11 ms"))[2] == ()


def test_a_line_that_takes_over_the_wording_is_no_change_in_anki() -> None:
    start = edited(wording=Wording("Disk seek: how long?", "about 10 ms"))
    plan, made, told = built(start, changed(back="about 10 ms"))
    assert told == ()
    assert made.extras == {}
    assert made.notes[0].modified == start.notes[0].modified
    assert (len(plan.updated), len(plan.unchanged)) == (0, 1)


def test_it_survives_retiring_and_coming_back() -> None:
    start = edited()
    plan, gone, _ = built(start)
    assert [change.new.fields.front for change in plan.retired] == [MINE.front]
    plan, back, told = built(gone, DISK)
    assert told == ()
    assert [change.new.fields.front for change in plan.revived] == [MINE.front]
    assert edits.own(back, start.notes[0].guid) == MINE


def test_other_notes_are_left_alone() -> None:
    other = candidate("Tape seek: how long?", "3 days", line=9)
    start = edited(DISK, other)
    plan, made, _ = built(start, changed(back="11 ms"), other)
    plain = ledger.reconcile(start, [changed(back="11 ms"), other], 200)
    assert made.notes == plain[1].notes
    assert plan.unchanged == plain[0].unchanged


@MANY
@given(loose_lists, loose_lists, loose_lists, st.integers(0, 8))
def test_whatever_happens_no_edit_is_lost_without_a_word(
    first: list[Candidate], second: list[Candidate], third: list[Candidate], at: int
) -> None:
    start = ledger.reconcile(Ledger(), first, 100)[1]
    if not start.notes:
        return
    note = start.notes[at % len(start.notes)]
    made, _ = edits.reword(start, note.guid, MINE, 150)
    for now, found in ((200, second), (300, third)):
        before = made
        plan, made, told = edits.settle(before, *ledger.reconcile(before, found, now))
        (old,) = (entry for entry in edits.all_worded(before) if entry.guid == note.guid)
        (new,) = (entry for entry in edits.all_worded(made) if entry.guid == note.guid)
        assert (new.modified > old.modified) == (
            (replace(old.fields, source=""), old.tags, old.status)
            != (replace(new.fields, source=""), new.tags, new.status)
        )
        lost = edits.own(before, note.guid) is not None and edits.own(made, note.guid) is None
        assert len(told) == lost or edits.wording_of(new.fields) == MINE
        assert sum(len(getattr(plan, heap)) for heap in edits._HEAPS) + len(plan.ambiguous) >= len(found) - len(
            plan.added
        )


def test_notes_of_documents_out_of_reach_keep_it() -> None:
    start, _ = edits.reword(Ledger((make_note(1, path="far.md"),)), "guid-000001", MINE, 1)
    plan, made = ledger.reconcile(start, [], 5, read_paths=frozenset({"near.md"}))
    assert edits.settle(start, plan, made) == (plan, start, ())
