"""Text for a terminal: what would steer it, or turn letters around, is spelled out instead."""

from __future__ import annotations

import re

_STEERING = re.compile(
    r"""
    [\x00-\x08\x0a-\x1f\x7f-\x9f]      # escape sequences begin with one of these; of all only the tab is harmless
    | [\u202a-\u202e\u2066-\u2069]     # show letters in another order than they stand
    | [\ud800-\udfff]                  # halves of characters: nothing can print them
    """,
    re.VERBOSE,
)


def shown(line: str) -> str:
    """One line, with `\\u001b` for an escape: harmless in text, and the same string in JSON."""
    return line if line.isprintable() else _STEERING.sub(_spelled, line)


def _spelled(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
