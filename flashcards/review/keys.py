"""Keys: what the learner does, read as single keys from a terminal or as lines from anywhere."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from types import FrameType
from typing import Protocol

try:
    import termios
    import tty
except ImportError:  # Windows has neither
    HAS_KEYS = False
else:
    HAS_KEYS = True


class Act(Enum):
    """What a key means. The value of a grade is what the log keeps."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4
    SHOW = "show"
    UNDO = "undo"
    EDIT = "edit"
    SUSPEND = "suspend"
    HELP = "help"
    QUIT = "quit"


GRADES = (Act.AGAIN, Act.HARD, Act.GOOD, Act.EASY)
KEYS = {
    " ": Act.SHOW,
    "\r": Act.SHOW,
    "\n": Act.SHOW,
    **{str(act.value): act for act in GRADES},
    "u": Act.UNDO,
    "e": Act.EDIT,
    "s": Act.SUSPEND,
    "@": Act.SUSPEND,
    "?": Act.HELP,
    "h": Act.HELP,
    "q": Act.QUIT,
    "\x03": Act.QUIT,
    "\x04": Act.QUIT,
}
WORDS = {act.name.lower(): act for act in Act}
_ESCAPE = "\x1b"
_INTRODUCERS = frozenset("[O")
_FIRST_END, _LAST_END = "@", "~"
"""Letters between these end what an introducer began."""
_REST = 0.02
"""Seconds within which the rest of an arrow key comes."""


class Stopped(Exception):  # noqa: N818  # an end is no error
    """The system wants the program to end: its signal."""

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.number = signal_number


class Reader(Protocol):
    """Where the acts come from."""

    def read(self) -> Act | None:
        """The next act; None for a key that means nothing."""

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The terminal as it was, for another program."""


class Lines:
    """One act a line: for screen readers and for pipes."""

    def read(self) -> Act | None:
        """The act of the next line: a key or a word. The end of the input means to stop."""
        line = sys.stdin.readline()
        if not line:
            return Act.QUIT
        word = line.strip().lower()
        return WORDS.get(word) or KEYS.get(word or "\n")

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing to put back."""
        yield


class Keys:
    """One act a key, without enter. Give it back with `close`."""

    def __init__(self) -> None:
        self._number = sys.stdin.fileno()
        self._usual = termios.tcgetattr(self._number)
        self._before = signal.signal(signal.SIGCONT, self._on_return)
        self._begin()

    def close(self) -> None:
        """The terminal as it was."""
        signal.signal(signal.SIGCONT, self._before)
        self._end()

    def _begin(self) -> None:
        tty.setcbreak(self._number, termios.TCSADRAIN)

    def _end(self) -> None:
        with suppress(termios.error, OSError):  # the terminal may be gone
            termios.tcsetattr(self._number, termios.TCSADRAIN, self._usual)

    def _on_return(self, _number: int, _frame: FrameType | None) -> None:
        """After Ctrl-Z and `fg` the shell has changed the terminal."""
        with suppress(termios.error, OSError):
            self._begin()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The terminal as it was, for another program."""
        self._end()
        try:
            yield
        finally:
            self._begin()

    def read(self) -> Act | None:
        """The act of the next key. A terminal that is gone means to stop."""
        letter = self._letter()
        if letter == _ESCAPE:
            self._pass_over()
            return None
        return KEYS.get(letter.lower()) if letter else Act.QUIT

    def _pass_over(self) -> None:
        """The rest of an arrow key or the like: `[`, then all up to a letter or `~`; or one more key."""
        if self._waits() and self._letter() in _INTRODUCERS:
            while self._waits() and not _FIRST_END <= self._letter() <= _LAST_END:
                pass

    def _letter(self) -> str:
        """One byte is enough: no key of ours takes more, and none of its bytes is one of ours."""
        try:
            return os.read(self._number, 1).decode("latin-1")
        except OSError:
            return ""

    def _waits(self) -> bool:
        return bool(select.select([self._number], [], [], _REST)[0])


@contextmanager
def reader(*, plain: bool) -> Iterator[Reader]:
    """Single keys, or lines; the terminal is as before afterwards, whatever happens."""
    if plain:
        yield Lines()
        return
    made = Keys()
    try:
        yield made
    finally:
        made.close()


@contextmanager
def signals() -> Iterator[None]:
    """While this lasts, an end that the system asks for is a `Stopped`."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), _stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _stop(number: int, _frame: FrameType | None) -> None:
    raise Stopped(number)
