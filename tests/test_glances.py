"""Quick looks never hide what the patterns behind them would find."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaults import ROOT

from flashcards import extractors, measures, pairs, privacy, questions, siblings, text, wording
from flashcards.glances import Glance

extractors.load()
LOOKS = {
    f"{module}.{title}": entry
    for module, room in sorted(sys.modules.items())
    if module.startswith("flashcards.")
    for title, entry in vars(room).items()
    if isinstance(entry, Glance)
}
LINES = tuple(
    {
        line.strip()
        for folder in ("tests/heldout/notes", "tests/cases", "seeds")
        for path in sorted((ROOT / folder).rglob("*.md"))
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
    }
)
MANY = settings(max_examples=100, deadline=None, derandomize=True)
MARKS = tuple(" .,;:-–—_'’\"()[]{}<>=≈$#/\\|?!+*`~^&%\t\u00a0ıİſKéß→➜⇒1½7")


def words_of(*patterns: re.Pattern[str]) -> tuple[str, ...]:
    """The words in the source of patterns: text made of them starts many matches."""
    return tuple(sorted({word for found in patterns for word in re.findall(r"(?<!\\)[A-Za-z]{1,}", found.pattern)}))


def made_of(*words: str) -> st.SearchStrategy[str]:
    """Text of some words and marks, in lower and upper case, glued or apart."""
    word = st.sampled_from(words).flatmap(lambda said: st.sampled_from((said, said.upper(), said.title(), f"{said} ")))
    return st.lists(st.one_of(word, st.sampled_from(MARKS)), max_size=14).map("".join)


def test_there_are_looks_and_lines() -> None:
    assert len(LOOKS) >= 6
    assert len(LINES) > 500


@pytest.mark.parametrize("name", LOOKS)
def test_no_look_hides_a_match_in_notes(name: str) -> None:
    look = LOOKS[name]
    assert [line for line in LINES if look.pattern.search(line) and not look.may_match(line)] == []


@pytest.mark.parametrize("name", LOOKS)
def test_no_look_hides_a_match_in_its_own_words(name: str) -> None:
    look = LOOKS[name]

    @MANY
    @given(made_of("a", *words_of(look.pattern)))
    def check(line: str) -> None:
        assert look.may_match(line) or not look.pattern.search(line)

    check()


def test_a_look_spares_most_lines() -> None:
    look = LOOKS["flashcards.glances.CODE_LINE"]
    assert not look.may_match("the early reactor merges sites")
    assert look.search("x = foo(y);") is not None


TABLES = {
    "means": (pairs._MEANS, pairs._MEANT),
    "need": (wording._PLACEHOLDER_PHRASE, wording._NEED),
    "reported": (questions._REPORTED, questions._REPORTING),
}


@pytest.mark.parametrize("name", TABLES)
def test_no_table_hides_a_match(name: str) -> None:
    pattern, table = TABLES[name]

    @MANY
    @given(made_of(*words_of(pattern), "thing"))
    def check(line: str) -> None:
        assert text.mentions(line, table) or not pattern.search(line)

    check()
    assert [line for line in LINES if pattern.search(line) and not text.mentions(line, table)] == []


@MANY
@given(made_of("a", "we", "foo", "x1"))
def test_words_of_ascii_are_those_of_the_pattern(line: str) -> None:
    for said in (line, line.encode("ascii", "ignore").decode()):
        assert text.words(said) == tuple(text._WORD.findall(said))
        assert text.vocabulary(said) == frozenset(text._LETTERS.findall(said.casefold()))
        assert text._spaced(said) == text._SPACES.sub(" ", said).strip()


@MANY
@given(made_of("usd", "sub", "gb", "10", "7", "2026", "k"), st.integers(0, 20))
def test_digits_are_found_where_the_whole_scan_finds_them(line: str, start: int) -> None:
    low = line.lower()
    found, expected = measures._digits(low, start), measures._SCAN_DIGITS_ONLY.search(low, start)
    assert (found and found.span()) == (expected and expected.span())


@MANY
@given(made_of("a", "note"))
def test_an_aside_at_the_end_is_seen(line: str) -> None:
    assert questions._ends_aside(line) or questions._ASIDE.sub("", line) == line


@MANY
@given(made_of("half", "none", "zero", "two", "million", "gb"))
def test_a_value_is_seen(part: str) -> None:
    assert siblings._may_hold_value(part) or siblings.part_value(part) is None


@MANY
@given(made_of("a", "b"))
def test_a_separator_is_seen(line: str) -> None:
    if not pairs._MAY_PART.search(line):
        assert pairs._SEPARATOR.search(line, 1) is None or "?" in line
    elif line.isascii():
        assert any(mark in line for mark in ":-=|")


def test_advice_is_seen() -> None:
    advice = [line for line in LINES if any(privacy._commands(part) for part in privacy._SENTENCE.split(line))]
    assert len(advice) > 20
    assert [line for line in advice if not text.mentions(line, privacy._ADVISING)] == []
