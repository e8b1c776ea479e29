"""Diary and advice: lines that are no facts, told by the signals they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flashcards import glances, signals, wording
from flashcards.model import Block
from flashcards.text import fold, mentions, vocabulary, words

PROSE = 12
"""Words from which on a line is prose, not a jotting."""
_CLOCK = re.compile(r"^\W*\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?\W*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_STATES = re.compile(
    r"\w+(?:\s\w+)?\s(?:is|are|was|were|has|have|means?|gives?|lets|allows?|provides?|uses|makes|takes|holds?)\b"
)
_OUGHT = re.compile(r"\b(?:should|must|can|need to|have to|want to|may|will|might|are|'re)\b", re.IGNORECASE)
_HINTS = wording.FIRST_PERSON | wording.PRIVATE_WORDS | {"my"}
_ADVISING = glances.YOU.words | frozenset(re.split(r"\W", word)[0] for word in wording.IMPERATIVES)
"""Without one of these in it no text is advice."""


def speaker(key: str) -> str:
    """A key without the time of day in front of it."""
    return _CLOCK.sub("", fold(key))


def groups(siblings: Sequence[Block]) -> Iterable[list[Block]]:
    """Runs of items and lines with no blank line between."""
    run: list[Block] = []
    for block in siblings:
        if run and (block.gap or block.kind not in ("item", "line")):
            yield run
            run = []
        if block.kind in ("item", "line"):
            run.append(block)
    if run:
        yield run


def may_be_diary(text: str) -> bool:
    """A quick look: without one of the signals that speak for it no line is a diary."""
    return not _HINTS.isdisjoint(vocabulary(text)) or wording.DIARY.may_count(text)


def diary_score(text: str, has_pair: bool, *, daily: bool = False) -> float:
    """How much a line sounds like a diary; on a daily page words of work excuse nothing."""
    said = vocabulary(text)
    first = wording.in_first_person(text)
    found = {
        "diary-word": wording.DIARY.count(text),
        "private-word": not wording.PRIVATE_WORDS.isdisjoint(said),
        "first-person": first,
        "opens-first-person": first and wording.opens_with(text, wording.FIRST_PERSON),
        "my": "my" in said,
        "work-word": 0 if daily else len(wording.WORK & said),
        "pair": has_pair,
    }
    return signals.score(found)


def may_be_advice(text: str) -> bool:
    """A quick look: without a command or "you" no text is advice, nor where one speaks of oneself."""
    return mentions(text, _ADVISING) and not wording.in_first_person(text)


def is_advice(text: str) -> bool:
    """True when most sentences of a text are commands of four words or more, or talk to "you".

    The first sentence breaks a tie.
    """
    if not may_be_advice(text):
        return False
    sentences = [part for part in _SENTENCE.split(text) if len(part.split()) >= 3]
    if not sentences:
        return False
    hits = sum(1 for part in sentences if _commands(part))
    return hits * 2 > len(sentences) or (hits * 2 == len(sentences) and _commands(sentences[0]))


def _commands(sentence: str) -> bool:
    bare = wording.ADVICE_LEAD.sub("", sentence.lstrip('*_"“ '))
    found = words(bare)
    if len(found) < 4:
        return False
    first = fold(found[0])
    if first in wording.IMPERATIVES:
        return not _STATES.match(bare)
    return bool(glances.YOU.search(bare)) and bool(_OUGHT.search(bare))


def sounds_private(text: str, *, has_pair: bool = False, daily: bool = False) -> bool:
    """True for a line that sounds like a diary; on a daily page a single hint is enough."""
    if not may_be_diary(text):
        return False
    limit = signals.LIMITS["diary-on-a-daily-page" if daily else "diary"]
    return diary_score(text, has_pair, daily=daily) >= limit
