"""Documents that are as the last build left them: they need not be read again, and their notes stay as they are.

A document is *settled* when its bytes are those of the last build and each of its candidates had a note then. The
cache is never trusted over the files: a stamp that differs or is too young leads to the bytes, and the bytes decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from flashcards import manifest, twins
from flashcards.documents import digest
from flashcards.folders import FoundFile
from flashcards.model import Diagnostic, Plan, Reading

Settled = Mapping[str, tuple[Diagnostic, ...]]
"""Document path to what was wrong with the document."""

_UNCLEAR = frozenset(("extractor-failed", "document-failed", twins.CODE))
"""Diagnostics of documents with a line that may become a card at the next build though nobody edits it."""


def settled(known: Mapping[str, Any], files: Sequence[FoundFile]) -> Settled:
    """The documents that a build need not read; the ledger must be the one of that build. A spoilt cache names none."""
    try:
        return _settled(known, files)
    except (TypeError, ValueError, AttributeError):
        return {}


def _settled(known: Mapping[str, Any], files: Sequence[FoundFile]) -> Settled:
    inputs, problems = known.get("inputs", {}), known.get("problems", {})
    limit = known.get("time", 0) - manifest.RACY
    return {
        file.name: _diagnostics(file.name, problems.get(file.name, ()))
        for file in files
        if (noted := inputs.get(file.name)) and _is_same(file, noted, limit)
    }


def _is_same(file: FoundFile, noted: Sequence[Any], limit: int) -> bool:
    *stamp, known = noted
    if not known or stamp[0] != file.stamp[0]:
        return False
    if stamp == [*file.stamp] and file.stamp[1] <= limit:
        return True
    try:
        return digest(Path(file.path).read_bytes()) == str(known)
    except OSError:
        return False


def _diagnostics(path: str, rows: Iterable[Sequence[Any]]) -> tuple[Diagnostic, ...]:
    return tuple(Diagnostic(path, *row) for row in rows)


def inputs(
    files: Sequence[FoundFile], known: Mapping[str, Any], still: Settled, read: Reading, plan: Plan
) -> dict[str, list[Any]]:
    """What the next build will compare: stamp and digest of each document. No digest: it is to be read again."""
    digests = {name: known["inputs"][name][-1] for name in still} | dict(read.digests)
    unclear = _unclear(read, plan)
    if any(problem.code == "extractor-missing" for problem in read.diagnostics):
        digests = {}
    return {file.name: [*file.stamp, "" if file.name in unclear else digests.get(file.name, "")] for file in files}


def _unclear(read: Reading, plan: Plan) -> set[str]:
    """Documents with a candidate that has no note, or a note without a candidate: the next build may settle them."""
    doubts = {doubt.candidate.source.path for doubt in plan.ambiguous}
    doubts |= {note.source.path for doubt in plan.ambiguous for note in doubt.notes}
    return doubts | {problem.path for problem in read.diagnostics if problem.code in _UNCLEAR}


def problems(files: Sequence[FoundFile], read: Reading) -> dict[str, list[tuple[Any, ...]]]:
    """What was wrong with each document, to be told again while it is not read."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    names = {file.name for file in files}
    for problem in read.diagnostics:
        if problem.path in names:
            found.setdefault(problem.path, []).append(astuple(problem)[1:])
    return found


def uses(known: Mapping[str, Any], still: Settled, read: Reading) -> dict[str, list[tuple[Any, ...]]]:
    """The files that the cards of each document depend on, for `manifest` to look at."""
    noted = known.get("uses", {})
    found: dict[str, list[tuple[Any, ...]]] = {name: noted[name] for name in still if name in noted}
    for use in read.uses:
        found.setdefault(use.document, []).append((use.path, *use.stamp, use.name))
    return found


def with_settled(read: Reading, files: Sequence[FoundFile], still: Settled) -> tuple[Diagnostic, ...]:
    """All diagnostics in the order of a whole reading: those of the run, then those of each document."""
    names = {file.name for file in files}
    fresh: dict[str, list[Diagnostic]] = {}
    for problem in read.diagnostics:
        fresh.setdefault(problem.path if problem.path in names else "", []).append(problem)
    every = list(fresh.pop("", ()))
    for file in files:
        every += fresh.get(file.name) or still.get(file.name, ())
    return tuple(every)
