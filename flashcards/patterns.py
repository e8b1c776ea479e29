"""Cues: patterns that ignore case and only say yes or no, put so that a no costs little."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ODD = str.maketrans("ıİſK", "iisk")
"""The four letters beyond ASCII that a pattern takes for one of ASCII when it ignores case."""
_NEVER = re.compile(r"(?!)")


def lowered(line: str) -> str:
    """The line in lower case, as a pattern that ignores case sees it. Each character keeps its place."""
    return line.lower() if line.isascii() else line.translate(_ODD).lower()


def alternatives(pattern: str) -> Iterator[str]:
    """The parts of a pattern that its outermost bars part."""
    start = depth = 0
    in_set = False
    for mark in re.finditer(r"\\.|[\[\]()|]", pattern):
        if mark[0] in "[]":
            in_set = mark[0] == "["
        elif mark[0] in "()" and not in_set:
            depth += 1 if mark[0] == "(" else -1
        elif mark[0] == "|" and not in_set and not depth:
            yield pattern[start : mark.start()]
            start = mark.end()
    yield pattern[start:]


class Cue:
    """Any of several patterns, in lower case, looked for in a line whatever its case.

    Lower-case text and a pattern that minds case cost half of a pattern that ignores it. What must open the line is
    tried once, not at every character; what must begin a word is tried where one begins.
    """

    def __init__(self, *patterns: str) -> None:
        self.pattern = "|".join(f"(?:{pattern})" for pattern in patterns)
        parts = [part for pattern in patterns for part in alternatives(pattern)]
        opening = [part for part in parts if part.startswith("^")]
        words = [part.removeprefix(r"\b") for part in parts if part.startswith(r"\b")]
        others = [part for part in parts if not part.startswith(("^", r"\b"))]
        anywhere = [*([rf"\b(?:{'|'.join(words)})"] if words else []), *others]
        self._opening = re.compile("|".join(opening)) if opening else _NEVER
        self._anywhere = re.compile("|".join(anywhere)) if anywhere else _NEVER

    def finds(self, low: str) -> bool:
        """True when one of the patterns stands in a line that is `lowered`."""
        return self._opening.match(low) is not None or self._anywhere.search(low) is not None

    def search(self, line: str) -> bool:
        """True when one of the patterns stands in a line."""
        return self.finds(lowered(line))
