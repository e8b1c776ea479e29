"""What the last build read and wrote, so that a build with nothing new ends at once, and another reads what changed.

Safe to delete. A file counts as unchanged only when its size and times are those noted, and when it was changed
well before the build: of a file written in the same moment the bytes are compared.

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
ROOMS = ("extractors", "marked")
"""Folders of the package whose modules decide which cards there are."""
_PARTS = {
    "key": str,
    "plugins": list,
    "time": int,
    "inputs": dict,
    "problems": dict,
    "outputs": dict,
    "result": dict,
}
"""What a whole manifest holds."""


def stamp(path: Place) -> Stamp | None:
    """The stamp of a file, None when there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return walk.stamp_of(found)


def key(arguments: list[str], settings: str = "") -> str:
    """What a manifest holds for: this version of the program, these notes, and the mark of their settings."""
    return "\n".join([__version__, str(_edited()), *map(os.path.realpath, arguments), settings])


def roots(manifest: Mapping[str, Any]) -> list[str]:
    """The files and folders that were given to the build of a manifest."""
    return str(manifest.get("key", "")).split("\n")[2:]


def _edited() -> int:
    """When the program itself last changed: one run from its sources has no new version for each edit."""
    home = os.path.dirname(__file__)
    folders = (home, *(f"{home}/{room}" for room in ROOMS))
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
    if manifest.get("key") != wanted or manifest["result"].get("failed", True):
        return False
    limit = manifest["time"] - RACY
    known = manifest["inputs"]
    if len(known) != len(inputs):
        return False
    for name, found in inputs.items():
        noted = known.get(name)
        if not isinstance(noted, list) or noted[:3] != [*found] or found[1] > limit:
            return False
    outputs = manifest["outputs"]
    return bool(outputs) and all(is_as_noted(manifest, folder, name) for name in outputs)


def is_as_noted(manifest: Mapping[str, Any], folder: Place, name: str) -> bool:
    """True when this file is the one that the build of the manifest left."""
    noted = manifest["outputs"].get(name)
    return bool(noted) and [*(stamp(os.path.join(folder, name)) or ())] == noted


def dump(parts: Mapping[str, Any]) -> bytes:
    """The manifest as bytes; its parts are

    `key` and `plugins`, what made it; `time`, the start of the build in nanoseconds; `inputs`, for each document its
    stamp and the hash of its bytes; `problems`, what was wrong with them; `outputs`, the stamp of each file written;
    `result`, what the build said, to be said again.
    """
    return json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")
