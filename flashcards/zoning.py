"""The zone of every block: what the headings, labels and parent items above it say it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flashcards import cues, pairs, questions, signals, wording
from flashcards.model import Block
from flashcards.naming import name
from flashcards.privacy import sounds_private
from flashcards.text import content_words, fold, is_link_only, vocabulary
from flashcards.zones import FREE_ZONES, NEVER_ZONES, holds_answers, is_asking_callout, is_own_private, section_zone

if TYPE_CHECKING:
    from flashcards.page import Page

CHAIN = 4
"""Steps of a line of arrows from which on it tells how something is done, on a page opened for work."""
OPENING = 3
"""Words at the start of a line that say of it what it is."""
TITLE = 6
"""Words of a line with others below it up to which it can be their title."""
PROSE = 12
"""Words of a label from which on it is a sentence of the text it stands in."""


def find(page: Page) -> list[str]:
    """The zone of each block of a page, in order."""
    finder = _Finder(page)
    zones: list[str] = []
    for block in page.blocks:
        above = zones[block.parent] if block.parent >= 0 else page.base
        zone = finder.own_zone(block, above) or finder.leaves(block, above) or above
        zones.append("prep" if zone in NEVER_ZONES and page.wishes[block.index] == "card" else zone)
    return zones


class _Finder:
    """Looks at each block that has others below it, and remembers what a private page was opened for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._opened: set[str] = set()
        """The words of the heads that opened a part of a private page."""
        self._own = page.settings.private_headings
        self._sealed = {-1} if is_own_private(page.document.title, self._own) else set[int]()
        """Blocks that the user calls private, and all heads below them: no heading opens a part of these."""

    def own_zone(self, block: Block, above: str) -> str:
        """The zone a heading, label or parent item opens; empty when it opens none."""
        page = self.page
        if block.kind not in ("heading", "label", "item") or (block.kind == "item" and not self._has_kids(block)):
            return ""
        if self._own and self._seals(block):
            return "private"
        if block.callout in ("todo", "warning", "bug", "caution"):
            return "todo"
        found = "ask" if is_asking_callout(page, block) else section_zone(page.text(block))
        found = "asked" if self._is_about_me(block, found) else found
        found = "" if found == "pitch" and self._introduces_else(block) else found
        if found == "meta" and name(page.text(block)).lower() == "index" and self._is_indexed(block):
            found = ""
        loose = block.kind == "label" and above in FREE_ZONES and not found and not page.text(block).endswith(":")
        if (
            loose
            and not cues.TO_LEARN.search(page.text(block))
            and sounds_private(page.text(block), daily=page.base == "private")
        ):
            return "private"
        if above in NEVER_ZONES and above != "practice":
            return self._lift(block, found, above)
        if above == "pitch" and found != "pitch" and self._steps_out(block):
            return found or "prep"
        if not found and self._is_fact_again(block, above):
            return "prep"
        if (
            found in ("prep", "process")
            or (found == "practice" and self._tells(block))
            or (block.kind == "item" and found not in ("private", "ask", "links", "todo"))
        ):
            return ""
        return found

    def _seals(self, block: Block) -> bool:
        """True for a head that the settings call private, or that stands below one."""
        if block.parent not in self._sealed and not is_own_private(self.page.text(block), self._own):
            return False
        self._sealed.add(block.index)
        return True

    def leaves(self, block: Block, above: str) -> str:
        """Below a gap behind bulleted questions, a plain line of key and value is a fact again."""
        if above != "ask" or block.kind != "line" or block.quote:
            return ""
        pair = self.page.pair(block)
        stated = pair is not None and pair.sep in ("=", "::", ":") and pair.value and "?" not in self.page.text(block)
        listed = any(entry.kind == "item" for entry in self.page.before(block))
        return "prep" if stated and listed and section_zone(pair.key if pair else "") != "ask" else ""

    def _is_fact_again(self, block: Block, above: str) -> bool:
        """A label above facts in a practice case, a heading below which nobody asks in a part for questions."""
        if above == "practice":
            return block.kind == "label" and self._holds_facts(block)
        return above == "ask" and block.kind == "heading" and self._asks_nothing(block)

    def _tells(self, block: Block) -> bool:
        """`controlled with diet, exercise & drugs → …`: a fact with a word of practice in it, and no title."""
        if block.kind == "heading":
            return False
        text = self.page.text(block)
        if text.endswith(":") or section_zone(" ".join(text.split()[:OPENING])) == "practice":
            return False
        return len(text.split()) > TITLE or self.page.pair(block) is not None

    def _is_about_me(self, head: Block, found: str) -> bool:
        """True for questions put to the writer, whatever word the heading has for them."""
        if found == "practice":
            return holds_answers(self.page.text(inner) for inner in self.page.outline.inside(head.index))
        return found == "ask" and self._asked_of_me(head)

    def _introduces_else(self, head: Block) -> bool:
        """`Introduction`, `Strengths` where nobody speaks of oneself: those of a lecture or a theory, and no pitch."""
        if not cues.INTRODUCTION.search(self.page.text(head)):
            return False
        above = (self.page.document.title, *(self.page.text(up) for up in self.page.outline.above(head)))
        if cues.INTRODUCTION.search(above[0]) or any(self._tells_of_oneself(text) for text in above):
            return False
        texts = [self.page.text(inner) for inner in self.page.outline.inside(head.index)]
        return bool(texts) and not any(wording.in_first_person(text) or "my" in vocabulary(text) for text in texts)

    def _tells_of_oneself(self, title: str) -> bool:
        """A title of what one prepares to be asked, or to say."""
        return section_zone(title) in ("pitch", "asked", "ask") or wording.TALKABLE.search(title)

    def _asked_of_me(self, head: Block) -> bool:
        """True when the questions below are those that interviewers put to everybody: "Tell me about a time …"."""
        below = [
            self.page.text(kid)
            for kid in self.page.outline.under(head.index)
            if kid.kind in ("item", "line", "label", "heading")
        ]
        hits = sum(1 for text in below if wording.ASKED_OF_ME.match(cues.QUESTION_LABEL.sub("", text.lstrip('*_"“ '))))
        return signals.prevails("asked-of-me", hits, len(below))

    def _asks_nothing(self, head: Block) -> bool:
        """A heading below which no line asks, in a part for questions: it is about something else."""
        inside = [entry for entry in self.page.outline.inside(head.index) if entry.kind in ("item", "line", "label")]
        return bool(inside) and not any(questions.read(entry.text) for entry in (head, *inside))

    def _steps_out(self, block: Block) -> bool:
        """In a pitch: a label with a colon or a question mark, or one above facts, is about something else."""
        if block.kind == "label" and self.page.text(block).endswith((":", "?")):
            return len(self.page.text(block).split()) < PROSE
        kids = [kid for kid in self.page.outline.under(block.index) if kid.kind == "item"]
        short = [kid for kid in kids if len(self.page.text(kid).split()) <= 6]
        facts = sum(1 for kid in kids if self.page.pair(kid) or self.page.quantities(kid) or kid in short)
        return (len(kids) >= 2 and facts * 2 > len(kids)) or (block.kind == "label" and self._holds_facts(block))

    def _is_indexed(self, head: Block) -> bool:
        """`index` as the subject, above keys and values or a table of words; not the way to other pages."""
        kids = [kid for kid in self.page.outline.under(head.index) if self.page.text(kid) or kid.kind == "row"]
        told = [kid for kid in kids if self.page.pair(kid) or kid.kind == "row"]
        return len(told) * 2 >= len(kids) > 2 and not any("](" in kid.text or "[[" in kid.text for kid in told)

    def _lift(self, block: Block, found: str, above: str) -> str:
        """A heading that names preparation opens a private document; so does a block of definitions."""
        if above == "template" or (above == "private" and self._is_personal(block)):
            return ""
        if block.kind == "heading" and found in ("prep", "pitch", "asked", "ask", "process") and block.depth < 7:
            return found
        if above == self.page.base == "links":
            return "prep" if block.kind == "heading" and not found and self._says_more(block) else ""
        if above != "private" or self.page.base != "private":
            return ""
        if block.kind == "heading":
            return "prep" if self._holds_facts(block) else ""
        return self._lift_by_name(block, found) or ("prep" if self._holds_facts(block, least=1) else "")

    def _says_more(self, head: Block) -> bool:
        """True when at most half of the lines right below a heading are links: in a document of links it has facts."""
        kids = self.page.outline.under(head.index)
        lines = [kid for kid in kids if kid.kind in ("item", "line", "label", "row") and self.page.text(kid)]
        return bool(lines) and 2 * sum(1 for kid in lines if is_link_only(kid.text)) <= len(lines)

    def _is_personal(self, block: Block) -> bool:
        """A call with one's mother or landlord, a recipe: preparation for nothing."""
        text = self.page.text(block)
        return bool(wording.DIARY.count(text) or cues.PERSONAL.search(text))

    def _lift_by_name(self, block: Block, found: str) -> str:
        """`call with Acme` above its bullets opens that part of a daily page, `Questions for Acme` then does, too."""
        told = set(content_words(fold(name(self.page.text(block)))))
        tagged = bool(cues.PREP_TAG.search(block.text))
        if tagged or (found == "prep" and self._says_prep(block)) or (found == "process" and self._is_of_work(block)):
            self._opened |= told
            return "prep"
        if self._opened and found in ("ask", "asked") and len(told) <= 1:  # "i will ask" names nobody else
            return found
        return "ask" if found == "ask" and (cues.CALL.search(self.page.text(block)) or told & self._opened) else ""

    def _is_of_work(self, block: Block) -> bool:
        """A process that names preparation as well, or a long line of arrows once the page was opened; not personal."""
        kids = [self.page.text(kid) for kid in self.page.outline.under(block.index)]
        if any(wording.in_first_person(text) or wording.DIARY.count(text) for text in (self.page.text(block), *kids)):
            return False
        chained = bool(self._opened) and any(len(pairs.chain(text)[1]) >= CHAIN for text in kids)
        return self._says_prep(block) or chained

    def _says_prep(self, block: Block) -> bool:
        """True for a word of preparation that is none of everyday life as well: not just `numbers`, `chat with Sam`."""
        return cues.SECTIONS["prep"].search(cues.EVERYDAY.sub("", self.page.text(block)))

    def _holds_facts(self, block: Block, least: int = 0) -> bool:
        """True when at least half of what stands below is key and value; of a diary only with words for a value."""
        kids = self.page.outline.under(block.index)
        facts = sum(
            1
            for kid in kids
            if (pair := self.page.pair(kid))
            and pair.value
            and not pair.dashed
            and len(content_words(pair.value)) > least
        )
        return len(kids) >= signals.SHARES["facts"].least and facts >= signals.SHARES["facts"].share * len(kids)

    def _has_kids(self, block: Block) -> bool:
        return bool(self.page.outline.children[block.index])
