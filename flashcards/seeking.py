"""Where the file of settings lies, told before anything heavy is loaded: a build with nothing new asks, too."""

# ruff: noqa: PTH100, PTH118, PTH120, PTH112, PTH113, PTH123 - pathlib takes longer to load than such a build

from __future__ import annotations

import os

NAME = "flashcards.toml"
LARGEST = 1_000_000
"""Bytes of a file of settings; one with more is refused."""


def above(path: str) -> str:
    """The nearest file of settings in a folder or above it, as an absolute path; empty when there is none.

    For a file, or what is not there, the folder it would lie in counts.
    """
    whole = os.path.abspath(path)
    folder = whole if os.path.isdir(whole) else os.path.dirname(whole)
    while True:
        found = os.path.join(folder, NAME)
        if os.path.isfile(found):
            return found
        upper = os.path.dirname(folder)
        if upper == folder:
            return ""
        folder = upper


def content(path: str) -> bytes:
    """The bytes of a file of settings, one more than allowed at the most. Raises OSError."""
    with open(path, "rb") as file:
        return file.read(LARGEST + 1)


def mark(path: str, raw: bytes) -> str:
    """What a cache is made under: the file and all that it says."""
    return f"{path}\n{raw.decode('latin-1')}"


def names_notes(raw: bytes) -> bool:
    """True when a line may set the folders of the notes: where they lie is told only by the whole file."""
    return any(line.lstrip(b" \t\"'").startswith(b"notes") for line in raw.splitlines())
