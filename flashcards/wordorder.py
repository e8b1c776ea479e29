"""English word order: does a clause put an auxiliary before its subject?"""

from __future__ import annotations

import re


def word_table(table: str) -> frozenset[str]:
    """The words of a table written as running text."""
    return frozenset(table.split())


# --- general English: which word can open what -------------------------------------------------------
WH = word_table("what who whom whose which where when why how")
_BE = word_table("is are was were isn't aren't wasn't weren't")
_DO = word_table("do does did doesn't didn't")
_HAVE = word_table("have has had haven't hasn't")
_MODAL = word_table("can could will would should may might must shall can't couldn't won't wouldn't shouldn't")
AUX = _BE | _DO | _HAVE | _MODAL
HELPING = _DO | _MODAL
"""With the plain form of a verb behind their subject."""
SUBJECT = word_table("you i we they he she there anyone anybody someone somebody everyone everybody")
_POINTER = word_table("it this that these those your")
_ARTICLE = word_table("the our their his her its my")
DETERMINER = _POINTER | _ARTICLE | word_table("a an any some each every all most both")
_RANK = word_table("most only first second last main best worst same key next largest biggest")
"""After an article these make a predicate: `is the only one that …` has lost its subject."""
_TURN = word_table("still already really usually often always ever mostly actually more less open a an or")
"""Words that show that a subject has ended: `is the team still …`."""
VERBS = word_table(
    """accept act add agree allow apply argue ask attend become begin believe belong break bring build buy
    call care carry change charge choose churn close code come compare compete connect consider contribute
    convert cost count cover create cut deal decide define deliver depend deploy describe develop die differ
    do draw drive drop earn end enjoy ever exist expand expect explain face fail fall feed feel fit fix focus
    follow force gain get give go grow handle happen have help hire hold hurt include influence interact invest
    join keep kill know lead learn leave let like live look lose make manage matter mean measure meet mentor
    migrate move need offer open operate own participate pay perform pick plan play prefer prevent price
    prioritise prioritize produce promote protect prove provide pull push put raise reach read recommend reduce
    remain replace report require respond review rotate run save scale see seem sell send serve set share ship
    show sign sit sponsor start stay stop struggle succeed suggest support switch take talk teach tell tend test
    think touch track train travel treat trust try turn understand use value vary veto visit wait want win wish
    work worry write""",
)
_BEFORE = word_table("so and but also ok okay well or then esp especially")
"""Words a question may start with that say nothing about it."""
_EXPAND = {
    "r": ("are",),
    "u": ("you",),
    "ur": ("your",),
    **{f"{wh}{mark}s": (wh, "is") for wh in WH - {"whose"} for mark in ("'", "")},
    **{f"{wh}'re": (wh, "are") for wh in WH},
}

CLAUSE = re.compile(r"[,;:()\u2013\u2014/|]\s+|\s+-{1,2}\s+")
_WORD = re.compile(r"[\w'&+-]+")


def clauses(sentence: str) -> list[list[str]]:
    """The lower-case words of each clause, chat spellings and `what's` opened up."""
    out = []
    for clause in CLAUSE.split(sentence, maxsplit=12):
        words = [full for word in _WORD.findall(clause.lower())[:40] for full in _EXPAND.get(word, (word,))]
        while words and words[0] in _BEFORE:
            words.pop(0)
        if words:
            out.append(words)
    return out


def inverted(words: list[str]) -> bool:
    """Does the clause put an auxiliary before its subject?"""
    if words[0] in WH:
        return _wh_inverted(words)
    return len(words) > 2 and words[0] in AUX and _yes_no(words)


def _yes_no(words: list[str]) -> bool:
    """`do pms write …` asks, `do the reading …` and `is a platform …` have lost their subject."""
    first, second = words[0], words[1]
    if second in SUBJECT:
        return True
    if first in _MODAL:
        return second in DETERMINER or (_plural(second) and words[2] in VERBS)
    if first in _BE:
        return _be_asks(words)
    if first in _HAVE:
        return second in DETERMINER - {"a", "an"} and _participle_after(words, 3)
    return _do_asks(words)


def _be_asks(words: list[str]) -> bool:
    second = words[1]
    if second in _POINTER:
        return True
    if second in _ARTICLE:
        return not _ranked(words[2]) and (_participle_after(words, 3) or _turns(words, 3))
    return words[0] == "are" and _plural(second) and (_participle_after(words, 2) or _turns(words, 2))


def _do_asks(words: list[str]) -> bool:
    first, second = words[0], words[1]
    if second in {"it", "this", "that"}:
        return words[2] in VERBS
    at = 2 if second in DETERMINER else 1
    for i in range(at + 1, min(at + 4, len(words))):
        if words[i] in VERBS:
            return first != "do" or _plural(words[i - 1])
        if words[i] in _NOT_IN_SUBJECT:
            return False
    return False


_NOT_IN_SUBJECT = word_table("in on at for to with from by before after and or of a an the as while until every")


def _ranked(word: str) -> bool:
    return word in _RANK or (word.endswith("est") and len(word) > 5)


def _plural(word: str) -> bool:
    return (len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))) or word == "people"


def _participle_after(words: list[str], start: int) -> bool:
    """A participle soon after the subject: `has the team shipped`, `is the role fixed`."""
    for word in words[start : start + 3]:
        if word in _NOT_IN_SUBJECT:
            return False
        if (word.endswith(("ed", "ing")) and len(word) > 4) or word in _PARTICIPLES:
            return True
    return False


_PARTICIPLES = word_table("been become built chosen done gone grown held kept led lost made met paid run seen set won")


def _turns(words: list[str], start: int) -> bool:
    return any(word in _TURN for word in words[start : start + 3])


def _wh_inverted(words: list[str]) -> bool:
    if len(words) < 3:
        return False
    if words[1] in AUX:
        return _wh_aux(words)
    for at in range(2, min(6, len(words) - 1)):
        if words[at] in AUX:
            return _phrase_aux(words, at)
        if words[at - 1] in SUBJECT or (words[at - 1] in DETERMINER and words[at - 2] not in _OF):
            return False
    return False


def _wh_aux(words: list[str]) -> bool:
    """`what do you …`, `how is the …`; not `which is why …`, `who can help …`, `what is clear …`."""
    wh, aux, third = words[:3]
    starts = third in SUBJECT or third in DETERMINER
    if starts:
        return not (wh == "which" and aux in _BE | _HAVE)
    if wh in {"how", "why", "where", "when"}:
        return third != "not" and (aux in _BE | _DO | _MODAL or _plural(third))
    if aux in _DO:
        return third not in VERBS and third not in {"well", "not"}
    if aux in _MODAL:
        return _plural(third) and len(words) > 3 and words[3] in VERBS
    return wh == "what" and aux in _BE and len(words) <= 4 and third not in _STATES


_STATES = word_table(
    """bad better best broken clear different done easy fixed going good great hard important in interesting known left
    likely missing more most necessary needed new next not now obvious on open possible required right still striking
    sure surprising there to true unclear unknown up weird working wrong""",
)
"""After `what is` these make a heading or the start of a statement, not a question."""


_OF = word_table("of in on for from among")


def _phrase_aux(words: list[str], at: int) -> bool:
    """`how big is the …`, `which metric would you …`; not `how teams are …`, `what matters is the …`."""
    wh, aux, after = words[0], words[at], words[at + 1]
    if wh == "how" and _plural(words[1]):
        return False
    if after in SUBJECT or after in _POINTER:
        return not (wh in {"what", "who"} and aux in _BE and words[1].endswith("s") and at == 2)
    if wh in {"what", "who"} and aux in _BE | _HAVE:
        return False
    return after in DETERMINER or (aux in _DO and after not in VERBS)


def asks_inside(words: list[str]) -> bool:
    """A question that only its place makes sure: `who owns the roadmap`, `is remote work ok`."""
    if words[0] in AUX:
        return True
    if len(words) < 2 or words[0] not in {"who", "what", "which"}:
        return False
    second = words[1]
    if second in SUBJECT or second in DETERMINER or second == "to":
        return False
    return words[0] != "what" or second in AUX or second.removesuffix("s") in VERBS
