"""Lists: a label or heading with bullets that belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards import cues, wording
from flashcards.asking import answer_blocks, answers, asks, render
from flashcards.extractors import extractor
from flashcards.extractors._bodies import MAX_WORDS, answer_of
from flashcards.glosses import opens_with_gloss
from flashcards.model import Block, Candidate
from flashcards.naming import is_generic, name
from flashcards.page import Page
from flashcards.shapes import LISTED, is_inside_answer, is_procedure, shape
from flashcards.siblings import column, counts_on, is_exercise, is_fragmentary, is_numbered, names_many
from flashcards.text import fold, words

HEADS = frozenset({"heading", "label", "item", "line"})
MAX_NAME_WORDS = 40
"""Words of all of them together; half of them have three at the most."""
MAX_TREE = 14
"""Lines of a tree of short names that still make one card."""
MAX_ITEM_WORDS = 35
MAX_LIST_WORDS = 220
"""Words of a list of prose that is cut to its beats."""
MAX_PAIR_WORDS = 20
LEAD_IN = 20
"""Words of a head with a colon."""
JOTTED = 12
"""Words of a line that is jotted down."""
NAMED = 4
"""Words of a name."""
PROSE = 9
"""Words an item of which on average is prose, not a name."""
CARRIED = frozenset(
    "told pair values compare family code row question ask lone-question quantity chain story term".split()
)
"""Shapes of items that have cards of their own."""

NO_HEADS = frozenset("question ask lone-question answer pitch story none term".split())


_CHECKLIST = re.compile(r"\bcheck ?lists?\b|\bto ask (?:yourself|ourselves)\b|\bguiding questions\b", re.IGNORECASE)
"""A head under which questions are points to go through."""
_DONTS = re.compile(r"(?:do[’']?s? (?:and|&|/) )?don[’']?t[’']?s?", re.IGNORECASE)
"""The name of a list of what not to do."""
_SLUG = re.compile(r"[^\W_]+(?:_[^\W_]+)+")
"""Words joined by underscores."""
_COUNTS = "two three four five six seven eight nine ten".split()
_SAID = re.compile(
    rf"\b({'|'.join(_COUNTS)}) (?:things|points|reasons|questions|parts|steps|ways|kinds|types|ideas|items)\b"
)


_COUNTED_LAST = re.compile(rf"\b(?:{'|'.join(_COUNTS)}) (?:[\w-]+ ){{0,2}}?[a-z]{{2,}}s\b[^,;.]{{0,60}}$")
"""`… three kinds of work` at the end of a sentence that leads to a list."""


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per list of few enough items, unless its items have cards of their own."""
    for head in page.blocks:
        if (
            page.outline.under(head.index)
            and head.kind in HEADS
            and _heads_list(page, head)
            and not _inside_list(page, head)
        ):
            yield _card(page, head)


def _items(page: Page, head: Block) -> tuple[Block, ...]:
    """The first run of items of one sort below a head; for a label the lines below it when it has no items."""
    kids = list(_near(page, head))
    items = [kid for kid in kids if kid.kind == "item"]
    if not items:
        if head.kind in ("label", "item") or (head.kind == "line" and len(kids) >= LISTED):
            return tuple(kids) if len(kids) > 1 else ()
        return column(page, head) or _jotted(page, head)
    numbered, tight = is_numbered(items[0]), len(items) > 2 and not items[1].gap
    end = next(
        (
            at
            for at, item in enumerate(items)
            if is_numbered(item) != numbered or (tight and at > 1 and item.gap and not counts_on(items[at - 1], item))
        ),
        len(items),
    )
    return _heads_of_lists(page, items[:end])


def _jotted(page: Page, head: Block) -> tuple[Block, ...]:
    """Three or more short lines without an end right below a heading, and nothing else: what there is to it."""
    run = page.outline.under(head.index)
    if (
        head.kind != "heading"
        or not LISTED <= len(run) <= page.settings.limits.items
        or any(kid.gap for kid in run[1:])
    ):
        return ()
    short = all(kid.kind == "line" and page.ok(kid) and 1 < len(words(page.text(kid))) <= JOTTED for kid in run)
    return run if short and not any(page.text(kid).endswith((".", ":", "?", ",")) for kid in run) else ()


def _heads_of_lists(page: Page, items: list[Block]) -> tuple[Block, ...]:
    """Where three short names have lists of their own, what stands beside them says something of all: no part."""
    named, rest = list[Block](), list[Block]()
    for item in items:
        (named if page.kids(item) and len(words(_name_of(page, item))) <= NAMED else rest).append(item)
    prose = all(len(words(page.text(item))) > NAMED and not page.kids(item) for item in rest)
    return tuple(named if len(named) >= LISTED and len(named) > 2 * len(rest) and prose else items)


def _heads_list(page: Page, head: Block) -> bool:
    known = page.lists.get(head.index)
    if known is None:
        known = page.lists[head.index] = _is_list(page, head)
    return known


def _is_list(page: Page, head: Block) -> bool:
    if not page.ok(head) or shape(page, head) in NO_HEADS:
        return False
    items = _items(page, head)
    if (
        not 1 <= len(items) <= _most(page, items)
        or _contradicts(page, head, items)
        or not all(page.free(item) for item in items)
    ):
        return False
    if len(items) == 1 and (head.kind not in ("label", "heading") or not page.text(head)):
        return False
    if len(items) == 1 and head.kind == "heading" and len(words(page.text(items[0]))) < 3:
        return False
    if len(items) == 1 and fold(page.text(items[0]).split(" ")[0]) in wording.IMPERATIVES:
        return False
    if _are_files(items) or _are_empty(page, items):
        return False
    glossed = head.kind in ("heading", "label") and opens_with_gloss(page, head, items)
    if _is_schedule(page, items):
        return False
    if _only_questions(page, head, items) or glossed:
        return False
    if is_procedure(page, head) or _is_told_above(page, head, items) or is_fragmentary(page, head):
        return False
    apart = _is_mixed(page, head, items) or _carried(page, head, items)
    return not apart and _named(page, head) and _short(page, items)


def _are_files(items: tuple[Block, ...]) -> bool:
    """True for `week_one`, `week_two` …: names of files or pages, no words; names of code stand in code marks."""
    slugs = sum(1 for item in items if _SLUG.fullmatch(item.text))
    return slugs * 2 >= len(items) and all(len(item.text.split()) == 1 for item in items)


def _are_empty(page: Page, items: tuple[Block, ...]) -> bool:
    """True for mere letters, `S` `T` `A` `R`, and for names of sections: `basics`, `notes`."""
    generic = sum(1 for item in items if is_generic(page.text(item)))
    return generic * 2 >= len(items) > 1 or all(len(page.text(item)) < 2 for item in items)


def _is_told_above(page: Page, head: Block, items: tuple[Block, ...]) -> bool:
    """True inside an answer that shows the list; one cut to its beats leaves a list of names out."""
    if head.kind == "label" and not cues.PARTS.search(page.text(head)) and _in_answer(page, head):
        return True
    if not is_inside_answer(page, head):
        return False
    names = len(items) >= 3 and all(len(words(page.text(item))) <= 5 for item in items)
    asked = next((up for up in page.outline.above(head) if shape(page, up) == "question"), None)
    if asked is None or not names or head.kind not in ("item", "label"):
        return True
    return sum(len(words(line)) for line in render(page, answer_blocks(page, asked))) <= MAX_WORDS


def _in_answer(page: Page, head: Block) -> bool:
    """True for a label that an answered question further up takes into its answer."""
    return any(shape(page, asked) == "question" and answers(page, asked, head) for asked in page.before(head))


def _is_schedule(page: Page, items: tuple[Block, ...]) -> bool:
    """Half of the items say when or where: a calendar."""
    return sum(1 for item in items if wording.says_when(page.text(item))) * 2 >= max(1, len(items))


def _named(page: Page, head: Block) -> bool:
    title, pair = title_of(page, head), page.pair(head)
    if (
        fold(pair.key if pair else title) in cues.META_KEYS
        or (cues.NUMBERED.search(title) and len(words(title)) <= 2)
        or cues.DEICTIC.search(title)
        or (head.kind == "heading" and cues.TALK.search(title))
    ):
        return False
    return (
        bool(title)
        and not is_generic(title)
        and len(words(title)) <= (LEAD_IN if page.text(head).endswith(":") else 14)
        and (bool(_DONTS.fullmatch(title)) or not wording.ADVICE.match(title))
    )


def title_of(page: Page, head: Block) -> str:
    """The name of a list: its head, of a long one the last sentence ("We are looking for:")."""
    text = page.text(head)
    last = name(re.split(r"(?<=[.!?])\s+", text)[-1] if text.endswith(":") else text)
    if len(words(last)) > LEAD_IN and (counted := _COUNTED_LAST.search(last)):
        last = counted[0]
    return re.sub(r"^(?:there|here|these|those) (?:are|is)(?: the)? ", "", last, flags=re.IGNORECASE)


def _carried(page: Page, head: Block, items: tuple[Block, ...]) -> bool:
    carried = CARRIED - {"quantity", "family", "chain"} if all(is_numbered(item) for item in items) else CARRIED
    own = sum(1 for item in items if shape(page, item) in carried and re.search(r"[^\W\d_]", page.text(item)))
    versus = sum(1 for item in items if shape(page, item) in ("pair", "compare", "row"))
    if " vs " in fold(page.text(head)) and not versus:
        return False
    pair = page.pair(head)
    bare = head.kind in ("heading", "label") or not (pair and pair.value)
    return own * 2 > len(items) and not (
        bare and 2 <= len(items) <= page.settings.limits.items and _names_parts(page, head, items)
    )


def _names_parts(page: Page, head: Block, items: tuple[Block, ...]) -> bool:
    """True when the items with cards of their own are the parts of one thing, not its attributes."""
    if cues.PARTS.search(page.text(head)):
        return True
    found = [page.pair(item) for item in items]
    names = [pair.key if pair else page.text(item) for pair, item in zip(found, items, strict=True)]
    glossed = sum(
        1
        for pair, item in zip(found, items, strict=True)
        if (pair and len(words(pair.value)) >= 2) or shape(page, item) == "term"
    )
    if len(items) < 3 or glossed * 2 < len(items) or any(len(words(entry)) > 5 for entry in names):
        return False
    title = re.sub(r"^(?:the|some|its|our|my|their) ", "", title_of(page, head), flags=re.IGNORECASE)
    plural = re.search(r"[^\W\d_]{2,}(?<!s)s$", title, re.IGNORECASE) or names_many(title)
    return (bool(plural) or head.kind == "item") and not any(map(page.quantities, items))


def _most(page: Page, items: tuple[Block, ...]) -> int:
    sizes = sorted(len(words(page.text(item))) for item in items)
    names = bool(sizes) and sizes[len(sizes) // 2] <= 3 and sum(sizes) <= MAX_NAME_WORDS
    limits = page.settings.limits
    return max(limits.names, limits.items) if names else limits.items


def _contradicts(page: Page, head: Block, items: tuple[Block, ...]) -> bool:
    """ "Two things here" above three bullets: the label is talk, or the list is not its list."""
    said = _SAID.search(fold(page.text(head)))
    return said is not None and _COUNTS.index(said[1]) + 2 != len(items)


def _only_questions(page: Page, head: Block, items: tuple[Block, ...]) -> bool:
    """A list of questions is no list of parts, unless its head says that it is one."""
    if _CHECKLIST.search(page.text(head)):
        return False
    if sum(1 for item in items if is_exercise(page.text(item))) * 2 > len(items):
        return True
    if "question" in fold(page.text(head)) and page.zone(head) != "asked":
        return False
    return len(items) > 1 and sum(1 for item in items if asks(page, item)) * 2 >= len(items)


def _near(page: Page, head: Block) -> Iterator[Block]:
    """The items and lines right below a head, up to the first other thing."""
    for kid in page.outline.under(head.index):
        if kid.kind in ("row", "code", "label", "heading", "rule"):
            return
        if kid.kind in ("item", "line") and page.ok(kid):
            yield kid


def _is_tree(page: Page, items: tuple[Block, ...]) -> bool:
    """Most items are names with a list below them: the tree is one card."""
    inner = [kid for item in items for kid in page.kids(item)]
    return (
        _branches(page, items) * 2 > len(items)
        and len(items) + len(inner) <= MAX_TREE
        and all(len(words(page.text(entry))) <= 5 for entry in (*items, *inner))
    )


def _branches(page: Page, items: tuple[Block, ...]) -> int:
    """How many items head a list of their own."""
    return sum(1 for item in items if len(page.kids(item)) >= 2)


def _is_mixed(page: Page, head: Block, items: tuple[Block, ...]) -> bool:
    """Some items are lists themselves, and not all are names: the inner lists are the cards."""
    whole = _is_tree(page, items) or _only_names(page, items) or _ends_in_list(page, head, items)
    return _branches(page, items) > 0 and not whole


def _ends_in_list(page: Page, head: Block, items: tuple[Block, ...]) -> bool:
    """`Weaknesses of the plan` above its points, of which only the last says more below: the points are a card."""
    if len(items) < LISTED or _branches(page, items) != 1 or not page.kids(items[-1]):
        return False
    *sizes, last = [len(words(page.text(item))) for item in items]
    if last * LISTED * len(sizes) < sum(sizes):  # a name behind sentences: another thing
        return False
    return names_many(title_of(page, head))


def _only_names(page: Page, items: tuple[Block, ...]) -> bool:
    """Three or more short names, some with much below them: the names alone are a card."""
    return len(items) >= 3 and all(len(words(_name_of(page, item))) <= NAMED for item in items)


def _name_of(page: Page, item: Block) -> str:
    """The key of a pair, else the whole text."""
    pair = page.pair(item)
    return pair.key if pair and pair.value else page.text(item)


def _inside_list(page: Page, head: Block) -> bool:
    """True for an item whose list is shown as part of the list above it."""
    parent = page.parent(head)
    if head.kind != "item" or parent is None or not _heads_list(page, parent):
        return False
    return _is_tree(page, _items(page, parent)) or _branches(page, _items(page, parent)) == 0


def _short(page: Page, items: tuple[Block, ...]) -> bool:
    sizes = [len(words(text)) for text in _shown(page, items)]
    return all(size <= MAX_ITEM_WORDS for size in sizes) or (len(sizes) >= 2 and sum(sizes) <= MAX_LIST_WORDS)


def _shown(page: Page, items: tuple[Block, ...]) -> list[str]:
    """The items as the list shows them; where one is a long pair, which has a card of its own, the names."""
    texts, found = [page.text(item) for item in items], [page.pair(item) for item in items]
    if _branches(page, items) and _only_names(page, items):
        return [name(_name_of(page, item)) for item in items]
    keys = [name(pair.key) if pair and pair.value else text for pair, text in zip(found, texts, strict=True)]
    long = any(len(words(text)) > MAX_PAIR_WORDS for text in texts)
    return keys if long and sum(1 for pair in found if pair and pair.value) * 2 >= len(items) else texts


def _asked(page: Page, title: str, shown: list[str]) -> str:
    """What is asked of a list: how many names, or the points it makes."""
    if len(shown) < 2:
        return f"{title}?"
    prose = sum(len(words(text)) for text in shown) > PROSE * len(shown)
    return page.say("key-points", title) if prose else page.say("which", title, len(shown))


def _card(page: Page, head: Block) -> Candidate:
    items = _items(page, head)
    named = _branches(page, items) > 0 and not _is_tree(page, items)
    shown = _shown(page, items)
    named = named or shown != [page.text(item) for item in items]
    back, extra = answer_of([f"- {text}" for text in shown] if named else render(page, items))
    title = title_of(page, head)
    front = title if title.endswith("?") else _asked(page, title, shown)
    if re.match(r"^(?:why|how|what|who|when|where)\b", title, re.IGNORECASE):
        front = title if title.endswith("?") else f"{title}?"
    source = page.source(head, page.last_line(items[-1]))
    return Candidate("list", page.fields(head, front, back, extra=extra), source, page.raw(source))
