"""How large, how deep and how twisted a header may be before nobody tries to read it as YAML or TOML.

libyaml walks down into what is nested and ends the whole program on the way; an alias makes one list stand in many
places. So both are counted before anything is loaded, in events, which cost no depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

LARGEST = 65_536
"""Characters of a header."""
DEEPEST = 64
"""Lists and mappings in each other."""
MOST_ALIASES = 100
MOST_DOTS = 64
"""On one line of TOML: `a.b.c = 1` costs the square of its dots."""

_BRACKET = re.compile(r"[\[{]|[\]}]")
_SUSPECT = re.compile(
    r"""
    ^[ \t]{16}                    # far to the right
    | (?:[-?:][ \t]+){8}          # list in list in list on one line
    | [*]\S | <<                  # an alias, a merge
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What a header of YAML that is too deep or too twisted holds, unless its brackets make it so."""


def fault(text: str, syntax: str) -> tuple[int, str] | None:
    """The 0-based line at which a header gets too costly to load, and what it is then; None for all others."""
    if len(text) > LARGEST:
        return 0, f"has over {LARGEST:,} characters"
    if syntax == "toml":
        return _first(_toml(text))
    brackets = text.count("[") + text.count("{")
    return _first(_yaml(text)) if brackets > DEEPEST // 2 or _SUSPECT.search(text) else None


def _first(found: Iterator[tuple[int, str]]) -> tuple[int, str] | None:
    return next(found, None)


def _toml(text: str) -> Iterator[tuple[int, str]]:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.count(".") > MOST_DOTS:
            yield number, f"has over {MOST_DOTS} dots on this line"
    steps = (1 if bracket[0] in "[{" else -1 for bracket in _BRACKET.finditer(text))
    for bracket, depth in zip(_BRACKET.finditer(text), accumulate(steps), strict=True):
        if depth > DEEPEST:
            yield text.count("\n", 0, bracket.start()), f"nests over {DEEPEST} levels deep"


def _yaml(text: str) -> Iterator[tuple[int, str]]:
    """What is wrong, in the order of the text. A header that is no YAML is left to the loader to explain."""
    import yaml

    depth = aliases = 0
    try:
        for event in yaml.parse(text, Loader=_loader()):
            line = event.start_mark.line if event.start_mark else 0
            aliases += isinstance(event, yaml.AliasEvent)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                yield line, f"nests over {DEEPEST} levels deep"
            if aliases > MOST_ALIASES:
                yield line, f"uses aliases (*name) over {MOST_ALIASES} times"
            if isinstance(event, yaml.ScalarEvent) and event.value == "<<":
                yield line, "merges other mappings (<<)"
    except yaml.YAMLError:
        return


def _loader() -> Any:
    """The loader that headers are read with: in C where there is one."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
