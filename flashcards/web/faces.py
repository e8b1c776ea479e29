"""Faces: a card as HTML for our pages. The texts, templates and walls are those of Anki's cards. Pure.

Pictures and sounds get the address of this server; a formula stands as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flashcards import html, look, media
from flashcards.model import Note
from flashcards.review.cards import Card

MEDIA = "/media/"
_PICTURE = re.compile(r'(?P<before><img src=")(?P<name>[^"]*)(?=")')
_SOUND = re.compile(rf"\[sound:(?P<name>{media.NAME.pattern})\]")
"""Only ours begin so: in any other text the mark is broken up."""
_LINK = "obsidian://"


@dataclass(frozen=True, slots=True)
class Face:
    """Both sides. The answer is what comes below the question, or instead of it."""

    front: str
    back: str
    instead: bool = False


def face(card: Card) -> Face:
    """A card to be asked."""
    fields = card.note.fields
    if not fields.link.startswith(_LINK):
        fields = replace(fields, link="")
    values = look.contents(fields)
    if card.note.note_type == "cloze":
        front, back = html.cloze_sides(fields.front, card.ord + 1)
        asked, told = look.CLOZED
        return Face(_clozed(asked, values, front), _clozed(told, values, back), instead=True)
    asked, told = look.REVERSE if card.ord else look.RECALL
    front = look.fill(asked, values) or '<div class="sheet"></div>'
    crumbs = '<div class="crumbs" dir="auto">{{Context}}</div>' if card.late and fields.context else ""
    answer = f'<div class="sheet">{crumbs}{told.partition(look.ANSWER)[2]}'
    return Face(_served(front), _served(look.fill(answer, values)))


def _clozed(template: str, values: Mapping[str, str], text: str) -> str:
    return _served(look.fill(template.replace("{{cloze:Text}}", "{{Text}}"), {**values, "Text": text}))


def _served(made: str) -> str:
    """The HTML with the pictures and sounds of this server. A picture that is not packed stays away."""
    made = _PICTURE.sub(lambda found: f"{found['before']}{MEDIA}{found['name']}", made)
    return _SOUND.sub(_player, made)


def _player(found: re.Match[str]) -> str:
    return f'<audio controls preload="none" src="{MEDIA}{found["name"]}"></audio>'


WHY: Mapping[str, str] = {
    "quantity": "The line holds a number, and the number is asked for.",
    "comparison": "The lines measure several things alike, and their values or their order are asked for.",
    "definition": "The line says what something is: a term, a mark, and its meaning.",
    "process": "The line or the list gives steps, and their order is asked for.",
    "list": "A heading or label stands above some points, and the points are asked for.",
    "cause": "The line gives a reason, and the reason is asked for.",
    "question-and-answer": "You wrote a question, and the answer stands with it.",
    "question-to-ask": "The line is a question you want to put to them; the card gives the cue.",
    "pitch": "The lines are what you want to say, and you are asked to say it.",
    "cloze": "You marked what is to be hidden.",
}
"""Why there is a card, by its kind."""


def why(note: Note) -> str:
    """Why this note was made."""
    return WHY.get(note.kind, "An extractor of another package made it.")
