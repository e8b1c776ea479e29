"""Old and new side by side: readable without colour, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import diff

word = st.text("abc0,.", min_size=1, max_size=3)
line = st.lists(word, max_size=6).map(" ".join)
text = st.lists(line, max_size=5).map("\n".join)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("10 ms", "9 ms", "[-10-]{+9+} ms"),
        ("a slow reader waits", "a very slow reader", "a {+very+} slow reader [-waits-]"),
        ("same words", "same words", "same words"),
        ("10 ms", "9 s", None),
        ("one thing", "quite another", None),
    ],
)
def test_words(old: str, new: str, shown: str | None) -> None:
    assert diff.marked(old, new) == shown


@given(line, line)
def test_marks_hold_old_and_new(old: str, new: str) -> None:
    shown = diff.marked(old, new)
    if shown is not None:
        assert re.sub(r"\{\+.*?\+\}", " ", shown).replace("[-", "").replace("-]", " ").split() == old.split()
        assert re.sub(r"\[-.*?-\]", " ", shown).replace("{+", "").replace("+}", " ").split() == new.split()


def test_a_field_of_one_line() -> None:
    assert list(diff.lines("back", "10 ms", "9 ms")) == ["    back    ~ [-10-]{+9+} ms"]
    assert list(diff.lines("back", "12", "15")) == ["    back    - 12", "            + 15"]
    assert list(diff.lines("extra", "", "more")) == ["    extra   + more"]
    assert list(diff.lines("back", "same", "same")) == []


def test_lines_that_stay_are_shown_or_counted() -> None:
    old = "1. a\n2. b\n3. c\n4. d\n5. e"
    assert list(diff.lines("back", old, old.replace("4. d", "4. f"))) == [
        "    back      … 3 lines as before",
        "            ~ 4. [-d-]{+f+}",
        "              5. e",
    ]


@given(text, text)
def test_every_changed_line_is_shown(old: str, new: str) -> None:
    shown = list(diff.lines("back", old, new))
    assert bool(shown) == (old != new)
    body = [line[12:] for line in shown]
    for made in set(new.split("\n")) - set(old.split("\n")):
        assert made == "" or any(set(made.split()) <= set(re.findall(r"[abc0,.]+", line)) for line in body)


@given(text, text)
def test_colour_changes_no_text(old: str, new: str) -> None:
    for line in (*diff.lines("back", old, new), "~ a.md:4 [guid] front?", "2 new, 0 changed", "- a.md:4: x"):
        assert re.sub("\x1b\\[\\d*m", "", diff.painted(line)) == line


@pytest.mark.parametrize(
    ("line", "painted"),
    [
        ("+ a b/c.md:12 [guid] x → y", "\x1b[32m+ a b/c.md:12\x1b[0m [guid] x → y"),
        ("    back    ~ [-10-]{+9+} ms", "    back    ~ \x1b[31m[-10-]\x1b[0m\x1b[32m{+9+}\x1b[0m ms"),
        ("            - old", "            \x1b[31m- old\x1b[0m"),
        ("3 new, 1 changed", "3 new, 1 changed"),
        ("+ … and 4 more", "+ … and 4 more"),
    ],
)
def test_what_is_coloured(line: str, painted: str) -> None:
    assert diff.painted(line) == painted
