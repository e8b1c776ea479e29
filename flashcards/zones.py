"""Zones: what a section is for, told by its heading and by the shape of the whole document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from flashcards import cues, glances, signals
from flashcards.naming import name
from flashcards.patterns import lowered
from flashcards.text import ends_asking, fold, is_link_only, names_pages

if TYPE_CHECKING:
    from flashcards.model import Block
    from flashcards.page import Page

NEVER_ZONES = frozenset({"private", "logistics", "links", "todo", "practice", "meta", "template"})
FREE_ZONES = frozenset({"", "prep", "answered", "asked", "process"})
"""Zones whose lines are facts by default; elsewhere a special extractor reads them."""


@lru_cache(maxsize=4096)
def section_zone(text: str) -> str:
    """The zone that a heading, label or title opens, by the tables of cue words."""
    bare = name(text)
    if not bare or len(bare) > 90:
        return ""
    low = lowered(bare)
    return next((zone for zone, cue in cues.SECTIONS.items() if cue.finds(low)), "")


_WHY = re.compile(r"why\b(?! (?:not|to)\b)", re.IGNORECASE)


def says_why(label: str) -> bool:
    """`why they struggle` above the reasons, without a question mark."""
    return bool(_WHY.match(label)) and not section_zone(label)


def is_asking_callout(page: Page, head: Block) -> bool:
    """`> [!question]` above nothing but open questions."""
    if head.callout not in ("question", "help", "faq"):
        return False
    children = page.outline.children
    return bool(children[head.index]) and all(
        page.text(page.blocks[kid]).endswith("?") and not children[kid] for kid in children[head.index]
    )


_PLACEHOLDER = glances.Glance(re.compile(r"\{\{|<%|_{3,}|\[[A-Z]{4,}\]|\$_"), marks=("{{", "<%", "___", "[", "$_"))


def is_private(text: str, own: tuple[str, ...] = ()) -> bool:
    """True for a line that opens the private zone, which goes before all others; `own` are words of the settings."""
    bare = name(text)
    return 0 < len(bare) <= 90 and (cues.SECTIONS["private"].search(bare) or is_own_private(text, own))


def is_own_private(text: str, own: tuple[str, ...]) -> bool:
    """True for a heading that opens as one of those the user calls private, whatever its case."""
    return bool(own) and _opening(own).match(fold(name(text))) is not None


@lru_cache(maxsize=64)
def _opening(own: tuple[str, ...]) -> re.Pattern[str]:
    wanted = "|".join(re.escape(fold(entry)) for entry in own)
    return re.compile(rf"(?:my )?(?:{wanted})(?!\w)")


@lru_cache(maxsize=4096)
def names_process(text: str) -> bool:
    """True for the name of something done in steps."""
    return cues.SECTIONS["process"].search(text)


def base_zone(page: Page) -> str:
    """The zone of a document as a whole, from its title and from what most of its lines are."""
    if is_own_private(page.document.title, page.settings.private_headings):
        return "private"
    found = _base_zone(page)
    return "" if found in NEVER_ZONES and page.everything else found


def _base_zone(page: Page) -> str:
    document = page.document
    title = name(document.title)
    if _is_template(page):
        return "template"
    lines = [block for block in page.blocks if block.kind in ("item", "line") and page.texts[block.index]]
    if signals.prevails("todo", sum(1 for block in lines if block.task), len(lines)):
        return "todo"
    if signals.prevails("links", sum(1 for block in lines if _leads_away(page, block)), len(lines)):
        return "links"
    tags = {tag.casefold() for tag in document.meta.tags}
    if cues.is_date(title) or cues.NEVER_TITLES.search(title) or tags & cues.DAILY_TAGS:
        return "private"
    if _is_minutes(page):
        return "private"
    if tags & cues.CLIP_TAGS:
        return "links"
    if _asks_throughout(page):
        return "asked"
    found = section_zone(title)
    if found == "practice" and holds_answers(page.texts):
        return "asked"
    return found if found in ("ask", "asked", "pitch", "practice", "links", "todo") else ""


def _is_minutes(page: Page) -> bool:
    """True for the minutes of a meeting: who was present, matters arising, any other business, actions."""
    least = signals.SHARES["minutes"].least
    heads = [text for text in page.texts if cues.MAY_BE_MINUTES.match(text)]
    return len(heads) >= least and sum(1 for cue in cues.MINUTES if any(map(cue.search, heads))) >= least


def _leads_away(page: Page, block: Block) -> bool:
    """A line that is a link and nothing else, and no entry of a list with a name: `Features:` / `- [[Hedonism]]`."""
    if not is_link_only(block.text):
        return False
    head = page.parent(block)
    named = head is not None and head.kind in ("label", "item") and page.texts[head.index].endswith(":")
    return not (named and names_pages(block.text) and head and not cues.WAYS.search(page.texts[head.index]))


def holds_answers(texts: Iterable[str]) -> bool:
    """True for text with questions or answers labelled as such: practice that was written down to be learned."""
    labels = sum(1 for text in texts if cues.ANSWER_LABEL.match(text) or cues.QUESTION_LABEL.match(text))
    return signals.prevails("answered", labels, labels)


def _asks_throughout(page: Page) -> bool:
    """True when the headings of a document are mostly questions that have text below them."""
    heads = [block for block in page.blocks if block.kind == "heading" and page.outline.children[block.index]]
    asking = sum(1 for block in heads if ends_asking(page.texts[block.index]))
    return signals.prevails("asked", asking, len(heads))


def _is_template(page: Page) -> bool:
    """True when most fields of a form are empty or hold placeholders."""
    fields = holes = marks = 0
    for block in page.blocks:
        if block.kind not in ("item", "line", "heading", "row"):
            continue
        raw = block.text
        placeholder = _PLACEHOLDER.search(raw) is not None
        marks += placeholder
        text = raw.strip().rstrip("*_ ")
        if block.kind == "item" and (not text or text.endswith((":", "::"))):
            fields, holes = fields + 1, holes + 1
        elif block.kind == "item" or placeholder:
            fields, holes = fields + 1, holes + placeholder
    return marks >= signals.SHARES["template"].least and signals.prevails("template", holes, fields)
