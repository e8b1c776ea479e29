"""Which note, or which card of the documents, a word of the user means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factories import make_note, make_notes
from facts import candidate
from hypothesis import given
from hypothesis import strategies as st

from flashcards import finding
from flashcards.errors import FlashcardsError

NOTES = (
    make_note(1, guid="3KPtYERtuaK", path="deep/disk.md", line=4, front="Disk seek: how long?", back="10 ms"),
    make_note(2, guid="3KPz111111b", path="deep/disk.md", line=9, front="Tape seek: how long?", back="3 days"),
    make_note(3, guid="WCHZW1cnhw4", path="other.md", line=4, front="Pier", back="tape of the harbour"),
    make_note(4, guid="diskAAAAAAA", path="gone.md", line=4, status="retired", front="Old pier", back="wood"),
)


def guids(what: str) -> list[str]:
    return [note.guid for note in finding.notes(NOTES, what)]


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("3KPtYERtuaK", "3KPtYERtuaK"),
        ("3KPt", "3KPtYERtuaK"),
        ("3KP", ""),  # too short to be the start of a guid
        ("deep/disk.md:4", "3KPtYERtuaK"),
        ("./deep/disk.md:4", "3KPtYERtuaK"),
        ("notes/deep/disk.md:4", "3KPtYERtuaK"),
        ("../notes/other.md:4", "WCHZW1cnhw4"),
        ("notes\\deep\\disk.md:9", "3KPz111111b"),
        ("disk.md:4", ""),  # the whole path of the document, so that none is taken for another
        ("deep/disk.md:5", ""),
        ("gone.md:4", ""),  # it has no line any more
        ("SEEK tape", "3KPz111111b"),
        ("seek", "3KPtYERtuaK 3KPz111111b"),
        ("old pier", "diskAAAAAAA"),
        ("disk", "3KPtYERtuaK diskAAAAAAA"),  # a word, and the start of a guid
        ("nowhere", ""),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_word_and_its_notes(what: str, found: str) -> None:
    assert guids(what) == found.split()


def test_a_line_inside_a_longer_card_means_the_card_that_begins_there() -> None:
    long = make_note(5, guid="longlonglon", path="deep/disk.md", line=3)
    long = replace(long, source=replace(long.source, line_end=9))
    assert [note.guid for note in finding.notes((*NOTES, long), "deep/disk.md:9")] == ["3KPz111111b"]
    assert [note.guid for note in finding.notes((*NOTES, long), "deep/disk.md:7")] == ["longlonglon"]


@given(st.text(max_size=20))
def test_any_word_finds_or_finds_nothing(what: str) -> None:
    assert set(guids(what)) <= {note.guid for note in NOTES}


def test_one_or_an_error_that_lists() -> None:
    assert finding.one(NOTES, "tape seek").guid == "3KPz111111b"
    with pytest.raises(FlashcardsError, match="no note fits 'nowhere'"):
        finding.one(NOTES, "nowhere")
    with pytest.raises(FlashcardsError, match="2 cards fit 'seek'") as caught:
        finding.one(NOTES, "seek")
    assert caught.value.choices == (
        "3KPtYERtuaK  deep/disk.md:4  Disk seek: how long? → 10 ms",
        "3KPz111111b  deep/disk.md:9  Tape seek: how long? → 3 days",
    )


def test_a_long_list_is_cut() -> None:
    with pytest.raises(FlashcardsError) as caught:
        finding.one(make_notes(50), "how big")
    assert caught.value.choices[-1] == "… and 30 more"
    assert len(caught.value.choices) == 21


PROPOSED = [
    candidate("Disk seek: how long?", "10 ms", line=4),
    candidate("Tape seek: how long?", "3 days", line=4),
    candidate("Rack: how high?", "42 units", line=9),
]


def test_a_card_is_named_by_its_line_its_id_or_its_guid() -> None:
    assert finding.candidate(PROPOSED, "napkin.md:9") == PROPOSED[2]
    assert finding.candidate(PROPOSED, finding.candidate_id(PROPOSED[1])) == PROPOSED[1]
    found = PROPOSED[0]
    holder = make_note(kind=found.kind, fields=found.fields, source=found.source, text=found.text)
    assert finding.candidate(PROPOSED, "guid-000001", [holder]) == found
    with pytest.raises(FlashcardsError, match=r"2 cards fit 'napkin\.md:4'") as caught:
        finding.candidate(PROPOSED, "napkin.md:4")
    assert [line.split()[0] for line in caught.value.choices] == [*map(finding.candidate_id, PROPOSED[:2])]
    with pytest.raises(FlashcardsError, match=r"no card of these documents fits 'napkin\.md:5'"):
        finding.candidate(PROPOSED, "napkin.md:5")


def test_the_id_of_a_card_stays_while_the_card_does() -> None:
    one = candidate(line=4)
    assert finding.candidate_id(replace(one, source=replace(one.source, line_start=80, line_end=81))) == (
        finding.candidate_id(one)
    )
    others = [candidate(back="11 ms"), candidate(section=("Other",)), candidate(path="b.md"), candidate(text="- x")]
    assert len({finding.candidate_id(entry) for entry in (one, *others)}) == 5
