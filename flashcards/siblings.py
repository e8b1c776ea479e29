"""What a line shares with its siblings: parts of a comparison, chains and steps, codes, one number each."""

from __future__ import annotations

import re
from functools import lru_cache

from flashcards import cues, glances, labels, pairs, quantity, signals, wording
from flashcards.model import Block, Quantity
from flashcards.page import Page, once
from flashcards.text import has_digit

_SEGMENT = re.compile(r"\s+/\s+|\s*;\s+|\s+vs\.?\s+|\s+\|\s+")
_COMMA = re.compile(r",\s+")
_SPLITTERS = ((_SEGMENT, ("/", ";", "vs", "|")), (_COMMA, (",",)))
"""What parts the sides of a comparison, and the marks of which one must stand there."""
_TO = re.compile(r"\s*(?:->|→|=>)\s*")
_CHAINED = glances.Glance(
    re.compile(r"->|→|=>|⇒|⟶|➜| > | >> | < "), marks=("->", "→", "=>", "⇒", "⟶", "➜", " > ", " >> ", " < ")
)
_CODE_TOKEN = re.compile(r"(?P<key>\d{2,5}|[A-Z][A-Z0-9]{1,7}|\d(?:\.\d)+|[a-z_]+\(\))\s+(?P<value>[A-Za-z].{2,})$")
_NUMBER_ENDS = (".", ")")
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[ivx]+|[a-h])[.)]$")
_STEP_KEY = re.compile(r"^(?:step|phase|stage|round|day|week|part)\s*\d+$", re.IGNORECASE)


def chain_of(page: Page, block: Block) -> tuple[str, tuple[str, ...]]:
    """Name and steps of a line of arrows; no steps when it is none or when it only tracks a number."""
    if block.kind not in ("line", "item", "heading") or not _CHAINED.search(block.text):
        return "", ()
    title, steps = pairs.chain(page.text(block))
    if sum(1 for step in steps if re.search(r"[^\W\d_]{2}", step)) < 3:
        return "", ()
    pair = page.pair(block)
    if pair and pair.sep in (":", "=") and len(pair.key) > len(title):
        return "", ()
    return title, steps


_ASKS = re.compile(r"\b(?:what|how|which|who|where|why)\b|^(?:is|are|does|do|can|will|would|should)\b", re.IGNORECASE)


def is_exercise(text: str) -> bool:
    """True for a puzzle or a task: its numbers are given, not known."""
    if wording.PUZZLE.match(text) or "?" in text[:-1]:
        return True
    return text.endswith("?") and bool(_ASKS.search(text))


def tracks(text: str) -> bool:
    """True for a number that is followed over several steps: `3 → 4 → 9`."""
    parts = _TO.split(text) if ">" in text or "→" in text else []
    return len(parts) > 2 and all(map(has_digit, parts))


def is_numbered(block: Block) -> bool:
    """True for an item of an ordered list."""
    return block.kind == "item" and block.marker[-1:] in _NUMBER_ENDS and bool(_NUMBERED.match(block.marker))


def counts_on(above: Block, item: Block) -> bool:
    """`3.` behind `2.`, whatever gap there is."""
    one, two = (labels.NUMBER.match(block.marker) for block in (above, item))
    return one is not None and two is not None and int(two[1]) == int(one[1]) + 1


@once
def ordered_items(page: Page, head: Block) -> tuple[Block, ...]:
    """The numbered items below a head, or its `Step 1:` pairs; empty when the order is not marked."""
    items = [kid for kid in page.kids(head) if kid.kind == "item"]
    numbered = [item for item in items if is_numbered(item)]
    if len(numbered) >= 2 and len(numbered) >= len(items) - 1:
        return tuple(numbered)
    stepped = [item for item in items if (pair := page.pair(item)) and _STEP_KEY.match(pair.key)]
    return tuple(stepped) if len(stepped) >= 2 and len(stepped) == len(items) else ()


def segments(page: Page, block: Block) -> tuple[str, tuple[str, ...]]:
    """Measure and parts of `A does 100k jobs / B does 50k / C 2k`; no parts when the line is no comparison."""
    if block.kind not in ("line", "item") or not has_digit(page.text(block)):
        return "", ()
    pair = page.pair(block)
    if is_exercise(page.text(block)) or (pair and pairs.is_dated_gloss(pair)):
        return "", ()
    text = page.text(block)
    key = ""
    if pair and pair.value and pair.sep not in ("=", "≈"):
        key, text = pair.key, pair.value
    for splitter, marks in _SPLITTERS:
        if not any([mark in text for mark in marks]):
            continue
        parts = [part.strip() for part in splitter.split(text) if part.strip()]
        if len(parts) >= 2 and _comparable(parts, bool(key), splitter is _COMMA):
            return key, tuple(parts)
    return "", ()


def _comparable(parts: list[str], keyed: bool, commas: bool) -> bool:
    """Each part holds one quantity; behind commas the later ones must be bare `label value`."""
    if not all(map(_may_hold_value, parts)):
        return False
    values = [part_value(part) for part in parts]
    if not any(_quantities(part) for part in parts) and not keyed and (commas or len(parts) < 3):
        return False
    for position, (part, value) in enumerate(zip(parts, values, strict=True)):
        if value is None:
            return False
        label = part[: value.full_start].strip(" ,:")
        rest = part[value.full_end :].strip(" .)")
        if position and (not re.search(r"[^\W\d_]", label) or _LEANS.match(label)):
            return False
        if len(label.split()) > 7:
            return False
        if commas and position and (len(label.split()) > 3 or len(rest.split()) > (2 if keyed else 1)):
            return False
    units = {quantity.base(value)[2] for value in values if value and value.unit}
    return len(units) <= 1 and values[0] is not None and bool(values[0].full_start or keyed)


_LEANS = re.compile(
    r"^(?:used to be|was|were|is|are|now|then|before|after|up from|down from|from|to|target|max|min|and|or|but|in|at)$",
    re.I,
)
"""A part that only continues the first one names no side of its own."""

_BARE = re.compile(
    r"(?:^|\s)(?P<value>(?:[~≈<>]\s?)?-?(?:\d[\d.,]*(?:[:/x×]\d[\d.,]*)?|half|none|zero)[%x]?)(?:\s+[A-Za-zµ]{1,3})?$"
)
"""A number at the end of one side of a comparison, where the unit stands only in the first."""


def _may_hold_value(part: str) -> bool:
    """A quick look: without digit and number word `part_value` finds nothing."""
    return has_digit(part) or "none" in part or quantity.may_hold(part)


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
    number = -number if bare["value"].startswith("-") else number
    start, end = bare.start("value"), bare.end()
    return Quantity(start, end, start, end, number, number, "", "=")


@lru_cache(maxsize=4096)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return quantity.read(text)


def code_entry(page: Page, block: Block) -> tuple[str, str] | None:
    """`301 moved for good` among siblings of its sort: a code and its meaning, no separator between."""
    found = _code_entry(page, block)
    if not found:
        return None
    family = [entry for entry in page.around(block) if entry.kind == block.kind and page.text(entry)]
    alike = [entry for entry in family if _code_entry(page, entry) or _is_code(page, entry)]
    if sum(1 for entry in alike if (other := _code_entry(page, entry)) and other[0] == found[0]) > 1:
        return None
    return found if signals.prevails("codes", len(alike), len(family)) else None


def _is_code(page: Page, block: Block) -> bool:
    pair = page.pair(block)
    return bool(re.fullmatch(r"\d+(?:\.\d+)*", pair.key if pair else page.text(block)))


_PLACED = re.compile(r"(?:in|at|on|for|per|of|with|by|to|from) (?:the |a )?", re.IGNORECASE)
"""`126 in Germany`: an amount and where it holds, and no code with its meaning."""


def _code_entry(page: Page, block: Block) -> tuple[str, str] | None:
    if block.kind not in ("item", "line") or page.quantities(block):
        return None
    found = _CODE_TOKEN.match(page.text(block))
    if found and found["key"].isalpha() and not found["value"][0].islower():
        return None
    if found and _PLACED.match(found["value"]):
        return None
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
    siblings = page.around(block)
    at = next(i for i, entry in enumerate(siblings) if entry.index == block.index)
    start, end = at, at + 1
    while start > 0 and at - start < 12 and _single(page, siblings[start - 1]):
        start -= 1
    while end < len(siblings) and end - at < 12 and _single(page, siblings[end]):
        end += 1
    return siblings[start:end]


@once
def _single(page: Page, block: Block) -> bool:
    if block.kind not in ("item", "line") or not page.ok(block) or (page.pair(block) and not _leads(page, block)):
        return False
    if not re.search(r"[^\W\d_]", page.text(block)):  # a bare range is a name: `18 - 34`
        return False
    return len(page.quantities(block)) == 1


def _leads(page: Page, block: Block) -> bool:
    """`north kiln: 900 t of lime` above `south kiln 250`: a pair of which the next line leaves out the unit."""
    pair, behind = page.pair(block), page.after(block)
    if pair is None or pair.sep != ":" or not behind or behind[0].kind != block.kind or page.pair(behind[0]):
        return False
    own, bare = page.quantities(block), page.quantities(behind[0])
    if len(own) != 1 or len(bare) != 1 or not _is_bare(bare[0]) or not page.ok(behind[0]):
        return False
    if ":" in page.text(behind[0]):
        return False
    return bool(own[0].unit or own[0].thing) and page.text(block)[: own[0].full_start].rstrip().endswith(":")


def _is_bare(value: Quantity) -> bool:
    """One number and nothing else: no unit, no bound, no range."""
    return not value.unit and not value.thing and value.comparator in ("=", "~") and value.low == value.high


def _shared_measure(page: Page, run: tuple[Block, ...]) -> str:
    values = [page.quantities(entry)[0] for entry in run]
    texts = [page.text(entry) for entry in run]
    bare = [not value.thing and not value.unit for value in values]
    if len(run) >= 2 and not bare[0] and all(bare[1:]) and all(value.full_start for value in values):
        behind = _behind(texts[0], values[0])
        return behind if 0 < len(behind.split()) <= 4 else values[0].thing or behind
    parent = page.parent(run[0])
    above = page.quantities(parent) if parent is not None and parent.kind in ("item", "line") else ()
    if above and (all(bare) or all(value.unit == above[-1].unit and not value.thing for value in values)):
        assert parent is not None
        return above[-1].thing or _behind(page.text(parent), above[-1])
    return ""


def _behind(text: str, value: Quantity) -> str:
    rest = text[value.full_end :].strip(" .,;:)")
    return rest if 0 < len(rest.split()) <= 6 else ""


_PLURAL = re.compile(
    r"(?:[\w'’-]+ ){0,2}?[^\W\d_]{3,20}(?<!s)s(?:$| (?:of|in|for|to|with|behind|from)\b)", re.IGNORECASE
)


def names_many(title: str) -> bool:
    """True for a title that names things by their plural: `Weaknesses of the plan`, `Main causes`."""
    return _PLURAL.match(title) is not None


def is_fragmentary(page: Page, head: Block) -> bool:
    """True for a weak label (no colon, not bold) among loose lines: jottings, not a list."""
    if head.kind != "label" or page.text(head).endswith((":", "?")) or head.text.startswith(("**", "__")):
        return False
    said = labels.SAID_FIRST.match(page.text(head))
    if head.callout or (said and int(said[1]) == len(page.outline.under(head.index))):
        return False
    return page.loose(head) >= LOOSE


LOOSE = 5
"""From this many loose lines in a section on, its weak labels and dashes are jottings."""
CHANGE = glances.Glance(
    re.compile(r"(?:^|\s)[~<>≈$€£]?\d[\d.,]*\S{0,4}\s*(?:->|→|=>)\s*(?P<new>[~<>≈$€£]?\d[\d.,]*\S{0,4})(?=[\s,;.)]|$)"),
    marks=("->", "→", "=>"),
)
"""A number that became another one: `0.71 → 0.83`."""
FOUNDED = re.compile(
    r"\b(?:founded|established|est\.?|incorporated|set up|started|launched|opened|born|built|listed|went public|"
    r"acquired)"
    r"(?: by(?: [\w'’&.-]+){1,6}?)?(?: (?:back )?in)? (?P<year>(?:1[5-9]|20)\d\d)\b(?![-–/])",
    re.IGNORECASE,
)
"""The year in which something came to be: a fact, where other years are dates."""


_SAID = re.compile(r"(?<![\d.,])[3-9](?![\d.,%])")


def column(page: Page, head: Block) -> tuple[Block, ...]:
    """The short lines without bullets below a heading that says how many they are: `4 Ps` and four names."""
    said = _SAID.search(page.text(head)) if head.kind == "heading" else None
    below = page.outline.under(head.index)
    if said is None or len(below) < int(said[0]):
        return ()
    run, behind = below[: int(said[0])], below[int(said[0]) : int(said[0]) + 1]
    tight = not any(line.gap for line in run[1:]) and not (behind and behind[0].kind == "line" and not behind[0].gap)
    short = all(line.kind == "line" and page.ok(line) and len(page.text(line).split()) <= 4 for line in run)
    return run if tight and short else ()
