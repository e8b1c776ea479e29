"""A build with nothing new, told before anything heavy is loaded. When in doubt it leaves the build to others."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from flashcards import manifest, seeking, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def taken(words: Sequence[str]) -> bool:
    """True when the words are a plain build of one folder that had nothing to do, and that has been said."""
    asked = _plain_build(words)
    if asked is None:
        return False
    given, decks = asked
    try:
        known = manifest.load(decks)
        notes = given or _notes(known)
        key = manifest.key([notes], _mark(notes))
        inputs = walk.stamps(notes)
    except (walk.OddError, OSError):
        return False
    if not manifest.is_current(known, key, inputs, decks):
        return False
    return _say(known["result"])


def _notes(known: Mapping[str, Any]) -> str:
    """The folder meant when none is given: the one of the settings, as noted, or `notes`. May raise OddError."""
    file = seeking.above(".")
    if not file:
        return "notes"
    roots = manifest.roots(known)
    if len(roots) != 1 or known["plain"] != seeking.mark(file, seeking.content(file)):
        raise walk.OddError
    return roots[0]


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
