"""A pseudo-terminal for tests: a command runs in it, keys are typed, the screen is read."""

from __future__ import annotations

import codecs
import os
import select
import signal
import struct
import sys
from pathlib import Path

import pytest
from vaults import environment

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")
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


class Terminal:
    """A program at work in a pseudo-terminal: wait for words, type keys, take the terminal away."""

    def __init__(self, *words: str, folder: Path, columns: int = 80, **more: str) -> None:
        self.pid, self.number = pty.fork()
        if self.pid == 0:  # the child: nothing but the program may come back from here
            try:
                signal.signal(signal.SIGINT, signal.SIG_DFL)  # whatever runs the tests may ignore it
                os.chdir(folder)
                named = environment(**{"TERM": "xterm", **more})
                os.execve(sys.executable, [sys.executable, "-m", "flashcards", *words], named)
            finally:
                os._exit(127)
        fcntl.ioctl(self.number, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.screen = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def wait(self, words: str) -> str:
        """What came since the last wait, up to these words, which must come."""
        while words not in self.screen:
            piece = self._piece()
            assert piece, f"{words!r} does not come: {self.screen!r}"
        seen, _, self.screen = self.screen.partition(words)
        return seen + words

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.number, keys.encode())

    def end(self) -> tuple[int, str]:
        """Exit code, and all that came since the last wait."""
        while self._piece():
            pass
        self.close()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), self.screen

    def close(self) -> None:
        """Take the terminal away."""
        os.close(self.number)

    def _piece(self) -> bytes:
        try:
            assert select.select([self.number], [], [], LONGEST)[0], f"nothing comes any more: {self.screen!r}"
            piece = os.read(self.number, 65536)
        except OSError:
            return b""  # Linux says so when the other end is closed
        self.screen += self._decoder.decode(piece).replace("\r\n", "\n")
        return piece
