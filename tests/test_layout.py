"""Cards as lines of a terminal: wrapped at any width, wide letters, nothing that steers the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories import make_note
from hostile import TEXTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards.review import cards, layout, memory, session
from flashcards.review.keys import KEYS
from flashcards.review.layout import Forecast
from flashcards.review.memory import Review
from flashcards.review.rule import Entry
from flashcards.review.session import Session
from flashcards.terminal import shown

MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TODAY = date(2026, 5, 10)


def lines(text: str, width: int) -> list[str]:
    return list(layout.wrapped(text, width))


@pytest.mark.parametrize(
    ("text", "width", "wanted"),
    [
        ("", 20, [""]),
        ("one", 20, ["one"]),
        ("one two three", 7, ["one two", "three"]),
        ("exactly seven", 7, ["exactly", "seven"]),
        ("a\n\nb", 20, ["a", "", "b"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("see unbreakable", 6, ["see", "unbrea", "kable"]),
        ("- one two three", 9, ["- one two", "  three"]),
        ("12. one two three", 11, ["12. one two", "    three"]),
        ("  kept  gaps", 20, ["  kept  gaps"]),
        ("日本語の本", 6, ["日本語", "の本"]),
        ("\ta", 20, ["    a"]),
        ("e\u0301e\u0301 e\u0301e\u0301", 5, ["e\u0301e\u0301 e\u0301e\u0301"]),
    ],
)
def test_lines(text: str, width: int, wanted: list[str]) -> None:
    assert lines(text, width) == wanted


@MANY
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Zs", "Cc", "Zl", "Zp"]) | st.just(" ")),
    st.integers(2, 30),
)
def test_nothing_is_wider_than_the_terminal_and_nothing_is_lost(text: str, width: int) -> None:
    made = lines(text, width)
    assert all(layout.columns(line) <= width for line in made)
    assert "".join("".join(made).split()) == "".join(shown(text).split())


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_texts_come_out_harmless(text: str) -> None:
    card = next(cards.cards_of(make_note(front=text or "x", back=text or "x", extra=text, context=text, path=text)))
    for line in [*layout.front(card, 40), *layout.back(card, 40)]:
        assert not set(line) & {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), "\u202e", "\u2066"}


def test_front_and_back() -> None:
    note = make_note(4, context="Acme", front="f", back="b", extra="more", path="acme.md")
    card = next(cards.cards_of(note))
    assert layout.front(card, 40) == ["Acme", "", "f"]
    assert layout.back(card, 40) == ["b", "", "more", "", "acme.md:4"]


def test_marks_are_read_and_not_shown() -> None:
    note = make_note(4, front="what does **`fsync`** do?", back="- it *waits*\n- for the disk", path="acme.md")
    card = next(cards.cards_of(note))
    assert layout.front(card, 40)[-1] == "what does fsync do?"
    assert layout.back(card, 40) == ["- it waits", "- for the disk", "", "acme.md:4"]


def test_the_breadcrumb_of_a_second_card_waits_for_the_answer() -> None:
    note = make_note(4, context="Acme", reverse="r", reverse_back="rb", path="acme.md")
    card = list(cards.cards_of(note))[1]
    assert layout.front(card, 40) == ["r"]
    assert layout.back(card, 40) == ["Acme", "", "rb", "", "acme.md:4"]


@pytest.mark.parametrize("width", [20, 71, 72, 76])
def test_the_help_fits(width: int) -> None:
    assert all(len(line) <= width for line in layout.help_lines(width))


def test_the_help_names_every_key() -> None:
    named = {key for keys, _ in layout.HELP for key in keys.split(", ")}
    spelled = {" ": "space", "\r": "enter", "\n": "enter"}
    assert named == {spelled.get(key, key) for key in KEYS.keys() - {"\x03", "\x04", "h"}}


@pytest.mark.parametrize(
    ("width", "wanted"), [(80, [layout.SHOW]), (20, ["space: show the answer", "? help", "q stop"])]
)
def test_a_hint_is_broken_between_keys(width: int, wanted: list[str]) -> None:
    assert layout.hint_lines(layout.SHOW, width) == wanted


# Around the card


def state(count: int) -> Session:
    return session.start([Entry(f"card-{at}", 0, None, at) for at in range(count)], TODAY, {})


@pytest.mark.parametrize(
    ("days", "word"), [(None, ""), (0, " · call today"), (1, " · call tomorrow"), (4, " · call in 4 days")]
)
def test_the_header(days: int | None, word: str) -> None:
    call = None if days is None else TODAY + timedelta(days=days)
    assert layout.header(state(12), state(12).waiting[0], call) == f"card 1 of 12 · 8 min left · new{word}"


def test_the_header_of_a_card_one_has_seen() -> None:
    seen = Entry("card", 0, memory.after(None, 3, TODAY - timedelta(days=9)))
    assert layout.header(session.start([seen], TODAY, {}), seen, None) == "card 1 of 1 · under a minute left"


def test_the_ending() -> None:
    begun = state(3)
    entry = begun.waiting[0]
    done = session.answered(begun, Review(1, *session.key_of(entry), TODAY, 3, 61_000), entry)
    known = replace(entry, memory=memory.after(None, 3, TODAY))
    forecast = Forecast(TODAY + timedelta(days=2), 3, 0.0, 0.312)
    assert list(layout.ending(done, [], list(done.waiting), forecast)) == [
        "1 card known, 1 answer (0 Again), 1 min",
        "left for today: 2 cards (2 never seen), 1 min",
        "expected at the call on 2026-05-12: 31% of 3 cards (before: 0%)",
    ]
    assert list(layout.ending(done, [known], [], None))[1] == "nothing is left for today; 1 card is due on 2026-05-12"
    nothing = ["0 cards known, 0 answers (0 Again), under a minute", "nothing is left for today"]
    assert list(layout.ending(begun, [], [], None)) == nothing
