"""The look of cards in a browser: nothing leaves the card, on a phone either, and the pictures of it are at hand."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import browser
import pytest
from vaults import ROOT

from benchmarks import screenshots
from flashcards import look

LARGEST = 450_000


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return list(screenshots.sides(tmp_path_factory.mktemp("anki")))


@pytest.fixture(scope="module")
def _working(tmp_path_factory: pytest.TempPathFactory) -> None:
    if why := browser.works(tmp_path_factory.mktemp("first")):
        pytest.skip(why)


def test_anki_renders_every_sample(sides: list[str]) -> None:
    assert len(sides) == sum(len(sample.sides) for sample in screenshots.SAMPLES)
    whole = "".join(sides)
    for part in (
        '<code class="hl"><span class="k">',
        "<table>",
        "<blockquote>",
        'class="callout tip"',
        "<mark>",
        "<sup>",
    ):
        assert part in whole
    assert "{{" not in re.sub("<style>.*?</style>", "", whole, flags=re.DOTALL)


@pytest.mark.usefixtures("_working")
@pytest.mark.parametrize(("width", "night"), [(320, False), (700, True)])
def test_nothing_is_wider_than_the_card(tmp_path: Path, sides: list[str], width: int, night: bool) -> None:
    looked = browser.looked_at(tmp_path, screenshots.framed("".join(sides), night=night), width)
    assert looked["width"] <= width
    paper = re.search(r"--paper: #([0-9a-f]{6})", look.NIGHT if night else look.CSS)
    assert paper
    assert looked["paper"] == f"rgb({', '.join(str(byte) for byte in bytes.fromhex(paper[1]))})"


@pytest.mark.usefixtures("_working")
def test_without_the_look_it_would_be(tmp_path: Path, sides: list[str]) -> None:
    bare = re.sub("<style>.*?</style>", "", "".join(sides), flags=re.DOTALL)
    assert browser.looked_at(tmp_path, screenshots.framed(bare), 320)["width"] > 320


@pytest.mark.parametrize("one", screenshots.LOOKS, ids=lambda one: one.name)
def test_the_picture_is_at_hand(one: screenshots.Look) -> None:
    data = (ROOT / "docs" / "look" / f"{one.name}.png").read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert data.startswith(b"\x89PNG")
    assert width == one.columns * (one.width + 12) + 12
    assert height > 800
    assert len(data) < LARGEST
