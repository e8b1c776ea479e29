"""The click commands: parse, call, print. No logic. One module a topic; each adds its commands to `main`."""

from __future__ import annotations

import sys

from flashcards.cli import building, deciding, locating, planning, reviewing, serving, starting
from flashcards.cli.common import main, tell
from flashcards.errors import FlashcardsError

__all__ = ["building", "deciding", "locating", "main", "planning", "reviewing", "run", "serving", "starting"]


def run() -> None:
    """Run the command line; the one place that turns an error into a message and a hint."""
    try:
        main(prog_name="flashcards")
    except FlashcardsError as error:
        tell(error.lines())
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
