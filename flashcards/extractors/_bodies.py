"""How the body of a card is cut: short answers whole, long ones to their beats with the full text below."""

from __future__ import annotations

import re

from flashcards.figures import is_figure

MAX_WORDS = 60
"""An answer up to this length stays whole."""

NEARLY = 0.75
"""Share of a list from which on its beats save nothing."""
MAX_BEATS = 5
FEW = 3
"""Outer lines below which those one level further in are told, too."""

_MARK = re.compile(r"^(?:- |\d+\. )")
_HELLO = r"(?:hi|hello|hey|great to meet|nice to meet|good (?:morning|afternoon)|thanks|thank you)\b"
_GREETING = re.compile(rf"^{_HELLO}.{{0,40}}$", re.IGNORECASE)
_SALUTE = re.compile(
    rf"^(?:{_HELLO}[^.!?–—]{{0,30}}[.!,]\s+)?"
    r"(?:i['’]?m (?-i:[A-Z]\w+(?: [A-Z]\w+)?)\s*(?:[–—,.]|-\s)\s*(?=\w))?",
    re.IGNORECASE,
)
"""What an intro opens with before it says anything: a greeting, the speaker's name."""
_CLAUSE = re.compile(r"^(.{25,140}?)(?:[.;!?](?=\s|$)|\s[-–—]\s|,\s(?=and|but|so|which|where|because)|$)")


def answer_of(lines: list[str]) -> tuple[str, str]:
    """Back and folded full text for the lines of an answer. The full text is empty for a short one."""
    if len(lines) == 1:
        lines = [lines[0].removeprefix("- ")]
    full = "\n".join(lines)
    told = [line for line in lines if not is_figure(line)]
    if sum(len(line.split()) for line in told) <= MAX_WORDS:
        return full, ""
    shown = "\n".join(f"- {beat}" for beat in beats(told))
    listed = all(_MARK.match(line.lstrip()) for line in told)
    if listed and len(shown.split()) >= len(full.split()) * NEARLY:
        return full, ""
    return shown, full


def beats(lines: list[str]) -> list[str]:
    """The first clause of each outer line, at most `MAX_BEATS`; a single long line gives its sentences."""
    lines = _filled(lines)
    outer = [line for line in lines if not line.startswith("  ")]
    if len(outer) < FEW and len(lines) > len(outer):
        outer = [line for line in lines if not line.startswith("    ")]
    if len(outer) == 1:
        outer = [part for part in re.split(r"(?<=[.!?])\s+", outer[0]) if len(part.split()) > 2]
    telling = [line for line in outer if not _GREETING.match(_MARK.sub("", line))] or outer
    return [first_clause(line) for line in telling[:MAX_BEATS]]


def _filled(lines: list[str]) -> list[str]:
    """The lines, a bare `Situation:` together with what is told below it."""
    return [
        f"{line} {_MARK.sub('', below.strip())}" if line.endswith(":") and below.startswith("  ") else line
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
    ]


def first_clause(line: str) -> str:
    """The line up to its first full stop, dash or clause; the list marker goes, and a greeting in front."""
    bare = _MARK.sub("", line.strip())
    bare = _SALUTE.sub("", bare) or bare
    found = _CLAUSE.match(bare)
    if found:
        return found[1].strip(" ,;:")
    return bare if len(bare) <= 140 else bare[:140].rsplit(" ", 1)[0].strip(" ,;:") + "…"
