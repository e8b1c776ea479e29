"""Code and formulas that stand in an answer: which a card keeps, and how they are written in a field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from flashcards.model import Block
from flashcards.page import Page

MOST_LINES = 40
"""Longer code is a file, and no answer."""
REACH = 4
"""Pieces of code right behind one another that still belong to a line."""
_KINDS = ("code", "math")
_MARKS = ("```", "~~~", "$$")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})[ ]*(?P<language>[\w+#.-]{0,30})")
_DRAWN = frozenset("mermaid plantuml dot dataview dataviewjs query tasks button chart kanban excalidraw".split())
"""What an editor draws or looks up instead of showing it."""


def figures(page: Page, blocks: Iterable[Block], depth: int) -> list[str]:
    """Those that the blocks begin with, each as one text of several lines, at its level of the list."""
    found = takewhile(lambda block: block.kind in _KINDS, blocks)
    texts = (_written(block) for block in found if page.reasons[block.index] == block.kind and not block.quote)
    return ["\n".join("  " * depth + line for line in text) for text in texts if text]


def last_line(page: Page, block: Block) -> int:
    """The last line of the block, all below it, and the code right behind it."""
    behind = takewhile(lambda entry: entry.kind in _KINDS, page.after(block, REACH))
    return max([page.last_line(block), *(entry.line_end for entry in behind)])


def is_figure(text: str) -> bool:
    """True for what `figures` gives."""
    return text.lstrip(" ").startswith(_MARKS)


def _written(block: Block) -> list[str]:
    """Its lines, moved to the margin; none when it has no end, says nothing or is too long."""
    lines = block.text.split("\n")
    indent = len(lines[0]) - len(lines[0].lstrip())
    lines = [line[min(indent, len(line) - len(line.lstrip())) :].rstrip() for line in lines]
    said = "".join(lines[1:-1] if block.kind == "code" else lines)
    if len(lines) > MOST_LINES or not re.search(r"\w", said):
        return []
    if block.kind == "math":
        return lines if lines[-1].endswith("$$") and (len(lines) > 1 or len(lines[0]) > 4) else []
    fence = _FENCE.match(lines[0])
    if not fence or fence["language"].lower() in _DRAWN or not lines[-1].startswith(fence["fence"]):
        return []
    return [fence["fence"] + fence["language"], *lines[1:-1], fence["fence"]]
