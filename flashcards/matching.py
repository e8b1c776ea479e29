"""Pairing old and new: which candidate is which note of the ledger. Pure; one to one.

Passes by equal keys come first and cost next to nothing. What they leave is compared by likeness, and a
pair is made only when nothing else comes close to it on either side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from flashcards import doubts as standing
from flashcards import equals, keys, lineage
from flashcards.equals import Pair
from flashcards.keys import Key
from flashcards.leftovers import Left, scores, without
from flashcards.likeness import Fact, is_telling, order_of, place_of
from flashcards.lineage import Place, Still
from flashcards.model import Candidate, Note

MARGIN = 0.04
"""How much better the best must be than the second best."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs that are sure, and for each candidate in doubt the notes it could be, likeliest first.

    Of the first so many pairs nothing differs, not even the line. Notes in doubt go with their document and heading
    when these are renamed, or the next run would know less than this one.
    """

    pairs: tuple[Pair, ...]
    doubts: tuple[tuple[int, tuple[int, ...]], ...] = ()
    unchanged: int = 0
    moved: Mapping[int, Place] = field(default_factory=dict)


# Passes by key


def _as_they_were(left: Left) -> list[Pair]:
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


def _groups(left: Left, key: Key) -> list[tuple[list[int], list[int]]]:
    return equals.groups(left.notes, left.old, left.candidates, left.new, key)


def _by_order(left: Left, key: Key) -> list[Pair]:
    """Equal facts: those on the same line, in the same section, and so on as far as their places tell."""
    groups = _groups(left, key)
    return [pair for old, new in groups for pair in equals.clearest(left.notes, old, left.candidates, new)]


def _elsewhere(left: Left, key: Key) -> list[Pair]:
    """The same, and what places do not tell is in doubt: equal lines, or an equal one elsewhere and a like one here."""
    pairs = _by_order(left, key)
    old, new = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    rest = Left(left.notes, left.candidates, without(left.old, old), without(left.new, new))
    for olds, news in _groups(rest, key) if rest.old and rest.new else ():
        left.doubt(dict.fromkeys(equals.each(olds, news), 1.0))
    return _uncontested(left, pairs)


def _uncontested(left: Left, pairs: Sequence[Pair]) -> list[Pair]:
    """The line may have moved, and a like one come in its place; or it was edited, and copied before that."""
    away = [pair for pair in pairs if place_of(left.notes[pair[0]]) != place_of(left.candidates[pair[1]])]
    places = {place_of(left.notes[pair[0]]) for pair in away}
    moved = {pair[1] for pair in pairs}
    here = [at for at in left.new if at not in moved and place_of(left.candidates[at]) in places] if places else []
    if not here:
        return [*pairs]
    there = {place_of(left.candidates[at]) for at in here}
    near = Left(left.notes, left.candidates, [at for at in left.old if place_of(left.notes[at]) in there], here)
    alike = scores(near)
    best = _best_two(alike, 1)
    like = {old: new for (old, new), score in alike.items() if score == best[new][0]}
    for old, new in away:
        if old in like and place_of(left.notes[old]) == place_of(left.candidates[like[old]]):
            left.doubt({(old, new): 1.0, (old, like[old]): alike[old, like[old]]})
    doubtful = {old for old, _ in left.doubts}
    return [pair for pair in pairs if pair[0] not in doubtful]


def _in_step(left: Left, key: Key) -> list[Pair]:
    """Facts that differ in a number only: as many old as new, so they go in order."""
    groups = _groups(left, key)
    return [pair for old, new in groups if len(old) == len(new) for pair in zip(old, new, strict=True)]


def _only(left: Left, key: Key) -> list[Pair]:
    """One old and one new with this key, and no other."""
    return [(old[0], new[0]) for old, new in _groups(left, key) if len(old) == len(new) == 1]


def _same_question(left: Left, key: Key) -> list[Pair]:
    """The same; when the whole old answer stands below another question there, nobody knows which of the two it is."""
    pairs = dict(_only(left, key))
    asked = set(pairs.values())
    doubts: dict[Pair, float] = {}
    for old, new in _groups(left, keys.answer_in_place) if pairs else ():
        for note in (at for at in old if at in pairs and is_telling(left.notes[at])):
            rivals = [at for at in new if at not in asked]
            doubts |= dict.fromkeys(equals.each([note], [pairs[note], *rivals]), 1.0) if rivals else {}
    left.doubt(doubts)
    return [pair for pair in pairs.items() if pair not in doubts]


def _alone(left: Left, key: Key) -> list[Pair]:
    """The same where no other candidate at all has the key: one that has a note by now would have had none before."""
    pairs = _only(left, key)
    if not pairs:
        return pairs
    counts = Counter(map(key, left.candidates)) + Counter(map(key, left.still.notes))
    return [pair for pair in pairs if counts[key(left.candidates[pair[1]])] == 1]


def _telling(left: Left, key: Key) -> list[Pair]:
    """The same for answers that no other line gives by chance."""
    return [pair for pair in _alone(left, key) if is_telling(left.notes[pair[0]])]


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


def _choose(left: Left) -> dict[Pair, float]:
    """Take the sure pairs until there are none; what remains is in doubt."""
    found = scores(left) if left.old and left.new else {}
    while left.take(pairs := _sure(found)):
        old, new = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
        found = {pair: score for pair, score in found.items() if pair[0] not in old and pair[1] not in new}
    return found


_Pass = tuple[Callable[["Left", Key], list[Pair]], Key]
_IN_PLACE: tuple[_Pass, ...] = (
    (_in_step, keys.same_answer_in_place),
    (_only, keys.told_in_place),
    (_same_question, keys.same_front_in_place),
    (_in_step, keys.same_but_numbers_in_place),
)
_ELSEWHERE: tuple[_Pass, ...] = ((_by_order, keys.same),)
_WHERE_IT_WAS: tuple[_Pass, ...] = ((_by_order, keys.card), (_only, keys.told_below_crumbs))
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
_IN_DOCUMENT: tuple[_Pass, ...] = tuple((pick, keys.in_document(key)) for pick, key in _NORMALISED)


def _run(left: Left, passes: Iterable[_Pass]) -> None:
    for pick, key in passes:
        if left.old and left.new:
            left.take(pick(left, key))


def pair(
    notes: Sequence[Note],
    candidates: Sequence[Candidate],
    elsewhere: Sequence[Note] = (),
    still: Still | None = None,
    in_doubt: standing.Marks = MappingProxyType({}),
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
    left = Left(everyone, candidates, present, list(range(len(candidates))), still or Still())
    left.take(_as_they_were(left))
    unchanged = len(left.pairs)
    if not left.new:
        return Matches(tuple(left.pairs), unchanged=unchanged)
    left.new.sort(key=lambda at: order_of(candidates[at]))
    left.doubt(standing.stand(left, in_doubt))
    line = _follow_places(left, gone, range(len(notes), len(everyone)))
    doubts = _settle(left)
    left.new = without(left.new, (new for _, new in doubts))
    left.candidates = _at_home(candidates, line)
    left.old = gone
    _again(left)
    left.candidates = candidates
    doubts |= left.doubts
    paired = {old for old, _ in left.pairs}
    moved = line.moved((at, note) for at, note in enumerate(notes) if at not in paired)
    return Matches(tuple(left.pairs), _doubts(left, doubts), unchanged, moved)


def _again(left: Left) -> None:
    """Retired notes that come back in their own document, edited."""
    left.old = _waiting(left, left.old)
    _run(left, _IN_DOCUMENT)
    _choose(left)


def _follow_places(left: Left, gone: Sequence[int], unread: range) -> lineage.Lineage:
    """All that is equal. What stands in a document or below a heading that was renamed counts as if it was not.

    What repeats a document that is still there waits until that document has its own notes, the edited ones too.
    """
    notes, read = left.notes[: unread.start], left.candidates
    line = lineage.trace(notes, read, left.still, left.doubts)
    late = lineage.copied(line, notes, read, left.still)
    own = without((at for at in left.new if read[at].source.path in line.copies), late)
    left.candidates = _at_home(read, line)
    left.new = without(left.new, (*late, *own))
    _follow(left, gone, unread)
    if late or own or left.candidates is not read:
        _settle(left)
    if own:
        left.new += own
        _follow(left, _waiting(left, gone), unread)
    left.candidates = read
    if late:
        waiting, left.new = left.new, late
        _run(left, _SAME_CARD)
        _with(left, _waiting(left, gone), _SAME_CARD)
        _with(left, [at for at in left.old if left.notes[at].source.path not in line.originals], _ELSEWHERE)
        left.old, left.new = without(left.old, [old for old, _ in left.pairs]), waiting
    return line


def _follow(left: Left, gone: Iterable[int], unread: range) -> None:
    _run(left, (*_WHERE_IT_WAS, _EXACT[0], *_IN_PLACE))
    left.new = without(left.new, _second_copies(left, gone))
    _run(left, ((_elsewhere, keys.same),))
    _come_back(left, gone, len(left.notes) - len(unread))
    _with(left, _waiting(left, unread), _SAME_CARD)


def _second_copies(left: Left, gone: Iterable[int]) -> list[int]:
    """The card is learned from a line of another document that has not changed: it is no note that lost its line.

    One that lost a like line may have the card by an edit, as the other one has.
    """
    learned: defaultdict[Hashable, set[str]] = defaultdict(set)
    for fact in _told_already(left):
        learned[keys.learned(fact)].add(fact.source.path)
    own = {keys.same_in_place(left.notes[at]) for at in gone}
    found: list[int] = []
    for at in left.new:
        made = left.candidates[at]
        paths = learned.get(keys.learned(made), set())
        if paths and made.source.path not in paths and keys.same_in_place(made) not in own:
            found.append(at)
    return without(found, _edited_ones(left, found))


def _edited_ones(left: Left, places: Iterable[int]) -> list[int]:
    """Of these candidates those that a line of their own document may have become."""
    edited = {left.notes[at].source.path for at in left.old}
    new = [at for at in places if left.candidates[at].source.path in edited]
    paths = {left.candidates[at].source.path for at in new}
    old = [at for at in left.old if left.notes[at].source.path in paths]
    pairs = scores(Left(left.notes, left.candidates, old, new)) if new else {}
    return [new for old, new in pairs if left.notes[old].source.path == left.candidates[new].source.path]


def _told_already(left: Left) -> list[Fact]:
    """Facts with a note that ask and answer what a line without one does."""
    fronts = {keys.asked(left.candidates[at]) for at in left.new}
    paired: list[Fact] = [left.candidates[new] for _, new in left.pairs]
    return [fact for fact in (*paired, *left.still.notes) if keys.asked(fact) in fronts]


def _come_back(left: Left, gone: Iterable[int], count: int) -> None:
    """Retired notes whose line is back to the letter, in their own document or in another one.

    In another one a line that stands elsewhere, too, is a copy of that. And a document that is new may be a copy of
    theirs with lines that are read in another way, about another subject: a note comes back there with its whole
    card, or when its own document is gone.
    """
    _with(left, gone, (*_EXACT[:1], (_by_order, keys.in_document(keys.same))))
    known = {note.source.path for note in left.notes[:count]}
    there = {made.source.path for made in left.candidates} | left.still.paths
    told = set(map(keys.same, _told_already(left)))
    every = left.new
    left.new = single = [at for at in every if keys.same(left.candidates[at]) not in told]
    left.new = [at for at in single if left.candidates[at].source.path in known]
    _with(left, _waiting(left, gone), _ELSEWHERE)
    left.new = _unpaired(left, single)
    _with(left, [at for at in _waiting(left, gone) if left.notes[at].source.path not in there], _ELSEWHERE)
    left.new = _unpaired(left, every)
    _with(left, _waiting(left, gone), _SAME_CARD)


def _unpaired(left: Left, places: Iterable[int]) -> list[int]:
    return without(places, [new for _, new in left.pairs])


def _waiting(left: Left, places: Iterable[int]) -> list[int]:
    return without(places, [old for old, _ in left.pairs])


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


def _with(left: Left, places: Iterable[int], passes: Iterable[_Pass]) -> None:
    """Run passes with other notes."""
    kept, left.old = left.old, list(places)
    _run(left, passes)
    left.old = kept


def _settle(left: Left) -> dict[Pair, float]:
    """Keys and likeness in turn: each pair made may make another one clear."""
    while True:
        before = len(left.pairs)
        _run(left, (*_IN_PLACE, *_NORMALISED))
        doubts = _choose(left)
        if len(left.pairs) == before or not doubts:
            return doubts


def _doubts(left: Left, scores: Mapping[Pair, float]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    notes: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for (old, new), score in scores.items():
        notes[new].append((-score, old))
    order = sorted(notes, key=lambda at: order_of(left.candidates[at]))
    return tuple((new, tuple(old for _, old in sorted(notes[new]))) for new in order)
