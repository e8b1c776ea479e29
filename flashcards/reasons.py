"""Reasons: why a block makes no card, decided before any extractor looks at it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from flashcards import cues, given, glances, opening, pairs, questions, signals, telling, wishes, wording
from flashcards.model import Block
from flashcards.naming import name, names_itself
from flashcards.privacy import (
    PROSE,
    diary_score,
    groups,
    is_advice,
    may_be_advice,
    may_be_diary,
    speaker,
)
from flashcards.text import (
    LETTER_OR_DIGIT,
    adds_to_links,
    ends_asking,
    fold,
    has_digit,
    is_link_only,
    is_struck,
    names_pages,
    vocabulary,
)
from flashcards.zones import FREE_ZONES, NEVER_ZONES, is_private, names_process

if TYPE_CHECKING:
    from flashcards.page import Page

_ASIDE = re.compile(r"^\(.*\)\W*$")
_REACH = re.compile(
    r"(?:\+\d{1,3}[ -]\d[\d -]{5,15}\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|"
    r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64})\W*$"
)
"""A value that is a telephone number or a mail address: a contact, not a fact."""
_RATED = re.compile(r"\d(?:[.,]\d)?\s?/\s?(?:5|10)\W*$|[★⭐☆✩]+\W*$")
"""What one gives a book or a film: a taste, no fact."""
_NUMBERED = re.compile(r"\(?\w{1,3}[.)]$")
_ENDS_FIELD = re.compile(r"(?<!\s):$(?<!\s\W:)")
"""The colon of a field; that of ` ?:` belongs to code."""
OPENER = 60
"""Characters of a line that may say what the lines below it are."""
TITLE = 5
"""Words of such a line about practice."""
OPENING = 2
"""Blocks at the top of a document that may say when and where one meets."""
TAIL = 2
"""Lines from which on a group at the end can be a diary."""
LONG = 20
"""Words of a line that is no jotting any more."""
META_WORDS = 4
"""Up to so many words behind `**Status:**` tell about the document; more may be the gloss of a term."""
_TEXTUAL = frozenset({"heading", "label", "item", "line"})


def find(page: Page) -> list[str]:
    """For each block of a page the code of the reason, or an empty string."""
    finder = _Finder(page)
    for block in page.blocks:
        finder.reasons[block.index] = finder.reason(block)
    finder.spread_private()
    finder.spread_diary()
    finder.find_advice()
    given.mark(page, finder.reasons)
    finder.find_tail()
    finder.find_logs()
    return [
        reason if wishes.holds(reason, page.wishes[at], everything=page.everything) else ""
        for at, reason in enumerate(finder.reasons)
    ]


def _is_put_to_them(text: str) -> bool:
    """A question to the other side may speak of oneself first."""
    return text.endswith("?") and not {"you", "your"}.isdisjoint(vocabulary(text))


class _Finder:
    """Looks at each block by itself, then lets groups share what most of their lines are."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.reasons = [""] * len(page.blocks)
        self._groups = [group for family in page.outline.families for group in groups(family)]
        self._speakers: dict[int, set[str]] = {}
        self._storied: dict[int, bool] = {}
        """Of the headings looked at: does the title, or one above it, name stories?"""
        self._opening = opening.lines(page)
        self._inside: dict[int, bool] = {}
        """Of the blocks looked at: is it, or one above it, a question?"""

    def reason(self, block: Block) -> str:
        if self.page.wishes[block.index] == "nocard":
            return "nocard"
        if block.kind not in _TEXTUAL:
            return "" if block.kind == "row" and self.page.zone(block) not in NEVER_ZONES else block.kind
        if self.page.zone(block) in NEVER_ZONES:
            return self.page.zone(block)
        return self._line_reason(block)

    def _line_reason(self, block: Block) -> str:
        text = self.page.text(block)
        if block.task:
            return "task"
        if not LETTER_OR_DIGIT.search(text):
            return "link-only" if is_link_only(block.text) else "empty" if block.kind != "heading" else ""
        if is_link_only(block.text) and not self._is_entry(block):
            return "link-only"
        if is_struck(block.text):
            return "struck"
        if glances.ASSISTANT.search(text):
            return "assistant"
        if block.kind != "heading" and wording.MUSES.match(text):
            return "diary"
        if block.kind in ("heading", "label"):
            return ""
        return self._field_reason(block, text)

    def _is_entry(self, block: Block) -> bool:
        """`- [[Hedonism]]` below `Features:`: an entry of a list that is a page of its own, and no way to others."""
        head = self.page.parent(block)
        if (
            block.kind != "item"
            or head is None
            or not names_pages(block.text)
            or cues.WAYS.search(self.page.text(head))
        ):
            return False
        beside = [entry for entry in self.page.around(block) if entry.kind == "item"]
        if head.kind == "heading":
            return len(beside) > 2 and not all(is_link_only(entry.text) for entry in beside)
        told = adds_to_links(block.text) and head.kind == "item"
        return told or (len(beside) > 1 and self.page.text(head).endswith(":"))

    def _field_reason(self, block: Block, text: str) -> str:
        if _ASIDE.match(text) or telling.narrates(text):
            return "aside"
        if wording.APPOINTMENT.match(text) or (block.index < OPENING and wording.MEETS.search(text)):
            return "dated"
        if glances.MADE_UP.match(text) or wording.REHEARSED.match(text):
            return "practice"
        if glances.CODE_LINE.search(text):
            return "code"
        pair = self.page.pair(block)
        if pair and (reason := self._pair_reason(block, pair)):
            return reason
        if _ENDS_FIELD.search(text) and not self.page.outline.children[block.index] and len(text.split()) <= LONG:
            return "empty-field"
        if wording.is_placeholder(pair.value if pair else text):
            return "placeholder"
        if pair and (pair.value.startswith("e.g.") or wording.NOTE_TO_SELF.match(pair.value)):
            return "placeholder"
        long = block.kind == "line" and len(text.split()) >= PROSE and "?" not in text and text.count(" > ") < 2
        if long and self._is_advice(block, text):
            return "advice"
        return "diary" if self._is_diary(block, text) else ""

    def _pair_reason(self, block: Block, pair: pairs.Pair) -> str:
        if self._is_speaker(block, pair):
            return "chat"
        if block.index in self._opening:
            return "meta"
        gloss = pair.marked and len(pair.value.split()) > META_WORDS and fold(pair.key) not in cues.ASIDES
        if pair.sep[:1] == ":" and fold(pair.key) in cues.META_KEYS and not gloss and not self._in_story(block, pair):
            return "meta"
        if _REACH.match(pair.value) or (
            _RATED.match(pair.value) and fold(pair.key).endswith(("rating", "score", "stars"))
        ):
            return "meta"
        if pair.sep not in ("=", "≈") and (wording.DATE_KEY.match(pair.key) or self._is_hour(block, pair.key)):
            return "dated"
        if wording.DATA_TYPES.match(pair.value):
            return "code"
        return "empty-field" if not pair.value and not self.page.outline.children[block.index] else ""

    def _is_hour(self, block: Block, key: str) -> bool:
        """`0715-0830` below a day: an hour of an itinerary, and no year."""
        head = self.page.parent(block) if wording.HOURS.match(key) else None
        return head is not None and wording.says_when(self.page.text(head))

    def _in_story(self, block: Block, own: pairs.Pair) -> bool:
        """`Action: …` between `Task: …` and `Result: …`."""
        keys = {fold(pair.key) for entry in self.page.outline.under(block.parent) if (pair := self.page.pair(entry))}
        return fold(own.key) in cues.STAR_PARTS and len(keys & cues.STAR_PARTS.keys()) > 1

    def _is_speaker(self, block: Block, pair: pairs.Pair) -> bool:
        """`me: …` again and again: who speaks in a transcript, not a key."""
        if pair.sep != ":" or len(pair.key.split()) > 4 or pair.key.casefold() in ("q", "a"):
            return False
        if block.parent not in self._speakers:
            found = [
                self.page.pair(entry)
                for entry in self.page.outline.under(block.parent)
                if entry.kind in ("item", "line")
            ]
            keys = Counter(speaker(entry.key) for entry in found if entry and entry.sep == ":")
            often = {key for key, count in keys.items() if signals.prevails("speaker", count, count)}
            known = wording.SPEAKERS & keys.keys()
            self._speakers[block.parent] = {
                key
                for sort, speaking in (("speakers", often), ("known-speakers", known))
                if signals.prevails(sort, sum(keys[entry] for entry in speaking), 0)
                for key in speaking
            }
        return speaker(pair.key) in self._speakers[block.parent]

    def spread_private(self) -> None:
        """A line such as "notes to self" takes the lines right below it along, up to the next blank line."""
        for children in self.page.outline.children:
            code = ""
            for index in children:
                block = self.page.blocks[index]
                if code and (block.gap or block.kind == "heading"):
                    code = ""
                code = self._opens(block) or code
                if code:
                    for inner in (block, *self.page.outline.inside(index)):
                        self.reasons[inner.index] = code

    def _opens(self, block: Block) -> str:
        """What a plain line says of the lines below it: `notes to self`, `practice, not real!!`."""
        text = self.page.text(block)
        if block.kind != "line" or len(text) >= OPENER:
            return ""
        if self._is_private(text):
            return "private"
        return "practice" if len(text.split()) <= TITLE and wording.NOT_REAL.search(text) else ""

    def _is_private(self, text: str) -> bool:
        return is_private(text, self.page.settings.private_headings)

    def find_advice(self) -> None:
        """A list of which half are commands is advice."""
        for group in self._groups:
            items = [block for block in group if block.kind == "item" and not self.reasons[block.index]]
            if items and self._names_values(items[0]):
                continue
            hits = sum(1 for block in items if self._is_advice(block, self.page.text(block)))
            if signals.prevails("advice-group", hits, len(items)):
                for block in items:
                    if not self.page.pair(block) and not self._is_answered(block):
                        self.reasons[block.index] = "advice"

    def _names_values(self, item: Block) -> bool:
        """Below `Our values`: what a company says of itself, whatever its mood."""
        head = self.page.parent(item)
        return head is not None and cues.VALUES.search(self.page.text(head))

    def find_logs(self) -> None:
        """Keys that come again under at least three numbered days are the form of a log, not its facts."""
        seen: dict[str, dict[int, list[Block]]] = {}
        for head in self.page.blocks:
            if head.kind != "heading" or not cues.NUMBERED_DAY.search(self.page.text(head)):
                continue
            for block in self.page.outline.under(head.index):
                if (pair := self.page.pair(block)) and pair.sep == ":":
                    seen.setdefault(fold(pair.key), {}).setdefault(head.index, []).append(block)
        for places in seen.values():
            for block in (
                entry for found in places.values() if signals.prevails("log", len(places), 0) for entry in found
            ):
                self.reasons[block.index] = self.reasons[block.index] or "dated"

    def find_tail(self) -> None:
        """At the end of a document, behind a gap, one writes of oneself: half of the lines with one such word do."""
        group = next((group for group in reversed(self._groups) if group[-1] is self._last_line()), [])
        jotted = all(len(self.page.text(block).split()) <= LONG for block in group)
        if len(group) < TAIL or not jotted or not self._stands_apart(group[0]):
            return
        zones = FREE_ZONES | {"ask"}
        free = [block for block in group if self.page.zone(block) in zones and not self._under_question(block)]
        hits = sum(1 for block in free if self._tells_of_life(block))
        if free == group and signals.prevails("diary-group", hits, len(group)):
            for block in group:
                self.reasons[block.index] = self.reasons[block.index] or "diary"

    def _tells_of_life(self, block: Block) -> bool:
        text = wording.unhedged(self.page.text(block))
        if self.reasons[block.index] == "diary":
            return True
        pair = self.page.pair(block)
        if wording.DIARY.count(text) and not (pair and pair.sep in ("=", ":") and has_digit(text)):
            return True
        return wording.ERRAND.match(text) is not None and not self.page.pair(block)

    def _stands_apart(self, block: Block) -> bool:
        above = self.page.blocks[block.index - 1] if block.index else block
        return (
            block.gap
            or above.kind == "rule"
            or (
                above.kind == "label"
                and above.gap
                and block.kind == "line"
                and self.page.text(above)[-1:] not in (":", "?")
            )
        )

    def _last_line(self) -> Block | None:
        return next((block for block in reversed(self.page.blocks) if block.kind in ("item", "line")), None)

    def _is_advice(self, block: Block, text: str) -> bool:
        """Advice on how to prepare or behave is no fact; steps and answers are no advice."""
        if not may_be_advice(text):
            return False
        zone = self.page.zone(block)
        if zone not in FREE_ZONES and zone != "pitch":
            return False
        if _NUMBERED.match(block.marker) or self.page.pair(block) or self._under_question(block):
            return False
        parent = self.page.parent(block)
        if parent is not None and zone != "pitch" and names_process(self.page.text(parent)):
            return False
        if parent is not None and parent.kind == "heading" and names_itself(name(self.page.text(parent)), text):
            return False
        return is_advice(text)

    def _is_diary(self, block: Block, text: str) -> bool:
        if not may_be_diary(text):
            return False
        if self.page.zone(block) not in FREE_ZONES - {"asked"} or block.quote or self._under_question(block):
            return False
        daily = self.page.base == "private"
        text = text if daily else wording.unhedged(text)
        if not daily and (telling.told(text) or _is_put_to_them(text) or questions.is_indirect(block.text)):
            return False
        limit = "diary-on-a-daily-page" if daily and block.kind != "item" else "diary"
        limit = "diary-among-stories" if not daily and self._among_stories(block) else limit
        return diary_score(text, bool(self.page.pair(block)), daily=daily) >= signals.LIMITS[limit]

    def _among_stories(self, block: Block) -> bool:
        """Below a heading, in a document whose title or outer heading says that one tells of oneself in it."""
        head = self.page.heading(block)
        if head is None:
            return False
        if head.index not in self._storied:
            told, outer = [self.page.document.title], self.page.heading(head)
            while outer is not None:
                told.append(self.page.text(outer))
                outer = self.page.heading(outer)
            self._storied[head.index] = any(wording.STORY_TITLE.search(text) for text in told)
        return self._storied[head.index]

    def _under_question(self, block: Block) -> bool:
        """In an answer one speaks of oneself."""
        before = self.page.blocks[block.index - 1] if block.index else None
        if block.kind == "line" and before is not None and before.parent == block.parent and self._asks(before):
            return True
        if block.parent < 0:
            return False
        known = self._inside.get(block.parent)
        return self._look_above(block) if known is None else known

    def _look_above(self, block: Block) -> bool:
        passed: list[int] = []
        found = False
        for up in self.page.outline.above(block):
            if up.index in self._inside:
                found = self._inside[up.index]
                break
            passed.append(up.index)
            if self._is_question(up):
                found = True
                break
        self._inside.update(dict.fromkeys(passed, found))
        return found

    def _is_answered(self, block: Block) -> bool:
        """An item that asks, with something below it."""
        return bool(self.page.outline.children[block.index]) and self._asks(block)

    def _asks(self, block: Block) -> bool:
        found = questions.read(block.text) if block.kind in ("item", "line") else None
        return found is not None and found.kind in ("Q", "P")

    def _is_question(self, block: Block) -> bool:
        text = self.page.text(block)
        if ends_asking(text) or cues.ANSWER_LABEL.match(text) or cues.QUESTION_NUMBER.match(text):
            return True
        if block.kind not in ("heading", "label", "item"):
            return False
        found = questions.read(block.text)
        return found is not None and found.kind in ("Q", "P")

    def spread_diary(self) -> None:
        """A group of lines that is half diary is diary as a whole."""
        for group in self._groups:
            hits = sum(1 for block in group if self.reasons[block.index] == "diary")
            if signals.prevails("diary-group", hits, len(group)):
                for block in group:
                    if not self.reasons[block.index]:
                        self.reasons[block.index] = "diary"
