"""Inline text: marks taken off, words counted, names made readable. Pure, one line at a time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache

from flashcards.media import ENDS

_ODD_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u200a\u2028\u2029\t\x0b\x0c\x85"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)
_TIDY = {**_ODD_SPACES, **_INVISIBLE}

_TICKS = re.compile(r"`+")
_MATH = re.compile(r"\$(?=\S)([^$\n]{1,300}?)(?<=\S)\$(?!\d)")
_IMAGE = re.compile(r"!\[\[[^\]]{1,300}\]\]|!\[[^\]]{0,300}\]\([^)]{0,500}\)(?:\{[^}]{0,100}\})?")
_SHOWN_END = re.compile(rf"\.(?:{'|'.join(sorted(ENDS))})\b", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]\[]{0,300})\]\(<?(?:[^()\s>]|\([^()\s>]{0,300}\)){0,1000}>?(?:\s+\"[^\"]{0,200}\")?\)")
_WIKILINK = re.compile(r"\[\[([^\]\[|#\\]{0,200})(?:#[^\]|\\]{0,200})?(?:\\?\|([^\]]{1,200}))?\]\]")
_URL = re.compile(r"<?\bhttps?://[^\s>)\]]+>?")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)|%%.*?(?:%%|$)")
_TEMPLATE = re.compile(r"<%.*?%>|\{\{[^{}]{0,200}\}\}")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_SUPER = re.compile(r"<sup>\s*([^<]{1,20}?)\s*</sup>", re.I)
_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|audio|b|big|blockquote|br|button|caption|center|cite|code|col|colgroup|dd|del|details|"
    r"dfn|div|dl|dt|em|embed|fig(?:ure|caption)|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|label|li|"
    r"link|main|mark|meta|nav|nobr|noscript|object|ol|optgroup|option|p|param|path|picture|pre|q|rp|rt|ruby|s|samp|script|"
    r"section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|t[dhr]|table|tbody|textarea|tfoot|thead|"
    r"time|track|tt|u|ul|var|video|wbr)(?=[\s/>])[^<>]{0,200}>",
    re.IGNORECASE,
)
"""A tag of HTML; `List<T>` and `<port>` are words of the note."""
_BLOCK_ID = re.compile(r"\s\^[a-zA-Z0-9-]{2,40}\s*$|\(\([0-9a-f-]{36}\)\)")
_FOOTNOTE = re.compile(r"\[\^[^\]]{1,30}\]")
_HASHTAG = re.compile(r"(?:^|(?<=\s))#[A-Za-z][\w/-]*")
_STRUCK = re.compile(r"~~(?=\S).{1,500}?~~")
_HIGHLIGHT = re.compile(r"==(?=\S)([^=]{1,300}?)==|(?:(?<=\s)|^)==(?=[^\s=])|(?<=[^\s=])==(?=\s|$)")
_STRONG = re.compile(r"(\*\*|__)(?=[^\s*])")
_STRONG_END = re.compile(r"(?<=\S)(?=(\*\*|__)(?![\w*]))")
MAX_STRONG = 500
"""Characters between two marks of strong emphasis."""
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]{1,500}?)(?<=\S)\1(?![\w*])")
_STRAY = re.compile(r"(?:(?<=\s)|^)(?:\*{1,3}|_{1,3})(?=\S)|(?<=[^\s*])\*{1,3}(?=[\s.,;:!?]|$)|(?<=\S)_{1,3}$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~=-])")
_SPACES = re.compile(r"\s{2,}")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_LETTERS = re.compile(r"[^\W_]+")
_JOINERS = "'.-"
_APART_FOLDED = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)).ljust(256)
_APART_BUT_JOINERS = bytes(
    code if chr(code).isalnum() or chr(code) in _JOINERS else ord(" ") for code in range(128)
).ljust(256)
"""For ASCII, where a table of bytes and a split cost a fifth of a pattern."""
_NO_DIGITS = bytes(code for code in range(128) if not chr(code).isdigit())
_DIGIT = re.compile(r"\d")
_MARKED = re.compile(r"[*_`=~\[\]<>$%{!#^\\h]|\(\(")

STOPWORDS = frozenset(
    """a an and are as at be been but by can could did do does for from had has have he her his how i if in into
    is it its it's just me more most my no not of off on one or our out over own per she should so some such than
    that the their them then there these they this those to too up us very was we were what when where which who
    whom whose why will with would you your yours vs via about also any each other e.g eg i.e ie etc""".split()
)


def tidy(line: str) -> str:
    """The line with odd white space made plain and invisible characters gone."""
    return line if line.isascii() and "\t" not in line else line.translate(_TIDY)


_KEPT_MARK = re.compile("\x00(\\d+)\x00")
_KEPT = {_MATH: 0, _ESCAPE: 1}
"""Which group of a match is kept as it is."""


def _code_spans(line: str, keep: Callable[[str], str]) -> str:
    """The line with `keep` done to the inside of each code span, its ticks gone.

    From the left each run of ticks opens a span with as many of them as are found again behind at least one
    character. Bisection finds how many, so that thousands of ticks cost no more than a few.
    """
    out: list[str] = []
    at = 0
    while run := _TICKS.search(line, at):
        start = run.start()
        least, most = 0, run.end() - start
        while least < most:
            size = (least + most + 1) // 2
            least, most = (size, most) if line.find("`" * size, start + size + 1) >= 0 else (least, size - 1)
        if not least:
            break
        end = line.find("`" * least, start + least + 1)
        out += [line[at:start], keep(line[start + least : end])]
        at = end + least
    return "".join([*out, line[at:]])


@lru_cache(maxsize=4096)
def plain(markdown: str) -> str:
    """The words of one line as a reader sees them, without Markdown, HTML or wiki marks.

    Struck-out text goes, link texts stay, bare links go, maths and code keep their own characters.
    """
    if not _MARKED.search(markdown):
        return _spaced(markdown)
    markdown = markdown.replace("\x00", "")  # stands for what is held below
    kept: list[str] = []

    def hold(inside: str) -> str:
        kept.append(inside.strip())
        return f"\x00{len(kept) - 1}\x00"

    def keep(found: re.Match[str]) -> str:
        return hold(found[_KEPT[found.re]])

    line = _code_spans(markdown, hold) if "`" in markdown else markdown
    if "$" in line:
        line = _MATH.sub(keep, line)
    if "\\" in line:
        line = _ESCAPE.sub(keep, line)
    line = _emphasis(_links(line))
    if "~~" in line:
        line = _STRUCK.sub("", line)
    if kept:
        line = _KEPT_MARK.sub(lambda found: kept[int(found[1])], line)
    return _spaced(line)


def _spaced(line: str) -> str:
    """The line with runs of white space made one blank; of all white space only the blank is printable."""
    return (line if "  " not in line and line.isprintable() else _SPACES.sub(" ", line)).strip()


def _links(line: str) -> str:
    """Each mark is looked for only where one of its characters stands: most lines hold few of them."""
    if "<!--" in line or "%%" in line:
        line = _COMMENT.sub("", line)
    if "[" in line:
        line = _LINK.sub(r"\1", _IMAGE.sub("", line))
        line = _WIKILINK.sub(lambda found: found.group(2) or found.group(1).rpartition("/")[2], line)
        line = _FOOTNOTE.sub("", line)
    if "://" in line:
        line = _URL.sub("", line)
    if "{{" in line or "<%" in line:
        line = _TEMPLATE.sub("", line)
    if "<" in line:
        line = _TAG.sub("", _SUPER.sub(r"^\1", _BREAK.sub(" · ", line)))
    if "^" in line or "((" in line:
        line = _BLOCK_ID.sub("", line)
    return _HASHTAG.sub("", line) if "#" in line else line


def _strong(line: str) -> str:
    """The line without the marks of strong emphasis: each opens up to the next of its sort that closes.

    The ends are found first, since a pattern for both would try every opening mark with every end.
    """
    ends: dict[str, list[int]] = {"**": [], "__": []}
    for found in _STRONG_END.finditer(line):
        ends[found[1]].append(found.start())
    out: list[str] = []
    done = at = 0
    while opening := _STRONG.search(line, at):
        at = opening.start() + 1
        inside, places = opening.end(), ends[opening[1]]
        place = bisect_left(places, inside + 1)
        if place < len(places) and places[place] - inside <= MAX_STRONG:
            out += [line[done : opening.start()], line[inside : places[place]]]
            done = at = places[place] + 2
    return "".join([*out, line[done:]])


def _emphasis(line: str) -> str:
    if "*" not in line and "_" not in line and "=" not in line:
        return line
    if "**" in line or "__" in line:
        line = _strong(_strong(line))
    if "*" in line or "_" in line:
        line = _EMPHASIS.sub(r"\2", line)
    if "==" in line:
        line = _HIGHLIGHT.sub(lambda found: found.group(1) or "", line)
    return _STRAY.sub("", line) if "*" in line or "_" in line else line


MOST_KEPT = 2048
"""Lines whose words are kept: enough for one document, and no more than a few megabytes."""


@lru_cache(maxsize=MOST_KEPT)
def words(line: str) -> tuple[str, ...]:
    """The words of a plain line, as written."""
    if not line.isascii():
        return tuple(_WORD.findall(line))
    parts = line.encode().translate(_APART_BUT_JOINERS).decode().split()
    if "".join(parts).isalnum():
        return tuple(parts)
    found: list[str] = []
    for part in parts:
        if part.isalnum():
            found.append(part)
        elif (inner := part.strip(_JOINERS)).isalnum():  # the end of a sentence, a quote
            found.append(inner)
        else:
            found += _WORD.findall(part)
    return tuple(found)


def has_more_words(line: str, most: int) -> bool:
    """True for more words than that. Each takes a character and the gap to the next, so short lines are not counted."""
    return len(line) > 2 * most and len(words(line)) > most


@lru_cache(maxsize=MOST_KEPT)
def vocabulary(line: str) -> frozenset[str]:
    """The words of a line, case folded and cut at apostrophes: a quick look whether one of a table stands in it."""
    if not line.isascii():
        return frozenset(_LETTERS.findall(line.casefold()))
    return frozenset(line.encode().translate(_APART_FOLDED).decode().split())


@lru_cache(maxsize=MOST_KEPT)
def content_words(line: str) -> tuple[str, ...]:
    """The words that carry meaning: no stop words, no single letters but capitals and digits."""
    return tuple(
        [
            word
            for word in words(line)
            if word.casefold() not in STOPWORDS and (len(word) > 1 or word.isupper() or word.isdigit())
        ]
    )


@lru_cache(maxsize=8192)
def fold(line: str) -> str:
    """The line for comparing: case folded, white space and quotes made one."""
    if not line.isascii():
        line = line.replace("’", "'").replace("‘", "'")
    return " ".join(line.casefold().split())


@lru_cache(maxsize=4096)
def has_digit(line: str) -> bool:
    """True when a digit stands in a line."""
    if line.isascii():
        return bool(line.encode().translate(None, delete=_NO_DIGITS))
    return _DIGIT.search(line) is not None


def mentions(line: str, table: frozenset[str]) -> bool:
    """A quick look whether one of a table of words may stand in a line, before a pattern that needs one of them.

    Patterns that ignore case take the two odd letters for an `i`; no table does.
    """
    return not table.isdisjoint(vocabulary(line)) or (not line.isascii() and ("ı" in line or "İ" in line))


def has_words(line: str, needle: str) -> bool:
    """True when the words of `needle` stand in `line` in that order, as whole words."""
    inner = " ".join(words(fold(needle)))
    return bool(inner) and f" {inner} " in f" {' '.join(words(fold(line)))} "


def is_struck(markdown: str) -> bool:
    """True when the gist of a line is struck out and nothing of weight replaces it."""
    if "~~" not in markdown:
        return False
    rest, count = _STRUCK.subn("", markdown)
    return count > 0 and len(content_words(rest)) < 3


def adds_to_links(markdown: str) -> bool:
    """True when a line that opens with a page says something of it: `[[methadone]], by mouth`."""
    return markdown.startswith("[[") and bool(words(plain(_WIKILINK.sub(" ", markdown))))


_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Signs of scripts that part no words."""
_TELLS = re.compile(
    r"[^\[\]:=]{1,30}\s=\s(?:an? |the )?(?!see\b)[^\W\d_]{3,} .*\[\[[^()]*$|"
    r"[^\[\]:]{0,30}\d[^\[\]:]{0,10}:\s(?!\W*!?\[\[[^\[\]]{1,200}\]\]\W*$)[^()]*\[\[[^()]*$"
)
"""`1848: the [[treaty]] ends the [[war]]`, `EKS = managed [[K8s]]`: facts, whatever of them is a page of its own."""


def is_link_only(markdown: str) -> bool:
    """True for a bare link, a picture, a wikilink: nothing of it is a fact."""
    if "[" not in markdown and "://" not in markdown:
        return False
    rest, count = markdown, 0
    for pattern in (_IMAGE, _LINK, _WIKILINK, _URL):
        rest, hits = pattern.subn(" ", rest)
        count += hits
    left = plain(rest)
    told = len(content_words(left)) > 2 or len(words(left)) > 6 or len(_SIGNS.findall(left)) > 3
    return count > 0 and not told and not _TELLS.match(markdown)


def names_pages(markdown: str) -> bool:
    """True for a line of nothing but links to pages of the vault: `[[Hedonism]]`, which may be an entry of a list."""
    return "[[" in markdown and "![[" not in markdown and "](" not in markdown and "://" not in markdown


def uncommented(markdown: str) -> str:
    """One line without its comments."""
    return _COMMENT.sub("", markdown) if "<!--" in markdown or "%%" in markdown else markdown


def pictures(markdown: str) -> list[str]:
    """The pictures and sounds in one line, as written; what stands in code is none."""
    if "![" not in markdown:
        return []
    line = _code_spans(markdown, lambda _: "") if "`" in markdown else markdown
    return [found[0] for found in _IMAGE.finditer(line) if _SHOWN_END.search(found[0])]


def shorten(line: str, limit: int = 60) -> str:
    """The line cut at a word, with an ellipsis, to at most `limit` characters."""
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + "…"


def slug(title: str) -> str:
    """A name for tags and files: lower case, words joined by `-`, letters of any script kept."""
    return "-".join(words(fold(title).replace("_", " "))) or "untitled"


class Words:
    """Words and phrases (`last_night`) looked up in a set, which costs far less than one long pattern."""

    def __init__(self, *groups: str, marks: tuple[str, ...]) -> None:
        entries = [tuple(re.findall(r"[^\W_]+", entry)) for entry in " ".join(groups).split()]
        self._singles = frozenset(entry[0] for entry in entries if len(entry) == 1)
        self._phrases: dict[str, list[tuple[frozenset[str], str]]] = {}
        for entry in entries:
            if len(entry) > 1:
                rarest = max(entry, key=len)  # `bed` of `in_bed`: fewer lines hold it than `in`
                self._phrases.setdefault(rarest, []).append((frozenset(entry), f" {' '.join(entry)} "))
        self._marks = marks
        self._keys = self._singles | self._phrases.keys()

    def may_count(self, text: str) -> bool:
        """A quick look: false where nothing would be counted."""
        return not self._keys.isdisjoint(vocabulary(text)) or any([mark in text for mark in self._marks])

    def count(self, text: str) -> int:
        """How many of the words, phrases and marks stand in a text; each word and phrase counts once."""
        hits = sum([text.count(mark) for mark in self._marks])
        said = vocabulary(text)
        if self._keys.isdisjoint(said):
            return hits
        keys = said & self._phrases.keys()
        phrases = [phrase for key in keys for parts, phrase in self._phrases[key] if parts <= said]
        if not phrases and self._singles.isdisjoint(said):
            return hits
        found = _LETTERS.findall(text.casefold())
        line = f" {' '.join(found)} "
        return hits + len(self._singles.intersection(found)) + sum(phrase in line for phrase in phrases)


def unquoted(text: str) -> str:
    """The text without the quote marks around it, closed or not; marks inside stay."""
    inner = text[1:-1] if text[-1:] in '"”' else text[1:]
    return inner.strip() if text[:1] in '"“' and not re.search(r"[\"“”]", inner) else text


def ends_asking(text: str) -> bool:
    """True for a text that ends with a question mark, closing quotes and emphasis aside."""
    return text.rstrip('"”*_ ').endswith("?")
