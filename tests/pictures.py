"""Small pictures and sounds for tests, and notes that show them."""

from __future__ import annotations

import struct
import zlib


def png(shade: int = 0, size: int = 2) -> bytes:
    """A grey picture; each shade has other bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + bytes([shade]) * size) * size
    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def asked(*pictures: str, title: str = "Raft", question: str = "What is a quorum?") -> str:
    """A document with one answered question, and these lines behind the answer."""
    shown = "".join(f"{line}\n" for line in pictures)
    return f"# {title}\n\n## {question}\nMore than half of the nodes.\n{shown}"
