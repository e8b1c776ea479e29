"""What a block is: decided from structure first, once, so that no two extractors read one line twice.

The order of `_RULES` is the order of precedence. Each rule looks at a block and its family and says yes or no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import attrgetter

from flashcards import cues, pairs, questions
from flashcards.addressing import (
    asked_behind_label,
    asks_openly,
    asks_them_throughout,
    heard,
    is_bare_heading,
    is_behind_questions,
    near_question,
    speaks_to_them,
)
from flashcards.asking import answers, answers_itself, asks, is_answer, is_answered_question
from flashcards.keyed import has_values, is_pair
from flashcards.model import Block
from flashcards.naming import name
from flashcards.page import Page, once
from flashcards.siblings import (
    CHANGE,
    FOUNDED,
    chain_of,
    code_entry,
    family_of,
    is_exercise,
    names_many,
    ordered_items,
    segments,
    tracks,
)
from flashcards.stars import answering_part, star_part, story_part, story_rest
from flashcards.text import ends_asking, fold, vocabulary, words
from flashcards.zones import FREE_ZONES, NEVER_ZONES, names_process, section_zone

GLOSS = "="
"""The mark of lines below a term that say what it is."""
_LATER = re.compile(
    r"(?:then|next|after(?:wards| that)?|once|until|finally|lastly|meanwhile|as soon as|if (?:still|not|it fails|"
    r"that fails)|"
    r"repeat|wait)\b",
    re.IGNORECASE,
)
"""How a step opens that comes behind another one."""
_GATHERS = re.compile(r"\b(?:facts|figures|numbers|stats|notes|details|bits)$", re.IGNORECASE)
"""The name of odds and ends, and no term."""
_SAYS = re.compile(r"\b(?:not|never|every|did|does|\w+n['’]t)\b|^[A-Z][a-z]+ the [a-z]", re.IGNORECASE)
"""What a clause or a command has in it, and no term."""
_OURS = frozenset({"i", "my", "me"})
"""Whoever speaks so tells of a case, and does not say what a thing is."""
_VERSUS = re.compile(r"\bvs?\b|\bversus\b")
LISTED = 3
"""Indented lines below a name from which on they are a list, and no gloss."""
WRAPS = 8
"""Words up to which a line in lower case is no part of a longer sentence."""
DRIFTS = 10
"""Words from which on a question has to open as one: a longer line that only ends in one explains something."""
_ASKS_EARLY = re.compile(
    r"(?:^\W*|[,:;.!?()–—-]\s*)(?:(?:so|and|but|also|or|then|well|ok|okay|just|still|in|on|at|for|with|to|from|of|by|"
    r"i|i['’]d)\s+){0,3}"
    r"(?:what|why|how|which|who|whose|whom|where|when|whether|if|is|are|was|were|do|does|did|has|have|had|any|curious|"
    r"wonder\w*|love to|ask|tell|(?:can|could|will|would|should|may|might)(?! (?:be|have|also)\b))(?:['’]\w+)?\b",
    re.IGNORECASE,
)
"""A question word or an inverted verb at the start of a line, or of a part of it."""


def is_inside_answer(page: Page, block: Block) -> bool:
    """True when the block belongs to the answer of a question above, and is no fact family of its own."""
    if is_answer(page, block) or answering_part(page, block):
        return True
    if block.kind == "heading" or _asks_inside(page, block):
        return False
    held = _held(page, block)
    if held:
        return held == "story" or (held == "answer" and not _stands_alone(page, block))
    before = page.blocks[block.index - 1] if block.index else None
    if before is None or before.parent != block.parent or block.kind != "line":
        return False
    return _continues_answer(page, before, block) or _continues_story(page, before, block)


def _held(page: Page, block: Block) -> str:
    """What holds a block: a `story`, the `answer` of a question, a `heading` that is neither; empty for nothing.

    It is told by the nearest block above that decides, and noted for all below that one. A shape that is still
    being found decides for now only.
    """
    passed = [block]
    found = page.held.get(block.index)
    sure = True
    while found is None:
        inner = passed[-1]
        up = page.parent(inner)
        found = "" if up is None else _holds(page, up, inner)
        if up is not None and found is None:
            passed.append(up)
            found = page.held.get(up.index)
        sure = sure and (up is None or up.index not in page.open)
    if sure:
        page.held.update(dict.fromkeys([entry.index for entry in passed], found))
    return found


def _holds(page: Page, up: Block, inner: Block) -> str | None:
    """What a block decides for those below it; None when it leaves that to the blocks above."""
    if answering_part(page, up):
        return "answer"
    found = shape(page, up)
    if found == "story":
        return "story"
    if found == "question":
        return "answer" if up.kind != "heading" or answers(page, up, inner) else "heading"
    return "heading" if up.kind == "heading" else None


def _asks_inside(page: Page, block: Block) -> bool:
    """A question within an answer that has an answer of its own."""
    return block.kind == "item" and bool(page.kids(block)) and (ends_asking(page.text(block)) or asks(page, block))


def _continues_story(page: Page, before: Block, block: Block) -> bool:
    """A plain line right behind a part of a story, or behind a line of it, belongs to it."""
    if block.gap or before.kind != "line":
        return False
    for entry in reversed(page.around(block)):
        if entry.index < block.index:
            if entry.kind != "line":
                return False
            if story_part(page, entry):
                return any(rest.index == block.index for rest in story_rest(page, entry))
            if entry.gap:
                return False
    return False


def _continues_answer(page: Page, before: Block, block: Block) -> bool:
    """A plain line right behind an answered question is its answer."""
    if block.kind != "line" or before.kind not in ("line", "item"):
        return False
    asked = page.before(block)
    return any(shape(page, entry) == "question" and answers(page, entry, block) for entry in asked)


def _stands_alone(page: Page, block: Block) -> bool:
    """Within an answer, rows and families of marked pairs still are facts of their own."""
    if block.kind == "row":
        return True
    family = [page.pair(entry) for entry in page.around(block)]
    marked = [pair for pair in family if pair and pair.value and (pair.marked or pair.sep in (":", "="))]
    return page.pair(block) is not None and len(marked) >= 3 and len(marked) * 3 >= len(family) * 2


@once
def is_procedure(page: Page, head: Block) -> bool:
    """True when the items below a head are steps in time, not just a numbered list."""
    items = ordered_items(page, head)
    if not items:
        return False
    if "question" in fold(page.text(head)):
        return False
    return names_process(page.text(head)) or asks(page, head) or any(_LATER.match(page.text(item)) for item in items)


def _is_indented(page: Page, block: Block) -> bool:
    """True for a line with lines below it that stand further in: a term and its gloss without bullets."""
    kids = page.outline.under(block.index)
    return bool(kids) and all(kid.kind == "line" and kid.depth > 0 and not kid.quote for kid in kids)


@once
def _lists_lines(page: Page, head: Block) -> bool:
    """Three or more lines below a name, of which none goes on with the one before: a list without bullets."""
    kids = page.kids(head)
    if len(kids) < LISTED or any(kid.kind != "line" for kid in kids):
        return False
    return all(page.text(kid)[:1].isupper() or len(words(page.text(kid))) <= WRAPS for kid in kids)


def _goes_on(page: Page, block: Block) -> bool:
    """True for the only line of a list without bullets that has lines below it: they end its sentence."""
    up = page.parent(block)
    if block.kind != "line" or up is None or not _lists_lines(page, up):
        return False
    return not any(page.kids(entry) for entry in page.around(block) if entry.index != block.index)


def _is_point(page: Page, block: Block) -> bool:
    """True for the only item among several that says more below it: a point of a list, and no term."""
    head = page.parent(block)
    if head is None or head.kind not in ("heading", "label") or cues.TERMS.search(page.text(head)):
        return False
    if not names_many(name(page.text(head))):
        return False
    beside = [entry for entry in page.around(block) if entry.kind == "item" and entry.index != block.index]
    return len(beside) >= 2 and not any(page.kids(entry) or page.pair(entry) for entry in beside)


def is_term(page: Page, block: Block) -> bool:
    """A short item with a gloss of one line below it: `- Equipoise` / `  - real doubt about …`."""
    kids = page.kids(block)
    if not kids or not _may_be_term(page, block):
        return False
    if all(kid.marker == GLOSS for kid in kids):
        return True
    if block.kind != "item" and (not _is_indented(page, block) or _lists_lines(page, block) or _goes_on(page, block)):
        return False
    if (len(kids) > 1 and _VERSUS.search(fold(page.text(block)))) or _GATHERS.search(page.text(block)):
        return False
    if page.quantities(block) and (kids[0].kind == "line" or _is_value(page, block)):
        return False
    if kids[0].kind not in ("item", "line") or kids[0].marker in pairs.ARROWS or page.kids(kids[0]):
        return False
    if block.kind == "item" and _is_point(page, block):
        return False
    others = sum(1 for kid in kids[1:] if page.kids(kid) or page.pair(kid))
    if block.kind == "item" and others * 2 < len(kids) - 1:
        return False
    return _is_gloss(page, kids)


def _is_value(page: Page, block: Block) -> bool:
    """`32-128 a track`: a line that opens with a range or an amount of a unit."""
    first = page.quantities(block)[0]
    return first.full_start == 0 and (first.low != first.high or bool(first.unit))


def _may_be_term(page: Page, block: Block) -> bool:
    """A few words without a value of their own, not among questions to ask."""
    if block.kind not in ("item", "line", "label") or page.zone(block) == "ask":
        return False
    pair = page.pair(block)
    said = page.text(block)
    return not (pair and pair.value) and 0 < len(words(said)) <= 6 and not _SAYS.search(said)


def _is_gloss(page: Page, kids: tuple[Block, ...]) -> bool:
    """Whether the first line below a term says what it is: no chain, no pair, no number but in words."""
    first = kids[0]
    if chain_of(page, first)[1] or page.pair(first):
        return False
    if page.quantities(first) and re.search(r"\d", page.text(first)):
        return False
    if not _OURS.isdisjoint(vocabulary(page.text(first))):
        return False
    return len(words(page.text(first))) >= 3 and not asks(page, first)


# -- the table -----------------------------------------------------------------------------------------------


def _is_ask(page: Page, block: Block) -> bool:
    if page.zone(block) == "ask":
        if block.kind in ("heading", "label"):
            return asks(page, block) and (block.kind == "label" or is_bare_heading(page, block))
        if block.kind == "item" and section_zone(page.text(block)) == "ask" and _titles_questions(page, block):
            return False
        return block.kind in ("item", "line") and not heard(page, block) and not is_behind_questions(page, block)
    return False


def _titles_questions(page: Page, block: Block) -> bool:
    """`- Questions for them` above the questions: their title, and none itself."""
    return bool(page.kids(block)) and "?" not in page.text(block) and len(words(page.text(block))) <= 8


def _is_pitch(page: Page, block: Block) -> bool:
    """A line of a pitch; `30 sec version: …` beside it is a fact with a name."""
    if page.zone(block) != "pitch" or block.kind in ("heading", "label", "row"):
        return False
    pair = page.pair(block)
    return not (pair and pair.value and pair.sep == ":" and section_zone(pair.key) == "pitch")


def _in_a_call(page: Page, block: Block) -> bool:
    heading = page.heading(block)
    return cues.CALL.search(page.text(heading) if heading is not None else page.document.title)


def _answers_beside(page: Page) -> bool:
    """True for a document of questions and answers: there an open question waits for its answer."""
    if page.answered is None:
        page.answered = sum(1 for block in page.blocks if page.ok(block) and is_answered_question(page, block)) >= 3
    return page.answered


def _is_lone_question(page: Page, block: Block) -> bool:
    """A question to somebody else outside any list of questions."""
    listed = block.kind in ("item", "line", "label") and (page.zone(block) != "asked" or asks_them_throughout(page))
    if page.zone(block) not in FREE_ZONES or not (listed or is_bare_heading(page, block)):
        return False
    if asked_behind_label(page, block):
        return True
    found = questions.read(block.text)
    if found is None or found.kind not in ("Q", "I") or not _stands_open(page, block):
        return False
    if asks_them_throughout(page):
        return found.kind == "I" or "?" in page.text(block)
    if _answers_beside(page) and not _in_a_call(page, block):
        return found.kind == "I"
    return speaks_to_them(page, block) or (asks_openly(page, block) and near_question(page, block))


def _stands_open(page: Page, block: Block) -> bool:
    """True for a question that is no key, no `Q:`, no statement with a number, and has no answered one beside it."""
    pair = page.pair(block)
    if (pair and pair.value and pair.key.endswith("?")) or cues.QUESTION_LABEL.match(page.text(block)):
        return False
    if star_part(re.split(r"[-–—:]", page.text(block))[0]):
        return False
    if len(words(page.text(block))) > DRIFTS and not _ASKS_EARLY.search(page.text(block)):
        return False
    if page.quantities(block) and not re.match(r"(?:how|what|which|who|when|where|why)\b", page.text(block), re.I):
        return False
    return not any(shape(page, entry) == "question" for entry in page.around(block, 20))


def _has_number(page: Page, block: Block) -> bool:
    if block.kind not in ("line", "item"):
        return False
    if is_exercise(page.text(block)) or tracks(page.text(block)) or questions.is_prompt(block.text):
        return False
    return bool(page.quantities(block) or CHANGE.search(page.text(block)) or FOUNDED.search(page.text(block)))


def _is_step(page: Page, block: Block) -> bool:
    parent = page.parent(block)
    if parent is None or block.kind != "item":
        return False
    if parent.index not in page.steps:
        steps = ordered_items(page, parent) if is_procedure(page, parent) else ()
        page.steps[parent.index] = frozenset(item.index for item in steps)
    return block.index in page.steps[parent.index]


_RULES: tuple[tuple[str, Callable[[Page, Block], bool]], ...] = (
    ("story", lambda page, block: bool(story_part(page, block))),
    ("answer", is_inside_answer),
    ("ask", _is_ask),
    ("pitch", _is_pitch),
    ("question", is_answered_question),
    ("told", answers_itself),
    ("chain", lambda page, block: bool(chain_of(page, block)[1])),
    ("lone-question", _is_lone_question),
    ("compare", lambda page, block: bool(segments(page, block)[1])),
    ("step", _is_step),
    ("family", lambda page, block: bool(family_of(page, block)[0])),
    ("code", lambda page, block: code_entry(page, block) is not None),
    ("values", has_values),
    ("pair", is_pair),
    ("term", is_term),
    ("quantity", _has_number),
)


def shape(page: Page, block: Block) -> str:
    """What the block is; `plain` when nothing fits, `none` when it may not become a card."""
    known = page.shapes.get(block.index)
    if known is None:
        page.shapes[block.index] = "plain"  # stops a loop through is_inside_answer
        page.open.add(block.index)
        known = _shape(page, block)
        page.open.discard(block.index)
        page.shapes[block.index] = known
    return known


def _shape(page: Page, block: Block) -> str:
    if not page.ok(block) or page.zone(block) in NEVER_ZONES:
        return "none"
    if block.kind not in ("heading", "label", "item", "line"):
        return "row" if block.kind == "row" else "none"
    return next((title for title, rule in _RULES if rule(page, block)), "plain")


def of_shape(page: Page, *wanted: str) -> Iterator[Block]:
    """The blocks of the shapes asked for, in order."""
    if not page.shaped:
        shaped: dict[str, list[Block]] = {}
        for block in page.blocks:
            shaped.setdefault(shape(page, block), []).append(block)
        page.shaped = shaped
    found = [block for title in wanted for block in page.shaped.get(title, ())]
    yield from sorted(found, key=attrgetter("index")) if len(wanted) > 1 else found
