"""Field text to safe HTML, and as it is read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers import Tags

from flashcards import html, richblocks, richlines, richmarks

LISTS = {
    "one line": ("10 ms", "10 ms"),
    "line break": ("a\nb", "a<br>b"),
    "blank lines": ("a\n\n\nb", "a<br><br>b"),
    "edges": ("\n\n a \n\n", "a"),
    "bullets": ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
    "steps": ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
    "steps from three": ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    "a step of no number": ("7. a\n0. b", '<ol start="7"><li>a</li><li value="0">b</li></ol>'),
    "a step left out": ("1. a\n4. b", '<ol><li>a</li><li value="4">b</li></ol>'),
    "nested": ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    "nested steps": ("1. a\n  1. b\n2. c", "<ol><li>a<ol><li>b</li></ol></li><li>c</li></ol>"),
    "indented as a whole": ("  - a\n  - b", "<ul><li>a</li><li>b</li></ul>"),
    "too deep at once": ("- a\n      - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    "continued item": ("- a\n  more", "<ul><li>a<br>more</li></ul>"),
    "text before and after": ("a\n- b\nc", "a<ul><li>b</li></ul>c"),
    "two lists": ("- a\n\n- b", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
    "two kinds": ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
    "no item": ("-a\n-\n1.5 GB\n1) x", "-a<br>-<br>1.5 GB<br>1) x"),
}
MARKS = {
    "bold": ("a **b** c", "a <b>b</b> c"),
    "italic": ("a *b c* d", "a <i>b c</i> d"),
    "code": ("`a*b*c`", "<code>a*b*c</code>"),
    "italic in bold": ("**a *b***c", "**a *b***c"),
    "italic inside bold": ("**a *b* c**", "<b>a <i>b</i> c</b>"),
    "code in bold": ("**`a`**", "<b><code>a</code></b>"),
    "code in italic": ("*see `a`*", "<i>see <code>a</code></i>"),
    "crossing": ("*a **b* c**", "*a <b>b* c</b>"),
    "bold without end": ("**a", "**a"),
    "code without end": ("`a", "`a"),
    "loose stars": ("2 * 3 * 4 ** 5", "2 * 3 * 4 ** 5"),
    "powers": ("2**10 and 2**20, 2*3*4", "2**10 and 2**20, 2*3*4"),
    "no underscores": ("a _b_ __c__", "a _b_ __c__"),
    "over two lines": ("**a\nb**", "**a<br>b**"),
    "blank": ("over [...] jobs", 'over <span class="blank">[...]</span> jobs'),
    "blank in bold": ("**[...]**", '<b><span class="blank">[...]</span></b>'),
}
HOSTILE = {
    "script": ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    "comparison": ("<10ms and >5ms", "&lt;10ms and &gt;5ms"),
    "closing tag": ("</div>", "&lt;/div&gt;"),
    "entity": ("&lt; &amp;", "&amp;lt; &amp;amp;"),
    "quotes": ('don\'t "x"', 'don\'t "x"'),
    "field mark": ("a\x1fb\x00c", "a b c"),
    "sound": ("[sound:a.mp3]", "[<span></span>sound:a.mp3]"),
    "speech": ("[anki:tts]", "[<span></span>anki:tts]"),
    "latex": ("[$]x[/$] [LaTeX]", "[<span></span>$]x[<span></span>/$] [<span></span>LaTeX]"),
    "typed answer": ("[[type:Front]]", "[<span></span>[type:Front]]"),
    "maths": (r"\(x\) \[y\] \d", r"\<span></span>(x\) \<span></span>[y\] \d"),
    "line ends": ("a\r\nb\rc\u2028d", "a<br>b<br>c<br>d"),
    "composed": ("e\u0301", "\u00e9"),
    "byte order mark": ("\ufeff \nf**\ufeffx** <", "f**x** &lt;"),
    "half a character": ("**a**\ud83d", "<b>a</b>"),
    "nothing to see": (" \u200b\n\u00a0", ""),
    "emoji": ("👩‍💻 שלום", "👩‍💻 שלום"),
    "cloze": ("{{c1::x}}", "{{c1::x}}"),
}
CASES = LISTS | MARKS | HOSTILE


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_field(text: str, expected: str) -> None:
    assert html.field(text) == expected


@pytest.mark.parametrize("text", [text for text, _ in LISTS.values()])
def test_lists_are_read_as_they_are_written(text: str) -> None:
    assert html.seen(text) == text


@pytest.mark.parametrize("name", MARKS)
def test_marks_are_not_read(name: str) -> None:
    text, made = MARKS[name]
    assert html.seen(text) == re.sub("<[^>]*>", "", made.replace("<br>", "\n"))


WALLED = {
    "a script": ("<script>x</script>a", "a"),
    "a handler": ("<b onclick=x>a</b>", "<b>a</b>"),
    "a picture": ("<img src='x.png' onerror=x>a", '<img src="x.png">a'),
    "a picture from away": ("<img src=https://a.invalid/x.png>a", "<img>a"),
    "a picture from the next machine": ("<img src=//a.invalid/x.png>a", "<img>a"),
    "a picture of a folder": ("<img src='../x.png'><img src='a/x.png'>a", "<img><img>a"),
    "a picture that is data": ("<img src='data:image/png;base64,x.png'>a", "<img>a"),
    "several pictures": ("<img srcset='https://a.invalid/x.png 2x'>a", "<img>a"),
    "a link": ("<a href='javascript:x'>a</a>", "<a>a</a>"),
    "a link to a file": ("<a href='file:///x'>a</a><a href='x.md'>b</a>", "<a>a</a><a>b</a>"),
    "a link with a window": (
        "<a href='https://a.invalid/' target=x ping=x>a</a>",
        '<a href="https://a.invalid/">a</a>',
    ),
    "a style": ("<i style='background: url(//x)'>a</i>", "<i>a</i>"),
    "a class": ("<span class='front'>a</span><div class='sheet'>b</div>", "<span>a</span><div>b</div>"),
    "a colour of code": ('<code class="hl"><span class="k">a</span></code>',) * 2,
    "a frame in svg": ("<svg><foreignObject><iframe srcdoc=x></iframe></foreignObject></svg>a", "a"),
    "a comment": ("<!-- a --><b>b</b>", "<b>b</b>"),
    "an open tag": ("<b>a", "<b>a</b>"),
}


@pytest.mark.parametrize(("wrong", "left"), WALLED.values(), ids=WALLED.keys())
def test_the_second_wall_stands_when_the_first_has_a_hole(
    monkeypatch: pytest.MonkeyPatch, wrong: str, left: str
) -> None:
    monkeypatch.setattr(richmarks, "inline", lambda text, *_, **__: wrong)
    html.line.cache_clear()
    made = [html.field("x"), html.line("x")]
    html.line.cache_clear()
    assert made == [left, left]
    assert html.field("- x") == f"<ul><li>{left}</li></ul>"
    assert html.cloze("{{c1::x}}") == left


@given(st.text())
def test_nothing_that_is_made_here_is_stopped_by_the_wall(text: str) -> None:
    """What differs is how a character is written, never a tag."""
    made = richmarks.inline(html.clean(text))
    assert _parts(html.walled(made)) == _parts(made)


@given(st.text())
def test_blocks_too(text: str) -> None:
    made = richblocks.html(richlines.parse(html.clean(text)))
    assert _parts(html.walled(made)) == _parts(made)


def _parts(made: str) -> tuple[list[str], str]:
    reader = Tags()
    reader.feed(made)
    reader.close()
    return re.findall("<[^>]*>", made), reader.text


def test_line_stays_on_one_line() -> None:
    assert html.line("- Acme ›\n <b> ") == "- Acme › &lt;b&gt;"
    assert html.line(" \u200b ") == ""


def test_line_leads_nowhere() -> None:
    assert html.line("**a** [b](https://b.example/) ![](c.png)") == "<b>a</b> [b](https://b.example/) ![](c.png)"


def test_attribute_cannot_be_left() -> None:
    assert html.attribute(' a"b\n<c> ') == "a&quot;b &lt;c&gt;"


def test_lists_nest_no_deeper_than_the_limit() -> None:
    made = html.field("\n".join(" " * 2 * depth + "- x" for depth in range(50)))
    assert made.count("<ul>") == richlines.DEEPEST
