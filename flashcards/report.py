"""What the commands print: plans, cards, diagnostics, explanations, as text or JSON; all fit for a terminal."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from typing import ParamSpec

from flashcards.model import Candidate, Change, Diagnostic, Fields, Note, Plan, Reading, Refusal
from flashcards.terminal import shown

_WIDTH = 100
_SIGNS = (("added", "+"), ("updated", "~"), ("moved", ">"), ("revived", "^"), ("retired", "-"))
COUNTED = (
    ("added", "new"),
    ("updated", "changed"),
    ("moved", "moved"),
    ("unchanged", "unchanged"),
    ("retired", "retired"),
    ("revived", "revived"),
    ("skipped", "skipped"),
    ("ambiguous", "ambiguous"),
)
_ALWAYS = frozenset({"added", "updated", "unchanged", "retired"})


Given = ParamSpec("Given")


def _harmless(lines: Callable[Given, Iterator[str]]) -> Callable[Given, Iterator[str]]:
    """The same lines, fit for a terminal."""

    @wraps(lines)
    def made(*args: Given.args, **named: Given.kwargs) -> Iterator[str]:
        return map(shown, lines(*args, **named))

    return made


def _json(value: object) -> str:
    return shown(json.dumps(value, ensure_ascii=False))


def counts(plan: Plan) -> dict[str, int]:
    """How many notes stand under each word of the plan."""
    return {word: len(getattr(plan, field)) for field, word in COUNTED}


def summary(numbers: dict[str, int]) -> str:
    """`3 new, 1 changed, 40 unchanged, 2 retired`."""
    shown = [(word, numbers.get(word, 0)) for field, word in COUNTED if field in _ALWAYS or numbers.get(word, 0)]
    return ", ".join(f"{number} {word}" for word, number in shown)


@_harmless
def plan_lines(plan: Plan, *, most: int = 40) -> Iterator[str]:
    """A line for every note that is not left as it was, old text and new; at most `most` of each sort."""
    for field, sign in _SIGNS:
        changes: Sequence[Change] = getattr(plan, field)
        for change in changes[:most]:
            yield from _change_lines(sign, change)
        if len(changes) > most:
            yield f"{sign} … and {len(changes) - most} more (see them all with --json)"
    for doubt in plan.ambiguous:
        source = doubt.candidate.source
        yield f"? {source.path}:{source.line_start}: {_one_line(doubt.candidate.fields)}"
        yield from (f"    could be {note.guid}: {_one_line(note.fields)}" for note in doubt.notes)


def _change_lines(sign: str, change: Change) -> Iterator[str]:
    new = change.new
    where = f"{new.source.path}:{new.source.line_start}"
    if change.old is None or sign in "-^":
        yield f"{sign} {where}: {_one_line(new.fields)}"
    elif sign == ">":
        yield f"> {where}: {_one_line(new.fields)}  (was {change.old.source.path}:{change.old.source.line_start})"
    else:
        yield f"~ {where}"
        yield f"    - {_one_line(change.old.fields)}"
        yield f"    + {_one_line(new.fields)}"


def _one_line(fields: Fields) -> str:
    front = " ".join(fields.front.split())
    back = " / ".join(fields.back.split("\n"))
    text = f"{fields.context}: {front} → {back}" if fields.context else f"{front} → {back}"
    return text if len(text) <= 2 * _WIDTH else f"{text[: 2 * _WIDTH - 1]}…"


def plan_json(plan: Plan) -> str:
    """The plan as one JSON object: counts, and every note that is not left as it was."""
    changes = {word: [_change(change) for change in getattr(plan, field)] for field, word in COUNTED[:7]}
    changes.pop("unchanged")
    doubts = [
        {
            "front": doubt.candidate.fields.front,
            "source": _source(doubt.candidate),
            "guids": [n.guid for n in doubt.notes],
        }
        for doubt in plan.ambiguous
    ]
    return _json({"counts": counts(plan), **changes, "ambiguous": doubts})


def _change(change: Change) -> dict[str, object]:
    old = change.old
    return {
        "guid": change.new.guid,
        "source": _source(change.new),
        "front": front_text(change.new.fields),
        "back": back_text(change.new.fields),
        "old_front": front_text(old.fields) if old else None,
        "old_back": back_text(old.fields) if old else None,
    }


# -- cards ---------------------------------------------------------------------------------------------------


def front_text(fields: Fields) -> str:
    """The front as the learner sees it: breadcrumb, then prompt."""
    return f"{fields.context}\n{fields.front}" if fields.context else fields.front


def back_text(fields: Fields) -> str:
    """The answer, and below it the folded text."""
    return f"{fields.back}\n{fields.extra}" if fields.extra else fields.back


def cards(note: Note) -> Iterator[dict[str, object]]:
    """The cards of a note as JSON objects; the reverse card, where there is one, comes second."""
    yield _card(note, front_text(note.fields), back_text(note.fields))
    if note.fields.reverse:
        yield _card(note, note.fields.reverse, note.fields.reverse_back)


def card_json(card: Mapping[str, object]) -> str:
    """One card as a JSON object on one line."""
    return _json(card)


def _card(note: Note, front: str, back: str) -> dict[str, object]:
    return {
        "guid": note.guid,
        "kind": note.kind,
        "note_type": note.note_type,
        "deck": note.deck,
        "tags": list(note.tags),
        "front": front,
        "back": back,
        "source": _source(note),
    }


def _source(entry: object) -> dict[str, object]:
    source = entry.source  # type: ignore[attr-defined]
    return {
        "path": source.path,
        "line_start": source.line_start,
        "line_end": source.line_end,
        "section": list(source.section),
    }


@_harmless
def card_lines(notes: Iterable[Note]) -> Iterator[str]:
    """Cards to be read by a person: where, front, back."""
    for note in notes:
        for card in cards(note):
            yield f"{note.source.path}:{note.source.line_start}  [{note.kind}]"
            yield from (f"  Q  {line}" for line in str(card["front"]).split("\n"))
            yield from (f"  A  {line}" for line in str(card["back"]).split("\n"))
            yield ""


# -- problems ------------------------------------------------------------------------------------------------


@_harmless
def diagnostic_lines(problems: Iterable[Diagnostic]) -> Iterator[str]:
    """`path:line: CODE message`, and a hint below."""
    for problem in problems:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path or "flashcards"
        yield f"{place}: {problem.code} {problem.message}"
        if problem.hint:
            yield f"  hint: {problem.hint}"


def diagnostic_json(problem: Diagnostic) -> str:
    """One diagnostic as a JSON object on one line."""
    names = ("path", "line", "code", "message", "hint", "severity")
    return _json({name: getattr(problem, name) for name in names})


@_harmless
def explain_lines(reading: Reading, texts: Sequence[str]) -> Iterator[str]:
    """Every line of one document with the cards it made, or the reason it made none."""
    made, refused = _by_line(reading)
    for number, text in enumerate(texts, 1):
        yield f"{number:4d} | {text}"
        for candidate in made[number]:
            end = candidate.source.line_end
            span = f" (to line {end})" if end > number else ""
            yield f"     + {candidate.kind}{span}: {_one_line(candidate.fields)}"
        for refusal in refused[number]:
            front = f": {' '.join(refusal.front.split())}" if refusal.front else ""
            yield f"     - {refusal.code}: {refusal.message}{front}"


def explain_json(reading: Reading, texts: Sequence[str]) -> Iterator[str]:
    """The same, one JSON object a line of the document."""
    made, refused = _by_line(reading)
    for number, text in enumerate(texts, 1):
        cards = [
            {"kind": entry.kind, "front": front_text(entry.fields), "back": back_text(entry.fields)}
            for entry in made[number]
        ]
        reasons = [{"code": entry.code, "message": entry.message, "front": entry.front} for entry in refused[number]]
        yield _json({"line": number, "text": text, "cards": cards, "refused": reasons})


def _by_line(reading: Reading) -> tuple[Mapping[int, list[Candidate]], Mapping[int, list[Refusal]]]:
    """Cards and refusals by the line they start on."""
    made: defaultdict[int, list[Candidate]] = defaultdict(list)
    for candidate in reading.candidates:
        made[candidate.source.line_start].append(candidate)
    refused: defaultdict[int, list[Refusal]] = defaultdict(list)
    for refusal in reading.refusals:
        refused[refusal.line].append(refusal)
    return made, refused
