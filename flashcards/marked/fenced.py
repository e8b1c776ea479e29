"""Cards in blocks of their own: `START … END`, `STARTI … ENDI`, the fence `flashcard`, the callout `[!CARD]`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flashcards import clozes
from flashcards.marked import clozed
from flashcards.marked.dress import listed
from flashcards.marked.rows import Marked, Row, Rows, Sort, joined, split_tags
from flashcards.marked.shield import shield

MOST_ROWS = 200
"""Rows from `START` on among which its `END` is looked for."""
_FIELD = re.compile(r"(?P<name>Back|Back Extra|Extra|Text|Front|Tags):[ \t]*(?P<text>.*)")
_NAMED = re.compile(r"(?P<name>[A-Z][\w ]{0,29}):[ \t]*(?P<text>.*)")
_KNOWN = ("basic", "cloze")
"""How the names of note types open whose fields are known."""
_OPENS, _CLOSES = "STARTI ", " ENDI"
_ONE_LINE = re.compile(r"\s*\[(?P<type>[^\]]{1,80})\]\s+(?:(?:Front|Text):\s*)?(?P<text>.*)")
_BACK = re.compile(r"\bBack:\s*")
_TAGS = re.compile(r"\bTags:\s*(?P<tags>.*)$")
_FENCE = re.compile(r"\s*(?P<mark>`{3,}|~{3,})\s*flashcard\s*$")
_KEY = re.compile(r"(?P<key>front|back|deck|tags|type)\s*:\s?(?P<text>.*)", re.IGNORECASE)
_CALLOUT = re.compile(r"\s*>\s*\[!card\][+-]?\s*:?\s*(?P<front>.*)", re.IGNORECASE)
_QUOTE = re.compile(r"\s*>\s?")
_LINKS = re.compile(r"(?<!!)\[\[[^\[\]]{1,300}\]\]|[\s,·|]")
"""A callout of nothing but links lays out a page; it asks nothing."""


def is_fence(text: str) -> bool:
    """True for a line that opens the fence of a card."""
    return _FENCE.match(text) is not None


def read(rows: Rows) -> Iterator[Marked]:
    """One card for each block."""
    at = rows.body
    while at < len(rows.rows):
        found = _block(rows, at)
        if found:
            yield found
        at = max(at + 1, found.end if found else 0)


def _block(rows: Rows, at: int) -> Marked | None:
    row = rows.rows[at]
    text = row.text
    if _FENCE.match(text):
        return _fence(rows, at)
    if row.hidden:
        return None
    if text.strip() == rows.markers["block_start"]:
        return _started(rows, at)
    if _OPENS in text:
        return _one_line(rows, at)
    if "[!" in text and (callout := _CALLOUT.match(text)):
        return _callout(rows, at, callout["front"])
    return None


def _started(rows: Rows, at: int) -> Marked | None:
    closing = rows.markers["block_end"]
    end = next(
        (n for n in range(at + 1, min(len(rows.rows), at + MOST_ROWS)) if rows.rows[n].text.strip() == closing), 0
    )
    if not end:
        return None
    inside = [row for row in rows.rows[at + 1 : end] if not row.mark]
    if not inside or not inside[0].text.strip():
        return None
    kind = inside[0].text.strip()
    parts = _fields(inside[1:])
    tags = listed(parts.pop("Tags", ""))
    front = parts.get("Front") or parts.get("Text") or parts.get("", "")
    back = "\n\n".join(parts[name] for name in ("Back", "Back Extra", "Extra") if parts.get(name))
    if not back and not kind.casefold().startswith(_KNOWN):
        front, back = _unknown(inside[1:])
    return _made(rows, (at, end + 1), kind, (front, back), tags)


def _unknown(inside: Sequence[Row]) -> tuple[str, str]:
    """Front and back where the fields have names of their own: the first is the front, the others the back."""
    heaps: list[tuple[str, list[Row]]] = [("", [])]
    for row in inside:
        found = None if row.hidden else _NAMED.match(row.text)
        if found and found["name"] == "Tags":
            break
        if found:
            heaps.append((found["name"], [Row(row.number, found["text"])]))
        else:
            heaps[-1][1].append(row)
    fields = [(name, text) for name, heap in heaps if (text := joined(heap))]
    if len(fields) < 2:
        return "", ""
    told = [text for _, text in fields[1:]]
    return fields[0][1], told[0] if len(told) == 1 else "\n".join(f"{name}: {text}" for name, text in fields[1:])


def _fields(inside: Sequence[Row]) -> dict[str, str]:
    """Field name to text; what stands in front of the first name is the front."""
    heaps: dict[str, list[Row]] = {"": []}
    name = ""
    for row in inside:
        found = _FIELD.match(row.text)
        if found and not row.hidden:
            name = found["name"]
            heaps[name] = [Row(row.number, found["text"])]
        else:
            heaps[name].append(row)
    return {name: joined(heap) for name, heap in heaps.items()}


def _one_line(rows: Rows, at: int) -> Marked | None:
    hidden = shield(rows.rows[at].text)
    opens = hidden.find(_OPENS)
    closes = hidden.find(_CLOSES, opens)
    found = _ONE_LINE.fullmatch(rows.rows[at].text[opens + len(_OPENS) : closes]) if 0 <= opens < closes else None
    if not found:
        return None
    text = found["text"].strip()
    tags: tuple[str, ...] = ()
    if tagged := _TAGS.search(text):
        text, tags = text[: tagged.start()].strip(), listed(tagged["tags"])
    parts = _BACK.split(text, maxsplit=1)
    front, back = parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""
    return _made(rows, (at, at + 1), found["type"], (front, back), tags)


def _made(rows: Rows, span: tuple[int, int], kind: str, sides: tuple[str, str], tags: tuple[str, ...]) -> Marked | None:
    """The card of a block; its note type says of which sort it is."""
    first, end = span
    front, back = sides
    close = rows.through_marks(end)
    foreign = rows.ids_at(first, close)
    if "cloze" in kind.casefold():
        holes = clozed.find(front, frozenset({"brace"}))
        text = clozed.fill(front, holes)
        numbered = bool(clozes.numbers(front)) or any(hole.number for hole in holes)
        if not clozes.numbers(text):
            return None
        return Marked("o2a", first, close, text, back, "cloze", tags, "", foreign, numbered, wished=True)
    if not front or not back:
        return None
    sort: Sort = "reversed" if "reverse" in kind.casefold() else "basic"
    return Marked("o2a", first, close, front, back, sort, tags, "", foreign, wished=True)


def _fence(rows: Rows, at: int) -> Marked | None:
    """```` ```flashcard ```` with `front:` and `back:` inside."""
    found = _FENCE.match(rows.rows[at].text)
    mark = found["mark"] if found else ""
    last = min(len(rows.rows), at + MOST_ROWS)
    end = next((n for n in range(at + 1, last) if rows.rows[n].text.strip() == mark), 0)
    heaps: dict[str, list[Row]] = {"": []}
    key = ""
    for row in rows.rows[at + 1 : end]:
        if named := _KEY.match(row.text):
            key = named["key"].casefold()
            heaps[key] = [Row(row.number, "" if named["text"].strip() in ("|", ">") else named["text"])]
        else:
            heaps[key].append(row)
    parts = {name: joined(heap) for name, heap in heaps.items()}
    if not parts.get("front") or not parts.get("back"):
        return None
    close = rows.through_marks(end + 1)
    tags = listed(parts.get("tags", ""))
    deck = parts.get("deck", "")
    foreign = rows.ids_at(at, close)
    return Marked("fc2", at, close, parts["front"], parts["back"], "basic", tags, deck, foreign, wished=True)


def _callout(rows: Rows, at: int, front: str) -> Marked | None:
    end = at + 1
    while end < len(rows.rows) and _QUOTE.match(rows.rows[end].text):
        end += 1
    inside = [Row(row.number, _QUOTE.sub("", row.text, count=1)) for row in rows.rows[at + 1 : end]]
    front, tags = split_tags(front.strip())
    back = joined(inside)
    rule = next((n for n, row in enumerate(inside) if row.text.strip() == "---"), -1)
    if rule >= 0 and " " not in front.strip():
        front, back = joined(inside[:rule]), joined(inside[rule + 1 :])
    if not front.strip() or not _LINKS.sub("", back).strip():
        return None
    close = rows.through_marks(end)
    return Marked("fc2", at, close, front.strip(), back, "basic", tags, "", rows.ids_at(at, close), wished=True)
