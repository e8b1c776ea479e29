"""Marked clozes: `{{c1::answer::hint}}` read from field text, and what each side of their cards shows as text.

A mark ends at the `}}` that its braces are balanced at, so TeX may stand in it; without one, at the first `}}`.
A mark inside a mark is text. What is no whole mark stays text, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flashcards.model import BLANK

HIGHEST = 499
"""Anki makes no card for a number above."""

_OPEN = re.compile(r"\{\{c(?P<number>[1-9][0-9]{0,2})::")
_SHIELD = re.compile(
    r"""
    (?<!`) (?P<ticks>`{1,2}) (?!`) [^`]+ (?P=ticks) (?!`)    # code
    | \$ [^$]{1,300} \$                                      # maths
    | \]\( [^()\s]{1,1000} \)                               # the address of a link
    | \{ [^{}]* \}                                           # what stands in braces
    """,
    re.VERBOSE,
)
"""Where `::` parts no hint from its answer."""


@dataclass(frozen=True, slots=True)
class Cloze:
    """One mark: the number of its card, what it hides, and what the card says instead."""

    number: int
    answer: str
    hint: str = ""


Piece = str | Cloze


def parse(text: str) -> tuple[Piece, ...]:
    """The text in order: strings between the marks, and the marks. No string is empty."""
    return tuple(_pieces(text)) if "{{c" in text else (text,) * bool(text)


def _pieces(text: str) -> Iterator[Piece]:
    opens = [found for found in _OPEN.finditer(text) if int(found["number"]) <= HIGHEST]
    ends, done = _braces(text), 0
    for place, found in enumerate(opens):
        if found.start() < done:
            continue
        limit = opens[place + 1].start() if place + 1 < len(opens) else len(text)
        end = _end(text, found, limit, ends)
        cloze = _cloze(int(found["number"]), text[found.end() : end]) if end >= 0 else None
        if cloze:
            yield from (text[done : found.start()],) * (found.start() > done)
            yield cloze
            done = end + 2
    if done < len(text):
        yield text[done:]


def _end(text: str, found: re.Match[str], limit: int, ends: Mapping[int, int]) -> int:
    """Where the `}}` of a mark stands; -1 when it has none before the next mark begins."""
    outer = ends.get(found.start(), -1)
    if outer >= 0 and ends.get(found.start() + 1) == outer - 1:
        return outer - 1
    return text.find("}}", found.end(), limit)


def _braces(text: str) -> dict[int, int]:
    """Each opening brace to the one that closes it."""
    opened: list[int] = []
    ends = {}
    for found in re.finditer(r"[{}]", text):
        if found[0] == "{":
            opened.append(found.start())
        elif opened:
            ends[opened.pop()] = found.start()
    return ends


def _cloze(number: int, inside: str) -> Cloze | None:
    """A mark that hides something, or none."""
    shielded = _SHIELD.sub(lambda found: " " * len(found[0]), inside) if "::" in inside else inside
    at = shielded.find("::")
    answer, hint = (inside, "") if at < 0 else (inside[:at], inside[at + 2 :])
    return Cloze(number, answer, hint.strip()) if answer.strip() else None


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of all marks, each once, in order: Anki makes a card for each."""
    return tuple(sorted({piece.number for piece in parse(text) if isinstance(piece, Cloze)}))


def front(text: str, number: int) -> str:
    """The text with the marks of this number hidden, the others as if they were none."""
    return _told(text, lambda cloze: _gap(cloze) if cloze.number == number else cloze.answer)


def shown(text: str) -> str:
    """The text as if it had no marks."""
    return _told(text, lambda cloze: cloze.answer)


def _gap(cloze: Cloze) -> str:
    return f"[{cloze.hint}]" if cloze.hint else BLANK


def _told(text: str, say: Callable[[Cloze], str]) -> str:
    return "".join(piece if isinstance(piece, str) else say(piece) for piece in parse(text))
