"""Pitches: `Why X`, an intro, talking points. The prompt, three to five beats, the full text below."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards import questions, wording
from flashcards.asking import is_answer, render
from flashcards.extractors import extractor
from flashcards.extractors._bodies import answer_of
from flashcards.model import Block, Candidate, Kind
from flashcards.naming import name
from flashcards.page import Page
from flashcards.text import fold, words
from flashcards.zones import section_zone

MIN_WORDS = 5


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per draft of a pitch, and one for an application prompt with the prose below it."""
    for head in _heads(page):
        for title, draft in _drafts(page, head):
            card = _card(page, head, title, draft)
            if card:
                yield card


def _heads(page: Page) -> Iterator[Block | None]:
    """Headings and labels that open a pitch; None stands for a document that is one."""
    if page.base == "pitch":
        yield None
    for block in page.blocks:
        if block.kind not in ("heading", "label") or page.zone(block) != "pitch":
            continue
        own = section_zone(page.text(block)) == "pitch"
        if own or (page.base == "pitch" and not page.text(block).endswith("?")):
            yield block


def _drafts(page: Page, head: Block | None) -> Iterator[tuple[str, list[Block]]]:
    """The body cut into drafts: at a short line that names one, at two blank lines, at a quote, at a prompt."""
    title, run = "", list[Block]()
    below = page.outline.under(head.index if head else -1)
    for block in below:
        if not _speaks(page, block):
            if run and block.kind in ("heading", "label"):
                break
            continue
        if (
            _names_draft(page, block, below)
            or _is_prompt(block)
            or _far(run, block)
            or (not title and _turns(page, run, block))
        ):
            if run:
                yield title, run
            title, run = "", []
            if _names_draft(page, block, below) or _is_prompt(block):
                title, run = page.text(block), [block]
                continue
        run.append(block)
    if run:
        yield title, run


def _speaks(page: Page, block: Block) -> bool:
    return page.ok(block) and page.zone(block) == "pitch" and block.kind in ("line", "item")


def _names_draft(page: Page, block: Block, siblings: tuple[Block, ...]) -> bool:
    text = page.text(block)
    if block.kind != "line" or len(words(text)) > 8 or not block.gap or block.quote:
        return False
    follow = next((entry for entry in siblings if entry.index > block.index), None)
    return follow is not None and follow.gap and follow.kind == "line" and len(words(page.text(follow))) > 20


def _far(run: list[Block], block: Block) -> bool:
    """Two blank lines between, or a quote that begins or ends: another text."""
    return bool(run) and (block.line - run[-1].line_end > 2 or bool(block.quote) != bool(run[-1].quote))


def _turns(page: Page, run: list[Block], block: Block) -> bool:
    """Jottings are over where a long paragraph begins."""
    return (
        bool(run)
        and block.gap
        and len(words(page.text(block))) > 30
        and all(len(words(page.text(entry))) <= 10 for entry in run)
    )


def _is_prompt(block: Block) -> bool:
    return block.kind == "line" and questions.is_prompt(block.text, "application")


def _card(page: Page, head: Block | None, title: str, draft: list[Block]) -> Candidate | None:
    body = draft[1:] if title else draft
    lines = render(page, tuple(body))
    if all(line.endswith("?") for line in lines):
        return None
    if sum(len(line.split()) for line in lines) < MIN_WORDS or any(is_answer(page, block) for block in body):
        return None
    first = head if head is not None and not title else draft[0]
    last = max(page.last_line(block) for block in draft)
    back, extra = answer_of(lines)
    prompt = title if title and _is_prompt(draft[0]) else _prompt(page, head, title)
    source = page.source(first, last)
    kind: Kind = "question-and-answer" if title and _is_prompt(draft[0]) else "pitch"
    return Candidate(kind, page.fields(first, prompt, back, extra=extra), source, page.raw(source))


def _prompt(page: Page, head: Block | None, title: str) -> str:
    named = name(page.text(head)) if head is not None else page.subject()
    if title and fold(title) != fold(named):
        named = f"{named} ({name(wording.EDITOR_MARK.sub('', title)).rstrip(' -–—')})"
    return named if named.endswith("?") else page.say("what-do-you-say", named)
