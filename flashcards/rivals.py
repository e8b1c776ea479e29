"""Rivals: two lines of one document that give the same front. The one that is learned already keeps its note. Pure."""

from __future__ import annotations

from dataclasses import replace

from flashcards.model import Candidate, Note, Reading
from flashcards.quality import RIVAL, front_of, refusal
from flashcards.records import Ledger
from flashcards.text import fold


def prefer_known(read: Reading, ledger: Ledger) -> Reading:
    """The reading, with the learned card kept where a new line further up has the same front.

    Reading knows no ledger: of two lines with one front it keeps the first. A line that somebody puts above a
    learned one would take over its note, and the unchanged line would lose it.
    """
    rivals = [entry for entry in read.refusals if entry.code == RIVAL and entry.candidate]
    if not rivals:
        return read
    where = {entry.path for entry in rivals}
    learned = {_line(note) for note in ledger.notes if note.status == "active" and note.source.path in where}
    kept = {_place(candidate): candidate for candidate in read.candidates}
    swapped: dict[int, Candidate] = {}
    refusals = list(read.refusals)
    for at, entry in enumerate(refusals):
        rival = entry.candidate
        if rival is None or entry.code != RIVAL or _line(rival) not in learned:
            continue
        first = kept.get(_place(rival))
        if first is None or _line(first) in learned:
            continue
        swapped[id(first)] = kept[_place(rival)] = rival
        refusals[at] = refusal(first, RIVAL)
    candidates = tuple(swapped.get(id(candidate), candidate) for candidate in read.candidates)
    return replace(read, candidates=_in_order(candidates), refusals=tuple(refusals)) if swapped else read


def _place(candidate: Candidate) -> tuple[str, str]:
    return candidate.source.path, front_of(candidate)


def _line(candidate: Candidate | Note) -> tuple[str, str, str]:
    """The line itself: with a like one beside it, it may give a front of another form."""
    return candidate.source.path, fold(candidate.text), fold(candidate.fields.back)


def _in_order(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """By document, in the order they came, and by line."""
    rank: dict[str, int] = {}
    for candidate in candidates:
        rank.setdefault(candidate.source.path, len(rank))
    return tuple(sorted(candidates, key=lambda entry: (rank[entry.source.path], entry.source.line_start)))
