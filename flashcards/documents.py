"""Documents: found, read and decoded; front matter taken off; lines numbered as in the file."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

from flashcards.bounds import fault
from flashcards.folders import Found, FoundFile, find
from flashcards.headers import (
    CARDS,
    Header,
    Values,
    front_matter,
    iso_date,
    locate,
    looks_like_key,
    opens_cards,
    simple_values,
    text_of,
)
from flashcards.model import Diagnostic, Document, FrontMatter
from flashcards.text import shorten
from flashcards.walk import SUFFIXES
from flashcards.wrapped import MAX_TEXT

__all__ = ["Found", "FoundFile", "digest", "find", "parse", "read", "readable"]

LARGEST = 2_000_000
"""Bytes of a document: more than anybody writes, and what can be read in some seconds whatever it holds."""
MOST_LINES = 100_000
LONGEST_LINE = 100_000

Read = tuple[Document | None, tuple[Diagnostic, ...]]

_BOMS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\x0b\x0c\r\x1b")
_TOML_LINE = re.compile(r"\(at line (\d+)")
_UNREAD_KEYS = "check the spelling; title, deck, tags, company and flashcards were still read"
_SHORTEN = "make it shorter or flatter; title, deck, tags, company and flashcards were still read"
_SIMPLE_LINE = re.compile(
    r"""
    (?P<key>[A-Za-z][A-Za-z0-9_-]*):             # nothing YAML could take for another thing
    (?:[ ]+(?P<value>[^\W\d_](?:[\w ,.()/&+'’!?-]*[\w.)!?+])?))?[ ]*
    """,
    re.VERBOSE,
)
_NOT_TEXT = frozenset("y n yes no on off true false null".split())


def read(path: Path | str, name: str) -> Read:
    """The document in one file; None, with the reason, when there is none to be had."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a Path for each of thousands of files is slow
            size = os.fstat(file.fileno()).st_size
            if size > LARGEST:
                return None, (_too_large(name, size),)
            raw = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "check that the file is still there and its permissions"
        return None, (Diagnostic(name, 0, "file-unreadable", reason, hint, "error"),)
    return parse(raw, name)


def parse(raw: bytes, name: str) -> Read:
    """The document in the bytes of a file. Never raises."""
    if len(raw) > LARGEST:
        return None, (_too_large(name, len(raw)),)
    text, complaints = _decode(raw, name)
    if text is None:
        return None, complaints
    whole = _lines(text)
    if len(whole) > MOST_LINES:
        return None, (_left_out(name, f"{len(whole):,} lines are", f"{MOST_LINES:,} lines"),)
    lines, cut = _cut(whole, name)
    meta, body, broken = _header(lines, name)
    document = Document(name, meta.title or readable(name), tuple(lines), body, meta, digest(raw))
    return document, (*complaints, *cut, *broken)


def digest(raw: bytes) -> str:
    """What tells the bytes of a file from all others."""
    return blake2b(raw, digest_size=16).hexdigest()


def readable(name: str) -> str:
    """A file's name as a title: extension off, `%3F` decoded, Logseq's `___` a slash."""
    last = name.rpartition("/")[2]
    stem = next((last[: -len(end)] for end in SUFFIXES if last.lower().endswith(end)), last)
    decoded = unquote(stem)
    if "\ufffd" in decoded:
        decoded = stem
    text = unicodedata.normalize("NFC", decoded.replace("___", " / "))
    return " ".join("".join(c if c.isprintable() else " " for c in text).split()) or last


def _too_large(name: str, size: int) -> Diagnostic:
    return _left_out(name, f"{size / 1e6:,.1f} MB are", f"{LARGEST // 10**6} MB")


def _left_out(name: str, what: str, most: str) -> Diagnostic:
    hint = f"split it; up to {most} are read. The notes it made before stay as they are"
    return Diagnostic(name, 0, "file-large", f"skipped: {what} too much for one document", hint)


# --- bytes to lines ---------------------------------------------------------------------------------
def _decode(raw: bytes, name: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    codec = next((codec for bom, codec in _BOMS if raw.startswith(bom)), "")
    if codec:
        return _decode_wide(raw, codec, name)
    if b"\0" in raw or len(raw) - len(raw.translate(None, _CONTROLS)) > len(raw) // 10:
        return None, (_binary(name),)
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return _decode_mixed(raw, name)


def _decode_wide(raw: bytes, codec: str, name: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    complaints: tuple[Diagnostic, ...] = ()
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        text = raw.decode(codec, "replace")
        message = f"some characters are no {codec.upper()} and were replaced"
        complaints = (Diagnostic(name, 0, "encoding", message, "save the file as UTF-8"),)
    if "\0" in text:
        return None, (_binary(name),)
    return text, complaints


def _binary(name: str) -> Diagnostic:
    return Diagnostic(name, 0, "file-binary", "skipped: this is no text", "if it is a note, save it as UTF-8")


def _decode_mixed(raw: bytes, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Line by line: pasted cp1252 in a UTF-8 file spoils its own line only."""
    out: list[str] = []
    first = 0
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        try:
            out.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            out.append(line.decode("cp1252", "replace"))
            first = first or number
    message = "not UTF-8: read as Windows text (cp1252)"
    return "\n".join(out), (Diagnostic(name, first, "encoding", message, "save the file as UTF-8"),)


def _lines(text: str) -> list[str]:
    """Lines end at `\\n` alone, as editors count them; a file without any may be an old Mac one."""
    text = text.lstrip("\ufeff") if text.startswith("\ufeff") else text
    if "\r" not in text:
        return text.split("\n")
    if "\n" not in text:
        return text.split("\r")
    return [line.rstrip("\r").replace("\r", " ") for line in text.split("\n")]


def _cut(lines: list[str], name: str) -> tuple[list[str], tuple[Diagnostic, ...]]:
    """Over-long lines are cut: no note has them, and they cost everyone after us."""
    long = [i for i, line in enumerate(lines) if len(line) > LONGEST_LINE]
    if not long:
        return lines, ()
    lines = [line[:LONGEST_LINE] for line in lines]
    message = f"only the first {MAX_TEXT:,} characters of this line are read"
    hint = "break the line up, or leave the file out"
    return lines, tuple(Diagnostic(name, i + 1, "line-long", message, hint) for i in long[:20])


# --- front matter -----------------------------------------------------------------------------------
def _header(lines: list[str], name: str) -> tuple[FrontMatter, int, tuple[Diagnostic, ...]]:
    header = locate(lines)
    if header is None:
        return FrontMatter(), 0, ()
    values, problem = _values(lines, header, name)
    written = simple_values(lines[header.start : header.end])
    if values is None:
        first = next((line for line in lines[header.start : header.end] if line.strip()), "")
        if not (problem or opens_cards(lines[header.start : header.end])) or not looks_like_key(first):
            return FrontMatter(), 0, ()  # two rules with text between them
        header = _shortened(lines, header)
        values = {**written, "tags": _without_brackets(written.get("tags", ""))}
    meta = _obeyed(front_matter(values, written), written)
    meta, body = _second(lines, header, meta)
    found = [*problem, *_call_problem(values, meta, lines, header, name), *_wish_problem(written, header, lines, name)]
    return meta, body, tuple(found)


def _obeyed(meta: FrontMatter, written: Mapping[str, str]) -> FrontMatter:
    """`flashcards: false` and `flashcards: all` count wherever they stand in the header."""
    said = front_matter({"flashcards": written.get("flashcards")}, {}).cards
    return meta if said == "auto" else replace(meta, cards=said)


def _without_brackets(tags: str) -> str:
    return tags if "{{" in tags else tags.strip("[]{}").replace('"', " ").replace("'", " ")


def _shortened(lines: list[str], header: Header) -> Header:
    """A broken header with a blank line in it has swallowed text: it ends at that line."""
    for i in range(header.start + 1, header.end):
        if not lines[i].strip() and any(not looks_like_key(line) for line in lines[i + 1 : header.end] if line.strip()):
            return replace(header, end=i, body=i)
    return header


def _second(lines: list[str], header: Header, meta: FrontMatter) -> tuple[FrontMatter, int]:
    """A second block directly below the first fills what the first left open."""
    below = locate(lines, header.body) if header.closed and header.body > 0 else None
    if below is None or not below.closed or below.end == below.start:
        return meta, header.body
    content = lines[below.start : below.end]
    values, problem = _values(lines, below, "")
    if problem or not values or not looks_like_key(content[0]):
        return meta, header.body
    more = front_matter(values, simple_values(content))
    return FrontMatter(
        title=meta.title or more.title,
        deck=meta.deck or more.deck,
        tags=tuple(dict.fromkeys(meta.tags + more.tags)),
        call=meta.call or more.call,
        company=meta.company or more.company,
        cards=more.cards if meta.cards == "auto" or more.cards == "none" else meta.cards,
        keys=(*more.keys, *meta.keys),
    ), below.body


def _call_problem(
    values: Values, meta: FrontMatter, lines: list[str], header: Header, name: str
) -> tuple[Diagnostic, ...]:
    call = values.get("call")
    if meta.call or iso_date(call) or not text_of(call):
        return ()
    return (
        Diagnostic(
            name,
            _line_of("call", lines, header),
            "call-date",
            f"{text_of(call)[:40]!r} is no date",
            "write it as 2026-03-31",
        ),
    )


def _line_of(key: str, lines: list[str], header: Header) -> int:
    """The number of the line that holds a key of the header; its first line when the key is spelled oddly."""
    held = (at for at in range(header.start, header.end) if lines[at].lower().startswith(key))
    return next(held, header.start) + 1


def _wish_problem(written: Mapping[str, str], header: Header, lines: list[str], name: str) -> Iterator[Diagnostic]:
    """A misspelt `flashcards: false` must not make cards of a private note without a word."""
    said = written.get("flashcards", "").strip()
    if not said or said.lower() in CARDS or said[0] in "{[#":
        return
    message = f"flashcards: {shorten(said, 40)!r} means nothing; the document is read as usual"
    yield Diagnostic(
        name,
        _line_of("flashcards", lines, header),
        "flashcards-value",
        message,
        "write false for no cards, all for every line",
    )


def _values(lines: list[str], header: Header, name: str) -> tuple[Values | None, tuple[Diagnostic, ...]]:
    """The header's values by lower-case key; None when it is broken or no mapping."""
    content = lines[header.start : header.end]
    if not header.closed and opens_cards(content):
        return None, ()
    if not header.closed:
        message = "this header is never closed"
        problem = Diagnostic(name, header.start, "front-matter-open", message, "close it with a line ---")
        return None, (problem,)
    text = "\n".join(content)
    if costly := fault(text, header.syntax):
        line, why = costly
        message = f"this header {why}, so it is not loaded"
        return None, (Diagnostic(name, header.start + 1 + line, "front-matter-large", message, _SHORTEN),)
    values = _simple(content)
    if values is not None:
        return values, ()
    return _load(_toml if header.syntax == "toml" else _yaml, text, header, name)


def _simple(content: list[str]) -> dict[str, object] | None:
    """Headers of plain `key: word` lines, read as YAML would but without loading it."""
    out: dict[str, object] = {}
    for line in content:
        hit = _SIMPLE_LINE.fullmatch(line)
        if hit is None or (hit["value"] or "").lower() in _NOT_TEXT:
            return None
        out[hit["key"].lower()] = hit["value"]
    return out


def _load(
    loader: Callable[[str], object], text: str, header: Header, name: str
) -> tuple[Values | None, tuple[Diagnostic, ...]]:
    try:
        data = loader(text)
    except Exception as error:  # PyYAML raises its own errors and whatever int(), date() and hash() raise
        line = header.start + 1 + min(_error_line(error, loader, text), max(0, header.end - header.start - 1))
        message = f"this header can't be read: {_reason(error)}"
        return None, (Diagnostic(name, line, "front-matter-broken", message, _hint(error)),)
    if data is None:
        return {}, ()
    if not isinstance(data, dict):
        return None, ()
    return {key.lower(): value for key, value in data.items() if isinstance(key, str)}, ()


def _yaml(text: str) -> object:
    from frontmatter.default_handlers import YAMLHandler

    data: object = YAMLHandler().load(text)
    return data


def _toml(text: str) -> object:
    import tomllib

    return tomllib.loads(text)


def _reason(error: Exception) -> str:
    return " ".join(str(getattr(error, "problem", None) or error).split())[:200]


def _hint(error: Exception) -> str:
    if "mapping values" in str(error):
        return 'a colon inside a value needs quotes, as in title: "Why us: the short version"'
    if "quoted scalar" in str(error):
        return "a quote is opened and never closed"
    return _UNREAD_KEYS


def _error_line(error: Exception, loader: Callable[[str], object], text: str) -> int:
    """0-based line within the header; where the error names none, the first line that fails alone."""
    quoted = "quoted scalar" in str(getattr(error, "context", ""))
    mark = getattr(error, "context_mark" if quoted else "problem_mark", None)
    if mark is not None:
        return int(mark.line)
    if hit := _TOML_LINE.search(str(error)):
        return int(hit[1]) - 1
    return next((i for i, line in enumerate(text.split("\n")[:200]) if _fails(loader, line)), 0)


def _fails(loader: Callable[[str], object], line: str) -> bool:
    try:
        loader(line.strip())
    except Exception:
        return True
    return False
