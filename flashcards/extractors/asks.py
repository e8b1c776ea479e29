"""Questions to ask: an item under a Questions heading, or a question to somebody else anywhere in the prep."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards import questions
from flashcards.asking import render
from flashcards.extractors import extractor
from flashcards.model import Block, Candidate
from flashcards.page import Page
from flashcards.shapes import of_shape, shape
from flashcards.text import words

CUE = "a question to ask"


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per question; its child bullets belong to it."""
    for block in of_shape(page, "ask", "lone-question"):
        parent = page.parent(block)
        if parent is not None and shape(page, parent) == "ask" and parent.kind == "item":
            continue
        under: questions.Section = "questions" if page.zone(block) == "ask" else ""
        found = questions.read(block.text, under=under)
        if found is None or len(words(found.clean)) < 2:
            continue
        yield _card(page, block, found.clean)


def _card(page: Page, block: Block, clean: str) -> Candidate:
    back = "\n".join([clean, *render(page, page.kids(block), 0)])
    source = page.source(block, page.last_line(block))
    topic = questions.topic(clean)
    front = f"{CUE}: {topic}" if topic else CUE
    return Candidate("question-to-ask", page.fields(block, front, back), source, page.raw(source))
