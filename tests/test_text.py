"""Inline text: marks go, words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import text


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("**bold** and *slanted* and `code`", "bold and slanted and code"),
        ("\\(\x005\x00", "(5"),
        ('_half closed" italics__', 'half closed" italics'),
        ("==never closed highlight", "never closed highlight"),
        ("Ria==k", "Ria==k"),
        ("5 * 3 * 2 = 30, snake_case, d_k", "5 * 3 * 2 = 30, snake_case, d_k"),
        ("~~old: 20 ms~~ newer 825 µs", "newer 825 µs"),
        ("uses ~3 GB and ~4 GB", "uses ~3 GB and ~4 GB"),
        ("[[Subnet maths|subnets]], [[a/b/Note]], [text](https://example.com/a_b)", "subnets, Note, text"),
        ("[hulls](https://example.com/hull_(boat)) are wet", "hulls are wet"),
        ("see https://example.com/x?y=1 now", "see now"),
        ("![[chart.png|300]] a ![x](y.png) b", "a b"),
        ("10<sup>18</sup> bytes<br>each <b>bold</b>", "10^18 bytes · each bold"),
        ("$0.25 ms$ and $\\beta_1$ but $5 and $6", "$0.25 ms$ and $\\beta_1$ but $5 and $6"),
        ("fact %% hidden %% shown <!-- not --> end", "fact shown end"),
        ("fact <!-- never closed", "fact"),
        ("why now? #card #tag/sub", "why now?"),
        ("answer ^q-7kmp", "answer"),
        ("escaped \\* and \\|", "escaped * and |"),
        ("`**kept** as is`", "**kept** as is"),
        ("non breaking", "non breaking"),
    ],
)
def test_plain(markdown: str, plain: str) -> None:
    assert text.plain(text.tidy(markdown)) == plain


@given(st.text(max_size=300))
def test_plain_never_fails_and_settles(line: str) -> None:
    once = text.plain(text.tidy(line))
    assert "\n" not in once or "\n" in line
    assert "  " not in once


@pytest.mark.parametrize("line", ["https://example.com", "[[note]]", "![[pic.png]]", "- [x](y)"[2:], "see [[note]]"])
def test_link_only(line: str) -> None:
    assert text.is_link_only(line)


@pytest.mark.parametrize("line", ["[pricing](https://example.com): $20 a seat per month", "plain words here", ""])
def test_more_than_a_link(line: str) -> None:
    assert not text.is_link_only(line)


def test_struck_lines_and_replaced_values() -> None:
    assert text.is_struck("~~what's the culture like~~ same")
    assert not text.is_struck("~~1 MB off a disk: 20 ms~~ newer table says 825 µs")
    assert not text.is_struck("nothing struck here")


def test_words_for_comparing() -> None:
    assert text.content_words("What is the RAFT quorum of 5?") == ("RAFT", "quorum", "5")
    assert text.has_words("the shared key pair", "Key  pair")
    assert not text.has_words("the monkey pair", "key pair")
    assert text.shorten("a long line of words", 12) == "a long…"
    assert text.slug("Why Lumefold: the_honest version") == "why-lumefold-the-honest-version"
    assert text.slug("☕") == "untitled"


def test_words_are_counted_where_there_can_be_more() -> None:
    for line in ("", "a", "a b c", "a b c d", "a-b c.d e", "é ß ı a b"):
        for most in range(6):
            assert text.has_more_words(line, most) == (len(text.words(line)) > most)


def test_a_quick_look_at_a_table_of_words_misses_nothing() -> None:
    table = text.Words("bed lunch", "in_bed went_for", marks=("!!",))
    for line, count in (("in bed", 2), ("the bed", 1), ("went there for", 0), ("we went for lunch", 2), ("ok!!", 1)):
        assert table.count(line) == count
        assert table.may_count(line) or not count
    assert not table.may_count("in the house")
