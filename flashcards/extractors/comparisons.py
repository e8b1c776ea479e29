"""Comparisons: siblings with one measure. Per item one card, the others hidden; the noun is inherited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flashcards import quantity
from flashcards.extractors import extractor
from flashcards.model import BLANK, Block, Candidate, Quantity
from flashcards.naming import name
from flashcards.page import Page
from flashcards.shapes import of_shape
from flashcards.siblings import part_value, segments
from flashcards.text import content_words, fold, has_words

_EXAMPLE = re.compile(r"^(?:e\.?g\.?|i\.?e\.?|for example)[,:]?\s+", re.IGNORECASE)
MIN_ORDER = 3
"""From this many comparable values on the order is a card too."""


@dataclass(frozen=True, slots=True)
class Member:
    """One side of a comparison: its text, the quantity in it, and its block."""

    block: Block
    text: str
    value: Quantity


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """Cards of comparisons on one line, and of families of sibling lines."""
    for block in of_shape(page, "compare"):
        key, parts = segments(page, block)
        members = [Member(block, part, value) for part in parts if (value := part_value(part))]
        measure = key or inherited(page, block)
        bare = _unit(members[0]) and not all(member.value.unit for member in members)
        if not measure and not measure_of(members[0]) and (bare or len(label(members[0]).split()) > 1):
            yield from in_line(page, members)
        else:
            yield from cards(page, members, measure)


def in_line(page: Page, members: Sequence[Member]) -> Iterator[Candidate]:
    """The line with every value hidden and one asked for: what is measured stands only in the first side."""
    unit = _unit(members[0])
    for asked in members:
        lacks = f" ({unit})" if unit and not asked.value.unit else ""
        shown = [_hidden(member, BLANK if member is asked else "…") for member in members]
        answer = asked.text[asked.value.full_start : asked.value.full_end].strip()
        source = page.source(asked.block)
        yield Candidate(
            "comparison", page.fields(asked.block, ", ".join(shown) + lacks, answer), source, page.raw(source)
        )


def _hidden(member: Member, mark: str) -> str:
    """One side with a mark in the place of its value."""
    return member.text[: member.value.full_start] + mark + member.text[member.value.full_end :]


def cards(page: Page, members: Sequence[Member], measure: str) -> Iterator[Candidate]:
    """The cards of one comparison: each side, and the order when it can be told."""
    noun = measure or measure_of(members[0])
    unit = _unit(members[0])
    for member in members:
        lacks = unit and not member.value.unit and member is not members[0]
        yield _item(page, member, f"{noun} ({unit})" if lacks and unit not in noun else noun)
    if len(members) >= MIN_ORDER and comparable(members) and fold(label(members[0])) != fold(noun):
        yield _order(page, members, noun)


def _unit(first: Member) -> str:
    """The unit of the first side as written, for the sides that leave it out."""
    if not first.value.unit or first.value.unit in ("%", "x"):
        return "%" if first.value.unit == "%" else ""
    said = first.text[first.value.start : first.value.end]
    return re.sub(r"^[\d.,\s–-]+(?:(?:k|m|bn)\b)?\s?", "", said) if said[:1].isdigit() else said[:1]


def measure_of(first: Member) -> str:
    """What is counted: the noun behind the first number, else the words in front of it."""
    behind = first.text[first.value.full_end :].strip(" .,;:)")
    if behind and len(behind.split()) <= 6:
        return behind
    if first.value.thing:
        return first.value.thing
    before = first.text[: first.value.full_start].strip(" ,;:(~")
    return before if len(before.split()) <= 4 and not first.value.unit else ""


def inherited(page: Page, block: Block) -> str:
    """A comparison below a line with a number takes that line's noun."""
    parent = page.parent(block)
    if parent is None or parent.kind not in ("item", "line"):
        return ""
    things = [found.thing for found in page.quantities(parent) if found.thing]
    return things[-1] if things else ""


def _item(page: Page, member: Member, measure: str) -> Candidate:
    shown = _EXAMPLE.sub("", member.text[: member.value.full_start]) + BLANK + member.text[member.value.full_end :]
    front = shown.strip() if _says(shown, measure) else f"{name(measure)}: {shown.strip()}"
    answer = member.text[member.value.full_start : member.value.full_end].strip()
    source = page.source(member.block)
    return Candidate("comparison", page.fields(member.block, front, answer), source, page.raw(source))


def _says(shown: str, measure: str) -> bool:
    return not measure or all(has_words(shown, word) for word in content_words(fold(measure)))


def label(member: Member) -> str:
    """The name of one side: its words in front of the number."""
    before = _EXAMPLE.sub("", member.text[: member.value.full_start])
    return re.sub(r"\s+(?:do|does|did|is|are|was|has|have|at|around|pull|runs?|about)$", "", name(before)).strip()


def comparable(members: Sequence[Member]) -> bool:
    """True when all values are of one dimension, all different, and all sides have names of their own."""
    bases = [quantity.base(member.value) for member in members]
    names = {fold(label(member)) for member in members}
    return (
        len({dimension for _, _, dimension in bases}) == 1
        and len({low for low, _, _ in bases}) == len(bases)
        and len(names) == len(members)
        and all(0 < len(entry.split()) <= 5 for entry in names)
    )


def _order(page: Page, members: Sequence[Member], measure: str) -> Candidate:
    ranked = sorted(members, key=lambda member: -quantity.base(member.value)[1])
    names = sorted((label(member) for member in members), key=fold)
    front = page.say("most-to-least", name(measure) or page.say("order"), ", ".join(names))
    back = "\n".join(
        f"{rank}. {label(member)}: {member.text[member.value.full_start : member.value.full_end].strip()}"
        for rank, member in enumerate(ranked, 1)
    )
    first, last = members[0].block, members[-1].block
    source = page.source(first, last.line_end)
    return Candidate("comparison", page.fields(first, front, back), source, page.raw(source))
