"""What the user says of a line: `#card` forces it, `#nocard` forbids it; both hold for all that stands below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from flashcards.model import Block

Wish = Literal["", "card", "nocard"]

_MARK = re.compile(r"(?<!\S)#(no)?card(?![\w/-])", re.IGNORECASE)

LIFTED_BY_ALL = frozenset({"advice", "aside", "assistant", "calculation", "chat", "dated", "diary", "meta", "practice"})
"""Reasons that are guesses: `flashcards: all` in the header overrules them, but nothing that is said to be private."""

KEPT = frozenset({"code", "comment", "empty", "empty-field", "link-only", "math", "nocard", "property", "rule"})
"""Reasons that stay under `#card`: there is nothing to learn on such a line."""


def said(markdown: str) -> Wish:
    """The wish written on one line."""
    if "#" not in markdown:
        return ""
    found = _MARK.search(markdown)
    return "" if found is None else "nocard" if found[1] else "card"


def spread(blocks: Sequence[Block]) -> list[Wish]:
    """For each block its own wish, else that of the nearest block above it that has one."""
    wishes: list[Wish] = []
    for block in blocks:
        above = wishes[block.parent] if block.parent >= 0 else ""
        wishes.append(said(block.text) or above)
    return wishes


def holds(reason: str, wish: Wish, *, everything: bool) -> bool:
    """False for a reason that the user overrules, on the line or for the whole document."""
    if wish == "card":
        return reason in KEPT
    return not (everything and reason in LIFTED_BY_ALL)
