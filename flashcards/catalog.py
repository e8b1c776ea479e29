"""Catalog: the files of a vault, and which of them a link means. Nothing outside of the vault is ever in it."""

from __future__ import annotations

import os
import posixpath
import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from flashcards.globs import fits
from flashcards.walk import document_path

MOST_FILES = 200_000
"""Files after which the walk ends; those nearest to the root come first."""
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\~]")
"""How an address begins that is no path in a vault: a scheme, a drive, the root of the disk."""


@dataclass(slots=True)
class Catalog:
    """Each file by its path below the root, and the paths by file name. Case does not count where it need not."""

    files: dict[str, str] = field(default_factory=dict)
    """Path below the root, as documents are named, to the real path."""
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    leaving: set[str] = field(default_factory=set)
    """Links that lead out of the vault, or to what is hidden in it."""

    def find(self, target: str, folder: str) -> str:
        """The file that a link in a document of this folder means; empty when there is none.

        First the path from the folder, then from the root, then the file of this name anywhere: of several the one
        in the folder, or with the shortest path.
        """
        target = document_path(target.replace("\\", "/"))
        near, last = _joined(folder, target), _joined("", target)
        best: tuple[int, bool, int, str] | None = None
        for path in self.names.get(_folded(posixpath.basename(target)), ()):
            rank = _rank(path, near, last)
            if rank >= 0:
                found = (rank, posixpath.dirname(path) != folder, path.count("/"), path)
                best = min(best, found) if best else found
        return best[-1] if best else ""

    def leaves(self, target: str, folder: str) -> bool:
        """True for what lies outside, or would be reached by a link that leads out."""
        if is_elsewhere(target):
            return True
        target = document_path(target.replace("\\", "/"))
        near = _joined(folder, target)
        if near.startswith("../") and _joined("", target).startswith("../"):
            return True
        reached = {_folded(path) for start in (near, _joined("", target)) for path in _above(start)}
        return bool(reached & self.leaving) or _folded(posixpath.basename(target)) in self.leaving


def is_elsewhere(target: str) -> bool:
    """True for an address with a scheme and for an absolute path."""
    return bool(_ELSEWHERE.match(target))


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(folder, target))


def _above(path: str) -> Iterator[str]:
    """A path and the folders it goes through."""
    while path and path not in (".", ".."):
        yield path
        path = posixpath.dirname(path)


def _folded(path: str) -> str:
    return path.casefold()


def _rank(path: str, near: str, last: str) -> int:
    """How well a path fits, 0 best; -1 when it does not."""
    for rank, (wanted, ends) in enumerate(((near, False), (last, False), (last, True))):
        for extra, (one, other) in enumerate(((path, wanted), (_folded(path), _folded(wanted)))):
            if one == other or (ends and one.endswith(f"/{other}")):
                return 2 * rank + extra
    return -1


@lru_cache(maxsize=8)
def of(root: str, private: tuple[str, ...] = ()) -> Catalog:
    """The catalog of a folder, without what lies in a private one. It is made once: `of.cache_clear()` begins anew."""
    made = Catalog()
    home = os.path.realpath(root)
    waiting = deque([(home, "")])
    while waiting and len(made.files) < MOST_FILES:
        folder, prefix = waiting.popleft()
        for entry in _entries(folder):
            below = f"{prefix}{entry.name}"
            if private and fits_anywhere(os.path.realpath(entry.path), private):
                continue
            if entry.is_symlink():
                _add_link(made, entry, below, home)
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, f"{below}/"))
            elif entry.is_file(follow_symlinks=False):
                _add(made, below, entry.path)
    return made


def fits_anywhere(path: str, patterns: tuple[str, ...]) -> bool:
    """True when a pattern fits, from wherever it was meant: rather one file too many is left out than one too few."""
    path = document_path(path).lstrip("/") if patterns else ""
    while path:
        if fits(path, patterns):
            return True
        path = path.partition("/")[2]
    return False


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is to be seen in a folder; nothing where it can't be listed."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:
        return []


def _add_link(made: Catalog, entry: os.DirEntry[str], below: str, home: str) -> None:
    """A link to a file of the vault is that file by another name. Linked folders have been walked where they are."""
    real = os.path.realpath(entry.path)
    base = home.rstrip(os.sep) + os.sep
    if not real.startswith(base) or f"{os.sep}." in os.sep + real[len(base) :]:
        names = (_folded(document_path(below)), _folded(document_path(entry.name)))
        made.leaving.update(*((name, name.removesuffix(".md")) for name in names))
    elif os.path.isfile(real):  # noqa: PTH113
        _add(made, below, real)


def _add(made: Catalog, below: str, real: str) -> None:
    path = document_path(below)
    if path not in made.files:
        made.files[path] = real
        made.names[_folded(posixpath.basename(path))].append(path)
