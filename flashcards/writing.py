"""Writing: ledger and packages of a decks folder anew after the user decided about a note. A build writes less."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from flashcards import apkg, edits, files
from flashcards.model import Note
from flashcards.records import Ledger, dump_bytes


def rewrite(path: Path, before: Ledger, after: Ledger) -> tuple[Path, ...]:
    """Write the ledger, and all packages beside it; gives the packages. One whose last note was skipped goes.

    The ledger first: a crash in between leaves packages that the next build repairs, and no lost guid.
    """
    packages = apkg.packages(edits.all_worded(after), path.parent)
    emptied = set[Path]()
    if _decks(before.notes) != _decks(after.notes):
        emptied = {package for package, _ in apkg.packages(edits.all_worded(before), path.parent)}
    files.write_together([(path, dump_bytes(after)), *packages])
    for package in emptied.difference(name for name, _ in packages):
        with suppress(OSError):
            package.unlink()
    return tuple(package for package, _ in packages)


def _decks(notes: Sequence[Note]) -> set[str]:
    """The top decks that have a note in a package."""
    return {note.deck.split(apkg.SEPARATOR)[0] for note in notes if note.status != "skipped"}
