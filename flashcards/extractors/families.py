"""Comparisons over several lines: sibling items with one number each, the noun only in the first or above."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.extractors import comparisons, extractor
from flashcards.extractors.comparisons import Member
from flashcards.model import Candidate
from flashcards.page import Page
from flashcards.shapes import of_shape
from flashcards.siblings import family_of


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per line, with the noun it leaves out; an ordering card for three or more."""
    done: set[int] = set()
    for block in of_shape(page, "family"):
        if block.index in done:
            continue
        blocks, measure = family_of(page, block)
        done |= {entry.index for entry in blocks}
        members = [Member(entry, page.text(entry), page.quantities(entry)[0]) for entry in blocks]
        yield from comparisons.cards(page, members, measure)
