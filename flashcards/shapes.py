"""What a block is: decided from structure first, once, so that no two extractors read one line twice.

The order of `_RULES` is the order of precedence. Each rule looks at a block and its family and says yes or no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from flashcards import cues, pairs, quantity, questions
from flashcards.model import Block, Quantity
from flashcards.page import FREE_ZONES, NEVER_ZONES, Page, section_zone
from flashcards.text import content_words, fold, plain, words

_SEGMENT = re.compile(r"\s+/\s+|\s*;\s+|\s+vs\.?\s+|\s+\|\s+")
_COMMA = re.compile(r",\s+")
_CODE_TOKEN = re.compile(r"(?P<key>\d{2,5}|[A-Z][A-Z0-9]{1,7}|\d(?:\.\d)+|[a-z_]+\(\))\s+(?P<value>[A-Za-z].{2,})$")
_TRAILING_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[ivx]+|[a-h])[.)]$")
_VERB = re.compile(
    r"\b(?:do|does|did|take|takes|took|run|runs|say|says|pull|pulls|cost|costs|need|needs|get|gets|ship|ships|has|have|"
    r"had|is|are|was|were|sees?|handles?|serves?|makes?|uses?|grew|rose|fell|went|reached|hit)\b",
    re.IGNORECASE,
)
_NUMBERED_TITLE = re.compile(
    r"^(?:story|example|case|scenario|part|chapter|project|section|topic|day|week|lesson|module|question|unit|note)\s*\d+$",
    re.IGNORECASE,
)
_STEP_KEY = re.compile(r"^(?:step|phase|stage|round|day|week|part)\s*\d+$", re.IGNORECASE)


# -- questions -----------------------------------------------------------------------------------------------


def is_answer(page: Page, block: Block) -> bool:
    """True for a line that opens with `Answer:` or `A.` and stands behind or below a question."""
    if block.kind not in ("line", "item", "label", "heading"):
        return False
    found = cues.ANSWER_LABEL.match(page.text(block))
    if not found:
        return False
    if len(found[0].strip(" :.)-–—")) > 1:
        return True
    before = page.blocks[block.index - 1] if block.index else None
    while before is not None and block.parent not in (before.parent, before.index) and before.parent >= 0:
        before = page.blocks[before.parent]
    return before is not None and (
        bool(cues.QUESTION_LABEL.match(page.text(before))) or page.text(before).rstrip('"”*_ ').endswith("?")
    )


def asks(page: Page, block: Block) -> bool:
    """True when a heading, label, item or line puts a question or a prompt (answered or not)."""
    text = page.text(block)
    if not text or len(text) > 400:
        return False
    if cues.QUESTION_LABEL.match(text):
        return True
    bare = _TRAILING_ASIDE.sub("", text).rstrip(" \"”'*_")
    if bare.endswith("?"):
        return True
    if any(_is_answer_label(page, kid) for kid in page.outline.under(block.index)):
        return True
    if section_zone(text) in ("asked", "ask"):
        return False
    if page.zone(block) == "asked" and block.kind in ("item", "heading"):
        return _is_top(page, block) and bool(answer_blocks(page, block))
    found = questions.read(block.text)
    return found is not None and found.kind in ("Q", "P") and len(words(text)) >= 3


def _is_answer_label(page: Page, block: Block) -> bool:
    return block.kind in ("item", "line", "label") and bool(
        re.match(r"^(?:answer|ans)\b", page.text(block), re.IGNORECASE)
    )


def _is_top(page: Page, block: Block) -> bool:
    """True for the outer items of a section of questions; inner ones are answers."""
    parent = page.parent(block)
    return parent is None or parent.kind in ("heading", "label")


def answer_blocks(page: Page, block: Block) -> tuple[Block, ...]:
    """The blocks that hold the answer to a question: what is below it, else the `A:` line that follows."""
    below = page.kids(block)
    if block.kind == "heading":
        below = tuple(_before_next_question(page, below))
    if below:
        return below
    return _follower(page, block)


def _before_next_question(page: Page, below: tuple[Block, ...]) -> Iterator[Block]:
    """The body of a question heading: up to the next heading or the next question that has an answer itself."""
    for kid in below:
        if (kid.kind == "heading" and not is_answer(page, kid)) or _asks_anew(page, kid):
            return
        yield kid


def _asks_anew(page: Page, block: Block) -> bool:
    """A labelled question, or one with its answer below it, in the body of another."""
    if block.kind not in ("item", "line", "label"):
        return False
    if cues.QUESTION_LABEL.match(page.text(block)):
        return True
    return block.kind != "line" and page.text(block).endswith("?") and bool(page.kids(block))


def _follower(page: Page, block: Block) -> tuple[Block, ...]:
    """The sibling right behind a question when it is marked as the answer, or stands right below a `Q:`."""
    siblings = page.siblings(block)
    at = next((i for i, entry in enumerate(siblings) if entry.index == block.index), -1)
    if at < 0 or at + 1 >= len(siblings):
        return ()
    following = siblings[at + 1]
    if is_answer(page, following) and page.ok(following):
        return (following,)
    marked = cues.QUESTION_LABEL.match(page.text(block)) or page.text(block).endswith("?")
    if block.kind == "line" and marked and following.kind == "line" and page.ok(following):
        if not following.gap and not asks(page, following):
            return _paragraph(page, siblings[at + 1 :])
        return ()
    return ()


def _paragraph(page: Page, siblings: tuple[Block, ...]) -> tuple[Block, ...]:
    """The lines from here to the next blank line."""
    run: list[Block] = []
    for block in siblings:
        if (block.gap and run) or block.kind != "line" or asks(page, block):
            break
        if page.ok(block):
            run.append(block)
    return tuple(run)


def has_answer(page: Page, block: Block) -> bool:
    """True when somewhere below a question stands text that can answer it."""
    return any(_says_something(page, found) for found in answer_blocks(page, block))


def _says_something(page: Page, block: Block) -> bool:
    text = cues.ANSWER_LABEL.sub("", page.text(block)).strip()
    if block.kind == "row" or (block.kind == "code" and block.index >= 0):
        return True
    if re.match(r"^(?:see|cf\.?)\b", text, re.IGNORECASE) and ("[[" in block.text or len(text.split()) <= 3):
        return False
    if any(char.isalnum() for char in text) and not cues.PLACEHOLDER.search(text):
        return True
    return any(_says_something(page, kid) for kid in page.kids(block))


def is_answered_question(page: Page, block: Block) -> bool:
    """A question with its answer in reach: the head of a question-and-answer card."""
    if block.kind not in ("heading", "label", "item", "line") or page.zone(block) in ("ask", "pitch"):
        return False
    return not is_answer(page, block) and asks(page, block) and has_answer(page, block)


def is_inside_answer(page: Page, block: Block) -> bool:
    """True when the block belongs to the answer of a question above, and is no fact family of its own."""
    if is_answer(page, block):
        return True
    if block.kind == "heading":
        return False
    inner = block
    for up in page.outline.above(block):
        if shape(page, up) == "story":
            return True
        if shape(page, up) == "question":
            held = up.kind != "heading" or any(entry.index == inner.index for entry in answer_blocks(page, up))
            return held and not _stands_alone(page, block)
        if up.kind == "heading":
            return False
        inner = up
    before = page.blocks[block.index - 1] if block.index else None
    return before is not None and before.parent == block.parent and _continues_answer(page, before, block)


def _continues_answer(page: Page, before: Block, block: Block) -> bool:
    """A plain line right behind an answered question is its answer."""
    if block.kind != "line" or block.gap or before.kind != "line":
        return False
    return shape(page, before) == "question" and any(
        entry.index == block.index for entry in answer_blocks(page, before)
    )


def _stands_alone(page: Page, block: Block) -> bool:
    """Within an answer, rows and families of marked pairs still are facts of their own."""
    if block.kind == "row":
        return True
    family = [page.pair(entry) for entry in page.siblings(block)]
    marked = [pair for pair in family if pair and pair.value and (pair.marked or pair.sep in (":", "="))]
    return page.pair(block) is not None and len(marked) >= 3 and len(marked) * 3 >= len(family) * 2


# -- stories -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def star_part(key: str) -> str:
    """Which part of a STAR story a label names, typos forgiven; empty when none."""
    folded = fold(key).strip(" :.-")
    if folded in cues.STAR_PARTS:
        return cues.STAR_PARTS[folded]
    if len(folded) < 6 or len(folded) > 14:
        return ""
    best = max(cues.STAR_PARTS, key=lambda known: (fuzz.ratio(folded, known), known))
    return cues.STAR_PARTS[best] if fuzz.ratio(folded, best) >= 88 and len(best) > 3 else ""


def story_part(page: Page, block: Block) -> str:
    """The STAR part of a block that belongs to a story; empty when it does not."""
    part = _own_part(page, block)
    if not part:
        return ""
    parts = {_own_part(page, entry) for entry in page.siblings(block)}
    return part if len(parts & {"situation", "task", "action", "result"}) >= 2 else ""


def _own_part(page: Page, block: Block) -> str:
    if block.kind not in ("heading", "label", "item", "line"):
        return ""
    pair = page.pair(block)
    if pair:
        return star_part(pair.key)
    text = page.text(block)
    return star_part(text) if len(text) < 20 else ""


# -- processes -----------------------------------------------------------------------------------------------


def chain_of(page: Page, block: Block) -> tuple[str, tuple[str, ...]]:
    """Name and steps of a line of arrows; no steps when it is none or when it only tracks a number."""
    if block.kind not in ("line", "item", "heading") or not re.search(r"->|→|=>|⇒|⟶|➜| > ", block.text):
        return "", ()
    title, steps = pairs.chain(page.text(block))
    if sum(1 for step in steps if re.search(r"[^\W\d_]{2}", step)) < 3:
        return "", ()
    pair = page.pair(block)
    if pair and pair.sep == ":" and len(pair.key) > len(title):
        return "", ()
    return title, steps


def is_numbered(block: Block) -> bool:
    """True for an item of an ordered list."""
    return block.kind == "item" and bool(_NUMBERED.match(block.marker))


def ordered_items(page: Page, head: Block) -> tuple[Block, ...]:
    """The numbered items below a head, or its `Step 1:` pairs; empty when the order is not marked."""
    items = [kid for kid in page.kids(head) if kid.kind == "item"]
    numbered = [item for item in items if is_numbered(item)]
    if len(numbered) >= 2 and len(numbered) >= len(items) - 1:
        return tuple(numbered)
    stepped = [item for item in items if (pair := page.pair(item)) and _STEP_KEY.match(pair.key)]
    return tuple(stepped) if len(stepped) >= 2 and len(stepped) == len(items) else ()


def is_procedure(page: Page, head: Block) -> bool:
    """True when the items below a head are steps in time, not just a numbered list."""
    items = ordered_items(page, head)
    if not items:
        return False
    return bool(cues.SECTIONS["process"].search(page.text(head))) or asks(page, head)


# -- comparisons ---------------------------------------------------------------------------------------------


def segments(page: Page, block: Block) -> tuple[str, tuple[str, ...]]:
    """Measure and parts of `A does 100k jobs / B does 50k / C 2k`; no parts when the line is no comparison."""
    if block.kind not in ("line", "item") or not any(char.isdigit() for char in page.text(block)):
        return "", ()
    text = page.text(block)
    key = ""
    if (pair := page.pair(block)) and pair.value and pair.sep not in ("=", "≈"):
        key, text = pair.key, pair.value
    for splitter in (_SEGMENT, _COMMA):
        parts = [part.strip() for part in splitter.split(text) if part.strip()]
        if len(parts) >= 2 and _comparable(parts, bool(key), splitter is _COMMA):
            return key, tuple(parts)
    return "", ()


def _comparable(parts: list[str], keyed: bool, commas: bool) -> bool:
    """Each part holds one quantity; behind commas the later ones must be bare `label value`."""
    values = [part_value(part) for part in parts]
    if not any(_quantities(part) for part in parts) and not keyed and (commas or len(parts) < 3):
        return False
    for position, (part, value) in enumerate(zip(parts, values, strict=True)):
        if value is None:
            return False
        label = part[: value.full_start].strip(" ,:")
        rest = part[value.full_end :].strip(" .)")
        if position and not re.search(r"[^\W\d_]", label):
            return False
        if len(label.split()) > 7:
            return False
        if commas and position and (len(label.split()) > 3 or len(rest.split()) > (2 if keyed else 1)):
            return False
    units = {quantity.base(value)[2] for value in values if value and value.unit}
    return len(units) <= 1 and values[0] is not None and bool(values[0].full_start or keyed)


_BARE = re.compile(
    r"(?:^|\s)(?P<value>(?:[~≈<>]\s?)?(?:\d[\d.,]*(?:[:/x×]\d[\d.,]*)?|half|none|zero)[%x]?)(?:\s+[A-Za-zµ]{1,3})?$"
)
"""A number at the end of one side of a comparison, where the unit stands only in the first."""


def part_value(part: str) -> Quantity | None:
    """The one quantity in a side of a comparison; a bare number at its end counts here."""
    found = _quantities(part)
    if len(found) == 1:
        return found[0]
    bare = _BARE.search(part)
    if found or not bare or re.fullmatch(r"(?:19|20)\d\d", bare["value"]):
        return None
    digits = re.sub(r"[^\d.]", "", re.split(r"[:/x×]", bare["value"])[0]).strip(".")
    number = float(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else 0.5
    start, end = bare.start("value"), bare.end()
    return Quantity(start, end, start, end, number, number, "", "=")


@lru_cache(maxsize=16384)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return quantity.read(text)


# -- families ------------------------------------------------------------------------------------------------


def code_entry(page: Page, block: Block) -> tuple[str, str] | None:
    """`301 moved for good` among siblings of its sort: a code and its meaning, no separator between."""
    found = _code_entry(page, block)
    if not found:
        return None
    family = [entry for entry in page.siblings(block) if entry.kind == block.kind and page.text(entry)]
    alike = [entry for entry in family if _code_entry(page, entry) or _is_code(page, entry)]
    return found if len(alike) >= 3 and len(alike) * 3 >= len(family) * 2 else None


def _is_code(page: Page, block: Block) -> bool:
    pair = page.pair(block)
    return bool(re.fullmatch(r"\d+(?:\.\d+)*", pair.key if pair else page.text(block)))


def _code_entry(page: Page, block: Block) -> tuple[str, str] | None:
    if block.kind not in ("item", "line") or page.quantities(block):
        return None
    found = _CODE_TOKEN.match(page.text(block))
    return (found["key"], found["value"]) if found and not cues.DATE_LEAD.match(page.text(block)) else None


def family_of(page: Page, block: Block) -> tuple[tuple[Block, ...], str]:
    """The run of sibling lines with one number each that a line belongs to, and the noun they share.

    The noun stands only in the first line or in the line above; without that there is no family.
    """
    if block.kind not in ("item", "line") or not _single(page, block):
        return (), ""
    if block.kind == "line" and (block.parent < 0 or page.blocks[block.parent].kind == "heading"):
        return (), ""
    run = _run(page, block)
    measure = _shared_measure(page, run)
    return (run, measure) if measure else ((), "")


def _run(page: Page, block: Block) -> tuple[Block, ...]:
    """The siblings around a block that hold exactly one number, without a break."""
    siblings = page.siblings(block)
    at = next(i for i, entry in enumerate(siblings) if entry.index == block.index)
    start, end = at, at + 1
    while start > 0 and at - start < 12 and _single(page, siblings[start - 1]):
        start -= 1
    while end < len(siblings) and end - at < 12 and _single(page, siblings[end]):
        end += 1
    return siblings[start:end]


def _single(page: Page, block: Block) -> bool:
    if block.kind not in ("item", "line") or not page.ok(block) or page.pair(block):
        return False
    return len(page.quantities(block)) == 1


def _shared_measure(page: Page, run: tuple[Block, ...]) -> str:
    values = [page.quantities(entry)[0] for entry in run]
    texts = [page.text(entry) for entry in run]
    bare = [not value.thing and not value.unit for value in values]
    if len(run) >= 2 and not bare[0] and all(bare[1:]) and all(value.full_start for value in values):
        return values[0].thing or _behind(texts[0], values[0])
    parent = page.parent(run[0])
    above = page.quantities(parent) if parent is not None and parent.kind in ("item", "line") else ()
    if above and (all(bare) or all(value.unit == above[-1].unit and not value.thing for value in values)):
        assert parent is not None
        return above[-1].thing or _behind(page.text(parent), above[-1])
    return ""


def _behind(text: str, value: Quantity) -> str:
    rest = text[value.full_end :].strip(" .,;:)")
    return rest if 0 < len(rest.split()) <= 6 else ""


def is_fragmentary(page: Page, head: Block) -> bool:
    """True for a weak label (no colon, not bold) among loose lines: jottings, not a list."""
    if head.kind != "label" or page.text(head).endswith((":", "?")) or head.text.startswith(("**", "__")):
        return False
    if head.callout:
        return False
    return page.loose(head) >= LOOSE


LOOSE = 5
"""From this many loose lines in a section on, its weak labels and dashes are jottings."""


def is_term(page: Page, block: Block) -> bool:
    """A short item with a gloss of one line below it: `- Equipoise` / `  - real doubt about …`."""
    if block.kind != "item" or page.pair(block) or len(words(page.text(block))) > 6:
        return False
    kids = page.kids(block)
    if not kids or kids[0].kind not in ("item", "line") or page.kids(kids[0]):
        return False
    if len(kids) > 1 and not any(len(page.kids(kid)) > 1 for kid in kids[1:]):
        return False
    if page.pair(kids[0]) or (page.quantities(kids[0]) and re.search(r"\d", page.text(kids[0]))):
        return False
    return len(words(page.text(kids[0]))) >= 3 and not asks(page, kids[0])


# -- the table -----------------------------------------------------------------------------------------------


def _is_ask(page: Page, block: Block) -> bool:
    if page.zone(block) == "ask":
        return block.kind in ("item", "line", "label") and (block.kind != "label" or asks(page, block))
    return False


def _is_pitch(page: Page, block: Block) -> bool:
    """A line of a pitch; `30 sec version: …` beside it is a fact with a name."""
    if page.zone(block) != "pitch" or block.kind in ("heading", "label", "row"):
        return False
    pair = page.pair(block)
    return not (pair and pair.value and pair.sep == ":" and section_zone(pair.key) == "pitch")


def is_prompt(block: Block) -> bool:
    """A prompt of an application form: "In 400 words or less, describe …"."""
    found = questions.read(block.text, under="application") if block.kind == "line" else None
    return found is not None and found.kind == "P"


def _is_lone_question(page: Page, block: Block) -> bool:
    """A question to somebody else outside any list of questions."""
    if block.kind not in ("item", "line") or page.zone(block) not in FREE_ZONES - {"asked"}:
        return False
    if any(shape(page, entry) == "question" for entry in page.siblings(block)[:40] if entry.index < block.index + 20):
        return False
    if (pair := page.pair(block)) and pair.value and pair.key.endswith("?"):
        return False
    if cues.QUESTION_LABEL.match(page.text(block)) or not block.line:
        return False
    if page.quantities(block) and not re.match(r"(?:how|what|which|who|when|where|why)\b", page.text(block), re.I):
        return False
    return _speaks_to_them(page, block) or (_asks_openly(page, block) and _near_question(page, block))


_THEM = frozenset("you your ur u they their team company role here pms org".split())


def _asks_openly(page: Page, block: Block) -> bool:
    found = questions.read(block.text)
    return found is not None and found.kind == "Q" and len(content_words(found.clean)) >= 3


def _speaks_to_them(page: Page, block: Block) -> bool:
    """A question put to the other side, or wrapped in "would love to know"."""
    if block.kind not in ("item", "line"):
        return False
    found = questions.read(block.text)
    if found is None or found.kind not in ("Q", "I"):
        return False
    return found.kind == "I" or bool({word.casefold() for word in words(found.clean)} & _THEM)


def _near_question(page: Page, block: Block) -> bool:
    """A question beside or below one that is put to the other side is one of them."""
    near = page.blocks[max(0, block.index - 6) : block.index + 7]
    return any(_speaks_to_them(page, entry) for entry in (*near, *page.outline.above(block)))


def _is_pair(page: Page, block: Block) -> bool:
    pair = page.pair(block)
    if pair is None or not pair.value or cues.QUESTION_LABEL.match(page.text(block)):
        return False
    if block.kind in ("heading", "label") and _has_body(page, block):
        return False
    if _NUMBERED_TITLE.match(pair.key):
        return False
    if pair.dashed and block.kind == "line" and page.loose(block) >= LOOSE:
        return False
    return not _is_clause_with_number(page, block, pair)


def _has_body(page: Page, block: Block) -> bool:
    return any(entry.kind in ("item", "line", "row", "code") for entry in page.outline.under(block.index))


def _is_clause_with_number(page: Page, block: Block, pair: pairs.Pair) -> bool:
    """`ride hailing - Manila does around 1.1M trips a day`: the number is the fact, not the gloss."""
    if block.kind == "heading" or pair.marked or len(page.quantities(block)) != 1:
        return False
    number = page.quantities(block)[0]
    before = page.text(block)[len(pair.key) : number.full_start]
    return pair.sep in (":", "-", "–", "—") and "," not in before and bool(_VERB.search(before))


CHANGE = re.compile(
    r"(?:^|\s)[~<>≈$€£]?\d[\d.,]*\S{0,4}\s*(?:->|→|=>)\s*(?P<new>[~<>≈$€£]?\d[\d.,]*\S{0,4})(?=[\s,;.)]|$)"
)
"""A number that became another one: `0.71 → 0.83`."""


def _has_number(page: Page, block: Block) -> bool:
    if block.kind not in ("line", "item"):
        return False
    parts = re.split(r"\s*(?:->|→|=>)\s*", page.text(block))
    if len(parts) > 2 and all(re.search(r"\d", part) for part in parts):
        return False
    return bool(page.quantities(block)) or bool(CHANGE.search(page.text(block)))


def _is_step(page: Page, block: Block) -> bool:
    parent = page.parent(block)
    if parent is None or block.kind != "item":
        return False
    return is_procedure(page, parent) and any(item.index == block.index for item in ordered_items(page, parent))


_RULES: tuple[tuple[str, Callable[[Page, Block], bool]], ...] = (
    ("story", lambda page, block: bool(story_part(page, block))),
    ("answer", is_inside_answer),
    ("ask", _is_ask),
    ("pitch", _is_pitch),
    ("question", is_answered_question),
    ("chain", lambda page, block: bool(chain_of(page, block)[1])),
    ("lone-question", _is_lone_question),
    ("compare", lambda page, block: bool(segments(page, block)[1])),
    ("step", _is_step),
    ("family", lambda page, block: bool(family_of(page, block)[0])),
    ("code", lambda page, block: code_entry(page, block) is not None),
    ("pair", _is_pair),
    ("term", is_term),
    ("quantity", _has_number),
)


def shape(page: Page, block: Block) -> str:
    """What the block is; `plain` when nothing fits, `none` when it may not become a card."""
    known = page.shapes.get(block.index)
    if known is None:
        page.shapes[block.index] = "plain"  # stops a loop through is_inside_answer
        known = _shape(page, block)
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
    for block in page.blocks:
        if shape(page, block) in wanted:
            yield block


# -- bodies --------------------------------------------------------------------------------------------------


def render(page: Page, blocks: tuple[Block, ...], depth: int = 0) -> list[str]:
    """Blocks as plain lines for the back of a card: `- ` items, `1. ` steps, two spaces a level."""
    out: list[str] = []
    count = 0
    for block in blocks:
        count = count + 1 if is_numbered(block) else count
        text = _line(page, block)
        kids = page.kids(block)
        if not any(char.isalnum() for char in text):
            out.extend(render(page, kids, depth))
            continue
        mark = f"{count}. " if is_numbered(block) else "- " if block.kind == "item" else ""
        out.append("  " * depth + mark + text)
        if block.kind == "heading":
            kids = tuple(_before_next_question(page, kids))
        out.extend(render(page, kids, depth + (1 if mark else 0)))
    return out


def _line(page: Page, block: Block) -> str:
    if block.kind == "row":
        return "" if block.marker == "|-" else " · ".join(plain(cell) for cell in block.cells if cell)
    text = cues.ANSWER_LABEL.sub("", page.text(block)) if is_answer(page, block) else page.text(block)
    return unquoted(re.sub(r"^(?:->|→|=>)\s*", "", text))


def unquoted(text: str) -> str:
    """The text without the quote marks around it, closed or not; marks inside stay."""
    inner = text[1:-1] if text[-1:] in '"”' else text[1:]
    return inner.strip() if text[:1] in '"“' and not re.search(r"[\"“”]", inner) else text
