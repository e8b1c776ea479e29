"""Starts the command line: `python -m flashcards`."""

from __future__ import annotations

import sys


def main() -> None:
    """Say at once that a build has nothing to do; leave all else to the command line."""
    if sys.argv[1:2] == ["build"]:
        from flashcards import shortcut

        if shortcut.taken(sys.argv[1:]):
            return
    from flashcards.cli import run

    run()


if __name__ == "__main__":
    main()
