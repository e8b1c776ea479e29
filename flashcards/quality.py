"""Lint: which candidates are kept, which are refused and why. Every refusal has a code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache, partial

from flashcards import clozes, quantity, wording
from flashcards.config import DEFAULT, Limits
from flashcards.model import BLANK, Candidate, Diagnostic, Fields, Refusal
from flashcards.text import content_words, fold, has_more_words, words

MOST_SHOWN = 6
"""Words that matter of an answer up to which a front can show it."""
OPENING = 160
"""Characters of a long answer that are looked at first."""
SENTENCE = 10
"""Words from which on a front is a sentence, not a line of a list."""

CODES: dict[str, str] = {
    "answer-on-front": "the answer can be read on the front",
    "duplicate": "the same card stands further up",
    "empty-answer": "there is no answer",
    "long-answer": "the answer is too long to learn",
    "long-front": "the front is too long to read",
    "no-subject": "the front does not say what it is about",
    "orphan": "the line leans on another one (it, this, they, which …) and no heading says what it is about",
    "same-front": "another card of this document has the same front and another answer",
    "trivial": "a small bare count is not worth a card",
    "vague": "the answer is vague; note the order of magnitude",
    "yes-no": "yes or no is a coin flip, not a memory",
    # why a line makes no card, decided before any extractor
    "advice": "advice on how to do it, not a fact",
    "aside": "a remark in brackets",
    "assistant": "what a chat assistant says around its text",
    "calculation": "a worked calculation: its numbers are assumed",
    "chat": "a line of a transcript: it starts with who speaks",
    "code": "code",
    "covered": "a small count on a line that another card holds already",
    "comment": "a comment",
    "dated": "an entry of a log: its key is a day",
    "diary": "it reads like a diary",
    "empty": "an empty item",
    "empty-field": "a field without a value",
    "link-only": "only a link",
    "links": "stands under links or references",
    "logistics": "stands under logistics",
    "math": "maths on its own",
    "meta": "tells about the document, not the subject",
    "no-answer": "a question without an answer",
    "placeholder": "still a placeholder",
    "practice": "a practice case: its numbers are made up",
    "private": "private: a diary, a daily page or a private section",
    "property": "a property of the page",
    "row": "a row of a table that stands where nothing is taken",
    "rule": "a rule",
    "struck": "struck out",
    "task": "a task",
    "template": "an empty template",
    "todo": "stands under tasks",
    "nocard": "you said #nocard",
    "nothing": "no number, definition, list, question or step on it",
}
"""Each code and what it means, as `explain` prints it."""

_PRIORITY = (
    "cloze",
    "question-and-answer",
    "question-to-ask",
    "comparison",
    "process",
    "definition",
    "quantity",
    "list",
    "cause",
    "pitch",
)

_ORPHAN = re.compile(r"^(?:it|its|it's|this|that|these|those|they|them|their|he|she|which|and|but|so|or|also)\b", re.I)
_YES_NO = re.compile(r"^(?:yes|no|yep|yup|yeah|nope|nah|true|false|maybe|ok)\W*$", re.I)
_VAGUE = re.compile(
    r"^\W*(?:dozens|hundreds|thousands|millions|billions|tens|some|a few|several|many|10s|100s|"
    r"(?:a )?(?:few|several|couple(?: of)?) (?:hundreds?|thousands?|millions?))\W*$",
    re.I,
)
_COUNT_WORD = re.compile(
    r"^(?:(?:at least|at most|up to|about|around|only|over|just) )?(?:one|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|"
    r"half|both|a|an|single|couple|pair|once|twice|thrice)\W*$",
    re.I,
)
_LEFT_OVER = frozenset("as the of and to it an or but is be so i".split())
"""Words that answer nothing by themselves: the line was left in the middle."""
_SOMETHING = re.compile(r"\w")
_NO_START = re.compile(r"^\[\.\.\.\]\s*[,.;]")
_TALKS = re.compile(r"\b(?:e\.g\.|for example|you|your)\b", re.I)
_MARKUP = re.compile(r"\*\*|\[\[|\]\]|<!--|-->|%%|^#+\s", re.M)
_MARKS = ("**", "[[", "]]", "-->", "<!--", "%%", "#")
"""What markup has of which one stands in all of it."""


def judge(
    candidates: Sequence[Candidate], forced: Set[int] = frozenset(), limits: Limits = DEFAULT.limits
) -> tuple[list[Candidate], list[Refusal]]:
    """The candidates of one document worth keeping, mended where a crumb gave the answer away, and the rest.

    On a line that is `forced` only what makes no card at all speaks against one.
    """
    rules: list[tuple[str, Rule]] = [*_RULES, *((code, partial(rule, limits)) for code, rule in _LIMITS)]
    kept: list[Candidate] = []
    refused: list[Refusal] = []
    answers: dict[str, str] = {}
    covered: set[int] = set()
    told: set[tuple[str, str, str, str]] = set()
    marked, unmarked = _beaten(candidates)
    for candidate in sorted(unmarked, key=_rank):
        mended = _mend(candidate)
        code = _fault(mended, _CERTAIN if mended.source.line_start in forced else rules) or _clash(mended, answers)
        if mended.source.line_start not in forced:
            code = code or ("duplicate" if _told(mended, told) else "")
            code = code or ("covered" if mended.source.line_start in covered and _is_small(mended) else "")
        if code:
            refused.append(refusal(mended, code))
            continue
        kept.append(mended)
        answers[front_of(mended)] = fold(mended.fields.back)
        if mended.kind in ("definition", "question-and-answer"):
            covered.update(range(mended.source.line_start, mended.source.line_end + 1))
    kept.extend(marked)
    return sorted(kept, key=lambda entry: (entry.source.line_start, entry.source.line_end)), refused


def _beaten(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The marked cards, and the others that share no line with one of them."""
    marked = [_uncrumbed(candidate) for candidate in candidates if candidate.dialect]
    if not marked:
        return [], list(candidates)
    lines = {line for candidate in marked for line in _lines(candidate)}
    return marked, [entry for entry in candidates if not entry.dialect and lines.isdisjoint(_lines(entry))]


def _uncrumbed(candidate: Candidate) -> Candidate:
    """A marked card keeps every mark; only crumbs that show an answer go."""
    fields = candidate.fields
    if not fields.context:
        return candidate
    holes = [piece.answer for piece in clozes.parse(fields.front) if isinstance(piece, clozes.Cloze)]
    answers = holes if candidate.note_type == "cloze" else [fields.back]
    crumbs = (crumb for crumb in fields.context.split(" › ") if not any(shows(crumb, answer) for answer in answers))
    return replace(candidate, fields=replace(fields, context=" › ".join(crumbs)))


def _lines(candidate: Candidate) -> range:
    return range(candidate.source.line_start, candidate.source.line_end + 1)


def _fault(candidate: Candidate, rules: Sequence[tuple[str, Rule]]) -> str:
    for code, rule in rules:
        if rule(candidate):
            return code
    return ""


def refusal(candidate: Candidate, code: str) -> Refusal:
    """Why a candidate was refused."""
    source = candidate.source
    front = candidate.fields.front
    return Refusal(source.path, source.line_start, code, CODES[code], source.line_end, front, candidate)


def _rank(candidate: Candidate) -> tuple[int, int]:
    return candidate.source.line_start, _PRIORITY.index(candidate.kind)


# -- mending -------------------------------------------------------------------------------------------------


def _mend(candidate: Candidate) -> Candidate:
    """Crumbs that show the answer go; so does markup left in a field."""
    fields = candidate.fields
    crumbs = [crumb for crumb in fields.context.split(" › ") if crumb and not shows(crumb, fields.back)]
    context = _unmarked(" › ".join(crumbs))
    front, back = _unmarked(fields.front).strip(), _unmarked(fields.back).strip()
    if (context, front, back) == (fields.context, fields.front, fields.back):
        return candidate
    return replace(candidate, fields=replace(fields, context=context, front=front, back=back))


def _unmarked(text: str) -> str:
    for mark in _MARKS:
        if mark in text:
            return _MARKUP.sub("", text)
    return text


def shows(front: str, answer: str) -> bool:
    """True when the answer, or all that matters of it, can be read in a text. Numbers count as values."""
    gist = _gist(fold(answer))
    if not gist:
        return fold(answer) in fold(front).split()
    return len(gist) <= MOST_SHOWN and _said(front).issuperset(gist)


@lru_cache(maxsize=4096)
def _gist(answer: str) -> tuple[str, ...]:
    """The words of a folded answer that matter; of a long one only those it opens with, once they are too many."""
    opening = content_words(answer[:OPENING].rpartition(" ")[0]) if len(answer) > OPENING else ()
    return opening if len(opening) > MOST_SHOWN else content_words(answer)


@lru_cache(maxsize=4096)
def _said(text: str) -> frozenset[str]:
    """The words of a text; crumbs are asked for again and again."""
    return frozenset(words(fold(text)))


# -- rules ---------------------------------------------------------------------------------------------------


def _front(fields: Fields) -> str:
    return f"{fields.context} {fields.front}"


def front_of(candidate: Candidate) -> str:
    """The front as cards of one document are compared: no two may have the same."""
    return fold(_front(candidate.fields))


def _empty(candidate: Candidate) -> bool:
    back = candidate.fields.back.strip(" .,")
    return not _SOMETHING.search(back) or (back.casefold() in _LEFT_OVER and not back.isupper())


def _leaks(candidate: Candidate) -> bool:
    fields = candidate.fields
    if candidate.kind == "question-to-ask":
        return False
    if BLANK in fields.front and candidate.kind in ("quantity", "comparison"):
        return _number_shows(fields)
    if candidate.kind in ("comparison", "process", "list", "question-and-answer", "pitch"):
        return fold(fields.back) in fold(fields.front) and len(words(fields.back)) > 1
    return shows(fields.front, fields.back)


def _number_shows(fields: Fields) -> bool:
    """True when another number on the front has the value asked for."""
    others = _front(fields).replace(BLANK, " ")
    asked = quantity.read(fields.back) if quantity.may_hold(others) else ()
    if not asked:
        return False
    return any(quantity.same_value(seen, asked[0]) for seen in quantity.read(others))


def _no_subject(candidate: Candidate) -> bool:
    fields = candidate.fields
    bare = fields.front.replace(BLANK, " ")
    if _NO_START.match(fields.front) and not candidate.source.section:
        return True
    return not fields.context and len(content_words(bare)) < (2 if BLANK in fields.front else 1)


def _orphan(candidate: Candidate) -> bool:
    fields = candidate.fields
    return (
        candidate.kind in ("quantity", "cause", "definition")
        and bool(_ORPHAN.match(fields.front))
        and not fields.context
    )


def _trivial(candidate: Candidate) -> bool:
    if candidate.kind != "quantity" or BLANK not in candidate.fields.front:
        return False
    asked = quantity.read(candidate.fields.back)
    if _COUNT_WORD.match(candidate.fields.back) or (
        candidate.fields.back == "1" and not candidate.fields.front.endswith(BLANK)
    ):
        return True
    bare = not asked or (not asked[0].unit and asked[0].comparator == "=" and asked[0].high < 100)
    front = candidate.fields.front
    if front.startswith(BLANK) and re.fullmatch(r"[1-9]", candidate.fields.back) and " per " not in front:
        return True
    return bare and bool(wording.ADVICE.match(front) or _TALKS.search(front))


Rule = Callable[[Candidate], bool]

_RULES: tuple[tuple[str, Rule], ...] = (
    ("empty-answer", _empty),
    ("yes-no", lambda candidate: bool(_YES_NO.match(candidate.fields.back))),
    ("vague", lambda candidate: candidate.kind == "quantity" and bool(_VAGUE.match(candidate.fields.back))),
    ("answer-on-front", _leaks),
    ("no-subject", _no_subject),
    ("orphan", _orphan),
    ("trivial", _trivial),
)

_LIMITS: tuple[tuple[str, Callable[[Limits, Candidate], bool]], ...] = (
    ("long-front", lambda limits, candidate: has_more_words(candidate.fields.front, limits.front)),
    ("long-answer", lambda limits, candidate: has_more_words(candidate.fields.back, limits.answer)),
)
"""Rules that ask whether a card is too much to learn; they come last."""

_CERTAIN = tuple(entry for entry in _RULES if entry[0] in ("empty-answer", "answer-on-front"))
"""What even `#card` cannot force."""


def _told(candidate: Candidate, told: set[tuple[str, str, str, str]]) -> bool:
    """True when a sentence further up asked for the same number of the same thing; notes it otherwise.

    Short lines with the same number are parallel facts, each with a subject of its own.
    """
    front = candidate.fields.front
    if candidate.kind != "quantity" or BLANK not in front or len(words(front)) < SENTENCE:
        return False
    asked = quantity.read(candidate.fields.back)
    things = content_words(fold(front.partition(BLANK)[2]))[:4]
    if not asked or not things or asked[0].high < 100:
        return False
    low, high, dimension = quantity.base(asked[0])
    marks = {(thing, dimension, f"{low:.9g}", f"{high:.9g}") for thing in things}
    if not told.isdisjoint(marks):
        return True
    told.update(marks)
    return False


def _is_small(candidate: Candidate) -> bool:
    """A blanked number that carries little weight by itself."""
    if candidate.kind != "quantity" or BLANK not in candidate.fields.front:
        return False
    asked = quantity.read(candidate.fields.back)
    return not asked or (asked[0].unit in ("", "x") and asked[0].high < 100)


RIVAL = "same-front"
"""The code of a card that goes for another one with its front: which of the two stays may be a matter of history."""


def _clash(candidate: Candidate, answers: Mapping[str, str]) -> str:
    """A card that stands already, or one with the same front; `answers` holds front → answer of those kept."""
    front = front_of(candidate)
    if front not in answers:
        return ""
    return "duplicate" if answers[front] == fold(candidate.fields.back) else RIVAL


# -- check ---------------------------------------------------------------------------------------------------

HINTS: dict[str, str] = {
    "answer-on-front": "word the line so that its key does not hold its value",
    "duplicate": "remove one of the two lines",
    "long-answer": "split the answer into several lines",
    "long-front": "shorten the line",
    "no-subject": "say what the number is about, or put a heading above",
    "orphan": "name the subject instead of a pronoun, or put a heading above",
    "same-front": "name what differs, or put the lines under headings of their own",
    "vague": "note the order of magnitude",
    "yes-no": "note the reason, not the yes",
}
"""What to do about a refusal that the writer can mend."""


def complaints(refusals: Iterable[Refusal]) -> list[Diagnostic]:
    """The refusals that the writer can mend, as diagnostics."""
    return [
        Diagnostic(entry.path, entry.line, entry.code, f"{entry.message}: {_short(entry.front)}", HINTS[entry.code])
        for entry in refusals
        if entry.code in HINTS
    ]


def _short(front: str) -> str:
    flat = " ".join(front.split())
    return flat if len(flat) <= 80 else f"{flat[:79]}…"
