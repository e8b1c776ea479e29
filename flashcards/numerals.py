"""One number with its magnitude and unit, read at a given place of a line."""

from __future__ import annotations

import re
from typing import NamedTuple

from flashcards import units
from flashcards.nouns import is_counted


class Line(NamedTuple):
    """A line as written, with what is no number hidden, and its lower case of the same length."""

    text: str
    low: str


class Term(NamedTuple):
    """A number: one end of a range, or all of it. `sure` means that it counts without a counted noun.

    A tuple, not a dataclass, because a build makes them by the ten thousand.
    """

    start: int
    end: int
    low: float
    high: float
    scale: float = 1.0
    unit: str = ""
    mark: str = ""
    """The comparator said by a `+` or an `ish`."""
    full_end: int = 0
    sure: bool = False
    money: str = ""
    """The currency that stands before it."""
    word: bool = False


def _power(group: str) -> str:
    """A power written `^9`, `^{9}`, `**9` or `<sup>9</sup>`."""
    return rf"(?:\^\{{?|\*\*|<sup>)(?P<{group}>[-−+]?\d{{1,3}})(?:\}}|</sup>)?"


_AFTER_COMMA = r"(?:[%‰€£]|°[CF]|(?:EUR|[kmcµ]?[gmlLWVAs]|[MG]W|k?Wh|t|h|ha|bar|min)(?!\w))"
"""What shows behind `4,1` that the comma is a decimal one."""
_NUMBER = re.compile(
    rf"""
    (?: (?P<grouped> \d{{1,3}} (?:,\d{{3}})+ (?:\.\d{{1,9}})? (?!\d) )            # 110,000
      | (?P<spaced> \d{{1,3}} (?:[ \u00a0\u202f\u2009]\d{{3}})+ (?![\d,.]*\d) )   # 10 000
      | (?P<comma> \d{{1,6}},\d{{1,2}} (?=[ \u00a0]?{_AFTER_COMMA}) )           # 4,1 %
      | (?P<glyph> \d{{0,9}} [½⅓⅔¼¾⅕⅛] )                                          # 2½
      | (?P<plain> \d{{1,15}} (?:\.\d{{1,15}})? | \.\d{{1,15}} )
    )
    (?: [eE](?P<exp>[+-]?\d{{1,2}})(?!\w)                                         # 1e6
      | \ ?(?:[×x*·]|\\times|\\cdot)\ ?10 {_power("ten")}             # 3 x 10^9
      | \ ?[×x]\ ?10(?P<minus>[-−⁻]\d{{1,2}})
      | {_power("power")}                                             # 2^128, 10<sup>18</sup>
      | (?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]{{1,3}})                                          # 10⁵
    )?
    """,
    re.VERBOSE,
)
_TORN = re.compile(r"[.,:]?\d|[.,]?\d*[½⅓⅔¼¾⅕⅛]")
"""What shows that a number goes on: it is part of a date, an address or an id."""

_SUFFIX = re.compile(r"\+(?![\w(])(?! ?\d)|-?ish\b|[ ]odd\b")
_SUFFIX_STARTS = frozenset("+-i ")
_STOPS = ("", ",", ";", ":", ")", "?", "!", "|")
"""What ends a number that has neither magnitude nor unit nor a mark of its own."""
_RUN = re.compile(r"(?P<gap>[ \u00a0\u202f]{0,2})(?P<run>[^\W\d_]+)(?!\w)")
_UNIT = re.compile(
    r"""
    (?P<gap> [ \u00a0\u202f]{0,2} | - | \\[,;]? )
    (?P<word> % | ％ | ‰ | ¢ | °\ ?[CFcf]?(?!\w) | ℃ | ℉ | × | [$€£¥₹] | [^\W\d_]+ )
    (?P<power> (?:\^\{?)?[23]\}?(?!\w) | [²³] )?
    """,
    re.VERBOSE,
)
_PER = re.compile(r"/(?=[^\W\d])|[ ]per[ ](?=[^\W\d])")
_INVERSE = re.compile(r"[ \u00a0·⋅.]?(?P<word>[A-Za-zµμ]{1,4})(?:[-−–⁻][123¹²³]|\^\{?[-−][123]\}?)(?!\w)")
_PER_MANY = re.compile(
    r"(?:/|\s+per\s+)(?:1(?:,000)?\s?)?(?P<many>k|thousand|m|million|mn|b|bn|billion|(?<=1,000)|(?<=1,000 ))"
    r"\s?(?:[a-z]{2,20}[ ]){0,2}?(?P<noun>[a-z]{3,20}s)\b"
)
_MANY = {"k": "1e3", "thousand": "1e3", "m": "1e6", "million": "1e6", "mn": "1e6", "": "1e3"}
_EDGE = re.compile(r"[ ]?(?:$|[,;:.)\]/|~+–-]|(?:of|at|in|and|to|or|per|for|with|from|is|was|on|by|when|than|as)\b)")
"""What must follow a capital that could as well start a name: `10 A`, `5 C`."""

_SOLUTE = re.compile(r"[ ](?=[A-Z])(?![A-Za-z]+s\b)")
"""A capital after `1 M` (`1 M NaOH`): molar, and no million."""

_COMPARED = re.compile(r"\s(?:as|more|less|fewer|the|[a-z]{2,12}er)\b")
"""What follows a factor: `3 times faster`, `10 x the scale`."""

_CAPITALS = frozenset("ACFGJNTV")
_NEVER_APART = frozenset({"w", "y", "yo", "p"})
_NEVER_HYPHEN = frozenset({"x", "×", "X", "bit", "bits", "B", "w", "d", *_CAPITALS})
_PAIR_HEADS = frozenset(pair.split()[0] for pair in units.PAIRS)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
_RAISED_UNIT = str.maketrans("²³", "23")
_POWERS = frozenset({"exp", "ten", "minus", "power", "raised"})
_GLUED = re.compile(r"[^\W\d]|[-–][^\W\d]|ª|['’][^\W\d]|/[^\W\dshdm](?!\w)")
_GROUPS = str.maketrans("", "", ", \u00a0\u202f\u2009")


def _value(match: re.Match[str]) -> float | None:
    """What the digits say, powers and fractions included; nothing where they say too much."""
    if match.lastgroup == "plain":  # nothing stands behind the digits: most numbers
        return float(match[0])
    comma = (match["comma"] or "").replace(",", ".")
    digits = match[0] if match["glyph"] else match["grouped"] or match["spaced"] or comma or match["plain"]
    if match["glyph"]:
        if match["power"] or match["raised"] or match["exp"] or match["ten"] or match["minus"]:
            return None
        return float(digits[:-1] or 0) + units.GLYPHS[digits[-1]]
    number = float(digits.translate(_GROUPS))
    power = match["power"] or match["raised"]
    tens = match["exp"] or match["ten"] or match["minus"]
    try:
        if power:
            return float(number ** int(power.translate(_RAISED)))
        return number * 10.0 ** int(tens.translate(_RAISED)) if tens else number
    except (OverflowError, ZeroDivisionError, ValueError):
        return None


def _magnitude(line: Line, pos: int, money: str) -> tuple[float, int]:
    """The factor of `k`, `bn`, `million` at `pos`, and where it ends."""
    match = _RUN.match(line.text, pos)
    if not match:
        return 1.0, pos
    run, apart = match["run"], bool(match["gap"])
    factor = units.OF_MONEY.get(run) if money else None
    if run == "M" and apart and not money and _SOLUTE.match(line.text, match.end()):
        return 1.0, pos
    factor = factor or (units.APART if apart else units.GLUED).get(run) or _word_magnitude(run)
    if not factor and run in units.BEFORE_PLURAL and is_counted(line.text, match.end()):
        factor = units.BEFORE_PLURAL[run]
    return (factor, match.end()) if factor else (1.0, pos)


def _word_magnitude(run: str) -> float | None:
    """The factor of a magnitude written out, in any case."""
    return units.APART.get(run.lower()) if len(run) > 2 else None


def _allowed(line: Line, match: re.Match[str], name: str) -> bool:
    """False where the letters are more likely a word or a name than a unit."""
    gap, word = match["gap"], match["word"]
    if gap == "-":
        return (word not in _NEVER_HYPHEN and name not in ("%", "x")) or word == "fold"
    if name == "x" and gap:
        return bool(_COMPARED.match(line.low, match.end())) or word == "fold"
    if gap and len(word) == 1:
        return word not in _NEVER_APART and (word not in _CAPITALS or bool(_EDGE.match(line.low, match.end())))
    return True


def _pair(line: Line, match: re.Match[str]) -> tuple[str, int] | None:
    """A unit of two words (`sq ft`, `percentage points`)."""
    head = match["word"].lower()
    if head not in _PAIR_HEADS:
        return None
    second = _RUN.match(line.low, match.end("word"))
    name = units.PAIRS.get(f"{head} {second['run']}", "") if second else ""
    return (name, second.end()) if name and second else None


def _single(line: Line, pos: int) -> tuple[str, int] | None:
    """A unit without its denominators."""
    match = _UNIT.match(line.text, pos)
    if not match:
        return None
    pair = _pair(line, match)
    if pair:
        return pair
    name = units.canonical(match["word"].replace(" ", ""))
    if match["power"]:
        area = f"{name}{match['power'].strip('^{}').translate(_RAISED_UNIT)}"
        return (area, match.end()) if area in units.UNITS else None
    after = line.text[match.end() : match.end() + 1]
    if not name or (after and (after.isdigit() or after == "_")) or not _allowed(line, match, name):
        return None
    return name, match.end()


def unit_at(line: Line, pos: int) -> tuple[str, int]:
    """The canonical unit at `pos`, denominators included (`GB/s`, `USD/h`), and where it ends."""
    first = _single(line, pos)
    return _denominators(line, *first) if first else ("", pos)


def _denominators(line: Line, name: str, pos: int) -> tuple[str, int]:
    """Add what the unit is divided by; an amount of time or a share stays what it is."""
    for _ in range(2):
        per = _PER.match(line.low, pos)
        below = _single(line, per.end()) if per else None
        if below is None or not _divides(name, below[0]):
            break
        name, pos = units.canonical(f"{name}/{below[0]}") or f"{name}/{below[0]}", below[1]
    return _inverses(line, name, pos)


def _inverses(line: Line, name: str, pos: int) -> tuple[str, int]:
    """Denominators as negative powers: `m s−1`, `kg m-2`."""
    for _ in range(3):
        match = _INVERSE.match(line.text, pos)
        below = units.canonical(match["word"]) if match else ""
        if not match or not below:
            break
        name, pos = f"{name}/{below}", match.end()
    return name, pos


def _divides(name: str, below: str) -> bool:
    """True where `name/below` is a unit of its own: `GB/s` is, `min/day` and `%/year` are not."""
    dimension = units.UNITS[name].dimension if name in units.UNITS else ""
    return dimension not in ("time", "ratio", "points", "factor") and units.UNITS[below].dimension != "factor"


def money_unit(line: Line, code: str, pos: int) -> tuple[str, int]:
    """What an amount of money buys: `/h`, `per million tokens`; nothing for `a seat`."""
    many = _PER_MANY.match(line.low, pos)
    if many:
        return f"{code}/{_MANY.get(many['many'], '1e9')} {many['noun']}", many.end()
    return _denominators(line, code, pos)


def _suffix(line: Line, pos: int) -> tuple[str, int]:
    """The comparator of a `+` or an `ish` at `pos`."""
    match = _SUFFIX.match(line.low, pos) if line.low[pos : pos + 1] in _SUFFIX_STARTS else None
    if not match:
        return "", pos
    return (">=" if match[0] == "+" else "~"), match.end()


def _currency_after(line: Line, pos: int) -> tuple[str, int]:
    """A currency that follows its amount: `40 EUR`, `5k dollars`."""
    found = _single(line, pos)
    if found and units.UNITS[found[0]].dimension.startswith("money"):
        return found
    return "", pos


def _measure(line: Line, pos: int, money: str) -> tuple[str, int]:
    """The unit at `pos`; for money the currency with its rate."""
    if money:
        _, after = _currency_after(line, pos)
        return money_unit(line, money, after)
    name, end = unit_at(line, pos)
    if name in units.UNITS and units.UNITS[name].dimension.startswith("money"):
        return money_unit(line, name, end)
    return name, end


def digits_at(line: Line, pos: int, money: str = "") -> Term | None:
    """The number that starts with a digit at `pos`; `money` is the currency read before it."""
    match = _NUMBER.match(line.text, pos)
    value = _value(match) if match else None
    if match is None or value is None or _TORN.match(line.text, match.end()):
        return None
    if not money and line.text[match.end() : match.end() + 1] in _STOPS:
        sure = bool(match["grouped"] or match["spaced"]) or match.lastgroup in _POWERS
        return Term(pos, match.end(), value, value, 1.0, "", "", match.end(), sure)
    mark, end = _suffix(line, match.end())
    scale, end = _magnitude(line, end, money)
    late, end = ("", end) if mark or end == match.end() else _suffix(line, end)
    written = end - (1 if (late or mark) == ">=" and line.text[end - 1 : end] == "+" else 0)
    unit, stop = _measure(line, end, money)
    last, stop = ("", stop) if mark or late or stop == end else _suffix(line, stop)
    if not unit and scale == 1.0 and _cut(line, stop):
        return None
    sure = bool(match["grouped"] or match["spaced"] or match.lastgroup in _POWERS or scale != 1.0 or unit)
    high = value * scale
    mark = mark or late or last
    return Term(pos, stop if unit else written, high, high, scale, unit, mark, stop, sure or bool(mark), money)


def _cut(line: Line, end: int) -> bool:
    """True when letters are glued to the number that are neither a magnitude nor a unit (`4th`, `5G`, `64-bit`)."""
    return bool(_GLUED.match(line.text, end))


_SMALL_WORD = (
    rf"(?:(?:{'|'.join(units.TENS)})(?:[ -](?:{'|'.join(units.DIGITS)}))?"
    rf"|{'|'.join(sorted(units.TEENS, key=len, reverse=True))}|{'|'.join(units.DIGITS)})"
)
_SCALE_WORD = rf"(?:{'|'.join(units.SCALES)})"
_VAGUE_WORD = rf"(?:{'|'.join(units.VAGUE)})"
_PART_WORD = rf"(?:{'|'.join(units.FRACTIONS)})"
_PART_END = r"[ ]?(?:$|[,.;)]|and\b|in\b)"
_TIME_WORD = "(?:second|minute|hour|day|week|month|year|decade|century)"
_WORDS = re.compile(
    rf"""
    (?: (?P<few> (?:a[ ])?few | several)[ ](?P<fewscale> {_SCALE_WORD})                 # a few hundred
      | (?P<vague> {_VAGUE_WORD})(?:[ ]of[ ](?P<many> {_VAGUE_WORD}))?                  # tens of thousands
      | (?P<mixed> {_SMALL_WORD})[ ]and[ ]a[ ]half                                       # two and a half
      | (?P<lead> half[ ]an? | {_SMALL_WORD} | an?)[ -]
        (?P<scales> {_SCALE_WORD}(?:[ -]{_SCALE_WORD})*)(?:[ ](?:and[ ])?(?P<rest> {_SMALL_WORD}))?
        (?P<over> [ -](?:thousand|million|billion))?                                     # a hundred and ten thousand
      | (?:(?P<top> a | one | two | three | four | five)[ -])(?P<part> {_PART_WORD})s?(?={_PART_END}|[ ]of\b)
      | (?<=by[ ])(?P<byhalf> half)(?={_PART_END})                                      # by half
      | (?P<half> half)(?=[ ](?:of|the|our|their|my|its)\b)
      | (?P<halfof> half)[ ]an?(?=[ -]{_TIME_WORD}\b)                                    # half an hour
      | (?P<twice> twice | thrice)(?=[ ](?:as|the|that|what)\b)
      | (?P<article> an?)(?=[ ]{_TIME_WORD}\b)
      | (?P<small> {_SMALL_WORD})
    )\b
    """,
    re.VERBOSE,
)
WORD_START = (
    rf"{_SMALL_WORD}|{_VAGUE_WORD}|half|twice|thrice|few|several"
    rf"|an?(?=[ -](?:few|{_SCALE_WORD}|{_PART_WORD}(?:[ ]of|{_PART_END})|{_TIME_WORD}\b))"
)
"""Where a number in words can begin, for the scan of a line."""


def _small(words: str) -> float:
    """The value of `seven`, `twenty-five`."""
    return sum(units.DIGITS.get(w) or units.TEENS.get(w) or units.TENS.get(w) or 0.0 for w in re.split("[ -]", words))


def _scaled(match: re.Match[str]) -> float:
    """The value of `five hundred`, `half a million`, `two dozen`."""
    lead = match["lead"]
    value = 0.5 if lead.startswith("half") else 1.0 if lead in ("a", "an") else _small(lead)
    for word in re.split("[ -]", match["scales"]):
        value *= units.SCALES[word]
    over = units.SCALES[match["over"].strip(" -")] if match["over"] else 1.0
    return (value + _small(match["rest"] or "")) * over


def _vague(match: re.Match[str]) -> tuple[float, float]:
    """The bounds of `dozens`, `hundreds of thousands`, `a few hundred`."""
    if match["few"]:
        scale = units.SCALES[match["fewscale"]]
        return 2 * scale, 9 * scale
    low, high = units.VAGUE[match["vague"]]
    if match["many"]:
        scale = units.VAGUE[match["many"]][0]
        return low * scale, (low * 10 - 1) * scale
    return low, high


def words_at(line: Line, pos: int) -> Term | None:
    """The number that starts with a word at `pos`."""
    match = _WORDS.match(line.low, pos)
    if not match:
        return None
    end = match.end()
    if match["vague"] or match["few"]:
        low, high = _vague(match)
        unit, stop = _unit_of(line, end)
        return Term(
            pos, stop, low, high, low, unit, "~", stop, bool(match["few"] or unit or _said_of(line, end)), word=True
        )
    if match["part"] or match["half"] or match["byhalf"]:
        value = _small(match["top"] or "") * units.FRACTIONS[match["part"]] if match["part"] else 0.5
        value = value or units.FRACTIONS[match["part"]]
        return Term(pos, end, value, value, 1.0, "", "", end, True, word=True)
    if match["twice"]:
        value = 2.0 if match["twice"] == "twice" else 3.0
        return Term(pos, end, value, value, 1.0, "x", "", end, True, word=True)
    return _counted_words(line, match)


def _said_of(line: Line, pos: int) -> bool:
    """True where `dozens` stands for a number: before `of`, or at the end of its clause."""
    return bool(re.compile(r"\s+of\b|[ ]?(?:$|[,;.)/|])").match(line.low, pos))


def _unit_of(line: Line, pos: int) -> tuple[str, int]:
    """The unit after a vague number: `thousands of dollars per hour`."""
    if line.low.startswith(" of ", pos):
        unit, end = _measure(line, pos + 3, "")
        if unit:
            return unit, end
    return "", pos


def _counted_words(line: Line, match: re.Match[str]) -> Term | None:
    """A number in words with the unit that follows."""
    pos, end = match.span()
    value = _scaled(match) if match["scales"] else _small(match["small"] or match["mixed"] or "")
    value += 0.5 if match["mixed"] else 0.0
    if match["halfof"] or match["article"]:
        value = 0.5 if match["halfof"] else 1.0
    unit, stop = _measure(line, end, "")
    if unit and stop - end < 3 and not unit.startswith("%"):
        unit, stop = "", end
    if _cut(line, end) and not unit:
        return None
    scale = 100.0 if match["scales"] else 1.0
    mark, full = _suffix(line, stop)
    return Term(pos, stop, value, value, scale, unit, mark, full, bool(unit or match["scales"]), word=True)
