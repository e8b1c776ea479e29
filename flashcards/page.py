"""A document as the extractors see it: blocks with their plain text, their zone and why some are left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import wraps
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, TypeVar

from flashcards import cues, implied, labels, pairs, phrases, quantity, reasons, wishes, zoning
from flashcards.config import DEFAULT, Settings
from flashcards.model import Block, Document, Fields, Quantity, Source
from flashcards.naming import is_container, is_generic, mask, name, trail
from flashcards.outline import Outline
from flashcards.text import content_words, fold, plain, shorten
from flashcards.zones import FREE_ZONES, base_zone, section_zone

_CONTACT = re.compile(r"\s*\([^()]*(?:\+?\d[\d -]{8,}\d|\w@\w)[^()]*\)")
"""A telephone number or a mail address in brackets: it stays off the cards."""
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_ASIDE = re.compile(r"^\(.*\)\W*$")
SUBJECT_KEY = re.compile(r"^(?:company|topic|subject|name|team|client|book|course|chapter \d+)$", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"^(?:type|status|stage|size|rating|date|location|category|level|difficulty|industry)$", re.IGNORECASE
)
_UNTITLED = re.compile(r"^(?:untitled|new (?:note|document|page)|note|document|unnamed)\s*\d*$", re.IGNORECASE)
_NO_TITLES = frozenset("yes no true false on off null none".split())
"""What a header makes of a title that is not meant: the file's name says more."""
_TITLE_NOISE = re.compile(r"\s*\((?:v\d+|final|draft|copy|wip)[^)]*\)|\s+v\d+(?:\s+final)?$", re.IGNORECASE)
T = TypeVar("T")
_FORMED = re.compile(r"\d|->|→|[.?:]$")
"""What a line has that is no mere jotting."""
_TEXTUAL = frozenset({"heading", "label", "item", "line"})
_UNNAMED = frozenset({"diary", "private", "nocard"})
"""Why a line may not be shown above a card, whoever forces the card."""
LEAD_IN = 11
"""Words of a label with a colon or a question mark up to which it is a name."""
NAME = 6
"""The same for a label without a colon."""
NEAR = 6
"""Places before and behind a bullet where those beside it are looked for."""
LISTED = 3
"""Bullets in the form of a gloss from which on they are a list of terms."""
MOST_CRUMBS = 12
"""Levels above a block that are looked at for its breadcrumb."""


def _headings(blocks: Sequence[Block]) -> list[int]:
    """For each block the index of the nearest heading above it, or -1."""
    found: list[int] = []
    for block in blocks:
        up = block.parent
        found.append(up if up < 0 or blocks[up].kind == "heading" else found[up])
    return found


def _named_by(pair: pairs.Pair, name_of_it: str) -> str:
    """What a head of key and value is called: `Company: Acme` by its value."""
    return pair.value if SUBJECT_KEY.match(pair.key) else name_of_it


def once(function: Callable[[Page, Block], T]) -> Callable[[Page, Block], T]:
    """Ask a function of a block once for each: its answer is kept with the page. Not for what changes with shapes."""

    @wraps(function)
    def ask(page: Page, block: Block) -> T:
        known: dict[int, T] = page.asked[function]
        index = block.index
        if index not in known:
            known[index] = function(page, block)
        return known[index]

    return ask


class Page:
    """One document for the extractors. Everything here is read off the text; nothing is changed."""

    def __init__(self, document: Document, outline: Outline, settings: Settings = DEFAULT) -> None:
        self.document = document
        self.settings = settings
        self.outline = outline
        self.blocks = outline.blocks
        self.texts = [plain(block.text) if block.kind in _TEXTUAL else "" for block in self.blocks]
        count = len(self.blocks)
        self._pairs: list[tuple[pairs.Pair | None] | None] = [None] * count
        self._quantities: list[tuple[Quantity, ...] | None] = [None] * count
        self._kids: list[tuple[Block, ...] | None] = [None] * count
        self._lasts: list[int] = []
        self._headings = _headings(self.blocks)
        self._loose: dict[int, int] = {}
        self._places = [0] * count
        for family in outline.children:
            for at, index in enumerate(family):
                self._places[index] = at
        self.steps: dict[int, frozenset[int]] = {}
        """For a head, the blocks that are steps below it; filled by `shapes`."""
        self.lists: dict[int, bool] = {}
        """Which blocks head a list card; filled by the extractor of lists."""
        self.asked: dict[object, dict[int, Any]] = defaultdict(dict)
        """What was asked of blocks by functions under `once`, and what they said."""
        self.says: dict[int, bool] = {}
        """Which blocks, or those below them, can answer a question; filled by `asking`."""
        self.answers: dict[int, tuple[Block, ...]] = {}
        self.answering: dict[int, frozenset[int]] = {}
        """For a question the blocks of its answer, and their places; filled by `asking.answer_blocks`."""
        self.answered: bool | None = None
        """Whether the document holds questions with answers; filled by `shapes`."""
        self.shapes: dict[int, str] = {}
        """What each block is; filled by `shapes.shape`."""
        self.shaped: dict[str, list[Block]] = {}
        """The blocks of each shape, once all are known; filled by `shapes.of_shape`."""
        self.open: set[int] = set()
        """The blocks whose shape is being found."""
        self.held: dict[int, str] = {}
        """What holds each block: a story, an answer, a heading; filled by `shapes`."""
        self._subject: str | None = None
        self._crumbs: dict[int, str] = {}
        self._trails: dict[int, list[str]] = {}
        self._sections: dict[int, tuple[str, ...]] = {-1: ()}
        self._feet: dict[tuple[str, ...], str] = {}
        self.wishes = wishes.spread(self.blocks)
        self.everything = document.meta.cards == "all"
        self.base = base_zone(self)
        self.zones = zoning.find(self)
        self.reasons = reasons.find(self)

    # -- reading one block ------------------------------------------------------------------------------------

    def text(self, block: Block) -> str:
        """The plain text of a block."""
        return self.texts[block.index]

    def zone(self, block: Block) -> str:
        """What the sections above say the block is for."""
        return self.zones[block.index]

    def pair(self, block: Block) -> pairs.Pair | None:
        """Key and value, when the line has that shape."""
        known = self._pairs[block.index]
        if known is None:
            found = pairs.read(block.text) if block.kind in _TEXTUAL else None
            if found is None and block.kind in ("item", "line"):
                found = self._gloss(block)
            known = self._pairs[block.index] = (found,)
        return known[0]

    def _gloss(self, block: Block) -> pairs.Pair | None:
        """`X is a …` where terms are listed: elsewhere it is prose."""
        found = pairs.glossed(self.texts[block.index])
        if found is None and (aside := pairs.comma_gloss(self.texts[block.index])):
            return aside if block.kind == "item" and self._among_pairs(block) else None
        return found if found and (self._lists_terms(block) or self._has_glosses_beside(block)) else None

    def _among_pairs(self, block: Block) -> bool:
        """True when most bullets near by are a term and its gloss."""
        near = [entry for entry in self.around(block, NEAR) if entry.kind == "item" and entry.index != block.index]
        told = sum(1 for entry in near if (found := pairs.read(entry.text)) and found.value)
        return told >= LISTED and 3 * told >= 2 * len(near)

    def _has_glosses_beside(self, block: Block) -> bool:
        """True when most bullets near by say what something is, and so does this one."""
        near = [entry for entry in self.around(block, NEAR) if entry.kind == "item"] if block.kind == "item" else []
        told = sum(1 for entry in near if pairs.glossed(self.texts[entry.index]))
        return told >= LISTED and 2 * told >= len(near)

    def _lists_terms(self, block: Block) -> bool:
        """Right below a heading or label such as "Glossary"."""
        head = self.blocks[block.parent] if block.parent >= 0 else None
        return head is not None and head.kind in ("heading", "label") and cues.TERMS.search(name(head.text))

    def quantities(self, block: Block) -> tuple[Quantity, ...]:
        """The quantities in the block's plain text."""
        known = self._quantities[block.index]
        if known is None:
            known = implied.add(self, block, quantity.read(self.texts[block.index]))
            self._quantities[block.index] = known
        return known

    def ok(self, block: Block) -> bool:
        """True when nothing speaks against a card from this block."""
        return not self.reasons[block.index]

    def free(self, block: Block) -> bool:
        """True when the block may be a plain fact: no special zone, nothing against it."""
        return self.ok(block) and self.zone(block) in FREE_ZONES

    # -- family -----------------------------------------------------------------------------------------------

    def kids(self, block: Block) -> tuple[Block, ...]:
        """The usable blocks right below one block: no rules, comments, empties, tasks or bare links."""
        known = self._kids[block.index]
        if known is None:
            known = tuple([kid for kid in self.outline.under(block.index) if self.ok(kid)])
            self._kids[block.index] = known
        return known

    def around(self, block: Block, reach: int = 12) -> tuple[Block, ...]:
        """The siblings up to `reach` places before and behind a block, itself among them."""
        at = self._places[block.index]
        return self.outline.under(block.parent)[max(0, at - reach) : at + reach + 1]

    def before(self, block: Block, count: int = 12) -> tuple[Block, ...]:
        """The siblings in front of a block, nearest first, `count` at the most."""
        at = self._places[block.index]
        return self.outline.under(block.parent)[max(0, at - count) : at][::-1]

    def after(self, block: Block, count: int = 1) -> tuple[Block, ...]:
        """The next siblings of a block, `count` at the most."""
        at = self._places[block.index]
        return self.outline.under(block.parent)[at + 1 : at + 1 + count]

    def parent(self, block: Block) -> Block | None:
        """The block it stands under."""
        return self.blocks[block.parent] if block.parent >= 0 else None

    def last_line(self, block: Block) -> int:
        """The last line of the block and all below it."""
        if not self._lasts:
            self._lasts = [entry.line_end for entry in self.blocks]
            for inner in reversed(self.blocks):
                if inner.parent >= 0:
                    self._lasts[inner.parent] = max(self._lasts[inner.parent], self._lasts[inner.index])
        return self._lasts[block.index]

    def heading(self, block: Block) -> Block | None:
        """The nearest heading above a block."""
        at = self._headings[block.index]
        return self.blocks[at] if at >= 0 else None

    def loose(self, block: Block) -> int:
        """How many short lines without any form stand in the same section, outside of lists and quotes."""
        section = self._headings[block.index]
        if section not in self._loose:
            inside = self.outline.inside(section) if section >= 0 else iter(self.blocks)
            self._loose[section] = sum(1 for entry in inside if self._is_loose(entry))
        return self._loose[section]

    def _is_loose(self, block: Block) -> bool:
        if (
            block.kind != "line"
            or block.quote
            or block.depth
            or not self.ok(block)
            or len(self.text(block).split()) > 10
        ):
            return False
        up = self.parent(block)
        if self.zone(block) == "ask" or (up and up.kind == "label" and labels.SAID_FIRST.match(self.text(up))):
            return False
        return self.pair(block) is None and not _FORMED.search(self.text(block))

    # -- naming -----------------------------------------------------------------------------------------------

    def section(self, block: Block) -> tuple[str, ...]:
        """The headings and labels above, outermost first: where the card comes from."""
        at, passed = block.parent, list[Block]()
        while at not in self._sections:
            passed.append(self.blocks[at])
            at = self.blocks[at].parent
        found = self._sections[at]
        for up in reversed(passed):
            title = name(self.text(up)) if up.kind in ("heading", "label") else ""
            found = self._sections[up.index] = (*found, title) if title else found
        return found

    def crumbs(self, block: Block) -> list[str]:
        """The subjects above a block, outermost first, generic ones left out."""
        known = self._trails.get(block.parent)
        if known is None:
            above = [self._crumb(up) for up in islice(self.outline.above(block), MOST_CRUMBS)]
            chain = [crumb for crumb in [self.subject(), *reversed(above)] if crumb]
            known = self._trails[block.parent] = [crumb for crumb in chain if not is_generic(crumb)] or chain[-1:]
        return known

    def titles(self, block: Block) -> list[str]:
        """The document's subject and the headings above a block, generic ones left out; no labels, no items."""
        title = name(self.document.title)
        known = [] if _UNTITLED.match(title) and not self.document.meta.company else [self.subject()]
        heads = [self._crumb(up) for up in islice(self.outline.above(block), MOST_CRUMBS) if up.kind == "heading"]
        return [crumb for crumb in (*known, *reversed(heads)) if crumb and not is_generic(crumb)]

    def subject(self) -> str:
        """The document's own subject: the company, else the title when it says anything."""
        if self._subject is None:
            self._subject = self._find_subject()
        return self._subject

    def _find_subject(self) -> str:
        if self.document.meta.company:
            return self.document.meta.company
        title = _TITLE_NOISE.sub("", name(self.document.title))
        if fold(title) in _NO_TITLES:
            title = name(PurePosixPath(self.document.path).stem)
        title = title if " " in title else title.replace("_", " ")
        first = next((self.text(block) for block in self.blocks if block.kind == "heading" and block.depth == 1), "")
        if set(content_words(fold(first))) & set(content_words(fold(title))):
            return ""
        if _UNTITLED.match(title):
            title = self._first_words()
        return "" if cues.is_date(title) or is_generic(title) or is_container(title) else title

    def _first_words(self) -> str:
        """What an untitled document opens with, up to the first comma: its subject."""
        first = next((self.text(block) for block in self.blocks if self.text(block)), "")
        opening = re.split(r"[,;:.–—]|\s-\s", first)[0].strip()
        return opening if len(opening.split()) <= 5 else ""

    def _crumb(self, block: Block) -> str:
        known = self._crumbs.get(block.index)
        if known is None:
            shown = self.reasons[block.index] not in _UNNAMED and not self._states(block)
            known = self._crumbs[block.index] = self._find_crumb(block) if shown else ""
        return known

    def _states(self, block: Block) -> bool:
        """A label that is long enough to say something: no name for what stands below."""
        pair = self.pair(block) if block.kind == "label" else None
        if pair and pair.value and pair.sep == ":":
            return False
        longest = LEAD_IN if self.text(block).endswith((":", "?")) else NAME
        return block.kind == "label" and len(_BRACKET.sub("", name(self.text(block))).split()) > longest

    def _find_crumb(self, block: Block) -> str:
        text = _CONTACT.sub("", name(self.text(block)))
        if cues.ANSWER_LABEL.match(self.text(block)) or _ASIDE.match(self.text(block)):
            return ""
        if block.kind in ("item", "line"):
            found = self.pair(block)
            turned = found is not None and found.sep in pairs.ARROWS and len(found.value.split()) == 1  # `free → paid`
            if found and not found.dashed and not turned:
                text = found.key
        elif (found := self.pair(block)) and found.value and found.sep == ":":
            text = (
                "" if _ATTRIBUTE.match(found.key) else _named_by(found, text if block.kind == "heading" else found.key)
            )
        if block.kind in ("item", "line") and self.quantities(block):
            text = mask(text, quantity.read(text))
        if block.kind in ("item", "line") and len(text.split()) > 8:
            text = re.split(r"[,;]\s|[(–—]|\s-\s", text)[0].strip()
            if len(text.split()) > 8:
                return ""
        return shorten(text.rstrip("?") if len(text) < 25 else text, 60)

    def context(self, block: Block, prompt: str = "") -> str:
        """The breadcrumb for a card from this block; what the prompt already says is left out.

        A fact behind a list of questions is none of them, and does not bear their title.
        """
        crumbs = self.crumbs(block)
        if self.zone(block) == "prep":
            crumbs = [crumb for crumb in crumbs if section_zone(crumb) != "ask"]
        return trail(crumbs, prompt)

    # -- making -----------------------------------------------------------------------------------------------

    def source(self, first: Block, last_line: int | None = None) -> Source:
        """The source of a card that starts at a block and ends on a line."""
        return Source(
            self.document.path, first.line, last_line if last_line is not None else first.line_end, self.section(first)
        )

    def raw(self, source: Source) -> str:
        """The lines of the file, marks and all."""
        return "\n".join([line.strip() for line in self.document.lines[source.line_start - 1 : source.line_end]])

    def foot(self, section: tuple[str, ...]) -> str:
        """The line at the foot of the card: document and headings."""
        known = self._feet.get(section)
        if known is None:
            title = name(self.document.title)
            known = " › ".join([title, *(part for part in section if fold(part) != fold(title))])
            self._feet[section] = known
        return known

    def say(self, phrase: str, *words: object) -> str:
        """A phrase of ours around words of the document, in the language of the settings."""
        return phrases.say(self.settings.language, phrase, *words)

    def fields(self, first: Block, front: str, back: str, *, extra: str = "", reverse: str = "") -> Fields:
        """The fields of a card on one block: breadcrumb made, foot added."""
        return Fields(
            context=self.context(first, front),
            front=front,
            back=back,
            extra=extra,
            reverse=reverse,
            reverse_back=front if reverse else "",
            source=self.foot(self.section(first)),
        )
