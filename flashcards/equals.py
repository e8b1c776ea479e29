"""Equals: of several facts that are equal to the letter, which is which. What cannot be told is left open. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from flashcards import keys
from flashcards.keys import Key
from flashcards.likeness import Fact, order_of
from flashcards.lineage import is_named_after
from flashcards.model import Candidate, Note

Pair = tuple[int, int]
"""The places of a note and of a candidate in the sequences given."""
_MOST = 400
"""With more pairs of places than this, not all of them are weighed."""


def groups(
    notes: Sequence[Note], old: Iterable[int], candidates: Sequence[Candidate], new: Iterable[int], key: Key
) -> list[tuple[list[int], list[int]]]:
    """Notes and candidates with an equal key, in the order of their sources."""
    known: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place in old:
        known[key(notes[place])].append(place)
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place in new:
        made = key(candidates[place])
        if made is not None and made in known:
            found[made].append(place)
    return [(_in_order(notes, known[made]), places) for made, places in found.items()]


def _in_order(notes: Sequence[Note], places: list[int]) -> list[int]:
    """Notes of one line stand in the ledger by guid; here they go as their candidates do."""
    return sorted(places, key=lambda at: order_of(notes[at])) if len(places) > 1 else places


def nearest(
    notes: Sequence[Note], old: list[int], candidates: Sequence[Candidate], new: list[int], levels: Iterable[Key]
) -> list[Pair]:
    """Those on the same line, then those in the same section, and so on."""
    pairs: list[Pair] = []
    for key in levels:
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for at in reversed(old):
            waiting[key(notes[at])].append(at)
        made = [(waiting[found].pop(), at) for at in new if waiting[found := key(candidates[at])]]
        pairs += made
        old, new = _left(old, new, made)
    return pairs


def clearest(notes: Sequence[Note], old: list[int], candidates: Sequence[Candidate], new: list[int]) -> list[Pair]:
    """The same as far as their places tell. Between two that are equally near, or near in another way, nothing is."""
    pairs = nearest(notes, old, candidates, new, keys.IN_PLACE)
    old, new = _left(old, new, pairs)
    while old and new:
        made = _clear(notes, old, candidates, new)
        if not made:
            break
        pairs += made
        old, new = _left(old, new, made)
    return pairs


def each(old: Sequence[int], new: Sequence[int]) -> list[Pair]:
    """All pairs of these, or so many that each of them is in one."""
    if len(old) * len(new) <= _MOST:
        return [(one, other) for one in old for other in new]
    return [(old[at % len(old)], new[at % len(new)]) for at in range(max(len(old), len(new)))]


def _left(old: list[int], new: list[int], pairs: Iterable[Pair]) -> tuple[list[int], list[int]]:
    taken = {pair[0] for pair in pairs}
    settled = {pair[1] for pair in pairs}
    return [at for at in old if at not in taken], [at for at in new if at not in settled]


def _clear(notes: Sequence[Note], old: list[int], candidates: Sequence[Candidate], new: list[int]) -> list[Pair]:
    olds, news = _classes(notes, old), _classes(candidates, new)
    if len(olds) * len(news) > _MOST:
        return nearest(notes, old, candidates, new, (keys.document, keys.breadcrumb))
    signs = {(one, other): _signs(notes[one[0]], candidates[other[0]]) for one in olds for other in news}
    pairs: list[Pair] = []
    for (one, other), sign in signs.items():
        rivals = [signs[one, third] for third in news if third is not other]
        rivals += [signs[third, other] for third in olds if third is not one]
        if all(_beats(sign, rival) for rival in rivals):
            pairs += nearest(notes, [*one], candidates, [*other], keys.NEAREST)
    return pairs


def _classes(facts: Sequence[Fact], places: Iterable[int]) -> list[tuple[int, ...]]:
    """Facts with one card and one breadcrumb: any of them is as good as another."""
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at in places:
        found[keys.same_card(facts[at])].append(at)
    return [tuple(group) for group in found.values()]


def _signs(note: Note, candidate: Candidate) -> tuple[bool, ...]:
    """What says that the note's line is here now, apart from its words."""
    one, other = note.source, candidate.source
    return (
        one.path == other.path,
        one.section == other.section,
        one.section[-1:] == other.section[-1:] != (),
        note.fields.context == candidate.fields.context,
        is_named_after(other.path, one.path),
    )


def _beats(one: tuple[bool, ...], other: tuple[bool, ...]) -> bool:
    """True when nothing speaks for the other that does not speak for the one, too."""
    return one != other and all(mine or not its for mine, its in zip(one, other, strict=True))
