"""How alike two facts are: their words without the numbers, the place of the blank, the answer. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, Indel

from flashcards import quantity
from flashcards.model import BLANK, Candidate, Fields, Note
from flashcards.text import STOPWORDS, fold

Fact = Note | Candidate
"""Both sides of a pair have a kind, fields, a source and a text."""
Weigh = Callable[[str], float]
"""How much a word tells."""

RICH = 2
"""So many words must be left beside the numbers for a changed number to be no doubt."""
_LONG = 12
"""With more odd words than this on either side, typos are no longer looked for."""

_LEAD = re.compile(
    r"""^ \s*
    (?: (?: [-*+•>|] | \#{1,6} | \d{1,3}[.)] ) \s+ )*  # list marks, quotes, headings, steps
    """,
    re.VERBOSE | re.MULTILINE,
)
_WORD = re.compile(
    r"""\[\.\.\.\] | \#                                  # the blank, a masked quantity
    | [\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]         # scripts without spaces: each sign is a word
    | [^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+
      (?: ['’.] [^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+ )*
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LIMIT = 4_000
"""Characters of a text that are looked at."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is compared of a fact: its words without numbers, and its answer with them."""

    text: frozenset[str]
    front: frozenset[str]
    answer: str
    answer_words: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    numbers: frozenset[str]
    masked: tuple[str, str]


# Words


@lru_cache(maxsize=1 << 16)
def masked(text: str) -> str:
    """The text for comparing: no marks at the start of a line, quantities as `#`, the blank kept."""
    lines = _LEAD.sub("", text[:_LIMIT])
    return BLANK.join(quantity.mask(part) if part else "" for part in lines.split(BLANK))


@lru_cache(maxsize=1 << 16)
def masked_words(text: str) -> tuple[str, ...]:
    """The words of the masked text, the blank and `#` among them."""
    return tuple(_WORD.findall(masked(text)))


def content(words: Iterable[str]) -> frozenset[str]:
    """The words that are words."""
    return frozenset(word for word in words if word not in (BLANK, "#"))


def is_rich(words: Iterable[str]) -> bool:
    """True when enough is left beside the numbers to know the fact by."""
    return len(content(words) - STOPWORDS) >= RICH


@lru_cache(maxsize=1 << 15)
def _shape(text: str, fields: Fields) -> Shape:
    words, front = masked_words(text), masked_words(fields.front)
    place = front.index(BLANK) if BLANK in front else -1
    return Shape(
        text=content(words),
        front=content(front),
        answer=fold(fields.back[:_LIMIT]),
        answer_words=content(masked_words(fields.back)),
        before=front[max(0, place - 3) : place] if place >= 0 else (),
        after=front[place + 1 : place + 4] if place >= 0 else (),
        numbers=frozenset(_NUMBER.findall(text[:_LIMIT])),
        masked=(" ".join(words), " ".join(front)),
    )


def shape_of(fact: Fact) -> Shape:
    """What is compared of this fact."""
    return _shape(fact.text, fact.fields)


def place_of(fact: Fact) -> tuple[str, tuple[str, ...]]:
    """The document and the headings."""
    return fact.source.path, fact.source.section


# Likeness


def _typo(one: str, other: str) -> float:
    """How sure two unlike words are one: a slip of a key or another ending. Names with digits never are."""
    shortest, longest = sorted((len(one), len(other)))
    if shortest < 4 or any(map(str.isdigit, one + other)):
        return 0.8 if shortest > 1 and (one + "s" == other or other + "s" == one) else 0.0
    slips = 1 + longest // 9
    if OSA.distance(one, other, score_cutoff=slips) <= slips:
        return 0.9 if shortest > 5 else 0.75
    stem = 0.6 * longest
    return 0.75 if one[: int(stem) + 1] == other[: int(stem) + 1] else 0.0


def _likest(word: str, others: Iterable[str]) -> tuple[float, str]:
    return max(((_typo(word, other), other) for other in others), default=(0.0, ""))


def _shared(one: frozenset[str], other: frozenset[str], weigh: Weigh) -> float:
    """The weight of the words in common, a misspelt word among them."""
    weight = sum(weigh(word) for word in one & other)
    odd_one, odd_other = one - other, set(other - one)
    if len(odd_one) > _LONG or len(odd_other) > _LONG:
        return weight
    for word in sorted(odd_one):
        sure, twin = _likest(word, sorted(odd_other))
        if sure:
            odd_other.discard(twin)
            weight += sure * min(weigh(word), weigh(twin))
    return weight


def _overlap(one: frozenset[str], other: frozenset[str], weigh: Weigh) -> float:
    """Words in common against all words, from 0 to 1."""
    whole = sum(map(weigh, one)) + sum(map(weigh, other))
    return min(1.0, 2 * _shared(one, other, weigh) / whole) if whole else 0.5


def _beside(one: Shape, other: Shape) -> float:
    """How alike the words around the two blanks are; so two numbers of one line never swap."""
    return (_near(one.before, other.before) + _near(one.after, other.after)) / 2


def _near(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    return Indel.normalized_similarity(one, other) if one or other else 1.0


def _fronts(one: Shape, other: Shape, weigh: Weigh) -> float:
    words = _overlap(one.front, other.front, weigh)
    blanks = (bool(one.before or one.after), bool(other.before or other.after))
    if all(blanks):
        return (words + _beside(one, other)) / 2
    return words * 0.9 if any(blanks) else words


def _answers(one: Shape, other: Shape, weigh: Weigh) -> float:
    if one.answer == other.answer:
        return 1.0
    if not one.answer_words and not other.answer_words:
        return 0.5
    return 0.9 * _overlap(one.answer_words, other.answer_words, weigh)


def alike(one: Shape, other: Shape, weigh: Weigh) -> float:
    """How sure two facts are one, from 0 to a little over 1. A long answer says more than a short one."""
    told = min(len(one.answer_words), len(other.answer_words))
    weight = 0.5 if told >= 5 else 0.3 + 0.04 * told
    text = _overlap(one.text, other.text, weigh)
    front = _fronts(one, other, weigh)
    if not one.text or not other.text:
        text = front
    score = 0.35 * text + (0.65 - weight) * front + weight * _answers(one, other, weigh)
    numbers = one.numbers | other.numbers
    return score + (0.02 * len(one.numbers & other.numbers) / len(numbers) if numbers else 0.0)


# Words that all lines of a section say tell little about any of them


def weighers(candidates: Sequence[Candidate], places: Collection[Hashable]) -> dict[Hashable, Weigh]:
    """For each place, how much a word tells there. Counted over all candidates: a second run weighs alike."""
    texts: dict[Hashable, set[str]] = {place: set() for place in places}
    for candidate in candidates:
        if (place := place_of(candidate)) in texts:
            texts[place].add(candidate.text)
    return {place: _weigher(lines) for place, lines in texts.items()}


def _weigher(lines: Iterable[str]) -> Weigh:
    counts = Counter(word for line in lines for word in set(masked_words(line)))
    return lambda word: (0.25 if word in STOPWORDS else 1.0) / max(1, counts[word]) ** 0.5
