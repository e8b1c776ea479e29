"""The user's settings: what `flashcards.toml` can say, and what holds where it is silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run. Without a file everything is as it stands here."""

    dialects: frozenset[str] = frozenset()
    """Card syntaxes that hold for every document; without one, only marks that nothing else could be are read."""
    links: Literal["auto", "none"] = "auto"
    """Whether a card of a vault leads back to its document: `auto` links where a vault is found."""
    media_limit: int = 20_000_000
    """Bytes of a picture or sound above which it is not packed."""


DEFAULT = Settings()
