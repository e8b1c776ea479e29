"""Media: which files Anki can show or play, under which name they are packed, and which are refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath

from flashcards.walk import Stamp, stamp_of

PICTURES = frozenset("png jpg jpeg gif svg webp avif bmp ico tif tiff".split())
SOUNDS = frozenset("mp3 wav ogg m4a flac opus 3gp mp4 webm mov".split())
"""What Anki shows and plays, by the ends of file names; films are played as sounds are."""
ENDS = PICTURES | SOUNDS
PREFIX = "flashcards-"
NAME = re.compile(rf"{PREFIX}[0-9a-f]{{16}}\.[a-z0-9]{{2,4}}")
"""A packed file: its content names it. So new bytes have a new name, two files of one name can't meet, equal files
are packed once, and renaming a file changes no card."""
SHOWN = re.compile(rf"!\[[^\[\]\n]{{0,300}}\]\({NAME.pattern}\)")
"""A packed file as it stands in a field."""

_UNSAFE = re.compile(
    r"""
    <\s*/?\s*(?:[\w-]+:)? (?:script|foreignobject|iframe|object|embed|audio|video|handler|listener|set|animate\w*)\b
    | [\s"'/] on[a-z]+ \s* =                        # handlers
    | <! \s* (?:entity|doctype [^>]{0,2000} \[ )    # entities can spell all the others
    | <\? \s* xml-stylesheet
    | @import | javascript: | vbscript:
    | (?:href|src) \s* = \s* ["']? \s* (?! ["'\s\#] | data:image/(?:png|jpe?g|gif|webp)[;,] )
    | url\( \s* ["']? \s* (?! ["'\s\#] | data:image/(?:png|jpe?g|gif|webp)[;,] )
    | & \#                                          # letters in disguise
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What an SVG must not hold: what runs, loads, or hides one of the two."""


@dataclass(frozen=True, slots=True)
class Media:
    """A file as it can be packed; without a name it can't, and `code` says why."""

    path: str
    stamp: Stamp
    name: str = ""
    code: str = ""
    size: int = 0


def end_of(path: str) -> str:
    """How the name of a file ends, in small letters: `png`."""
    return PurePosixPath(path).suffix[1:].lower()


def look_at(path: str, largest: int) -> Media:
    """What this file is good for. Raises OSError when it can't be read."""
    status = Path(path).stat()
    stamp, size = stamp_of(status), status.st_size
    if size > largest:
        return Media(path, stamp, "", "media-large", size)
    data = Path(path).read_bytes()
    if not data:
        return Media(path, stamp, "", "media-empty")
    if end_of(path) == "svg" and not is_safe(data):
        return Media(path, stamp, "", "media-unsafe")
    return Media(path, stamp, name_of(data, end_of(path)), "", size)


def name_of(data: bytes, end: str) -> str:
    """The name of a packed file."""
    return f"{PREFIX}{blake2b(data, digest_size=8).hexdigest()}.{end}"


def is_safe(svg: bytes) -> bool:
    """True for an SVG that only draws."""
    try:
        text = svg.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and not _UNSAFE.search(text)
