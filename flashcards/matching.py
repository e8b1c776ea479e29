"""Pairing old and new: which candidate is which note of the ledger. Pure; one to one.

Passes by equal keys come first and cost next to nothing. What they leave is compared by likeness, and a
pair is made only when nothing else comes close to it on either side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flashcards.likeness import (
    RICH,
    Fact,
    Shape,
    Weigh,
    alike,
    content,
    is_long,
    is_rich,
    masked_words,
    order_of,
    place_of,
    shape_of,
    weighers,
)
from flashcards.model import Candidate, Note

Key = Callable[[Fact], Hashable]
Pair = tuple[int, int]
"""The places of a note and of a candidate in the sequences given."""

SAME_SECTION = 0.72
"""How alike a note and a candidate must be to be one fact."""
SAME_DOCUMENT = 0.75
ANYWHERE = 0.78
SKIPPED = 0.80
"""A skipped note takes a candidate away without a card, so it must be surer."""
RETIRED = 0.88
"""A retired note has no line any more: most likely the new line is another fact."""
MARGIN = 0.04
"""How much better the best must be than the second best."""
_CROWD = 40
"""In a section with more leftovers than this, only those with a rare word in common are compared."""
_COMMON = 60
"""A word that stands in more leftover notes than this does not point to any of them."""
_POINTERS = 6
"""So many of the rarest words of a candidate are looked up,"""
_PARTNERS = 12
"""and so many of the notes they point to are compared with it."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs that are sure, and for each candidate in doubt the notes it could be, likeliest first."""

    pairs: tuple[Pair, ...]
    doubts: tuple[tuple[int, tuple[int, ...]], ...] = ()


@dataclass(slots=True)
class _Left:
    """What is still without a partner. The one thing here that changes."""

    notes: Sequence[Note]
    candidates: Sequence[Candidate]
    old: list[int]
    new: list[int]
    pairs: list[Pair] = field(default_factory=list)

    def take(self, pairs: Iterable[Pair]) -> bool:
        """Keep these pairs; True when there are any."""
        made = list(pairs)
        if made:
            self.pairs += made
            old, new = {pair[0] for pair in made}, {pair[1] for pair in made}
            self.old = [place for place in self.old if place not in old]
            self.new = [place for place in self.new if place not in new]
        return bool(made)


# Keys: facts with an equal key are one fact. None is equal to nothing.


def _same(fact: Fact) -> Hashable:
    return fact.note_type, fact.text, fact.fields.front, fact.fields.back


def _same_in_place(fact: Fact) -> Hashable:
    source, fields = fact.source, fact.fields
    return source.path, source.section, fact.note_type, fact.text, fields.front, fields.back


def _same_card(fact: Fact) -> Hashable:
    """All that the learner sees but the foot: a document that was not read may be meant."""
    fields = fact.fields
    return _same(fact), fact.source.section, fields.context, fields.extra, fields.reverse


def _same_but_numbers(fact: Fact) -> Hashable:
    return (fact.note_type, shape_of(fact).masked) if is_rich(fact) else None


def _same_but_numbers_in_place(fact: Fact) -> Hashable:
    key = _same_but_numbers(fact)
    return key and (place_of(fact), key)


def _same_answer_in_place(fact: Fact) -> Hashable:
    key = _same_but_numbers(fact)
    return key and (place_of(fact), key, fact.fields.back)


def _same_front_in_place(fact: Fact) -> Hashable:
    front = fact.fields.front
    return (place_of(fact), fact.note_type, front) if content(masked_words(front)) else None


def _same_line_and_answer(fact: Fact) -> Hashable:
    """A later version of the program may word the front in another way, or name another kind."""
    return (fact.note_type, fact.text, fact.fields.back) if is_long(fact) else None


def _same_line_in_document(fact: Fact) -> Hashable:
    """A renamed heading: what it says may be on the front of a line that says little."""
    return fact.source.path, fact.note_type, fact.text, fact.fields.back


def _same_line_under_heading(fact: Fact) -> Hashable:
    """A renamed document, likewise."""
    return fact.source.section, fact.note_type, fact.text, fact.fields.back


# Passes by key


def _groups(left: _Left, key: Key) -> Iterable[tuple[list[int], list[int]]]:
    """Notes and candidates with an equal key, in the order of their sources."""
    old: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place in left.old:
        old[key(left.notes[place])].append(place)
    new: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place in left.new:
        made = key(left.candidates[place])
        if made is not None and made in old:
            new[made].append(place)
    return [(_in_order(left.notes, old[made]), places) for made, places in new.items()]


def _in_order(notes: Sequence[Note], places: list[int]) -> list[int]:
    """Notes of one line stand in the ledger by guid; here they go as their candidates do."""
    return sorted(places, key=lambda at: order_of(notes[at])) if len(places) > 1 else places


def _by_order(left: _Left, key: Key) -> list[Pair]:
    """Equal facts: those on the same line, then one after the other."""
    pairs: list[Pair] = []
    for old, new in _groups(left, key):
        if len(old) == len(new) == 1:
            pairs.append((old[0], new[0]))
        else:
            pairs += _line_by_line(left, old, new)
    return pairs


def _line_by_line(left: _Left, old: list[int], new: list[int]) -> list[Pair]:
    pairs: list[Pair] = []
    for key in (_entire, _line, _any):
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for at in reversed(old):
            waiting[key(left.notes[at])].append(at)
        pairs += [(waiting[made].pop(), at) for at in new if waiting[made := key(left.candidates[at])]]
        taken, settled = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
        old, new = [at for at in old if at not in taken], [at for at in new if at not in settled]
    return pairs


def _entire(fact: Fact) -> Hashable:
    return _line(fact), fact.kind, fact.fields, fact.tags


def _line(fact: Fact) -> Hashable:
    return place_of(fact), fact.source.line_start


def _any(fact: Fact) -> Hashable:
    return None


def _in_step(left: _Left, key: Key) -> list[Pair]:
    """Facts that differ in a number only: as many old as new, so they go in order."""
    groups = _groups(left, key)
    return [pair for old, new in groups if len(old) == len(new) for pair in zip(old, new, strict=True)]


def _only(left: _Left, key: Key) -> list[Pair]:
    """One old and one new with this key, and no other."""
    return [(old[0], new[0]) for old, new in _groups(left, key) if len(old) == len(new) == 1]


# What is compared with what


def _rivals(left: _Left, olds: Mapping[int, Shape], news: Mapping[int, Shape]) -> list[Pair]:
    """The pairs worth a look: near each other, or with rare words in common."""
    index: defaultdict[str, list[int]] = defaultdict(list)
    near: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at, shape in olds.items():
        near[place_of(left.notes[at])].append(at)
        for word in shape.words:
            index[word].append(at)
    pairs: list[Pair] = []
    for at, shape in news.items():
        neighbours = near.get(place_of(left.candidates[at]), [])
        close = neighbours if len(neighbours) <= _CROWD else []
        pairs += [(old, at) for old in dict.fromkeys((*close, *_pointed(shape, index)))]
    return pairs


def _pointed(shape: Shape, index: Mapping[str, Sequence[int]]) -> list[int]:
    """The notes that share most of the rarest words."""
    known = [(len(index[word]), word) for word in shape.words if word in index]
    rare = sorted(entry for entry in known if entry[0] <= _COMMON)[:_POINTERS]
    votes: Counter[int] = Counter()
    for count, word in rare:
        for place in index[word]:
            votes[place] += 1000 // count
    return sorted(votes, key=lambda place: (-votes[place], place))[:_PARTNERS]


def _enough(note: Note, candidate: Candidate) -> float:
    """The likeness this pair needs."""
    if note.status != "active":
        return RETIRED if note.status == "retired" else SKIPPED
    if note.source.path != candidate.source.path:
        return ANYWHERE
    return SAME_SECTION if note.source.section == candidate.source.section else SAME_DOCUMENT


def _scores(left: _Left) -> dict[Pair, float]:
    """All pairs that are alike enough, with their likeness."""
    olds = {at: shape_of(left.notes[at]) for at in left.old}
    news = {at: shape_of(left.candidates[at]) for at in left.new}
    pairs = [pair for pair in _rivals(left, olds, news) if _may_be(olds[pair[0]], news[pair[1]])]
    weigh = weighers(left.candidates, {place_of(left.candidates[at]) for _, at in pairs})
    scores: dict[Pair, float] = {}
    for old, new in pairs:
        note, candidate = left.notes[old], left.candidates[new]
        # A guid that changed its note type would make Anki refuse the whole import.
        if note.note_type == candidate.note_type:
            score = _nearness(note, candidate) + _score(olds[old], news[new], weigh[place_of(candidate)])
            if score >= _enough(note, candidate):
                scores[old, new] = round(score, 6)
    return scores


def _may_be(one: Shape, other: Shape) -> bool:
    """A quick no for most."""
    fewest = min(len(one.words), len(other.words))
    return fewest <= RICH or one.answer == other.answer or 4 * len(one.words & other.words) >= fewest


def _score(one: Shape, other: Shape, weigh: Weigh) -> float:
    score = alike(one, other, weigh)
    return max(score, 0.9) if one.masked == other.masked and len(one.telling) >= RICH else score


def _nearness(note: Note, candidate: Candidate) -> float:
    """Of two that are equally alike, the nearer one."""
    same_path = note.source.path == candidate.source.path
    same_section = note.source.section == candidate.source.section
    return 0.02 * (same_path + (same_path and same_section) + (note.kind == candidate.kind))


# Choosing


def _sure(scores: Mapping[Pair, float]) -> list[Pair]:
    """Pairs that are best for both, by a margin."""
    old, new = _best_two(scores, 0), _best_two(scores, 1)
    return [
        pair
        for pair, score in scores.items()
        if score == old[pair[0]][0] == new[pair[1]][0] and score - max(old[pair[0]][1], new[pair[1]][1]) >= MARGIN
    ]


def _best_two(scores: Mapping[Pair, float], side: int) -> dict[int, tuple[float, float]]:
    best: dict[int, tuple[float, float]] = {}
    for pair, score in scores.items():
        first, second = best.get(pair[side], (0.0, 0.0))
        best[pair[side]] = (score, first) if score > first else (first, max(score, second))
    return best


def _choose(left: _Left) -> dict[Pair, float]:
    """Take the sure pairs until there are none; what remains is in doubt."""
    scores = _scores(left) if left.old and left.new else {}
    while left.take(pairs := _sure(scores)):
        old, new = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
        scores = {pair: s for pair, s in scores.items() if pair[0] not in old and pair[1] not in new}
    return scores


_Pass = tuple[Callable[["_Left", Key], list[Pair]], Key]
_EXACT: tuple[_Pass, ...] = ((_by_order, _same_in_place), (_by_order, _same))
_NUMBERS_IN_PLACE: tuple[_Pass, ...] = (
    (_in_step, _same_answer_in_place),
    (_only, _same_front_in_place),
    (_in_step, _same_but_numbers_in_place),
)
_NORMALISED: tuple[_Pass, ...] = (
    (_only, _same_line_and_answer),
    (_only, _same_line_in_document),
    (_only, _same_line_under_heading),
    (_only, _same_but_numbers),
)


def _run(left: _Left, passes: Iterable[_Pass]) -> None:
    for pick, key in passes:
        if left.old and left.new:
            left.take(pick(left, key))


def pair(notes: Sequence[Note], candidates: Sequence[Candidate], elsewhere: Sequence[Note] = ()) -> Matches:
    """Pair notes and candidates; the candidates in the order that `order_of` gives.

    `elsewhere` are notes of documents that were not read: they pair only when nothing differs but the
    document. Their places count on after those of `notes`.
    """
    everyone = (*notes, *elsewhere)
    present = [at for at, note in enumerate(notes) if note.status != "retired"]
    gone = [at for at, note in enumerate(notes) if note.status == "retired"]
    left = _Left(everyone, candidates, present, list(range(len(candidates))))
    _run(left, (*_EXACT, *_NUMBERS_IN_PLACE))
    _with(left, gone, _EXACT)
    _with(left, range(len(notes), len(everyone)), ((_by_order, _same_card),))
    doubts = _settle(left)
    doubtful = {new for _, new in doubts}
    left.new = [at for at in left.new if at not in doubtful]
    left.old = [at for at in gone if at not in {old for old, _ in left.pairs}]
    _run(left, _NORMALISED)
    _choose(left)
    return Matches(tuple(left.pairs), _doubts(doubts))


def _with(left: _Left, places: Iterable[int], passes: Iterable[_Pass]) -> None:
    """Run passes with other notes."""
    kept, left.old = left.old, list(places)
    _run(left, passes)
    left.old = kept


def _settle(left: _Left) -> dict[Pair, float]:
    """Keys and likeness in turn: each pair made may make another one clear."""
    while True:
        before = len(left.pairs)
        _run(left, (*_NUMBERS_IN_PLACE, *_NORMALISED))
        doubts = _choose(left)
        if len(left.pairs) == before or not doubts:
            return doubts


def _doubts(scores: Mapping[Pair, float]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    notes: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for (old, new), score in scores.items():
        notes[new].append((-score, old))
    return tuple((new, tuple(old for _, old in sorted(found))) for new, found in sorted(notes.items()))
