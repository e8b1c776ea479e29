"""What holds for reconcile whatever the notes are."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from facts import candidate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards import ledger, records
from flashcards.ledger import Ledger
from flashcards.model import BLANK, Candidate, Plan

WORDS = (
    "anchor basalt copper dynamo ember falcon granite harbour indigo jasmine kernel lantern meadow nickel orchid "
    "pepper quartz ribbon saddle timber umbrella velvet walnut yellow zephyr"
).split()
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

words = st.sampled_from(WORDS)
paths = st.sampled_from(["a.md", "b.md", "deep/c.md"])
sections = st.sampled_from([(), ("One",), ("One", "Two"), ("Three",)])


@st.composite
def loose(draw: st.DrawFn) -> Candidate:
    """Any candidate: few words and numbers, so that many are alike or equal."""
    front = " ".join(draw(st.lists(words | st.sampled_from(["5 ms", "7 GB", BLANK, "the", "?"]), max_size=4)))
    back = draw(st.sampled_from(["5 ms", "6 ms", "7 GB", "", "anchor", "basalt copper"]))
    return candidate(
        front,
        back,
        text=draw(st.sampled_from([f"- {front} {back}", f"- {front}", "- 5 ms", ""])),
        path=draw(paths),
        section=draw(sections),
        line=draw(st.integers(1, 6)),
        kind=draw(st.sampled_from(["quantity", "comparison"])),
        note_type=draw(st.sampled_from(["fact", "fact", "cloze"])),
        context=draw(st.sampled_from(["", "One"])),
    )


@st.composite
def distinct(draw: st.DrawFn) -> list[Candidate]:
    """Facts with words of their own and a number each."""
    order = draw(st.permutations(WORDS))
    found = []
    for at in range(draw(st.integers(1, 8))):
        front, number = " ".join(order[3 * at : 3 * at + 3]), draw(st.integers(2, 900))
        found.append(numbered(front, number, draw(paths), at + 1, draw(sections)))
    return found


def numbered(front: str, number: int, path: str, line: int, section: tuple[str, ...]) -> Candidate:
    back = f"{number} ms"
    return candidate(f"{front}: how long?", back, text=f"- {front} {back}", path=path, line=line, section=section)


def build(made: Ledger, candidates: Sequence[Candidate], now: int) -> tuple[Plan, Ledger]:
    return ledger.reconcile(made, candidates, now)


def history(builds: Sequence[Sequence[Candidate]]) -> Ledger:
    made = Ledger()
    for now, candidates in enumerate(builds, 1):
        made = build(made, candidates, now * 1000)[1]
    return made


loose_lists = st.lists(loose(), max_size=9)
histories = st.lists(loose_lists, max_size=3)


@MANY
@given(histories, loose_lists)
def test_a_second_run_changes_nothing(past: list[list[Candidate]], candidates: list[Candidate]) -> None:
    first, made = build(history(past), candidates, 9_000)
    second, again = build(made, candidates, 10_000)
    assert again == made
    quiet = replace(second, unchanged=(), skipped=(), ambiguous=())
    assert quiet == Plan()
    assert {doubt.candidate for doubt in second.ambiguous} == {doubt.candidate for doubt in first.ambiguous}


@MANY
@given(histories, loose_lists)
def test_no_guid_is_lost_or_doubled(past: list[list[Candidate]], candidates: list[Candidate]) -> None:
    start = history(past)
    plan, made = build(start, candidates, 9_000)
    guids = [note.guid for note in made.notes]
    assert len(set(guids)) == len(guids) == len(start.notes) + len(plan.added)
    assert {note.guid for note in start.notes} <= set(guids)
    nids = sorted(note.nid for note in made.notes)
    assert all(later - sooner >= 10 for sooner, later in zip(nids, nids[1:], strict=False))


@MANY
@given(histories, loose_lists)
def test_what_a_note_never_gives_up(past: list[list[Candidate]], candidates: list[Candidate]) -> None:
    start = history(past)
    old = {note.guid: note for note in start.notes}
    for note in build(start, candidates, 5)[1].notes:
        if was := old.get(note.guid):
            kept = (was.nid, was.created, was.note_type, was.deck)
            assert (note.nid, note.created, note.note_type, note.deck) == kept
            seen = (was.fields, was.tags, was.status) != (note.fields, note.tags, note.status)
            assert (note.modified > was.modified) == seen


@MANY
@given(histories, loose_lists)
def test_each_candidate_has_one_place_in_the_plan(past: list[list[Candidate]], candidates: list[Candidate]) -> None:
    plan, made = build(history(past), candidates, 9_000)
    placed = (plan.added, plan.updated, plan.moved, plan.unchanged, plan.revived, plan.skipped, plan.ambiguous)
    assert sum(map(len, placed)) == len(candidates)
    doubted = {note.guid for doubt in plan.ambiguous for note in doubt.notes}
    assert doubted <= {note.guid for note in made.notes if note.status != "retired"}
    assert doubted.isdisjoint(change.new.guid for heap in placed[:6] for change in heap)


@MANY
@given(histories, loose_lists, st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(
    past: list[list[Candidate]], candidates: list[Candidate], chance: random.Random
) -> None:
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    start = history(past)
    assert build(start, candidates, 9_000) == build(start, shuffled, 9_000)


@MANY
@given(loose_lists)
def test_a_lost_ledger_regrows_the_same_guids(candidates: list[Candidate]) -> None:
    one, other = history([candidates]), history([[], candidates])
    assert [note.guid for note in one.notes] == [note.guid for note in other.notes]


@MANY
@given(distinct(), st.data())
def test_a_changed_number_keeps_its_guid(candidates: list[Candidate], data: st.DataObject) -> None:
    start = history([candidates])
    at = data.draw(st.integers(0, len(candidates) - 1))
    old = candidates[at]
    back = f"{data.draw(st.integers(2, 900))} ms"
    new = replace(old, fields=replace(old.fields, back=back), text=old.text.replace(old.fields.back, back))
    plan, made = build(start, [*candidates[:at], new, *candidates[at + 1 :]], 9_000)
    assert [note.guid for note in made.notes] == [note.guid for note in start.notes]
    assert len(plan.updated) == (new != old)


@MANY
@given(distinct(), st.data())
def test_lines_that_move_keep_their_guids(candidates: list[Candidate], data: st.DataObject) -> None:
    start = history([candidates])
    moved = [
        replace(made, source=replace(made.source, path=data.draw(paths), section=data.draw(sections)))
        for made in candidates
    ]
    plan, made = build(start, moved, 9_000)
    assert not plan.added
    assert not plan.retired
    by_front = {note.fields.front: note.guid for note in made.notes}
    assert all(by_front[note.fields.front] == note.guid for note in start.notes)


@st.composite
def rearranged(draw: st.DrawFn) -> tuple[list[Candidate], list[Candidate]]:
    """Facts, and the same after documents and headings were renamed, copied and thrown away, some lines edited."""
    old = draw(distinct())
    new: list[Candidate] = []
    for path in sorted({made.source.path for made in old}):
        for name in draw(st.lists(st.sampled_from([path, "a.md", "new.md", "new 2.md", "z/copy.md"]), max_size=3)):
            context, section = draw(st.sampled_from(["", "One"])), draw(sections)
            number = draw(st.sampled_from(["", "7 ms"]))
            for made in old:
                if made.source.path == path and draw(st.integers(0, 3)):
                    fields = replace(made.fields, context=context, back=number or made.fields.back)
                    text = made.text.replace(made.fields.back, fields.back)
                    place = replace(made.source, path=name, section=section)
                    new.append(replace(made, fields=fields, text=text, source=place))
    return old, new


@MANY
@given(rearranged())
def test_documents_that_are_renamed_and_copied_settle_at_once(pair: tuple[list[Candidate], list[Candidate]]) -> None:
    old, new = pair
    start = history([old])
    plan, made = build(start, new, 9_000)
    assert len(plan.added) + len(start.notes) == len(made.notes)
    second, again = build(made, new, 10_000)
    assert again == made
    assert replace(second, unchanged=(), ambiguous=()) == Plan()
    assert {doubt.candidate for doubt in second.ambiguous} == {doubt.candidate for doubt in plan.ambiguous}
    assert build(start, new[::-1], 9_000) == (plan, made)


@MANY
@given(distinct())
def test_what_comes_back_has_its_guid(candidates: list[Candidate]) -> None:
    start = history([candidates])
    back = history([candidates, candidates[::2], [], candidates])
    assert {note.guid for note in back.notes} == {note.guid for note in start.notes}
    assert {note.status for note in back.notes} == {"active"}


@MANY
@given(histories)
def test_a_ledger_comes_back_from_its_text(past: list[list[Candidate]]) -> None:
    made = history(past)
    text = ledger.dump(made)
    assert text.count("\n") == len(made.notes)
    assert records.parse(text.encode(), Path("ledger.jsonl")).notes == made.notes
