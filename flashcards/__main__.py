"""Starts the command line: `python -m flashcards`."""

from __future__ import annotations

import sys

from flashcards import shortcut


def main() -> None:
    """Say at once that a build has nothing to do; leave all else to the command line."""
    if not shortcut.taken(sys.argv[1:]):
        from flashcards.cli import run

        run()


if __name__ == "__main__":
    main()
