"""Several values behind one key: `Price: £2 vs Acme £3`. Each is asked for, those of its sort are hidden with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards import quantity
from flashcards.extractors import extractor
from flashcards.model import BLANK, Block, Candidate, Quantity
from flashcards.page import Page
from flashcards.shapes import of_shape

MOST = 5
"""Values of one line that get a card each."""


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per value of a key with several."""
    for block in of_shape(page, "values"):
        pair = page.pair(block)
        behind = len(page.text(block)) - len(pair.value) if pair else 0
        values = [found for found in page.quantities(block) if found.full_start >= behind]
        for asked in values[:MOST]:
            yield _card(page, block, values, asked)


def _card(page: Page, block: Block, values: list[Quantity], asked: Quantity) -> Candidate:
    text = page.text(block)
    alike = quantity.base(asked)[2]
    front = text
    for found in reversed(values):
        if found is asked or (quantity.base(found)[2] == alike and len(values) > 1 and asked.unit):
            mark = BLANK if found is asked else "…"
            front = f"{front[: found.full_start]}{mark}{front[found.full_end :]}"
    front = re.sub(r"\s?::\s", ": ", front, count=1)
    source = page.source(block)
    answer = text[asked.full_start : asked.full_end].strip()
    return Candidate("quantity", page.fields(block, front, answer), source, page.raw(source))
