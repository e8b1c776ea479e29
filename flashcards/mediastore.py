"""The store of media: every picture and sound that a note names, in a folder beside the ledger, named by its content.

Documents that are not read again, and notes whose line is gone, have their files here. Nothing is ever replaced or
taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flashcards import files, manifest, media
from flashcards.errors import FlashcardsError
from flashcards.model import Diagnostic, Note

_NAME = re.compile(media.NAME.pattern)


def names(note: Note) -> list[str]:
    """The files that the fields of a note name."""
    fields = note.fields
    found = list[str]()
    for text in (fields.front, fields.back, fields.extra, fields.reverse, fields.reverse_back):
        if media.PREFIX in text:
            found += _NAME.findall(text)
    return found


def keep(decks: Path, found: Iterable[tuple[str, str]]) -> None:
    """Copy files into the store, each as a whole. Raises when one has changed since it was read."""
    folder = decks / manifest.MEDIA
    fresh = [(name, path) for name, path in found if not (folder / name).exists()]
    for name, path in fresh:
        files.write_atomic(folder / name, _bytes(name, path))
    if fresh:
        files.sweep(folder)


def _bytes(name: str, path: str) -> bytes:
    data = files.read(Path(path)) or b""
    if media.name_of(data, media.end_of(name)) != name:
        raise FlashcardsError("this file changed during the build; nothing was written", "build again", path)
    return data


def load(decks: Path, notes: Sequence[Note]) -> Mapping[str, bytes]:
    """Name and bytes of all that these notes name and the store holds whole, in the order of the names."""
    folder = decks / manifest.MEDIA
    if not folder.is_dir():
        return {}
    wanted = sorted({name for note in notes for name in names(note)})
    found = ((name, files.read(folder / name) or b"") for name in wanted)
    return {name: data for name, data in found if media.name_of(data, media.end_of(name)) == name}


def missing(decks: Path, notes: Iterable[Note]) -> list[Diagnostic]:
    """One problem for each active note that names a file which is not in the store."""
    lacking = [
        (note, name)
        for note in notes
        if note.status == "active"
        for name in names(note)
        if not (decks / manifest.MEDIA / name).is_file()
    ]
    hint = "build again after a change to the document, or delete the cache beside the ledger"
    return [
        Diagnostic(
            note.source.path, note.source.line_start, "media-lost", f"the file {name} of this card is gone", hint
        )
        for note, name in dict.fromkeys(lacking)
    ]
