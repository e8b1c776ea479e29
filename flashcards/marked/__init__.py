"""Marked cards: the syntaxes of other card tools, one grammar a module. Pure: from rows to marked cards.

The first grammar that takes a line keeps it. Where a syntax looks like ordinary text, its grammar waits for a sign:
a flashcard tag above, an id of the old tool, or the settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import replace

from flashcards.marked import clozed, fenced, headed, inline, lettered, multiline, quotes, ruled, tagged, whole
from flashcards.marked.rows import Marked, Rows

Grammar = Callable[[Rows], Iterator[Marked]]

GRAMMARS: tuple[Grammar, ...] = (
    fenced.read,
    whole.read,
    ruled.read,
    multiline.read,
    inline.read,
    tagged.read,
    lettered.read,
    headed.read,
    clozed.read,
)
"""The most explicit first."""
QUOTED: tuple[Grammar, ...] = (multiline.read, inline.read, tagged.read, clozed.read)
"""Those that read quotes and callouts, too, as if their lines were not quoted."""


def read(rows: Rows) -> list[Marked]:
    """All marked cards of a document, in order; no two share a line."""
    taken: set[int] = set()
    found: list[Marked] = []
    for card in _proposed(rows, taken):
        span = range(card.first, card.end)
        if taken.isdisjoint(span):
            taken.update(span)
            found.append(_dressed(card, rows))
    return sorted(found, key=lambda card: card.first)


def _proposed(rows: Rows, taken: Set[int]) -> Iterator[Marked]:
    """The cards of all grammars, those in quotes last. A cloze is no part of a line that is a card already."""
    for grammar in GRAMMARS:
        cards = grammar(_left(rows, taken) if grammar is clozed.read else rows)
        yield from (card for card in cards if not rows.rows[card.first].quoted) if grammar in QUOTED else cards
    if inner := quotes.unquoted(rows):
        for grammar in QUOTED:
            yield from grammar(_left(inner, taken) if grammar is clozed.read else inner)


def _left(rows: Rows, taken: Set[int]) -> Rows:
    """The rows, those taken as if they were code."""
    if not taken:
        return rows
    return replace(
        rows, rows=tuple(replace(row, hidden=True) if at in taken else row for at, row in enumerate(rows.rows))
    )


def _dressed(card: Marked, rows: Rows) -> Marked:
    """The card with the deck and tags of its document; a mark of Logseq's clozes is none on a card with two sides."""
    if card.sort != "cloze":
        card = replace(card, front=clozed.opened(card.front), back=clozed.opened(card.back))
    tags = tuple(dict.fromkeys((*rows.tags, *card.tags))) if rows.tags else card.tags
    return replace(card, deck=card.deck or rows.deck, tags=tags)
