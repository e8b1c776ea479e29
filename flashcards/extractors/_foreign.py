"""Extractors of other packages, held: what they raise is told, what they give is checked, no build is harmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields as names_of
from itertools import islice
from typing import Any, get_args

from flashcards.model import Candidate, Document, Fields, Kind, Source
from flashcards.page import Page
from flashcards.text import LETTER_OR_DIGIT

MOST = 10_000
"""Cards of one document after which a plug-in is stopped."""
KINDS = frozenset(get_args(Kind))
_FIELDS = tuple(field.name for field in names_of(Fields))


class PluginError(Exception):
    """What a plug-in did wrong, in words."""


def held(function: Any) -> Callable[[Page], Iterator[Candidate]]:
    """The extractor as one that gives only sound candidates, then raises a `PluginError` if there was anything else.

    Raises at once when it is nothing that can be called.
    """
    if not callable(function):
        raise PluginError(f"it is no function but {type(function).__name__}")

    def extract(page: Page) -> Iterator[Candidate]:
        faults: list[str] = []
        for number, entry in enumerate(_given(function, page), 1):
            fault = _fault(entry, page.document) if number <= MOST else f"it gives more than {MOST:,} cards"
            if fault:
                faults.append(fault)
            else:
                yield entry
        if faults:
            more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
            raise PluginError(f"{faults[0]}{more}")

    return extract


def _given(function: Callable[[Page], Iterable[Any]], page: Page) -> Iterator[Any]:
    """What it gives. All that it may raise, `sys.exit()` too, becomes one sort of error; only Ctrl-C goes through."""
    try:
        yield from islice(function(page), MOST + 1)
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:
        raise PluginError(words(error)) from error


def words(error: BaseException) -> str:
    """What was raised, in words; not even its text is to be relied on."""
    try:
        return f"{type(error).__name__}: {error}"
    except Exception:
        return type(error).__name__


def _fault(entry: Any, document: Document) -> str:
    """What is wrong with a candidate; empty when nothing is."""
    if type(entry) is not Candidate or type(entry.fields) is not Fields or type(entry.source) is not Source:
        return f"it gives a {type(entry).__name__} that is no card"
    return _odd_types(entry) or _odd_texts(entry) or _odd_place(entry.source, document)


def _odd_types(entry: Candidate) -> str:
    texts = {name: getattr(entry.fields, name) for name in _FIELDS}
    texts |= {name: getattr(entry, name) for name in ("kind", "text", "deck", "note_type", "dialect", "foreign_id")}
    for name, value in texts.items():
        if not _is_text(value):
            return f"the {name} of a card is no text: {type(value).__name__}"
    for name, several in (("tags", entry.tags), ("section", entry.source.section)):
        if type(several) is not tuple or not all(map(_is_text, several)):
            return f"the {name} of a card must be a tuple of texts"
    return ""


def _is_text(value: object) -> bool:
    """A string that a file can hold: without halves of characters."""
    return type(value) is str and "\x00" not in value and value == value.encode(errors="replace").decode()


def _odd_texts(entry: Candidate) -> str:
    fields = entry.fields
    if entry.kind not in KINDS:
        return f"there is no kind {entry.kind!r}; the kinds are {', '.join(sorted(KINDS))}"
    if entry.note_type != "fact":
        return f"a plug-in makes notes of the type 'fact', not {entry.note_type!r}"
    if not LETTER_OR_DIGIT.search(fields.front) or not LETTER_OR_DIGIT.search(fields.back):
        return "a card has no front or no back"
    if bool(fields.reverse) != bool(fields.reverse_back) or (fields.reverse and not _can_be_seen(fields)):
        return "a card has a reverse without an answer, or an answer without a reverse"
    return ""


def _can_be_seen(fields: Fields) -> bool:
    return bool(LETTER_OR_DIGIT.search(fields.reverse) and LETTER_OR_DIGIT.search(fields.reverse_back))


def _odd_place(source: Source, document: Document) -> str:
    first, last = source.line_start, source.line_end
    if source.path != document.path:
        return "the path of a card is not that of its document"
    if type(first) is not int or type(last) is not int or not 1 <= first <= last <= len(document.lines):
        return f"there are no lines {first!r} to {last!r}"
    return ""
