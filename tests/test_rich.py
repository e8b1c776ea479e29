"""Marks and blocks of field text: what each becomes, what stays text, and what its reader reads."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers import letters, tags

from flashcards import html, richcode

PRE, END = '<pre><code class="hl">', "</code></pre>"
TH, TD = "<table><thead><tr><th>{}</th></tr></thead>", "<tbody><tr><td>{}</td></tr></tbody></table>"
MARKS = {
    "highlight": ("a ==b c== d", "a <mark>b c</mark> d", "a b c d"),
    "highlight around bold": ("==a **b**==", "<mark>a <b>b</b></mark>", "a b"),
    "highlight in bold": ("**==a==**", "<b><mark>a</mark></b>", "a"),
    "gone": ("~~a b~~ c", "<s>a b</s> c", "a b c"),
    "gone around highlight": ("~~==a==~~", "<s><mark>a</mark></s>", "a"),
    "two ticks": ("``a`b``", "<code>a`b</code>", "a`b"),
    "no mark in code": ("`==a== ~~b~~ $c$`", "<code>==a== ~~b~~ $c$</code>", "==a== ~~b~~ $c$"),
    "link": ("see [a **b**](https://a.example/x)", 'see <a href="https://a.example/x">a <b>b</b></a>', "see a b"),
    "link with a title": ('[a](http://a.example "A")', '<a href="http://a.example">a</a>', "a"),
    "link with brackets": ("[a](https://a.example/b_(c))", '<a href="https://a.example/b_(c)">a</a>', "a"),
    "link with a query": ("[a](https://a.example/?b=c&d=e)", '<a href="https://a.example/?b=c&amp;d=e">a</a>', "a"),
    "link to a mailbox": ("[a](mailto:a@a.example)", '<a href="mailto:a@a.example">a</a>', "a"),
    "link that would break out": (
        "[a](https://a.example/\"'{}[x]<b>)",
        '<a href="https://a.example/%22%27%7B%7D%5Bx%5D%3Cb%3E">a</a>',
        "a",
    ),
    "link to a file": ("[a](b.md) [c](../d) [e](#f)", "a c e", "a c e"),
    "link that runs": ("[a](javascript:b)", "a", "a"),
    "maths": (r"$x^2 < y$ holds", r"\(x^2 &lt; y\) holds", "$x^2 < y$ holds"),
    "no mark in maths": ("$a*b*c$ `$`", r"\(a*b*c\) <code>$</code>", "$a*b*c$ $"),
    "maths with a unit": ("$0.25 ms$", r"\(0.25 ms\)", "$0.25 ms$"),
    "maths in bold": ("**$x$**", r"<b>\(x\)</b>", "$x$"),
    "maths of two dollars": ("so $$x$$ is", r"so \[x\] is", "so $$x$$ is"),
    "maths alone": ("$$ x = y $$", r"\[x = y\]", "$$x = y$$"),
    "maths on lines": ("a\n$$\nx\ny\n$$\nb", "a\\[x\ny\\]b", "a\n$$x y$$\nb"),
    "escaped dollar": (r"\$5 and x\$", "<span></span>$5 and x<span></span>$", "$5 and x$"),
    "picture": ("![a b](c.png)", '<img src="c.png" alt="a b">', "a b"),
    "picture with a width": ("![a|300](my c.png)", '<img src="my c.png" alt="a" width="300">', "a"),
    "picture with a size": ("![300x200](c.JPG)", '<img src="c.JPG" alt="" width="300">', "c.JPG"),
    "picture that would break out": ('![a" b](c.png)', '<img src="c.png" alt="a&quot; b">', 'a" b'),
    "sound": ("![a](b c.mp3)", "[sound:b c.mp3]", "b c.mp3"),
    "film": ("![](b.webm)", "[sound:b.webm]", "b.webm"),
    "picture elsewhere": ("![a](b/c.png) ![d](https://e.example/f.png)", "a d", "a d"),
    "picture in disguise": ("![a](..%2fc.png) ![b](c:d.png)", "a b", "a b"),
    "no picture": ("![a](b.exe)", "a", "a"),
    "footnotes": (
        "a[^x] b[^1]\n\n[^1]: one\n[^x]: *two*",
        'a<sup>1</sup> b<sup>2</sup><div class="note"><sup>1</sup> <i>two</i></div>'
        '<div class="note"><sup>2</sup> one</div>',
        "a[1] b[2]\n[1] two\n[2] one",
    ),
}
BLOCKS = {
    "code": ("```\n*a*\n\n  b < c\n```", f"{PRE}*a*\n\n  b &lt; c{END}", "*a*\n\n  b < c"),
    "code of an unknown language": ("```nosuch\na\n```", f"{PRE}a{END}", "a"),
    "code with colours": (
        "```python\nreturn 'a' # b\n```",
        f'{PRE}<span class="k">return</span> <span class="s">\'a\'</span> <span class="c"># b</span>{END}',
        "return 'a' # b",
    ),
    "code of tildes": ("~~~\n```\n~~~", f"{PRE}```{END}", "```"),
    "code between text": ("a\n```\nb\n```\nc", f"a{PRE}b{END}c", "a\nb\nc"),
    "code in an item": (
        "- a\n  ```\n  b\n    c\n  ```\n  d\n- e",
        f"<ul><li>a{PRE}b\n  c{END}d</li><li>e</li></ul>",
        "- a\n  b\n    c\n  d\n- e",
    ),
    "empty code": ("a\n```\n```", f"a{PRE}{END}", "a"),
    "what Anki would act on in code": (
        "```\n[sound:a.mp3]\n```",
        f"{PRE}[<span></span>sound:a.mp3]{END}",
        "[sound:a.mp3]",
    ),
    "table": (
        "| a | **b** |\n|:--|--:|\n| c \\| d | e |\n| f |",
        '<table><thead><tr><th>a</th><th class="r"><b>b</b></th></tr></thead><tbody><tr><td>c | d</td>'
        '<td class="r">e</td></tr><tr><td>f</td><td class="r"></td></tr></tbody></table>',
        "a | b\nc | d | e\nf | ",
    ),
    "table with too many cells": (
        "| a |\n|:-:|\n| b | c |",
        '<table><thead><tr><th class="m">a</th></tr></thead><tbody><tr><td class="m">b | c</td></tr></tbody></table>',
        "a\nb | c",
    ),
    "table without rows": ("| a |\n|---|\nb", TH.format("a") + "</table>b", "a\nb"),
    "table in an item": (
        "- a\n  | b |\n  |---|\n  | c |",
        "<ul><li>a" + TH.format("b") + TD.format("c") + "</li></ul>",
        "- a\n  b\n  c",
    ),
    "quote": ("> A word\n> - b", "<blockquote>A word<ul><li>b</li></ul></blockquote>", "A word\n- b"),
    "quote in small letters": ("> a\n> b", "<blockquote>a<br>b</blockquote>", "a\nb"),
    "quote in a quote": ("> A\n> > B", "<blockquote>A<blockquote>B</blockquote></blockquote>", "A\nB"),
    "callout": (
        "> [!tip]- A *b*\n> c",
        '<div class="callout tip"><div class="title">A <i>b</i></div>c</div>',
        "A b\nc",
    ),
    "callout without a title": (
        "> [!note]\n> a",
        '<div class="callout"><div class="title">Note</div>a</div>',
        "Note\na",
    ),
    "callout all alone": ("> [!danger] A", '<div class="callout bad"><div class="title">A</div></div>', "A"),
    "callouts one after the other": (
        "> [!bug] A\n> b\n> [!x] C",
        '<div class="callout bad"><div class="title">A</div>b</div>'
        '<div class="callout"><div class="title">C</div></div>',
        "A\nb\nC",
    ),
    "four blanks a level": (
        "- a\n    - b\n        - c\n    - d",
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li></ul>",
        "- a\n    - b\n        - c\n    - d",
    ),
    "text below a nested list": (
        "- a\n  - b\n  c\n- d",
        "<ul><li>a<ul><li>b</li></ul>c</li><li>d</li></ul>",
        "- a\n  - b\n  c\n- d",
    ),
    "a gap in an item": ("- a\n\n  b\n- c", "<ul><li>a<br><br>b</li><li>c</li></ul>", "- a\n\n  b\n- c"),
    "a gap before a nested list": ("1. a\n\n   - b", "<ol><li>a<ul><li>b</li></ul></li></ol>", "1. a\n\n   - b"),
}
CASES = MARKS | BLOCKS


@pytest.mark.parametrize("name", CASES)
def test_field(name: str) -> None:
    text, made, _ = CASES[name]
    assert html.field(text) == made


@pytest.mark.parametrize("name", CASES)
def test_seen(name: str) -> None:
    text, _, seen = CASES[name]
    assert html.seen(text) == seen


STAY = {
    "money": "$5 and $6, $4800/wk, $5/$6, from $5M to 10M$",
    "money in brackets": "$5 (in US$)",
    "variables": "$HOME/$USER and $PATH",
    "prices": "a 5$ fee, $$$, US$5 and US$6, $ 5 $",
    "process": "kill $$ or $$ again",
    "comparisons": "a == b and c==d or e != f, g===h, === x ===",
    "approximate": "~~5 ms or ~~ 6",
    "more than": "> 5 ms",
    "more than, twice": "> 5 ms\n> 6 ms",
    "more than money": "> $5M",
    "more than about": "> ~5 ms",
    "more than half": "> half of them",
    "shell": ">> log",
    "at least": ">= 3 replicas",
    "lone bar": "| a\nb | c",
    "bars without a rule": "| a | b |\n| c | d |",
    "rule of another width": "| a | b |\n|---|\n| c | d |",
    "fence without end": "```\na",
    "fence in a line": "```a``` b",
    "formula without end": "$$\na",
    "formula over a gap": "$$\na\n\nb\n$$",
    "index": "a[i](x.y), [&](auto x), [this](int a), [1](2)",
    "reference to nothing": "a[^1]",
    "footnote nobody asks for": "a\n[^1]: b",
    "bare address": "https://a.example/b",
    "no scheme": "[a]() ![](b)",
    "backslash": r"a\*b C:\$x grep \| \d",
}


@pytest.mark.parametrize("name", STAY)
def test_text_stays_text(name: str) -> None:
    text = STAY[name]
    made = html.field(text)
    assert set(re.findall(r"<[^>]*>", made)) <= {"<br>", "<span>", "</span>", "<code>", "</code>"}
    assert not re.search(r"\\[(\[]", made.replace("<span></span>", ""))
    if "`" not in text and "\\$" not in text:
        assert html.seen(text) == text


UNSAFE = (
    r"\href{javascript:a}{b}",
    r"\HREF{a}{b}",
    r"\require{html}",
    r"\style{a}{b}",
    r"\csname href\endcsname",
    r"\def\a{b}",
    r"\newcommand{\a}{b}",
    r"a\)b",
    r"a\]b",
    "[sound:a.mp3]",
    "[$]a",
)


@pytest.mark.parametrize("tex", UNSAFE)
def test_a_formula_that_could_do_more_than_be_read_is_text(tex: str) -> None:
    for text in (f"${tex}$", f"$${tex}$$", f"$$\n{tex}\n$$"):
        assert "\x05" not in html.field(text)
        assert not re.search(r"\\[(\[](?!<span>)|\[sound:", html.field(text))


def test_pygments_is_asked_only_where_a_language_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(richcode, "_lexer", asked.append)
    for text in ("```\na\n```", f"```sql\n{'a' * (richcode.LONGEST + 1)}\n```", "```SQL\na, b\n```"):
        html.field(text)
    assert asked == ["sql"]


def test_every_language_of_the_table_is_known() -> None:
    assert [name for name in richcode.LANGUAGES if richcode._lexer(name) is None] == []


@pytest.mark.parametrize("language", ["java", "cpp", "make", "terraform", "scala"])
def test_code_that_costs_most_is_read_in_time(language: str) -> None:
    for piece in ("\n", "a b ", "-", "(", "a"):
        started = time.process_time()
        html.field(f"```{language}\n{(piece * richcode.LONGEST)[: richcode.LONGEST]}\n```")
        assert time.process_time() - started < 2


PIECES = [
    *"ab12 \n-.*`[]\\<>&;{}:/$\"'|=~!^()#",
    *(
        "- ",
        "1. ",
        "[...]",
        "**",
        "  ",
        "==",
        "~~",
        "$$",
        "```",
        "```py\n",
        "> ",
        "> [!note] ",
        "|---|",
        "| a |\n|---|\n",
    ),
    *(
        "[a](https://a.example/)",
        "![a|9](b.png)",
        "![](b.mp3)",
        "[^1]",
        "\n[^1]: ",
        "{{c1::",
        "}}",
        "::",
        "\x01",
        "\x04",
    ),
]
texts = st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text())


@given(texts)
def test_any_text_gives_our_tags_only(text: str) -> None:
    tags(html.field(text))
    tags(html.line(text))


@given(texts)
def test_what_is_read_is_what_is_shown(text: str) -> None:
    """All letters that the HTML shows are read in the same order; pictures and sounds show what is no text."""
    made = html.field(text)
    shown = tags(made).text
    if "<img" not in made and "[sound:" not in made:
        assert words(shown) == words(html.clean(html.seen(text)))


def words(text: str) -> str:
    """Letters without digits: HTML counts steps by itself."""
    return "".join(char for char in text if char.isalpha())


@given(st.text(alphabet="ab .,*`_\n-<>&\"'"))
def test_no_letter_is_lost(text: str) -> None:
    assert letters(tags(html.field(text)).text) == letters(html.clean(text))


COSTLY = [
    *(
        "< ",
        "*",
        "**a ",
        "*a ",
        "`",
        "[...]",
        "[",
        "\\(",
        "- x\n",
        "1. ",
        " ",
        "***a",
        "==a ",
        "~~a ",
        "$",
        "$a ",
        "$$a",
    ),
    *(
        "$$\n",
        "```\n",
        "```py\n",
        "~~~a\n",
        "| a",
        "| a |\n|---|\n",
        "|",
        "|\n",
        "|-",
        "> ",
        ">",
        "> A\n",
        "> 5\n",
        "> a\n5\n",
        "> [!a] b\n",
    ),
    *(
        "[a](",
        "[a](https://a/",
        "[a](b(",
        "![a](b.png)",
        "![",
        "![a](",
        "[^1]",
        "\n[^1]: a",
        "``a",
        "``a`",
        "\\$",
        "  - a\n",
    ),
    *("- a\n\n  b\n", "==<", "~~**a**", "$1 and ", "``", "a\n\n"),
]


@pytest.mark.parametrize("piece", COSTLY)
def test_cost_is_linear(piece: str) -> None:
    text = piece * (80_000 // len(piece))
    for made in (html.field, html.seen, html.cloze, html.line.__wrapped__):
        started = time.process_time()
        made(text)
        assert time.process_time() - started < 2, made
