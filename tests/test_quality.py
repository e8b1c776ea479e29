"""Lint: one candidate that breaks each rule, and a twin that passes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flashcards import cues, quality, wording
from flashcards.model import Candidate, Fields, Kind, Source
from flashcards.zones import NEVER_ZONES


def candidate(
    front: str, back: str, *, kind: Kind = "definition", context: str = "", line: int = 1, section: tuple[str, ...] = ()
) -> Candidate:
    source = Source("acme.md", line, line, section)
    return Candidate(kind, Fields(context, front, back, source="acme"), source, f"{front} {back}")


def codes(*candidates: Candidate) -> list[str]:
    return [refusal.code for refusal in quality.judge(candidates)[1]]


@pytest.mark.parametrize(
    ("code", "bad", "good"),
    [
        ("empty-answer", candidate("Heap?", "…"), candidate("Heap?", "a tree")),
        ("yes-no", candidate("Remote ok?", "no"), candidate("Remote ok?", "no, two days a week")),
        (
            "vague",
            candidate("[...] of vendors in the space", "dozens", kind="quantity"),
            candidate("[...] vendors in the space", "~40", kind="quantity"),
        ),
        (
            "answer-on-front",
            candidate("binary heap tree?", "a binary tree"),
            candidate("binary heap?", "a complete binary tree in an array"),
        ),
        (
            "answer-on-front",
            candidate("cache of [...] beside 64 GB of memory", "64 GB", kind="quantity"),
            candidate("cache of [...] beside 64 GB of memory", "2 GB", kind="quantity"),
        ),
        (
            "no-subject",
            candidate("[...], half of it chat", "45 min", kind="quantity"),
            candidate("panel takes [...], half of it chat", "45 min", kind="quantity"),
        ),
        (
            "orphan",
            candidate("it takes [...] to drain the queue", "9 min", kind="quantity"),
            candidate("it takes [...] to drain the queue", "9 min", kind="quantity", context="Mail delivery"),
        ),
        (
            "trivial",
            candidate("[...] offices in town", "two", kind="quantity"),
            candidate("[...] offices in town", "240", kind="quantity"),
        ),
        ("long-front", candidate("word " * 60, "x y"), candidate("word " * 20, "x y")),
        ("long-answer", candidate("Heap?", "word " * 200), candidate("Heap?", "word " * 50)),
    ],
)
def test_rule(code: str, bad: Candidate, good: Candidate) -> None:
    assert codes(bad) == [code]
    assert codes(good) == []


def test_the_same_card_twice_and_the_same_front_twice() -> None:
    one = candidate("Heap?", "a tree in an array")
    assert codes(one, replace(one, source=replace(one.source, line_start=4, line_end=4))) == ["duplicate"]
    assert codes(one, candidate("Heap?", "free store", line=4)) == ["same-front"]
    assert codes(one, candidate("Heap?", "free store", line=4, context="C++")) == []


def test_a_small_count_inside_another_card_is_covered() -> None:
    whole = candidate("Fixed window: what is it?", "count per minute; 2 windows can meet")
    small = candidate("up to [...] windows can meet", "2", kind="quantity")
    weighty = candidate("limit of [...] a minute", "5,000", kind="quantity")
    assert codes(whole, small) == ["covered"]
    assert codes(whole, weighty) == []


def test_a_crumb_that_shows_the_answer_goes() -> None:
    shown = candidate("Which layer?", "transport", context="OSI › transport")
    kept, refused = quality.judge([shown])
    assert not refused
    assert kept[0].fields.context == "OSI"


def test_broken_markup_goes() -> None:
    kept, _ = quality.judge([candidate("**Heap?", "a tree ]] of nodes")])
    assert (kept[0].fields.front, kept[0].fields.back) == ("Heap?", "a tree  of nodes")


def test_every_code_has_a_message_and_every_hint_a_code() -> None:
    assert set(quality.HINTS) <= set(quality.CODES)
    assert set(NEVER_ZONES) <= set(quality.CODES)
    assert all(message and message == message.strip() for message in quality.CODES.values())


def test_tables_of_cue_words_are_lower_case_and_single() -> None:
    for table in (cues.GENERIC_HEADINGS, cues.META_KEYS, wording.IMPERATIVES, cues.CONTAINER_WORDS):
        assert all(entry == entry.casefold().strip() and entry for entry in table)
    for name, pattern in cues.SECTIONS.items():
        assert not pattern.search("Kafka"), name
