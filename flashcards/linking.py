"""Linking: the way back from a card to the heading of the document it comes from. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from flashcards.model import Block, Candidate
from flashcards.page import Page
from flashcards.vault import Home, link

_ATX = re.compile(r" {0,3}#{1,6}[ \t]+(?P<title>\S.{0,300}?)(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")


def linked(page: Page, candidates: list[Candidate], home: Home) -> list[Candidate]:
    """The candidates with the address that opens their document; the same where there is no vault."""
    if not home.vault.name:
        return candidates
    return [_linked(candidate, link(home, heading(page, candidate.source.line_start))) for candidate in candidates]


def _linked(candidate: Candidate, address: str) -> Candidate:
    return replace(candidate, fields=replace(candidate.fields, link=address))


def heading(page: Page, line: int) -> str:
    """The nearest heading at or above a line as it is written; labels and bold lines are none for other programs."""
    at = bisect_right(page.blocks, line, key=lambda block: block.line) - 1
    if at < 0:
        return ""
    block = page.blocks[at]
    above = (title for up in (block, *page.outline.above(block)) if (title := _title(page, up)))
    return next(above, "")


def _title(page: Page, block: Block) -> str:
    if block.kind != "heading" or block.quote:
        return ""
    lines = page.document.lines
    first, below = lines[block.line - 1], "".join(lines[block.line : block.line + 1])
    if found := _ATX.fullmatch(first):
        return found["title"]
    return first.strip() if _UNDERLINE.fullmatch(below) else ""
