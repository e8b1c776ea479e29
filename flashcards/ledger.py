"""The ledger: every note ever made. Loaded, reconciled with what was read, saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from hashlib import blake2b
from itertools import chain, compress, count
from pathlib import Path

from flashcards import doubts, files, lineage, marked_extras, matching
from flashcards.errors import FlashcardsError
from flashcards.likeness import masked, order_of
from flashcards.model import Candidate, Change, Doubt, Fields, Note, Plan, Status
from flashcards.records import Ledger, Row, by_source, dump, dump_bytes, free_nids, parse
from flashcards.text import fold

__all__ = ["Ledger", "dump", "load", "match", "reconcile", "retired_share", "save", "set_status"]

_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_GUID_LENGTH = 11
"""58 ** 11 is just above 2 ** 64: all of an eight-byte hash."""


def load(path: Path) -> Ledger:
    """Read the ledger. A missing file is an empty one; a damaged line raises, and nothing is overwritten."""
    data = files.read(path)
    return Ledger() if data is None else parse(data, path)


def save(path: Path, ledger: Ledger) -> bool:
    """Write the ledger as a whole. False, and nothing written, when the file has these bytes already."""
    return files.write_atomic(path, dump_bytes(ledger))


# Reconcile


def reconcile(
    ledger: Ledger,
    candidates: Sequence[Candidate],
    now: int,
    *,
    read_paths: frozenset[str] | None = None,
    unread: frozenset[str] = frozenset(),
    settled: Set[str] = frozenset(),
) -> tuple[Plan, Ledger]:
    """What a build will do, and the ledger after it.

    Notes of documents outside `read_paths` (None: all were read) or in `unread` are left alone. Documents in
    `settled` are as they were when each of their candidates had its note: they need no candidates here.
    """
    still = [note for note in ledger.notes if note.source.path in settled and note.status != "retired"]
    open_notes = (note for note in ledger.notes if note.source.path not in settled or note.status == "retired")
    near, far = _in_scope(sorted(open_notes, key=by_source), read_paths, unread)
    known = doubts.marks_of(near, ledger.extras)
    matches = matching.pair(near, candidates, far, lineage.Still(settled, still), known)
    everyone = near + far
    kept = {old: everyone[old] for old, _ in matches.pairs[: matches.unchanged]}
    extras = dict(ledger.extras)
    for old, new in matches.pairs[matches.unchanged :]:
        kept[old] = _taken(everyone[old], candidates[new], extras, now)
    doubts.keep(extras, near, candidates, matches.doubts)
    waiting = {old: _at(everyone[old], place) for old, place in matches.moved.items()}
    doubted = {old for _, olds in matches.doubts for old in olds}
    gone = [at for at, note in enumerate(near) if at not in kept and at not in doubted]
    retired = {at: _retire(waiting.get(at, near[at]), now) for at in gone if near[at].status == "active"}
    answered = {new for _, new in matches.pairs} | {new for new, _ in matches.doubts}
    fresh = [candidate for at, candidate in enumerate(candidates) if at not in answered]
    fresh.sort(key=order_of)
    added = _born(fresh, ledger.notes, now)
    for note, candidate in zip(added, fresh, strict=True):
        marked_extras.put(extras, note.guid, marked_extras.born(candidate))
    plan = replace(
        _plan((Change(kept[old], everyone[old]) for old in kept), still),
        added=tuple(Change(note) for note in added),
        retired=tuple(Change(note, near[at]) for at, note in retired.items()),
        ambiguous=tuple(Doubt(candidates[new], tuple(everyone[at] for at in olds)) for new, olds in matches.doubts),
    )
    return plan, _after(ledger, everyone + still, kept | waiting | retired, (added, extras))


def _in_scope(
    notes: list[Note], read_paths: frozenset[str] | None, unread: frozenset[str]
) -> tuple[list[Note], list[Note]]:
    """The notes of the documents that were read, and the others."""
    if read_paths is None and not unread:
        return notes, []
    inside = [
        note.source.path not in unread and (read_paths is None or note.source.path in read_paths) for note in notes
    ]
    return list(compress(notes, inside)), [note for note, near in zip(notes, inside, strict=True) if not near]


def _at(note: Note, place: lineage.Place) -> Note:
    """The note in another document or below another heading; Anki sees nothing of it."""
    return replace(note, source=replace(note.source, path=place[0], section=place[1]))


def _taken(note: Note, candidate: Candidate, extras: dict[str, Row], now: int) -> Note:
    """The note with the candidate's text, cloze numbers kept; `extras` learns what stands beside it in the ledger."""
    numbered, row = marked_extras.follow(note, candidate, extras.get(note.guid, {}))
    marked_extras.put(extras, note.guid, row)
    return _follow(note, numbered, now)


def _follow(note: Note, candidate: Candidate, now: int) -> Note:
    """The note with the candidate's text. Its guid, ids, note type and deck stay for ever.

    A moved line or a renamed file alone changes nothing in Anki: the foot of the card and its `source::` tag then
    stay as they were, because an update there would push over every edit and tag the user made.
    """
    seen = note.status == "retired" or _shown(note) != _shown(candidate)
    if not seen and (note.source, note.text, note.kind) == (candidate.source, candidate.text, candidate.kind):
        return note
    return replace(
        note,
        status="active" if note.status == "retired" else note.status,
        kind=candidate.kind,
        tags=candidate.tags if seen else note.tags,
        fields=candidate.fields if seen else note.fields,
        source=candidate.source,
        text=candidate.text,
        modified=_later(note, now) if seen else note.modified,
    )


def _shown(fact: Note | Candidate) -> tuple[Fields, list[str]]:
    """What of a fact is worth an update in Anki."""
    return replace(fact.fields, source="", link=""), [tag for tag in fact.tags if not tag.startswith("source::")]


def _later(note: Note, now: int) -> int:
    """The clock may go backwards; Anki takes only what is newer."""
    return max(now, note.modified + 1)


def _retire(note: Note, now: int) -> Note:
    return replace(note, status="retired", modified=_later(note, now))


def _plan(changes: Iterable[Change], still: Iterable[Note]) -> Plan:
    """The changes to notes that have their line, and the notes that were not looked at."""
    heaps: defaultdict[str, list[Change]] = defaultdict(list)
    ordered = sorted(changes, key=lambda change: by_source(change.new))
    for change in chain(ordered, (Change(note, note) for note in still)):
        heaps[_heap(change)].append(change)
    return Plan(
        updated=tuple(heaps["updated"]),
        moved=tuple(heaps["moved"]),
        unchanged=tuple(heaps["unchanged"]),
        revived=tuple(heaps["revived"]),
        skipped=tuple(heaps["skipped"]),
    )


def _heap(change: Change) -> str:
    old, new = change.old, change.new
    if old is None or old is new:
        return "skipped" if new.status == "skipped" else "unchanged"
    if old.status != "active":
        return "revived" if old.status == "retired" else "skipped"
    if old.modified != new.modified:
        return "updated"
    stays = (old.source.path, old.source.section) == (new.source.path, new.source.section)
    return "unchanged" if stays else "moved"


def _born(candidates: Sequence[Candidate], notes: Sequence[Note], now: int) -> list[Note]:
    """New notes. A guid is new to the whole ledger, whatever became of the note that had it."""
    if not candidates:
        return []
    used = {note.guid for note in notes}
    nids = free_nids(notes, now * 1000)
    return [_new_note(found, _guid(found, used), nid, now) for found, nid in zip(candidates, nids, strict=False)]


def _new_note(candidate: Candidate, guid: str, nid: int, now: int) -> Note:
    return Note(
        guid=guid,
        nid=nid,
        status="active",
        kind=candidate.kind,
        note_type=candidate.note_type,
        deck=candidate.deck,
        tags=candidate.tags,
        fields=candidate.fields,
        source=candidate.source,
        text=candidate.text,
        created=now,
        modified=now,
    )


def _guid(candidate: Candidate, used: set[str]) -> str:
    """A guid from what the fact is, its numbers aside; `used` learns it. A taken one gets a numbered salt."""
    front = masked(candidate.fields.front)
    words = (candidate.note_type, candidate.kind, *map(fold, candidate.source.section), "", front)
    for salt in count():
        guid = _hash("\x1f".join((*words, str(salt)) if salt else words))
        if guid not in used:
            break
    used.add(guid)
    return guid


def _hash(text: str) -> str:
    number = int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    digits = ""
    for _ in range(_GUID_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        digits += _DIGITS[digit]
    return digits


def _after(
    ledger: Ledger, notes: Sequence[Note], changed: Mapping[int, Note], more: tuple[list[Note], dict[str, Row]]
) -> Ledger:
    """The same ledger when nothing changed. `more` are new notes, and the keys beside those of all notes."""
    added, extras = more
    if not added and extras == ledger.extras and all(note is notes[at] for at, note in changed.items()):
        return ledger
    every = [changed.get(at, note) for at, note in enumerate(notes)] + added
    return Ledger(tuple(sorted(every, key=by_source)), extras)


def retired_share(plan: Plan) -> float:
    """How many of the active notes in reach are retired at once, from 0 to 1."""
    doubted = {note.guid for doubt in plan.ambiguous for note in doubt.notes if note.status == "active"}
    whole = sum(map(len, (plan.updated, plan.moved, plan.unchanged, plan.retired, doubted)))
    return len(plan.retired) / whole if whole else 0.0


def set_status(ledger: Ledger, guids: Collection[str], status: Status, now: int) -> Ledger:
    """The ledger with this status for these notes: what `skip` and `restore` do."""
    wanted = frozenset(guids)
    if unknown := sorted(wanted - {note.guid for note in ledger.notes}):
        raise FlashcardsError(f"no note has the guid {unknown[0]!r}", "`flashcards cards` lists the guids", "", 0)
    notes = (_with_status(note, status, now) if note.guid in wanted else note for note in ledger.notes)
    return Ledger(tuple(notes), ledger.extras)


def _with_status(note: Note, status: Status, now: int) -> Note:
    """Anki sees the tag of a retired note come or go; it does not see a note that is left out."""
    if note.status == status:
        return note
    seen = "retired" in (note.status, status)
    return replace(note, status=status, modified=_later(note, now) if seen else note.modified)


def match(
    ledger: Ledger, guid: str, candidate: Candidate, now: int, rival: str = "", left: Candidate | None = None
) -> tuple[Ledger, tuple[Change, ...]]:
    """The ledger where the note `guid` follows this candidate, because the user says so, and what changed.

    `rival` is the note that followed it so far. It takes the line that `guid` leaves, if there is one, else it
    retires: no guid is ever lost. Raises when the pair would change a note type.
    """
    known = {note.guid: note for note in ledger.notes}
    note, other = known[guid], known.get(rival)
    if note.note_type != candidate.note_type:
        message = f"{guid} has the note type {note.note_type!r}, the line makes {candidate.note_type!r}"
        raise FlashcardsError(message, "Anki would refuse the whole package; let the old note retire")
    extras = dict(ledger.extras)
    made = {guid: _taken(note, candidate, extras, now)}
    if other and other.status == "skipped":
        raise FlashcardsError(f"the line belongs to {rival}, which you skipped", f"`flashcards restore {rival}` first")
    if other and left and left.note_type == other.note_type:
        made[rival] = _taken(other, left, extras, now)
    elif other and other.status == "active":
        made[rival] = _retire(other, now)
    notes = tuple(sorted((made.get(note.guid, note) for note in ledger.notes), key=by_source))
    changes = (Change(new, known[name]) for name, new in made.items() if new is not known[name])
    return Ledger(notes, extras), tuple(changes)
