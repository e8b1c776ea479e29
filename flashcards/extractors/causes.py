"""Causes: because, due to, since. The effect asks, the reason answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards import glances
from flashcards.extractors import extractor
from flashcards.model import Candidate
from flashcards.naming import name
from flashcards.page import Page
from flashcards.shapes import of_shape
from flashcards.text import words

_CAUSE = glances.Glance(
    re.compile(
        r"^(?P<effect>.{8,120}?),?\s+(?:because|bc|b/c|due to|owing to|thanks to|"
        r"since(?=.{2,40}?\s(?:is|are|has|have|can|can't|cannot|do|does|don't|doesn't|must|will|won't|needs?|wants?|uses?|"
        r"keeps?|costs?|takes?|gets?|makes?|lets?|runs?|sees?)\s))\s*(?:of\s+)?"
        r"(?P<reason>.{5,160})$"
    ),
    frozenset("because bc b due owing thanks since".split()),
)


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per line that gives a reason."""
    for block in of_shape(page, "plain", "quantity"):
        found = _CAUSE.search(page.text(block)) if block.kind in ("item", "line") and page.free(block) else None
        if not found or len(words(found["effect"])) < 2 or len(words(found["effect"])) > 14:
            continue
        if found["reason"].endswith("?"):
            continue
        source = page.source(block)
        fields = page.fields(block, page.say("why", name(found["effect"])), found["reason"].strip(" ."))
        yield Candidate("cause", fields, source, page.raw(source))
