"""Marked cards: the syntaxes of other card tools, one grammar a module. Pure: from rows to marked cards.

The first grammar that takes a line keeps it. Where a syntax looks like ordinary text, its grammar waits for a sign:
a flashcard tag above, an id of the old tool, or the settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flashcards.marked import clozed, fenced, headed, inline, lettered, multiline, ruled, tagged, whole
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


def read(rows: Rows) -> list[Marked]:
    """All marked cards of a document, in order; no two share a line."""
    taken: set[int] = set()
    found: list[Marked] = []
    for grammar in GRAMMARS:
        for card in grammar(rows):
            span = range(card.first, card.end)
            if taken.isdisjoint(span):
                taken.update(span)
                found.append(card)
    return sorted(found, key=lambda card: card.first)
