"""How alike two facts are: their words without the numbers, the place of the blank, the answer. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel, JaroWinkler

from flashcards import quantity
from flashcards.model import BLANK, Candidate, Fields, Note
from flashcards.text import STOPWORDS, fold

Fact = Note | Candidate
"""Both sides of a pair have a kind, fields, a source and a text."""
Weigh = Callable[[str], float]
"""How much a word tells."""

RICH = 2
"""So many words must be left beside the numbers for a changed number to be no doubt."""
WHOLE = 0.9
"""So much of a line, by weight, must stand in another one that holds it."""
HELD = 0.74
"""How alike two such lines are: enough below the same headings, not in another document."""
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
_DIGIT = re.compile(r"\d")
_all_else = attrgetter("kind", "text", "note_type", "tags", "deck", "source.section")
_LIMIT = 4_000
"""Characters of a text that are looked at."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is compared of a fact: its words without numbers, and its answer with them."""

    text: frozenset[str]
    front: frozenset[str]
    prompt: str
    answer: str
    answer_words: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    figures: frozenset[str]
    front_figures: frozenset[str]
    answer_figures: frozenset[str]
    masked: tuple[str, str]
    words: frozenset[str]
    """All words that mean something, those of the answer too."""
    telling: frozenset[str]
    """Words of line and front that the headings do not say already."""


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


@lru_cache(maxsize=1 << 16)
def bare(text: str) -> tuple[str, ...]:
    """The words of a line and its numbers, without its marks: a bullet that became a row of a table is equal."""
    return tuple(_WORD.findall(text[:_LIMIT])) + ((text[_LIMIT:],) if len(text) > _LIMIT else ())


def content(words: Iterable[str]) -> frozenset[str]:
    """The words that are words."""
    return frozenset(word for word in words if word not in (BLANK, "#"))


@lru_cache(maxsize=1 << 15)
def _shape(text: str, fields: Fields, headings: frozenset[str]) -> Shape:
    words, front, answer = masked_words(text), masked_words(fields.front), content(masked_words(fields.back))
    place = front.index(BLANK) if BLANK in front else -1
    said = content((*words, *front)) - STOPWORDS
    return Shape(
        text=content(words),
        front=content(front),
        prompt=fold(fields.front[:_LIMIT]),
        answer=fold(fields.back[:_LIMIT]),
        answer_words=answer,
        before=front[max(0, place - 3) : place] if place >= 0 else (),
        after=front[place + 1 : place + 4] if place >= 0 else (),
        figures=_figures(text),
        front_figures=_figures(fields.front),
        answer_figures=_figures(fields.back),
        masked=(" ".join(words), " ".join(front)),
        words=said | (answer - STOPWORDS),
        telling=said - headings,
    )


def _figures(text: str) -> frozenset[str]:
    """The numbers as they stand."""
    return frozenset(f"#{number}" for number in _NUMBER.findall(text[:_LIMIT]))


def shape_of(fact: Fact) -> Shape:
    """What is compared of this fact."""
    source, fields = fact.source, fact.fields
    return _shape(fact.text, fields, _headings(source.path, source.section, fields.context, fields.source))


@lru_cache(maxsize=1 << 12)
def _headings(path: str, section: tuple[str, ...], context: str, foot: str) -> frozenset[str]:
    return frozenset(_WORD.findall(" ".join((path, *section, context, foot)).casefold()))


def is_rich(fact: Fact) -> bool:
    """True when enough is left beside the numbers to know the fact by."""
    return len(shape_of(fact).telling) >= RICH


def is_long(fact: Fact) -> bool:
    """True when no other line would say the same by chance."""
    return len(_WORD.findall(fact.text[:_LIMIT])) > RICH


def is_telling(fact: Fact) -> bool:
    """True when the answer alone says which fact it is: three words or two numbers."""
    shape = shape_of(fact)
    return len(shape.answer_words) > RICH or len(shape.answer_figures) >= RICH


def place_of(fact: Fact) -> tuple[str, tuple[str, ...]]:
    """The document and the headings."""
    return fact.source.path, fact.source.section


def order_of(fact: Fact) -> tuple[object, ...]:
    """The order of the document, whatever the order of the extractors. On one line the first blank is first."""
    source, fields = fact.source, fact.fields
    place = (source.path, source.line_start, source.line_end, fields.front.find(BLANK))
    texts = (fields.front, fields.back, fields.context, fields.extra, fields.reverse, fields.reverse_back)
    return (*place, *texts, fields.source, *_all_else(fact))


# Likeness


def _typo(one: str, other: str) -> float:
    """How sure two unlike words are one: a slip of a key or another ending. Names with digits never are."""
    shortest, longest = sorted((len(one), len(other)))
    if shortest < 4 or any(map(str.isdigit, one + other)):
        return 0.8 if shortest > 1 and (one + "s" == other or other + "s" == one) else 0.0
    slips = 1 + longest // 12
    if OSA.distance(one, other, score_cutoff=slips) <= slips:
        if one[0] != other[0] and one[1] != other[0]:
            return 0.5  # most words that differ at the head are other words: inbound, outbound
        return 0.9 if shortest > 5 else 0.75
    stem = 0.6 * longest
    return 0.75 if one[: int(stem) + 1] == other[: int(stem) + 1] else 0.0


def _likest(word: str, others: Sequence[str]) -> tuple[float, str]:
    found = process.extractOne(word, others, scorer=JaroWinkler.similarity, score_cutoff=0.7)
    return (_typo(word, found[0]), found[0]) if found else (0.0, "")


def _shared(one: frozenset[str], other: frozenset[str], weigh: Weigh) -> float:
    """The weight of the words in common, a misspelt word among them."""
    weight = sum(weigh(word) for word in one & other)
    odd_one, odd_other = sorted(one - other), sorted(other - one)
    if len(odd_one) > _LONG or len(odd_other) > _LONG:
        return weight
    for word in odd_one:
        sure, twin = _likest(word, odd_other)
        if sure:
            odd_other.remove(twin)
            weight += sure * min(weigh(word), weigh(twin))
    return weight


def _overlap(one: frozenset[str], other: frozenset[str], weigh: Weigh) -> float:
    """Words in common against all words, from 0 to 1."""
    whole = sum(map(weigh, one)) + sum(map(weigh, other))
    return min(1.0, 2 * _shared(one, other, weigh) / whole) if whole else 0.5


def _holds(one: Shape, other: Shape, weigh: Weigh) -> bool:
    """True when the line of one holds that of the other, about the same number: a line that was split or merged."""
    if not one.answer_figures or one.answer_figures != other.answer_figures:
        return False
    few, many = sorted((one.figures, other.figures), key=len)
    if not few <= many:
        return False
    fronts = one.front | one.answer_words, other.front | other.answer_words
    return _all_in(one.text, other.text, weigh) and _all_in(*fronts, weigh)


def _all_in(one: frozenset[str], other: frozenset[str], weigh: Weigh) -> bool:
    few, many = sorted((one, other), key=len)
    whole = sum(map(weigh, few))
    return whole > 0 and _shared(few, many, weigh) >= WHOLE * whole


def _beside(one: Shape, other: Shape) -> float:
    """How alike the words around the two blanks are; so two numbers of one line never swap."""
    return (_near(one.before, other.before) + _near(one.after, other.after)) / 2


def _near(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    return Indel.normalized_similarity(one, other) if one or other else 1.0


def _texts(one: Shape, other: Shape, weigh: Weigh) -> float:
    if _is_poor(one, other):
        return _overlap(one.text | one.figures, other.text | other.figures, weigh)
    return _overlap(one.text, other.text, weigh)


def _is_poor(one: Shape, other: Shape) -> bool:
    """With hardly any words, the numbers are all there is to compare."""
    return min(len(one.telling), len(other.telling)) < RICH


def _fronts(one: Shape, other: Shape, weigh: Weigh) -> float:
    if _is_poor(one, other):
        words = _overlap(one.front | one.front_figures, other.front | other.front_figures, weigh)
    else:
        words = _overlap(one.front, other.front, weigh)
    blanks = (bool(one.before or one.after), bool(other.before or other.after))
    if all(blanks):
        return (words + _beside(one, other)) / 2
    return words * 0.9 if any(blanks) else words


def _answers(one: Shape, other: Shape, weigh: Weigh) -> float:
    if one.answer == other.answer:
        return 1.0
    if not one.answer_words and not other.answer_words:
        return 0.4
    if one.answer_figures and one.answer_figures == other.answer_figures:
        return 0.9
    return 0.9 * _overlap(one.answer_words, other.answer_words, weigh)


def _tells(one: Shape, other: Shape) -> bool:
    """True when one answers what the other asks about, and asks about something else: a heading became a term."""
    asked = other.front - STOPWORDS
    return bool(asked) and asked <= one.answer_words and not asked <= one.front


def _names(words: Iterable[str]) -> bool:
    """True when there is a name with a digit: `l1`, `p99`, `h100`, a year. Another one is another fact."""
    return any(map(_DIGIT.search, words))


def alike(one: Shape, other: Shape, weigh: Weigh) -> float:
    """How sure two facts are one, from 0 to a little over 1. A long answer says more than a short one."""
    if one.answer != other.answer and not (one.telling or other.telling):
        return float(one.prompt == other.prompt)
    if _tells(one, other) or _tells(other, one):
        return 0.0
    told = min(len(one.answer_words), len(other.answer_words))
    weight = 0.5 if told >= 5 else 0.3 + 0.04 * told
    front = _fronts(one, other, weigh)
    text = _texts(one, other, weigh) if one.text and other.text else front
    score = 0.35 * text + (0.65 - weight) * front + weight * _answers(one, other, weigh)
    if one.answer != other.answer and _names(one.text - other.text) and _names(other.text - one.text):
        score -= 0.1
    if score < HELD and _holds(one, other, weigh):
        score = HELD
    figures = one.figures | other.figures
    return score + (0.02 * len(one.figures & other.figures) / len(figures) if figures else 0.0)


# Words that all lines of a section say tell little about any of them


def weighers(candidates: Sequence[Candidate], places: Collection[Hashable]) -> dict[Hashable, Weigh]:
    """For each place, how much a word tells there. Counted over all candidates: a second run weighs alike."""
    texts: dict[Hashable, set[str]] = {place: set() for place in places}
    for candidate in candidates:
        if (place := place_of(candidate)) in texts:
            texts[place].add(candidate.text)
    return {place: _weigher(str(place), lines) for place, lines in texts.items()}


def _weigher(headings: str, lines: Iterable[str]) -> Weigh:
    counts = Counter(word for line in lines for word in set(_WORD.findall(line.casefold())))
    faint = STOPWORDS.union(_WORD.findall(headings.casefold()))
    return lambda word: (0.25 if word in faint else 1.0) / max(1, counts[word]) ** 0.5
