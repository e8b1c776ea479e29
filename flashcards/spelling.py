"""Lines in plain spelling: odd bullets, pointing emoji, dot leaders, columns, bare counts as the scanner knows them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flashcards.text import tidy

_HARD_BREAK = re.compile(r"(?<=[^\\\s])\\\s{0,3}$")
"""The backslash at the end of a line that breaks it by force."""
_POINTERS = dict.fromkeys(map(ord, "👉➡➔➙➛⇢⟹☞"), "→")
_MATH_ARROW = re.compile(r"\$\\(?:(?:long)?right|R(?:ight)|Longright)arrow\$|\$\\to\$")
"""An arrow written as a formula of its own."""
_EMOJI_MARK = re.compile("(\\s*)([\U0001f300-\U0001faff\u2600-\u26ff\u2700-\u27bf])\ufe0f?\\s+(?=\\S)")
"""A picture where a bullet would stand."""
_ODD_MARK = re.compile(r"(\s*)(?:--|\.)\s+(?=[^\W_])")
"""`-- text` and `. text`: bullets of those who type fast."""
_ASKING_MARK = re.compile(r"(\s*)(?:[-*+]\s+)?\?{1,3}\s+(?=[^\W\d_]+\s[^\W_])")
"""`?? how much do they pay`: the question mark as a bullet."""
_SLASH = re.compile(
    r"(?P<lead>\s*(?:[-*+•]\s+)?)(?P<key>[^\d/:=|]{2,40}?)\s(?P<mark>//?|~(?=\s\D))\s(?P<gloss>[^/|]{4,})$"
)
"""`term // gloss`, `term / gloss` or `term ~ gloss`; only in a run of such lines."""
_LEADER = re.compile(r"(?<=[^\s.])\s?(?:\.{4,}|(?:\s\.){4,}|…{2,})\s*(?=[^\s.])")
"""`range ........ 40 km`: dots that lead the eye to the value."""
_COLUMN = re.compile(r"(?<=[^\s:=|,;.!?-])\s{2,}(?=[^\s|])")
_VALUE = re.compile(r"[~<>≈≤≥±+-]?\s?(?:[$€£¥]|[A-Z]{3}\s)?\s?\.?\d")
_DASHED = re.compile(r"(\s*)(\d{1,2})(?:\.\d)?-\s+(?=[^\W\d_])")
"""`1- text`: a count with a dash behind it."""
_ESCAPED = re.compile(r"(\s*)(\d{1,2})\\\.\s+(\*\*|__)(?=\S)(?=[^*_]+\3\W*$)")
"""`1\\. **Name**`: a bold head with a number that Markdown must not take for a list."""
_ASKED = re.compile(r"(\s*(?:[-*+]\s+)?)(\*\*|__)?[Qq]\2?[:.)]?\s+(?=[^\W\d_])")
_ANSWERED = re.compile(r"(\s*(?:[-*+]\s+)?)(\*\*|__)?[Aa]\2?[:.)]?\s+(?=\S)")
_IN_LINE = re.compile(r"\?? {1,4}(?:\*\*|__)A(?:\*\*|__)[:.]? {1,4}(?=\S)")
"""`Q what is it` and below it `A a thing`; or both on one line."""
_COUNT = re.compile(r"(\s*)(\d{1,2})\s+(?=[^\W\d_])")
"""A number that opens a line, with no mark behind it."""
_MARKS = {"question mark": "?", "comma": ",", "full stop": ".", "exclamation mark": "!", "new paragraph": ""}
_SPOKEN = re.compile(rf"(?<!\ba)(?<!\bthe)(?<!\bone)(?<=\w)\s({'|'.join(_MARKS)})(?=\s|$)", re.IGNORECASE)
"""Marks that a dictation spells out."""
SPOKEN = 2
"""Lines with spoken marks from which on a document was dictated."""
TURNS = 2
"""Questions with answers from which on a letter alone marks them."""
KEY = 6
"""Words in front of a gap that can be a key."""
NEAR = 2
"""Lines above and below of which at least two have dots where a gap need not lead to a number."""
FEWEST = 3
"""Lines that are counted in a row before their numbers are those of a list."""


def plain(lines: Sequence[str], body: int, longest: int) -> list[str]:
    """The lines of a document, each as long as before the scanner cuts it, in plain spelling."""
    spread = _dedented([_spread(line[:longest]) for line in lines], body)
    if sum(1 for line in spread if _DASHED.match(line)) >= FEWEST - 1:
        spread = [_DASHED.sub(r"\1\2. ", line, count=1) for line in spread]
    if sum(1 for line in spread if _SPOKEN.search(line)) >= SPOKEN:
        spread = [_SPOKEN.sub(lambda mark: _MARKS[mark[1].casefold()], line) for line in spread]
    spread = [_ESCAPED.sub(r"\1\3\2. ", line, count=1) if "\\." in line else line for line in spread]
    spread = _questioned(spread, body)
    out = [_unmarked(spread, at) for at in range(len(spread))]
    out = [_led(out, at) for at in range(len(out))]
    return _apart(_counted(_slashed(out, body), body), body)


def _dedented(lines: list[str], body: int) -> list[str]:
    """The lines without the blanks that all of them begin with: a document pasted with an indentation."""
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines[body:] if line.strip()), default=0)
    return [line[margin:] for line in lines] if margin else lines


def _spread(line: str) -> str:
    """The line with tabs at its start as four columns and odd characters made plain."""
    if "\t" in line:
        rest = line.lstrip("\t ")
        line = line[: len(line) - len(rest)].expandtabs(4) + rest
    if "arrow$" in line or "\\to$" in line:
        line = _MATH_ARROW.sub("→", line)
    if not line.isascii():
        line = line.translate(_POINTERS).replace("→\ufe0f", "→")
    line = tidy(line)
    return line.rstrip()[:-1] if "\\" in line and _HARD_BREAK.search(line) else line


def _unmarked(lines: Sequence[str], at: int) -> str:
    """The line with a plain bullet in the place of an odd one; of a picture only when the next line has it, too."""
    line = lines[at]
    if not line.isascii() and (found := _EMOJI_MARK.match(line)):
        near = (lines[at - 1] if at else "", lines[at + 1] if at + 1 < len(lines) else "")
        if any((other := _EMOJI_MARK.match(entry)) and other[2] == found[2] for entry in near):
            return f"{found[1]}- {line[found.end() :]}"
    if found := _ASKING_MARK.match(line):
        return f"{found[1]}- {line[found.end() :].rstrip(' ?')}?"
    found = _ODD_MARK.match(line)
    return f"{found[1]}- {line[found.end() :]}" if found else line


def _led(lines: Sequence[str], at: int) -> str:
    """The line with a colon in the place of dots, or of a gap that parts a key from its value."""
    line = lines[at]
    if "|" in line:
        return line
    gap = _gap(line)
    if gap is None or len(line[: gap.start()].split()) > KEY:
        return line
    near = lines[max(0, at - NEAR) : at + NEAR + 1]
    if not _VALUE.match(line, gap.end()) and sum(map(_is_led, near)) < 2:
        return line
    return f"{line[: gap.start()]}: {line[gap.end() :]}"


def _is_led(line: str) -> bool:
    """A line with dots in it, or with a wide gap or a colon in front of a number."""
    if _LEADER.search(line):
        return True
    gap = _gap(line) if "|" not in line else None
    return gap is not None and _VALUE.match(line, gap.end()) is not None


def _gap(line: str) -> re.Match[str] | None:
    """The dots of a line, else the only wide gap in it."""
    dots = _LEADER.search(line) if ".." in line or "…" in line or " . ." in line else None
    if dots or "  " not in line.strip():
        return dots
    gaps = list(_COLUMN.finditer(line.rstrip(), len(line) - len(line.lstrip())))
    return gaps[0] if len(gaps) == 1 else None


def _slashed(lines: list[str], body: int) -> list[str]:
    """The lines with `::` in the place of slashes that part terms from glosses, line after line."""
    at = body
    while at < len(lines):
        run: list[re.Match[str]] = []
        while at + len(run) < len(lines) and (found := _glosses(lines[at + len(run)], run)):
            run.append(found)
        if len(run) >= FEWEST:
            lines[at : at + len(run)] = [f"{one['lead']}{one['key']} :: {one['gloss']}" for one in run]
        at += max(len(run), 1)
    return lines


def _glosses(line: str, run: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """A line with a term, a slash and a gloss that is longer than two words; the mark as in the lines above."""
    found = _SLASH.match(line) if " /" in line or " ~ " in line else None
    if found is None or len(found["key"].split()) > 4 or len(found["gloss"].split()) < 3:
        return None
    return found if not run or found["mark"] == run[0]["mark"] else None


def _questioned(lines: list[str], body: int) -> list[str]:
    """The lines with `Q:` and `A:` where a document marks questions and answers by their letters alone."""
    turns = [
        at
        for at in range(body, len(lines) - 1)
        if lines[at][:4].strip(" *_-")[:1] in ("Q", "q") and _ASKED.match(lines[at]) and _ANSWERED.match(lines[at + 1])
    ]
    both = [
        at
        for at in range(body, len(lines))
        if ("**A" in lines[at] or "__A" in lines[at]) and _IN_LINE.search(lines[at]) and _ASKED.match(lines[at])
    ]
    for at in both if len(both) + len(turns) >= TURNS else ():
        lines[at] = _IN_LINE.sub("? A: ", _ASKED.sub(r"\1Q: ", lines[at], count=1), count=1)
    for at in turns if len(both) + len(turns) >= TURNS else ():
        lines[at] = _ASKED.sub(r"\1Q: ", lines[at], count=1)
        lines[at + 1] = _ANSWERED.sub(r"\1A: ", lines[at + 1], count=1)
    return lines


def _apart(lines: list[str], body: int) -> list[str]:
    """The same for paragraphs: `1 Tell me …` and below a gap its answer, then `2 …`, each behind a blank line."""
    found: list[int] = []
    for at in range(body, len(lines)):
        opens = at == body or not lines[at - 1].strip()
        if opens and (hit := _COUNT.match(lines[at])) and int(hit[2]) == len(found) + 1 and len(lines[at].split()) > 3:
            found.append(at)
    for at in found if len(found) >= FEWEST else ():
        lines[at] = _COUNT.sub(r"\1\2. ", lines[at], count=1)
    return lines


def _counted(lines: list[str], body: int) -> list[str]:
    """The lines with a dot behind the numbers of those that are counted from one on."""
    at = body
    while at < len(lines):
        end = at
        while end < len(lines) and (found := _COUNT.match(lines[end])) and int(found[2]) == end - at + 1:
            end += 1
        if end - at >= FEWEST:
            lines[at:end] = [_COUNT.sub(r"\1\2. ", line, count=1) for line in lines[at:end]]
        at = max(end, at + 1)
    return lines
