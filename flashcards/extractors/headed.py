"""Parts told by headings: the sub-headings of a procedure in order, or of a framework as a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards import cues
from flashcards.asking import asks
from flashcards.extractors import extractor
from flashcards.model import Block, Candidate, Kind
from flashcards.naming import is_generic, name
from flashcards.page import Page
from flashcards.stars import story_part
from flashcards.text import words
from flashcards.zones import FREE_ZONES, names_process

FEWEST = 3
MOST = 10
MAX_NAME = 5
"""Words of a sub-heading that is a name."""

_NUMBER = re.compile(
    r"^\(?(?:(?:step|phase|stage|part|layer|level|principle|rule)\s+)?(\d{1,2})[.):]?\s+\S", re.IGNORECASE
)
_PARTS = re.compile(r"\b(?:framework|building blocks?|constraints|acronym)\b", re.IGNORECASE)


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per heading whose sub-headings are counted, or that says it has parts."""
    alone = sum(1 for block in page.blocks if block.kind == "heading" and block.depth == 1) < 2
    for head in page.blocks:
        if head.kind != "heading" or not page.ok(head) or page.zone(head) not in FREE_ZONES:
            continue
        if head.depth == 1 and alone:  # the title of the document
            continue
        below = [kid for kid in page.kids(head) if kid.kind == "heading" and page.text(kid)]
        counted = _counted(page, below)
        parts = counted or (_said(page, head, below) if _has_parts(page, head) else [])
        if _are_names(page, head, parts):
            yield _card(page, head, parts, in_order=bool(counted))


def _counted(page: Page, below: list[Block]) -> list[Block]:
    """The sub-headings numbered from one on."""
    found = [(int(hit[1]), kid) for kid in below if (hit := _NUMBER.match(page.text(kid)))]
    return [kid for _, kid in found] if [number for number, _ in found] == list(range(1, len(found) + 1)) else []


def _said(page: Page, head: Block, below: list[Block]) -> list[Block]:
    """The sub-headings, or those below them where the heading says how many there are."""
    said = re.search(r"\b(\d{1,2})\b", page.text(head))
    if said is None or int(said[1]) == len(below):
        return below
    inner = [kid for part in below for kid in page.kids(part) if kid.kind == "heading" and page.text(kid)]
    return inner if int(said[1]) == len(inner) else []


def _has_parts(page: Page, head: Block) -> bool:
    return bool(cues.PARTS.search(page.text(head)) or _PARTS.search(page.text(head)))


def _are_names(page: Page, head: Block, parts: list[Block]) -> bool:
    title = name(page.text(head))
    if not FEWEST <= len(parts) <= MOST or not title or is_generic(title) or asks(page, head):
        return False
    return all(_is_name(page, part) for part in parts)


def _is_name(page: Page, part: Block) -> bool:
    text = name(page.text(part))
    return 0 < len(words(text)) <= MAX_NAME + 2 and not asks(page, part) and not story_part(page, part)


def _card(page: Page, head: Block, parts: list[Block], *, in_order: bool) -> Candidate:
    title, names = name(page.text(head)), [name(page.text(part)) for part in parts]
    steps = in_order and (names_process(title) or title.endswith("ing"))
    kind: Kind = "process" if steps else "list"
    front = page.say("steps" if steps else "which", title, len(names))
    back = "\n".join(f"{at}. {entry}" if in_order else f"- {entry}" for at, entry in enumerate(names, 1))
    source = page.source(head, parts[-1].line_end)
    return Candidate(kind, page.fields(head, front, back), source, page.raw(source))
