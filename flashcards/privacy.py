"""Diary and advice: lines that are no facts, told by weighted signals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flashcards import wording
from flashcards.model import Block
from flashcards.text import fold, vocabulary, words

WEIGHTS = {
    "diary_word": 1.0,
    "first_person": 1.0,
    "opens_first_person": 0.5,
    "my": 0.5,
    "work_word": -0.5,
    "fact_shape": -1.0,
}
"""What the signals of a diary line weigh; a line at `DIARY` or above is private."""
DIARY = 1.5
DAILY = 1.0
PROSE = 12
"""Words from which on a line is prose, not a jotting."""
GROUP_SHARE = 0.5
"""When this share of a group is diary, the whole group is."""


def speaker(key: str) -> str:
    """A key without the time of day in front of it."""
    return re.sub(r"^\W*\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?\W*", "", fold(key))


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


def diary_score(text: str, has_pair: bool, *, daily: bool = False) -> float:
    """How much a line sounds like a diary, by `WEIGHTS`; on a daily page words of work excuse nothing."""
    said = vocabulary(text)
    first = wording.in_first_person(text)
    hits = min(3, wording.DIARY.count(text))
    score = hits * WEIGHTS["diary_word"]
    score += WEIGHTS["first_person"] if first else 0.0
    score += WEIGHTS["opens_first_person"] if first and wording.opens_with(text, wording.FIRST_PERSON) else 0.0
    score += WEIGHTS["my"] if "my" in said else 0.0
    if not daily:
        score += min(2, len(wording.WORK & said)) * WEIGHTS["work_word"]
    return score + (WEIGHTS["fact_shape"] if has_pair else 0.0)


def is_advice(text: str) -> bool:
    """True when most sentences of a text are commands of four words or more, or talk to "you".

    The first sentence breaks a tie.
    """
    sentences = [part for part in re.split(r"(?<=[.!?])\s+", text) if len(part.split()) >= 3]
    if not sentences or wording.in_first_person(text):
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
        return not re.search(
            r"^\w+(?:\s\w+)?\s(?:is|are|was|were|has|have|means?|gives?|lets|allows?|provides?|uses|makes|takes|holds?)\b",
            bare,
        )
    return len(re.findall(r"\b(?:you|your|yourself)\b", bare, re.IGNORECASE)) >= 1 and bool(
        re.search(r"\b(?:should|must|can|need to|have to|want to|may|will|might|are|'re)\b", bare, re.IGNORECASE)
    )


def sounds_private(text: str, *, has_pair: bool = False, daily: bool = False) -> bool:
    """True for a loose line that sounds like a diary; on a daily page a single hint is enough."""
    return diary_score(text, has_pair, daily=daily) >= (DAILY if daily else DIARY)
