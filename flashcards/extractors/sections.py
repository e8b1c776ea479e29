"""A heading with a short block of prose below it: the heading asks, the prose answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards import cues, wording
from flashcards.addressing import is_left_open
from flashcards.asking import asks, is_answer, render
from flashcards.extractors import extractor
from flashcards.extractors._bodies import answer_of
from flashcards.glosses import leading_items, opens_with_gloss
from flashcards.model import Block, Candidate, Kind
from flashcards.naming import is_generic, name
from flashcards.page import Page
from flashcards.pairs import expansion
from flashcards.shapes import shape
from flashcards.siblings import column
from flashcards.text import content_words, fold, slug, vocabulary, words
from flashcards.zones import FREE_ZONES, section_zone

MAX_WORDS = 90
NAMED = 3
"""Words of a line that is a name rather than a gloss."""
FACTS = 3
"""Bullets with a number each from which on they stand apart from the gloss above them."""
MIN_WORDS = 3
MAX_TOLD = 400
"""Words of a story told in prose; it is cut to its beats."""
MAX_GLOSSED = 120
"""Words of the bullets below a term that go on its card together; of longer ones only the first, the gloss."""
_LEAD_IN = re.compile(r"(?<=[^\W\d_]{3})\. [^.:?!]{2,100}:$")
"""The last sentence of a paragraph, which only leads to the list below: `These are:`."""


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per heading or label whose body is one short paragraph, or a few lines of prose."""
    for head in page.blocks:
        if head.kind in ("heading", "label") and page.ok(head) and page.zone(head) in FREE_ZONES:
            if shape(page, head) in ("question", "answer", "story") or section_zone(page.text(head)) in (
                "asked",
                "ask",
            ):
                continue
            body = _body(page, head)
            if body and _named(page, head) and (head.kind == "heading" or _glosses(page, head, body)):
                yield _card(page, head, body)


def _glosses(page: Page, head: Block, body: tuple[Block, ...]) -> bool:
    """One line below a label, or items; a few words below a label without a mark are one more name beside it."""
    if body[0].kind == "item":
        return True
    weak = not page.text(head).endswith((":", "?")) and not head.text.startswith(("**", "__", "=="))
    return len(body) == 1 and not (weak and body[0].kind == "line" and len(words(page.text(body[0]))) <= NAMED)


def _body(page: Page, head: Block) -> tuple[Block, ...]:
    """The prose right below a heading: the lines before the first other thing; else bullets that open with a gloss."""
    if column(page, head) or (asks(page, head) and is_left_open(page, head)):
        return ()
    lines, stopped = _leading(page, head)
    if stopped is not None and stopped.kind == "item" and not (lines and head.kind == "heading"):
        return _glossed(page, head)
    if head.kind == "heading":
        end = next((at for at, line in enumerate(lines) if not _is_prose(page, line)), len(lines))
        lines = _opening(page, lines[:end])
    return tuple(lines) if _fits(page, head, lines) else ()


def _leading(page: Page, head: Block) -> tuple[list[Block], Block | None]:
    """The lines below a heading up to the first heading, label, rule or item, and that one."""
    lines: list[Block] = []
    for kid in page.outline.under(head.index):
        if kid.kind == "label" and not lines and page.ok(kid) and _is_first_line(page, kid):
            return [kid], None
        if kid.kind == "label" and kid.callout and not lines and not page.text(kid):  # `> [!note]` without a title
            return [line for line in page.kids(kid) if line.kind == "line"], None
        if kid.kind in ("heading", "label", "rule") or (kid.kind == "item" and page.ok(kid)):
            return lines, kid
        if kid.kind == "line" and page.ok(kid):
            lines.append(kid)
        if kid.kind == "row":  # a line right above it is its caption, what stands below belongs to it
            return ([], None) if len(lines) == 1 and kid.line == lines[0].line_end + 1 else (lines, kid)
    return lines, None


def _fits(page: Page, head: Block, lines: list[Block]) -> bool:
    """True for prose of the right length; what is told in the first person only where one tells of oneself."""
    if not lines or not all(_is_prose(page, line) for line in lines) or _is_asked(page.text(lines[0])):
        return False
    if page.text(lines[-1]).endswith(("...", "…")) and _leading(page, head)[1] is not None:  # it leads to a list
        return False
    told = _is_told(page, tuple(lines))
    total = sum(len(words(page.text(line))) for line in lines)
    return MIN_WORDS <= total <= (MAX_TOLD if told else MAX_WORDS) and (not told or _is_talkable(page, head))


def _is_asked(text: str) -> bool:
    """`Tell me about a time …`: what somebody asks, and no gloss."""
    return text.endswith("?") or wording.ASKED_OF_ME.match(text) is not None


def _is_told(page: Page, body: tuple[Block, ...]) -> bool:
    """Prose in the first person: something to say, not a gloss."""
    return bool(body) and not wording.FIRST_PERSON.isdisjoint(vocabulary(page.text(body[0])))


def _is_talkable(page: Page, head: Block) -> bool:
    """True when the headings above, or the document, say that this is told in an interview."""
    above = (page.text(head), *(page.text(up) for up in page.outline.above(head)), page.document.title)
    return any(wording.TALKABLE.search(text) for text in above)


def _glossed(page: Page, head: Block) -> tuple[Block, ...]:
    """The bullets below a term when the first of them says what it is."""
    items = leading_items(page, head)
    if not opens_with_gloss(page, head, items):
        return ()
    total = sum(len(words(line)) for line in render(page, items))
    return items if total <= MAX_GLOSSED else items[:1]


def _opening(page: Page, lines: list[Block]) -> list[Block]:
    """The first paragraphs that together are short enough."""
    total = 0
    for at, line in enumerate(lines):
        total += len(words(page.text(line)))
        if total > (MAX_TOLD if _is_told(page, tuple(lines[:1])) else MAX_WORDS):
            return lines[:at]
    return lines


def _is_first_line(page: Page, label: Block) -> bool:
    """A label that is a line of prose with more lines below it, not a name nor a key with its value."""
    text, pair = page.text(label), page.pair(label)
    if text.endswith(":") and _LEAD_IN.search(text):
        return True
    return len(words(text)) >= 6 and not text.endswith((":", "?")) and not (pair and pair.value)


def _is_prose(page: Page, line: Block) -> bool:
    found = shape(page, line)
    pair = page.pair(line)
    if cues.is_date(page.text(line)) or (pair and cues.NUMBERED_TITLE.match(pair.key)):
        return False
    if page.text(line).count("?") * 2 > page.text(line).count(".") or wording.points_elsewhere(
        line.text, page.text(line)
    ):
        return False
    return not is_answer(page, line) and (
        found == "plain" or (found in ("quantity", "compare") and len(words(page.text(line))) >= 8)
    )


def _named(page: Page, head: Block) -> bool:
    title = name(page.text(head))
    if _is_title(page, head) or (head.kind == "heading" and cues.TALK.search(title)) or cues.NUMBERED.search(title):
        return False
    first = fold(title.split(" ")[0]) if title else ""
    if first in wording.IMPERATIVES and len(words(title)) > 1:
        return False
    asks_what = bool(re.match(r"^(?:what|how|who|why|where)\b", title, re.IGNORECASE)) and len(words(title)) >= 3
    return (bool(content_words(title)) or asks_what) and not is_generic(title) and len(words(title)) <= 12


def _is_title(page: Page, head: Block) -> bool:
    """The first heading of a document, when it is the only one of its level: its title, not a term."""
    if len(page.blocks) > 6 and slug(name(page.text(head))) == slug(name(page.document.title)):
        return True
    if head.kind != "heading" or head.depth != 1 or len(page.blocks) <= 6:
        return False
    outer = [block.index for block in page.blocks if block.kind == "heading" and block.depth == 1]
    return outer == [head.index]


def _tells_apart(page: Page, label: Block) -> bool:
    """True for a gloss above three or more facts with a number each: they have cards of their own."""
    items = [kid for kid in page.kids(label) if kid.kind == "item"]
    return len(items) >= FACTS and all(shape(page, item) == "quantity" for item in items)


def _card(page: Page, head: Block, body: tuple[Block, ...]) -> Candidate:
    title = name(page.text(head))
    apart = body[0].kind == "label" and _tells_apart(page, body[0])
    lines = [page.text(body[0])] if apart else render(page, body)
    back, extra = answer_of([_LEAD_IN.sub(".", lines[0])] if _LEAD_IN.search(lines[0]) else lines)
    short = expansion(title)
    kind: Kind = "definition"
    source = page.source(head, body[0].line_end if apart else page.last_line(body[-1]))
    if _is_told(page, body):
        return Candidate(
            "pitch", page.fields(head, page.say("what-do-you-say", title), back, extra=extra), source, page.raw(source)
        )
    front = f"{title}?" if re.match(r"^(?:why|how|what)\b", fold(title)) else page.say("what-is-it", title)
    if short is None and (" vs " in fold(title) or len(words(title)) > 5):
        front = f"{title}?"
    return Candidate(kind, page.fields(head, front, back, extra=extra), source, page.raw(source))
