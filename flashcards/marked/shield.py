"""Where no mark can stand: code, links, addresses, maths. Hidden at equal length, so offsets stay true."""

from __future__ import annotations

import re

HIDDEN = "\x01"

_SHIELDED = re.compile(
    r"""
      (?<!`) (?P<ticks>`{1,3}) (?!`) .+? (?<!`) (?P=ticks) (?!`)     # code
    | <!-- .*? --> | %% .*? %%                           # comments
    | !? \[\[ [^\[\]]{0,300} \]\]                        # wikilinks and embeds
    | \]\( [^()]{0,500} \)                               # where a link leads to
    | \b [a-z][a-z0-9+.-]{1,20} :// \S+                  # addresses
    | \$\$ [^$]{1,1000} \$\$ | (?<![\\$\w]) \$ (?=[^\s$]) [^$]{1,300} (?<=[^\s\\]) \$ (?![\d$])   # maths
    | <% .*? %>                                          # templates
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CODE = re.compile(r"(?<!`)(?P<ticks>`{1,3})(?!`).+?(?<!`)(?P=ticks)(?!`)|<!--.*?-->|%%.*?%%")
_CUES = ("`", "<!--", "%%", "[[", "](", "://", "$", "<%")


def shield(text: str) -> str:
    """The text with everything hidden that cannot hold a mark."""
    if not any(cue in text for cue in _CUES):
        return text
    return _SHIELDED.sub(lambda found: HIDDEN * len(found[0]), text)


def uncoded(text: str) -> str:
    """The text with code and comments hidden; maths may hold a cloze."""
    return (
        _CODE.sub(lambda found: HIDDEN * len(found[0]), text) if "`" in text or "%%" in text or "<!--" in text else text
    )
