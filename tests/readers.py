"""The HTML of a field as data: fails on what may not stand there."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

CLASSED = ("span", "code", "th", "td", "div")
IN_FIELDS: Mapping[str, set[str]] = {
    **{tag: set[str]() for tag in "b i mark s sup br ul pre table thead tbody tr blockquote".split()},
    **{tag: {"class"} for tag in CLASSED},
    "ol": {"start"},
    "li": {"value"},
    "a": {"href"},
    "img": {"src", "alt", "width"},
}
"""The tags that may stand in a field, and their attributes."""
EMPTY = frozenset({"br", "img", "hr"})


class Nested(HTMLParser):
    """The text of some HTML; fails on a tag that does not nest and on a comment."""

    empty: frozenset[str] = EMPTY

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.empty:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


class Tags(Nested):
    """The same, with its addresses and pictures; fails on a tag that is not allowed."""

    def __init__(self, allowed: Mapping[str, set[str]] = IN_FIELDS) -> None:
        super().__init__()
        self.allowed = allowed
        self.links: list[str] = []
        self.pictures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.allowed
        given = {name: value or "" for name, value in attrs}
        assert given.keys() <= self.allowed[tag]
        if "href" in given:
            assert given["href"].lower().startswith(("http://", "https://", "mailto:"))
            self.links.append(given["href"])
        if "src" in given:
            assert not set("/\\:") & set(given["src"])
            self.pictures.append(given["src"])
        super().handle_starttag(tag, attrs)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")


def tags(made: str) -> Tags:
    """The HTML, read to its end."""
    reader = Tags()
    reader.feed(made)
    reader.close()
    assert not reader.open
    return reader


def letters(text: str) -> str:
    """All that is no mark, in order."""
    return "".join(char for char in text if char.isalnum())
