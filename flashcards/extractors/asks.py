"""Questions to ask: an item under a Questions heading, or a question to somebody else anywhere in the prep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flashcards import questions
from flashcards.addressing import asked_behind_label
from flashcards.asking import render
from flashcards.extractors import extractor
from flashcards.model import Block, Candidate
from flashcards.naming import unasked
from flashcards.page import Page
from flashcards.shapes import of_shape, shape
from flashcards.text import STOPWORDS, content_words, ends_asking, fold, words
from flashcards.zones import section_zone

_HOW_TO = re.compile(r"(?:how|what|where|when) to\b", re.IGNORECASE)
"""What one asks oneself: nobody is asked how to do a thing."""
_OPENS = re.compile(
    r"(?:how|what|why|who|whose|when|where|which|whether|if|is|are|do|does|did|can|could|would|will|any|curious|"
    r"wonder\w*|ask|love to|tell me)\b",
    re.IGNORECASE,
)
"""How a line opens that asks without a question mark; beside bulleted questions any other line is a comment."""
SHORT = 14
"""Words up to which a line among questions is one, with or without a question mark."""

_WORN = frozenset(
    "most more first last next good thing things really think make makes made like know best want get try trying "
    "better right currently".split()
)
"""Words that cue nothing."""


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per question; its child bullets belong to it."""
    for block in of_shape(page, "ask", "lone-question"):
        parent = page.parent(block)
        if parent is not None and shape(page, parent) in ("ask", "lone-question") and _holds(page, parent):
            continue
        if told := asked_behind_label(page, block):
            yield _card(page, block, told)
            continue
        under: questions.Section = "questions" if page.zone(block) == "ask" else ""
        found = questions.read(block.text, under=under)
        if found is None or len(words(found.clean)) < 2 or _is_comment(page, block, found.clean):
            continue
        yield _card(page, block, found.clean)


def _is_comment(page: Page, block: Block, clean: str) -> bool:
    """What the writer says about the question above it: long, and beside others that have their question mark."""
    if _HOW_TO.match(clean):
        return True
    if clean.endswith("?"):
        return False
    if block.kind == "line" and not _OPENS.match(clean) and _stands_apart(page, block):
        return True
    if len(words(clean)) <= SHORT:
        return False
    before = page.blocks[block.index - 1] if block.index else None
    if block.kind == "line":
        follows = before is not None and not block.gap and ends_asking(page.text(before))
        return follows or sum(1 for entry in page.around(block) if ends_asking(page.text(entry))) >= 2
    return page.zone(block) == "ask" and _stands_under_comment(page, block)


def _stands_apart(page: Page, block: Block) -> bool:
    """A plain line beside bullets, or in a group of its own behind a gap."""
    parent = page.parent(block)
    label = parent is not None and parent.kind == "label" and section_zone(page.text(parent)) != "ask"
    return label or any(entry.kind == "item" for entry in page.around(block))


def _stands_under_comment(page: Page, block: Block) -> bool:
    """Below a long line of a list of questions that is none itself."""
    parent = page.parent(block)
    if parent is None or parent.kind not in ("line", "label", "item"):
        return False
    return len(words(page.text(parent))) > SHORT and not ends_asking(page.text(parent))


def _holds(page: Page, parent: Block) -> bool:
    """True when the questions below belong to the one above: bullets of a bullet, or of "would love to know …"."""
    if page.text(parent).endswith(":") and not asked_behind_label(page, parent):
        return False
    found = questions.read(parent.text)
    return (shape(page, parent) == "ask" and parent.kind == "item") or (
        shape(page, parent) == "lone-question" and parent.kind in ("label", "item") and found is not None
    )


def _cue(clean: str) -> str:
    """The topic as a whole phrase; a single word is joined by the longest other words of the question."""
    bare = re.sub(r"\s*\([^()]*\)", "", clean)
    topic = _phrase(questions.topic(bare if len(words(bare)) > 3 else clean), clean)
    if len(content_words(topic)) >= 2:
        return topic
    told = [word for word in content_words(" ".join(bare.split()[2:])) if word.casefold() not in _WORN]
    later = [word for word in told if not re.search("['’]", word)] or told
    longest = sorted(dict.fromkeys(later), key=lambda word: (-len(word), word))[:3]
    chosen = [word for word in dict.fromkeys(later) if word in longest or word == topic]
    return ", ".join(chosen[:4]) or topic or "…"


def _phrase(topic: str, clean: str) -> str:
    """The topic without loose ends: not beyond a pronoun, no small word at an end, a number with its noun."""
    pieces = re.split(r"\s*\b(?:you['’]re|we['’]re|they['’]re|you|we|they|i)\b\s*", topic, flags=re.IGNORECASE)
    topic = max(pieces, key=len)
    if re.search(r"\d$", topic):
        follows = clean[clean.find(topic) + len(topic) :].split()
        topic = f"{topic} {follows[0].strip('.,;:?!()')}".strip() if follows else topic
    found = topic.split()
    while found and fold(found[-1]) in STOPWORDS:
        found.pop()
    while found and fold(found[0]) in STOPWORDS:
        found.pop(0)
    return " ".join(found)


def _card(page: Page, block: Block, clean: str) -> Candidate:
    back = "\n".join([clean, *render(page, page.kids(block), 0)])
    source = page.source(block, page.last_line(block))
    fields = page.fields(block, page.say("to-ask", _cue(clean)), back)
    return Candidate("question-to-ask", replace(fields, context=unasked(fields.context)), source, page.raw(source))
