"""Plain field text to safe HTML, and back.

All text is escaped, and the few tags on a card are made here. What leaves still goes through a sanitiser that lets
nothing else pass: a second wall, for the day a rule here is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from dataclasses import field as default
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

import nh3

from flashcards.model import BLANK

DEEPEST = 6
"""Lists nest no deeper than this; what is indented further stays at this level."""
INDENT = 2
"""Spaces that make one level of a list."""
SEAM = "<span></span>"
"""Cuts a word in two for a machine that looks for it; the eye sees nothing."""

TAGS = frozenset({"b", "i", "code", "span", "ul", "ol", "li", "br"})
"""All that may stand on a card."""
_WALL = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"ol": {"start"}, "li": {"value"}},
    tag_attribute_values={"span": {"class": {"blank"}}},
    url_schemes=set(),
    link_rel=None,
)

_LINE_END = re.compile(r"\r\n?|[\u2028\u2029]")
_CONTROL = re.compile(
    r"""
    [\x00-\x08\x0b-\x1f\x7f-\x9f]   # control characters but tab and line feed; 1f parts Anki's fields
    | [\ufdd0-\ufdef\ufffe\uffff]   # characters that Unicode keeps out of text
    | [\ud800-\udfff]               # halves of characters, which no file can hold
    """,
    re.VERBOSE,
)
_INVISIBLE = re.compile(
    r"""
    [\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]   # blanks, joiners, direction marks
    """,
    re.VERBOSE,
)
_ITEM = re.compile(
    r"""
    (?P<indent>[ ]*)
    (?: - | (?P<number>[0-9]{1,9})[.] )   # a bullet, or a step and its number
    [ ]+ (?P<text>\S.*)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(
    r"""
    (?<![A-Za-z0-9*]) [*]{2} (?![\s*])      # opens before a word: 2**10 does not
    ( (?: [^*] | [*](?![*]) )+ )            # up to the next pair of stars
    (?<![\s*]) [*]{2} (?![A-Za-z0-9*])      # closes behind a word
    """,
    re.VERBOSE,
)
_ITALIC = re.compile(
    r"""
    (?<![A-Za-z0-9*]) [*] (?![\s*])
    ( (?: [^*<>] | <code>[^<>]*</code> )+ )   # no other tag: marks may not cross
    (?<![\s*]) [*] (?![A-Za-z0-9*])
    """,
    re.VERBOSE,
)
_ANKI_MARK = re.compile(
    r"""
    \[ (?= sound: | anki: | /?latex\] | /?\${1,2}\] | \[type: )   # sounds, speech, LaTeX, typed answers
    | \\ (?= [(\[] )                                              # MathJax opens with \( and \[
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKED = re.compile(r"[*`\[\\]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a field: an item of a list, a text line or a blank one."""

    text: str
    indent: int = 0
    tag: str = ""
    number: int = 0


@dataclass(slots=True)
class _List:
    """An open list: its tag and the number its next step has by itself."""

    tag: str
    following: int = 0


@dataclass(slots=True)
class _Writer:
    """Puts lines together; knows which lists are open."""

    out: list[str] = default(default_factory=list)
    open: list[_List] = default(default_factory=list)
    base: int = 0
    text: bool = False
    gap: bool = False


def clean(text: str) -> str:
    """`text` with one kind of line end and no control characters, in the composed form Anki keeps."""
    if text.isascii() and text.isprintable():  # most lines: nothing to do
        return text
    text = _LINE_END.sub("\n", text).expandtabs(4).replace("\ufeff", "")  # the wall would take one at the very start
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text))


def is_blank(text: str) -> bool:
    """True when the eye would see nothing."""
    return not text[:1].isalnum() and not _INVISIBLE.sub("", text)


def attribute(text: str) -> str:
    """`text` for use between quotes in a tag."""
    return escape(clean(text).replace("\n", " ").strip())


def field(text: str) -> str:
    """Safe HTML for a field; empty when there is nothing to see."""
    text = clean(text)
    if is_blank(text):
        return ""
    if "\n" not in text and not _ITEM.fullmatch(text):
        return walled(inline(text.strip()))
    writer = _Writer()
    for line in map(_line, text.split("\n")):
        _write(writer, line)
    _close(writer, 0)
    return walled("".join(writer.out))


@lru_cache(maxsize=4096)
def line(text: str) -> str:
    """Safe HTML for text that stays on one line, whatever it holds."""
    return "" if is_blank(text) else walled(inline(" ".join(clean(text).split())))


def walled(html: str) -> str:
    """The HTML without any tag or attribute that is not ours. Without `<` there is none, and no sanitiser is asked."""
    return _WALL.clean(html) if "<" in html else html


def inline(text: str) -> str:
    """Safe HTML for clean text: `**bold**`, `*italic*`, `` `code` `` and blanks; all else as it stands."""
    html = escape(text, quote=False)
    if not _MARKED.search(html):
        return html
    html = _CODE.sub(_code, html)
    html = _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", html))
    html = _ANKI_MARK.sub(lambda mark: mark[0] + SEAM, html)
    return html.replace(BLANK, f'<span class="blank">{BLANK}</span>')


def _code(match: re.Match[str]) -> str:
    """A code span, its stars out of reach of the other marks; the wall makes them stars again."""
    return f"<code>{match[1].replace('*', '&#42;')}</code>"


def _line(text: str) -> _Line:
    text = text.rstrip()
    match = _ITEM.fullmatch(text)
    if not match:
        stripped = text.lstrip()
        return _Line(stripped, len(text) - len(stripped))
    tag = "ol" if match["number"] else "ul"
    return _Line(match["text"], len(match["indent"]), tag, int(match["number"] or 0))


def _write(writer: _Writer, line: _Line) -> None:
    if line.tag:
        _write_item(writer, line)
    elif not line.text:
        writer.gap = writer.text
        _close(writer, 0)
    elif writer.open and line.indent >= INDENT:
        writer.out.append("<br>" + inline(line.text))
    else:
        _write_text(writer, line.text)


def _write_text(writer: _Writer, text: str) -> None:
    _close(writer, 0)
    if writer.text:
        writer.out.append("<br><br>" if writer.gap else "<br>")
    writer.out.append(inline(text))
    writer.text, writer.gap = True, False


def _write_item(writer: _Writer, line: _Line) -> None:
    if not writer.open:
        writer.base = line.indent
    depth = min(max(line.indent - writer.base, 0) // INDENT, len(writer.open), DEEPEST - 1)
    _close(writer, depth + 1)
    if len(writer.open) > depth and writer.open[-1].tag != line.tag:
        _close(writer, depth)
    if len(writer.open) > depth:
        writer.out.append("</li>")
    else:
        writer.out.append(_start(line))
        writer.open.append(_List(line.tag, line.number))
    writer.out.append(_bullet(writer.open[-1], line) + inline(line.text))
    writer.text = writer.gap = False


def _start(line: _Line) -> str:
    return f'<ol start="{line.number}">' if line.tag == "ol" and line.number != 1 else f"<{line.tag}>"


def _bullet(parent: _List, line: _Line) -> str:
    """The tag of an item; a step whose number is not the one that follows says so."""
    follows = line.number == parent.following
    parent.following = line.number + 1
    return "<li>" if follows or line.tag == "ul" else f'<li value="{line.number}">'


def _close(writer: _Writer, depth: int) -> None:
    """End the lists that are open below `depth`."""
    while len(writer.open) > depth:
        writer.out.append(f"</li></{writer.open.pop().tag}>")


_MARKS = {"b": "**", "i": "*", "code": "`"}


class _Reader(HTMLParser):
    """Reads our own HTML back into field text."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self.lists: list[_List] = []
        self.closed = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Lists open, items start a line, marks stand for themselves."""
        if tag in {"ul", "ol"}:
            if self.closed == tag and not self.lists:
                self.out.append("\n")
            self.lists.append(_List(tag, int(dict(attrs).get("start") or 1)))
        elif tag == "li":
            self._item(dict(attrs).get("value"))
        elif tag == "br":
            self.out.append("\n" + " " * INDENT * len(self.lists))
        self._mark(tag)

    def handle_endtag(self, tag: str) -> None:
        """A list ends: what follows stands on a line of its own."""
        if tag in {"ul", "ol"}:
            self.closed = self.lists.pop().tag
        self._mark(tag)

    def handle_data(self, data: str) -> None:
        """Text, after a list on a new line."""
        self.out.append("\n" + data if self.closed else data)
        self.closed = ""

    def _mark(self, tag: str) -> None:
        if mark := _MARKS.get(tag):
            self.handle_data(mark)

    def _item(self, value: str | None) -> None:
        now = self.lists[-1]
        number = int(value) if value else now.following
        now.following, self.closed = number + 1, ""
        marker = f"{number}. " if now.tag == "ol" else "- "
        self.out.append(("\n" if self.out else "") + " " * INDENT * (len(self.lists) - 1) + marker)


def plain(html: str) -> str:
    """The field text that `field` made `html` from."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.out)
