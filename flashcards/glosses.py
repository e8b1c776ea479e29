"""Glosses: bullets below a term of which the first says what it is, and stages that say what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards import cues, wording
from flashcards.asking import asks
from flashcards.keyed import is_pair
from flashcards.model import Block
from flashcards.naming import name, names_itself
from flashcards.page import Page
from flashcards.shapes import of_shape, shape
from flashcards.siblings import is_numbered
from flashcards.text import words

_GLOSS = re.compile(
    r"^(?:(?:an?|the) (?!(?:lot|few|bit|more|most|same|above|following|first|second|best|main)\b)\w+|"
    r"used (?:to|for|when|in|by)|"
    r"(?:is|are) (?:an?|the|used|when|where|how)|refers to|means|stands for|(?:process|method|technique|way|"
    r"type|kind|set|"
    r"collection|group|form|part|tool|measure) (?:of|for|to|that|which|where)|when (?:an?|the|you|we)|"
    r"how (?:much|many|well|often))\b",
    re.IGNORECASE,
)
"""How a gloss opens: `a service that …`, `used to …`, `process of …`."""

COUNTED = frozenset({"step", "phase", "stage", "part", "round", "day", "week", "first", "then", "finally"})
"""How a key opens that only counts."""
NEAR = 4
"""Steps before and behind one that are looked at."""
MOST_WORDS = 4
"""Words of the name of a stage."""


def leading_items(page: Page, head: Block) -> tuple[Block, ...]:
    """The items right below a head, up to the first other thing."""
    items: list[Block] = []
    for kid in page.outline.under(head.index):
        if kid.kind != "item":
            break
        if page.ok(kid):
            items.append(kid)
    return tuple(items)


def opens_with_gloss(page: Page, head: Block, items: tuple[Block, ...]) -> bool:
    """True when the first of the bullets below a term says what it is: `A service that makes keys`, `VM is …`."""
    if not items or not 1 <= len(words(name(page.text(head)))) <= 6 or is_numbered(items[0]):
        return False
    title = page.text(head)
    if asks(page, head) or cues.PARTS.search(title) or cues.COLLECTS.search(title):
        return False
    if page.pair(items[0]) or page.quantities(head):
        return False
    first = page.text(items[0])
    if len(words(first)) < 5 or shape(page, items[0]) not in ("plain", "quantity"):
        return False
    return bool(_GLOSS.match(first)) or names_itself(name(page.text(head)), first)


def told_steps(page: Page) -> Iterator[Block]:
    """The steps that are stages with a name of their own and what it is, as are those they are counted with."""
    for block in of_shape(page, "step"):
        near = [entry for entry in page.around(block, NEAR) if shape(page, entry) == "step"]
        if all(_is_told_step(page, entry) for entry in near):
            yield block


def _is_told_step(page: Page, block: Block) -> bool:
    """`2. Storage: keep what was learned`: a stage with a name of its own and what it is."""
    pair = page.pair(block)
    if pair is None or not is_pair(page, block) or len(words(pair.key)) > MOST_WORDS or len(words(pair.value)) < 2:
        return False
    if pair.key.endswith("?") or not (pair.marked or pair.dashed or pair.sep == ":"):
        return False
    return not wording.opens_with(pair.key, wording.IMPERATIVES | COUNTED) and not page.quantities(block)
