"""A pseudo-terminal for tests: a command runs in it, keys are typed, the screen is read."""

from __future__ import annotations

import os
import select
import signal
import sys
from pathlib import Path

import pytest
from vaults import environment

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
