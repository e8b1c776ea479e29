"""What is never a quantity, hidden before the reading: links, code, dates, times, ids, versions, phones."""

from __future__ import annotations

import re

from flashcards.numerals import Line
from flashcards.text import has_digit

HIDDEN = "ª"
"""The letter that fills a hidden place, so that offsets stay and words around it stay words."""

_CODE = re.compile(r"(`{1,2})[^`]+\1")
_LINK = re.compile(
    r"""
      !?\[\[ [^\[\]]{0,300} \]\]                                     # [[wikilink|name]]
    | !?\[ [^\[\]]{0,300} \]\( [^()]{0,500} (?:\([^()]{0,200}\)[^()]{0,200})? \)(?:\{[^{}]{0,200}\})?
    | !?\[ [^\[\]]{0,300} \]\[ [^\[\]]{0,100} \]                     # [name][ref]
    | \[ [\^\d][\d,;\s–-]{0,40} \](?!\()                             # [12], [3, 4], [^1]
    """,
    re.VERBOSE,
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>)\]]+|\(\([0-9a-f-]{36}\)\)", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}")
_COMMENT = re.compile(r"<!--.{0,500}?-->|%%[^%]{0,500}%%")
_STRUCK = re.compile(r"~~(?=[^\s~])[^~]{1,500}~~")
_TAG = re.compile(r"</?(?!sup\b)[a-zA-Z][^<>]{0,200}>")
_MATHS = re.compile(r"(?<![\\$\w])(\$\$?)(?=[^\s$])([^$]{1,300})(?<=[^\s$\\])\1(?![\d$])")
_EMPHASIS = re.compile(r"\*+(?!\*)(?:(?<!\d\*)(?<!\d\*\*)|(?!\d))|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|==|~~")
_TEX = re.compile(r"\\(approx|simeq|sim|leq?|geq?|pm|mathrm|text|rm|[,;!% ])(?![a-z])|[{}](?![\d^+-])(?<![\d^]})")
_TEX_SIGN = {"approx": "≈", "sim": "~", "simeq": "≈", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "pm": "±", "%": "%"}

_NAME = re.compile(
    r"""
    (?<![\w$]) (?!(?:usd|eur|gbp|chf|inr|jpy|cad|aud|rs|sub|us|rmb)[-.]?\d | [mckd]?m[23]\b | s2\b)
    [^\W\d_]{1,24} [-_]? \d \w* (?:[.+-]\w+)*                        # H100, GPT-3.5, COVID-19, v2.1.0-rc1, Q3
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAME_CUE = re.compile(r"\d(?:(?<=[^\W\d_]\d)|(?<=[^\W\d_][-_]\d))")

_STAMP = re.compile(
    r"""
    (?<![\w.]) (?=[\d(+\#]|[a-f]{1,9}\d) (?:
      (?P<phone> \+?\d{0,3}[ .-]?\(\d{2,4}\)[ .-]?\d{3,4}[ .-]?\d{3,4} | \d{3}[-.]\d{3}[-.]\d{4}
               | \d{3}-0\d{3} | \+\d{1,3}[ -]\d[\d -]{5,15}\d )(?![\w%])
    | (?P<date>  \d{4}[-/._]\d{1,2}[-/._]\d{1,2}(?:[T ]\d{1,2}:\d\d[\d:.]{0,12}Z?)?
               | \d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?:\d{4}|\d\d)
               | (?:19|20)\d\d-(?:0\d|1[0-2])
               | (?:(?<=[-–—][ ])|(?<=(?:uary|arch|pril|june|july|gust|mber|ober)[ ]))
                 (?:1\d|20)\d\d(?:[-–](?:1\d|20)?\d\d)?
                 (?=[ ][-–—][ ](?!(?:1\d|20)\d\d(?!\d)))                  # a term - 1764 - what it was
               | (?:19|20)\d\d[ ]?[-–/][ ]?(?:(?:19|20)\d\d|\d\d(?=[ ,;.)]|$)) )(?![\w%/-])
    | (?P<net>   \d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})? | \d+(?:\.\d+){2,}[\w.+-]* )
    | (?P<clock> \d{1,2}:\d\d(?::\d\d)?(?:[ ]?[ap]\.?m\b\.?)?(?![\d:]) | 1:1(?!\d) | \d{1,2}[ ]?[ap]\.?m\b\.? )
    | (?P<span>  \d{1,2}h\d\d[ ]?[-–][ ]?\d{1,2}h\d\d )(?!\w)
    | (?P<size>  \d{1,5}[x×]\d{1,5}(?:[x×]\d{1,5})?(?!\w) | \d{3,4}[pi]\b )
    | (?P<hash>  \#?(?=[a-f]{0,40}\d)(?=\d{0,40}[a-f])[0-9a-f]{7,40} )(?!\w)
    | (?P<codes> [45]0\ds(?!\w) )                                    # the 500s of a web server
    | (?P<years> (?:19|20)\d0'?s(?!\w) | \d0'?s(?=[ ](?:and|or)[ ]\d0'?s) )
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STAMP_CUE = re.compile(
    r"\d(?:[-/.:x×–_][\d(]|[ ]?[ap]\.?m|0?'?s|[pi]\b|[a-f]|[ ][-–/]|\)|(?<=[(+a-f]\d))", re.IGNORECASE
)
"""What every stamp has: a digit beside a joining mark, a bracket or a letter of a hash."""

_WHERE = re.compile(
    r"(?:\b(?:location|loc|pos(?:ition)?|page|p|pp)\b\.?:? ?|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|"
    r"sun)(?:day)? |\bat (?=\d{1,2}\.[0-5][05]\b))(?P<at>\[?\d{1,5}(?:[.-]\d{1,5})?\]?)(?=\W*$|\(|,)",
    re.IGNORECASE,
)
"""Where a line stands in a book, or the hour behind a weekday: `— location: 212`, `tuesday 10.40`."""
_RATIO_CUE = re.compile(r"ratio|[a-z]:[a-z]|\b\d{2,4}:1\b|\b1:[2-9](?!\d)|odds|scale|split")


def _blank(match: re.Match[str]) -> str:
    """As many blanks."""
    return " " * len(match[0])


def _fill(match: re.Match[str]) -> str:
    """As many hidden letters."""
    return HIDDEN * len(match[0])


def _fill_name(match: re.Match[str]) -> str:
    """As many hidden letters; the `s` of `A100s` stays, for it counts."""
    plural = match[0][-1] == "s" and match[0][-2:-1].isdigit()
    return HIDDEN * (len(match[0]) - 1) + "s" if plural else HIDDEN * len(match[0])


def _tex(match: re.Match[str]) -> str:
    """A TeX command as the sign it prints, padded to its length."""
    return _TEX_SIGN.get(match[1] or "", "").ljust(len(match[0]))


def _maths(match: re.Match[str]) -> str:
    """A formula without its dollar signs."""
    mark = " " * len(match[1])
    return mark + _TEX.sub(_tex, match[2]) + mark


def _structure(text: str) -> str:
    """Hide links, code and comments; blank the marks of emphasis, tags and maths."""
    if "`" in text:
        text = _CODE.sub(_fill, text)
    if "[" in text:
        text = _LINK.sub(_fill, text)
    if "://" in text or "www." in text or "((" in text:
        text = _URL.sub(_fill, text)
    if "@" in text:
        text = _MAIL.sub(_fill, text)
    if "-->" in text or "%%" in text:
        text = _COMMENT.sub(_blank, text)
    return _marks(text)


def _marks(text: str) -> str:
    """Blank what only dresses the text; what is struck out goes with its marks."""
    if "~~" in text:
        text = _STRUCK.sub(_blank, text)
    if "<" in text:
        text = _TAG.sub(_blank, text)
    if "$" in text and text.count("$") > 1:
        text = _MATHS.sub(_maths, text)
    if "*" in text or "_" in text or "==" in text or "~~" in text:
        text = _EMPHASIS.sub(_blank, text)
    return text


def _stamps(text: str) -> str:
    """Hide dates, times, addresses and phones; `3:1` stays where ratios are spoken of."""
    ratios = bool(_RATIO_CUE.search(text.lower())) if ":" in text else False

    def hide(match: re.Match[str]) -> str:
        whole = match[0]
        return whole if match.lastgroup == "clock" and ratios and whole[-1].isdigit() else HIDDEN * len(whole)

    return _STAMP.sub(hide, text)


def hide(text: str) -> Line:
    """The line with everything hidden that is never a quantity; same length, so offsets stay true."""
    text = _structure(text)
    if has_digit(text):
        if _STAMP_CUE.search(text):
            text = _stamps(text)
        if "o" in text or "p" in text or "day " in text or " at " in text:
            text = _WHERE.sub(lambda found: found[0].replace(found["at"], HIDDEN * len(found["at"])), text)
        if _NAME_CUE.search(text):
            text = _NAME.sub(_fill_name, text)
    low = text.lower()
    return Line(text, low if len(low) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text))
