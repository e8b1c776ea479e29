"""Stories in the STAR form: one card per part, named by the story's heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.asking import is_answer, render, story_body
from flashcards.extractors import extractor
from flashcards.extractors._bodies import answer_of
from flashcards.model import Block, Candidate
from flashcards.naming import name
from flashcards.page import Page
from flashcards.shapes import of_shape
from flashcards.stars import own_part, story_part, story_rest

_NUMBERED_STORY = re.compile(r"(?:my )?(?:story|example|situation) (?:no\.? ?|#)?\d{1,2}\b\W*(?=\w)", re.IGNORECASE)
"""`Story 2 - the broken scales`."""
PARTS = 3
"""Labelled parts from which on the lines below such a heading are a story."""


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per filled part; a story with a single filled part is unfinished and gives none."""
    for block in of_shape(page, "story"):
        parts = [entry for entry in page.around(block) if story_part(page, entry) and not is_answer(page, entry)]
        if is_answer(page, block) or sum(1 for entry in parts if story_body(page, entry)) < 2:
            continue
        lines = story_body(page, block)
        if not lines:
            continue
        back, extra = answer_of(lines)
        front = page.say(story_part(page, block))
        last = max(page.last_line(entry) for entry in (block, *story_rest(page, block)))
        source = page.source(block, last)
        fields = page.fields(block, front, back, extra=extra)
        yield Candidate("question-and-answer", fields, source, page.raw(source))
    for block in page.blocks:
        if block.kind == "heading" and _NUMBERED_STORY.match(page.text(block)) and (lines := _told(page, block)):
            back, extra = answer_of(lines)
            source = page.source(block, page.last_line(block))
            front = page.say("what-do-you-say", name(page.text(block)))
            fields = page.fields(block, front, back, extra=extra)
            yield Candidate("question-and-answer", fields, source, page.raw(source))


def _told(page: Page, head: Block) -> list[str]:
    """A story whose parts have labels of their own: `the mess: …`, `what i did` and its bullets."""
    below = page.kids(head)
    labelled = sum(1 for kid in below if kid.kind == "label" or ((pair := page.pair(kid)) and pair.value))
    if labelled < PARTS or any(own_part(page, kid) or kid.kind in ("heading", "row") for kid in below):
        return []
    return render(page, below)
