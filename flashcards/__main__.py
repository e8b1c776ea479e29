"""Starts the command line: `python -m flashcards`."""

from flashcards.cli import run as main

if __name__ == "__main__":
    main()
