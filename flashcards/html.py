"""Field text to safe HTML.

All text is escaped, and the few tags on a card are made by `richlines.py` and `richmarks.py`. What leaves still goes
through a sanitiser that lets nothing else pass: a second wall, for the day a rule there is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape

import nh3

from flashcards import clozes, richblocks, richlines, richmarks, richseen
from flashcards.model import BLANK
from flashcards.richcode import CLASSES
from flashcards.richmarks import CLOSE, HINT, NAMED, OPEN, SEAM

TAGS = frozenset("""b i mark s code span a sup img br ul ol li pre table thead tbody tr th td blockquote div""".split())
"""All that may stand on a card."""
ATTRIBUTES = {"ol": {"start"}, "li": {"value"}, "a": {"href"}, "img": {"src", "alt", "width"}}
"""Beside classes, which have words of their own."""
_ALIGNED = {"class": {"r", "m"}}
VALUES = {
    "span": {"class": {"blank", *CLASSES.values()}},
    "code": {"class": {"hl"}},
    "th": _ALIGNED,
    "td": _ALIGNED,
    "div": {"class": {"callout", *richblocks.CALLOUTS, "title", "note"}},
}
"""The classes that a tag may have."""
SCHEMES = {"http", "https", "mailto"}


def _kept(tag: str, name: str, value: str) -> str | None:
    """The attribute as it is; none where it would load or lead elsewhere than it may."""
    if (tag, name) == ("a", "href"):
        return value if value.lower().startswith(("http://", "https://", "mailto:")) else None
    if (tag, name) == ("img", "src"):
        return value if richmarks.ends(value) in richmarks.PICTURES else None
    return value


_WALL = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    tag_attribute_values=VALUES,
    attribute_filter=_kept,
    url_schemes=SCHEMES,
    link_rel=None,
)
_SIGNS = str.maketrans(
    {
        richmarks.MATHS: "\\(",
        richmarks.MATHS_END: "\\)",
        richmarks.DISPLAY: "\\[",
        richmarks.DISPLAY_END: "\\]",
        richmarks.SOUND: "[sound:",
        richmarks.SOUND_END: "]",
    }
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
    return "" if is_blank(text) else _signed(_made(text))


def _made(text: str) -> str:
    """The HTML behind the wall, its signs not yet written out."""
    if richlines.is_one_line(text):
        return walled(richmarks.inline(text.strip()))
    return walled(richblocks.html(richlines.parse(text)))


def _signed(html: str) -> str:
    """Formulas and sounds as Anki writes them: behind the wall, since only here nobody else can have written them."""
    return html if html.isprintable() else html.translate(_SIGNS)


@lru_cache(maxsize=4096)
def line(text: str) -> str:
    """Safe HTML for text that stays on one line and leads nowhere, whatever it holds."""
    return "" if is_blank(text) else piece(" ".join(clean(text).split()))


def piece(text: str) -> str:
    """The same for a part of a line: the blanks at its ends stay."""
    return _signed(walled(richmarks.inline(clean(text).replace("\n", " "), addresses=False)))


def walled(html: str) -> str:
    """The HTML without any tag or attribute that is not ours. Without `<` there is none, and no sanitiser is asked."""
    return _WALL.clean(html) if "<" in html else html


def seen(text: str) -> str:
    """What a reader of the card reads: no marks, lists and line breaks as they stand, linear in time."""
    return text if richseen.is_plain(text) else "\n".join(richseen.lines(richlines.parse(clean(text))))


# -- clozes --------------------------------------------------------------------------------------------------

_CLOZE = re.compile(
    """
    \x01 (?P<number>[0-9]+) \x02 (?P<answer>[^\x01\x03\x04]*) (?: \x03 (?P<hint>[^\x01\x04]*) )? \x04
    | \x01[0-9]+\x02 | [\x03\x04]                             # half of one, which is nothing
    """,
    re.VERBOSE,
)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z]+)[^<>]*>")
_VOID = frozenset({"br", "img"})
_CUT = re.compile(r"(<(?!img\b|br\b)[^<>]*>)")
_BEGINS_BLOCK = re.compile(r"\s*\n|[ ]*(?:```|~~~|\$\$|[|>]|-[ ]|[0-9]{1,9}[.][ ])")


def cloze(text: str) -> str:
    """Safe HTML for the text of a cloze note: the marks as Anki reads them, and nothing else that it takes for one."""
    return _signed(_CLOZE.sub(_anki, _PART.sub(_guarded, _clozed(text))))


def cloze_sides(text: str, number: int) -> tuple[str, str]:
    """Front and back of the card of this number, as Anki would show them."""
    html = _clozed(text)

    def hidden(found: re.Match[str]) -> str:
        gap = f"[{found['hint']}]" if found["hint"] else BLANK
        return f'<span class="cloze">{gap}</span>' if int(found["number"]) == number else found["answer"]

    def shown(found: re.Match[str]) -> str:
        same = int(found["number"]) == number
        return f'<span class="cloze">{found["answer"]}</span>' if same else found["answer"]

    return _signed(_CLOZE.sub(hidden, html)), _signed(_CLOZE.sub(shown, html))


def _clozed(text: str) -> str:
    """The HTML behind the wall, each cloze between signs and with whole elements in it."""
    text = clean(text)
    return "" if is_blank(text) else _CLOZE.sub(_whole, _made("".join(_marked(text))))


def _marked(text: str) -> Iterator[str]:
    """The text with its clozes between signs. Around lists, code and the like these stand on lines of their own."""
    before, apart = "", False
    for piece in clozes.parse(text):
        if apart and not (isinstance(piece, str) and piece.startswith("\n")):
            yield "\n"
            before = ""
        if isinstance(piece, str):
            apart, before = False, piece.rpartition("\n")[2]
            yield piece
            continue
        hint = HINT + " ".join(piece.hint.split()) if piece.hint else ""
        start = f"{OPEN}{piece.number}{NAMED}"
        apart = "\n" in piece.answer and bool(_BEGINS_BLOCK.match(piece.answer))
        if apart:
            lead = before if before.isspace() else ""
            begin = "\n" if before.strip() else ""
            yield f"{begin}{start}\n{lead}{piece.answer.strip(chr(10))}\n{hint}{CLOSE}"
        else:
            yield f"{start}{piece.answer}{hint}{CLOSE}"
        before = CLOSE


def _whole(found: re.Match[str]) -> str:
    """A cloze as it is, or, where it would cut elements in two, one around each text in it."""
    if not found["number"]:
        return ""
    if _is_balanced(found["answer"]):
        return found[0]
    end = f"{HINT}{found['hint']}{CLOSE}" if found["hint"] else CLOSE
    start = f"{OPEN}{found['number']}{NAMED}"
    parts = _CUT.split(found["answer"])
    return "".join(
        part if part.isspace() or at % 2 or not part else start + part + end for at, part in enumerate(parts)
    )


def _is_balanced(html: str) -> bool:
    """True when every element that begins here ends here."""
    opened: list[str] = []
    for tag in _TAG.finditer(html):
        if tag["end"]:
            if not opened or opened.pop() != tag["name"]:
                return False
        elif tag["name"] not in _VOID:
            opened.append(tag["name"])
    return not opened


_PART = re.compile("(?P<tag><[^<>]*>)|(?P<maths>\x05[^\x06]*\x06|\x07[^\x08]*\x08)|(?P<text>[^<\x05\x07]+)")
_RISKY = re.compile("""\\}(?=[}\x04]) | :(?=[:\x03]) | \\{(?=\\{)""", re.VERBOSE)
"""What could end, part or open a mark, together with what follows it."""
_APART: dict[str, Callable[[re.Match[str]], str]] = {
    "tag": lambda found: f"&#{ord(found[0])};",
    "maths": lambda found: ":{}" if found[0] == ":" else f"{found[0]} ",
    "text": lambda found: found[0] + SEAM,
}
"""How the two are kept apart. In TeX a blank or an empty group changes nothing."""


def _guarded(found: re.Match[str]) -> str:
    """A part of the HTML in which only signs can become marks."""
    return _RISKY.sub(_APART[str(found.lastgroup)], found[0])


def _anki(found: re.Match[str]) -> str:
    """A cloze as Anki writes it."""
    hint = f"::{found['hint']}" if found["hint"] else ""
    return f"{{{{c{found['number']}::{found['answer']}{hint}}}}}"
