"""The sheet: all cards of some notes as one HTML page that needs nothing else, for a review by eye.

It runs no script and may load nothing; its policy says so to the browser. Cards look as in Anki: same texts, same
templates, same CSS.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from itertools import groupby
from typing import get_args
from urllib.parse import quote

from flashcards import clozes, html, look
from flashcards.model import Kind, Note

STYLE = f"""\
{look.CSS}\
@media screen and (prefers-color-scheme: dark) {{ .card {{
{look.NIGHT}\
}} }}
body.card {{ max-width: 84rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; font-size: 16px; }}
h1, h2, .documents, .kinds, .lines {{ margin: 0; padding: 0; list-style: none; }}
h1 {{ font-size: 1.5rem; line-height: 1.25; }}
h2 {{ font-size: 1.1rem; line-height: 1.35; }}
a {{ color: inherit; text-decoration-color: var(--rule); text-underline-offset: .2em; }}
a:hover {{ text-decoration-color: currentColor; }}
.kinds {{ display: flex; flex-wrap: wrap; gap: .1rem .9rem; color: var(--muted); font-size: .8rem; }}
.kinds li {{ white-space: nowrap; }}
header > .kinds {{ margin: .4rem 0 1.2rem; font-size: .9rem; }}
.documents > li {{
  display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); gap: .1rem 2rem; align-items: baseline;
  padding: .4rem 0; border-top: 1px solid var(--rule);
}}
section {{ margin-top: 2.75rem; }}
section > .kinds {{ margin: .15rem 0 .7rem; }}
.row {{
  display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .9rem 2rem;
  padding: .9rem 0; border-top: 1px solid var(--rule); break-inside: avoid; scroll-margin-top: .5rem;
}}
.row:target {{ box-shadow: -.6rem 0 var(--paper), -.85rem 0 var(--accent); }}
.row .sheet {{ max-width: none; margin: 0; padding: 0; }}
.row .crumbs, .row .extra {{ font-size: .8rem; }}
.row .source {{ margin-top: .9rem; font-size: .75rem; }}
.row .extra {{ margin-top: .8rem; }}
.from {{ padding-top: .2rem; color: var(--muted); font-size: .75rem; line-height: 1.45; }}
.about {{ display: flex; flex-wrap: wrap; gap: 0 .9rem; margin: 0 0 .3rem; }}
.about b {{ color: var(--accent); }}
.lines {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
.lines li {{
  position: relative; min-height: 1.45em; padding-inline-start: 3.2em; white-space: pre-wrap; unicode-bidi: plaintext;
}}
.lines li::before {{
  content: attr(value); position: absolute; inset-inline-start: 0; width: 2.4em; text-align: end; opacity: .75;
}}
@media (max-width: 60rem) {{
  .row {{ grid-template-columns: repeat(2, minmax(0, 1fr)); }}
  .from {{ grid-column: 1 / -1; }}
}}
@media (max-width: 36rem) {{
  body.card {{ padding: 1rem 1rem 3rem; }}
  .row, .documents > li {{ grid-template-columns: minmax(0, 1fr); }}
  .row {{ gap: .55rem; }}
  .row > .sheet + .sheet {{ padding-inline-start: .8rem; border-inline-start: 2px solid var(--rule); }}
}}
@media print {{
  html {{ font-size: 12px; }}
  body.card {{ max-width: none; padding: 0; background: none; font-size: 1rem; }}
  .row {{ gap: .5rem 1.2rem; }}
  h2, section > .kinds {{ break-after: avoid; }}
  details::details-content {{ content-visibility: visible; block-size: auto; }}
}}
"""
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'",
        "img-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""What the browser may load and run: this one style, and nothing else."""

_KINDS = {kind: place for place, kind in enumerate(get_args(Kind))}
_TEMPLATES = (("Front", look.RECALL), ("Reverse", look.REVERSE))
"""The field that makes a card, and its template."""


@dataclass(frozen=True, slots=True)
class _Card:
    """One card of a note, both its sides as HTML."""

    note: Note
    anchor: str
    front: str
    back: str


def page(notes: Iterable[Note]) -> str:
    """The whole page. Notes of one document stand together, in the order given."""
    cards = [card for note in notes for card in _cards(note)]
    documents = _by_document(cards)
    title = f"{_count(len(cards), 'card')} from {_count(len(documents), 'document')}"
    return "\n".join(
        (
            *_head(title),
            f'<body class="card">\n<header>\n<h1>{title}</h1>',
            _kinds(cards),
            *_contents(documents),
            "</header>\n<main>",
            *(part for at, path in enumerate(documents, 1) for part in _section(at, path, documents[path])),
            "</main>\n</body>\n</html>",
        )
    )


def _head(title: str) -> tuple[str, ...]:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{html.attribute(POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>{STYLE}</style>\n</head>",
    )


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


# -- cards ---------------------------------------------------------------------------------------------------


def _cards(note: Note) -> Iterator[_Card]:
    """The cards of a note; the reverse one, where there is one, comes second, a cloze note has one for each number."""
    values = look.contents(note.fields)
    numbers = clozes.numbers(note.fields.front) if note.note_type == "cloze" else ()
    for place, number in enumerate(numbers):
        front, back = html.cloze_sides(note.fields.front, number)
        asked, told = look.CLOZED
        yield _Card(note, _anchor(note.guid, place), _clozed(asked, values, front), _clozed(told, values, back))
    for place, (name, (front, back)) in enumerate(() if numbers else _TEMPLATES):
        if place == 0 or values[name]:
            prompt = look.fill(front, values) or '<div class="sheet"></div>'
            answer = f'<div class="sheet">{back.partition(look.ANSWER)[2]}'
            yield _Card(note, _anchor(note.guid, place), prompt, look.fill(answer, values))


def _clozed(template: str, values: Mapping[str, str], text: str) -> str:
    """One side of a cloze card, its text as it is shown there."""
    return look.fill(template.replace("{{cloze:Text}}", "{{Text}}"), {**values, "Text": text})


def _anchor(guid: str, number: int) -> str:
    """An id that any guid may make and none can leave; that of a reverse holds what no guid does."""
    name = quote(guid, safe="", errors="replace")
    return f"{name}:{number}" if number else name


def _row(card: _Card) -> str:
    note = card.note
    return "\n".join(
        (
            f'<article class="row" id="{card.anchor}">',
            card.front,
            card.back,
            f'<div class="from">\n<p class="about"><b>{html.attribute(note.kind)}</b> <span>{_place(note)}</span>',
            f'<a href="#{card.anchor}">{html.attribute(note.guid)}</a></p>',
            _lines(note),
            "</div>\n</article>",
        )
    )


def _place(note: Note) -> str:
    first, last = note.source.line_start, note.source.line_end
    return f"lines {first}–{last}" if last > first else f"line {first}"


def _lines(note: Note) -> str:
    """The source as it is written, a number before each line."""
    numbered = enumerate(note.text.split("\n"), note.source.line_start)
    items = (f'<li value="{number}">{_raw(line)}</li>' for number, line in numbered)
    return f'<ol class="lines">{"".join(items)}</ol>'


def _raw(text: str) -> str:
    return escape(html.clean(text))


# -- documents -----------------------------------------------------------------------------------------------


def _by_document(cards: Sequence[_Card]) -> Mapping[str, list[_Card]]:
    found = sorted(cards, key=lambda card: card.note.source.path)
    return {path: list(group) for path, group in groupby(found, key=lambda card: card.note.source.path)}


def _contents(documents: Mapping[str, Sequence[_Card]]) -> Iterator[str]:
    yield '<nav aria-label="Documents">\n<ol class="documents">'
    for at, (path, cards) in enumerate(documents.items(), 1):
        name = f'<a href="#document:{at}" dir="auto">{html.attribute(path)}</a>'
        yield f"<li>{name}\n{_kinds(cards, _count(len(cards), 'card'))}</li>"
    yield "</ol>\n</nav>"


def _section(at: int, path: str, cards: Sequence[_Card]) -> Iterator[str]:
    yield f'<section id="document:{at}">\n<h2 dir="auto">{html.attribute(path)}</h2>'
    yield _kinds(cards, _count(len(cards), "card"))
    yield from map(_row, cards)
    yield "</section>"


def _kinds(cards: Iterable[_Card], *first: str) -> str:
    """How many cards there are of each kind, in the order of the kinds."""
    found = Counter(card.note.kind for card in cards)
    shown = sorted(found, key=lambda kind: (_KINDS.get(kind, len(_KINDS)), kind))
    items = (*first, *(f"{found[kind]} {html.attribute(kind)}" for kind in shown))
    return f'<ul class="kinds">{"".join(f"<li>{item}</li>" for item in items)}</ul>'
