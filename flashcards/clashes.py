"""Clashes: cards about one thing that do not agree, and cards that say one thing twice.

Cards are grouped by the words they ask with, so the cost grows with the number of cards, not with that of pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import OSA

from flashcards import claims
from flashcards.agreement import agree
from flashcards.claims import ATTRIBUTES, Claim
from flashcards.likeness import order_of
from flashcards.model import Candidate, Diagnostic
from flashcards.text import fold, shorten

MOST_VALUES = 3
"""Where more than so many values stand for the same words, the words are a form that is filled in again and again."""
CROWD = 12
"""Groups that share all words but one are compared only up to this size."""
FEW_WORDS = 4
"""An answer of so many words is not given twice by chance."""
ALIKE = 0.8
"""Share of the words that two answers have in common when they say the same."""
GENERAL = frozenset({"definition", "question-and-answer", "cause", "process", "list"})
"""Kinds whose fronts mean the same below any heading; to others it is their subject that matters."""
LOOKED_AT = 8
"""So many different answers of one front are told apart."""

CODES = {
    "clash": "another place gives another number",
    "near-duplicate": "another place says the same",
    "same-front-elsewhere": "another place has the same front and another answer",
}
HINTS = {
    "clash": "correct one of the two, or name what differs: the year, the place, the version",
    "near-duplicate": "keep one of the two lines",
    "same-front-elsewhere": "name what differs, or put the lines under headings of their own",
}

Pair = tuple[Claim, Claim]


@dataclass(frozen=True, slots=True)
class Finding:
    """A card, and the earlier one it clashes with or repeats."""

    code: str
    here: Candidate
    there: Candidate

    def diagnostic(self) -> Diagnostic:
        """The finding at the later place, naming the earlier one."""
        here, there = self.here, self.there
        place = f"{there.source.path}:{there.source.line_start}"
        front = shorten(" ".join(here.fields.front.split()), 80)
        if self.code == "clash":
            said = f"{_short(here)} here, {_short(there)} in {place}: {front}"
        else:
            said = f"{CODES[self.code]}, {place}: {front}"
        return Diagnostic(here.source.path, here.source.line_start, self.code, said, HINTS[self.code])


def _short(candidate: Candidate) -> str:
    return f'"{shorten(candidate.fields.back, 40)}"'


def find(candidates: Iterable[Candidate]) -> list[Finding]:
    """Every clash and every near-duplicate, one a card, whatever the order of the candidates."""
    told = [claim for claim in map(claims.read, sorted(candidates, key=order_of)) if claim]
    measured = [claim for claim in told if claim.amount]
    found: dict[int, Finding] = {}
    for one, other in (*_measured_pairs(measured), *_worded_pairs(told)):
        code = _verdict(one, other)
        if code and id(other) not in found:
            found[id(other)] = Finding(code, other.candidate, one.candidate)
    return sorted(found.values(), key=lambda entry: order_of(entry.here))


def _verdict(one: Claim, other: Claim) -> str:
    if one.amount and other.amount:
        if agree(one.amount, other.amount):
            return "near-duplicate" if one.candidate.kind == other.candidate.kind else ""
        return "" if _other_tail(one, other) else "clash"
    if _same_gist(one, other):
        return "near-duplicate"
    return "same-front-elsewhere"


# -- numbers -------------------------------------------------------------------------------------------------


def _measured_pairs(measured: Sequence[Claim]) -> Iterator[Pair]:
    """Pairs of cards that ask for the same number, the earlier first."""
    groups: defaultdict[Hashable, list[Claim]] = defaultdict(list)
    for claim in measured:
        for key in claim.known_by():
            groups[_dimension(claim), key].append(claim)
    for members in groups.values():
        yield from _against_first(members)
    yield from _misspelt(measured)
    yield from _same_talk(measured)


def _dimension(claim: Claim) -> str:
    return claim.amount.dimension if claim.amount else ""


def _against_first(members: Sequence[Claim]) -> Iterator[Pair]:
    """Each with the first of every value that stands further up; nothing where many values stand."""
    firsts: list[Claim] = []
    pairs: list[Pair] = []
    for claim in members:
        rivals = [first for first in firsts if _comparable(first, claim)]
        same = next((first for first in rivals if _agreeing(first, claim)), None)
        pairs += [(same, claim)] if same else [(first, claim) for first in rivals[:1]]
        if same is None:
            firsts.append(claim)
        if len(firsts) > MOST_VALUES:
            return
    yield from pairs


def _agreeing(one: Claim, other: Claim) -> bool:
    return bool(one.amount and other.amount and agree(one.amount, other.amount))


def _misspelt(measured: Sequence[Claim]) -> Iterator[Pair]:
    """Pairs whose words are the same but for a slip of a key in one."""
    groups: defaultdict[Hashable, list[tuple[str, Claim]]] = defaultdict(list)
    for claim in measured:
        key = claim.words | claim.subject
        if len(key) > claims.RICH:
            for word in sorted(key):
                groups[_dimension(claim), key - {word}].append((word, claim))
    for members in groups.values():
        if 1 < len(members) <= CROWD:
            for (word, one), (twin, other) in combinations(members, 2):
                if _slip(word, twin) and _comparable(one, other):
                    yield one, other


def _slip(word: str, twin: str) -> bool:
    """One wrong key in a long word; names with digits are other names."""
    if word == twin or min(len(word), len(twin)) < 6 or any(map(str.isdigit, word + twin)):
        return False
    return word[0] == twin[0] and OSA.distance(word, twin, score_cutoff=1) <= 1


def _same_talk(measured: Sequence[Claim]) -> Iterator[Pair]:
    """Pairs in documents with other titles that agree on more numbers than they differ in: lists of one thing."""
    groups: defaultdict[Hashable, list[Claim]] = defaultdict(list)
    for claim in measured:
        if claim.is_rich():
            groups[_dimension(claim), claim.words].append(claim)
    pairs: list[Pair] = []
    votes: Counter[tuple[str, str]] = Counter()
    for members in groups.values():
        if 1 < len(members) <= CROWD:
            for one, other in combinations(members, 2):
                if one.subject != other.subject and one.candidate.source.path != other.candidate.source.path:
                    pairs.append((one, other))
                    votes[_paths(one, other)] += 1 if _agreeing(one, other) else -1
    yield from (pair for pair in pairs if votes[_paths(*pair)] > 0 and _comparable(*pair))


def _paths(one: Claim, other: Claim) -> tuple[str, str]:
    return one.candidate.source.path, other.candidate.source.path


# -- what makes two lines siblings, not rivals ---------------------------------------------------------------


def _comparable(one: Claim, other: Claim) -> bool:
    return not any(rule(one, other) for rule in _SIBLINGS)


def _same_line(one: Claim, other: Claim) -> bool:
    here, there = one.candidate.source, other.candidate.source
    return here.path == there.path and here.line_start <= there.line_end and there.line_start <= here.line_end


def _headed(one: Claim, other: Claim) -> bool:
    """In one document another heading is another subject, whatever its words."""
    return one.candidate.source.path == other.candidate.source.path and one.headings != other.headings


def _rows(one: Claim, other: Claim) -> bool:
    """Two rows of one table."""
    here, there = one.candidate.source, other.candidate.source
    rows = all("|" in claim.candidate.text for claim in (one, other))
    return rows and (here.path, here.section) == (there.path, there.section)


def _masked(one: Claim, other: Claim) -> bool:
    """A breadcrumb whose own number is hidden may be that of another line."""
    same = one.candidate.source.path == other.candidate.source.path
    return same and any("…" in claim.candidate.fields.context for claim in (one, other))


def _owners(one: Claim, other: Claim) -> bool:
    return bool(one.whose and other.whose and one.whose != other.whose)


def _turned(one: Claim, other: Claim) -> bool:
    """`from A to B` and `from B to A`."""
    return bool(one.order and other.order) and one.order != other.order and set(one.order) == set(other.order)


def _dated(one: Claim, other: Claim) -> bool:
    """Answers that name their own year or version: `£610m (FY24)`."""
    here, there = (
        {word for word in claim.candidate.fields.back.split() if word.strip("(),.")[:2] in _YEARS}
        for claim in (one, other)
    )
    return bool(here and there and here != there)


def _other_tail(one: Claim, other: Claim) -> bool:
    """`40 GB each` and `400 GB total`."""
    return bool(one.tail and other.tail) and not one.tail & other.tail


def _apart(one: Claim, other: Claim) -> bool:
    """Clauses that are the same in lines about other things: `Europe, read 20 ms` and `Asia, read 50 ms`."""
    return bool(one.rest and other.rest) and one.words != other.words and not one.rest & other.rest


_YEARS = frozenset({"FY", "fy", "19", "20", "Q1", "Q2", "Q3", "Q4", "H1", "H2"})
_SIBLINGS: tuple[Callable[[Claim, Claim], bool], ...] = (
    _same_line,
    _headed,
    _rows,
    _masked,
    _owners,
    _turned,
    _dated,
    _apart,
)


# -- words ---------------------------------------------------------------------------------------------------


def _worded_pairs(told: Sequence[Claim]) -> Iterator[Pair]:
    """Pairs of cards with the same front: those with the same answer, and those whose fronts nothing tells apart."""
    groups: defaultdict[Hashable, list[Claim]] = defaultdict(list)
    for claim in told:
        if not claim.amount:
            groups[claim.candidate.kind, claim.words].append(claim)
    for members in groups.values():
        firsts: list[Claim] = []
        for claim in members:
            twin = next((first for first in firsts[:LOOKED_AT] if _is_twin(first, claim)), None)
            if twin is None:
                firsts.append(claim)
            elif not _same_line(twin, claim):
                yield twin, claim


def _is_twin(one: Claim, other: Claim) -> bool:
    if one.candidate.kind != other.candidate.kind:
        return False
    if _same_gist(one, other):
        general = one.candidate.kind in GENERAL and len(one.gist) >= FEW_WORDS and not one.words <= ATTRIBUTES
        return general or one.subject == other.subject
    here, there = one.candidate, other.candidate
    return here.source.path != there.source.path and _prompt(here) == _prompt(there)


def _prompt(candidate: Candidate) -> tuple[str, str]:
    return fold(candidate.fields.context), fold(candidate.fields.front)


def _same_gist(one: Claim, other: Claim) -> bool:
    """True when the answers hold the same words but for a few, or one all words of the other.

    What is odd may be no number, no name with a digit and no `not`.
    """
    here, there = fold(one.candidate.fields.back), fold(other.candidate.fields.back)
    if here == there:
        return True
    whole, odd = one.gist | other.gist, one.gist ^ other.gist
    if len(whole) < FEW_WORDS or any(any(map(str.isdigit, word)) for word in odd):
        return False
    if _NOT & set(here.split()) != _NOT & set(there.split()):
        return False
    least = min(one.gist, other.gist, key=len)
    inside = len(least) >= FEW_WORDS and least == one.gist & other.gist
    return inside or len(odd) <= (1 - ALIKE) * len(whole)


_NOT = frozenset("no not never without".split())
