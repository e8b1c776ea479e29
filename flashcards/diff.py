"""What changed between two texts, word by word where that is short. Readable without colour. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

ALIKE = 0.5
"""From this share of common words on, a line is shown once with its changed words marked."""
_QUIET = 2
"""So many unchanged lines in a row are shown; more are counted."""

_SIGNS = {"+": "32", "^": "32", "-": "31", "~": "33", ">": "36", "?": "35"}
"""The sign of a line and its colour."""
_HEAD = re.compile(r"[-+~>^?] \S.*?:\d+(?= |:|$)")
"""`~ path:line` at the start of a heading."""
_MARK = re.compile(r"\[-.*?-\]|\{\+.*?\+\}")
_SIDE = re.compile(r"    [a-z_ ]{8}([-+]) ")
"""A line of a field that went or came."""


def marked(old: str, new: str) -> str | None:
    """`a [-10-]{+9+} ms`: old and new in one; None when too little is common."""
    one, other = old.split(), new.split()
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    common = sum(end - start for word, start, end, _, _ in steps if word == "equal")
    if 2 * common < ALIKE * (len(one) + len(other)):
        return None
    parts = []
    for word, start, end, first, last in steps:
        gone, come = " ".join(one[start:end]), " ".join(other[first:last])
        sides = (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else "")
        parts.append(gone if word == "equal" else sides)
    return " ".join(parts)


def lines(name: str, old: str, new: str) -> Iterator[str]:
    """The lines that show how a field changed: `~` holds old and new, `-` went, `+` came. Nothing when equal."""
    if old == new:
        return
    label = name
    for text in _lines(old.split("\n") if old else [], new.split("\n") if new else []):
        yield f"    {label:8}{text}".rstrip()
        label = ""


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    for word, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = old[start:end], new[first:last]
        if word == "equal":
            shown = gone if len(gone) <= _QUIET else [f"… {len(gone)} lines as before"]
            yield from (f"  {text}" for text in shown)
        elif len(gone) == len(come):
            for one, other in zip(gone, come, strict=True):
                yield from _pair(one, other)
        else:
            yield from (f"- {text}" for text in gone)
            yield from (f"+ {text}" for text in come)


def _pair(old: str, new: str) -> Iterator[str]:
    both = marked(old, new) if old.split() != new.split() else None
    yield from (f"~ {both}",) if both else (f"- {old}", f"+ {new}")


def painted(line: str) -> str:
    """The line in colour: its sign and place, or what went and came. The text stays the same."""
    if head := _HEAD.match(line):
        return _paint(head[0], _SIGNS[line[0]]) + line[head.end() :]
    if side := _SIDE.match(line):
        return line[: side.start(1)] + _paint(line[side.start(1) :], _SIGNS[side[1]])
    if line.startswith("    "):
        return _MARK.sub(lambda found: _paint(found[0], "31" if found[0].startswith("[") else "32"), line)
    return line


def _paint(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"
