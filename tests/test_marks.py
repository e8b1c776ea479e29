"""Foreign marks: taken off once and for all, and no other character with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.marks import Clean, clean

MARKED = {
    "q::a <!--SR:!2024-08-16,51,230--> ^d7cee0": Clean("q::a", ("d7cee0",), (), True),
    "q::a <!--SR:2024-08-16,51,230-->": Clean("q::a", (), (), True),
    "<!--SR:!fsrs,2024-08-16,1,2-->": Clean("", (), (), True),
    "<!--ID: 1566052191670-->": Clean("", ("1566052191670",), (), True),
    "<!--ID:1602234-->": Clean("", ("1602234",), (), True),
    "ID: 1566052191670": Clean("", ("1566052191670",), (), True),
    "nid: 1605000000000": Clean("", ("1605000000000",), (), True),
    "^1607361487244": Clean("", ("1607361487244",), (), True),
    "an answer ^1607361487244": Clean("an answer", ("1607361487244",), (), True),
    "SLO :: target ^q-7kmp": Clean("SLO :: target", ("q-7kmp",), (), True),
    "  id:: 62f0-ab12": Clean("", ("62f0-ab12",), (), True),
    "- id:: 62f0-ab12": Clean("", ("62f0-ab12",), (), True),
    "  collapsed:: true": Clean("", (), (), True),
    "card-last-score:: 3": Clean("", (), (), True),
    "> [!sr|card-metadata]": Clean("", (), (), True),
    "> <!--SR:!2024-08-16,51,230-->": Clean("", (), (), True),
    "[#net]() [#dns]()": Clean("", (), ("net", "dns"), True),
}
ORDINARY = (
    "x ^2",
    "2^10 is 1,024",
    "E = mc^2",
    "a <!-- remark --> b",
    "<!-- ID of the ship -->",
    "see [the list](#list)",
    "[#1](a.md)",
    "id: 5",
    "the ID: 1566052191670 is his",
    "collapsed under its weight",
    "> [!note] SR",
)


@pytest.mark.parametrize("line", MARKED)
def test_a_mark_goes_and_its_id_is_kept(line: str) -> None:
    found = clean(line)
    assert found._replace(text=found.text.rstrip()) == MARKED[line]


@pytest.mark.parametrize("line", ORDINARY)
def test_ordinary_text_keeps_every_character(line: str) -> None:
    assert clean(line) == Clean(line)


pieces = st.lists(st.sampled_from([*MARKED, *ORDINARY, " ", "a", "^", "<!--", "-->", "]()", "[#"]), max_size=6)


@given(pieces.map("".join) | st.text())
def test_taking_off_twice_is_taking_off_once(line: str) -> None:
    once = clean(line).text
    assert clean(once).text == once


@given(st.text(alphabet=st.characters(exclude_characters="^<[:")))
def test_text_without_the_signs_of_a_mark_stays(line: str) -> None:
    assert clean(line) == Clean(line)


@given(st.text(alphabet="abc ,.123", min_size=1), st.sampled_from([" <!--SR:!2024-08-16,51,230-->", " ^1607361487244"]))
def test_only_the_mark_goes(line: str, mark: str) -> None:
    assert clean(line + mark).text.rstrip() == line.rstrip()
