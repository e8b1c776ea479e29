"""Cards scored against labels made by hand: recall of those required, precision, and cards where none may be.

A label is a JSON object: `path`, `lines` [first, last], `need` (required, optional, never), `kind`, `answer` (strings
that must stand on the back and not on the front), `front` (groups of alternatives, one of each on the front). A card
meets a label when their lines overlap and these strings stand where they should.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashcards.model import Candidate
from flashcards.report import back_text, front_text

Label = Mapping[str, object]
_PLAIN = str.maketrans("‐‑‒–—−’‘“”\u00a0", "------''\"\" ")
_MARKS = re.compile(r"[*_`=~\[\]]+(?=\w)|(?<=\w)[*_`=]+")


@dataclass(frozen=True, slots=True)
class Score:
    """How many labels are met and cards right. `never` counts cards that start where no card may."""

    required: int
    met: int
    cards: int
    right: int
    never: int

    @property
    def recall(self) -> float:
        """Required labels met, of all."""
        return self.met / max(1, self.required)

    @property
    def precision(self) -> float:
        """Cards that meet a label, of all."""
        return self.right / max(1, self.cards)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it is compared: its lines, and both sides without marks and case."""

    first: int
    last: int
    front: str
    back: str


def load(path: Path) -> dict[str, list[Label]]:
    """The labels of a file by the name of their document."""
    found: dict[str, list[Label]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            label = json.loads(line)
            found.setdefault(Path(str(label["path"])).name, []).append(label)
    return found


def plain(text: str) -> str:
    """Text without marks, case, and the difference between dashes, quotes and blanks."""
    return " ".join(_MARKS.sub("", text.translate(_PLAIN).casefold()).split())


def card(candidate: Candidate) -> Card:
    """A candidate as it is compared."""
    source = candidate.source
    front, back = front_text(candidate.fields), back_text(candidate.fields)
    return Card(source.line_start, source.line_end, plain(front), plain(back))


def meets(found: Card, label: Label) -> bool:
    """True when a card is what a label asks for."""
    first, last = lines(label)
    if found.last < first or found.first > last:
        return False
    answers = [plain(entry) for entry in strings(label.get("answer"))]
    if not all(answer in found.back for answer in answers):
        return False
    if label["kind"] != "question-to-ask" and any(answer in found.front for answer in answers):
        return False
    groups = label.get("front")
    wanted = groups if isinstance(groups, list) else []
    return all(any(plain(entry) in found.front for entry in strings(group)) for group in wanted)


def lines(label: Label) -> tuple[int, int]:
    """The lines of a label, both ends inclusive."""
    both = label["lines"]
    assert isinstance(both, list)
    return int(both[0]), int(both[1])


def strings(value: object) -> Sequence[str]:
    """A list of strings, or none."""
    return [str(entry) for entry in value] if isinstance(value, list) else []


def score(labels: Mapping[str, Iterable[Label]], candidates: Iterable[Candidate]) -> Score:
    """The score of all cards of the labelled documents."""
    cards: dict[str, list[Card]] = {}
    for candidate in candidates:
        cards.setdefault(Path(candidate.source.path).name, []).append(card(candidate))
    required = met = total = right = never = 0
    for name, wanted in labels.items():
        made = cards.get(name, [])
        good = [entry for entry in wanted if entry["need"] != "never"]
        bad = [lines(entry) for entry in wanted if entry["need"] == "never"]
        needed = [entry for entry in good if entry["need"] == "required"]
        wrong = [found for found in made if not any(meets(found, entry) for entry in good)]
        required += len(needed)
        met += sum(1 for entry in needed if any(meets(found, entry) for found in made))
        total += len(made)
        right += len(made) - len(wrong)
        never += sum(1 for found in wrong if any(first <= found.first <= last for first, last in bad))
    return Score(required, met, total, right, never)
