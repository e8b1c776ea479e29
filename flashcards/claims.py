"""Claims: what a card is about as a set of words, and what it says; for finding two cards about one thing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flashcards import cues, quantity
from flashcards.agreement import Amount, amount, asked, restored
from flashcards.model import BLANK, Candidate, Quantity
from flashcards.text import STOPWORDS, content_words, fold

DECISIVE = frozenset("no not off out over up down more most from into was were should would could each other".split())
"""Stop words that make another fact of a line."""
WHOSE = frozenset("my our his her their your i we they he she you".split())
"""Left out of the words, but two cards may not differ in them."""
LIGHT = frozenset(
    """has have had does do takes take took gets get sees see handles handle serves serve make makes made bring brings
    pull pulls many much today now currently right roughly around there what meaning means called say says about
    approx approximately""".split()
)
"""Words that add nothing to what is asked."""
PLAIN = frozenset("number figure fact note latency latencies key important useful quick always forget".split())
"""Words of headings that name no subject of their own."""
NEUTRAL = (
    PLAIN
    | cues.CONTAINER_WORDS
    | frozenset(
        """napkin estimate estimation prep call onsite system design revision basic talking point overview reading
        glossary companies company know remember every programmer should scale term word concept question answer
        background info""".split()
    )
)
"""Words of titles that name none; of a heading they may: `Final round`."""
ATTRIBUTES = frozenset(
    """revenue headcount staff founded funding valuation user customer client office size price cost salary churn
    margin growth budget team round stage deadline duration length power capacity headquarters hq industry type
    location ceo founder competitor strength weakness risk market status role tenure""".split()
)
"""What every subject has: without its subject such a card says nothing."""
SAME = {
    "employee": "staff", "people": "staff", "headcount": "staff", "employ": "staff", "worker": "staff",
    "yearly": "year", "annual": "year", "annually": "year", "daily": "day", "monthly": "month", "weekly": "week",
    "hourly": "hour", "datacenter": "datacentre", "turnover": "revenue", "avg": "average", "maximum": "max",
    "minimum": "min", "utilization": "utilisation",
}  # fmt: skip
"""Words that say the same, by their stem."""

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]{1,3}\b)?|[!^√+*<>→#]")
_LETTER = re.compile(r"(?<=[^\W\d_][ ])A\b")
"""`Series A`, `plan A`: no article."""
_CLAUSE = re.compile(r"[,;()—–]\s|\s[—–(]|[.]\s|\sand\s|\s/\s")
_TURNED = re.compile(r"→|->|\b(?:from|to|than|vs|versus|into|per)\b", re.IGNORECASE)
_VALUES = re.compile(r"\bqty\S{1,60}")
VALUE = "qty"
"""How a number looks among the words."""
RICH = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """One card: the words it asks with, its subject, and the amount or text it answers."""

    candidate: Candidate
    words: frozenset[str]
    """Of the front, without the number asked for; other numbers stand as values."""
    clause: frozenset[str]
    """Of the part of the line around the blank; empty where there is none."""
    counted: frozenset[str]
    """What the answer counts, where the front does not say it."""
    subject: frozenset[str]
    """Of the breadcrumb, without words that name no subject."""
    headings: frozenset[str]
    """Of the breadcrumb, all of them."""
    whose: frozenset[str]
    order: tuple[str, ...]
    """The words in order, where the order matters."""
    amount: Amount | None
    tail: frozenset[str]
    """What the answer says behind its number."""
    gist: frozenset[str]
    """Of the answer."""

    @property
    def rest(self) -> frozenset[str]:
        """The words of the line outside of the clause, numbers aside."""
        left = self.words - self.clause if self.clause else frozenset[str]()
        return frozenset(word for word in left if not word.startswith(VALUE))

    def known_by(self) -> Iterator[frozenset[str]]:
        """The sets of words it may be known by, the subject among them."""
        for said in dict.fromkeys((self.words, self.clause, self.words | self.counted)):
            key = said | self.subject
            if len(key) >= RICH and not all(word.startswith(VALUE) for word in said):
                yield key

    def is_rich(self) -> bool:
        """True when the front tells what it is about without its breadcrumb."""
        return len(self.words) >= RICH and not self.words <= ATTRIBUTES


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """A word without its plural, and one of those that say the same."""
    if not any(map(str.isdigit, word)):
        if len(word) > 4 and word.endswith("ies"):
            word = f"{word[:-3]}y"
        elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
    return SAME.get(word, word)


def tokens(text: str) -> list[str]:
    """The stems of all words that count, in order."""
    found = (
        word.replace("’", "'").removesuffix("'s") for word in _TOKEN.findall(_LETTER.sub("letterA", text).casefold())
    )
    return [stem(word) for word in found if not _is_noise(word)]


def _is_noise(word: str) -> bool:
    if word in DECISIVE:
        return False
    return word in STOPWORDS or word in LIGHT or word in WHOSE


def read(candidate: Candidate) -> Claim | None:
    """What a card claims; nothing for a card whose front has no word of its own."""
    fields = candidate.fields
    found = asked(fields) if "\n" not in fields.back and _may_measure(candidate) else None
    text = restored(fields)[0]
    shown, clause = _shown(candidate, found)
    words = frozenset(tokens(shown))
    if not words:
        return None
    blank = BLANK in fields.front
    return Claim(
        candidate=candidate,
        words=words,
        clause=frozenset(tokens(clause)) if clause else frozenset(),
        counted=frozenset() if blank or not found else frozenset(tokens(found.thing)),
        subject=_subject(fields.context) - words,
        headings=frozenset(tokens(fields.context)) - words,
        whose=WHOSE & set(fold(fields.front).split()),
        order=tuple(tokens(shown)) if _TURNED.search(shown) else (),
        amount=amount(found, text) if found else None,
        tail=frozenset(tokens(text[found.full_end :])) if found and not blank else frozenset(),
        gist=frozenset(map(stem, content_words(fold(fields.back)))),
    )


def _subject(context: str) -> frozenset[str]:
    title, _, headings = context.partition(" › ")
    return (frozenset(tokens(title)) - NEUTRAL) | (frozenset(tokens(headings)) - PLAIN)


def _may_measure(candidate: Candidate) -> bool:
    return candidate.kind in ("quantity", "comparison", "definition")


def _shown(candidate: Candidate, found: Quantity | None) -> tuple[str, str]:
    """The front with other numbers as values and without the one asked for, and the clause around that one."""
    fields = candidate.fields
    if BLANK not in fields.front or found is None:
        front = fields.front.replace(BLANK, " ")
        return _valued(front, _within(quantity.read(front), 0, len(front))), ""
    text, start, end = restored(fields)
    start, end = min(start, found.full_start), max(end, found.full_end)
    others = [q for q in quantity.read(text) if q.full_end <= start or q.full_start >= end]
    before, after = _valued(text[:start], _within(others, 0, start)), text[end:]
    after = _valued(after, _within(others, end, len(text)))
    return f"{before} {after}", _clause(before, after)


def _within(found: Sequence[Quantity], start: int, end: int) -> list[tuple[int, int, str]]:
    return [(q.full_start - start, q.full_end - start, _value(q)) for q in found if start <= q.full_start < end]


def _value(found: Quantity) -> str:
    """A number as one word: the same for `10 ms` and `0.01 s`."""
    low, high, dimension = quantity.base(found)
    return (
        f"{VALUE}{low:.9g}_{high:.9g}{dimension}".replace(".", "p")
        .replace(" ", "")
        .replace("+", "")
        .replace("-", "m")
        .replace("/", "")
        .replace("_", "to")
    )


def _valued(text: str, found: Sequence[tuple[int, int, str]]) -> str:
    for start, end, value in reversed(found):
        text = f"{text[:start]} {value} {text[end:]}"
    return text


def _clause(before: str, after: str) -> str:
    """The words around the blank up to the next mark; nothing when the line is one clause or names a time or version.

    What is left out must hold no name with a digit: `in 2024, 60 sites`.
    """
    cut = [found.end() for found in _CLAUSE.finditer(before)]
    stop = _CLAUSE.search(after)
    head, tail = (before[: cut[-1]] if cut else ""), (after[stop.start() :] if stop else "")
    if not (head or tail) or any(map(str.isdigit, _VALUES.sub("", head + tail))):
        return ""
    label = head.partition(":")[0] if ":" in head else ""
    inner = f"{label} {before[len(head) :]} {after[: stop.start()] if stop else after}"
    return inner if len(tokens(inner)) >= RICH else ""
