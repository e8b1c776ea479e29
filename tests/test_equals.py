"""Of facts that are equal to the letter, which is which; what cannot be told is in doubt."""

from __future__ import annotations

from dataclasses import replace

from facts import candidate

from flashcards import ledger
from flashcards.ledger import Ledger
from flashcards.model import Candidate, Plan

FRONT = "Main memory reference: how long?"
OLD = candidate(FRONT, "100 ns", path="call.md", context="Acme")
OTHERS = [candidate(f"{word}: how long?", "9 ms", path="call.md", line=9) for word in ("Anchor", "Basalt", "Copper")]


def at(path: str, section: tuple[str, ...] = ("Else",), *, context: str = "") -> Candidate:
    return candidate(FRONT, "100 ns", path=path, section=section, context=context or path, text=OLD.text)


def after(*new: Candidate, old: Candidate = OLD) -> Plan:
    before = ledger.reconcile(Ledger(), [old, *OTHERS], 1)[1]
    return ledger.reconcile(before, [*new, *OTHERS], 2)[0]


def went_to(plan: Plan) -> list[str]:
    """Where the note is now."""
    return [change.new.source.path for change in (*plan.updated, *plan.moved) if change.new.fields.front == FRONT]


def doubts(plan: Plan) -> list[str]:
    return [doubt.candidate.source.path for doubt in plan.ambiguous]


def test_of_two_equal_lines_in_new_documents_none_is_guessed() -> None:
    plan = after(at("a.md"), at("b.md"))
    assert doubts(plan) == ["a.md", "b.md"]
    assert not plan.added
    assert not plan.retired


def test_the_heading_tells() -> None:
    plan = after(at("a.md"), at("b.md", ("Latency",)))
    assert went_to(plan) == ["b.md"]
    assert [change.new.source.path for change in plan.added] == ["a.md"]


def test_the_breadcrumb_tells() -> None:
    assert went_to(after(at("a.md"), at("b.md", context="Acme"))) == ["b.md"]


def test_the_name_of_the_document_tells() -> None:
    assert went_to(after(at("a.md"), at("call part 2.md"))) == ["call part 2.md"]


def test_the_document_and_the_heading_speak_for_different_lines() -> None:
    more = [candidate(f"{word}: how wide?", "4 m", path="a.md") for word in ("Dynamo", "Ember", "Falcon")]
    assert doubts(after(at("call.md"), at("a.md", ("Latency",)), *more)) == ["a.md", "call.md"]


def test_two_notes_and_one_line_are_in_doubt_too() -> None:
    before = ledger.reconcile(Ledger(), [at("a.md"), at("b.md")], 1)[1]
    plan, made = ledger.reconcile(before, [at("c.md")], 2)
    assert doubts(plan) == ["c.md"]
    assert made.notes == before.notes


def test_of_lines_with_one_card_any_is_right() -> None:
    plan = after(at("a.md", context="Acme"), at("b.md", context="Acme"))
    assert went_to(plan) == ["a.md"]
    assert not plan.ambiguous


def test_a_retired_note_makes_no_doubt() -> None:
    before = ledger.reconcile(Ledger(), [OLD], 1)[1]
    gone = ledger.reconcile(before, [], 2)[1]
    plan, _ = ledger.reconcile(gone, [at("a.md"), at("b.md")], 3)
    assert not plan.ambiguous
    assert len(plan.added) == 2


def test_a_line_that_differs_in_its_marks_only_is_equal() -> None:
    above = at("call.md", ("Latency",))
    indented = replace(OLD, text=f"\t{OLD.text}", source=replace(OLD.source, line_start=7, line_end=7))
    plan = after(above, indented)
    assert [change.new.source.line_start for change in plan.unchanged if change.new.fields.front == FRONT] == [7]
    assert [change.new.fields.context for change in plan.added] == ["call.md"]


def test_the_breadcrumb_tells_though_the_document_was_renamed_before() -> None:
    def renamed(made: Candidate) -> Candidate:
        return replace(made, source=replace(made.source, path="new.md"), fields=replace(made.fields, source="new.md"))

    before = ledger.reconcile(Ledger(), [OLD, *OTHERS], 1)[1]
    new = [renamed(made) for made in (OLD, *OTHERS)]
    made = ledger.reconcile(before, new, 2)[1]
    lower = replace(new[0], source=replace(new[0].source, line_start=7, line_end=7))
    above = renamed(at("new.md", ("Latency",), context="Other"))
    plan, _ = ledger.reconcile(made, [above, lower, *new[1:]], 3)
    assert [change.new.fields.context for change in plan.added] == ["Other"]


def test_a_row_of_a_table_goes_before_an_equal_line_elsewhere() -> None:
    row = replace(
        OLD, text="| Main memory reference: how long | 100 ns |", fields=replace(OLD.fields, front="Memory: value?")
    )
    plan = after(at("a.md"), row)
    assert [change.new.fields.front for change in plan.updated] == ["Memory: value?"]


def slip() -> Candidate:
    """The line with a typo, where it stood."""
    front = FRONT.replace("memory", "memry")
    return replace(OLD, fields=replace(OLD.fields, front=front), text=OLD.text.replace("memory", "memry"))


def test_an_equal_line_elsewhere_and_a_like_one_in_place_are_in_doubt() -> None:
    plan = after(at("call.md"), slip())
    assert doubts(plan) == ["call.md", "call.md"]
    assert not plan.retired


def test_a_line_that_moved_while_another_one_came_in_its_place_keeps_its_note() -> None:
    plan = after(at("a.md"), candidate("Gallop of a horse: how fast?", "40 km/h", path="call.md"))
    assert went_to(plan) == ["a.md"]
    assert len(plan.added) == 1


def test_a_doubt_lasts_though_the_document_is_renamed() -> None:
    def renamed(made: Candidate) -> Candidate:
        return replace(made, source=replace(made.source, path="new.md"))

    before = ledger.reconcile(Ledger(), [OLD, *OTHERS], 1)[1]
    new = [renamed(made) for made in (at("call.md"), slip(), *OTHERS)]
    plan, made = ledger.reconcile(before, new, 2)
    assert doubts(plan) == ["new.md", "new.md"]
    again, after_that = ledger.reconcile(made, new, 3)
    assert doubts(again) == ["new.md", "new.md"]
    assert after_that is made
