"""All numbers of a line, in order: ranges, ratios, shares and compounds each as one term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards import nouns, units
from flashcards.numerals import WORD_START, Line, Term, digits_at, unit_at, words_at

_SIGNS = "".join(sorted(name for name in units.CURRENCIES if len(name) == 1))
_CODES = "|".join(sorted((re.escape(name.lower()) for name in units.CURRENCIES if len(name) > 1), key=len)[::-1])
_CODE_OF = {name.lower(): code for name, code in units.CURRENCIES.items()}
_MONEY = rf"(?:(?P<money>(?<![^\W_])(?:{_CODES})|[{_SIGNS}])[ ]?(?=\.?\d))?"

_NUMBER_WORD = re.compile(
    r"[^a-z](?:t(?:w[eoi]|h(?:re|ir|ou|ri)|en)|f(?:i[vf]|our|ort)|s(?:ix|eve)|eigh|nine|eleve|hundr|mill|bill|trill"
    r"|doze|half|quar|zero|one[ -]|hour|minut|day|week|mont|year|deca|cent)"
)
"""What a line with a number in words holds: a quick look, wrong now and then, never missing one."""

_SCAN_PATTERN = rf"""
    (?=[-−+{_SIGNS}.\d½⅓⅔¼¾⅕⅛a-z])
    (?<![\w.]) (?<!\w[-/'’^@&\#]) (?<!\d[:,]) (?<![\#^\\'’])          # not inside an id or a longer number
    (?P<sign> [-−+](?=[{_SIGNS}.\d]))? {_MONEY} (?P<digit> \.?[\d½⅓⅔¼¾⅕⅛])
  | (?<![\w-]) (?: sub-(?P<sub> \d) | (?P<word> {{0}}) \b )
    """
_SCAN = re.compile(_SCAN_PATTERN.replace("{0}", WORD_START), re.VERBOSE)
_SCAN_DIGITS_ONLY = re.compile(_SCAN_PATTERN.replace("{0}", "(?!)"), re.VERBOSE)
_DIGIT = re.compile(r"[\d½⅓⅔¼¾⅕⅛]")
_REACH = max(map(len, _CODE_OF)) + len("- .")
"""Characters that can stand in front of the first digit of a number: sign, currency, blank, point; or `sub-`."""
_NEXT = re.compile(rf"(?P<sign>[-−+](?=[{_SIGNS}.\d]))?{_MONEY}(?P<digit>\.?[\d½⅓⅔¼¾⅕⅛])|(?P<word>(?:{WORD_START})\b)")
_JOIN = re.compile(
    r"(?P<dash>[ ][-–—‒−][ ]|[-–—‒−]|[ ]?(?:\.{2,3}|…)[ ]?)|(?P<to>[ ](?:to|through)[ ])|(?P<and>[ ]and[ ])"
    r"|(?P<or>[ ]or[ ])"
)
_SPREAD = re.compile(r"[ ]?(?:±|\+/[-–−]|\+-)[ ]?(?=\d)")
_RATIO = re.compile(r"(\d{1,6})(?::|[ ]:[ ])(\d{1,6})(?![\d:]|[.,]\d|[ ]?[ap]m)")
_FRACTION = re.compile(r"(\d{1,3})/(\d{1,4})(?![\w/]|[.,]\d|-\d)")
_SHARE = re.compile(r"[ ](?P<how>in|out[ ]of|of)[ ](?=[\dtfsehn])")
_VAGUE = re.compile(r"(?:(10{1,5})s?[-–])?(10{1,6})s\b(?:[ ]of[ ](thousands|millions|billions|trillions)\b)?")
_SPECIAL = re.compile(r"\d+(?:[ ]?:|/|s|[-–]1|h\d)")
"""What stands at the start of every ratio, fraction, vague number and amount of hours and minutes."""
_SMALLER = re.compile(r"[ ]?(\d{1,2})[ ]?([a-zµ]{1,7})(?!\w)")
_BARE_MINUTES = re.compile(r"(\d{1,3})h(\d\d)(?:m|min)?(?!\w)")
_IDIOM = re.compile(
    r"""
    24/7 | 9/11\b | 50[/-]50 | 20/20 | 80[/-]20[ ]rule | 403b | 1[- ]on[- ]1 | one[- ]on[- ]one
  | 401\(?k\)?(?=\W*$|[^\w\s]|[ ](?:plans?|match\w*|contributions?|accounts?|savings|retire\w*|benefits?|and|or|with)\b)
  | [48]k[ ](?:video|tv|display|monitor|screen|resolution|camera|footage)
  | 0[ ]to[ ]1\b | zero[ ]to[ ]one | one[ ]to[ ]one | nine[ ]to[ ]five | 9[ ]?(?:to|-)[ ]?5(?![\d.,%]|[ ]?[a-z])
  | (?:a[ ])?million[- ]dollar[ ](?:question|idea) | [13]0,?000[- ]f(?:oo|ee)?t[ -]view | two[ ]cents
  | one[ ]of[ ] | 360[ -](?:degree|review|feedback|view) | 180[ -]degree
  | a[ ](?:thousand|million)[ ](?:words|times|ways|things)
    """,
    re.VERBOSE,
)


FALL = 4
"""How many times the first end of a range that falls (`16-8 ms`) may be the second."""
MOST = 100
"""A line with more numbers is data, no note; the rest of it is left alone."""


def has_words(low: str) -> bool:
    """True when a line in lower case may hold a number in words."""
    return _NUMBER_WORD.search(f" {low}") is not None


def word_before(line: Line, pos: int, base: int = 0) -> str:
    """The word right before `pos`, in lower case; nothing when a mark stands between."""
    chunk = line.low[max(base, pos - 24) : pos]
    if not chunk[-1:].isspace():
        return ""
    word = chunk.split()[-1] if chunk.strip() else ""
    if word == "@" or (word.endswith(".") and word.strip("(.") not in nouns.ABBREVIATED):
        return word.replace(".", "") if word == "@" else ""
    return word.lstrip("(\"“'*") if word[-1:].isalnum() or word[-1:] in ".’'" else ""


def _number(line: Line, match: re.Match[str], shared: str = "") -> Term | None:
    """The number a pattern stopped at, with its sign and currency; `shared` is that of the other end."""
    if match["word"]:
        return words_at(line, match.start("word"))
    money = _CODE_OF.get(match["money"] or "", shared)
    term = digits_at(line, match.start("digit"), money)
    if term is None or match.start() == term.start:
        return term
    if match["sign"] in ("-", "−"):
        term = term._replace(low=-term.low, high=-term.high)
    signed = bool(match["sign"]) and term.high not in (1.0, -1.0)
    return term._replace(start=match.start(), sure=term.sure or signed)


def _next(line: Line, pos: int, money: str = "") -> Term | None:
    """The number right at `pos`."""
    match = _NEXT.match(line.low, pos)
    return _number(line, match, money) if match else None


def _plain(term: Term) -> bool:
    """True for a whole number without unit, magnitude, currency or sign."""
    return not (term.unit or term.money or term.mark) and term.scale == 1.0 and term.low.is_integer() and term.low > 0


def _quotient(start: int, end: int, top: float, bottom: float, unit: str = "", *, word: bool = False) -> Term:
    """A ratio or share as the value it stands for."""
    value = round(top / bottom, 12)
    return Term(start, end, value, value, 1.0, unit, "", end, True, word=word)


def _ratio(line: Line, pos: int) -> Term | None:
    """`1:8` as an eighth."""
    match = _RATIO.match(line.low, pos)
    if not match or float(match[2]) == 0:
        return None
    return _quotient(pos, match.end(), float(match[1]), float(match[2]))


def _fraction(line: Line, pos: int) -> Term | None:
    """`2/3`, `3/4 inch`, `70/30`; not `7/25`, which is a date after `on`."""
    match = _FRACTION.match(line.low, pos)
    if not match:
        return None
    top, bottom = float(match[1]), float(match[2])
    if not (0 < top < bottom <= 100 or top + bottom == 100 > top) or (
        word_before(line, pos) in nouns.CLOCK_WORDS and not line.low.startswith(" of ", match.end())
    ):
        return None
    unit, end = unit_at(line, match.end())
    known = unit in units.UNITS and units.UNITS[unit].dimension in ("length", "volume", "mass")
    return _quotient(pos, end if known else match.end(), top, bottom or 1.0, unit if known else "")


def _vague(line: Line, pos: int) -> Term | None:
    """`10-100s`, `100s of alerts`, `10s of millions of dollars`."""
    match = _VAGUE.match(line.low, pos)
    of = bool(match) and line.low.startswith(" of ", match.end() if match else 0)
    if not match or not (match[1] or match[3] or of):
        return None
    scale = units.VAGUE[match[3]][0] if match[3] else 1.0
    top = float(match[2])
    low, high = sorted((float(match[1]), top)) if match[1] else (top, top * 10 - 1)
    unit, end = unit_at(line, match.end() + 3) if of else ("", 0)
    end = end if unit else match.end()
    return Term(pos, end, low * scale, high * scale, scale, unit, "~", end, True)


def _hours(line: Line, pos: int) -> Term | None:
    """`1h30`, hours and minutes written together."""
    match = _BARE_MINUTES.match(line.low, pos)
    if not match:
        return None
    value = round(float(match[1]) + float(match[2]) / 60, 9)
    return Term(pos, match.end(), value, value, 1.0, "h", "", match.end(), True)


def _share(line: Line, term: Term) -> Term | None:
    """`1 in 5`, `9 out of 10`, `3 of 5`."""
    match = _SHARE.match(line.low, term.end)
    if not match or not _plain(term):
        return None
    whole = _next(line, match.end())
    if whole is None or not _is_whole(whole, term, match["how"]):
        return None
    return _quotient(term.start, whole.end, term.low, whole.low, word=term.word)


def _is_whole(whole: Term, part: Term, how: str) -> bool:
    """True when `part` can be a share of `whole`."""
    if whole.unit or whole.money or whole.low != whole.high or whole.low < max(2, part.low):
        return False
    if 1900 <= whole.low < 2100 and whole.scale == 1.0:
        return False
    if how == "in":
        return part.low == 1 or (whole.low <= 10 and whole.low > part.low) or whole.low in (20, 100, 1000)
    return how == "out of" or not part.word


def _compound(line: Line, term: Term) -> Term:
    """`1h 30m`, `6 ft 2 in`: a smaller unit of the same dimension goes with the first."""
    first = units.UNITS.get(term.unit)
    if first is None or first.dimension not in ("time", "length") or term.word or term.mark:
        return term
    match = _SMALLER.match(line.text, term.end)
    name = _smaller(first, match[2]) if match else ""
    if not match or not name:
        return term
    value = round(term.low + float(match[1]) * units.UNITS[name].factor / first.factor, 9)
    return term._replace(low=value, high=value, end=match.end(), full_end=match.end())


def _smaller(first: units.Unit, written: str) -> str:
    """The unit of the second part, when it is smaller and of the same dimension."""
    name = {("h", "m"): "min", ("ft", "in"): "in"}.get((first.name, written)) or units.canonical(written)
    second = units.UNITS.get(name)
    return name if second and second.dimension == first.dimension and second.factor < first.factor else ""


def _aligned(first: Term, second: Term) -> tuple[float, float] | None:
    """Both ends in the unit and magnitude of the second; nothing when they do not go together."""
    low = first.low
    if first.unit and first.unit != second.unit:
        a, b = units.UNITS.get(first.unit), units.UNITS.get(second.unit)
        if a and b and a.dimension == b.dimension:
            return low * a.factor / b.factor, second.high
        if not first.money or not second.unit.startswith(f"{first.unit}/"):
            return None
    shares = first.scale == 1.0 and second.scale > 1 and not second.word and low < second.low / second.scale
    return (low * second.scale if shares else low), second.high


def _changes(line: Line, first: Term, base: int) -> bool:
    """True after `went from`: before and after, not a range."""
    words = line.low[max(base, first.start - 60) : first.start].split()
    return words[-1:] == ["from"] and not nouns.CHANGES.isdisjoint(words[-9:-1])


def _next_word(first: Term, second: Term) -> bool:
    """`four or five rounds`: a range in words."""
    return first.word and second.word and _plain(second) and second.low == first.low + 1


def _shares_unit(second: Term) -> bool:
    """`5 or 6 ms`."""
    return bool(second.unit) and not second.money


def _range(line: Line, first: Term, base: int) -> tuple[Term, ...]:
    """The number alone, both ends as one, or (`went from 3 to 14`) the two apart."""
    join = _JOIN.match(line.low, first.full_end)
    if not join or first.low != first.high or (join["and"] and word_before(line, first.start, base) != "between"):
        return (first,)
    second = _next(line, join.end(), first.money)
    if join["or"] and not (second and _plain(first) and (_next_word(first, second) or _shares_unit(second))):
        return (first,)
    ends = _aligned(first, second) if second and second.low == second.high else None
    if second is None or ends is None:
        return (first,)
    if join["dash"] in ("-", "–") and second.unit and _plain(first) and 1 < ends[0] / (ends[1] or 1) <= FALL:
        ends = (ends[1], ends[0])
    if ends[0] >= ends[1] or (join["to"] and _changes(line, first, base)):
        return () if join["dash"] and not second.unit else (first, second)
    mark = first.mark or second.mark
    joined = second._replace(start=first.start, low=ends[0], high=ends[1], scale=max(first.scale, second.scale))
    return (joined._replace(mark=mark, sure=True, money=first.money, word=first.word),)


def _spread(line: Line, first: Term) -> Term | None:
    """`5 ± 2 ms` as 3 to 7."""
    match = _SPREAD.match(line.text, first.full_end)
    error = _next(line, match.end(), first.money) if match else None
    if error is None or (first.unit and first.unit != error.unit and error.unit):
        return None
    unit, scale = error.unit or first.unit, error.scale if first.scale == 1.0 else 1.0
    low, high = first.low * scale - error.low, first.low * scale + error.high
    return error._replace(start=first.start, low=low, high=high, unit=unit, mark="~", sure=True)


def _at(line: Line, match: re.Match[str], base: int) -> tuple[Term, ...]:
    """The terms at a place where the scan stopped."""
    pos = match.start()
    if match["sub"]:
        below = digits_at(line, match.start("sub"))
        return (below._replace(start=pos, mark="<", sure=True),) if below else ()
    if match["digit"] and pos == match.start("digit") and _SPECIAL.match(line.low, pos):
        special = _ratio(line, pos) or _fraction(line, pos) or _vague(line, pos) or _hours(line, pos)
        if special:
            return (special,)
    first = _number(line, match)
    if first is None:
        return ()
    whole = _share(line, first) or _spread(line, first)
    return (whole,) if whole else _range(line, _compound(line, first), base)


def _digits(low: str, pos: int) -> re.Match[str] | None:
    """The next number in digits, looked for from just before the next digit on."""
    digit = _DIGIT.search(low, pos)
    return _SCAN_DIGITS_ONLY.search(low, max(pos, digit.start() - _REACH)) if digit else None


def terms(line: Line, base: int, *, spoken: bool) -> Iterator[Term]:
    """Every number from `base` on, counted or not; idioms (`24/7`, `zero to one`) are passed over.

    Without `spoken` no number in words is looked for.
    """
    pos = base
    find = _SCAN.search if spoken else _digits
    for _ in range(MOST):
        match = find(line.low, pos)
        if not match:
            return
        idiom = _IDIOM.match(line.low, match.start())
        found = () if idiom else _at(line, match, base)
        yield from found
        pos = idiom.end() if idiom else found[-1].full_end if found else match.end()
