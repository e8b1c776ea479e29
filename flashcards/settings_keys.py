"""The keys of `flashcards.toml`: for each what it does, its default, and what its value must be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from flashcards.config import DEFAULT, DIALECTS, LANGUAGES, MARKERS, DeckRule, Limits

EXTRACTORS = {
    "answers": "prepared answers to questions",
    "asks": "questions to ask them",
    "causes": "reasons: because, due to, since",
    "comparisons": "several values on one line, and their order",
    "definitions": "terms with their meaning, keys with their values",
    "families": "like lines with one number each",
    "headed": "the parts of something told by its headings",
    "lists": "a label or heading with its bullets",
    "marked": "cards in the syntaxes of other tools",
    "pitches": "what you say: why them, an intro, talking points",
    "processes": "steps in order",
    "quantities": "numbers on a line, each hidden in turn",
    "sections": "a heading with a short text below it",
    "stories": "stories told by situation, task, action, result",
    "tables": "the cells of a table",
    "values": "several values behind one key",
}
"""Our own extractors, by name, and what each makes cards of."""

LIMITS = {
    "front": "words of a front",
    "answer": "words of an answer",
    "items": "items of a list that is one card",
    "names": "the same for a list of short names",
    "steps": "steps of a process that is one card; of a longer one each step is",
    "numbers": "numbers of one line that get a card each",
}

MARKS = {
    "inline": "stands between front and back",
    "reversed": "the same, and back from back to front",
    "multi": "a line of its own between front and back of several lines",
    "multi_reversed": "the same, and back from back to front",
    "block_start": "a line of its own that opens a card of several fields",
    "block_end": "closes it",
    "card_tag": "makes the line with it a card",
    "flashcard_tag": "another tag that does",
    "deck_tag": "all lines below it, and in documents tagged so, may be cards; what follows a / names their deck",
    "cloze_open": "opens what a cloze hides",
    "cloze_close": "closes it",
}
"""What each marker does."""


Check = Callable[[Any], Any]
"""From a value as the file has it to one of the settings. Raises ValueError with what it must be."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name with the table in front, where it goes in `Settings`, and what it must be."""

    name: str
    check: Check
    default: Any
    says: str
    field: str = ""
    """The setting it fills; empty for one of a table that is one setting."""


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be text in quotes, and not empty")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    """Patterns and names: no two alike, order kept."""
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry.strip() for entry in value):
        raise ValueError('must be a list of texts, as in ["one", "two"]')
    return tuple(dict.fromkeys(value))


def _some_texts(value: Any) -> tuple[str, ...]:
    found = _texts(value)
    if not found:
        raise ValueError("must name one folder at least")
    return found


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("must be a whole number from 1 on")
    return value


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _one_of(words: Sequence[str]) -> Check:
    def check(value: Any) -> str:
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return str(value)

    return check


class Unknown(ValueError):  # noqa: N818 - raised with a name, told with the nearest one
    """A name that is none of the known ones."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = known


def _dialects(value: Any) -> frozenset[str]:
    for name in (found := _texts(value)):
        if name not in DIALECTS:
            raise Unknown(name, DIALECTS)
    return frozenset(found)


_RULE = {"name", "folder", "tag", "front_matter"}


def _rules(value: Any) -> tuple[DeckRule, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ValueError("must be tables, each below a line [[deck]]")
    return tuple(map(rule, value))


def rule(value: Mapping[str, Any]) -> DeckRule:
    """One rule of decks. Raises ValueError."""
    for key in value:
        if key not in _RULE:
            raise Unknown(key, _RULE)
    if "name" not in value or len(value) < 2:
        raise ValueError("each needs a name, and a folder, a tag or front_matter that decides")
    return DeckRule(
        _named("name", value["name"]),
        _named("folder", value.get("folder", "*")) if "folder" in value else "",
        _named("tag", value["tag"]).strip("#") if "tag" in value else "",
        _conditions(value["front_matter"]) if "front_matter" in value else (),
    )


def _named(key: str, value: Any) -> str:
    try:
        return _text(value)
    except ValueError as problem:
        raise ValueError(f"its {key} {problem}") from problem


def _conditions(value: Any) -> tuple[tuple[str, str], ...]:
    plain = isinstance(value, dict) and all(isinstance(entry, str | int | float | date) for entry in value.values())
    if not plain or not value:
        raise ValueError('its front_matter must be keys with plain values, as in { company = "Acme" }')
    return tuple((key.lower(), _written(entry)) for key, entry in value.items())


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


KEYS: tuple[Key, ...] = (
    Key(
        "notes",
        _some_texts,
        list(DEFAULT.notes),
        "folders that are read when the command line names none, from the folder of this file",
        "notes",
    ),
    Key("include", _texts, [], "patterns of paths: only documents that fit one are read; empty: all", "include"),
    Key("exclude", _texts, [], "patterns of paths that are not read; the notes of such documents retire", "exclude"),
    Key("root_deck", _text, DEFAULT.root_deck, "the deck above those named after documents", "root_deck"),
    Key(
        "language",
        _one_of(LANGUAGES),
        DEFAULT.language,
        f"of the words that the program writes on cards: {', '.join(LANGUAGES)}",
        "language",
    ),
    Key(
        "links",
        _one_of(("auto", "none")),
        DEFAULT.links,
        "auto: cards of an Obsidian vault lead back to document and heading; none: they do not",
        "links",
    ),
    Key(
        "media_limit",
        _count,
        DEFAULT.media_limit,
        "bytes of a picture or sound above which it is named and left out",
        "media_limit",
    ),
    *(
        Key(f"limits.{entry.name}", _count, getattr(DEFAULT.limits, entry.name), LIMITS[entry.name])
        for entry in fields(Limits)
    ),
    Key(
        "private.headings",
        _texts,
        [],
        "how headings open below which nothing is taken, beside those that are known",
        "private_headings",
    ),
    Key("private.folders", _texts, [], "patterns of folders: nothing in them is opened, ever", "private_folders"),
    *(Key(f"extractors.{name}", _switch, True, says) for name, says in EXTRACTORS.items()),
    Key(
        "marks.dialects",
        _dialects,
        [],
        "card syntaxes of other tools that hold for every document",
        "dialects",
    ),
    *(Key(f"marks.markers.{name}", _text, mark, MARKS[name]) for name, mark in MARKERS.items()),
    Key("deck", _rules, [], "a rule for decks; the first that holds wins", "deck_rules"),
)
"""In the order of the file that `init` writes."""

BY_NAME = {key.name: key for key in KEYS}
TABLES = {name.rpartition(".")[0] for name in BY_NAME} - {""} | {"marks"}
SWITCHES = "extractors."
"""What the name of a switch begins with; other packages may bring more of them."""
