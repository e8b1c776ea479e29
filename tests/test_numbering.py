"""The numbers of clozes: each stays with its fact, and none that is gone is given to another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import clozes
from flashcards.clozes import Cloze
from flashcards.numbering import renumbered, written

OLD = "Light takes {{c1::8 minutes}} from {{c2::the Sun}}"
CHANGES = {
    "nothing": (OLD, OLD),
    "one in front": (
        "{{c1::Light}} takes {{c2::8 minutes}} from {{c3::the Sun}}",
        "{{c3::Light}} takes {{c1::8 minutes}} from {{c2::the Sun}}",
    ),
    "an edited answer": (
        "Light takes {{c1::8.3 minutes}} from {{c2::the Sun}}",
        "Light takes {{c1::8.3 minutes}} from {{c2::the Sun}}",
    ),
    "one gone": ("Light takes 8 minutes from {{c1::the Sun}}", "Light takes 8 minutes from {{c2::the Sun}}"),
    "the order turned": (
        "From {{c1::the Sun}} light takes {{c2::8 minutes}}",
        "From {{c2::the Sun}} light takes {{c1::8 minutes}}",
    ),
    "another text": ("{{c1::Granite}} is a rock", "{{c3::Granite}} is a rock"),
    "a hint": (
        "Light takes {{c1::8 minutes::time}} from {{c2::the Sun}}",
        "Light takes {{c1::8 minutes::time}} from {{c2::the Sun}}",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_number_stays_with_its_fact(name: str) -> None:
    new, wanted = CHANGES[name]
    assert renumbered(OLD, new, {})[0] == wanted


def test_a_number_that_is_gone_comes_back_with_its_answer_only() -> None:
    text, gone = renumbered(OLD, "Light takes 8 minutes from {{c1::the Sun}}", {})
    assert gone == {"1": "8 minutes"}
    other, still = renumbered(text, "{{c1::Light}} takes 8 minutes from {{c2::the Sun}}", gone)
    assert clozes.numbers(other) == (2, 3)
    assert still == gone
    back, left = renumbered(other, OLD, still)
    assert back == OLD
    assert left == {"3": "Light"}


words = st.sampled_from("ant bee cod doe eel fox gnu hen ibis jay kite lark mole newt owl".split())
facts = st.lists(words, min_size=1, max_size=6, unique=True)


def text_of(answers: list[str]) -> str:
    """A text with these deletions, numbered from one on, as an extractor numbers them."""
    return " and ".join(f"the {written(Cloze(at, answer))} of the wood" for at, answer in enumerate(answers, 1))


@given(st.lists(facts, min_size=2, max_size=6))
def test_an_answer_has_one_number_for_ever(versions: list[list[str]]) -> None:
    """Whatever comes and goes: an answer that stays keeps its number, and a number never changes to an answer that was
    there before under another one."""
    text, gone = text_of(versions[0]), dict[str, str]()
    known = {piece.answer: piece.number for piece in clozes.parse(text) if isinstance(piece, Cloze)}
    for answers in versions[1:]:
        text, gone = renumbered(text, text_of(answers), gone)
        now = {piece.answer: piece.number for piece in clozes.parse(text) if isinstance(piece, Cloze)}
        assert list(now) == answers
        assert len(set(now.values())) == len(now)
        stays = {answer for answer in now if answer in known}
        assert {answer: now[answer] for answer in stays} == {answer: known[answer] for answer in stays}
        assert not {int(number) for number in gone} & set(now.values())
        known = now
