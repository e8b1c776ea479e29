"""The settings of a run: what `flashcards.toml` can say, and what holds where it is silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")
"""Languages of the words that the program itself writes into fields; `phrases.py` holds them."""

DIALECTS = tuple(
    """osr fc1 fc2 inka o2a o2a:remnote o2a:qa o2a:header o2a:neuracache o2a:ruled o2a:table o2a:clozepara hashcards
    mad mdanki yanki apy carddown mochi ankdown logseq repeater""".split()
)
"""Card syntaxes of other tools that can be made to hold for every document."""

MARKERS = {
    "inline": "::",
    "reversed": ":::",
    "multi": "?",
    "multi_reversed": "??",
    "block_start": "START",
    "block_end": "END",
    "card_tag": "#card",
    "flashcard_tag": "#flashcard",
    "deck_tag": "#flashcards",
    "cloze_open": "==",
    "cloze_close": "==",
}
"""The marks that users choose for themselves in such tools, and what they are where nothing was chosen."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one card may hold; what has more makes no card, or several."""

    front: int = 45
    """Words of a front."""
    answer: int = 130
    """Words of an answer; the folded full text does not count."""
    items: int = 7
    """Items of a list that is one card."""
    names: int = 10
    """The same for a list of short names."""
    steps: int = 7
    """Steps of a process that is one card; of a longer one each step is a card."""
    numbers: int = 4
    """Numbers of one line that get a card each."""


@dataclass(frozen=True, slots=True)
class DeckRule:
    """Where the new notes of some documents go; all that it asks for must hold."""

    name: str
    """The deck; `{title}` stands for the title of the document."""
    folder: str = ""
    tag: str = ""
    front_matter: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run. Without a file everything is as it stands here."""

    notes: tuple[str, ...] = ("notes",)
    """Folders read when the command line names none, from the folder of the file."""
    include: tuple[str, ...] = ()
    """Only documents that fit one of these patterns are read; empty means all."""
    exclude: tuple[str, ...] = ()
    """Documents that fit one of these are not read."""
    root_deck: str = "Interview Prep"
    deck_rules: tuple[DeckRule, ...] = ()
    """The first that holds for a document names its deck."""
    language: str = "en"
    limits: Limits = Limits()
    private_headings: tuple[str, ...] = ()
    """How headings open below which nothing is taken, beside those that are known."""
    private_folders: tuple[str, ...] = ()
    """Patterns of folders of which no file is opened, whatever else is set."""
    off: frozenset[str] = frozenset()
    """Extractors that are switched off."""
    dialects: frozenset[str] = frozenset()
    """Card syntaxes that hold for every document; without one, only marks that nothing else could be are read."""
    markers: tuple[tuple[str, str], ...] = tuple(MARKERS.items())
    """The marks of other tools by name, in the order of `MARKERS`."""
    links: Literal["auto", "none"] = "auto"
    """Whether a card of a vault leads back to its document: `auto` links where a vault is found."""


DEFAULT = Settings()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says about the settings; it goes before the file."""

    file: str = ""
    """The file to take; empty: the one that is found."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    """`KEY=VALUE`, as they would stand in the file."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The settings that hold for some notes, and where they come from."""

    settings: Settings = DEFAULT
    file: str = ""
    """The file they were read from; empty when there is none."""
    mark: str = ""
    """Changes with anything that the settings come from: a cache made under another mark is void."""
