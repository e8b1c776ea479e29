"""Pairing old and new: which candidate is which note of the ledger. Pure; one to one.

Passes by equal keys come first and cost next to nothing. What they leave is compared by likeness, and a
pair is made only when nothing else comes close to it on either side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flashcards import keys, lineage
from flashcards.keys import Key
from flashcards.likeness import (
    RICH,
    Shape,
    Weigh,
    alike,
    is_telling,
    order_of,
    place_of,
    shape_of,
    weighers,
)
from flashcards.lineage import Still
from flashcards.model import Candidate, Note

Pair = tuple[int, int]
"""The places of a note and of a candidate in the sequences given."""

SAME_SECTION = 0.74
"""How alike a note and a candidate must be to be one fact."""
SAME_DOCUMENT = 0.76
ANYWHERE = 0.78
SKIPPED = 0.80
"""A skipped note takes a candidate away without a card, so it must be surer."""
RETIRED = 0.88
"""A retired note has no line any more: most likely the new line is another fact."""
MARGIN = 0.04
"""How much better the best must be than the second best."""
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


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs that are sure, and for each candidate in doubt the notes it could be, likeliest first.

    Of the first so many pairs nothing differs, not even the line.
    """

    pairs: tuple[Pair, ...]
    doubts: tuple[tuple[int, tuple[int, ...]], ...] = ()
    unchanged: int = 0


@dataclass(slots=True)
class _Left:
    """What is still without a partner. The one thing here that changes."""

    notes: Sequence[Note]
    candidates: Sequence[Candidate]
    old: list[int]
    new: list[int]
    still: Still = field(default_factory=Still)
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


# Passes by key


def _as_they_were(left: _Left) -> list[Pair]:
    """Facts of which nothing changed, not even the line. Most often all are, so this is one look-up for each."""
    waiting: dict[Hashable, list[int]] = {}
    for at in reversed(left.old):
        waiting.setdefault(keys.quick(left.notes[at]), []).append(at)
    pairs: list[Pair] = []
    for at, candidate in enumerate(left.candidates):
        found = waiting.get(keys.quick(candidate))
        if found and keys.whole(left.notes[found[-1]]) == keys.whole(candidate):
            pairs.append((found.pop(), at))
    return pairs


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
    for key in keys.NEAREST:
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for at in reversed(old):
            waiting[key(left.notes[at])].append(at)
        pairs += [(waiting[made].pop(), at) for at in new if waiting[made := key(left.candidates[at])]]
        taken, settled = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
        old, new = [at for at in old if at not in taken], [at for at in new if at not in settled]
    return pairs


def _in_step(left: _Left, key: Key) -> list[Pair]:
    """Facts that differ in a number only: as many old as new, so they go in order."""
    groups = _groups(left, key)
    return [pair for old, new in groups if len(old) == len(new) for pair in zip(old, new, strict=True)]


def _only(left: _Left, key: Key) -> list[Pair]:
    """One old and one new with this key, and no other."""
    return [(old[0], new[0]) for old, new in _groups(left, key) if len(old) == len(new) == 1]


def _alone(left: _Left, key: Key) -> list[Pair]:
    """The same where no other candidate at all has the key: one that has a note by now would have had none before."""
    pairs = _only(left, key)
    if not pairs:
        return pairs
    counts = Counter(map(key, left.candidates)) + Counter(map(key, left.still.notes))
    return [pair for pair in pairs if counts[key(left.candidates[pair[1]])] == 1]


def _telling(left: _Left, key: Key) -> list[Pair]:
    """The same for answers that no other line gives by chance."""
    return [pair for pair in _alone(left, key) if is_telling(left.notes[pair[0]])]


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
    return NEARER * (same_path + (same_path and same_section)) + 0.02 * (note.kind == candidate.kind)


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
_IN_PLACE: tuple[_Pass, ...] = (
    (_in_step, keys.same_answer_in_place),
    (_only, keys.same_front_in_place),
    (_in_step, keys.same_but_numbers_in_place),
)
_ELSEWHERE: tuple[_Pass, ...] = ((_by_order, keys.same),)
_EXACT: tuple[_Pass, ...] = ((_by_order, keys.same_in_place), *_ELSEWHERE)
_SAME_CARD: tuple[_Pass, ...] = ((_by_order, keys.same_card),)
_NORMALISED: tuple[_Pass, ...] = (
    (_only, keys.same_line_and_answer),
    (_only, keys.same_line_in_document),
    (_only, keys.same_line_under_heading),
    (_only, keys.same_but_numbers),
    (_telling, keys.answer_in_place),
    (_alone, keys.same_line),
)


def _run(left: _Left, passes: Iterable[_Pass]) -> None:
    for pick, key in passes:
        if left.old and left.new:
            left.take(pick(left, key))


def pair(
    notes: Sequence[Note],
    candidates: Sequence[Candidate],
    elsewhere: Sequence[Note] = (),
    still: Still | None = None,
) -> Matches:
    """Pair notes and candidates, whatever order the candidates come in.

    `elsewhere` are notes of documents that were not read: they pair only when nothing differs but the
    document. Their places count on after those of `notes`. `still` are notes that have their candidates already.
    """
    everyone = (*notes, *elsewhere)
    if not everyone:
        return Matches(())
    present = [at for at, note in enumerate(notes) if note.status != "retired"]
    gone = [at for at, note in enumerate(notes) if note.status == "retired"]
    left = _Left(everyone, candidates, present, list(range(len(candidates))), still or Still())
    left.take(_as_they_were(left))
    unchanged = len(left.pairs)
    if not left.new:
        return Matches(tuple(left.pairs), unchanged=unchanged)
    left.new.sort(key=lambda at: order_of(candidates[at]))
    _follow_places(left, gone, range(len(notes), len(everyone)))
    doubts = _settle(left)
    doubtful = {new for _, new in doubts}
    left.new = [at for at in left.new if at not in doubtful]
    left.old = [at for at in gone if at not in {old for old, _ in left.pairs}]
    _run(left, _NORMALISED)
    _choose(left)
    return Matches(tuple(left.pairs), _doubts(left, doubts), unchanged)


def _follow_places(left: _Left, gone: Sequence[int], unread: range) -> None:
    """All that is equal. What stands in a document or below a heading that was renamed counts as if it was not.

    What repeats a document that is still there waits until that document has its own notes, the edited ones too.
    """
    notes, read = left.notes[: unread.start], left.candidates
    line = lineage.trace(notes, read, left.still)
    late = lineage.copied(line, notes, read, left.still)
    left.candidates = _at_home(read, line)
    left.new = _without(left.new, late)
    _run(left, (_EXACT[0], *_IN_PLACE, *_ELSEWHERE))
    _with(left, gone, _EXACT)
    _with(left, unread, _SAME_CARD)
    if late or left.candidates is not read:
        _settle(left)
    left.candidates = read
    if late:
        waiting, left.new = left.new, late
        _run(left, _SAME_CARD)
        _with(left, _without(gone, [old for old, _ in left.pairs]), _SAME_CARD)
        _with(left, [at for at in left.old if left.notes[at].source.path not in line.originals], _ELSEWHERE)
        left.old, left.new = _without(left.old, [old for old, _ in left.pairs]), waiting


def _at_home(candidates: Sequence[Candidate], line: lineage.Lineage) -> Sequence[Candidate]:
    """The candidates as if their documents and headings had kept their names."""
    if not line.heirs and not line.sections:
        return candidates
    return [_moved(made, *line.home(made)) for made in candidates]


def _moved(candidate: Candidate, path: str, section: tuple[str, ...]) -> Candidate:
    source = candidate.source
    if (path, section) == (source.path, source.section):
        return candidate
    return replace(candidate, source=replace(source, path=path, section=section))


def _without(places: Iterable[int], others: Iterable[int]) -> list[int]:
    out = set(others)
    return [at for at in places if at not in out]


def _with(left: _Left, places: Iterable[int], passes: Iterable[_Pass]) -> None:
    """Run passes with other notes."""
    kept, left.old = left.old, list(places)
    _run(left, passes)
    left.old = kept


def _settle(left: _Left) -> dict[Pair, float]:
    """Keys and likeness in turn: each pair made may make another one clear."""
    while True:
        before = len(left.pairs)
        _run(left, (*_IN_PLACE, *_NORMALISED))
        doubts = _choose(left)
        if len(left.pairs) == before or not doubts:
            return doubts


def _doubts(left: _Left, scores: Mapping[Pair, float]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    notes: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for (old, new), score in scores.items():
        notes[new].append((-score, old))
    order = sorted(notes, key=lambda at: order_of(left.candidates[at]))
    return tuple((new, tuple(old for _, old in sorted(notes[new]))) for new in order)
