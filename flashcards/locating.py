"""Locating: the file and line that a card comes from, as it is now. Writes nothing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flashcards import curating, documents, edits, finding, folders, manifest
from flashcards.errors import FlashcardsError
from flashcards.model import Note


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the card of a note stands."""

    note: Note
    path: str
    """A path that opens from here where the notes folder is known, else the one below that folder."""
    line: int
    file: str = ""
    """The whole path of the file; empty where it is not known or not there."""
    trouble: str = ""
    """Why the line may be another one by now."""


def spots(decks: Path, what: str) -> list[Spot]:
    """Where the cards stand that `what` means: a guid or the start of one, `path:line`, or words of the card."""
    found = finding.notes(edits.all_worded(curating.load(decks)), what)
    if not found:
        raise finding.nothing(what)
    files = _files(decks)
    return [_spot(note, files.get(note.source.path, "")) for note in found]


def the_one(what: str, found: Sequence[Spot]) -> Spot:
    """The one place that can be opened. Raises when there are several, or no file."""
    if len({(spot.path, spot.line) for spot in found}) > 1:
        raise finding.several(what, [spot.note for spot in found])
    spot = found[0]
    if not spot.file:
        hint = "build again with the folders of your notes; `flashcards where` finds them by the last build"
        raise FlashcardsError("no file is known for this card", hint, spot.path, spot.line)
    return spot


def _files(decks: Path) -> dict[str, str]:
    """Document path to file, in the folders of the last build that are still there."""
    roots = [Path(root) for root in manifest.roots(manifest.load(decks))]
    if not roots or not all(root.exists() for root in roots):
        return {}
    return {file.name: file.path for file in folders.find(roots).files}


def _spot(note: Note, file: str) -> Spot:
    source = note.source
    if not file:
        gone = "its document was not found" if note.status != "retired" else "its line is gone"
        return Spot(note, source.path, source.line_start, "", gone)
    line, trouble = _now(note, file)
    return Spot(note, _from_here(file), line, file, trouble)


def _from_here(file: str) -> str:
    """The path as one would type it."""
    here = os.path.relpath(file) if os.path.splitdrive(file)[0] == os.path.splitdrive(Path.cwd())[0] else file
    return file if here.startswith(f"{os.pardir}{os.sep}") else here


def _now(note: Note, file: str) -> tuple[int, str]:
    """The line on which the text of the note stands now; the one of the last build when it is not found."""
    line = note.source.line_start
    document, _ = documents.read(Path(file), note.source.path)
    wanted = note.text.split("\n")
    lines = [text.strip() for text in document.lines] if document else []
    starts = [at for at, text in enumerate(lines, 1) if text == wanted[0]]
    whole = [at for at in starts if lines[at - 1 : at - 1 + len(wanted)] == wanted]
    if not whole:
        return line, "its line is gone" if note.status == "retired" else "its line has changed since the last build"
    nearest = min(whole, key=lambda at: abs(at - line))
    return nearest, "" if nearest == line else f"it stood on line {line} at the last build"
