"""Code on cards: its HTML, coloured where the language is known. Pygments reads the code and is loaded only then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any

from flashcards.richmarks import seamed

LONGEST = 2_000
"""Characters of code above which nothing is coloured: no card needs it, and no lexer can take long."""
LANGUAGES = frozenset(
    """python py python3 py3 pycon javascript js typescript ts jsx tsx java kotlin scala groovy clojure c c++ cpp
    c# cs csharp f# fsharp go golang rust rs ruby rb php swift objective-c objc dart elixir erlang haskell hs ocaml lisp
    scheme racket julia r matlab fortran perl lua nim zig solidity prolog sql postgresql postgres mysql sqlite3 plpgsql
    cypher sparql bash sh shell zsh console powershell ps1 awk tcl html xml css scss less json yaml yml toml ini docker
    dockerfile make makefile cmake nginx terraform hcl protobuf proto graphql http latex tex markdown md diff udiff vim
    asm nasm llvm verilog vhdl cuda vb.net pascal ada""".split()
)
"""What is coloured, by the words people write behind a fence. Each was tried with texts that cost lexers most."""
CLASSES = {
    "Comment": "c",
    "Keyword": "k",
    "Operator.Word": "k",
    "Literal.String": "s",
    "Literal.Number": "m",
    "Name.Function": "nf",
    "Name.Class": "nf",
    "Name.Decorator": "nf",
    "Name.Tag": "nf",
    "Name.Builtin": "nb",
    "Name.Constant": "nb",
    "Generic.Deleted": "gd",
    "Generic.Inserted": "gi",
}
"""Sorts of tokens, with all that are finer, and their class: the short names that Pygments gives them."""

_SIGN = re.compile("(\x01[0-9]+\x02|[\x03\x04])")


@lru_cache(maxsize=512)
def block(code: str, language: str) -> str:
    """The HTML of a block of code. The signs of clozes in it stay where they stand."""
    return f'<pre><code class="hl">{"".join(_spans(code, language))}</code></pre>'


def _spans(code: str, language: str) -> Iterator[str]:
    parts = _SIGN.split(code)
    bare = "".join(parts[::2])
    tokens = _tokens(bare, language)
    for text, sign in zip(parts[::2], [*parts[1::2], ""], strict=True):
        yield from _told(tokens, len(text))
        yield sign


Tokens = list[tuple[str, str]]
"""Class and text, the first one last."""


def _told(tokens: Tokens, size: int) -> Iterator[str]:
    """The HTML of the next `size` characters; a token that is longer is cut in two."""
    while size:
        name, text = tokens.pop()
        if len(text) > size:
            tokens.append((name, text[size:]))
            text = text[:size]
        size -= len(text)
        html = seamed(escape(text, quote=False))
        yield f'<span class="{name}">{html}</span>' if name else html


def _tokens(code: str, language: str) -> Tokens:
    lexer = _lexer(language.lower()) if len(code) <= LONGEST and language.lower() in LANGUAGES else None
    if lexer is None:
        return [("", code)] if code else []
    named = [(_class(str(sort)), text) for sort, text in lexer.get_tokens(code) if text]
    joined = [(name, "".join(text for _, text in group)) for name, group in groupby(named, key=lambda one: one[0])]
    whole = "".join(text for _, text in joined) == code  # a lexer may tidy what it reads
    return joined[::-1] if whole else [("", code)]


@lru_cache(maxsize=256)
def _class(sort: str) -> str:
    """The class of `Token.Name.Function.Magic` is that of `Name.Function`."""
    parts = sort.split(".")[1:]
    found = (CLASSES.get(".".join(parts[:size])) for size in range(len(parts), 0, -1))
    return next((name for name in found if name), "")


@lru_cache(maxsize=64)
def _lexer(language: str) -> Any:
    """What reads this language; None for one that this version of Pygments does not know."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
