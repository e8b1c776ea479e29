"""The pipeline as a whole: what a build leaves behind, and what it leaves alone."""

from __future__ import annotations

import json
import os
import random
import re
from pathlib import Path

import pytest
from edits import edited
from factories import START
from vaults import NAPKIN, ROOT, VAULT, Shell, Tree, age, tree, write

from flashcards import build, manifest, reading

LEDGER = "ledger.jsonl"
PACKAGE = "interview-prep.apkg"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def kept(files: Tree) -> Tree:
    """The ledger and the packages: what must not be lost."""
    return {name: found for name, found in files.items() if not name.startswith(".")}


def notes_in(ledger: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]


def facts(count: int) -> str:
    """A document with this many facts, none like another."""
    names = "anvil bellows chisel drill easel funnel gasket hinge inkwell jigsaw kettle ladder".split()
    return "# Workshop\n\n" + "".join(f"- {name} weight: {3 * n + 11} kg\n" for n, name in enumerate(names[:count]))


# Twice the same


def test_a_second_build_says_so_and_touches_nothing(shell: Shell) -> None:
    first = shell.built()
    assert set(kept(first)) == {LEDGER, PACKAGE}
    count = len(notes_in(shell.decks / LEDGER))
    ran = shell.build()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == f"0 new, 0 changed, {count} unchanged, 0 retired"
    assert tree(shell.decks) == first


def test_without_its_cache_a_second_build_touches_nothing_either(shell: Shell) -> None:
    first = shell.built()
    (shell.decks / manifest.NAME).unlink()
    count = len(notes_in(shell.decks / LEDGER))
    assert f"0 new, 0 changed, {count} unchanged, 0 retired\n" in shell.build().out
    assert kept(tree(shell.decks)) == kept(first)


def test_a_build_with_nothing_new_reads_no_note(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.built()
    monkeypatch.setattr(reading, "read", lambda *_, **__: pytest.fail("read again"))
    assert shell.build().code == 0


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"key": 1}'])
def test_a_spoilt_cache_is_only_slower(shell: Shell, damage: bytes) -> None:
    first = shell.built()
    (shell.decks / manifest.NAME).write_bytes(damage)
    assert shell.build().code == 0
    assert kept(tree(shell.decks)) == kept(first)


@pytest.mark.parametrize("part", ["key", "inputs", "outputs", "result", "time"])
def test_a_cache_with_a_part_of_another_shape_is_only_slower(shell: Shell, part: str) -> None:
    first = shell.built()
    path = shell.decks / manifest.NAME
    known = json.loads(path.read_bytes())
    path.write_text(json.dumps(known | {part: "?"}), encoding="utf-8")
    assert shell.build().code == 0
    assert kept(tree(shell.decks)) == kept(first)


def test_a_program_that_changed_reads_again(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.built()
    monkeypatch.setattr(manifest, "_edited", lambda: 1)
    monkeypatch.setattr(reading, "read", lambda *_, **__: pytest.fail("read again"))
    with pytest.raises(pytest.fail.Exception, match="read again"):
        shell.build()


def test_an_edit_of_the_same_size_right_after_a_build_is_seen(shell: Shell) -> None:
    write(shell.notes, VAULT)
    shell.build()
    path = shell.notes / "napkin.md"
    moment = path.stat().st_mtime_ns
    path.write_text(NAPKIN.replace("10 ms", "90 ms"), encoding="utf-8")
    os.utime(path, ns=(moment, moment))
    assert "0 new, 1 changed, " in shell.build().out


@pytest.mark.parametrize("name", [LEDGER, PACKAGE])
def test_a_lost_file_is_made_again(shell: Shell, name: str) -> None:
    first = shell.built()
    (shell.decks / name).unlink()
    assert shell.build().code == 0
    again = tree(shell.decks)
    assert set(kept(again)) == {LEDGER, PACKAGE}
    if name == PACKAGE:
        assert again[name][0] == first[name][0]


def test_what_is_still_wrong_is_said_again(shell: Shell) -> None:
    write(shell.notes, {**VAULT, "odd.md": "---\ntitle: Why: us\n---\n- Disk read: 20 ms\n"})
    age(shell.notes)
    assert "odd.md:2: front-matter-broken" in shell.build().err
    assert "odd.md:2: front-matter-broken" in shell.build().err


# What a build does not do


def test_the_notes_are_never_written_to(shell: Shell) -> None:
    shell.built()
    before = tree(shell.notes)
    for words in (["--dry-run"], ["--json"], []):
        shell.build(*words)
    shell.run("explain", shell.notes / "napkin.md")
    shell.run("check", shell.notes)
    shell.run("cards", shell.notes)
    assert tree(shell.notes) == before


def test_a_dry_run_writes_nothing(shell: Shell) -> None:
    write(shell.notes, VAULT)
    ran = shell.build("--dry-run")
    assert ran.code == 0
    assert not shell.decks.exists()
    real = shell.build()
    assert [line for line in real.out.splitlines() if ".apkg" not in line] == ran.out.splitlines()
    decks = tree(shell.decks)
    write(shell.notes, {"napkin.md": NAPKIN.replace("10 ms", "90 ms")})
    assert "0 new, 1 changed, " in shell.build("--dry-run").out
    assert tree(shell.decks) == decks


def test_no_temporary_file_is_left(shell: Shell) -> None:
    shell.built()
    assert {path.name for path in shell.decks.iterdir()} == {LEDGER, PACKAGE, manifest.NAME, build.LOCK}


# One file of many


def test_building_one_file_leaves_the_notes_of_the_others_alone(shell: Shell) -> None:
    shell.built()
    write(shell.notes, {"napkin.md": NAPKIN.replace("10 ms", "90 ms")})
    ran = shell.run("build", shell.notes / "napkin.md", "-o", shell.decks)
    assert "0 new, 1 changed, " in ran.out
    assert ", 0 retired" in ran.out
    assert {note["path"] for note in notes_in(shell.decks / LEDGER)} == set(VAULT)


def test_one_file_counts_the_same_again(shell: Shell) -> None:
    shell.built()
    path = shell.notes / "napkin.md"
    first, again = (shell.run("build", path, "-o", shell.decks).out for _ in range(2))
    assert first.splitlines()[0] == again.splitlines()[0]


def test_a_document_that_says_no_gives_no_cards(shell: Shell) -> None:
    write(shell.notes, {**VAULT, "own.md": f"---\nflashcards: false\n---\n{facts(3)}"})
    shell.build()
    assert {note["path"] for note in notes_in(shell.decks / LEDGER)} == set(VAULT)


# Any edits


@pytest.mark.parametrize("seed", range(4))
def test_any_edits_leave_a_settled_ledger(shell: Shell, seed: int) -> None:
    dice = random.Random(seed)
    files = {
        path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.md"))[seed : seed + 3]
    }
    known: set[object] = set()
    for step in range(1, 6):
        for path in shell.notes.iterdir():
            path.unlink()
        write(shell.notes, files)
        build.build([shell.notes], shell.decks, now=(START + 3600 * step) * 10**9, force=True)
        ledger = (shell.decks / LEDGER).read_bytes()
        guids = [note["guid"] for note in notes_in(shell.decks / LEDGER)]
        assert len(guids) == len(set(guids))
        assert known <= set(guids), "a guid was lost"
        known = set(guids)
        again = build.build([shell.notes], shell.decks, now=(START + 3600 * step + 60) * 10**9)
        (counts,) = [line for line in again.lines if " unchanged, " in line]
        assert re.fullmatch(r"0 new, 0 changed, \d+ unchanged, 0 retired(?:, \d+ ambiguous)?", counts)
        assert (shell.decks / LEDGER).read_bytes() == ledger
        for _ in range(dice.randrange(1, 5)):
            files = edited(dice, files)


# Too much at once


def test_more_than_a_fifth_stops_and_asks(shell: Shell) -> None:
    before = shell.built({"work.md": facts(12)})
    write(shell.notes, {"work.md": facts(6)})
    ran = shell.build()
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.startswith("error: 6 notes (50%) would retire")
    assert "\nhint: " in ran.err
    assert "--yes" in ran.err
    assert tree(shell.decks) == before
    ran = shell.build("--dry-run")
    assert (ran.code, "6 retired" in ran.out) == (0, True)
    ran = shell.build("--yes")
    assert ran.code == 0
    assert "0 new, 0 changed, 6 unchanged, 6 retired" in ran.out
    assert "tag:flashcards::retired" in ran.err


def test_a_few_may_go_without_a_question(shell: Shell) -> None:
    shell.built({"work.md": facts(10)})
    write(shell.notes, {"work.md": facts(5)})
    assert "5 unchanged, 5 retired" in shell.build().out


def test_an_emptied_folder_is_not_an_order_to_retire_all(shell: Shell) -> None:
    before = shell.built()
    for path in shell.notes.rglob("*.md"):
        path.unlink()
    ran = shell.build()
    assert ran.code == 1
    assert ran.err.startswith(f"error: {shell.notes}: no notes found\nhint: ")
    assert tree(shell.decks) == before


# Decks


def test_one_package_for_each_top_deck(shell: Shell) -> None:
    header = "---\ndeck: Field work::Rigs\n---\n"
    shell.built({**VAULT, "rig.md": f"{header}# Rig\n\n- Drill depth: 40 m\n"})
    assert set(kept(tree(shell.decks))) == {LEDGER, PACKAGE, "field-work.apkg"}
