"""Turn loose notes into Anki decks and keep each card's history when the notes change."""

__version__ = "0.1.0"
