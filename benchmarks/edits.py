"""An editor of notes that knows what it does: every line has an id that goes with it through each edit.

Used by `identity.py`, which says what counts as the same fact. Nothing here looks at the matching of the program.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from benchmarks import vault
from benchmarks.vault import Writer

Key = tuple[tuple[int, ...], int, int]
"""A fact of one line: the line's ids, which card of the line it is, and how many the line had."""

_LEAD = re.compile(r"\s*(?:(?:[-*+•]|\d{1,2}[.)])\s+)?")
_HEADING = re.compile(r"#{1,6} \S")
_WORD = re.compile(r"(?<![\w'’])[a-z]{4,}(?![\w'’])")
_DIGITS = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")
_PAIR = re.compile(r"[-*] [^:|=]{2,40}: [^|]+")
_JOINTS = re.compile(r", and |, but |; | and |, ")

FILLERS = "usually|in practice|mostly|by now|these days|as a rule|in short".split("|")
_SMALL = frozenset("a an the of in on at to for by with from and or every each".split())
SYNONYMS = dict(
    pair.split("/")
    for pair in """keeps/retains drops/discards merges/joins sorts/orders routes/directs splits/divides copies/clones
    holds/stores checks/verifies repairs/fixes counts/tallies stores/saves signs/approves delays/postpones every/each
    steady/stable cold/chilly narrow/slim shared/common early/soon broken/faulty quiet/silent remote/distant
    local/nearby frozen/icy sparse/thin dense/thick stale/outdated nightly/overnight partial/incomplete
    regional/local idle/unused while/whilst because/since small/little goes/went takes/needs made/built
    about/around over/above under/below paper/forms small/tiny whole/entire picks/harvests going/planning
    daily/everyday runs/jobs before/ahead live/active signed/committed makes/forces rather/instead job/task
    often/frequently repeat/rerun changes/alters message/item reader/consumer long/slow workers/consumers
    wrong/mistaken happens/follows decides/chooses retired/scrapped season/summer frozen/locked answer/reply
    start/begin request/call share/portion users/people version/release""".split()
)
UNITS = dict(
    pair.split("/")
    for pair in """ms/µs µs/ms s/ms sec/min min/sec hours/days days/weeks hrs/min GB/TB MB/GB TB/PB PB/TB km/miles kg/lb
    users/accounts rows/records sites/stations watts/kW kW/watts people/passengers runs/jobs stops/drops""".split()
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document. `facts` are the keys of its cards where it was split off or merged."""

    ids: tuple[int, ...]
    text: str
    facts: tuple[Key, ...] = ()

    @property
    def body(self) -> str:
        """The text without its list mark."""
        return self.text[_LEAD.match(self.text).end() :]  # type: ignore[union-attr]

    @property
    def lead(self) -> str:
        """Indentation and list mark."""
        return self.text[: len(self.text) - len(self.body)]


Vault = dict[str, list[Line]]
Spot = tuple[str, int]
"""A document and a place in it."""


@dataclass(slots=True)
class Editor:
    """The vault as it is edited. `cards` are the answers that the last reading found on each line, in order."""

    vault: Vault
    chance: random.Random
    writer: Writer
    cards: dict[int, tuple[str, ...]] = field(default_factory=dict)
    touched: dict[int, set[str]] = field(default_factory=dict)
    """Line ids to the edits since the last build that were about them."""
    shifted: dict[int, str] = field(default_factory=dict)
    """Line ids that only stand on another line number now."""
    deleted: list[tuple[str, Line]] = field(default_factory=list)
    copied: dict[int, Line] = field(default_factory=dict)
    """Line ids of a file that was copied as a whole to the lines they were copied from, with their cards then."""
    last_id: int = 0

    def line(self, text: str) -> Line:
        """A line that was never there before."""
        self.last_id += 1
        return Line((self.last_id,), text)

    def touch(self, kind: str, lines: Sequence[Line]) -> None:
        """These lines are what the edit is about."""
        for line in lines:
            for one in line.ids:
                self.touched.setdefault(one, set()).add(kind)

    def shift(self, kind: str, path: str, start: int) -> None:
        """Everything from here on moves up or down."""
        for line in self.vault.get(path, [])[start:]:
            self.shifted.update(dict.fromkeys(line.ids, kind))

    def spots(self, wanted: Callable[[Line], bool] = lambda line: True) -> list[Spot]:
        """The lines with cards of their own, but for tables and headings."""
        return [
            (path, at)
            for path in sorted(self.vault)
            for at, line in enumerate(self.vault[path])
            if line.ids[0] in self.cards and not line.text.startswith(("|", "#", ">")) and wanted(line)
        ]

    def spot(self, wanted: Callable[[Line], bool] = lambda line: True) -> Spot | None:
        """One of them."""
        found = self.spots(wanted)
        return self.chance.choice(found) if found else None

    def path(self) -> str:
        """One of the documents."""
        return self.chance.choice(sorted(self.vault))

    def block(self, spot: Spot) -> int:
        """Where the line with all that is indented below it ends."""
        lines, at = self.vault[spot[0]], spot[1]
        depth, end = _depth(lines[at]), at + 1
        while end < len(lines) and lines[end].text.strip() and _depth(lines[end]) > depth:
            end += 1
        return end


def _depth(line: Line) -> int:
    text = line.text.expandtabs(4)
    return len(text) - len(text.lstrip())


Edit = Callable[[Editor], bool]
"""Does one edit; False when there was nothing to do it to."""
EDITS: dict[str, Edit] = {}


def edit(name: str) -> Callable[[Edit], Edit]:
    """Register an edit."""

    def keep(function: Edit) -> Edit:
        EDITS[name] = function
        return function

    return keep


# -- one line ------------------------------------------------------------------------------------------------


def _rewrite(editor: Editor, kind: str, spot: Spot | None, text: Callable[[Line], str]) -> bool:
    """Put another text on a line that stays the same fact."""
    if spot is None:
        return False
    path, at = spot
    line = editor.vault[path][at]
    made = text(line)
    editor.vault[path][at] = replace(line, text=made)
    if made != line.text:
        editor.touch(kind, [line])
    return made != line.text


@edit("typo")
def _typo(editor: Editor) -> bool:
    def text(line: Line) -> str:
        word = editor.chance.choice(list(_WORD.finditer(line.body)))
        at = word.start() + editor.chance.randint(1, len(word[0]) - 2)
        body = line.body
        slips = (
            body[:at] + body[at + 1] + body[at] + body[at + 2 :],
            body[:at] + body[at + 1 :],
            body[:at] + body[at] + body[at:],
        )
        return line.lead + editor.chance.choice(slips)

    return _rewrite(editor, "typo", editor.spot(lambda line: bool(_WORD.search(line.body))), text)


def _answers(editor: Editor, line: Line, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where in the body this pattern stands inside an answer."""
    found = []
    for answer in editor.cards.get(line.ids[0], ()):
        at = line.body.find(answer)
        if at >= 0 and len(answer) < 40:
            found += [(at + hit.start(), at + hit.end()) for hit in pattern.finditer(answer)]
    return found


def _other_number(number: str, chance: random.Random) -> str:
    """Another number of about the same size, written the same way."""
    whole, dot, part = number.replace(",", "").partition(".")
    made = str(max(2, int(int(whole) * chance.uniform(0.4, 2.5)) + chance.randint(1, 3)))
    grouped = f"{int(made):,}" if "," in number else made
    return grouped + (f"{dot}{chance.randint(1, 9)}" if part else "")


@edit("number")
def _number(editor: Editor) -> bool:
    def text(line: Line) -> str:
        start, end = editor.chance.choice(_answers(editor, line, _DIGITS))
        body = line.body
        return line.lead + body[:start] + _other_number(body[start:end], editor.chance) + body[end:]

    return _rewrite(editor, "number", editor.spot(lambda line: bool(_answers(editor, line, _DIGITS))), text)


_UNIT = re.compile(rf"(?<=\d )(?:{'|'.join(UNITS)})\b")


@edit("unit")
def _unit(editor: Editor) -> bool:
    def text(line: Line) -> str:
        start, end = editor.chance.choice(_answers(editor, line, _UNIT))
        body = line.body
        head = body[:start]
        numbers = list(_DIGITS.finditer(head))
        if numbers and editor.chance.random() < 0.7:
            last = numbers[-1]
            head = head[: last.start()] + _other_number(last[0], editor.chance) + head[last.end() :]
        return line.lead + head + UNITS[body[start:end]] + body[end:]

    return _rewrite(editor, "unit", editor.spot(lambda line: bool(_answers(editor, line, _UNIT))), text)


@edit("reword")
def _reword(editor: Editor) -> bool:
    """Up to a third of the words that mean something: others for some, a phrase more, an article less."""

    def text(line: Line) -> str:
        words = line.body.split(" ")
        room = sum(len(word) > 3 and word.isalpha() for word in words) // 3
        ends = {at for at, word in enumerate(words, 1) if word.isalpha() and word not in _SMALL}
        gaps = [at for at in range(len(words) // 2, len(words)) if at in ends]
        if gaps and room and editor.chance.random() < 0.5:
            words.insert(editor.chance.choice(gaps), editor.chance.choice(FILLERS))
            room -= 1
        known = [at for at, word in enumerate(words) if word in SYNONYMS]
        for at in editor.chance.sample(known, min(len(known), room, editor.chance.randint(1, 2))):
            words[at] = SYNONYMS[words[at]]
        small = [at for at, word in enumerate(words) if word in ("the", "a", "every")]
        if small and editor.chance.random() < 0.4:
            del words[editor.chance.choice(small)]
        return line.lead + " ".join(words)

    return _rewrite(editor, "reword", editor.spot(lambda line: line.body.count(" ") >= 4), text)


@edit("restyle")
def _restyle(editor: Editor) -> bool:
    """Other marks and the same words."""

    def text(line: Line) -> str:
        key, colon, value = line.body.partition(": ")
        lead = line.lead.replace("- ", "* ") if "- " in line.lead else line.lead + "- "
        bold = f"**{key}**" if colon and "*" not in key else key
        return lead + editor.chance.choice((bold + colon + value, line.body))

    return _rewrite(editor, "restyle", editor.spot(), text)


@edit("indent")
def _indent(editor: Editor) -> bool:
    def below(line: Line) -> bool:
        return line.text.startswith(("- ", "* "))

    spots = [(path, at) for path, at in editor.spots(below) if at and below(editor.vault[path][at - 1])]
    return _rewrite(editor, "indent", editor.chance.choice(spots) if spots else None, lambda line: "  " + line.text)


@edit("replace")
def _replace(editor: Editor) -> bool:
    """Another fact is written in the place of the old one."""
    if (spot := editor.spot()) is None:
        return False
    path, at = spot
    old, make = editor.vault[path][at], editor.chance.choice((vault.fact, vault.attribute, vault.term))
    new = editor.line(old.lead + make(editor.writer).removeprefix("- "))
    editor.vault[path][at] = new
    editor.touch("replace", [old, new])
    return True


# -- lines that come, go and move ----------------------------------------------------------------------------


@edit("split line")
def _split(editor: Editor) -> bool:
    """One line becomes two. Each card goes with the half that holds its answer."""
    choices = [(spot, joint) for spot in editor.spots() for joint in _splits(editor, spot)]
    if not choices:
        return False
    (path, at), (left, right, first) = editor.chance.choice(choices)
    line = editor.vault[path][at]
    keys, answers = current_keys(editor, line), editor.cards[line.ids[0]]
    fresh = editor.line(line.lead + right)
    one = replace(line, text=line.lead + left, facts=keys[:first])
    two = replace(fresh, ids=fresh.ids + line.ids if keys[first:] else fresh.ids, facts=keys[first:])
    editor.vault[path][at : at + 1] = [one, two]
    editor.cards[line.ids[0]] = answers[:first]
    if answers[first:]:
        editor.cards[two.ids[0]] = answers[first:]
    editor.touch("split line", [line, two])
    return True


def _splits(editor: Editor, spot: Spot) -> Iterator[tuple[str, str, int]]:
    """The halves, and how many of the cards stay with the first."""
    line = editor.vault[spot[0]][spot[1]]
    answers = editor.cards[line.ids[0]]
    for joint in _JOINTS.finditer(line.body):
        left, right = line.body[: joint.start()], line.body[joint.end() :]
        inside = [answer in left for answer in answers]
        whole = all((answer in left) != (answer in right) for answer in answers)
        if whole and inside == sorted(inside, reverse=True) and any(inside) and right.count(" ") >= 2:
            yield left, right, sum(inside)


def keys_of(line: Line, count: int, places: int) -> tuple[Key, ...]:
    """The facts of a line that has so many cards now, with answers in so many places."""
    if len(line.facts) == count == places:
        return line.facts
    # Nobody can tell which of the old cards these are: so they are none of them, nor those of an earlier time.
    times = 1 + max((key[0].count(-1) for key in line.facts), default=-1)
    return tuple(((*line.ids, *[-1] * times), at, count) for at in range(count))


def current_keys(editor: Editor, line: Line) -> tuple[Key, ...]:
    """The facts of a line by its last reading, or by the edits since."""
    count = len(editor.cards.get(line.ids[0], ()))
    return keys_of(line, count, count)


@edit("merge lines")
def _merge(editor: Editor) -> bool:
    """Two lines with a card or more each become one."""
    pairs = [
        (path, at)
        for path, at in editor.spots()
        if at + 1 < len(editor.vault[path]) and (path, at + 1) in editor.spots()
    ]
    if not pairs:
        return False
    path, at = editor.chance.choice(pairs)
    one, two = editor.vault[path][at : at + 2]
    keys = current_keys(editor, one) + current_keys(editor, two)
    editor.vault[path][at : at + 2] = [Line(one.ids + two.ids, f"{one.text}, {two.body}", keys)]
    editor.cards[one.ids[0]] += editor.cards[two.ids[0]]
    editor.touch("merge lines", [one, two])
    return True


@edit("insert above")
def _insert(editor: Editor) -> bool:
    if (spot := editor.spot()) is None:
        return False
    path, at = spot
    make = editor.chance.choice((vault.fact, vault.attribute, vault.term))
    lead = editor.vault[path][at].lead
    new = editor.line(lead + make(editor.writer).removeprefix("- "))
    editor.vault[path].insert(at, new)
    editor.touch("insert above", [new])
    editor.shift("insert above", path, at + 1)
    return True


@edit("delete")
def _delete(editor: Editor) -> bool:
    if (spot := editor.spot()) is None:
        return False
    path, at = spot
    line = editor.vault[path].pop(at)
    editor.deleted.append((path, line))
    editor.touch("delete", [line])
    editor.shift("delete", path, at)
    return True


@edit("bring back")
def _bring_back(editor: Editor) -> bool:
    """A line that was deleted stands in its document again, where there is room."""
    homes = [entry for entry in editor.deleted if entry[0] in editor.vault and entry[1].ids[0] not in editor.touched]
    if not homes:
        return False
    path, line = editor.chance.choice(homes)
    editor.deleted.remove((path, line))
    spots = [at for found, at in editor.spots() if found == path]
    at = editor.chance.choice(spots) if spots else len(editor.vault[path])
    editor.vault[path].insert(at, line)
    editor.touch("bring back", [line])
    editor.shift("insert above", path, at + 1)
    return True


def _carry(editor: Editor, kind: str, spot: Spot, to: str, place: Callable[[Sequence[Line]], int | None]) -> bool:
    """Move a line, with what is indented below it, to a place in a document."""
    path, at = spot
    end = editor.block(spot)
    moved = editor.vault[path][at:end]
    rest = editor.vault[path][:at] + editor.vault[path][end:]
    target = rest if to == path else editor.vault[to]
    if (goal := place(target)) is None or (to == path and goal == at):
        return False
    depth = len(moved[0].text) - len(moved[0].text.lstrip())
    moved = [replace(line, text=line.text[depth:]) for line in moved]
    editor.vault[path] = rest
    editor.vault[to] = [*target[:goal], *moved, *target[goal:]]
    editor.touch(kind, moved)
    return True


@edit("reorder")
def _reorder(editor: Editor) -> bool:
    """A line changes places with lines of its own section."""
    if (spot := editor.spot(lambda line: not _depth(line))) is None:
        return False
    path, at = spot
    lines = editor.vault[path]
    first = max((place for place in range(at) if not _is_fact(editor, lines[place])), default=-1) + 1
    last = next((place for place in range(at, len(lines)) if not _is_fact(editor, lines[place])), len(lines))
    goals = [place for place in range(first, last - 1) if place != at]
    return bool(goals) and _carry(editor, "reorder", spot, path, lambda rest: editor.chance.choice(goals))


def _is_fact(editor: Editor, line: Line) -> bool:
    return line.ids[0] in editor.cards and not line.text.startswith(("#", "|")) and not _depth(line)


def _below_a_heading(editor: Editor, but: int = -1) -> Callable[[Sequence[Line]], int | None]:
    def place(lines: Sequence[Line]) -> int | None:
        heads = [at + 1 for at, line in enumerate(lines) if _HEADING.match(line.text) and line.ids[0] != but]
        return editor.chance.choice(heads) if heads else None

    return place


@edit("other heading")
def _other_heading(editor: Editor) -> bool:
    if (spot := editor.spot()) is None:
        return False
    path, at = spot
    above = [line.ids[0] for line in editor.vault[path][:at] if _HEADING.match(line.text)]
    return _carry(editor, "other heading", spot, path, _below_a_heading(editor, above[-1] if above else -1))


@edit("other document")
def _other_document(editor: Editor) -> bool:
    spot, to = editor.spot(), editor.path()
    return bool(spot) and to != spot[0] and _carry(editor, "other document", spot, to, _below_a_heading(editor))  # type: ignore[index,arg-type]


@edit("equal line")
def _equal_line(editor: Editor) -> bool:
    """The same words once more, below another heading. It is a fact of its own."""
    if (spot := editor.spot()) is None:
        return False
    path, at = spot
    goal = _below_a_heading(editor)(editor.vault[path])
    if goal is None:
        return False
    line = editor.vault[path][at]
    copied = editor.line(line.text.lstrip())
    editor.vault[path].insert(goal, copied)
    editor.touch("equal line", [line, copied])
    return True
