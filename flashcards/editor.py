"""Editor: one card as a plain form in a temporary file, opened in the user's editor, and read back.

A document is only shown there, at a line.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from flashcards import clozes
from flashcards.edits import Wording, wording_of
from flashcards.errors import FlashcardsError
from flashcards.model import Note

PARTS = ("front", "back", "extra")
_HEAD = re.compile(r"=== (front|back|extra|end)\b.*")
"""The line above a part. All below `=== end` is for the reader only."""
_ESCAPED = re.compile(r"\\*===")
"""A line of the card that looks like one of ours gets a backslash more."""
_AT_LINE: Mapping[str, tuple[str, ...]] = {
    name: words
    for words, names in (
        (("+{line}", "{path}"), "vi vim nvim gvim mvim nano pico emacs emacsclient kak micro joe ne mg gedit"),
        (("{path}:{line}",), "hx helix subl sublime_text zed"),
        (("-g", "{path}:{line}"), "code code-insiders codium vscodium cursor windsurf"),
        (("-l", "{line}", "{path}"), "mate kate"),
        (("--line", "{line}", "{path}"), "idea pycharm"),
        (("-n{line}", "{path}"), "notepad++"),
    )
    for name in names.split()
}
"""How editors are told the line."""
_END = """=== end: nothing from here on is read ===
{guid} of {place}, made from:

{text}

Save the file and leave the editor to keep your wording. An empty file changes nothing.
"""


def form(note: Note, text: str) -> str:
    """The card as text to edit; `text` is the line it was made from."""
    wording = wording_of(note.fields)
    parts = "".join(f"=== {name} ===\n{_escaped(getattr(wording, name))}\n" for name in PARTS)
    place = f"{note.source.path}:{note.source.line_start}"
    return parts + _END.format(guid=note.guid, place=place, text=text)


def _escaped(text: str) -> str:
    return "\n".join(f"\\{line}" if _ESCAPED.match(line) else line for line in text.split("\n"))


def parse(text: str, path: str = "", *, cloze: bool = False) -> Wording | None:
    """The wording in a form; None when it is empty. Raises when front or back are missing or the form is broken.

    A cloze has no back; what its front hides is the answer.
    """
    if not text.strip():
        return None
    parts: dict[str, list[str]] = {}
    name = ""
    for number, line in enumerate(text.split("\n"), 1):
        if head := _HEAD.fullmatch(line.rstrip()):
            name = head[1]
            if name == "end":
                break
            if name in parts:
                raise _broken(f"there are two parts called {name}", path, number)
            parts[name] = []
        elif name:
            parts[name].append(line)
        elif line.strip():
            raise _broken("this line stands above `=== front ===`", path, number)
    return _wording(parts, path, cloze=cloze)


def _wording(parts: Mapping[str, list[str]], path: str, *, cloze: bool) -> Wording:
    texts = {name: _clean(parts.get(name, ())) for name in PARTS}
    if cloze and texts["front"] and not clozes.numbers(texts["front"]):
        raise _broken("the cloze hides nothing: keep a mark such as `{{c1::word}}` in the front", path, 0)
    for name in ("front",) if cloze else ("front", "back"):
        if not texts[name]:
            raise _broken(f"the card has no {name}: write it below the line `=== {name} ===`", path, 0)
    return Wording(**texts)


def _clean(lines: list[str] | tuple[str, ...]) -> str:
    """Without blanks at the ends of lines and blank lines at the ends of the part."""
    plain = (line[1:] if line.startswith("\\") and _ESCAPED.match(line) else line for line in lines)
    return "\n".join(line.rstrip() for line in plain).strip("\n")


def _broken(message: str, path: str, line: int) -> FlashcardsError:
    return FlashcardsError(f"{message}; nothing was changed", "your text is still in this file", path, line)


def unchanged(note: Note) -> Wording | None:
    """What the form of this card gives when nobody changed it."""
    return parse(form(note, ""), cloze=note.note_type == "cloze")


# On disk


def prepare(note: Note, text: str) -> Path:
    """A new temporary file with the form; only its owner may read it."""
    try:
        number, name = tempfile.mkstemp(prefix="flashcards-", suffix=".txt")
        with os.fdopen(number, "wb") as file:
            file.write(form(note, text).encode(errors="replace"))
    except OSError as problem:
        why = problem.strerror or problem
        raise FlashcardsError(f"cannot make a temporary file: {why}", "make room, or set TMPDIR") from problem
    return Path(name)


def command(environment: Mapping[str, str]) -> list[str]:
    """The user's editor with its options: $VISUAL, $EDITOR, else vi."""
    default = "notepad" if os.name == "nt" else "vi"
    wanted = environment.get("VISUAL") or environment.get("EDITOR") or default
    try:
        return shlex.split(wanted, posix=os.name != "nt") or [default]
    except ValueError as problem:
        message = f"cannot understand the editor {wanted!r}: {problem}"
        raise FlashcardsError(message, "set $VISUAL or $EDITOR to a command") from problem


def open_in_editor(path: Path) -> None:
    """Wait until the user has left the editor. Raises, and removes the file, when that did not go well."""
    before = path.read_bytes()
    try:
        words = command(os.environ)
        code = _wait([*words, str(path)])
    except OSError as problem:
        path.unlink(missing_ok=True)
        why = problem.strerror or problem
        raise FlashcardsError(f"cannot start the editor {words[0]!r}: {why}", "set $VISUAL or $EDITOR") from problem
    except FlashcardsError:
        path.unlink(missing_ok=True)
        raise
    if code:
        raise _failed(f"the editor {words[0]!r} ended with code {code}; nothing was changed", path, before)


def show(path: str, line: int) -> None:
    """Open a document at a line, and wait until the user has left the editor. Raises when that did not go well."""
    words = command(os.environ)
    try:
        code = _wait([*words, *at_line(words[0], str(Path(path).absolute()), line)])
    except OSError as problem:
        why = problem.strerror or problem
        raise FlashcardsError(f"cannot start the editor {words[0]!r}: {why}", "set $VISUAL or $EDITOR") from problem
    if code:
        raise FlashcardsError(f"the editor {words[0]!r} ended with code {code}")


def at_line(program: str, path: str, line: int) -> list[str]:
    """The words that open a file at a line; an editor we do not know opens just the file."""
    name = PurePath(program).name.lower().removesuffix(".exe").removesuffix(".cmd")
    return [word.format(path=path, line=line) for word in _AT_LINE.get(name, ("{path}",))]


def _wait(words: Sequence[str]) -> int:
    """Run the editor. Ctrl-C is for the editor alone: we wait for what it leaves."""
    with subprocess.Popen(words) as process:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return process.wait()
        finally:
            signal.signal(signal.SIGINT, before)


def _failed(message: str, path: Path, before: bytes) -> FlashcardsError:
    """Text that the user wrote is never thrown away."""
    if not path.exists() or path.read_bytes() in (before, b""):
        path.unlink(missing_ok=True)
        return FlashcardsError(message, "it must end with 0; set $VISUAL or $EDITOR to choose another")
    return FlashcardsError(message, f"what it left is in {path}")


def wording_in(path: Path, *, cloze: bool = False) -> Wording | None:
    """The wording in the file; None when it is empty or gone."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise _broken(f"cannot read what the editor left: {problem}", str(path), 0) from problem
    return parse(text, str(path), cloze=cloze)
