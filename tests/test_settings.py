"""What each setting does, seen through the command line; and that caches and workers know of it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from test_architecture import loaded
from vaults import NAPKIN, VAULT, Shell, age, child, write

from flashcards import config, documents, phrases, reading, shortcut
from flashcards.page import Page
from flashcards.seeking import NAME

LISTS = """\
# Harbour

## Crew on deck
- bosun
- mate
- cook
- pilot

## Signals
- Anchor weight: 900 kg
- Speed of the tug is 9 knots, the ferry does 14 knots

How to moor a barge:
1. drop the fenders
2. throw the line
3. make it fast
"""
MOOD = """\
# Dock

## Canteen bets
- Crane lift: 40 t

## Facts
- Crane reach: 60 m
"""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def put(shell: Shell, text: str) -> Path:
    """A file of settings beside the notes."""
    path = shell.notes.parent / NAME
    path.write_text(text, encoding="utf-8")
    return path


def cards(shell: Shell, *words: str | Path) -> list[dict[str, Any]]:
    ran = shell.run("cards", "--json", *words)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def asked(card: dict[str, Any]) -> str:
    """The front without its breadcrumb."""
    return str(card["front"]).rpartition("\n")[2]


def fronts(shell: Shell, *words: str | Path) -> set[str]:
    return {asked(card) for card in cards(shell, *words)}


def paths(shell: Shell, *words: str | Path) -> set[str]:
    return {card["source"]["path"] for card in cards(shell, *words)}


def decks(shell: Shell, *words: str | Path) -> dict[str, str]:
    return {card["source"]["path"]: card["deck"] for card in cards(shell, *words)}


# Which notes


def test_notes_name_the_folders_from_the_folder_of_the_file(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    home = shell.notes.parent
    write(home, {"one/a.md": NAPKIN, "two/b.md": MOOD, "notes/c.md": LISTS, "sub/x.txt": ""})
    assert paths(shell) == {"c.md"}
    put(shell, 'notes = ["one", "two"]')
    assert paths(shell) == {"a.md", "b.md"}
    assert paths(shell, "notes") == {"c.md"}
    monkeypatch.chdir(home / "sub")
    assert paths(shell) == {"a.md", "b.md"}
    put(shell, 'notes = ["gone"]')
    ran = shell.run("cards")
    assert ran.code == 1
    assert "gone: no such file or folder" in ran.err


def test_notes_may_lie_elsewhere(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shell.notes.parent, {"vault/a.md": NAPKIN, f"work/{NAME}": 'notes = ["../vault"]\nroot_deck = "Mine"\n'})
    monkeypatch.chdir(shell.notes.parent / "work")
    assert decks(shell) == decks(shell, "../vault") == {"a.md": "Mine::a"}


def test_a_file_in_the_folder_of_the_notes_holds(shell: Shell) -> None:
    write(shell.notes, {"a.md": NAPKIN, NAME: 'root_deck = "Mine"'})
    assert decks(shell) == decks(shell, "notes") == decks(shell, "notes/a.md") == {"a.md": "Mine::a"}


def test_another_file_may_be_given(shell: Shell) -> None:
    write(shell.notes, {"a.md": NAPKIN})
    put(shell, 'root_deck = "Mine"')
    write(shell.notes.parent, {"other/x.toml": 'root_deck = "Other"\nnotes = ["../notes"]'})
    assert decks(shell, "notes", "--config", "other/x.toml") == {"a.md": "Other::a"}
    assert decks(shell, "--config", "other/x.toml") == {"a.md": "Other::a"}
    ran = shell.run("cards", "--config", "none.toml")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "error: none.toml: cannot be read: No such file or directory")


@pytest.mark.parametrize("words", [(), ("notes",)])
def test_include_and_exclude(shell: Shell, words: tuple[str, ...]) -> None:
    write(shell.notes, {"a/one.md": NAPKIN, "a/old/two.md": MOOD, "b.md": LISTS})
    put(shell, 'include = ["a"]\nexclude = ["a/old/**"]')
    assert paths(shell, *words) == {"a/one.md"}
    assert paths(shell, *words, "--include", "*.md", "--exclude", "one.md") == {"a/old/two.md", "b.md"}
    assert paths(shell, *words, "--exclude", "one.md") == {"a/old/two.md"}


def test_patterns_start_at_the_notes_whatever_is_given(shell: Shell) -> None:
    write(shell.notes, {"a/one.md": NAPKIN, "a/b/two.md": MOOD})
    put(shell, 'exclude = ["a/b/**"]')
    assert paths(shell, "notes/a") == {"one.md"}
    assert paths(shell, "notes/a/one.md", "notes/a/b/two.md") == {"one.md"}
    ran = shell.run("explain", "notes/a/b/two.md")
    assert ran.code == 1
    assert ran.err == "error: notes/a/b/two.md: no notes found\nhint: flashcards.toml leaves out all that is there\n"


def test_check_and_explain_and_match_obey_too(shell: Shell) -> None:
    write(shell.notes, {"a.md": NAPKIN, "odd.md": "---\ntitle: Why: us\n---\n- Disk read: 20 ms\n"})
    assert "odd.md:2" in shell.run("check").out
    assert "odd.md" not in shell.run("check", "--exclude", "odd.md").out
    explained = shell.run("explain", "notes/a.md", "--set", "extractors.definitions=false").out
    assert "Idempotent: what is it?" not in explained
    assert "Idempotent: what is it?" in shell.run("explain", "notes/a.md").out
    shell.build()
    guid = cards(shell)[0]["guid"]
    put(shell, 'exclude = ["odd.md"]')
    ran = shell.run("match", guid, "odd.md:4", "notes")
    assert ran.code == 1
    assert "odd.md:4" in ran.err


def test_what_is_left_out_retires_and_comes_back(shell: Shell) -> None:
    many = "".join(
        f"- Crane {word} lift: {size} t\n" for size, word in enumerate("oak elm ash fir yew box".split(), 40)
    )
    write(shell.notes, {"a.md": f"# Cranes\n\n{many}", "b.md": NAPKIN})
    shell.build()
    guids = {card["guid"] for card in cards(shell)}
    put(shell, 'exclude = ["a.md"]')
    stopped = shell.build()
    assert stopped.code == 1
    assert "6 notes (55%) would retire" in stopped.err
    assert ", 6 retired\n" in shell.build("--yes").out
    put(shell, "")
    assert "6 revived" in shell.build().out
    assert {card["guid"] for card in cards(shell)} == guids


# Decks


def test_the_first_rule_that_holds_names_the_deck(shell: Shell) -> None:
    header = "---\ntags: [Work/acme, x]\ntype: Paper, Talk\nyear: 2024\n---\n"
    write(
        shell.notes,
        {
            "clients/acme/a.md": "- Crane lift: 40 t\n",
            "b.md": header + "- Tug pull: 30 t\n",
            "c.md": header.replace("Work/acme", "workshop") + "- Buoy weight: 9 t\n",
            "d.md": "---\ndeck: Own\ntags: work\n---\n- Lock length: 90 m\n",
            "e.md": "- Weir height: 3 m\n",
        },
    )
    put(
        shell,
        'root_deck = "Root"\n'
        '[[deck]]\nfolder = "clients"\nname = "Clients::{title}"\n'
        '[[deck]]\nfolder = "clients/*"\nname = "Never"\n'
        '[[deck]]\ntag = "work"\nname = "Work"\n'
        '[[deck]]\nfront_matter = { type = "talk", year = 2024 }\nname = "Talks"\n'
        '[[deck]]\nfront_matter = { type = "talk" }\nname = "Never"\n',
    )
    assert decks(shell) == {
        "clients/acme/a.md": "Clients::a",
        "b.md": "Work",
        "c.md": "Talks",
        "d.md": "Own",
        "e.md": "Root::e",
    }
    assert decks(shell, "--set", 'deck=[{tag = "x", folder = "b", name = "No"}, {tag = "x", name = "Yes"}]') == {
        "clients/acme/a.md": "Root::a",
        "b.md": "Yes",
        "c.md": "Yes",
        "d.md": "Own",
        "e.md": "Root::e",
    }


def test_a_known_note_stays_in_its_deck(shell: Shell) -> None:
    write(shell.notes, {"napkin.md": NAPKIN})
    shell.build()
    put(shell, 'root_deck = "Mine"')
    write(shell.notes, {"napkin.md": NAPKIN + "- **Fan-out**: one message to many readers\n"})
    ran = shell.build()
    assert "1 new, 0 changed, 5 unchanged" in ran.out
    found = {asked(card): card["deck"] for card in cards(shell)}
    assert found.pop("Fan-out: what is it?") == "Mine::napkin"
    assert set(found.values()) == {"Interview Prep::napkin"}


def test_the_keys_of_a_header_are_kept(shell: Shell) -> None:
    write(shell.notes, {"x.md": "---\nType: [Paper, 'x: y']\ndone: yes\nday: 2026-05-20\nn: {a: 1}\n---\n"})
    document, _ = documents.read(shell.notes / "x.md", "x.md")
    assert document
    assert dict(document.meta.keys) == {"type": "Paper, x: y", "done": "yes", "day": "2026-05-20", "n": ""}


# Cards


@pytest.mark.parametrize("name", sorted(config.Limits.__dataclass_fields__))
def test_each_limit_changes_the_cards(shell: Shell, name: str) -> None:
    long = "- The spring tide in the estuary rises by 7 metres within six hours of the turn\n"
    items = "## Kinds of quay\n" + "".join(
        f"- {word} wall along the river side\n" for word in "steel brick stone timber".split()
    )
    answer = "## Caisson\nA watertight box that is sunk to the river bed so that men can dig below it.\n"
    write(shell.notes, {"a.md": f"{LISTS}\n{answer}\n{items}\n{long}"})
    plain = fronts(shell)
    changed = fronts(shell, "--set", f"limits.{name}=1")
    lost = {
        "front": "The spring tide in the estuary rises by [...] within six hours of the turn",
        "answer": "Caisson: what is it?",
        "items": "Kinds of quay: which 4?",
        "names": "Crew on deck: which 4?",
        "steps": "How to moor a barge: the 3 steps in order?",
        "numbers": "",
    }[name]
    if name == "names":  # the limit of names is never below that of other items
        changed = fronts(shell, "--set", "limits.names=1", "--set", "limits.items=3")
    if name == "numbers":
        two = "- Berth 12 takes ships of 300 m and a draught of 14 m at low tide\n"
        write(shell.notes, {"a.md": f"# Berths\n{two}"})
        assert len(fronts(shell)) > len(fronts(shell, "--set", "limits.numbers=1")) == 1
        return
    assert lost in plain
    assert lost not in changed


def test_a_higher_limit_takes_more(shell: Shell) -> None:
    words = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima".split()
    write(shell.notes, {"a.md": "# Radio\n\n## Spelling words\n" + "".join(f"- {word}\n" for word in words)})
    assert fronts(shell) == set()
    assert fronts(shell, "--set", "limits.names=12") == {"Spelling words: which 12?"}


def test_an_extractor_can_be_switched_off(shell: Shell) -> None:
    write(shell.notes, {"a.md": NAPKIN, "b.md": LISTS})
    kinds = {card["kind"] for card in cards(shell)}
    assert {"list", "definition"} <= kinds
    put(shell, "[extractors]\nlists = false\n")
    assert {card["kind"] for card in cards(shell)} == kinds - {"list"}
    assert {card["kind"] for card in cards(shell, "--set", "extractors.lists=true")} == kinds


@pytest.mark.parametrize("language", sorted(set(config.LANGUAGES) - {"en"}))
def test_the_language_is_that_of_our_words_and_keeps_history(shell: Shell, language: str) -> None:
    write(shell.notes, {"a.md": NAPKIN, "b.md": LISTS, "c.md": VAULT["calls/quarry.md"]})
    shell.build()
    before = {card["guid"]: card for card in cards(shell)}
    put(shell, f'language = "{language}"')
    ran = shell.build()
    assert re.search(r"\b0 new, [1-9]\d* changed, \d+ unchanged, 0 retired", ran.out), ran.out
    after = {card["guid"]: card for card in cards(shell)}
    assert after.keys() == before.keys()
    changed = {asked(after[guid]) for guid in after if after[guid] != before[guid]}
    assert phrases.say(language, "what-is-it", "Backpressure") in changed
    assert phrases.say(language, "which", "Crew on deck", 4) in changed
    assert phrases.say(language, "steps", "How to moor a barge", 3) in changed
    assert {after[guid]["back"] for guid in after} == {before[guid]["back"] for guid in before}


def test_every_language_says_the_same_things() -> None:
    english = phrases.PHRASES["en"]
    for language, words in phrases.PHRASES.items():
        assert list(words) == list(english), language
        for name, phrase in words.items():
            assert phrase.count("{}") == english[name].count("{}"), (language, name)
            assert phrase.strip() == phrase
    assert phrases.say("en", "why", "{0} {x}") == "{0} {x}: why?"


def test_the_marks_of_other_tools_reach_the_page(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shell.notes, {"a.md": NAPKIN})
    put(shell, '[marks]\ndialects = ["osr"]\n[marks.markers]\ninline = ">>"\n')
    seen: list[config.Settings] = []

    def page(document: Any, outline: Any, settings: config.Settings) -> Page:
        seen.append(settings)
        return Page(document, outline, settings)

    monkeypatch.setattr(reading, "Page", page)
    cards(shell)
    (found,) = seen
    assert found.dialects == {"osr"}
    assert dict(found.markers)["inline"] == ">>"


# Private


def test_private_headings(shell: Shell) -> None:
    other = "# Quay\n\n- Quay wall: 12 m\n"
    write(shell.notes, {"a.md": MOOD, "best canteen.md": other, "my canteen.md": other.replace("12", "14")})
    plain = {(card["source"]["path"], asked(card)) for card in cards(shell)}
    below = {("a.md", "Crane lift?"), ("my canteen.md", "Quay wall?")}
    left = {("a.md", "Crane reach?"), ("best canteen.md", "Quay wall?")}
    assert plain == below | left
    put(shell, '[private]\nheadings = ["CANTEEN"]')
    assert {(card["source"]["path"], asked(card)) for card in cards(shell)} == left
    assert re.search(r"Crane lift: 40 t\n.*private", shell.run("explain", "notes/a.md").out)
    put(shell, '[private]\nheadings = ["cant"]')
    assert {(card["source"]["path"], asked(card)) for card in cards(shell)} == plain


def test_no_heading_lifts_what_the_user_calls_private(shell: Shell) -> None:
    text = "# Dock\n\n## Canteen\n\n### Interview prep\n- Crane lift: 40 t\n- Rope load: 9 t #card\n\n"
    write(shell.notes, {"a.md": f"{text}## Yard\n\ncanteen:\nCrane hook: 3 t\n\nCrane arm: 8 m\n"})
    assert fronts(shell) == {"Crane lift?", "Rope load?", "Crane hook?", "Crane arm?"}
    put(shell, '[private]\nheadings = ["canteen"]')
    assert fronts(shell) == {"Rope load?", "Crane arm?"}


@pytest.mark.parametrize("pattern", ["me", "notes/me", "deep/me", "**/me"])
def test_private_folders_are_never_opened(shell: Shell, monkeypatch: pytest.MonkeyPatch, pattern: str) -> None:
    write(shell.notes, {"a.md": NAPKIN, "deep/me/b.md": MOOD, "me/c.md": MOOD, "me/d/e.md": MOOD, "ok/x.txt": "- y\n"})
    (shell.notes / "ok" / "link.md").symlink_to("../deep/me/b.md")
    (shell.notes / "ok" / "folder").symlink_to("../deep", target_is_directory=True)
    put(shell, f'[private]\nfolders = ["{pattern}"]')
    closed = {"me": ("deep/me", "me"), "notes/me": ("me",), "deep/me": ("deep/me",), "**/me": ("deep/me", "me")}[
        pattern
    ]
    opened: list[str] = []
    plain = documents.read

    def read(path: Path | str, name: str) -> Any:
        opened.append(os.path.relpath(os.path.realpath(path), shell.notes))
        return plain(path, name)

    monkeypatch.setattr(documents, "read", read)
    inside = [shell.notes / folder for folder in closed]
    for words in ([], ["notes"], ["notes", *inside], [*inside], ["--include", "**"], ["--exclude", "nothing"]):
        shell.run("cards", *words)
        shell.run("check", *words)
        shell.run("build", *words, "--yes")
    for folder in inside:
        for file in folder.rglob("*.md"):
            assert shell.run("explain", file).code == 1
            assert shell.run("cards", file, "a.md").code == 1
            assert shell.run("cards", file, "notes/a.md").code == 0
    assert shell.run("explain", "notes/ok/link.md").code == ("deep/me" in closed)
    assert "a.md" in opened
    assert [path for path in opened if path.startswith(tuple(f"{folder}/" for folder in closed))] == []


# Caches


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `notes`, settings and what a build made of them."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "notes", VAULT)
    write(tmp_path, {NAME: '[limits]\nfront = 44\n#notes = ["x"]\n'})
    age(tmp_path)
    assert child("build", cwd=tmp_path).returncode == 0
    return tmp_path


@pytest.mark.parametrize("words", ["build", "build notes", "build ./notes -o decks", "build -o decks"])
def test_with_settings_a_build_with_nothing_new_is_said_at_once(
    built: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    assert shortcut.taken(words.split())
    assert capsys.readouterr().out == child(*words.split(), cwd=built).stdout


def test_nothing_heavy_is_loaded_for_settings(built: Path) -> None:
    heavy = {"click", "dataclasses", "tomllib", "flashcards.settings_file", "flashcards.config"}
    found = loaded("build", str(built / "notes"), "-o", str(built / "decks"))
    assert "flashcards.seeking" in found
    assert not found & heavy


def change(folder: Path) -> None:
    write(folder, {NAME: '[limits]\nfront = 43\n#notes = ["x"]\n'})
    os.utime(folder / NAME, (1, 1))


def remove(folder: Path) -> None:
    (folder / NAME).unlink()


def add_nearer(folder: Path) -> None:
    write(folder / "notes", {NAME: ""})


def name_folders(folder: Path) -> None:
    write(folder, {NAME: 'notes = ["elsewhere"]\n'})


@pytest.mark.parametrize("doing", [change, remove, add_nearer], ids=lambda f: f.__name__)
@pytest.mark.parametrize("words", [["build"], ["build", "notes"]], ids=len)
def test_changed_settings_are_seen(built: Path, doing: Callable[[Path], None], words: list[str]) -> None:
    assert shortcut.taken(words)
    doing(built)
    assert not shortcut.taken(words)
    assert child(*words, cwd=built).returncode == 0
    age(built / "notes")
    assert child(*words, cwd=built).returncode == 0
    assert shortcut.taken(words)


def test_folders_that_the_settings_name_are_left_to_the_whole_build(built: Path) -> None:
    name_folders(built)
    assert not shortcut.taken(["build"])
    ran = child("build", cwd=built)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "elsewhere: no such file or folder" in ran.stderr


def test_settings_above_the_working_directory_are_left_to_the_whole_build(
    built: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = write(tmp_path_factory.mktemp("other"), VAULT)
    age(other)
    assert child("build", other, cwd=built).returncode in (0, 1)
    assert not shortcut.taken(["build", str(other)])


def test_settings_that_appear_are_seen(shell: Shell) -> None:
    shell.built()
    assert shortcut.taken(["build", "notes"])
    put(shell, "[extractors]\nasks = false\n")
    assert not shortcut.taken(["build", "notes"])
    assert ", 2 retired\n" in shell.build().out


def test_with_patterns_a_build_with_nothing_new_reads_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    put(shell, 'exclude = ["old"]\n[private]\nfolders = ["me"]')
    shell.built({**VAULT, "old/a.md": MOOD, "me/b.md": MOOD})
    assert not shortcut.taken(["build", "notes"])
    monkeypatch.setattr(reading, "read", lambda *_, **__: pytest.fail("read again"))
    ran = shell.build()
    assert "0 new, 0 changed" in ran.out
    with pytest.raises(pytest.fail.Exception, match="read again"):
        shell.build("--exclude", "nothing")


def test_options_make_a_cache_of_their_own(shell: Shell) -> None:
    shell.built()
    assert ", 2 retired\n" in shell.build("--set", "extractors.asks=false").out
    assert "2 revived" in shell.build().out
    assert shortcut.taken(["build", "notes"])


def test_workers_know_the_settings(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    count = reading.MANY + 10
    write(
        shell.notes,
        {f"{at % 7}/d{at}.md": f"# Dock {at}\n\n- **Cleat {at}x**: holds the rope\n" for at in range(count)},
    )
    write(shell.notes, {f"me/p{at}.md": "- **Post**: holds the rope\n" for at in range(9)})
    put(shell, 'language = "de"\nexclude = ["6"]\n[private]\nfolders = ["me"]\n[[deck]]\nfolder = "3"\nname = "Three"')
    shares: list[int] = []
    plain = reading._shared_out

    def shared_out(*given: Any) -> Any:
        made = plain(*given)
        shares.append(len(made))
        return made

    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(reading, "_shared_out", shared_out)
    with_workers = cards(shell)
    assert shares[0] > 2
    assert len(with_workers) == sum(1 for at in range(count) if at % 7 != 6)
    assert all(card["front"].endswith("x: Was ist das?") for card in with_workers)
    assert {card["source"]["path"][0] for card in with_workers if card["deck"] == "Three"} == {"3"}
