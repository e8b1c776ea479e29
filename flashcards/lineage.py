"""Lineage: which new document goes on where another one ended, and which repeats one that is still there. Pure.

The same for the sections of a document: a heading that was renamed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TypeVar

from flashcards.keys import Key, breadcrumb, prompt, same, told
from flashcards.likeness import Fact, place_of
from flashcards.model import Candidate, Note

KEPT = 2
"""A file that was moved and kept its name."""
Place = tuple[str, tuple[str, ...]]
"""A document and the headings in it."""
P = TypeVar("P", str, Place)
"""A document, or a section."""
Facts = Mapping[P, Collection[Hashable]]
"""What stands where."""


@dataclass(frozen=True, slots=True)
class Still:
    """Documents that are as they were, and their notes: what they say now is what they said before."""

    paths: Set[str] = frozenset()
    notes: Sequence[Note] = ()


@dataclass(frozen=True, slots=True)
class Lineage:
    """New paths to the old path they go on for, and to the paths of documents they repeat; sections to the old ones."""

    heirs: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, Set[str]] = field(default_factory=dict)
    sections: Mapping[Place, Place] = field(default_factory=dict)

    @property
    def originals(self) -> dict[str, str]:
        """The paths that the notes of copied documents have, to the paths of these documents now."""
        return {self.heirs.get(path, path): path for paths in self.copies.values() for path in paths}

    def home(self, fact: Fact) -> Place:
        """Where a fact would stand if nothing had been renamed."""
        path, section = place_of(fact)
        place = self.heirs.get(path, path), section
        return self.sections.get(place, place)

    def moved(self, notes: Iterable[tuple[int, Note]]) -> dict[int, Place]:
        """Where these notes stand now, for those whose document or heading was renamed."""
        paths = {old: new for new, old in self.heirs.items()}
        sections = {old: new for new, old in self.sections.items()}
        found: dict[int, Place] = {}
        for at, note in notes:
            path, section = sections.get(place_of(note), place_of(note))
            if (place := (paths.get(path, path), section)) != place_of(note):
                found[at] = place
        return found


def trace(
    notes: Sequence[Note], candidates: Sequence[Candidate], still: Still, doubted: Collection[tuple[int, int]] = ()
) -> Lineage:
    """Documents without a single note are new. Nothing is said of those that share little.

    Notes and candidates in doubt, by their places, say nothing: else a doubt would be decided by itself.
    """
    unsure = {old for old, _ in doubted}, {new for _, new in doubted}
    known = {note.source.path for note in notes}
    places = {place_of(note) for note in notes}
    notes = [note for at, note in enumerate(notes) if note.status != "retired" and at not in unsure[0]]
    sure = [made for at, made in enumerate(candidates) if at not in unsure[1]]
    there = {candidate.source.path for candidate in candidates} | still.paths
    fresh = [made for made in sure if made.source.path not in known]
    heirs = _heirs([note for note in notes if note.source.path not in there], fresh, _path) if fresh else {}
    left = _facts((made for made in fresh if made.source.path not in heirs), _path)
    others: list[Fact] = [made for made in candidates if made.source.path not in left] if left else []
    others += still.notes if left else ()
    waiting = [made for made in fresh if made.source.path in left]
    copies = _originals(left, waiting, others, (*notes, *still.notes), Lineage(heirs)) if left else {}
    parts = _parts(Lineage(heirs, copies), left, notes, others) if copies else set()
    whole = {path: paths for path, paths in copies.items() if path not in parts}
    return Lineage(heirs, whole, _renamed((notes, sure), places, candidates, Lineage(heirs)))


def _parts(line: Lineage, new: Facts[str], notes: Sequence[Note], others: Iterable[Fact]) -> set[str]:
    """Those that rather hold what a third document lost: it was copied long ago, and is split now."""
    now, before = _facts(others, _path), _facts(notes, _path)
    kept, lost = _shared(new, now), _shared(new, {path: facts - now[path] for path, facts in before.items()})
    homes = {at: {line.heirs.get(path, path) for path in paths} for at, paths in line.copies.items()}
    return {
        at
        for (path, at), count in lost.items()
        if at in homes and path not in homes[at] and all(count >= kept[one, at] for one in line.copies[at])
    }


def _renamed(
    sure: tuple[Sequence[Note], Sequence[Candidate]], known: Set[Place], candidates: Sequence[Candidate], line: Lineage
) -> dict[Place, Place]:
    """Sections that are new in a document that is known, and the one that ended there."""
    there = {line.home(made) for made in candidates}
    if there <= known:
        return {}
    paths = {place[0] for place in there - known} & {place[0] for place in known - there}
    ended = [note for note in sure[0] if note.source.path in paths and place_of(note) not in there]
    fresh = [made for made in sure[1] if (home := line.home(made))[0] in paths and home not in known]
    return _heirs(ended, fresh, line.home)


def copied(lineage: Lineage, notes: Sequence[Note], candidates: Sequence[Candidate], still: Still) -> list[int]:
    """The places of candidates that only ask what the document asks that their own was copied from."""
    if not lineage.copies:
        return []
    before = lineage.originals
    originals = set(before.values())
    every: tuple[Fact, ...] = (*candidates, *still.notes)
    facts = _facts((fact for fact in every if fact.source.path in originals), _path, prompt)
    for note in (*notes, *still.notes):
        if (path := before.get(note.source.path)) is not None:
            facts[path].add(prompt(note))
    return [
        at
        for at, made in enumerate(candidates)
        if any(prompt(made) in facts[path] for path in lineage.copies.get(made.source.path, ()))
    ]


def _path(fact: Fact) -> str:
    return fact.source.path


def _facts(facts: Iterable[Fact], where: Callable[[Fact], P], key: Key = same) -> defaultdict[P, set[Hashable]]:
    """The facts of each document or section."""
    found: defaultdict[P, set[Hashable]] = defaultdict(set)
    for fact in facts:
        found[where(fact)].add(key(fact))
    return found


def _shared(new: Facts[P], old: Facts[P]) -> Counter[tuple[P, P]]:
    """How many facts an old and a new one share."""
    index: defaultdict[Hashable, list[P]] = defaultdict(list)
    for place, facts in old.items():
        for fact in facts:
            index[fact].append(place)
    return Counter((place, at) for at, facts in new.items() for fact in facts for place in index.get(fact, ()))


def _heirs(ended: Sequence[Note], fresh: Sequence[Candidate], where: Callable[[Fact], P]) -> dict[P, P]:
    """The new one that shares most with one that is gone, breadcrumbs and names counted too. Of two equals, none.

    One that has the name of one that is gone, and a fact of it, goes on for no other: their folder was renamed.
    """
    old, new = _facts(ended, where, told), _facts(fresh, where, told)
    shared = _shared(new, old)
    votes = {pair: count for pair, count in shared.items() if _enough(count, len(old[pair[0]]), len(new[pair[1]]))}
    if not votes:
        return {}
    shown = _shared(_facts(fresh, where, _with_breadcrumb), _facts(ended, where, _with_breadcrumb))
    kept = {at for place, at in shared if _names(place, at) == KEPT}
    copies = {at for at, other in _named_after(new) if at not in kept and _rivals(votes, at, other)}
    ranks: defaultdict[tuple[int, int], list[tuple[P, P]]] = defaultdict(list)
    for place, at in votes:
        if at not in copies and (at not in kept or _names(place, at) == KEPT):
            ranks[votes[place, at] + shown[place, at], _names(place, at)].append((place, at))
    heirs: dict[P, P] = {}
    taken: set[P] = set()
    for rank in sorted(ranks, reverse=True):
        free = [pair for pair in ranks[rank] if pair[0] not in taken and pair[1] not in heirs]
        sides = Counter(side for pair in free for side in enumerate(pair))
        heirs |= {at: place for place, at in free if sides[0, place] == sides[1, at] == 1}
        taken |= {place for place, _ in free}
    return heirs


def _enough(count: int, old: int, new: int) -> bool:
    """Half of the smaller. One line alone says where it is itself, and nothing of others."""
    return min(old, new) > 1 and 2 * count >= min(old, new)


def _rivals(votes: Collection[tuple[P, P]], one: P, other: P) -> bool:
    """True when both could go on for the same one."""
    return any(at == one and (place, other) in votes for place, at in votes)


def _names(old: str | Place, new: str | Place) -> int:
    """What the names say: a file that was moved, then one that is named after the old one."""
    if not _name(old):
        return 0
    return KEPT if _name(old) == _name(new) else int(is_named_after(new, old))


def _with_breadcrumb(fact: Fact) -> Hashable:
    return same(fact), breadcrumb(fact)


def is_named_after(path: str | Place, other: str | Place) -> bool:
    """True for `call 2.md` and `call (conflicted copy).md` after `call.md`: parts of it, or copies."""
    stem = _name(other).rpartition(".")[0]
    return path != other and bool(stem) and _name(path).startswith(f"{stem} ")


def _named_after(paths: Iterable[P]) -> list[tuple[P, P]]:
    """All that are named after another one. Most have a word or two, so few names are looked up."""
    stems: defaultdict[str, list[P]] = defaultdict(list)
    for path in paths:
        if isinstance(path, str):
            stems[_name(path).rpartition(".")[0]].append(path)
    found: list[tuple[P, P]] = []
    for path in (path for others in stems.values() for path in others):
        name = _name(path)
        starts = (name[:at] for at, sign in enumerate(name) if sign == " ")
        found += [(path, other) for start in starts if start for other in stems.get(start, ()) if other != path]
    return found


def _name(path: str | Place) -> str:
    return path.rpartition("/")[2] if isinstance(path, str) else ""


def _originals(
    new: Facts[str], fresh: Iterable[Candidate], others: Sequence[Fact], notes: Sequence[Note], line: Lineage
) -> dict[str, set[str]]:
    """For each document half of which another one asks, now and before, that one; a fact to the letter is in both.

    What that one asked before may stand in another new document now: it was split, and copied as a whole.
    """
    near = _shared(new, _facts(others, _path))
    paths = {path for path, _ in near}
    asked = _facts(fresh, _path, prompt)
    now = _facts((made for made in others if made.source.path in paths), _path, prompt)
    homes = {line.heirs.get(path, path) for path in paths}
    before = _facts((note for note in notes if note.source.path in homes), _path, prompt)
    often = Counter(question for questions in asked.values() for question in questions)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path, at in near:
        known = asked[at] & before[line.heirs.get(path, path)]
        still = known & now[path]
        gone = {question for question in known - still if often[question] > 1}
        if 4 * len(still) >= len(asked[at]) and 2 * len(still | gone) >= len(asked[at]):
            found[at].add(path)
    return found
