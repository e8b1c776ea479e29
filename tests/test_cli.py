"""The command line: its manners in pipes, its exit codes, and the output other programs read."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from vaults import NAPKIN, VAULT, Shell, child, environment, tree, write

from flashcards import __version__, build

COMMANDS = ("build", "cards", "explain", "check", "skip", "restore", "match", "edit", "log", "init")
CARD_KEYS = ["guid", "kind", "note_type", "deck", "tags", "front", "back", "source"]
SOURCE_KEYS = ["path", "line_start", "line_end", "section"]
ESCAPE = "\x1b["
WORDS = "anvil bellows chisel drill easel funnel gasket hinge inkwell jigsaw".split()
THINGS = "weight price length depth reach".split()


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def packaged(decks: Path) -> set[str]:
    """The guids in the packages of a folder."""
    found: set[str] = set()
    for path in decks.glob("*.apkg"):
        with zipfile.ZipFile(path) as archive:
            connection = sqlite3.connect(":memory:")
            connection.deserialize(archive.read("collection.anki2"))
        found |= {guid for (guid,) in connection.execute("select guid from notes")}
        connection.close()
    return found


def objects(text: str) -> list[dict[str, Any]]:
    """The JSON objects of an output, one on each line."""
    found = [json.loads(line) for line in text.splitlines()]
    assert all(isinstance(entry, dict) for entry in found)
    return found


# Help and usage


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(shell: Shell, command: str) -> None:
    ran = shell.run(command, "--help")
    assert ran.code == 0
    assert ran.err == ""
    assert f"Usage: flashcards {command}" in ran.out
    assert f"Example:\n    flashcards {command} " in ran.out


def test_the_program_has_help_and_a_version(shell: Shell) -> None:
    ran = shell.run("--help")
    assert all(f"\n  {command} " in ran.out for command in COMMANDS)
    assert "Example:" in ran.out
    assert shell.run("-h") == ran
    assert shell.run("--version").out == f"flashcards, version {__version__}\n"


@pytest.mark.parametrize(
    "words", [["nonsense"], ["build", "--nonsense"], ["explain"], ["cards", "-o"], ["explain", "a.md", "b.md"]]
)
def test_wrong_usage_is_2_and_says_so_on_stderr(shell: Shell, words: list[str]) -> None:
    ran = shell.run(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert "Error: " in ran.err


def test_the_decks_folder_is_shown_as_default(shell: Shell) -> None:
    assert "default: decks" in " ".join(shell.run("build", "--help").out.split())


def test_without_arguments_notes_and_decks_are_meant(shell: Shell) -> None:
    write(shell.notes, VAULT)
    assert shell.run("build").code == 0
    assert (shell.decks / "ledger.jsonl").exists()


# Results on stdout, everything else on stderr


def test_results_and_complaints_go_their_own_ways(shell: Shell) -> None:
    write(shell.notes, {**VAULT, "odd.md": "---\ntitle: Why: us\n---\n- Disk read: 20 ms\n"})
    ran = shell.build()
    assert "odd.md:2: front-matter-broken" in ran.err
    assert "hint: " in ran.err
    assert "front-matter" not in ran.out
    assert " new, 0 changed, 0 unchanged, 0 retired\n" in ran.out
    assert "interview-prep.apkg" in ran.out


def test_check_prints_its_findings_as_results(shell: Shell) -> None:
    write(shell.notes, {"odd.md": "---\ntitle: Why: us\n---\n- Disk read: 20 ms\n"})
    ran = shell.run("check", shell.notes)
    assert ran.code == 0
    assert ran.out.startswith("odd.md:2: front-matter-broken ")
    assert ran.err == "1 problem found\n"
    (found,) = objects(shell.run("check", "--json", shell.notes).out)
    assert list(found) == ["path", "line", "code", "message", "hint", "severity"]
    assert (found["path"], found["line"], found["code"]) == ("odd.md", 2, "front-matter-broken")


def test_explain_answers_for_every_line(shell: Shell) -> None:
    path = write(shell.notes, VAULT) / "napkin.md"
    ran = shell.run("explain", path)
    assert ran.code == 0
    lines = NAPKIN.splitlines()
    assert all(f"{number:4d} | {text}\n" in ran.out for number, text in enumerate(lines, 1))
    found = objects(shell.run("explain", "--json", path).out)
    assert [entry["line"] for entry in found[: len(lines)]] == list(range(1, len(lines) + 1))
    assert list(found[0]) == ["line", "text", "cards", "refused"]
    assert found[3]["cards"][0]["back"] == "10 ms"


def test_explain_speaks_of_table_rows_without_a_card(shell: Shell) -> None:
    text = "# Port\n\n| Berth | Remarks |\n|---|---|\n| 4 | see the harbour master about it |\n"
    path = write(shell.notes, {"port.md": text}) / "port.md"
    found = objects(shell.run("explain", "--json", path).out)
    assert found[4]["cards"] or found[4]["refused"]


# Pipes and colours


def test_no_colour_in_a_pipe_nor_with_no_color(tmp_path: Path) -> None:
    write(tmp_path / "notes", VAULT)
    for more in ({}, {"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}):
        ran = child("cards", "notes", cwd=tmp_path, **more)
        assert ran.returncode == 0
        assert ESCAPE not in ran.stdout + ran.stderr


def test_a_plan_is_in_colour_only_where_it_is_wanted(shell: Shell) -> None:
    shell.built()
    write(shell.notes, {"napkin.md": NAPKIN.replace("Disk seek: 10 ms", "Disk seek: 9 ms")})
    plain = child("build", "--dry-run", cwd=shell.notes.parent)
    assert ESCAPE not in plain.stdout + plain.stderr
    for more in ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"FORCE_COLOR": ""}, {"TERM": "xterm"}):
        assert child("build", "--dry-run", cwd=shell.notes.parent, **more).stdout == plain.stdout
    forced = child("build", "--dry-run", cwd=shell.notes.parent, FORCE_COLOR="1").stdout
    assert f"{ESCAPE}31m[-10-]{ESCAPE}0m{ESCAPE}32m{{+9+}}{ESCAPE}0m ms" in forced
    assert ESCAPE not in child("build", "--dry-run", "--json", cwd=shell.notes.parent, FORCE_COLOR="1").stdout
    built = child("build", cwd=shell.notes.parent, FORCE_COLOR="1").stdout
    assert built.startswith(forced.rpartition("0 new")[0])
    assert ESCAPE not in child("build", cwd=shell.notes.parent).stdout


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    many = "a line of code that says nothing\n" * 9000
    write(tmp_path / "notes", {"many.md": f"# Many\n```\n{many}```\n"})
    command = [sys.executable, "-m", "flashcards", "explain", "notes/many.md"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith(b"   1 | # Many")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) in (0, 1)


def test_a_narrow_locale_does_not_stop_the_output(tmp_path: Path) -> None:
    write(tmp_path / "notes", {"naïve ☕.md": "# Ünïcode ☕\n- Größe der Platte: 10 µs\n"})
    for more in ({"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        ran = child("cards", "--json", "notes", cwd=tmp_path, **more)
        assert ran.returncode == 0, ran.stderr
        assert "Traceback" not in ran.stderr
        (card,) = objects(ran.stdout)
        assert card["source"]["path"] == "naïve ☕.md"


def test_the_seed_of_hashes_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "notes", VAULT)
    outs = {child("cards", "--json", "notes", cwd=tmp_path, PYTHONHASHSEED=seed).stdout for seed in "01"}
    assert len(outs) == 1


# cards --json: what other programs read


def test_cards_json_is_one_object_a_card_with_the_documented_keys(shell: Shell) -> None:
    write(shell.notes, VAULT)
    ran = shell.run("cards", "--json", shell.notes)
    assert (ran.code, ran.err) == (0, "")
    cards = objects(ran.out)
    assert len(cards) >= 8
    for card in cards:
        assert list(card) == CARD_KEYS
        assert list(card["source"]) == SOURCE_KEYS
        assert all(isinstance(card[name], str) and card[name] for name in CARD_KEYS if name not in ("tags", "source"))
        assert all(isinstance(entry, str) for entry in card["tags"] + card["source"]["section"])
        lines = VAULT[card["source"]["path"]].split("\n")
        assert 1 <= card["source"]["line_start"] <= card["source"]["line_end"] <= len(lines)
    seek = next(card for card in cards if card["back"] == "10 ms")
    assert seek["kind"] == "quantity"
    assert seek["deck"] == "Interview Prep::napkin"
    assert seek["source"] == {"path": "napkin.md", "line_start": 4, "line_end": 4, "section": seek["source"]["section"]}
    assert seek["source"]["section"][-1] == "Latency"
    asked = next(card for card in cards if "who pays" in card["back"].lower())
    assert {"kind::question-to-ask", "call::2026-05-20", "prep"} <= set(asked["tags"])


def test_cards_writes_nothing(shell: Shell) -> None:
    decks = shell.built()
    notes = tree(shell.notes)
    write(shell.notes, {"new.md": "# New\n- Tape read: 3 days\n"})
    more = tree(shell.notes)
    assert "3 days" in shell.run("cards", "--json", shell.notes, "-o", shell.decks).out
    assert shell.run("cards", shell.notes, "-o", shell.decks).code == 0
    assert tree(shell.decks) == decks
    assert tree(shell.notes) == more
    assert notes.items() <= more.items()


@pytest.mark.parametrize("command", ["cards", "check"])
def test_a_look_makes_no_decks_folder(shell: Shell, command: str) -> None:
    write(shell.notes, VAULT)
    assert shell.run(command, shell.notes).code == 0
    assert not shell.decks.exists()


def test_guids_are_those_of_the_package_from_run_to_run(shell: Shell) -> None:
    write(shell.notes, VAULT)
    first = shell.run("cards", "--json", shell.notes).out
    assert shell.build().code == 0
    again = shell.run("cards", "--json", shell.notes).out
    assert first == again
    assert {card["guid"] for card in objects(first)} == packaged(shell.decks)
    write(shell.notes, {"napkin.md": NAPKIN.replace("10 ms", "9 ms").replace("## Latency", "## How long")})
    later = shell.run("cards", "--json", shell.notes).out
    assert {card["guid"] for card in objects(later)} == packaged(shell.decks)
    assert shell.build().code == 0
    assert {card["guid"] for card in objects(later)} == packaged(shell.decks)


def test_cards_of_one_file_are_those_of_the_folder(shell: Shell) -> None:
    shell.built()
    whole = objects(shell.run("cards", "--json", shell.notes).out)
    ours = [card["guid"] for card in whole if card["source"]["path"] == "napkin.md"]
    alone = objects(shell.run("cards", "--json", shell.notes / "napkin.md").out)
    assert [card["guid"] for card in alone] == ours


# build --json


def test_build_json_counts_and_lists(shell: Shell) -> None:
    shell.built()
    write(shell.notes, {"napkin.md": NAPKIN.replace("Disk seek: 10 ms", "Disk seek: 9 ms")})
    ran = shell.build("--json")
    (plan,) = objects(ran.out)
    assert plan["counts"]["changed"] == 1
    assert plan["counts"]["new"] == plan["counts"]["retired"] == 0
    (change,) = plan["changed"]
    old = ["old_front", "old_back", "old_source", "tags", "old_tags"]
    assert list(change) == ["guid", "source", "front", "back", *old]
    assert change["old_source"] == change["source"]
    assert (change["old_back"], change["back"]) == ("10 ms", "9 ms")
    quiet = json.loads(shell.build("--json").out)
    assert quiet.keys() == plan.keys()
    assert quiet["counts"].keys() == plan["counts"].keys()
    assert quiet["counts"]["unchanged"] == len(packaged(shell.decks))


def test_the_plan_shows_old_text_and_new(shell: Shell) -> None:
    shell.built()
    write(shell.notes, {"napkin.md": NAPKIN.replace("Disk seek: 10 ms", "Disk seek: 9 ms")})
    (guid,) = (
        card["guid"] for card in objects(shell.run("cards", "--json", shell.notes).out) if card["back"] == "9 ms"
    )
    out = shell.build("--dry-run").out
    assert f"~ napkin.md:4 [{guid}] Disk seek?\n    back    ~ [-10-]{{+9+}} ms\n" in out
    assert "0 new, 1 changed, " in out


def test_a_dry_run_shows_every_note_and_a_build_the_first_of_each_sort(shell: Shell) -> None:
    lines = "".join(f"- {word} {thing}: {at + 3} kg\n" for at, word in enumerate(WORDS) for thing in THINGS)
    write(shell.notes, {"many.md": f"# Many\n{lines}"})
    planned, built = (shell.build(*more).out.splitlines() for more in (["--dry-run"], []))
    count = len(WORDS) * len(THINGS)
    assert sum(line.startswith("+ many.md:") for line in planned) == count
    assert sum(line.startswith("+ many.md:") for line in built) == build.MOST_SHOWN
    assert f"+ … and {count - build.MOST_SHOWN} more (--dry-run and --json show all)" in built
