"""Clashes and near-duplicates: documents that hold one, and twins that must stay silent."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from vaults import write

from flashcards import build, clashes
from flashcards.model import Candidate, Diagnostic, Fields, Source


def check(folder: Path, files: Mapping[str, str]) -> list[Diagnostic]:
    return build.check([write(folder, files)])


def lines_of(found: list[Diagnostic], code: str) -> list[tuple[str, int]]:
    return [(entry.path, entry.line) for entry in found if entry.code == code]


def two(one: str, other: str) -> dict[str, str]:
    """A line each in two documents about one company."""
    return {
        "Quarry call.md": f"# Quarry call\n\n{one}\n",
        "Quarry onsite.md": f"# Quarry onsite\n\n{other}\n",
    }


CLASHES = [
    ("- Employees: 1,200", "- Employees: 1,500"),
    ("- Employees: 1,200", "- Quarry has 1,500 employees"),
    ("- haul ticket takes 70 sec", "- haul ticket takes 2 min"),
    ("- revenue right now: $40M", "- Quarry makes $55M in revenue"),
    ("- over 110,000 scans a day at the gate", "- 90,000 scans a day at the gate"),
    ("- storage of the pit cameras: 1 TB", "- Storage of the pit cameras: 4,000 GB"),
    ("- moisture sensor battery lasts 14 days", "- moisture sensor battery lasts 40 days"),
    ("- conveyor telemetry: 40 GB a day", "- conveyer telemetry: 90 GB a day"),
    ("- 46 trucks on site, 1,900 tickets a day", "- 1,200 tickets a day"),
]
SILENT = [
    ("- Employees: 1,200", "- Employees: about 1,200"),
    ("- haul ticket takes 70 sec", "- haul ticket takes 1.2 min"),
    ("- over 110,000 scans a day at the gate", "- 112,000 scans a day at the gate"),
    ("- storage of the pit cameras: 1 TB", "- storage of the pit cameras: 1,000 GB"),
    ("- p50 of the search API: 20 ms", "- p99 of the search API: 90 ms"),
    ("- upload limit: 5 MB", "- download limit: 50 MB"),
    ("- revenue in 2023: $40M", "- revenue in 2024: $60M"),
    ("- revenue of the north pit: $40M (FY23)", "- revenue of the north pit: $60M (FY24)"),
    ("- trucks into the pit: 40 a day", "- trucks out of the pit: 46 a day"),
    ("- our haul ticket takes 70 sec", "- their haul ticket takes 90 sec"),
    ("- sorting 1M tickets takes 20 sec", "- sorting 10M tickets takes 240 sec"),
    ("- truck from Hale to Brigg: 40 min", "- truck from Brigg to Hale: 55 min"),
    ("- phase 1 trucks: 40 on site", "- phase 2 trucks: 90 on site"),
    ("- in 2023, 40 tickets a day", "- in 2024, 900 tickets a day"),
    ("- 14 trucks", "- 14 GB"),
    ("- Series A of the pit: $4M", "- Series B of the pit: $20M"),
    ("- plan A of the pit: 40 trucks", "- plan B of the pit: 90 trucks"),
    ("- spill rate was 5%", "- spill rate is now 3%"),
    ("- gate delay should be 10 ms", "- gate delay is 40 ms"),
    ("- disk of a node used: 40 GB", "- disk of a node: 64 GB"),
    ("- disk of a node: 40 GB each", "- disk of a node: 400 GB total"),
    ("- C build of the gate takes 40 s", "- C# build of the gate takes 90 s"),
    ("- mean gate delay: 40 ms", "- median gate delay: 20 ms"),
    ("## Final round\n- panel length: 60 min", "## Phone chat\n- panel length: 30 min"),
    ("## Backend\n- team size: 12 staff", "## Product\n- team size: 40 staff"),
    (
        "- Europe: gate delay 20 ms, yard delay of a truck 40 ms",
        "- Asia: gate delay 50 ms, yard delay of a truck 90 ms",
    ),
    ("- Europe is calm, yard delay of a truck 40 ms", "- Asia is busy, yard delay of a truck 90 ms"),
]


@pytest.mark.parametrize(("one", "other"), CLASHES)
def test_two_documents_clash(tmp_path: Path, one: str, other: str) -> None:
    (found,) = [entry for entry in check(tmp_path, two(one, other)) if entry.code == "clash"]
    assert (found.path, found.line) == ("Quarry onsite.md", 3)
    assert "Quarry call.md:3" in found.message
    assert found.hint == clashes.HINTS["clash"]


@pytest.mark.parametrize(("one", "other"), SILENT)
def test_these_do_not_clash(tmp_path: Path, one: str, other: str) -> None:
    assert lines_of(check(tmp_path, two(one, other)), "clash") == []


def test_another_company_is_another_subject(tmp_path: Path) -> None:
    files = {"Quarry.md": "# Quarry\n\n- Employees: 1,200\n", "Pellow.md": "# Pellow\n\n- Employees: 300\n"}
    assert lines_of(check(tmp_path, files), "clash") == []


def test_a_clash_within_one_document_takes_the_place_of_same_front(tmp_path: Path) -> None:
    text = "# Quarry call\n\n- haul ticket: 70 sec\n- Sites: 46 in the north\n- haul ticket: 90 sec\n"
    found = check(tmp_path, {"Quarry call.md": text})
    assert lines_of(found, "clash") == [("Quarry call.md", 5)]
    assert lines_of(found, "same-front") == []


def test_siblings_in_one_document_do_not_clash(tmp_path: Path) -> None:
    text = "# Sites\n\n## Ghent\n- Floor space: 40 m2\n\n## Bruges\n- Floor space: 55 m2\n"
    text += "\n## Final round\n- panel length: 60 min\n\n## Phone chat\n- panel length: 30 min\n"
    table = "\n| region | nodes |\n|---|---|\n| north | 40 |\n| south | 60 |\n| north | 90 |\n"
    assert lines_of(check(tmp_path, {"sites.md": text + table}), "clash") == []


def test_lists_of_one_thing_under_other_titles_are_compared(tmp_path: Path) -> None:
    one = "# Fossil cards\n- Disk seek: 10 ms\n- Main memory reference: 100 ns\n- Random read of an SSD: 150 us\n"
    other = "# Ember list\n- disk seek: 4 ms\n- main memory reference: 0.1 us\n- random read of an SSD: 150 us\n"
    found = check(tmp_path, {"Fossil cards.md": one, "Ember list.md": other})
    assert lines_of(found, "clash") == [("Fossil cards.md", 2)]
    assert lines_of(found, "near-duplicate") == [("Fossil cards.md", 3), ("Fossil cards.md", 4)]


def test_forms_filled_in_by_other_companies_are_not_compared(tmp_path: Path) -> None:
    lines = "- Trucks on site: {trucks} in all\n- Tickets on site: {tickets} in all\n- Scales on site: 12 in all\n"
    form = f"# {{name}}\n{lines}"
    one, other = form.format(name="Quarry", trucks=40, tickets=900), form.format(name="Pellow", trucks=75, tickets=400)
    assert lines_of(check(tmp_path, {"Quarry.md": one, "Pellow.md": other}), "clash") == []


GLOSS = "a slow reader tells the writer to wait before it sends more"
TOLD_TWICE = [
    (f"- **Backpressure**: {GLOSS}", f"- **Backpressure**: {GLOSS}."),
    (f"- **Backpressure**: {GLOSS}", f"- Backpressure = {GLOSS}"),
    (f"- **Backpressure**: {GLOSS}", f"- **Backpressure**: {GLOSS}; queues stay short and memory stays flat"),
    ("- haul ticket takes 70 sec", "- haul ticket takes 70 seconds"),
    ("- ~5k tickets a day at the gate", "- 5,000+ tickets a day at the gate"),
]
TOLD_ONCE = [
    (f"- **Backpressure**: {GLOSS}", f"- **Backpressure**: {GLOSS} after 30 days"),
    (f"- **Backpressure**: {GLOSS}", f"- **Backpressure**: never {GLOSS}"),
    (f"- **Backpressure**: {GLOSS}", f"- **Idempotence**: {GLOSS}"),
    ("- upload limit: 5 MB", "- download limit: 5 MB"),
]


@pytest.mark.parametrize(("one", "other"), TOLD_TWICE)
def test_the_later_one_points_to_the_earlier(tmp_path: Path, one: str, other: str) -> None:
    (found,) = [entry for entry in check(tmp_path, two(one, other)) if entry.code == "near-duplicate"]
    assert (found.path, found.line) == ("Quarry onsite.md", 3)
    assert "Quarry call.md:3" in found.message


@pytest.mark.parametrize(("one", "other"), TOLD_ONCE)
def test_these_are_no_duplicates(tmp_path: Path, one: str, other: str) -> None:
    assert lines_of(check(tmp_path, two(one, other)), "near-duplicate") == []


def test_the_same_front_with_another_answer_in_another_document(tmp_path: Path) -> None:
    files = {
        "Quarry call.md": f"# Quarry call\n\n- **Backpressure**: {GLOSS}\n",
        "Quarry call copy.md": "# Quarry call\n\n- **Backpressure**: the weight of rock above a seam\n",
    }
    found = check(tmp_path, files)
    assert lines_of(found, "same-front-elsewhere") == [("Quarry call.md", 3)]
    files["Quarry call copy.md"] = "# Quarry call\n\n## Geology\n- **Backpressure**: the weight of rock above a seam\n"
    (tmp_path / "again").mkdir()
    assert lines_of(check(tmp_path / "again", files), "same-front-elsewhere") == []


def _many(count: int) -> list[Candidate]:
    """Cards that all have most of their words in common."""
    shuffled = random.Random(7)
    return [
        Candidate(
            "quantity",
            Fields(
                "Quarry", f"haul ticket number {at % 97} of lane x{at}: how long?", f"{shuffled.randint(1, 99)} sec"
            ),
            Source(f"{at % 50}.md", at, at),
            f"- {at}",
        )
        for at in range(count)
    ]


def test_the_order_of_the_cards_does_not_matter() -> None:
    many = _many(400) + [
        Candidate("quantity", Fields("Quarry", "haul ticket of the pit?", back), Source(path, 1, 1), back)
        for path, back in (("a.md", "70 sec"), ("b.md", "2 min"), ("c.md", "70 s"))
    ]
    found = clashes.find(many)
    random.Random(3).shuffle(many)
    assert clashes.find(many) == found
    assert [(entry.code, entry.here.source.path) for entry in found] == [("clash", "b.md"), ("near-duplicate", "c.md")]
