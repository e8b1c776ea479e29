"""One card as a form for the editor, and back."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_note
from hypothesis import given
from hypothesis import strategies as st

from flashcards import editor
from flashcards.edits import Wording, wording_of
from flashcards.errors import FlashcardsError

lines = st.lists(st.sampled_from(["a", "- b  c", "=== front ===", "\\=== end", "===", "\\\\=== x", "", " d", "#"]))
texts = lines.map("\n".join).map(lambda text: text.strip("\n"))


@given(texts, texts, texts)
def test_a_form_gives_back_what_it_was_made_from(front: str, back: str, extra: str) -> None:
    note = make_note(front=f"f\n{front}".strip("\n"), back=f"b\n{back}".strip("\n"), extra=extra)
    form = editor.form(note, "- its line\n=== back ===")
    assert editor.parse(form) == wording_of(note.fields)
    assert editor.parse(form.replace("\n", "\r\n")) == editor.parse(form)


def test_the_form_can_be_read() -> None:
    assert editor.form(make_note(front="Disk seek?", back="10 ms"), "- Disk seek: 10 ms").startswith(
        "=== front ===\nDisk seek?\n=== back ===\n10 ms\n=== extra ===\n\n=== end: nothing from here on is read ===\n"
        "guid-000001 of acme.md:1, made from:\n\n- Disk seek: 10 ms\n"
    )


def test_a_cloze_needs_no_back_but_something_hidden() -> None:
    note = replace(make_note(front="The {{c1::sea}} is wide.", back=""), note_type="cloze")
    form = editor.form(note, "The ==sea== is wide.")
    assert editor.unchanged(note) == wording_of(note.fields)
    assert editor.parse(form.replace("wide", "deep"), cloze=True) == Wording("The {{c1::sea}} is deep.", "")
    with pytest.raises(FlashcardsError, match="hides nothing"):
        editor.parse(form.replace("{{c1::sea}}", "sea"), cloze=True)
    with pytest.raises(FlashcardsError, match="no back"):
        editor.parse(form)


def test_blanks_at_the_ends_and_a_missing_extra_do_not_matter() -> None:
    text = "\n=== front ===\n\n a \n\n\n=== back ===\n1. b\t\n\n2. c"
    assert editor.parse(text) == Wording(" a", "1. b\n\n2. c")


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_an_empty_form_is_none(text: str) -> None:
    assert editor.parse(text) is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("hello\n=== front ===\na\n=== back ===\nb", 1, "stands above"),
        ("=== front ===\na\n=== front ===\nb", 3, "two parts called front"),
        ("=== front ===\na\n=== back ===\n\n=== end ===\nb", 0, "no back"),
        ("=== back ===\nb", 0, "no front"),
        ("=== end: x\n=== front ===\na\n=== back ===\nb", 0, "no front"),
    ],
)
def test_a_broken_form_is_named(text: str, line: int, words: str) -> None:
    with pytest.raises(FlashcardsError, match=words) as caught:
        editor.parse(text, "form.txt")
    assert (caught.value.path, caught.value.line) == ("form.txt", line)
    assert "nothing was changed" in caught.value.message


def test_only_the_owner_may_read_the_file() -> None:
    note = make_note(front="Grüße \ud800 ☕", guid="a/b")
    path = editor.prepare(note, "- x")
    try:
        assert editor.wording_in(path) == wording_of(replace(note.fields, front="Grüße ? ☕"))
        if sys.platform != "win32":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        path.unlink()
    assert editor.wording_in(path) is None


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "form.txt"
    path.write_bytes(b"=== front ===\n\xff")
    with pytest.raises(FlashcardsError, match=r"form.txt: cannot read what the editor left"):
        editor.wording_in(path)


@pytest.mark.skipif(sys.platform == "win32", reason="another default, and backslashes are kept")
@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, ["vi"]),
        ({"EDITOR": "nano"}, ["nano"]),
        ({"EDITOR": "nano", "VISUAL": "code --wait"}, ["code", "--wait"]),
        ({"VISUAL": "", "EDITOR": "'my editor' -x"}, ["my editor", "-x"]),
        ({"EDITOR": "  "}, ["vi"]),
    ],
)
def test_which_editor(environment: dict[str, str], words: list[str]) -> None:
    assert editor.command(environment) == words


def test_an_editor_that_makes_no_sense() -> None:
    with pytest.raises(FlashcardsError, match="cannot understand the editor"):
        editor.command({"EDITOR": "'nano"})
