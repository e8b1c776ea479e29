"""Numbers of clozes: Anki's history hangs on them, so each stays with its fact when others come, go or move. Pure.

Numbers that the user wrote stay as written. Those that the program gave are bound to the answer, else to the place
between answers that stayed. One that is gone is never given again, but to its own answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import count

from rapidfuzz import fuzz

from flashcards import clozes
from flashcards.clozes import Cloze, Piece
from flashcards.text import fold

GONE = "gone_clozes"
"""The key in the ledger: numbers that a note once had, and what they hid."""
ALIKE = 60
"""Percent of likeness, answer and its surroundings, from which on a deletion is an edited one."""
NEAR = 25
"""Characters before and behind a deletion that are its surroundings."""


def renumbered(old: str, new: str, gone: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The new text with the numbers of the old, and the numbers that are gone now, with their answers."""
    before, after = _holes(old), _holes(new)
    back = {fold(answer): int(number) for number, answer in gone.items()}
    pairs = _paired(before, after, back.keys())
    used = {number for number, _, _ in before}
    free = (n for n in count(1) if n not in used and str(n) not in gone)
    given: dict[int, int] = {}
    for at, (provisional, answer, _) in enumerate(after):
        if provisional in given:
            continue
        revived = back.get(fold(answer), 0) if at not in pairs else 0
        given[provisional] = before[pairs[at]][0] if at in pairs else revived or next(free)
    lost = {str(number): answer for number, answer, _ in before if number not in given.values()}
    left = {number: answer for number, answer in gone.items() if int(number) not in given.values()}
    return _written(clozes.parse(new), given), left | lost


Around = tuple[str, str]
"""What stands close before and behind a deletion."""
Hole = tuple[int, str, Around]
"""Number, answer, surroundings."""


def _holes(text: str) -> list[Hole]:
    """The deletions in order."""
    pieces = clozes.parse(text)
    return [
        (piece.number, piece.answer, _around(pieces, at)) for at, piece in enumerate(pieces) if isinstance(piece, Cloze)
    ]


def _around(pieces: Sequence[Piece], at: int) -> Around:
    said = [piece if isinstance(piece, str) else piece.answer for piece in pieces]
    return "".join(said[:at])[-NEAR:], "".join(said[at + 1 :])[:NEAR]


def _alike(old: Around, new: Around) -> float:
    """How alike two surroundings are, in percent; both sides count, an empty one is like another empty one only."""
    return sum(fuzz.ratio(one, other) if one or other else 100 for one, other in zip(old, new, strict=True)) / 2


def _paired(before: Sequence[Hole], after: Sequence[Hole], gone: Set[str]) -> dict[int, int]:
    """Which new deletion is which old one, by index: equal answers first, then the most alike of the rest.

    An answer that is among those `gone` comes back; it is no edited one.
    """
    pairs: dict[int, int] = {}
    for at, hole in enumerate(after):
        same = [n for n, old in enumerate(before) if fold(old[1]) == fold(hole[1]) and n not in pairs.values()]
        if same:
            pairs[at] = max(same, key=lambda n: (_alike(before[n][2], hole[2]), -n))
    rest = sorted(_likenesses(before, after, pairs), reverse=True)
    for _, at, n in rest:
        free = at not in pairs and n not in pairs.values() and fold(after[at][1]) not in gone
        if free and _in_order(pairs, at, n):
            pairs[at] = n
    return pairs


def _likenesses(
    before: Sequence[Hole], after: Sequence[Hole], pairs: Mapping[int, int]
) -> Iterator[tuple[float, int, int]]:
    for at, hole in enumerate(after):
        for n, old in enumerate(before):
            if at not in pairs and n not in pairs.values():
                likeness = max(_alike(old[2], hole[2]), fuzz.ratio(old[1], hole[1]))
                if likeness >= ALIKE:
                    yield likeness, at, n


def _in_order(pairs: Mapping[int, int], at: int, n: int) -> bool:
    """An edited deletion stands between the same neighbours as before."""
    return all((other < at) == (old < n) for other, old in pairs.items())


def _written(pieces: Sequence[Piece], given: Mapping[int, int]) -> str:
    return "".join(
        piece if isinstance(piece, str) else written(replace(piece, number=given[piece.number])) for piece in pieces
    )


def written(cloze: Cloze) -> str:
    """A deletion as Anki reads it."""
    hint = f"::{cloze.hint}" if cloze.hint else ""
    return f"{{{{c{cloze.number}::{cloze.answer}{hint}}}}}"
