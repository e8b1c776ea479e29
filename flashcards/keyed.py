"""Key and value as a fact: which of the lines that have the form of a pair state one."""

from __future__ import annotations

import re
from itertools import pairwise

from flashcards import cues, pairs, wording
from flashcards.model import Block
from flashcards.naming import name
from flashcards.page import Page
from flashcards.siblings import LOOSE
from flashcards.text import content_words, fold, words

_VERB = re.compile(
    r"\b(?:do|does|did|take|takes|took|run|runs|say|says|pull|pulls|cost|costs|need|needs|get|gets|ship|ships|has|have|"
    r"had|is|are|was|were|covers?|holds?|sees?|handles?|serves?|makes?|uses?|grew|rose|fell|went|reached|hit)\b",
    re.IGNORECASE,
)

_TALKS_ABOUT = re.compile(
    r"\bquestions$|^(?:i )?(?:got|was|been) asked\b|^(?:my )?notes (?:from|of|on|about|for)\b", re.IGNORECASE
)
"""Keys that say what the line talks about, and no term."""
_MUSES = re.compile(r"(?:this|that|these|those|it|he|she|they)(?:['’]s|['’]re)? (?!is\b.*\bof\b)", re.IGNORECASE)
"""How a value opens that goes on talking about its key, and glosses nothing."""
_PRONOUNS = frozenset("them they him he her she us we me i you it".split())
"""Whom a line is about, in a note on a talk: no term."""
_SENTENCE_END = re.compile(r"[.!?;]\s")
MOST_VALUES = 5
MAX_VALUES = 16
"""Words of a line of values; a longer one is prose."""
_PARTS = re.compile(r"[,;/|]|\b(?:vs?|versus|and|but)\b\.?", re.IGNORECASE)
"""What stands between two values that are facts of their own."""
_WH = re.compile(r"(?:what|why|how|which|who|where|when)\b", re.IGNORECASE)


def is_pair(page: Page, block: Block) -> bool:
    """True for a line of key and value that is no title, sort of lines, clause with a number or letter of a name."""
    pair = page.pair(block)
    if pair is None or not pair.value or cues.QUESTION_LABEL.match(page.text(block)):
        return False
    if block.kind in ("heading", "label") and _has_body(page, block) and not _is_stated(page, block, pair):
        return False
    if cues.is_date(pair.value) or wording.NOTE_TO_SELF.match(pair.value):
        return False
    if fold(pair.key) in _PRONOUNS or cues.NUMBERED_TITLE.match(pair.key) or _TALKS_ABOUT.search(pair.key):
        return False
    if pair.value.endswith("?") and not pair.key.endswith("?") and _WH.match(pair.value):
        return False
    if not pair.sep and _is_amount(page, block, pair):
        return False
    if (pair.dashed and _is_no_gloss(page, block, pair)) or (pair.value[0] == "(" and _MUSES.match(pair.value[1:])):
        return False
    if _spells(page, block) or _sorts(page, block, pair) or _states_number(page, block, pair):
        return False
    if pair.dashed and block.kind == "line" and page.loose(block) >= LOOSE and not _has_twin(page, block):
        return False
    return not _is_clause_with_number(page, block, pair)


def _titles_document(page: Page, block: Block, pair: pairs.Pair) -> bool:
    """`Quarry finance - phone notes, May` as the first line: the title once more, and no term."""
    if any(page.texts[above] for above in range(block.index)):
        return False
    told = set(content_words(fold(name(pair.key))))
    named = told & set(content_words(fold(page.document.title))) or cues.OF_DOCUMENT.search(pair.key)
    return bool(named) and (bool(cues.OF_DOCUMENT.search(pair.value)) or wording.says_when(pair.value))


def _ends_with_value(page: Page, block: Block, pair: pairs.Pair) -> bool:
    """`cable load max 30 kN - beyond it, stop`: the fact stands in front of the dash."""
    found = page.quantities(block)[:1]
    return bool(found) and bool(found[0].unit) and found[0].full_start > 3 and found[0].full_end == len(pair.key)


def _is_no_gloss(page: Page, block: Block, pair: pairs.Pair) -> bool:
    """A dash behind a title, a value, or what is then talked about."""
    muses = _MUSES.match(pair.value.removeprefix("(")) or (
        pair.value[:2] in ("I ", "I'", "I’") and page.zone(block) != "asked"
    )
    return bool(muses) or _titles_document(page, block, pair) or _ends_with_value(page, block, pair)


def _is_stated(page: Page, block: Block, pair: pairs.Pair) -> bool:
    """A head that says something itself: `## Type - market maker`, or one of several pairs with more below it."""
    if block.kind == "heading" or pair.value.endswith(":"):
        return block.kind == "heading" and pair.dashed
    if pair.sep in pairs.ARROWS:
        return True
    if not pair.dashed:
        return False
    beside = [entry for entry in page.around(block, 2) if entry.index != block.index]
    return any((other := page.pair(entry)) and other.value and other.dashed for entry in beside)


def _is_amount(page: Page, block: Block, pair: pairs.Pair) -> bool:
    """`**1k to 4k requests/s** is what it bears`: an amount in emphasis, and no term."""
    found = page.quantities(block)[:1]
    return bool(found) and found[0].full_start == 0 and found[0].full_end >= len(pair.key) - 2


def _spells(page: Page, block: Block) -> bool:
    """`C - consistency`, `A - availability` …: the letters of a name, one list and no three terms."""
    family = [entry for entry in page.around(block, 10) if entry.kind in ("item", "line") and page.ok(entry)]
    if not 2 <= len(family) <= 9 or block.parent < 0 or page.blocks[block.parent].kind == "heading":
        return False
    keys = [pair.key if (pair := page.pair(entry)) else "" for entry in family]
    return all(len(key) == 1 and key.isupper() for key in keys)


def _states_number(page: Page, block: Block, pair: pairs.Pair) -> bool:
    """`3 SD covers 99.7% of all: a common threshold`: the number stands in a clause in front of the colon."""
    if pair.sep != ":" or pair.marked or len(words(pair.key)) < 5:
        return False
    return any(found.full_end <= len(pair.key) and found.unit for found in page.quantities(block)) and bool(
        _VERB.search(pair.key)
    )


def _sorts(page: Page, block: Block, pair: pairs.Pair) -> bool:
    """`Red flag: …` twice among the siblings: a sort of lines, and no term."""
    found = (page.pair(entry) for entry in page.around(block))
    return sum(1 for entry in found if entry and entry.value and fold(entry.key) == fold(pair.key)) > 1


def _has_twin(page: Page, block: Block) -> bool:
    """True when the line before or behind is a pair as well."""
    near = page.blocks[max(0, block.index - 1) : block.index + 2]
    return any(page.pair(entry) for entry in near if entry.index != block.index and entry.parent == block.parent)


def _has_body(page: Page, block: Block) -> bool:
    return any(entry.kind in ("item", "line", "row", "code") for entry in page.outline.under(block.index))


def _is_clause_with_number(page: Page, block: Block, pair: pairs.Pair) -> bool:
    """`ride hailing - Manila does around 1.1M trips a day`: the number is the fact, not the gloss."""
    if block.kind == "heading" or pair.marked or len(page.quantities(block)) != 1 or pairs.is_dated_gloss(pair):
        return False
    number = page.quantities(block)[0]
    before = page.text(block)[len(pair.key) : number.full_start]
    apart = "," in before or _SENTENCE_END.search(before)
    return pair.sep in (":", "-", "–", "—") and not apart and bool(_VERB.search(before))


def has_values(page: Page, block: Block) -> bool:
    """Several numbers behind one key: `Share: 14% of homes, 3.1 orders a year`, `Loan: flats 75% / shops 60%`."""
    pair = page.pair(block) if block.kind in ("item", "line") else None
    if pair is None or not pair.value or page.kids(block) or not is_pair(page, block) or pairs.is_dated_gloss(pair):
        return False
    text = page.text(block)
    values = [found for found in page.quantities(block) if found.full_start >= len(text) - len(pair.value)]
    if not 2 <= len(values) <= MOST_VALUES or len(words(pair.value)) > MAX_VALUES or _works_out(pair.value):
        return False
    opens = values[0].full_start - (len(text) - len(pair.value)) <= 1
    units = {found.unit for found in values}
    between = [text[one.full_end : two.full_start] for one, two in pairwise(values)]
    apart = all(_PARTS.search(part) and re.search(r"[^\W\d_]", part) for part in between)
    return apart and (opens or (len(values) >= 3 and len(units) == 1 and units != {""}))


def _works_out(value: str) -> bool:
    """A sum, whose parts give the number away."""
    return re.search(r"\s[=≈×*+÷]\s", value) is not None
