"""Quick looks: costly patterns, each with words and marks of which one stands in everything it can match."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashcards import wording
from flashcards.text import mentions


@dataclass(frozen=True, slots=True)
class Glance:
    """A pattern that is only tried where a quick look finds one of its words (in any case) or marks."""

    pattern: re.Pattern[str]
    words: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()

    def may_match(self, text: str) -> bool:
        """False where the pattern cannot match; true a little too often."""
        for mark in self.marks:
            if mark in text:
                return True
        return bool(self.words) and mentions(text, self.words)

    def search(self, text: str) -> re.Match[str] | None:
        """What the pattern finds."""
        for mark in self.marks:  # as `may_match`, but without the call: each line is asked several times
            if mark in text:
                return self.pattern.search(text)
        return self.pattern.search(text) if self.words and mentions(text, self.words) else None

    def match(self, text: str) -> re.Match[str] | None:
        """What the pattern finds at the start."""
        return self.pattern.match(text) if self.may_match(text) else None


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


ASSISTANT = Glance(
    wording.ASSISTANT,
    _words("here sure certainly course great absolutely would let hope feel ai happy"),
)
CODE_LINE = Glance(
    wording.CODE_LINE,
    _words("select join insert create alter class return public private npm pip git sudo docker"),
    ("(", ";", "{", "}", "=", "#", "$", "import"),
)
CALCULATION = Glance(wording.CALCULATION, marks=("=", "≈"))
MADE_UP = Glance(wording.MADE_UP, _words("pretend hypothetical made mock"))
YOU = Glance(re.compile(r"\b(?:you|your|yourself)\b", re.IGNORECASE), _words("you your yourself"))
