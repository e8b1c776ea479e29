"""Key and value on one line, in all the spellings of real notes. What a line *is* comes before what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashcards.text import mentions, plain, words

MAX_KEY_WORDS = 9
MAX_KEY = 70

_LEAD = re.compile(
    r"""(?P<mark>\*\*|__|\*|_|==|`)(?=\S)
        (?P<key>[^*_=`]{1,70}?)
        (?P<inner>\s?:)?\s?
        (?P=mark)
        (?P<aside>\s?\([^()*_`]{1,40}\)(?=\s?:\s))?
        (?P<sep>\s*(?:::?|=>|->|→|=|–|—|-|\|)(?=\s|$)|(?=\s))
        \s*(?P<value>.*)$""",
    re.VERBOSE,
)
"""A term in emphasis at the start of a line: `**Term:** gloss`, `*Term* gloss`, `` `key` = value ``."""

_FILLER = re.compile(
    r"^(?:(?:ok(?:ay)?|so|well|and|but|also|then|e\.?g\.?|i\.?e\.?|like|basically)[,:]?\s+(?!what\s*:|far\b|long\b))+",
    re.IGNORECASE,
)

_SEPARATOR = re.compile(
    r"""(?<=\?):{2,3}              # question?::answer
      | \s?:{2,3}(?:\s+|$)          # term :: gloss
      | (?<!\s\?)\s*:(?:\s+|$)     # key: value, key : value; `?:` is code
      | \s+(?:==?|≈)\s+            # key = value
      | \s+=$
      | \s+\|\s+                   # key | value, outside a table
      | \s*(?:-+>|→|=>|⇒|⟶|➜)\s*    # key -> value
      | \s+[-–—](?:\s+|$)          # key - value
      | (?<=\w)—(?=\w)             # key—value
    """,
    re.VERBOSE,
)
_MAY_PART = re.compile(r"[:=≈|→⇒⟶➜—]|\s[-–]|->")
"""What every separator holds: a line without it is not searched any further."""
_MEANS = re.compile(
    r"^(.{2,60}?)\s+(means(?! (?:of|to)\b)|stands for|refers to|is defined as|is short for|is when|are when)\s+(.{3,})$"
)
_COUNT_WORDS = "two three four five six seven eight nine ten".split()
_COUNTED = re.compile(
    rf"(?P<key>(?:(?:the|our|my|their|its) )?(?P<count>{'|'.join(_COUNT_WORDS)}) (?:[\w'-]+ ){{0,3}}?"
    r"(?:types|kinds|sorts|levels|layers|phases|stages|principles|pillars|modes|ways|parts|elements|components|"
    r"properties|"
    r"categories|forms|classes|rules|laws|factors|criteria|reasons|grounds|causes|symptoms|signs|roles|functions|steps|"
    r"methods|techniques|strategies|tests|values|goals|questions|branches|tools|checks)"
    r"(?: (?:of|for|in|to|behind) [^,.:]{3,40}?)?) are:? (?P<names>[^.?!;]{8,200})\.?$",
    re.IGNORECASE,
)
"""`The three pillars of care are …`: only nouns that collect the parts of a thing."""
_NAMED = re.compile(
    rf"(?P<key>[^.:;()?!]{{6,100}}?\b(?P<count>{'|'.join(_COUNT_WORDS)}) (?:[\w'-]+ ){{0,2}}?[a-z]{{2,}}s) ?"
    r"\((?P<names>[^().:;?!\d]{6,160})\)\.?$",
    re.IGNORECASE,
)
"""`feedback falls into four classes (skill, code, past and talk)`."""
_INLINE = re.compile(
    r"(?P<key>[^.?!]{6,100}?)(?: (?:are|is|include|includes))?:? \(?1[.)] (?P<names>\S.*? \(?2[.)] \S.*)$"
)
_MARK = re.compile(r" \(?[2-9][.)] (?=\S)")
_IS_A = re.compile(
    r"(?:(?:An?|The) (?=\w)|(?=[A-Z]))(?P<key>[\w/&'’-]+(?: [\w/&'’-]+){0,3}?(?: \([^()]{1,20}\))?) (?:is|are) "
    r"(?P<value>(?:(?:an?|the|any|when|where|how|what|used)\b|[a-z-]+ (?:that|which|who)\b).{8,})$"
)
_NAMED_LAST = re.compile(
    r"(?P<value>(?:An?|The|Any|When|What|Something|[A-Z][\w-]+s) [^*_=:?!]{15,200}?),? "
    r"(?:(?:is|are) (?:called|known as|termed|referred to as|an?|the)|we call it) (?:an? |the )?"
    r"(?P<mark>\*\*|==)(?=\S)(?P<key>[^*=]{2,50}?)(?<=\S)(?P=mark)\.?$"
)
"""A sentence that ends in the term it explains, in emphasis."""
_COMMA_GLOSS = re.compile(
    r"(?P<key>[\w/&'’-]+(?: [\w/&'’-]+){0,2}), (?P<value>(?:what|how|when|where|who|an?|the) (?:\S+ ){2,30}?\S+)$"
)
"""A term and what it is, parted by no more than a comma."""
_DATED_GLOSS = re.compile(
    r"(?:(?:c\.? ?|\d{1,2}(?:\s?[-–]\s?\d{1,2})? )?(?:[A-Z][a-z]{2,8}\.? )?(?:1\d|20)\d\d)"
    r"(?:\s?[-–]\s?(?:[A-Z][a-z]{2,8} )?(?:1\d|20)?\d\d)?\s(?:-|–|—)\s(?!(?:1\d|20)\d\d(?!\d))(?=.{0,40}[^\W\d_]{2})"
)
"""A date and a dash at the start of a value."""
_OPEN_END = re.compile(r"\b(?:the|an?|of|this|that|these|their|its|by|no)$", re.IGNORECASE)
_MEANT = frozenset({"means", "stands", "refers", "defined", "short", "when"})
"""One of these stands in every line that says what something means."""
_ARROW = re.compile(r"\s*(?:-+>|→|=>|⇒|⟶|➜)\s*")
_SUM = re.compile(r"(?P<sum>[^=:→]{3,160}?) = (?P<name>[^\W\d_][^=+*×÷/:→,;]{1,50})$")
_OPERATOR = re.compile(r"\s+[-–−+*×÷/]\s+")
_LETTER = re.compile(r"[^\W\d_]")
_TERM = re.compile(r"[^\W\d_]{2}")
MAX_TERM = 4
"""Words of a term in a sum in front of its name."""
_VALUE_MARK = re.compile(r":\s|\s=\s")
"""What stands between a route and its value."""
_LETTERS = re.compile(r"(?P<name>[A-Z]{3,8})\s*\((?P<words>[^()]{8,160})\)\W*$")
_PART = re.compile(r"\s*(?:,|/|;|\s[-–—]|→|->)\s*")
_SHORT_FOR = re.compile(r"^(?P<key>[^()]{2,60}?)\s*\((?P<value>[^()]{2,80})\)$")

_NO_KEY = re.compile(
    r"""^(?:for\ (?:example|instance|ex)|examples?|ex|e\.?g\.?|i\.?e\.?|and|or|but|so|because|bc|
        which|if|while|then|also|etc|that|this|it|they|he|she|
        there|here|however|https?|well|yes|no|ok|okay|lol)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LACKS = re.compile(r"no [^\W\d_]{2,}", re.IGNORECASE)
"""`no limit → as much as there is`: what is lacking is a key, where `no` alone answers."""
_CODE_GLOSS = re.compile(
    r"(?!(?:and|or|vs|in|on|with|for|to|from|as|at|of|by|but|if|then|not|can|will|is|are|was)\b)[a-z]+(?: \S+){3,}"
)
"""What may stand right behind a term in code marks: `pin risk` and then what it is."""
_DOES = re.compile(r"(?!(?:is|was|has|does|this|its|as)\b)[a-z]{2,}s\b")
"""What a term does: where more words of the line stand in emphasis, the first are a term only in front of it."""
_GOES_ON = re.compile(r"(?:and|or|vs|versus|with|without)\b", re.IGNORECASE)
"""A value that opens so goes on with the key."""
_LEANS = re.compile(r"(?:of|in|into|from|by|at)\b", re.IGNORECASE)
PHRASE = 4
"""Words in emphasis from which on they are no term, when the line leans on them."""
_FORBIDS = re.compile(r"(?:don['’]t|do not|never|always)\b", re.IGNORECASE)
"""Advice in front of a dash, no term."""
_BRACKETED = re.compile(r"\([^()]{1,60}\)")
_SENTENCE = re.compile(r"(?<!\bvs)[.!?;]\s|[.!;]$|,\s.*,\s")
_ENDS_NUMBER = re.compile(r"(?:^|\s)[~<>≈$€£]?\d[\d.,:]*\s?%?$")
_NEAR_NUMBER = re.compile(r"(?:\w+ )?[~<>≈$€£]?\d")
_DASHES = frozenset({"-", "–", "—"})
ARROWS = frozenset({"->", "-->", "=>", "→", "⇒", "⟶", "➜"})
_CLAUSE = re.compile(
    r"\b(?:i|i'm|we|you|they|he|she|it)\b|\b(?:is|are|was|were|has|have|had|does|did|will|would|can|could|should|"
    r"noticed|seen|gets?|goes|went|takes?|makes?|wants?|needs?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Key and value as plain text, the separator as written, and whether the key stood in emphasis."""

    key: str
    value: str
    sep: str
    marked: bool = False

    @property
    def dashed(self) -> bool:
        """True when only a dash parts the two: the weakest of the spellings."""
        return self.sep in ("-", "–", "—") and not self.marked


def read(markdown: str) -> Pair | None:
    """The pair on one line (inline Markdown, list marker gone), or None. The value may be empty."""
    if found := _LEAD.match(markdown):
        return _marked(found)
    if found := _NAMED_LAST.match(markdown):
        return _last(found)
    line = _FILLER.sub("", plain(markdown))
    if "(" in line and (spelled := _spelled(line)):
        return spelled
    return _listed(line) or _summed(line) or _split(line) or _means(line) or _inline(line) or _counted(line)


def _last(found: re.Match[str]) -> Pair | None:
    """`A line where two plates meet is called a **fault**.`"""
    key, value = plain(found["key"]), plain(found["value"])
    return Pair(key, value, "is", True) if len(words(key)) <= MAX_TERM and len(words(value)) >= PHRASE else None


def _spelled(line: str) -> Pair | None:
    """`ACID (Atomicity, Consistency, Isolation, Durability)`: a name and the words that its letters stand for."""
    found = _LETTERS.match(line)
    parts = [part.strip() for part in _PART.split(found["words"])] if found else []
    if found is None or "".join(part[:1].upper() for part in parts) != found["name"]:
        return None
    return Pair(found["name"], ", ".join(parts), "(")


def _marked(found: re.Match[str]) -> Pair | None:
    key, value = plain(found["key"] + (found["aside"] or "")).rstrip(":").strip(), plain(found["value"])
    sep = ":" if found["inner"] else found["sep"].strip()
    if not sep and (not value or len(words(key)) > 5):
        return None
    if not sep and found["mark"] == "`" and not _CODE_GLOSS.match(value):
        return None
    if not sep and (value[:1] in ",.;&+/()" or _GOES_ON.match(value)):
        return None
    if not sep and (
        value.endswith(":")
        or not _LETTER.search(key)
        or _FORBIDS.match(key)
        or (len(words(key)) >= PHRASE and _LEANS.match(value))
    ):
        return None
    if not sep and found["mark"] != "`" and found["mark"] in found["value"] and not _DOES.match(found["value"]):
        return None
    if not sep and (verb := re.match(r"(?:is when|means|stands for|refers to)\s+", value)):
        value = value[verb.end() :]
    return Pair(key, value, sep, True) if _fits(key, sep) else None


def _split(line: str) -> Pair | None:
    """The first separator that leaves a key worth the name."""
    if not _may_part(line):
        return None
    for found in _SEPARATOR.finditer(line, 1, 2_000):
        key, value = line[: found.start()].strip(), line[found.end() :].strip()
        sep = found[0].strip().replace("==", "=")
        if len(key) > MAX_KEY:
            return None
        if _inside_brackets(key):
            continue
        if sep in ARROWS and _arrow_is_more(value) and not _takes_turns(line):
            late = _VALUE_MARK.search(line, found.end())
            return _value_after(line, late) if late else None
        if _is_change(key, sep, value):
            return None
        if key.startswith("$") and key.count("$") == value.count("$") == 1 and value.endswith("$"):
            key, value = f"{key}$", f"${value}"
        if _fits(key, sep):
            return Pair(key.strip("\"“”' "), value.removeprefix("= "), sep)
        if sep != ":":
            continue
        return None
    return None


def _may_part(line: str) -> bool:
    """A quick look: for ASCII, four characters tell more cheaply than the pattern."""
    if line.isascii() and not (":" in line or "-" in line or "=" in line or "|" in line):
        return False
    return _MAY_PART.search(line) is not None


def _is_change(key: str, sep: str, value: str) -> bool:
    """`delivered on time 91 → goal 97 %`, `10.0.0.0 - 10.255.255.255`: from one number to another."""
    joined = sep in ARROWS or sep in _DASHES
    return joined and bool(_ENDS_NUMBER.search(key) and _NEAR_NUMBER.match(value))


def _listed(line: str) -> Pair | None:
    """`a, b, c → the name they share`: a list in front of its name."""
    if line.count(", ") < 2 or (">" not in line and line.isascii()):
        return None
    parts = _ARROW.split(line)
    if len(parts) != 2 or parts[0].count(", ") < 2 or not 0 < len(parts[1].split()) <= 6 or ":" in line:
        return None
    return Pair(parts[1].strip(), parts[0].strip(), "←")


def _summed(line: str) -> Pair | None:
    """`opening stock + purchases - closing stock = cost of sales`: the name stands behind its sum."""
    found = _SUM.match(line) if " = " in line else None
    if found is None:
        return None
    parts = _OPERATOR.split(found["sum"])
    terms = all(0 < len(part.split()) <= MAX_TERM and _TERM.search(part) for part in parts)
    return Pair(found["name"].strip(), found["sum"].strip(), "=") if len(parts) > 1 and terms else None


def _value_after(line: str, mark: re.Match[str]) -> Pair | None:
    """`A → B → A: 150 ms`: a route as the key."""
    key, value = line[: mark.start()].strip(), line[mark.end() :].strip()
    return Pair(key, value, mark[0].strip()) if len(key) <= MAX_KEY and re.match(r"[~<>≈$€£]?\d", value) else None


def _takes_turns(line: str) -> bool:
    """`salt → kills / sugar → feeds`: two pairs, no chain."""
    sides = line.split(" / ")
    return len(sides) > 1 and all(len(_ARROW.findall(side)) == 1 for side in sides)


def _arrow_is_more(value: str) -> bool:
    return bool(_ARROW.search(value))


def _inside_brackets(key: str) -> bool:
    return key.count("(") > key.count(")") or key.count("[") > key.count("]") or key.count('"') % 2 == 1


def _fits(key: str, sep: str) -> bool:
    if key.startswith("$$"):
        return False
    count = len(_BRACKETED.sub("", key).split())
    if not key or count > MAX_KEY_WORDS or not any(char.isalnum() for char in key):
        return False
    if (_NO_KEY.match(key) and not (sep in ARROWS and _LACKS.match(key))) or (
        _SENTENCE.search(key) and sep not in ("=", "≈")
    ):
        return False
    if sep in ("-", "–", "—"):
        return count <= 6 and not _CLAUSE.search(key) and not _FORBIDS.match(key)
    if sep in ("=", "≈"):
        return not (count > 6 and "," in key and _CLAUSE.search(key)) and not (count > 2 and _FORBIDS.match(key))
    if sep.startswith(":"):
        return not (count > 4 and re.search(r"\b(?:i|we|you)\b", key, re.IGNORECASE))
    return count <= 7


def _means(line: str) -> Pair | None:
    found = _MEANS.match(line) if mentions(line, _MEANT) else None
    if found and _OPEN_END.search(found[1]):
        return None
    if not found or len(found[1].split()) > 7 or _NO_KEY.match(found[1]) or "," in found[1]:
        return None
    return Pair(found[1].strip(), re.split(r"(?<=[.!?])\s+(?=[A-Z])", found[3].strip())[0], found[2])


def _inline(line: str) -> Pair | None:
    """`three levers are 1. price 2. reach 3. habit`: a list within its line."""
    found = _INLINE.match(line) if " 2" in line or "(2" in line else None
    parts = _MARK.split(found["names"]) if found else []
    if found is None or len(parts) < 2:
        return None
    return Pair(found["key"].strip(" :-"), ", ".join([part.strip(" ,;.") for part in parts]), "are")


def _counted(line: str) -> Pair | None:
    """`The three pillars are cost, speed and trust`: a number of things and as many names."""
    found = _COUNTED.match(line) if " are" in line else _NAMED.match(line) if "(" in line and "," in line else None
    if found is None:
        return None
    said = _COUNT_WORDS.index(found["count"].casefold()) + 2
    names = re.split(r",\s*(?:and\s+)?|\s+and\s+", found["names"].rstrip("."))
    plainly = "," not in found["names"] and len(found["names"].split()) >= said and not _CLAUSE.search(found["names"])
    return Pair(found["key"].strip(), found["names"].strip(), "are") if len(names) == said or plainly else None


def glossed(line: str) -> Pair | None:
    """`Tender is the boat that …` where terms are listed: elsewhere it is prose."""
    found = _IS_A.match(line) if " is " in line or " are " in line else None
    return Pair(found["key"], found["value"], "is") if found and not _NO_KEY.match(found["key"]) else None


def comma_gloss(line: str) -> Pair | None:
    """`Ullage, how much of a cask is empty` among terms of another spelling."""
    found = _COMMA_GLOSS.match(line) if ", " in line else None
    return Pair(found["key"], found["value"], ",") if found and not _NO_KEY.match(found["key"]) else None


def is_dated_gloss(pair: Pair) -> bool:
    """`Pump riots - May 1811 - weavers broke the pumps of 40 mills`: a name, its date, and what it was."""
    return pair.dashed and _DATED_GLOSS.match(pair.value) is not None


def expansion(key: str) -> tuple[str, str] | None:
    """`NAT (Network Address Translation)` → name and what stands in brackets."""
    found = _SHORT_FOR.match(key)
    return (found["key"].strip(), found["value"].strip()) if found else None


def chain(line: str) -> tuple[str, tuple[str, ...]]:
    """A line of steps, `Name: a → b → c`: its name (may be empty) and at least three steps; else no steps."""
    parts = _ARROW.split(line) if not _takes_turns(line) else [line]
    for sign, other in ((" > ", "<"), (" >> ", "<"), (" < ", ">")):
        if len(parts) < 3 and line.count(sign) >= 2 and other not in line:
            parts = line.split(sign)
    if len(parts) < 3 or any(not part.strip() or len(part.split()) > 14 for part in parts):
        return "", ()
    name, first = "", parts[0]
    if found := re.match(r"^(.{2,60}?)\s?:\s+(.+)$", first):
        name, first = found[1], found[2]
    steps = (first.strip(), *(part.strip(" ;") for part in parts[1:]))
    return name, tuple(steps)
