"""Patterns of paths: which documents and folders they mean, in the manner of `.gitignore`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    (?P<deep>   \*\*+/ )            # any number of folders, none among them
    | (?P<rest> \*\*+ )             # all that follows
    | (?P<some> \* )                # within one name
    | (?P<one>  \? )
    | (?P<set>  \[ [!^]? \]? [^]/]* \] )
    | (?P<plain> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_MEANS = {"deep": "(?:[^/]+/)*", "rest": ".*", "some": "[^/]*", "one": "[^/]"}


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern for a whole path or that of a folder above it, whatever the case.

    One without a slash means a name at any depth; with one it starts at the folder of the notes.
    """
    bare = unicodedata.normalize("NFC", pattern.strip().replace("\\", "/")).removeprefix("./").rstrip("/")
    anywhere = "/" not in bare
    inside = "".join(_piece(token) for token in _TOKEN.finditer(bare.lstrip("/")))
    return re.compile(f"{'(?:.*/)?' if anywhere else ''}(?:{inside})(?:/.*)?", re.IGNORECASE | re.DOTALL)


def _piece(token: re.Match[str]) -> str:
    kind = token.lastgroup or "plain"
    if kind == "set":
        inside = token[0][1:-1]
        turned = inside[:1] in ("!", "^")
        members = re.escape(inside[1:] if turned else inside).replace(r"\-", "-")
        return _set(f"[{'^/' if turned else ''}{members}]", token[0])
    return _MEANS.get(kind) or re.escape(token[0])


def _set(inside: str, written: str) -> str:
    """A set of characters; what makes no sense as one (`[z-a]`) is meant as it stands."""
    try:
        re.compile(inside)
    except re.error:
        return re.escape(written)
    return inside


def fits(path: str, patterns: Iterable[str]) -> bool:
    """True when one of the patterns means this path or a folder above it."""
    return any(compiled(pattern).fullmatch(path) for pattern in patterns)
