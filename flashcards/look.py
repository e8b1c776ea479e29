"""The look of a card: its CSS, its templates, and a note's texts as they go into them.

Anki gets these through `notetypes.py`, the sheet of all cards fills them in itself. What changes here changes
every note type: add a line to `EDITIONS` there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from flashcards import html
from flashcards.model import Fields

NIGHT = """\
  --paper: #1e2126; --ink: #e3e5ea; --muted: #969daa; --rule: #3a3f48;
  --accent: #8fb6f2; --tint: #29344a; --soft: #2a2e35;
  color-scheme: dark;
"""
"""The colours of the dark, and nothing else."""
CSS = (
    """\
.card {
  --paper: #fcfcfa; --ink: #1f2430; --muted: #6a7080; --rule: #dcdee3;
  --accent: #2f62b5; --tint: #eaf0fa; --soft: #f1f2f4;
  margin: 0; padding: 0;
  background: var(--paper); color: var(--ink);
  font: 20px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  text-align: start;
  overflow-wrap: anywhere;
  -webkit-text-size-adjust: 100%;
  color-scheme: light;
}
.card.nightMode, .card.night_mode, .nightMode .card, .night_mode .card, .night-mode .card {
"""
    + NIGHT
    + """\
}
.night-mode, .nightMode, .night_mode { color-scheme: dark; }
.sheet { box-sizing: border-box; max-width: 36em; margin: 0 auto; padding: 1.6em 1.2em 1.2em; }
.crumbs { margin-bottom: .55em; color: var(--muted); font-size: .7em; line-height: 1.4; letter-spacing: .01em; }
.front { font-weight: 500; }
.back { overflow-x: auto; }
hr#answer { height: 0; margin: 1em 0; border: 0; border-top: 1px solid var(--rule); }
.extra { margin-top: 1.3em; color: var(--muted); font-size: .8em; overflow-x: auto; }
.extra summary { cursor: pointer; }
.extra[open] summary { margin-bottom: .5em; }
.source { margin-top: 1.6em; color: var(--muted); font-size: .62em; line-height: 1.4; }
.source a { color: inherit; }
.blank, .cloze { color: var(--accent); font-weight: 600; }
.blank { padding: 0 .3em; border-radius: .25em; background: var(--tint); white-space: nowrap; }
b, strong { font-weight: 650; }
.sheet ul, .sheet ol { margin: .4em 0; padding-inline-start: 1.4em; }
.sheet ol { padding-inline-start: 2.2em; }
.sheet .back > :first-child, .sheet .extra > :first-child, .sheet li > ul, .sheet li > ol { margin-top: 0; }
.sheet .back > :last-child, .sheet li > ul, .sheet li > ol { margin-bottom: 0; }
.sheet li { margin: .2em 0; }
.sheet li::marker { color: var(--muted); }
code, pre { background: var(--soft); border-radius: .25em; font: .88em/1.45 ui-monospace, Menlo, Consolas, monospace; }
code { padding: .1em .3em; }
pre { padding: .6em .8em; overflow-x: auto; overflow-wrap: normal; }
pre code { padding: 0; background: none; }
table { display: block; max-width: 100%; overflow-x: auto; border-collapse: collapse; overflow-wrap: normal; }
th, td { padding: .25em .7em; border-bottom: 1px solid var(--rule); text-align: start; vertical-align: top; }
th:first-child, td:first-child { padding-inline-start: 0; }
th { color: var(--muted); font-weight: 600; }
img { max-width: 100%; height: auto; }
@media (max-width: 480px) {
  .card { font-size: 18px; }
  .sheet { padding: 1.1em 1em .9em; }
}
"""
)

FOLD = "fold"
"""The word in `Options` that folds `Extra` away."""

LONG_EXTRA = 320
"""An extra with more characters than this is folded away."""
LONG_EXTRA_LINES = 6
ANSWER = '<hr id="answer">'
"""Stands on a back between prompt and answer."""

_CRUMBS = """\
{{#Context}}<div class="crumbs" dir="auto">{{Context}}</div>
{{/Context}}"""
"""Not on the front of a reverse: a heading that is the term would give the answer away."""
_EXTRA = """\
{{#Extra}}{{#Options}}<details class="extra"><summary>More</summary><div dir="auto">{{Extra}}</div></details>\
{{/Options}}{{^Options}}<div class="extra" dir="auto">{{Extra}}</div>{{/Options}}{{/Extra}}"""
_SOURCE = """\
{{#Source}}<div class="source" dir="auto">{{#Link}}<a href="{{Link}}">{{Source}}</a>{{/Link}}\
{{^Link}}{{Source}}{{/Link}}</div>{{/Source}}"""


def _side(inside: str) -> str:
    return f'<div class="sheet">\n{inside}\n</div>'


def _prompt(field: str) -> str:
    return f'<div class="front" dir="auto">{{{{{field}}}}}</div>'


def _front(field: str, crumbs: str = "") -> str:
    """A front that is there only when `field` is filled."""
    return f"{{{{#{field}}}}}{_side(crumbs + _prompt(field))}{{{{/{field}}}}}"


def _back(field: str, answer: str) -> str:
    back = f'<hr id="answer">\n<div class="back" dir="auto">{{{{{answer}}}}}</div>'
    return _side("\n".join((_CRUMBS + _prompt(field), back, _EXTRA, _SOURCE)))


Sides = tuple[str, str]
"""A template: its front and its back."""

_CLOZE_TEXT = _CRUMBS + _prompt("cloze:Text")
RECALL: Sides = (_front("Front", _CRUMBS), _back("Front", "Back"))
REVERSE: Sides = (_front("Reverse"), _back("Reverse", "ReverseBack"))
SPARE: Sides = (_front("Spare1"), _back("Spare1", "Spare2"))
CLOZED: Sides = (_side(_CLOZE_TEXT), _side("\n".join((_CLOZE_TEXT, _EXTRA, _SOURCE))))

_SECTION = re.compile(
    r"""
    {{ (?P<sign>[#^]) (?P<name>\w+) }}   # shown when the field is filled (#), or when it is empty (^)
    (?P<inside>.*?)
    {{ / (?P=name) }}
    """,
    re.VERBOSE | re.DOTALL,
)
_PLACE = re.compile(r"{{(\w+)}}")


def contents(fields: Fields) -> dict[str, str]:
    """Field name to HTML. A note type takes those that it has."""
    front = html.field(fields.front)
    return {
        "Front": front,
        "Text": html.cloze(fields.front) if "{{c" in fields.front else front,
        "Back": html.field(fields.back),
        "Context": html.line(fields.context),
        "Extra": html.field(fields.extra),
        "Reverse": html.field(fields.reverse),
        "ReverseBack": html.field(fields.reverse_back),
        "Source": html.line(fields.source),
        "Link": html.attribute(fields.link),
        "Options": FOLD if _is_long(fields.extra) else "",
    }


def _is_long(text: str) -> bool:
    return len(text) > LONG_EXTRA or text.count("\n") >= LONG_EXTRA_LINES


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with these values, as Anki would show it. A value is never read as a template."""
    return _PLACE.sub(lambda found: values.get(found[1], ""), _choose(template, values))


def _choose(template: str, values: Mapping[str, str]) -> str:
    """The template with only the sections that are shown."""

    def chosen(found: re.Match[str]) -> str:
        shown = bool(values.get(found["name"])) == (found["sign"] == "#")
        return _choose(found["inside"], values) if shown else ""

    return _SECTION.sub(chosen, template)
