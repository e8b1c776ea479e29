"""Marked clozes read from field text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import clozes
from flashcards.clozes import Cloze

PARSED: dict[str, tuple[str, tuple[clozes.Piece, ...]]] = {
    "none": ("no mark", ("no mark",)),
    "empty": ("", ()),
    "one": ("a {{c1::b}} c", ("a ", Cloze(1, "b"), " c")),
    "whole": ("{{c1::b}}", (Cloze(1, "b"),)),
    "side by side": ("{{c1::a}}{{c2::b}}", (Cloze(1, "a"), Cloze(2, "b"))),
    "hint": ("{{c2::b::a letter}}", (Cloze(2, "b", "a letter"),)),
    "hint with a mark": ("{{c2::b::a::c}}", (Cloze(2, "b", "a::c"),)),
    "empty hint": ("{{c2::b::}}", (Cloze(2, "b"),)),
    "two lines": ("{{c1::a\nb}}", (Cloze(1, "a\nb"),)),
    "code": ("{{c1::`std::sort`::C++}}", (Cloze(1, "`std::sort`", "C++"),)),
    "two ticks": ("{{c1::``a`::b``}}", (Cloze(1, "``a`", "b``"),)),
    "link": ("{{c1::[a](https://a.example/b::c)::d}}", (Cloze(1, "[a](https://a.example/b::c)", "d"),)),
    "maths": (r"{{c1::$\frac{1}{2}$}}", (Cloze(1, r"$\frac{1}{2}$"),)),
    "in maths": (r"$x = {{c1::\frac{1}{2}}}$", ("$x = ", Cloze(1, r"\frac{1}{2}"), "$")),
    "exponent": (r"$x^{{{c1::2}}}$", ("$x^{", Cloze(1, "2"), "}$")),
    "inner braces": ("{{c1::f{{x}}}} y", (Cloze(1, "f{{x}}"), " y")),
    "inner mark": ("{{c1::a {{c2::b}} c}}", (Cloze(1, "a {{c2::b}} c"),)),
    "unbalanced": ("{{c1::set {x}} and {{c2::y}}", (Cloze(1, "set {x"), " and ", Cloze(2, "y"))),
    "no end": ("{{c1::a and {{c2::b}}", ("{{c1::a and ", Cloze(2, "b"))),
    "never ends": ("a {{c1::b", ("a {{c1::b",)),
    "nothing hidden": ("{{c1::}} {{c2:: ::hint}}", ("{{c1::}} {{c2:: ::hint}}",)),
    "no number": ("{{c::a}} {{c0::a}} {{c01::a}} {{x::a}}", ("{{c::a}} {{c0::a}} {{c01::a}} {{x::a}}",)),
    "too high": ("{{c499::a}} {{c500::a}}", (Cloze(499, "a"), " {{c500::a}}")),
    "two numbers": ("{{c1,2::a}}", ("{{c1,2::a}}",)),
    "template": ("{{ name }}", ("{{ name }}",)),
}


@pytest.mark.parametrize(("text", "pieces"), PARSED.values(), ids=PARSED.keys())
def test_parse(text: str, pieces: tuple[clozes.Piece, ...]) -> None:
    assert clozes.parse(text) == pieces


def test_numbers_each_once_in_order() -> None:
    assert clozes.numbers("{{c3::a}} {{c1::b}} {{c3::c}}") == (1, 3)
    assert clozes.numbers("no mark") == ()


def test_sides() -> None:
    text = "{{c1::Raft::algorithm}} elects {{c2::one}} leader a {{c1::term}}"
    assert clozes.front(text, 1) == "[algorithm] elects one leader a [...]"
    assert clozes.front(text, 2) == "Raft elects [...] leader a term"
    assert clozes.front(text, 3) == clozes.shown(text) == "Raft elects one leader a term"


PIECES = ["{{c1::", "{{c2::", "}}", "::", "{", "}", "`", "$", "a", " ", "\n"]
texts = st.lists(st.sampled_from(PIECES)).map("".join)


@given(texts)
def test_any_text_is_told_whole(text: str) -> None:
    """Marks go, and nothing else; what is shown has no letter that was not there."""
    letters = re.sub(r"\{\{c\d::|[^a]", "", text)
    assert clozes.shown(text).count("a") <= len(letters)
    assert "".join(piece if isinstance(piece, str) else _written(piece) for piece in clozes.parse(text)).count(
        "a"
    ) == len(letters)
    assert set(clozes.numbers(text)) <= {1, 2}


def _written(cloze: Cloze) -> str:
    return f"{cloze.answer}::{cloze.hint}"


@pytest.mark.parametrize("piece", ["{{c1::", "{{c1::a}}", "{{c1::`", "{{c1::$", "{", "}", "{{c1::a {", "::`", "$::"])
def test_cost_is_linear(piece: str) -> None:
    for text in (piece * (400_000 // len(piece)), f"{{{{c1::{piece * (400_000 // len(piece))}}}}}"):
        started = time.process_time()
        clozes.front(text, 1)
        assert time.process_time() - started < 2
