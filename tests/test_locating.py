"""`flashcards where`: from a card to its line, and into the editor there."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from terminals import typed
from vaults import NAPKIN, Shell, age, tree, write

from flashcards import editor, manifest

SEEK = "disk seek"
EDITOR = """
import pathlib, sys
assert sys.stdin.isatty()
pathlib.Path("asked.txt").write_text(" ".join(sys.argv[1:]), encoding="utf-8")
"""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    shell = Shell(tmp_path, monkeypatch, capfd)
    shell.built()
    return shell


def guid_of(shell: Shell, words: str) -> str:
    found = json.loads(shell.run("where", words, "--json").out)
    return str(found["guid"])


def test_a_guid_or_words_give_a_path_that_opens_and_a_line(shell: Shell) -> None:
    ran = shell.run("where", SEEK)
    assert (ran.code, ran.out, ran.err) == (0, "notes/napkin.md:4\n", "")
    guid = guid_of(shell, SEEK)
    for what in (guid, guid[:6], "napkin.md:4", "notes/napkin.md:4"):
        assert shell.run("where", what, "-o", shell.decks).out == "notes/napkin.md:4\n"
    assert Path("notes/napkin.md").read_text(encoding="utf-8").splitlines()[3] == "- Disk seek: 10 ms"


def test_words_of_several_cards_give_a_line_each(shell: Shell) -> None:
    lines = shell.run("where", "m").out.splitlines()
    assert len(lines) == len(set(lines)) > 3
    assert {"notes/calls/quarry.md:10", "notes/napkin.md:4", "notes/napkin.md:5"} <= set(lines)
    assert shell.run("where", "seconds on the moon").code == 1


def test_it_writes_nothing_and_speaks_json(shell: Shell) -> None:
    before = tree(shell.decks) | tree(shell.notes)
    found = json.loads(shell.run("where", SEEK, "--json").out)
    assert found["path"] == "notes/napkin.md"
    assert (found["line"], found["trouble"], found["status"]) == (4, "", "active")
    assert Path(found["file"]).samefile("notes/napkin.md")
    assert tree(shell.decks) | tree(shell.notes) == before


def test_from_elsewhere_the_whole_path_is_given(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere := shell.notes.parent / "elsewhere").mkdir()
    monkeypatch.chdir(elsewhere)
    out = shell.run("where", SEEK, "-o", "../decks").out
    assert out == f"{shell.notes.resolve() / 'napkin.md'}:4\n"


def test_a_line_that_has_moved_since_the_build_is_found(shell: Shell) -> None:
    write(shell.notes, {"napkin.md": "# New\n\n" + NAPKIN})
    ran = shell.run("where", SEEK)
    assert ran.out == "notes/napkin.md:6\n"
    assert ran.err.endswith(" notes/napkin.md:6: it stood on line 4 at the last build\n")


def test_a_line_that_changed_is_told(shell: Shell) -> None:
    write(shell.notes, {"napkin.md": NAPKIN.replace("10 ms", "9 ms")})
    ran = shell.run("where", SEEK)
    assert (ran.code, ran.out) == (0, "notes/napkin.md:4\n")
    assert ran.err.endswith(": its line has changed since the last build\n")


def test_a_retired_card_and_a_document_that_is_gone_are_told(shell: Shell) -> None:
    write(shell.notes, {"napkin.md": NAPKIN.replace("- Disk seek: 10 ms\n", "")})
    age(shell.notes)
    assert shell.build().code == 0
    assert shell.run("where", SEEK).err.endswith(" notes/napkin.md:4: its line is gone\n")
    (shell.notes / "napkin.md").unlink()
    ran = shell.run("where", "idempotent")
    assert (ran.out, ran.code) == ("napkin.md:9\n", 0)
    assert ran.err.endswith(": its document was not found\n")
    assert "no file is known for this card" in shell.run("where", "idempotent", "--edit").err


def test_without_the_cache_the_path_is_the_one_below_the_notes(shell: Shell) -> None:
    (shell.decks / manifest.NAME).unlink()
    assert shell.run("where", SEEK).out == "napkin.md:4\n"
    ran = shell.run("where", SEEK, "--edit")
    assert ran.code == 1
    assert "hint: build again" in ran.err


def test_no_ledger_is_an_error_with_a_hint(shell: Shell) -> None:
    ran = shell.run("where", SEEK, "-o", "nowhere")
    assert ran.code == 1
    assert "there is no ledger here" in ran.err
    assert not Path("nowhere").exists()


def test_edit_opens_the_editor_of_the_terminal_on_the_line(shell: Shell) -> None:
    folder = shell.notes.parent
    write(folder, {"bin/vim": f"#!{sys.executable}\n{EDITOR}"})
    (folder / "bin" / "vim").chmod(0o755)
    before = tree(shell.notes)
    visual = str(folder / "bin" / "vim")
    code, screen = typed("where", SEEK, "--edit", folder=folder, VISUAL=f"'{visual}' -R")
    assert (code, screen) == (0, "notes/napkin.md:4\n")
    assert (folder / "asked.txt").read_text(encoding="utf-8") == f"-R +4 {(folder / 'notes/napkin.md').resolve()}"
    assert tree(shell.notes) == before


def test_edit_wants_one_line(shell: Shell) -> None:
    ran = shell.run("where", "m", "--edit")
    assert ran.code == 1
    assert "cards fit 'm'" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(("program", "word"), [("false", "ended with code 1"), ("no-such-editor", "cannot start")])
def test_an_editor_that_fails_is_told_and_the_document_stays(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, program: str, word: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", program)
    before = tree(shell.notes)
    ran = shell.run("where", SEEK, "--edit")
    assert ran.code == 1
    assert word in ran.err
    assert tree(shell.notes) == before


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("vi", ["+7", "a {b}.md"]),
        ("/usr/bin/nvim", ["+7", "a {b}.md"]),
        ("nano", ["+7", "a {b}.md"]),
        ("emacs", ["+7", "a {b}.md"]),
        ("hx", ["a {b}.md:7"]),
        ("subl", ["a {b}.md:7"]),
        ("code", ["-g", "a {b}.md:7"]),
        ("Code.exe", ["-g", "a {b}.md:7"]),
        ("kate", ["-l", "7", "a {b}.md"]),
        ("my-editor", ["a {b}.md"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(program: str, words: list[str]) -> None:
    assert editor.at_line(program, "a {b}.md", 7) == words
