"""Leftovers: what has no partner yet, and how alike its notes and candidates are. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flashcards.equals import Pair
from flashcards.likeness import RICH, Fact, Shape, Weigh, alike, bare, place_of, shape_of, weighers
from flashcards.lineage import Still
from flashcards.model import Candidate, Note
from flashcards.text import STOPWORDS

SAME_SECTION = 0.74
"""How alike a note and a candidate must be to be one fact."""
SAME_DOCUMENT = 0.76
ANYWHERE = 0.78
SKIPPED = 0.80
"""A skipped note takes a candidate away without a card, so it must be surer."""
RETIRED = 0.88
"""A retired note has no line any more: most likely the new line is another fact."""
NEVER = 2.0
"""More than any two are alike: a retired note comes back elsewhere to the letter only."""
NEARER = 0.03
"""What the same document is worth, and the same headings in it: together more than the margin."""
_CROWD = 40
"""In a section with more leftovers than this, only those with a rare word in common are compared."""
_COMMON = 60
"""A word that stands in more leftover notes than this does not point to any of them."""
_POINTERS = 6
"""So many of the rarest words of a candidate are looked up,"""
_PARTNERS = 12
"""and so many of the notes they point to are compared with it."""


@dataclass(slots=True)
class Left:
    """What is still without a partner. The one thing here that changes."""

    notes: Sequence[Note]
    candidates: Sequence[Candidate]
    old: list[int]
    new: list[int]
    still: Still = field(default_factory=Still)
    pairs: list[Pair] = field(default_factory=list)
    doubts: dict[Pair, float] = field(default_factory=dict)

    def doubt(self, scores: Mapping[Pair, float]) -> None:
        """Neither side of these pairs is looked at again."""
        self.doubts |= scores
        self.old = without(self.old, (pair[0] for pair in scores))
        self.new = without(self.new, (pair[1] for pair in scores))

    def take(self, pairs: Iterable[Pair]) -> bool:
        """Keep these pairs; True when there are any."""
        made = list(pairs)
        if made:
            self.pairs += made
            old, new = {pair[0] for pair in made}, {pair[1] for pair in made}
            self.old = [place for place in self.old if place not in old]
            self.new = [place for place in self.new if place not in new]
        return bool(made)


def without(places: Iterable[int], others: Iterable[int]) -> list[int]:
    """The places but for the others."""
    out = set(others)
    return [at for at in places if at not in out]


def _rivals(left: Left, olds: Mapping[int, Shape], news: Mapping[int, Shape]) -> list[Pair]:
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
    away = note.source.path != candidate.source.path
    if note.status == "retired":
        return NEVER if away else RETIRED
    if note.status == "skipped" or away:
        return SKIPPED if note.status == "skipped" else ANYWHERE
    return SAME_SECTION if note.source.section == candidate.source.section else SAME_DOCUMENT


def scores(left: Left, enough: Callable[[Note, Candidate], float] = _enough) -> dict[Pair, float]:
    """All pairs that are alike enough, with their likeness."""
    olds = {at: shape_of(left.notes[at]) for at in left.old}
    news = {at: shape_of(left.candidates[at]) for at in left.new}
    near = [pair for pair in _rivals(left, olds, news) if _may_be(olds[pair[0]], news[pair[1]])]
    pairs = _of_edited_lines(left, near)
    weigh = weighers(left.candidates, {place_of(left.candidates[at]) for _, at in pairs})
    found: dict[Pair, float] = {}
    for old, new in pairs:
        note, candidate = left.notes[old], left.candidates[new]
        # A guid that changed its note type would make Anki refuse the whole import.
        if note.note_type == candidate.note_type and (note.kind == candidate.kind or _asks_alike(olds[old], news[new])):
            score = _nearness(note, candidate) + _score(olds[old], news[new], weigh[place_of(candidate)])
            if score >= enough(note, candidate):
                found[old, new] = round(score, 6)
    return found


def _of_edited_lines(left: Left, pairs: Sequence[Pair]) -> list[Pair]:
    """Without cards that are new on a line that has notes and did not change: it is no other line, edited."""
    places = {place_of(left.candidates[new]) for _, new in pairs}
    lines = {_line(note) for note in left.notes if note.status != "retired" and place_of(note) in places}
    unlike = [_line(left.candidates[new]) not in lines for _, new in pairs]
    return [
        (old, new)
        for (old, new), edited in zip(pairs, unlike, strict=True)
        if edited or bare(left.notes[old].text) == bare(left.candidates[new].text)
    ]


def _line(fact: Fact) -> Hashable:
    return place_of(fact), bare(fact.text)


def _may_be(one: Shape, other: Shape) -> bool:
    """A quick no for most."""
    fewest = min(len(one.words), len(other.words))
    return fewest <= RICH or one.answer == other.answer or 4 * len(one.words & other.words) >= fewest


def _asks_alike(one: Shape, other: Shape) -> bool:
    """Of a fact that is now of another kind: the steps of a process are no pitch that tells them."""
    asked = one.front - STOPWORDS, other.front - STOPWORDS
    return not all(asked) or not asked[0].isdisjoint(asked[1])


def _score(one: Shape, other: Shape, weigh: Weigh) -> float:
    score = alike(one, other, weigh)
    return max(score, 0.9) if one.masked == other.masked and len(one.telling) >= RICH else score


def _nearness(note: Note, candidate: Candidate) -> float:
    """Of two that are equally alike, the nearer one."""
    same_path = note.source.path == candidate.source.path
    same_section = note.source.section == candidate.source.section
    return NEARER * (same_path + (same_path and same_section)) + 0.02 * (note.kind == candidate.kind)
