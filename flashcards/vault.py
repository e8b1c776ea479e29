"""Vaults: where a document is at home, and the address that opens it there."""

# ruff: noqa: PTH112, PTH118, PTH119, PTH120

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from urllib.parse import quote

from flashcards.walk import document_path

MARK = ".obsidian"
"""The folder that makes a folder a vault. It is never opened."""
_UNLINKABLE = re.compile(r"[:#|^\\\r\n]|%%|\[\[|\]\]")
"""What Obsidian leaves out of a heading when it links to it."""


@dataclass(frozen=True, slots=True)
class Vault:
    """A folder that belongs together: a vault of Obsidian, or else the notes folder that was given."""

    root: str
    """Its real path."""
    name: str = ""
    """What Obsidian calls it; empty when it is no vault."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where one document is at home: its vault, and its path there."""

    vault: Vault
    place: str


@dataclass(slots=True)
class Vaults:
    """The vaults of one run. Each folder is looked at once."""

    _known: dict[str, Vault | None] = field(default_factory=dict)
    _real: dict[str, str] = field(default_factory=dict)

    def home(self, path: str, root: str) -> Home:
        """Where the file at `path` is at home; `root` is the notes folder, which stands in for a vault."""
        folder, name = os.path.split(path)
        real = self._resolved(folder)
        vault = self._above(real) or Vault(self._resolved(root))
        return Home(vault, document_path(os.path.relpath(os.path.join(real, name), vault.root)))

    def _resolved(self, folder: str) -> str:
        if folder not in self._real:
            self._real[folder] = os.path.realpath(folder)
        return self._real[folder]

    def _above(self, folder: str) -> Vault | None:
        """The nearest vault at or above a folder."""
        passed: list[str] = []
        while folder not in self._known:
            passed.append(folder)
            parent = os.path.dirname(folder)
            if os.path.isdir(os.path.join(folder, MARK)):
                self._known[folder] = Vault(folder, document_path(os.path.basename(folder)))
            elif parent == folder:
                self._known[folder] = None
            else:
                folder = parent
        found = self._known[folder]
        self._known.update(dict.fromkeys(passed, found))
        return found


def link(home: Home, heading: str = "") -> str:
    """The address that opens a document at a heading; empty where there is no vault.

    Never a line: its number would change with every line written above it.
    """
    if not home.vault.name:
        return ""
    place = home.place
    file = place[:-3] if place.lower().endswith(".md") else place
    target = " ".join(_UNLINKABLE.sub(" ", heading).split())
    whole = f"{file}#{target}" if target else file
    return f"obsidian://open?vault={_quoted(home.vault.name)}&file={_quoted(whole)}"


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")
