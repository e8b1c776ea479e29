"""Foreign marks: what other card tools write into notes to find their cards again. Taken off, ids kept. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_MARK = re.compile(
    r"""
      [ ]* <!--\s*SR:[^<>]{0,2000}-->              # obsidian-spaced-repetition: its schedule
    | [ ]* <!--\s*ID:\s*(?P<comment>\d{4,20})\s*-->   # Obsidian_to_Anki, inka
    | (?:(?<=[\s>])|^) [ ]* \^(?P<anchor>\d{10,20}|q-[a-z0-9]{3,8}|(?=[\w-]{0,40}[A-Za-z])[A-Za-z0-9][\w-]{1,40}) \s* $
                                                 # flashcards-obsidian, and any block id of Obsidian
    | [ ]* \[\#(?P<tag>[\w/-]{1,60})\]\(\)        # mdanki: its tags
    """,
    re.VERBOSE,
)
_HINTS = ("<!--", "^", "]()")
"""What stands in every mark."""
_CUES = (":", "[!", "TARGET DECK", "FILE TAGS")
_ALONE = re.compile(
    r"""
      >?\s* \[!sr\|card-metadata\][+-]?                      # the callout of obsidian-spaced-repetition
    | (?: nid: \s* | ID: \s* )(?P<id>\d{10,20})                # Obsidian_to_Anki without a comment, apy
    | (?:[-*+]\s+)? id::\s+ (?P<block>[\w-]{1,60})              # Logseq
    | (?:[-*+]\s+)? (?:collapsed|card-[a-z-]{2,40}):: .{0,200}
    | (?: TARGET[ ]DECK | FILE[ ]TAGS ) (?: : .{0,2000} )?       # Obsidian_to_Anki: where all cards go
    """,
    re.VERBOSE,
)
SCHEDULE = re.compile(r"<!--\s*SR:")


class Clean(NamedTuple):
    """A line without foreign marks."""

    text: str
    ids: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    marked: bool = False
    """True when a mark stood on it."""


def clean(line: str) -> Clean:
    """The line without the marks of other tools; every other character stays, but for blanks in front of a mark."""
    found = _once(line)
    while found.marked and (more := _once(found.text)).marked:
        ids = tuple(dict.fromkeys((*found.ids, *more.ids)))
        found = Clean(more.text, ids, (*found.tags, *more.tags), True)
    return found


def _once(line: str) -> Clean:
    if any(cue in line for cue in _CUES) and (alone := _ALONE.fullmatch(line.strip())):
        return Clean("", tuple(part for part in (alone["id"], alone["block"]) if part), (), True)
    if not any(hint in line for hint in _HINTS):
        return Clean(line)
    marks = list(_MARK.finditer(line))
    text = _MARK.sub("", line)
    ids = tuple(dict.fromkeys(part for mark in marks for part in (mark["comment"], mark["anchor"]) if part))
    tags = tuple(mark["tag"] for mark in marks if mark["tag"])
    return Clean("" if marks and text.strip() == ">" else text, ids, tags, bool(marks))
