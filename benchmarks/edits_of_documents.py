"""Edits of headings and whole documents, for the editor of `edits.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.edits import Editor, Line, current_keys, edit

_HEADING = re.compile(r"(#{1,6}) (\S.*)")
_PAIR = re.compile(r"[-*] (?P<key>[^:|=]{2,40}): (?P<value>[^|]+)")
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?![\w.,-])")
_MORE = ("and more", "revisited", "in short", "once again", "for the call", "we know")
_FOLDERS = ("archive", "old calls", "2026", "prep/spring", "inbox")


def _level(line: Line) -> int:
    found = _HEADING.match(line.text)
    return len(found[1]) if found else 0


def _renamed(editor: Editor, name: str) -> str:
    """A heading or file name with a word more, a word less, or an altogether other one."""
    words = name.split(" ")
    ways = [f"{name} {editor.chance.choice(_MORE)}", f"{editor.writer.thing().capitalize()} of {editor.writer.name()}"]
    if len(words) > 1:
        ways.append(" ".join(words[:-1]))
    return editor.chance.choice(ways)


def _rehead(editor: Editor, kind: str, level: Sequence[int]) -> bool:
    heads = [
        (path, at)
        for path in sorted(editor.vault)
        for at, line in enumerate(editor.vault[path])
        if _level(line) in level
    ]
    if not heads:
        return False
    path, at = editor.chance.choice(heads)
    lines = editor.vault[path]
    line = lines[at]
    marks, name = _HEADING.match(line.text).groups()  # type: ignore[union-attr]
    end = next((n for n in range(at + 1, len(lines)) if 0 < _level(lines[n]) <= len(marks)), len(lines))
    editor.touch(kind, lines[at:end])
    ending = "?" if name.endswith("?") else ""
    lines[at] = replace(line, text=f"{marks} {_renamed(editor, name.rstrip('?'))}{ending}")
    return True


@edit("rename heading")
def _rename_heading(editor: Editor) -> bool:
    return _rehead(editor, "rename heading", (2, 3, 4))


@edit("rename title")
def _rename_title(editor: Editor) -> bool:
    """The first heading, or the title in the header."""
    titled = [
        (path, at)
        for path in sorted(editor.vault)
        for at, line in enumerate(editor.vault[path][:8])
        if line.text.startswith("title: ")
    ]
    if not titled or editor.chance.random() < 0.5:
        return _rehead(editor, "rename title", (1,))
    path, at = editor.chance.choice(titled)
    line = editor.vault[path][at]
    name = line.text.removeprefix("title: ").strip('"').replace(":", "")
    editor.vault[path][at] = replace(line, text=f"title: {_renamed(editor, name)}")
    editor.touch("rename title", editor.vault[path])
    return True


def _rename(editor: Editor, kind: str, old: str, new: str) -> bool:
    if new in editor.vault:
        return False
    editor.touch(kind, editor.vault[old])
    editor.vault[new] = editor.vault.pop(old)
    editor.deleted = [(new if path == old else path, line) for path, line in editor.deleted]
    return True


@edit("rename file")
def _rename_file(editor: Editor) -> bool:
    path = editor.path()
    folder, slash, name = path.rpartition("/")
    return _rename(editor, "rename file", path, f"{folder}{slash}{_renamed(editor, name.removesuffix('.md'))}.md")


@edit("move file")
def _move_file(editor: Editor) -> bool:
    path = editor.path()
    return _rename(editor, "move file", path, f"{editor.chance.choice(_FOLDERS)}/{path.rpartition('/')[2]}")


@edit("rename folder")
def _rename_folder(editor: Editor) -> bool:
    old = editor.path().rpartition("/")[0]
    new = f"{editor.chance.choice(_FOLDERS)} {editor.chance.randint(2, 99)}"
    inside = [path for path in sorted(editor.vault) if path.startswith(f"{old}/")]
    done = [_rename(editor, "rename folder", path, new + path.removeprefix(old)) for path in inside]
    return any(done)


@edit("split document")
def _split_document(editor: Editor) -> bool:
    """From a heading on, a document goes on in a file of its own."""
    cuts = [
        (path, at)
        for path in sorted(editor.vault)
        for at, line in enumerate(editor.vault[path])
        if at and _level(line) > 1
    ]
    if not cuts:
        return False
    path, at = editor.chance.choice(cuts)
    lines = editor.vault[path]
    new = f"{path.removesuffix('.md')} part {editor.chance.randint(2, 99)}.md"
    editor.touch("split document", lines[at:])
    editor.vault[path], editor.vault[new] = lines[:at], lines[at:]
    return True


@edit("copy template")
def _copy_template(editor: Editor) -> bool:
    """A document copied for another company: other names, half of the numbers changed. All its facts are new."""
    path = editor.path()
    name = editor.writer.name()
    copied = [editor.line(_for_another(editor, line.text, name)) for line in editor.vault[path]]
    editor.vault[f"{path.rpartition('/')[0] or 'inbox'}/{name}.md"] = copied
    editor.touch("copy template", [*copied, *editor.vault[path]])
    return True


def _for_another(editor: Editor, text: str, name: str) -> str:
    if text.startswith(("title: ", "company: ", "# ")):
        return f"{text.partition(' ')[0]} {name}"
    if editor.chance.random() < 0.5:
        return _NUMBER.sub(lambda hit: str(int(hit[0]) + editor.chance.randint(1, 40)), text)
    return text


@edit("copy file")
def _copy_file(editor: Editor) -> bool:
    """What a sync tool leaves: the same document once more. Its facts are those of the first (see `identity.py`)."""
    path = editor.path()
    new = f"{path.removesuffix('.md')} (conflicted copy).md"
    if new in editor.vault:
        return False
    editor.vault[new] = [editor.line(line.text) for line in editor.vault[path]]
    for line, made in zip(editor.vault[path], editor.vault[new], strict=True):
        editor.copied[made.ids[0]] = _first(editor, line)
    editor.touch("copy file", [*editor.vault[new], *editor.vault[path]])
    return True


def _first(editor: Editor, line: Line) -> Line:
    """The line with its facts now; that of a copy which says what it said when it was made is the one before it."""
    known = editor.copied.get(line.ids[0])
    return known if known and known.text == line.text else replace(line, facts=current_keys(editor, line))


@edit("deck changed")
def _deck_changed(editor: Editor) -> bool:
    path = editor.path()
    lines = editor.vault[path]
    deck = f"deck: Interview Prep::{editor.writer.name()}"
    old = next((at for at, line in enumerate(lines[:8]) if line.text.startswith("deck: ")), -1)
    if old >= 0:
        lines[old] = replace(lines[old], text=deck)
    elif lines[0].text.startswith("---"):
        lines.insert(1, editor.line(deck))
    else:
        lines[:0] = [editor.line(text) for text in ("---", deck, "---")]
    editor.touch("deck changed", lines)
    return True


@edit("bullets to table")
def _to_table(editor: Editor) -> bool:
    """Neighbouring bullets of key and value become rows. Each row has the id of its bullet."""
    runs = [run for path in sorted(editor.vault) for run in _runs(editor.vault[path], path)]
    if not runs:
        return False
    path, start, end = editor.chance.choice(runs)
    lines = editor.vault[path]
    rows = [replace(line, text=_row(line.text)) for line in lines[start:end]]
    head = [editor.line(text) for text in ("", "| what | value |", "|---|---|")]
    editor.touch("bullets to table", rows)
    lines[start:end] = [*head, *rows, editor.line("")]
    return True


def _row(text: str) -> str:
    found = _PAIR.fullmatch(text)
    assert found
    return f"| {found['key'].strip('*')} | {found['value']} |"


def _runs(lines: Sequence[Line], path: str) -> list[tuple[str, int, int]]:
    """Where two bullets of key and value or more stand together."""
    runs, start = [], 0
    for at in range(len(lines) + 1):
        if at == len(lines) or not _PAIR.fullmatch(lines[at].text):
            if at - start >= 2:
                runs.append((path, start, at))
            start = at + 1
    return runs
