"""Definitions and facts in the form key and value: `**Term**: gloss`, `term = gloss`, a term with one line below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from flashcards import wording
from flashcards.asking import render
from flashcards.extractors import extractor
from flashcards.extractors._bodies import answer_of
from flashcards.glosses import told_steps
from flashcards.model import Block, Candidate, Kind
from flashcards.naming import name
from flashcards.page import SUBJECT_KEY, Page
from flashcards.pairs import ARROWS, Pair, is_dated_gloss
from flashcards.shapes import GLOSS, WRAPS, is_term, of_shape
from flashcards.siblings import code_entry
from flashcards.text import fold, has_words, words

_VERSUS = re.compile(r"\s+(?:/|vs?\.?|versus|and|or)\s+")
_COMMA = re.compile(r",\s+")
_SPLITTERS = (re.compile(r"\s+/\s+"), re.compile(r";\s+"), _COMMA)
MAX_SIDE = 4
"""Words of a term behind another one on its line."""
NEAR = 2
"""Lines before and behind a pair that are looked at."""
MOST_GLOSSED = 3
"""Lines below a stage that tell what it is."""
GLOSSED = 4
"""Words behind the dash or arrow of a term that say what it is, whatever stands below."""
MAX_GLOSS = 200
"""Words of a value that still make one card, cut to its beats."""

_NEXT_TERM = re.compile(
    r"[,;]\s+([A-Z][\w/&-]{1,20}|"
    r"(?!(?:where|with|if|so|and|or|but|then)\b)[a-z][\w'’-]+(?: [\w'’-]+){0,2})\s+=\s+(?=\D)"
)
"""`X = a gloss, Y = another gloss`."""
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})[.!]\s+")
"""The end of a sentence in front of the first term of several."""
_SIDE = re.compile(r"(?P<key>[^=:→]{2,40}?)\s*(?:=|:|→|->)\s+(?P<gloss>\S.*)$")
"""One more term with its gloss on the line of another."""
_LOOSE = ARROWS | {"-", "–", "—"}
"""What parts a title from its subtitle as well."""
_WORD = re.compile(r"[^\W\d_]{2}")
_LEANS = re.compile(
    r"(?:to|and|or|but|so|which|that|because|then|not|with|without|as|like|e\.g\.|usually)\b", re.IGNORECASE
)
"""How the rest of a gloss opens, which is no gloss itself."""
_GLOSS_LEAD = re.compile(r"^(?:a|an|the|one|what|how|when|where|who|which|the)\b|^\w+ing\b", re.IGNORECASE)

_ASKING = re.compile(r"(?:why|how|what|when|who|which|where)\b(?=\s+\w)", re.IGNORECASE)
"""A key that asks; `WHERE` alone is a term."""


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per key and value; a key with lines below takes them into its answer."""
    for block in (*of_shape(page, "pair"), *told_steps(page)):
        pair = page.pair(block)
        if pair:
            yield from _pair(page, block, pair)
    for block in of_shape(page, "code"):
        entry = code_entry(page, block)
        if entry:
            yield _card(page, block, "definition", page.say("what-is-it", entry[0]), entry[1])
    glossed = [block for block in of_shape(page, "step") if _is_glossed_step(page, block)]
    for block in (*of_shape(page, "term"), *glossed):
        kids = page.kids(block)
        gloss = render(page, kids) if kids[0].marker == GLOSS else _first_sentence(page, kids)
        term = name(page.text(block))
        front = f"{term}?" if _ASKING.match(term) else page.say("what-is-it", term)
        yield _card(page, block, "definition", front, answer_of(gloss)[0], nested=True)


def _is_glossed_step(page: Page, block: Block) -> bool:
    """`2. Autonomous speech` with a line right below it, no further in: a stage, told as well as counted."""
    kids = page.kids(block)
    named = is_term(page, block) and not wording.opens_with(page.text(block), wording.IMPERATIVES)
    return named and len(kids) <= MOST_GLOSSED and all(kid.kind == "line" and kid.depth == block.depth for kid in kids)


def _first_sentence(page: Page, kids: tuple[Block, ...]) -> list[str]:
    """The first line below a term, with the lines right behind it that end its sentence."""
    told = render(page, kids[:1])
    if len(told) > 1 or kids[0].kind != "line":
        return told
    text = told[0]
    for above, kid in pairwise(kids):
        wrapped = len(words(page.text(above))) > WRAPS and not text.endswith((".", "!", "?", ":"))
        if kid.kind != "line" or kid.gap or not wrapped or not page.text(kid)[:1].islower() or page.pair(kid):
            break
        text = f"{text} {page.text(kid)}"
    return [text]


def _pair(page: Page, block: Block, pair: Pair) -> Iterator[Candidate]:
    if len(pair.value.split()) > MAX_GLOSS or (block.kind == "heading" and not _self_contained(page, block)):
        return
    kids = page.kids(block)
    if not kids and (parts := parallel(pair)):
        for key, value in parts:
            yield _card(page, block, "definition", page.say("what-is-it", key), value)
        return
    if _titles_kids(page, block, pair):
        return
    key = name(pair.key) or pair.key
    back = pair.value
    nested = bool(kids) and all(not page.pair(kid) and not page.quantities(kid) for kid in kids) and len(kids) <= 4
    if nested:
        back = "\n".join([pair.value, *render(page, kids)])
    back, extra = answer_of(back.split("\n"))
    yield _card(page, block, kind_of(page, block, pair), prompt(page, block, pair, key), back, extra, nested=nested)


def _titles_kids(page: Page, block: Block, pair: Pair) -> bool:
    """`Berths - prices` above lines with numbers or pairs: the title of those, unless it is one of several terms."""
    if (
        pair.sep not in _LOOSE
        or is_dated_gloss(pair)
        or ((pair.marked or pair.sep in ARROWS) and len(words(pair.value)) >= GLOSSED)
        or (block.kind in ("item", "label") and _has_dashed_twin(page, block))
    ):
        return False
    return any(page.quantities(kid) or page.pair(kid) for kid in page.kids(block))


def _has_dashed_twin(page: Page, block: Block) -> bool:
    """True when most items beside it are dashed pairs, too: each says what its term is, and more below."""
    beside = [
        page.pair(entry) for entry in page.around(block, NEAR) if entry.kind != "heading" and entry.index != block.index
    ]
    dashed = sum(1 for pair in beside if pair and pair.value and pair.dashed)
    return dashed >= 2 and dashed * 2 >= len(beside)


def _self_contained(page: Page, block: Block) -> bool:
    """A heading that carries its own value: `## Type: market maker`."""
    found = page.pair(block)
    if found is None or block.kind != "heading" or SUBJECT_KEY.match(found.key) or len(words(found.key)) > 3:
        return False
    if any(kid.kind == "heading" for kid in page.kids(block)):  # the title of all that stands below it
        return False
    return found.sep in (":", "=") or (found.dashed and len(words(found.value)) >= 4 and found.value[0].islower())


def kind_of(page: Page, block: Block, pair: Pair) -> Kind:
    """Quantity when the value is a number and little else, list when it enumerates, else definition."""
    if is_dated_gloss(pair):
        return "definition"
    leading = [found for found in page.quantities(block) if has_words(pair.value[:40], "") or found]
    if leading and len(words(pair.value)) <= 6 and re.match(r"^\W*[\d~≈<>$€£]", pair.value):
        return "quantity"
    if len(re.findall(r",\s", pair.value)) >= 2 and len(words(pair.value)) <= 16:
        return "list"
    return "definition"


def prompt(page: Page, block: Block, pair: Pair, key: str) -> str:
    """What the front asks: `Key?` for an attribute, `Key: what is it?` for a term."""
    if key.endswith("?"):
        return key
    if _ASKING.match(key) or pair.sep == "are":
        return f"{key}?"
    if pair.sep in ("means", "stands for", "refers to"):
        return page.say("what-does-it-mean", key)
    kind = kind_of(page, block, pair)
    if not pair.sep and kind != "quantity" and not _GLOSS_LEAD.match(pair.value) and not re.match(r"^\w+s\b", key):
        return f"{key} …?" if re.match(r"^\w+s\b", pair.value) else page.say("what-is-it", key)
    if pair.sep in ("=", "≈") and re.match(r"^[~≈<>$€£(]?[\d√(]", pair.value):
        return f"{key} {pair.sep} ?"
    if pair.sep in ARROWS and not _GLOSS_LEAD.match(pair.value):
        return f"{key} → ?"
    glossed = kind == "definition" and len(words(pair.value)) >= 3
    term = pair.sep != ":" or pair.marked or bool(_GLOSS_LEAD.match(pair.value))
    return page.say("what-is-it", key) if glossed and term and len(words(key)) <= 5 else f"{key}?"


def _card(
    page: Page, block: Block, kind: Kind, front: str, back: str, extra: str = "", *, nested: bool = False
) -> Candidate:
    source = page.source(block, page.last_line(block) if nested else None)
    return Candidate(kind, page.fields(block, front, back, extra=extra), source, page.raw(source))


def parallel(pair: Pair) -> list[tuple[str, str]]:
    """`a / b → x / y`: two terms with their two glosses, one by one."""
    if pair.sep == "=" and len(parts := _NEXT_TERM.split(pair.value)) > 1:
        first, *rest = parts
        key = _SENTENCE.split(pair.key)[-1]
        return [(key, first), *zip(rest[::2], rest[1::2], strict=True)]
    if apart := _versus(pair) or _sides(pair):
        return apart
    keys = [key.rstrip("?") for key in re.split(r"\s+(?:/|vs\.?|and)\s+", pair.key)]
    if not all(re.search(r"[^\W\d_]", key) for key in keys):
        return []
    for splitter in _SPLITTERS:
        values = splitter.split(pair.value)
        if splitter is _COMMA and (pair.dashed or any(_LEANS.match(value) for value in values)):
            continue
        if len(keys) > 1 and any(re.match(r"[~<>≈$€£]?\d", value) for value in values):
            continue
        if len(values) == len(keys) > 1 and all(keys) and all(len(words(value)) >= 2 for value in values):
            return list(zip(keys, values, strict=True))
    return []


def _versus(pair: Pair) -> list[tuple[str, str]]:
    """`use by vs best before: use by is safety, best before is quality`: each gloss opens with its term."""
    keys = [key.strip() for key in _VERSUS.split(pair.key)]
    if len(keys) < 2:
        return []
    if not all(keys):
        return []
    firsts = "|".join(re.escape(key.split()[0]) for key in keys)
    parts = re.split(rf"\s*[;,/]\s+(?=(?:{firsts})\b)", pair.value, flags=re.IGNORECASE)
    if len(parts) != len(keys):
        return []
    found: list[tuple[str, str]] = []
    for key, part in zip(keys, parts, strict=True):
        gloss = re.match(
            rf"(?:{re.escape(key)}|{re.escape(key.split()[0])})\s*(?:(?:is|are|means)\b|=|:|-)\s*(?P<gloss>\S.*)$",
            part,
            re.IGNORECASE,
        )
        if gloss is None or gloss["gloss"].count(")") > gloss["gloss"].count("("):
            return []
        found.append((key, gloss["gloss"]))
    return found


def _sides(pair: Pair) -> list[tuple[str, str]]:
    """`passive = ice only / active = plugged in`: terms with their glosses one behind the other."""
    slashed = " / " in pair.value
    first, *rest = re.split(r"\s+/\s+" if slashed else r";\s+|(?<=[^\W\d_]{2})\.\s+", pair.value.rstrip("."))
    found = [side for part in rest if (side := _SIDE.match(part)) and len(words(side["key"])) <= MAX_SIDE]
    if (
        not first
        or first.endswith(")")
        or not found
        or len(found) < len(rest)
        or (slashed and _WORD.search(first) is None)
    ):
        return []
    if not slashed and not all(_are_parallel(pair.key, side["key"]) for side in found):
        return []
    return [(pair.key, first), *((side["key"], side["gloss"]) for side in found)]


def _are_parallel(one: str, other: str) -> bool:
    """`Stage 1` and `Stage 2`, `dry dock` and `floating dock`, `DSD` and `TPWS`: names of one sort."""
    shared = set(words(fold(one))) & set(words(fold(other)))
    return bool(shared) or (one.isupper() and other.isupper())
