"""The one error that ends a run: what is wrong, where, and what to do about it."""

from __future__ import annotations

from flashcards.terminal import shown


class FlashcardsError(Exception):
    """A broken operation, not bad text: bad text is a Diagnostic."""

    def __init__(
        self, message: str, hint: str = "", path: str = "", line: int = 0, choices: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line
        self.choices = choices  # what it could be, a line each

    def lines(self) -> list[str]:
        """What the user is told."""
        hint = [f"hint: {self.hint}"] if self.hint else []
        return [f"error: {self}", *(f"  {choice}" for choice in self.choices), *hint]

    def __str__(self) -> str:
        """`path:line: message`, as far as known; fit for a terminal."""
        place = f"{self.path}:{self.line}" if self.path and self.line else self.path
        return shown(f"{place}: {self.message}" if place else self.message)
