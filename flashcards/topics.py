"""A cue for a question: its most telling words, judged by a small table of common English."""

from __future__ import annotations

from functools import lru_cache

from flashcards.text import STOPWORDS
from flashcards.wordorder import AUX, DETERMINER, HELPING, SUBJECT, VERBS, WH, word_table

_FILLER = (
    STOPWORDS
    | AUX
    | WH
    | SUBJECT
    | DETERMINER
    | word_table(
        """while because since until though although than then again still yet even ever never always already often only
    really very quite rather much many lot lots bit kind sort like get gets got getting go goes going went come
    comes let make makes made making take takes taken put say says said see seen know known tell told ask asked
    think thought look looks looking want wants wanted wish need needs find give gives given use used using
    thing things something anything nothing way ways one now here well
    within without between during against under around before after above below through per whether
    would've don't doesn't isn't that's what's you're we're they're i'm i've i'd love curious wondering hear
    rlly w ur u r abt pls ok okay yes maybe actually usually typically currently today""",
    )
)
_COMMON = word_table(
    """able across add age ago air answer area away back bad base begin best better big body book born both
    bring business buy call car care case cause change child city class clear close cold common company complete
    country course cut day days deal did different difficult done door down each early easy end enough example
    expect eye face fact family far fast feel few figure fine firm follow food form found free friend full future
    game general good great group grow half hand hard head help high hold home hope hot hour hours house huge
    human idea important interest issue job jobs keep key kids late later lead learn leave left less level life
    line list little live long lose lot low main man matter mean meet mind moment money month months more morning
    most move name near nice night note notice noticed number office old open order own part past pay people
    person place plan play point possible problem problems product program put question quick reach read
    ready real reason rest result role room same school second seem sense set share short show side simple since
    size small soon space special stand start state stay step stop story strong structure success sure system
    talk team teams technology term test time times top tough town tried true try turn type types understand
    user users value view wait walk watch water week weeks whole wide win word words work working works world
    worst write wrong year years young first last next new right three two being""",
)
_QUOTES = "\"'“”‘’*_()[]{}<>=~`"
_STOPS = ".,;:?!…"
_BREAKS = frozenset({"-", "–", "—", "/", "|", "→", "->", "vs", "vs."})
_NO_END = word_table("first last next new right")
"""They may open a cue (`last reorg`) but not end one."""
_OBJECTS = (DETERMINER | {"it", "them", "something", "anything", "up", "out", "off", "down"}) - {"that", "each", "no"}
"""What stands behind a verb, and hardly ever behind a noun."""
_COPULAS = frozenset({"is", "are", "was", "were"})
"""`is the freeze a number`: what stands behind the subject is no object."""
_LONGEST_TOPIC = 6


@lru_cache(maxsize=4096)
def _rarity(word: str) -> float:
    """How telling a word is: 0 for grammar, 1 for everyday words, 3 and more for the rest."""
    low = word.lower()
    if low in _FILLER or (len(low) < 2 and not low.isdigit()):
        return 0.0
    if low in _COMMON or low.removesuffix("s") in _COMMON:
        return 1.0
    return 3.0 + min(len(low), 12) / 12


def topic(clean: str) -> str:
    """The most telling contiguous words of a question, as its cue: never its opening, never all of it."""
    tokens = clean.split()
    words = [token.strip(_QUOTES + _STOPS) for token in tokens]
    weights = [_rarity(word) for word in words]
    count = len(tokens)
    cap = max(1, min(_LONGEST_TOPIC, count - 1, max(2 + (count > 4), int(count * 0.4))))
    opening = count // 5 + 1 if count > 3 else int(count > 2)
    reach = _reaches(tokens)
    ends = [bool(weight) and word.lower() not in _NO_END for weight, word in zip(weights, words, strict=True)]
    named = [end and not _takes_object(tokens, at) for at, end in enumerate(ends)]
    for allowed in (named, ends):
        spans = [
            (_worth(weights[i:j]), -i, j)
            for i in range(opening, count)
            if weights[i]
            for j in range(i + 1, min(i + cap, reach[i]) + 1)
            if allowed[j - 1]
        ]
        if spans:
            _, start, stop = max(spans)
            return " ".join(words[-start:stop])
    return _rarest(words)


def _takes_object(tokens: list[str], at: int) -> bool:
    """`reverse the`, `trusting it`, `pick up`, `explained to`: a verb, with which no cue ends."""
    word, behind = tokens[at], tokens[at + 1 : at + 2]
    if word[-1:] in _STOPS or not behind:
        return False
    following = behind[0].strip(_QUOTES + _STOPS).lower()
    if following in ("a", "an") and tokens[0].lower() in _COPULAS:
        return False
    if following in _OBJECTS or (word.lower().endswith("ed") and following in ("to", "by", "from", "as")):
        return True
    if word.lower() not in VERBS or following in VERBS:
        return False
    return any(token.lower() in HELPING for token in tokens[max(0, at - 4) : at])


def _worth(weights: list[float]) -> float:
    length = len(weights)
    lone = 2.0 if length == 1 else 0.0
    return sum([weight - 1.4 for weight in weights]) - lone - 0.6 * max(0, length - 4)


def _reaches(tokens: list[str]) -> list[int]:
    """For each place the first index past it that another clause begins at."""
    reach = len(tokens)
    found = [reach] * len(tokens)
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        if token in _BREAKS:
            found[i] = reach = i
            continue
        if i + 1 < len(tokens) and token not in {"e.g.", "i.e."} and token.rstrip(_QUOTES)[-1:] in _STOPS:
            reach = i + 1
        found[i] = reach
        if token[0] in "([{":
            reach = i
    return found


def _rarest(words: list[str]) -> str:
    """For a question too short or too plain for a span; the later word of equals."""
    usable = [w for w in words if w and w.lower() not in WH] or [w for w in words if w] or [""]
    return max(reversed(usable), key=_rarity)
