"""Embeds: the links, pictures, sounds and excerpts in the text of a card, each looked up in its vault.

What leaves is field text: a link is its words, a picture or a sound `![words|width](name)` with the name it is packed
under, an excerpt its lines. What is not found is plain text, and a problem. Code and maths stay as they are.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import unquote

from flashcards import catalog, excerpts, manifest, media
from flashcards.config import DEFAULT, Settings
from flashcards.vault import Home
from flashcards.walk import SUFFIXES, Stamp

MESSAGES = {
    "link-unresolved": ("nothing in the vault has the name {0}", "mend the link, or make the document"),
    "media-missing": (
        "no picture or sound in the vault has the name {0}",
        "put the file into the vault, or mend the link",
    ),
    "media-outside": ("{0} lies outside of the vault, and is not read", "copy the file into the vault"),
    "media-large": ("{0} is larger than {1} MB, and is not packed", "make it smaller, or set `media_limit`"),
    "media-unsafe": (
        "{0} holds more than a drawing (scripts, links, foreign parts), and is not packed",
        "save it as .png",
    ),
    "media-empty": ("{0} is empty", "put the file into the vault anew"),
    "media-kind": ("Anki shows no file such as {0}", "use a picture, or a sound"),
    "media-unreadable": ("{0} can't be read", "check its permissions"),
    "embed-private": (
        "{0} is private, and is not shown on a card",
        "remove `flashcards: false`, or embed another section",
    ),
    "embed-excluded": (
        "{0} is left out by `exclude`, and is not shown on a card",
        "take it out of `exclude`, or embed another document",
    ),
}
"""What is said of each problem, and what to do."""

_LACKING = frozenset({"link-unresolved", "media-missing", "media-outside"})
"""Problems that a new file elsewhere can mend."""
NOWHERE: Stamp = (0, 0, 0)
"""The stamp of a file that is not there."""

_TOKEN = re.compile(
    r"""
    (?P<fence> ^[ ]{0,3} (?P<bars> `{3,} | ~{3,} ) [^\n]* (?: \n | \Z ) .*? (?: ^[ ]{0,3} (?P=bars) | \Z ) )
    | (?P<escape> \\[\\\[\]!`$] )
    | (?P<code> (?<!`) (?: `` (?!`) (?: [^`] | `(?!`) ){1,500} `` | ` [^`]{1,500} ` ) (?!`) )
    | (?P<maths> \$\$ [^$]{1,2000} \$\$ | \$(?=\S) [^$\n]{1,300}? (?<=\S)\$(?!\d) )
    | (?P<wiki> (?P<wikimark> !? ) \[\[ (?P<inside> [^\[\]\n]{1,400} ) \]\] )
    | (?P<mark> !? ) \[ (?P<words> [^\[\]\n]{0,300} ) \]
      \( (?P<address> < [^<>\n]{0,500} > | (?: [^()\n<>] | \( [^()\n]{0,100} \) ){0,500} ) \)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_TITLE = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*')\s*$")
_SIZE = re.compile(r"\d{1,4}(?:x\d{1,4})?")
_ID_LINK = re.compile(r"#?\^.*")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a text that was not found or not taken: a code, what is said, and the words it stands in."""

    code: str
    message: str
    hint: str
    token: str


@dataclass(frozen=True, slots=True)
class Used:
    """A file that a text depends on. `name` is what it is packed under; nothing for a document.

    Without a path something was looked for and not found.
    """

    path: str
    stamp: Stamp = NOWHERE
    name: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text as field text, the files it depends on, and what is wrong with it."""

    text: str
    used: tuple[Used, ...] = ()
    problems: tuple[Problem, ...] = ()


def may_hold(text: str) -> bool:
    """True when there can be anything to look up."""
    return "[[" in text or "](" in text


def resolve(text: str, home: Home, settings: Settings = DEFAULT, *, pictures_only: bool = False) -> Resolved:
    """The text of a card of the document at `home`, with all that it links to and embeds.

    With `pictures_only` nothing but pictures and sounds is looked at, and one that is not found leaves nothing.
    """
    if not may_hold(text):
        return Resolved(text)
    work = _Work(home, settings, pictures_only)
    made = _TOKEN.sub(work.replaced, text)
    return Resolved(made, tuple(dict.fromkeys(work.used)), tuple(dict.fromkeys(work.problems)))


@dataclass(slots=True)
class _Work:
    """One text on its way; `inner` is that of an excerpt, which embeds no other."""

    home: Home
    settings: Settings
    pictures_only: bool
    inner: bool = False
    used: list[Used] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    token: str = ""

    def replaced(self, found: re.Match[str]) -> str:
        """What stands in the place of one token."""
        self.token = found[0]
        if found["wiki"]:
            return self._wiki(found["inside"], embeds=bool(found["wikimark"]))
        if found["address"] is None:
            return found[0]
        address = _TITLE.sub("", found["address"]).strip().removeprefix("<").removesuffix(">")
        if found["mark"]:
            return self._picture(found["words"], address)
        return self._link(found["words"], address)

    def _wiki(self, inside: str, *, embeds: bool) -> str:
        target, _, alias = inside.replace("\\|", "|").partition("|")
        path, _, part = target.partition("#")
        path, alias = path.strip(), alias.strip()
        if embeds and path and _has_end(path):
            words, _, size = alias.rpartition("|") if "|" in alias else ("", "", alias)
            return self._media(path, *((words, size) if _SIZE.fullmatch(size) else (alias, "")))
        if self.pictures_only:
            return self.token
        words = alias or _shown(path, part)
        if embeds and not self.inner:
            return self._excerpt(path, part, words)
        self._check_note(path)
        return words

    def _picture(self, words: str, address: str) -> str:
        if media.NAME.fullmatch(address):  # it has its name already
            return self.token
        words, _, size = words.rpartition("|") if _SIZE.fullmatch(words.rpartition("|")[2]) else (words, "", "")
        return self._media(address, words.replace("|", " "), size)

    def _link(self, words: str, address: str) -> str:
        """A link within the vault is its words; one to the world outside is left to whoever writes HTML."""
        if self.pictures_only or not address or catalog.is_elsewhere(address):
            return self.token
        self._check_note(unquote(address).partition("#")[0])
        return words

    # Looking up

    def _media(self, target: str, words: str, size: str) -> str:
        """A picture or a sound under the name it is packed under; plain text when there is none to pack."""
        shown = words or posixpath.basename(target.replace("\\", "/"))
        path = self._find(target) or self._find(unquote(target)) or self._find(unquote(target).partition("#")[0])
        if not path:
            return self._failed(self._lost(target, "media-missing"), target, shown)
        if not _has_end(path):
            return self._failed("media-kind", target, shown)
        found = _looked_at(self._catalog().files[path], self.settings.media_limit)
        self.used.append(Used(found.path, found.stamp, found.name))
        if not found.name:
            return self._failed(found.code, target, shown)
        return f"![{words}{'|' * bool(size)}{size}]({found.name})"

    def _excerpt(self, path: str, part: str, words: str) -> str:
        """The lines of another document, or of another section of this one."""
        note = self._note(path)
        if not note:
            return self._failed("media-kind" if self._find(path) else self._lost(path, "link-unresolved"), path, words)
        if catalog.fits_anywhere(note, self.settings.exclude):
            return self._failed("embed-excluded", path, words)
        real = self._catalog().files[note]
        self.used.append(Used(real, manifest.stamp(real) or NOWHERE))
        found = excerpts.read(real, note, part.strip(), self.settings)
        if found.code:
            return self._failed(found.code, f"{path}#{part}" if part else path, words)
        inner = _Work(Home(self.home.vault, note), self.settings, False, inner=True)
        text = _TOKEN.sub(inner.replaced, "\n".join(found.lines))
        self.used += inner.used
        self.problems += [replace(problem, token=self.token) for problem in inner.problems]
        return text

    def _check_note(self, path: str) -> None:
        if path and not self._note(path) and not self._find(path):
            self._failed(self._lost(path, "link-unresolved"), path, "")

    def _lost(self, target: str, code: str) -> str:
        """The code of what was not found."""
        outside = catalog.is_elsewhere(target) or self._catalog().leaves(unquote(target), self._folder())
        return "media-outside" if outside else code

    def _note(self, path: str) -> str:
        """The document that a link names; without a path this one."""
        if not path:
            return self.home.place if self.home.place in self._catalog().files else ""
        ends = ("",) if path.lower().endswith(SUFFIXES) else (".md", ".markdown", ".txt")
        return next((found for end in ends if (found := self._find(path + end))), "")

    def _find(self, target: str) -> str:
        return "" if catalog.is_elsewhere(target) else self._catalog().find(target, self._folder())

    def _folder(self) -> str:
        return posixpath.dirname(self.home.place)

    def _catalog(self) -> catalog.Catalog:
        return catalog.of(self.home.vault.root, self.settings.private_folders)

    def _failed(self, code: str, target: str, shown: str) -> str:
        message, hint = MESSAGES[code]
        size = self.settings.media_limit // 1_000_000
        self.problems.append(Problem(code, message.format(repr(target), size), hint, self.token))
        if code in _LACKING:
            self.used.append(Used(""))
        return "" if self.pictures_only else shown


@lru_cache(maxsize=1024)
def _looked_at(path: str, largest: int) -> media.Media:
    """What a file is good for; one that can't be read is good for nothing."""
    try:
        return media.look_at(path, largest)
    except OSError:
        return media.Media(path, NOWHERE, "", "media-unreadable")


def forget() -> None:
    """Begin a new run: all files are looked at anew."""
    catalog.of.cache_clear()
    _looked_at.cache_clear()


def _has_end(path: str) -> bool:
    return media.end_of(path.partition("#")[0]) in media.ENDS


def _shown(path: str, part: str) -> str:
    """A link without words of its own, as Obsidian shows it: the name of the document and the headings."""
    headings = [title.strip() for title in _ID_LINK.sub("", part).split("#") if title.strip()]
    return " › ".join([*filter(None, [posixpath.basename(path)]), *headings])
