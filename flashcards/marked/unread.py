"""Blocks of card tools that gave no card, named with their line: open ones, and those without two sides. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from flashcards.config import Settings
from flashcards.marked.fenced import MOST_ROWS, is_fence
from flashcards.marked.reading import looks_marked
from flashcards.model import Block, Diagnostic, Document

_NEAR = 12
"""Lines below a lone `START` among which `Back:` says that a card was meant."""


def unread(document: Document, blocks: Sequence[Block], settings: Settings, covered: Set[int]) -> Iterator[Diagnostic]:
    """The problems of a document; `covered` are the lines that are part of a card."""
    for block in blocks:
        if block.kind == "code" and block.line not in covered:
            yield from _fence(document, block)
    markers = dict(settings.markers)
    hidden = {n for block in blocks if block.kind == "code" for n in range(block.line, block.line_end + 1)}
    for number, line in enumerate(document.lines, 1):
        if line.strip() == markers["block_start"] and number not in covered and number not in hidden:
            yield from _started(document, number, markers["block_end"])


def _fence(document: Document, block: Block) -> Iterator[Diagnostic]:
    first, last = document.lines[block.line - 1], document.lines[block.line_end - 1].strip(" >\t")
    closed = block.line_end > block.line and last[:3] in ("```", "~~~") and not last.strip("`~")
    if closed and is_fence(first):
        hint = "write `front:` and `back:` on lines of their own"
        yield Diagnostic(document.path, block.line, "block-unread", "this card has not two sides", hint)
    elif not closed and _holds_marks("\n".join(document.lines[block.line : block.line_end])):
        message = f"this code is never closed: no card is made down to line {block.line_end}"
        yield Diagnostic(document.path, block.line, "code-open", message, "close it with the marks that open it")


def _holds_marks(text: str) -> bool:
    return "::" in text or looks_marked(text)


def _started(document: Document, number: int, closing: str) -> Iterator[Diagnostic]:
    below = [line.strip() for line in document.lines[number : number + MOST_ROWS]]
    if closing in below:
        hint = "give it a note type, a front and `Back:`, or a deletion in braces for a cloze"
        yield Diagnostic(document.path, number, "block-unread", "this card has not two sides", hint)
    elif any(line.startswith("Back:") for line in below[:_NEAR]):
        hint = f"write {closing} on a line of its own behind the card"
        yield Diagnostic(document.path, number, "block-open", "this card is never closed", hint)
