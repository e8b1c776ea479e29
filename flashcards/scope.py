"""Which documents the settings leave out: by patterns of paths, and by private folders of which nothing is opened."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flashcards.config import Chosen
from flashcards.globs import fits
from flashcards.walk import document_path


@dataclass(frozen=True, slots=True)
class Scope:
    """What is read and what is not. All paths in it are real ones."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    """The folders of the notes that the settings name: patterns start there."""
    folder: str = ""
    """Where the file of settings lies."""

    @property
    def is_open(self) -> bool:
        """True when nothing is left out."""
        return not (self.include or self.exclude or self.private)

    def of(self, root: str) -> Root:
        """The same for what lies below one folder."""
        real = os.path.realpath(root)
        home = next((home for home in self.homes if _below(real, home) is not None), real)
        inner = _below(real, home)
        return Root(self, real, f"{inner}/" if inner else "")


@dataclass(frozen=True, slots=True)
class Root:
    """The scope below a folder that was given."""

    scope: Scope
    real: str
    prefix: str
    """The way to it from the folder of the notes."""
    _bases: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_bases", (*self.scope.homes, self.real))

    def bars(self, below: str, real: str) -> bool:
        """True for a file or folder that is not looked into; `below` is its path below the root."""
        return self._is_private(real) or fits(f"{self.prefix}{document_path(below)}", self.scope.exclude)

    def takes(self, below: str, real: str) -> bool:
        """True for a file that is read."""
        include = self.scope.include
        wanted = not include or fits(f"{self.prefix}{document_path(below)}", include)
        return wanted and not self.bars(below, real)

    def _is_private(self, real: str) -> bool:
        """Whatever link led there, and whichever folder was given: where it really lies decides."""
        private = self.scope.private
        return bool(private) and any(fits(path, private) for path in self._ways(real))

    def _ways(self, real: str) -> Iterator[str]:
        """How a private folder may have been written: from the notes, or from anywhere above them."""
        yield from filter(None, (_below(real, base) for base in self._bases))
        path = _below(real, self.scope.folder) if self.scope.folder else None
        while path:
            yield path
            path = path.partition("/")[2]


def _below(path: str, folder: str) -> str | None:
    """The path from a folder, empty for itself; None when it lies elsewhere."""
    if path == folder:
        return ""
    base = folder.rstrip(os.sep) + os.sep
    return document_path(path[len(base) :]) if path.startswith(base) else None


def of(chosen: Chosen) -> Scope:
    """The scope that settings give."""
    settings = chosen.settings
    folder = os.path.realpath(Path(chosen.file).parent) if chosen.file else ""
    homes = _homes(folder or os.path.realpath("."), settings.notes)
    return Scope(settings.include, settings.exclude, settings.private_folders, homes, folder)


def _homes(folder: str, notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(os.path.realpath(Path(folder) / entry) for entry in notes)
