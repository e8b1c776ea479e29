"""Stories in the STAR form: one card per part, named by the story's heading."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.asking import render, story_part
from flashcards.extractors import extractor
from flashcards.extractors._bodies import answer_of
from flashcards.model import Block, Candidate
from flashcards.page import Page
from flashcards.shapes import of_shape


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per filled part; a story with a single filled part is unfinished and gives none."""
    for block in of_shape(page, "story"):
        if sum(1 for entry in page.around(block) if story_part(page, entry) and _body(page, entry)) < 2:
            continue
        lines = _body(page, block)
        if not lines:
            continue
        back, extra = answer_of(lines)
        front = f"{story_part(page, block).capitalize()}?"
        source = page.source(block, page.last_line(block))
        fields = page.fields(block, front, back, extra=extra)
        yield Candidate("question-and-answer", fields, source, page.raw(source))


def _body(page: Page, block: Block) -> list[str]:
    pair = page.pair(block)
    value = [pair.value] if pair and pair.value and page.ok(block) else []
    return value + render(page, page.kids(block))
