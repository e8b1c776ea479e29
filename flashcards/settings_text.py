"""The commented `flashcards.toml` that `init` writes: every key with its default, and what it does."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flashcards import seeking
from flashcards.config import DIALECTS
from flashcards.errors import FlashcardsError
from flashcards.settings_keys import KEYS, Key

_TOP = """\
# Settings of flashcards. A line that begins with #name is a default: take the # off to change it.
# This file is found from the folder of your notes upwards. Options of the command line go before it.
# A pattern without a slash means a name at any depth; with one it starts at the folder of the notes, and ** means
# any folders. A folder stands for all in it.
"""
_TABLES = {
    "limits": "How much one card may hold.",
    "private": "What stays yours.",
    "extractors": "Which kinds of cards are made. Notes of one that is switched off retire.",
    "marks": f"Card syntaxes of other tools: {', '.join(DIALECTS[:10])},\n# {', '.join(DIALECTS[10:])}.",
    "marks.markers": "The marks you chose in such a tool.",
}
"""What stands above each table."""
_RULE = """
# Rules for decks, in order: the first that holds names the deck of the NEW notes of a document. A known note stays in
# its deck. `deck:` in the header of a document goes before them. Each needs a name and a folder, a tag or both, or
# keys of the header. {title} stands for the title of the document.
#[[deck]]
#folder = "clients"
#name = "Clients::{title}"
#[[deck]]
#tag = "physics"
#name = "Physics"
#[[deck]]
#front_matter = { company = "Acme" }
#name = "Interview Prep::Acme"
"""


def text() -> str:
    """The whole file. With no line changed it sets nothing but defaults."""
    return "\n".join(_lines()) + "\n" + _RULE


def _lines() -> Iterator[str]:
    yield _TOP
    table = ""
    for key in KEYS[:-1]:
        above, _, name = key.name.rpartition(".")
        if above != table:
            table = above
            yield from ("", f"# {_TABLES[table]}", f"[{table}]")
        yield from _entry(key, name)


def _entry(key: Key, name: str) -> Iterator[str]:
    yield f"# {name}: {key.says}"
    yield f"#{name} = {_as_toml(key.default)}"


def _as_toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def write(folder: Path) -> Path:
    """Write the file into a folder, never over one that is there. Raises FlashcardsError."""
    path = folder / seeking.NAME
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text())
    except FileExistsError as error:
        raise FlashcardsError("there is one already; nothing was written", "remove it first", str(path)) from error
    except OSError as error:
        reason = error.strerror or os.strerror(error.errno or 0)
        raise FlashcardsError(f"cannot be written: {reason}", "give a folder that is there", str(path)) from error
    return path
