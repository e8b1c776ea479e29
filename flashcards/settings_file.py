"""From `flashcards.toml` and the command line to the settings of a run. Every value is checked."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flashcards import seeking
from flashcards.config import DEFAULT, MARKERS, Asked, Chosen, Settings
from flashcards.errors import FlashcardsError
from flashcards.settings_keys import BY_NAME, EXTRACTORS, SWITCHES, TABLES, Unknown

_AT_LINE = re.compile(r"\s*\(at (?:line (?P<line>\d+).*|end of document)\)")
_HEADER = re.compile(r"\s*(?P<open>\[\[?)(?P<name>[^\[\]#]+)\]")
_ENTRY = re.compile(r"\s*(?P<name>[\w.\"' -]+?)\s*=")
_KEY = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_HINT = "docs/settings.md lists all keys; `flashcards init` writes a file with them"

Values = Mapping[str, Any]


def find(notes: str) -> str:
    """The file of settings for a folder of notes: the nearest in it or above it; empty when there is none.

    Failing that, the one of the working directory or above, when it names these notes.
    """
    if found := seeking.above(notes):
        return found
    near = seeking.above(".")
    if not near:
        return ""
    real = Path(os.path.realpath(notes))
    return near if any(real.is_relative_to(os.path.realpath(home)) for home in folders(near)) else ""


def folders(file: str) -> list[Path]:
    """The folders of notes that a file names."""
    return [Path(file).parent / entry for entry in load(file).notes]


def choose(paths: Sequence[Path], asked: Asked) -> Chosen:
    """The settings for these notes: those of the command line, then those of the file. Raises FlashcardsError."""
    file = str(Path(asked.file).absolute()) if asked.file else find(str(paths[0]))
    raw = _content(file) if file else b""
    mark = seeking.mark(file, raw) if file else ""
    settings = settings_of(_parsed(raw, file), raw.decode("utf-8"), file) if file else DEFAULT
    if asked.changes or asked.include or asked.exclude:
        mark = f"{mark}\n{(asked.include, asked.exclude, asked.changes)}"
        settings = _overruled(settings, asked)
    return Chosen(settings, file, mark)


def load(file: str) -> Settings:
    """The settings that a file gives. Raises FlashcardsError naming file and line."""
    raw = _content(file)
    return settings_of(_parsed(raw, file), raw.decode("utf-8"), file)


def _content(file: str) -> bytes:
    try:
        raw = seeking.content(file)
    except OSError as error:
        raise FlashcardsError(
            f"cannot be read: {error.strerror or error}", "check its permissions", shown(file)
        ) from error
    if len(raw) > seeking.LARGEST:
        raise FlashcardsError("too large for settings", "is it the right file?", shown(file))
    return raw


def shown(file: str) -> str:
    """A path as the user would write it: from the working directory, when it lies below."""
    near = os.path.relpath(file) if file else ""
    return file if near.startswith("..") else near


def _parsed(raw: bytes, file: str) -> Values:
    import tomllib

    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FlashcardsError("this is not UTF-8", "save the file as UTF-8", shown(file), line) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        where = _AT_LINE.search(str(error))
        line = int(where["line"]) if where and where["line"] else raw.count(b"\n") + 1
        message = f"this is no TOML: {_AT_LINE.sub('', str(error))}"
        raise FlashcardsError(message, 'text stands in quotes, as in language = "de"', shown(file), line) from error


# -- checking ------------------------------------------------------------------------------------------------


def settings_of(values: Values, text: str = "", file: str = "", base: Settings = DEFAULT) -> Settings:
    """The settings in the values of a file; what they leave out is taken from `base`. Raises FlashcardsError."""
    where = _Where(text, file)
    changes: dict[str, Any] = {}
    limits: dict[str, int] = {}
    markers = dict(base.markers)
    off = set(base.off)
    for name, value in _flat(values, where):
        made = _checked(name, value, where)
        table, _, last = name.rpartition(".")
        if table == "limits":
            limits[last] = made
        elif table == "marks.markers":
            markers[last] = made
        elif name.startswith(SWITCHES):
            (off.discard if made else off.add)(name.removeprefix(SWITCHES))
        else:
            changes[BY_NAME[name].field] = made
    return replace(
        base,
        limits=replace(base.limits, **limits),
        markers=tuple((name, markers[name]) for name in MARKERS),
        off=frozenset(off),
        **changes,
    )


def _flat(values: Values, where: _Where, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every key with the names of its tables in front."""
    for key, value in values.items():
        name = f"{above}{key}"
        if name in TABLES:
            if not isinstance(value, dict):
                raise where.error(name, f"{name} must be a table: a line [{name}] with its keys below", _HINT)
            yield from _flat(value, where, f"{name}.")
        elif name in BY_NAME or (above == SWITCHES and key in _extractors()):
            yield name, value
        else:
            known = [*BY_NAME, *TABLES, *(f"{SWITCHES}{entry}" for entry in _extractors())]
            kind = "table" if isinstance(value, dict) else "key"
            raise where.error(name, f"unknown {kind} {name!r}", f"did you mean {nearest(name, known)!r}? {_HINT}")


def _extractors() -> Collection[str]:
    """All that can be switched: our own, and those of other packages."""
    from flashcards import extractors

    return {*EXTRACTORS, *extractors.names()}


def _checked(name: str, value: Any, where: _Where) -> Any:
    check = BY_NAME[name].check if name in BY_NAME else BY_NAME[f"{SWITCHES}answers"].check
    try:
        if name == "deck" and isinstance(value, list):
            return tuple(_rule(at, entry, where) for at, entry in enumerate(value))
        return check(value)
    except Unknown as problem:
        hint = f"did you mean {nearest(problem.name, problem.known)!r}? known: {', '.join(problem.known)}"
        raise where.error(name, f"{name} knows no {problem.name!r}", hint) from problem
    except ValueError as problem:
        raise where.error(name, f"{name} {problem}", _HINT) from problem


def _rule(at: int, value: Any, where: _Where) -> Any:
    """One rule of decks; what is wrong with it is told with its own line."""
    place = f"deck.{at}"
    try:
        (made,) = BY_NAME["deck"].check([value])
    except Unknown as problem:
        hint = f"did you mean {nearest(problem.name, problem.known)!r}?"
        raise where.error(f"{place}.{problem.name}", f"unknown key {problem.name!r} in [[deck]]", hint) from problem
    except ValueError as problem:
        hint = 'as in: folder = "clients" with name = "Clients" on the next line'
        raise where.error(place, f"[[deck]]: {problem}", hint) from problem
    return made


def nearest(name: str, known: Collection[str]) -> str:
    """The known name most like this one, with its tables or without."""
    from difflib import SequenceMatcher

    def likeness(other: str) -> tuple[float, str]:
        pairs = ((name, other), (name.rpartition(".")[2], other.rpartition(".")[2]))
        return max(SequenceMatcher(None, one, two).ratio() for one, two in pairs), other

    return max(sorted(known), key=likeness)


# -- places --------------------------------------------------------------------------------------------------


class _Where:
    """Tells where in the file a key stands: the parser keeps no lines."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file

    def error(self, name: str, message: str, hint: str) -> FlashcardsError:
        """The error of a key, with its line as far as it can be told."""
        return FlashcardsError(message, hint, shown(self.file), self._line(name.split(".")) if self.text else 0)

    def _line(self, wanted: list[str]) -> int:
        """The line of a key; else that of the nearest table or key it stands in."""
        best, found = 0, 1
        for number, name in self._names():
            if len(name) > best and name == wanted[: len(name)]:
                best, found = len(name), number
        return found

    def _names(self) -> Iterator[tuple[int, list[str]]]:
        """Every line that names a key or a table, and the whole name."""
        table: list[str] = []
        met: dict[str, int] = {}
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := _HEADER.match(line):
                table = _parts(header["name"])
                if header["open"] == "[[":
                    at = met[header["name"].strip()] = met.get(header["name"].strip(), -1) + 1
                    table = [*table, str(at)]
                yield number, table
            elif entry := _ENTRY.match(line):
                yield number, [*table, *_parts(entry["name"])]


def _parts(name: str) -> list[str]:
    return [part.strip(" \"'") for part in name.split(".")]


# -- the command line ----------------------------------------------------------------------------------------


def _overruled(settings: Settings, asked: Asked) -> Settings:
    """The settings with what the command line says in their place."""
    for change in asked.changes:
        settings = _changed(settings, change)
    return replace(settings, include=asked.include or settings.include, exclude=asked.exclude or settings.exclude)


def _changed(settings: Settings, change: str) -> Settings:
    """The settings with one `KEY=VALUE`; a value that is no TOML is taken as text."""
    import tomllib

    key, sign, value = (part.strip() for part in change.partition("="))
    if not sign or not _KEY.fullmatch(key):
        raise FlashcardsError(f"--set {change}: write KEY=VALUE", "as in --set limits.front=30 or --set language=de")
    try:
        values = tomllib.loads(f"{key} = {value}")
    except tomllib.TOMLDecodeError:
        values = tomllib.loads(f"{key} = ''")
        _put(values, key.split("."), value)
    try:
        return settings_of(values, base=settings)
    except FlashcardsError as error:
        raise FlashcardsError(f"--set {change}: {error.message}", error.hint) from error


def _put(values: Any, way: Sequence[str], value: str) -> None:
    for key in way[:-1]:
        values = values[key]
    values[way[-1]] = value
