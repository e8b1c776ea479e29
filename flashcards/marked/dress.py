"""Decks and tags that hold for all marked cards of a document, as the old tools name them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flashcards.model import Document

_TARGET = re.compile(r"\s*(?:<!--\s*)?TARGET DECK(?::[ \t]*(?P<deck>[^<]*?))?[ \t]*(?:-->)?\s*$")
_FILE_TAGS = re.compile(r"\s*FILE TAGS(?::[ \t]*(?P<tags>.*))?$")
_PROPERTY = re.compile(r"(?P<key>[a-z][a-z0-9-]{1,40})::[ \t]*(?P<text>.*)")
_LINKED = re.compile(r"#?\[\[|\]\]")


def dress(document: Document) -> tuple[str, tuple[str, ...]]:
    """Deck and tags: `TARGET DECK` and `FILE TAGS`, `cards-deck` in the header, properties of a page of Logseq."""
    deck = dict(document.meta.keys).get("cards-deck", "")
    tags: tuple[str, ...] = ()
    for at, _, text in said(document.lines):
        if _TARGET.match(document.lines[at]):
            deck = text
        else:
            tags = (*tags, *listed(text))
    page = dict(_page(document))
    named = _LINKED.sub("", page.get("deck", "")).strip()
    marked = tuple("_".join(_LINKED.sub("", tag).split()) for tag in page.get("tags", "").split(","))
    return deck.strip() or named, (*tags, *(tag.strip("#") for tag in marked if tag))


def said(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where a deck or tags for all are named, as indexes, half open, and what they are: behind the colon or below."""
    for at, line in enumerate(lines):
        found = (
            (_TARGET.match(line) or _FILE_TAGS.match(line)) if "TARGET DECK" in line or "FILE TAGS" in line else None
        )
        if not found:
            continue
        text = str(next(iter(found.groupdict().values())) or "").strip()
        if text:
            yield at, at + 1, text
        elif at + 1 < len(lines) and lines[at + 1].strip():
            yield at, at + 2, lines[at + 1].strip()


def listed(text: str) -> tuple[str, ...]:
    """Tags between blanks or commas, as Anki has them: without `#`."""
    return tuple(tag for tag in text.replace("#", "").strip("[] \t").replace(",", " ").split() if tag)


def _page(document: Document) -> Iterator[tuple[str, str]]:
    """Keys and values in the first lines, up to one that is no property."""
    for line in document.lines[document.body :]:
        found = _PROPERTY.fullmatch(line.strip())
        if found:
            yield found["key"], found["text"].strip()
        elif line.strip():
            return
