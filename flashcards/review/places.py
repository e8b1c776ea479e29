"""Places: where the document of a card lies on the disk, and which cards lie below a path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flashcards.model import Note


def find(note: Note, paths: Sequence[Path]) -> Path | None:
    """The document of a note, below one of these folders or being one of these files."""
    return next(_found(note, paths), None)


def below(notes: Iterable[Note], paths: Sequence[Path]) -> list[Note]:
    """The notes whose document is one of these files, or lies in one of these folders."""
    return [note for note in notes if find(note, paths)]


def _found(note: Note, paths: Sequence[Path]) -> Iterator[Path]:
    """The ledger knows a document by its path below the folder that was built, which is a parent of what is given."""
    for given in paths:
        whole = given.resolve()
        for root in (whole, *whole.parents):
            document = root / note.source.path
            if (document == whole or whole in document.parents) and document.is_file():
                yield document
