"""Names: headings and titles as the subject of a card, and the breadcrumb made of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import lru_cache

from flashcards import cues
from flashcards.model import Quantity
from flashcards.text import content_words, fold, words

_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]|[A-Z][.)]|\d{1,2}[:h]\d\d(?:\s?[ap]m)?(?:\s?[-–—:])?)\s+(?=\S)")
_OPENING = re.compile(r"[^\w\"“'(/$<>~≈\[-]+")
_CLOSING = " \t\n\u00a0:："
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]+")
_ABOUT = re.compile(
    r"^(?:an? |the )?(.{2,50}?) (?:is|are|was|means|refers|consists?|allows?|provides?|lets|makes?|holds?|"
    r"stores?|measures?|"
    r"describes?|represents?|uses?|works?|contains?|gives?|helps?)\b",
    re.IGNORECASE,
)
"""How a sentence begins that says something of its subject."""


@lru_cache(maxsize=4096)
def name(text: str) -> str:
    """A heading as a name: numbering, the time of day, emoji and the closing colon gone."""
    bare = _EMOJI.sub("", text) if not text.isascii() else text
    bare = bare.strip()
    if numbering := _NUMBERING.match(bare):
        bare = bare[numbering.end() :]
    bare = _unedged(bare)
    return _unedged(bare).strip()


def _unedged(text: str) -> str:
    """The text without the marks before its first word and the colon behind its last."""
    opening = _OPENING.match(text)
    return text[opening.end() if opening else 0 :].rstrip(_CLOSING)


_WIDE = re.compile(r"^(?:(?:some|general|brief|quick|short|basic|additional|further|other|more|extra|random) )+(?=\w)")
"""Words in front of a heading that narrow nothing: `general overview`, `additional information`."""


@lru_cache(maxsize=4096)
def is_generic(text: str) -> bool:
    """True for a heading that names no subject: "Notes", "Overview", a date."""
    bare = fold(text).strip(" .!?")
    return (
        len(bare) < 2
        or bare in cues.GENERIC_HEADINGS
        or _WIDE.sub("", bare) in cues.GENERIC_HEADINGS
        or cues.is_date(text)
    )


def is_container(title: str) -> bool:
    """True for a title that names only the sort of document: "MASTER prep doc"."""
    return all(word in cues.CONTAINER_WORDS or word.isdigit() for word in content_words(fold(title)))


@lru_cache(maxsize=4096)
def _gist(crumb: str) -> frozenset[str]:
    """The words of a crumb that matter, of a short one all."""
    return frozenset(content_words(fold(crumb))) or frozenset(words(fold(crumb)))


def trail(crumbs: Sequence[str], prompt: str = "") -> str:
    """Crumbs joined, without those that a later crumb or the prompt says already; four at the most."""
    kept: list[str] = []
    said = set(words(fold(prompt)))
    for crumb in reversed(crumbs):
        gist = _gist(crumb)
        if gist and not gist <= said:
            kept.append(crumb)
            said |= gist
    kept.reverse()
    if len(kept) > 4:
        kept = [kept[0], *kept[-3:]]
    return sys.intern(" › ".join(kept))  # one breadcrumb stands on many cards


def unasked(breadcrumb: str) -> str:
    """The breadcrumb without its questions: another question is no subject."""
    return " › ".join(crumb for crumb in breadcrumb.split(" › ") if not crumb.endswith("?"))


def mask(text: str, found: Sequence[Quantity]) -> str:
    """The text without its quantities: a breadcrumb must not answer another card."""
    for entry in reversed(found):
        text = f"{text[: entry.full_start]}…{text[entry.full_end :]}"
    return text


def names_itself(term: str, sentence: str) -> bool:
    """True for a sentence about the term: `VM is …` below `Virtual memory`, `A view holds …` below `View`."""
    found = _ABOUT.match(sentence)
    if not found or len(found[1].split()) > 5:
        return False
    said, asked = set(content_words(fold(found[1]))), set(content_words(fold(term)))
    initials = "".join(word[0] for word in words(fold(term)))
    return bool(said) and (said <= asked or asked <= said or fold(found[1]) == initials)
