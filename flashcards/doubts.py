"""Doubts: a line that could be two notes stays in doubt until a line of that doubt goes. Pure.

The ledger keeps the marks of the lines that a note could be, under the key `doubt`. Without them a doubt would be
decided by whatever happens to other lines: a rival that got a note of its own, or a copy that is no longer new.
A line that is only edited has not gone: else the note would pass to the one that nobody touched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from flashcards import keys, marked_extras
from flashcards.equals import Pair
from flashcards.leftovers import Left, scores
from flashcards.likeness import Fact
from flashcards.model import Candidate, Note
from flashcards.records import Row

KEY = "doubt"
"""The key in the ledger: the marks of all lines that the note could be."""
EDITED = 0.5
"""So alike to its note is a line in doubt that was edited: question or answer may have been another one before."""
Marks = Mapping[int, Sequence[str]]
"""The places of notes in doubt, and the marks of their lines."""


def mark(fact: Fact) -> str:
    """A line as it is known again when its document or heading is renamed."""
    return blake2b(repr(keys.same(fact)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def marks_of(notes: Iterable[Note], extras: Mapping[str, Row]) -> dict[int, Sequence[str]]:
    """What the ledger says of these notes; what is not as we write it says nothing."""
    if not any(KEY in row for row in extras.values()):
        return {}
    known = ((at, extras.get(note.guid, {}).get(KEY)) for at, note in enumerate(notes))
    return {at: marks for at, marks in known if isinstance(marks, list) and marks and all(map(_is_text, marks))}


def _is_text(mark: object) -> bool:
    return isinstance(mark, str)


def keep(
    extras: MutableMapping[str, Row],
    notes: Sequence[Note],
    candidates: Sequence[Candidate],
    doubts: Iterable[tuple[int, tuple[int, ...]]],
) -> None:
    """Write down the doubts of these notes, and strike out those that are over."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for new, olds in doubts:
        for old in olds:
            found[notes[old].guid].append(mark(candidates[new]))
    over = {guid for guid, row in extras.items() if KEY in row} - found.keys()
    for guid in over & {note.guid for note in notes} if over else ():
        marked_extras.put(extras, guid, {key: value for key, value in extras[guid].items() if key != KEY})
    for guid, marks in found.items():
        marked_extras.put(extras, guid, {**extras.get(guid, {}), KEY: sorted(marks)})


def stand(left: Left, known: Marks) -> dict[Pair, float]:
    """The pairs that were in doubt and are so still: all their notes wait, and none of their lines is gone."""
    open_notes = set(left.old)
    waiting = {at: marks for at, marks in known.items() if at in open_notes}
    if not waiting:
        return {}
    lines: defaultdict[str, list[int]] = defaultdict(list)
    back = {keys.same_in_place(left.notes[at]) for at in waiting}
    here = set()
    for at in left.new:
        lines[mark(left.candidates[at])].append(at)
        here.add(keys.same_in_place(left.candidates[at]))
    gone = {at for at in waiting if keys.same_in_place(left.notes[at]) in here & back}
    found: dict[Pair, float] = {}
    for group in _groups(known):
        if group.notes <= waiting.keys() and not group.notes & gone:
            pairs = {(old, new): 1.0 for old in sorted(group.notes) for name in {*known[old]} for new in lines[name]}
            edited = {} if (whole := _is_whole(group, lines)) or not pairs else _edited(left, group, pairs)
            found |= pairs | edited if whole or edited else {}
    return found


@dataclass(frozen=True, slots=True)
class _Group:
    """Notes that share a line in doubt, and how often each of their lines is needed."""

    notes: frozenset[int]
    lines: Mapping[str, int]


def _groups(known: Marks) -> Iterator[_Group]:
    users: defaultdict[str, list[int]] = defaultdict(list)
    for at, marks in known.items():
        for name in {*marks}:
            users[name].append(at)
    seen: set[int] = set()
    for start in sorted(known):
        if start in seen:
            continue
        notes, rest = {start}, [start]
        while rest:
            more = {other for name in known[rest.pop()] for other in users[name]} - notes
            notes |= more
            rest += sorted(more)
        seen |= notes
        lines: Counter[str] = Counter()
        for at in notes:
            lines |= Counter(known[at])
        yield _Group(frozenset(notes), lines)


def _edited(left: Left, group: _Group, pairs: Collection[Pair]) -> dict[Pair, float]:
    """Lines that may be one of the group that was edited: no other waiting note is more like them."""
    same = {new for _, new in pairs}
    rest = Left(left.notes, left.candidates, left.old, [at for at in left.new if at not in same])
    alike = scores(rest, lambda note, candidate: EDITED)
    best: defaultdict[int, float] = defaultdict(float)
    for (_, new), score in alike.items():
        best[new] = max(best[new], score)
    return {pair: score for pair, score in alike.items() if pair[0] in group.notes and score == best[pair[1]]}


def _is_whole(group: _Group, lines: Mapping[str, Sequence[int]]) -> bool:
    return all(len(lines.get(name, ())) >= count for name, count in group.lines.items())
