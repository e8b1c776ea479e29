"""inka: between two lines `---`, perhaps `Deck:` and `Tags:`, then `1. question` and its answer in lines of `>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flashcards.marked import clozed
from flashcards.marked.rows import Marked, Row, Rows, joined, spans

_ASKED = re.compile(r"\d{1,3}\.[ \t]+(?P<text>\S.*)")
_ANSWER = re.compile(r"[ \t]*>[ \t]?(?P<text>.*)")
_HEAD = re.compile(r"(?P<key>Deck|Tags):[ \t]*(?P<text>.*)")
_RULE = "---"


@dataclass(frozen=True, slots=True)
class _Section:
    """Rows between two rules, half open."""

    first: int
    end: int
    deck: str
    tags: tuple[str, ...]
    certain: bool
    """True when a deck, tags or an id say that it holds cards."""


def read(rows: Rows) -> Iterator[Marked]:
    """The cards of all sections. One may begin with the document: its rule then looks like that of a header."""
    rules = [at for at, row in enumerate(rows.rows) if row.text == _RULE and (not row.hidden or at < rows.body)]
    at = 0
    while at + 1 < len(rules):
        section = _section(rows, rules[at] + 1, rules[at + 1])
        cards = list(_cards(rows, section)) if _is_one(rows, section) else []
        yield from cards
        at += 2 if cards else 1


def _section(rows: Rows, first: int, end: int) -> _Section:
    heads = {}
    for row in rows.rows[first:end]:
        if found := _HEAD.match(row.text):
            heads[found["key"]] = found["text"].strip()
    ids = any(row.ids for row in rows.rows[first:end])
    tags = tuple(heads.get("Tags", "").replace(",", " ").split())
    return _Section(first, end, heads.get("Deck", ""), tags, bool(heads) or ids or rows.strict("inka"))


def _is_one(rows: Rows, section: _Section) -> bool:
    """True when the section says so, or holds nothing but questions and answers."""
    if section.certain:
        return True
    inside = [row for row in rows.rows[section.first : section.end] if row.text.strip()]
    return bool(inside) and all(_ASKED.match(row.text) or _ANSWER.match(row.text) for row in inside)


def _cards(rows: Rows, section: _Section) -> Iterator[Marked]:
    starts = [at for at in range(section.first, section.end) if _ASKED.match(rows.rows[at].text)]
    for at, following in spans(starts, section.end):
        if card := _card(rows, at, following, section):
            yield card


def _card(rows: Rows, at: int, end: int, section: _Section) -> Marked | None:
    first = next((n for n in range(at + 1, end) if _ANSWER.match(rows.rows[n].text)), end)
    close = first
    while close < end and _ANSWER.match(rows.rows[close].text):
        close += 1
    found = _ASKED.match(rows.rows[at].text)
    head = Row(rows.rows[at].number, found["text"] if found else "")
    front = joined((head, *rows.rows[at + 1 : first]))
    back = joined([Row(row.number, _ANSWER.sub(r"\g<text>", row.text)) for row in rows.rows[first:close]])
    above = next((n for n in range(at - 1, section.first - 1, -1) if not rows.rows[n].mark), section.first - 1)
    foreign = rows.ids_within(above + 1, at + 1) or rows.ids_within(at, close)
    if back:
        return Marked("inka", at, close, front, back, "basic", section.tags, section.deck, foreign)
    holes = clozed.find(front, frozenset({"brace"})) if section.certain else []
    if not holes:
        return None
    numbered = any(hole.number for hole in holes)
    text = clozed.fill(front, holes)
    return Marked("inka", at, first, text, "", "cloze", section.tags, section.deck, foreign, numbered)
