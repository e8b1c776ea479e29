"""Front matter: where a header stands in a document, and what its values say. Pure; parsing is passed in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Literal

from flashcards.model import FrontMatter

Values = Mapping[str, object]

_FENCE = re.compile(r"(-{3,}|\+{3,})[ \t]*")
_YAML_END = re.compile(r"(?:-{3,}|\.{3})[ \t]*")
_KEY = re.compile(r"""[\w"'][\w .'"/-]{0,80}?\s*(?:(?P<yaml>:)(?=[\s]|$)|(?P<toml>=)\s)""")
_HEADING = re.compile(r"#{1,6}\s")
_SIMPLE_KEY = re.compile(r"[\"']?(?P<key>[A-Za-z][\w-]{0,40})[\"']?\s*[:=]\s*(?P<value>.{0,2000})")
_PLACEHOLDER = re.compile(r"\{\{[^{}]{0,500}\}\}|<%.{0,500}?%>|^\{\{|^<%")
_COMMENT = re.compile(r"\s#.*$")
_DATE = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[T\s])")
_BETWEEN_TAGS = re.compile(r"[,\s]+")
_BLANKS_ABOVE = 3
_MOST_TAGS = 200
_MOST_KEYS = 200
_LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class Header:
    """A header by 0-based lines: its content is `lines[start:end]`, the body begins at `body`."""

    start: int
    end: int
    body: int
    syntax: Literal["yaml", "toml"]
    closed: bool = True


def locate(lines: Sequence[str], at: int = 0) -> Header | None:
    """The header that opens at `at`, or after a few blank lines at the top of the document."""
    first = at
    while first < min(len(lines), at + (_BLANKS_ABOVE if at == 0 else 0)) and not lines[first].strip():
        first += 1
    if first >= len(lines) or not _FENCE.fullmatch(lines[first]):
        return None
    plus = lines[first].startswith("+")
    end = _closing(lines, first + 1, plus)
    if end is None:
        return _unclosed(lines, first + 1)
    return Header(first + 1, end, end + 1, "toml" if plus else _syntax(lines, first + 1, end))


def _closing(lines: Sequence[str], start: int, plus: bool) -> int | None:
    """The closing fence; None when the text has begun before one comes."""
    after_blank = False
    for i in range(start, len(lines)):
        line = lines[i]
        if _FENCE.fullmatch(line) and line.startswith("+") if plus else _YAML_END.fullmatch(line):
            return i
        if not plus and _text_begins(line, after_blank):
            return None
        after_blank = not line.strip()
    return None


def _text_begins(line: str, after_blank: bool) -> bool:
    """`## Heading` is text; `# so` may be a comment; after a blank line only keys go on."""
    if line.startswith("##") or (after_blank and _HEADING.match(line)):
        return bool(_HEADING.match(line))
    return after_blank and bool(line.strip()) and not (line[0].isspace() or looks_like_key(line))


def opens_cards(content: Sequence[str]) -> bool:
    """True for `Deck: Net` and `Tags: a b` alone: below a rule they open a section of marked cards, and no header."""
    lines = [line for line in content if line.strip()]
    return bool(lines) and all(line.startswith(("Deck: ", "Tags: ")) for line in lines)


def looks_like_key(line: str) -> bool:
    """`key: value`, `key : value`, `key = value`, `key:`."""
    return bool(_KEY.match(line))


def _syntax(lines: Sequence[str], start: int, end: int) -> Literal["yaml", "toml"]:
    for line in lines[start:end]:
        if line.strip() and not line.lstrip().startswith(("#", "[")):
            key = _KEY.match(line)
            return "toml" if key and key["toml"] else "yaml"
    return "yaml"


def _unclosed(lines: Sequence[str], start: int) -> Header | None:
    """Only the leading `key: value` lines (and what is indented below them) are dropped."""
    end = start
    while end < len(lines) and (looks_like_key(lines[end]) or (end > start and re.match(r"\s+\S|-\s", lines[end]))):
        end += 1
    return Header(start, end, end, _syntax(lines, start, end), closed=False) if end > start else None


def simple_values(lines: Sequence[str]) -> dict[str, str]:
    """The `key: value` lines as written; what is left to go by when a header is broken."""
    found: dict[str, str] = {}
    for line in lines:
        if hit := _SIMPLE_KEY.match(line):
            found[hit["key"].lower()] = _bare(hit["value"].strip())
    return found


def _bare(value: str) -> str:
    """Without quotes, closed or not, and without a comment."""
    if value[:1] in ('"', "'"):
        return value[1:].partition(value[0])[0].strip()
    return _COMMENT.sub("", value).strip()


def front_matter(values: Values, written: Mapping[str, str]) -> FrontMatter:
    """What the header tells us. `written` has the values as they stand in the file."""
    return FrontMatter(
        title=_title(text_of(values.get("title"), written.get("title", ""))),
        deck=text_of(values.get("deck"), written.get("deck", "")),
        tags=_tags(values.get("tags"), written.get("tags", "")),
        call=iso_date(values.get("call")),
        company=text_of(values.get("company"), written.get("company", "")),
        cards=_cards(values.get("flashcards")),
        keys=tuple((key, text_of(values[key], written.get(key, ""))) for key in islice(values, _MOST_KEYS)),
    )


CARDS: dict[str, Literal["auto", "none", "all"]] = {
    **dict.fromkeys(("false", "no", "off", "none"), "none"),
    **dict.fromkeys(("true", "yes", "on", "auto"), "auto"),
    "all": "all",
}
"""What `flashcards:` in a header may say."""


def _cards(value: object) -> Literal["auto", "none", "all"]:
    if isinstance(value, bool):
        return "auto" if value else "none"
    return CARDS.get(value.strip().lower(), "auto") if isinstance(value, str) else "auto"


def _title(text: str) -> str:
    return text if any(letter.isalnum() or ord(letter) > 0x2000 for letter in text) else ""


def text_of(value: object, written: str = "") -> str:
    """Any YAML value as text: dates ISO, numbers and `yes` as written, lists joined."""
    if isinstance(value, list):
        return _tidy(", ".join(filter(None, (text_of(item) for item in _flat(value)))))
    if value is None or isinstance(value, (dict, bytes, set, tuple)):  # a pair of `!!omap` may hold what never ends
        return ""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return _tidy(value if isinstance(value, str) else written or _plain(value))


def _plain(value: object) -> str:
    try:
        return str(value).lower() if isinstance(value, bool) else str(value)
    except ValueError:  # an integer of more digits than Python prints
        return ""


def _tidy(text: str) -> str:
    """One line of whole characters; a placeholder counts as nothing."""
    if _PLACEHOLDER.search(text):
        return ""
    if not text.isascii():
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = unicodedata.normalize("NFC", whole)
    return " ".join(text.replace("\0", " ").split())[:_LONGEST_VALUE].strip()


def _flat(values: list[object]) -> Iterator[object]:
    """The items of a list and of the lists in it (`[[link]]`), no deeper, and not without end."""
    groups = (value if isinstance(value, list) else [value] for value in values)
    items = (item for group in groups for item in group if not isinstance(item, list))
    return islice(items, _MOST_TAGS)


def _tags(value: object, written: str) -> tuple[str, ...]:
    """Tags from a list, a string ("a b", "a, b", "#a") or a number. A tag has no blanks."""
    if isinstance(value, list):
        found = [text_of(item).replace(" ", "-") for item in _flat(value)]
    else:
        found = _BETWEEN_TAGS.split(text_of(value, written))
    return tuple(dict.fromkeys(tag for tag in (tag.strip("#,") for tag in found) if tag))[:_MOST_TAGS]


def iso_date(value: object) -> str:
    """`YYYY-MM-DD` of a date, or of text that starts with one; else nothing."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, str) and (hit := _DATE.match(value)):
        try:
            return date(*map(int, hit.groups())).isoformat()
        except ValueError:
            return ""
    return ""
