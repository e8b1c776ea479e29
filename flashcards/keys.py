"""Keys: facts with an equal key are one fact. None is equal to nothing. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from operator import attrgetter

from flashcards.likeness import Fact, bare, content, is_long, is_rich, masked_words, place_of, shape_of

Key = Callable[[Fact], Hashable]


# Equal to the letter


quick: Key = attrgetter("source.path", "source.line_start", "fields.front", "fields.back")
"""What tells most facts apart, and is quickly made."""
whole: Key = attrgetter("fields", "source", "text", "kind", "tags", "note_type")
"""All that a note and a candidate have in common."""


def same(fact: Fact) -> Hashable:
    """The line but for its marks, front and answer."""
    return fact.note_type, bare(fact.text), fact.fields.front, fact.fields.back


def same_in_place(fact: Fact) -> Hashable:
    """The same below the same headings."""
    source, fields = fact.source, fact.fields
    return source.path, source.section, fact.note_type, bare(fact.text), fields.front, fields.back


def same_card(fact: Fact) -> Hashable:
    """All that the learner sees but the foot: a document that was not read may be meant."""
    fields = fact.fields
    return same(fact), fact.source.section, fields.context, fields.extra, fields.reverse


asked: Key = attrgetter("fields.front", "fields.back")
"""What is asked and answered, to the letter."""


def learned(fact: Fact) -> Hashable:
    """All that the learner sees, and the tags: one who learns this learns the other."""
    tags = tuple(tag for tag in fact.tags if not tag.startswith("source::"))
    return fact.kind, fact.note_type, replace(fact.fields, source="", link=""), tags


def told(fact: Fact) -> Hashable:
    """The same without the front, on which a heading or a title may stand."""
    return fact.note_type, bare(fact.text), fact.fields.back


def prompt(fact: Fact) -> Hashable:
    """What is asked, numbers aside."""
    return fact.note_type, masked_words(fact.fields.front)


# Which of several that are equal: the nearest first


def entire(fact: Fact) -> Hashable:
    """Nothing at all differs."""
    return line(fact), fact.kind, fact.fields, fact.tags


def shown(fact: Fact) -> Hashable:
    """Only the number of the line differs."""
    return place_of(fact), fact.kind, fact.fields, fact.tags


def card(fact: Fact) -> Hashable:
    """The foot may differ, too: that of a note stays as it was when its document is renamed."""
    return place_of(fact), same_card(fact)


def line(fact: Fact) -> Hashable:
    """On the same line as before."""
    return place_of(fact), fact.source.line_start


def document(fact: Fact) -> Hashable:
    """In the same document."""
    return fact.source.path


def breadcrumb(fact: Fact) -> Hashable:
    """A renamed document still names the company it is about; a template that was copied names another one."""
    return fact.fields.context, fact.source.section


def anywhere(fact: Fact) -> Hashable:
    """One after the other."""
    return ""


IN_PLACE: tuple[Key, ...] = (entire, shown, card, line, place_of)
NEAREST: tuple[Key, ...] = (*IN_PLACE, document, breadcrumb, anywhere)


# Something differs


def same_but_numbers(fact: Fact) -> Hashable:
    """Enough is left beside the numbers to know the fact by."""
    return (fact.note_type, shape_of(fact).masked) if is_rich(fact) else None


def same_but_numbers_in_place(fact: Fact) -> Hashable:
    """The same below the same headings."""
    key = same_but_numbers(fact)
    return key and (place_of(fact), key)


def same_answer_in_place(fact: Fact) -> Hashable:
    """The numbers of the line differ, this one does not."""
    key = same_but_numbers(fact)
    return key and (place_of(fact), key, fact.fields.back)


def told_in_place(fact: Fact) -> Hashable:
    """Other marks: a bullet became a row."""
    return place_of(fact), told(fact)


def told_below_crumbs(fact: Fact) -> Hashable:
    """The same below the same breadcrumb: the line is read in another way, as a line beside it changed."""
    return told_in_place(fact), fact.fields.context


def same_front_in_place(fact: Fact) -> Hashable:
    """Another answer to the same question."""
    front = fact.fields.front
    return (place_of(fact), fact.note_type, front) if content(masked_words(front)) else None


def answer_in_place(fact: Fact) -> Hashable:
    """The same answer below the same headings: its question was worded anew."""
    return place_of(fact), fact.note_type, fact.fields.back


def same_line_and_answer(fact: Fact) -> Hashable:
    """A later version of the program may word the front in another way, or name another kind."""
    return (fact.note_type, fact.text, fact.fields.back) if is_long(fact) else None


def same_line_in_document(fact: Fact) -> Hashable:
    """A renamed heading: what it says may be on the front of a line that says little."""
    return fact.source.path, fact.note_type, fact.text, fact.fields.back


def same_line_under_heading(fact: Fact) -> Hashable:
    """A renamed document, likewise."""
    return fact.source.section, fact.note_type, fact.text, fact.fields.back


def same_line(fact: Fact) -> Hashable:
    """Under another heading a fact may become a question to ask."""
    return fact.note_type, fact.text


def in_document(key: Key) -> Key:
    """The same in one document only."""

    def inside(fact: Fact) -> Hashable:
        made = key(fact)
        return None if made is None else (fact.source.path, made)

    return inside
