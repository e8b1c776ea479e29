"""Extractors: one file each, pure functions from a page to candidates, found by scanning this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Container, Iterator, Set
from importlib.metadata import EntryPoint, EntryPoints, entry_points

from flashcards.extractors import _foreign
from flashcards.model import Candidate, Diagnostic
from flashcards.page import Page

Extractor = Callable[[Page], Iterator[Candidate]]

GROUP = "flashcards.extractors"
"""The entry-point group through which other packages add extractors."""

_REGISTRY: dict[str, Extractor] = {}


def extractor(function: Extractor) -> Extractor:
    """Register an extractor under the name of its module."""
    _REGISTRY[function.__module__.rpartition(".")[2]] = function
    return function


def load(off: Set[str] = frozenset()) -> tuple[dict[str, Extractor], tuple[Diagnostic, ...]]:
    """All extractors by name but those that are off: those of this folder, then those of other packages.

    Another package can replace none of ours.

    A plug-in that fails to load is left out and reported.
    """
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"{__name__}.{module.name}")
    found = dict(sorted(_REGISTRY.items()))
    problems: list[Diagnostic] = []
    for point in _points():
        if point.name in off:
            continue
        try:
            found[_title(point, found)] = _foreign.held(point.load())
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a broken plug-in must not stop a build, not even by sys.exit()
            problems.append(_broken(point.name, _foreign.words(error)))
    return {name: function for name, function in found.items() if name not in off}, tuple(problems)


def names() -> frozenset[str]:
    """The names of all extractors, those of other packages among them; none is loaded."""
    own = (module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return frozenset((*own, *(point.name for point in _points())))


def _title(point: EntryPoint, found: Container[str]) -> str:
    return f"{point.name} of {point.value}" if point.name in found else point.name


def others() -> list[str]:
    """The extractors of other packages, with their versions: with another set, every document is to be read again."""
    return sorted(f"{point.name} = {point.value} {_version(point)}" for point in _points())


def _version(point: EntryPoint) -> str | None:
    try:
        return point.dist.version if point.dist else None
    except Exception:  # a package without metadata
        return None


def _points() -> EntryPoints:
    return entry_points(group=GROUP)


def run(extractors: dict[str, Extractor], page: Page) -> tuple[list[Candidate], list[Diagnostic]]:
    """What each extractor proposes for a page; one that raises becomes a diagnostic naming it."""
    candidates: list[Candidate] = []
    problems: list[Diagnostic] = []
    for title, function in extractors.items():
        try:
            candidates.extend(function(page))
        except Exception as error:  # one bad extractor must not lose the others' cards
            problems.append(_failed(page.document.path, title, error))
    return candidates, problems


def _broken(title: str, error: str) -> Diagnostic:
    hint = "remove or repair the package that provides it"
    return Diagnostic("", 0, "extractor-missing", f"extractor {title} can't be loaded: {error}", hint, "error")


def _failed(path: str, title: str, error: Exception) -> Diagnostic:
    said = str(error) if isinstance(error, _foreign.PluginError) else _foreign.words(error)
    message = f"extractor {title} failed: {said}"
    return Diagnostic(path, 0, "extractor-failed", message, "the other extractors' cards are kept", "error")
