"""A sitting in a real terminal: the keys, the ends nobody chose, narrow screens, lines and pipes."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from terminals import Terminal, termios
from vaults import NAPKIN, Ran, Shell, child, environment, write

from flashcards.review import store

CARDS = 5
"""What NAPKIN makes."""
EDITOR = """
import pathlib, sys
assert sys.stdin.isatty() and sys.stdout.isatty()
print("\\nthe editor has", sys.argv[1:], input("editing: "))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    write(folder, {"notes/napkin.md": NAPKIN})
    ran = child("build", "notes", cwd=folder)
    assert ran.returncode == 0
    return folder


@pytest.fixture
def vault(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def grades(folder: Path) -> list[int]:
    """What stands in the log and counts, oldest first."""
    with closing(sqlite3.connect(folder / "decks" / store.NAME)) as base:
        query = "SELECT grade FROM review WHERE NOT undone ORDER BY id"
        return [grade for (grade,) in base.execute(query)]


def sitting(folder: Path, *words: str, columns: int = 80, **more: str) -> Terminal:
    return Terminal("review", *words, folder=folder, columns=columns, **more)


def test_one_who_has_read_the_help_can_finish_a_sitting(vault: Path) -> None:
    """Only what `--help` says is used: its keys are looked up there."""
    told = child("review", "--help", cwd=vault).stdout
    assert re.search(r"^ +space, enter +show the answer$", told, re.M)
    assert re.search(r"^ +1 2 3 4 +Again, Hard, Good, Easy", told, re.M)
    at = sitting(vault)
    for number in range(CARDS):
        at.wait(f"card {number + 1} of {CARDS}")
        at.wait("space: show the answer")
        at.type(" ")
        at.wait("1 Again   2 Hard   3 Good   4 Easy")
        at.type("3")
    code, screen = at.end()
    assert code == 0
    assert f"{CARDS} cards known, {CARDS} answers (0 Again)" in screen
    assert re.search(r"nothing is left for today; 5 cards are due on \d{4}-\d\d-\d\d", screen)
    assert grades(vault) == [3] * CARDS
    code, screen = sitting(vault).end()
    assert code == 0
    assert "0 cards known, 0 answers" in screen


def test_again_undo_suspend_and_help(vault: Path) -> None:
    at = sitting(vault, "--limit", "2", NO_COLOR="1")
    first = at.wait("show the answer").splitlines()
    assert "Napkin numbers › Latency" in "\n".join(first)
    at.type("3")
    at.wait("show the answer first")
    at.type(" 1")
    at.wait("card 1 of 2")
    at.type("u")
    at.wait("taken back: an answer")
    at.wait("Disk seek")
    at.type("?")
    at.wait("suspend the card")
    at.type("s")
    at.wait("suspended; u takes it back")
    at.wait("card 1 of 1")
    at.type("u")
    at.wait("taken back: a decision")
    at.wait("Disk seek")
    at.type("\x1b[A \x1b[5~3")  # arrow keys mean nothing
    at.wait("card 2 of 2")
    at.type("\n@")
    code, screen = at.end()
    assert code == 0
    assert "1 card known, 1 answer (0 Again)" in screen
    assert "left for today: 3 cards (3 never seen)" in screen
    assert grades(vault) == [3, 0]


def test_undo_reaches_into_earlier_sittings(vault: Path) -> None:
    at = sitting(vault)
    at.type(" 3 2 4 3 1 3")
    assert at.end()[0] == 0
    assert grades(vault) == [3, 2, 4, 3, 1, 3]
    at = sitting(vault, "--undo")
    at.wait("taken back: an answer")
    for _ in range(5):
        at.type("u")
        at.wait("taken back: an answer")
    at.type("u")
    at.wait("there is no answer to undo")
    at.type("q")
    assert at.end()[0] == 0
    assert grades(vault) == []


def test_the_document_is_opened_at_the_line(vault: Path) -> None:
    program = write(vault, {"vi": f"#!{sys.executable}\n{EDITOR}"}) / "vi"
    program.chmod(0o755)
    assert child("build", "notes", cwd=vault).returncode == 0, "the last build knows the folder"
    write(vault / "notes", {"napkin.md": f"\n{NAPKIN}"})
    at = sitting(vault, VISUAL=str(program))
    at.wait("show the answer")
    at.type("e")
    at.wait("editing: ")
    at.type("by hand\n")
    said = at.wait("the card keeps its history")
    assert f"the editor has ['+5', '{(vault / 'notes' / 'napkin.md').resolve()}'] by hand" in said
    at.wait("card 1 of 5")
    at.type(" 3")
    at.wait("card 2 of 5")
    at.type("q")
    assert at.end()[0] == 0
    assert grades(vault) == [3]


def test_a_document_that_is_not_found_and_an_editor_that_fails(vault: Path) -> None:
    assert child("build", "notes", cwd=vault).returncode == 0
    at = sitting(vault, VISUAL="false")
    at.wait("show the answer")
    at.type("e")
    at.wait("the editor 'false' ended with code 1")
    (vault / "notes").rename(vault / "elsewhere")
    at.type("e")
    at.wait("cannot find napkin.md: build again with the folders of your notes")
    at.type("q")
    assert at.end()[0] == 0


def test_a_rebuilt_card_keeps_its_history(vault: Path) -> None:
    at = sitting(vault, "--limit", "1")
    at.type(" 3")
    assert at.end()[0] == 0
    write(vault / "notes", {"napkin.md": "intro\n\n" + NAPKIN.replace("Disk seek: 10 ms", "Disk seek: 9 ms")})
    (vault / "notes" / "napkin.md").rename(vault / "notes" / "numbers.md")
    assert child("build", "notes", cwd=vault).returncode == 0
    at = sitting(vault)
    at.wait(f"of {CARDS - 1}")
    at.type("q")
    assert at.end()[0] == 0


# Ends nobody chose


def test_a_build_in_the_middle_of_a_sitting(vault: Path) -> None:
    """Neither waits for the other: the sitting goes on with its cards, and each answer stays with its note."""
    at = sitting(vault)
    at.wait(f"card 1 of {CARDS}")
    write(vault, {"notes/napkin.md": NAPKIN.replace("10 ms", "11 ms") + "- **Quorum**: more than half of all\n"})
    ran = child("build", "notes", cwd=vault)
    assert ran.returncode == 0
    assert "1 new, 1 changed" in ran.stdout
    for _ in range(CARDS):
        at.wait("space: show the answer")
        at.type(" ")
        at.wait("3 Good")
        at.type("3")
    assert at.end()[0] == 0
    assert grades(vault) == [3] * CARDS
    left = sitting(vault)
    left.wait("card 1 of 1")
    left.type("q")
    assert left.end()[0] == 0


@pytest.mark.parametrize(("end", "code"), [("\x03", 130), ("\x04", 0), ("q", 0)])
def test_keys_that_end_it(vault: Path, end: str, code: int) -> None:
    at = sitting(vault)
    at.wait("show the answer")
    at.type(" 2")
    at.wait("card 2 of")
    at.type(end)
    ended, screen = at.end()
    assert (ended, "1 card known" in screen, "Traceback" in screen) == (code, True, False)
    assert grades(vault) == [2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_that_end_it(vault: Path, number: signal.Signals) -> None:
    at = sitting(vault)
    at.wait("show the answer")
    at.type(" 4")
    at.wait("card 2 of")
    os.kill(at.pid, number)
    code, screen = at.end()
    assert (code, "1 card known" in screen, "Traceback" in screen) == (128 + number, True, False)
    assert grades(vault) == [4]


def test_a_terminal_that_is_closed(vault: Path) -> None:
    at = sitting(vault)
    at.wait("show the answer")
    at.type(" 4")
    at.wait("card 2 of")
    at.close()
    assert os.waitstatus_to_exitcode(os.waitpid(at.pid, 0)[1]) in (1, 120, 128 + signal.SIGHUP)
    assert grades(vault) == [4]


def test_the_terminal_is_left_as_it_was(vault: Path) -> None:
    before, after = [], []
    for key, end in (("q", None), ("", signal.SIGTERM), ("\x03", None)):
        at = sitting(vault)
        before.append(termios.tcgetattr(at.number))
        at.wait("show the answer")
        assert termios.tcgetattr(at.number) != before[-1], "single keys need another mode"
        at.type(" 3")
        at.wait("1 Again")
        at.type(key)
        if end:
            os.kill(at.pid, end)
        at.wait("known")
        after.append(termios.tcgetattr(at.number))
        at.end()
    assert after == before


# Screens


@pytest.mark.parametrize("columns", [20, 33, 300])
def test_no_line_is_wider_than_the_screen(vault: Path, columns: int) -> None:
    at = sitting(vault, columns=columns, NO_COLOR="1")
    at.wait("space: show")
    at.type(" ?3")
    at.wait("card 2 of")
    at.type("q")
    code, screen = at.end()
    assert code == 0
    assert all(len(line) <= min(columns, 84) for line in screen.replace("\x1b[H\x1b[2J", "").splitlines())


def test_colours_only_where_they_are_wanted(vault: Path) -> None:
    for no_colour, wanted in (("", True), ("1", False)):
        at = sitting(vault, NO_COLOR=no_colour)
        at.type("q")
        seen = at.end()[1]
        assert ("\x1b[2m" in seen) == wanted


def test_hostile_text_reaches_the_terminal_spelled_out(tmp_path: Path) -> None:
    write(tmp_path, {"notes/a.md": "# A\n\n- **Evil\x1b[2J**: a term that \x1b]0;title\x07 steers \u202eback\n"})
    assert child("build", "notes", cwd=tmp_path).returncode == 0
    at = sitting(tmp_path, NO_COLOR="1")
    at.type(" ")
    seen = at.wait("1 Again")
    at.type("3")
    at.end()
    assert not set(seen.replace("\x1b[H\x1b[2J", "")) & {"\x1b", "\x07", "\u202e"}


# Lines


def piped(folder: Path, keys: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flashcards", "review", *words]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment(**more),
        input=keys,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_plain_is_lines_only(vault: Path) -> None:
    ran = piped(vault, "\n1\n\nGood\nx\nundo\nhelp\n\n3\nshow\n4\n", "--plain", "--limit", "2")
    assert ran.returncode == 0
    assert ran.stderr == ""
    assert "\x1b" not in ran.stdout
    assert "answer:\n10 ms\n" in ran.stdout
    assert "1 Again, 2 Hard, 3 Good, 4 Easy, ? help\n" in ran.stdout
    assert "enter: show the answer, ? help, q stop\n" in ran.stdout
    assert "taken back: an answer\n" in ran.stdout
    assert grades(vault) == [1, 3, 4]


def test_the_end_of_a_pipe_ends_it(vault: Path) -> None:
    ran = piped(vault, "\n3\n", "--plain")
    assert ran.returncode == 0
    assert "1 card known, 1 answer" in ran.stdout
    assert grades(vault) == [3]


def test_plain_in_a_terminal(vault: Path) -> None:
    at = sitting(vault, "--plain", "--limit", "1")
    at.wait("enter: show the answer")
    at.type("\n")
    at.wait("4 Easy")
    at.type("4\n")
    code, screen = at.end()
    assert (code, "1 card known" in screen, "\x1b" in screen) == (0, True, False)


def test_a_terminal_that_can_do_nothing_gets_lines(vault: Path) -> None:
    at = sitting(vault, TERM="dumb")
    at.wait("enter: show the answer")
    at.type("q\n")
    assert at.end()[0] == 0


def test_without_a_terminal_it_says_what_to_do(vault: Path) -> None:
    ran = piped(vault, "\n3\n")
    assert ran.returncode == 2
    assert "this is no terminal: give --plain to answer line by line" in ran.stderr
    assert not (vault / "decks" / store.NAME).exists()


def test_what_cannot_be_shown_becomes_a_question_mark(vault: Path) -> None:
    ran = piped(vault, "\n3\nq\n", "--plain", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert "Napkin numbers ? Latency" in ran.stdout


# Which cards, and words of complaint


class Typed:
    """The command line in this process, with lines on its standard input."""

    def __init__(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shell, self.patch = shell, monkeypatch

    def run(self, keys: str, *words: str) -> Ran:
        self.patch.setattr(sys, "stdin", io.StringIO(keys))
        return self.shell.run("review", "--plain", *words)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", "card 1 of 9 "),
        ("--deck=interview prep::quarry", "card 1 of 4 "),
        ("--tag=prep", "card 1 of 4 "),
        ("notes/napkin.md", "card 1 of 5 "),
        ("notes/calls", "card 1 of 4 "),
        ("--call=2099-01-02", "card 1 of 9 · 6 min left · new · call in "),
        ("--call=2001-01-02", "the call on 2001-01-02 is over\n\ncard 1 of 9 · 6 min left · new\n"),
        ("--minutes=0.0000001", "0 cards known"),
    ],
)
def test_calls_decks_tags_and_documents(shell: Shell, monkeypatch: pytest.MonkeyPatch, words: str, wanted: str) -> None:
    shell.built()
    ran = Typed(shell, monkeypatch).run("q\n", *filter(None, [words]))
    assert (ran.code, ran.err) == (0, "")
    assert wanted in ran.out


def test_what_is_expected_at_the_call(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.built()
    ran = Typed(shell, monkeypatch).run("\n3\nq\n", "--call", "2099-01-02")
    assert re.search(r"expected at the call on 2099-01-02: \d+% of 9 cards \(before: 0%\)", ran.out)


def test_suspended_cards_can_come_back(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.built()
    typed = Typed(shell, monkeypatch)
    assert "card 1 of 8 " in typed.run("s\nq\n").out
    assert "card 1 of 8 " in typed.run("q\n").out
    ran = typed.run("q\n", "--resume", "--tag", "prep")
    assert "asked again, suspended before: 1 card\n\ncard 1 of 4 " in ran.out
    assert "card 1 of 9 " in typed.run("q\n", "--resume").out


def test_words_of_complaint(shell: Shell) -> None:
    ran = shell.run("review", "--plain", "-o", shell.decks)
    assert (ran.code, "there is no ledger here" in ran.err) == (1, True)
    shell.built()
    ran = shell.run("review", "--plain", "-o", shell.decks, "--tag", "nothing")
    assert (ran.code, "none of the cards fits" in ran.err) == (1, True)
    assert shell.run("review", "--plain", "--call", "tomorrow").code == 2
    assert shell.run("review", "--plain", "--limit", "0").code == 2
