"""Inline marks of field text to HTML: emphasis, highlights, code, maths, links, pictures, sounds, footnotes, clozes.

Code, maths and all that holds an address are cut out first, so that no other mark is read in them. Text is escaped;
what Anki would play or typeset gets a seam. Clozes and maths leave as signs, which `html.py` writes out at the end:
characters that `clean` keeps out of every text, and the wall lets pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape

from flashcards.model import BLANK

SEAM = "<span></span>"
"""Cuts a word in two for a machine that looks for it; the eye sees nothing."""
OPEN, NAMED, HINT, CLOSE = "\x01", "\x02", "\x03", "\x04"
"""The signs of a cloze: opened, behind its number, before its hint, closed."""
MATHS, MATHS_END, DISPLAY, DISPLAY_END = "\x05", "\x06", "\x07", "\x08"
SOUND, SOUND_END = "\x0e", "\x0f"
_HELD, _HELD_END = "\x10", "\x11"

SOUNDS = frozenset("mp3 wav ogg m4a flac opus 3gp mp4 webm mov".split())
PICTURES = frozenset("png jpg jpeg gif svg webp avif bmp ico tif tiff".split())
"""What Anki plays and shows, by the ends of file names."""

_NONE: Mapping[str, int] = {}
_GROUP = "\x01[^\x01\x04]*\x04"


def _inside(but: str) -> str:
    """A character that is none of these, or a whole cloze."""
    return rf"(?:[^{but}\x01-\x04]|{_GROUP})"


_IN_CODE, _IN_MATHS, _IN_LINK = _inside("`"), _inside("$"), _inside(r"\[\]")
_ATOM = re.compile(
    rf"""
    (?<!`)``(?!`) (?P<ticks> (?: {_IN_CODE} | `(?!`) )+ ) ``(?!`)    # code with a tick in it
    | ` (?P<code> {_IN_CODE}+ ) `
    | (?<![\\$\w]) \$\$ (?=[^\s$]) (?P<display> {_IN_MATHS}{{1,2000}} ) (?<=[^\s$\\]) \$\$ (?![\w$])
    | (?<![\\$\w]) \$ (?=[^\s$]) (?P<maths> {_IN_MATHS}{{1,300}} ) (?<=[^\s$\\]) \$ (?![\w$])
    | (?P<dollar> \\\$ )
    | !\[ (?P<alt> [^\[\]\\\x01-\x04]{{0,300}} ) \]
      \( (?P<file> (?: [^()\x01-\x04] | \( [^()\x01-\x04]{{0,100}} \) ){{1,500}} ) \)
    | \[ (?P<text> {_IN_LINK}{{1,300}} ) \]
      \( (?P<to> (?: [^()\s\x01-\x04] | \( [^()\s\x01-\x04]{{0,300}} \) ){{1,1000}} )
      (?: \s "[^"\x01-\x04]{{0,200}}" )? \)
    | \[\^ (?P<note> [\w-]{{1,30}} ) \] (?!:)
    | \x01 (?P<number> [0-9]+ ) \x02 (?P<answer> [^\x03\x04]* ) (?: \x03 (?P<hint> [^\x04]* ) )? \x04
    """,
    re.VERBOSE,
)
_WHOLE = re.compile(rf"\$\$ ( {_IN_MATHS}+ ) \$\$", re.VERBOSE)
_ATOMS = re.compile(r"[`$\[\x01]")
"""One of these stands in every atom."""

_BOLD = re.compile(
    r"""
    (?<![A-Za-z0-9*]) [*]{2} (?![\s*])                # opens before a word: 2**10 does not
    ( (?: [^*\x01-\x04] | [*](?![*]) )+ )             # up to the next pair of stars
    (?<![\s*]) [*]{2} (?![A-Za-z0-9*])                # closes behind a word
    """,
    re.VERBOSE,
)
_ITALIC = re.compile(
    r"""
    (?<![A-Za-z0-9*]) [*] (?![\s*])
    ( [^*<>\x01-\x04]+ )                              # no tag: marks may not cross
    (?<![\s*]) [*] (?![A-Za-z0-9*])
    """,
    re.VERBOSE,
)
_HIGHLIGHT = re.compile(
    r"""
    (?<![\w=!)\]]) == (?![\s=])                     # a == b opens none, nor does a==b
    ( (?: [^=<>\x01-\x04] | <([bi])>[^<>=\x01-\x04]*</\2> )+ )
    (?<![\s=]) == (?![\w=(])
    """,
    re.VERBOSE,
)
_STRUCK = re.compile(
    r"""
    (?<![\w~]) ~~ (?![\s~])
    ( (?: [^~<>\x01-\x04] | <([bi]|mark)>[^<>~\x01-\x04]*</\2> )+ )
    (?<![\s~]) ~~ (?![\w~])
    """,
    re.VERBOSE,
)
_ANKI_BRACKET = r"\[ (?= sound: | anki: | /?latex\] | /?\${1,2}\] | \[type: )"
_ANKI_MARK = re.compile(
    rf"""
    {_ANKI_BRACKET}                                   # sounds, speech, LaTeX, typed answers
    | \\ (?= [(\[] )                                  # MathJax opens with \( and \[
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKED = re.compile(r"[*`\[\\$=~\x01]")

_NO_MATHS = re.compile(
    rf"""
    \\[)\]] | {_ANKI_BRACKET} | ^\] | \[/?$            # would end the formula, or start something else
    | \\(?: href | url | require | style | class | cssId | data | html\w* | includegraphics | csname | x?def | gdef
          | let | (?:re)?new\w+ | mmlToken | unicode | texttip | mathtip | toggle )(?![a-zA-Z])   # may link or load
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONEY = re.compile(
    r"""
    ~?\d [^\\^_={}]*                                  # a number, and no sign of a formula
    (?: \b(?:and|or|to|vs|per|from|for|of|the|than|in|at|by)\b | [(][^()]*$ ) [^\\^_={}]*
    """,
    re.VERBOSE,
)
_HELD_PLACE = re.compile(f"{_HELD}([0-9]+){_HELD_END}")


def may_mark(text: str) -> bool:
    """A quick look: false where no mark can stand in a line."""
    return bool(_MARKED.search(text))


def inline(text: str, notes: Mapping[str, int] = _NONE, *, addresses: bool = True) -> str:
    """Safe HTML for one line of clean text; `notes` are the numbers of its footnotes. What is no mark stays.

    Without `addresses` links and pictures stay as they are written, too.
    """
    html = escape(text, quote=False)
    if not _MARKED.search(html):
        return html
    held: list[str] = []
    if _ATOMS.search(html):
        html = "".join(_without_atoms(html, held, notes, addresses))
    if "*" in html:
        html = _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", html))
    if "==" in html:
        html = _HIGHLIGHT.sub(r"<mark>\1</mark>", html)
    if "~~" in html:
        html = _STRUCK.sub(r"<s>\1</s>", html)
    html = _texted(html)
    return _HELD_PLACE.sub(lambda place: held[int(place[1])], html) if held else html


def _without_atoms(html: str, held: list[str], notes: Mapping[str, int], addresses: bool) -> Iterator[str]:
    """The text with a place for each atom, whose HTML goes into `held`. What turns out to be none is read on."""
    whole = _WHOLE.fullmatch(html.strip())
    if whole and (made := _maths(whole[1].strip(), DISPLAY, DISPLAY_END)):
        held.append(made)
        yield f"{_HELD}0{_HELD_END}"
        return
    done = at = 0
    while found := _ATOM.search(html, at):
        kept = not addresses and found.lastgroup in ("file", "to")
        made = None if kept else _ATOMIC[str(found.lastgroup)](found, notes)
        if made is None:
            at = found.start() + 1
            continue
        yield f"{html[done : found.start()]}{_HELD}{len(held)}{_HELD_END}"
        held.append(made)
        done = at = found.end()
    yield html[done:]


def seamed(html: str) -> str:
    """The text with a seam in each mark that Anki would act on."""
    return _ANKI_MARK.sub(lambda mark: mark[0] + SEAM, html)


def _texted(html: str) -> str:
    """Text as it stands: seams, and blanks made visible."""
    return seamed(html).replace(BLANK, f'<span class="blank">{BLANK}</span>')


Notes = Mapping[str, int]


def _code(found: re.Match[str], _: Notes) -> str | None:
    inside = found[str(found.lastgroup)]
    return f"<code>{_texted(inside.strip() if found['ticks'] else inside)}</code>"


def _maths(tex: str, start: str, end: str) -> str | None:
    """A formula; none when it could end early, link or load."""
    return None if _NO_MATHS.search(tex) else f"{start}{tex}{end}"


_FORMULA = re.compile(f"{_IN_MATHS}{{1,2000}}")


def display(tex: str) -> str | None:
    """A formula on lines of its own; none when it is empty, ends early or could do more than be read."""
    return _maths(escape(tex, quote=False), DISPLAY, DISPLAY_END) if _FORMULA.fullmatch(tex) else None


def _formula(found: re.Match[str], _: Notes) -> str | None:
    return None if _MONEY.fullmatch(found["maths"]) else _maths(found["maths"], MATHS, MATHS_END)


def _dollar(_: re.Match[str], __: Notes) -> str | None:
    """An escaped dollar; the seam keeps `[$]` from being LaTeX."""
    return f"{SEAM}$"


_BARE = re.compile(
    r"""
    (?: [^/\\:<>"|?*\[\]^${}%\x00-\x1f] | %(?![0-9A-Fa-f]{2}) )+    # no path, no scheme, nothing in disguise
    [.] (?P<end> \w{2,4} )
    """,
    re.VERBOSE,
)
_SIZED = re.compile(r"(?P<alt>.*?)(?:^|\|)(?P<width>[0-9]{1,4})(?:x[0-9]{1,4})?")


def ends(name: str) -> str:
    """How the name of a media file ends, in small letters; empty for what is no bare name of a file."""
    bare = _BARE.fullmatch(name)
    return bare["end"].lower() if bare else ""


def _media(found: re.Match[str], _: Notes) -> str | None:
    """A picture or a sound among Anki's media; of any other address only the words that stand for it."""
    name = unescape(found["file"]).strip()
    if not _ANY_ADDRESS.search(name):
        return None
    sized = _SIZED.fullmatch(found["alt"])
    alt = sized["alt"] if sized else found["alt"]
    end = ends(name)
    if end in SOUNDS:
        return f"{SOUND}{escape(name, quote=False)}{SOUND_END}"
    if end not in PICTURES:
        return _texted(alt)
    width = f' width="{int(sized["width"])}"' if sized else ""
    words = re.sub(r"&[lg]t;", " ", alt).replace('"', "&quot;").strip()
    return f'<img src="{escape(name)}" alt="{words}"{width}>'


_ADDRESS = re.compile(r"(?:https?://[^\s/]|mailto:[^\s/])\S*", re.IGNORECASE)
_ANY_ADDRESS = re.compile(r"[:/.#%]")
"""Stands in what may be an address: `[x](y)` is as likely code."""
_PERCENT = re.compile(r"&(?:lt|gt);|[\"'\[\]\\{}`|^]")


def _link(found: re.Match[str], notes: Notes) -> str | None:
    """A link to the web or to a mail address; of another address only its text, and what is no address stays."""
    target = found["to"]
    if _ADDRESS.fullmatch(target):
        address = _PERCENT.sub(lambda char: f"%{ord(unescape(char[0])):02X}", target)
        return f'<a href="{address}">{inline(unescape(found["text"]), notes)}</a>'
    before = found.string[found.start() - 1 : found.start()] if found.start() else ""
    if _ANY_ADDRESS.search(target) and not re.match(r"[\w\])!]", before):
        return inline(unescape(found["text"]), notes)
    return None


def _note(found: re.Match[str], notes: Notes) -> str | None:
    number = notes.get(found["note"])
    return f"<sup>{number}</sup>" if number else None


def _cloze(found: re.Match[str], notes: Notes) -> str | None:
    """A cloze, its answer and its hint with marks of their own."""
    hint = inline(unescape(found["hint"]), notes) if found["hint"] else ""
    answer = inline(unescape(found["answer"]), notes)
    return f"{OPEN}{found['number']}{NAMED}{answer}{HINT + hint if hint else ''}{CLOSE}"


_ATOMIC: Mapping[str, Callable[[re.Match[str], Notes], str | None]] = {
    "ticks": _code,
    "code": _code,
    "display": lambda found, _: _maths(found["display"], DISPLAY, DISPLAY_END),
    "maths": _formula,
    "dollar": _dollar,
    "file": _media,
    "to": _link,
    "note": _note,
    "answer": _cloze,
    "hint": _cloze,
}
"""What is made of each atom, by the last group of its pattern; None where it is no mark after all."""
