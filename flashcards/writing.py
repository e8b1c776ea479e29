"""Writing: ledger and packages of a decks folder, together and in the one order that survives a crash."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from flashcards import apkg, edits, files
from flashcards.model import Note
from flashcards.records import Ledger, dump


def write(path: Path, ledger: Ledger) -> tuple[Path, ...]:
    """Write the ledger, and the packages beside it; gives the packages.

    The ledger first: a crash in between leaves packages that the next build repairs, and no lost guid.
    """
    packages = apkg.packages(edits.all_worded(ledger), path.parent)
    files.write_together([(path, dump(ledger).encode()), *packages])
    return tuple(package for package, _ in packages)


def rewrite(path: Path, before: Ledger, after: Ledger) -> tuple[Path, ...]:
    """The same after a note was skipped or restored: a package whose last note has left goes."""
    emptied = set[Path]()
    if _decks(before.notes) != _decks(after.notes):
        emptied = {package for package, _ in apkg.packages(edits.all_worded(before), path.parent)}
    packages = write(path, after)
    for package in emptied - set(packages):
        with suppress(OSError):
            package.unlink()
    return packages


def _decks(notes: Sequence[Note]) -> set[str]:
    """The top decks that have a note in a package."""
    return {note.deck.split(apkg.SEPARATOR)[0] for note in notes if note.status != "skipped"}
