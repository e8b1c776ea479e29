"""Embedding: the links and pictures of all cards of one document looked up, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from flashcards import embeds
from flashcards.config import DEFAULT, Settings
from flashcards.model import Candidate, Diagnostic, Document, Source, Use
from flashcards.vault import Home

TEXTS = ("front", "back", "extra", "reverse", "reverse_back")
"""The fields that can hold a link or a picture."""


@dataclass(slots=True)
class Lookup:
    """Where one document is at home, and what was looked up for it so far."""

    home: Home
    settings: Settings = DEFAULT
    uses: list[Use] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    def applied(self, document: Document, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates with all that they link to and embed; those without a link or picture are the same.

        Unmarked text has lost its links already: what looks like one there is code. Only the pictures of its answers
        are looked up.
        """
        made = [self._applied(document, candidate) for candidate in candidates]
        self.uses = list(dict.fromkeys(self.uses))
        self.problems = list(dict.fromkeys(self.problems))
        return made

    def _applied(self, document: Document, candidate: Candidate) -> Candidate:
        texts = {name: getattr(candidate.fields, name) for name in TEXTS}
        changed = {
            name: self._resolved(document, candidate, text) for name, text in texts.items() if embeds.may_hold(text)
        }
        return replace(candidate, fields=replace(candidate.fields, **changed)) if changed else candidate

    def _resolved(self, document: Document, candidate: Candidate, text: str) -> str:
        marked = bool(candidate.dialect)
        found = embeds.resolve(text, self.home, self.settings, pictures_only=not marked)
        self.uses += [Use(document.path, used.path, used.stamp, used.name) for used in found.used]
        for problem in found.problems:
            line = _line(document, candidate.source, problem.token)
            self.problems.append(Diagnostic(document.path, line, problem.code, problem.message, problem.hint))
        return found.text if marked or found.text == text else found.text.strip("\n")


def _line(document: Document, source: Source, token: str) -> int:
    """The line on which the words stand; an excerpt or a made text stands where its card begins."""
    numbers = range(source.line_start, source.line_end + 1)
    first = token.split("\n", 1)[0]
    return next((number for number in numbers if first in document.lines[number - 1]), source.line_start)
