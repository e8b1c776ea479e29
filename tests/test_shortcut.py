"""A build with nothing new: said at once, without click, and never said when anything differs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from test_architecture import loaded
from vaults import NAPKIN, VAULT, age, child, write

from flashcards import folders, manifest, shortcut, walk


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `notes` and what a build made of them in `decks`."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "notes", VAULT)
    age(tmp_path / "notes")
    assert child("build", cwd=tmp_path).returncode == 0
    return tmp_path


@pytest.mark.parametrize(
    "words",
    ["build", "build notes", "build notes/", "build ./notes -o decks", "build notes --decks decks", "build -o decks"],
)
def test_a_plain_build_with_nothing_new_is_said_at_once(
    built: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    assert shortcut.taken(words.split())
    assert capsys.readouterr().out == child(*words.split(), cwd=built).stdout


def test_it_says_what_the_whole_build_says(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slow = child("build", "notes", "notes", cwd=built)
    assert slow.returncode == 0
    assert child("build", "--", "notes", cwd=built).returncode == 0
    assert shortcut.taken(["build"])
    assert capsys.readouterr().out.splitlines()[0] == slow.stdout.splitlines()[0]


@pytest.mark.parametrize(
    "words",
    [
        *("", "cards", "--help", "build --dry-run", "build notes --json", "build notes notes", "build -onotes"),
        *("build notes -o", "build -o decks notes", "build --yes", "build elsewhere", "build notes -o elsewhere"),
    ],
)
def test_anything_else_is_left_to_the_command_line(built: Path, words: str) -> None:
    assert not shortcut.taken(words.split())


def change(folder: Path) -> None:
    write(folder, {"notes/napkin.md": NAPKIN + "- Rack: 42 units\n"})


def touch(folder: Path) -> None:
    os.utime(folder / "notes" / "napkin.md", (1, 1))


def add(folder: Path) -> None:
    write(folder, {"notes/new.md": NAPKIN})
    os.utime(folder / "notes" / "new.md", (1, 1))


def remove(folder: Path) -> None:
    (folder / "notes" / "napkin.md").unlink()


def rename(folder: Path) -> None:
    (folder / "notes" / "napkin.md").rename(folder / "notes" / "napkins.md")


def link(folder: Path) -> None:
    (folder / "notes" / "twin.md").symlink_to("napkin.md")


def lose_package(folder: Path) -> None:
    next((folder / "decks").glob("*.apkg")).unlink()


def edit_ledger(folder: Path) -> None:
    path = folder / "decks" / "ledger.jsonl"
    path.write_bytes(path.read_bytes() + b"\n")


def spoil_cache(folder: Path) -> None:
    (folder / "decks" / manifest.NAME).write_bytes(b"{}")


@pytest.mark.parametrize(
    "doing",
    [change, touch, add, remove, rename, link, lose_package, edit_ledger, spoil_cache],
    ids=lambda f: f.__name__,
)
def test_any_difference_is_left_to_the_whole_build(
    built: Path, capsys: pytest.CaptureFixture[str], doing: Callable[[Path], None]
) -> None:
    doing(built)
    assert not shortcut.taken(["build"])
    assert capsys.readouterr() == ("", "")


def test_hidden_files_and_others_make_no_difference(built: Path) -> None:
    write(built / "notes", {".obsidian/a.md": "- x", "b.png": "x", "c.excalidraw.md": "x", ".d.md": "x"})
    assert shortcut.taken(["build"])


def test_the_walk_finds_what_folders_finds(tmp_path: Path) -> None:
    names = ("a.md", "b/C.MD", "b/d.txt", "é/e\u0301.md", "x y/z.markdown", ".git/no.md", "no.pdf", "no.excalidraw.md")
    write(tmp_path, dict.fromkeys(names, "- x"))
    found = {entry.name: entry.stamp for entry in folders.find([tmp_path]).files}
    assert walk.stamps(str(tmp_path)) == found
    assert len(found) == 5


@pytest.mark.parametrize("name", ["gone", "a.md"])
def test_the_walk_calls_anything_but_a_folder_odd(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"a.md": "- x"})
    with pytest.raises(walk.OddError):
        walk.stamps(str(tmp_path / name))


def test_nothing_heavy_is_loaded(built: Path) -> None:
    heavy = {"click", "dataclasses", "flashcards.cli", "flashcards.build", "flashcards.folders", "flashcards.model"}
    assert not loaded("build", str(built / "notes"), "-o", str(built / "decks")) & heavy
