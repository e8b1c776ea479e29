"""The ledger: its file, and what reconcile makes of it."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_note, make_notes
from facts import VAULT, candidate, read

from flashcards import ledger, records
from flashcards.errors import FlashcardsError
from flashcards.ledger import Ledger
from flashcards.model import Fields, Note, Plan


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "ledger.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def line_of(note: Note, **changes: object) -> str:
    row = json.loads(ledger.dump(Ledger((note,)))) | changes
    return json.dumps(row, ensure_ascii=False)


def sizes(plan: Plan) -> dict[str, int]:
    return {name: len(getattr(plan, name)) for name in Plan.__slots__ if len(getattr(plan, name))}


# The file


def test_a_missing_file_is_an_empty_ledger(tmp_path: Path) -> None:
    assert ledger.load(tmp_path / "ledger.jsonl") == Ledger()
    assert ledger.load(written(tmp_path)) == Ledger()
    assert ledger.load(written(tmp_path, "", "  ")) == Ledger()


ODD = 'a "quote" \\ back\\nslash \u2028 \x85 \x7f \ttab \r \x00 é 日本 😀 \ud800'


def test_all_text_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    fields = Fields(ODD, ODD, ODD, ODD, ODD, ODD, ODD)
    notes = (make_note(1, section=(ODD, "b"), tags=(ODD,), text=ODD, deck=ODD), make_note(2, section=(), tags=()))
    notes = (replace(notes[0], fields=fields), notes[1])
    assert ledger.save(path, Ledger(notes))
    assert ledger.load(path) == Ledger(notes)
    assert len(path.read_bytes().split(b"\n")) == 3
    assert "日本".encode() in path.read_bytes()


def test_sorted_by_source_whatever_the_order(tmp_path: Path) -> None:
    notes = (make_note(3), make_note(1, path="zebra.md"), make_note(2))
    assert ledger.dump(Ledger(notes)) == ledger.dump(Ledger(notes[::-1]))
    ledger.save(tmp_path / "a", Ledger(notes))
    assert [note.guid for note in ledger.load(tmp_path / "a").notes] == ["guid-000002", "guid-000003", "guid-000001"]


def test_the_keys_of_a_line() -> None:
    line = json.loads(ledger.dump(Ledger((make_note(),))))
    assert " ".join(line) == (
        "guid nid status kind note_type deck tags context front back extra reverse reverse_back foot link "
        "path line line_end section text created modified"
    )


def test_equal_bytes_are_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    assert ledger.save(path, Ledger(make_notes(3)))
    assert not ledger.save(path, ledger.load(path))


def test_line_ends_and_byte_order_mark_of_other_tools(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    text = ledger.dump(Ledger(make_notes(2))).replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert ledger.load(path).notes == make_notes(2)


DAMAGED = [
    ('{"guid": "half', "damaged"),
    ("[1, 2]", "not a JSON object"),
    ("17", "not a JSON object"),
    ("{}", "no 'guid'"),
    (line_of(make_note(2), nid="7"), "'nid' holds '7'"),
    (line_of(make_note(2), modified=10**15), "'modified' is no number that can be: 1000000000000000"),
    (line_of(make_note(2), line=-1), "'line' is no number that can be: -1"),
    (line_of(make_note(2), nid=True), "'nid' holds True"),
    (line_of(make_note(2), tags="one"), "'tags' holds 'one'"),
    (line_of(make_note(2), section=[1]), "'section' holds [1]"),
    (line_of(make_note(2), status="lost"), "status 'lost'"),
    (line_of(make_note(2)) + line_of(make_note(3)), "damaged"),
    ("[" * 100_000, "damaged"),
    ('{"nid": ' + "9" * 5_000 + "}", "damaged"),
    ("\x00" * 40, "damaged"),
]


@pytest.mark.parametrize(("line", "words"), DAMAGED)
def test_a_damaged_line_is_named_and_nothing_is_overwritten(tmp_path: Path, line: str, words: str) -> None:
    path = written(tmp_path, line_of(make_note(1)), "", line, line_of(make_note(4)))
    before = path.read_bytes()
    with pytest.raises(FlashcardsError) as caught:
        ledger.load(path)
    assert (caught.value.path, caught.value.line) == (str(path), 3)
    assert words in caught.value.message
    assert "mend the line" in caught.value.hint
    assert path.read_bytes() == before


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, line_of(make_note(1)))
    path.write_bytes(path.read_bytes() + b'{"guid": "\xff"}\n')
    with pytest.raises(FlashcardsError, match=r"ledger.jsonl:2: .*UTF-8"):
        ledger.load(path)


def test_an_object_over_two_lines_is_damage(tmp_path: Path) -> None:
    halves = ('{"guid": "a"', '"nid": 7}')
    with pytest.raises(FlashcardsError, match="jsonl:1: "):
        ledger.load(written(tmp_path, *halves))


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> theirs"])
def test_a_conflict_of_git_has_its_own_message(tmp_path: Path, mark: str) -> None:
    path = written(tmp_path, line_of(make_note(1)), mark, line_of(make_note(2)))
    with pytest.raises(FlashcardsError, match="jsonl:2: git left a conflict") as caught:
        ledger.load(path)
    assert "both sides" in caught.value.hint


def test_keys_of_a_newer_version_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path, line_of(make_note(1), bound={"c1": ["x"]}, mood="good"), line_of(make_note(2)))
    loaded = ledger.load(path)
    assert loaded.notes == make_notes(2)
    assert not ledger.save(path, loaded)
    assert ledger.load(path).extras == {"guid-000001": {"mood": "good", "bound": {"c1": ["x"]}}}
    plan, made = ledger.reconcile(loaded, [], 5)
    assert len(plan.retired) == 2
    assert made.extras == loaded.extras


def test_keys_that_an_older_version_left_out(tmp_path: Path) -> None:
    row = json.loads(line_of(make_note(1)))
    for key in ("tags", "extra", "reverse", "reverse_back", "foot", "context"):
        del row[key]
    (note,) = ledger.load(written(tmp_path, json.dumps(row))).notes
    assert (note.tags, note.fields.extra, note.guid) == ((), "", "guid-000001")


# Merged by git


def test_of_two_entries_the_later_counts(tmp_path: Path) -> None:
    old, new = make_note(1, back="old"), replace(make_note(1, back="new"), modified=make_note(1).modified + 5)
    for pair in ((old, new), (new, old)):
        path = written(tmp_path, line_of(pair[0]), line_of(make_note(2)), line_of(pair[1], mood="kept"))
        assert [note.fields.back for note in ledger.load(path).notes] == ["new", "2 GB"]


def test_of_two_equally_late_entries_a_no_counts_else_always_the_same(tmp_path: Path) -> None:
    one, other, skipped = make_note(1, back="a"), make_note(1, back="b"), make_note(1, back="a", status="skipped")
    ways = [written(tmp_path, line_of(one), line_of(other)), written(tmp_path, line_of(other), line_of(one))]
    assert len({ledger.load(path).notes for path in ways}) == 1
    assert ledger.load(written(tmp_path, line_of(skipped), line_of(other))).notes[0].status == "skipped"


def test_clashing_note_ids_are_given_anew(tmp_path: Path) -> None:
    notes = [make_note(number, nid=nid) for number, nid in enumerate((1000, 1000, 1005, 1010, 1000), 1)]
    loaded = ledger.load(written(tmp_path, *map(line_of, notes)))
    nids = sorted(note.nid for note in loaded.notes)
    assert {note.guid: note.nid for note in loaded.notes}["guid-000001"] == 1000
    assert {note.guid: note.nid for note in loaded.notes}["guid-000004"] == 1010
    assert all(later - sooner >= 10 for sooner, later in zip(nids, nids[1:], strict=False))
    assert loaded == ledger.load(written(tmp_path, *map(line_of, notes[::-1])))


# Reconcile


def test_the_first_build() -> None:
    candidates = read(VAULT)
    plan, made = ledger.reconcile(Ledger(), candidates, 1_790_000_000)
    assert sizes(plan) == {"added": len(candidates)}
    nids = sorted(note.nid for note in made.notes)
    assert nids[0] == 1_790_000_000_000
    assert all(later - sooner >= 10 for sooner, later in zip(nids, nids[1:], strict=False))
    assert {(note.status, note.created, note.modified) for note in made.notes} == {
        ("active", 1_790_000_000, 1_790_000_000)
    }
    assert all(len(note.guid) == 11 and note.guid.isalnum() for note in made.notes)


def test_a_guid_that_never_changes() -> None:
    _, made = ledger.reconcile(Ledger(), [candidate()], 1)
    assert [note.guid for note in made.notes] == ["3KPtYERtuaK"]


def test_the_second_build_changes_nothing() -> None:
    made = ledger.reconcile(Ledger(), read(VAULT), 1)[1]
    plan, again = ledger.reconcile(made, read(VAULT), 2)
    assert set(sizes(plan)) == {"unchanged"}
    assert again is made


def test_only_what_anki_sees_raises_the_time() -> None:
    start = ledger.reconcile(Ledger(), [candidate()], 100)[1]
    lower = ledger.reconcile(start, [candidate(line=9)], 200)
    assert sizes(lower[0]) == {"unchanged": 1}
    assert (lower[1].notes[0].source.line_start, lower[1].notes[0].modified) == (9, 100)
    moved = ledger.reconcile(start, [candidate(path="b.md", foot="napkin.md › Latency")], 200)
    assert sizes(moved[0]) == {"moved": 1}
    assert moved[1].notes[0].modified == 100
    deck = ledger.reconcile(start, [candidate(deck="Other")], 200)
    assert sizes(deck[0]) == {"unchanged": 1}
    assert deck[1].notes[0].deck == start.notes[0].deck
    tags = ledger.reconcile(start, [candidate(tags=("call::2026-11-30",))], 200)
    assert sizes(tags[0]) == {"updated": 1}
    assert tags[1].notes[0].modified == 200


def test_the_time_goes_forward_when_the_clock_goes_back() -> None:
    start = ledger.reconcile(Ledger(), [candidate()], 100)[1]
    note = ledger.reconcile(start, [candidate(back="11 ms")], 50)[1].notes[0]
    assert (note.created, note.modified, note.nid) == (100, 101, start.notes[0].nid)
    retired = ledger.reconcile(start, [], 50)[1].notes[0]
    assert (retired.status, retired.modified) == ("retired", 101)


def test_new_note_ids_keep_their_distance_from_old_ones() -> None:
    start = Ledger((make_note(1, nid=100_003, path="x.md"), make_note(2, nid=100_020, path="x.md")))
    new = [candidate(f"Fact {word}: how big?", line=at) for at, word in enumerate(("one", "two", "ten"))]
    plan, _ = ledger.reconcile(start, new, 100, read_paths=frozenset({"napkin.md"}))
    assert [change.new.nid for change in plan.added] == [100_030, 100_040, 100_050]


def test_a_guid_is_new_to_the_whole_ledger() -> None:
    start = ledger.reconcile(Ledger(), [candidate()], 1)[1]
    closed = Ledger((replace(start.notes[0], note_type="cloze", status="retired"),))
    plan, _ = ledger.reconcile(closed, [candidate()], 2)
    assert plan.added[0].new.guid != start.notes[0].guid
    again, _ = ledger.reconcile(closed, [candidate()], 3)
    assert again.added[0].new.guid == plan.added[0].new.guid


# Scope


def test_documents_out_of_reach_are_left_alone() -> None:
    start = ledger.reconcile(Ledger(), read(VAULT), 1)[1]
    one = {"napkin.md": VAULT["napkin.md"]}
    plan, made = ledger.reconcile(start, read(one), 2, read_paths=frozenset(one))
    assert set(sizes(plan)) == {"unchanged"}
    assert made is start
    plan, made = ledger.reconcile(start, read(one), 2, unread=frozenset(VAULT) - frozenset(one))
    assert made is start


def test_a_line_moved_here_from_out_of_reach_keeps_its_guid_when_nothing_else_differs() -> None:
    start = ledger.reconcile(Ledger(), [candidate(path="other.md")], 1)[1]
    here = frozenset({"napkin.md"})
    plan, made = ledger.reconcile(start, [candidate()], 2, read_paths=here)
    assert made.notes[0].guid == start.notes[0].guid
    assert sizes(plan) == {"moved": 1}
    plan, made = ledger.reconcile(start, [candidate(back="11 ms")], 2, read_paths=here)
    assert sizes(plan) == {"added": 1}
    assert len(made.notes) == 2


def test_a_new_foot_or_source_tag_alone_is_no_update() -> None:
    old = candidate(path="old.md")
    old = replace(old, tags=("kind::quantity", "source::old"), fields=replace(old.fields, source="old"))
    new = replace(old, tags=("kind::quantity", "source::new"), fields=replace(old.fields, source="new"))
    new = replace(new, source=replace(new.source, path="new.md"))
    start = ledger.reconcile(Ledger(), [old], 1)[1]
    plan, made = ledger.reconcile(start, [new], 2)
    assert sizes(plan) == {"moved": 1}
    assert made.notes[0].source.path == "new.md"
    assert (made.notes[0].fields, made.notes[0].tags, made.notes[0].modified) == (old.fields, old.tags, 1)
    call = replace(new, tags=(*new.tags, "call::2026-12-01"))
    plan, made = ledger.reconcile(made, [call], 3)
    assert sizes(plan) == {"updated": 1}
    assert made.notes[0].fields.source == "new"


def test_an_unread_document_loses_nothing() -> None:
    start = ledger.reconcile(Ledger(), [candidate()], 1)[1]
    plan, made = ledger.reconcile(start, [], 2, unread=frozenset({"napkin.md"}))
    assert not sizes(plan)
    assert made is start


# Shares and status


def test_retired_share() -> None:
    start = ledger.reconcile(Ledger(), read(VAULT), 1)[1]
    assert ledger.retired_share(ledger.reconcile(start, [], 2)[0]) == 1.0
    assert ledger.retired_share(ledger.reconcile(start, read(VAULT), 2)[0]) == 0.0
    assert ledger.retired_share(Plan()) == 0.0
    one = {path: text for path, text in VAULT.items() if path != "napkin.md"}
    share = ledger.retired_share(ledger.reconcile(start, read(one), 2)[0])
    assert share == pytest.approx(1 - len(read(one)) / len(read(VAULT)))


def test_skip_and_restore() -> None:
    start = Ledger(make_notes(2))
    skipped = ledger.set_status(start, ["guid-000001"], "skipped", 9_999_999_999)
    assert [note.status for note in skipped.notes] == ["skipped", "active"]
    assert [note.modified for note in skipped.notes] == [note.modified for note in start.notes]
    assert ledger.set_status(skipped, ["guid-000001"], "active", 9_999_999_999) == start


def test_a_retired_note_that_is_restored_is_sent_again() -> None:
    start = Ledger((make_note(1, status="retired"),))
    assert ledger.set_status(start, ["guid-000001"], "active", 5).notes[0].modified == make_note(1).modified + 1


def test_an_unknown_guid_is_an_error() -> None:
    with pytest.raises(FlashcardsError, match="'nobody'"):
        ledger.set_status(Ledger(make_notes(1)), ["nobody"], "skipped", 1)


# Speed: wide bounds, so that a busy machine does not fail; benchmarks measure


def many(count: int) -> Ledger:
    return Ledger(tuple(make_note(number, path=f"{number % 1000:04}.md") for number in range(1, count + 1)))


def test_ten_thousand_notes_load_and_reconcile_quickly(tmp_path: Path) -> None:
    path, notes = tmp_path / "ledger.jsonl", many(10_000).notes
    ledger.save(path, Ledger(notes))
    start = time.process_time()
    loaded = ledger.load(path)
    assert time.process_time() - start < 1
    again = [
        replace(
            candidate(),
            fields=note.fields,
            source=note.source,
            text=note.text,
            tags=note.tags,
        )
        for note in loaded.notes
    ]
    start = time.process_time()
    plan, made = ledger.reconcile(loaded, again, 9_999_999_999)
    assert time.process_time() - start < 2
    assert made is loaded
    assert len(plan.unchanged) == 10_000


def test_lines_of_notes_that_did_not_change_are_written_as_they_were() -> None:
    old = Ledger(make_notes(5), {make_notes(5)[1].guid: {"more": "kept"}})
    data = records.dump(old).encode()
    first, second, *rest = old.notes
    edited = replace(first, fields=replace(first.fields, back="another"))
    for notes, extras in [
        (old.notes, old.extras),
        ((edited, second, *rest), old.extras),
        ((second, *rest), old.extras),
        (old.notes, {second.guid: {"more": "other"}}),
        (old.notes, {}),
        (old.notes, {**old.extras, first.guid: {"own": 1}}),
    ]:
        new = Ledger(notes, extras)
        assert records.dump_again(new, old, data) == records.dump(new).encode()
    assert records.untouched(Ledger((edited, second)), old) == set()
