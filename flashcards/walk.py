"""Which files are text, what they are called, and a quick walk over a folder without anything odd in it.

Loads nothing but what Python has loaded anyway: a build with nothing new walks and ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

SUFFIXES = (".md", ".markdown", ".txt")
_LEFT_OUT = (".excalidraw.md",)

Stamp = tuple[int, int, int]
"""Size in bytes, time of the last change and of the last change of the entry itself, both in nanoseconds.

The last one moves also where a tool that copies files sets the time of the change back."""


class OddError(Exception):
    """The folder holds links, pipes or folders that can't be listed: `folders.find` knows what to do."""


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def is_text(name: str) -> bool:
    """True for the name of a file to read."""
    low = name.lower()
    return low.endswith(SUFFIXES) and not low.endswith(_LEFT_OUT)


def document_path(name: str) -> str:
    """The path as it stands in the ledger: posix, NFC, no byte that is no text."""
    if not name.isascii():
        import unicodedata

        name = unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))
    return name.replace(os.sep, "/") if os.sep != "/" else name


def stamps(root: str) -> dict[str, Stamp]:
    """Document path to stamp of every text file below a folder, as `folders.find` gives them. May raise OddError."""
    try:
        return {document_path(name): stamp for name, stamp in _walk(root)}
    except OSError as error:
        raise OddError from error


def _walk(root: str) -> Iterator[tuple[str, Stamp]]:
    waiting = [(root, "")]
    while waiting:
        folder, prefix = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{name}/"))
                elif entry.is_symlink():
                    raise OddError
                elif is_text(name):
                    yield prefix + name, stamp_of(entry.stat(follow_symlinks=False))
