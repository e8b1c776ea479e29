"""Skip, restore, match, edit and log: what they change, what they refuse, and what they say."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from facts import candidate
from test_cli import objects, packaged
from vaults import NAPKIN, VAULT, Shell, age, held, tree, write

from flashcards import apkg, build, curating, editor, edits, history, ledger
from flashcards.errors import FlashcardsError
from flashcards.ledger import Ledger
from flashcards.model import Note

FERRY = "- the ferry to the {}harbour island carries passengers at a cost of 12 EUR\n"
OLD = "# Pier\n- Dock gate: 9 m\n" + FERRY.format("")
NEW = "# Pier\n- Dock gate: 9 m\n" + FERRY.format("northern ") + FERRY.format("southern ")
PACKAGE = "interview-prep.apkg"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def known(shell: Shell) -> dict[str, Note]:
    """The notes of the ledger by their fronts."""
    return {note.fields.front: note for note in ledger.load(shell.decks / build.LEDGER).notes}


def guid_of(shell: Shell, back: str) -> str:
    (guid,) = (note.guid for note in known(shell).values() if note.fields.back == back)
    return guid


def refused(shell: Shell, *words: str | Path) -> str:
    """What a command says that fails and changes nothing."""
    before = tree(shell.decks)
    ran = shell.run(*words)
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.startswith("error: ")
    assert "\nhint: " in ran.err
    assert tree(shell.decks) == before
    return ran.err


# Skip and restore


@pytest.mark.parametrize("what", ["notes/napkin.md:4", "napkin.md:4", "seek 10", "GUID", "START"])
def test_a_skipped_note_leaves_the_package_and_comes_back(shell: Shell, what: str) -> None:
    before = shell.built()
    guid = guid_of(shell, "10 ms")
    what = what.replace("GUID", guid).replace("START", guid[:6])
    ran = shell.run("skip", what)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"skipped napkin.md:4 [{guid}] Napkin numbers › Latency: Disk seek? → 10 ms",
        f"decks/{PACKAGE}",
    ]
    nid = known(shell)["Disk seek?"].nid
    assert ran.err == (
        f"a note you have imported stays in Anki: delete or suspend what you find there with nid:{nid}\n"
    )
    assert guid not in packaged(shell.decks)
    assert shell.build().out.startswith("0 new, 0 changed, ")
    assert guid not in packaged(shell.decks)
    ran = shell.run("restore", what)
    assert (ran.code, ran.out.splitlines()[0][:24]) == (0, f"restored napkin.md:4 [{guid}]"[:24])
    after = tree(shell.decks)
    assert {name: after[name][0] for name in (build.LEDGER, PACKAGE)} == {
        name: before[name][0] for name in (build.LEDGER, PACKAGE)
    }


def test_several_that_fit_are_listed_and_all_takes_them(shell: Shell) -> None:
    shell.built()
    said = refused(shell, "skip", "m", "-o", shell.decks)
    assert "\n  " + guid_of(shell, "10 ms") in said
    assert "--all" in said
    ran = shell.run("skip", "--all", "--json", "napkin.md:4", "napkin.md:5", "napkin.md:4")
    assert [row["back"] for row in objects(ran.out)] == ["10 ms", "100 ns"]
    assert [row["status"] for row in objects(ran.out)] == ["skipped", "skipped"]
    assert list(objects(ran.out)[0]) == ["done", "guid", "status", "front", "back", "source", "old_front", "old_back"]
    ran = shell.run("skip", "napkin.md:4")
    assert (ran.code, ran.out, ran.err) == (0, "", "they are skipped already\n")
    ran = shell.run("restore", "napkin.md:6")
    assert (ran.code, ran.out, ran.err) == (0, "", "nothing of this is skipped\n")
    assert shell.run("restore", "m", "--all").out.count("restored ") == 2


def test_one_word_that_fits_nothing_spoils_the_others(shell: Shell) -> None:
    shell.built()
    assert "no note fits 'zzz'" in refused(shell, "skip", "napkin.md:4", "zzz")


def test_a_retired_note_can_be_skipped(shell: Shell) -> None:
    shell.built()
    guid = guid_of(shell, "10 ms")
    write(shell.notes, {"napkin.md": NAPKIN.replace("- Disk seek: 10 ms\n", "")})
    shell.build()
    assert guid in packaged(shell.decks)
    assert shell.run("skip", guid).code == 0
    assert guid not in packaged(shell.decks)
    shell.build()
    assert guid not in packaged(shell.decks)
    write(shell.notes, {"napkin.md": NAPKIN})
    assert "1 skipped" not in shell.build("--dry-run").err
    assert guid not in packaged(shell.decks)
    assert shell.run("restore", guid).code == 0
    assert guid in packaged(shell.decks)


def test_a_package_whose_last_note_is_skipped_goes(shell: Shell) -> None:
    rig = {"rig.md": "---\ndeck: Field work\n---\n# Rig\n- Drill depth: 40 m\n"}
    shell.built({**VAULT, **rig})
    assert (shell.decks / "field-work.apkg").exists()
    assert shell.run("skip", "drill").code == 0
    assert not (shell.decks / "field-work.apkg").exists()
    assert (shell.decks / PACKAGE).exists()
    assert shell.run("restore", "drill").code == 0
    assert (shell.decks / "field-work.apkg").exists()


@pytest.mark.parametrize("words", [["skip", "x"], ["restore", "x"], ["match", "x", "y"], ["edit", "x"], ["log", "x"]])
def test_without_a_ledger_nothing_is_made(shell: Shell, words: list[str]) -> None:
    write(shell.notes, VAULT)
    ran = shell.run(*words)
    assert ran.code == 1
    assert ran.err.startswith("error: decks/ledger.jsonl: there is no ledger here")
    assert not shell.decks.exists()


@pytest.mark.parametrize(
    "words", [["skip", "napkin.md:4"], ["match", "GUID", "napkin.md:5"], ["edit", "GUID", "--reset"]]
)
def test_nothing_is_changed_while_another_works(shell: Shell, words: list[str]) -> None:
    shell.built()
    guid = guid_of(shell, "10 ms")
    with held(shell.decks / build.LOCK) as pid:
        assert f"process {pid}" in refused(shell, *(word.replace("GUID", guid) for word in words))


# Match: the pure part


def paired() -> tuple[Ledger, str, str]:
    """A ledger with two notes, and their guids."""
    made = ledger.reconcile(Ledger(), [candidate(), candidate("Tape seek: how long?", "3 days", line=9)], 100)[1]
    return made, made.notes[0].guid, made.notes[1].guid


def test_match_gives_the_line_and_keeps_what_is_for_ever() -> None:
    start, disk, _ = paired()
    line = candidate("Spindle: how slow?", "9 ms", line=30, section=("Other",), deck="Else")
    made, (change,) = ledger.match(start, disk, line, 200)
    new = next(note for note in made.notes if note.guid == disk)
    assert change.new == new
    assert (new.fields, new.source, new.text) == (line.fields, line.source, line.text)
    assert (new.nid, new.deck, new.created, new.modified) == (start.notes[0].nid, start.notes[0].deck, 100, 200)
    assert [note.guid for note in made.notes] == [note.guid for note in start.notes][::-1]
    plan, again = ledger.reconcile(made, [line, candidate("Tape seek: how long?", "3 days", line=9)], 300)
    assert again == made
    assert len(plan.unchanged) == 2


def test_match_retires_the_note_that_had_the_line_or_gives_it_the_other() -> None:
    start, disk, tape = paired()
    line, left = candidate("Tape seek: how long?", "3 days", line=9), candidate()
    made, changes = ledger.match(start, disk, line, 200, tape)
    assert [(change.new.guid, change.new.status) for change in changes] == [(disk, "active"), (tape, "retired")]
    assert {note.guid for note in made.notes} == {disk, tape}
    made, changes = ledger.match(start, disk, line, 200, tape, left)
    assert {note.guid: note.fields.back for note in made.notes} == {disk: "3 days", tape: "10 ms"}
    assert [change.new.modified for change in changes] == [200, 200]


def test_match_keeps_the_cloze_numbers_of_both() -> None:
    """Numbered anew by their place, two deletions would swap their history."""
    marks: dict[str, Any] = {"note_type": "cloze", "kind": "cloze", "dialect": "osr"}
    one = candidate("The {{c1::quay}} is deep", "", line=3, text="The ==quay== is deep", **marks)
    two = candidate("A {{c1::mole}} is high", "", line=9, text="A ==mole== is high", **marks)
    start = ledger.reconcile(Ledger(), [one, two], 100)[1]
    first, second = (note.guid for note in start.notes)
    longer = candidate("The {{c1::old}} {{c2::mole}} is high", "", line=9, text="The ==old== ==mole== is high", **marks)
    left = candidate("The {{c1::new}} {{c2::mole}} is deep", "", line=3, text="The ==new== ==mole== is deep", **marks)
    made, _ = ledger.match(start, first, longer, 200, second, left)
    fronts = {note.guid: note.fields.front for note in made.notes}
    assert fronts[second] == "The {{c2::new}} {{c1::mole}} is deep"


def test_match_never_changes_a_note_type() -> None:
    start, disk, tape = paired()
    with pytest.raises(FlashcardsError, match="note type 'fact', the line makes 'cloze'"):
        ledger.match(start, disk, candidate(note_type="cloze"), 200)
    made, _ = ledger.match(start, disk, candidate(line=9), 200, tape, candidate(note_type="cloze"))
    assert {note.guid: note.status for note in made.notes} == {disk: "active", tape: "retired"}


def test_match_takes_no_line_from_a_skipped_note() -> None:
    start, disk, tape = paired()
    start = ledger.set_status(start, [tape], "skipped", 150)
    with pytest.raises(FlashcardsError, match=f"{tape}, which you skipped"):
        ledger.match(start, disk, candidate(line=9), 200, tape)


# Match: the command


def doubt(shell: Shell) -> tuple[str, dict[str, Any]]:
    """A build with two lines that could be the one old note; the old guid, and what was built."""
    shell.built({"pier.md": OLD})
    guid = guid_of(shell, "12 EUR")
    write(shell.notes, {"pier.md": NEW})
    age(shell.notes, 30)
    return guid, json.loads(shell.build("--json").out)


def test_an_ambiguous_line_is_shown_with_both_texts_and_what_settles_it(shell: Shell) -> None:
    guid, plan = doubt(shell)
    assert [list(entry) for entry in plan["ambiguous"]] == [["front", "source", "guids", "id", "back", "notes"]] * 2
    assert [entry["notes"][0]["guid"] for entry in plan["ambiguous"]] == [guid, guid]
    ran = shell.build()
    for entry in plan["ambiguous"]:
        assert f"? pier.md:{entry['source']['line_start']} [{entry['id']}] Pier: {entry['front']} → 12 EUR\n" in ran.out
        assert f"\n    flashcards match {guid} {entry['id']}\n" in ran.out
    assert f"    could be [{guid}] of pier.md:3: Pier: the ferry to the harbour island carries" in ran.out
    assert "flashcards match OLD NEW" in ran.err
    assert shell.build().out == ran.out  # what is left in doubt is told again


@pytest.mark.parametrize("by", ["id", "line"])
def test_match_settles_a_doubt(shell: Shell, by: str) -> None:
    guid, plan = doubt(shell)
    south = plan["ambiguous"][1]
    ran = shell.run("match", guid[:6], south["id"] if by == "id" else "notes/pier.md:4")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines() == [
        f"matched pier.md:4 [{guid}] Pier: the ferry to the southern harbour island carries passengers at a cost of "
        "[...] → 12 EUR",
        "    front   ~ the ferry to the {+southern+} harbour island carries passengers at a cost of [...]",
        f"decks/{PACKAGE}",
    ]
    later = json.loads(shell.build("--json").out)
    assert later["counts"] == later["counts"] | {"new": 1, "changed": 0, "unchanged": 2, "retired": 0, "ambiguous": 0}
    assert later["new"][0]["source"]["line_start"] == 3
    assert guid_of_line(shell, 4) == guid


def guid_of_line(shell: Shell, line: int) -> str:
    (guid,) = (
        note.guid for note in known(shell).values() if note.source.line_start == line and note.status == "active"
    )
    return guid


def test_match_repairs_a_wrong_pair_by_a_swap(shell: Shell) -> None:
    guid, plan = doubt(shell)
    shell.run("match", guid, plan["ambiguous"][1]["id"])
    shell.build()
    other = guid_of_line(shell, 3)
    ran = shell.run("match", guid, other)  # by the guid of the note that began there
    assert ran.code == 0, ran.err
    assert [line.split(" ")[0] for line in ran.out.splitlines() if line[0] not in " d"] == ["matched", "changed"]
    assert (guid_of_line(shell, 3), guid_of_line(shell, 4)) == (guid, other)
    assert shell.build().out.startswith("0 new, 0 changed, 3 unchanged, 0 retired\n")
    ran = shell.run("match", guid, "pier.md:3")
    assert (ran.code, ran.out, ran.err) == (0, "", "this note has that line already\n")


def test_match_undoes_a_retirement(shell: Shell) -> None:
    shell.built({"pier.md": "# Pier\n- Ferry fare: 12 EUR\n- Dock gate: 9 m\n"})
    guid = guid_of(shell, "12 EUR")
    write(shell.notes, {"pier.md": "# Pier\n- Crossing by boat, adults: 13 euros\n- Dock gate: 9 m\n"})
    assert ", 1 retired" in shell.build().out
    fresh = guid_of_line(shell, 2)
    assert fresh != guid
    ran = shell.run("match", guid, "pier.md:2")
    assert ran.code == 0, ran.err
    assert f"matched pier.md:2 [{guid}]" in ran.out
    assert f"retired pier.md:2 [{fresh}]" in ran.out
    assert guid_of_line(shell, 2) == guid
    assert {guid, fresh} <= packaged(shell.decks)  # no guid is lost
    assert shell.build().out.startswith("0 new, 0 changed, 2 unchanged, 0 retired\n")


def test_match_before_the_build_that_would_decide_otherwise(shell: Shell) -> None:
    shell.built({"pier.md": "# Pier\n- Dock gate: 9 m\n- Ferry fare: 12 EUR\n"})
    guid = guid_of(shell, "12 EUR")
    crossing = "- Crossing of the bay by boat, adults: 12 EUR\n"
    write(shell.notes, {"pier.md": f"# Pier\n- Dock gate: 9 m\n- Ferry fare: 15 EUR\n{crossing}"})
    assert f"~ pier.md:3 [{guid}]" in shell.build("--dry-run").out
    assert shell.run("match", guid, "pier.md:4").code == 0
    assert guid_of_line(shell, 4) == guid
    assert "1 new, 0 changed, 2 unchanged, 0 retired\n" in shell.build().out
    assert guid_of_line(shell, 4) == guid


def test_match_refuses_what_would_do_harm(shell: Shell) -> None:
    guid, plan = doubt(shell)
    new = plan["ambiguous"][0]["id"]
    assert "no note has a guid" in refused(shell, "match", "zzzz", new)
    assert "no card of these documents fits 'pier.md:9'" in refused(shell, "match", guid, "pier.md:9")
    assert "no such file or folder" in refused(shell, "match", guid, new, "nowhere")
    gate = guid_of(shell, "9 m")
    assert f"the line of {gate} stands unchanged in pier.md:2" in refused(shell, "match", gate, new)


def test_match_tells_when_a_wording_of_the_user_is_given_up(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    guid, plan = doubt(shell)
    edit(shell, monkeypatch, guid, lambda text: text.replace("the ferry to", "my boat to"))
    ran = shell.run("match", guid, plan["ambiguous"][0]["id"])
    assert ran.code == 0
    assert ran.err.startswith(f"pier.md:3: {edits.CODE} the line changed")
    assert "my boat to" in ran.err


# Edit


SCRIPT = """
import os, pathlib, sys
path = pathlib.Path(sys.argv[-1])
new = os.environ.get("NEW_TEXT")
if new is not None:
    path.write_text(new, encoding="utf-8")
pathlib.Path(os.environ["SEEN_TEXT"]).write_text(str(path), encoding="utf-8")
sys.exit(int(os.environ.get("EDITOR_CODE", 0)))
"""


def form_of(shell: Shell, guid: str) -> str:
    made = ledger.load(shell.decks / build.LEDGER)
    (note,) = (note for note in edits.all_worded(made) if note.guid == guid)
    return editor.form(note, note.text)


def edit(shell: Shell, monkeypatch: pytest.MonkeyPatch, guid: str, change: Callable[[str], str], code: int = 0) -> Any:
    """`flashcards edit GUID` with an editor that makes this change; what it said, and the file it opened."""
    script, seen = shell.notes.parent / "my editor.py", shell.notes.parent / "seen.txt"
    script.write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setenv("VISUAL", f"'{sys.executable}' '{script}'")
    monkeypatch.setenv("NEW_TEXT", change(form_of(shell, guid)))
    monkeypatch.setenv("SEEN_TEXT", str(seen))
    monkeypatch.setenv("EDITOR_CODE", str(code))
    ran = shell.run("edit", guid)
    return ran, Path(seen.read_text(encoding="utf-8"))


def slow(text: str) -> str:
    return text.replace("Disk seek?", "How slow is a disk?")


def test_the_wording_of_the_user_is_kept_and_wins(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.built()
    guid = guid_of(shell, "10 ms")
    notes = tree(shell.notes)
    ran, file = edit(shell, monkeypatch, guid, slow)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"edited napkin.md:4 [{guid}] Napkin numbers › Latency: How slow is a disk? → 10 ms",
        "    front   - Disk seek?",
        "            + How slow is a disk?",
        f"decks/{PACKAGE}",
    ]
    assert not file.exists()
    assert tree(shell.notes) == notes
    assert known(shell)["Disk seek?"].guid == guid  # pairing needs the source's wording
    write(shell.notes, {"new.md": "# New\n- Tape read: 3 days\n"})
    assert ", 0 changed, " in shell.build().out
    (card,) = (card for card in objects(shell.run("cards", "--json", shell.notes).out) if card["guid"] == guid)
    assert card["front"] == "Napkin numbers › Latency\nHow slow is a disk?"
    assert "How slow is a disk?" in shell.run("cards", "--html", shell.notes).out
    assert shell.run("log", "slow disk").code == 0


def test_when_the_line_changes_the_build_tells_it_once(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.built()
    guid = guid_of(shell, "10 ms")
    edit(shell, monkeypatch, guid, slow)
    write(shell.notes, {"napkin.md": NAPKIN.replace("10 ms", "9 ms")})
    age(shell.notes, 30)
    told = (
        f"napkin.md:4: {edits.CODE} the line changed, so your wording of this card is given up: "
        "it was 'How slow is a disk? → 10 ms'; now 'Disk seek? → 9 ms'\n"
        f"  hint: `flashcards edit {guid}` words it again\n"
    )
    before = tree(shell.decks)
    assert shell.build("--dry-run").err == told
    assert tree(shell.decks) == before
    ran = shell.build()
    assert ran.err == told
    assert f"~ napkin.md:4 [{guid}] Disk seek?\n    front   - How slow is a disk?\n" in ran.out
    assert shell.build().err == ""


def test_reset_goes_back_to_the_source(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.built()
    guid = guid_of(shell, "10 ms")
    first = known(shell)["Disk seek?"]
    edit(shell, monkeypatch, guid, slow)
    ran = shell.run("edit", guid, "--reset")
    assert ran.out.startswith(f"reset napkin.md:4 [{guid}] ")
    later = known(shell)["Disk seek?"]
    assert later == replace(first, modified=later.modified)
    assert later.modified > first.modified + 1
    ran = shell.run("edit", guid, "--reset")
    assert (ran.code, ran.out, ran.err) == (0, "", "the card has the wording of your notes\n")


@pytest.mark.parametrize(
    "change", [str, lambda _: "", lambda text: text + "\n", lambda text: text.replace("?\n", "? \n")]
)
def test_an_empty_or_unchanged_file_changes_nothing(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]
) -> None:
    before = shell.built()
    ran, file = edit(shell, monkeypatch, guid_of(shell, "10 ms"), change)
    assert (ran.code, ran.out, ran.err) == (0, "", "nothing was changed\n")
    assert not file.exists()
    assert tree(shell.decks) == before


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda text: text.replace("10 ms\n=== extra", "\n=== extra"), 0, "the card has no back"),
        (lambda text: "oh\n" + text, 0, "stands above"),
        (lambda text: text.replace("Disk seek?", "\u200b"), 0, "has an empty front"),
        (slow, 3, "ended with code 3"),
    ],
)
def test_text_that_can_not_be_taken_is_not_lost(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str], code: int, words: str
) -> None:
    before = shell.built()
    guid = guid_of(shell, "10 ms")
    wanted = change(form_of(shell, guid))
    ran, file = edit(shell, monkeypatch, guid, change, code)
    try:
        assert (ran.code, ran.out) == (1, "")
        assert words in ran.err
        assert str(file) in ran.err
        assert "hint: " in ran.err
        assert file.read_text(encoding="utf-8") == wanted
    finally:
        file.unlink()
    assert tree(shell.decks) == before


def test_what_was_written_while_a_build_runs_is_not_lost(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shell.built()
    guid = guid_of(shell, "10 ms")
    with held(shell.decks / build.LOCK) as pid:
        ran, file = edit(shell, monkeypatch, guid, slow)
    assert ran.code == 1
    assert f"process {pid}" in ran.err
    assert f"your text is in {file}\n" in ran.err
    assert "How slow is a disk?" in file.read_text(encoding="utf-8")
    file.unlink()
    assert tree(shell.decks) == before


def test_an_editor_that_gives_up_leaves_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shell.built()
    ran, file = edit(shell, monkeypatch, guid_of(shell, "10 ms"), str, code=1)
    assert ran.code == 1
    assert "nothing was changed" in ran.err
    assert not file.exists()
    monkeypatch.setenv("VISUAL", "no-such-editor-here")
    said = refused(shell, "edit", guid_of(shell, "10 ms"))
    assert "cannot start the editor 'no-such-editor-here'" in said
    assert tree(shell.decks) == before


def test_a_card_that_changed_meanwhile_is_left_alone(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.built()
    guid = guid_of(shell, "10 ms")
    wording = edits.Wording("Mine?", "yes")

    def meanwhile(path: Path) -> None:
        write(shell.notes, {"napkin.md": NAPKIN.replace("10 ms", "9 ms")})
        build.build([shell.notes], shell.decks, now=9 * 10**18)
        path.write_text("=== front ===\nMine?\n=== back ===\nyes\n", encoding="utf-8")

    monkeypatch.setattr(editor, "open_in_editor", meanwhile)
    with pytest.raises(FlashcardsError, match="changed by somebody else") as caught:
        curating.reword(shell.decks, guid, 1)
    file = Path(caught.value.hint.rpartition(" ")[2])
    assert editor.wording_in(file) == wording
    file.unlink()
    assert edits.own(ledger.load(shell.decks / build.LEDGER), guid) is None


def test_packages_are_always_those_of_the_ledger(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build writes anew only what changed: the wordings of the user must not fall through."""
    shell.built()
    guid, quarry = guid_of(shell, "10 ms"), VAULT["calls/quarry.md"]
    edit(shell, monkeypatch, guid, slow)
    steps: list[dict[str, str | bytes]] = [
        {},
        {"calls/quarry.md": quarry.replace("70 sec", "71 sec")},
        {"napkin.md": NAPKIN.replace("100 ns", "90 ns")},
        {"calls/quarry.md": quarry},
        {"napkin.md": NAPKIN.replace("10 ms", "9 ms")},
        {"calls/quarry.md": quarry.replace("70 sec", "72 sec")},
    ]
    for at, files in enumerate(steps):
        write(shell.notes, files)
        age(shell.notes, 30)
        assert shell.build().code == 0
        made = ledger.load(shell.decks / build.LEDGER)
        (expected,) = apkg.packages(edits.all_worded(made), shell.decks)
        assert expected[0].read_bytes() == expected[1], f"step {at}"
        assert (edits.own(made, guid) is None) == (at >= 4)


# Log


def test_the_life_of_a_card(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.built()
    guid = guid_of(shell, "10 ms")
    steps = [
        {"napkin.md": NAPKIN.replace("10 ms", "9 ms")},
        {"napkin.md": NAPKIN.replace("- Disk seek: 10 ms\n", ""), "disks.md": "# Disks\n- Disk seek: 9 ms\n"},
        {"disks.md": "# Disks\n- Tape seek: 3 days\n"},
        {"disks.md": "# Disks\n- Disk seek: 9 ms\n"},
    ]
    for files in steps:
        write(shell.notes, files)
        assert shell.build("--yes").code == 0
    shell.run("skip", guid)
    shell.run("restore", guid)
    edit(shell, monkeypatch, guid, slow)
    shell.run("edit", guid, "--reset")
    (life,) = objects(shell.run("log", guid, "--json").out)
    assert [event["event"] for event in life["events"]] == [
        *("changed", "changed", "retired", "revived", "skipped", "restored", "edited", "reset")
    ]
    assert (life["events"][0]["old"], life["events"][0]["new"]) == ({"back": "10 ms"}, {"back": "9 ms"})
    assert life["events"][1]["new"] | {"path": "disks.md"} == life["events"][1]["new"]
    assert (life["guid"], life["status"], life["edited"]) == (guid, "active", False)
    out = shell.run("log", guid[:5]).out
    assert out.startswith(
        f"disks.md:2 [{guid}] quantity, active\ndeck Interview Prep::napkin, in Anki nid:{life['nid']}\n"
    )
    assert "  changed  napkin.md:4\n    back    ~ [-10-]{+9+} ms\n" in out
    assert out.splitlines()[-1] == "            + Disk seek?"


def test_a_card_moved_or_retired_says_so(shell: Shell) -> None:
    shell.built()
    guid = guid_of(shell, "10 ms")
    write(shell.notes, {"napkin.md": NAPKIN.replace("- Disk seek: 10 ms\n", "")})
    shell.build()
    ran = shell.run("log", guid)
    assert f"[{guid}] quantity, retired\n" in ran.out
    assert ran.err == "its line is gone: Anki shows all such notes with the search tag:flashcards::retired\n"


def test_without_a_history_the_ledger_still_tells_something(shell: Shell) -> None:
    shell.built()
    guid = guid_of(shell, "10 ms")
    write(shell.notes, {"napkin.md": NAPKIN.replace("10 ms", "9 ms")})
    build.build([shell.notes], shell.decks, now=9 * 10**18)
    assert shell.run("log", guid).out.count("\n    back    ~ ") == 1
    (shell.decks / history.NAME).unlink()
    ran = shell.run("log", guid)
    assert ran.out.endswith("  changed; what it was before is not known\n")
    assert shell.build().out.startswith("0 new, 0 changed, ")
    assert not (shell.decks / history.NAME).exists()


def test_a_history_that_takes_nothing_stops_no_build(shell: Shell) -> None:
    shell.built()
    (shell.decks / history.NAME).mkdir()
    write(shell.notes, {"napkin.md": NAPKIN.replace("10 ms", "9 ms")})
    ran = shell.build()
    assert ran.code == 0
    assert f"{history.NAME}: cannot write the history: " in ran.err
    assert "0 new, 1 changed, " in ran.out
    ran = shell.run("skip", "napkin.md:4")
    assert ran.code == 0
    assert "cannot write the history" in ran.err
