"""Which files to read below the given files and folders, and the document path of each."""

from __future__ import annotations

import os
import stat
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from flashcards.errors import FlashcardsError
from flashcards.model import Diagnostic
from flashcards.scope import Root, Scope
from flashcards.walk import SUFFIXES, Stamp, document_path, is_text, stamp_of

_WANTED = ", ".join(SUFFIXES)
EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file to read. `name` is its document path; the stamp feeds a cache."""

    path: str
    name: str
    stamp: Stamp
    root: str = ""
    """The folder that was given, or that a file given lies in."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands under the given paths: the files sorted by document path, and what could not be listed."""

    files: tuple[FoundFile, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class _Walk:
    """What one call has met so far. `seen` holds real paths: each real file and folder counts once."""

    scope: Scope
    roots: dict[int, Root] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    files: list[tuple[int, FoundFile]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def open(self, number: int, folder: str) -> None:
        """Begin with what lies in a folder that was given, or beside a file that was."""
        if not self.scope.is_open:
            self.roots[number] = self.scope.of(folder)

    def bars(self, number: int, below: str, real: str) -> bool:
        """True for a folder, or a way to one, that the settings close."""
        return number in self.roots and self.roots[number].bars(below, real)

    def takes(self, number: int, below: str, real: str) -> bool:
        """True for a file that no setting leaves out."""
        return number not in self.roots or self.roots[number].takes(below, real)


def find(paths: Sequence[Path], scope: Scope = EVERYTHING) -> Found:
    """The text files under the given files and folders that lie in the scope.

    Raises FlashcardsError when one is missing.
    """
    walk = _Walk(scope)
    for number, path in enumerate(paths):
        _add(walk, number, path)
    files = _tell_apart(walk.files, [_lineage(path) for path in paths], [str(_root(path)) for path in paths])
    return Found(tuple(sorted(files, key=lambda file: (file.name, file.path))), tuple(walk.diagnostics))


def _root(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _add(walk: _Walk, number: int, path: Path) -> None:
    try:
        status = path.stat()
    except OSError as error:
        raise _missing(path, error) from error
    walk.open(number, str(path if stat.S_ISDIR(status.st_mode) else path.parent))
    if stat.S_ISDIR(status.st_mode):
        _add_folder(walk, number, str(path))
    elif stat.S_ISREG(status.st_mode) and is_text(path.name):
        real = os.path.realpath(path)
        if walk.takes(number, path.name, real):
            _add_file(walk, number, real, FoundFile(str(path), path.name, stamp_of(status)))
    else:
        message = f"not read: only {_WANTED} files are"
        walk.diagnostics.append(Diagnostic(document_path(path.name), 0, "file-kind", message, "rename it to .md"))


def _missing(path: Path, error: OSError) -> FlashcardsError:
    if isinstance(error, FileNotFoundError):
        return FlashcardsError("no such file or folder", "check the spelling and the folder you are in", str(path))
    reason = error.strerror or str(error)
    return FlashcardsError(f"cannot look at this path: {reason}", "check its permissions", str(path))


def _add_file(walk: _Walk, number: int, real: str, file: FoundFile) -> None:
    if real not in walk.seen:
        walk.seen.add(real)
        walk.files.append((number, file))


def _add_folder(walk: _Walk, number: int, root: str) -> None:
    """Real entries first, then links: so a file keeps its own name when a link leads to it too."""
    home = os.path.realpath(root)
    links: deque[tuple[str, str]] = deque()
    _descend(walk, number, (root, "", home), links)
    while links:
        path, name = links.popleft()
        real = os.path.realpath(path)
        if _inside(real, home):
            _follow(walk, number, (path, name, real), links)


def _inside(real: str, home: str) -> bool:
    """Below the folder given, and not by way of anything hidden."""
    base = home.rstrip(os.sep) + os.sep
    return real.startswith(base) and f"{os.sep}." not in os.sep + real[len(base) :]


Place = tuple[str, str, str]
"""A path to open, the name it goes by below the root, and its real path."""


def _follow(walk: _Walk, number: int, place: Place, links: deque[tuple[str, str]]) -> None:
    path, name, real = place
    try:
        status = Path(real).stat()
    except OSError:
        return
    if stat.S_ISDIR(status.st_mode):
        _descend(walk, number, place, links)
    elif stat.S_ISREG(status.st_mode) and is_text(name) and walk.takes(number, name, real):
        _add_file(walk, number, real, FoundFile(path, document_path(name), stamp_of(status)))


def _descend(walk: _Walk, number: int, place: Place, links: deque[tuple[str, str]]) -> None:
    """All real files below one folder; links are put aside."""
    waiting = [place]
    while waiting:
        path, name, real = waiting.pop()
        if real in walk.seen or walk.bars(number, name, real):
            continue
        walk.seen.add(real)
        for entry in _entries(walk, path, name):
            below = f"{name}/{entry.name}" if name else entry.name
            if entry.is_symlink():
                links.append((entry.path, below))
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, below, f"{real}{os.sep}{entry.name}"))
            elif is_text(entry.name):
                _keep(walk, number, entry, (below, real))


def _keep(walk: _Walk, number: int, entry: os.DirEntry[str], where: tuple[str, str]) -> None:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return
    if stat.S_ISREG(status.st_mode):
        name, folder = where
        real = f"{folder}{os.sep}{entry.name}"
        if walk.takes(number, name, real):
            _add_file(walk, number, real, FoundFile(entry.path, document_path(name), stamp_of(status)))


def _entries(walk: _Walk, path: str, name: str) -> Iterator[os.DirEntry[str]]:
    """The visible entries of a folder, in the order of their names."""
    try:
        with os.scandir(path) as listing:
            entries = [entry for entry in listing if not entry.name.startswith(".")]
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "check its permissions; the other folders were read"
        place = document_path(name) or document_path(Path(path).absolute().name)
        walk.diagnostics.append(Diagnostic(place, 0, "folder-unreadable", reason, hint, "error"))
        return iter(())
    return iter(sorted(entries, key=lambda entry: entry.name))


def _lineage(root: Path) -> tuple[str, ...]:
    """The names of the folder a root is or lies in, outermost first."""
    whole = root.resolve() if ".." in root.parts else root.absolute()
    return whole.parts[1:] if whole.is_dir() else whole.parts[1:-1]


def _tell_apart(
    files: list[tuple[int, FoundFile]], lineages: list[tuple[str, ...]], roots: list[str]
) -> list[FoundFile]:
    """Files of several roots that share a name get their root's name in front, and more of it if need be."""
    depth = [0] * len(files)
    names = [file.name for _, file in files]
    for _ in range(max(map(len, lineages), default=0)):
        counts = Counter(names)
        if len(counts) == len(names):
            break
        for i, (number, file) in enumerate(files):
            parts = lineages[number]
            if counts[names[i]] > 1 and depth[i] < len(parts):
                depth[i] += 1
                names[i] = document_path("/".join([*parts[-depth[i] :], file.name]))
    named = zip(files, _unique(names), strict=True)
    return [replace(file, name=name, root=roots[number]) for (number, file), name in named]


def _unique(names: list[str]) -> list[str]:
    """Two spellings of one name in one folder (NFC and NFD): the later one is numbered."""
    met: Counter[str] = Counter()
    out = []
    for name in names:
        met[name] += 1
        out.append(name if met[name] == 1 else f"{name} ({met[name]})")
    return out
