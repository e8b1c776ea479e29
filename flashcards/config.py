"""The user's settings: what `flashcards.toml` can say, and what holds where it is silent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run. Without a file everything is as it stands here."""

    dialects: frozenset[str] = frozenset()
    """Card syntaxes that hold for every document; without one, only marks that nothing else could be are read."""


DEFAULT = Settings()
