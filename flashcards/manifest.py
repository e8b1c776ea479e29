"""What the last build read and wrote, so that a build with nothing new ends at once.

Safe to delete. A file counts as unchanged only when its size and time are those noted, and when that time is
well before the build: a file written in the same moment is read again.

Without pathlib and typing: loading them would take a build with nothing new longer than its work.
"""

# ruff: noqa: PTH116, PTH118, PTH120, PTH123

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from flashcards import __version__, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAME = ".flashcards-cache.json"
RACY = 2_000_000_000
"""Nanoseconds: a file changed this shortly before the build could change again without showing it."""

Stamp = walk.Stamp
Place = str | os.PathLike[str]
_PARTS = {"key": str, "time": int, "inputs": dict, "outputs": dict, "result": dict}
"""What a whole manifest holds."""


def stamp(path: Place) -> Stamp | None:
    """The stamp of a file, None when there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def key(arguments: list[str]) -> str:
    """What a manifest holds for: this version of the program and these notes."""
    return "\n".join([__version__, str(_edited()), *map(os.path.realpath, arguments)])


def _edited() -> int:
    """When the program itself last changed: one run from its sources has no new version for each edit."""
    home = os.path.dirname(__file__)
    folders = (home, f"{home}/extractors")
    modules = (entry for folder in folders for entry in os.scandir(folder) if entry.name.endswith(".py"))
    return max((entry.stat().st_mtime_ns for entry in modules), default=0)


def load(folder: Place) -> dict[str, Any]:
    """The manifest of a decks folder; empty when there is none or it can't be read."""
    try:
        with open(os.path.join(folder, NAME), "rb") as file:
            found = json.loads(file.read())
    except (OSError, ValueError):
        return {}
    whole = isinstance(found, dict) and all(isinstance(found.get(name), kind) for name, kind in _PARTS.items())
    return found if whole else {}


def is_current(manifest: Mapping[str, Any], wanted: str, inputs: Mapping[str, Stamp], folder: Place) -> bool:
    """True when nothing was added, changed or removed since the manifest was written, packages included."""
    if manifest.get("key") != wanted:
        return False
    limit = manifest["time"] - RACY
    known = manifest["inputs"]
    if len(known) != len(inputs):
        return False
    for name, (size, changed) in inputs.items():
        if known.get(name) != [size, changed] or changed > limit:
            return False
    outputs = manifest["outputs"]
    return bool(outputs) and all(
        [*(stamp(os.path.join(folder, name)) or ())] == noted for name, noted in outputs.items()
    )


def dump(wanted: str, now: int, inputs: Mapping[str, Stamp], outputs: Mapping[str, Stamp], result: object) -> bytes:
    """The manifest as bytes. `now` is in nanoseconds; `result` is what the build said, to be said again."""
    text = {"key": wanted, "time": now, "inputs": inputs, "outputs": outputs, "result": result}
    return json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")
