"""`build --watch`: one line for each change, and none for what is no change."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest
from vaults import NAPKIN, VAULT, Shell, environment, write

from flashcards import watching

PATIENCE = 30
"""Seconds that a line may take on a busy machine."""
SILENCE = 2


class Watch:
    """A build that watches, and the lines it prints."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-u", "-m", "flashcards", "build", "notes", "--watch"]
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def until(self, piece: str) -> str:
        """The next line with these words."""
        while True:
            line = self._lines.get(timeout=PATIENCE)
            if piece in line:
                return line

    def silent(self) -> bool:
        """True when nothing is said for a while."""
        try:
            return not self._lines.get(timeout=SILENCE)
        except Empty:
            return True


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    write(tmp_path / "notes", VAULT)
    made = Watch(tmp_path)
    with made.process:
        yield made
        made.process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT")
def test_a_line_for_each_change_and_the_end(watch: Watch, tmp_path: Path) -> None:
    watch.until("interview-prep.apkg")
    assert watch.silent()
    write(tmp_path, {"notes/napkin.md": NAPKIN.replace("10 ms", "90 ms")})
    assert watch.until(" changed, ").split(" ", 1)[1] == "0 new, 1 changed, 8 unchanged, 0 retired"
    write(tmp_path, {"notes/.hidden.md": "- Tape read: 3 days", "notes/picture.png": "x", "decks/note.md": "- a: 5 GB"})
    assert watch.silent()
    write(tmp_path, {"notes/deep/new.md": "# New\n\n- Tape read: 3 days\n"})
    assert watch.until(" unchanged, ").split(" ", 1)[1] == "1 new, 0 changed, 9 unchanged, 0 retired"
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait(PATIENCE) == 0


def test_an_error_is_told_once_and_the_watch_goes_on(watch: Watch, tmp_path: Path) -> None:
    watch.until("interview-prep.apkg")
    ledger = tmp_path / "decks" / "ledger.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(b"{\n")
    write(tmp_path, {"notes/new.md": "# New\n\n- Tape read: 3 days\n"})
    assert "this line of the ledger is damaged" in watch.until("error: ")
    watch.until("hint: ")
    assert watch.silent()
    ledger.write_bytes(whole)
    assert "1 new, 0 changed, 9 unchanged, 0 retired" in watch.until(" unchanged, ")


def test_settings_that_change_are_obeyed(watch: Watch, tmp_path: Path) -> None:
    watch.until("interview-prep.apkg")
    write(tmp_path, {"flashcards.toml": "[extractors]\nasks = false\n"})
    assert "0 new, 0 changed, 7 unchanged, 2 retired" in watch.until(" unchanged, ")
    write(tmp_path, {"flashcards.toml": "[extractors]\nask = false\n"})
    assert "unknown key 'extractors.ask'" in watch.until("error: ")


def test_without_the_package_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(tmp_path, monkeypatch, capfd)
    write(shell.notes, VAULT)
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    ran = shell.build("--watch")
    assert (ran.code, ran.err.count("flashcards[watch]")) == (1, 1)
    assert "interview-prep.apkg" in ran.out


@pytest.mark.parametrize("option", ["--dry-run", "--json"])
def test_it_goes_with_nothing_that_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], option: str
) -> None:
    shell = Shell(tmp_path, monkeypatch, capfd)
    write(shell.notes, VAULT)
    assert shell.build("--watch", option).code == 2


def test_what_matters(tmp_path: Path) -> None:
    matters = watching._filter(tmp_path / "decks")
    shown = ("a.md", "b.TXT", "folder", "c.png", "flashcards.toml")
    hidden = ("decks/x.md", "d.pdf", "decks/media/e.png", "x.toml")
    assert [name for name in (*shown, *hidden) if matters(str(tmp_path / name))] == list(shown)


def test_time_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(tmp_path / "notes", VAULT)
    monkeypatch.setattr(watching, "changes", lambda *_: iter((None, None)))
    said: list[str] = []
    monkeypatch.setattr(time, "strftime", lambda _: "12:00:00")
    watching.run([tmp_path / "notes"], tmp_path / "decks", said.extend, said.extend)
    assert said == ["12:00:00 9 new, 0 changed, 0 unchanged, 0 retired"]
