"""Causes: because, due to, since. The effect asks, the reason answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards import glances
from flashcards.extractors import extractor
from flashcards.model import Block, Candidate
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
_REASON = re.compile(r"(?:because|bc|b/c|due to|owing to|thanks to)\s+(?:of\s+)?(?P<reason>.{5,160})$", re.IGNORECASE)
"""A line that is nothing but a reason: what it is the reason for stands above it."""
_COPULA = re.compile(r"\s(?:is|are|was|were)$")
"""How an effect ends that is no clause of its own: in `a third of it is due to …` the amount is the fact."""
MAX_EFFECT = 14
"""Words of an effect."""


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per line that gives a reason."""
    for block in of_shape(page, "plain", "quantity"):
        if block.kind not in ("item", "line") or not page.free(block):
            continue
        if above := _below_effect(page, block):
            yield above
            continue
        found = _CAUSE.search(page.text(block))
        if not found or not 2 <= len(words(found["effect"])) <= MAX_EFFECT:
            continue
        if found["reason"].endswith("?") or (_COPULA.search(found["effect"]) and page.quantities(block)):
            continue
        source = page.source(block)
        fields = page.fields(block, page.say("why", name(found["effect"])), found["reason"].strip(" ."))
        yield Candidate("cause", fields, source, page.raw(source))


def _below_effect(page: Page, block: Block) -> Candidate | None:
    """`- because they carry it themselves` below `- claims: 1 in 40`: the line above asks."""
    head = page.parent(block)
    found = _REASON.match(page.text(block)) if head is not None and head.kind == "item" else None
    if found is None or head is None or not page.free(head) or found["reason"].endswith("?"):
        return None
    effect = name(page.text(head))
    if effect.endswith("?") or not 2 <= len(words(effect)) <= MAX_EFFECT:
        return None
    source = page.source(head, block.line_end)
    fields = page.fields(head, page.say("why", effect), found["reason"].strip(" ."))
    return Candidate("cause", fields, source, page.raw(source))
