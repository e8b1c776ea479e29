"""Processes: a line of arrows, or numbered steps. The whole order; of long ones each step by its neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.asking import render
from flashcards.extractors import extractor
from flashcards.model import Block, Candidate
from flashcards.naming import name
from flashcards.page import Page
from flashcards.shapes import is_inside_answer, is_procedure, of_shape, shape
from flashcards.siblings import chain_of, ordered_items
from flashcards.text import words

MAX_NAME = 8
"""Words of the line right above a chain that may name it."""


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """Cards for lines of arrows and for procedures in numbered steps."""
    for block in of_shape(page, "chain"):
        yield from _chain(page, block)
    for head in page.blocks:
        below = page.outline.under(head.index)
        if below and head.kind in ("heading", "label", "item") and page.ok(head) and _is_free_procedure(page, head):
            yield from _numbered(page, head)


def _is_free_procedure(page: Page, head: Block) -> bool:
    if shape(page, head) == "question" or not is_procedure(page, head):
        return False
    return all(page.free(item) for item in ordered_items(page, head)) and not is_inside_answer(page, head)


def _chain(page: Page, block: Block) -> Iterator[Candidate]:
    title, steps = chain_of(page, block)
    subject = name(title) or _subject(page, block)
    texts = list(steps)
    if len(steps) <= page.settings.limits.steps:
        yield _whole(page, block, subject, texts, block.line_end)
        return
    yield from _singles(page, [block] * len(steps), subject, texts)


def _numbered(page: Page, head: Block) -> Iterator[Candidate]:
    items = ordered_items(page, head)
    texts = [_step_text(page, item) for item in items]
    subject = name(page.text(head)).rstrip("?:")
    last = max(page.last_line(item) for item in items)
    if len(items) <= page.settings.limits.steps:
        back = render(page, items)
        yield _whole(page, head, subject, texts, last, back if len(back) > len(texts) else None)
        return
    yield from _singles(page, list(items), subject, texts)


def _step_text(page: Page, item: Block) -> str:
    pair = page.pair(item)
    return pair.value if pair and pair.value and pair.key.split()[0].casefold() == "step" else page.text(item)


def _subject(page: Page, block: Block) -> str:
    """The heading or label a bare chain stands under."""
    above = page.blocks[block.index - 1] if block.index and not block.gap else block
    if above.kind == block.kind == "line" and above.parent == block.parent and _names(page, above):
        return name(page.text(above)).rstrip("?:")
    up = page.parent(block)
    if up is not None and up.kind in ("heading", "label"):
        return name(page.text(up)).rstrip("?:")
    crumbs = page.crumbs(block)
    return crumbs[-1] if crumbs else page.say("the-order")


def _names(page: Page, above: Block) -> bool:
    """True for a short line without an end: `how a load moves` right above its chain."""
    text = page.text(above)
    return shape(page, above) == "plain" and len(words(text)) <= MAX_NAME and not text.endswith((".", "!"))


def _whole(
    page: Page, first: Block, subject: str, steps: list[str], last: int, lines: list[str] | None = None
) -> Candidate:
    source = page.source(first, last)
    back = "\n".join(lines or [f"{number}. {step}" for number, step in enumerate(steps, 1)])
    return Candidate(
        "process", page.fields(first, page.say("steps", subject, len(steps)), back), source, page.raw(source)
    )


def _place(page: Page, subject: str, steps: list[str], at: int) -> str:
    """What asks for a step: its place is told by its neighbours, never by its number."""
    if at == 0:
        return page.say("first-step", subject, steps[1])
    if at == len(steps) - 1:
        return page.say("last-step", subject, steps[at - 1])
    return page.say("step-between", subject, steps[at - 1], steps[at + 1])


def _singles(page: Page, blocks: list[Block], subject: str, steps: list[str]) -> Iterator[Candidate]:
    if any(len(words(step)) > 12 for step in steps):
        return
    for at, (block, step) in enumerate(zip(blocks, steps, strict=True)):
        front = _place(page, subject, steps, at)
        source = page.source(block)
        yield Candidate("process", page.fields(block, front, step), source, page.raw(source))
