"""The command line in a real terminal."""

from __future__ import annotations

import os
import select
import signal
import sys
from pathlib import Path

import pytest
from vaults import NAPKIN, ROOT, VAULT, environment, write

pty = pytest.importorskip("pty")
LONGEST = 60
"""Seconds without a word after which a program hangs; closing the terminal ends it."""


def typed(*words: str, folder: Path, keys: bytes = b"", wait: bytes = b"", **more: str) -> tuple[int, str]:
    """Exit code and screen of `flashcards WORDS…` in a pseudo-terminal; `keys` are typed once `wait` is shown."""
    pid, screen = pty.fork()
    if pid == 0:  # the child: nothing but the program may come back from here
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # whatever runs the tests may ignore it
            os.chdir(folder)
            os.execve(sys.executable, [sys.executable, "-m", "flashcards", *words], environment(TERM="xterm", **more))
        finally:
            os._exit(127)
    shown = b""
    try:
        while True:
            if keys and wait in shown:
                os.write(screen, keys)
                keys = b""
            assert select.select([screen], [], [], LONGEST)[0], f"nothing comes any more: {shown!r}"
            if not (piece := os.read(screen, 65536)):
                break
            shown += piece
    except OSError:
        pass  # Linux says so when the other end is closed
    finally:
        os.close(screen)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode().replace("\r\n", "\n")


def test_the_sample_vault_builds_in_a_terminal(tmp_path: Path) -> None:
    seeds = str(ROOT / "seeds")
    code, screen = typed("build", seeds, folder=tmp_path)
    assert code == 0, screen
    assert " new, 0 changed, 0 unchanged, 0 retired\n" in screen
    assert screen.endswith("decks/interview-prep.apkg\n")
    assert "Traceback" not in screen
    code, screen = typed("build", seeds, folder=tmp_path)
    assert (code, screen.count("0 new, 0 changed, ")) == (0, 1)


def test_an_error_in_a_terminal(tmp_path: Path) -> None:
    code, screen = typed("build", "nowhere", folder=tmp_path)
    assert code == 1
    assert screen.startswith("error: nowhere: no such file or folder\nhint: ")


EDITOR = """
import pathlib, sys
assert sys.stdin.isatty() and sys.stdout.isatty()
path = pathlib.Path(sys.argv[1])
front = input("the front: ")
path.write_text(path.read_text(encoding="utf-8").replace("Disk seek?", front), encoding="utf-8")
"""


def test_a_card_is_edited_in_the_editor_of_the_terminal(tmp_path: Path) -> None:
    write(tmp_path, {"notes/napkin.md": NAPKIN, "ed.py": EDITOR})
    assert typed("build", folder=tmp_path)[0] == 0
    visual = f"'{sys.executable}' '{tmp_path / 'ed.py'}'"
    keys = b"How slow is a disk?\n"
    code, screen = typed("edit", "disk seek", folder=tmp_path, keys=keys, VISUAL=visual, NO_COLOR="1")
    assert code == 0, screen
    assert "the front: " in screen
    assert "\n    front   - Disk seek?\n            + How slow is a disk?\n" in screen
    code, screen = typed("log", "how slow", folder=tmp_path, NO_COLOR="1")
    assert code == 0
    assert "quantity, active, in your own words\n" in screen
    code, screen = typed("edit", "how slow", "--reset", folder=tmp_path)
    assert code == 0
    assert "\x1b[31m- How slow is a disk?\x1b[0m\n" in screen


def test_control_c_is_for_the_editor_alone(tmp_path: Path) -> None:
    write(tmp_path, {"notes/napkin.md": NAPKIN, "ed.py": EDITOR})
    assert typed("build", folder=tmp_path)[0] == 0
    before = (tmp_path / "decks" / "ledger.jsonl").read_bytes()
    visual = f"'{sys.executable}' '{tmp_path / 'ed.py'}'"
    code, screen = typed("edit", "disk seek", folder=tmp_path, keys=b"half\x03\n", wait=b"the front: ", VISUAL=visual)
    assert code == 1
    assert "KeyboardInterrupt" in screen
    assert "; nothing was changed\nhint: it must end with 0" in screen
    assert "Aborted!" not in screen
    assert (tmp_path / "decks" / "ledger.jsonl").read_bytes() == before


def test_skip_and_restore_in_a_terminal(tmp_path: Path) -> None:
    write(tmp_path / "notes", VAULT)
    assert typed("build", folder=tmp_path)[0] == 0
    code, screen = typed("skip", "notes/napkin.md:4", folder=tmp_path)
    assert code == 0
    assert screen.startswith("skipped napkin.md:4 [")
    assert "delete or suspend what you find there with nid:" in screen
    code, screen = typed("build", folder=tmp_path)
    assert (code, ", 1 skipped\n" in screen) == (0, True)
    code, screen = typed("restore", "disk seek", folder=tmp_path)
    assert (code, "restored napkin.md:4 [" in screen) == (0, True)
    code, screen = typed("skip", "m", folder=tmp_path)
    assert code == 1
    assert screen.startswith("error: ")
    assert "\nhint: give a guid, or --all for all of them\n" in screen


def test_what_changed_is_in_colour(tmp_path: Path) -> None:
    write(tmp_path / "notes", VAULT)
    assert typed("build", folder=tmp_path)[0] == 0
    write(tmp_path / "notes", {"napkin.md": NAPKIN.replace("10 ms", "9 ms")})
    assert "\x1b[31m[-10-]\x1b[0m\x1b[32m{+9+}\x1b[0m ms\n" in typed("build", "--dry-run", folder=tmp_path)[1]
    assert "\x1b" not in typed("build", "--dry-run", folder=tmp_path, NO_COLOR="1")[1]
    assert "\x1b" not in typed("build", "--dry-run", folder=tmp_path, NO_COLOR="1", FORCE_COLOR="1")[1]
