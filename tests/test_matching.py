"""Which candidate is which note: edits keep the guid, other facts get their own."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from facts import VAULT, candidate, read

from flashcards import equals, ledger, leftovers, lineage, matching
from flashcards.ledger import Ledger
from flashcards.model import Candidate, Note, Plan

SIBLINGS = "- harbour pilots pull 20-40k forecasts a day\n- yacht racing pulls 50-300 of them\n"


def section(*lines: str) -> dict[str, str]:
    return {"a.md": "# Tidewrack\n## Company\n" + "\n".join((*lines, SIBLINGS))}


def born(vault: dict[str, str]) -> Ledger:
    return ledger.reconcile(Ledger(), read(vault), 1_000)[1]


def after(vault: dict[str, str], edited: dict[str, str]) -> Plan:
    return ledger.reconcile(born(vault), read(edited), 2_000)[0]


def sizes(plan: Plan) -> dict[str, int]:
    return {name: len(getattr(plan, name)) for name in Plan.__slots__ if len(getattr(plan, name))}


KEPT = [
    ("number", "- revisit time: 10 days", "- revisit time: 12 days"),
    ("unit", "- revisit time: 10 days", "- revisit time: 240 h"),
    ("typo", "- offshore wind crews pull 8-12k", "- offshore wnid crews pull 8-12k"),
    ("typo and number", "- offshore wind crews pull 8-12k", "- ofshore wind crews pull 9-12k"),
    ("reworded", "- offshore wind crews pull 8-12k", "- offshore wind crews request roughly 8-12k"),
    ("words turned", "- random read from an SSD: 16 µs", "- SSD random read: 20 µs"),
    ("told in full", "- L1 cache hit: ~1 ns", "- a hit in the L1 cache: ~1 ns"),
    ("gloss reworded", "- feeder = one line out of a substation", "- feeder = a single line leaving a substation"),
    (
        "question reworded",
        "- How do you pick which route gets the next sensor, revenue or coverage?",
        "- How does the team choose the route that gets the next sensor: revenue or coverage?",
    ),
    ("another answer", "- Team size: 12", "- Team size: 15 engineers"),
    ("indented", "- revisit time: 10 days", "\t- revisit time: 10 days"),
    ("another mark", "- revisit time: 10 days", "* **revisit time**: 10 days"),
    ("a short key misspelt", "- cost: $310 a month, was $1,150", "- cst: $310 a month, was $1,150"),
    ("cut short", "- the old pump lifts 340 L/s, and nobody minds the noise", "- the old pump lifts 340 L/s"),
    ("said on", "- the old pump lifts 340 L/s", "- the old pump lifts 340 L/s, and nobody minds the noise"),
    ("all words and no number", "- pricing: per vessel-day, not per seat", "- pricing: per vesel-day, never per seat"),
]


@pytest.mark.parametrize(("old", "new"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_an_edit_keeps_the_guid(old: str, new: str) -> None:
    plan = after(section(old), section(new))
    assert sizes(plan) in ({"updated": 1, "unchanged": 2}, {"unchanged": 3})


OTHER = [
    ("- offshore wind crews pull 8-12k", "- harbour tug crews pull 3-4k"),
    ("- L1 cache hit: ~1 ns", "- L3 cache hit: ~40 ns"),
    ("- p99 read latency: 12 ms", "- p99 write latency: 20 ms"),
    ("- UK: 68M", "- Spain: 48M"),
    ("- Swell - live forecast feed", "- Gale - storm alert feed"),
    ("- H100 memory: 80 GB", "- H200 memory: 141 GB"),
    ("- Genomics does 100-200k daily jobs", "- Weather does 50-100k daily jobs"),
    ("- GPU on demand: $4.20", "- GPU reserved: $2.60"),
    ("- TCP = transmission control protocol", "- UDP = user datagram protocol"),
    ("- How do you pick the next route?", "- How do you pay the next intern?"),
    ("- encryption = makes text secret", "- decryption = makes text readable"),
    ("- 99.9% = 8.76 h", "- 99.99% = 52.6 min"),
    ("- Saltmarsh sold 1.4M copies", "- Copperfield sold 300k copies"),
]


@pytest.mark.parametrize(("old", "new"), OTHER)
def test_another_fact_in_its_place_does_not_get_the_guid(old: str, new: str) -> None:
    plan = after(section(old), section(new))
    assert sizes(plan) == {"added": 1, "retired": 1, "unchanged": 2}
    assert plan.added[0].new.guid != plan.retired[0].new.guid


# Single random edits


def lines_of(vault: dict[str, str]) -> list[tuple[str, int]]:
    lines = [(path, at) for path, text in vault.items() for at, line in enumerate(text.splitlines()) if line]
    return [(path, at) for path, at in lines if not vault[path].splitlines()[at].startswith("#")]


def typo(line: str, chance: random.Random) -> str:
    places = [at for at in range(3, len(line) - 1) if line[at : at + 2].isalpha()]
    at = chance.choice(places)
    return chance.choice(
        (line[:at] + line[at + 1] + line[at] + line[at + 2 :], line[:at] + line[at + 1 :], line[:at] + "e" + line[at:])
    )


def number(line: str, chance: random.Random) -> str:
    digits = [at for at, sign in enumerate(line) if sign.isdigit() and not line[at - 1].isalpha()]
    if not digits:
        return line
    at = chance.choice(digits)
    return f"{line[:at]}{(int(line[at]) + chance.randint(1, 8)) % 9 + 1}{line[at + 1 :]}"


def edited(vault: dict[str, str], edit: str, chance: random.Random) -> dict[str, str]:
    """The vault after one random edit of this kind."""
    path, at = chance.choice(lines_of(vault))
    lines = vault[path].splitlines()
    made = dict(vault)
    if edit == "rename":
        del made[path]
        return {f"archive/{path}": "\n".join(lines), **made}
    if edit == "typo":
        lines[at] = typo(lines[at], chance)
    elif edit == "number":
        lines[at] = number(lines[at], chance)
    elif edit == "insert":
        lines.insert(at, "- quokka = a small smiling marsupial")
    elif edit == "heading":
        lines = [line + " (2026)" if line.startswith("## ") else line for line in lines]
    elif edit == "title":
        lines = [line + " revisited" if line.startswith("# ") else line for line in lines]
    elif edit == "delete":
        del lines[at]
    elif edit in ("reorder", "section", "document"):
        moved = lines.pop(at)
        made[path] = "\n".join(lines)
        to = path if edit != "document" else chance.choice(sorted(made))
        lines, path = made[to].splitlines(), to
        heads = [place for place, line in enumerate(lines) if line.startswith("##")]
        lines.insert(chance.choice(heads) + 1 if edit == "section" else chance.randint(2, len(lines)), moved)
    made[path] = "\n".join(lines)
    return made


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    "edit", ["typo", "number", "insert", "heading", "title", "reorder", "section", "document", "rename", "delete"]
)
def test_one_random_edit_keeps_all_guids(edit: str, seed: int) -> None:
    plan = after(VAULT, edited(VAULT, edit, random.Random(f"{edit} {seed}")))
    lost = plan.retired if edit != "delete" else ()
    assert not plan.ambiguous
    assert not lost, lost
    assert len(plan.added) == (1 if edit == "insert" else 0)


def test_the_vault_holds_enough_facts() -> None:
    assert len(read(VAULT)) >= 40
    assert len({made.kind for made in read(VAULT)}) >= 4


# Two facts of one line


def of_line(plan: Plan) -> dict[str, str]:
    changes = (*plan.updated, *plan.unchanged, *plan.moved)
    return {change.old.fields.back: change.new.fields.back for change in changes if change.old}


@pytest.mark.parametrize(
    ("new", "pairs"),
    [
        ("- reads take 15 ms and writes take 20 ms", {"10 ms": "15 ms", "20 ms": "20 ms"}),
        ("- reads take 20 ms and writes take 10 ms", {"10 ms": "20 ms", "20 ms": "10 ms"}),
        ("- writes take 20 ms and reads take 10 ms", {"10 ms": "10 ms", "20 ms": "20 ms"}),
        ("- raeds take 10 ms and writes take 20 ms", {"10 ms": "10 ms", "20 ms": "20 ms"}),
        ("- reads take 10 ms and the writes take 30 ms", {"10 ms": "10 ms", "20 ms": "30 ms"}),
        ("- writes take 20 ms", {"20 ms": "20 ms"}),
        ("- reads take 10 ms", {"10 ms": "10 ms"}),
        ("- reads take 10 ms\n- writes take 20 ms", {"10 ms": "10 ms", "20 ms": "20 ms"}),
    ],
)
def test_two_facts_of_one_line_never_swap(new: str, pairs: dict[str, str]) -> None:
    plan = after(section("- reads take 10 ms and writes take 20 ms"), section(new))
    found = of_line(plan)
    assert {old: found[old] for old in pairs} == pairs
    assert len(plan.retired) == 2 - len(pairs)


def test_two_lines_become_one() -> None:
    plan = after(section("- reads take 10 ms", "- writes take 20 ms"), section("- reads take 10 ms, writes take 20 ms"))
    assert sizes(plan) == {"updated": 2, "unchanged": 2}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- the old pump lifts 340 L/s, and nobody minds", "- nobody minds the noise of the old pump"),
        ("- the old pump lifts 340 L/s, and nobody minds", "- the mill burns 340 L/s"),
        ("- the old pump lifts 340 L/s, and nobody minds", "- the old pump\n- the mill has 340 L/s in spring"),
    ],
)
def test_the_half_without_the_number_is_not_the_old_fact(old: str, new: str) -> None:
    plan = after(section(old), section(new))
    assert not plan.updated
    assert len(plan.retired) == 1


def test_a_line_with_one_card_stays_one_note_when_its_kind_and_answer_change() -> None:
    old = [candidate("Founded?", "2019 in Ghent", text="- Founded: 2019 in Ghent")]
    new = [candidate("a question to ask: Ghent", "Founded: 2019 in Ghent", text=old[0].text, kind="question-to-ask")]
    new = [replace(new[0], source=replace(new[0].source, section=("To ask",)))]
    plan, _ = ledger.reconcile(ledger.reconcile(Ledger(), old, 1)[1], new, 2)
    assert sizes(plan) == {"updated": 1}


def test_two_cards_of_a_line_that_becomes_one_question_are_not_guessed() -> None:
    text = "- reads take 10 ms and writes take 20 ms"
    old = [
        candidate("reads take [...] and writes take 20 ms", "10 ms", text=text),
        candidate("reads take 10 ms and writes take [...]", "20 ms", text=text),
    ]
    new = [candidate("a question to ask: writes", text[2:], text=text, kind="question-to-ask", section=("To ask",))]
    plan, _ = ledger.reconcile(ledger.reconcile(Ledger(), old, 1)[1], new, 2)
    assert not plan.updated


# A later version of the program


def test_a_better_worded_front_and_another_kind_keep_the_guid() -> None:
    old = [
        candidate("Genomics: [...] daily jobs", "100k", text="- Genomics does 100k daily jobs, runs 20 TB"),
        candidate("Genomics: runs [...]", "20 TB", text="- Genomics does 100k daily jobs, runs 20 TB"),
    ]
    new = [
        replace(made, kind="comparison", fields=replace(made.fields, front=front))
        for made, front in zip(old, ("What is Genomics' daily load?", "How much does it run?"), strict=True)
    ]
    plan, _ = ledger.reconcile(ledger.reconcile(Ledger(), old, 1)[1], new, 2)
    assert of_line(plan) == {"100k": "100k", "20 TB": "20 TB"}
    assert {change.new.kind for change in plan.updated} == {"comparison"}


def test_basic_and_cloze_are_never_one() -> None:
    old = [candidate()]
    new = [replace(old[0], note_type="cloze")]
    plan, made = ledger.reconcile(ledger.reconcile(Ledger(), old, 1)[1], new, 2)
    assert sizes(plan) == {"added": 1, "retired": 1}
    assert len({note.guid for note in made.notes}) == 2
    fresh = ledger.reconcile(Ledger(), new, 3)[1]
    assert fresh.notes[0].guid == plan.added[0].new.guid, "a lost ledger must not give the basic note's guid"


# Doubt


def alike_lines() -> tuple[list[Candidate], list[Candidate]]:
    old = [
        candidate("Cluster east batch queue wait", "10 min", line=3, text="- Cluster east batch queue wait 10 min"),
        candidate("Cluster west batch queue wait", "20 min", line=4, text="- Cluster west batch queue wait 20 min"),
    ]
    new = [candidate("Cluster batch queue wait", "30 min", line=3, text="- Cluster batch queue wait 30 min")]
    return old, new


def test_a_pair_that_is_not_clear_is_reported_and_left_alone() -> None:
    old, new = alike_lines()
    before = ledger.reconcile(Ledger(), old, 1)[1]
    plan, made = ledger.reconcile(before, new, 2)
    assert sizes(plan) == {"ambiguous": 1}
    assert plan.ambiguous[0].candidate == new[0]
    assert set(plan.ambiguous[0].notes) == set(before.notes)
    assert made.notes == before.notes
    assert ledger.reconcile(made, new, 3) == (plan, made)


def test_one_note_and_two_candidates_are_in_doubt_too() -> None:
    new, old = alike_lines()
    before = ledger.reconcile(Ledger(), old, 1)[1]
    plan, made = ledger.reconcile(before, new, 2)
    assert sizes(plan) == {"ambiguous": 2}
    assert made.notes == before.notes


def test_what_is_clear_is_taken_before_what_is_not() -> None:
    old, new = alike_lines()
    before = ledger.reconcile(Ledger(), old, 1)[1]
    both = [replace(old[0], fields=replace(old[0].fields, back="11 min")), *new]
    plan, _ = ledger.reconcile(before, both, 2)
    assert sizes(plan) == {"updated": 2}


# Retired and skipped notes


def only(made: Ledger) -> Note:
    (note,) = made.notes
    return note


def test_a_retired_note_comes_back_with_its_line() -> None:
    line = candidate("Main memory reference: how long?", "100 ns")
    gone = ledger.reconcile(ledger.reconcile(Ledger(), [line], 1)[1], [], 2)[1]
    assert only(gone).status == "retired"
    elsewhere = replace(line, source=replace(line.source, path="other.md", line_start=9, line_end=9))
    plan, made = ledger.reconcile(gone, [elsewhere], 3)
    assert sizes(plan) == {"revived": 1}
    assert (only(made).status, only(made).modified) == ("active", 3)


def test_a_retired_note_does_not_take_a_line_that_is_only_somewhat_alike() -> None:
    line = candidate("offshore wind crews pull [...] forecasts", "8-12k")
    gone = ledger.reconcile(ledger.reconcile(Ledger(), [line], 1)[1], [], 2)[1]
    like = candidate("offshore wind farms request [...] forecasts", "9-12k")
    assert sizes(ledger.reconcile(gone, [like], 3)[0]) == {"added": 1}


def test_an_active_note_goes_before_a_retired_one() -> None:
    line = candidate("Disk seek time: how long?", "10 ms")
    gone = ledger.reconcile(ledger.reconcile(Ledger(), [line], 1)[1], [], 2)[1]
    other = replace(line, fields=replace(line.fields, back="12 ms"), text="- Disk seek time 12 ms")
    both = Ledger((*gone.notes, *ledger.reconcile(Ledger(), [other], 3)[1].notes))
    notes = tuple(replace(note, guid=f"guid-{at}") for at, note in enumerate(both.notes))
    plan, _ = ledger.reconcile(Ledger(notes), [line], 4)
    assert [change.new.guid for change in plan.updated] == ["guid-1"]
    assert not plan.revived


def test_a_skipped_note_follows_its_line_and_stays_skipped() -> None:
    line = candidate("Main memory reference: how long?", "100 ns")
    start = ledger.reconcile(Ledger(), [line], 1)[1]
    skipped = ledger.set_status(start, [only(start).guid], "skipped", 2)
    new = replace(line, fields=replace(line.fields, back="80 ns"), text="- Main memory reference 80 ns")
    plan, made = ledger.reconcile(skipped, [new], 3)
    assert sizes(plan) == {"skipped": 1}
    assert (only(made).status, only(made).fields.back) == ("skipped", "80 ns")
    assert only(ledger.reconcile(made, [], 4)[1]).status == "skipped"


# Places


def test_equal_lines_keep_their_order() -> None:
    lines = [candidate(line=line) for line in (3, 5, 9)]
    start = ledger.reconcile(Ledger(), lines, 1)[1]
    guids = [note.guid for note in start.notes]
    assert len(set(guids)) == 3
    plan, made = ledger.reconcile(start, [candidate(line=4), candidate(line=8)], 2)
    assert [note.guid for note in made.notes if note.status == "active"] == guids[:2]
    assert len(plan.retired) == 1


def test_an_equal_line_above_does_not_take_the_note_of_one_with_another_breadcrumb() -> None:
    old = candidate(line=5, context="Disks › Rows")
    above = replace(candidate(line=4), fields=replace(old.fields, context="Disks"))
    start = ledger.reconcile(Ledger(), [old], 1)[1]
    plan, _ = ledger.reconcile(start, [above, replace(old, source=replace(old.source, line_start=6, line_end=6))], 2)
    assert [change.new.fields.context for change in plan.unchanged] == ["Disks › Rows"]
    assert [change.new.fields.context for change in plan.added] == ["Disks"]


def test_a_number_that_changes_in_place_goes_before_equal_words_elsewhere() -> None:
    old = candidate("Main memory reference: how long?", "100 ns")
    here = replace(old, fields=replace(old.fields, back="80 ns"), text="- Main memory reference: how long 80 ns")
    there = replace(old, source=replace(old.source, path="archive.md"))
    start = ledger.reconcile(Ledger(), [old, candidate(path="archive.md")], 1)[1]
    plan, _ = ledger.reconcile(start, [here, there, candidate(path="archive.md")], 2)
    assert [(change.new.source.path, change.new.fields.back) for change in plan.updated] == [("napkin.md", "80 ns")]
    assert [change.new.source.path for change in plan.added] == ["archive.md"]


def test_what_did_not_change_is_paired_at_once_and_with_no_words_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    made = read(VAULT)
    start = ledger.reconcile(Ledger(), made, 1)[1]

    def never(*_: object) -> None:
        raise AssertionError

    for module, name in (
        (leftovers, "shape_of"),
        (leftovers, "weighers"),
        (matching, "order_of"),
        (equals, "order_of"),
    ):
        monkeypatch.setattr(module, name, never)
    monkeypatch.setattr(lineage, "trace", never)
    found = matching.pair(start.notes, made[::-1])
    assert found.unchanged == len(found.pairs) == len(made)


def test_a_copied_template_does_not_take_the_guids_of_the_first() -> None:
    first = [candidate(path="acme.md", front="Acme: offices?"), candidate("Acme: founded?", "2014", path="acme.md")]
    copied = [replace(made, source=replace(made.source, path="aaa.md")) for made in first]
    start = ledger.reconcile(Ledger(), first, 1)[1]
    plan, _ = ledger.reconcile(start, [*copied, *first], 2)
    assert sizes(plan) == {"added": 2, "unchanged": 2}


def test_a_crowded_section_is_looked_up_by_words() -> None:
    words = [f"{one}{two}ol" for one in ("bar", "den", "fal", "gim", "hub", "kor", "lum") for two in "abcdefghijk"]
    old = [candidate(f"{word} {word[::-1]} {word}ed?", f"{at + 100} ms", line=at) for at, word in enumerate(words)]
    new = [replace(made, fields=replace(made.fields, front=f"The {made.fields.front}")) for made in old]
    start = ledger.reconcile(Ledger(), old, 1)[1]
    new = [replace(made, text=f"{made.text} at least", fields=replace(made.fields, back="7 ms")) for made in new]
    plan, _ = ledger.reconcile(start, new, 2)
    assert len(plan.updated) == len(words)
    assert all(change.old and change.old.source == change.new.source for change in plan.updated)


def test_scripts_without_spaces_are_compared_sign_by_sign() -> None:
    plan = after(section("- 负载均衡 = 把请求分给多台服务器"), section("- 负载均衡 = 把请求分给很多台服务器"))
    assert sizes(plan) == {"updated": 1, "unchanged": 2}


def test_no_notes_and_no_candidates() -> None:
    assert matching.pair((), ()) == matching.Matches(())


def test_cards_of_one_line_that_differ_in_their_context_only_stay_apart() -> None:
    twins = [candidate("", "5 ms", text="- 5 ms", context=context) for context in ("", "", "One", "Two")]
    start = ledger.reconcile(Ledger(), twins, 1)[1]
    plan, made = ledger.reconcile(start, twins[::-1], 2)
    assert sizes(plan) == {"unchanged": 4}
    assert made is start


def test_a_new_card_of_a_line_that_did_not_change_is_no_other_line() -> None:
    stays = candidate(
        "worst wait [...], the queue went from 840 ms to 120 ms", "9 h", text="- worst wait 9 h, the queue ..."
    )
    goes = candidate(
        "the queue went from [...] to 156 ms", "840 ms", line=4, text="- the queue went from 840 ms to 156 ms"
    )
    more = candidate("the queue went from [...] to 120 ms", "840 ms", text=stays.text)
    start = ledger.reconcile(Ledger(), [stays, goes], 1)[1]
    plan, _ = ledger.reconcile(start, [stays, more], 2)
    assert [change.new.fields.front for change in plan.added] == [more.fields.front]
    assert [change.new.fields.front for change in plan.retired] == [goes.fields.front]


def test_a_line_read_in_another_way_keeps_its_note_though_an_equal_one_was_edited() -> None:
    crate = "- crates 12-15"
    below = candidate("rows: crates [...]", "12-15", line=9, text=crate, context="Acme › rows", kind="comparison")
    above = candidate("crates [...]", "12-15", line=3, text=crate, context="Acme")
    new = [
        candidate("carts [...]", "12-15", line=3, text="- carts 12-15", context="Acme"),
        replace(below, fields=replace(below.fields, front="crates [...]"), kind="quantity"),
    ]
    plan, _ = ledger.reconcile(ledger.reconcile(Ledger(), [above, below], 1)[1], new, 2)
    assert {change.old.source.line_start: change.new.text for change in plan.updated if change.old}[9] == crate
    assert 3 not in {change.old.source.line_start for change in plan.updated if change.old and change.new.text == crate}


def test_the_same_question_elsewhere_and_the_same_answer_below_a_like_one_are_in_doubt() -> None:
    answer, other = "whoever broke the build mends it", "the night crew files it by the weekend"
    asked, then = "Who mends it first?", "Who mends it first, then?"
    old, *new = (
        candidate(front, back, line=line, kind="question-and-answer", text=f"## {front}\n{back}")
        for front, back, line in ((asked, answer, 3), (then, answer, 3), (asked, other, 9))
    )
    before = ledger.reconcile(Ledger(), [old], 1)[1]
    plan, _ = ledger.reconcile(before, new, 2)
    assert [doubt.candidate for doubt in plan.ambiguous] == new
    assert not plan.added
    plan, _ = ledger.reconcile(before, new[1:], 2)
    assert sizes(plan) == {"updated": 1}


def test_the_steps_of_a_process_are_no_pitch_that_tells_them() -> None:
    steps = ("Ask who pays", "Split the cost", "Size one slice", "Check against last spring", "Advise one owner")
    line = f"Order: {' → '.join(steps)}"
    told = "\n".join(f"{at}. {step}" for at, step in enumerate(steps, 1))
    old = candidate("Order: the 5 steps?", told, text=line, kind="process", section=("Cases",))
    heading = "### Tell us who you are"
    new = candidate("Tell us who you are: what do you say?", line, text=f"{heading}\n{line}", kind="pitch", section=())
    plan, _ = ledger.reconcile(ledger.reconcile(Ledger(), [old], 1)[1], [new], 2)
    assert sizes(plan) == {"added": 1, "retired": 1}


@pytest.mark.parametrize("heading", ["Queue", "Quick batch"])
def test_a_heading_that_became_a_term_is_another_fact(heading: str) -> None:
    gloss = "a late furnace that mirrors the replica from the clinic while every backlog waits"
    old = candidate("Harbour batch: what is it?", gloss, text=f"Harbour batch - {gloss}", section=("Words", heading))
    new = candidate(
        f"{heading}: what is it?",
        f"Harbour batch - {gloss}",
        text=f"## {heading}\nHarbour batch - {gloss}",
        section=("Words",),
    )
    plan, _ = ledger.reconcile(ledger.reconcile(Ledger(), [old], 1)[1], [new], 2)
    assert sizes(plan) == {"added": 1, "retired": 1}
