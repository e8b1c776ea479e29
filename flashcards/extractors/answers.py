"""Questions with prepared answers: a heading, bold line or item that asks, with its answer in reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flashcards import cues, questions
from flashcards.asking import answer_blocks, numbered_question, render, told
from flashcards.extractors import extractor
from flashcards.extractors._bodies import answer_of
from flashcards.figures import figures, last_line
from flashcards.model import Block, Candidate
from flashcards.naming import name, unasked
from flashcards.page import Page
from flashcards.shapes import of_shape
from flashcards.text import pictures


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per answered question."""
    for block in of_shape(page, "told"):
        yield _told(page, block)
    for block in of_shape(page, "question"):
        asked = numbered_question(page, block)
        body = tuple(entry for entry in answer_blocks(page, block) if entry is not asked)
        if asked is not None:
            body = (*page.kids(asked), *body)
        lines = render(page, body, whole=True)
        if not lines:
            continue
        if body[0].parent == block.index:
            lines = [*figures(page, page.outline.under(block.index), 0), *lines]
        last = max([block.line_end, *(last_line(page, entry) for entry in body)])
        back, extra = answer_of(lines)
        extra = _pictured(page, block, last, extra)
        front = _prompt(asked or block, page)
        source = page.source(block, last)
        fields = page.fields(block, front, back, extra=extra)
        fields = replace(fields, context=_context(page, block, fields.context))
        yield Candidate("question-and-answer", fields, source, page.raw(source))


def _told(page: Page, block: Block) -> Candidate:
    """The card of a line that asks and answers; what stands below belongs to the answer."""
    asked, answer = told(page, block) or ("", "")
    asked = asked if asked.endswith(("?", '?"', "?”")) else f"{asked}?"
    back, extra = answer_of([answer, *render(page, page.kids(block), whole=True)])
    source = page.source(block, page.last_line(block))
    extra = _pictured(page, block, source.line_end, extra)
    return Candidate("question-and-answer", page.fields(block, asked, back, extra=extra), source, page.raw(source))


def _pictured(page: Page, question: Block, last: int, extra: str) -> str:
    """The extra with the pictures that stand in an answer, or right behind its last line."""
    shown: list[str] = []
    for block in page.outline.inside(question.index):
        if block.line > last and page.reasons[block.index] != "link-only":
            break
        if "![" in block.text and page.reasons[block.index] in ("", "link-only"):
            shown += pictures(block.text)
    return "\n".join([*filter(None, [extra]), *shown])


def _context(page: Page, block: Block, context: str) -> str:
    """Question headings above are no subject; the question that this one follows up is."""
    parent = page.parent(block)
    follows = parent is not None and parent.kind == "item"
    return context if follows else unasked(context)


def _prompt(block: Block, page: Page) -> str:
    text = cues.QUESTION_LABEL.sub("", page.text(block))
    found = questions.read(block.text)
    asked = found.clean if found and block.kind != "heading" else name(text)
    asked = cues.QUESTION_LABEL.sub("", asked).strip(" *_")
    bare = asked.strip("\"“”'")
    closes = asked[-1:] in ('"', "”") and asked[:1] not in ('"', "“") and bare.count('"') + bare.count("“") == 1
    asked = asked if closes else bare.strip(" *_")  # `A guest says "where is it?"`
    return asked if re.search(r"[?]\W*$|[.!]$", asked) else f"{asked}?"
