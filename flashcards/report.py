"""What the commands print: plans, cards, diagnostics, explanations, as text or JSON; all fit for a terminal."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from flashcards import clozes, diff, finding, html
from flashcards.history import Event
from flashcards.model import Candidate, Change, Diagnostic, Doubt, Fields, Note, Plan, Reading, Refusal
from flashcards.terminal import shown

if TYPE_CHECKING:
    from flashcards.locating import Spot

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
_LABELS = {"reverse_back": "reverse"}
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
def plan_lines(plan: Plan, *, most: int | None = 40) -> Iterator[str]:
    """Every note that is not left as it was, with what changed; at most `most` of each sort."""
    for field, sign in _SIGNS:
        changes: Sequence[Change] = getattr(plan, field)
        for change in changes[:most]:
            yield from _change_lines(sign, change)
        if most is not None and len(changes) > most:
            yield f"{sign} … and {len(changes) - most} more (--dry-run and --json show all)"
    for doubt in plan.ambiguous:
        yield from _doubt_lines(doubt)


def _change_lines(sign: str, change: Change) -> Iterator[str]:
    new, old = change.new, change.old
    if sign == "~" and old:
        yield f"~ {_named(new)} {' '.join(new.fields.front.split())}"
    else:
        was = f"  (was {_place(old)})" if sign == ">" and old else ""
        yield f"{sign} {_named(new)} {_one_line(new.fields)}{was}"
    if old and sign in "~^":
        yield from difference(_parts(old), _parts(new))


def difference(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    """The lines that show how the named parts of a card changed."""
    for name in new:
        between = " › " if name == "section" else " "
        yield from diff.lines(_LABELS.get(name, name), _flat(old.get(name, ""), between), _flat(new[name], between))


def _flat(part: object, between: str) -> str:
    return between.join(map(str, part)) if isinstance(part, list | tuple) else str(part)


def _parts(note: Note) -> dict[str, object]:
    fields = note.fields
    tags = [tag for tag in note.tags if not tag.startswith("source::")]
    texts = {name: getattr(fields, name) for name in ("context", "front", "back", "extra", "reverse", "reverse_back")}
    return {**texts, "tags": tags}


def _doubt_lines(doubt: Doubt) -> Iterator[str]:
    """Both texts, and the words that settle it."""
    new = finding.candidate_id(doubt.candidate)
    yield f"? {_place(doubt.candidate)} [{new}] {_one_line(doubt.candidate.fields)}"
    for note in doubt.notes:
        yield f"    could be [{note.guid}] of {_place(note)}: {_one_line(note.fields)}"
    yield from (f"    flashcards match {note.guid} {new}" for note in doubt.notes)


def _named(note: Note) -> str:
    return f"{_place(note)} [{note.guid}]"


def _place(entry: Note | Candidate) -> str:
    return f"{entry.source.path}:{entry.source.line_start}"


def _one_line(fields: Fields) -> str:
    front = " ".join(fields.front.split())
    back = " / ".join(fields.back.split("\n"))
    sides = f"{front} → {back}" if back else front
    text = f"{fields.context}: {sides}" if fields.context else sides
    return text if len(text) <= 2 * _WIDTH else f"{text[: 2 * _WIDTH - 1]}…"


def plan_json(plan: Plan) -> str:
    """The plan as one JSON object: counts, and every note that is not left as it was."""
    told = [(field, word) for field, word in COUNTED if field not in ("unchanged", "ambiguous")]
    changes = {word: [_change(change) for change in getattr(plan, field)] for field, word in told}
    doubts = [
        {
            "front": doubt.candidate.fields.front,
            "source": _source(doubt.candidate),
            "guids": [n.guid for n in doubt.notes],
            "id": finding.candidate_id(doubt.candidate),
            "back": back_text(doubt.candidate.fields),
            "notes": [brief(note) for note in doubt.notes],
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
        "old_source": _source(old) if old else None,
        "tags": list(change.new.tags),
        "old_tags": list(old.tags) if old else None,
    }


def brief(note: Note) -> dict[str, object]:
    """A note as a JSON object, without what only packages need."""
    return {
        "guid": note.guid,
        "status": note.status,
        "front": front_text(note.fields),
        "back": back_text(note.fields),
        "source": _source(note),
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
    if note.note_type == "cloze":
        yield from _clozed(note)
        return
    yield _card(note, front_text(note.fields), back_text(note.fields))
    if note.fields.reverse:
        yield _card(note, note.fields.reverse, note.fields.reverse_back)


def _clozed(note: Note) -> Iterator[dict[str, object]]:
    """One card for each number: the front with its deletions hidden, the back with all shown."""
    fields = note.fields
    back = back_text(replace(fields, back=clozes.shown(fields.front)))
    for number in clozes.numbers(fields.front):
        front = front_text(replace(fields, front=clozes.front(fields.front, number)))
        yield {**_card(note, front, back), "text": fields.front}


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
        "front": html.seen(front),
        "back": html.seen(back),
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
            yield f"{note.source.path}:{note.source.line_start}  [{note.kind}]  {note.guid}"
            yield from (f"  Q  {line}" for line in str(card["front"]).split("\n"))
            yield from (f"  A  {line}" for line in str(card["back"]).split("\n"))
            yield ""


# -- single notes --------------------------------------------------------------------------------------------


@_harmless
def decided_lines(changes: Iterable[tuple[str, Change]]) -> Iterator[str]:
    """What a command did to single notes."""
    for word, change in changes:
        yield f"{word} {_named(change.new)} {_one_line(change.new.fields)}"
        if change.old and word not in ("skipped", "restored"):
            yield from difference(_parts(change.old), _parts(change.new))


def decided_json(changes: Iterable[tuple[str, Change]]) -> Iterator[str]:
    """The same, one JSON object a note."""
    for word, change in changes:
        old = change.old or change.new
        texts = {"old_front": front_text(old.fields), "old_back": back_text(old.fields)}
        yield _json({"done": word, **brief(change.new), **texts})


def in_anki(notes: Iterable[Note]) -> str:
    """The search in Anki's browser that finds these notes."""
    return "nid:" + ",".join(str(note.nid) for note in notes)


@_harmless
def life_lines(note: Note, events: Sequence[Event], *, edited: bool) -> Iterator[str]:
    """A note as it is, and what became of it, oldest first."""
    mine = ", in your own words" if edited else ""
    yield f"{_named(note)} {note.kind}, {note.status}{mine}"
    yield f"deck {note.deck}, in Anki {in_anki([note])}"
    yield from (f"  Q  {line}" for line in front_text(note.fields).split("\n"))
    yield from (f"  A  {line}" for line in back_text(note.fields).split("\n"))
    yield f"{_moment(note.created)}  created"
    for entry in events:
        yield f"{_moment(entry.time)}  {entry.event}  {entry.path}:{entry.line}"
        yield from difference(entry.old, entry.new)
    if note.modified > max([note.created, *(entry.time for entry in events)]):
        yield f"{_moment(note.modified)}  changed; what it was before is not known"


def life_json(note: Note, events: Sequence[Event], *, edited: bool) -> str:
    """The same as one JSON object."""
    names = ("time", "event", "path", "line", "old", "new")
    life = [{name: getattr(entry, name) for name in names} for entry in events]
    about = {"kind": note.kind, "deck": note.deck, "nid": note.nid, "created": note.created, "modified": note.modified}
    return _json({**brief(note), **about, "edited": edited, "events": life})


@_harmless
def spot_lines(spots: Iterable[Spot]) -> Iterator[str]:
    """`path:line` of each place, once."""
    yield from dict.fromkeys(f"{spot.path}:{spot.line}" for spot in spots)


@_harmless
def spot_troubles(spots: Iterable[Spot]) -> Iterator[str]:
    """What there is to say about places that may be others by now."""
    told = (f"{spot.note.guid} {spot.path}:{spot.line}: {spot.trouble}" for spot in spots if spot.trouble)
    yield from dict.fromkeys(told)


def spots_json(spots: Iterable[Spot]) -> Iterator[str]:
    """Each place as one JSON object a line."""
    for spot in spots:
        place = {"path": spot.path, "line": spot.line, "file": spot.file, "trouble": spot.trouble}
        yield _json({**brief(spot.note), **place})


def _moment(seconds: int) -> str:
    """In the time of this machine. A time that no calendar has is shown as it stands."""
    try:
        return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):
        return str(seconds)


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
            marked = f", marked as in {candidate.dialect}" if candidate.dialect else ""
            yield f"     + {candidate.kind}{span}{marked}: {_one_line(candidate.fields)}"
        for refusal in refused[number]:
            front = f": {' '.join(refusal.front.split())}" if refusal.front else ""
            yield f"     - {refusal.code}: {refusal.message}{front}"


def explain_json(reading: Reading, texts: Sequence[str]) -> Iterator[str]:
    """The same, one JSON object a line of the document."""
    made, refused = _by_line(reading)
    for number, text in enumerate(texts, 1):
        cards = [
            {
                "kind": entry.kind,
                "dialect": entry.dialect,
                "front": front_text(entry.fields),
                "back": back_text(entry.fields),
            }
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
