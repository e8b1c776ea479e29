"""What is in doubt stays so until somebody edits a line of it, and what the ledger keeps of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from facts import candidate

from flashcards import doubts, ledger
from flashcards.ledger import Ledger
from flashcards.model import Candidate, Note, Plan

NORTH = candidate("Floor load of the northern hall: how much?", "5 t", line=3, text="- Floor load of northern hall 5 t")
SOUTH = candidate("Floor load of the southern hall: how much?", "5 t", line=4, text="- Floor load of southern hall 5 t")
HALL = candidate("Floor load of the hall: how much?", "5 t", line=3, text="- Floor load of hall 5 t")
ROOF = candidate("Roof height: how high?", "9 m", line=9)


def build(made: Ledger, *candidates: Candidate) -> tuple[Plan, Ledger]:
    return ledger.reconcile(made, candidates, 5)


def doubted() -> Ledger:
    plan, made = build(build(Ledger(), NORTH, SOUTH, ROOF)[1], HALL, ROOF)
    assert [doubt.candidate for doubt in plan.ambiguous] == [HALL]
    return made


def marked(made: Ledger) -> set[str]:
    return {guid for guid, row in made.extras.items() if doubts.KEY in row}


def guid_of(made: Ledger, line: Candidate) -> str:
    (note,) = (note for note in made.notes if note.text == line.text)
    return note.guid


def moved(line: Candidate, path: str) -> Candidate:
    return replace(line, source=replace(line.source, path=path))


def test_the_ledger_keeps_which_line_it_was_and_is_written_once() -> None:
    made = doubted()
    assert marked(made) == {guid_of(made, NORTH), guid_of(made, SOUTH)}
    assert build(made, HALL, ROOF)[1] is made


@pytest.mark.parametrize("others", [[], [ROOF, candidate("Gates: how many?", "7", line=12)]])
def test_other_lines_do_not_decide_it(others: Sequence[Candidate]) -> None:
    plan, _ = build(doubted(), HALL, *others)
    assert [doubt.candidate for doubt in plan.ambiguous] == [HALL]


def test_it_goes_with_a_renamed_document() -> None:
    plan, made = build(doubted(), moved(HALL, "new.md"), moved(ROOF, "new.md"))
    assert len(plan.ambiguous) == 1
    assert len(marked(made)) == 2


def test_an_edit_of_the_line_ends_it() -> None:
    edited = replace(NORTH, fields=replace(NORTH.fields, back="6 t"), text=NORTH.text.replace("5 t", "6 t"))
    before = doubted()
    plan, made = build(before, edited, ROOF)
    assert not plan.ambiguous
    assert not marked(made)
    assert guid_of(made, edited) == guid_of(before, NORTH)


def test_a_line_that_is_only_edited_does_not_leave_the_note_to_the_other() -> None:
    before, notes = build(Ledger(), NORTH, ROOF)[1], (of("new.md", NORTH, "A"), of("other.md", NORTH, "B"))
    plan, made = build(before, *notes, ROOF)
    assert len(plan.ambiguous) == 2
    edited = replace(notes[0], fields=replace(notes[0].fields, back="6 t"), text=NORTH.text.replace("5 t", "6 t"))
    plan, after = build(made, edited, notes[1], ROOF)
    assert len(plan.ambiguous) == 2
    assert marked(after) == marked(made)
    plan, _ = build(after, notes[1], ROOF)
    assert [change.new.guid for change in plan.moved + plan.updated] == [guid_of(before, NORTH)]


def test_nor_does_one_that_had_little_of_the_note_from_the_start() -> None:
    asked, other, answer = "Who mends it first?", "Which night crew is it?", "whoever broke the build mends it"
    old, then, rival = (
        candidate(front, back, line=line, kind="question-and-answer", text=f"## {front}\n{back}")
        for front, back, line in ((asked, answer, 3), (other, answer, 3), (asked, "the night crew files it", 9))
    )
    plan, made = build(build(Ledger(), old)[1], then, rival)
    assert len(plan.ambiguous) == 2
    more = f"{answer} by noon"
    longer = replace(then, fields=replace(then.fields, back=more), text=f"## {other}\n{more}")
    assert len(build(made, longer, rival)[0].ambiguous) == 2


def test_when_one_of_the_notes_has_its_line_again_the_other_takes_the_rest() -> None:
    before = doubted()
    plan, made = build(before, replace(NORTH, source=replace(NORTH.source, line_start=6, line_end=6)), HALL, ROOF)
    assert not plan.ambiguous
    assert guid_of(made, NORTH) == guid_of(before, NORTH)
    assert guid_of(made, HALL) == guid_of(before, SOUTH)


def test_a_note_whose_line_is_deleted_in_doubt_retires() -> None:
    plan, made = build(doubted(), ROOF)
    assert len(plan.retired) == 2
    assert not marked(made)


def test_the_marks_of_other_programs_are_passed_over() -> None:
    made = doubted()
    spoilt = replace(made, extras={guid: {doubts.KEY: 7} for guid in made.extras})
    assert doubts.marks_of(spoilt.notes, spoilt.extras) == {}


# Retired notes


def retired(line: Candidate, *others: Candidate) -> Ledger:
    return build(build(Ledger(), line, *others)[1], *others)[1]


def revived(plan: Plan) -> list[Note]:
    return [change.new for change in plan.revived]


WORRY = candidate("biggest worry about the trucks: what?", "late crates", path="acme.md", context="Acme", line=7)
ACME = [candidate(f"{word}: how long?", "9 ms", path="acme.md", context="Acme") for word in ("Anchor", "Basalt")]


def of(path: str, line: Candidate, context: str) -> Candidate:
    made = moved(line, path)
    return replace(made, fields=replace(made.fields, context=context))


def test_a_new_document_about_another_company_revives_nothing() -> None:
    plan, _ = build(retired(WORRY, *ACME), *ACME, of("beta.md", WORRY, "Beta"))
    assert not plan.revived
    assert len(plan.added) == 1


def test_the_whole_card_comes_back_in_a_new_document() -> None:
    plan, _ = build(retired(WORRY, *ACME), *ACME, of("beta.md", WORRY, "Acme"))
    assert len(revived(plan)) == 1


def test_a_line_comes_back_in_a_document_that_was_there() -> None:
    beta = candidate("Copper: how long?", "4 ms", path="beta.md", context="Beta")
    plan, _ = build(retired(WORRY, *ACME, beta), *ACME, beta, of("beta.md", WORRY, "Beta"))
    assert len(revived(plan)) == 1


def test_a_line_that_is_only_like_it_does_not_come_back_there() -> None:
    beta = candidate("Copper: how long?", "4 ms", path="beta.md", context="Beta")
    like = candidate(WORRY.fields.front, "late trucks", path="beta.md", context="Beta", line=7)
    plan, _ = build(retired(WORRY, *ACME, beta), *ACME, beta, like)
    assert not plan.revived


def test_a_line_that_stands_elsewhere_is_a_copy_of_that() -> None:
    beta = of("beta.md", WORRY, "Beta")
    again = replace(of("beta.md", WORRY, "Beta › More"), source=replace(beta.source, section=("More",), line_start=20))
    before = build(build(Ledger(), WORRY, *ACME, beta)[1], *ACME, beta)[1]
    plan, _ = build(before, *ACME, beta, again)
    assert not plan.revived
    assert len(plan.added) == 1


def test_a_deleted_document_comes_back_under_another_name() -> None:
    gone = build(build(Ledger(), *ACME, ROOF)[1], ROOF)[1]
    plan, _ = build(gone, ROOF, *(of("second.md", made, "Second") for made in ACME))
    assert len(revived(plan)) == 2


def test_a_retired_note_goes_with_its_renamed_document() -> None:
    before = retired(WORRY, *ACME)
    renamed = [moved(made, "acme 2.md") for made in ACME]
    made = build(before, *renamed)[1]
    assert {note.source.path for note in made.notes} == {"acme 2.md"}
    edited = candidate(WORRY.fields.front, "late crate", path="acme 2.md", context="Acme", line=30, text="- late crate")
    assert len(revived(build(made, *renamed, replace(edited, text=WORRY.text))[0])) == 1


def test_a_copy_of_a_card_that_is_learned_takes_no_other_note() -> None:
    deep = replace(of("acme.md", WORRY, "Acme › Deep"), source=replace(WORRY.source, section=("Deep",), line_start=30))
    copy = moved(WORRY, "copy.md")
    other = candidate("Copper: how long?", "4 ms", path="copy.md", context="Copy")
    before = build(Ledger(), WORRY, deep, other)[1]
    plan, _ = build(before, WORRY, copy, other)
    assert [change.new.text for change in plan.retired] == [deep.text]
    assert [change.new.source.path for change in plan.added] == ["copy.md"]
