"""The user's settings: what `flashcards.toml` can say, and what holds where it is silent."""

from __future__ import annotations

from dataclasses import dataclass

MARKERS: dict[str, str] = {
    "inline": "::",
    "reversed": ":::",
    "multi": "?",
    "multi_reversed": "??",
    "card_tag": "#card",
    "flashcard_tag": "#flashcard",
    "deck_tag": "#flashcards",
}
"""The marks of marked cards that users may change, as they are without a settings file."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run. Without a file everything is as it stands here."""

    dialects: frozenset[str] = frozenset()
    """Card syntaxes that hold for every document; without one, only marks that nothing else could be are read."""
    markers: tuple[tuple[str, str], ...] = ()
    """Marks that are not as in `MARKERS`."""


DEFAULT = Settings()
