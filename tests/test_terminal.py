"""The command line in a real terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from vaults import ROOT, environment

pty = pytest.importorskip("pty")


def typed(*words: str, folder: Path) -> tuple[int, str]:
    """Exit code and screen of `flashcards WORDS…` in a pseudo-terminal."""
    pid, screen = pty.fork()
    if pid == 0:  # the child: nothing but the program may come back from here
        try:
            os.chdir(folder)
            os.execve(sys.executable, [sys.executable, "-m", "flashcards", *words], environment(TERM="xterm"))
        finally:
            os._exit(127)
    shown = b""
    try:
        while piece := os.read(screen, 65536):
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
