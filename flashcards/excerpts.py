"""Excerpts: the lines of a section of another document, for a card that embeds it. Never what is private."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flashcards import documents, outline
from flashcards.config import Settings
from flashcards.model import Block
from flashcards.page import Page
from flashcards.text import uncommented

MOST_LINES = 40
"""Lines of an excerpt; what follows is left out."""
PRIVATE = frozenset({"comment", "diary", "logistics", "nocard", "private", "property"})
"""Reasons of lines that are never shown elsewhere."""

_SIGNS = re.compile(r"[^\w]+")
_ID = re.compile(r"(?:^|\s)\^(?P<id>[A-Za-z0-9-]{1,60})\s*$")
_HASHES = re.compile(r"\s{0,3}#{1,6}\s+(?P<title>.*?)(?:\s#+)?\s*")

_BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines as written, or the code that says why there are none."""

    lines: tuple[str, ...] = ()
    code: str = ""


def read(path: str, name: str, part: str, settings: Settings) -> Excerpt:
    """What `part` of a document holds: the section below a heading, the block `^id`, or all when it is empty."""
    document, _ = documents.read(Path(path), name)
    if document is None:
        return Excerpt((), "link-unresolved")
    if document.meta.cards == "none":
        return Excerpt((), "embed-private")
    page = Page(document, outline.read(document), settings)
    block = _meant(page, part)
    if part and block is None:
        return Excerpt((), "link-unresolved")
    first, last = (block.line, page.last_line(block)) if block else (document.body + 1, len(document.lines))
    hidden = _hidden(page)
    if block and block.line in hidden:
        return Excerpt((), "embed-private")
    if block and block.kind == "heading":
        first = block.line_end + 1
    texts = _texts(page)
    lines = _tidied(texts.get(number, "") for number in range(first, last + 1) if number not in hidden)
    return Excerpt(lines) if lines else Excerpt((), "embed-private" if hidden else "link-unresolved")


def _meant(page: Page, part: str) -> Block | None:
    """The block that a part names: `^id`, or the last of the headings in it."""
    if part.startswith("^"):
        return next((block for block in page.blocks if _id(page, block) == part[1:].casefold()), None)
    title = _bare(part.rpartition("#")[2])
    heads = (block for block in page.blocks if block.kind == "heading")
    return next((block for block in heads if title and _bare(block.text) == title), None)


def _id(page: Page, block: Block) -> str:
    found = _ID.search(page.document.lines[block.line_end - 1])
    return found["id"].casefold() if found else ""


def _bare(title: str) -> str:
    """A heading without what Obsidian does not look at when it follows a link."""
    return _SIGNS.sub(" ", title).strip().casefold()


def _hidden(page: Page) -> frozenset[int]:
    """The lines that stay where they are, with all below them."""
    blocks = (block for block in page.blocks if page.reasons[block.index] in PRIVATE)
    return frozenset(line for block in blocks for line in range(block.line, page.last_line(block) + 1))


def _texts(page: Page) -> dict[int, str]:
    """The lines that belong to a block, by number: what belongs to none is a comment. Remarks inside a line go."""
    lines = page.document.lines
    return {
        number: lines[number - 1] if block.kind == "code" else uncommented(lines[number - 1])
        for block in page.blocks
        for number in range(block.line, block.line_end + 1)
    }


def _tidied(lines: Iterator[str]) -> tuple[str, ...]:
    """Without marks of headings and ids, and without blank lines in excess; only so many lines."""
    plain = (_ID.sub("", found["title"] if (found := _HASHES.fullmatch(line)) else line).rstrip() for line in lines)
    text = _BLANKS.sub("\n\n", "\n".join(plain)).strip("\n").split("\n")
    return (*text[:MOST_LINES], "…") if len(text) > MOST_LINES else tuple(text) if any(text) else ()
