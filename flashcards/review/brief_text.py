"""The brief as Markdown, as one HTML page to print, and as JSON. All text of the user is escaped. Pure."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby

from flashcards import html
from flashcards.review.briefing import FORGOTTEN, Brief, Line, Part, Section
from flashcards.review.outlook import percent
from flashcards.terminal import shown

# Markdown

_CODE = re.compile(r"((?<!`)`(?!`)[^`]+(?<!`)`(?!`))")
"""A code span, in which nothing needs escaping."""
_ACTIVE = re.compile(
    r"""
    [\\`]                                # a mark of escaping or code that is none
    | < (?= [A-Za-z/!?] )                # begins a tag, a comment or an address
    | & (?= \#? \w+ ; )                  # an entity
    | (?<= \S) ~ | ~ (?= ~ )             # could strike out; ~40 stays
    | \[ (?= [^\[\]]* \] \s* [(\[:] )    # a link, a picture, or the address of one
    | !? \[ (?= \[ | \s* [xX]? \s* \] )  # a link of a wiki, a box
    | (?<= \S) \$ (?! \d ) | \$ (?= \$ )  # ends a formula; $40 stays
    """,
    re.VERBOSE,
)
_OPENING = re.compile(
    r"""
    ^ (?=
        \#{1,6} (?: \s | $ )            # a heading
        | >                             # a quote
        | [-+*] (?: \s | $ )            # a bullet
        | [-*_] [-\s*_]+ $              # a rule
        | \[                            # an address for links, a box
    )
    | ^ \d{1,9} (?= [.)] (?: \s | $ ) ) # a number of a list
    """,
    re.VERBOSE,
)
"""Where a mark begins that would make a line more than text."""
_BACKSLASH = r"\g<0>\\"
_STARS = re.compile(r"[*_]")


def markdown(brief: Brief) -> Iterator[str]:
    """The brief, line by line."""
    yield shown(f"# {_escaped(brief.title)}")
    yield ""
    yield brief.about
    for section in brief.sections:
        yield ""
        yield f"## {section.title}"
        for context, lines in _by_context(section):
            yield ""
            yield from [shown(f"{_escaped(context)}:"), ""] if context else []
            yield from (shown(text) for line in lines for text in _item(line, section))


def _by_context(section: Section) -> Iterator[tuple[str, Iterable[Line]]]:
    """The lines that stand under one breadcrumb; the weakest ones keep their order instead."""
    if section.title == FORGOTTEN:
        yield "", section.lines
    else:
        yield from groupby(section.lines, key=lambda line: line.context)


def _item(line: Line, section: Section) -> Iterator[str]:
    lead = "[ ] " if line.box else _lead(line, section)
    text = " ".join("".join(map(_told, line.parts)).split())
    yield f"- {lead}{text}" if lead else f"- {_OPENING.sub(_BACKSLASH, text)}"
    yield from (f"  - {_escaped(text)}" for text in line.below)


def _lead(line: Line, section: Section) -> str:
    """Of what is likely forgotten: how well it is known, and where it belongs."""
    if section.title != FORGOTTEN:
        return ""
    context = f"{_marked(line.nearest)}: " if line.context else ""
    return f"{standing(line)} · {context}"


def standing(line: Line) -> str:
    """`62 %`, or `new`."""
    return "new" if line.known is None else percent(line.known)


def _told(part: Part) -> str:
    text = _marked(part.text)
    if not part.strong or not text.strip():
        return text
    return f"**{_STARS.sub(_spelled, text.strip())}**"


def _escaped(text: str) -> str:
    """The text as Markdown that shows it, at the beginning of a line; only bold, italic and code keep their marks."""
    return _OPENING.sub(_BACKSLASH, " ".join(_marked(text).split()))


def _marked(text: str) -> str:
    pieces = _CODE.split(html.clean(text).replace("\n", " "))
    return "".join(piece if place % 2 else _ACTIVE.sub(_spelled, piece) for place, piece in enumerate(pieces))


def _spelled(found: re.Match[str]) -> str:
    return "".join(f"\\{mark}" for mark in found[0])


# HTML

STYLE = """\
:root {
  --paper: #fcfcfa; --ink: #1f2430; --muted: #5c6270; --rule: #c9ccd3; --accent: #2f62b5;
  color-scheme: light dark;
}
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #1e2126; --ink: #e3e5ea; --muted: #a3a9b6; --rule: #454a54; --accent: #8fb6f2; }
}
body {
  max-width: 64rem; margin: 0 auto; padding: 1.2rem 1.2rem 3rem; background: var(--paper); color: var(--ink);
  font: 15px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere;
}
h1, h2, h3, p, ul { margin: 0; padding: 0; }
h1 { font-size: 1.45em; line-height: 1.2; }
header { margin-bottom: 1em; }
header p, h3, .standing { color: var(--muted); }
main { columns: 24rem 2; column-gap: 1.6rem; }
section + section { margin-top: .9em; }
h2 { margin-bottom: .25em; border-bottom: 1px solid var(--rule); font-size: 1.05em; break-after: avoid; }
h3 { margin-top: .35em; font-size: .85em; font-weight: 500; break-after: avoid; }
ul { list-style: none; }
li { padding-inline-start: .8em; text-indent: -.8em; margin: .14em 0; break-inside: avoid; }
li > * { text-indent: 0; }
b { font-weight: 650; color: var(--accent); }
.standing { font-size: .85em; font-variant-numeric: tabular-nums; }
.asked li { padding-inline-start: 1.5em; text-indent: -1.5em; margin: .3em 0; }
.box {
  display: inline-block; width: .8em; height: .8em; margin-inline-end: .7em; border: 1px solid var(--ink);
  border-radius: 2px; vertical-align: -.08em;
}
.below li { margin: .05em 0; break-inside: auto; }
.below li::before { content: "– "; }
code { font: .9em ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
@page { size: A4; margin: 10mm; }
@media print {
  :root { --paper: #fff; --ink: #000; --muted: #444; --rule: #999; --accent: #000; color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 8.5pt; line-height: 1.3; }
  main { columns: 2; column-gap: 6mm; }
  header { margin-bottom: .6em; }
}
"""
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""What the browser may load and run: this one style, and nothing else."""


def page(brief: Brief) -> str:
    """The brief as a page that needs nothing else and prints on A4."""
    title = html.attribute(brief.title)
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{html.attribute(POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
            f'<header>\n<h1 dir="auto">{title}</h1>\n<p>{html.attribute(brief.about)}</p>\n</header>\n<main>',
            *sections(brief),
            "</main>\n</body>\n</html>",
        )
    )


def sections(brief: Brief) -> Iterator[str]:
    """The sections as HTML, for any page."""
    return (text for section in brief.sections for text in _section(section))


def _section(section: Section) -> Iterator[str]:
    yield f"<section>\n<h2>{html.attribute(section.title)}</h2>"
    for context, lines in _by_context(section):
        rows = list(lines)
        yield f'<h3 dir="auto">{html.line(context)}</h3>' if context else ""
        yield f'<ul class="{"asked" if rows[0].box else "facts"}">'
        yield from (_row(line, section) for line in rows)
        yield "</ul>"
    yield "</section>"


def _row(line: Line, section: Section) -> str:
    box = '<span class="box"></span>' if line.box else ""
    lead = ""
    if section.title == FORGOTTEN:
        context = f"{html.line(line.nearest)}: " if line.context else ""
        lead = f'<span class="standing">{standing(line)} · {context}</span>'
    below = "".join(f'<li dir="auto">{html.line(text)}</li>' for text in line.below)
    more = f'<ul class="below">{below}</ul>' if below else ""
    return f'<li dir="auto">{box}{lead}{"".join(map(_piece, line.parts))}{more}</li>'


def _piece(part: Part) -> str:
    """A part as safe HTML. The blanks at its ends stay."""
    made = html.piece(part.text)
    return f"<b>{made.strip()}</b>" if part.strong and made.strip() else made


# JSON


def as_json(brief: Brief) -> str:
    """The brief as one JSON object. `known` is between 0 and 1, null for what was never seen."""
    sections = [{"title": part.title, "facts": list(map(_fact, part.lines))} for part in brief.sections]
    return shown(json.dumps({"title": brief.title, "about": brief.about, "sections": sections}, ensure_ascii=False))


def _fact(line: Line) -> dict[str, object]:
    return {
        "kind": line.kind,
        "context": line.context,
        "text": line.text.strip(),
        "strong": [part.text.strip() for part in line.parts if part.strong],
        "below": list(line.below),
        "known": None if line.known is None else round(line.known, 4),
    }
