"""Curating: what the user decides about single cards. The ledger is loaded, changed and written under the lock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flashcards import build, editor, edits, files, finding, history, ledger
from flashcards.config import NOTHING, Asked
from flashcards.edits import Wording
from flashcards.errors import FlashcardsError
from flashcards.ledger import Ledger
from flashcards.model import Candidate, Change, Diagnostic, Note, Plan, Status


@dataclass(frozen=True, slots=True)
class Done:
    """What a command changed: a word for each note, as the learner sees it, and what there is to complain about."""

    changes: tuple[tuple[str, Change], ...] = ()
    packages: tuple[Path, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """A note as the learner sees it, what became of it, and whether the wording is the user's own."""

    note: Note
    edited: bool
    events: tuple[history.Event, ...]


@contextmanager
def _held(decks: Path) -> Iterator[Ledger]:
    """The ledger, while nobody else may change it."""
    load(decks)  # a folder without one must not get a lock file
    with files.lock(decks / build.LOCK):
        yield load(decks)


def load(decks: Path) -> Ledger:
    """The ledger of a decks folder. Raises when there is none."""
    path = decks / build.LEDGER
    found = ledger.load(path)
    if not found.notes:
        hint = "`flashcards build` makes one; give the folder of the decks with -o"
        raise FlashcardsError("there is no ledger here, or it holds no note", hint, str(path))
    return found


# Skip and restore


def set_status(decks: Path, whats: Sequence[str], status: Status, now: int, *, every: bool = False) -> Done:
    """Skip notes, or make them active again. `now` is in epoch seconds.

    Raises, and changes nothing, when a word fits no note, or several and not `every` one is meant.
    """
    with _held(decks) as before:
        known = edits.all_worded(before)
        meant = {note.guid: note for what in whats for note in _meant(known, what, status, every)}
        if not meant:
            return Done()
        after = ledger.set_status(before, meant.keys(), status, now)
        changes = [Change(note, meant[note.guid]) for note in edits.all_worded(after) if note.guid in meant]
        word = "skipped" if status == "skipped" else "restored"
        return _written(decks, before, after, [(word, change) for change in changes], now)


def _meant(known: Sequence[Note], what: str, status: Status, every: bool) -> list[Note]:
    """The notes to change; none when those that fit have this status already."""
    fit = finding.notes(known, what)
    if not fit:
        raise finding.nothing(what)
    left = [note for note in fit if (note.status == "skipped") != (status == "skipped")]
    if len(left) > 1 and not every:
        raise finding.several(what, left, "give a guid, or --all for all of them")
    return left


def _written(decks: Path, before: Ledger, after: Ledger, changes: Sequence[tuple[str, Change]], now: int) -> Done:
    """Ledger and packages, then the history, which nothing depends on."""
    from flashcards import writing  # makes packages: `log` needs none

    packages = writing.rewrite(decks / build.LEDGER, before, after)
    trouble = history.record(decks, [history.event(word, change, now) for word, change in changes])
    return Done(tuple(changes), packages, (), trouble)


# Match


def match(decks: Path, paths: Sequence[Path], old: str, new: str, now: int, asked: Asked = NOTHING) -> Done:
    """The note `old` takes the line of the card `new` of these documents. `now` is in nanoseconds.

    Nothing else is built. A note that had the line already takes the one that `old` leaves, or retires.
    """
    seconds = now // 10**9
    with _held(decks) as before:
        foreseen, read = build.foresee(paths, decks, now=now, asked=asked)
        note = _the_note(before, old)
        candidate = finding.candidate(read.candidates, new, foreseen.notes)
        rival, left = _holder(before, candidate), _line_left(note, foreseen, read.candidates)
        if rival == note.guid:
            return Done()
        if left and not rival and _is_line_of(left, note):
            raise _unchanged(note)
        after, changes = ledger.match(before, note.guid, candidate, seconds, rival, left)
        plan, after, told = edits.settle(before, Plan(updated=changes), after)
        _check_pair(after, read.candidates, note.guid, candidate, seconds)
        words = [(_word(change, note.guid), change) for change in (*plan.updated, *plan.moved, *plan.unchanged)]
        return replace(_written(decks, before, after, words, seconds), problems=told)


def _holder(known: Ledger, candidate: Candidate) -> str:
    """The note that has this line since an earlier build. One that the next build would give it is free."""
    found = [note for note in known.notes if note.status != "retired" and _is_line_of(candidate, note)]
    return found[0].guid if found else ""


def _is_line_of(candidate: Candidate, note: Note) -> bool:
    """The note follows this line as it is, whatever its number."""
    return (
        replace(candidate.source, line_start=0, line_end=0) == replace(note.source, line_start=0, line_end=0)
        and finding.fact_key(candidate)[1:] == finding.fact_key(note)[1:]
    )


def _unchanged(note: Note) -> FlashcardsError:
    place = f"{note.source.path}:{note.source.line_start}"
    message = f"the line of {note.guid} stands unchanged in {place}; nothing was changed"
    return FlashcardsError(message, "OLD must be a note whose line is gone or in doubt; `flashcards log` shows it")


def _the_note(known: Ledger, what: str) -> Note:
    found = finding.by_guid(known.notes, what)
    if not found:
        message = f"no note has a guid that is {what!r} or begins so"
        raise FlashcardsError(message, f"give at least {finding.SHORTEST} letters; `flashcards cards` shows the guids")
    if len(found) > 1:
        raise finding.several(what, found)
    return found[0]


def _line_left(note: Note, foreseen: Ledger, candidates: Sequence[Candidate]) -> Candidate | None:
    """The line that the next build would give this note."""
    (later,) = (entry for entry in foreseen.notes if entry.guid == note.guid)
    key = finding.fact_key(later)
    return next((entry for entry in candidates if later.status != "retired" and finding.fact_key(entry) == key), None)


def _check_pair(after: Ledger, candidates: Sequence[Candidate], guid: str, candidate: Candidate, now: int) -> None:
    """What the next build would undo is not begun."""
    _, later = ledger.reconcile(after, candidates, now)
    (note,) = (entry for entry in later.notes if entry.guid == guid)
    if finding.fact_key(note) != finding.fact_key(candidate):
        message = f"the next build would not keep {guid} on this line; nothing was changed"
        raise FlashcardsError(message, "make the line differ more from the others, then build")


def _word(change: Change, guid: str) -> str:
    if change.new.guid == guid:
        return "matched"
    return "retired" if change.new.status == "retired" else "changed"


# Edit


def reword(decks: Path, what: str, now: int) -> Done:
    """Let the user word one card in the editor. The ledger is not locked while the editor is open."""
    shown = load(decks)
    note = finding.one(edits.all_worded(shown), what)
    path = editor.prepare(note, _raw(shown, note.guid).text)
    editor.open_in_editor(path)
    wording = editor.wording_in(path, cloze=note.note_type == "cloze")
    if wording is None or wording == editor.unchanged(note):
        path.unlink(missing_ok=True)
        return Done()
    try:
        with _held(decks) as before:
            if edits.own(before, note.guid) != edits.own(shown, note.guid) or _raw(before, note.guid) != _raw(
                shown, note.guid
            ):
                raise FlashcardsError("the card was changed by somebody else meanwhile", "edit it again")
            done = _reworded(decks, before, note.guid, wording, now)
    except FlashcardsError as error:
        error.hint = f"{error.hint}; your text is in {path}" if error.hint else f"your text is in {path}"
        raise
    path.unlink(missing_ok=True)
    return done


def reset(decks: Path, what: str, now: int) -> Done:
    """Go back to the source's wording."""
    with _held(decks) as before:
        note = finding.one(edits.all_worded(before), what)
        return _reworded(decks, before, note.guid, None, now)


def _raw(known: Ledger, guid: str) -> Note:
    found = [note for note in known.notes if note.guid == guid]
    if not found:
        raise FlashcardsError(f"the note {guid!r} is no longer in the ledger", "build again")
    return found[0]


def _reworded(decks: Path, before: Ledger, guid: str, wording: Wording | None, now: int) -> Done:
    after, change = edits.reword(before, guid, wording, now)
    if change is None and after is before:
        return Done()
    word = "edited" if edits.own(after, guid) else "reset"
    return _written(decks, before, after, [(word, change)] if change else [], now)


# Log


def life(decks: Path, what: str) -> Life:
    """What became of one note."""
    known = load(decks)
    note = finding.one(edits.all_worded(known), what)
    return Life(note, edits.own(known, note.guid) is not None, tuple(history.read(decks, note.guid)))
