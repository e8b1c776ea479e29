"""Stories in the STAR form: one card per part, named by the story's heading."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.asking import is_answer, story_body, story_rest
from flashcards.extractors import extractor
from flashcards.extractors._bodies import answer_of
from flashcards.model import Candidate
from flashcards.page import Page
from flashcards.shapes import of_shape
from flashcards.stars import story_part


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
