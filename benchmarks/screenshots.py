"""Pictures of cards as Anki renders them, of each kind: light, night and on a phone. They stand in `docs/look/`.

The notes below go into a package, the package into a collection of Anki's own engine, and the sides of its cards into
one page of frames, of which Debian's chromium takes a picture. Formulas stand as TeX: the page has no MathJax.
"""

from __future__ import annotations

import argparse
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from flashcards import apkg
from flashcards.model import Fields, Kind, Note, Source

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "look"
BORN = 1_790_000_000
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-lcd-text --no-first-run --disable-dev-shm-usage --hide-scrollbars"
).split()
SLOWEST = 60


@dataclass(frozen=True, slots=True)
class Sample:
    """A note to be seen, and which sides of its first card."""

    kind: Kind
    fields: Fields
    sides: tuple[str, ...] = ("answer",)


def _fields(context: str, front: str, back: str = "", extra: str = "", source: str = "") -> Fields:
    return Fields(context, front, back, extra, source=source or f"{context.partition(' › ')[0].lower()} › notes")


LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 2
SAMPLES = (
    Sample(
        "quantity",
        _fields(
            "Tarnfeld Energy › Grid", "A battery hall stores [...] at full charge", "480 MWh", source="tarnfeld › Grid"
        ),
    ),
    Sample(
        "question-and-answer",
        _fields(
            "Velloria › Backend",
            "How do you keep a retry from charging twice?",
            "**Idempotency key** with the request, kept for ==24 hours==:\n"
            "1. client makes the key\n   - one per intent, not per try\n   - survives a restart\n"
            "2. server stores `key → result`\n     - same key: ~~charge~~ send the result again\n"
            "     - in flight: `409`\n3. both sides log it[^1]\n\n[^1]: see the [outbox pattern](https://outbox.example/)",
        ),
    ),
    Sample(
        "question-and-answer",
        _fields(
            "Velloria › Coding",
            "Write a bounded LRU cache.",
            '```python\nclass Cache:\n    """The last `size` answers."""\n\n    def __init__(self, size=128):\n'
            "        self.size, self.kept = size, OrderedDict()\n\n    @timed\n    def get(self, key):\n"
            "        if key in self.kept:  # young again\n            self.kept.move_to_end(key)\n"
            "        return self.kept.get(key)\n```\n> [!tip] Say it aloud\n> `get` and `put` are both $O(1)$.",
        ),
    ),
    Sample(
        "comparison",
        _fields(
            "Ostrava Data › Storage",
            "Which store for which load?",
            "| store | reads | writes | p99 | replicas | cost | use it for |\n|:--|--:|--:|--:|:-:|--:|---|\n"
            "| **Marl** | 120 k/s | 8 k/s | 4 ms | 3 | $0.90 | sessions |\n"
            "| Kestrel | 9 k/s | 60 k/s | 18 ms | 5 | $0.35 | events, metrics |\n"
            "| *Slate* | 2 k/s | 1 k/s | 250 ms | 2 | $0.02 | archives |",
        ),
    ),
    Sample(
        "definition",
        _fields(
            "Ostrava Data › Statistics",
            "Precision: what is it?",
            r"$\frac{TP}{TP+FP}$: of all that was called positive, how much is."
            "\n$$\nF_1 = 2 \\cdot \\frac{P \\cdot R}{P + R}\n$$\n> Recall asks the other way round.",
        ),
    ),
    Sample(
        "cloze",
        _fields(
            "Ostrava Data › Consensus",
            "A {{c1::**leader**::which role}} commits an entry once {{c2::a *majority*}} has stored it:\n"
            "- $n = 5$ nodes stand {{c3::$f = 2$}} failures\n- code: {{c4::`raft::commit(index)`}}",
        ),
        ("question", "answer"),
    ),
    Sample(
        "question-and-answer",
        _fields(
            "Tarnfeld Energy › Incidents",
            "What went wrong in the March outage?",
            "> [!warning] Root cause\n> A feature flag was on in *one* region.\n"
            "> [!danger] Never\n> - deploy on a Friday\n>   - or before a holiday\n"
            "> [!note]\n> The page fired after **11 minutes**.",
        ),
    ),
    Sample(
        "definition",
        _fields(
            "עברית › מושגים",
            "מהו זמן תגובה?",
            "הזמן מרגע הבקשה ועד התשובה:\n- בדרך כלל `p99 < 200 ms`\n- נמדד **אצל הלקוח**",
        ),
    ),
    Sample(
        "comparison",
        _fields(
            "Tarnfeld Energy › Sites",
            "Order by depth, most first: Brack, Cairn, Dorn",
            "Dorn (90 m) > Brack (40 m) > Cairn (12 m)",
        ),
        ("question", "answer"),
    ),
    Sample(
        "process",
        _fields(
            "Velloria › Hiring", "call → [...] → panel → offer", "homework", "1. call\n2. homework\n3. panel\n4. offer"
        ),
    ),
    Sample(
        "list",
        _fields("Velloria › Platform", "Parts: which 3?", "- gateway\n- ledger\n- notifier"),
    ),
    Sample(
        "cause",
        _fields("Ostrava Data › Storage", "Move the archive to Slate: why?", "disks cost a fortieth"),
    ),
    Sample(
        "question-to-ask",
        _fields(
            "Tarnfeld Energy call",
            "a question to ask: first winter",
            "What did the first winter with the new grid teach you?",
        ),
    ),
    Sample(
        "pitch",
        _fields(
            "Tarnfeld Energy",
            "Why us?",
            "- storage at the scale of a town\n- small teams close to the hardware\n- two years in grid software",
            "I have followed storage at the scale of a town since your first hall opened. I like small teams close to "
            "the hardware. And the last two years I built grid software, from the meter to the market.",
        ),
    ),
    Sample(
        "list",
        _fields(
            "Wide › Things",
            f"What must not leave the card? {LONG_WORD}",
            "```sql\nSELECT region, percentile_cont(0.99) WITHIN GROUP (ORDER BY latency_ms) AS p99 FROM requests "
            "WHERE day > now() - interval '7 days' GROUP BY region;\n```\n- a very long word\n- code as wide as this",
        ),
    ),
)


def notes() -> tuple[Note, ...]:
    """The samples as notes of a ledger."""
    return tuple(_note(at, sample) for at, sample in enumerate(SAMPLES, 1))


def _note(at: int, sample: Sample) -> Note:
    return Note(
        guid=f"look-{at}",
        nid=(BORN + at) * 1000,
        status="active",
        kind=sample.kind,
        note_type="cloze" if sample.kind == "cloze" else "fact",
        deck="Look",
        tags=(),
        fields=sample.fields,
        source=Source("look.md", at, at),
        text=sample.fields.front,
        created=BORN,
        modified=BORN,
    )


def sides(folder: Path) -> Iterator[str]:
    """The sides to be seen, as Anki's engine renders them."""
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    package = folder.absolute() / "look.apkg"
    package.write_bytes(apkg.render(notes()))
    col: Any = Collection(str(folder.absolute() / "collection.anki2"))
    try:
        options = ImportAnkiPackageOptions()
        col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
        col.models._clear_cache()
        for at, sample in enumerate(SAMPLES, 1):
            note = col.get_note(col.db.scalar("select id from notes where guid = ?", f"look-{at}"))
            card = col.get_card(min(note.card_ids()))
            for side in sample.sides:
                yield getattr(card, side)()
    finally:
        col.close()


def framed(side: str, *, night: bool = False) -> str:
    """A side as Anki's reviewer shows it; a formula of its own line stands on one."""
    side = re.sub(r"\\\[.*?\\\]", r"<div>\g<0></div>", side, flags=re.DOTALL)
    classes = "card card1 nightMode night_mode" if night else "card card1"
    return f'<!DOCTYPE html><html><meta charset="utf-8"><body class="{classes}"><div id="qa">{side}</div></body></html>'


@dataclass(frozen=True, slots=True)
class Look:
    """One picture: how wide its cards are, how many stand side by side, and whether it is night."""

    name: str
    width: int
    columns: int
    night: bool = False


LOOKS = (Look("light", 500, 2), Look("night", 500, 2, night=True), Look("phone", 320, 4))
GRID = """\
<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 12px; background: {paper}; columns: {columns}; column-gap: 12px; width: {whole}px; }}
iframe {{ display: block; width: {width}px; margin-bottom: 12px; border: 0; break-inside: avoid; }}
</style>{frames}<script>
window.onload = () => {{
  for (const frame of document.querySelectorAll("iframe")) {{
    frame.style.height = frame.contentDocument.querySelector("#qa").getBoundingClientRect().height + "px"
  }}
  document.title = Math.ceil(document.body.getBoundingClientRect().height) + 24
}}
</script>
"""


def grid(found: list[str], look: Look) -> str:
    """All sides on one page."""
    frames = "".join(f'<iframe srcdoc="{escape(framed(side, night=look.night))}"></iframe>' for side in found)
    whole = look.columns * (look.width + 12) - 12
    paper = "#0e0f12" if look.night else "#d9dbe0"
    return GRID.format(paper=paper, columns=look.columns, whole=whole, width=look.width, frames=frames)


def taken(page: Path, look: Look, target: Path) -> None:
    """The picture of a page, as high as the page is."""
    width = look.columns * (look.width + 12) + 12
    dumped = _browser(page, width, 3000, "--dump-dom")
    height = re.search(rb"<title>(\d+)</title>", dumped)
    if not height:
        raise SystemExit("the browser did not measure the page")
    _browser(page, width, int(height[1]), f"--screenshot={target}")


def _browser(page: Path, width: int, height: int, *words: str) -> bytes:
    command = [str(shutil.which("chromium")), *FLAGS, f"--window-size={width},{height}", "--virtual-time-budget=4000"]
    profile = f"--user-data-dir={page.parent / 'profile'}"
    done = subprocess.run([*command, profile, *words, page.as_uri()], capture_output=True, timeout=SLOWEST, check=True)
    return done.stdout


def packed(path: Path) -> int:
    """The bytes of the picture once it is packed as well as PNG can be."""
    data = path.read_bytes()
    chunks = list(_chunks(data))
    pixels = zlib.compress(zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT")), 9)
    kept = [(name, body) for name, body in chunks if name in (b"IHDR", b"PLTE", b"tRNS")]
    made = data[:8] + b"".join(_chunk(*one) for one in (*kept, (b"IDAT", pixels), (b"IEND", b"")))
    path.write_bytes(min(made, data, key=len))
    return path.stat().st_size


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += size + 12


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def main() -> int:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--folder", type=Path, default=FOLDER, help="where they go (default: %(default)s)")
    folder: Path = parser.parse_args().folder
    if not shutil.which("chromium"):
        print("there is no chromium on the PATH", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        found = list(sides(Path(made)))
        for look in LOOKS:
            page, target = Path(made) / f"{look.name}.html", (folder / f"{look.name}.png").absolute()
            page.write_text(grid(found, look), encoding="utf-8")
            taken(page, look, target)
            print(f"{target.name}: {packed(target):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
