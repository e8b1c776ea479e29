"""Signals: what speaks for a sort of line, section or document, what it weighs, and from where on it decides.

Sorts are told by shape first. A line is scored: the weights of the signals found on it are added up (`WEIGHTS`) and
compared with a limit (`LIMITS`). A section or document is counted: the share of its lines that have a shape, and how
many there are at least (`SHARES`). Nothing here names a note, a person or a subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weight:
    """What one signal on a line weighs, how often it counts at most, and what it is."""

    weight: float
    most: int
    says: str


@dataclass(frozen=True, slots=True)
class Share:
    """The share of the lines, and how many at the least, from which on a section or document is of a sort."""

    share: float
    least: int
    says: str


WEIGHTS: dict[str, Weight] = {
    "diary-word": Weight(1.0, 3, "a word of feelings, food, family, weather, the day"),
    "private-word": Weight(1.5, 1, "a word that hardly stands in notes on work: slept, cried, therapist"),
    "first-person": Weight(1.0, 1, "I, me, mine"),
    "opens-first-person": Weight(0.5, 1, "the line begins so"),
    "my": Weight(0.5, 1, "my"),
    "work-word": Weight(-0.5, 2, "a word of work: team, project, customer; counts for nothing on a daily page"),
    "pair": Weight(-1.0, 1, "the line is key and value"),
}
"""Signals of a diary line."""

LIMITS: dict[str, float] = {
    "diary": 1.5,
    "diary-on-a-daily-page": 1.0,
    "diary-among-stories": 2.5,
}
"""From this sum of weights on a line is of the sort."""

SHARES: dict[str, Share] = {
    # of a document
    "template": Share(0.6, 2, "fields of a form that are empty or hold a placeholder"),
    "todo": Share(0.5, 1, "lines with a task box"),
    "minutes": Share(0.0, 3, "headings of an agenda: present, matters arising, any other business, actions"),
    "links": Share(0.5, 1, "lines that are links and nothing else"),
    "asked": Share(0.5, 3, "headings with text below that ask"),
    # of a section
    "answered": Share(
        0.0, 2, "labels `Question:` and `Answer:` in a section of practice: it was written to be learned"
    ),
    "asked-of-me": Share(1 / 3, 2, "questions that interviewers put to everybody, in a list of questions to ask"),
    "facts": Share(0.5, 3, "lines of key and value below a label on a private page or in a worked case"),
    "calculation": Share(0.25, 1, "lines with digits that work something out: the others hold what was assumed"),
    "log": Share(0.0, 3, "numbered days under which a key comes again"),
    "exercise": Share(2 / 3, 4, "amounts that end in the letter of a sort: the key of an exercise"),
    # of a group of lines without a gap
    "diary-group": Share(0.5, 1, "lines that read like a diary"),
    "advice-group": Share(0.5, 2, "bullets that are commands"),
    # of the lines below one parent
    "speaker": Share(0.0, 3, "lines that open with the same key and a colon"),
    "speakers": Share(0.0, 6, "lines of such speakers"),
    "known-speakers": Share(0.0, 2, "lines that open with `Interviewer:`, `You:` and the like"),
    "codes": Share(2 / 3, 3, "lines that open with a code: `404 not found`"),
}
"""Shapes that decide by their number."""


def score(found: Mapping[str, float]) -> float:
    """The sum of the weights of the signals found on a line, each counted at most as often as it may."""
    return sum(WEIGHTS[name].weight * min(count, WEIGHTS[name].most) for name, count in found.items())


def prevails(sort: str, hits: int, total: int) -> bool:
    """True when enough of the lines, and enough lines, have the shape of a sort."""
    needed = SHARES[sort]
    return hits >= needed.least and hits >= needed.share * total
