"""Telling: questions with their answers on one line, and what is no answer."""

from __future__ import annotations

import re

from flashcards import questions
from flashcards.text import has_digit

_TOLD = re.compile(r"(?P<asked>[^?]{8,200}\?)[\"”*_)]{0,3}\s+(?P<answer>[A-Za-z0-9(~<>$€£\"“'*-][^?]{10,})$")
"""A question and its answer on one line: `What is a heap? A tree whose parents are the largest.`"""


SHORT = 4
"""Words from which on a question may have a name for its answer."""
_NAMED_TOLD = re.compile(
    r"(?P<asked>(?!.*\b(?:i|we|my|me)\b)"
    r"(?i:what|which|who|where|when|how|is|are|do|does|[a-z]+ [a-z]+ (?:at|of|in|for|on)|"
    r"[a-z]+ (?:size|date|count|rate))"
    r"\b[^?]{0,120}\?) (?P<answer>(?:[A-Z0-9~<>$€£][^\s?]*)(?: [^\s?]+){0,2})$"
)
"""`Which language at the last job? Kotlin`: a name or number right behind the question."""


_WHY = re.compile(r"(?P<asked>why [^.?!:]{3,80})[.?!:]+\s+(?P<answer>because\b.{10,})$", re.IGNORECASE)
"""`Why Acme. Because they …`, a question without its mark."""


_TURN = re.compile(r"Q: (?P<asked>[^?]{3,200}\?) A: (?P<answer>.+)$")


def turned(text: str) -> tuple[str, str] | None:
    """`Q: What is a heap? A: A tree …` on one line."""
    found = _TURN.match(text) if text.startswith("Q: ") else None
    if found is None or _ELSEWHERE.match(found["answer"]):
        return None
    return found["asked"].strip(), found["answer"].strip()


_ELSEWHERE = re.compile(r"(?:see|cf\.?)(?: \S+){1,3}\W*$", re.IGNORECASE)
_NARRATES = re.compile(
    r"(?:he|she|they) (?:laughed|smiled|said|was|were|did|went|moved|would|nodded|shrugged|paused)\b", re.IGNORECASE
)
"""An answer that tells how the other side took a question."""


def narrates(text: str) -> bool:
    """True for `he laughed, moved on` and `(blanked!)`: how a question was taken, and no answer."""
    return _NARRATES.match(text) is not None or (text[:1] == "(" and text[-1:] == ")" and not has_digit(text))


def told(text: str, *, asked_here: bool = False) -> tuple[str, str] | None:
    """The question and the answer that stand on one plain line, or None; among questions small letters may answer."""
    if why := _WHY.match(text):
        return f"{why['asked'].strip()}?", why["answer"].strip()
    if "?" not in text:
        return None
    found = _TOLD.match(text)
    if found is None:
        return turned(text) or _named(text)
    asked, answer = questions.clean(found["asked"]), found["answer"].strip(" -–—")
    if len(answer.split()) < SHORT or _NARRATES.match(answer) or _ELSEWHERE.match(answer):
        return None
    if not asked_here and answer[0].islower() and not 2 <= len(found["asked"].split()) <= 5:
        return None
    put = questions.read(questions.sentences(asked)[-1])
    return (asked, answer) if put and put.kind in ("Q", "P") else None


def _named(text: str) -> tuple[str, str] | None:
    """A name or number right behind its question."""
    found = _NAMED_TOLD.match(text)
    if found is None or len(found["asked"].split()) < (2 if found["answer"][0].isdigit() else SHORT):
        return None
    return questions.clean(found["asked"]), found["answer"].strip()


_INTERROGATIVE = (
    r"(?:what|how|who|why|when|where|which|do|does|did|is|are|can|could|would|will|have|tell (?:me|us)|describe)"
    r"(?:['’]?(?:s|re))?\b"
)
_OPENS_ASKING = re.compile(_INTERROGATIVE, re.IGNORECASE)
_APART = re.compile(
    rf"(?P<asked>{_INTERROGATIVE}[^?]{{4,110}}?\??)\s+(?:-{{1,3}}>?|–|—|→|=>)\s+(?P<answer>[^\W_].*)$", re.IGNORECASE
)


def opens_asking(text: str) -> bool:
    """True for a line that opens as a question does, with or without a mark at its end: `whats your range`."""
    return _OPENS_ASKING.match(text) is not None


def told_apart(text: str) -> tuple[str, str] | None:
    """`whats your range - twelve miles on a charge`: where questions are answered a dash parts the two."""
    found = _APART.match(questions.clean(text))
    if found is None or len(found["answer"].split()) < 2 or len(found["asked"].split()) < 3:
        return None
    return found["asked"].strip(), found["answer"].strip()
