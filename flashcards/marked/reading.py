"""From a page to the rows that the grammars read: foreign marks off, code hidden, flashcard tags spread downwards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flashcards.config import DEFAULT, Settings
from flashcards.marked.dress import dress, said
from flashcards.marked.rows import Row, Rows, is_item, is_tags, tags_in, unlisted
from flashcards.marks import SCHEDULE, clean
from flashcards.model import Block, Document

_HIDING = frozenset({"code", "comment", "math"})
_CUES = (
    ":::",
    " :-> ",
    "#card",
    "#flashcard",
    ";;",
    "{{c",
    "[!card",
    "flashcard",
    "<!--id:",
    "<!-- id:",
    "<!--sr:",
    "]()",
    "noteid:",
    "start\n",
    "starti ",
)
"""What stands in marks wherever they are, in small letters."""
_SIGNS = re.compile(
    r"""
      ^[> \t]* (?: \?{1,2} | % ) [ \t]* $              # what parts front and back
    | ^c:[ ].*\[ | ^name[ ]*=                         # hashcards
    | ^\#[ ]note $                                    # apy
    | ^\d{1,3}\.[ \t].*\n (?:[ \t]*\n)? [ \t]* >     # inka
    | ^[ \t]*\|[^|\n]+\|[ \t]*\n [ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|? [ \t]* $   # a table of one column
    | \^(?:\d{10}|q-) | \{c?[1-9]\d?[:|]             # ids, numbered clozes
    """,
    re.VERBOSE | re.MULTILINE,
)


_PROPERTY = re.compile(r"[ \t]+[a-z][a-z0-9.-]{1,40}::[ \t]")
"""A property as Logseq writes it below the first line of an item."""


def rows_of(document: Document, blocks: Sequence[Block], settings: Settings) -> Rows | None:
    """The rows of a document; None when no line of it can hold a mark."""
    markers = dict(settings.markers)
    if not _may_hold(document, settings):
        return None
    hidden = {n for block in blocks if block.kind in _HIDING for n in range(block.line, block.line_end + 1)}
    rows = tuple(_rows(document, hidden))
    rows = tuple(_without_names(rows, document))
    scheduled = frozenset(at for at, line in enumerate(document.lines) if SCHEDULE.search(line))
    scopes = dict(_scopes(document, rows, markers["deck_tag"]))
    dialects = settings.dialects | ({"mdanki"} if any(row.tags for row in rows) else set())
    rows = tuple(_without_properties(rows, scopes))
    return Rows(rows, document.body, dialects, scopes, scheduled, markers, *dress(document))


def _may_hold(document: Document, settings: Settings) -> bool:
    """A quick look over the whole text."""
    if settings.dialects or settings.markers != DEFAULT.markers:
        return True
    return any(map(_names_cards, document.meta.tags)) or looks_marked("\n".join(document.lines))


def looks_marked(text: str) -> bool:
    """True when a mark may stand in a text."""
    text = text.casefold()
    return any(cue in text for cue in _CUES) or _SIGNS.search(text) is not None


def _names_cards(tag: str) -> bool:
    return "flashcard" in tag.casefold()


def _rows(document: Document, hidden: set[int]) -> Iterator[Row]:
    for number, line in enumerate(document.lines, 1):
        found = clean(line)
        text = found.text.rstrip()
        mark = found.marked and not text.strip()
        inside = number in hidden and not mark
        yield Row(number, text, inside or number <= document.body, found.ids, found.tags, mark)


def _without_names(rows: Sequence[Row], document: Document) -> Iterator[Row]:
    """The rows, those that name deck or tags for all as marks."""
    naming = {at for first, end, _ in said(document.lines) for at in range(first, end)}
    for at, row in enumerate(rows):
        yield replace(row, text="", mark=True, hidden=False) if at in naming and at >= document.body else row


def _without_properties(rows: Sequence[Row], scopes: Mapping[int, str]) -> Iterator[Row]:
    """The rows, the properties of Logseq right below an item as marks."""
    below = False
    for at, row in enumerate(rows):
        listed = is_item(row.text)
        found = below and not listed and not row.hidden and at not in scopes and _PROPERTY.match(row.text)
        below = listed or (below and (row.mark or bool(found)))
        yield replace(row, text="", mark=True) if found else row


def _scopes(document: Document, rows: Sequence[Row], tag: str) -> Iterator[tuple[int, str]]:
    """Each row under a flashcard tag, and the deck that it names: `#flashcards/net` alone on a line, or on the row."""
    name = tag.lstrip("#").casefold()
    above = next((_deck(own, name) for own in document.meta.tags if _deck(own.strip("#"), name) is not None), None)
    for at, row in enumerate(rows):
        if row.hidden:
            continue
        found = next((deck for own in tags_in(row.text) if (deck := _deck(own, name)) is not None), None)
        if found is not None and is_tags(unlisted(row.text)):
            above = found
        elif found is not None:
            yield at, found
        elif above is not None:
            yield at, above


def _deck(tag: str, name: str) -> str | None:
    """The deck of a flashcard tag, empty when it names none; None for another tag."""
    tag = tag.strip("#")
    first, _, rest = tag.replace("::", "/").partition("/")
    if first.casefold() != name:
        return None
    return "::".join([first, *rest.split("/")]) if rest else ""
