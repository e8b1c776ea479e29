"""The note types in Anki: their fields, templates and look, and since when each has had its present form.

Fields and templates may never be added, removed, renamed or moved: Anki would stop updating every note made
before. Text and CSS may change; add a line to `EDITIONS` when they do (a test tells the digest).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

import genanki

FACT = "fact"
CLOZE = "cloze"

CSS = """\
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
  --paper: #1e2126; --ink: #e3e5ea; --muted: #969daa; --rule: #3a3f48;
  --accent: #8fb6f2; --tint: #29344a; --soft: #2a2e35;
  color-scheme: dark;
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


@dataclass(frozen=True, slots=True)
class Template:
    """One template: a front, a back and an id that survives renaming."""

    name: str
    id: int
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type as Anki gets it. Field ids let a later name change apply in place."""

    name: str
    id: int
    fields: tuple[tuple[str, int], ...]
    templates: tuple[Template, ...]
    cloze: bool = False
    css: str = CSS


@dataclass(frozen=True, slots=True)
class Edition:
    """A form that a note type had, and the moment it first had it."""

    since: str
    digest: str


QUIET_FIELDS = frozenset({"Link", "Options", "Spare1", "Spare2", "Spare3"})
"""Folded away in Anki's editor."""
FOLD = "fold"
"""The word in `Options` that folds `Extra` away."""

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


_CLOZE_TEXT = _CRUMBS + _prompt("cloze:Text")

FACT_TYPE = NoteType(
    name="Flashcards Fact",
    id=1795132817263,
    fields=(
        ("Front", 5204817360291847101),
        ("Back", 5204817360291847102),
        ("Context", 5204817360291847103),
        ("Extra", 5204817360291847104),
        ("Reverse", 5204817360291847105),
        ("ReverseBack", 5204817360291847106),
        ("Source", 5204817360291847107),
        ("Link", 5204817360291847108),
        ("Options", 5204817360291847109),
        ("Spare1", 5204817360291847110),
        ("Spare2", 5204817360291847111),
        ("Spare3", 5204817360291847112),
    ),
    templates=(
        Template("Recall", 6317720945518230401, _front("Front", _CRUMBS), _back("Front", "Back")),
        Template("Reverse", 6317720945518230402, _front("Reverse"), _back("Reverse", "ReverseBack")),
        Template("Spare", 6317720945518230403, _front("Spare1"), _back("Spare1", "Spare2")),
    ),
)
CLOZE_TYPE = NoteType(
    name="Flashcards Cloze",
    id=1795132817519,
    fields=(
        ("Text", 5204817360291847201),
        ("Context", 5204817360291847202),
        ("Extra", 5204817360291847203),
        ("Source", 5204817360291847204),
        ("Link", 5204817360291847205),
        ("Options", 5204817360291847206),
        ("Spare1", 5204817360291847207),
        ("Spare2", 5204817360291847208),
        ("Spare3", 5204817360291847209),
    ),
    templates=(
        Template(
            "Cloze",
            6317720945518230501,
            _side(_CLOZE_TEXT),
            _side("\n".join((_CLOZE_TEXT, _EXTRA, _SOURCE))),
        ),
    ),
    cloze=True,
)
NOTE_TYPES = {FACT: FACT_TYPE, CLOZE: CLOZE_TYPE}

EDITIONS: dict[str, tuple[Edition, ...]] = {
    FACT: (Edition("2026-11-20T21:00:00+00:00", "88713be33f093cbc"),),
    CLOZE: (Edition("2026-11-20T21:00:00+00:00", "b622f0ee55001226"),),
}
"""Oldest first. Anki takes a note type's text when this moment is newer than its own."""


def digest(note_type: NoteType) -> str:
    """A short hash of all that Anki would take over when it changes."""
    texts = [(t.name, t.front, t.back) for t in note_type.templates]
    whole = json.dumps([note_type.name, note_type.fields, texts, note_type.css])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def changed(kind: str) -> int:
    """Epoch seconds of the moment the note type first had its present form."""
    return int(datetime.fromisoformat(EDITIONS[kind][-1].since).timestamp())


class _Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """genanki's model with a time of its own, and no deck."""

    changed = 0

    def to_json(self, timestamp: float, deck_id: int | None) -> dict[str, object]:
        """What goes into the collection; the time of the package does not matter."""
        made: dict[str, object] = super().to_json(self.changed, None)
        return made


def model(kind: str) -> genanki.Model:
    """A fresh genanki model of the note type called `kind`."""
    note_type = NOTE_TYPES[kind]
    made = _Model(
        note_type.id,
        note_type.name,
        [_field(name, number) for name, number in note_type.fields],
        [_template(template) for template in note_type.templates],
        note_type.css,
        genanki.Model.CLOZE if note_type.cloze else genanki.Model.FRONT_BACK,
    )
    made.changed = changed(kind)
    return made


def _field(name: str, number: int) -> dict[str, object]:
    return {"name": name, "id": number, "font": "Arial", "size": 20, "collapsed": name in QUIET_FIELDS}


def _template(template: Template) -> dict[str, object]:
    return {"name": template.name, "id": template.id, "qfmt": template.front, "afmt": template.back}
