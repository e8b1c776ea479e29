"""Which new document goes on where another one ended, and which repeats one that is still there."""

from __future__ import annotations

from dataclasses import replace

from facts import candidate

from flashcards import ledger, lineage
from flashcards.ledger import Ledger
from flashcards.model import Candidate, Note, Plan

WORDS = ("anchor basalt", "copper dynamo", "ember falcon", "granite harbour", "indigo jasmine")


def document(path: str, *, context: str = "Acme", section: tuple[str, ...] = ("Facts",)) -> list[Candidate]:
    """Five facts of their own."""
    return [
        candidate(f"{words}: how long?", f"{at + 3} ms", path=path, line=at + 3, section=section, context=context)
        for at, words in enumerate(WORDS)
    ]


def born(made: list[Candidate]) -> Ledger:
    return ledger.reconcile(Ledger(), made, 1_000)[1]


def trace(old: list[Candidate], new: list[Candidate]) -> lineage.Lineage:
    return lineage.trace(born(old).notes, new, lineage.Still())


def reworded(made: Candidate, front: str) -> Candidate:
    return replace(made, fields=replace(made.fields, front=front), text=f"- {front.rstrip('?')} {made.fields.back}")


def pairs(plan: Plan) -> dict[str, str]:
    """Old path and front to the new ones."""
    changes = (*plan.updated, *plan.unchanged, *plan.moved)
    return {place(change.old): place(change.new) for change in changes if change.old}


def place(note: Note) -> str:
    return f"{note.source.path} {note.fields.front}"


def test_nothing_is_said_of_documents_that_are_known() -> None:
    assert trace(document("a.md"), document("a.md")) == lineage.Lineage()


def test_a_renamed_document_is_the_heir() -> None:
    assert trace(document("a.md"), document("b.md")).heirs == {"b.md": "a.md"}


def test_a_document_that_shares_little_is_no_heir() -> None:
    old, new = document("a.md"), document("b.md")
    other = [reworded(made, f"{made.fields.front[::-1]}?") for made in new[:3]]
    found = trace(old, [*other, *new[3:]])
    assert found.heirs == {}
    assert found.copies == {}


def test_of_two_heirs_the_one_with_the_breadcrumb_goes_on() -> None:
    old = document("a.md")
    new = [*document("aa.md", context="Aardvark"), *document("b.md")]
    found = trace(old, new)
    assert found.heirs == {"b.md": "a.md"}
    assert found.copies == {"aa.md": {"b.md"}}


def test_a_copy_named_after_another_new_document_is_no_heir() -> None:
    renamed = document("call.md", context="call")[:4]
    copy = document("call (conflicted copy).md", context="call")
    found = trace(document("a.md"), [*copy, *renamed])
    assert found.heirs == {"call.md": "a.md"}
    assert found.copies == {"call (conflicted copy).md": {"call.md"}}


def test_a_copy_that_had_its_name_already_goes_on_in_a_renamed_folder() -> None:
    first, copy = document("x/call.md"), document("x/call (conflicted copy).md", context="copy")
    moved = [replace(made, source=replace(made.source, path=f"y/{made.source.path[2:]}")) for made in (*first, *copy)]
    heirs = {"y/call.md": "x/call.md", "y/call (conflicted copy).md": "x/call (conflicted copy).md"}
    assert trace([*first, *copy], moved).heirs == heirs


def test_a_renamed_heading_is_traced_in_a_renamed_document_too() -> None:
    old = document("a.md")
    new = document("b.md", section=("Numbers",))
    found = trace(old, new)
    assert found.home(new[0]) == ("a.md", ("Facts",))
    assert trace(old, document("a.md", section=("Numbers",))).sections == {("a.md", ("Numbers",)): ("a.md", ("Facts",))}


def test_two_folders_change_names_at_once() -> None:
    old = [*document("x/a.md", context="A"), *document("y/b.md", context="B")]
    new = [*document("p/a.md", context="A"), *document("q/b.md", context="B")]
    assert trace(old, new).heirs == {"p/a.md": "x/a.md", "q/b.md": "y/b.md"}


def test_the_edited_line_keeps_its_note_though_a_copy_has_the_old_words() -> None:
    old = document("b.md")
    better = reworded(old[0], "anchors of basalt: how long?")
    plan, _ = ledger.reconcile(born(old), [*document("a.md", context="Copy"), better, *old[1:]], 2_000)
    assert pairs(plan)["b.md anchor basalt: how long?"] == "b.md anchors of basalt: how long?"
    assert len(plan.added) == len(WORDS)
    assert not plan.retired


def test_a_line_deleted_in_the_document_does_not_pass_to_the_copy_of_another_company() -> None:
    old = document("b.md")
    plan, _ = ledger.reconcile(born(old), [*document("a.md", context="Other"), *old[1:]], 2_000)
    assert len(plan.added) == len(WORDS)
    assert [change.new.fields.front for change in plan.retired] == ["anchor basalt: how long?"]


def test_a_line_that_moves_into_a_copied_template_keeps_its_note() -> None:
    template, third = document("b.md"), candidate("kernel lantern: how long?", "40 ms", path="c.md")
    moved = replace(third, source=replace(third.source, path="a.md", line_start=20, line_end=20))
    new = [*document("a.md", context="Other"), moved, *template]
    plan, _ = ledger.reconcile(born([*template, third]), new, 2_000)
    assert pairs(plan)["c.md kernel lantern: how long?"] == "a.md kernel lantern: how long?"


def test_a_line_whose_card_is_the_same_passes_to_the_copy() -> None:
    old = document("b.md")
    plan, _ = ledger.reconcile(born(old), [*document("a.md"), *old[1:]], 2_000)
    assert pairs(plan)["b.md anchor basalt: how long?"] == "a.md anchor basalt: how long?"


def test_a_second_run_changes_nothing() -> None:
    old = document("b.md")
    new = [*document("a.md", context="Other"), reworded(old[0], "anchors of basalt: how long?"), *old[2:]]
    _, made = ledger.reconcile(born(old), new, 2_000)
    plan, again = ledger.reconcile(made, new, 3_000)
    assert again is made
    assert not plan.added
    assert not plan.updated


def test_of_two_equal_heirs_there_is_none() -> None:
    new = [*document("b.md", context="B"), *document("c.md", context="C")]
    assert trace(document("a.md"), new).heirs == {}


def test_of_two_equal_heirs_the_one_with_the_name_goes_on() -> None:
    new = [*document("archive/call.md", context="B"), *document("all.md", context="C")]
    assert trace(document("call.md"), new).heirs == {"archive/call.md": "call.md"}


def test_a_document_whose_notes_retired_long_ago_has_no_heir() -> None:
    gone = ledger.reconcile(born(document("a.md")), [], 2_000)[1]
    assert lineage.trace(gone.notes, document("b.md"), lineage.Still()).heirs == {}


def test_one_line_says_nothing_of_a_whole_document() -> None:
    assert trace(document("a.md")[:1], document("b.md")).heirs == {}
    assert trace(document("a.md"), document("b.md")[:1]).heirs == {}


def test_one_line_below_a_new_heading_says_nothing_of_the_heading_that_ended() -> None:
    old = [*document("a.md", section=("Top", "Facts")), *document("a.md", section=("Top",))[:1]]
    rest = document("a part 2.md", section=("Facts",), context="Rest")
    new = [*rest, *document("a.md", section=("Top", "order → pay"))[:1]]
    assert trace(old, new).sections == {}
    plan, _ = ledger.reconcile(born(old), new, 2_000)
    assert len(plan.ambiguous) == 2
    assert len(pairs(plan)) == len(WORDS) - 1


def test_a_copy_that_waits_takes_no_note_of_a_third_document_when_another_line_of_it_goes() -> None:
    first, copy = document("a.md", context="")[:1], document("a (conflicted copy).md", context="")
    third = document("b.md", context="Beta")[:1]
    before = born([*first, *copy[1:], *third])
    plan, _ = ledger.reconcile(before, [*first, *copy[:-1]], 2_000)
    assert {change.new.source.path for change in plan.retired} == {"b.md", "a (conflicted copy).md"}
    assert [change.new.source.path for change in plan.added] == ["a (conflicted copy).md"]


def test_a_line_of_a_document_may_become_the_card_of_another_one() -> None:
    first, copy = document("a.md", context="")[:1], document("b.md", context="")
    other = reworded(copy[0], "anchor of basalt: how long?")
    plan, _ = ledger.reconcile(born([*first, other, *copy[1:]]), [*first, *copy], 2_000)
    assert pairs(plan)["b.md anchor of basalt: how long?"] == "b.md anchor basalt: how long?"


def test_a_document_that_was_split_goes_before_its_copy() -> None:
    old = document("call.md")
    rest, moved = old[:2], document("call part 2.md", context="part 2")[2:]
    copy = document("call (conflicted copy).md", context="copy")
    plan, _ = ledger.reconcile(born(old), [*copy, *rest, *moved], 2_000)
    assert {new.partition(".md")[0] for new in pairs(plan).values()} == {"call", "call part 2"}
    assert not plan.ambiguous
    assert not plan.retired


def test_a_part_of_a_template_that_was_copied_long_ago_is_no_copy_of_the_first() -> None:
    first, template = document("a.md"), document("b.md", context="Beta")
    part, top = document("b part 2.md", context="Beta part 2", section=("Rest",)), candidate("Beta?", "7", path="b.md")
    found = trace([*first, *template, top], [*first, *part, top])
    assert found.copies == {}
    plan, _ = ledger.reconcile(born([*first, *template, top]), [*first, *part, top], 2_000)
    assert {f"b part 2.md {words}: how long?" for words in WORDS} <= {*pairs(plan).values()}
    assert not plan.added
    assert trace([*first, *template, top], [*first, *part, *template, top]).copies["b part 2.md"]


def test_what_was_edited_in_the_copy_waits_for_the_document() -> None:
    old = document("b.md")
    longer, half = "anchor basalt in the deep harbour: how long?", "anchors basalt: how long?"
    copy = [reworded(old[0], longer), *old[1:]]
    copied = [replace(made, source=replace(made.source, path="a.md")) for made in copy]
    plan, _ = ledger.reconcile(born(old), [*copied, reworded(old[0], half), *old[1:]], 2_000)
    assert pairs(plan)["b.md anchor basalt: how long?"] == f"b.md {half}"


def test_a_renamed_folder_keeps_a_copy_and_its_first_apart() -> None:
    first = document("x/call.md", section=("Facts",))
    own = candidate("kernel lantern: how long?", "40 ms", path="x/copy.md", section=("Facts",))
    moved = [replace(made, source=replace(made.source, path="y/call.md", section=("New facts",))) for made in first]
    copy = [*document("y/copy.md"), replace(own, source=replace(own.source, path="y/copy.md"))]
    assert trace([*first, own], [*moved, *copy]).heirs == {"y/call.md": "x/call.md"}
