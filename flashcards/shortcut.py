"""A build with nothing new, told before anything heavy is loaded. When in doubt it leaves the build to others."""

# ruff: noqa: PTH118, PTH120 - pathlib takes longer to load than such a build

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from flashcards import manifest, seeking, walk


def taken(words: Sequence[str]) -> bool:
    """True when the words are a plain build of one folder that had nothing to do, and that has been said."""
    asked = _plain_build(words)
    if asked is None:
        return False
    given, decks = asked
    try:
        notes = _notes(given)
        key = manifest.key([notes], _mark(notes))
        inputs = walk.stamps(notes)
    except (walk.OddError, OSError):
        return False
    known = manifest.load(decks)
    if not manifest.is_current(known, key, inputs, decks):
        return False
    return _say(known["result"])


def _notes(given: str) -> str:
    """The folder of the notes: the one given, else that of the settings, else `notes`. May raise OddError."""
    file = "" if given else seeking.above(".")
    if not file:
        return given or "notes"
    if seeking.names_notes(seeking.content(file)):
        raise walk.OddError
    return os.path.join(os.path.dirname(file), "notes")


def _mark(notes: str) -> str:
    """The mark of the settings that hold for these notes, as `settings_file.choose` gives it. May raise OddError."""
    file = seeking.above(notes)
    if file:
        return seeking.mark(file, seeking.content(file))
    if seeking.above("."):  # it holds when it names these notes
        raise walk.OddError
    return ""


def _plain_build(words: Sequence[str]) -> tuple[str, str] | None:
    """The folders in `build`, `build NOTES` and `build NOTES -o DECKS`, empty for none; None for all else."""
    if list(words[:1]) != ["build"]:
        return None
    rest, decks = list(words[1:]), "decks"
    if len(rest) >= 2 and rest[-2] in ("-o", "--decks"):
        rest, decks = rest[:-2], rest[-1]
    if len(rest) > 1 or any(word.startswith("-") or not word for word in (*rest, decks)):
        return None
    return (*rest, "")[0], decks


def _say(result: dict[str, list[str]]) -> bool:
    """Repeat what the last build found. False, and nothing said, when it can't be printed as it is."""
    lines, complaints = result.get("lines"), result.get("complaints")
    if not isinstance(lines, list) or not isinstance(complaints, list):
        return False
    text = "".join(f"{line}\n" for line in lines)
    if not text.isascii():
        return False
    try:
        sys.stderr.write("".join(f"{line}\n" for line in complaints))
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    return True
