"""Lineage: which new document goes on where another one ended, and which repeats one that is still there. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from flashcards.keys import Key, breadcrumb, same
from flashcards.likeness import Fact
from flashcards.model import Candidate, Note


@dataclass(frozen=True, slots=True)
class Lineage:
    """New paths to the old path they go on for, and to the path of the document they repeat."""

    heirs: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)

    @property
    def originals(self) -> dict[str, str]:
        """The paths that the notes of copied documents have, to the paths of these documents now."""
        return {self.heirs.get(path, path): path for path in self.copies.values()}


def trace(notes: Sequence[Note], candidates: Sequence[Candidate]) -> Lineage:
    """Documents without a single note are new. Nothing is said of those that share less than half."""
    known = {note.source.path for note in notes}
    there = {candidate.source.path for candidate in candidates}
    fresh = there - known
    if not fresh:
        return Lineage()
    new = [made for made in candidates if made.source.path in fresh]
    heirs = _heirs(notes, known - there, new)
    left = _facts(made for made in new if made.source.path not in heirs)
    if not left:
        return Lineage(heirs)
    return Lineage(heirs, _originals(left, [made for made in candidates if made.source.path not in left]))


def copied(lineage: Lineage, notes: Sequence[Note], candidates: Sequence[Candidate]) -> list[int]:
    """The places of candidates that only repeat a fact of the document their own was copied from."""
    if not lineage.copies:
        return []
    before = lineage.originals
    originals = set(before.values())
    facts = _facts(made for made in candidates if made.source.path in originals)
    for note in notes:
        if (path := before.get(note.source.path)) is not None:
            facts[path].add(same(note))
    return [
        at
        for at, made in enumerate(candidates)
        if (path := lineage.copies.get(made.source.path)) is not None and same(made) in facts[path]
    ]


def _facts(facts: Iterable[Fact], key: Key = same) -> defaultdict[str, set[Hashable]]:
    """The facts of each document."""
    found: defaultdict[str, set[Hashable]] = defaultdict(set)
    for fact in facts:
        found[fact.source.path].add(key(fact))
    return found


def _with_breadcrumb(fact: Fact) -> Hashable:
    return same(fact), breadcrumb(fact)


def _shared(new: Mapping[str, Set[Hashable]], old: Mapping[str, Collection[Hashable]]) -> Counter[tuple[str, str]]:
    """How many facts an old and a new document share."""
    index: defaultdict[Hashable, list[str]] = defaultdict(list)
    for path, facts in old.items():
        for fact in facts:
            index[fact].append(path)
    return Counter((path, at) for at, facts in new.items() for fact in facts for path in index.get(fact, ()))


def _heirs(notes: Sequence[Note], gone: Set[str], candidates: Sequence[Candidate]) -> dict[str, str]:
    """The new document that shares most with one that is gone, breadcrumbs counted too."""
    ended = [note for note in notes if note.source.path in gone and note.status != "retired"]
    if not ended:
        return {}
    old, new = _facts(ended), _facts(candidates)
    votes = _shared(new, old)
    votes = Counter({pair: count for pair, count in votes.items() if 2 * count >= _smaller(pair, old, new)})
    shown = _shared(_facts(candidates, _with_breadcrumb), _facts(ended, _with_breadcrumb))
    heirs: dict[str, str] = {}
    for path, at in sorted(votes, key=lambda pair: (-votes[pair] - shown[pair], len(pair[1]), pair)):
        named_after = any(_is_named_after(at, other) and (path, other) in votes for other in new)
        if at not in heirs and path not in heirs.values() and not named_after:
            heirs[at] = path
    return heirs


def _is_named_after(path: str, other: str) -> bool:
    """True for the copies that programs make: `call 2.md` and `call (conflicted copy).md` of `call.md`."""
    stem = other.rpartition("/")[2].rpartition(".")[0]
    return path != other and bool(stem) and path.rpartition("/")[2].startswith(f"{stem} ")


def _smaller(
    pair: tuple[str, str], old: Mapping[str, Collection[Hashable]], new: Mapping[str, Collection[Hashable]]
) -> int:
    return min(len(old[pair[0]]), len(new[pair[1]]))


def _originals(new: Mapping[str, Set[Hashable]], others: Iterable[Candidate]) -> dict[str, str]:
    """For each document that repeats half of itself from another one, that other one."""
    votes = _shared(new, _facts(others))
    found: dict[str, str] = {}
    for path, at in sorted(votes, key=lambda pair: (-votes[pair], pair)):
        if at not in found and 2 * votes[path, at] >= len(new[at]):
            found[at] = path
    return found
