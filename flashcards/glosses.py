"""Glosses: bullets below a term of which the first says what it is."""

from __future__ import annotations

import re

from flashcards import cues
from flashcards.asking import asks
from flashcards.model import Block
from flashcards.naming import name, names_itself
from flashcards.page import Page
from flashcards.shapes import shape
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
