"""Opening: the lines of key and value that a document opens with, as a header would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flashcards import cues, pairs
from flashcards.text import fold

if TYPE_CHECKING:
    from flashcards.page import Page

WORDS = 2
"""Words of a key of which one alone may say that it belongs to a header."""
FEWEST = 2
"""Keys of a header from which on such lines are one; they must be half of them."""


def lines(page: Page) -> frozenset[int]:
    """The blocks of that header, by index; empty when the document opens in another way."""
    run: list[int] = []
    hits = 0
    for entry in page.blocks:
        if entry.kind == "heading" and entry.depth == 1 and not run:
            continue
        pair = page.pair(entry) if entry.kind in ("item", "line") else None
        if pair is None or (run and entry.gap):
            break
        run.append(entry.index)
        hits += _tells_of_page(pair)
    return frozenset(run) if hits >= FEWEST and 2 * hits >= len(run) else frozenset()


def _tells_of_page(pair: pairs.Pair) -> bool:
    """A key of a header: `Author`, `Date finished`, `Meeting link`; `Time until the arm stands` is none."""
    key = fold(pair.key).split()
    named = {" ".join(key), *(key if len(key) == WORDS else ())}
    return pair.sep in (":", "-", "–") and not named.isdisjoint(cues.PAGE_KEYS | cues.META_KEYS)
