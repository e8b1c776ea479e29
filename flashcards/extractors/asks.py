"""Questions to ask: an item under a Questions heading, or a question to somebody else anywhere in the prep."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards import questions
from flashcards.asking import render
from flashcards.extractors import extractor
from flashcards.model import Block, Candidate
from flashcards.page import Page
from flashcards.shapes import of_shape, shape
from flashcards.text import content_words, words

CUE = "a question to ask"

_WORN = frozenset(
    "most more first last next good thing things really think make makes made like know best want get".split()
)
"""Words that cue nothing."""


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per question; its child bullets belong to it."""
    for block in of_shape(page, "ask", "lone-question"):
        parent = page.parent(block)
        if parent is not None and shape(page, parent) in ("ask", "lone-question") and _holds(page, parent):
            continue
        under: questions.Section = "questions" if page.zone(block) == "ask" else ""
        found = questions.read(block.text, under=under)
        if found is None or len(words(found.clean)) < 2:
            continue
        yield _card(page, block, found.clean)


def _holds(page: Page, parent: Block) -> bool:
    """True when the questions below belong to the one above: bullets of a bullet, or of "would love to know …"."""
    found = questions.read(parent.text)
    return (shape(page, parent) == "ask" and parent.kind == "item") or (
        shape(page, parent) == "lone-question" and parent.kind == "label" and found is not None
    )


def _cue(clean: str) -> str:
    """The topic; where that is a single word, the longest words of the question beside it, in their order."""
    topic = questions.topic(clean)
    if len(content_words(topic)) >= 2:
        return topic
    later = [word for word in content_words(" ".join(clean.split()[2:])) if word.casefold() not in _WORN]
    longest = sorted(dict.fromkeys(later), key=lambda word: (-len(word), word))[:3]
    chosen = [word for word in dict.fromkeys(later) if word in longest or word == topic]
    return ", ".join(chosen[:4]) or topic or "…"


def _card(page: Page, block: Block, clean: str) -> Candidate:
    back = "\n".join([clean, *render(page, page.kids(block), 0)])
    source = page.source(block, page.last_line(block))
    front = f"{CUE}: {_cue(clean)}"
    return Candidate("question-to-ask", page.fields(block, front, back), source, page.raw(source))
