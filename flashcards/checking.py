"""Checking: everything `check` reports about what was read, in one stable order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flashcards import clashes, lint, quality
from flashcards.model import Candidate, Diagnostic, Reading


def silent_documents(read: Reading) -> frozenset[str]:
    """The documents with lines that made no card though nothing speaks against them."""
    return frozenset(entry.path for entry in read.refusals if entry.code in lint.SILENT)


def diagnostics(read: Reading, texts: Mapping[str, Sequence[str]]) -> list[Diagnostic]:
    """Problems of reading, refused cards that the writer can mend, clashes, doubtful cards, empty templates.

    `texts` holds the lines of the silent documents.
    """
    rivals = [entry.candidate for entry in read.refusals if entry.code == quality.RIVAL and entry.candidate]
    found = clashes.find([*read.candidates, *rivals])
    clashing = {id(entry.here) for entry in found if entry.code == "clash"}
    refused = [entry for entry in read.refusals if id(entry.candidate) not in clashing]
    every = [
        *read.diagnostics,
        *quality.complaints(refused),
        *(entry.diagnostic() for entry in found if entry.code == "clash" or not _is_refused(entry, rivals)),
        *lint.warnings(read.candidates),
        *lint.empty_gaps(read.refusals, texts),
        *lint.empty_templates(read.candidates, read.refusals, texts),
    ]
    return sorted(dict.fromkeys(every), key=_order)


def _is_refused(found: clashes.Finding, rivals: list[Candidate]) -> bool:
    """A refused card has its complaint already."""
    return any(found.here is rival or found.there is rival for rival in rivals)


def _order(found: Diagnostic) -> tuple[str, int, str, str, str]:
    return found.path, found.line, found.code, found.message, found.hint
