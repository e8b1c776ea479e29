"""Bad input and bad luck: one clear message, exit 1, and the old package and ledger whole."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from vaults import NAPKIN, VAULT, Ran, Shell, age, held, tree, write

from flashcards import build, documents, folders, history, manifest, unchanged

Patch = pytest.MonkeyPatch
LEDGER = "ledger.jsonl"
EDITED = {"napkin.md": NAPKIN.replace("10 ms", "90 ms")}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: Patch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def refused(ran: Ran, place: str | Path, *words: str) -> None:
    """The run ended with one message that names the place and these words, and a hint."""
    assert ran.code == 1
    assert ran.out == ""
    error, hint = ran.err.splitlines()
    assert error.startswith(f"error: {place}: ")
    assert hint.startswith("hint: ")
    assert len(hint) > len("hint: ")
    for word in words:
        assert word in ran.err


def paths(shell: Shell) -> set[str]:
    """The documents of the ledger's active notes."""
    found, _ = build.preview([shell.notes], shell.decks, now=0)
    return {note.source.path for note in found}


# Nothing to read


@pytest.mark.parametrize("command", ["build", "cards", "check", "explain"])
def test_a_missing_path(shell: Shell, command: str) -> None:
    refused(shell.run(command, "nowhere"), "nowhere", "no such file or folder", "check the spelling")
    assert not shell.decks.exists()


@pytest.mark.parametrize("command", ["build", "cards", "check"])
def test_an_empty_folder(shell: Shell, command: str) -> None:
    write(shell.notes, {"picture.png": b"\x89PNG", ".hidden/x.md": "- Disk seek: 10 ms\n"})
    refused(shell.run(command, shell.notes), shell.notes, "no notes found", ".md, .markdown or .txt")
    assert not shell.decks.exists()


def test_the_default_folder_missing(shell: Shell) -> None:
    shell.notes.rmdir()
    refused(shell.run("build"), "notes", "no such file or folder")


def test_explain_wants_one_file(shell: Shell) -> None:
    write(shell.notes, VAULT)
    refused(shell.run("explain", shell.notes), shell.notes, "one file")


def test_a_file_of_another_kind_is_named(shell: Shell) -> None:
    write(shell.notes, {**VAULT, "talk.pdf": b"%PDF"})
    ran = shell.run("build", shell.notes / "talk.pdf", shell.notes / "napkin.md", "-o", shell.decks)
    assert ran.code == 0
    assert "talk.pdf: file-kind " in ran.err
    assert "hint: " in ran.err


# Files that are hard to read


def unreadable(monkeypatch: Patch, name: str) -> None:
    """From now on a file can't be read: what the rights of a file do to everybody but root."""
    plain, same = documents.read, unchanged.settled

    def settled(known: Mapping[str, Any], files: Sequence[folders.FoundFile]) -> unchanged.Settled:
        return same(known, [file for file in files if file.name != name])  # other rights change the stamp

    def read(path: Path | str, called: str) -> documents.Read:
        return plain(Path(path).parent if called == name else path, called)

    monkeypatch.setattr(documents, "read", read)
    monkeypatch.setattr(unchanged, "settled", settled)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights(shell: Shell) -> None:
    shell.built()
    (shell.notes / "napkin.md").chmod(0)
    ran = shell.build()
    assert ran.code == 1
    assert "napkin.md: file-unreadable" in ran.err


def test_an_unreadable_file_keeps_its_notes_and_the_rest_is_built(shell: Shell, monkeypatch: Patch) -> None:
    before = shell.built()
    unreadable(monkeypatch, "napkin.md")
    write(shell.notes, {"new.md": "# New\n\n- Tape read: 3 days\n"})
    ran = shell.build()
    assert ran.code == 1
    assert "napkin.md: file-unreadable " in ran.err
    assert "\n  hint: " in ran.err
    assert ran.out.splitlines()[-2].startswith("1 new, 0 changed, ")
    assert ran.out.splitlines()[-2].endswith(", 0 retired")
    old = before[LEDGER][0].splitlines()
    assert set(old) < set((shell.decks / LEDGER).read_bytes().splitlines())


def test_a_file_that_can_be_read_again_is(shell: Shell, monkeypatch: Patch) -> None:
    write(shell.notes, VAULT)
    age(shell.notes)
    with monkeypatch.context() as patch:
        unreadable(patch, "napkin.md")
        assert shell.build().code == 1
        assert shell.build().code == 1
    ran = shell.build()
    assert (ran.code, ran.err) == (0, "")
    assert paths(shell) == set(VAULT)


def test_check_and_explain_fail_on_an_unreadable_file(shell: Shell, monkeypatch: Patch) -> None:
    path = write(shell.notes, VAULT) / "napkin.md"
    unreadable(monkeypatch, "napkin.md")
    assert shell.run("check", shell.notes).code == 1
    assert shell.run("explain", path).code == 1
    ran = shell.run("cards", shell.notes)
    assert (ran.code, "Who pays" in ran.out) == (1, True)


def test_an_unreadable_folder_keeps_its_notes(shell: Shell, monkeypatch: Patch) -> None:
    before = shell.built()
    plain = os.scandir

    def scandir(path: str) -> Any:
        if str(path).endswith("calls"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return plain(path)

    monkeypatch.setattr(folders.os, "scandir", scandir)  # type: ignore[attr-defined]
    write(shell.notes, {"new.md": "# New\n\n- Tape read: 3 days\n"})
    ran = shell.build()
    assert ran.code == 1
    assert "calls: folder-unreadable " in ran.err
    assert ", 0 retired\n" in ran.out
    assert set(before[LEDGER][0].splitlines()) < set((shell.decks / LEDGER).read_bytes().splitlines())


def test_windows_text_is_read_and_named(shell: Shell) -> None:
    write(shell.notes, {"old.md": "# Café\n\n- Größe der Platte: 10 µs\n".encode("cp1252")})
    ran = shell.build()
    assert ran.code == 0
    assert ran.err.startswith("old.md:1: encoding ")
    assert "  hint: save the file as UTF-8" in ran.err
    assert "Größe der Platte" in shell.run("cards", "--json", shell.notes).out


def test_broken_yaml_is_named_and_the_body_read(shell: Shell) -> None:
    write(shell.notes, {"odd.md": "---\ntags: [a\ntitle: Why: us\n---\n\n- Disk read: 20 ms\n"})
    ran = shell.build()
    assert ran.code == 0
    assert "front-matter-broken" in ran.err
    assert ran.err.startswith(("odd.md:2: ", "odd.md:3: "))
    assert "  hint: " in ran.err
    assert "1 new, " in ran.out


def test_a_binary_file_is_left_out(shell: Shell) -> None:
    write(shell.notes, {**VAULT, "blob.md": bytes(range(256)) * 9})
    ran = shell.build()
    assert "blob.md: file-binary " in ran.err
    assert paths(shell) == set(VAULT)


def test_a_header_with_half_a_character_does_not_stop_the_others(shell: Shell) -> None:
    write(shell.notes, {**VAULT, "half.md": '---\ntitle: "a\\ud800b"\ntags: ["x\\udc00"]\n---\n\n- Disk read: 20 ms\n'})
    ran = shell.build()
    assert ran.code == 0, ran.err
    assert "half.md" in paths(shell)


# Odd files and the cards they give

LINE = "- gate width: 18 m\n"
LONG = "ä" * 110
ODD: dict[str, tuple[str, str | bytes, str]] = {
    "a BOM before the header": ("n.md", b"\xef\xbb\xbf---\ntitle: Weir\n---\n" + LINE.encode(), "Weir\ngate width?"),
    "a BOM and false": ("n.md", b"\xef\xbb\xbf---\nflashcards: false\n---\n" + LINE.encode(), ""),
    "CRLF": (
        "n.md",
        "---\ntitle: Weir\n---\n\n## Gates\n- gate width: 18 m\n".replace("\n", "\r\n"),
        "Gates\ngate width?",
    ),
    "CRLF and false": ("n.md", "---\r\nflashcards: false\r\n---\r\n- gate width: 18 m\r\n", ""),
    "old Mac ends of lines": ("Weir.md", "- gate width: 18 m\r- crew: n/a\r", "Weir\ngate width?"),
    "TOML between plus signs": ("n.md", f'+++\ntitle = "Weir"\n+++\n{LINE}', "Weir\ngate width?"),
    "TOML and false": ("n.md", f"+++\nflashcards = false\n+++\n{LINE}", ""),
    "broken YAML": ("n.md", f"---\ntitle: Weir: two\ntags: {{{{VALUE}}}}\n---\n{LINE}", "Weir: two\ngate width?"),
    "broken YAML and false": ("n.md", f"---\ntitle: a: b\nflashcards: false\n---\n{LINE}", ""),
    "a header never closed": ("Weir.md", f"---\ntags: [a\n\n## Gates\n{LINE}", "Gates\ngate width?"),
    "a date as title": ("n.md", f"---\ntitle: 2025-08-04\n---\n{LINE}", ""),
    "tags as a list with a hole": ("Weir.md", f"---\ntags: [a, 2026, ]\n---\n{LINE}", "Weir\ngate width?"),
    "tags as a number": ("Weir.md", f"---\ntags: 2026\n---\n{LINE}", "Weir\ngate width?"),
    "tags as text with daily": ("Weir.md", f"---\ntags: work daily\n---\n{LINE}", ""),
    "a coded name": ("What is a weir%3F.md", LINE, "What is a weir?\ngate width?"),
    "a coded name that is a date": ("2026%2D03%2D02.md", LINE, ""),
    "a name of more than 200 bytes": (f"{LONG}.md", LINE, f"{LONG}\ngate width?"),
    "quotes and a star in the name": ('"Weir" *final*.md', LINE, "gate width?"),
    "a drawing": ("weir.excalidraw.md", LINE, ""),
    "cp1252": ("Weir.md", "- größte Breite: 18 m\n".encode("cp1252"), "Weir\ngrößte Breite?"),
    "UTF-16": ("Weir.md", "- größte Breite: 18 m\n".encode("utf-16"), "Weir\ngrößte Breite?"),
    "UTF-16 without a BOM": ("Weir.md", LINE.encode("utf-16-le"), ""),
    "marks of a merge conflict": ("Weir.md", f"<<<<<<< HEAD\n{LINE}=======\n>>>>>>> crew: 14\n", "Weir\ngate width?"),
    "marks of a merge conflict alone": ("Weir.md", "<<<<<<< HEAD\n=======\n>>>>>>> crew: 14 pilots\n", ""),
}


@pytest.mark.parametrize("name", ODD)
def test_the_cards_of_odd_files(shell: Shell, name: str) -> None:
    file, text, front = ODD[name]
    write(shell.notes, {"other.md": "# Other\n\n- Tape read: 3 days\n", file: text})
    ran = shell.run("cards", "--json", shell.notes)
    fronts = [card["front"] for card in map(json.loads, ran.out.splitlines()) if card["source"]["path"] != "other.md"]
    assert len(fronts) == bool(front)
    assert all(found.endswith(front) for found in fronts)


def test_links_give_no_second_card_and_none_from_outside(shell: Shell, tmp_path: Path) -> None:
    write(shell.notes, {"weir.md": LINE})
    write(tmp_path / "outside", {"far.md": "- far gate: 40 m\n"})
    for link, target in {"twin.md": shell.notes / "weir.md", "loop": shell.notes, "out": tmp_path / "outside"}.items():
        (shell.notes / link).symlink_to(target)
    assert [
        json.loads(line)["source"]["path"] for line in shell.run("cards", "--json", shell.notes).out.splitlines()
    ] == ["weir.md"]


# A decks folder that is no use


def test_a_file_where_the_folder_should_be(shell: Shell) -> None:
    write(shell.notes, VAULT)
    shell.decks.write_text("mine", encoding="utf-8")
    for command in ("build", "cards"):
        refused(shell.run(command, shell.notes, "-o", shell.decks), shell.decks, "not a folder", "-o")
    assert shell.decks.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_read_only_folder(shell: Shell, monkeypatch: Patch, number: int) -> None:
    before = shell.built()
    write(shell.notes, EDITED)
    plain = os.open

    def opened(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR) and str(path).startswith(str(shell.decks)):
            raise OSError(number, os.strerror(number), str(path))
        return plain(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", opened)
    refused(shell.build(), shell.decks / build.LOCK, "cannot write", "-o")
    monkeypatch.undo()
    assert tree(shell.decks) == before


def test_a_folder_nobody_may_make(shell: Shell, monkeypatch: Patch) -> None:
    write(shell.notes, VAULT)

    def refuse(path: Path, *_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    refused(shell.build(), shell.decks / build.LOCK, "Permission denied", "-o")


# A ledger that is damaged


def _cut(lines: list[bytes]) -> None:
    lines[1] = lines[1][: len(lines[1]) // 2]


def _scribble(lines: list[bytes]) -> None:
    lines[1] = b"hello"


def _spoil(lines: list[bytes]) -> None:
    lines[1] = lines[1].replace(b'"nid": ', b'"nid": "x", "was": ', 1)


def _latin(lines: list[bytes]) -> None:
    lines[1] = lines[1].replace(b'"front": "', b'"front": "\xff', 1)


def _conflict(lines: list[bytes]) -> None:
    lines[1:2] = [b"<<<<<<< HEAD", lines[1], b"=======", lines[1], b">>>>>>> theirs"]


@pytest.mark.parametrize("damage", [_cut, _scribble, _spoil, _latin, _conflict])
@pytest.mark.parametrize("words", [["build"], ["build", "--dry-run"], ["build", "--yes"], ["cards"]], ids=" ".join)
def test_a_damaged_ledger_is_named_and_kept(
    shell: Shell, damage: Callable[[list[bytes]], None], words: list[str]
) -> None:
    shell.built()
    ledger = shell.decks / LEDGER
    lines = ledger.read_bytes().split(b"\n")
    damage(lines)
    ledger.write_bytes(b"\n".join(lines))
    before = tree(shell.decks)
    write(shell.notes, EDITED)
    refused(shell.run(*words, shell.notes, "-o", shell.decks), f"{ledger}:2", "ledger")
    assert tree(shell.decks) == before


def test_a_conflict_says_how_to_settle_it(shell: Shell) -> None:
    shell.built()
    ledger = shell.decks / LEDGER
    ledger.write_bytes(b"<<<<<<< HEAD\n" + ledger.read_bytes())
    refused(shell.build(), f"{ledger}:1", "git left a conflict", "keep the lines of both sides")


def test_a_folder_where_the_ledger_should_be(shell: Shell) -> None:
    write(shell.notes, VAULT)
    (shell.decks / LEDGER).mkdir(parents=True)
    refused(shell.build(), shell.decks / LEDGER)


# Two at once, and a full disk


def test_two_builds_at_once(shell: Shell) -> None:
    before = shell.built()
    write(shell.notes, EDITED)
    with held(shell.decks / build.LOCK) as pid:
        refused(shell.build(), shell.decks / build.LOCK, f"process {pid}", "wait")
        assert shell.run("cards", shell.notes, "-o", shell.decks).code == 0
    assert tree(shell.decks) == before
    assert "0 new, 1 changed, " in shell.build().out


def full(monkeypatch: Patch, after: int) -> None:
    """The disk takes so many more files, then no other one."""
    left = [after]
    plain = os.fsync

    def fsync(number: int) -> None:
        if Path(f"/proc/self/fd/{number}").readlink().suffix == ".tmp":
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        plain(number)

    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs the names of open files")
@pytest.mark.parametrize(("after", "name"), [(0, LEDGER), (1, "interview-prep.apkg"), (2, manifest.NAME)])
def test_a_full_disk(shell: Shell, monkeypatch: Patch, after: int, name: str) -> None:
    before = shell.built()
    write(shell.notes, EDITED)
    full(monkeypatch, after)
    refused(shell.build(), shell.decks / name, "cannot write", "the disk is full")
    monkeypatch.undo()
    now = tree(shell.decks)
    assert set(now) - {history.NAME} == set(before)
    whole = before if name != manifest.NAME else {name}
    assert {file: now[file] for file in whole} == {file: before[file] for file in whole}
    assert shell.build().code == 0
    assert "  A  90 ms\n" in shell.run("cards", shell.notes).out


def test_an_error_in_the_first_build_leaves_no_half_file(shell: Shell, monkeypatch: Patch) -> None:
    write(shell.notes, VAULT)
    full(monkeypatch, 0)
    assert shell.build().code == 1
    assert tree(shell.decks) == {}
