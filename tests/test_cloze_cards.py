"""Clozes with rich text in them: what goes to Anki, and what Anki makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest
from anki_engine import Engine
from factories import make_note
from hypothesis import given
from hypothesis import strategies as st
from readers import tags

from flashcards import apkg, clozes, html, richmarks

SEAM = richmarks.SEAM
MADE = {
    "plain": ("a {{c1::b}} c", "a {{c1::b}} c"),
    "hint": ("{{c1::b::a *letter*}}", "{{c1::b::a <i>letter</i>}}"),
    "in bold": ("**a {{c1::b}}** c", "<b>a {{c1::b}}</b> c"),
    "bold in it": ("{{c1::**a**}}", "{{c1::<b>a</b>}}"),
    "in an item": ("- a {{c1::b}}\n- {{c2::c}}", "<ul><li>a {{c1::b}}</li><li>{{c2::c}}</li></ul>"),
    "over two items": ("- {{c1::a\n- b::c}}", "<ul><li>{{c1::a::c}}</li><li>{{c1::b::c}}</li></ul>"),
    "a list": ("a {{c1::- b\n- c}} d", "a{{c1::<ul><li>b</li><li>c</li></ul>}}d"),
    "over two lines": ("{{c1::a\nb}}", "{{c1::a<br>b}}"),
    "over two cells": (
        "| a | b |\n|---|---|\n| {{c1::c | d}} |",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>{{c1::c}}</td><td>{{c1::d}}</td></tr></tbody>"
        "</table>",
    ),
    "maths": (r"$x = {{c1::\frac{a}{b}}}$", r"\(x = {{c1::\frac{a}{b} }}\)"),
    "maths in it": (r"{{c1::$\frac{1}{{2}}$::half}}", r"{{c1::\(\frac{1}{ {2} }\)::half}}"),
    "colons in maths": ("{{c1::$a::b$}}", r"{{c1::\(a:{}:b\)}}"),
    "maths on lines": ("{{c1::$$\nx\n$$}}", r"{{c1::\[x\]}}"),
    "code": ("{{c1::`a::b`}}", f"{{{{c1::<code>a:{SEAM}:b</code>}}}}"),
    "braces": ("{{c1::f{{x}}}}", f"{{{{c1::f{{{SEAM}{{x}}{SEAM}}}{SEAM}}}}}"),
    "a block of code": (
        "{{c1::```\nf{{a}}\n```::call}}",
        f'{{{{c1::<pre><code class="hl">f{{{SEAM}{{a}}{SEAM}}}</code></pre>::call}}}}',
    ),
    "in a block of code": (
        "```py\nx = {{c1::f(1)}}\n```",
        '<pre><code class="hl">x = {{c1::f(<span class="m">1</span>)}}</code></pre>',
    ),
    "link": (
        "{{c1::[a](https://a.example/b::c)}}",
        '{{c1::<a href="https://a.example/b&#58;:c">a</a>}}',
    ),
    "mark in a mark": ("{{c1::a {{c2::b}} c}}", f"{{{{c1::a {{{SEAM}{{c2:{SEAM}:b}}{SEAM}}} c}}}}"),
    "never ends": ("{{c1::a", f"{{{SEAM}{{c1:{SEAM}:a"),
    "colon before a hint": ("{{c1::a: ::b}} {{c2::`c:`::d}}", "{{c1::a: ::b}} {{c2::<code>c:</code>::d}}"),
    "nothing": (" \n", ""),
}


@pytest.mark.parametrize("name", MADE.keys())
def test_cloze(name: str) -> None:
    text, made = MADE[name]
    assert html.cloze(text) == made


def sides(anki: Engine, text: str) -> Mapping[int, tuple[str, str]]:
    """The number of each card to what Anki shows for the text on its two sides."""
    note = make_note(1, note_type="cloze", front=text, back="", context="", source_line="", kind="cloze")
    assert anki.load(apkg.render([note])).new == 1
    return {card.ord + 1: (shown(card.question()), shown(card.answer())) for card in anki.cards(note.guid)}


def shown(side: str) -> str:
    """What stands in the prompt, without the attributes Anki adds to clozes."""
    body = side.partition('<div class="front" dir="auto">')[2].partition("</div>\n</div>")[0].strip()
    body = body.removesuffix("</div>")
    return re.sub(r'<span class="cloze"[^>]*>', '<span class="cloze">', body)


@pytest.mark.parametrize("name", sorted(MADE.keys() - {"nothing", "never ends"}))
def test_anki_hides_and_shows_it(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    text = MADE[name][0]
    with Engine(tmp_path_factory.mktemp("anki")) as anki:
        found = sides(anki, text)
        assert tuple(found) == clozes.numbers(text)
        for number, (front, back) in found.items():
            assert words(front) == words(html.cloze_sides(text, number)[0])
            assert words(back) == words(html.cloze_sides(text, number)[1])
            assert back.count(r"\(") == back.count(r"\)") == text.count("$") // 2 * ("$$" not in text)
        assert anki.problems() == []


def words(side: str) -> str:
    """All a reader sees; in a formula Anki drops what is no TeX."""
    return "".join(unescape(re.sub("<[^>]*>", "", side)).replace(":{}:", "::").split())


def test_anki_shows_the_hint_and_keeps_formulas(tmp_path: Path) -> None:
    with Engine(tmp_path) as anki:
        (front, back) = sides(anki, r"$x = {{c1::\frac{a}{{2}}::half}}$ or {{c2::`a::b`::C++}}")[1]
    assert words(front) == r"\(x=[half]\)ora::b"
    assert words(back) == r"\(x=\frac{a}{{2}}\)ora::b"


PIECES = [
    *(
        "{{c1::",
        "{{c2::",
        "}}",
        "::",
        "{",
        "}",
        "`",
        "$",
        "**",
        "==",
        "a",
        "b",
        " ",
        "\n",
        "- ",
        "> ",
        "| ",
        "```",
        "```py\n",
    ),
    *("$$", "|---|", "[a](https://a.example/)", "![a](b.png)", "<", "\\", ":", "x"),
]
texts = st.lists(st.sampled_from(PIECES)).map("".join)


@given(texts)
def test_any_text_gives_our_tags(text: str) -> None:
    made = html.cloze(text)
    tags(made)
    assert not re.search("[\x00-\x08\x0e-\x1f]", made)
    for number in (1, 2):
        for side in html.cloze_sides(text, number):
            tags(side)


@given(texts)
def test_anki_reads_the_marks_that_we_read(text: str) -> None:
    """No more and no fewer numbers, none in another, whatever else stands in the text."""
    made = html.cloze(text)
    assert {int(number) for number in re.findall(r"\{\{c([0-9]+)::", made)} == set(clozes.numbers(text))
    marks = re.findall(r"\{\{c[0-9]+::|\}\}", made)
    assert all(mark.startswith("{{") for mark in marks[::2])
    assert all(mark == "}}" for mark in marks[1::2])
    assert len(marks) % 2 == 0
