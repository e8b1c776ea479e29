"""A build that reads only what changed leaves the very bytes, and says the very words, of one that reads everything."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from edits import edited
from factories import START
from vaults import NAPKIN, ROOT, VAULT, Shell, age, tree, write

from flashcards import build, documents, ledger, manifest, reading
from flashcards.config import DEFAULT, Settings
from flashcards.folders import Found
from flashcards.model import Reading

HOUR = 3600
NEW = {"new.md": "# New\n\n- Tape read: 3 days\n"}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are read from now on."""
    names: list[str] = []
    plain = reading.read

    def read(found: Found, *, reasons: bool = False, settings: Settings = DEFAULT) -> Reading:
        names.extend(entry.name for entry in found.files)
        return plain(found, reasons=reasons, settings=settings)

    monkeypatch.setattr(reading, "read", read)
    return names


def lay_out(folder: Path, files: dict[str, str], moment: int) -> None:
    """Make the folder hold exactly these files; one that stays as it is keeps its time."""
    for path in folder.iterdir():
        if files.get(path.name) != path.read_text(encoding="utf-8"):
            path.unlink()
    for name in files.keys() - {path.name for path in folder.iterdir()}:
        write(folder, {name: files[name]})
        os.utime(folder / name, (moment, moment))


@pytest.mark.parametrize("seed", range(12))
def test_it_comes_to_the_same_as_reading_everything(shell: Shell, seed: int, asked: list[str]) -> None:
    dice = random.Random(seed)
    seeds = sorted((ROOT / "seeds").glob("*.md"))
    files = {path.name: path.read_text(encoding="utf-8") for path in dice.sample(seeds, 4)}
    spared = 0
    for step in range(1, 7):
        now = START + HOUR * step
        lay_out(shell.notes, files, now - 60)
        whole = shell.decks.with_name("whole")
        if shell.decks.exists():
            shutil.copytree(shell.decks, whole, dirs_exist_ok=True)
            (whole / manifest.NAME).unlink()
        slow = build.build([shell.notes], whole, now=now * 10**9, force=True)
        asked.clear()
        quick = build.build([shell.notes], shell.decks, now=now * 10**9, force=True)
        spared += len(files) - len(asked)
        assert [line for line in quick.lines if "/decks/" not in line] == [
            line for line in slow.lines if "/whole/" not in line
        ]
        assert (quick.complaints, quick.as_json, quick.failed) == (slow.complaints, slow.as_json, slow.failed)
        assert contents(shell.decks) == contents(whole)
        for _ in range(dice.randrange(1, 4)):
            files = edited(dice, files)
    assert spared > 0


def contents(decks: Path) -> dict[str, bytes]:
    """Ledger and packages."""
    return {name: data for name, (data, _) in tree(decks).items() if name != manifest.NAME}


def test_only_what_changed_is_read(shell: Shell, asked: list[str]) -> None:
    shell.built()
    asked.clear()
    write(shell.notes, NEW)
    assert shell.build().out.splitlines()[-2].startswith("1 new, 0 changed, ")
    assert asked == ["new.md"]


def test_a_dry_run_reads_only_what_changed(shell: Shell, asked: list[str]) -> None:
    shell.built()
    asked.clear()
    write(shell.notes, NEW)
    assert "1 new, 0 changed, " in shell.build("--dry-run").out
    assert asked == ["new.md"]


def test_the_bytes_decide_not_the_time(shell: Shell, asked: list[str]) -> None:
    shell.built()
    asked.clear()
    (shell.notes / "napkin.md").touch()
    assert ", 0 retired" in shell.build().out
    assert asked == []


def test_a_file_swapped_for_one_of_the_same_size_and_time_is_seen(shell: Shell) -> None:
    shell.built()
    path = shell.notes / "napkin.md"
    status = path.stat()
    other = path.with_name("other.md")
    other.write_text(NAPKIN.replace("10 ms", "90 ms"), encoding="utf-8")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)
    assert path.stat().st_size == status.st_size
    assert "0 new, 1 changed, " in shell.build().out


def test_a_ledger_that_somebody_touched_is_paired_with_all_documents(shell: Shell, asked: list[str]) -> None:
    shell.built()
    asked.clear()
    path = shell.decks / build.LEDGER
    path.write_bytes(path.read_bytes() + b"\n")
    shell.build()
    assert set(asked) == set(VAULT)


def test_a_copy_that_was_held_back_takes_over_though_its_file_did_not_change(shell: Shell) -> None:
    shell.built({"a.md": NAPKIN, "b.md": NAPKIN})
    text = NAPKIN.replace("- Disk seek: 10 ms\n", "")
    write(shell.notes, {"a.md": text})
    age(shell.notes)
    ran = shell.build("--yes")
    assert "0 retired" in ran.out, ran.out


def test_what_is_wrong_with_a_settled_document_is_told_again(shell: Shell) -> None:
    bad = {"bad.md": "---\ncall: someday\n---\n# Odd\n\n- Tape read: 3 days\n"}
    write(shell.notes, bad)
    first = shell.build()
    assert "bad.md" in first.err
    write(shell.notes, NEW)
    assert shell.build().err == first.err


@pytest.mark.parametrize("size", [0, 1])
def test_a_document_cut_short_while_it_is_synced_is_read_when_it_is_whole(shell: Shell, size: int) -> None:
    shell.built()
    before = {note.guid: note.status for note in ledger.load(shell.decks / build.LEDGER).notes}
    path = shell.notes / "napkin.md"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * size // 2])
    assert "retired" in shell.build("--yes").err
    path.write_bytes(whole)
    assert shell.build().code == 0
    assert {note.guid: note.status for note in ledger.load(shell.decks / build.LEDGER).notes} == before


@pytest.mark.parametrize(
    "spoilt",
    [{"inputs": {"napkin.md": 5}}, {"inputs": {"napkin.md": []}}, {"problems": {"napkin.md": [[1]]}}, {"problems": []}],
    ids=str,
)
def test_a_spoilt_entry_of_the_cache_is_only_slower(shell: Shell, spoilt: dict[str, Any]) -> None:
    before = contents(shell.decks) if shell.built() else {}
    path = shell.decks / manifest.NAME
    known = json.loads(path.read_bytes())
    for part, value in spoilt.items():
        known[part] = {**known[part], **value} if isinstance(value, dict) else value
    path.write_text(json.dumps(known), encoding="utf-8")
    (shell.notes / "calls" / "quarry.md").touch()
    assert shell.build().code == 0
    assert contents(shell.decks) == before


def test_the_hash_is_of_the_bytes_that_were_read(shell: Shell) -> None:
    path = write(shell.notes, VAULT) / "napkin.md"
    read = reading.read(documents.find([shell.notes]))
    assert dict(read.digests)["napkin.md"] == documents.digest(path.read_bytes())
